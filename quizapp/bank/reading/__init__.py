"""From the text of a file to the values of a bank, strictly."""

from quizapp.doors import door

TYPE_CHECKING = False
if TYPE_CHECKING:
    import quizapp.bank.reading.yaml_errors
else:
    __getattr__ = door(__name__)
