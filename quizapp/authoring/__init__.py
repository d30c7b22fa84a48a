"""Writing questions: the file being written, what it comes to, and what can be inserted."""

from quizapp.doors import door

TYPE_CHECKING = False
if TYPE_CHECKING:
    import quizapp.authoring.completion
    import quizapp.authoring.draft
    import quizapp.authoring.insertions
    import quizapp.authoring.installed
    import quizapp.authoring.place
    import quizapp.authoring.preview
    import quizapp.authoring.spreadsheet
else:
    __getattr__ = door(__name__)
