"""What is calculated for a variant of a numeric question: its key, its mistakes, its solution."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property, partial
from math import isfinite
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from quizapp import questions, working
from quizapp.errors import ExpressionError
from quizapp.expressions.by_engine import is_undefined
from quizapp.questions.digits import digits_within
from quizapp.questions.parameters import Scope
from quizapp.working.diagnosis import WIDE_TOLERANCE, Diagnosis
from quizapp.working.mistakes import AnswerSlip, Mistake
from quizapp.working.numerals import KEY_DIGITS, LEAST_GROUPED, is_integer, result_text

if TYPE_CHECKING:
    from quizapp.questions.base import Grade, Reading
    from quizapp.questions.numeric import NumericVariant, Tolerance
    from quizapp.working.by_hand import Estimate
    from quizapp.working.steps import Working

_OF_LARGEST: Final = 0.002
"""How far each entry of a list may be from the right one, of the largest, if the tolerance is wide
enough."""
_USUAL_ABSOLUTE: Final = 1e-6
_OF_SMALL: Final = 0.01
"""What the usual absolute tolerance may be of a key that is not zero."""


class Calculated:
    """What is calculated for one variant, each thing when it is first needed."""

    def __init__(self, variant: NumericVariant) -> None:
        self.question = variant.question
        self._scope = Scope(self.question, variant.parameters, self.question.unit)

    def fill(self, text: str) -> str:
        """Return one of the question's texts with its values in."""
        return self._scope.fill(text)

    @cached_property
    def key(self) -> Any:  # noqa: ANN401 - a number or an array
        """The right answer, from the engine; raises `ExpressionError` when there is none."""
        key = self._scope.engine.value(self.question.trees.expression(self.question.answer))
        if is_undefined(key):
            raise ExpressionError("the answer is not a number")
        return key * 1.0

    @cached_property
    def whole(self) -> bool:
        """Whether the key is an integer, or a list of them, and nothing else is correct."""
        return self.question.tolerance.exact and self._is_integer

    @cached_property
    def _is_integer(self) -> bool:
        """Whether the key is made up of integers that a float tells from their neighbours."""
        return all(map(is_integer, np.ravel(self.key).tolist()))

    @property
    def is_shown_in_groups(self) -> bool:
        """Whether the key has commas between thousands, so that it may be typed as it is shown."""
        return largest_of(np.ravel(self.key).tolist()) >= LEAST_GROUPED

    @property
    def shape(self) -> tuple[int, ...]:
        """How many numbers are asked for: () for one, (3,) for a list, (2, 3) for rows."""
        return np.shape(self.key)

    @property
    def key_text(self) -> str:
        """The right answer as shown, with its unit."""
        return result_text(self.key, self.question.unit, self.key_digits)

    @cached_property
    def key_digits(self) -> int:
        """Significant digits with which the key is shown, so that it is correct as it stands."""
        if self._is_integer or not largest_of(np.ravel(self.key).tolist()):
            return KEY_DIGITS
        return max(self.digits, KEY_DIGITS)

    @cached_property
    def diagnosis(self) -> Diagnosis:
        """The mistakes that can be made here."""
        return self._diagnosis()

    def _diagnosis(self, only: tuple[str, ...] = ()) -> Diagnosis:
        slips = [
            AnswerSlip(slip.id, self.question.trees.expression(slip.instead), self.fill(slip.says))
            for slip in self.question.slips
        ]
        answer = self.question.trees.expression(self.question.answer)
        return Diagnosis(self._scope.textbook, answer, self.key, self.question.unit, slips, only)

    @property
    def unfair(self) -> tuple[Mistake, ...]:
        """The mistakes whose value could pass for the key."""
        return self._unfair(self.diagnosis)

    def unfair_by(self, ids: tuple[str, ...]) -> tuple[Mistake, ...]:
        """Return the mistakes by some slips whose value could pass for the key."""
        if "diagnosis" in vars(self):
            return tuple(mistake for mistake in self.unfair if mistake.ids == ids)
        return self._unfair(self._diagnosis(only=ids))

    def _unfair(self, diagnosis: Diagnosis) -> tuple[Mistake, ...]:
        return diagnosis.unfair(self.reach, units=self._tells_units)

    def is_fair(self, pardons: Callable[[tuple[str, ...]], bool]) -> bool:
        """Whether no mistake could pass for the key, but by slips that are pardoned."""
        return self.diagnosis.is_fair(self.reach, pardons, units=self._tells_units)

    @property
    def _tells_units(self) -> bool:
        return self.question.tolerance.relative <= WIDE_TOLERANCE

    @cached_property
    def reach(self) -> Any:  # noqa: ANN401 - a number or an array
        """How far from the key a correct response may be, in each entry."""
        return reach_of(self.question.tolerance, self.key)

    @cached_property
    def digits(self) -> int:
        """The fewest digits to which the key, or the largest of its entries, can be rounded."""
        return digits_within(largest_of(np.ravel(self.key).tolist()), float(np.min(self.reach)))

    @cached_property
    def working(self) -> Working:
        """The worked solution."""
        answer = self.question.trees.expression(self.question.answer)
        scope, unit = self._scope, self.question.unit
        return working.derivation.derive(scope.textbook, answer, self.key, unit, self.key_digits)

    @cached_property
    def by_hand(self) -> Estimate:
        """The answer without a calculator, where that is easy and correct."""
        answer = self.question.trees.expression(self.question.answer)
        textbook, most = self._scope.textbook, self.working.length
        accepts = partial(questions.numeric_grading.accepts, self)
        return working.by_hand.by_hand(textbook, answer, self.question.unit, accepts, most)

    def read(self, raw: str) -> Reading:
        """Read a number or a list; raise `UnreadableError` when that can't be done."""
        return questions.numeric_grading.read(self, raw)

    def grade(self, reading: Reading) -> Grade:
        """Say what a response is worth, and which mistake explains it."""
        return questions.numeric_grading.grade(self, reading)


def reach_of(tolerance: Tolerance, wanted: Any) -> Any:  # noqa: ANN401 - a number or an array
    """Return how far from what is wanted each entry may be; from infinity, nothing is near."""
    size = np.where(np.isfinite(wanted), np.abs(wanted), 0.0)
    largest = largest_of(np.ravel(wanted).tolist())
    absolute = tolerance.absolute
    if largest and absolute == _USUAL_ABSOLUTE:
        absolute = min(absolute, _OF_SMALL * largest)
    if np.ndim(wanted):
        absolute = max(absolute, min(tolerance.relative, _OF_LARGEST) * largest)
    return np.maximum(tolerance.relative * size, absolute)


def largest_of(entries: Sequence[float]) -> float:
    """Return the size of the largest finite entry, 0 without one."""
    return max((abs(entry) for entry in entries if isfinite(entry)), default=0.0)
