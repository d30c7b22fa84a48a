"""Answers that are spoken: how they are recorded, and how long a written one would take."""

from __future__ import annotations

import re
from typing import Final

from quizapp.text.phrases import counted, duration

WORDS_A_MINUTE: Final = 150
"""At which people speak in an interview."""
_SPOKEN: Final = re.compile(r"\s*\(spoken, (\d{1,6}) s\)\s*")


def spoken(seconds: float) -> str:
    """Return what is recorded of an answer that was spoken.

    >>> spoken(47.6)
    '(spoken, 47 s)'
    """
    return f"(spoken, {int(seconds)} s)"


def seconds_spoken(text: str) -> int | None:
    """Return how long a recorded answer was spoken; None where it was written.

    >>> seconds_spoken("(spoken, 47 s)"), seconds_spoken("spoken")
    (47, None)
    """
    found = _SPOKEN.fullmatch(text)
    return None if found is None else int(found[1])


def words_of(text: str) -> str:
    """Return the words of a recorded answer; none where it was spoken."""
    return "" if seconds_spoken(text) is not None else text


def for_people(text: str) -> str:
    """Return a recorded answer as people read it.

    >>> for_people("(spoken, 47 s)"), for_people("It is a mean.")
    ('(spoken in 47 s)', 'It is a mean.')
    """
    return text if seconds_spoken(text) is None else f"({length(text)})"


def length(text: str) -> str:
    """Return how long an answer is, in words.

    >>> length("(spoken, 47 s)"), length("It is a mean.")
    ('spoken in 47 s', '4 words, about 2 s spoken')
    """
    seconds = seconds_spoken(text)
    if seconds is not None:
        return f"spoken in {duration(seconds)}"
    words = len(text.split())
    takes = duration(round(60 * words / WORDS_A_MINUTE))
    return f"{counted(words, 'word')}, about {takes} spoken"
