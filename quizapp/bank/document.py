"""Turn YAML text into a tree of positioned values, by rules stricter than YAML's own.

The tree is built over the parser's events and never composed, so that nesting, aliases and sheer
size are met while they are still cheap. Scalars follow the core schema of YAML 1.2: ``1e-3`` is a
number, ``no`` is a word and ``010`` is ten. What can't be read is a complaint at its place; the
rest of the tree is built around it wherever YAML's syntax allows.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import Any, Final, NamedTuple, TypeAlias

import yaml

from quizapp.bank.syntax import Complaint, complaint_about, eaten_backslash, place, shown

MAXIMUM_SIZE: Final = 4_000_000
"""Bytes that a file may have."""

MAXIMUM_DEPTH: Final = 30
MAXIMUM_VALUES: Final = 250_000

MAXIMUM_COMPLAINTS: Final = 1_000


class Scalar(NamedTuple):
    """A text, number or word, and where in the file it stands."""

    text: str
    style: str
    """Empty for plain text, else its mark: ``'``, ``"``, ``|`` or ``>``."""
    line: int
    column: int
    start: int
    end: int
    source: str
    """The whole file, in which `start` and `end` count characters."""

    @property
    def value(self) -> str | int | float | bool | None:
        """The value by the core schema of YAML 1.2; quoted and block text is always text."""
        return self.text if self.style else _resolved(self.text)

    def place(self, offset: int) -> tuple[int, int]:
        """Return the line and column in the file of one character of the text.

        YAML only changes white space, quotes and escapes, so that the characters that are not
        white space stand in the file in the same order. White space, and the end of the text, is
        placed after the character before it.
        """
        unit = _UNITS[self.style]
        start = self.start + (self.style in ("'", '"'))
        if self.style in ("|", ">"):
            start = self.source.find("\n", self.start) + 1
        before = sum(1 for _ in _VISIBLE.finditer(self.text, 0, offset))
        visible = _VISIBLE.match(self.text, offset) is not None
        found = start
        for count, match in enumerate(unit.finditer(self.source, start, self.end)):
            if count == before:
                if visible:
                    found = match.start(1)
                break
            found = match.end(1)
        return place(self.source, found)


class Sequence(NamedTuple):
    """A list."""

    items: tuple[Node, ...]
    line: int
    column: int
    written: Scalar | None
    """The list as it stands in the file, when it is written in ``[ ]``."""


class Entry(NamedTuple):
    """One field of a mapping."""

    key: Scalar
    value: Node


class Mapping(NamedTuple):
    """Fields and their values, in the order of the file."""

    entries: tuple[Entry, ...]
    line: int
    column: int
    start: int
    """The place of its first character, counted over the whole file."""


class Refused(NamedTuple):
    """Something that was complained of and has no value."""

    line: int
    column: int


Node: TypeAlias = Scalar | Sequence | Mapping | Refused


class Document(NamedTuple):
    """The tree of a file, as far as it could be built, and what was wrong with the file."""

    root: Node | None
    complaints: list[Complaint]


def build(text: str) -> Document:
    """Return the tree of a file's text, and the complaints about it."""
    if len(text) > MAXIMUM_SIZE:
        return Document(None, [(1, 1, too_large())])
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    forbidden = islice(_FORBIDDEN.finditer(text), MAXIMUM_COMPLAINTS)
    complaints = [_forbidden(text, match.start()) for match in forbidden]
    return _Builder(_FORBIDDEN.sub("\ufffd", text), complaints).build()


def too_large() -> str:
    """Say that a file is too large."""
    return f"the file is larger than {MAXIMUM_SIZE // 1_000_000} MB; split it into several banks"


_VISIBLE = re.compile(r"[^ \t\n]")
_UNITS: Final = {
    "": re.compile(r"([^ \t\n])"),
    "|": re.compile(r"([^ \t\n])"),
    ">": re.compile(r"([^ \t\n])"),
    "'": re.compile(r"(''|[^ \t\n'])"),
    '"': re.compile(
        r"(?:\\[nt \n])*"  # escapes that stand for white space are no visible character
        r'(\\x.{2}|\\u.{4}|\\U.{8}|\\[^nt \n]|[^ \t\n"\\])'
    ),
}
"""One visible character of each style as the file writes it."""

_FORBIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff]"
)
"""Control characters, and those that reorder a line on the screen."""

