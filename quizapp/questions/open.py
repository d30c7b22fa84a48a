"""Questions answered in the learner's own words, against a rubric."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar, Self

from quizapp.answers.words.points import Misconception, Point, Wording
from quizapp.errors import UnreadableError
from quizapp.questions.base import Grade, Question, Reading, Variant, Verdict
from quizapp.text.blocks import Block, Heading, RubricPoint, Text

if TYPE_CHECKING:
    from quizapp.answers.words.judging import Findings, Judge


@dataclass(frozen=True, kw_only=True)
class OpenQuestion(Question):
    """A question answered in words; the learner ticks the points that were made."""

    type: ClassVar[str] = "open"
    in_words: ClassVar[bool] = True

    rubric: tuple[Point, ...]
    model_answer: str
    misconceptions: tuple[Misconception, ...] = ()
    limit: float | None = None
    """Seconds that an interviewer would give it."""
    wording: Wording = field(default=Wording(), repr=False, compare=False)
    """What the rubric's patterns are written in."""

    @classmethod
    def written(cls, bank: str, fields: dict[str, Any], wording: Wording) -> Self:
        """Return the question that the fields of a bank make, with the bank's wording."""
        return cls(bank=bank, wording=wording, **fields)

    @property
    def time_limit(self) -> float | None:
        """Seconds that an interviewer would give it."""
        return self.limit

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
class OpenVariant(Variant):
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

    @property
    def prompt(self) -> str:
        """How an answer of several lines ends."""
        return "Type your answer; an empty line ends it:"

    def answered(self, made: Collection[str] | None = None) -> tuple[Block, ...]:
        """Return the model answer, and the points that it makes."""
        points = (
            RubricPoint(point.text, None if made is None else point.id in made)
            for point in self.points
        )
        return (Heading("A good answer"), Text(self.key_text), *points)

    def facts(self) -> dict[str, Any]:
        """Return the model answer and the rubric for programs."""
        return {
            "key": self.key_text,
            "rubric": [
                {"id": point.id, "text": point.text, "weight": point.weight}
                for point in self.points
            ],
        }

    def cells(self) -> Mapping[str, str | Sequence[str]]:
        """Return the rubric and the model answer by the column of a spreadsheet."""
        return {
            "rubric": [point.text for point in self.points],
            "model_answer": self.key_text.strip(),
        }

    def read(self, raw: str) -> Reading:
        """Read an answer in words; nothing can be unreadable in it but its absence."""
        if not raw.strip():
            raise UnreadableError("Write or say a few sentences first, as you would say them.")
        return Reading(raw, (), f"{len(raw.split())} words")

    def read_again(self, raw: str, value: Any) -> Reading:  # noqa: ANN401 - a grade's value
        """Read an answer with the points that were confirmed."""
        return self.judged(self.read(raw), tuple(value["confirmed"]))

    def found(self, reading: Reading) -> Findings:
        """Return which points and misconceptions the words of an answer seem to state."""
        return self.question.judge.judge(reading.raw)

    def corrections(self, found: Findings) -> list[str]:
        """Return what is right in the place of the misconceptions that were found."""
        wrong = {one.id for one in found.misconceptions}
        return [one.text for one in self.question.misconceptions if one.id in wrong]

    def judged(self, reading: Reading, made: tuple[str, ...]) -> Reading:
        """Return a reading with the points that the learner confirms were made."""
        return Reading(reading.raw, made, reading.echo)

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
