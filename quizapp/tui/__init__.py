"""The terminal screens: nothing below this package knows that they exist."""

from quizapp.doors import door

TYPE_CHECKING = False
if TYPE_CHECKING:
    import quizapp.tui.app
    import quizapp.tui.services
else:
    __getattr__ = door(__name__)
