"""The expression language: total, bounded, and never Python."""

from quizapp.doors import door

TYPE_CHECKING = False
if TYPE_CHECKING:
    import quizapp.expressions.by_definition
    import quizapp.expressions.by_engine
else:
    __getattr__ = door(__name__)
