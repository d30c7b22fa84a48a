"""Questions answered by choosing among options."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from quizapp.questions.base import Question


@dataclass(frozen=True)
class Option:
    """An answer offered; a wrong one says why it tempts, a right one why it is right."""

    text: str
    correct: bool = False
    why: str = ""


@dataclass(frozen=True, kw_only=True)
class ChoiceQuestion(Question):
    """A question with options, one or several of them correct."""

    type: ClassVar[str] = "choice"

    options: tuple[Option, ...]
