"""The evening before the interview: what to look at again, and nothing new."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Final, NamedTuple

from quizapp.learning.answered import day_of
from quizapp.learning.plan import states

if TYPE_CHECKING:
    from quizapp.learning.learner import Learner
    from quizapp.learning.selection import Aim

_TOPICS: Final = 3
_SLIPS: Final = 5
_PITCHES: Final = 3


class Evening(NamedTuple):
    """What is worth the evening before the interview."""

    topics: tuple[str, ...]
    """Whose sheets to read: the weakest of those that were met."""
    slips: tuple[tuple[str, int], ...]
    """The slips that were made most, each with how often."""
    pitches: tuple[str, ...]
    """Questions to answer aloud, by their full names: those known best."""


def evening(learner: Learner, aim: Aim, now: datetime) -> Evening | None:
    """Return what the evening before is for; None on any other day, or where it is the first."""
    day = day_of(now)
    if aim.days_left(day) != 1 or not learner.began_before(day.toordinal()):
        return None
    met = [one for one in states(learner, aim, now) if one.met]
    known = learner.syllabus.questions
    at = now.timestamp()
    said = [one for one in known.values() if one.in_words and learner.is_met(one.name)]
    return Evening(
        topics=tuple(one.topic for one in sorted(met, key=lambda one: one.now)[:_TOPICS]),
        slips=tuple(learner.habits.worst(known))[:_SLIPS],
        pitches=tuple(
            one.name for one in sorted(said, key=lambda one: -learner.now(one, at))[:_PITCHES]
        ),
    )
