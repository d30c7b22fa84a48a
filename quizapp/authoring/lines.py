"""Where an author may want to go in a bank's text: a line, or words."""

from __future__ import annotations

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
