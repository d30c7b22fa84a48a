"""Questions answered in the learner's own words, against a rubric."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, ClassVar

from quizapp.questions.base import Question


@dataclass(frozen=True)
class Point:
    """One thing a good answer says."""

    id: str
    text: str
    weight: float = 1.0
    match: tuple[Any, ...] = ()
    """Patterns, any of which covers the point: phrases, or mappings as written in the bank."""
    refute: tuple[Any, ...] = ()
    examples: tuple[str, ...] = ()
    wrong: tuple[str, ...] = ()


@dataclass(frozen=True)
class Misconception:
    """A wrong claim worth correcting, and the points it takes away."""

    id: str
    text: str
    match: tuple[Any, ...] = ()
    blocks: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class OpenQuestion(Question):
    """A question answered in words; the learner ticks the points that were made."""

    type: ClassVar[str] = "open"

    rubric: tuple[Point, ...]
    model_answer: str
    misconceptions: tuple[Misconception, ...] = field(default=())
    limit: float | None = None
    """Seconds that an interviewer would give it."""
