"""Fill in the ``{{ expression }}`` of a text; everything else stands as it is."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from quizapp.errors import ExpressionError
from quizapp.expressions import grammar
from quizapp.expressions.grammar import Node, parse

if TYPE_CHECKING:
    from collections.abc import Callable

WORKING: Final = "working"
"""Stands for the computed working in a solution."""

LONGEST_FILLED: Final = 20_000
"""Characters that the values in one text may have; a text itself can't be longer either."""
MOST_SHOWN: Final = 1_000
"""Entries of a list that a text may show."""

_FORMULA = re.compile(r"\{\{([^{}]*)\}\}")
_WORKING = re.compile(r"\{\{\s*" + WORKING + r"\s*\}\}")
_DECIMALS = re.compile(r":\s*(\d+)\s*$")


def expressions(text: str) -> tuple[Node, ...]:
    """Return the trees that a text shows."""
    return tuple(
        parse(_split(match)[0])
        for match in _FORMULA.finditer(text)
        if match.group(1).strip() != WORKING
    )


def names(*texts: str) -> frozenset[str]:
    """Return the names that texts show."""
    return frozenset().union(*(grammar.names(tree) for text in texts for tree in expressions(text)))


def around_working(solution: str) -> tuple[str, str]:
    """Return a solution's text before and after the computed working; all is after, unless said."""
    before, *others = _WORKING.split(solution)
    return (before.strip(), "".join(others).strip()) if others else ("", before.strip())


def unfilled(text: str) -> str:
    """Return a text with … where a value is filled in, for lists that show no variant."""
    return _FORMULA.sub("…", text)


def fill(text: str, value: Callable[[Node], Any]) -> str:
    """Return a text with its expressions' values in, in shortest form unless decimals are said."""
    room = LONGEST_FILLED

    def filled(match: re.Match[str]) -> str:
        nonlocal room
        if match.group(1).strip() == WORKING:
            return match.group()
        expression, decimals = _split(match)
        shown = written(value(parse(expression)), decimals)
        room -= len(shown)
        if room < 0:
            raise ExpressionError(f"the values shown are longer than {LONGEST_FILLED:,} characters")
        return shown

    return _FORMULA.sub(filled, text)


def _split(match: re.Match[str]) -> tuple[str, int | None]:
    formula = match.group(1)
    decimals = _DECIMALS.search(formula)
    if decimals is None:
        return formula.strip(), None
    return formula[: decimals.start()].strip(), int(decimals.group(1))


def written(value: Any, decimals: int | None = None) -> str:  # noqa: ANN401 - a value of the language
    """Return a value as a stem shows it: numbers in shortest form, lists in brackets.

    Raises
    ------
    ExpressionError
        When it is a list that nobody would read.
    """
    if isinstance(value, str):
        return value
    if getattr(value, "size", 1) > MOST_SHOWN:
        raise ExpressionError(f"a list of more than {MOST_SHOWN} entries can't be shown")
    if getattr(value, "ndim", 0) or isinstance(value, list | tuple):
        return "[" + ", ".join(written(entry, decimals) for entry in value) + "]"
    number = float(value)
    if decimals is not None:
        text = f"{number + 0.0:.{decimals}f}"
    elif number.is_integer() and abs(number) < 1e15:
        text = str(int(number))
    else:
        text = repr(number)
    return text.replace("-", "−").replace("inf", "∞")
