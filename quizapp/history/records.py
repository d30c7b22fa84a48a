"""What the record comes to, as plain values."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from types import MappingProxyType
from typing import NamedTuple, TypeAlias

from quizapp.learning.confidence import Given
from quizapp.record import Session

Tell: TypeAlias = Callable[[str], None]
"""Shows a sentence to the learner at once."""


class Mock(NamedTuple):
    """A mock interview that was submitted."""

    session: Session
    questions: int
    """How many were asked."""


class QuestionTally(NamedTuple):
    """What the attempts at one question come to."""

    question: str
    topic: str
    attempts: int
    """All of them; the other numbers are over those that count."""
    answered: int
    score: float
    seconds: float
    last: datetime


class DayTally(NamedTuple):
    """What the attempts of one day come to."""

    day: date
    attempts: int
    answered: int
    score: float
    seconds: float


class SlipTally(NamedTuple):
    """How often a slip was made in attempts that count."""

    slip: str
    times: int
    last: datetime


class Tallies(NamedTuple):
    """What all attempts come to, as of one moment."""

    questions: tuple[QuestionTally, ...] = ()
    days: tuple[DayTally, ...] = ()
    slips: tuple[SlipTally, ...] = ()
    medians: Mapping[str, float] = MappingProxyType({})
    """Topic → the median of the seconds taken."""
    mocks: tuple[Mock, ...] = ()
    confidence: tuple[Given, ...] = ()
    """The answers that count and were given with a probability of being right."""
