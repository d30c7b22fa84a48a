"""What is calculated for a variant of a numeric question: its key, and what a response is worth."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from math import ceil, floor, inf, isfinite, log, log10
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from quizapp.errors import ExpressionError
from quizapp.expressions import responses
from quizapp.expressions.responses import Numbers, Response
from quizapp.questions.base import Grade, Reading, Verdict
from quizapp.questions.parameters import Scope, is_undefined
from quizapp.working.derivation import UNITS, Working, derive
from quizapp.working.diagnosis import AnswerSlip, Diagnosis, Mistake, Typed
from quizapp.working.numerals import KEY_DIGITS, MOST_DIGITS, is_integer, result_text

if TYPE_CHECKING:
    from quizapp.questions.numeric import NumericVariant

_ROUNDED: Final = 1 + 1e-9
"""Slack in comparing with half a unit of the last typed place."""
_LEAST_TELLING: Final = 2
"""Digits without which nothing can be told of a number that is merely near."""


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
    def is_integer(self) -> bool:
        """Whether the key is made up of integers that a float tells from their neighbours."""
        return all(map(is_integer, np.ravel(self.key).tolist()))

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
        sizes = np.abs(self.key[np.isfinite(self.key)])
        largest = float(np.max(sizes, initial=0))
        if self.is_integer or not largest:
            return KEY_DIGITS
        tolerance = self.question.tolerance
        reach = max(tolerance.relative * largest, tolerance.absolute)
        needed = ceil(floor(log10(largest)) + 1 - log10(2 * reach)) if reach else MOST_DIGITS
        return min(max(needed, KEY_DIGITS), MOST_DIGITS)

    @cached_property
    def diagnosis(self) -> Diagnosis:
        """The mistakes that can be made here."""
        slips = [
            AnswerSlip(slip.id, self.question.trees.expression(slip.instead), self.fill(slip.says))
            for slip in self.question.slips
        ]
        answer = self.question.trees.expression(self.question.answer)
        return Diagnosis(self._scope.textbook, answer, self.key, self.question.unit, slips)

    @property
    def unfair(self) -> tuple[Mistake, ...]:
        """The mistakes whose value could pass for the key."""
        tolerance = self.question.tolerance
        return self.diagnosis.unfair(tolerance.relative, tolerance.absolute)

    @cached_property
    def working(self) -> Working:
        """The worked solution."""
        answer = self.question.trees.expression(self.question.answer)
        scope, unit = self._scope, self.question.unit
        working = derive(scope.textbook, answer, self.key, unit, self.key_digits)
        if working.by_hand and not self._accepts(working.estimated):
            return replace(working, by_hand="", estimated="")
        return working

    def _accepts(self, typed: str) -> bool:
        """Whether a number, typed as it is, is correct."""
        return _Grading(self, responses.read(typed))._correct() is not None

    def read(self, raw: str) -> Reading:
        """Read a number or a list; raise `UnreadableError` when that can't be done."""
        whole = self.question.tolerance.exact and self.is_integer
        response = responses.read(raw, vector=bool(self.shape), whole=whole)
        responses.check_shape(response, self.shape)
        unit = response.unit or (self.question.unit if _is_unit(self.question.unit) else "")
        value = np.asarray(response.value, dtype=float)
        with np.errstate(over="ignore"):
            shown = result_text(value * (100 if response.unit == "percent" else 1), unit)
        return Reading(raw, response, f"{response.normalised} → {shown}")

    def grade(self, reading: Reading) -> Grade:
        """Say what a response is worth, and which mistake explains it."""
        with np.errstate(all="ignore"):  # any number may be typed
            return _Grading(self, reading.value).grade()


def _is_unit(unit: str) -> bool:
    return unit in UNITS or unit == "percent"


