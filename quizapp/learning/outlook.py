"""Where a learner stands: what the first screen says of today, and of each topic."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from quizapp.learning.answered import day_of
from quizapp.learning.evening import Evening, evening
from quizapp.learning.placement import course
from quizapp.learning.plan import TopicState, states
from quizapp.learning.selection import Aim, Today, today

if TYPE_CHECKING:
    from collections.abc import Mapping

    from quizapp.learning.learner import Knew, Learner


class Outlook(NamedTuple):
    """What is known of a learner at a moment."""

    today: Today
    topics: tuple[TopicState, ...]
    """Along the track."""
    aim: Aim
    is_new: bool
    """Whether nothing was answered yet."""
    is_first_day: bool
    """Whether nothing was answered on an earlier day."""
    placement: tuple[str, ...]
    """Questions that find out where somebody stands who is new."""
    lately: Mapping[str, tuple[float, ...]]
    """Topic → how much of a success its last answers were, the latest last."""
    knew: tuple[Knew, ...]
    """How well each week's answers were predicted, the latest last."""
    evening: Evening | None = None
    """What the evening before the interview is for; None on any other day."""
    habits: tuple[str, ...] = ()
    """The slips that are habits, the one that was made most often first."""


def outlook(learner: Learner, aim: Aim, now: datetime) -> Outlook:
    """Return where a learner stands; the moment has the offset of the learner's clock."""
    is_new = not learner.count
    return Outlook(
        today=today(learner, aim, now),
        topics=states(learner, aim, now),
        aim=aim,
        is_new=is_new,
        is_first_day=not learner.began_before(day_of(now).toordinal()),
        placement=course(learner.syllabus) if is_new else (),
        lately=dict(learner.lately),
        knew=learner.knew(),
        evening=evening(learner, aim, now),
        habits=tuple(learner.habits),
    )
