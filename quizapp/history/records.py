"""What the history holds, as plain data."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final, Literal, TypeAlias

from quizapp.practice.session import Attempt

Kind: TypeAlias = Literal["practice", "mock"]
Tell: TypeAlias = Callable[[str], None]
"""Shows a sentence to the learner at once."""
BEGAN: Final = "began"
"""The event with which a session that can be continued begins."""
SUBMITTED: Final = "submitted"
"""The event with which a mock's answers have become attempts."""
CONFIRMED: Final = "confirmed"
"""The event with which points of a rubric were ticked."""
ENDED: Final = "ended"
"""The event with which a session is over; a mock that has none and was not submitted waits."""


@dataclass(frozen=True, kw_only=True)
class Session:
    """One sitting."""

    number: int
    kind: Kind
    title: str
    seed: int
    blueprint: str
    code: str
    began: datetime
    ended: datetime | None
    """When it was ended or submitted."""
    attempts: int
    """All of them; the other numbers are over those that count."""
    answered: int
    score: float
    """The sum of the scores."""
    seconds: float


@dataclass(frozen=True, kw_only=True)
class Recorded:
    """An attempt as it was recorded, with what was added to it."""

    number: int
    """Grows with each attempt; the order in which they were recorded."""
    session: int
    attempt: Attempt
    confidence: float | None
    revision: str
    """Of the bank's text; empty when not known."""
    counts: bool
    """Whether accuracy is about it: the first of its variant in its session, or the second after
    an imprecise first."""
    confirmed: tuple[str, ...] | None
    """The points of the rubric that were ticked last; None when none were."""
    score: float
    """As confirmed, where it was."""


@dataclass(frozen=True, kw_only=True)
class Event:
    """Something that happened in a session."""

    number: int
    kind: str
    payload: Mapping[str, Any]
    at: datetime


@dataclass(frozen=True, kw_only=True)
class Mock:
    """A mock interview that was submitted."""

    session: Session
    questions: int
    """How many were asked."""


@dataclass(frozen=True, kw_only=True)
class QuestionTally:
    """What the attempts at one question come to."""

    question: str
    topic: str
    attempts: int
    """All of them; the other numbers are over those that count."""
    answered: int
    score: float
    seconds: float
    last: datetime


@dataclass(frozen=True, kw_only=True)
class DayTally:
    """What the attempts of one day come to."""

    day: date
    attempts: int
    answered: int
    score: float
    seconds: float


@dataclass(frozen=True, kw_only=True)
class SlipTally:
    """How often a slip was made in attempts that count."""

    slip: str
    times: int
    last: datetime


@dataclass(frozen=True, kw_only=True)
class Tallies:
    """What all attempts come to, as of one moment."""

    questions: tuple[QuestionTally, ...]
    days: tuple[DayTally, ...]
    slips: tuple[SlipTally, ...]
    medians: Mapping[str, float]
    """Topic → the median of the seconds taken."""
    mocks: tuple[Mock, ...]
