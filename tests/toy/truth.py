"""A type of question that the program doesn't know: whether something is true."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from quizapp.errors import UnreadableError
from quizapp.questions.base import Grade, Question, Reading, Variant, Verdict
from quizapp.questions.columns import Column
from quizapp.questions.kinds import Boolean, Field


@dataclass(frozen=True, kw_only=True)
class TruthQuestion(Question):
    type: ClassVar[str] = "truth"
    examples: ClassVar[tuple[str, ...]] = (
        "  - id: is-it-so\n    type: truth\n    topic: entropy\n    level: 1\n"
        "    stem: Is entropy ever negative?\n    holds: false\n    solution: It is a mean.\n",
    )

    columns: ClassVar = {"holds": Column("true or false", "holds", truth=True)}

    holds: bool

    @classmethod
    def fields(cls):
        return (Field("holds", Boolean(), "whether it is true", required=True),)

    def variant(self, seed=0):
        return TruthVariant(self, seed, self.draw_parameters(seed))


@dataclass(frozen=True)
class TruthVariant(Variant):
    question: TruthQuestion
    seed: int
    parameters: dict

    @property
    def key_text(self):
        return "true" if self.question.holds else "false"

    def cells(self):
        return {"holds": self.key_text}

    def read(self, raw):
        said = raw.strip().lower()
        if said not in ("true", "false"):
            raise UnreadableError("Type true or false.")
        return Reading(raw, said, said)

    def grade(self, reading):
        right = reading.value == self.key_text
        verdict = Verdict.CORRECT if right else Verdict.INCORRECT
        return Grade(verdict=verdict, score=right, feedback="Think.", value=reading.value)
