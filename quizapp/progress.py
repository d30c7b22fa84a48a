"""What the attempts say: pure functions over what the history sums up.

Accuracy is the mean score of the attempts that count: of each variant asked in a session the first,
or the second when the first was imprecise. The numbers of attempts are over all of them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta, tzinfo
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeAlias

from quizapp.bank.tracks import NO_TRACKS, Tracks
from quizapp.learning.confidence import Calibration, calibration

if TYPE_CHECKING:
    from quizapp.history import DayTally, Mock, QuestionTally, Tallies

_NONE_RENAMED: Final[Mapping[str, str]] = MappingProxyType({})
_NOT_KNOWN: Final[Mapping[str, float]] = MappingProxyType({})
_WEAK: Final = 0.8
"""Accuracy below which a topic can be called weak."""
ENOUGH: Final = 3
"""Answers that it takes to say anything about accuracy."""
_MOST_WEAK: Final = 3


class Streak(NamedTuple):
    """Days in a row with an attempt."""

    days: int
    """Up to today, or up to yesterday as long as today has none."""
    longest: int
    today: bool
    """Whether today has one."""


class Sum(NamedTuple):
    """What some attempts come to."""

    attempts: int
    answered: int
    """How many of them count."""
    accuracy: float | None
    """The mean score, from 0 to 1; None when nothing counts."""
    seconds: float
    """Time taken in all."""


class TopicProgress(NamedTuple):
    """How one topic goes."""

    attempts: int
    answered: int
    accuracy: float | None
    seconds: float
    topic: str
    mean_seconds: float | None
    median_seconds: float | None


class DayProgress(NamedTuple):
    """How one day went."""

    attempts: int
    answered: int
    accuracy: float | None
    seconds: float
    day: date


class WeekProgress(NamedTuple):
    """How one week went."""

    attempts: int
    answered: int
    accuracy: float | None
    seconds: float
    week: str
    """By ISO 8601, such as ``2026-W47``."""
    begins: date
    """Its Monday."""


class QuestionProgress(NamedTuple):
    """How one question goes."""

    attempts: int
    answered: int
    accuracy: float | None
    seconds: float
    question: str
    last: datetime


AnySum: TypeAlias = Sum | TopicProgress | DayProgress | WeekProgress | QuestionProgress
"""What some attempts come to: all, or those that have something in common."""


class SlipProgress(NamedTuple):
    """How often a slip was made."""

    slip: str
    times: int
    last: datetime


class MockProgress(NamedTuple):
    """How one mock interview went."""

    session: int
    title: str
    blueprint: str
    code: str
    submitted: datetime
    questions: int
    answered: int
    score: float
    accuracy: float | None
    """Of all its questions; one left unanswered scores 0."""
    seconds: float


class Reason(StrEnum):
    """Why a topic is suggested."""

    WEAKEST = "weakest"
    NEXT = "next"
    """It is the first along the followed track of which too little is known."""
    LOWEST = "lowest"
    """None is weak, and it is the lowest of all."""


class Suggestion(NamedTuple):
    """A topic to practise next."""

    topic: str
    reason: Reason
    known: TopicProgress | None
    """How it goes; None when nothing of it was answered."""
    now: float | None = None
    """The probability that a question about it is answered right now, where that is known."""


class Progress(NamedTuple):
    """What all attempts say."""

    today: date
    """The learner's date when they said it."""
    total: Sum
    streak: Streak
    topics: tuple[TopicProgress, ...]
    """Along the followed track, then the others by name."""
    days: tuple[DayProgress, ...]
    """Those with an attempt, the latest last."""
    weeks: tuple[WeekProgress, ...]
    """Those with an attempt, the latest last."""
    slips: tuple[SlipProgress, ...]
    """The most frequent first."""
    weakest: tuple[str, ...]
    """Up to three topics that need practice most, the weakest first."""
    next: Suggestion
    mocks: tuple[MockProgress, ...]
    """The latest last."""
    questions: tuple[QuestionProgress, ...]
    """By name."""
    confidence: Calibration | None
    """How well the learner knows what they know; None of too few answers."""
    tracks: Tracks = NO_TRACKS
    """Say how topics are called."""


def measure(
    tallies: Tallies,
    today: date,
    zone: tzinfo | None = None,
    tracks: Tracks = NO_TRACKS,
    renamed: Mapping[str, str] = _NONE_RENAMED,
    recalled: Mapping[str, float] = _NOT_KNOWN,
) -> Progress:
    """Return what the attempts say.

    Parameters
    ----------
    tallies
        What the history sums up.
    today
        The learner's date.
    zone
        In which moments are told; the system's own when None.
    tracks
        The one that is followed decides the order of topics and what is suggested.
    renamed
        Full name that a question had → the one that it has now, under which it is told.
    recalled
        Topic → the probability that a question about it is answered right now. Where that is
        known to be high, a topic isn't weak any more, whatever its first answers were.
    """
    topics = _topics(tallies, tracks)
    weakest = _weakest(topics, tracks, recalled)
    return Progress(
        today=today,
        total=Sum(**_sum(tallies.days)),
        streak=streak([tally.day for tally in tallies.days], today),
        topics=topics,
        days=tuple(
            DayProgress(day=one.day, **_sum([one]))
            for one in sorted(tallies.days, key=lambda one: one.day)
        ),
        weeks=_weeks(tallies.days),
        slips=tuple(
            SlipProgress(slip=one.slip, times=one.times, last=one.last.astimezone(zone))
            for one in sorted(tallies.slips, key=lambda one: (-one.times, one.slip))
        ),
        weakest=weakest,
        next=_next(topics, weakest, tracks, recalled),
        tracks=tracks,
        mocks=tuple(_mock(mock, zone) for mock in tallies.mocks),
        questions=_questions(tallies.questions, zone, renamed),
        confidence=calibration(tallies.confidence),
    )


