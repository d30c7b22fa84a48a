"""A session that finds out where the learner stands: each answer leads to the next question."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from quizapp.learning import placement
from quizapp.learning.placement import Probe
from quizapp.learning.recall import RIGHT
from quizapp.learning.syllabus import Syllabus

if TYPE_CHECKING:
    from quizapp.bank.tracks import Tracks
    from quizapp.practice.asked import Asked
    from quizapp.questions.base import Question


def leads(
    questions: Sequence[Question], tracks: Tracks
) -> Callable[[Sequence[Asked]], Question | None]:
    """Return what leads from the answers to the next question, up and down the followed track."""
    syllabus = Syllabus(tracks.covered(questions), tracks.chosen.weights)
    by_name = {question.name: question for question in questions}

    def lead(asked: Sequence[Asked]) -> Question | None:
        found = placement.ask(syllabus, probes(asked))
        return None if found is None else by_name[found.name]

    return lead


def probes(asked: Sequence[Asked]) -> list[Probe]:
    """Return what was asked as far as a placement needs it; what was skipped was not known."""
    return [
        Probe(
            one.variant.question.name,
            one.variant.question.topic,
            one.grade is not None and one.grade.score >= RIGHT,
        )
        for one in asked
    ]
