"""A session in the order of learning."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from quizapp.learning.learner import Learner
from quizapp.learning.selection import Aim, session
from quizapp.learning.syllabus import Syllabus

if TYPE_CHECKING:
    from quizapp.bank.tracks import Tracks
    from quizapp.learning.answered import Answered
    from quizapp.practice.selection import Selection
    from quizapp.questions.base import Question


def in_order(
    selection: Selection,
    questions: Sequence[Question],
    tracks: Tracks,
    answers: Iterable[Answered],
    aim: Aim,
    now: datetime,
    count: int,
) -> Selection:
    """Return a selection with its questions named in the order in which they are worth most.

    Where nothing is left to choose on this day, it stays as it is.

    Parameters
    ----------
    selection
        What may be asked.
    questions
        All that are loaded.
    tracks
        Say how often interviewers ask about each topic.
    answers
        All of the learner's, in order of time.
    aim
        What the learner works towards.
    now
        With the offset of the learner's clock.
    count
        How many questions.
    """
    learner = Learner(Syllabus(questions, tracks.chosen.weights), answers)
    among = {question.name for question in selection.choose(questions, tracks)}
    names = session(learner, aim, now, count, among)
    return selection._replace(ids=names, ordered=True) if names else selection
