"""Lines of a bank's text: those that an author may want to go to, and how the next is indented."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

_MOST: Final = 500
"""Lines that are offered."""


class FoundLine(NamedTuple):
    """A line to go to."""

    number: int
    """Counted from 1."""
    text: str


def found(text: str, typed: str) -> tuple[FoundLine, ...]:
    """Return the lines that are meant.

    Parameters
    ----------
    text
        Of the bank.
    typed
        A number for that line, or words that a line must all have.
    """
    lines = text.split("\n")
    words = typed.casefold().split()
    if typed.strip().isdecimal() and len(typed) < 10 and 0 < int(typed) <= len(lines):
        return (FoundLine(int(typed), lines[int(typed) - 1].strip()),)
    hits = (
        FoundLine(number, line.strip())
        for number, line in enumerate(lines, 1)
        if words and all(word in line.casefold() for word in words)
    )
    return tuple(one for _, one in zip(range(_MOST), hits, strict=False))


def next_indent(line: str) -> int:
    """Return the columns by which the line after one is indented, as far as YAML tells."""
    spaces = len(line) - len(line.lstrip(" "))
    found = _KEY.match(line)
    if found is None:
        return spaces
    deeper = 2 if _OPENS.search(line) else 0
    return len(found[1]) + deeper


_KEY: Final = re.compile(r"( *(?:- +)*)[\w-]+:(?:\s|$)")
_OPENS: Final = re.compile(r":(?: +[|>][-+]?)?\s*(?:#.*)?$")
