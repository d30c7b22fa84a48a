"""How probable a right answer is: ability, difficulty and forgetting, corrected with each answer.

The log-odds of a right answer are a sum. For a question that was met before: a base, the ability in
its topic, the question's difficulty, and what the answers to it left behind, faded by the time
since (`Trace.facts`). For a new one: a base, the topic, and the level that its author gave it.

Each answer corrects every part of its sum towards what was seen: bases, abilities and difficulties
as Elo does, by a part of the surprise; the weights of the facts by an extended Kalman filter for
logistic regression (Fahrmeir 1992) whose covariance is kept diagonal. All begin where the answers
of one learner over half a year put them, rounded, and become this learner's own.

What is predicted of a question met before is mixed with the mean of such answers, each trusted by
how well it predicted them (a Bayesian mixture). So a learner whom none of this fits is predicted
about as well as by that mean.
"""

from __future__ import annotations

from math import exp, log, log1p
from operator import mul
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

    from quizapp.learning.answered import Answered

_HOUR: Final = 3600.0
_SAME_SITTING: Final = 600.0
"""Seconds within which an answer says more of the sitting than of memory."""
_LITTLE: Final = 0.2
"""What an answer within the same sitting counts for memory."""
RIGHT: Final = 0.75
"""From which share on an answer is right: not half, not most of a list."""

_MET: Final = 1.8
"""Log-odds of a question met before, without any facts."""
_NEW: Final = -0.3
"""Log-odds of a new question of the middle level."""
_DIFFICULTY: Final = 0.35
"""By which each level of the author lowers the log-odds of a new question."""
_MIDDLE: Final = 2.5
_WEIGHTS: Final = (2.3, -1.4, -0.6, -1.9, -0.9, 0.8)
"""Of the facts of a trace, in their order."""
_DOUBT: Final = 0.05
"""How far the weights of a learner may be from these: a variance."""
_STEP: Final = 0.04
"""The share of a surprise that the level takes on, at the least."""
_TOPIC_STEP: Final = 0.03
_QUESTION_STEP: Final = 0.05
_FEW: Final = 4.0
"""Answers after which the first steps, longer ones, have become half as long."""
_TRUST: Final = 20.0
"""Odds at the beginning that the sum predicts better than the mean of the answers."""
_MOST_TRUST: Final = 1000.0
"""Odds either way, so that a learner who changes is noticed."""
_EDGE: Final = 30.0
"""Log-odds beyond which nothing changes any more."""


def chance(log_odds: float) -> float:
    """Return the probability that has these log-odds."""
    return 1.0 / (1.0 + exp(-max(min(log_odds, _EDGE), -_EDGE)))


class Trace:
    """What the answers to one question left behind."""

    __slots__ = ("at", "days", "difficulty", "last_day", "misses", "misses_running", "running")

    def __init__(self) -> None:
        self.at = 0.0
        """When it was answered last."""
        self.last_day = 0
        self.days = 0
        """On how many days it was answered."""
        self.misses = 0.0
        self.misses_running = 0
        """The latest, without one that was right between."""
        self.running = 0
        """The latest that were right, without a miss between."""
        self.difficulty = 0.0
        """Log-odds by which it is easier or harder than its facts say."""

    def facts(self, at: float) -> tuple[float, float, float, float, float, float]:
        """Return what recall at a moment depends on, each weighted by the model."""
        hours = max(at - self.at, 0.0) / _HOUR
        return (
            log1p(self.days),
            log1p(self.misses),
            log(hours + 0.01),
            1.0 if hours < 1.0 else 0.0,
            log1p(self.misses_running),
            log1p(self.running),
        )

    def add(self, answer: Answered) -> None:
        """Take an answer on."""
        if answer.day != self.last_day:
            self.days += 1
            self.last_day = answer.day
        self.at = answer.at
        self.misses += 1.0 - answer.share
        if answer.share >= RIGHT:
            self.running += 1
            self.misses_running = 0
        else:
            self.running = 0
            self.misses_running += 1


