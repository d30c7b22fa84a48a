"""A formula set in one line, spaced as TeX would space it."""

from __future__ import annotations

import unicodedata
from itertools import chain
from typing import Final, NamedTuple

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
from quizapp.text.typesetting.symbols import BRACKETED, LOWER, UPPER


class Placed(NamedTuple):
    """A node with what its neighbours make of it: the spaces before it and its kind."""

    node: TexNode
    kind: str
    spaces: int


_OPERANDS: Final = frozenset({"letter", "number", "word", "scripted", "close", "fraction", "bar"})
_FACTORS: Final = frozenset({"letter", "number", "word", "scripted", "fraction", "prefix"})


def placed_nodes(nodes: Nodes, *, script: bool = False) -> list[Placed]:
    """Return the nodes that show, with the spaces that TeX's classes of symbols put before each."""
    placed: list[Placed] = []
    explicit = 0
    before = ""
    for node in spliced_nodes(nodes):
        kind = kind_of(node)
        if isinstance(node, Atom) and kind == "space":
            explicit += len(node.text)
            continue
        if before not in _OPERANDS:
            kind = {"binary": "sign", "bar": "open"}.get(kind, kind)
        entry = "open" if _is_fenced(node) else kind
        spaces = max(explicit, _gap(before, entry, script=script))
        placed.append(Placed(node, kind, spaces if placed else 0))
        explicit, before = 0, kind
    return placed


def spliced_nodes(nodes: Nodes) -> list[TexNode]:
    """Return the nodes with the words that bring their own spaces taken apart."""
    spliced: list[TexNode] = []
    for node in nodes:
        if isinstance(node, Group) and node.kind == "word":
            spliced.extend(node.body)
        else:
            spliced.append(node)
    return spliced


def _is_fenced(node: TexNode) -> bool:
    return isinstance(node.base if isinstance(node, Scripts) else node, Fenced)


def kind_of(node: TexNode) -> str:
    """Return what a node counts as for the spaces around it."""
    match node:
        case Atom() | Group():
            return node.kind
        case Fraction():
            return "fraction"
        case Fenced():
            return "close"
        case Scripts():
            kind = kind_of(node.base)
            if kind == "prefix":  # ∇_z L, but ∂²L
                return "scripted" if lowered(node.lower).startswith("_") else kind
            return "scripted" if kind in ("letter", "number", "word", "fraction") else kind
        case Root():
            return "scripted"
        case Grid():
            return "word"
        case Accent():
            return "letter"


def _gap(left: str, right: str, *, script: bool) -> int:
    """Return the spaces between two kinds; in scripts only what keeps words apart."""
    if not left or left == right == "relation":
        return 0
    if "relation" in (left, right) or "binary" in (left, right) or left == "comma":
        return 0 if script else 1
    if left in ("sign", "open", "slash", "prefix", "bar"):
        return 0
    if right in ("close", "comma", "slash", "bar"):
        return 0
    if left == "function":
        return 0 if right == "open" else 1
    if left == "big" or right in ("function", "big"):
        return 1
    if left in ("close", "scripted", "word"):
        return 1 if right in _FACTORS else 0
    return 1 if right in ("word", "fraction") or left == "fraction" != right else 0


def line_of(nodes: Nodes, *, script: bool = False) -> str:
    """Return nodes in one line, with their spaces and the brackets that one line needs."""
    placed = placed_nodes(nodes, script=script)
    parts: list[str] = []
    for index, entry in enumerate(placed):
        text = text_of(entry.node)
        spaces = entry.spaces
        if entry.kind == "fraction":
            before = placed[index - 1].kind if index else ""
            after = placed[index + 1] if index + 1 < len(placed) else None
            follows = after is not None and (
                after.kind in _FACTORS | {"open", "function", "big"} or _is_fenced(after.node)
            )
            if follows or before in ("function", "prefix", "slash", "number"):
                text = f"({text})"
            if before == "function":
                spaces = 0
        parts.append(" " * spaces + text)
    return "".join(parts)


def text_of(node: TexNode) -> str:
    """Return one node in one line."""
    match node:
        case Atom():
            return node.text
        case Group():
            return line_of(node.body)
        case Fraction():
            derivative = node.top[:1] == (Atom("d"),) == node.bottom[:1]
            bottom = node.bottom[1:] if derivative else node.bottom
            top_text, bottom_text = line_of(node.top), line_of(node.bottom)
            if _factors(node.top) is None:
                top_text = f"({top_text})"
            if _factors(bottom) != 1 or placed_nodes(bottom)[0].kind == "sign":
                bottom_text = f"({bottom_text})"
            return f"{top_text}/{bottom_text}"
        case Root():
            text = line_of(node.body)
            return surd(node.degree) + (text if _is_single(node.body) else f"({text})")
        case Scripts():
            base = text_of(node.base)
            if isinstance(node.base, Group | Fraction) and not _is_single((node.base,)):
                base = f"({base})"
            return base + lowered(node.lower) + raised(node.upper)
        case Accent():
            return _accented(node)
        case Fenced():
            return node.left + line_of(node.body) + node.right
        case Grid():
            return _grid_text(node)


