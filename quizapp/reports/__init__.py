"""What the command line tells, as structures for programs and as lines for people."""

from quizapp.doors import door

TYPE_CHECKING = False
if TYPE_CHECKING:
    import quizapp.reports.bank_check
    import quizapp.reports.calculation
    import quizapp.reports.doubts
    import quizapp.reports.formats
    import quizapp.reports.grading
    import quizapp.reports.interviews
    import quizapp.reports.json
    import quizapp.reports.listing
    import quizapp.reports.misses
    import quizapp.reports.paper
    import quizapp.reports.progress
    import quizapp.reports.scorecard
    import quizapp.reports.sheets
    import quizapp.reports.slip_meanings
    import quizapp.reports.today
else:
    __getattr__ = door(__name__)
