"""What to ask a learner on a day, and in which order.

What was missed comes first: a generated question again about five others later, with new numbers,
until it is right, and then on another day; a fixed one on the next day with practice. Then what is
about to be forgotten, mistakes that have become habits, and what is new along the track, its
topics mixed. Each next question goes to the topic with the highest quotient, as in D'Hondt's
method: how often interviewers ask about it, times what is missing there, over what it had. Two
promises come before that: all topics begin within three days, and most of their levels in a week.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Iterator
from datetime import date, datetime
from enum import StrEnum
from itertools import islice
from math import ceil
from typing import TYPE_CHECKING, Final, NamedTuple

from quizapp.learning.answered import day_of

if TYPE_CHECKING:
    from quizapp.learning.learner import Learner
    from quizapp.learning.syllabus import Askable

MINUTES: Final = 20
"""A day's practice unless the learner says otherwise."""
OTHERS_BETWEEN: Final = 5
"""Questions between a miss and the same question with new numbers."""
FEWEST_BETWEEN: Final = 2
"""At the end of a portion, where there are no five others."""
_MOST_REPEATS: Final = 0.8
"""The share of a day that repeats may take, but for what was not met since it was missed."""
DUE: Final = 0.7
"""Recall below which a question that was right is asked again."""
_MOST_DUE: Final = 0.25
"""The share of a day for those."""
_MOST_HABITS: Final = 3
"""Questions a day against habits."""
_STEADY: Final = 30.0
"""Answers that a topic counts as having had, so that the first ones don't decide all."""
_STEADY_LEVEL: Final = 1.0
"""The share of a level that counts as asked, so that what is within reach decides too."""
_THRIFT: Final = 2
"""How much a question's time counts against it: more, and next to no calculations were asked."""
_REACH: Final = 1.5
"""How much it counts that a new question is answered right, beside what there is to learn in it.

The best chance is 1.5 of 2.5, so 60%. Easier questions bring less, and those that are much easier
are not there: at first, most learners get about half right of the easiest level.
"""
_LONG: Final = 1.5
"""Minutes that no question is likely to take on average."""
_ALL_TOPICS_IN: Final = 3
_LEVELS_IN: Final = 7
_MOST_LEVELS: Final = 0.75
MOCKS: Final = (6, 3, 1)
"""Days before the interview that are good for a mock interview."""
UPKEEP: Final = 14
"""Days after which things are to be known when there is no date."""
_SECONDS_OF_DAY: Final = 86_400.0


class Why(StrEnum):
    """Why a question is asked."""

    MISSED = "missed"
    DUE = "due"
    """It was right, and is about to be forgotten."""
    HABIT = "habit"
    """A mistake that was made several times can be made in it."""
    NEW = "new"
    MIXED = "mixed"
    """It keeps a topic fresh."""


class Aim(NamedTuple):
    """What a learner works towards."""

    interview: date | None = None
    """Its date."""
    minutes: int = MINUTES
    """Of practice a day."""

    def days_left(self, day: date) -> int | None:
        """Return how many days the interview is away; None without a date ahead."""
        left = None if self.interview is None else (self.interview - day).days
        return left if left is not None and left >= 0 else None


class Chosen(NamedTuple):
    """A question to ask."""

    question: str
    """The full name."""
    topic: str
    reason: Why
    recall: float
    """The probability that it is answered right now."""
    seconds: float
    """What it will take this learner."""


class Today(NamedTuple):
    """What is left to do on a day."""

    day: date
    minutes: float
    """What is left of the day's minutes."""
    spent: float
    """Minutes practised on this day."""
    days_left: int | None
    """Until the interview; None without a date ahead."""
    portion: tuple[Chosen, ...]
    """In the order asked."""
    mock: bool
    """Whether the day is good for a mock interview, and has none yet."""

    def of(self, reason: Why) -> tuple[Chosen, ...]:
        """Return what is asked for a reason."""
        return tuple(one for one in self.portion if one.reason is reason)

    @property
    def seconds(self) -> float:
        """What all of it takes."""
        return sum(one.seconds for one in self.portion)