_WORDS: Final = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_INTEGER = re.compile(r"[-+]?[0-9]{1,400}|0o[0-7]{1,400}|0x[0-9a-fA-F]{1,400}")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
_ESCAPE = re.compile(r"\\.|\$", re.DOTALL)
_CONTROL_ESCAPES: Final = frozenset("\\" + letter for letter in "0abefrvNLP_")
_SPECIAL = re.compile(r"[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)")


def _resolved(text: str) -> str | int | float | bool | None:
    if text in _WORDS:
        return _WORDS[text]
    if _INTEGER.fullmatch(text):
        base = {"0o": 8, "0x": 16}.get(text[:2], 10)
        return int(text[2:] if base != 10 else text, base)
    if _FLOAT.fullmatch(text):
        return float(text)
    if _SPECIAL.fullmatch(text):
        return float(text.replace(".", ""))
    return text


def _forbidden(text: str, index: int) -> Complaint:
    code = ord(text[index])
    return (*place(text, index), f"U+{code:04X} is an invisible control character; delete it")


_Event: TypeAlias = Any
"""An event of the parser; the stubs hold its marks for optional, which they never are here."""

_LOADER: Final = yaml.CLoader if yaml.__with_libyaml__ else yaml.Loader


def _refused(event: _Event) -> Refused:
    return Refused(event.start_mark.line + 1, event.start_mark.column + 1)


class _Open:
    """A list or mapping whose end has not come yet."""

    __slots__ = ("entries", "event", "items", "key", "keys")

    def __init__(self, event: _Event) -> None:
        self.event = event
        self.items: list[Node] = []
        self.entries: list[Entry] = []
        self.keys: dict[str, int] = {}
        self.key: Scalar | Refused | None = None


