"""What banks and questions can be called."""

from __future__ import annotations

import re
from typing import Final

LONGEST_NAME: Final = 64
"""Characters of a name."""
SLUG: Final = re.compile(r"[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*")
"""The form of the name of a bank, a question or a topic."""


def is_name(text: str, pattern: re.Pattern[str] = SLUG) -> bool:
    """Whether a text can name a bank or a question, or something else whose names have a form."""
    return len(text) <= LONGEST_NAME and pattern.fullmatch(text) is not None
