"""The tree of a formula as MathML, which browsers set without scripts."""

from __future__ import annotations

from html import escape
from itertools import zip_longest
from typing import Final

from quizapp.text.formulas import source
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
from quizapp.text.typesetting.symbols import BRACKETED, LIMITED
from quizapp.text.typesetting.tex import MAXIMUM_LENGTH, read

_TAGS: Final = {"letter": "mi", "function": "mi", "number": "mn", "word": "mtext"}
"""Kind → element; all other kinds are operators."""
_FENCES: Final = frozenset({"open", "close", "bar", "slash"})
_BRACKETS: Final = {name: pair for pair, name in BRACKETED.items()}
_MARKS: Final = {
    "\u0302": "^",
    "\u0303": "~",
    "\u0304": "¯",
    "\u0305": "¯",
    "\u0332": "_",
    "\u0307": "˙",
    "\u0308": "¨",
    "\u030c": "ˇ",
    "\u20d7": "→",
}
"""Combining mark → the sign over a formula."""
_BELOW: Final = "\u0332"
_THIN: Final = '<mspace width="0.17em"></mspace>'
_NO_SPACE_AFTER: Final = _FENCES | {"relation", "binary", "comma", "space"}
"""What stands right after the name of a function."""


def mathml(tex: str) -> str:
    r"""Return a formula on a line of its own; one that can't be set as its source.

    Examples
    --------
    >>> mathml(r"\frac{1}{2}")
    '<math display="block"><mfrac><mn>1</mn><mn>2</mn></mfrac></math>'
    """
    try:
        return f'<math display="block">{_markup(read(tex[: MAXIMUM_LENGTH + 1]))}</math>'
    except CannotSetError:
        return f"<code>{escape(source(tex))}</code>"


def _markup(nodes: Nodes) -> str:
    found: list[str] = []
    for node, following in zip_longest(nodes, nodes[1:]):
        found.append(_node(node))
        if _is_function(node) and following is not None and _kind(following) not in _NO_SPACE_AFTER:
            found.append(_THIN)
    return "".join(found)


def _row(nodes: Nodes) -> str:
    """Return nodes as one element."""
    return _node(nodes[0]) if len(nodes) == 1 else f"<mrow>{_markup(nodes)}</mrow>"


def _node(node: TexNode) -> str:
    match node:
        case Atom(text, "space"):
            return f'<mspace width="{0.25 * len(text):g}em"></mspace>'
        case Atom(text, kind):
            tag = _TAGS.get(kind, "mo")
            fixed = ' stretchy="false"' if kind in _FENCES else ""
            return f"<{tag}{fixed}>{escape(text)}</{tag}>"
        case Group(body):
            return f"<mrow>{_markup(body)}</mrow>"
        case Fraction(top, bottom):
            return f"<mfrac>{_row(top)}{_row(bottom)}</mfrac>"
        case Root(body, ()):
            return f"<msqrt>{_markup(body)}</msqrt>"
        case Root(body, degree):
            return f"<mroot>{_row(body)}{_row(degree)}</mroot>"
        case Fenced(left, body, right):
            return f"<mrow>{_fence(left)}{_markup(body)}{_fence(right)}</mrow>"
        case Accent(mark, body):
            tag, kind = ("munder", "accentunder") if mark == _BELOW else ("mover", "accent")
            return f'<{tag} {kind}="true">{_row(body)}<mo>{_MARKS[mark]}</mo></{tag}>'
        case Grid():
            return _grid(node)
        case Scripts(base, lower, upper):
            return _scripts(base, lower, upper)


def _fence(text: str) -> str:
    return f'<mo stretchy="true">{escape(text)}</mo>' if text else ""


def _scripts(base: TexNode, lower: Nodes, upper: Nodes) -> str:
    stacked = isinstance(base, Atom) and base.text in LIMITED
    tags = ("munder", "mover", "munderover") if stacked else ("msub", "msup", "msubsup")
    parts = [_row(script) for script in (lower, upper) if script]
    tag = tags[2] if len(parts) == 2 else tags[0] if lower else tags[1]
    return f"<{tag}>{_node(base)}{''.join(parts)}</{tag}>"


def _grid(node: Grid) -> str:
    left, right = _BRACKETS.get(node.name, ("", ""))
    rows = "".join(
        f"<mtr>{''.join(_cell(cell, place, node.name) for place, cell in enumerate(row))}</mtr>"
        for row in node.rows
    )
    shown = ' displaystyle="true"' if node.name == "aligned" else ""
    return f"<mrow>{_fence(left)}<mtable{shown}>{rows}</mtable>{_fence(right)}</mrow>"


def _cell(nodes: Nodes, place: int, name: str) -> str:
    side = "left" if name == "cases" or (name == "aligned" and place % 2) else ""
    side = "right" if name == "aligned" and not side else side
    style = f' style="text-align: {side}"' if side else ""
    return f"<mtd{style}>{_markup(nodes)}</mtd>"


def _is_function(node: TexNode | None) -> bool:
    inner = node.base if isinstance(node, Scripts) else node
    return isinstance(inner, Atom) and inner.kind == "function"


def _kind(node: TexNode) -> str:
    inner = node.base if isinstance(node, Scripts) else node
    if isinstance(inner, Fenced):
        return "open"
    return inner.kind if isinstance(inner, Atom | Group) else ""
