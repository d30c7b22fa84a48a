"""A formula set in two dimensions: fractions, sums with wide limits, tall brackets, cases, steps.

Whatever fits one line is set there; the rest is piled up from boxes.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from quizapp.text.columns import columns
from quizapp.text.typesetting.boxes import (
    Box,
    beside,
    fenced,
    flat,
    fraction,
    grid,
    over,
    root,
    with_scripts,
)
from quizapp.text.typesetting.nodes import (
    Accent,
    Atom,
    CannotSetError,
    Fenced,
    Fraction,
    Grid,
    Group,
    Nodes,
    Root,
    Scripts,
    TexNode,
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
from quizapp.text.typesetting.symbols import BRACKETED, LIMITED

_INDENT: Final = 4
"""Columns before the later lines of a broken formula."""


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
    box = _box(nodes)
    lines = [line.rstrip() for line in box.lines]
    shown = [index for index, line in enumerate(lines) if line]
    if not shown:
        raise CannotSetError
    lines = lines[shown[0] : shown[-1] + 1]
    indent = min(len(line) - len(line.lstrip(" ")) for line in lines if line)
    lines = [line[indent:] for line in lines]
    baseline = min(max(box.baseline - shown[0], 0), len(lines) - 1)
    return Formula(tuple(lines), False, max(map(columns, lines)), baseline)


def _box(nodes: Nodes, *, script: bool = False) -> Box:
    if not _is_tall(nodes):
        return flat(line_of(nodes, script=script))
    boxes: list[Box] = []
    before = ""
    for entry in placed_nodes(nodes, script=script):
        tall = _is_tall_node(entry.node)
        spaces = entry.spaces
        if tall and entry.kind == "fraction" and before not in ("relation", "binary", "comma"):
            spaces = 0  # the ends of its bar are space enough
        boxes.append(flat(" " * spaces))
        boxes.append(_tall(entry.node) if tall else flat(text_of(entry.node)))
        before = entry.kind
    return beside(boxes)


def _is_tall(nodes: Nodes) -> bool:
    return any(_is_tall_node(node) for node in nodes)


def _is_tall_node(node: TexNode) -> bool:
    match node:
        case Atom():
            return False
        case Group() | Fenced() | Accent() | Root():
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


def _tall(node: TexNode) -> Box:
    match node:
        case Atom():
            return flat(node.text)
        case Group():
            return _box(node.body)
        case Fraction():
            return fraction(_box(node.top), _box(node.bottom))
        case Root():
            return root(_box(node.body), surd(node.degree)[:-1])
        case Fenced():
            return fenced(node.left, _box(node.body), node.right)
        case Grid():
            return _grid(node)
        case Accent():
            return _lined(node)
        case Scripts(Atom(text), lower, upper) if text in LIMITED:
            above, below = (
                [_box(script, script=True)] if script else [] for script in (upper, lower)
            )
            return over([*above, flat(text), *below], len(above))
        case Scripts():
            return _scripts(node)


def _scripts(node: Scripts) -> Box:
    tall = _is_tall_node(node.base)
    outlined = tall and not isinstance(node.base, Scripts | Accent)
    lower, upper = lowered(node.lower), raised(node.upper)
    if not tall:
        glyphs = (script for script in (lower, upper) if _has_glyphs(script))
        base = flat(text_of(Scripts(node.base)) + "".join(glyphs))
    elif isinstance(node.base, Fraction | Group):
        base = fenced("(", _tall(node.base), ")")
    else:
        base = _tall(node.base)

    def script(nodes: Nodes, text: str) -> Box | None:
        if not nodes or (_has_glyphs(text) and not tall):
            return None
        return flat(text) if _has_glyphs(text) and outlined else _box(nodes, script=True)

    return with_scripts(
        base, script(node.lower, lower), script(node.upper, upper), outlined=outlined
    )


def _has_glyphs(script: str) -> bool:
    """Whether a script has characters of its own, and needs no _ or ^."""
    return script[:1] not in ("_", "^")


_BRACKETS: Final = {name: pair for pair, name in BRACKETED.items()}


def _grid(node: Grid) -> Box:
    wide = max(map(len, node.rows))
    rows = [
        [_box(_cell(cell, place, node.name)) for place, cell in enumerate(row)]
        + [flat("")] * (wide - len(row))
        for row in node.rows
    ]
    if node.name == "aligned":
        return grid(rows, "><", (2, 0))
    left, right = _BRACKETS.get(node.name, ("", ""))
    return fenced(left, grid(rows, "<" if node.name == "cases" else "^", (2,)), right)


def _cell(nodes: Nodes, place: int, name: str) -> Nodes:
    if name == "aligned" and place % 2:
        return (Group(()), *nodes)  # a relation at its start has something to its left
    return nodes


_LINES: Final = ("\u0305", "\u0332")
"""The marks over and under any formula; other accents stand on one letter."""


def _lined(node: Accent) -> Box:
    body = node.body[0] if len(node.body) == 1 else None
    if isinstance(body, Scripts):  # the hat of y_k stands on the y
        return _tall(Scripts(Accent(node.mark, (body.base,)), body.lower, body.upper))
    if node.mark not in _LINES:
        raise CannotSetError
    box = _box(node.body)
    line = flat("─" * box.width)
    return over([line, box], 1) if node.mark == _LINES[0] else over([box, line], 0)


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
