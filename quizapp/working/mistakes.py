"""What was typed, what mistakes lead to, and whether the one is the other."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import floor, inf, isfinite, log10
from typing import Any, Final, NamedTuple, TypeAlias

import numpy as np

from quizapp.expressions.grammar import Call, Node
from quizapp.quantities.quantity import Slip

_CALCULATION_PRECISION: Final = 5e-4
"""How exact a response that is a calculation is taken to be, relative to its value."""
_SAME: Final = 1e-9


@dataclass(frozen=True)
class Typed:
    """A number or a list as typed, with how exactly it was typed."""

    value: Any
    half_steps: Any
    """For each entry half a unit of its last typed place."""
    digits: int | None
    """Fewest significant digits typed; None for a calculation."""

    @cached_property
    def entries(self) -> list[float]:
        """The numbers of the value, one after the other."""
        return entries(self.value)

    @cached_property
    def reach(self) -> list[float]:
        """How far each entry may be from what was rounded to it."""
        return [half_step * (1 + 1e-6) for half_step in entries(self.half_steps)]

    @cached_property
    def weight(self) -> int:
        """How many significant digits there are to compare: of a list, the most of any entry."""
        if np.ndim(self.value) == 0 or self.digits is None:
            return self.digits or 0
        steps = [2 * half_step for half_step in entries(self.half_steps)]
        telling = [
            log10(abs(number)) - log10(step)
            for number, step in zip(self.entries, steps, strict=True)
            if number and isfinite(number) and 0 < step < inf
        ]
        return floor(max(telling) + _SAME) + 1 if telling else self.digits


@dataclass(frozen=True)
class Mistake:
    """A wrong value of the whole answer, and the slips that lead to it."""

    ids: tuple[str, ...]
    says: str
    value: Any
    common: bool = False
    call: Call | None = None
    """Where the slip is; None when it concerns the whole answer."""
    slip: Slip | None = None
    way: int = 1
    wrong: Any = None
    """What the call comes to by the slip."""
    calls: int = 1
    """How many calls of the quantity the slip is in, this one first."""
    instead: Node | None = None
    """The author's wrong method, where it is not a slip of a call."""
    right_in: str = ""
    """The unit in which the value is right, or would be but for its sign."""
    unit: bool = False
    """Whether the value is right but for its unit."""

    @cached_property
    def entries(self) -> list[float]:
        """The numbers of the value, one after the other."""
        return entries(self.value)


class AnswerSlip(NamedTuple):
    """A wrong method for a whole answer, as an author foresaw it."""

    id: str
    instead: Node
    says: str


_MANY: Final = 32
"""Entries of a list from which on numpy rounds them faster than Python."""
_EXACT: Final = 1e4
"""What is larger has no more than twelve decimals."""
Mark: TypeAlias = tuple[object, ...]
"""What two values share that are the same."""


def once(mistakes: Iterable[Mistake]) -> dict[tuple[tuple[str, ...], Mark], Mistake]:
    """Return each slip's value once, by its ids and the value's mark."""
    found: dict[tuple[tuple[str, ...], Mark], Mistake] = {}
    for mistake in mistakes:
        found.setdefault((mistake.ids, mark(mistake.value)), mistake)
    return found


def mark(value: Any) -> Mark:  # noqa: ANN401 - a number or a list
    """Return what a value shares with those that are the same but for rounding errors."""
    if isinstance(value, np.ndarray):
        if value.size > _MANY:
            exact = np.abs(value) > _EXACT  # or not a number
            return (value.shape, np.where(exact, value, np.round(value, 12) + 0.0).tobytes())
        return (value.shape, *(round(entry, 12) for entry in value.ravel().tolist()))
    return (round(float(value), 12),)


def distinct(mistakes: Sequence[Mistake]) -> tuple[Mistake, ...]:
    """Return the simplest explanations, each id once.

    Where a fused quantity and one of its parts explain the same value, the fused one's slip names
    it in the words of the question.
    """
    fewest = min((len(mistake.ids) for mistake in mistakes), default=0)
    simplest = [mistake for mistake in mistakes if len(mistake.ids) == fewest]
    if any(mistake.slip and mistake.slip.first for mistake in simplest):
        simplest = [one for one in simplest if one.slip is None or one.slip.first]
    found: dict[tuple[str, ...], Mistake] = {}
    for mistake in simplest:
        same = [one for one in simplest if mark(one.value) == mark(mistake.value)]
        if same[0].call is None or mistake.call is same[-1].call:
            found.setdefault(mistake.ids, mistake)
    return tuple(found.values())


def matches(typed: Typed, mistake: Mistake, *, exactly: bool = False) -> bool:
    """Whether a response is a mistake's value as exactly as it was typed."""
    if np.shape(typed.value) != np.shape(mistake.value):
        return False
    values = mistake.entries
    if exactly:
        reach = [_SAME * abs(value) + 1e-300 for value in values]
    elif typed.digits is None:
        reach = [_CALCULATION_PRECISION * abs(value) for value in values]
    else:
        least = 2 if mistake.common else 3
        if typed.weight < least or not any(value and isfinite(value) for value in values):
            return False
        reach = typed.reach
    return all(
        abs(number - value) <= near if isfinite(value) and isfinite(number) else number == value
        for number, value, near in zip(typed.entries, values, reach, strict=True)
    )


def entries(value: Any) -> list[float]:  # noqa: ANN401 - a number or a list
    """Return the numbers of a value, one after the other."""
    return value.ravel().tolist() if np.ndim(value) else [float(value)]