class Recall:
    """What a learner's answers say of the next ones; each answer is added once, in order of time.

    Parameters
    ----------
    levels
        Question → the author's level from 1 to 5; the middle one where nothing is said.
    """

    def __init__(self, levels: Mapping[str, int]) -> None:
        self._levels = levels
        self._weights = list(_WEIGHTS)
        self._doubts = [_DOUBT] * len(_WEIGHTS)
        self._met = _MET
        self._new = _NEW
        self._new_count = 0
        self._trust = _TRUST
        self._again = 2.0
        """Answers to questions met before, on another sitting, with one that was right and one
        that was not before them."""
        self._again_right = 1.0
        self.abilities: dict[str, float] = {}
        """Topic → log-odds by which the learner is better there than elsewhere."""
        self._answers: dict[str, int] = {}
        self.traces: dict[str, Trace] = {}

    def now(self, question: str, topic: str, at: float) -> float:
        """Return the probability that a question is answered right at a moment."""
        ability = self.abilities.get(topic, 0.0)
        trace = self.traces.get(question)
        if trace is None:
            return chance(self._new + ability + self._ease(question))
        odds = self._met + ability + trace.difficulty
        odds += sum(map(mul, self._weights, trace.facts(at)))
        return self._mixed(chance(odds))

    def add(self, answer: Answered) -> float:
        """Learn from an answer; return the probability that was given to a right one before it."""
        trace = self.traces.get(answer.question)
        if trace is None:
            trace = self.traces[answer.question] = Trace()
            expected = self._meet(answer)
        else:
            expected = self._meet_again(trace, answer)
        trace.add(answer)
        return expected

    def _ease(self, question: str) -> float:
        return _DIFFICULTY * (_MIDDLE - self._levels.get(question, _MIDDLE))

    def _meet(self, answer: Answered) -> float:
        """Correct what is expected of new questions."""
        ability = self.abilities.get(answer.topic, 0.0)
        expected = chance(self._new + ability + self._ease(answer.question))
        surprise = answer.share - expected
        self._new += surprise * (_STEP + 1.0 / (_FEW + self._new_count))
        self._new_count += 1
        self._adapt(answer.topic, ability, surprise)
        return expected

    def _meet_again(self, trace: Trace, answer: Answered) -> float:
        """Correct what is expected of questions that were met before."""
        weights, doubts = self._weights, self._doubts
        ability = self.abilities.get(answer.topic, 0.0)
        facts = trace.facts(answer.at)
        odds = self._met + ability + trace.difficulty + sum(map(mul, weights, facts))
        expected = chance(odds)
        spread = expected * (1.0 - expected)
        worth = _LITTLE if answer.at - trace.at <= _SAME_SITTING else 1.0
        surprise = answer.share - expected
        gains = list(map(mul, doubts, facts))
        whole = 1.0 / (worth * spread) + sum(map(mul, gains, facts))
        pull = surprise / (spread * whole)
        for place, gain in enumerate(gains):
            weights[place] += gain * pull
            doubts[place] -= gain * gain / whole
        surprise *= worth
        self._met += surprise * _STEP
        trace.difficulty += surprise * _QUESTION_STEP
        self._adapt(answer.topic, ability, surprise)
        return self._judged(expected, answer.share, counts=worth == 1.0)

    def _mixed(self, expected: float) -> float:
        mean = self._again_right / self._again
        return (self._trust * expected + mean) / (self._trust + 1.0)

    def _judged(self, expected: float, share: float, *, counts: bool) -> float:
        """Return what was expected, mixed, and where an answer counts trust the sum by it."""
        mean, trust = self._again_right / self._again, self._trust
        if counts:
            times = share * expected / mean + (1.0 - share) * (1.0 - expected) / (1.0 - mean)
            self._trust = min(max(trust * times, 1.0 / _MOST_TRUST), _MOST_TRUST)
            self._again += 1.0
            self._again_right += share
        return (trust * expected + mean) / (trust + 1.0)

    def _adapt(self, topic: str, ability: float, surprise: float) -> None:
        count = self._answers.get(topic, 0)
        self._answers[topic] = count + 1
        self.abilities[topic] = ability + surprise * (_TOPIC_STEP + 1.0 / (_FEW + count))
