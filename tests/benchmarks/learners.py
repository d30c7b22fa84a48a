"""Learners whose memory is not the program's model, for `learning.py`.

Choosing was designed on `DESIGNED_ON`; `HELD_OUT` was written afterwards and nothing fitted to it.
"""

from __future__ import annotations

import random
from datetime import UTC, datetime
from math import exp

import numpy as np

from quizapp.learning.syllabus import Syllabus

DAYS = 9
DAY = 86_400.0
BEGIN = datetime(2026, 11, 27, 19, tzinfo=UTC)
INTERVIEW = BEGIN.timestamp() + DAYS * DAY - 9 * 3600.0
"""The morning after the last day."""


class Simulated:
    """A learner; `chances` at a moment and what an answer changes are its kind's own."""

    def __init__(self, syllabus: Syllabus, seed: int) -> None:
        self.chance = random.Random(seed)
        self.numbers = np.random.default_rng(seed)
        self.questions = [one for ones in syllabus.by_topic.values() for one in ones]
        self.place = {one.name: place for place, one in enumerate(self.questions)}
        topics = list(syllabus.weights)
        self.topics = np.array([topics.index(one.topic) for one in self.questions])
        self.levels = np.array([one.level for one in self.questions])
        sizes = np.bincount(self.topics)
        self.worth = np.array(list(syllabus.weights.values()))[self.topics] / sizes[self.topics]
        self.count = len(topics)
        self.begin()

    def begin(self) -> None:
        """Set what the learner knows before the first day."""
        raise NotImplementedError

    def chances(self, at: float) -> np.ndarray:
        """Return the probability of a right answer to each question."""
        raise NotImplementedError

    def learn(self, place: int, at: float, *, right: bool) -> None:
        """Take on what an answer and the solution after it teach."""
        raise NotImplementedError

    def gains(self, at: float) -> np.ndarray:
        """Return what an answer to each question would add to the score, as expected."""
        raise NotImplementedError

    def score(self) -> float:
        """Return the expected score on the day of the interview."""
        return float(self.worth @ self.chances(INTERVIEW))

    def answer(self, name: str, at: float, *, bad: bool) -> bool:
        """Answer a question; return whether that is right."""
        place = self.place[name]
        chance = self.chances(at)[place]
        odds = chance / (1 - chance) * (exp(-1.0) if bad else 1.0)
        right = self.chance.random() < odds / (1 + odds)
        self.learn(place, at, right=right)
        return right

    def total(self, changes: np.ndarray) -> np.ndarray:
        """Return the sum over each question's topic of changes of chances, by their worth."""
        return np.bincount(self.topics, weights=changes * self.worth)[self.topics]


class Fading(Simulated):
    """A skill for each topic that grows, and for each question a trace that fades exponentially."""

    ability, transfer, days = -0.6, 0.03, 2.5

    def begin(self) -> None:
        many = len(self.questions)
        self.skills = self.numbers.normal(self.ability, 0.5, self.count)
        self.hard = 0.45 * (self.levels - 2.5) + self.numbers.normal(0, 0.4, many)
        self.traces, self.at = np.zeros(many), np.full(many, -1e12)
        self.lasting = np.full(many, self.days * DAY)

    def chances(self, at: float) -> np.ndarray:
        return self._at(self.skills[self.topics], self._traces(at))

    def learn(self, place: int, at: float, *, right: bool) -> None:
        self.traces[place] = self._renewed(self._traces(at)[place])
        self.lasting[place] *= 1.7 if right else 1.25
        self.at[place] = at
        self.skills[self.topics[place]] += self._step(self.skills[self.topics[place]])

    def gains(self, at: float) -> np.ndarray:
        then = self._traces(INTERVIEW)
        skills = self.skills[self.topics]
        better = skills + self._step(skills)
        spread = self._at(better, then) - self._at(skills, then)
        right, renewed = self.chances(at), self._renewed(self._traces(at))
        own = np.zeros(len(self.questions))
        for chance, longer in ((right, 1.7), (1 - right, 1.25)):
            left = renewed * np.exp((at - INTERVIEW) / (self.lasting * longer))
            own += chance * (self._at(better, left) - self._at(better, then))
        return self.total(spread) + own * self.worth

    def _traces(self, at: float) -> np.ndarray:
        return self.traces * np.exp(-np.maximum(at - self.at, 0) / self.lasting)

    def _renewed(self, trace: np.ndarray) -> np.ndarray:
        return trace + 0.5 * (2.0 - trace)

    def _step(self, skill: np.ndarray) -> np.ndarray:
        return self.transfer * (1.8 - skill)

    def _at(self, skills: np.ndarray, traces: np.ndarray) -> np.ndarray:
        return 0.04 + 0.93 / (1 + np.exp(self.hard - skills - traces))


