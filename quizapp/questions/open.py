"""Questions answered in the learner's own words, against a rubric."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar, Final, Self

from quizapp import questions
from quizapp.answers import words
from quizapp.answers.words import aloud
from quizapp.answers.words.points import Misconception, Point, Wording
from quizapp.errors import UnreadableError
from quizapp.questions import remarks
from quizapp.questions.base import FieldRemark, Grade, Question, Reading, Variant, Verdict
from quizapp.questions.columns import Column
from quizapp.text import blocks
from quizapp.text.blocks import Block, Heading, Labelled, RubricPoint
from quizapp.text.phrases import counted

if TYPE_CHECKING:
    from quizapp.answers.words.findings import Findings
    from quizapp.answers.words.judging import Judge
    from quizapp.questions.kinds import Field, Rule

_RATINGS: Final = (
    Point("again", "Again: I missed what matters.", 0),
    Point("partly", "Partly: I said some of it.", 0.5),
    Point("well", "Well: I said what matters.", 1),
)
"""How a learner judges an answer for which there is no rubric; the weight is the score."""
_LAST_WORD: Final = re.compile(
    rf"(?:^|\n|[.,;:!?])\W*({'|'.join(point.id for point in _RATINGS)})\W*$"
)

_EXAMPLE: Final = """\
  # An open question: the learner ticks the points their answer made.
  - id: why-the-logarithm
    type: open
    topic: cross-entropy-loss
    level: 3
    limit: 60s
    stem: Why does the loss take a logarithm of the probability?
    hints:
      - What happens to the probability of many independent examples?
    rubric:
      - id: sums
        text: The logarithm turns the product over examples into a sum.
      - id: confident-errors
        text: Confident errors are very expensive, with no upper limit.
    model_answer: |
      The likelihood of independent examples is a product, and the logarithm makes it a sum,
      which is easy to differentiate and doesn't underflow. It also makes a confident error
      very expensive: the loss keeps growing as the probability of the true class goes to 0.
"""

_WITHOUT_A_RUBRIC: Final = """\
  # An open question without a rubric: the learner compares,
  # and says again, partly or well.
  - id: your-last-loss
    type: open
    topic: cross-entropy-loss
    level: 2
    stem: Tell me about a loss that you chose, and what you would choose today.
    model_answer: |
      Name the task, the loss and the reason for it; then what went wrong or right,
      with a number; then what you would do differently, and why.
