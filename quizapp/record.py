"""What the learner did, as plain values: sessions, what happened in them, and graded attempts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias

if TYPE_CHECKING:
    from quizapp.questions.base import Grade, Variant, Verdict

Kind: TypeAlias = Literal["practice", "mock"]
BEGAN: Final = "began"
"""The event with which a session that can be continued begins."""
SUBMITTED: Final = "submitted"
"""The event with which a mock's answers have become attempts."""
CONFIRMED: Final = "confirmed"
"""The event with which points of a rubric were ticked."""
ENDED: Final = "ended"
"""The event with which a session is over; a mock that has none and was not submitted waits."""


@dataclass(frozen=True, kw_only=True)
class Attempt:
    """One graded response to one variant."""

    question: str
    """The full name, ``bank/id``."""
    type: str
    topic: str
    seed: int
    parameters: Mapping[str, Any]
    response: str
    """As typed."""
    value: Any
    verdict: Verdict
    score: float
    slips: tuple[str, ...]
    seconds: float
    at: datetime

    @classmethod
    def of(
        cls, variant: Variant, response: str, grade: Grade, *, seconds: float, at: datetime
    ) -> Attempt:
        """Return the attempt that a graded response is."""
        question = variant.question
        return cls(
            question=question.name,
            type=question.type,
            topic=question.topic,
            seed=variant.seed,
            parameters=variant.parameters,
            response=response,
            value=grade.value,
            verdict=grade.verdict,
            score=grade.score,
            slips=grade.slips,
            seconds=seconds,
            at=at,
        )


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
