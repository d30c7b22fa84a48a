"""What learners said of the points of open answers that was not found, for a bank's author."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from quizapp.answers.words.findings import Status
from quizapp.errors import QuizappError
from quizapp.questions.base import Question
from quizapp.record import Recorded
from quizapp.text.prose import first_line
from quizapp.text.visible import safe

NONE: Final = "Nothing was missed: all the points that learners ticked are found in their answers."
"""What stands where there are none."""
_LONGEST: Final = 200
"""Characters of an answer in which no sentence is near to the point."""


@dataclass(frozen=True)
class Miss:
    """A point that a learner ticked, and that no pattern finds in the answer."""

    question: str
    point: str
    said: str
    """The words nearest to it, or the beginning of the answer."""


def misses(attempts: Iterable[Recorded], find: Callable[[str], Question]) -> Iterator[Miss]:
    """Yield the points that learners ticked and today's patterns don't cover, each once."""
    seen: set[Miss] = set()
    for recorded in attempts:
        confirmed = recorded.attempt.value
        if not isinstance(confirmed, dict) or not confirmed.get("confirmed"):
            continue
        try:
            variant = find(recorded.attempt.question).variant(recorded.attempt.seed)
            found = variant.found(variant.read(recorded.attempt.response))
        except QuizappError:
            continue  # the question is gone, or its answer can't be read any more
        for point in found.points if found else ():
            if point.id in confirmed["confirmed"] and point.status is not Status.COVERED:
                said = (
                    point.quote or point.nearest or first_line(recorded.attempt.response, _LONGEST)
                )
                miss = Miss(recorded.attempt.question, point.id, said)
                if miss not in seen:
                    seen.add(miss)
                    yield miss


def structures(found: Iterable[Miss]) -> list[dict[str, Any]]:
    """Return misses for programs."""
    return [{"question": miss.question, "point": miss.point, "said": miss.said} for miss in found]


def lines(found: Iterable[Miss]) -> list[str]:
    """Return misses for people, below the names of their questions."""
    told: list[str] = []
    before = ""
    for one in sorted(found, key=lambda miss: (miss.question, miss.point)):
        if one.question != before:
            told += [""] if told else []
            told.append(one.question)
            before = one.question
        told.append(f"  {one.point}: {safe(one.said)}")
    return told or [NONE]
