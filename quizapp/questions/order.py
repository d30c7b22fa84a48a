"""Questions answered by putting lines in order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from quizapp.questions.base import Question


@dataclass(frozen=True, kw_only=True)
class OrderQuestion(Question):
    """A question whose lines are given in the right order and shown shuffled."""

    type: ClassVar[str] = "order"

    lines: tuple[str, ...]
