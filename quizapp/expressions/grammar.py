"""Parse the expression language into a small immutable tree.

The language has numbers, names, lists, ``+ - * / **``, comparisons, ``and or not``, indexing and
calls with keyword options. Nothing else: no attributes, no statements, no Python. Every text ends
in a tree or in an `ExpressionError` with its column, within the bounds below.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache, partial
from math import inf, isinf
from operator import is_
from typing import Any, Final, NamedTuple, NoReturn, TypeAlias

from quizapp.errors import ExpressionError

MAXIMUM_LENGTH: Final = 2_000
MAXIMUM_NODES: Final = 500
MAXIMUM_DEPTH: Final = 50

COMPARISONS: Final = ("==", "!=", "<=", ">=", "<", ">")


@dataclass(frozen=True, slots=True)
class NumberLiteral:
    """A number as written."""

    value: float
    column: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class TextLiteral:
    """A quoted word; it can only be the value of a keyword option."""

    value: str
    column: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Name:
    """A parameter, a `let`, or a constant."""

    name: str
    column: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Array:
    """A list of expressions of one shape."""

    items: tuple[Node, ...]
    column: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Unary:
    """``-x``, ``+x`` or ``not x``."""

    operator: str
    operand: Node
    column: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Binary:
    """Two operands and ``+ - * / **``, a comparison, ``and`` or ``or``."""

    operator: str
    left: Node
    right: Node
    column: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Call:
    """A function of positional arguments and keyword options."""

    function: str
    arguments: tuple[Node, ...]
    options: tuple[tuple[str, Node], ...] = ()
    column: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Index:
    """``target[index]``; the index counts from 0, or from the end when negative."""

    target: Node
    index: Node
    column: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Slice:
    """``first:before`` as an index; the end of the list is infinity."""

    first: Node
    before: Node
    column: int = field(default=0, compare=False)


Node: TypeAlias = NumberLiteral | TextLiteral | Name | Array | Unary | Binary | Call | Index | Slice


def children(node: Node) -> tuple[Node, ...]:
    """Return the parts of a node, in evaluation order."""
    parts = _PARTS.get(type(node))
    return parts(node) if parts is not None else ()


_PARTS: Final[Mapping[type, Callable[[Any], tuple[Node, ...]]]] = {
    Array: lambda node: node.items,
    Unary: lambda node: (node.operand,),
    Binary: lambda node: (node.left, node.right),
    Call: lambda node: (*node.arguments, *(value for _, value in node.options)),
    Index: lambda node: (node.target, node.index),
    Slice: lambda node: (node.first, node.before),
}


def with_children(node: Node, parts: tuple[Node, ...]) -> Node:
    """Return a node with other parts, in the order of `children`; itself where they are its own."""
    if all(map(is_, parts, children(node))):
        return node
    match node:
        case Array(column=column):
            return Array(parts, column)
        case Unary(operator=operator, column=column):
            return Unary(operator, parts[0], column)
        case Binary(operator=operator, column=column):
            return Binary(operator, parts[0], parts[1], column)
        case Call(function=function, arguments=arguments, options=options, column=column):
            values = parts[len(arguments) :]
            named = tuple((name, value) for (name, _), value in zip(options, values, strict=True))
            return Call(function, parts[: len(arguments)], named, column)
        case Index(column=column):
            return Index(parts[0], parts[1], column)
        case Slice(column=column):
            return Slice(parts[0], parts[1], column)
        case _:
            return node


def walk(node: Node) -> Iterator[Node]:
    """Yield a tree's nodes, parts before wholes."""
    found, waiting = [], [node]
    while waiting:
        node = waiting.pop()
        found.append(node)
        waiting += children(node)
    return reversed(found)


def names(node: Node) -> frozenset[str]:
    """Return the names that a tree refers to."""
    return frozenset(part.name for part in walk(node) if isinstance(part, Name))


def parse(text: str) -> Node:
    """Return the tree of an expression.

    Raises
    ------
    ExpressionError
        With the column, when the text is no expression or is beyond the bounds.
    """
    if len(text) > MAXIMUM_LENGTH:
        raise ExpressionError(f"the expression is longer than {MAXIMUM_LENGTH:,} characters", 1)
    return _Parser(text).parse()


@lru_cache(maxsize=4096)
def parsed(text: str) -> Node:
    """Return the tree of a text that is looked at often, such as a definition."""
    return parse(text)


class _Token(NamedTuple):
    kind: str
    text: str
    column: int


