"""What nine days with the program bring learners whose memory is not the program's model.

    python tests/benchmarks/learning.py [--learners N] [--minutes M]

Simulated learners do twenty minutes a day (about 16 answers); one day is bad and one is missed.
There are three kinds, none of which learns or forgets as `quizapp.learning.recall` thinks, and
variants of them: who know much or little, forget slowly or soon, or learn nothing of a question
from others of its topic, so that only what is asked again gains. They are led by the program (asked
one question at a time, or once a day for the whole list), by a shuffle of all questions, and by a
greedy chooser that knows their memory and always takes the question that adds most to the score on
the day: the mean probability of a right answer, with topics weighted by how often interviewers ask
about them, as the track says.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from math import exp, inf

import numpy as np

from quizapp.bank import reader, track_reader
from quizapp.bank.collection import shipped
from quizapp.learning.answered import Answered
from quizapp.learning.learner import Learner
from quizapp.learning.selection import Aim, today
from quizapp.learning.syllabus import Askable, Syllabus

DAYS, SECONDS = 9, 75.0
MINUTES = 20
MISSED_DAY, BAD_DAY = 4, 6
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


KINDS = (Fading, Activated, Stepping, Strong, Weak, Slow, Quick, Separate, SeparateActivated)

Next = Callable[[Learner, float], str | None]
"""Returns what is asked next at a moment; None when the day is over."""


def by_program(minutes: int, *, at_once: bool) -> Next:
    """Ask what the program says, anew before each question or once a day."""
    aim = Aim(datetime.fromtimestamp(INTERVIEW, UTC).date(), minutes)
    waiting: dict[int, Iterator[str]] = {}

    def choose(learner: Learner, at: float) -> str | None:
        day = _day(at)
        if not at_once or day not in waiting:
            portion = today(learner, aim, datetime.fromtimestamp(at, UTC)).portion
            waiting[day] = iter([one.question for one in portion])
        return next(waiting[day], None)

    return choose


def by_shuffle(simulated: Simulated) -> Next:
    """Ask all questions in an order of chance, another one each day."""
    orders: dict[int, Iterator[str]] = {}

    def choose(_: Learner, at: float) -> str | None:
        names = [one.name for one in simulated.questions]
        order = orders.setdefault(_day(at), iter(simulated.chance.sample(names, len(names))))
        return next(order, None)

    return choose


def by_greed(simulated: Simulated) -> Next:
    """Ask what adds most to the score, by what the learner really remembers."""

    def choose(learner: Learner, at: float) -> str | None:
        gains = simulated.gains(at)
        for name, trace in learner.recall.traces.items():
            if trace.at > at - 600:
                gains[simulated.place[name]] = -inf  # not the same one over and over
        return simulated.questions[int(gains.argmax())].name

    return choose


CHOOSERS: dict[str, Callable[[Simulated, int], Next]] = {
    "program, one by one": lambda _, minutes: by_program(minutes, at_once=False),
    "program, once a day": lambda _, minutes: by_program(minutes, at_once=True),
    "shuffle": lambda simulated, _: by_shuffle(simulated),
    "greedy": lambda simulated, _: by_greed(simulated),
}


@dataclass
class Life:
    """What became of nine days."""

    gain: float = 0.0
    answers: int = 0
    right: int = 0
    missed: dict[str, int] = field(default_factory=dict)
    """Question → the day it was missed first; not those of the last day."""
    met_again: set[str] = field(default_factory=set)
    right_later: set[str] = field(default_factory=set)
    early: set[str] = field(default_factory=set)
    """Topics of the first four days."""
    pairs: set[tuple[str, int]] = field(default_factory=set)
    by_day: dict[int, list[bool]] = field(default_factory=dict)
    """Day → whether each of its answers was right."""

    def add(self, one: Askable, day: int, *, right: bool) -> None:
        """Count an answer."""
        self.answers += 1
        self.right += right
        self.by_day.setdefault(day, []).append(right)
        if one.name in self.missed:
            self.met_again.add(one.name)
            if right and day > self.missed[one.name]:
                self.right_later.add(one.name)
        elif not right and day < DAYS - 1:
            self.missed[one.name] = day
        if day < 4:
            self.early.add(one.topic)
        self.pairs.add((one.topic, one.level))


def live(
    syllabus: Syllabus, kind: type[Simulated], chooser: str, seed: int, minutes: int = MINUTES
) -> Life:
    """Let a learner live nine days."""
    simulated = kind(syllabus, seed)
    choose = CHOOSERS[chooser](simulated, minutes)
    learner, life, before = Learner(syllabus), Life(), simulated.score()
    for day in range(DAYS):
        if day == MISSED_DAY:
            continue
        at = BEGIN.timestamp() + day * DAY + simulated.chance.random() * 3600
        left = minutes * 60.0
        while left >= SECONDS and (name := choose(learner, at)) is not None:
            one = syllabus.questions[name]
            seconds = SECONDS * exp(simulated.chance.gauss(0, 0.3))
            left -= seconds
            at += seconds
            right = simulated.answer(name, at, bad=day == BAD_DAY)
            life.add(one, day, right=right)
            learner.add(Answered(name, one.topic, at, _day(at), float(right), seconds))
    life.gain = simulated.score() - before
    return life


def _day(at: float) -> int:
    return datetime.fromtimestamp(at - 4 * 3600, UTC).toordinal()


def main() -> None:
    """Print what each chooser brings each kind of learner, and what choosing costs."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--learners", type=int, default=20, help="of each kind")
    parser.add_argument("--minutes", type=int, default=MINUTES, help="of practice a day")
    options = parser.parse_args()
    learners = options.learners
    weights = track_reader.load([shipped()]).chosen.weights
    syllabus = Syllabus(reader.load([shipped()]).questions, weights)
    print("goals            answers right   gain  of greedy  met again  right later  topics  pairs")
    print("                              >= shuffle  >=85%       100%        >=85%    100%  >=70%")
    for kind in KINDS:
        lives = {
            name: [live(syllabus, kind, name, seed, options.minutes) for seed in range(learners)]
            for name in CHOOSERS
        }
        greedy = sum(one.gain for one in lives["greedy"])
        print(f"{kind.__name__}: {kind.__doc__}")
        for name, found in lives.items():
            missed = sum(len(one.missed) for one in found)
            answers = sum(one.answers for one in found)
            gain = sum(one.gain for one in found)
            print(
                f"  {name:20} {answers / learners:4.0f}"
                f" {sum(one.right for one in found) / answers:5.0%}"
                f" {gain / learners:6.3f} {gain / greedy:9.0%}"
                f" {sum(len(one.met_again) for one in found) / missed:10.0%}"
                f" {sum(len(one.right_later) for one in found) / missed:12.0%}"
                f" {_mean([len(one.early) for one in found]) / len(syllabus.weights):7.0%}"
                f" {_mean([len(one.pairs) for one in found]) / len(syllabus.all_levels):6.0%}"
            )
            if name.startswith("program"):
                print(f"  {'right each day':20}  {_by_day(found)}")
    _costs(syllabus)


