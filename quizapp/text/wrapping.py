"""The one wrapper: pieces of styled text into lines of a terminal, no wider than asked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import itemgetter
from typing import Final, NamedTuple, TypeAlias

from quizapp.text.columns import columns, split_columns

Run: TypeAlias = tuple[str, str]
"""A stretch of text and its style."""
Line: TypeAlias = list[Run]


class Piece(NamedTuple):
    """Text to be wrapped at its spaces, in one style."""

    text: str
    style: str = ""
    whole: bool = False
    """Whether it stays on one line, where it takes at most half of one."""


def wrapped(pieces: Iterable[Piece], width: int) -> list[Line]:
    """Return pieces as lines; a number stays beside its unit, and a word too long is cut."""
    lines: list[Line] = []
    filled = width
    for word in _with_units(_words(pieces, width), width):
        size = _columns(word)
        if filled + 1 + size <= width:
            _extend(lines[-1], [(" ", lines[-1][-1][1]), *word])
            filled += 1 + size
        elif size <= width:
            lines.append(word)
            filled = size
        else:
            lines += _cut(word, width)
            filled = _columns(lines[-1])
    return lines


def wrapped_text(text: str, width: int) -> list[str]:
    """Return a text as lines."""
    return [text_of(line) for line in wrapped([Piece(text)], width)]


def text_of(line: Line) -> str:
    """Return a line without its styles."""
    return line[0][0] if len(line) == 1 else "".join(text for text, _ in line)


def _words(pieces: Iterable[Piece], width: int) -> Iterator[Line]:
    """Part pieces at their spaces; a word may be made of several."""
    word: Line = []
    for text, style, whole in pieces:
        kept = whole and columns(text) <= width // 2
        first, *others = [text] if kept else text.split(" ")
        if first:
            _extend(word, [(first, style)])
        for other in others:
            if word and text_of(word).strip():
                yield word
            word = [(other, style)] if other else []
    if word and text_of(word).strip():
        yield word


_UNIT: Final = re.compile(r"(?:%|nats?|bits?|bans?|min|h|[mnµ]?s|[kMGT]i?B)[.,;:?!)]*")
"""Those that learners and banks write after a space."""


def _with_units(words: Iterable[Line], width: int) -> Iterator[Line]:
    """Join each unit that follows a number to it, where both fit one line."""
    before: Line = []
    for word in words:
        if before:
            number = before[-1][0][-1:].isdigit()
            unit = number and _UNIT.fullmatch(text_of(word))
            if unit and _columns(before) + 1 + _columns(word) <= width:
                _extend(before, [(" ", before[-1][1]), *word])
                continue
            yield before
        before = word
    if before:
        yield before


def _extend(line: Line, runs: Iterable[Run]) -> None:
    """Add runs to a line; one in the style of the last run becomes a part of it."""
    for text, style in runs:
        if line and line[-1][1] == style:
            line[-1] = (line[-1][0] + text, style)
        else:
            line.append((text, style))


def _columns(line: Line) -> int:
    return columns(line[0][0]) if len(line) == 1 else sum(columns(text) for text, _ in line)


def _cut(word: Line, width: int) -> list[Line]:
    """Cut a word into as many lines as it needs, none through a wide character."""
    cells = [(cell, style) for text, style in word for cell in split_columns(text)]
    lines: list[Line] = []
    start = 0
    while start < len(cells):
        end = start + width
        if end < len(cells) and not cells[end][0] and width > 1:
            end -= 1
        last = min(end, len(cells))
        while last > start + 1 and cells[last - 1][0] == " ":
            last -= 1
        runs = groupby(cells[start:last], itemgetter(1))
        lines.append([("".join(cell for cell, _ in run), style) for style, run in runs])
        start = end
        while start < len(cells) and cells[start][0] == " ":
            start += 1
    return lines
