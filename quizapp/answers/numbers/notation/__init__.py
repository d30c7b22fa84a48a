"""The notations in which people write numbers, made one."""

from quizapp.doors import door

TYPE_CHECKING = False
if TYPE_CHECKING:
    import quizapp.answers.numbers.notation.words
else:
    __getattr__ = door(__name__)