class Activated(Simulated):
    """Each encounter leaves a trace that decays as a power of time, and warms its topic too."""

    ability, warmth = -0.6, 1.0

    def begin(self) -> None:
        self.base = self.numbers.normal(self.ability, 0.4, self.count)
        self.hard = 0.4 * (self.levels - 2.5) + self.numbers.normal(0, 0.4, len(self.questions))
        self.moments: list[float] = []
        self.places: list[int] = []
        self.strengths: list[tuple[float, float]] = []

    def chances(self, at: float) -> np.ndarray:
        return self._at(*self._activations(at))

    def learn(self, place: int, at: float, *, right: bool) -> None:
        self.moments.append(at)
        self.places.append(place)
        own, topic = (1.0, 0.5) if right else (0.7, 0.4)
        self.strengths.append((own, topic * self.warmth))

    def gains(self, at: float) -> np.ndarray:
        topics, own = self._activations(INTERVIEW)
        fresh = ((INTERVIEW - at) / 3600 + 1) ** -0.35
        warmed = topics + 0.45 * fresh * self.warmth
        warmer = self._at(warmed, own)
        itself = self._at(warmed, own + 0.85 * fresh)
        return self.total(warmer - self._at(topics, own)) + (itself - warmer) * self.worth

    def _activations(self, at: float) -> tuple[np.ndarray, np.ndarray]:
        if not self.moments:
            return np.zeros(self.count), np.zeros(len(self.questions))
        ages = np.maximum(at - np.array(self.moments), 0) / 3600 + 1
        left = ages[:, None] ** -0.35 * np.array(self.strengths)
        places = np.array(self.places)
        topics = np.bincount(self.topics[places], weights=left[:, 1], minlength=self.count)
        return topics, np.bincount(places, weights=left[:, 0], minlength=len(self.questions))

    def _at(self, topics: np.ndarray, own: np.ndarray) -> np.ndarray:
        known = self.base + np.log1p(0.6 * topics)
        return 0.05 + 0.92 / (1 + np.exp(self.hard - known[self.topics] - 1.5 * np.log1p(4 * own)))


class Stepping(Simulated):
    """A skill for each level of each topic, there or not, which helps the levels beside it."""

    def begin(self) -> None:
        there = self.numbers.random((self.count, 7)) < 0.5 - 0.09 * np.arange(7)
        self.known = there.astype(float)
        self.lasting = np.full((self.count, 7), 6.0 * DAY)
        self.at = np.full((self.count, 7), BEGIN.timestamp())

    def chances(self, at: float) -> np.ndarray:
        known = self._known(at)[self.topics, self.levels]
        return 0.22 + 0.7 * known

    def learn(self, place: int, at: float, *, right: bool) -> None:
        topic, level = self.topics[place], self.levels[place]
        known = self._known(at)
        for near, share in ((level, 1.0), (level - 1, 0.6), (level + 1, 0.6)):
            self.known[topic, near] = known[topic, near] + share * 0.12 * (1 - known[topic, near])
            self.lasting[topic, near] *= 1 + share * (0.4 if right else 0.3)
            self.at[topic, near] = at

    def gains(self, at: float) -> np.ndarray:
        now, then = self._known(at), self._known(INTERVIEW)
        found = np.zeros((self.count, 7))
        worth = np.zeros((self.count, 7))
        np.add.at(worth, (self.topics, self.levels), 0.7 * self.worth)
        for offset, share in ((0, 1.0), (-1, 0.6), (1, 0.6)):
            lasting = self.lasting * (1 + share * 0.35)
            renewed = (now + share * 0.12 * (1 - now)) * np.exp((at - INTERVIEW) / lasting)
            found += np.roll((renewed - then) * worth, -offset, axis=1)
        return found[self.topics, self.levels]

    def _known(self, at: float) -> np.ndarray:
        return self.known * np.exp(-np.maximum(at - self.at, 0) / self.lasting)


