"""The machine: its clock, files and folders, and the settings kept there."""

from quizapp.doors import door

TYPE_CHECKING = False
if TYPE_CHECKING:
    import quizapp.system.clock
    import quizapp.system.editor
    import quizapp.system.failure
    import quizapp.system.settings
else:
    __getattr__ = door(__name__)
