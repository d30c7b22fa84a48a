"""Options and lines under letters, in an order that the seed decides."""

from __future__ import annotations

from collections.abc import Sequence
from string import ascii_lowercase
from typing import TypeVar

from quizapp.errors import UnreadableError
from quizapp.expressions.chance import Chance
from quizapp.questions.base import Question

_Item = TypeVar("_Item")


def shuffled(question: Question, items: Sequence[_Item], seed: int) -> tuple[_Item, ...]:
    """Return items in the order of a seed, the same everywhere."""
    order = Chance(question.bank, question.id, seed, "order").shuffled(len(items))
    return tuple(items[place] for place in order)


def read(raw: str, count: int) -> tuple[str, ...]:
    """Return the letters typed, in the order typed.

    Raises
    ------
    UnreadableError
        When something else was typed, or a letter twice, or one that isn't offered.
    """
    offered = ascii_lowercase[:count]
    usage = f"Type letters from a to {offered[-1]}, such as {', '.join(offered[:2])}."
    typed = raw.strip().lower().strip("()[].")
    marks = typed.replace(",", " ").replace(";", " ").replace("→", " ").replace(">", " ").split()
    if len(marks) == 1:
        marks = list(marks[0])
    found = tuple(mark.strip("().") for mark in marks if mark not in ("and", "&"))
    if not found or any(len(mark) != 1 or mark not in offered for mark in found):
        raise UnreadableError(usage)
    if len(set(found)) < len(found):
        raise UnreadableError(f"A letter is there twice. {usage}")
    return found