_TOKEN = re.compile(
    r"""(?P<space>[ \t\r\n]+)
      | (?P<number>(?:\d+(?:_\d{3})*\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)
      | (?P<name>[A-Za-z_][A-Za-z_0-9]*)
      | (?P<text>'[^'\n]*'|"[^"\n]*")
      | (?P<symbol>\*\*|==|!=|<=|>=|[-+*/()\[\],=<>:])""",
    re.VERBOSE | re.ASCII,
)
_MISTAKEN = {
    "^": "write ** for a power",
    "{": "lists are written with [ and ]",
    "%": "write a percentage as a fraction, such as 0.35, and a remainder as mod(a, b)",
    ".": "write log(p), not np.log(p), and inf, not .inf",
    **dict.fromkeys("\N{MINUS SIGN}\N{EN DASH}\N{EM DASH}", "write - for minus"),
    **dict.fromkeys("\N{MULTIPLICATION SIGN}\N{MIDDLE DOT}\N{DOT OPERATOR}", "use * to multiply"),
    "\N{DIVISION SIGN}": "use / to divide",
    **dict.fromkeys("⁰¹²³⁴⁵⁶⁷⁸⁹ⁿ", "write ** for a power"),
    "\N{SQUARE ROOT}": "write sqrt(x)",
    "π": "write pi",
    "\N{INFINITY}": "write inf",
    "≤": "write <=",
    "≥": "write >=",
    "≠": "write !=",
    "@": "write dot(a, b) or matmul(a, b)",
    ";": "separate entries with commas",
    "$": "leave it out, and name the unit in the stem",
    "\\": "write a calculation, not TeX",
    "!": "write not, or !=, or factorial(n)",
    "&": "write and",
    "|": "write or",
    **dict.fromkeys("“”‘’", "an expression has only numbers, no text"),
    "'": "a quoted word needs its closing quote",
    '"': "a quoted word needs its closing quote",
}


_NO_FORMULA: Final = "leave out the = at the start"
_NO_CONDITIONS: Final = "write where(condition, a, b)"
_NO_LOOPS: Final = "no loop is needed: a list is calculated entry by entry"
_BY_HABIT: Final = {
    "=": "write == to compare",
    ",": "write decimals with a point, such as 0.5, lists with [ and ], and numbers without "
    "commas, such as 1000",
    **dict.fromkeys(("if", "else"), _NO_CONDITIONS),
    **dict.fromkeys(("for", "in", "lambda"), _NO_LOOPS),
}
"""What is written by habit where it isn't expected."""


def _tokens(text: str) -> list[_Token]:
    found = []
    position = 0
    for match in _TOKEN.finditer(text):
        if match.start() > position:
            break
        kind, position = match.lastgroup or "", match.end()
        if kind == "number":
            _check_end(match[0], text[position : position + 1], position + 1)
        if kind != "space":
            found.append(_Token(kind, match[0], match.start() + 1))
    if position < len(text):
        character = shown = text[position]
        hint = _MISTAKEN.get(character)
        if not character.isprintable():
            shown, hint = f"U+{ord(character):04X}", "delete this invisible character"
        message = f"'{shown}' isn't allowed here" + (f"; {hint}" if hint else "")
        raise ExpressionError(message, position + 1)
    found.append(_Token("end", "", len(text) + 1))
    return found


def _check_end(number: str, following: str, column: int) -> None:
    """Refuse a number that goes on as something else."""
    if following == "_":
        raise ExpressionError("in a number, _ groups three digits, as in 1_000_000", column)
    if following.isalpha():
        raise ExpressionError(f"put an operator between {number} and {following}", column)


def _number(token: _Token) -> float:
    value = float(token.text.replace("_", ""))
    if isinf(value):
        raise ExpressionError("this number is too large; write inf for infinity", token.column)
    if not value and re.search("[1-9]", re.split("[eE]", token.text)[0]):
        raise ExpressionError("this number is too small to tell from 0", token.column)
    return value


_NOT: Final = 3
_COMPARED: Final = 4
_BINDING: Final = {
    "or": 1,
    "and": 2,
    **dict.fromkeys(COMPARISONS, _COMPARED),
    **dict.fromkeys("+-", 5),
    **dict.fromkeys("*/", 6),
}
"""How closely an operator binds that stands between its operands."""


