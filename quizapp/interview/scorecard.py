"""What an interview came to, in numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from quizapp.bank.collection import Banks
from quizapp.bank.tracks import NO_TRACKS, Tracks
from quizapp.errors import UsageError
from quizapp.interview.events import End, InterviewEvent, State, fold
from quizapp.interview.results import Result, restored, results
from quizapp.learning.recall import RIGHT
from quizapp.practice.selection import Selection
from quizapp.questions.base import Verdict, slip_counts
from quizapp.record import Confidence

PASSES: Final = 0.7
"""The score to aim for."""
_SLOW: Final = 1.25
"""Share of the planned time from which on a question was slow."""
_COSTLIEST: Final = 2

_GUESS: Final = 0.3
"""Up to this probability, an answer is a guess."""
_SURE: Final = 0.9
"""From this probability on, the learner was sure."""


@dataclass(frozen=True, kw_only=True)
class Subtotal:
    """What some of the questions came to."""

    title: str
    score: float
    questions: int
    seconds: float
    planned: float

    @property
    def right(self) -> float:
        """The mean score, from 0 to 1."""
        return self.score / self.questions if self.questions else 0.0


@dataclass(frozen=True, kw_only=True)
class Earlier:
    """A mock of the same blueprint before this one."""

    began: datetime
    code: str
    score: float
    """The sum of the scores."""
    questions: int
    seconds: float

    @property
    def right(self) -> float:
        """The mean score, from 0 to 1."""
        return self.score / self.questions if self.questions else 0.0


@dataclass(frozen=True, kw_only=True)
class Scorecard:
    """What an interview came to."""

    title: str
    code: str
    began: datetime
    ended: End
    minutes: float
    used: float
    """Seconds from the beginning to the end, without pauses."""
    pauses: int
    paused_seconds: float
    away_seconds: float
    results: tuple[Result, ...]
    left_out: tuple[str, ...] = ()
    """Full names of the questions that are gone from the banks."""
    earlier: tuple[Earlier, ...] = ()
    """The latest last."""
    tracks: Tracks = NO_TRACKS
    """Say in which order topics go, and how they are called."""

    @property
    def total(self) -> Subtotal:
        """What all questions came to."""
        return _share("Total", self.results)

    @property
    def answered(self) -> Subtotal:
        """What the questions that have an answer came to."""
        return _share("Answered", [result for result in self.results if result.grade is not None])

    @property
    def sections(self) -> tuple[Subtotal, ...]:
        """What each section came to, in order."""
        return _shares(self.results, lambda result: result.planned.section)

    @property
    def topics(self) -> tuple[Subtotal, ...]:
        """What each topic came to, along the followed track; the titles are the topics' names."""
        shares = _shares(self.results, lambda result: result.planned.variant.question.topic)
        return tuple(sorted(shares, key=lambda subtotal: self.tracks.chosen.place(subtotal.title)))

    @property
    def slips(self) -> dict[str, int]:
        """Slips made and how often, the most frequent first."""
        return slip_counts(result.grade for result in self.results)

    @property
    def lucky(self) -> tuple[int, ...]:
        """Numbers of the questions that were guessed and right."""
        return self._numbers(lambda result: _is_right(result) and _is_guess(result))

    @property
    def sure_errors(self) -> tuple[int, ...]:
        """Numbers of the questions that the learner was sure of and that were not right."""
        return self._numbers(
            lambda result: (
                result.grade is not None
                and not result.awaits
                and not _is_right(result)
                and _is_sure(result)
            )
        )

    @property
    def passes(self) -> bool:
        """Whether the score to aim for was reached."""
        return self.total.right >= PASSES

    @property
    def missed(self) -> tuple[str, ...]:
        """Full names of the questions that were not right or have no answer, each once."""
        wrong = (result for result in self.results if not result.awaits and result.score < RIGHT)
        return tuple(dict.fromkeys(result.planned.variant.question.name for result in wrong))

    @property
    def costliest(self) -> tuple[Subtotal, ...]:
        """The sections in which most points were lost, the worst first; two at most."""
        lossy = [subtotal for subtotal in self.sections if subtotal.score < subtotal.questions]
        return tuple(
            sorted(lossy, key=lambda subtotal: subtotal.score - subtotal.questions)[:_COSTLIEST]
        )

    @property
    def awaiting(self) -> tuple[int, ...]:
        """Numbers of the open answers whose points are not ticked yet."""
        return self._numbers(lambda result: result.awaits)

    @property
    def unanswered(self) -> tuple[int, ...]:
        """Numbers of the questions without an answer."""
        return self._numbers(lambda result: result.grade is None)

    @property
    def slow(self) -> tuple[int, ...]:
        """Numbers of the questions that took clearly longer than planned."""
        return self._numbers(lambda result: result.answer.seconds > _SLOW * result.planned.seconds)

    @property
    def next(self) -> Selection | None:
        """What to practise next: the topic where most was lost; None when nothing was."""
        known = [result for result in self.results if not result.awaits]
        shares = _shares(known, lambda result: result.planned.variant.question.topic)
        lossy = [subtotal for subtotal in shares if subtotal.score < subtotal.questions]
        if not lossy:
            return None
        weakest = min(lossy, key=lambda subtotal: (subtotal.right, -subtotal.questions))
        return Selection(topic=weakest.title)

    def _numbers(self, holds: Callable[[Result], bool]) -> tuple[int, ...]:
        return tuple(number for number, result in enumerate(self.results, 1) if holds(result))


