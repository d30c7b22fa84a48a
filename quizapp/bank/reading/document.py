"""Turn YAML text into a tree of positioned values, by rules stricter than YAML's own.

The tree is built over the parser's events and never composed, so that nesting, aliases and sheer
size are met while they are still cheap. What can't be read is a complaint at its place; the rest
of the tree is built around it wherever YAML's syntax allows.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any, Final, NamedTuple, TypeAlias

import yaml
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
)

from quizapp.bank.reading.nodes import Entry, Mapping, RefusedNode, Scalar, Sequence, YamlNode
from quizapp.bank.reading.yaml_errors import (
    MAXIMUM_DEPTH,
    TOO_DEEP,
    Complaint,
    complaint_about,
    eaten_backslash,
    place,
    shown,
)
from quizapp.bank.sources import MAXIMUM_SIZE

MAXIMUM_VALUES: Final = 100_000

MAXIMUM_COMPLAINTS: Final = 1_000
MOST_FORBIDDEN: Final = 100
"""Control characters from which on a file is no text at all."""


class Document(NamedTuple):
    """The tree of a file, as far as it could be built, and what was wrong with the file."""

    root: YamlNode | None
    complaints: list[Complaint]


def build(text: str) -> Document:
    """Return the tree of a file's text, and the complaints about it."""
    if len(text) > MAXIMUM_SIZE:
        return Document(None, [(1, 1, too_large())])
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    forbidden = list(islice(_forbidden_places(text), MOST_FORBIDDEN))
    if 4 * text.count("\0") > len(text):
        message = "this is UTF-16 or UTF-32 and not UTF-8; save it as UTF-8"
        return Document(None, [(1, 1, message)])
    if len(forbidden) == MOST_FORBIDDEN:
        message = (
            f"this isn't text: it has {MOST_FORBIDDEN} control characters or more, the first "
            f"U+{ord(text[forbidden[0]]):04X}; open it in an editor and save it as UTF-8"
        )
        return Document(None, [(*place(text, forbidden[0]), message)])
    complaints = [_forbidden(text, index) for index in forbidden]
    if forbidden:
        text = _FORBIDDEN.sub("\ufffd", text)
    return _Builder(text, complaints).build()


def too_large() -> str:
    """Say that a file is too large."""
    return f"the file is larger than {MAXIMUM_SIZE // 1_000_000} MB; split it into several banks"


_FORBIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff]"
)
"""Control characters, and those that reorder a line on the screen."""

_USUAL: Final = b"\t\n" + bytes(range(0x20, 0x7F))
"""What most of a text is made of, and none of it is forbidden."""

_ESCAPE = re.compile(r"\\.|\$", re.DOTALL)
_CONTROL_ESCAPES: Final = frozenset("\\" + letter for letter in "0abefrvNLP_")


def _forbidden_places(text: str) -> Iterator[int]:
    """Yield where forbidden characters stand, looked for only where there are unusual ones."""
    unusual = text.encode("utf-8", "surrogatepass").translate(None, _USUAL)
    if _FORBIDDEN.search(unusual.decode("utf-8", "surrogatepass")):
        yield from (match.start() for match in _FORBIDDEN.finditer(text))


def _forbidden(text: str, index: int) -> Complaint:
    code = ord(text[index])
    return (*place(text, index), f"U+{code:04X} is an invisible control character; delete it")


_Event: TypeAlias = Any
"""An event of the parser; the stubs hold its marks for optional, which they never are here."""

_made: Final = tuple.__new__
"""Makes a value of a tuple's class by the shortest way there is."""

_LOADER: Final = yaml.CLoader if yaml.__with_libyaml__ else yaml.Loader


class _UnreadableError(Exception):
    """The rest of a file can't be read; why was complained of."""


