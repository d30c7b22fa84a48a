"""An expression worked out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from math import e
from typing import Any, Final

import numpy as np

from quizapp.errors import ExpressionError
from quizapp.expressions.by_definition import Textbook
from quizapp.expressions.by_engine import Engine, is_undefined
from quizapp.expressions.grammar import Call, Node, parse, walk
from quizapp.expressions.size import check_extent
from quizapp.expressions.vocabulary import FUNCTIONS, check
from quizapp.quantities import QUANTITIES, Quantities, with_own
from quizapp.quantities.quantity import Quantity
from quizapp.quantities.units import BASES
from quizapp.text import lines
from quizapp.working.by_hand import NO_ESTIMATE, Estimate, by_hand
from quizapp.working.derivation import derive, unit_of_expression
from quizapp.working.steps import Working

_SIGNS: Final = str.maketrans("−×·÷\u00a0", "-**/ ")
"""Signs as the working prints them, so that it can be pasted back."""
_POWERS: Final = re.compile("⁻?[⁰¹²³⁴⁵⁶⁷⁸⁹]+")
_RAISED: Final = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")
_GROUPED: Final = re.compile(r"(?<![\w.,])\d{1,3}(?:,\d{3})+(?!\d|,\d)")
"""A number with commas for thousands, as the working prints it; or numbers without spaces."""

_NEAR: Final = 0.01
"""How far from a value, relative to it, an estimate of it may be."""


@dataclass(frozen=True)
class Calculation:
    """An expression with its value and its working."""

    expression: str
    value: Any
    unit: str
    working: Working
    by_hand: Estimate = NO_ESTIMATE

    def structure(self) -> dict[str, Any]:
        """Return the calculation for programs."""
        return {
            "expression": self.expression,
            "value": self.value,
            "unit": self.unit,
            "text": self.working.result,
            "steps": self.working.facts(),
        }

    def lines(self) -> list[str]:
        """Return the calculation for people."""
        if not self.working.steps:
            return [self.working.result]
        return lines.lines((*self.working.all_blocks, *self.by_hand.blocks))


def calculate(
    expression: str,
    unit: str | None = None,
    declared: Callable[[], Iterable[Quantity]] = tuple,
) -> Calculation:
    """Work an expression out.

    Parameters
    ----------
    expression
        As typed.
    unit
        What its logarithms are taken in.
    declared
        Returns the quantities of banks, for an expression that calls what isn't built in.

    Raises
    ------
    ExpressionError
        When it is no expression, or has no value.
    """
    written = _POWERS.sub(lambda power: f"**{power[0].translate(_RAISED)}", expression)
    tree = parse(_ungrouped(written.translate(_SIGNS).rstrip()))
    quantities = _needed(tree, declared)
    check(tree, frozenset(), quantities)
    check_extent(tree, quantities)
    base = BASES[unit] if unit else e
    if unit:
        _check_bases(tree, unit)
    value = Engine({}, None, base, quantities).value(tree)
    if is_undefined(value):
        raise ExpressionError("the value is not a number")
    number = value * 1.0
    measured = unit_of_expression(tree, base, quantities)
    textbook = Textbook({}, None, base, quantities)
    working = derive(textbook, tree, number, measured)

    def accepts(estimate: str) -> bool:
        near = Engine({}).value(parse(estimate.translate(_SIGNS)))
        return bool(np.all(np.abs(near - number) <= _NEAR * np.abs(number)))

    estimate = by_hand(textbook, tree, measured, accepts, working.length)
    return Calculation(expression, number, measured, working, estimate)


def _needed(tree: Node, declared: Callable[[], Iterable[Quantity]]) -> Quantities:
    """Return the quantities that a tree may call; those of banks only where it needs some."""
    called = {node.function for node in walk(tree) if isinstance(node, Call)}
    if called <= {*QUANTITIES, *FUNCTIONS}:
        return QUANTITIES
    found: dict[str, Quantity] = {}
    for quantity in declared():
        found.setdefault(quantity.name, quantity)
    return with_own(tuple(found.values()))


def _ungrouped(expression: str) -> str:
    """Return an expression without the commas for thousands in its numbers.

    A comma can part entries of a list or a call as well, and some write a decimal point so: where
    a number could be read in two ways, it is refused.
    """
    for match in reversed(list(_GROUPED.finditer(expression))):
        before, written, after = (
            expression[: match.start()],
            match.group(),
            expression[match.end() :],
        )
        opened = _opened(before)
        number = written.replace(",", "")
        if opened is None and written.count(",") > 1:
            expression = before + number + after
        elif opened is None or ", " in expression[opened:]:
            other = written.replace(",", "." if opened is None else ", ")
            message = f"{written} is ambiguous here: write {number}, or {other}"
            raise ExpressionError(message, match.start() + 1)
    return expression


def _opened(before: str) -> int | None:
    """Return where the list or call begins that is still open after a text; None in neither."""
    depth = 0
    for place in range(len(before) - 1, -1, -1):
        if before[place] in ")]":
            depth += 1
        elif before[place] in "([":
            depth -= 1
            called = place and (before[place - 1].isalnum() or before[place - 1] == "_")
            if depth < 0 and (before[place] == "[" or called):
                return place
            depth = max(depth, 0)
    return None


def _check_bases(tree: Node, unit: str) -> None:
    """Refuse a base that is not the unit's; one of the two is a mistake."""
    for node in walk(tree):
        given = dict(node.options).get("base") if isinstance(node, Call) else None
        if given is not None and not _is(Engine({}).value(given), BASES[unit]):
            raise ExpressionError(
                f"the unit '{unit}' already sets the base; remove base=…, or change the unit",
                given.column,
            )


def _is(value: Any, number: float) -> bool:  # noqa: ANN401 - a value of the language
    return not isinstance(value, str | tuple) and bool(np.all(np.isclose(value, number)))
