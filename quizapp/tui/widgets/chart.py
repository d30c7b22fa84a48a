"""Columns of a bar chart with their numbers, set in characters."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from textual.content import Content

from quizapp.tui import typeset

_EIGHTHS: Final = " ▁▂▃▄▅▆▇█"
_BAR: Final = 4
_CELL: Final = 8
"""Columns of the screen from one bar to the next."""


class ChartColumn(NamedTuple):
    """One bar, with what stands under it line by line."""

    value: int
    under: tuple[str, ...]


def places(width: int, titles: Sequence[str]) -> int:
    """Return how many columns there is room for."""
    return max((width - _gutter(titles)) // _CELL, 1)


def chart(columns: Sequence[ChartColumn], titles: Sequence[str], height: int) -> typeset.Lines:
    """Return bars with their values on top.

    Parameters
    ----------
    columns
        From left to right.
    titles
        What the values are, and what each line under the bars is.
    height
        Lines of the highest bar.
    """
    gutter = _gutter(titles)
    most = max((column.value for column in columns), default=0)
    rows = [
        Content.assemble(
            f"{titles[0] if row == 0 else '':<{gutter}}",
            *(_piece(column.value, most, row, height) for column in columns),
        )
        for row in range(height, -1, -1)
    ]
    under = [
        Content.styled(
            f"{title:<{gutter}}" + "".join(f"{column.under[place]:^{_CELL}}" for column in columns),
            typeset.FAINT,
        )
        for place, title in enumerate(titles[1:])
    ]
    return [*rows, *under]


def _piece(value: int, most: int, row: int, height: int) -> Content:
    """Return what of a bar and its value stands in one row, the lowest being 0."""
    filled = -(-value * height * 8 // most) if value else 0
    top = -(-filled // 8)
    if row == top:
        style = "" if value else typeset.FAINTER
        return Content.styled(f"{f'{value:,}' if value else '·':^{_CELL}}", style)
    part = min(max(filled - 8 * row, 0), 8)
    return Content.styled(f"{_EIGHTHS[part] * _BAR:^{_CELL}}", typeset.DONE if part else "")


def _gutter(titles: Sequence[str]) -> int:
    return 2 + max(map(len, titles), default=0)
