"""Whether each point of a rubric is found where it is made, and not where it is not."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from quizapp.answers.words.points import Point
from quizapp.questions.base import FieldRemark
from quizapp.questions.open import OpenQuestion
from quizapp.text import prose

LEAST_EXAMPLES: Final = 3
LEAST_WRONG: Final = 2
"""Answers that show whether the patterns of a point are right."""


def faults(question: OpenQuestion) -> Iterator[FieldRemark]:
    """Yield a rubric without weight, and the patterns that fail their own examples."""
    if question.rubric and not any(point.weight for point in question.rubric):
        yield "rubric", "every point has weight 0: give at least one a weight"
    for point in question.rubric:
        if point.match:
            yield from _failed(question, point)


def _failed(question: OpenQuestion, point: Point) -> Iterator[FieldRemark]:
    for example in point.examples:
        if point.id not in question.judge.judge(example).covered:
            yield (
                "rubric",
                f"no pattern of '{point.id}' covers its example {_shortened(example)}: "
                "add one that does",
            )
    for wrong in point.wrong:
        if point.id in question.judge.judge(wrong).covered:
            yield (
                "rubric",
                f"a pattern of '{point.id}' matches a wrong answer, {_shortened(wrong)}: "
                "make it narrower, or add 'refute'",
            )


def remarks(question: OpenQuestion) -> Iterator[FieldRemark]:
    """Yield the points whose patterns are barely tested."""
    for point in question.rubric:
        tested = len(point.examples) >= LEAST_EXAMPLES and len(point.wrong) >= LEAST_WRONG
        if point.match and not tested:
            yield (
                "rubric",
                f"the patterns of '{point.id}' are barely tested: add at least "
                f"{LEAST_EXAMPLES} examples and {LEAST_WRONG} wrong answers",
            )


def _shortened(text: str) -> str:
    return f"'{prose.first_line(text, 50)}'"
