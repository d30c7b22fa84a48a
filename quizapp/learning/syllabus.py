"""What there is to learn: the questions as far as choosing needs them, along the track."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from quizapp.questions.base import Question


class Askable(NamedTuple):
    """A question as far as choosing needs it."""

    name: str
    type: str
    topic: str
    level: int
    generated: bool
    seconds: float
    """What it takes somebody of the usual pace."""
    after: tuple[str, ...]
    """Full names of the questions to have met before."""
    in_words: bool
    """Whether it is answered in the learner's own words."""
    quick: bool
    """Whether it is answered soon enough to find out by it where the learner begins."""


class Syllabus:
    """The questions that can be chosen, and what their topics are worth.

    Parameters
    ----------
    questions
        All that are loaded.
    weights
        Topic → how often interviewers ask about it, in the order of the track; other topics are
        asked about only to repeat what was missed there.
    """

    def __init__(self, questions: Iterable[Question], weights: Mapping[str, float]) -> None:
        known = list(questions)
        self._known = {question.name: question for question in known}
        ids: dict[str, str] = {}
        for question in known:
            ids.setdefault(question.id, question.name)
        self.questions = {
            question.name: Askable(
                name=question.name,
                type=question.type,
                topic=question.topic,
                level=question.level,
                generated=question.generated,
                seconds=question.seconds,
                after=tuple(_named(question, ids, self._known)),
                in_words=question.in_words,
                quick=question.quick,
            )
            for question in known
        }
        there = {question.topic for question in known}
        found = {topic: weight for topic, weight in weights.items() if topic in there}
        total = sum(found.values())
        self.weights = {topic: weight / total for topic, weight in found.items()} if total else {}
        """Topic → its share of what is asked, in the order of the track."""

    @cached_property
    def levels(self) -> Mapping[str, int]:
        """Question → its level."""
        return {name: one.level for name, one in self.questions.items()}

    @cached_property
    def by_topic(self) -> Mapping[str, tuple[Askable, ...]]:
        """Topic of the track → its questions."""
        found: dict[str, list[Askable]] = {topic: [] for topic in self.weights}
        for one in self.questions.values():
            if one.topic in found:
                found[one.topic].append(one)
        return {topic: tuple(ones) for topic, ones in found.items()}

    @cached_property
    def all_levels(self) -> Mapping[tuple[str, int], int]:
        """Topic of the track and level → how many questions."""
        return Counter((one.topic, one.level) for ones in self.by_topic.values() for one in ones)

    @cached_property
    def all_types(self) -> Mapping[tuple[str, str], int]:
        """Topic of the track and type → how many questions."""
        return Counter((one.topic, one.type) for ones in self.by_topic.values() for one in ones)

    def slips(self, question: str) -> frozenset[str]:
        """Return the slips that can be made in a question, as far as its texts say."""
        known = self._known.get(question)
        return frozenset() if known is None else known.slip_ids


def _named(question: Question, ids: Mapping[str, str], names: Container[str]) -> Iterable[str]:
    """Yield the full names of what is to be met before; a bare id means its own bank's first."""
    for reference in question.after:
        own = f"{question.bank}/{reference}"
        if own in names:
            yield own
        elif reference in names:
            yield reference
        elif reference in ids:
            yield ids[reference]