class Strong(Fading):
    """Knows most of it before."""

    ability = 0.9


class Slow(Fading):
    """Remembers what was asked for long."""

    days = 8.0


class Quick(Fading):
    """Learns much for the whole topic, and forgets single questions soon."""

    transfer, days = 0.07, 1.2


class Separate(Fading):
    """Learns nothing of a question from others of its topic."""

    transfer = 0.0


class Weak(Activated):
    """Knows little before."""

    ability = -1.6


class SeparateActivated(Activated):
    """Learns nothing of a question from others of its topic."""

    warmth = 0.0


class ByErrors(Fading):
    """Learns from the solution after a miss, and hardly from being right."""

    def learn(self, place: int, at: float, *, right: bool) -> None:
        before = self._traces(at)[place]
        self.traces[place] = before if right else before + 0.7 * (2.5 - before)
        self.lasting[place] *= 1.2 if right else 1.6
        self.at[place] = at
        if not right:
            self.skills[self.topics[place]] += self._step(self.skills[self.topics[place]])

    def gains(self, at: float) -> np.ndarray:
        then, now = self._traces(INTERVIEW), self._traces(at)
        skills = self.skills[self.topics]
        better, wrong = skills + self._step(skills), 1 - self.chances(at)
        spread = wrong * self.total(self._at(better, then) - self._at(skills, then))
        kept = now * np.exp((at - INTERVIEW) / (self.lasting * 1.2))
        renewed = (now + 0.7 * (2.5 - now)) * np.exp((at - INTERVIEW) / (self.lasting * 1.6))
        own = (1 - wrong) * (self._at(skills, kept) - self._at(skills, then))
        own += wrong * (self._at(better, renewed) - self._at(better, then))
        return spread + own * self.worth


class Spaced(Simulated):
    """Remembers each answer by a stability that grows most after a long time without it."""

    stability = 1.5 * DAY

    def begin(self) -> None:
        many = len(self.questions)
        self.skills = self.numbers.normal(-1.2, 0.5, self.count)
        self.hard = 0.4 * (self.levels - 2.5) + self.numbers.normal(0, 0.5, many)
        self.lasting, self.at = np.full(many, self.stability), np.full(many, -1e15)

    def chances(self, at: float) -> np.ndarray:
        return self._with(self.skills[self.topics], self._kept(at, self.lasting))

    def learn(self, place: int, at: float, *, right: bool) -> None:
        forgotten = 1 - self._kept(at, self.lasting)[place]
        self.lasting[place] *= 1.3 + 2 * forgotten if right else 0.8
        self.at[place] = at
        self.skills[self.topics[place]] += 0.04

    def gains(self, at: float) -> np.ndarray:
        skills, kept = self.skills[self.topics], self._kept(INTERVIEW, self.lasting)
        spread = self._with(skills + 0.04, kept) - self._with(skills, kept)
        right, own = self.chances(at), -self._with(skills + 0.04, kept)
        forgotten = 1 - self._kept(at, self.lasting)
        for chance, growth in ((right, 1.3 + 2 * forgotten), (1 - right, 0.8)):
            left = (1 + 2 * (INTERVIEW - at) / (self.lasting * growth)) ** -0.5
            own += chance * self._with(skills + 0.04, left)
        return self.total(spread) + own * self.worth

    def _kept(self, at: float, lasting: np.ndarray) -> np.ndarray:
        return (1 + 2 * np.maximum(at - self.at, 0) / lasting) ** -0.5

    def _with(self, skills: np.ndarray, kept: np.ndarray) -> np.ndarray:
        worked_out = 1 / (1 + np.exp(self.hard - skills))
        return 0.03 + 0.94 * (worked_out + (1 - worked_out) * 0.9 * kept)