"""


@dataclass(frozen=True, kw_only=True)
class OpenQuestion(Question):
    """A question answered in words; the learner ticks the points made, or rates it."""

    type: ClassVar[str] = "open"
    examples: ClassVar[tuple[str, ...]] = (_EXAMPLE, _WITHOUT_A_RUBRIC)
    in_words: ClassVar[bool] = True
    columns: ClassVar[Mapping[str, Column]] = {
        "rubric": Column(
            "of an open question: what a good answer says",
            "rubric.text",
            several=True,
            named="point",
        ),
        "model_answer": Column("of an open question", "model_answer"),
    }

    model_answer: str
    rubric: tuple[Point, ...] = ()
    """What is ticked; without it, the learner rates the answer as a whole."""
    misconceptions: tuple[Misconception, ...] = ()
    limit: float | None = None
    """Seconds that an interviewer would give it."""
    shared: ClassVar[tuple[str, ...]] = (*Question.shared, "wording")
    wording: Wording = field(default=Wording(), repr=False, compare=False)
    """What the rubric's patterns are written in."""

    @classmethod
    def fields(cls) -> tuple[Field, ...]:
        """Return the fields of a bank that only an open question has."""
        from quizapp.questions.kinds import (
            Boolean,
            Duration,
            Either,
            Field,
            ListOf,
            Phrase,
            PlainText,
            RealNumber,
            Record,
            Slug,
            TemplateText,
        )

        patterns = ListOf(Either(Phrase(), questions.patterns.PATTERN))
        point = Record(
            "point",
            (
                Field("id", Slug(underscores=True), "name of the point", required=True),
                Field("text", PlainText(), "what a good answer says", required=True),
                Field("weight", RealNumber(0, 100), "relative weight in the score", default=1.0),
                Field("match", patterns, "patterns; any of them covers the point", default=()),
                Field("refute", patterns, "patterns for the opposite claim", default=()),
                Field("examples", ListOf(PlainText()), "answers that must match", default=()),
                Field("wrong", ListOf(PlainText()), "answers that must not match", default=()),
                Field(
                    "bonus",
                    Boolean(),
                    "whether it only adds to the score, as the stem doesn't ask for it",
                    default=False,
                ),
                Field(
                    "asks",
                    PlainText(),
                    "how an interviewer asks for it when it is missing",
                    default="",
                ),
            ),
            Point,
        )
        misconception = Record(
            "misconception",
            (
                Field("id", Slug(underscores=True), "name of the misconception", required=True),
                Field("text", PlainText(), "the correction", required=True),
                Field("match", patterns, "patterns that show it", default=()),
                Field("blocks", ListOf(Slug(underscores=True)), "points it cancels", default=()),
                Field("examples", ListOf(PlainText()), "answers that state it", default=()),
                Field("wrong", ListOf(PlainText()), "answers that do not", default=()),
            ),
            Misconception,
        )
        misconceptions = ListOf(misconception, 0, 100)
        return (
            Field(
                "rubric",
                ListOf(point, 1, 30),
                "what a good answer says; without it, learners rate their answer",
                default=(),
            ),
            Field("misconceptions", misconceptions, "wrong claims to correct", default=()),
            Field(
                "model_answer", TemplateText(), "an answer that makes every point", required=True
            ),
            Field("limit", Duration(), "time an interviewer would allow"),
        )

    @classmethod
    def rules(cls) -> tuple[Rule, ...]:
        """Return what must hold between these fields."""
        return (questions.kinds.KnownPoints(),)

    def worded(self, wording: Wording) -> Self:
        """Return the question with the wording of its bank."""
        return replace(self, wording=wording)

    @property
    def time_limit(self) -> float | None:
        """Seconds that an interviewer would give it."""
        return self.limit

    @property
    def spoken(self) -> str:
        """The model answer."""
        return self.model_answer

    @property
    def own_slips(self) -> Mapping[str, str]:
        """The misconceptions, each with what is right."""
        return {wrong.id: wrong.text for wrong in self.misconceptions}

    def variant(self, seed: int = 0) -> OpenVariant:
        """Return the question; only texts with drawn parameters differ by seed."""
        return OpenVariant(self, seed, self.draw_parameters(seed))

    def faults(self, variants: Sequence[OpenVariant]) -> Iterator[FieldRemark]:  # noqa: ARG002 - of itself
        """Yield a rubric without weight, and the patterns that fail their own examples."""
        yield from remarks.open.faults(self)

    def remarks(self, variants: Sequence[OpenVariant]) -> Iterator[FieldRemark]:  # noqa: ARG002 - of itself
        """Yield the points whose patterns are barely tested."""
        yield from remarks.open.remarks(self)

    def left_out(self) -> Mapping[str, int]:
        """Return what no column holds of the rubric, and beside it."""
        return {
            "limit": self.limit is not None,
            "misconceptions": bool(self.misconceptions),
            "points that are a bonus": sum(point.bonus for point in self.rubric),
            "patterns of points": sum(bool(point.match or point.refute) for point in self.rubric),
            "weights of points": sum(point.weight != 1 for point in self.rubric),
        }

    @cached_property
    def judge(self) -> Judge:
        """What looks for the points in an answer."""
        return words.judging.Judge(self.rubric, self.misconceptions, self.wording)


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
        """The rubric to tick, or the ratings where there is none."""
        return self.question.rubric or _RATINGS

    @property
    def rates(self) -> bool:
        """Whether the answer is rated as a whole."""
        return not self.question.rubric

    @property
    def confirmation(self) -> str:
        """What is asked after answering."""
        return "How well did you do?" if self.rates else super().confirmation

    @property
    def prompt(self) -> str:
        """How an answer of several lines ends."""
        return "Type your answer. End with an empty line:"

    def answered(self, made: Collection[str] | None = None) -> tuple[Block, ...]:
        """Return the model answer, and the points that it makes."""
        good = (Heading("Model answer"), blocks.Text(self.key_text))
        if self.rates:
            return (*good, *(Labelled("Your rating", one) for one in sorted(made or ())))
        points = (
            RubricPoint(point.shown, None if made is None else point.id in made)
            for point in self.points
        )
        return (*good, *points)

    def facts(self) -> dict[str, Any]:
        """Return the model answer and the rubric for programs."""
        return {
            "key": self.key_text,
            "rubric": [
                {"id": point.id, "text": point.text, "weight": point.weight}
                | ({"bonus": True} if point.bonus else {})
                | ({"asks": point.asks} if point.asks else {})
                for point in self.question.rubric
            ],
        }

    def cells(self) -> Mapping[str, str | Sequence[str]]:
        """Return the rubric and the model answer by the column of a spreadsheet."""
        return {
            "rubric": [point.text for point in self.question.rubric],
            "model_answer": self.key_text.strip(),
        }

    def read(self, raw: str) -> Reading:
        """Read an answer in words; nothing can be unreadable in it but its absence."""
        if not raw.strip():
            raise UnreadableError("Write a few sentences first, the way you'd say them.")
        return Reading(raw, (), aloud.length(raw))

    def read_again(self, raw: str, value: Any) -> Reading:  # noqa: ANN401 - a grade's value
        """Read an answer with the points that were confirmed."""
        return self.judged(self.read(raw), tuple(value["confirmed"]))

    def found(self, reading: Reading) -> Findings | None:
        """Return which points and misconceptions the words seem to state.

        None without a rubric, and where the answer was spoken.
        """
        words = aloud.words_of(reading.raw)
        return self.question.judge.judge(words) if words and not self.rates else None

    def unattended(self, reading: Reading) -> Reading:
        """Return an answer with the points found in it, or with the rating that it ends with."""
        if not self.rates:
            return self.judged(
                reading, self.question.judge.judge(aloud.words_of(reading.raw)).covered
            )
        rating = _LAST_WORD.search(reading.raw.lower().strip())
        if rating is None:
            raise UnreadableError(
                "Only you can rate this answer: add a last line that says again, partly or well."
            )
        return self.judged(reading, (rating[1],))

    def corrections(self, found: Findings) -> list[str]:
        """Return what is right in the place of the misconceptions that were found."""
        wrong = {finding.id for finding in found.misconceptions}
        return [
            misconception.text
            for misconception in self.question.misconceptions
            if misconception.id in wrong
        ]

    def judged(self, reading: Reading, made: tuple[str, ...]) -> Reading:
        """Return a reading with the points that the learner confirms were made."""
        return Reading(reading.raw, made, reading.echo)

    def grade(self, reading: Reading) -> Grade:
        """Return the confirmed share of the rubric's weight or the rating, and wrong claims."""
        ticked = set(reading.value)
        made = [point for point in self.points if point.id in ticked]
        asked = (point.weight for point in self.points if not point.bonus)
        total = 1.0 if self.rates else sum(asked) or 1.0
        score = min(1.0, sum(point.weight for point in made) / total)
        found = self.question.judge.judge(aloud.words_of(reading.raw))
        says = f"You made {len(made)} of {counted(len(self.points), 'point')}."
        if self.rates:
            says = f"You rated it: {made[0].id}." if made else "You haven't rated it yet."
        missing = [point for point in self.question.rubric if point not in made and not point.bonus]
        weightiest = max(missing, key=lambda point: point.weight, default=None)
        asks = [] if weightiest is None else [f"Follow-up: {weightiest.asked}"]
        verdict = Verdict.PARTIAL if 0 < score < 1 else Verdict.CORRECT if score else None
        return Grade(
            verdict=verdict or Verdict.INCORRECT,
            score=score,
            feedback=" ".join([says, *self.corrections(found), *asks]),
            slips=tuple(finding.id for finding in found.misconceptions),
            value={
                "confirmed": [point.id for point in made],
                "covered": list(found.covered),
                "unsure": list(found.unsure),
            },
        )
