"""Boxes of text with a baseline, and how they are put together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from quizapp.text.columns import columns
from quizapp.text.typesetting.nodes import CannotSetError


@dataclass(frozen=True)
class Box:
    """Lines of the same width."""

    lines: tuple[str, ...]
    baseline: int = 0
    """The line, counted from 0, that text beside the box stands on."""

    @property
    def width(self) -> int:
        """Columns of each line."""
        return columns(self.lines[0])

    @property
    def height(self) -> int:
        """How many lines there are."""
        return len(self.lines)


def flat(text: str) -> Box:
    """Return a text as a box of one line."""
    return Box((text,))


def beside(boxes: Iterable[Box]) -> Box:
    """Put boxes next to each other, on one baseline."""
    boxes = list(boxes)
    above = max(box.baseline for box in boxes)
    below = max(box.height - box.baseline for box in boxes)
    padded = (
        [" " * box.width] * (above - box.baseline)
        + list(box.lines)
        + [" " * box.width] * (below - box.height + box.baseline)
        for box in boxes
    )
    return Box(tuple(map("".join, zip(*padded, strict=True))), above)


def over(boxes: Sequence[Box], middle: int, align: str = "^") -> Box:
    """Put boxes on top of each other; the baseline is that of one of them."""
    width = max(box.width for box in boxes)
    lines = tuple(_aligned(line, width, align) for box in boxes for line in box.lines)
    return Box(lines, sum(box.height for box in boxes[:middle]) + boxes[middle].baseline)


def _aligned(line: str, width: int, align: str) -> str:
    room = width - columns(line)
    left = {"<": 0, "^": room // 2, ">": room}[align]
    return " " * left + line + " " * (room - left)


def fraction(top: Box, bottom: Box) -> Box:
    """Put one box over another, with a bar between."""
    bar = "─" * max(top.width, bottom.width)
    return over([top, flat(f"╶{bar}╴"), bottom], 1)


def root(body: Box, degree: str) -> Box:
    """Put a box under a root."""
    room = max(len(degree), 1)
    sign = ["┌", *["│"] * (body.height - 1), "╰┘"]
    sign[-2] = f"{degree}{sign[-2]}"
    lines = ("─" * body.width + "╴", *(f"{line} " for line in body.lines))
    both = (f"{mark:>{room + 1}}{line}" for mark, line in zip(sign, lines, strict=True))
    return Box(tuple(both), body.baseline + 1)


def with_scripts(base: Box, lower: Box | None, upper: Box | None, *, outlined: bool) -> Box:
    """Put scripts to the right of a box: above and below it, or at the ends of its outline."""
    here = base.baseline
    end, start = here - 1, here + 1  # the last line of the upper one, the first of the lower
    above = upper.lines if upper else ()
    below = lower.lines if lower else ()
    if upper:
        end = 0 if outlined and here > 0 else -1
    if lower:
        start = base.height - (1 if outlined and here < base.height - 1 else 0)
    lines = [*above, *[""] * (start - end - 1), *below]
    width = max(map(columns, lines))
    padded = tuple(_aligned(line, width, "<") for line in lines)
    return beside([base, Box(padded, here - end + len(above) - 1)])


_FENCES: Final = {
    "(": "⎛⎜⎝",
    ")": "⎞⎟⎠",
    "[": "⎡⎢⎣",
    "]": "⎤⎥⎦",
    "{": "⎧⎪⎩",
    "}": "⎫⎪⎭",
    "|": "│││",
    "‖": "║║║",
    "⌊": "⎢⎢⎣",
    "⌋": "⎥⎥⎦",
    "⌈": "⎡⎢⎢",
    "⌉": "⎤⎥⎥",
}
"""Bracket → its top, what fills it, and its bottom."""
_WAISTS: Final = {"{": "⎨", "}": "⎬"}


def fenced(left: str, body: Box, right: str) -> Box:
    """Put a box between brackets as tall as it is; a bracket may be empty."""
    return beside([_fence(left, body), body, _fence(right, body)])


def _fence(bracket: str, body: Box) -> Box:
    if not bracket or body.height == 1:
        return Box((bracket,) * body.height, body.baseline)
    if bracket not in _FENCES:
        raise CannotSetError
    fence = _FENCES[bracket]
    lines = [fence[0], *[fence[1]] * (body.height - 2), fence[2]]
    if bracket in _WAISTS and body.height > 2:
        lines[min(max(body.baseline, 1), body.height - 2)] = _WAISTS[bracket]
    return Box(tuple(lines), body.baseline)


def grid(rows: Sequence[Sequence[Box]], align: str, gaps: Sequence[int]) -> Box:
    """Put boxes in columns; a blank line stands beside a row of several lines.

    Parameters
    ----------
    rows
        As many boxes in each.
    align
        How each column is aligned: ``<``, ``^`` or ``>``, again and again.
    gaps
        Spaces before each column but the first, again and again.
    """
    widths = [max(box.width for box in column) for column in zip(*rows, strict=True)]
    made: list[Box] = []
    for row in rows:
        cells: list[Box] = []
        for place, (box, width) in enumerate(zip(row, widths, strict=True)):
            gap = " " * (gaps[place % len(gaps)] if place else 0)
            side = align[place % len(align)]
            lines = tuple(gap + _aligned(line, width, side) for line in box.lines)
            cells.append(Box(lines, box.baseline))
        found = beside(cells)
        if made and max(found.height, made[-1].height) > 1:
            made.append(flat(""))
        made.append(found)
    lines = over(made, 0, "<").lines
    return Box(lines, (len(lines) - 1) // 2)
