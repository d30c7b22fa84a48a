"""Whether "a" or "an" fits the word that is filled in after it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

_MARKS: Final = r"[*_`\"'“‘(]*"
_ARTICLE: Final = re.compile(rf"(?<![\w$\\'’-])([Aa]n?) +{_MARKS}([A-Za-z][\w'’.-]*|\d[\d,.]*)")
_OPEN: Final = re.compile(r"[aeiou]|hour|honest|honou?r|heir", re.IGNORECASE)
_AS_YOU: Final = re.compile(
    r"eu|ewe|u(?:ni(?!n|mp|ma|dent)|nanim|s[aeiu]|t[io]|ra|ku|bi)|uk|one\b|once\b|one-|ouija",
    re.IGNORECASE,
)
"""Words that are spelled with a vowel and spoken with y or w."""
_SPELLED_OPEN: Final = frozenset("aefhilmnorsx")
"""Letters whose names begin with a vowel."""
_NUMBER_OPEN: Final = re.compile(r"8|1[18](?:,\d{3})*(?!,?\d)")


def misfits(text: str, written: str) -> Iterator[tuple[str, str]]:
    """Yield each article that doesn't fit the word filled in after it, and how both should read.

    Parameters
    ----------
    text
        A text with its values in.
    written
        The same before; what stands there already is its author's own English.
    """
    for match in _ARTICLE.finditer(text):
        article, word = match.groups()
        wanted = wanted_before(word)
        if wanted and article.casefold() != wanted and match[0] not in written:
            yield f"{article} {word}", f"{article[0]}{wanted[1:]} {word}"


def wanted_before(word: str) -> str:
    """Return the article that a word wants; nothing where it depends on how it is spoken."""
    first = re.split(r"[-'’.]", word)[0]
    if word[0].isdigit():
        return "an" if _NUMBER_OPEN.match(word) else "a"
    if len(first) == 1:
        return "an" if first.casefold() in _SPELLED_OPEN else "a"
    if first.isupper() or any(letter.isdigit() for letter in first):
        return ""
    return "an" if _OPEN.match(word) and not _AS_YOU.match(word) else "a"
