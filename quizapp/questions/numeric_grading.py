"""Reads what is typed for a number, and says what it is worth."""

from __future__ import annotations

from functools import cached_property
from typing import Any, Final

import numpy as np

from quizapp.answers.numbers import responses
from quizapp.answers.numbers.responses import Numbers, TypedNumbers
from quizapp.quantities import units
from quizapp.questions.base import Grade, Reading, Verdict
from quizapp.questions.calculated import Calculated, largest_of, reach_of
from quizapp.questions.digits import (
    FEWEST_KEPT,
    is_cut_off,
    is_shifted,
    rounded_digits,
)
from quizapp.text.phrases import listed
from quizapp.working.mistakes import Mistake, Typed
from quizapp.working.numerals import result_text
from quizapp.working.steps import LabelledLine

_SLACK: Final = 1e-9
"""Slack in comparing floats, relative to their distance or size."""
_LEAST_TELLING: Final = 3
"""Digits with which a number that is merely near tells what it was meant to be."""
_HALF: Final = 0.5
"""Half a step of numbers without decimals, whose zeros at the end may stand for any digits."""
_ANOTHER_ORDER: Final = "These are the right numbers, in the wrong order."
_NUMERALS: Final = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


def read(variant: Calculated, raw: str) -> Reading:
    """Read a number or a list; raise `UnreadableError` when that can't be done."""
    asked = variant.question.unit
    response = responses.read(
        raw,
        vector=bool(variant.shape),
        grouped=variant.is_shown_in_groups,
        whole=variant.whole,
        unit=asked,
    )
    responses.check_shape(response, variant.shape)
    unit = response.unit or asked
    value = np.asarray(response.value, dtype=float)
    with np.errstate(over="ignore"):
        shown = result_text(value * (100 if response.unit == "percent" else 1), unit)
    return Reading(raw, response, f"{response.normalised} → {shown}")


def grade(variant: Calculated, reading: Reading) -> Grade:
    """Say what a response is worth, and which mistake explains it."""
    with np.errstate(all="ignore"):  # any number may be typed
        return _Grading(variant, reading.value).grade()


def accepts(variant: Calculated, typed: str) -> bool:
    """Whether a number, typed as it is, is correct."""
    response = responses.read(typed, unit=variant.question.unit)
    return _Grading(variant, response).is_correct


def _same(wanted: Any) -> Any:  # noqa: ANN401 - a number or an array
    """Return how far calculating may lead from each entry."""
    return _SLACK * np.where(np.isfinite(wanted), np.abs(wanted), 0.0)


def _near(value: Any, wanted: Any, reach: Any) -> Any:  # noqa: ANN401 - numbers or arrays
    """Return for each entry whether it is what is wanted, or within reach of it."""
    return (np.abs(value - wanted) <= reach * (1 + _SLACK)) | np.equal(value, wanted)


def _agree(value: Any, wanted: Any, reach: Any) -> bool:  # noqa: ANN401 - numbers or arrays
    return np.shape(value) == np.shape(wanted) and bool(np.all(_near(value, wanted, reach)))