class _Builder:
    """One pass over the events of one text."""

    def __init__(self, text: str, complaints: list[Complaint]) -> None:
        self._text = text
        self._complaints = complaints
        self._events = _LOADER(text)
        self._next: Callable[[], _Event] = self._events.get_event
        self._depth = 0
        self._values = 0
        self._names: set[str] = set()
        """Plain texts that were the name of a field, which most are again and again."""

    def build(self) -> Document:
        root = None
        try:
            root = self._root()
        except yaml.YAMLError as error:
            complaint = complaint_about(error, self._text)
            if not any(line == complaint[0] for line, *_ in self._complaints):
                self._complaints.append(complaint)
        except _UnreadableError:
            pass
        finally:
            self._events.dispose()
        return Document(root, self._complaints)

    def _root(self) -> YamlNode | None:
        """Return the tree of the one document that is there, if there is one."""
        root = None
        while (event := self._next()) is not None:
            if type(event) is not DocumentStartEvent:
                continue
            if root is not None:
                self._refuse(
                    event,
                    "'---' starts a second document; a file holds one bank, so delete this line",
                )
                raise _UnreadableError
            root = self._node(self._next())
        return root

    def _node(self, event: _Event) -> YamlNode:
        """Return the value that starts with an event."""
        self._values += 1
        if self._values > MAXIMUM_VALUES:
            self._refuse(
                event, f"there are more than {MAXIMUM_VALUES:,} values; split it into several banks"
            )
            raise _UnreadableError
        kind = type(event)
        if kind is AliasEvent:
            return self._alias(event)
        if event.anchor is not None or event.tag is not None:
            self._refuse_properties(event)
        if kind is ScalarEvent:
            start, end, style = event.start_mark, event.end_mark.index, event.style or ""
            line, column, index = start.line + 1, start.column + 1, start.index
            scalar = _made(Scalar, (event.value, style, line, column, index, end, self._text))
            if style == '"':
                self._check_escapes(scalar)
            return scalar
        self._depth += 1
        if self._depth > MAXIMUM_DEPTH:
            self._refuse(event, TOO_DEEP)
            raise _UnreadableError
        node = self._mapping(event) if kind is MappingStartEvent else self._sequence(event)
        self._depth -= 1
        return node

    def _alias(self, event: _Event) -> RefusedNode:
        self._refuse(
            event,
            f"'*{shown(event.anchor)}' is an alias, which a bank can't have; write the value out, "
            "or put text that starts with * in single quotes",
        )
        return RefusedNode(event.start_mark.line + 1, event.start_mark.column + 1)

    def _sequence(self, event: _Event) -> Sequence:
        start, following, node = event.start_mark, self._next, self._node
        items = []
        while type(one := following()) is not SequenceEndEvent:
            items.append(node(one))
        written = self._written(event, one) if event.flow_style else None
        return _made(Sequence, (tuple(items), start.line + 1, start.column + 1, written))

    def _written(self, first: _Event, last: _Event) -> Scalar:
        """Return a list in ``[ ]`` as it stands in the file."""
        start, end = first.start_mark, last.end_mark.index
        source = self._text[start.index : end]
        return Scalar(source, "", start.line + 1, start.column + 1, start.index, end, self._text)

    def _mapping(self, event: _Event) -> Mapping:
        start, following, node = event.start_mark, self._next, self._node
        entries: dict[str, Entry] = {}
        while type(one := following()) is not MappingEndEvent:
            name = self._name(one)
            value = node(following())
            if name is None:
                continue
            if event.flow_style and isinstance(value, Scalar) and self._is_cut_off(one, value):
                self._join(start.index, entries, one)
            elif name in entries:
                message = f"'{shown(name)}' appears twice (first on line {entries[name].line}); "
                self._refuse(one, message + "keep one")
            else:
                entries[name] = _made(Entry, (value, one.start_mark))
        return _made(Mapping, (entries, start.line + 1, start.column + 1, start.index))

    def _complain(self, line: int, column: int, message: str) -> None:
        self._complaints.append((line, column, message))
        if len(self._complaints) >= MAXIMUM_COMPLAINTS:
            raise _UnreadableError

    def _refuse(self, event: _Event, message: str) -> None:
        mark = event.start_mark
        self._complain(mark.line + 1, mark.column + 1, message)

    def _refuse_properties(self, event: _Event) -> None:
        if event.anchor is not None:
            self._refuse(
                event,
                f"'&{shown(event.anchor)}' is an anchor, which a bank can't have; delete it, or "
                "put text that starts with & in single quotes",
            )
        if event.tag is not None:
            self._refuse(
                event,
                f"'{shown(event.tag.replace('tag:yaml.org,2002:', '!!'))}' is a tag, which a bank "
                "can't have; delete it, or put text that starts with ! in single quotes",
            )

    def _check_escapes(self, scalar: Scalar) -> None:
        """Complain of the first escape that was meant as TeX, or that no screen can show."""
        if "\\" not in self._text[scalar.start : scalar.end]:
            return
        dollars = 0
        for match in _ESCAPE.finditer(scalar.source, scalar.start + 1, scalar.end - 1):
            if match.group() == "$":
                dollars += 1
            elif match.group() in _CONTROL_ESCAPES or (
                match.group() in ("\\n", "\\t") and dollars % 2
            ):
                line, column = scalar.place_in_file(match.start())
                self._complain(line, column, eaten_backslash(match.group()))
                return
        if _FORBIDDEN.search(scalar.text):
            message = "this text has an escape for an invisible control character; delete it"
            self._complain(scalar.line, scalar.column, message)

    def _name(self, event: _Event) -> str | None:
        """Return a field's name, or complain that it is none."""
        if type(event) is ScalarEvent and event.value in self._names:
            known: str = event.value
            plain = not event.style and event.anchor is None and event.tag is None
            if plain and self._values < MAXIMUM_VALUES:
                self._values += 1
                return known
        node = self._node(event)
        if isinstance(node, Scalar) and node.text != "<<" and isinstance(node.value, str):
            if not node.style:
                self._names.add(node.text)
            return node.text
        column = node.column
        message = "a field needs a name before the ':'"
        if isinstance(node, Scalar) and node.text == "<<":
            message = "'<<' would merge fields, which a bank can't do; write the fields out"
        elif isinstance(node, Scalar) and node.text:
            message = (
                f"'{shown(node.text)}' isn't a field name; if it's meant to be one, put it in "
                "single quotes"
            )
        elif isinstance(node, Mapping) and self._text.startswith("{{", node.start - 1):
            column -= 1
            message = (
                "text that starts with '{{' is read as fields in braces; put the whole text in "
                "single quotes, or on the lines below 'field: |'"
            )
        if not isinstance(node, RefusedNode):
            self._complain(node.line, column, message)
        return None

    def _is_cut_off(self, key: _Event, value: Scalar) -> bool:
        """Whether a name in braces has no colon: the rest of a text after its comma."""
        return value.start == value.end and ":" not in self._text[key.end_mark.index : value.start]

    def _join(self, start: int, entries: dict[str, Entry], key: _Event) -> None:
        """Complain of a text cut off at its comma, and put it together again."""
        if self._text.startswith("{{", start - 1):
            return  # a formula without quotes; the braces around it are complained of
        if not entries:
            message = (
                f"'{shown(key.value)}' has no value inside these braces; write 'field: value', or "
                "put text that starts with a brace in single quotes"
            )
        else:
            message = (
                f"the comma before '{shown(key.value)}' cut the text in two, as commas do inside "
                "{ }; write each field on its own line, or put the text in single quotes"
            )
            name, (value, mark) = next(reversed(entries.items()))
            if isinstance(value, Scalar) and not value.style:
                end = key.end_mark.index
                joined = value._replace(text=self._text[value.start : end], end=end)
                entries[name] = Entry(joined, mark)
        self._refuse(key, message)
