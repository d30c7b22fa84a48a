"""An answer as far as learning needs it, and the day that it belongs to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from quizapp.record import Attempt, Recorded

DAY_BEGINS: Final = timedelta(hours=4)
"""After midnight; whoever answers at one in the morning is still in yesterday."""
_HELPED: Final = 0.5
"""What a success is worth after a hint or a look at the solution."""


class Answered(NamedTuple):
    """An answer that counts."""

    question: str
    """The full name, ``bank/id``."""
    topic: str
    at: float
    """Seconds since 1970."""
    day: int
    """The learner's day, as `date.toordinal` counts."""
    share: float
    """How much of a success it was, from 0 to 1."""
    seconds: float = 0.0
    """Time taken; 0 when not known."""
    slips: tuple[str, ...] = ()


def day_of(moment: datetime) -> date:
    """Return the learner's day of a moment, by the offset that the moment has."""
    return (moment - DAY_BEGINS).date()


def share_of(attempt: Attempt, score: float) -> float:
    """Return how much of a success an attempt was: half of its score after help."""
    return score * _HELPED if attempt.hints or attempt.working_seen else score


def answered(recorded: Iterable[Recorded]) -> Iterator[Answered]:
    """Yield the answers that count, in their order."""
    for one in recorded:
        if one.counts:
            attempt = one.attempt
            yield Answered(
                question=attempt.question,
                topic=attempt.topic,
                at=attempt.at.timestamp(),
                day=day_of(attempt.at).toordinal(),
                share=share_of(attempt, one.score),
                seconds=attempt.seconds,
                slips=attempt.slips,
            )
