"""The way to the interview: what each day brings, and where that leads."""

from __future__ import annotations

from copy import deepcopy
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Final, NamedTuple

from quizapp.learning.answered import Answered, day_of
from quizapp.learning.selection import UPKEEP, Aim, Today, Why, is_due, today

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from quizapp.learning.learner import Learner

_MOST_DAYS: Final = 28
"""Days that are looked ahead."""
_WITHOUT_DATE: Final = 7
_DAY: Final = timedelta(days=1)
_USUAL: Final = 0.5
_STARTS: Final = (0.1, 0.3, _USUAL, 0.7, 0.9)
"""What is carried into the first day: each lets other answers be right."""


class TopicState(NamedTuple):
    """How far a learner is in a topic."""

    topic: str
    now: float
    """The mean recall of its questions."""
    then: float
    """The same on the day, without any practice between."""
    met: int
    all: int
    """Its questions."""
    due: int
    """How many are to be repeated today."""


class Ahead(NamedTuple):
    """What a day is expected to bring."""

    day: date
    repeat: int
    new: int
    mixed: int
    topics: tuple[str, ...]
    """Those of what is new, the most frequent first."""
    mock: bool
    """Whether it is a good day for a mock interview."""


class Plan(NamedTuple):
    """The days up to the interview, or the next ones where there is no date."""

    aim: Aim
    days: tuple[Ahead, ...]
    topics: tuple[TopicState, ...]
    """Along the track."""
    now: float
    """The expected score of an interview now, with topics as often as interviewers ask them."""
    then: float
    """The same on the day, when the plan is kept."""


def states(learner: Learner, aim: Aim, now: datetime) -> tuple[TopicState, ...]:
    """Return how far the learner is in each topic of the track."""
    at, day = now.timestamp(), day_of(now).toordinal()
    then = at + timedelta(days=_days_ahead(aim, now)).total_seconds()
    found = []
    for topic, ones in learner.syllabus.by_topic.items():
        recalls = [learner.now(one, at) for one in ones]
        found.append(
            TopicState(
                topic=topic,
                now=sum(recalls) / len(ones),
                then=sum(learner.now(one, then) for one in ones) / len(ones),
                met=sum(learner.is_met(one.name) for one in ones),
                all=len(ones),
                due=sum(is_due(learner, one, at, day) for one in ones),
            )
        )
    return tuple(found)


def plan(learner: Learner, aim: Aim, now: datetime) -> Plan:
    """Return the way to the interview.

    Each day is chosen as it will be when it comes, from what the days before it are expected to
    leave: of ten questions with a recall of 0.7, seven count as right. Which seven is chance, and
    what the plan leads to is the median of several.
    """
    left = aim.days_left(day_of(now))
    count = min(_WITHOUT_DATE if left is None else left, _MOST_DAYS)
    moments = [now + number * _DAY for number in range(count)]
    ways = {start: _way(learner, aim, moments, start) for start in _STARTS}
    topics = states(learner, aim, now)
    end = now + _days_ahead(aim, now) * _DAY
    scores = sorted(_score(learner, states(ahead, aim, end)) for _, ahead in ways.values())
    return Plan(
        aim=aim,
        days=ways[_USUAL][0],
        topics=topics,
        now=_score(learner, topics),
        then=scores[len(scores) // 2],
    )


def _way(
    learner: Learner, aim: Aim, moments: Sequence[datetime], carried: float
) -> tuple[tuple[Ahead, ...], Learner]:
    """Return days to come, and the learner as they are expected to be after them."""
    ahead = deepcopy(learner, {id(learner.syllabus): learner.syllabus})
    days = []
    for moment in moments:
        portion = today(ahead, aim, moment)
        days.append(_ahead(portion))
        carried = _live(ahead, portion, moment, carried)
    return tuple(days), ahead


def _score(learner: Learner, topics: Iterable[TopicState]) -> float:
    """Return the expected score of an interview."""
    return sum(learner.syllabus.weights[one.topic] * one.now for one in topics)


def _days_ahead(aim: Aim, now: datetime) -> int:
    left = aim.days_left(day_of(now))
    return UPKEEP if left is None else left


def _ahead(portion: Today) -> Ahead:
    new = [one.topic for one in portion.of(Why.NEW)]
    mixed = len(portion.of(Why.MIXED))
    return Ahead(
        day=portion.day,
        repeat=len(portion.portion) - len(new) - mixed,
        new=len(new),
        mixed=mixed,
        topics=tuple(sorted(set(new), key=lambda topic: (-new.count(topic), topic))),
        mock=portion.mock,
    )


def _live(learner: Learner, portion: Today, moment: datetime, carried: float) -> float:
    """Add the answers that are expected of a day.

    What is expected adds up in `carried`, and whenever that makes a whole one, an answer is right;
    what is left over is returned.
    """
    at = moment.timestamp()
    for one in portion.portion:
        at += one.seconds
        carried += one.recall
        right = carried >= 1.0
        carried -= right
        learner.add(
            Answered(
                question=one.question,
                topic=one.topic,
                at=at,
                day=portion.day.toordinal(),
                share=float(right),
                seconds=one.seconds,
            )
        )
    return carried
