"""An answer as far as learning needs it, and the day that it belongs to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import Final, NamedTuple

DAY_BEGINS: Final = timedelta(hours=4)
"""After midnight; whoever answers at one in the morning is still in yesterday."""
HELPED: Final = 0.5
"""What a success is worth after a hint or a look at the solution."""


class Answered(NamedTuple):
    """An answer."""

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
    variant: tuple[int, int] | None = None
    """The session and the seed; None where every answer is to a variant of its own."""
    imprecise: bool = False
    """Whether a second answer to the variant counts in its place."""
    shown: bool = False
    """Whether the solution was asked for instead of answering."""
    mock: bool = False
    """Whether it was given in a mock interview."""


def day_of(moment: datetime) -> date:
    """Return the learner's day of a moment, by the offset that the moment has."""
    return (moment - DAY_BEGINS).date()


def counted(answers: Iterable[Answered]) -> Iterator[Answered]:
    """Yield the answers that count, out of all in order of time.

    Of several in a row to one variant that is the first, or the second after an imprecise first:
    the later ones have seen what was wrong.
    """
    last: Answered | None = None
    for one in answers:
        if last is not None and _is_retry(one, last):
            last = one._replace(imprecise=False) if last.imprecise else last
            continue
        if last is not None:
            yield last
        last = one
    if last is not None:
        yield last


def _is_retry(one: Answered, last: Answered) -> bool:
    return (
        one.question == last.question
        and one.variant is not None
        and one.variant == last.variant
        and one.day == last.day
    )