def _by_day(lives: list[Life]) -> str:
    """Say which share of each day's answers was right."""
    shares = []
    for day in sorted({day for one in lives for day in one.by_day}):
        answers = [right for one in lives for right in one.by_day.get(day, ())]
        shares.append(f"{sum(answers) / len(answers):.0%}")
    return " ".join(shares)


def _mean(numbers: list[int]) -> float:
    return sum(numbers) / len(numbers)


def _costs(syllabus: Syllabus) -> None:
    """Print the CPU of the fold and of a choice."""
    chance = random.Random("costs")
    names = list(syllabus.questions)
    answers = [
        Answered(
            (name := chance.choice(names)),
            syllabus.questions[name].topic,
            BEGIN.timestamp() - (20_000 - number) * 600.0,
            _day(BEGIN.timestamp() - (20_000 - number) * 600.0),
            float(chance.random() < 0.7),
            60.0,
        )
        for number in range(20_000)
    ]
    print(f"fold of 20,000 answers  {_cpu(lambda: Learner(syllabus, answers)):6.1f} ms  goal < 200")
    many = Syllabus((), syllabus.weights)
    many.questions = {
        f"{name}-{copy}": one._replace(name=f"{name}-{copy}", after=())
        for copy in range(1 + 1000 // len(names))
        for name, one in syllabus.questions.items()
    }
    many.weights = syllabus.weights
    learner = Learner(
        many, (one._replace(question=f"{one.question}-{one.at % 4:.0f}") for one in answers[::40])
    )
    asked = _cpu(lambda: today(learner, Aim(), BEGIN))
    print(f"choice out of {len(many.questions):,}    {asked:8.1f} ms  goal < 20")


def _cpu(work: Callable[[], object]) -> float:
    """Return the milliseconds of CPU that something takes, the median of nine rounds."""
    taken = []
    for _ in range(9):
        begun = time.process_time()
        work()
        taken.append((time.process_time() - begun) * 1e3)
    return sorted(taken)[4]


if __name__ == "__main__":
    main()
