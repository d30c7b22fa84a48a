"""The parts of a question as styled lines."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING, Final, assert_never

from textual.content import Content

from quizapp.text import figures
from quizapp.text.blocks import (
    BY_HAND,
    Aside,
    Bars,
    Blank,
    ByHand,
    Heading,
    Labelled,
    Lettered,
    Plot,
    RubricPoint,
    Text,
    WorkedStep,
    is_close,
)
from quizapp.text.phrases import RIGHT, WRONG
from quizapp.text.visible import safe
from quizapp.tui.marked_up import formula
from quizapp.tui.typeset import BLANK, FAINT, INDENT, Lines, flowed, indented, marked_up

if TYPE_CHECKING:
    from quizapp.text.blocks import Block


def laid_out(blocks: Iterable[Block], width: int) -> Lines:
    """Return the parts of a question as lines, a blank one between them."""
    found: Lines = []
    before: Block | None = None
    for block in blocks:
        part = _part(block, width)
        if not part:
            continue
        if before is not None and not is_close(before, block):
            found.append(BLANK)
        found += part
        before = block
    return found


def _part(block: Block, width: int) -> Lines:
    match block:
        case Text(text):
            return marked_up(text, width)
        case Heading(text):
            return [Content.styled(text, "bold")]
        case Lettered():
            return _lettered(block, width)
        case RubricPoint(text, made):
            return _hanging(Content.styled(f"[{RIGHT}] " if made else "[ ] ", FAINT), text, width)
        case Labelled(label, text):
            head = Content.styled(f"{label}  ", "bold")
            lines = flowed([(safe(text), "bold $text-success")], width - head.cell_length)
            return _after(head, lines)
        case Aside(text):
            return flowed([(safe(text), FAINT)], width)
        case ByHand(steps):
            marks = [BY_HAND, *(" " * len(BY_HAND) for _ in steps[1:])]
            pairs = zip(marks, steps, strict=True)
            return [line for mark, one in pairs for line in flowed([(one, FAINT)], width, mark)]
        case Blank():
            return []
        case Plot() | Bars():
            return _figure(block, width)
        case WorkedStep():
            return list(_step(block, width))
        case _:
            assert_never(block)


_SERIES: Final = ("$text-primary", "$text-warning", "$text-success", "$text-secondary")


def _figure(figure: Plot | Bars, width: int) -> Lines:
    return indented(
        Content.assemble(
            *(
                (safe(text), FAINT if series is None else _SERIES[series % len(_SERIES)])
                for text, series in line
            )
        )
        for line in figures.drawn(figure, width - len(INDENT))
    )


def _lettered(block: Lettered, width: int) -> Lines:
    """Return an entry under its letter, with a sign and its reason where it is judged."""
    letter = (f"{block.letter}  ", "bold")
    if block.correct is None:
        return _hanging(Content.assemble(letter), block.text, width)
    sign, colour = (f"{RIGHT} ", "$text-success") if block.correct else (f"{WRONG} ", "$text-error")
    head = Content.assemble((sign, f"bold {colour}"), letter)
    why = marked_up(block.why, width - head.cell_length, FAINT)
    return [*_hanging(head, block.text, width), *indented(why, " " * head.cell_length)]


def _hanging(head: Content, text: str, width: int) -> Lines:
    """Return a marked-up text after a mark, its further lines under its own beginning."""
    return _after(head, marked_up(text, width - head.cell_length))


def _after(head: Content, lines: Lines) -> Lines:
    first, *others = lines or [BLANK]
    return [head + first, *indented(others, " " * head.cell_length)]


@lru_cache(maxsize=256)
def _step(step: WorkedStep, width: int) -> tuple[Content, ...]:
    """Return one step: formula, numbers put in, and its lines aligned on their relation.

    The last of a calculation is bold, as it is what the others come to; a row with a label is not.
    """
    number = f"{step.number}  " if step.number else ""
    lines = [Content.assemble((number, FAINT), (step.title, "bold"))]
    by = " " * len(number) or "  "
    room = width - len(by)
    if step.formula:
        lines += indented([*formula(step.formula, room), BLANK], by)
    for mark, numbers in step.given:
        lines += indented(flowed([(numbers, FAINT)], room, mark), by)
    if step.given:
        lines.append(BLANK)
    wide = max((len(relation) for relation, _ in step.lines), default=0)
    for place, (relation, text) in enumerate(step.lines, start=1):
        is_result = place == len(step.lines) and not relation.endswith(":")
        style = "bold" if is_result else ""
        lines += indented(flowed([(text, style)], room, f"{relation:>{wide}} "), by)
    return tuple(lines)
