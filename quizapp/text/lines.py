"""Blocks as lines of plain text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final, assert_never

from quizapp.text import blocks, figures
from quizapp.text.blocks import (
    BY_HAND,
    Aside,
    Bars,
    Blank,
    Block,
    ByHand,
    Heading,
    Labelled,
    Lettered,
    Plot,
    RubricPoint,
    Text,
    WorkedStep,
)
from quizapp.text.formulas import inline, set_formula
from quizapp.text.phrases import RIGHT, WRONG
from quizapp.text.prose import INDENT, MINIMUM_WIDTH, ends_in_paragraph, plain
from quizapp.text.visible import safe
from quizapp.text.wrapping import wrapped_text

SIGNS: Final = {None: "", True: f"{RIGHT} ", False: f"{WRONG} "}
"""What stands before an option that is said to be right or wrong, or about which nothing is."""
MARKS: Final = {None: "• ", True: f"{RIGHT} ", False: "· "}
"""What stands before a point that an answer makes or doesn't, or where there is no answer."""


def lines(shown: Iterable[Block], width: int = 76, *, flat: bool = False) -> list[str]:
    """Return blocks as lines, a blank one between them; flat formulas take one line each."""
    found: list[str] = []
    before: Block | None = None
    for block in shown:
        part = _lines(block, width, flat=flat)
        if not part:
            continue
        if before is not None and not blocks.is_close(before, block):
            found.append("")
        found += part
        before = block
    return found


def _lines(block: Block, width: int, *, flat: bool) -> list[str]:
    match block:
        case Text(text):
            return plain(text, width, flat=flat).splitlines()
        case Heading(text):
            return [f"{text}:"]
        case Lettered(letter, text, correct, why):
            mark = " — " if ends_in_paragraph(text) else "\n\n"
            says = f"{text}{mark}{why}" if why else text
            return _hanging(f"{SIGNS[correct]}{letter}) ", says, width, flat=flat)
        case RubricPoint(text, made):
            return _hanging(MARKS[made], text, width, flat=flat)
        case Labelled(label, text):
            return [f"{label}: {safe(text)}"]
        case Aside(text):
            return [safe(text)]
        case ByHand(steps):
            marks = [BY_HAND, *(" " * len(BY_HAND) for _ in steps[1:])]
            pairs = zip(marks, steps, strict=True)
            return [line for mark, step in pairs for line in _wrapped(mark, step, width, "")]
        case Blank(unit, label):
            return [f"{label}: ____________ {unit}".rstrip()]
        case Plot() | Bars():
            return _figure(block, width, flat=flat)
        case WorkedStep():
            title = f"{block.number}. {block.title}" if block.number else block.title
            return [title, *(line for part in _parts(block, width, flat=flat) for line in part)]
        case _:
            assert_never(block)


def _figure(figure: Plot | Bars, width: int, *, flat: bool) -> list[str]:
    if flat:
        return [line for said in figures.in_words(figure) for line in wrapped_text(said, width)]
    drawn = figures.drawn(figure, width - len(INDENT))
    return [(INDENT + safe("".join(text for text, _ in line))).rstrip() for line in drawn]


def _hanging(mark: str, text: str, width: int, *, flat: bool) -> list[str]:
    """Return a marked-up text after a mark, its further lines under its own beginning."""
    first, *others = plain(text, width - len(mark), flat=flat).splitlines() or [""]
    blank = " " * len(mark)
    return [f"{mark}{first}".rstrip(), *(f"{blank}{other}".rstrip() for other in others)]


def _parts(step: WorkedStep, width: int, *, flat: bool) -> Iterator[Sequence[str]]:
    if step.formula and flat:
        yield _wrapped("", inline(step.formula), width)
    elif step.formula:
        formula = set_formula(step.formula, width - len(INDENT))
        yield [f"{INDENT}{line}".rstrip() for line in formula.lines]
    for mark, numbers in step.given:
        yield _wrapped(mark, numbers, width)
    for relation, text in step.lines:
        yield _wrapped(f"{relation} ", text, width)


def _wrapped(mark: str, text: str, width: int, indent: str = INDENT) -> list[str]:
    """Return a text after a mark, wrapped at spaces under its own beginning."""
    room = max(MINIMUM_WIDTH, width - len(indent) - len(mark))
    first, *others = wrapped_text(text, room) or [""]
    blank = " " * len(mark)
    return [f"{indent}{mark}{first}", *(f"{indent}{blank}{other}" for other in others)]
