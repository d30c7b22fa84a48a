"""What the attempts say: pure functions over what the history sums up.

Accuracy is the mean score of the attempts that count: of each variant asked in a session the first,
or the second when the first was imprecise. The numbers of attempts are over all of them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta, tzinfo
from typing import Any, Final

from quizapp.history import DayTally, Mock, QuestionTally, Tallies
from quizapp.practice.selection import CHAIN, along_the_chain, topic_title
from quizapp.text.prose import safe

EMPTY: Final = "Nothing answered yet. Start with 'quizapp practice'."
"""What stands where there is nothing to report."""

_WEEKS_SHOWN: Final = 8
_SLIPS_SHOWN: Final = 8
_MOCKS_SHOWN: Final = 8
_WEAK: Final = 0.8
"""Accuracy below which a topic can be called weak."""
ENOUGH: Final = 3
"""Answers that it takes to say anything about accuracy."""
TOO_FEW: Final = f"– means fewer than {ENOUGH} answers"
"""What explains the dash in place of a share."""
_MOST_WEAK: Final = 3


@dataclass(frozen=True, kw_only=True)
class Streak:
    """Days in a row with an attempt."""

    days: int
    """Up to today, or up to yesterday as long as today has none."""
    longest: int
    today: bool
    """Whether today has one."""


@dataclass(frozen=True, kw_only=True)
class Sum:
    """What some attempts come to."""

    attempts: int
    answered: int
    """How many of them count."""
    accuracy: float | None
    """The mean score, from 0 to 1; None when nothing counts."""
    seconds: float
    """Time taken in all."""


@dataclass(frozen=True, kw_only=True)
class TopicProgress(Sum):
    """How one topic goes."""

    topic: str
    mean_seconds: float | None
    median_seconds: float | None


@dataclass(frozen=True, kw_only=True)
class WeekProgress(Sum):
    """How one week went."""

    week: str
    """By ISO 8601, such as ``2026-W47``."""
    begins: date
    """Its Monday."""


@dataclass(frozen=True, kw_only=True)
class QuestionProgress(Sum):
    """How one question goes."""

    question: str
    last: datetime


@dataclass(frozen=True, kw_only=True)
class SlipProgress:
    """How often a slip was made."""

    slip: str
    times: int
    last: datetime


@dataclass(frozen=True, kw_only=True)
class MockProgress:
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


@dataclass(frozen=True, kw_only=True)
class Suggestion:
    """A topic to practise next."""

    topic: str
    why: str
    """In words, to stand after the topic's name."""


@dataclass(frozen=True, kw_only=True)
class Progress:
    """What all attempts say."""

    today: date
    """The learner's date when they said it."""
    total: Sum
    streak: Streak
    topics: tuple[TopicProgress, ...]
    """Along the chain, then the others by name."""
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

    def structure(self) -> dict[str, Any]:
        """Return the progress for programs."""
        return {
            **asdict(self.total),
            "streak": asdict(self.streak),
            "topics": [asdict(topic) for topic in self.topics],
            "weeks": [asdict(week) | {"begins": week.begins.isoformat()} for week in self.weeks],
            "slips": [asdict(slip) | {"last": slip.last.isoformat()} for slip in self.slips],
            "weakest": list(self.weakest),
            "next": asdict(self.next),
            "mocks": [
                asdict(mock) | {"submitted": mock.submitted.isoformat()} for mock in self.mocks
            ],
            "questions": [asdict(one) | {"last": one.last.isoformat()} for one in self.questions],
        }

    def lines(self) -> list[str]:
        """Return the progress for people."""
        if not self.total.attempts:
            return [EMPTY]
        parts = [
            self._head(),
            self._topic_lines(),
            self._week_lines(),
            self._slip_lines(),
            self._mock_lines(),
        ]
        return "\n\n".join("\n".join(part) for part in parts).split("\n")

    def _head(self) -> list[str]:
        questions = _number(len(self.questions), "question")
        total = self.total
        lines = [
            f"{_number(total.attempts, 'answer')} to {questions}, {right_of(total)},"
            f" {duration(total.seconds)}",
            streak_line(self.streak),
        ]
        if self.weakest:
            names = ", ".join(safe(topic_title(topic)) for topic in self.weakest)
            lines.append(
                f"Weakest topics: {names}. Run: quizapp practice --topic {safe(self.weakest[0])}"
            )
        else:
            name, command = safe(topic_title(self.next.topic)), safe(self.next.topic)
            lines.append(
                f"Next up: {name}, {self.next.why}. Run: quizapp practice --topic {command}"
            )
        return lines

    def _topic_lines(self) -> list[str]:
        head = ("Topic", "answers", "correct", "median time")
        rows = [
            (
                safe(topic_title(one.topic)),
                str(one.attempts),
                share_of(one),
                duration(one.median_seconds),
            )
            for one in self.topics
        ]
        few = any(one.answered < ENOUGH for one in self.topics)
        return [*_table(head, rows), *([TOO_FEW] if few else [])]

    def _week_lines(self) -> list[str]:
        head = ("Week", "answers", "correct", "total time")
        rows = [
            (one.week, str(one.attempts), share_of(one), duration(one.seconds))
            for one in self.weeks[-_WEEKS_SHOWN:]
        ]
        return _table(head, rows)

    def _slip_lines(self) -> list[str]:
        if not self.slips:
            return ["No mistakes yet: none of your wrong answers matched a known one."]
        head = ("Mistake", "times", "last")
        rows = [
            (slip_title(one.slip), str(one.times), one.last.date().isoformat())
            for one in self.slips[:_SLIPS_SHOWN]
        ]
        return _table(head, rows)

    def _mock_lines(self) -> list[str]:
        if not self.mocks:
            return ["No mock interviews yet. Start one with 'quizapp mock'."]
        head = ("Mock interview", "on", "score", "correct", "total time")
        rows = [
            (
                safe(one.title or one.blueprint or f"session {one.session}"),
                one.submitted.date().isoformat(),
                f"{one.score:.3g} of {one.questions}",
                percent(one.accuracy),
                duration(one.seconds),
            )
            for one in self.mocks[-_MOCKS_SHOWN:]
        ]
        return _table(head, rows)