class _Grading:
    """One response beside its variant, looked at verdict by verdict."""

    def __init__(self, variant: Calculated, response: Response) -> None:
        self.variant = variant
        self.question = variant.question
        self.response = response
        self.asked = variant.question.unit
        self.key = variant.key
        self.typed = self._shaped(response.value)
        self.factor = self._factor()
        self.value = self.typed * self.factor

    def _shaped(self, numbers: Numbers) -> Any:  # noqa: ANN401 - a number or an array
        """Return what was typed; a row or a column of a list's length as that list."""
        array = np.asarray(numbers, dtype=float)
        if np.ndim(self.key) == 1 < array.ndim and array.size == max(array.shape) == self.key.size:
            return array.ravel()
        return array[()]

    def grade(self) -> Grade:
        """Return the first verdict that holds, in the order of `Verdict`."""
        return (
            self._correct()
            or self._wrong_label()
            or self._wrong_unit()
            or self._imprecise()
            or self._partial()
            or self._incorrect()
        )

    def _factor(self) -> float:
        """Return what takes the number typed to the unit asked."""
        unit = self.response.unit
        if unit in UNITS and self.asked in UNITS and unit != self.asked:
            return log(UNITS[unit]) / log(UNITS[self.asked])
        return 100.0 if unit == "percent" == self.asked else 1.0

    def _is_key(self, value: Any) -> bool:  # noqa: ANN401 - a number or an array
        return self._is(value, self.key)

    def _is(self, value: Any, wanted: Any) -> bool:  # noqa: ANN401 - numbers or arrays
        """Whether a value is within the tolerance of another."""
        return np.shape(value) == np.shape(wanted) and bool(np.all(self._right(value, wanted)))

    def _right(self, value: Any, wanted: Any) -> Any:  # noqa: ANN401 - numbers or arrays
        """Return for each entry whether it is within the tolerance of what is wanted."""
        tolerance = self.question.tolerance
        finite = np.abs(np.asarray(wanted)[np.isfinite(wanted)])
        scale = float(np.max(finite, initial=0.0))
        reach = max(tolerance.relative * scale, tolerance.absolute) * _ROUNDED
        return (np.abs(value - wanted) <= reach) | np.equal(value, wanted)

    def _made(
        self,
        verdict: Verdict,
        score: float,
        feedback: str,
        slips: tuple[str, ...] = (),
        lines: tuple[str, str] = ("", ""),
    ) -> Grade:
        value = self.value.tolist() if np.ndim(self.value) else float(self.value)
        return Grade(
            verdict=verdict,
            score=score,
            feedback=feedback,
            slips=slips,
            your_line=lines[0],
            right_line=lines[1],
            value=value,
        )

    def _correct(self) -> Grade | None:
        unit = self.response.unit
        foreign = unit and unit != self.asked and not (unit == "percent" and self.asked == "none")
        if not self._is_key(self.value) or (foreign and not self._is_log_unit(unit)):
            return None
        says = "Right."
        if foreign:
            says = f"Right, and in {unit}: that is {self.variant.key_text}."
        return self._made(Verdict.CORRECT, 1, says)

    def _is_log_unit(self, unit: str) -> bool:
        return unit in UNITS and self.asked in UNITS

    def _wrong_label(self) -> Grade | None:
        """Return a grade for the right number with the wrong unit written at it."""
        unit = self.response.unit
        if not unit or unit == self.asked or not self._is_key(self.typed):
            return None
        if unit == "percent":
            slip, says = "percent", f"The number is right, but this is no percentage: {self._ask()}"
        else:
            slip = "right_number_wrong_label"
            says = f"The number is right, but not in {unit}: {self._ask()}"
        return self._made(Verdict.WRONG_UNIT, 0.5, says, (slip,))

    def _ask(self) -> str:
        if self.asked == "none":
            return "it has no unit."
        return f"it is {self.variant.key_text}."

    def _wrong_unit(self) -> Grade | None:
        if self.response.unit not in ("", self.asked):
            return None
        named = self._named
        for mistake in self.variant.diagnosis.mistakes:
            likely = not named or any(mistake is one for one in named)
            if mistake.unit and likely and self._is(self.value, mistake.value):
                lines = self.variant.diagnosis.lines(mistake)
                return self._made(Verdict.WRONG_UNIT, 0.5, mistake.says, mistake.ids, lines)
        factor = {"percent": 100, "none": 0.01}.get(self.asked)
        shares = self.asked == "percent" or bool(np.all((self.key >= 0) & (self.key <= 1)))
        if factor and shares and not np.all(self.key == 0) and self._is_key(self.typed * factor):
            says = f"The number is right as a {'fraction' if factor == 100 else 'percentage'}: "
            return self._made(Verdict.WRONG_UNIT, 0.5, says + self._ask(), ("percent",))
        return None

    def _imprecise(self) -> Grade | None:
        """Return a grade for the key rounded to one or two digits, outside the tolerance."""
        digits = self.response.digits
        if digits is None or not 1 <= digits <= 2 or not np.all(np.isfinite(self.key)):
            return None
        if self.response.unit in UNITS and self.response.unit != self.asked:
            return None
        reach = self._half_steps * _ROUNDED
        near = np.abs(self.value - self.key) <= reach
        if not np.all(near) or not np.any(self.value):
            return None
        if np.ndim(self.key) and self._named:
            return None
        says = "That is the right number rounded too far. Type at least three significant digits."
        return self._made(Verdict.IMPRECISE, 0.5, says)

    @cached_property
    def _half_steps(self) -> Any:  # noqa: ANN401 - a number or an array
        return self._shaped(self.response.precision) * self.factor

    @cached_property
    def _to_name(self) -> Typed:
        return Typed(self.value, self._half_steps, self.response.digits)

    @cached_property
    def _named(self) -> tuple[Mistake, ...]:
        return self.variant.diagnosis.named(self._to_name)

    def _partial(self) -> Grade | None:
        if not np.ndim(self.key):
            return None
        right = np.asarray(self._right(self.value, self.key))
        if not right.any():
            return None
        named = self._named
        share = float(np.mean(right))
        if named:
            return self._explained(Verdict.PARTIAL, share, named)
        wrong = [str(place) for place in np.flatnonzero(~right)]
        says = (
            f"{int(right.sum())} of {right.size} entries are right; "
            f"look again at entr{'y' if len(wrong) == 1 else 'ies'} {', '.join(wrong)}, "
            f"counted from 0."
        )
        return self._made(Verdict.PARTIAL, share, " ".join(filter(None, (says, self._broken()))))

    def _broken(self) -> str:
        """Say which law of the right answer the response breaks, if any."""
        return self.variant.diagnosis.broken_law(self.value)

    def _incorrect(self) -> Grade:
        named = self._named
        if named:
            return self._explained(Verdict.INCORRECT, 0, named)
        says = self._near_miss() or " ".join(
            filter(None, ("Not a mistake I know.", self._broken(), self._first_check()))
        )
        return self._made(Verdict.INCORRECT, 0, says)

    def _near_miss(self) -> str:
        """Say what is wrong with the key's own digits, cut off or shifted; empty when neither."""
        digits = self.response.digits
        if np.ndim(self.key) or digits is None or digits < _LEAST_TELLING:
            return ""
        key, value = float(self.key), float(self.value)
        share = value / key if key and isfinite(key) else 0.0
        if not 0 < share < inf:
            return ""
        step = float(self._half_steps) * _ROUNDED
        if 0 < abs(key) - abs(value) < 2 * step:
            return "Close, but cut off: round, and keep three significant digits."
        power = 10.0 ** round(log10(share))
        if digits > _LEAST_TELLING and abs(value - key * power) <= step:
            return "The digits are right, and the decimal point is in the wrong place."
        return ""

    def _first_check(self) -> str:
        """Name the first step of the working, where looking again pays."""
        steps = self.variant.working.steps
        if not steps:
            return ""
        first = steps[0]
        if len(steps) == 1:
            return f"Check the numbers put in: {first.lines[0].text}."
        return f"Check the first step, the {first.title}: {first.lines[-1].text}."

    def _explained(self, verdict: Verdict, score: float, named: tuple[Mistake, ...]) -> Grade:
        diagnosis = self.variant.diagnosis
        slips = tuple(dict.fromkeys(identity for mistake in named for identity in mistake.ids))
        if len(named) == 1:
            unsure = self.response.digits is not None and self._to_name.weight < 3
            says = f"This could be it: {named[0].says}" if unsure else named[0].says
            return self._made(verdict, score, says, slips, diagnosis.lines(named[0]))
        says = "Either of these gives your number. " + " Or: ".join(m.says for m in named[:3])
        return self._made(verdict, score, says, slips, diagnosis.lines(named[0]))
