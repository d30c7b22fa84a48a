r"""A formula set in two dimensions: fractions, sums with wide limits, tall brackets, cases, steps.

Whatever fits one line is set there; texicode piles the rest up. It is given one opaque letter for
each cell of text, because it drops all spaces, knows few commands, loses scripts (``a_{ij}^T``)
and lowers letters to wrong ones (``x_y`` as x with a gamma).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from quizapp.text.typesetting.columns import columns, split_columns
from quizapp.text.typesetting.nodes import (
    Accent,
    Atom,
    CannotSetError,
    Fenced,
    Fraction,
    Grid,
    Group,
    Node,
    Nodes,
    Root,
    Scripts,
)
from quizapp.text.typesetting.one_line import (
    kind_of,
    line_of,
    lowered,
    placed_nodes,
    raised,
    spliced_nodes,
    surd,
    text_of,
)

_INDENT: Final = 4
"""Columns before the later lines of a broken formula."""

_FIRST_CELL: Final = 0xAC00
"""The letters from here on stand for cells: texicode leaves Hangul alone."""


@dataclass(frozen=True)
class Formula:
    """A formula set in lines of text.

    Attributes
    ----------
    lines
        Without trailing spaces; at least one.
    fallback
        Whether the lines are the TeX source, because it could not be set.
    width
        Columns of the longest line; it may be wider than was asked for.
    baseline
        The line, counted from 0, that text beside the formula stands on.
    """

    lines: tuple[str, ...]
    fallback: bool
    width: int
    baseline: int = 0


def pile(nodes: Nodes) -> Formula:
    """Set nodes in as many lines as they need."""
    if not _is_tall(nodes):
        return _formula([line_of(nodes)], 0)
    cells = _Cells()
    mark = "가"  # shows the line that the formula stands on
    cells.known["\0"] = mark
    rows = _piled_by_texicode(_tall(nodes, cells) + mark)
    baseline = next(index for index, row in enumerate(rows) if mark in row)
    lines = cells.lines([row.replace(mark, "") for row in rows])
    if isinstance(nodes[0], Grid) and sum(map(bool, map(str.strip, lines))) == len(nodes[0].rows):
        lines = [line for line in lines if line.strip()]  # flat rows need no blanks between
        baseline = 0
    return _formula(lines, baseline)


def _formula(lines: list[str], baseline: int) -> Formula:
    lines = [line.rstrip() for line in lines]
    shown = [index for index, line in enumerate(lines) if line]
    if not shown:
        raise CannotSetError
    lines = lines[shown[0] : shown[-1] + 1]
    indent = min(len(line) - len(line.lstrip(" ")) for line in lines if line)
    lines = [line[indent:] for line in lines]
    baseline = min(max(baseline - shown[0], 0), len(lines) - 1)
    return Formula(tuple(lines), False, max(map(columns, lines)), baseline)


def _piled_by_texicode(source: str) -> list[str]:
    # Imported here: the first screen need not wait for it.
    from texicode.lexer import lexer  # type: ignore[import-untyped, unused-ignore]
    from texicode.parser import parse  # type: ignore[import-untyped, unused-ignore]
    from texicode.renderer import render  # type: ignore[import-untyped, unused-ignore]

    try:
        rows = render(parse(lexer(source, False), False), False)
    except Exception as error:  # not our code: whatever it can't set, it may raise anything for
        raise CannotSetError from error
    return ["".join(row) for row in rows]


def _is_tall(nodes: Nodes) -> bool:
    return any(_is_tall_node(node) for node in nodes)


def _is_tall_node(node: Node) -> bool:
    match node:
        case Atom():
            return False
        case Group() | Fenced() | Accent():
            return _is_tall(node.body)
        case Root():
            return _is_tall(node.body)
        case Scripts():
            return (
                _is_tall_node(node.base)
                or lowered(node.lower)[:1] == "_"
                or raised(node.upper)[:1] == "^"
                or _is_tall(node.lower + node.upper)
            )
        case Fraction() | Grid():
            return True


def _takes_limits(node: Node) -> bool:
    return isinstance(node, Atom) and node.text in ("∑", "∏")


def _tall(nodes: Nodes, cells: _Cells, script: bool = False) -> str:
    """Return nodes as TeX that texicode can set."""
    if not _is_tall(nodes):
        return "{" + cells.letters(line_of(nodes, script=script)) + "}"
    parts: list[str] = []
    before = ""
    for entry in placed_nodes(nodes, script=script):
        tall = _is_tall_node(entry.node)
        spaces = entry.spaces
        if before == "tall big":
            spaces = 1 if tall and entry.kind == "big" else 0  # its limits may be wide
        elif tall and entry.kind == "fraction" and before not in ("relation", "binary", "comma"):
            spaces = 0  # the ends of its bar are space enough
        parts.append(cells.letters(" " * spaces))
        if tall:
            parts.append(_tall_node(entry.node, cells))
        else:
            parts.append(cells.letters(text_of(entry.node)))
        before = "tall big" if tall and entry.kind == "big" else entry.kind
    return "".join(parts)


def _tall_node(node: Node, cells: _Cells) -> str:
    match node:
        case Group():
            return "{" + _tall(node.body, cells) + "}"
        case Fraction():
            top, bottom = (_tall(part, cells) for part in (node.top, node.bottom))
            return rf"\frac{{{top}}}{{{bottom}}}"
        case Root():
            degree = cells.letters(surd(node.degree)[:-1])
            optional = f"[{degree}]" if degree else ""
            return rf"\sqrt{optional}{{{_tall(node.body, cells)}}}"
        case Scripts():
            return _tall_scripts(node, cells)
        case Fenced():
            left, right = _delimiter(node.left), _delimiter(node.right)
            return rf"\left{left} {_tall(node.body, cells)}\right{right} "
        case Grid():
            rows = (
                " & ".join(_cell(cell, index, node.name, cells) for index, cell in enumerate(row))
                for row in node.rows
            )
            return rf"\begin{{{node.name}}}" + r" \\ ".join(rows) + rf"\end{{{node.name}}}"
        case _:
            raise CannotSetError


def _tall_scripts(node: Scripts, cells: _Cells) -> str:
    lower, upper = (
        _tall(part, cells, script=True) if part else "" for part in (node.lower, node.upper)
    )
    if _takes_limits(node.base):
        name = r"\sum" if node.base == Atom("∑", "big") else r"\prod"
        return name + (f"_{{{lower}}}" if lower else "") + (f"^{{{upper}}}" if upper else "")
    source = _tall((node.base,), cells)
    if not _is_tall_node(node.base):
        low, high = lowered(node.lower), raised(node.upper)
        beside = (low if low[:1] != "_" else "") + (high if high[:1] != "^" else "")
        source = cells.letters(text_of(node.base) + beside)
        lower, upper = (lower if low[:1] == "_" else ""), (upper if high[:1] == "^" else "")
    for mark, script in (("_", lower), ("^", upper)):
        if script:
            source = f"{{{source}}}{mark}{{{script}}}"
    return source


_DELIMITERS: Final = {
    "": ".",
    "{": r"\{",
    "}": r"\}",
    "‖": r"\Vert",
    "⌊": r"\lfloor",
    "⌋": r"\rfloor",
    "⌈": r"\lceil",
    "⌉": r"\rceil",
}


def _delimiter(text: str) -> str:
    if text in ("⟨", "⟩", "/"):  # texicode has no tall ones
        raise CannotSetError
    return _DELIMITERS.get(text, text)


def _cell(nodes: Nodes, index: int, name: str, cells: _Cells) -> str:
    if name == "aligned" and index % 2:
        nodes = (Group(()), *nodes)  # a relation at its start has something to its left
    return _tall(nodes, cells) if nodes else ""


class _Cells:
    """Hands texicode a letter for each column of text, and puts the text back."""

    def __init__(self) -> None:
        self.known: dict[str, str] = {}

    def letters(self, text: str) -> str:
        return "".join(
            self.known.setdefault(cell, chr(_FIRST_CELL + len(self.known)))
            for cell in split_columns(text)
        )

    def lines(self, rows: Sequence[str]) -> list[str]:
        cells = str.maketrans({letter: cell for cell, letter in self.known.items()})
        return [row.translate(cells) for row in rows]


def broken(nodes: Nodes, width: int) -> Formula:
    """Set as much as fits in each line, broken before operators and after wide spaces."""
    spliced = tuple(spliced_nodes(nodes))
    shown = [index for index, node in enumerate(spliced) if kind_of(node) != "space"]
    breaks = [
        index
        for index, entry in zip(shown, placed_nodes(spliced), strict=True)
        if index and (entry.kind in ("relation", "binary") or entry.spaces > 1)
    ]
    rows: list[Formula] = []
    start = 0
    for end, following in pairwise([*breaks, len(spliced), len(spliced) + 1]):
        indent = _INDENT if rows else 0
        if following <= len(spliced) and indent + _part(spliced, start, following).width <= width:
            continue
        rows.append(_part(spliced, start, end))
        start = end
    lines = list(rows[0].lines)
    for above, row in pairwise(rows):
        if len(above.lines) > 1 or len(row.lines) > 1:
            lines.append("")
        lines.extend(" " * _INDENT + text for text in row.lines)
    return Formula(tuple(lines), False, max(map(columns, lines)), rows[0].baseline)


def _part(nodes: Nodes, start: int, end: int) -> Formula:
    part = nodes[start:end]
    return pile(
        (Group(()), *part) if kind_of(part[0]) in ("relation", "binary") and start else part
    )