class _Grading:
    """One response beside its variant, looked at verdict by verdict."""

    def __init__(self, variant: Calculated, response: TypedNumbers) -> None:
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

    @property
    def is_correct(self) -> bool:
        """Whether it is right as it stands."""
        return self._correct() is not None

    def _factor(self) -> float:
        """Return what takes the number typed to the unit asked; percentages are fractions."""
        found = units.factor(self.response.unit, self.asked)
        if self.response.unit == "percent" and found is not None:
            return found / units.UNITS["percent"].scale
        return 1.0 if found is None else found

    def _is_key(self, value: Any) -> bool:  # noqa: ANN401 - a number or an array
        return _agree(value, self.key, self.variant.reach)

    def _is(self, value: Any, wanted: Any) -> bool:  # noqa: ANN401 - numbers or arrays
        """Whether what was typed is told to be another value than the key.

        Three digits tell it within the tolerance, fewer only by being that value.
        """
        telling = self._is_telling
        reach = reach_of(self.question.tolerance, wanted) if telling else _same(wanted)
        return _agree(value, wanted, reach)

    @cached_property
    def _is_telling(self) -> bool:
        """Whether what was typed says what it is: by three digits, a calculation or its unit."""
        digits = self.response.digits
        return bool(self.response.unit) or digits is None or self._to_name.weight >= _LEAST_TELLING

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
        if not self._is_key(self.value) or not self._is_convertible:
            return None
        unit = self.response.unit
        foreign = unit not in ("", "percent", self.asked)
        says = f"That's {self.variant.key_text}." if foreign else "Right."
        return self._made(Verdict.CORRECT, 1, says)

    @property
    def _is_convertible(self) -> bool:
        """Whether the unit typed, if any, measures what is asked."""
        return units.factor(self.response.unit, self.asked) is not None

    def _wrong_label(self) -> Grade | None:
        """Return a grade for the right number with the wrong unit written at it."""
        unit = self.response.unit
        if unit == "percent" and (self._is_key(self.typed) or self._is_key(self.typed * 100)):
            says = f"The number is right, but it isn't a percentage: {self._ask()}"
            return self._made(Verdict.WRONG_UNIT, 0.5, says, ("percent",))
        if not unit or unit == self.asked or not self._is_key(self.typed):
            return None
        says = f"The number is right, but the unit isn't: {self._ask()}"
        return self._made(Verdict.WRONG_UNIT, 0.5, says, ("right_number_wrong_label",))

    def _ask(self) -> str:
        if self.asked == "none":
            return "the answer has no unit."
        return f"the answer is {self.variant.key_text}."

    def _wrong_unit(self) -> Grade | None:
        if self.response.unit not in ("", self.asked):
            return None
        named = self._named
        for mistake in self.variant.diagnosis.mistakes:
            likely = not named or any(mistake is one for one in named)
            if mistake.unit and likely and self._is(self.value, mistake.value):
                lines = self.variant.diagnosis.lines(mistake)
                says = self.variant.diagnosis.says(mistake)
                return self._made(Verdict.WRONG_UNIT, 0.5, says, mistake.ids, lines)
        factor = {"percent": 100, "none": 0.01}.get(self.asked)
        shares = self.asked == "percent" or bool(np.all((self.key >= 0) & (self.key <= 1)))
        if factor and shares and np.any(self.key) and self._is(self.value * factor, self.key):
            typed, asked = ("fraction", "percentage")[:: 1 if factor == 100 else -1]
            says = (
                f"The number is right as a {typed}, but the question asks for a {asked}: "
                f"{self.variant.key_text}."
            )
            return self._made(Verdict.WRONG_UNIT, 0.5, says, ("percent",))
        return self._other_scale()

    def _other_scale(self) -> Grade | None:
        """Return a grade for a number that is right in another scale of the unit asked."""
        if self.response.unit or not np.any(self.key):
            return None
        for unit, factor in units.other_scales(self.asked):
            # Nobody counts fewer than a thousand in thousands.
            if unit.kind == units.COUNT and np.max(np.abs(self.key)) < factor:
                continue
            if unit.kind == units.SHARE and unit.name != "bp":
                continue  # looked for above
            if self._is(self.value * factor, self.key):
                right = f"the answer is {self.variant.key_text}."
                says = f"The number is right in {unit.spoken}, but {right}"
                return self._made(Verdict.WRONG_UNIT, 0.5, says, ("wrong_scale",))
        return None

    def _imprecise(self) -> Grade | None:
        """Return a grade for the key rounded to two digits or more, outside the tolerance."""
        if self.variant.whole or not self._is_rounded:
            return None
        if self._has_more_zeros and self._exactly_named:
            return None
        return self._made(Verdict.IMPRECISE, 0.5, f"Right number, rounded too much. {self._needed}")

    @cached_property
    def _is_rounded(self) -> bool:
        """Whether the key was rounded, in the unit typed: each entry by itself, or all alike."""
        if not self._is_convertible:
            return False
        right, typed = np.ravel(self._right).tolist(), np.ravel(self.typed).tolist()
        exact = np.ravel(self.key / self.factor).tolist()
        largest = largest_of(exact)
        return all(
            fits or _is_rounded(number, wanted, largest)
            for fits, number, wanted in zip(right, typed, exact, strict=True)
        )

    @property
    def _has_more_zeros(self) -> bool:
        """Whether a rounded key was given decimals that it doesn't have."""
        if self.response.digits is None:
            return False
        steps = self._shaped(self.response.precision)
        shown = np.abs(self.value - self.key) <= steps * self.factor * (1 + _SLACK)
        return not np.all(shown | self._right | (steps >= _HALF))

    @property
    def _exactly_named(self) -> tuple[Mistake, ...]:
        """The mistakes that come to just what was typed."""
        return tuple(
            mistake
            for mistake in self._named
            if _agree(self.value, mistake.value, _same(mistake.value))
        )

    @property
    def _needed(self) -> str:
        """Say how exactly the tolerance wants the key."""
        digits = self.variant.digits
        many = _NUMERALS[digits] if digits < len(_NUMERALS) else digits
        return f"Give at least {many} significant digits."

    @cached_property
    def _right(self) -> Any:  # noqa: ANN401 - a truth value or an array of them
        """For each entry whether it is within the tolerance."""
        return _near(self.value, self.key, self.variant.reach)

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
        right = np.asarray(self._right)
        if not right.any():
            return None
        named = self._named
        share = float(np.mean(right))
        if named:
            return self._explained(Verdict.PARTIAL, share, named)
        if self._is_another_order:
            return self._made(Verdict.PARTIAL, share, _ANOTHER_ORDER, ("another_order",))
        count = int(right.sum())
        are = "is" if count == 1 else "are"
        says = f"{count} of {right.size} entries {are} right. {_look_again(~right)}"
        return self._made(Verdict.PARTIAL, share, " ".join(filter(None, (says, self._broken()))))

    def _broken(self) -> str:
        """Say which law of the right answer the response breaks, if any."""
        return self.variant.diagnosis.broken_law(self.value)

    def _incorrect(self) -> Grade:
        named = self._named
        if self.variant.whole and self._misses_by_one and not self._exactly_named:
            says = "You're off by one. Check where the count begins and where it ends."
            return self._made(Verdict.INCORRECT, 0, says, ("off_by_one",))
        if named:
            return self._explained(Verdict.INCORRECT, 0, named)
        if self._is_another_order:
            return self._made(Verdict.INCORRECT, 0, _ANOTHER_ORDER, ("another_order",))
        near = self._near_miss()
        if near:
            return self._made(Verdict.INCORRECT, 0, near)
        check, right = self._first_check()
        says = " ".join(filter(None, ("I don't recognize this mistake.", self._broken(), check)))
        return self._made(Verdict.INCORRECT, 0, says, lines=("", right))

    @property
    def _misses_by_one(self) -> bool:
        """Whether all entries are one too many, or all one too few."""
        missed = np.asarray(self.value - self.key)
        return any(bool(np.all(np.abs(missed - one) <= self.variant.reach)) for one in (1, -1))

    @property
    def _is_another_order(self) -> bool:
        """Whether the entries of a list are all there, each in some place."""
        if not np.ndim(self.key):
            return False
        ranks = np.argsort(self.key, axis=None)
        wanted, reach = np.ravel(self.key)[ranks], np.ravel(self.variant.reach)[ranks]
        return bool(np.all(_near(np.sort(self.value, axis=None), wanted, reach)))

    def _near_miss(self) -> str:
        """Say what is wrong with the key's own digits, cut off or shifted; empty when neither."""
        digits = self.response.digits
        if np.ndim(self.key) or digits is None:
            return ""
        typed, exact = float(self.typed), float(self.key) / self.factor
        if self.variant.whole:
            if self._is_rounded:
                return "That's the right number, rounded. The question asks for every digit."
        elif is_cut_off(typed, exact):
            return f"Close, but you cut the digits off. {self._needed}"
        if digits >= _LEAST_TELLING and is_shifted(typed, exact):
            return "Right digits, but the decimal point is in the wrong place."
        return ""

    def _first_check(self) -> tuple[str, str]:
        """Name the first step, where looking again pays; apart from it, what it comes to."""
        steps = self.variant.working.steps
        if not steps:
            return "", ""
        first = steps[0]
        line, *_, last = (*first.lines, first.lines[-1])
        row = f"{line.relation} {line.shortened.text}" if isinstance(line, LabelledLine) else ""
        if len(steps) == 1:
            return "Check the numbers you put in.", row or line.text
        right = f"{first.title}, {row}" if row else f"{first.title}: {last.text}"
        return f"Check the first step: {first.title}.", right

    def _explained(self, verdict: Verdict, score: float, named: tuple[Mistake, ...]) -> Grade:
        diagnosis = self.variant.diagnosis
        slips = tuple(dict.fromkeys(identity for mistake in named for identity in mistake.ids))
        if len(named) == 1:
            unsure = self.response.digits is not None and self._to_name.weight < 3
            reason = diagnosis.says(named[0])
            says = f"This may be the reason. {reason}" if unsure else reason
            return self._made(verdict, score, says, slips, diagnosis.lines(named[0]))
        says = "More than one mistake gives your number. " + " Or: ".join(
            map(diagnosis.says, named[:3])
        )
        return self._made(verdict, score, says, slips, diagnosis.lines(named[0]))


def _is_rounded(number: float, exact: float, largest: float) -> bool:
    """Whether a number is another, rounded by itself or to the places of the largest of a list."""
    digits = max(rounded_digits(number, exact), rounded_digits(number, exact, largest))
    return digits >= FEWEST_KEPT


def _look_again(wrong: Any) -> str:  # noqa: ANN401 - an array of truth values
    """Say where the wrong entries are, counted as the working counts them, from 1."""
    if wrong.ndim > 1:
        places = [f"row {row + 1}, entry {entry + 1}" for row, entry in np.argwhere(wrong)]
        return f"Look again at {'; '.join(places)}."
    numbers = [int(place) + 1 for place in np.flatnonzero(wrong)]
    return f"Look again at {'entry' if len(numbers) == 1 else 'entries'} {listed(numbers)}."
