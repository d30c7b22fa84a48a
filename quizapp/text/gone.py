"""Words for questions that no bank has any more."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

_MOST_NAMED: Final = 3


def left_out(names: Sequence[str]) -> str:
    """Say which questions are left out; a few are named."""
    named = ", ".join(names[:_MOST_NAMED]) + (", …" if len(names) > _MOST_NAMED else "")
    count = "1 question" if len(names) == 1 else f"{len(names)} questions"
    return f"{count} couldn't be found in any bank ({named}). You can continue with the others."