def _factors(nodes: Nodes) -> int | None:
    """Count the factors of a product, a sign as one; none where it is no plain product."""
    placed = placed_nodes(nodes)
    count = place = 0
    while place < len(placed):
        kind = placed[place].kind
        if kind == "prefix":
            place += 1
            continue
        count += 1
        if _opens(placed[place]):
            place = _closing(placed, place)
        elif kind in ("letter", "word", "scripted", "function"):
            place += 1
            called = place < len(placed) and _opens(placed[place])
            if kind == "function" and not called:
                return None
            if called:
                end = _closing(placed, place)
                if kind == "function" or _is_argument(placed[place:end]):
                    place = end
        elif kind == "number" or (kind == "sign" and place == 0):
            place += 1
        else:
            return None
    return count if place == len(placed) else None


def _opens(entry: Placed) -> bool:
    return entry.kind == "open" or _is_fenced(entry.node)


def _closing(placed: list[Placed], start: int) -> int:
    """Return the place after the bracket that closes the one at the start, or past the end."""
    if _is_fenced(placed[start].node):
        return start + 1
    bar = text_of(placed[start].node) in ("|", "‖")
    depth = 0
    for place in range(start, len(placed)):
        kind = placed[place].kind
        if bar:
            if kind == "bar":
                return place + 1
        elif kind == "open":
            depth += 1
        elif kind == "close" and not _is_fenced(placed[place].node):
            depth -= 1
            if depth == 0:
                return place + 1
    return len(placed) + 1


def _is_argument(inside: list[Placed]) -> bool:
    """Whether a bracket after a letter reads as its argument: q(x), and not a(b + c)."""
    return not any(
        entry.kind in ("binary", "relation") or _is_fenced(entry.node) for entry in inside
    )


def _is_single(nodes: Nodes) -> bool:
    placed = placed_nodes(nodes)
    return _factors(nodes) == 1 and placed[0].kind != "sign"


def surd(degree: Nodes) -> str:
    """Return the sign of a root, with its degree."""
    glyphs = _glyphs(line_of(degree, script=True), UPPER)
    if glyphs is None:
        raise CannotSetError
    return glyphs + "√"


def lowered(nodes: Nodes) -> str:
    """Return a subscript in lowered characters, or else after an underscore."""
    if not nodes:
        return ""
    text = line_of(nodes, script=True)
    glyphs = _glyphs(text, LOWER)
    if glyphs is not None:
        return glyphs
    return f"_{text}" if _is_plain_word(text) else f"_({text})"


def raised(nodes: Nodes) -> str:
    """Return a superscript in raised characters, or else after a circumflex."""
    if not nodes:
        return ""
    text = line_of(nodes, script=True)
    glyphs = _glyphs(text, UPPER)
    if glyphs is not None:
        return glyphs
    return f"^{text}" if len(text) == 1 else f"^({text})"


def _glyphs(text: str, table: dict[int, int]) -> str | None:
    """Return a script's text in raised or lowered characters, where all of them exist."""
    inner = text[1:-1] if text.startswith("(") and text.endswith(")") else text
    if "(" in inner or ")" in inner or any(ord(char) not in table for char in text):
        return None
    return text.translate(table)


def _is_plain_word(text: str) -> bool:
    return all(unicodedata.category(char) in ("Lu", "Ll", "Nd") for char in text)


def _accented(node: Accent) -> str:
    body = node.body[0] if len(node.body) == 1 else None
    if isinstance(body, Scripts):  # the hat of y_k stands on the y
        return text_of(Scripts(Accent(node.mark, (body.base,)), body.lower, body.upper))
    text = line_of(node.body)
    if len(text) != 1 and node.mark not in ("\u0305", "\u0332"):
        raise CannotSetError
    return unicodedata.normalize("NFC", "".join(char + node.mark for char in text))


def _grid_text(node: Grid) -> str:
    if node.name == "aligned":
        rows = [tuple(chain.from_iterable(row)) for row in node.rows]
        steps = [line_of((Group(()), *row) if _is_step(row) else row) for row in rows]
        return "".join(
            ("; " if index and not _is_step(row) else "") + step
            for index, (row, step) in enumerate(zip(rows, steps, strict=True))
        )
    if node.name == "cases":
        return "{" + "; ".join(", ".join(map(line_of, row)) for row in node.rows) + "}"
    left, right = next((pair for pair, name in BRACKETED.items() if name == node.name), ("[", "]"))
    return left + "; ".join(" ".join(map(line_of, row)) for row in node.rows) + right


def _is_step(row: Nodes) -> bool:
    """Whether a row goes on from the one above, as ``= c`` does."""
    return bool(row) and kind_of(row[0]) == "relation"
