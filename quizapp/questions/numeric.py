"""Questions whose answer is a number or a vector, computed from one expression."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar, Final

from quizapp.errors import UsageError
from quizapp.questions.base import MOST_ATTEMPTS, Question

if TYPE_CHECKING:
    from quizapp.questions.numbers import NumericVariant

PROBES: Final = 12
"""Draws from which a question learns which slips can't be told from its key."""


@dataclass(frozen=True)
class Tolerance:
    """How far from the key a correct response may be."""

    relative: float = 0.01
    """Of the key; for vectors, of its largest entry."""
    absolute: float = 1e-6

    def __str__(self) -> str:
        if self.relative == 0:
            return f"within {self.absolute:g}"
        return f"within {self.relative * 100:g} %"


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

    def variant(self, seed: int = 0) -> NumericVariant:
        """Return a variant in which no slip can pass for the key.

        Raises
        ------
        UsageError
            When no fair draw is found.
        """
        attempts = MOST_ATTEMPTS if self.generated else 1
        for attempt in range(attempts):
            variant = self.drawn(seed, attempt)
            if variant is None:
                continue
            unfair = {mistake.ids for mistake in variant.unfair} if self.generated else set()
            if not unfair or unfair <= self.undiagnosable:
                return variant
        raise UsageError(
            f"{self.name}@{seed}: no fair draw among {attempts}; reject fewer draws, or draw from "
            "wider ranges, so that slips lie further from the key"
        )

    def drawn(self, seed: int | str, attempt: int) -> NumericVariant | None:
        """Return one draw, fair or not; None when the author rejects it."""
        # Here and not above: numpy is loaded when the first variant is drawn, not with the bank.
        from quizapp.questions.numbers import NumericVariant

        return NumericVariant.draw(self, seed, attempt)

    @cached_property
    def undiagnosable(self) -> frozenset[tuple[str, ...]]:
        """The slips too near the key in most draws, which are not held against a draw."""
        probes = [self.drawn("probe", attempt) for attempt in range(PROBES)]
        drawn = [{mistake.ids for mistake in probe.unfair} for probe in probes if probe]
        met = frozenset().union(*drawn)
        return frozenset(ids for ids in met if 2 * sum(ids in one for one in drawn) > len(drawn))
