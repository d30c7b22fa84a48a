"""Turn YAML text into a tree of positioned values, by rules stricter than YAML's own.

The tree is built over the parser's events and never composed, so that nesting, aliases and sheer
size are met while they are still cheap. What can't be read is a complaint at its place; the rest
of the tree is built around it wherever YAML's syntax allows.
"""

from __future__ import annotations

import re
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
    SequenceStartEvent,
)

from quizapp.bank.collection import MAXIMUM_SIZE
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
    forbidden = [match.start() for match in islice(_FORBIDDEN.finditer(text), MOST_FORBIDDEN)]
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
    return _Builder(_FORBIDDEN.sub("\ufffd", text), complaints).build()


def too_large() -> str:
    """Say that a file is too large."""
    return f"the file is larger than {MAXIMUM_SIZE // 1_000_000} MB; split it into several banks"


_FORBIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff]"
)
"""Control characters, and those that reorder a line on the screen."""

_ESCAPE = re.compile(r"\\.|\$", re.DOTALL)
_CONTROL_ESCAPES: Final = frozenset("\\" + letter for letter in "0abefrvNLP_")


def _forbidden(text: str, index: int) -> Complaint:
    code = ord(text[index])
    return (*place(text, index), f"U+{code:04X} is an invisible control character; delete it")


_Event: TypeAlias = Any
"""An event of the parser; the stubs hold its marks for optional, which they never are here."""

_LOADER: Final = yaml.CLoader if yaml.__with_libyaml__ else yaml.Loader


class _Open:
    """A list or mapping whose end has not come yet."""

    __slots__ = ("entries", "event", "is_mapping", "items", "key", "keys")

    def __init__(self, event: _Event) -> None:
        self.event = event
        self.is_mapping = type(event) is MappingStartEvent
        self.items: list[YamlNode] = []
        self.entries: list[Entry] = []
        self.keys: dict[str, int] = {}
        self.key: Scalar | RefusedNode | None = None


