"""What an interview's answers are worth, once it is over."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

from quizapp.bank.collection import Banks
from quizapp.bank.tracks import NO_TRACKS, Tracks
from quizapp.errors import QuizappError, UsageError
from quizapp.interview.assembly import Planned
from quizapp.interview.events import Answer, End, State
from quizapp.practice.variants import check_shown
from quizapp.questions.base import Grade
from quizapp.record import Attempt
from quizapp.text.commands import quoted


@dataclass(frozen=True, kw_only=True)
class Result:
    """One question after the end."""

    place: int
    planned: Planned
    answer: Answer
    grade: Grade | None
    """None when it was not answered."""

    @property
    def awaits(self) -> bool:
        """Whether the learner has yet to tick the points of an open answer."""
        confirms = bool(self.planned.variant.points)
        return confirms and self.grade is not None and self.answer.points is None

    @property
    def score(self) -> float:
        """From 0 to 1; unanswered is 0."""
        return self.grade.score if self.grade else 0.0


def results(
    planned: Mapping[int, Planned], state: State, known: Sequence[Result] = ()
) -> tuple[Result, ...]:
    """Return how each question that was asked came out, in order; nothing before the end.

    Parameters
    ----------
    known
        What was returned before: answers that are the same are not graded again.
    """
    if state.ended in (None, End.ABANDONED):
        return ()
    before = {result.place: result for result in known}
    return tuple(
        before[place]
        if place in before and before[place].answer == state.answers[place]
        else marked(place, planned[place], state.answers[place])
        for place in state.places
    )


def attempts(found: Iterable[Result], tracks: Tracks = NO_TRACKS) -> dict[int, Attempt]:
    """Return an attempt by place for each question that was answered, in order."""
    return {
        result.place: _attempt(result, result.grade, tracks)
        for result in map(_unticked, found)
        if result.grade is not None
    }


def _unticked(result: Result) -> Result:
    """Return a result as it was before points were ticked."""
    if result.answer.points is None:
        return result
    return marked(result.place, result.planned, replace(result.answer, points=None))


def marked(place: int, planned: Planned, answer: Answer) -> Result:
    """Return how one question came out."""
    grade = _graded(planned, answer.response, answer.points or ())
    return Result(place=place, planned=planned, answer=answer, grade=grade)


def _graded(planned: Planned, response: str | None, points: tuple[str, ...]) -> Grade | None:
    """Return a response's grade; none when the bank has changed so that it can't be read now."""
    if response is None:
        return None
    variant = planned.variant
    try:
        return variant.grade(variant.judged(variant.read(response), points))
    except QuizappError:
        return None


def _attempt(result: Result, grade: Grade, tracks: Tracks) -> Attempt:
    """Return what the history keeps; an open answer has no points yet, and gets them confirmed."""
    variant, answer = result.planned.variant, result.answer
    assert answer.response is not None
    assert answer.at is not None
    return Attempt.of(
        variant,
        answer.response,
        grade,
        seconds=answer.seconds,
        at=answer.at,
        confidence=answer.confidence,
        track=tracks.of_topic(variant.question.topic),
    )


def described(planned: Planned) -> dict[str, Any]:
    """Return a planned question as an interview's log keeps it."""
    return {
        "question": planned.variant.question.name,
        "seed": planned.variant.seed,
        "parameters": dict(planned.variant.parameters),
        "section": planned.section,
        "seconds": planned.seconds,
        "follows": planned.follows,
        "pitch": planned.is_pitch,
    }


def restored(state: State, banks: Banks) -> tuple[dict[int, Planned], State]:
    """Return the planned questions by place, and the state without those that are gone.

    A question is gone when no bank has it any more, when it refuses the numbers that it was asked
    with, or when a damaged disk has garbled them.

    Raises
    ------
    UsageError
        When all of them are.
    """
    planned = {}
    for place, record in enumerate(state.plan):
        with suppress(QuizappError, LookupError, TypeError, ValueError):
            planned[place] = _restored(record, banks)
    state = replace(state, left_out=frozenset(range(len(state.plan))) - planned.keys())
    if not state.places:
        raise UsageError(
            "none of this interview's questions are in the banks that are loaded; name their bank "
            f"with --bank, or install it with {quoted('bank', 'add', 'PATH')}"
        )
    return planned, state


def _restored(record: Mapping[str, Any], banks: Banks) -> Planned:
    variant = banks.find(record["question"]).with_parameters(record["parameters"], record["seed"])
    check_shown(variant)
    return Planned(
        variant=variant,
        section=record["section"],
        seconds=record["seconds"],
        follows=record["follows"],
        is_pitch=record["pitch"],
    )