def card(
    found: Sequence[Result],
    state: State,
    earlier: Sequence[Earlier] = (),
    tracks: Tracks = NO_TRACKS,
) -> Scorecard:
    """Return the scorecard of an interview that is over.

    Raises
    ------
    UsageError
        When it goes on, or was given up.
    """
    if state.ended is None or not found:
        raise UsageError("there's no scorecard: this interview wasn't finished")
    over = state.over or state.last
    return Scorecard(
        title=state.data.get("title", ""),
        code=state.code,
        began=state.began,
        ended=state.ended,
        minutes=state.data["minutes"],
        used=(over - state.began).total_seconds() - state.paused_seconds,
        pauses=state.pauses,
        paused_seconds=state.paused_seconds,
        away_seconds=state.away_seconds,
        results=tuple(found),
        left_out=tuple(state.plan[place]["question"] for place in sorted(state.left_out)),
        earlier=tuple(earlier),
        tracks=tracks,
    )


def of_events(
    events: Iterable[InterviewEvent],
    banks: Banks,
    earlier: Sequence[Earlier] = (),
    tracks: Tracks = NO_TRACKS,
) -> Scorecard:
    """Return the scorecard of an interview from what the history kept of it.

    Raises
    ------
    UsageError
        When it was not finished, or all its questions are gone from the banks.
    """
    planned, state = restored(fold(events), banks)
    return card(results(planned, state), state, earlier, tracks)


def _share(title: str, results: Sequence[Result]) -> Subtotal:
    return Subtotal(
        title=title,
        score=sum(result.score for result in results),
        questions=len(results),
        seconds=sum(result.answer.seconds for result in results),
        planned=sum(result.planned.seconds for result in results),
    )


def _shares(results: Iterable[Result], group: Callable[[Result], str]) -> tuple[Subtotal, ...]:
    groups: dict[str, list[Result]] = {}
    for result in results:
        groups.setdefault(group(result), []).append(result)
    return tuple(_share(title, some) for title, some in groups.items())


def _is_right(result: Result) -> bool:
    return result.grade is not None and result.grade.verdict is Verdict.CORRECT


def _is_guess(result: Result) -> bool:
    said = result.answer.confidence
    return said <= _GUESS if isinstance(said, float) else said is Confidence.GUESS


def _is_sure(result: Result) -> bool:
    said = result.answer.confidence
    return said >= _SURE if isinstance(said, float) else said is Confidence.SURE