class _Builder:
    """One pass over the events of one text."""

    def __init__(self, text: str, complaints: list[Complaint]) -> None:
        self._text = text
        self._complaints = complaints
        self._open: list[_Open] = []
        self._root: YamlNode | None = None
        self._values = 0

    def build(self) -> Document:
        events = _LOADER(self._text)
        try:
            while (event := events.get_event()) is not None and self._accepts(event):
                if len(self._complaints) >= MAXIMUM_COMPLAINTS:
                    self._root = None
                    break
        except yaml.YAMLError as error:
            complaint = complaint_about(error, self._text)
            if not any(line == complaint[0] for line, *_ in self._complaints):
                self._complaints.append(complaint)
            self._root = None
        finally:
            events.dispose()
        return Document(self._root, self._complaints)

    def _accepts(self, event: _Event) -> bool:
        """Take in one event; False means that the rest of the file can't be read."""
        kind = type(event)
        if kind is ScalarEvent:
            if event.anchor is not None or event.tag is not None:
                self._refuse_properties(event)
            return self._add(self._scalar(event))
        if kind is MappingStartEvent or kind is SequenceStartEvent:
            if event.anchor is not None or event.tag is not None:
                self._refuse_properties(event)
            self._open.append(_Open(event))
            if len(self._open) <= MAXIMUM_DEPTH:
                return True
            return self._give_up(event, TOO_DEEP)
        if kind is MappingEndEvent or kind is SequenceEndEvent:
            return self._add(self._closed(self._open.pop(), event))
        if kind is AliasEvent:
            self._complain(
                event,
                f"'*{shown(event.anchor)}' is an alias, which a bank can't have; write the value "
                "out, or put text that starts with * in single quotes",
            )
            return self._add(RefusedNode(event.start_mark.line + 1, event.start_mark.column + 1))
        if kind is DocumentStartEvent and self._root is not None:
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

    def _refuse_properties(self, event: _Event) -> None:
        if event.anchor is not None:
            self._complain(
                event,
                f"'&{shown(event.anchor)}' is an anchor, which a bank can't have; delete it, or "
                "put text that starts with & in single quotes",
            )
        if event.tag is not None:
            self._complain(
                event,
                f"'{shown(event.tag.replace('tag:yaml.org,2002:', '!!'))}' is a tag, which a bank "
                "can't have; delete it, or put text that starts with ! in single quotes",
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
        """Complain of the first escape that was meant as TeX, or that no screen can show."""
        dollars = 0
        for match in _ESCAPE.finditer(scalar.source, scalar.start + 1, scalar.end - 1):
            if match.group() == "$":
                dollars += 1
            elif match.group() in _CONTROL_ESCAPES or (
                match.group() in ("\\n", "\\t") and dollars % 2
            ):
                line, column = scalar.place_in_file(match.start())
                self._complaints.append((line, column, eaten_backslash(match.group())))
                return
        if _FORBIDDEN.search(scalar.text):
            message = "this text has an escape for an invisible control character; delete it"
            self._complaints.append((scalar.line, scalar.column, message))

    def _closed(self, opened: _Open, event: _Event) -> YamlNode:
        start = opened.event.start_mark
        line, column = start.line + 1, start.column + 1
        if opened.is_mapping:
            return Mapping(tuple(opened.entries), line, column, start.index)
        written = None
        if opened.event.flow_style:
            end = event.end_mark.index
            source = self._text[start.index : end]
            written = Scalar(source, "", line, column, start.index, end, self._text)
        return Sequence(tuple(opened.items), line, column, written)

    def _add(self, node: YamlNode) -> bool:
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
        if not parent.is_mapping:
            parent.items.append(node)
        elif parent.key is None:
            parent.key = self._key(node)
        else:
            if isinstance(parent.key, Scalar):
                self._add_entry(parent, parent.key, node)
            parent.key = None
        return True

    def _key(self, node: YamlNode) -> Scalar | RefusedNode:
        """Return a field's name, or complain that it is none."""
        if isinstance(node, Scalar) and node.text != "<<" and isinstance(node.value, str):
            return node
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
            self._complaints.append((node.line, column, message))
        return RefusedNode(node.line, node.column)

    def _add_entry(self, parent: _Open, key: Scalar, value: YamlNode) -> None:
        """Add a field, unless its name was given before or is no name but a piece of a text."""
        if parent.event.flow_style and isinstance(value, Scalar) and self._is_cut_off(key, value):
            self._join(parent, key)
        elif key.text in parent.keys:
            first = parent.keys[key.text]
            message = f"'{shown(key.text)}' appears twice (first on line {first}); keep one"
            self._complaints.append((key.line, key.column, message))
        else:
            parent.keys[key.text] = key.line
            parent.entries.append(Entry(key, value))

    def _is_cut_off(self, key: Scalar, value: Scalar) -> bool:
        """Whether a name in braces has no colon: the rest of a text after its comma."""
        return value.start == value.end and ":" not in self._text[key.end : value.start]

    def _join(self, parent: _Open, key: Scalar) -> None:
        """Complain of a text cut off at its comma, and put it together again."""
        if self._text.startswith("{{", parent.event.start_mark.index - 1):
            return  # a formula without quotes; the braces around it are complained of
        if not parent.entries:
            message = (
                f"'{shown(key.text)}' has no value inside these braces; write 'field: value', or "
                "put text that starts with a brace in single quotes"
            )
        else:
            message = (
                f"the comma before '{shown(key.text)}' cut the text in two, as commas do inside "
                "{ }; write each field on its own line, or put the text in single quotes"
            )
            name, value = parent.entries[-1]
            if isinstance(value, Scalar) and not value.style:
                text = self._text[value.start : key.end]
                parent.entries[-1] = Entry(name, value._replace(text=text, end=key.end))
        self._complaints.append((key.line, key.column, message))
