"""One module per screen; each is a question that it dismisses itself with the answer to."""

from quizapp.doors import door

TYPE_CHECKING = False
if TYPE_CHECKING:
    import quizapp.tui.screens.author
    import quizapp.tui.screens.browse
    import quizapp.tui.screens.dialog
    import quizapp.tui.screens.help
    import quizapp.tui.screens.interview
    import quizapp.tui.screens.interviews
    import quizapp.tui.screens.line
    import quizapp.tui.screens.palette
    import quizapp.tui.screens.practice
    import quizapp.tui.screens.problems
    import quizapp.tui.screens.progress
    import quizapp.tui.screens.review
    import quizapp.tui.screens.scorecard
    import quizapp.tui.screens.subjects
    import quizapp.tui.screens.summary
    import quizapp.tui.screens.tick_points
    import quizapp.tui.screens.topic_sheet
else:
    __getattr__ = door(__name__)
