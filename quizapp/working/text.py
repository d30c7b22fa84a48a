"""A worked solution as lines of plain text."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import wrap
from typing import Final

from quizapp.text.formulas import inline, set_formula
from quizapp.working.derivation import Step, Working

_INDENT: Final = "   "


def working_lines(working: Working, width: int = 76, *, flat: bool = False) -> list[str]:
    """Return the steps of a working, each with its formula, its numbers and its lines.

    Flat formulas take one line each, to be read aloud.
    """
    lines: list[str] = []
    for place, step in enumerate(working.steps, start=1):
        number = f"{place}. " if len(working.steps) > 1 else ""
        lines += ["", f"{number}{step.title[:1].upper()}{step.title[1:]}"]
        lines += [line for part in _parts(step, width, flat=flat) for line in part]
    by_hand = [f"By hand: {working.by_hand}"] if working.by_hand else []
    return [*lines, "", f"Answer: {working.result}", *by_hand][1:]


def _parts(step: Step, width: int, *, flat: bool) -> Iterator[list[str]]:
    if step.formula and flat:
        yield _hanging("", inline(step.formula), width)
    elif step.formula:
        formula = set_formula(step.formula, width - len(_INDENT))
        yield [f"{_INDENT}{line}".rstrip() for line in formula.lines]
    for mark, numbers in step.put_in:
        yield _hanging(mark, numbers, width)
    for line in step.lines:
        yield _hanging(f"{line.relation} ", line.text, width)


def _hanging(mark: str, text: str, width: int) -> list[str]:
    """Return a text after a mark, wrapped at spaces under its own beginning."""
    room = max(20, width - len(_INDENT) - len(mark))
    first, *others = wrap(text, room, break_long_words=False, break_on_hyphens=False) or [""]
    blank = " " * len(mark)
    return [f"{_INDENT}{mark}{first}", *(f"{_INDENT}{blank}{other}" for other in others)]