class _Builder:
    """One pass over the events of one text."""

    def __init__(self, text: str, complaints: list[Complaint]) -> None:
        self._text = text
        self._complaints = complaints
        self._open: list[_Open] = []
        self._root: Node | None = None
        self._values = 0

    def build(self) -> Document:
        try:
            for event in yaml.parse(self._text, Loader=_LOADER):
                if not self._accepts(event):
                    break
                if len(self._complaints) >= MAXIMUM_COMPLAINTS:
                    self._root = None
                    break
        except yaml.YAMLError as error:
            self._complaints.append(complaint_about(error, self._text))
            self._root = None
        return Document(self._root, self._complaints)

    def _accepts(self, event: yaml.Event) -> bool:
        """Take in one event; False means that the rest of the file can't be read."""
        if isinstance(event, yaml.ScalarEvent):
            self._check_node(event)
            return self._add(self._scalar(event))
        if isinstance(event, yaml.CollectionStartEvent):
            self._check_node(event)
            self._open.append(_Open(event))
            if len(self._open) <= MAXIMUM_DEPTH:
                return True
            return self._give_up(event, f"nested more than {MAXIMUM_DEPTH} deep; a bank needs 8")
        if isinstance(event, yaml.CollectionEndEvent):
            return self._add(self._closed(self._open.pop(), event))
        if isinstance(event, yaml.AliasEvent):
            self._complain(
                event,
                f"'*{event.anchor}' is an alias, which a bank can't have; write the value out, or "
                "put text that starts with * in single quotes",
            )
            return self._add(_refused(event))
        if isinstance(event, yaml.DocumentStartEvent) and self._root is not None:
            return self._give_up(
                event, "'---' starts a second document; a file holds one bank, so delete this line"
            )
        return True

    def _complain(self, event: _Event, message: str) -> None:
        mark = event.start_mark
        self._complaints.append((mark.line + 1, mark.column + 1, message))

    def _give_up(self, event: _Event, message: str) -> bool:
        self._complain(event, message)
        self._root = None
        return False

    def _check_node(self, event: _Event) -> None:
        if event.anchor is not None:
            self._complain(
                event,
                f"'&{event.anchor}' is an anchor, which a bank can't have; delete it, or put text "
                "that starts with & in single quotes",
            )
        if event.tag is not None:
            self._complain(
                event,
                f"'{shown(event.tag)}' is a tag, which a bank can't have; delete it, or put "
                "text that starts with ! in single quotes",
            )

    def _scalar(self, event: _Event) -> Scalar:
        start, end = event.start_mark, event.end_mark
        style = event.style or ""
        scalar = Scalar(
            event.value,
            style,
            start.line + 1,
            start.column + 1,
            start.index,
            end.index,
            self._text,
        )
        if style == '"' and "\\" in self._text[start.index : end.index]:
            self._check_escapes(scalar)
        return scalar

    def _check_escapes(self, scalar: Scalar) -> None:
        """Complain of escapes that were meant as TeX."""
        dollars = 0
        for match in _ESCAPE.finditer(scalar.source, scalar.start + 1, scalar.end - 1):
            if match.group() == "$":
                dollars += 1
            elif match.group() in _CONTROL_ESCAPES or (
                match.group() in ("\\n", "\\t") and dollars % 2
            ):
                self._complaints.append(
                    (*place(scalar.source, match.start()), eaten_backslash(match.group()))
                )

    def _closed(self, opened: _Open, event: _Event) -> Node:
        start = opened.event.start_mark
        line, column = start.line + 1, start.column + 1
        if isinstance(opened.event, yaml.MappingStartEvent):
            return Mapping(tuple(opened.entries), line, column, start.index)
        written = None
        if opened.event.flow_style:
            end = event.end_mark.index
            source = self._text[start.index : end]
            written = Scalar(source, "", line, column, start.index, end, self._text)
        return Sequence(tuple(opened.items), line, column, written)

    def _add(self, node: Node) -> bool:
        self._values += 1
        if self._values > MAXIMUM_VALUES:
            message = f"there are more than {MAXIMUM_VALUES:,} values; split it into several banks"
            self._complaints.append((node.line, node.column, message))
            self._root = None
            return False
        if not self._open:
            self._root = node
            return True
        parent = self._open[-1]
        if isinstance(parent.event, yaml.SequenceStartEvent):
            parent.items.append(node)
        elif parent.key is None:
            parent.key = self._key(node)
        else:
            if isinstance(parent.key, Scalar):
                self._add_entry(parent, parent.key, node)
            parent.key = None
        return True

    def _key(self, node: Node) -> Scalar | Refused:
        """Return a field's name, or complain that it is none."""
        if isinstance(node, Scalar) and isinstance(node.value, str) and node.text != "<<":
            return node
        if isinstance(node, Scalar) and node.text:
            message = (
                "'<<' would merge fields, which a bank can't do; write the fields out"
                if node.text == "<<"
                else f"'{shown(node.text)}' is no name of a field; put it in single quotes if it is"
            )
        elif isinstance(node, Mapping) and self._text.startswith("{{", node.start - 1):
            message = (
                "text that starts with '{{' is read as fields in braces; put the whole text in "
                "single quotes, or under the field's name after '|'"
            )
        else:
            message = "a field needs a name, a word before ':'"
        if not isinstance(node, Refused):
            self._complaints.append((node.line, node.column, message))
        return Refused(node.line, node.column)

    def _add_entry(self, parent: _Open, key: Scalar, value: Node) -> None:
        """Add a field, unless its name was given before or is no name but a piece of a text."""
        if parent.event.flow_style and isinstance(value, Scalar) and self._is_cut_off(key, value):
            self._join(parent, key)
        elif key.text in parent.keys:
            first = parent.keys[key.text]
            message = f"'{shown(key.text)}' is given twice, first in line {first}; keep one"
            self._complaints.append((key.line, key.column, message))
        else:
            parent.keys[key.text] = key.line
            parent.entries.append(Entry(key, value))

    def _is_cut_off(self, key: Scalar, value: Scalar) -> bool:
        """Whether a name in braces has no colon: the rest of a text after its comma."""
        return value.start == value.end and ":" not in self._text[key.end : value.start]

    def _join(self, parent: _Open, key: Scalar) -> None:
        """Complain of a text cut off at its comma, and put it together again."""
        if not parent.entries:
            message = (
                f"'{shown(key.text)}' stands in braces without a value; write 'field: value', or "
                "put text that starts with a brace in single quotes"
            )
        else:
            message = (
                f"the comma before '{shown(key.text)}' cut the text in two, as commas do inside "
                "{ }; write each field on a line of its own (block style), or put the text in "
                "single quotes"
            )
            name, value = parent.entries[-1]
            if isinstance(value, Scalar) and not value.style:
                text = self._text[value.start : key.end]
                parent.entries[-1] = Entry(name, value._replace(text=text, end=key.end))
        self._complaints.append((key.line, key.column, message))
