"""A session of practice: what is asked, and what happened."""

from quizapp.doors import door

TYPE_CHECKING = False
if TYPE_CHECKING:
    import quizapp.practice.order
    import quizapp.practice.past
    import quizapp.practice.placing
    import quizapp.practice.selection
    import quizapp.practice.session
    import quizapp.practice.variants
else:
    __getattr__ = door(__name__)
