"""The terminal screens: nothing below this package knows that they exist."""

import os

from quizapp.doors import door

# Textual paints so many times a second at most, and reads that once, when it is loaded. By its own
# sixty, a key that is pressed just after something was painted waits for up to 17 ms.
os.environ.setdefault("TEXTUAL_FPS", "120")

TYPE_CHECKING = False
if TYPE_CHECKING:
    import quizapp.tui.aiming
    import quizapp.tui.app
    import quizapp.tui.blocks
    import quizapp.tui.home_page
    import quizapp.tui.interviewing
    import quizapp.tui.marked_up
    import quizapp.tui.notices
    import quizapp.tui.offers
    import quizapp.tui.outlook
    import quizapp.tui.practising
    import quizapp.tui.remarking
    import quizapp.tui.services
    import quizapp.tui.standings
    import quizapp.tui.terminal
    import quizapp.tui.writing
else:
    __getattr__ = door(__name__)
