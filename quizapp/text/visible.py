"""Text of which nothing acts on a terminal; light enough for whatever shows one."""

from __future__ import annotations

import unicodedata
from typing import Final

TAB: Final = 4


def safe(text: str) -> str:
    """Return a text on one line in which whatever acts on a terminal is shown instead.

    Control characters become their pictures (``␛``), newlines too; tabs become spaces; what is
    invisible or turns the direction of writing becomes ``�``.
    """
    return visible(text).replace("\n", "␊")


def visible(text: str) -> str:
    """Return a text in which whatever acts on a terminal, but for newlines, is shown instead."""
    if text.isascii() and text.isprintable():
        return text
    hidden = {char for char in text if char != "\n" and not char.isprintable()}
    if hidden.isdisjoint(_JOINERS):
        return text.translate({ord(char): _picture(char) for char in hidden})
    return "".join(
        _picture(char) if char in hidden and not _joins(text, place) else char
        for place, char in enumerate(text)
    )


_NON_JOINER: Final = "\N{ZERO WIDTH NON-JOINER}"
_JOINER: Final = "\N{ZERO WIDTH JOINER}"
_JOINERS: Final = frozenset((_NON_JOINER, _JOINER))


def _joins(text: str, place: int) -> bool:
    """Whether a joiner stands where scripts and emoji need one: between two of their kind."""
    if text[place] not in _JOINERS or not 0 < place < len(text) - 1:
        return False
    before, after = (unicodedata.category(text[side]) for side in (place - 1, place + 1))
    if before[0] in "LM" and after[0] == "L":
        return True
    emoji = before in ("So", "Sk") or text[place - 1] == "\N{VARIATION SELECTOR-16}"
    return text[place] == _JOINER and emoji and after == "So"


def _picture(char: str) -> str:
    code = ord(char)
    if char == "\t":
        return " " * TAB
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "␡"
    return " " if unicodedata.category(char) == "Zs" else "\N{REPLACEMENT CHARACTER}"
