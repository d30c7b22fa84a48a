"""What is shown of a solution: steps, diagnosis, formulas and marked-up text."""

from quizapp.doors import door

TYPE_CHECKING = False
if TYPE_CHECKING:
    import quizapp.working.by_hand
    import quizapp.working.derivation
else:
    __getattr__ = door(__name__)
