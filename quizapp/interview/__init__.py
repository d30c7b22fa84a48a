"""A timed mock interview: its plan, its course and its results."""

from quizapp.doors import door

TYPE_CHECKING = False
if TYPE_CHECKING:
    import quizapp.interview.assembly
    import quizapp.interview.blueprint_reader
    import quizapp.interview.blueprints
    import quizapp.interview.events
    import quizapp.interview.results
else:
    __getattr__ = door(__name__)
