"""The ``{{ }}`` of a text, in whose place something is filled in."""

from __future__ import annotations

import re
from typing import Final

FILLED: Final = re.compile(r"\{\{([^{}]*)\}\}")
"""What is filled in, with what stands between its braces."""


def unfilled(text: str) -> str:
    """Return a text with … where a value is filled in, for lists that show no variant."""
    return FILLED.sub("…", text)
