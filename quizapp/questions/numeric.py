"""Questions whose answer is a number or a vector, computed from one expression."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar, Final

from quizapp.errors import UsageError
from quizapp.questions.base import MOST_ATTEMPTS, Grade, Question, Reading, TextVariant

if TYPE_CHECKING:
    from quizapp.questions.numeric_grading import Calculated
    from quizapp.working.derivation import Working
    from quizapp.working.diagnosis import Diagnosis, Mistake

PROBES: Final = 12
"""Draws from which a question learns which slips can't be told from its key."""


@dataclass(frozen=True)
class Tolerance:
    """How far from the key a correct response may be."""

    relative: float = 0.01
    """Of the key; in a list, of each entry by itself."""
    absolute: float = 1e-6
    """Beside it, for keys at zero; unless an author says it, less where the key itself is small."""

    @property
    def exact(self) -> bool:
        """Whether nothing but the key itself is correct, as ``tolerance: 0`` says."""
        return self.relative == 0 and self.absolute <= Tolerance.absolute

    def __str__(self) -> str:
        if self.exact:
            return "exact"
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
        from quizapp.questions.parameters import draw_parameters

        drawn = draw_parameters(self, seed, attempt)
        if drawn is None:
            return None
        return NumericVariant(self, seed if isinstance(seed, int) else 0, drawn, attempt)

    @cached_property
    def undiagnosable(self) -> frozenset[tuple[str, ...]]:
        """The slips too near the key in most draws, which are not held against a draw."""
        probes = [self.drawn("probe", attempt) for attempt in range(PROBES)]
        drawn = [{mistake.ids for mistake in probe.unfair} for probe in probes if probe]
        met = frozenset().union(*drawn)
        return frozenset(ids for ids in met if 2 * sum(ids in one for one in drawn) > len(drawn))


@dataclass(frozen=True)
class NumericVariant(TextVariant):
    """A numeric question with its parameters drawn; nothing is calculated before it is needed."""

    question: NumericQuestion
    seed: int
    parameters: Mapping[str, Any]
    attempt: int = 0
    """How many draws of this seed were refused before."""
    filled: Mapping[str, str] = field(default_factory=dict, compare=False)
    """Texts of the question that were filled in before, by their templates."""
    known_shape: tuple[int, ...] | None = field(default=None, compare=False)
    """The shape of the key, where it was found out before."""

    @cached_property
    def _calculated(self) -> Calculated:
        # Here and not above: with its stem filled in, a variant is asked without numpy.
        from quizapp.questions.numeric_grading import Calculated

        return Calculated(self)

    def fill(self, text: str) -> str:
        """Return one of the question's texts with its values in."""
        known = self.filled.get(text)
        return self._calculated.fill(text) if known is None else known

    @property
    def key(self) -> Any:  # noqa: ANN401 - a number or an array
        """The right answer, from the engine.

        Raises
        ------
        ExpressionError
            When the answer has no value.
        """
        return self._calculated.key

    @property
    def shape(self) -> tuple[int, ...]:
        """How many numbers are asked for: () for one, (3,) for a list, (2, 3) for rows."""
        return self._calculated.shape if self.known_shape is None else self.known_shape

    @property
    def key_text(self) -> str:
        """The right answer as shown, with its unit."""
        return self._calculated.key_text

    @property
    def whole(self) -> bool:
        """Whether a whole number, or a list of them, is asked for, and nothing else is correct."""
        return self._calculated.whole

    @property
    def reach(self) -> Any:  # noqa: ANN401 - a number or an array
        """How far from the key a correct response may be, in each entry."""
        return self._calculated.reach

    @property
    def digits(self) -> int:
        """The fewest significant digits to which the key can be rounded and still be correct."""
        return self._calculated.digits

    @property
    def diagnosis(self) -> Diagnosis:
        """The mistakes that can be made here."""
        return self._calculated.diagnosis

    @property
    def unfair(self) -> tuple[Mistake, ...]:
        """The mistakes whose value could pass for the key."""
        return self._calculated.unfair

    @property
    def working(self) -> Working:
        """The worked solution."""
        return self._calculated.working

    def read(self, raw: str) -> Reading:
        """Read a number or a list; raise `UnreadableError` when that can't be done."""
        return self._calculated.read(raw)

    def grade(self, reading: Reading) -> Grade:
        """Say what a response is worth, and which mistake explains it."""
        return self._calculated.grade(reading)
