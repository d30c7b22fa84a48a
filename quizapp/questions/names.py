"""What banks and questions can be called."""

from __future__ import annotations

import re
from typing import Final

from quizapp.errors import UsageError

LONGEST_NAME: Final = 64
"""Characters of a name."""
LONGEST_SEED: Final = 18
"""Digits of a seed."""
SLUG: Final = re.compile(r"[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*")
"""The form of the name of a bank, a question or a topic."""


def is_name(text: str, pattern: re.Pattern[str] = SLUG) -> bool:
    """Whether a text can name a bank or a question, or something else whose names have a form."""
    return len(text) <= LONGEST_NAME and pattern.fullmatch(text) is not None


def read_name(name: str) -> tuple[str, int | None]:
    """Return what stands before the @ of ``id@seed``, and the seed if there is one.

    Raises
    ------
    UsageError
        When the seed is no number.
    """
    before, mark, seed = name.partition("@")
    if mark and not (seed.isdecimal() and seed.isascii() and len(seed) <= LONGEST_SEED):
        raise UsageError(f"use a whole number after @, for example {before[:120]}@17")
    return before, int(seed) if mark else None
