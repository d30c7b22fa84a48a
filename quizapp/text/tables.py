"""Tables of marked-up text: read from lines, aligned for a screen, or said in words."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Final

from quizapp.text.columns import columns
from quizapp.text.prose import Preformatted, Span, TextTable

_BAR: Final = re.compile(r"\\.|`[^`]*`|(?<!\$)\$(?![\s$])[^$]*\$|\|")
"""What may hold a bar that parts no cells, or a bar that does."""
_SIGN: Final = re.compile(r":?-+:?")
"""Says how a column stands, in the line under the head."""
_NUMBER: Final = re.compile(r"[+−-]?[\d.,∞]+ ?%?")
_GAP: Final = Span("  ")


def read(
    lines: Sequence[str], spans: Callable[[str], tuple[Span, ...]]
) -> TextTable | Preformatted:
    """Return the table in some lines; where they have not as many cells each, the lines.

    Parameters
    ----------
    lines
        Each begins with a bar.
    spans
        Reads the text of a cell.
    """
    rows = [_cells(line) for line in lines]
    if len({len(row) for row in rows}) > 1 or not rows[0]:
        return Preformatted(tuple(lines))
    signs = rows.pop(1) if len(rows) > 1 and all(map(_SIGN.fullmatch, rows[1])) else None
    body = rows[1:] if signs else rows
    said = signs or [""] * len(rows[0])
    to_the_right = tuple(
        sign.endswith(":") if ":" in sign else bool(body) and all(map(_NUMBER.fullmatch, column))
        for sign, *column in zip(said, *body, strict=True)
    )
    cells = tuple(tuple(spans(cell) for cell in row) for row in rows)
    return TextTable(cells, to_the_right, headed=signs is not None)


def _cells(line: str) -> list[str]:
    """Return the cells of a line that begins with a bar, as far as bars end them."""
    bars = [match.start() for match in _BAR.finditer(line) if match[0] == "|"]
    if line[bars[-1] + 1 :].strip():
        bars.append(len(line))
    return [line[start + 1 : end].strip().replace(r"\|", "|") for start, end in pairwise(bars)]


def aligned(table: TextTable, width: int) -> list[tuple[Span, ...]] | None:
    """Return the lines of a table, a rule under its head; None where it is wider than that."""
    widths = [max(map(_width, column)) for column in zip(*table.rows, strict=True)]
    if sum(widths) + len(_GAP.text) * (len(widths) - 1) > width:
        return None
    lines = []
    for place, row in enumerate(table.rows):
        line: list[Span] = []
        for cell, wide, right in zip(row, widths, table.to_the_right, strict=True):
            room = Span(" " * (wide - _width(cell)))
            line += [room, *cell, _GAP] if right else [*cell, room, _GAP]
        lines.append(tuple(line[:-1]))
        if table.headed and place == 0:
            lines.append((Span(_GAP.text.join("─" * wide for wide in widths)),))
    return lines


def in_words(table: TextTable) -> list[tuple[Span, ...]]:
    """Return for each row what it has in which column, so that it can be read aloud."""
    head, body = (table.rows[0], table.rows[1:]) if table.headed else (None, table.rows)
    names = head if head and body else ((),) * len(table.rows[0])
    mark = ": " if head and body else ", "
    found = []
    for row in body or table.rows:
        cells = zip(names, row, strict=True)
        first, *others = [(*name, Span(" "), *cell) if name else cell for name, cell in cells]
        line = [*first]
        for place, cell in enumerate(others):
            line += [Span(", " if place else mark), *cell]
        found.append(tuple(line))
    return found


def _width(cell: Sequence[Span]) -> int:
    return columns("".join(span.text for span in cell))
