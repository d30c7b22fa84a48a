"""What screens are made of; no widget knows a screen."""

from quizapp.doors import door

TYPE_CHECKING = False
if TYPE_CHECKING:
    import quizapp.tui.widgets.field
else:
    __getattr__ = door(__name__)
