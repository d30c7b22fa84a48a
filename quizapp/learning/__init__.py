"""What the learner knows and what to ask next: pure functions of the record."""

from quizapp.doors import door

TYPE_CHECKING = False
if TYPE_CHECKING:
    import quizapp.learning.confidence
    import quizapp.learning.evening
    import quizapp.learning.learner
    import quizapp.learning.outlook
    import quizapp.learning.plan
    import quizapp.learning.recall
    import quizapp.learning.selection
    import quizapp.learning.syllabus
else:
    __getattr__ = door(__name__)
