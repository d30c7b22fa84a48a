"""Read what learners type as numbers: in their notation, bounded, and never as Python.

One way for all: characters are brought to one spelling, labels and the unit are set aside, the
rest is split into entries, and each entry becomes a calculation in the expression language.
What a careful reader could doubt is refused, and the message says what to write instead.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import prod
from typing import Any, Final, TypeAlias

from quizapp.answers.numbers.notation.characters import cleaned
from quizapp.answers.numbers.notation.entries import NumberEntry, check_range, read_entry
from quizapp.answers.numbers.notation.labels import without_hedges, without_label, without_unit
from quizapp.answers.numbers.notation.separators import (
    Tree,
    check_brackets,
    split_up,
    with_points,
    without_transposition,
)
from quizapp.answers.numbers.notation.words import described, refuse
from quizapp.errors import UnreadableError
from quizapp.quantities.units import is_multiple

Numbers: TypeAlias = float | tuple[float, ...] | tuple[tuple[float, ...], ...]


@dataclass(frozen=True)
class TypedNumbers:
    """A number, a list or a matrix as typed."""

    raw: str
    value: Numbers
    """Percentages are fractions: ``35.7%`` is 0.357."""
    unit: str = ""
    """The name of one; nothing when none was written."""
    precision: Numbers = 0.0
    """Half a unit of the last typed place, shaped like the value; 0 for what is exact.

    Exact are calculations, infinity and a bare 0. Beside typed numbers in a list, a calculation
    is taken to be as exact as the most exactly typed one.
    """
    digits: int | None = None
    """Fewest significant digits typed; None when there are only calculations or infinities.

    Trailing zeros count: 20000 has five digits and 2e4 has one. A zero has as many as it has
    decimals; a bare 0 doesn't count beside other numbers, and has one on its own.
    """
    normalised: str = ""
    """How it was read, such as ``-ln(0.7)``."""
    log_is_natural: bool = False
    """Whether a bare ``log`` was read as ln."""


def read(
    raw: str, *, vector: bool = False, grouped: bool = False, whole: bool = False, unit: str = ""
) -> TypedNumbers:
    """Return the number or the list that a learner typed.

    Parameters
    ----------
    raw
        The text as typed.
    vector
        Whether a list is asked for; then spaces, semicolons and new lines separate entries.
    grouped
        Whether the answer is shown in groups; then commas and spaces may part its thousands.
    whole
        Whether nothing but a whole number is correct, so that a point may part thousands too.
    unit
        The unit that is asked for, which decides what a word after a number can mean.

    Raises
    ------
    UnreadableError
        When the text has no reading, or more than one.
    """
    sign = next((sign for sign, names in _CURRENCIES.items() if unit.lower() in names), "")
    typed = raw.replace(sign, " ") if sign else raw
    text = without_hedges(without_label(cleaned(typed), vector)).removesuffix(";").rstrip()
    check_brackets(text)
    text, transposed = without_transposition(text) if vector else (text, False)
    text, written = without_unit(text, unit)
    if vector and is_multiple(written) and text[-1].isdigit():  # of the last number alone
        text, written = text + written, ""
    text = _without_and(text) if vector else " ".join(text.split())
    tree = split_up(with_points(text, vector, grouped or whole, whole), vector)
    if not vector:
        while isinstance(tree, list) and len(tree) == 1:
            tree = tree[0]
        check_range(tree)
    response = _response(raw, tree, written, unit)
    shape = _shape(response.value)
    if transposed and len(shape) == 2 and min(shape) > 1:
        refuse("Type the matrix itself, already transposed.")
    return response


_CURRENCIES: Final = {
    "$": ("$", "dollar", "dollars", "usd"),
    "€": ("€", "euro", "euros", "eur"),
    "£": ("£", "pound", "pounds", "gbp"),
    "¥": ("¥", "yen", "jpy"),
}
"""The names of a unit in whose answers a sign may stand."""
_AND = re.compile(r",? +(?:and|&) +", re.I)
_PARTED_BY_SPACE = re.compile(r"[^;\n]*[\d%] +[-+]?[\d.](?:[^,;\n]|,(?! ))*")


def _without_and(text: str) -> str:
    """Return a list with what parts its other numbers before the last one too."""
    if not _AND.search(text):
        return text
    return _AND.sub(" " if _PARTED_BY_SPACE.fullmatch(text) else ", ", text)


def check_shape(response: TypedNumbers, wanted: tuple[int, ...]) -> None:
    """Refuse a list of another length than is asked for, and a list for a number.

    A list may be typed as a row or as a column.

    Raises
    ------
    UnreadableError
        When the response has another shape; `unfinished` where numbers are missing.
    """
    given = _shape(response.value)
    column = len(given) == 2 and min(given) == 1 and wanted == (max(given),)
    if given == wanted or column:
        return
    typed, asked = prod(given), prod(wanted)
    if not wanted:
        refuse(
            f"The question asks for one number; you gave {typed}. "
            "To add numbers up, put + between them."
        )
    if len(given) < 2 and typed < asked:
        says = f"{typed} of {asked} numbers. The question asks for {described(wanted)}."
        raise UnreadableError(says, unfinished=True)
    refuse(f"The question asks for {described(wanted)}; you gave {described(given)}.")


def _shape(numbers: Numbers) -> tuple[int, ...]:
    if not isinstance(numbers, tuple):
        return ()
    first = numbers[0]
    return (len(numbers), len(first)) if isinstance(first, tuple) else (len(numbers),)


def _response(raw: str, tree: Tree, unit: str, asked: str) -> TypedNumbers:
    """Return the response that the entries make up."""
    entries: list[NumberEntry] = []
    written = []

    def entered(part: Tree) -> _Entered:
        if isinstance(part, list):
            return tuple(entered(inner) for inner in part)
        text, own = without_unit(part, asked)
        entries.append(read_entry(text))
        written.append(own)
        return entries[-1]

    whole = entered(tree)
    _check_rows(whole)
    percents = [entry.percent for entry in entries]
    if percents[-1] and not any(percents[:-1]) and len(percents) > 1:
        refuse("The percent sign is ambiguous: put it after each number it belongs to.")
    if any(map(is_multiple, written)) and "" in written:
        refuse("Write all the numbers out in full, as in 35000 or 3.5e4.")
    units_written = {unit, *written, "percent" if all(percents) else ""} - {""}
    if len(units_written) > 1:
        refuse("Use one unit throughout.")
    exact = min((entry.half_step for entry in entries if entry.half_step), default=0.0)
    return TypedNumbers(
        raw=raw,
        value=_shaped(whole, lambda entry: entry.value),
        unit="".join(units_written),
        precision=_shaped(
            whole, lambda entry: exact if entry.half_step is None else entry.half_step
        ),
        digits=_fewest_digits(entries),
        normalised=_written(whole),
        log_is_natural=any(entry.log_is_natural for entry in entries),
    )


_Entered: TypeAlias = "NumberEntry | tuple[_Entered, ...]"


def _check_rows(whole: _Entered) -> None:
    if not isinstance(whole, tuple):
        return
    if len({len(row) if isinstance(row, tuple) else 0 for row in whole}) > 1:
        refuse("Every row needs the same number of entries.")
    if any(isinstance(cell, tuple) for row in whole if isinstance(row, tuple) for cell in row):
        refuse("A list can hold rows of numbers, but not lists inside those.")


def _shaped(whole: _Entered, number: Callable[[NumberEntry], float]) -> Any:  # noqa: ANN401 - Numbers
    if isinstance(whole, tuple):
        return tuple(_shaped(part, number) for part in whole)
    return number(whole)


def _written(whole: _Entered) -> str:
    if isinstance(whole, tuple):
        return f"[{', '.join(_written(part) for part in whole)}]"
    return whole.written


def _fewest_digits(entries: Sequence[NumberEntry]) -> int | None:
    """Return the fewest digits of the typed entries; a bare 0 has none, but one on its own."""
    counts = [entry.digits for entry in entries]
    alone = 1 if counts and None not in counts else None
    return min((count for count in counts if count), default=alone)
