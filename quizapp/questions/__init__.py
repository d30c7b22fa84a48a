"""What can be asked: one module per question type."""

from quizapp.doors import door

TYPE_CHECKING = False
if TYPE_CHECKING:
    import quizapp.questions.base
    import quizapp.questions.calculated
    import quizapp.questions.figures
    import quizapp.questions.kinds
    import quizapp.questions.numeric_grading
    import quizapp.questions.parameters
    import quizapp.questions.patterns
    import quizapp.questions.template
    import quizapp.questions.trees
    import quizapp.questions.types
else:
    __getattr__ = door(__name__)
