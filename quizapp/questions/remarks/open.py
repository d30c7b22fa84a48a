"""Whether each point of a rubric is found where it is made, and not where it is not."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from quizapp.answers.words.opposites import reversals, unsigned
from quizapp.answers.words.points import Misconception, Point
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
    elif question.rubric and not any(one.weight for one in question.rubric if not one.bonus):
        yield "rubric", "every point with a weight is a bonus: leave out 'bonus' in at least one"
    for point in question.rubric:
        if point.match:
            yield from _failed(question, point)
    for misconception in question.misconceptions:
        yield from _failed_misconception(question, misconception)


def _failed(question: OpenQuestion, point: Point) -> Iterator[FieldRemark]:
    for example in point.examples:
        if point.id not in question.judge.judge(example).covered:
            yield (
                "rubric",
                f"no pattern of '{point.id}' covers its example {_shortened(example)}: "
                f"add one that does{_swallowed(question, point, example)}",
            )
    for wrong in point.wrong:
        if point.id in question.judge.judge(wrong).covered:
            yield (
                "rubric",
                f"a pattern of '{point.id}' matches a wrong answer, {_shortened(wrong)}: "
                "make it narrower, or add 'refute'",
            )


def _failed_misconception(
    question: OpenQuestion, misconception: Misconception
) -> Iterator[FieldRemark]:
    for texts, expected, fault in (
        (misconception.examples, True, "is not found in its example"),
        (misconception.wrong, False, "is found in an answer without it,"),
    ):
        for text in texts:
            stated = {found.id for found in question.judge.judge(text).misconceptions}
            if (misconception.id in stated) != expected:
                yield (
                    "misconceptions",
                    f"'{misconception.id}' {fault} {_shortened(text)}: change its patterns",
                )


def remarks(question: OpenQuestion) -> Iterator[FieldRemark]:
    """Yield what is barely tested, and what is found where it is not said."""
    if any(point.match for point in question.rubric):
        found = question.judge.judge(
            prose.plain(question.variant(0).key_text, flat=True, quotes=False)
        )
        for point in question.rubric:
            if point.match and point.id not in found.covered:
                yield (
                    "model_answer",
                    f"the model answer doesn't make '{point.id}' as its patterns see it: "
                    "say it there, or add a pattern that covers it",
                )
    for point in question.rubric:
        tested = len(point.examples) >= LEAST_EXAMPLES and len(point.wrong) >= LEAST_WRONG
        if point.match and not tested:
            yield (
                "rubric",
                f"the patterns of '{point.id}' are barely tested: add at least "
                f"{LEAST_EXAMPLES} examples and {LEAST_WRONG} wrong answers",
            )
        if point.match:
            yield from _reversed(question, point)
    for misconception in question.misconceptions:
        if misconception.match and not (misconception.examples and misconception.wrong):
            yield (
                "misconceptions",
                f"the patterns of '{misconception.id}' are not tested: add 'examples' and 'wrong'",
            )


def _reversed(question: OpenQuestion, point: Point) -> Iterator[FieldRemark]:
    """Yield the examples that are still covered when they say the opposite."""
    known = {_plain(text) for text in point.examples}
    for example in point.examples:
        opposites = [*reversals(example), unsigned(example)]
        for opposite in opposites:
            if _plain(opposite) in known:
                continue  # the author says that it is as true
            (found,) = (
                finding
                for finding in question.judge.judge(opposite).points
                if finding.id == point.id
            )
            elsewhere = found.quote in example and opposite != opposites[-1]
            if found.status == "covered" and not elsewhere:
                yield (
                    "rubric",
                    f"'{point.id}' is covered by {_shortened(opposite)} too, an example reversed: "
                    "use 'seq' or 'refute', or list it among the examples if it is true",
                )
                break


def _swallowed(question: OpenQuestion, one: Point | Misconception, text: str) -> str:
    """Return which words of the patterns stand in a text only within one-token phrases."""
    words = question.judge.swallowed(one.match, [text])
    named = ", ".join(f"'{word}'" for word in words)
    return f" ({named} is there only within a canonical phrase)" if words else ""


def _plain(text: str) -> str:
    return " ".join(text.lower().replace(".", "").split())


def _shortened(text: str) -> str:
    return f"'{prose.first_line(text, 50)}'"
