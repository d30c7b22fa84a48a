"""Questions answered by a word or a few."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar, Final, Self

from quizapp import questions
from quizapp.answers import words
from quizapp.answers.words.points import Point, Wording
from quizapp.errors import UnreadableError
from quizapp.questions.base import FieldRemark, Grade, Question, Reading, Variant, Verdict
from quizapp.questions.columns import Column
from quizapp.questions.names import LONGEST_NAME
from quizapp.text import prose
from quizapp.text.blocks import ANSWER, Aside, Blank, Block, Labelled

if TYPE_CHECKING:
    from quizapp.answers.words.judging import Judge
    from quizapp.questions.kinds import Field, Rule

_EXAMPLE: Final = """\
  # A short question: case, accents and small typos don't matter.
  # The first text is shown.
  - id: name-of-the-normalizer
    type: short
    topic: softmax
    level: 1
    stem: What is the function called that turns logits into probabilities?
    accepts:
      - softmax
      - normalized exponential
    wrong:                        # answers to expect, with the reason that each is wrong
      - text: sigmoid
        why: That turns a single logit into a probability, each by itself.
"""

_OTHER_NAMES: Final = re.compile(r"[()/;,]|\s(?:or|aka|i\.e\.)\s")
"""What stands between several names of one thing."""
_ACCEPTED: Final = "accepts"
"""The point that an answer makes which one of the patterns covers."""


@dataclass(frozen=True)
class WrongText:
    """A wrong answer to expect, and the reason that it is wrong."""

    text: str
    why: str
    id: str = ""
    """The name of the mistake, where the author gives it one."""

    @property
    def slip(self) -> str:
        """The id of the mistake, made from the text unless it has one; none where that varies."""
        if self.id or "{{" in self.text:
            return self.id
        named = [word for word in _words(self.text) if _PLAIN_WORD.fullmatch(word)]
        return "-".join(("answered", *named))[:LONGEST_NAME].rstrip("-") if named else ""


_PLAIN_WORD: Final = re.compile(r"[a-z0-9]+")


@dataclass(frozen=True, kw_only=True)
class ShortQuestion(Question):
    """A question answered by one of the texts, or by what one of the patterns covers."""

    type: ClassVar[str] = "short"
    examples: ClassVar[tuple[str, ...]] = (_EXAMPLE,)
    columns: ClassVar[Mapping[str, Column]] = {
        "accepts": Column("of a short question: the texts that are right", "accepts", several=True),
        "wrong": Column("texts that are wrong", "wrong.text", several=True),
        "whys": Column("a reason for each option, pair or wrong text", "wrong.why", several=True),
    }
    answer_field: ClassVar[str] = "accepts"
    always_explained: ClassVar[bool] = True

    accepts: tuple[Any, ...]
    """Texts, and patterns as mappings."""
    wrong: tuple[WrongText, ...] = ()
    wording: Wording = field(default=Wording(), repr=False, compare=False)
    """What the patterns are written in."""

    @classmethod
    def fields(cls) -> tuple[Field, ...]:
        """Return the fields of a bank that only a short question has."""
        from quizapp.questions.kinds import Either, Field, ListOf, Record, Slug, TemplateText

        wrong = Record(
            "wrong answer",
            (
                Field("text", TemplateText(), "a wrong answer to expect", required=True),
                Field("why", TemplateText(), "why it is wrong", required=True),
                Field(
                    "id",
                    Slug(underscores=True),
                    "name of the mistake (default: made from the text)",
                    default="",
                ),
            ),
            WrongText,
        )
        accepts = ListOf(Either(TemplateText(), questions.patterns.PATTERN), 1, 100)
        about = "texts that are right, the one to show first; or patterns, as in a rubric"
        return (
            Field("accepts", accepts, about, required=True),
            Field("wrong", ListOf(wrong, 0, 100), "wrong answers to expect", default=()),
        )

    @classmethod
    def rules(cls) -> tuple[Rule, ...]:
        """Return what must hold between these fields."""
        kinds = questions.kinds
        return (
            kinds.StartsWithText(
                "accepts", "the first entry is shown as the answer: write it as a text"
            ),
            kinds.Differ("accepts", "text"),
            kinds.Differ("wrong", "wrong answer", by="text"),
        )

    def worded(self, wording: Wording) -> Self:
        """Return the question with the wording of its bank."""
        return replace(self, wording=wording)

    @property
    def own_slips(self) -> Mapping[str, str]:
        """The mistakes that its wrong answers are, each with what it means."""
        return {wrong.slip: wrong.why for wrong in self.wrong if wrong.slip}

    @property
    def texts(self) -> tuple[str, ...]:
        """The texts that are right, as written."""
        return tuple(one for one in self.accepts if isinstance(one, str))

    @cached_property
    def judge(self) -> Judge | None:
        """What looks for the patterns in an answer; None where there are none."""
        patterns = tuple(one for one in self.accepts if not isinstance(one, str))
        if not patterns:
            return None
        return words.judging.Judge((Point(_ACCEPTED, "", match=patterns),), (), self.wording)

    def left_out(self) -> Mapping[str, int]:
        """Return how many patterns no column holds."""
        return {"patterns of short answers": len(self.accepts) - len(self.texts)}

    def faults(self, variants: Sequence[ShortVariant]) -> Iterator[FieldRemark]:
        """Yield texts without a word to compare, and wrong answers that are right."""
        for variant in variants:
            for text in variant.accepted:
                if not _words(text):
                    yield "accepts", f"a text has no word to compare: '{text}'; write it in words"
            for wrong in self.wrong:
                text = variant.fill(wrong.text)
                if variant.grade(variant.read(text)).score:
                    message = f"a wrong answer is accepted: '{text}' in {variant.id}; delete it"
                    yield "wrong", message

    def remarks(self, variants: Sequence[ShortVariant]) -> Iterator[FieldRemark]:
        """Yield hints that give the answer away."""
        for variant in variants:
            told = [" ".join(_words(text)) for text in variant.accepted]
            for hint in variant.hints:
                said = f" {' '.join(words.phrase.words(prose.plain(hint, quotes=False)))} "
                if any(f" {text} " in said for text in told if text):
                    yield "hints", f"a hint gives away the answer: {variant.id}"

    def variant(self, seed: int = 0) -> ShortVariant:
        """Return the question; only texts with drawn parameters differ by seed."""
        return ShortVariant(self, seed, self.draw_parameters(seed))


@dataclass(frozen=True)
class ShortVariant(Variant):
    """A short question, answered by a few words."""

    question: ShortQuestion
    seed: int
    parameters: Mapping[str, Any]

    @cached_property
    def accepted(self) -> tuple[str, ...]:
        """The texts that are right, filled in."""
        return tuple(map(self.fill, self.question.texts))

    @property
    def key_text(self) -> str:
        """The first of the texts that are right, without markup."""
        return _plain(self.accepted[0])

    @property
    def prompt(self) -> str:
        """How much to type."""
        return "Type a word or a few:"

    def offered(self) -> tuple[Block, ...]:
        """Return room on paper for the answer."""
        return (Blank(),)

    def answered(self, made: Collection[str] | None = None) -> tuple[Block, ...]:  # noqa: ARG002 - it has no points
        """Return the right answer, and what else is right."""
        answer = Labelled(ANSWER, self.key_text)
        others = ", ".join(map(_plain, self.accepted[1:]))
        return (answer, Aside(f"also right: {others}")) if others else (answer,)

    def explained(self) -> tuple[Block, ...]:
        """Return what is right, and the author's words."""
        return (*self.answered(), *super().explained())

    def facts(self) -> dict[str, Any]:
        """Return the key, all texts that are right, and the wrong answers for programs."""
        wrong = [
            {"text": self.fill(one.text), "why": self.fill(one.why)} for one in self.question.wrong
        ]
        return {"key": self.key, "accepts": self.accepted, "wrong": wrong}

    def cells(self) -> Mapping[str, str | Sequence[str]]:
        """Return the right and the wrong texts by the column of a spreadsheet."""
        return {
            "accepts": self.accepted,
            "wrong": [self.fill(wrong.text) for wrong in self.question.wrong],
            "whys": [self.fill(wrong.why) for wrong in self.question.wrong],
        }

    def read(self, raw: str) -> Reading:
        """Read a few words."""
        typed = " ".join(raw.split())
        if len(typed) > words.phrase.LONGEST:
            message = f"That's too long: use {words.phrase.LONGEST} characters at most."
            raise UnreadableError(message)
        if not words.phrase.words(typed):
            raise UnreadableError("Type a word or a few.")
        return Reading(raw, typed, typed)

    def grade(self, reading: Reading) -> Grade:
        """Return 1 for a text that is right, or nearly one and nearer to it than to a wrong one.

        Several names, as in "recall (sensitivity)", are right where each of them is. What people
        say around a name doesn't matter, unless it is part of one.
        """
        grade = self._graded(reading)
        bare = words.phrase.bare(reading.value)
        if grade.score or grade.slips or bare == reading.value:
            return grade
        return self.grade(self.read(bare))

    def _graded(self, reading: Reading) -> Grade:
        parts = [one for one in _OTHER_NAMES.split(reading.value) if words.phrase.words(one)]
        if len(parts) > 1 and all(self.grade(self.read(one)).score for one in parts):
            return self._made(Verdict.CORRECT, "Right.", reading)
        typed = words.phrase.words(reading.value)
        right = [(_words(text), text) for text in self.accepted]
        wrong = [(_words(self.fill(one.text)), one) for one in self.question.wrong]
        if any(words.phrase.same(typed, text) for text, _ in right):
            return self._made(Verdict.CORRECT, "Right.", reading)
        meant = [one for text, one in wrong if words.phrase.same(typed, text)]
        if meant:
            return self._mistaken(meant, reading)
        meant = [one for text, one in wrong if words.phrase.nearly_same(typed, text)]
        for text, written in right:
            if not meant and words.phrase.nearly_same(typed, text):
                says = f"Right. It's written: {written}."
                return self._made(Verdict.CORRECT, says, reading)
        judge = self.question.judge
        if judge is not None and judge.judge(reading.value).covered:
            return self._made(Verdict.CORRECT, "Right.", reading)
        return self._mistaken(meant, reading)

    def _mistaken(self, meant: Sequence[WrongText], reading: Reading) -> Grade:
        """Return the grade of a wrong answer, which may be one that was expected."""
        if not meant:
            return self._made(Verdict.INCORRECT, "That isn't it.", reading)
        slips = (meant[0].slip,) if meant[0].slip else ()
        return self._made(Verdict.INCORRECT, self.fill(meant[0].why), reading, slips)

    def _made(
        self, verdict: Verdict, says: str, reading: Reading, slips: tuple[str, ...] = ()
    ) -> Grade:
        score = float(verdict is Verdict.CORRECT)
        return Grade(verdict=verdict, score=score, feedback=says, slips=slips, value=reading.value)


def _plain(text: str) -> str:
    return " ".join(prose.plain(text, flat=True, quotes=False).split())


def _words(text: str) -> tuple[str, ...]:
    """Return the words of an author's text, without its markup."""
    return words.phrase.words(_plain(text))
