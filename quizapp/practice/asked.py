"""What was asked in a session, what became of it, and what all of it came to."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from quizapp.bank.tracks import NO_TRACKS, Tracks
from quizapp.learning.habits import OFTEN
from quizapp.learning.recall import RIGHT
from quizapp.questions.base import Grade, Reading, Variant, Verdict, slip_counts
from quizapp.record import Attempt


class Outcome(StrEnum):
    """How a question that was asked ended."""

    ANSWERED = "answered"
    SKIPPED = "skipped"
    OPEN = "open"


@dataclass
class Asked:
    """A variant that was asked, with what became of it."""

    variant: Variant
    began: float
    follow_up: bool = False
    """Whether it is asked because of the answer to the one before."""
    attempts: list[Attempt] = field(default_factory=list)
    grade: Grade | None = None
    """The grade that counts: the first, or the second after one that was too imprecise."""
    seconds: float = 0.0
    skipped: bool = False
    hints_shown: int = 0
    working_seen: bool = False
    typed: str = ""
    """What stands in the field and is no answer yet."""
    draws: int = 0
    """How many variants of its question were drawn with it."""

    @property
    def outcome(self) -> Outcome:
        """How it ended."""
        if self.grade is not None:
            return Outcome.ANSWERED
        return Outcome.SKIPPED if self.skipped else Outcome.OPEN

    @property
    def awaits(self) -> bool:
        """Whether the next response counts: the first, and a second after an imprecise first."""
        imprecise = self.grade is not None and self.grade.verdict is Verdict.IMPRECISE
        return self.grade is None or (imprecise and len(self.attempts) == 1)

    @property
    def is_open(self) -> bool:
        """Whether a response counts that is still to come, or is being written."""
        return not self.skipped and (self.awaits or bool(self.typed))

    def add(self, attempt: Attempt, grade: Grade) -> None:
        """Add a graded response."""
        if self.awaits:
            self.grade = grade
            self.seconds = attempt.seconds
        self.attempts.append(attempt)

    def repeats(self, reading: Reading) -> bool:
        """Whether a response says the same as an earlier wrong one."""
        return any(
            attempt.verdict is not Verdict.CORRECT
            and attempt.response.strip() == reading.raw.strip()
            for attempt in self.attempts
        )


class Turn(NamedTuple):
    """What one response is for."""

    asked: int
    """How many variants were asked so far, this one among them."""
    attempts: int
    """How many responses to it were given before."""


class Summary(NamedTuple):
    """What a session came to."""

    asked: tuple[Asked, ...]
    tracks: Tracks = NO_TRACKS
    """Say how topics are called."""
    known_habits: Collection[str] = ()
    """Slips that were known as habits before."""

    @property
    def answered(self) -> tuple[Asked, ...]:
        """Those with a grade."""
        return tuple(asked for asked in self.asked if asked.grade is not None)

    @property
    def missed(self) -> tuple[str, ...]:
        """Full names of the questions that were not right, in the order asked, each once."""
        wrong = (asked for asked in self.answered if asked.grade and asked.grade.score < RIGHT)
        return tuple(dict.fromkeys(asked.variant.question.name for asked in wrong))

    @property
    def repaired(self) -> tuple[str, ...]:
        """Full names of those that were missed and right when they came again."""
        last = {asked.variant.question.name: asked.grade for asked in self.answered}
        return tuple(name for name in self.missed if (grade := last[name]) and grade.score >= RIGHT)

    @property
    def score(self) -> float:
        """The sum of the scores that count."""
        return sum(asked.grade.score for asked in self.answered if asked.grade is not None)

    @property
    def seconds(self) -> float:
        """Time spent on questions."""
        return sum(asked.seconds for asked in self.asked)

    @property
    def slips(self) -> dict[str, int]:
        """Slips made and how often, most frequent first."""
        return slip_counts(asked.grade for asked in self.answered)

    @property
    def habits(self) -> tuple[str, ...]:
        """Slips made more than once, now or as known before; most frequent first."""
        often = (slip for slip, times in self.slips.items() if times >= OFTEN)
        return tuple(slip for slip in self.slips if slip in {*often, *self.known_habits})

    def topics(self) -> dict[str, tuple[float, int]]:
        """Return for each topic the score and how many were answered, in the order met."""
        found: dict[str, tuple[float, int]] = {}
        for asked in self.answered:
            score, count = found.get(asked.variant.question.topic, (0.0, 0))
            gained = asked.grade.score if asked.grade else 0.0
            found[asked.variant.question.topic] = (score + gained, count + 1)
        return found