class _Parser:
    """One pass of precedence climbing over the tokens of one text."""

    def __init__(self, text: str) -> None:
        self._tokens = _tokens(text)
        self._position = 0
        self._nodes = 0
        self._depth = 0

    def parse(self) -> Node:
        if self._next.kind == "end":
            raise ExpressionError("the expression is empty", 1)
        tree = self._whole()
        if self._next.kind != "end":
            self._unexpected()
        return tree

    @property
    def _next(self) -> _Token:
        return self._tokens[self._position]

    def _take(self, text: str) -> _Token | None:
        token = self._tokens[self._position]
        if token.text != text:
            return None
        self._position += 1
        return token

    def _expect(self, text: str, opened: _Token) -> None:
        if self._take(text) is None:
            if self._next.kind == "end":
                raise ExpressionError(f"this '{opened.text}' isn't closed", opened.column)
            self._unexpected(f"expected '{text}' or a comma")

    def _unexpected(self, hint: str = "") -> NoReturn:
        token = self._next
        at_start = token.text == "=" and not self._position
        hint = _NO_FORMULA if at_start else _BY_HABIT.get(token.text) or hint or self._hint(token)
        what = (
            "the expression is incomplete" if token.kind == "end" else f"unexpected '{token.text}'"
        )
        raise ExpressionError(what + (f": {hint}" if hint else ""), token.column)

    def _hint(self, token: _Token) -> str:
        """Say what was probably meant where something is not expected."""
        before = self._tokens[self._position - 1] if self._position else token
        if token.text == before.text == "/" and before is not token:
            return "instead of //, write floor(x / y)"
        operands = ("number", "name", "text")
        if token.kind in operands and (before.kind in operands or before.text in (")", "]")):
            return f"put an operator between {before.text} and {token.text}"
        return ""

    def _made(self, node: Node) -> Node:
        self._nodes += 1
        if self._nodes > MAXIMUM_NODES:
            raise ExpressionError(
                f"the expression has more than {MAXIMUM_NODES} parts", node.column
            )
        return node

    def _deeper(self, parse: Callable[[], Node]) -> Node:
        self._depth += 1
        if self._depth > MAXIMUM_DEPTH:
            raise ExpressionError(
                f"the expression is nested more than {MAXIMUM_DEPTH} levels deep", self._next.column
            )
        node = parse()
        self._depth -= 1
        return node

    def _whole(self) -> Node:
        return self._deeper(self._joined)

    def _joined(self, least: int = 1) -> Node:
        """Parse operands and what joins them, as far as it binds at least so closely."""
        token = self._next
        if token.text == "not" and least <= _NOT:
            self._position += 1
            operand = self._deeper(partial(self._joined, _NOT))
            node = self._made(Unary("not", operand, token.column))
        else:
            node = self._signed()
        while (binding := _BINDING.get((token := self._next).text, 0)) >= least:
            self._position += 1
            node = self._made(Binary(token.text, node, self._joined(binding + 1), token.column))
            if binding == _COMPARED and self._next.text in COMPARISONS:
                raise ExpressionError(
                    "join comparisons with 'and', as in 0 < x and x < 1", self._next.column
                )
        return node

    def _signed(self) -> Node:
        token = self._next
        if token.text not in ("-", "+"):
            return self._power()
        self._position += 1
        return self._made(Unary(token.text, self._deeper(self._signed), token.column))

    def _power(self) -> Node:
        """Parse ``a ** b``, which groups to the right and binds closer than a sign before it."""
        node = self._indexed()
        if token := self._take("**"):
            node = self._made(Binary("**", node, self._deeper(self._signed), token.column))
        return node

    def _indexed(self) -> Node:
        node = self._atom()
        while token := self._take("["):
            index = self._place(token)
            self._expect("]", token)
            node = self._made(Index(node, index, token.column))
        return node

    def _place(self, opened: _Token) -> Node:
        """Return what stands in brackets after a list: an index, or a slice."""
        start = NumberLiteral(0.0, opened.column)
        first = start if self._next.text == ":" else self._whole()
        if not self._take(":"):
            return first
        before = NumberLiteral(inf, opened.column) if self._next.text == "]" else self._whole()
        return self._made(Slice(first, before, opened.column))

    def _atom(self) -> Node:
        token = self._next
        if token.kind == "number":
            self._position += 1
            return self._made(NumberLiteral(_number(token), token.column))
        if token.kind == "text":
            raise ExpressionError(
                "a quoted word can only be an option, as in reduction='sum'", token.column
            )
        if token.kind == "name" and token.text not in ("and", "or", "not"):
            self._position += 1
            if opened := self._take("("):
                return self._call(token, opened)
            return self._made(Name(token.text, token.column))
        if opened := self._take("("):
            node = self._whole()
            if self._next.text == ",":
                raise ExpressionError("lists are written with [ and ]", self._next.column)
            self._expect(")", opened)
            return node
        if opened := self._take("["):
            return self._array(opened)
        self._unexpected()

    def _array(self, opened: _Token) -> Node:
        items: list[Node] = []
        while not self._take("]"):
            items.append(self._whole())
            if not self._take(","):
                self._expect("]", opened)
                break
        if not items:
            raise ExpressionError("a list needs at least one entry", opened.column)
        return self._made(Array(tuple(items), opened.column))

    def _call(self, name: _Token, opened: _Token) -> Node:
        arguments: list[Node] = []
        options: dict[str, Node] = {}
        while not self._take(")"):
            first = self._next
            if first.kind == "name" and self._tokens[self._position + 1].text == "=":
                self._position += 2
                if first.text in options:
                    raise ExpressionError(f"the option {first.text} is given twice", first.column)
                options[first.text] = self._option_value()
            elif options:
                raise ExpressionError("put options after the other arguments", first.column)
            else:
                arguments.append(self._whole())
            if not self._take(","):
                self._expect(")", opened)
                break
        return self._made(Call(name.text, tuple(arguments), tuple(options.items()), name.column))

    def _option_value(self) -> Node:
        token = self._next
        if token.kind == "text":
            self._position += 1
            return self._made(TextLiteral(token.text[1:-1], token.column))
        return self._whole()
