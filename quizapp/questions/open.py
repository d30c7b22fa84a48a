"""Questions answered in the learner's own words, against a rubric."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

from quizapp.answers.words.points import Misconception, Point, Wording
from quizapp.errors import UnreadableError
from quizapp.questions.base import Grade, Question, Reading, TextVariant, Verdict

if TYPE_CHECKING:
    from quizapp.answers.words.judging import Findings, Judge


@dataclass(frozen=True, kw_only=True)
class OpenQuestion(Question):
    """A question answered in words; the learner ticks the points that were made."""

    type: ClassVar[str] = "open"

    rubric: tuple[Point, ...]
    model_answer: str
    misconceptions: tuple[Misconception, ...] = ()
    limit: float | None = None
    """Seconds that an interviewer would give it."""
    wording: Wording = field(default=Wording(), repr=False, compare=False)
    """What the rubric's patterns are written in."""

    def variant(self, seed: int = 0) -> OpenVariant:
        """Return the question; only texts with drawn parameters differ by seed."""
        return OpenVariant(self, seed, self.draw_parameters(seed))

    @cached_property
    def judge(self) -> Judge:
        """What looks for the points in an answer."""
        # Here and not above: it has no part in asking.
        from quizapp.answers.words.judging import Judge

        return Judge(self.rubric, self.misconceptions, self.wording)


@dataclass(frozen=True)
class OpenVariant(TextVariant):
    """An open question, answered in words and then judged point by point."""

    question: OpenQuestion
    seed: int
    parameters: Mapping[str, Any]

    @property
    def key_text(self) -> str:
        """The model answer."""
        return self.fill(self.question.model_answer)

    @property
    def points(self) -> tuple[Point, ...]:
        """The rubric to tick."""
        return self.question.rubric

    def read(self, raw: str) -> Reading:
        """Read an answer in words; nothing can be unreadable in it but its absence."""
        if not raw.strip():
            raise UnreadableError("Write or say a few sentences first, as you would say them.")
        return Reading(raw, (), f"{len(raw.split())} words")

    def found(self, reading: Reading) -> Findings:
        """Return which points and misconceptions the words of an answer seem to state."""
        return self.question.judge.judge(reading.raw)

    def corrections(self, found: Findings) -> list[str]:
        """Return what is right in the place of the misconceptions that were found."""
        wrong = {one.id for one in found.misconceptions}
        return [one.text for one in self.question.misconceptions if one.id in wrong]

    def judged(self, reading: Reading, ticked: tuple[str, ...]) -> Reading:
        """Return a reading with the points that the learner confirms were made."""
        return Reading(reading.raw, ticked, reading.echo)

    def grade(self, reading: Reading) -> Grade:
        """Return the confirmed share of the rubric's weight, and the misconceptions stated."""
        ticked = set(reading.value)
        total = sum(point.weight for point in self.points) or 1.0
        score = sum(point.weight for point in self.points if point.id in ticked) / total
        made = sum(point.id in ticked for point in self.points)
        found = self.found(reading)
        says = [f"You confirmed {made} of {len(self.points)} points.", *self.corrections(found)]
        verdict = Verdict.PARTIAL if 0 < score < 1 else Verdict.CORRECT if score else None
        return Grade(
            verdict=verdict or Verdict.INCORRECT,
            score=score,
            feedback=" ".join(says),
            slips=tuple(one.id for one in found.misconceptions),
            value={
                "confirmed": [point.id for point in self.points if point.id in ticked],
                "covered": list(found.covered),
                "unsure": list(found.unsure),
            },
        )
