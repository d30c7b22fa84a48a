"""Where an author may want to go in a bank's text: its questions, a line, or words."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

_QUESTIONS: Final = re.compile(r"^questions:", re.MULTILINE)
_ENTRY: Final = re.compile(r"( *)- id:[ \t]*[\"']?([\w-]+)")
_MOST: Final = 500
"""Lines that are offered."""


class FoundLine(NamedTuple):
    """A line to go to."""

    number: int
    """Counted from 1."""
    text: str


def found(text: str, typed: str) -> tuple[FoundLine, ...]:
    """Return the lines that are meant, in a text that may have mistakes.

    Parameters
    ----------
    text
        Of the bank.
    typed
        Nothing for each question, a number for that line, or words that a line must all have.
    """
    lines = text.split("\n")
    words = typed.casefold().split()
    if not words:
        return _questions(text, lines)
    if typed.strip().isdecimal() and len(typed) < 10 and 0 < int(typed) <= len(lines):
        return (FoundLine(int(typed), lines[int(typed) - 1].strip()),)
    hits = (
        FoundLine(number, line.strip())
        for number, line in enumerate(lines, 1)
        if all(word in line.casefold() for word in words)
    )
    return tuple(one for _, one in zip(range(_MOST), hits, strict=False))


def _questions(text: str, lines: list[str]) -> tuple[FoundLine, ...]:
    """Return the line of each question's id; those of its slips and points are further in."""
    heading = _QUESTIONS.search(text)
    if heading is None:
        return ()
    start = text.count("\n", 0, heading.start())
    entries = [
        (number, match)
        for number, line in enumerate(lines[start:], start + 1)
        if (match := _ENTRY.match(line))
    ]
    least = min((len(match[1]) for _, match in entries), default=0)
    return tuple(FoundLine(number, match[2]) for number, match in entries if len(match[1]) == least)
