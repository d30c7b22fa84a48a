"""Answers in words, and the rubrics that they are held against."""

from quizapp.doors import door

TYPE_CHECKING = False
if TYPE_CHECKING:
    import quizapp.answers.words.findings
    import quizapp.answers.words.judging
    import quizapp.answers.words.phrase
else:
    __getattr__ = door(__name__)