def measure(tallies: Tallies, today: date, zone: tzinfo | None = None) -> Progress:
    """Return what the attempts say.

    Parameters
    ----------
    tallies
        What the history sums up.
    today
        The learner's date.
    zone
        In which moments are told; the system's own when None.
    """
    topics = _topics(tallies)
    weakest = _weakest(topics)
    return Progress(
        today=today,
        total=Sum(**_sum(tallies.days)),
        streak=streak([tally.day for tally in tallies.days], today),
        topics=topics,
        weeks=_weeks(tallies.days),
        slips=tuple(
            SlipProgress(slip=one.slip, times=one.times, last=one.last.astimezone(zone))
            for one in sorted(tallies.slips, key=lambda one: (-one.times, one.slip))
        ),
        weakest=weakest,
        next=_next(topics, weakest),
        mocks=tuple(_mock(mock, zone) for mock in tallies.mocks),
        questions=_questions(tallies.questions, zone),
    )


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


# Words


def streak_line(streak: Streak) -> str:
    """Say how long the streak is, and what keeps it."""
    if not streak.days:
        longest = _days(streak.longest)
        return f"No streak right now. Answer one question today to start one (longest: {longest})"
    longest = f" (longest: {_days(streak.longest)})" * (streak.longest > streak.days)
    today = "" if streak.today else "; answer one question today to keep it"
    return f"Streak: {_days(streak.days)}{longest}{today}"


def slip_title(slip: str) -> str:
    """Return a slip's id in words."""
    return safe(slip.replace("_", " ").replace("-", " "))


def percent(share: float | None) -> str:
    """Return a share as shown."""
    return "–" if share is None else f"{share:.0%}"


def points(score: float) -> str:
    """Return a sum of scores as shown.

    >>> points(27.5), points(1234.0)
    ('27.5', '1,234')
    """
    return f"{score:,.1f}".removesuffix(".0")


def share_of(one: Sum) -> str:
    """Return how much is right as shown; a dash for too few answers."""
    return percent(one.accuracy if one.answered >= ENOUGH else None)


def right_of(one: Sum) -> str:
    """Say how much is right, and of how many; no share of too few."""
    some = f"{points((one.accuracy or 0.0) * one.answered)} of {one.answered:,}"
    enough = one.answered >= ENOUGH
    return f"{percent(one.accuracy)} correct ({some})" if enough else f"{some} correct"


def duration(seconds: float | None) -> str:
    """Return a time taken as shown, in its two largest units.

    >>> duration(32.4), duration(65), duration(7380)
    ('32 s', '1 min 5 s', '2 h 3 min')
    """
    if seconds is None:
        return "–"
    whole = round(seconds)
    minutes, left = divmod(whole, 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours} h {minutes} min"
    return f"{minutes} min {left} s" if minutes else f"{left} s"


def _days(count: int) -> str:
    return _number(count, "day")


def _number(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """Return rows under a head, the first column to the left and the others to the right."""
    everything = [head, *rows]
    widths = [max(len(row[place]) for row in everything) for place in range(len(head))]
    return [
        "  ".join(
            cell.rjust(width) if place else cell.ljust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in everything
    ]


# Sums


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


def _topics(tallies: Tallies) -> tuple[TopicProgress, ...]:
    by_topic: dict[str, list[QuestionTally]] = {}
    for tally in tallies.questions:
        by_topic.setdefault(tally.topic, []).append(tally)
    found = []
    for topic in sorted(by_topic, key=along_the_chain):
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
    tallies: Iterable[QuestionTally], zone: tzinfo | None
) -> tuple[QuestionProgress, ...]:
    """Return each question once, though its topic may have changed."""
    by_name: dict[str, list[QuestionTally]] = {}
    for tally in tallies:
        by_name.setdefault(tally.question, []).append(tally)
    return tuple(
        QuestionProgress(
            question=name, last=max(one.last for one in found).astimezone(zone), **_sum(found)
        )
        for name, found in sorted(by_name.items())
    )


def _weakest(topics: Iterable[TopicProgress]) -> tuple[str, ...]:
    weak = [
        (one.accuracy, one.topic)
        for one in topics
        if one.accuracy is not None and one.accuracy < _WEAK and one.answered >= ENOUGH
    ]
    return tuple(topic for _, topic in sorted(weak)[:_MOST_WEAK])


def _next(topics: Iterable[TopicProgress], weakest: Sequence[str]) -> Suggestion:
    """Return the weakest topic, or the first one that says too little, or the lowest of all."""
    known = {one.topic: one for one in topics}
    if weakest:
        return Suggestion(
            topic=weakest[0], why=f"your weakest topic: {right_of(known[weakest[0]])}"
        )
    for topic in CHAIN:
        answered = known[topic].answered if topic in known else 0
        if answered < ENOUGH:
            some = f"with {_number(answered, 'answer')} so far" if answered else "not started yet"
            return Suggestion(topic=topic, why=f"the next topic, {some}")
    lowest = min(
        (known[topic] for topic in CHAIN), key=lambda one: (one.accuracy or 0.0, one.answered)
    )
    return Suggestion(
        topic=lowest.topic, why=f"your weakest topic, though it's at {right_of(lowest)}"
    )


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
