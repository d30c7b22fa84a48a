"""Check the quantities that a bank declares: whether each comes to what its source says."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import numpy as np

from quizapp.answers.numbers import responses
from quizapp.bank.collection import Bank
from quizapp.errors import ExpressionError, Problem, QuizappError
from quizapp.expressions.by_definition import Textbook
from quizapp.expressions.by_engine import Engine
from quizapp.expressions.grammar import Call, parse
from quizapp.quantities import Quantities, with_own
from quizapp.quantities.quantity import Example, Quantity
from quizapp.quantities.units import BASES
from quizapp.text.formulas import set_formula
from quizapp.working.derivation import derive
from quizapp.working.diagnosis import Diagnosis
from quizapp.working.numerals import result_text

_SLACK: Final = 1e-6
"""How much more than half a step a value may be from what is written, relative to the step."""


def problems(bank: Bank) -> Iterator[Problem]:
    """Yield what is wrong with the quantities of a bank, or unwise about them."""
    known = with_own((*bank.used, *bank.quantities))
    for quantity in bank.quantities:
        place = bank.places.get((f"quantity {quantity.name}", "examples"), (1, 1))
        for number, example in enumerate(quantity.examples, start=1):
            if message := _wrong(quantity, example, known):
                at = bank.places.get((f"quantity {quantity.name}", f"example {number}"), place)
                told = f"{quantity.name}, example {number}: {message}"
                yield Problem(bank.path, *at, told)
        for slip in _always_right(quantity, known):
            at = bank.places.get((f"quantity {quantity.name}", "slips"), place)
            message = (
                f"{quantity.name}: the mistake '{slip}' gives the right value in every example: "
                "change it, or add an example where it differs"
            )
            yield Problem(bank.path, *at, message, "warning")
        if quantity.formula and set_formula(quantity.formula).fallback:
            at = bank.places.get((f"quantity {quantity.name}", "formula"), place)
            message = f"{quantity.name}: this formula can't be displayed and will appear as raw TeX"
            yield Problem(bank.path, *at, message, "warning")


def _wrong(quantity: Quantity, example: Example, known: Quantities) -> str:
    """Return what is wrong with an example; nothing when it comes to what is written."""
    base = BASES[example.unit]
    try:
        options = tuple((name, parse(text)) for name, text in example.given)
        call = Call(quantity.name, (), options)
        found = Engine({}, None, base, known).value(call)
        wanted = responses.read(example.gives, vector=bool(np.ndim(found)))
        textbook = Textbook({}, None, base, known)
        if not _agrees(np.asarray(wanted.value), wanted.precision, found):
            return f"it is {result_text(found, digits=_digits(wanted.digits))}, not {example.gives}"
        derive(textbook, call, found, "none")
    except ExpressionError as error:
        return error.message
    except QuizappError as error:
        return str(error)
    return ""


def _always_right(quantity: Quantity, known: Quantities) -> list[str]:
    """Return the mistakes that give the right value in every example."""
    wrong, right = set[str](), set[str]()
    for example in quantity.examples:
        base = BASES[example.unit]
        try:
            call = Call(quantity.name, (), tuple((name, parse(one)) for name, one in example.given))
            found = Engine({}, None, base, known).value(call)
            diagnosis = Diagnosis(Textbook({}, None, base, known), call, found, "none")
            wrong.update(mistake.ids[0] for mistake in diagnosis.mistakes)
            right.update(mistake.ids[0] for mistake in diagnosis.equal)
        except QuizappError:
            return []  # told of by itself
    own = [slip.id for slip in quantity.slips]
    return [one for one in own if one in right - wrong]


def _agrees(wanted: Any, precision: Any, found: Any) -> bool:  # noqa: ANN401 - numbers or arrays
    """Whether a value is what is written, to the digits written."""
    if wanted.shape != np.shape(found):
        return False
    half = np.asarray(precision) * (1 + _SLACK) + np.abs(found) * 1e-12
    return bool(np.all((np.abs(found - wanted) <= half) | (found == wanted)))


def _digits(written: int | None) -> int:
    return max(4, written or 4)
