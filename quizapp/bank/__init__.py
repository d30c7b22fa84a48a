"""Banks: YAML files of questions, read strictly and checked."""

from quizapp.doors import door

TYPE_CHECKING = False
if TYPE_CHECKING:
    import quizapp.bank.cache
    import quizapp.bank.collection
    import quizapp.bank.json_schema
    import quizapp.bank.reader
    import quizapp.bank.sources
    import quizapp.bank.track_reader
else:
    __getattr__ = door(__name__)
