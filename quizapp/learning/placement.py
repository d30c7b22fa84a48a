"""A few questions up and down the track find where a learner begins."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from quizapp.learning.syllabus import Askable, Syllabus

QUESTIONS: Final = 8
_LEVEL: Final = 2
"""Of the questions: what somebody who knows a topic gets right."""


class Probe(NamedTuple):
    """A question that was asked to find the place."""

    question: str
    """The full name."""
    topic: str
    right: bool
    """Whether it was answered right; "I don't know" was not."""


def ask(syllabus: Syllabus, asked: Sequence[Probe]) -> Askable | None:
    """Return what to ask next: one from further on after a right answer, else from further back.

    Each step is half as long as the one before, down to one topic. None when that is enough, or
    nothing is left to ask.
    """
    topics = list(syllabus.by_topic)
    if len(asked) >= QUESTIONS or not topics:
        return None
    place, step = len(topics) // 2, max(len(topics) // 4, 1)
    for one in asked:
        place = min(max(place + (step if one.right else -step), 0), len(topics) - 1)
        step = max(step // 2, 1)
    before = {one.question for one in asked}
    # The nearest topic that has a question left.
    for topic in sorted(topics, key=lambda topic: abs(topics.index(topic) - place)):
        left = [one for one in syllabus.by_topic[topic] if one.name not in before]
        if left:
            return min(left, key=lambda one: (not one.quick, abs(one.level - _LEVEL)))
    return None


def course(syllabus: Syllabus) -> tuple[str, ...]:
    """Return what is asked of somebody who knows every other question.

    It is what a session plans before the answers are known.
    """
    asked: list[Probe] = []
    while (one := ask(syllabus, asked)) is not None:
        asked.append(Probe(one.name, one.topic, right=len(asked) % 2 == 1))
    return tuple(one.question for one in asked)


def start(syllabus: Syllabus, asked: Sequence[Probe]) -> str:
    """Return the topic to begin with; the first one when nothing was asked.

    It is the one that splits the answers best: right before it, and not right from there on.
    """
    topics = list(syllabus.by_topic)
    if not topics:
        return ""

    def fits(place: int) -> int:
        return sum((topics.index(one.topic) < place) == one.right for one in known)

    known = [one for one in asked if one.topic in syllabus.by_topic]
    best = max(range(len(topics) + 1), key=lambda place: (fits(place), -place))
    return topics[min(best, len(topics) - 1)]
