"""What is known of a learner: the fold over the answers, continued with each of them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from math import log, log1p
from typing import TYPE_CHECKING, Final, NamedTuple

from quizapp.learning.answered import counted
from quizapp.learning.habits import Habits
from quizapp.learning.recall import RIGHT, Recall

if TYPE_CHECKING:
    from quizapp.learning.answered import Answered
    from quizapp.learning.syllabus import Askable, Syllabus

_LONGEST: Final = 4.0
"""Times the usual; whoever takes longer has done something else between."""
LATELY: Final = 10
"""Answers that say how a topic goes lately."""
_FEW: Final = 5.0
"""Questions at the usual pace that stand beside those that were timed."""


class Owed(NamedTuple):
    """A question that was missed and not yet right on a later day."""

    day: int
    """Of the last miss."""
    place: int
    """Which answer that was, counted from the first of all."""
    repaired: bool = False
    """Whether it was right later on the same day."""
    met_again: bool = False
    """Whether it was answered since it was missed first."""


class Knew(NamedTuple):
    """How well the answers of a week were predicted, in nats an answer."""

    week: date
    """Its Monday."""
    answers: int
    loss: float
    """The mean log loss of what was expected before each answer."""
    constant: float
    """The same of the mean share of all answers before."""


class _Times(NamedTuple):
    """Seconds that answers took, beside what the same questions usually take."""

    taken: float = 0.0
    usual: float = 0.0

    def pace(self, believed: float) -> float:
        """Return how many times the usual is needed, with a belief in the place of few answers."""
        few = _FEW * _USUAL
        return (self.taken + few * believed) / (self.usual + few)


def _loss(expected: float, share: float) -> float:
    """Return the cross-entropy of a share of a success and what was expected, in nats."""
    return -(share * log(expected) + (1.0 - share) * log1p(-expected))


_USUAL: Final = 75.0
_NONE: Final = _Times()


class Learner:
    """All that learning keeps of the answers.

    Parameters
    ----------
    syllabus
        What there is to learn.
    answers
        In order of time.
    """

    def __init__(self, syllabus: Syllabus, answers: Iterable[Answered] = ()) -> None:
        self.syllabus = syllabus
        self.recall = Recall(syllabus.levels)
        self.habits = Habits(syllabus)
        self.owed: dict[str, Owed] = {}
        self.count = 0
        """Answers in all."""
        self.first_day = 0
        """Of the first answer."""
        self.day = 0
        """Of the last answer."""
        self.mocked = 0
        """Of the last answer in a mock interview."""
        self.topic = ""
        """Of the last answer."""
        self.topics: dict[str, int] = {}
        """Topic → how many answers."""
        self.lately: dict[str, tuple[float, ...]] = {}
        """Topic → how much of a success its last answers were, the latest last."""
        self._spent: dict[int, float] = {}
        """Day → seconds that its answers took."""
        self._refreshing: dict[int, float] = {}
        """Day → those of them that went to questions that had been right."""
        self._shares = 0.0
        self._losses: dict[int, list[float]] = {}
        """Monday → how many answers, and the sums of both losses."""
        self._times: dict[str, _Times] = {}
        self._all_times = _NONE
        for answer in counted(answers):
            self.add(answer)

    def add(self, answer: Answered) -> None:
        """Take an answer on that counts and is later than those before."""
        known = self.syllabus.questions.get(answer.question)
        if known is not None and known.topic != answer.topic:
            answer = answer._replace(topic=known.topic)
        refreshes = self.is_met(answer.question) and answer.question not in self.owed
        self.day = answer.day
        self.first_day = self.first_day or answer.day
        self.mocked = answer.day if answer.mock else self.mocked
        self.count += 1
        self.topic = answer.topic
        self.topics[answer.topic] = self.topics.get(answer.topic, 0) + 1
        before = self.lately.get(answer.topic, ())[-(LATELY - 1) :]
        self.lately[answer.topic] = (*before, answer.share)
        self._judge(answer, self.recall.add(answer))
        self.habits.add(answer)
        self._owe(answer)
        taken = self._time(answer)
        self._spent[answer.day] = self._spent.get(answer.day, 0.0) + taken
        if refreshes:
            self._refreshing[answer.day] = self._refreshing.get(answer.day, 0.0) + taken

    def began_before(self, day: int) -> bool:
        """Whether the first answer is of an earlier day."""
        return 0 < self.first_day < day

    def is_met(self, question: str) -> bool:
        """Whether a question was ever answered."""
        return question in self.recall.traces

    def was_asked(self, question: str, day: int) -> bool:
        """Whether a question was answered on a day, or after it."""
        trace = self.recall.traces.get(question)
        return trace is not None and trace.last_day >= day

    def spent(self, day: int) -> float:
        """Return the seconds that the answers of a day took."""
        return self._spent.get(day, 0.0)

    def refreshing(self, day: int) -> float:
        """Return those of them that went to questions that had been right."""
        return self._refreshing.get(day, 0.0)

    def seconds(self, one: Askable) -> float:
        """Return the time that the learner needs for a question."""
        usual = self._all_times.pace(1.0)
        return one.seconds * self._times.get(one.topic, _NONE).pace(usual)

    def now(self, one: Askable, at: float) -> float:
        """Return the probability that a question is answered right at a moment."""
        return self.recall.now(one.name, one.topic, at)

    def knew(self) -> tuple[Knew, ...]:
        """Return how well each week's answers were predicted, the latest last."""
        return tuple(
            Knew(date.fromordinal(monday), int(count), loss / count, constant / count)
            for monday, (count, loss, constant) in sorted(self._losses.items())
        )

    def _judge(self, answer: Answered, expected: float) -> None:
        """Hold what was expected against an answer."""
        mean = (self._shares + 1.0) / (self.count + 1.0)  # this answer is counted already
        self._shares += answer.share
        sums = self._losses.setdefault(answer.day - (answer.day - 1) % 7, [0.0, 0.0, 0.0])
        sums[0] += 1.0
        sums[1] += _loss(expected, answer.share)
        sums[2] += _loss(mean, answer.share)

    def _owe(self, answer: Answered) -> None:
        owed = self.owed.get(answer.question)
        if answer.share < RIGHT:
            again = owed is not None
            self.owed[answer.question] = Owed(answer.day, self.count, met_again=again)
        elif owed is not None and answer.day > owed.day:
            del self.owed[answer.question]
        elif owed is not None:
            self.owed[answer.question] = owed._replace(repaired=True, met_again=True)

    def _time(self, answer: Answered) -> float:
        """Learn from the time that an answer took; return its seconds."""
        one = self.syllabus.questions.get(answer.question)
        usual = _USUAL if one is None else one.seconds
        if answer.seconds <= 0:
            return usual if one is None else self.seconds(one)
        taken = min(answer.seconds, usual * _LONGEST)
        if answer.shown:
            return taken  # how soon somebody gives up says nothing of how long an answer takes
        topic = self._times.get(answer.topic, _NONE)
        self._times[answer.topic] = _Times(topic.taken + taken, topic.usual + usual)
        self._all_times = _Times(self._all_times.taken + taken, self._all_times.usual + usual)
        return taken
