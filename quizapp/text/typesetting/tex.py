"""TeX read into a tree."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

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
from quizapp.text.typesetting.symbols import (
    ACCENTS,
    BRACKETED,
    CHARACTERS,
    ENVIRONMENTS,
    FONTS,
    FRACTIONS,
    GLYPHS,
    IGNORED,
    LEFT,
    LETTERS,
    RIGHT,
    SYMBOLS,
    WORDS,
)

MAXIMUM_LENGTH: Final = 2_000
"""Characters of TeX that are read; a longer formula is shown cut, as its source."""

MAXIMUM_NESTING: Final = 16
"""Levels of braces, fractions and scripts that are set."""

_TOKEN: Final = re.compile(r"\\operatorname\*|\\[A-Za-z]+|\\.|\d+(?:[.,]\d+)*|\s+|.", re.DOTALL)


def read(tex: str) -> Nodes:
    """Read TeX into nodes; several rows are aligned."""
    if len(tex) > MAXIMUM_LENGTH or not tex.strip():
        raise CannotSetError
    if not all(char.isprintable() or char in "\n\r\t" for char in tex):
        raise CannotSetError
    reader = _Reader(_TOKEN.findall(tex))
    rows = reader.rows(frozenset())
    if len(rows) == 1 and len(rows[0]) == 1:
        return rows[0][0]
    return (Grid("aligned", rows),)


class _Reader:
    """Reads tokens of TeX into nodes."""

    def __init__(self, tokens: list[str]) -> None:
        self.tokens = tokens
        self.place = 0
        self.nesting = 0

    def peek(self) -> str:
        return self.tokens[self.place] if self.place < len(self.tokens) else ""

    def take(self) -> str:
        token = self.peek()
        self.place += 1
        return token

    def skip_spaces(self) -> None:
        while self.peek().isspace():
            self.place += 1

    def rows(self, ends: frozenset[str]) -> tuple[tuple[Nodes, ...], ...]:
        """Read rows of cells up to one of the ends, which is left."""
        rows: list[tuple[Nodes, ...]] = []
        cells: list[Nodes] = []
        while True:
            cells.append(self.sequence(ends | {"&", r"\\", r"\newline"}))
            token = self.peek()
            if token == "&":
                self.take()
                continue
            rows.append(tuple(cells))
            cells = []
            if token in ends or not token:
                break
            self.take()
            if self.peek() == "[":  # the space below the row
                while self.peek() and self.take() != "]":
                    pass
        if len(rows) > 1 and not any(rows[-1]):
            rows.pop()
        return tuple(rows)

    def sequence(self, ends: frozenset[str]) -> Nodes:
        """Read nodes up to one of the ends, which is left."""
        self.nesting += 1
        if self.nesting > MAXIMUM_NESTING:
            raise CannotSetError
        nodes: list[TexNode] = []
        while self.peek() and self.peek() not in ends:
            token = self.peek()
            if token.isspace() or (token[0] == "\\" and token[1:] in IGNORED):
                self.take()
            elif token in ("^", "_", "'"):
                base = nodes.pop() if nodes else Group(())
                nodes.append(self.scripts(base))
            else:
                nodes.append(self.node())
        self.nesting -= 1
        return tuple(nodes)

    def scripts(self, base: TexNode) -> TexNode:
        lower: Nodes = ()
        upper: Nodes = ()
        while (token := self.peek()) in ("^", "_", "'") or token.isspace():
            self.take()
            if token == "'":
                upper += (Atom("′"),)
            elif token == "_":
                if lower:
                    raise CannotSetError
                lower = self.argument()
            elif token == "^":
                if any(node != Atom("′") for node in upper):
                    raise CannotSetError
                upper += self.argument()
        return Scripts(base, lower, upper) if lower or upper else base

    def argument(self) -> Nodes:
        """Read a group in braces, or else one node."""
        self.skip_spaces()
        if self.peek() == "{":
            return self.braced()
        if self.peek() in ("", "}", "^", "_", "&", r"\\"):
            raise CannotSetError
        token = self.peek()
        if len(token) > 1 and token[0].isdigit():  # x^23 is x²3
            self.tokens[self.place] = token[1:]
            return (Atom(token[0], "number"),)
        self.nesting += 1
        if self.nesting > MAXIMUM_NESTING:
            raise CannotSetError
        node = self.node()
        self.nesting -= 1
        return (node,)

    def braced(self) -> Nodes:
        self.take()
        body = self.sequence(frozenset({"}"}))
        if self.take() != "}":
            raise CannotSetError
        return body

    def raw(self) -> str:
        """Read the text between braces as it stands."""
        self.skip_spaces()
        if self.take() != "{":
            raise CannotSetError
        parts: list[str] = []
        while (token := self.take()) != "}":
            if token in ("", "{") or (token[0] == "\\" and token[1:] not in LETTERS):
                raise CannotSetError
            parts.append(LETTERS.get(token[1:], token) if token[0] == "\\" else token)
        return re.sub(r"\s+", " ", "".join(parts))

    def node(self) -> TexNode:
        token = self.take()
        if token == "{":
            self.place -= 1
            body = self.braced()
            return body[0] if len(body) == 1 and not isinstance(body[0], Atom) else Group(body)
        if token in ("}", "&", "$", "#", "%", "\\"):
            raise CannotSetError
        if token == "~":
            return Atom(" ", "space")
        if token[0].isdigit():
            return Atom(token, "number")
        if token[0] != "\\":
            return Atom(GLYPHS.get(token, token), CHARACTERS.get(token, "letter"))
        return self.command(token[1:])

    def command(self, name: str) -> TexNode:
        if (symbol := SYMBOLS.get(name)) is not None:
            return symbol
        if name in FRACTIONS:
            return Fraction(self.argument(), self.argument())
        if name in WORDS:
            return _word(self.raw())
        if name in FONTS:
            return _in_font(self.argument(), FONTS[name], function=name.startswith("operator"))
        if name in ACCENTS:
            return Accent(ACCENTS[name], self.argument())
        if name in LEFT:
            return self.fenced()
        if name == "sqrt":
            return self.root()
        if name == "begin":
            return self.environment()
        if name == "boxed":
            return Group(self.argument())
        raise CannotSetError

    def fenced(self) -> TexNode:
        left = self.delimiter()
        body = self.sequence(frozenset("\\" + name for name in RIGHT))
        if not self.take():
            raise CannotSetError
        right = self.delimiter()
        if len(body) == 1 and isinstance(body[0], Grid) and body[0].name == "matrix":
            name = BRACKETED.get((left, right))
            if name:
                return Grid(name, body[0].rows)
        return Fenced(left, body, right)

    def delimiter(self) -> str:
        self.skip_spaces()
        token = self.take()
        if token in ("(", ")", "[", "]", "|", "‖", "/"):
            return token
        if token == ".":
            return ""
        symbol = SYMBOLS.get(token[1:]) if token.startswith("\\") else None
        if symbol is None or symbol.kind not in ("open", "close", "bar"):
            raise CannotSetError
        return symbol.text

    def root(self) -> TexNode:
        self.skip_spaces()
        degree: Nodes = ()
        if self.peek() == "[":
            self.take()
            degree = self.sequence(frozenset({"]"}))
            self.take()
        return Root(self.argument(), degree)

    def environment(self) -> TexNode:
        name = self.raw()
        if name not in ENVIRONMENTS:
            raise CannotSetError
        if name == "array":
            self.raw()
        rows = self.rows(frozenset({r"\end"}))
        if not self.take() or self.raw() != name:
            raise CannotSetError
        return Grid(ENVIRONMENTS[name], rows)


def _word(text: str) -> TexNode:
    """Return a text whose outer spaces merge with those of the formula."""
    if not text.strip():
        return Atom(text, "space")
    inner = Atom(text.strip(), "word")
    before = (Atom(" ", "space"),) if text[0] == " " else ()
    after = (Atom(" ", "space"),) if text[-1] == " " else ()
    return Group((*before, inner, *after), "word") if before or after else inner


def _in_font(body: Nodes, style: str, *, function: bool) -> TexNode:
    """Return the letters as one word; what has more structure keeps it, in the plain font."""
    atoms = [node for node in body if isinstance(node, Atom)]
    if len(atoms) < len(body):
        return Group(body)
    text = "".join(_styled(char, style) for atom in atoms for char in atom.text)
    if function:
        return Atom(text, "function")
    return Atom(text, "word" if len(text) > 1 else "letter")


def _styled(char: str, style: str) -> str:
    if not style or not char.isascii() or not char.isalnum():
        return char
    kind = "DIGIT" if char.isdigit() else "CAPITAL" if char.isupper() else "SMALL"
    name = unicodedata.name(char).rsplit(" ", 1)[1]
    for prefix in (f"MATHEMATICAL {style}", style):  # ℝ and ℒ have the shorter names
        try:
            return unicodedata.lookup(f"{prefix} {kind} {name}")
        except KeyError:
            continue
    return char
