"""Questions whose answer is a number or a vector, computed from one expression."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from quizapp.questions.base import Question


@dataclass(frozen=True)
class Tolerance:
    """How far from the key a correct response may be."""

    relative: float = 0.01
    """Of the key; for vectors, of its largest entry."""
    absolute: float = 1e-6


@dataclass(frozen=True)
class AuthorSlip:
    """A wrong method that the author foresaw for this question."""

    id: str
    instead: str
    """The wrong method as an expression, in place of the whole answer."""
    says: str


@dataclass(frozen=True, kw_only=True)
class NumericQuestion(Question):
    """A question answered by a number or a vector."""

    type: ClassVar[str] = "numeric"

    answer: str
    unit: str = "none"
    tolerance: Tolerance = Tolerance()
    slips: tuple[AuthorSlip, ...] = ()
