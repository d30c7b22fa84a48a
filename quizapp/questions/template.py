"""Fill in the ``{{ expression }}`` of a text; everything else stands as it is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from math import isfinite
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from quizapp.errors import ExpressionError
from quizapp.expressions import grammar
from quizapp.expressions.grammar import Node
from quizapp.text.braces import FILLED
from quizapp.working import numerals

if TYPE_CHECKING:
    from collections.abc import Callable

WORKING: Final = "working"
"""Stands for the computed working in a solution."""

LONGEST_FILLED: Final = 20_000
"""Characters that the values in one text may have; a text itself can't be longer either."""
MOST_SHOWN: Final = 1_000
"""Entries of a list that a text may show."""

_WORKING = re.compile(r"\{\{\s*" + WORKING + r"\s*\}\}")


class Shown(NamedTuple):
    """An expression that a text shows, and how."""

    tree: Node
    decimals: int | None = None
    """How many decimals, where that is said; else the number's shortest form."""
    grouped: bool = False
    """Whether there are commas in numbers from 10,000 on."""
    percent: bool = False
    """Whether a share is shown as a percentage, with its sign."""


@dataclass(frozen=True)
class Template:
    """A text, taken apart at what is filled in."""

    parts: tuple[str | Shown, ...]

    @cached_property
    def names(self) -> frozenset[str]:
        """The names that the text shows."""
        trees = [part.tree for part in self.parts if isinstance(part, Shown)]
        return frozenset().union(*map(grammar.names, trees))

    def fill(self, value: Callable[[Node], Any]) -> str:
        """Return the text with its values in, each as its braces say."""
        room = LONGEST_FILLED
        filled = []
        for part in self.parts:
            if isinstance(part, str):
                filled.append(part)
                continue
            form = {"grouped": part.grouped, "percent": part.percent}
            filled.append(written(value(part.tree), part.decimals, **form))
            room -= len(filled[-1])
            if room < 0:
                raise ExpressionError(
                    f"the values shown are longer than {LONGEST_FILLED:,} characters"
                )
        return "".join(filled)


def parsed(text: str, parse: Callable[[str], Node] = grammar.parse) -> Template:
    """Return a text, taken apart; ``{{ working }}`` stands as it is."""
    parts: list[str | Shown] = []
    end = 0
    for match in FILLED.finditer(text):
        if match.group(1).strip() != WORKING:
            parts += [text[end : match.start()], _shown(match.group(1), parse)]
            end = match.end()
    return Template((*parts, text[end:]))


def around_working(solution: str) -> tuple[str, str]:
    """Return a solution's text before and after the computed working; all is after, unless said."""
    before, *others = _WORKING.split(solution)
    return (before.strip(), "".join(others).strip()) if others else ("", before.strip())


FORMAT = re.compile(r":\s*(?P<comma>,?)\s*(?P<decimals>\d*)\s*(?P<percent>%?)\s*$")
"""How a value is to be written: a comma for thousands, a number of decimals, as a percentage."""


def _shown(formula: str, parse: Callable[[str], Node]) -> Shown:
    said = FORMAT.search(formula)
    if said is None:
        return Shown(parse(formula.strip()))
    decimals = int(said["decimals"]) if said["decimals"] else None
    tree = parse(formula[: said.start()].strip())
    return Shown(tree, decimals, bool(said["comma"]), bool(said["percent"]))


def written(
    value: Any,  # noqa: ANN401 - a value of the language
    decimals: int | None = None,
    *,
    grouped: bool = False,
    percent: bool = False,
) -> str:
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
        form = {"grouped": grouped, "percent": percent}
        entries = (written(entry, decimals, **form) for entry in value)
        return f"[{', '.join(entries)}]"
    number = numerals.without_noise(float(value)) if decimals is None else float(value)
    if percent:
        share = Decimal(repr(number)) * 100 if isfinite(number) else number
        return f"{written(float(share), decimals, grouped=grouped)}%"
    if decimals is not None:
        text = f"{number + 0.0:.{decimals}f}"
    elif number.is_integer() and abs(number) < numerals.LARGEST_INTEGER:
        text = str(int(number))
    else:
        text = repr(number)
    text = numerals.grouped(text) if grouped else text
    return text.replace("-", "−").replace("inf", "∞")
