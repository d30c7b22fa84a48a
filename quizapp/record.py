"""What the learner did, as plain values: sessions, what happened in them, and graded attempts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple, TypeAlias

from quizapp import questions
from quizapp.text.phrases import STAR, percent

if TYPE_CHECKING:
    from quizapp.questions.base import Grade, Variant, Verdict

SessionKind: TypeAlias = Literal["practice", "mock"]
RemarkKind: TypeAlias = Literal["star", "note", "doubt"]
"""A doubt is about the answer that the program takes to be right."""
BEGAN: Final = "began"
"""The event with which a session that can be continued begins."""
SUBMITTED: Final = "submitted"
"""The event with which a mock's answers have become attempts."""
CONFIRMED: Final = "confirmed"
"""The event with which points of a rubric were ticked."""
ENDED: Final = "ended"
"""The event with which a session is over; a mock that has none and was not submitted waits."""


class Confidence(StrEnum):
    """How sure somebody was of an answer, when that was still asked in words."""

    GUESS = "guess"
    UNSURE = "unsure"
    SURE = "sure"

    @property
    def words(self) -> str:
        """The same as shown."""
        return "not sure" if self is Confidence.UNSURE else str(self)


Sureness: TypeAlias = float | Confidence
"""How sure somebody is of an answer: the probability that it is right, or in words."""


def sureness_words(said: Sureness | None) -> str:
    """Return how sure somebody is, as shown; nothing when they didn't say."""
    if said is None:
        return ""
    return said.words if isinstance(said, Confidence) else f"{percent(said)} sure"


class Attempt(NamedTuple):
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
    hints: int | None = None
    """How many were shown before it; None when not known."""
    working_seen: bool | None = None
    """Whether the working was looked at before it; None when not known."""
    confidence: Sureness | None = None
    """How sure the learner said to be before the verdict: a probability, or in words."""
    track: str = ""
    """The track that was followed; empty when there was none."""

    @property
    def shown(self) -> bool:
        """Whether the learner asked for the solution instead of answering."""
        return self.verdict is questions.base.Verdict.SHOWN

    @classmethod
    def of(
        cls,
        variant: Variant,
        response: str,
        grade: Grade,
        *,
        seconds: float,
        at: datetime,
        hints: int = 0,
        working_seen: bool = False,
        confidence: Sureness | None = None,
        track: str = "",
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
            hints=hints,
            working_seen=working_seen,
            confidence=confidence,
            track=track,
        )


class Session(NamedTuple):
    """One sitting."""

    number: int
    kind: SessionKind
    title: str
    seed: int
    blueprint: str
    code: str
    began: datetime
    ended: datetime | None
    """When it was ended or submitted."""
    name: str | int
    """What it is called in every file that holds it; the number is another in each."""
    attempts: int
    """All of them; the other numbers are over those that count."""
    answered: int
    score: float
    """The sum of the scores."""
    seconds: float


class Recorded(NamedTuple):
    """An attempt as it was recorded, with what was added to it."""

    number: int
    """Grows with each attempt; the order in which they were recorded."""
    session: int
    attempt: Attempt
    revision: str
    """Of the bank's text; empty when not known."""
    counts: bool
    """Whether accuracy is about it: the first of its variant in its session, or the second after
    an imprecise first."""
    withdrawn: bool
    """Whether the learner took it back as mistyped."""
    confirmed: tuple[str, ...] | None
    """The points of the rubric that were ticked last; None when none were."""
    score: float
    """As confirmed, where it was."""


class Remark(NamedTuple):
    """What the learner said about a question; the latest of each kind holds."""

    kind: RemarkKind
    question: str
    """The full name, ``bank/id``."""
    seed: int | None
    """Of the variant that was on screen; None when none was."""
    text: str | None
    """One line, empty for a star; None when it was taken back."""
    at: datetime

    @property
    def stands(self) -> bool:
        """Whether it was not taken back."""
        return self.text is not None


def remark_words(said: Mapping[RemarkKind, str]) -> tuple[str, ...]:
    """Return the star and the note on a question in words; nothing where there are none."""
    star = (f"{STAR} Starred",) if "star" in said else ()
    return (*star, f"Your note: {said['note']}") if "note" in said else star


class Event(NamedTuple):
    """Something that happened in a session."""

    number: int
    kind: str
    payload: Mapping[str, Any]
    at: datetime
