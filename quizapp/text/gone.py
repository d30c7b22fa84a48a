"""Words for questions that no bank has any more."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from quizapp.text.phrases import counted

_MOST_NAMED: Final = 3


def left_out(names: Sequence[str]) -> str:
    """Say which questions are left out; a few are named."""
    named = ", ".join(names[:_MOST_NAMED]) + (", …" if len(names) > _MOST_NAMED else "")
    count = counted(len(names), "question")
    return f"{count} couldn't be found in any bank ({named}). You can continue with the others."
