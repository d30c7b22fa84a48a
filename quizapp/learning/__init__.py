"""What the learner knows and what to ask next: pure functions of the record."""

from quizapp.doors import door

TYPE_CHECKING = False
if TYPE_CHECKING:
    import quizapp.learning.plan
    import quizapp.learning.selection
else:
    __getattr__ = door(__name__)
