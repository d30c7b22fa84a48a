"""What is unwise about questions that can be read."""

from quizapp.doors import door

TYPE_CHECKING = False
if TYPE_CHECKING:
    import quizapp.bank.checking.questions
else:
    __getattr__ = door(__name__)
