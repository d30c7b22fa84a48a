"""Positioned values: what a bank's YAML says, and where in the file it says it.

Scalars follow the core schema of YAML 1.2: ``1e-3`` is a number, ``no`` is a word, ``010`` is ten.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple, TypeAlias

from yaml.error import Mark


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
    def is_empty(self) -> bool:
        """Whether nothing is written, or a word for it."""
        return not self.style and self.text in NOTHING

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
        written = unit.finditer(self.source, start, self.end)
        for count, match in enumerate(match for match in written if match.group(1)):
            if count == before:
                if visible:
                    found = match.start(1)
                break
            found = match.end(1)
        return self.place_in_file(found)

    def place_in_file(self, index: int) -> tuple[int, int]:
        """Return the line and column of a character of the file that belongs to the scalar."""
        line = self.line + self.source.count("\n", self.start, index)
        return line, index - self.source.rfind("\n", 0, index)


class Sequence(NamedTuple):
    """A list."""

    items: tuple[YamlNode, ...]
    line: int
    column: int
    written: Scalar | None
    """The list as it stands in the file, when it is written in ``[ ]``."""


class Entry(NamedTuple):
    """One field of a mapping."""

    value: YamlNode
    at: Mark
    """Where its name stands, which is asked for only when something is said of it."""

    @property
    def line(self) -> int:
        """The line of its name."""
        return self.at.line + 1

    @property
    def column(self) -> int:
        """The column of its name."""
        return self.at.column + 1


class Mapping(NamedTuple):
    """Fields and their values, in the order of the file."""

    entries: dict[str, Entry]
    """By their names."""
    line: int
    column: int
    start: int
    """The place of its first character, counted over the whole file."""


class RefusedNode(NamedTuple):
    """Something that was complained of and has no value."""

    line: int
    column: int


YamlNode: TypeAlias = Scalar | Sequence | Mapping | RefusedNode


_VISIBLE = re.compile(r"[^ \t\n]")
_UNITS: Final = {
    "": re.compile(r"([^ \t\n])"),
    "|": re.compile(r"([^ \t\n])"),
    ">": re.compile(r"([^ \t\n])"),
    "'": re.compile(r"(''|[^ \t\n'])"),
    '"': re.compile(
        r"\\[nt \n]"  # an escape that stands for white space is no visible character
        r'|(\\x.{2}|\\u.{4}|\\U.{8}|\\[^nt \n]|[^ \t\n"\\])'
    ),
}
"""One visible character of each style as the file writes it."""

NOTHING: Final = ("", "~", "null", "Null", "NULL")
"""Plain texts that are no value."""
_WORDS: Final = {
    **dict.fromkeys(NOTHING),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_INTEGER = re.compile(r"[-+]?[0-9]{1,400}|0o[0-7]{1,400}|0x[0-9a-fA-F]{1,400}")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
_SPECIAL = re.compile(r"[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)")


def _resolved(text: str) -> str | int | float | bool | None:
    if text in _WORDS:
        return _WORDS[text]
    if text[0] not in "+-.0123456789":
        return text
    if _INTEGER.fullmatch(text):
        base = {"0o": 8, "0x": 16}.get(text[:2], 10)
        return int(text[2:] if base != 10 else text, base)
    if _FLOAT.fullmatch(text):
        return float(text)
    if _SPECIAL.fullmatch(text):
        return float(text.replace(".", ""))
    return text