def today(learner: Learner, aim: Aim, now: datetime, among: Container[str] | None = None) -> Today:
    """Return what is left to do on the day of a moment, from all questions or from some."""
    day = day_of(now)
    spent = learner.spent(day.toordinal())
    choice = _Choice(learner, aim, now, among)
    left = max(aim.minutes * 60.0 - spent, 0.0)
    ahead = aim.days_left(day)
    mock = ahead in MOCKS and learner.mocked < day.toordinal()
    return Today(day, left / 60.0, spent / 60.0, ahead, tuple(choice.portion()), mock)


def session(
    learner: Learner, aim: Aim, now: datetime, count: int, among: Container[str] | None = None
) -> tuple[str, ...]:
    """Return the questions of a session of some length in the order asked.

    They are today's, and when those are done, what comes next.
    """
    spent = learner.spent(day_of(now).toordinal()) / 60.0
    minutes = max(aim.minutes, ceil(spent + count * _LONG))
    portion = _Choice(learner, aim._replace(minutes=minutes), now, among).portion(count)
    return tuple(one.question for one in portion[:count])


def is_due(learner: Learner, one: Askable, at: float, day: int) -> bool:
    """Whether a question is to be repeated on a day.

    It was missed and may come again already, or it was right and is about to be forgotten.
    """
    owed = learner.owed.get(one.name)
    if owed is not None:
        return owed.day < day or (one.generated and not owed.repaired)
    return (
        learner.is_met(one.name)
        and not learner.was_asked(one.name, day)
        and learner.now(one, at) < DUE
    )


def only(learner: Learner, why: Why, now: datetime, slip: str = "") -> tuple[str, ...]:
    """Return the questions that could be asked for one reason, the most urgent first.

    Parameters
    ----------
    why
        Missed and not yet right on a later day; due, as `is_due` says; habit, in which a slip can
        be made; or new.
    slip
        Which, where it is about one.
    """
    at, day = now.timestamp(), day_of(now).toordinal()
    known = learner.syllabus.questions.values()
    match why:
        case Why.MISSED:
            found = [one for one in known if one.name in learner.owed]
        case Why.DUE:
            found = [one for one in known if is_due(learner, one, at, day)]
        case Why.HABIT:
            fitting = [one for one in known if learner.habits.possible(slip, one.name)]
            return _names(
                sorted(fitting, key=lambda one: (not learner.is_met(one.name), one.level))
            )
        case _:
            along = (one for ones in learner.syllabus.by_topic.values() for one in _by_level(ones))
            return _names(one for one in along if not learner.is_met(one.name))
    return _names(sorted(found, key=lambda one: learner.now(one, at)))


def _names(ones: Iterable[Askable]) -> tuple[str, ...]:
    return tuple(one.name for one in ones)


def _by_level(ones: Iterable[Askable]) -> list[Askable]:
    return sorted(ones, key=lambda one: one.level)


