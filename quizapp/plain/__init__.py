"""Line by line, for screen readers and pipes: practice and mock interviews."""

from quizapp.doors import door

TYPE_CHECKING = False
if TYPE_CHECKING:
    import quizapp.plain.interview
    import quizapp.plain.practice
else:
    __getattr__ = door(__name__)