class Climbing(Simulated):
    """Has come to some level in each topic; only what is near it teaches, one level at a time."""

    def begin(self) -> None:
        self.come_to = self.numbers.uniform(0.3, 2.8, self.count)
        self.hard = self.numbers.normal(0, 0.5, len(self.questions))

    def chances(self, at: float) -> np.ndarray:
        del at
        return self._from(self.come_to)

    def learn(self, place: int, at: float, *, right: bool) -> None:
        del at, right
        self.come_to[self.topics[place]] += self._steps()[place]

    def gains(self, at: float) -> np.ndarray:
        del at
        slope = self._from(self.come_to + 0.05) - self._from(self.come_to)
        return self._steps() * self.total(slope) / 0.05

    def _steps(self) -> np.ndarray:
        return 0.12 * np.exp(-((self.levels - self.come_to[self.topics] - 0.5) ** 2))

    def _from(self, come_to: np.ndarray) -> np.ndarray:
        return 0.1 + 0.85 / (1 + np.exp(1.5 * (self.levels - come_to[self.topics]) + self.hard))


class Tired(Activated):
    """Gives worse answers the longer a day's practice has lasted."""

    def chances(self, at: float) -> np.ndarray:
        chances = super().chances(at)
        lately = sum(moment > at - 3 * 3600 for moment in self.moments)
        odds = chances / (1 - chances) * exp(-0.06 * lately)
        return odds / (1 + odds)


class Interfering(Simulated):
    """Forgets by what is answered afterwards, most by what is alike, and not by time."""

    def begin(self) -> None:
        many = len(self.questions)
        self.skills = self.numbers.normal(-0.6, 0.5, self.count)
        self.hard = 0.45 * (self.levels - 2.5) + self.numbers.normal(0, 0.4, many)
        self.traces = np.zeros(many)
        alike = self.topics[:, None] == self.topics
        level = self.levels[:, None] == self.levels
        self.kept = np.where(alike & level, 0.8, np.where(alike, 0.92, 0.995))
        np.fill_diagonal(self.kept, 1.0)

    def chances(self, at: float) -> np.ndarray:
        del at
        return self._with(self.skills, self.traces)

    def learn(self, place: int, at: float, *, right: bool) -> None:
        del at
        self.traces *= self.kept[place]
        self.traces[place] += 0.6 * (2.2 - self.traces[place]) * (1.0 if right else 0.8)
        self.skills[self.topics[place]] += 0.02 * (1.6 - self.skills[self.topics[place]])

    def gains(self, at: float) -> np.ndarray:
        now = self.chances(at)
        better = self.skills + 0.02 * (1.6 - self.skills)
        spread = self.total(self._with(better, self.traces) - now)
        share = 0.8 + 0.2 * now
        itself = self.traces + 0.6 * (2.2 - self.traces) * share
        own = self._with(better, itself) - self._with(better, self.traces)
        slope = now * (1 - now) * self.worth * self.traces
        return spread + own * self.worth - (1 - self.kept) @ slope

    def _with(self, skills: np.ndarray, traces: np.ndarray) -> np.ndarray:
        return 0.04 + 0.93 / (1 + np.exp(self.hard - skills[self.topics] - traces))


class Uneven(Fading):
    """Finds the easy questions trivial and the hard ones close to hopeless."""

    ability = -0.3

    def begin(self) -> None:
        super().begin()
        self.hard += 1.3 * (self.levels - 2.5)


class Careless(Activated):
    """Answers one question in ten at random, and learns nothing from that."""

    def chances(self, at: float) -> np.ndarray:
        return 0.9 * super().chances(at) + 0.025

    def learn(self, place: int, at: float, *, right: bool) -> None:
        if self.chance.random() < 0.9:
            super().learn(place, at, right=right)


DESIGNED_ON = (
    Fading,
    Activated,
    Stepping,
    Strong,
    Weak,
    Slow,
    Quick,
    Separate,
    SeparateActivated,
    ByErrors,
    Spaced,
    Climbing,
    Tired,
)
HELD_OUT = (Interfering, Uneven, Careless)
