"""The answers of the program that learners doubt, for whoever looks after the bank."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Final

from quizapp.errors import QuizappError
from quizapp.questions.base import Question, Variant
from quizapp.record import Remark
from quizapp.text.phrases import day
from quizapp.text.prose import plain
from quizapp.text.visible import safe

NONE: Final = "No doubts. To report an answer that is wrong, press d after it."
"""What stands where there are none."""
Find = Callable[[str], Question]
"""Returns the question of a name; raises where the banks have none."""


def structures(doubts: Iterable[Remark], find: Find) -> list[dict[str, Any]]:
    """Return doubts for programs, each with the answer that is doubted; null where it is gone."""
    return [
        {
            "question": remark.question,
            "seed": remark.seed,
            "note": remark.text,
            "key": _key(remark, find),
            "at": remark.at.isoformat(),
        }
        for remark in doubts
    ]


def lines(doubts: Iterable[Remark], find: Find) -> list[str]:
    """Return doubts for people."""
    found: list[str] = []
    for remark in doubts:
        name = remark.question if remark.seed is None else f"{remark.question}@{remark.seed}"
        key = _key(remark, find)
        answer = "is not loaded" if key is None else f"the program says {key}"
        said = f"; you say: {safe(remark.text)}" if remark.text else ""
        found.append(f"{safe(name)}, {day(remark.at)}: {answer}{said}")
    return found or [NONE]


def _key(doubt: Remark, find: Find) -> str | None:
    """Return the answer that is doubted, as it is today."""
    try:
        variant: Variant = find(doubt.question).variant(doubt.seed or 0)
        return safe(plain(variant.key_text, flat=True))
    except QuizappError:
        return None
