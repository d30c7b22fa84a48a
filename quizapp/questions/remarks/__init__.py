"""What can be wrong with the questions of a type, or unwise, seen over their variants."""

from quizapp.doors import door

TYPE_CHECKING = False
if TYPE_CHECKING:
    import quizapp.questions.remarks.choice
    import quizapp.questions.remarks.numeric
    import quizapp.questions.remarks.open
else:
    __getattr__ = door(__name__)