class _Choice:
    """The choice of one day's questions."""

    def __init__(
        self,
        learner: Learner,
        aim: Aim,
        now: datetime,
        among: Container[str] | None,
    ) -> None:
        self._learner = learner
        self._syllabus = learner.syllabus
        self._at = now.timestamp()
        day = day_of(now)
        self._day = day.toordinal()
        self._days_left = aim.days_left(day)
        ahead = UPKEEP if self._days_left is None else self._days_left
        self._then = self._at + ahead * _SECONDS_OF_DAY
        self._all = aim.minutes * 60.0
        self._left = max(self._all - learner.spent(self._day), 0.0)
        self._among = among
        self._taken: set[str] = set()
        self._topics = Counter(learner.topics)
        met = [
            one
            for name in learner.recall.traces
            if (one := self._syllabus.questions.get(name)) is not None
        ]
        self._levels = Counter((one.topic, one.level) for one in met)
        self._types = Counter((one.topic, one.type) for one in met)
        self._is_behind = False
        """Whether too few levels were asked up to this day."""
        self._rooms: dict[str, float] = {}

    def portion(self, most: int | None = None) -> list[Chosen]:
        """Return the questions in the order asked; those after so many may be left out."""
        again = self._missed_today()
        for _, one in again:
            self._left -= one.seconds
        chosen = [
            *_mixed(self._missed_before()),
            *self._due(),
            *self._habits(),
            *islice(self._rest(), most),
        ]
        for place, one in again:
            if place - len(chosen) <= OTHERS_BETWEEN - FEWEST_BETWEEN:
                chosen.insert(place, one)
        return chosen

    def _chosen(self, one: Askable, reason: Why) -> Chosen:
        return Chosen(
            one.name,
            one.topic,
            reason,
            self._learner.now(one, self._at),
            self._learner.seconds(one),
        )

    def _take(self, one: Askable, reason: Why) -> Chosen | None:
        """Take a question for which there is time."""
        chosen = self._chosen(one, reason)
        if chosen.seconds > self._left:
            return None
        self._left -= chosen.seconds
        self._taken.add(one.name)
        self._topics[one.topic] += 1
        self._levels[one.topic, one.level] += 1
        self._types[one.topic, one.type] += 1
        return chosen

    def _missed_today(self) -> list[tuple[int, Chosen]]:
        """Return what comes again on the same day, with its place in the list."""
        found = []
        left = self._left
        for name, owed in sorted(self._learner.owed.items(), key=lambda each: each[1].place):
            one = self._syllabus.questions.get(name)
            if one is None or owed.day != self._day or owed.repaired or not one.generated:
                continue
            if not self._is_meant(one):
                continue
            chosen = self._chosen(one, Why.MISSED)
            left -= chosen.seconds
            if left < 0:
                break
            self._taken.add(name)
            place = max(OTHERS_BETWEEN - (self._learner.count - owed.place), 0)
            found.append((place, chosen))
        return found

    def _missed_before(self) -> list[Chosen]:
        """Return what was missed on another day: all that was not met again, then the oldest."""
        waiting = [
            (owed.met_again, owed.day, self._learner.now(one, self._at), one)
            for name, owed in self._learner.owed.items()
            if owed.day < self._day
            and (one := self._syllabus.questions.get(name)) is not None
            and self._is_meant(one)
        ]
        share = 1.0 if self._is_eve else _MOST_REPEATS
        least = (1.0 - share) * self._all
        found = []
        for met_again, _, _, one in sorted(waiting):
            if met_again and self._left <= least:
                break
            if (chosen := self._take(one, Why.MISSED)) is not None:
                found.append(chosen)
        return found

    def _due(self) -> Iterator[Chosen]:
        """Yield what was right and is about to be forgotten, the least known first."""
        learner = self._learner
        fading = [
            (recall, one)
            for name in learner.recall.traces
            if (one := self._syllabus.questions.get(name)) is not None
            and self._may_ask(one)
            and name not in learner.owed
            and (recall := learner.now(one, self._at)) < DUE
        ]
        least = self._left + learner.refreshing(self._day) - _MOST_DUE * self._all
        for _, one in sorted(fading):
            if self._left <= least:
                return
            if (chosen := self._take(one, Why.DUE)) is not None:
                yield chosen

    def _habits(self) -> Iterator[Chosen]:
        """Yield questions in which a habit can be unlearned, met ones first."""
        for slip in list(self._learner.habits)[:_MOST_HABITS]:
            fitting = [
                (not self._learner.is_met(one.name), one.level, one)
                for ones in self._syllabus.by_topic.values()
                for one in ones
                if self._may_ask(one) and self._learner.habits.possible(slip, one.name)
            ]
            if fitting and (chosen := self._take(min(fitting)[-1], Why.HABIT)) is not None:
                yield chosen

    def _rest(self) -> Iterator[Chosen]:
        """Yield what is new and what keeps topics fresh, until the time is up."""
        open_topics = list(self._syllabus.weights)
        last = self._learner.topic
        while self._left > 0 and open_topics:
            others = [topic for topic in open_topics if topic != last]
            last = self._next_topic(others or open_topics)
            found = self._within(last)
            chosen = None if found is None else self._take(*found)
            if chosen is None:
                open_topics.remove(last)
            else:
                yield chosen

    @property
    def _is_eve(self) -> bool:
        """Whether it is too late for anything new."""
        return self._days_left is not None and self._days_left <= 1

    def _may_ask(self, one: Askable) -> bool:
        """Whether a question wasn't asked today, and isn't going to be."""
        return (
            one.name not in self._taken
            and not self._learner.was_asked(one.name, self._day)
            and self._is_meant(one)
        )

    def _is_meant(self, one: Askable) -> bool:
        return self._among is None or one.name in self._among

    def _next_topic(self, open_topics: list[str]) -> str:
        """Return the topic that the next question is about."""
        days = self._day - (self._learner.first_day or self._day) + 1
        if not self._is_eve:
            begun = sum(1 for topic in self._syllabus.weights if self._topics[topic])
            wanted = ceil(len(self._syllabus.weights) * min(days / _ALL_TOPICS_IN, 1.0))
            fresh = [topic for topic in open_topics if not self._topics[topic]]
            if fresh and begun < wanted:
                return fresh[0]
            known = self._syllabus.all_levels
            wanted = ceil(len(known) * _MOST_LEVELS * min(days / _LEVELS_IN, 1.0))
            self._is_behind = sum(1 for pair in known if self._levels[pair]) < wanted
            if self._is_behind:
                behind = {topic for topic, level in known if not self._levels[topic, level]}
                open_topics = [topic for topic in open_topics if topic in behind] or open_topics
        return max(open_topics, key=self._quotient)

    def _quotient(self, topic: str) -> float:
        """Return what another question about a topic is worth."""
        weight = self._syllabus.weights[topic]
        return weight * self._room(topic) / (self._topics[topic] + _STEADY)

    def _room(self, topic: str) -> float:
        """Return which share of a topic won't be known on the day without practice."""
        if topic not in self._rooms:
            ones = self._syllabus.by_topic[topic]
            known = sum(self._learner.now(one, self._then) for one in ones)
            self._rooms[topic] = 1.0 - known / len(ones)
        return self._rooms[topic]

    def _within(self, topic: str) -> tuple[Askable, Why] | None:
        """Return the question of a topic to ask: a new one, or the one that is known least."""
        ones = [one for one in self._syllabus.by_topic[topic] if self._may_ask(one)]
        new = [one for one in ones if not self._learner.is_met(one.name)]
        met = [one for one in ones if self._learner.is_met(one.name)]
        if new and not (self._is_eve and self._learner.began_before(self._day)):
            return min(new, key=self._order), Why.NEW
        if met:
            return min(met, key=lambda one: self._learner.now(one, self._then)), Why.MIXED
        return None

    def _order(self, one: Askable) -> tuple[bool, bool, float, int]:
        """Return what puts a new question before others of its topic.

        First, where that is behind, levels of which nothing was asked; then questions whose
        prerequisites were met; then levels and types that were asked less than others, by what
        there is of them, what takes less time, and what is neither known nor out of reach.
        """
        waits = any(
            not self._learner.is_met(name) and name not in self._taken for name in one.after
        )
        level, kind = (one.topic, one.level), (one.topic, one.type)
        level_asked = self._levels[level] / self._syllabus.all_levels[level]
        type_asked = (self._types[kind] + 1) / self._syllabus.all_types[kind]
        recall = self._learner.now(one, self._at)
        within_reach = recall**_REACH * (1.0 - recall)
        cost = (level_asked + _STEADY_LEVEL) * type_asked * one.seconds**_THRIFT / within_reach
        return self._is_behind and level_asked > 0, waits, cost, one.level


def _mixed(chosen: list[Chosen]) -> Iterator[Chosen]:
    """Yield the same with no topic twice in a row, as far as can be, else in order."""
    left = list(chosen)
    last = ""
    while left:
        one = next((each for each in left if each.topic != last), left[0])
        left.remove(one)
        last = one.topic
        yield one