def standings(tallies: Tallies, renamed: Mapping[str, str]) -> dict[str, QuestionProgress]:
    """Return full name → how the question went, for those with an attempt.

    Parameters
    ----------
    tallies
        What the history sums up.
    renamed
        Full name that a question had → the one that it has now.
    """
    return {question.question: question for question in _questions(tallies.questions, UTC, renamed)}


def streak(days: Collection[date], today: date) -> Streak:
    """Return the days in a row that end today or yesterday.

    Days that a wrong clock put into the future neither lengthen nor break it.
    """
    past = {day for day in days if day <= today}
    longest = run = 0
    for day in sorted(past):
        run = run + 1 if day - timedelta(days=1) in past else 1
        longest = max(longest, run)
    last = today if today in past else today - timedelta(days=1)
    count = 0
    while last in past:
        count += 1
        last -= timedelta(days=1)
    return Streak(days=count, longest=longest, today=today in past)


def _sum(tallies: Collection[DayTally] | Collection[QuestionTally]) -> dict[str, Any]:
    answered = sum(tally.answered for tally in tallies)
    return {
        "attempts": sum(tally.attempts for tally in tallies),
        "answered": answered,
        "accuracy": _share(sum(tally.score for tally in tallies), answered),
        "seconds": sum(tally.seconds for tally in tallies),
    }


def _share(score: float, count: int) -> float | None:
    """Return a mean score, without what adding and taking away leaves behind the 12th digit."""
    return min(max(round(score / count, 12), 0.0), 1.0) if count else None


def _topics(tallies: Tallies, tracks: Tracks) -> tuple[TopicProgress, ...]:
    by_topic: dict[str, list[QuestionTally]] = {}
    for tally in tallies.questions:
        if tally.topic:  # that of an imported answer may not be known
            by_topic.setdefault(tally.topic, []).append(tally)
    found = []
    for topic in sorted(by_topic, key=tracks.chosen.place):
        numbers = _sum(by_topic[topic])
        answered = numbers["answered"]
        found.append(
            TopicProgress(
                topic=topic,
                mean_seconds=numbers["seconds"] / answered if answered else None,
                median_seconds=tallies.medians.get(topic),
                **numbers,
            )
        )
    return tuple(found)


def _weeks(days: Iterable[DayTally]) -> tuple[WeekProgress, ...]:
    by_monday: dict[date, list[DayTally]] = {}
    for tally in days:
        by_monday.setdefault(tally.day - timedelta(days=tally.day.weekday()), []).append(tally)
    found = []
    for monday, tallies in sorted(by_monday.items()):
        year, week, _ = monday.isocalendar()
        found.append(WeekProgress(week=f"{year}-W{week:02}", begins=monday, **_sum(tallies)))
    return tuple(found)


def _questions(
    tallies: Iterable[QuestionTally], zone: tzinfo | None, renamed: Mapping[str, str]
) -> tuple[QuestionProgress, ...]:
    """Return each question once, though its topic or its name may have changed."""
    by_name: dict[str, list[QuestionTally]] = {}
    for tally in tallies:
        by_name.setdefault(renamed.get(tally.question, tally.question), []).append(tally)
    return tuple(
        QuestionProgress(
            question=name, last=max(one.last for one in found).astimezone(zone), **_sum(found)
        )
        for name, found in sorted(by_name.items())
    )


def _weakest(
    topics: Iterable[TopicProgress], tracks: Tracks, recalled: Mapping[str, float]
) -> tuple[str, ...]:
    """Return the weakest topics; those of other tracks than the followed one can wait."""
    weak = [
        (recalled.get(one.topic, one.accuracy), one.topic)
        for one in topics
        if one.accuracy is not None
        and one.accuracy < _WEAK
        and one.answered >= ENOUGH
        and tracks.covers(one.topic)
        and recalled.get(one.topic, 0.0) < _WEAK
    ]
    return tuple(topic for _, topic in sorted(weak)[:_MOST_WEAK])


def _next(
    topics: Sequence[TopicProgress],
    weakest: Sequence[str],
    tracks: Tracks,
    recalled: Mapping[str, float],
) -> Suggestion:
    """Return the weakest topic, or the first one that says too little, or the lowest of all."""
    known = {one.topic: one for one in topics}

    def suggested(topic: str, reason: Reason) -> Suggestion:
        return Suggestion(
            topic=topic, reason=reason, known=known.get(topic), now=recalled.get(topic)
        )

    if weakest:
        return suggested(weakest[0], Reason.WEAKEST)
    followed = [*tracks.chosen.by_name] or [*known] or [""]
    for topic in followed:
        found = known.get(topic)
        if found is None or found.answered < ENOUGH:
            return suggested(topic, Reason.NEXT)
    lowest = min(
        (known[topic] for topic in followed),
        key=lambda one: (recalled.get(one.topic, one.accuracy or 0.0), one.answered),
    )
    return suggested(lowest.topic, Reason.LOWEST)


def _mock(mock: Mock, zone: tzinfo | None) -> MockProgress:
    session = mock.session
    return MockProgress(
        session=session.number,
        title=session.title,
        blueprint=session.blueprint,
        code=session.code,
        submitted=(session.ended or session.began).astimezone(zone),
        questions=mock.questions,
        answered=session.answered,
        score=session.score,
        accuracy=_share(session.score, mock.questions),
        seconds=session.seconds,
    )
