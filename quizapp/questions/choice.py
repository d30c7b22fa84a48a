"""Questions answered by choosing among options."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from string import ascii_lowercase
from typing import TYPE_CHECKING, Any, ClassVar, Final, NamedTuple

from quizapp import questions
from quizapp.errors import UnreadableError
from quizapp.questions import letters, remarks
from quizapp.questions.base import FieldRemark, Grade, Question, Reading, Variant, Verdict
from quizapp.questions.columns import Column
from quizapp.text.blocks import Block, Lettered


class Option(NamedTuple):
    """An answer offered; a wrong one says why it tempts, a right one why it is right."""

    text: str
    correct: bool = False
    why: str = ""


if TYPE_CHECKING:
    from quizapp.questions.kinds import Field, Rule

_EXAMPLE: Final = """\
  # A choice question: each wrong option says why it tempts people.
  # Options are shuffled.
  - id: loss-of-certainty
    type: choice
    topic: cross-entropy-loss
    level: 2
    stem: A model gives the true class a probability of 0. What is the cross-entropy loss?
    options:
      - text: It is infinite.
        correct: true
        why: Minus the logarithm keeps growing as the probability goes to 0.
      - text: It is 1.
        why: That would be the largest error of a probability; the logarithm has no such limit.
      - text: It is 0.
        why: The loss is 0 when the true class gets all the probability, not none of it.
"""


@dataclass(frozen=True, kw_only=True)
class ChoiceQuestion(Question):
    """A question with options, one or several of them correct."""

    type: ClassVar[str] = "choice"
    usual_seconds: ClassVar[float] = 45.0
    quick: ClassVar[bool] = True
    examples: ClassVar[tuple[str, ...]] = (_EXAMPLE,)
    shuffled: ClassVar[bool] = True
    marks_offered: ClassVar[bool] = True
    columns: ClassVar[Mapping[str, Column]] = {
        "options": Column("of a choice question", "options.text", several=True),
        "correct": Column(
            "the letters of the correct options, such as b or a, c", "options.correct", letters=True
        ),
        "whys": Column("a reason for each option, pair or wrong text", "options.why", several=True),
    }

    options: tuple[Option, ...]

    @classmethod
    def fields(cls) -> tuple[Field, ...]:
        """Return the fields of a bank that only a choice has."""
        from quizapp.questions.kinds import (
            LETTERS,
            Boolean,
            Field,
            ListOf,
            Record,
            TemplateText,
        )

        option = Record(
            "option",
            (
                Field("text", TemplateText(), "the text of the option", required=True),
                Field("correct", Boolean(), "whether it is correct", default=False),
                Field(
                    "why", TemplateText(), "why it tempts people, or why it is correct", default=""
                ),
            ),
            Option,
        )
        options = ListOf(option, 2, LETTERS)
        return (Field("options", options, "the options to choose from", required=True),)

    @classmethod
    def rules(cls) -> tuple[Rule, ...]:
        """Return what must hold between these fields."""
        return (
            questions.kinds.Differ("options", "option", by="text"),
            questions.kinds.AnyTrue(
                "options", "correct", "no option is correct; add 'correct: true' to one"
            ),
        )

    @property
    def takes_several(self) -> bool:
        """Whether more than one option is correct."""
        return sum(option.correct for option in self.options) > 1

    @property
    def entries(self) -> tuple[str, ...]:
        """The texts of the options, as written."""
        return tuple(option.text for option in self.options)

    @property
    def gives_itself_away(self) -> bool | None:
        """Whether the only correct option is the longest; None where several are correct."""
        right = [len(option.text) for option in self.options if option.correct]
        wrong = [len(option.text) for option in self.options if not option.correct]
        return (bool(wrong) and right[0] > max(wrong)) if len(right) == 1 else None

    def faults(self, variants: Sequence[ChoiceVariant]) -> Iterator[FieldRemark]:
        """Yield options that read alike as they are shown."""
        return letters.alike(variants, "options")

    def remarks(self, variants: Sequence[ChoiceVariant]) -> Iterator[FieldRemark]:
        """Yield what is unwise about its options."""
        yield from remarks.choice.written(self)
        yield from remarks.choice.remarks(variants)

    def variant(self, seed: int = 0) -> ChoiceVariant:
        """Return the question with its options shuffled by the seed, no two of which read alike.

        Raises
        ------
        UsageError
            When two options read alike in every draw.
        """
        return letters.first_distinct(
            self,
            seed,
            lambda drawn, attempt: ChoiceVariant(self, seed, drawn, attempt),
        )


@dataclass(frozen=True)
class ChoiceVariant(Variant):
    """A choice question with its options in the order shown."""

    question: ChoiceQuestion
    seed: int
    parameters: Mapping[str, Any]
    attempt: int = 0
    """How many draws of this seed were refused before."""

    @property
    def chance(self) -> float:
        """One in as many as there are options, or as there are ways to choose some of several."""
        count = len(self.options)
        return 1 / (2**count - 1 if self.question.takes_several else count)

    @property
    def entries(self) -> tuple[str, ...]:
        """The texts of the options as shown."""
        return tuple(option.text for option in self.options)

    @cached_property
    def options(self) -> tuple[Option, ...]:
        """The options as shown, filled in; the first is ``a``."""
        return tuple(
            Option(self.fill(option.text), option.correct, self.fill(option.why))
            for option in letters.shuffled(self.question, self.question.options, self.seed)
        )

    @property
    def key(self) -> tuple[str, ...]:
        """The letters of the correct options."""
        pairs = zip(ascii_lowercase, self.options, strict=False)
        return tuple(letter for letter, option in pairs if option.correct)

    @property
    def key_text(self) -> str:
        """The letters of the correct options, as shown."""
        return ", ".join(self.key)

    @property
    def prompt(self) -> str:
        """How many letters to type."""
        several = "one or more letters, such as a, c"
        return f"Type {several if self.question.takes_several else 'one letter'}:"

    def offered(self) -> tuple[Block, ...]:
        """Return the options."""
        return tuple(map(Lettered, ascii_lowercase, self.entries))

    def answered(self, made: Collection[str] | None = None) -> tuple[Block, ...]:  # noqa: ARG002 - it has no points
        """Return the options, each right or wrong, and why."""
        return tuple(
            Lettered(letter, option.text, option.correct, option.why)
            for letter, option in zip(ascii_lowercase, self.options, strict=False)
        )

    def facts(self) -> dict[str, Any]:
        """Return the key and the options for programs."""
        return {
            "key": self.key,
            "options": [
                {"text": option.text, "correct": option.correct, "why": option.why}
                for option in self.options
            ],
        }

    def cells(self) -> Mapping[str, str | Sequence[str]]:
        """Return the options by the column of a spreadsheet."""
        return {
            "options": self.entries,
            "correct": self.key_text,
            "whys": [option.why for option in self.options],
        }

    def read(self, raw: str) -> Reading:
        """Read letters such as ``b`` or ``a, c``."""
        chosen = tuple(
            sorted(letters.read(raw, len(self.options), several=self.question.takes_several))
        )
        if not self.question.takes_several and len(chosen) > 1:
            raise UnreadableError("Only one option is correct here. Type one letter.")
        return Reading(raw, chosen, ", ".join(chosen))

    def grade(self, reading: Reading) -> Grade:
        """Return a grade whose score, with several correct, is the share of right judgements.

        Options that read alike are graded alike: the letters only say which text is meant.
        """
        right = self._texts(self.key)
        chosen = self._texts(reading.value)
        wrong = sorted(letter for letter in reading.value if self._text(letter) not in right)
        whys = [self._why(letter) for letter in wrong]
        if chosen == right:
            reasons = [o.why for o in self.options if o.correct and o.why]
            return self._made(Verdict.CORRECT, 1, " ".join(["Right.", *reasons]), reading)
        found = len(chosen & right)
        if self.question.takes_several and found:
            score = max(0.0, (found - len(chosen - right)) / len(right))
            are = "is" if len(wrong) == 1 else "are"
            others = f"; {len(wrong)} of your choices {are} wrong" if wrong else ""
            says = [f"You found {found} of the {len(right)} correct options{others}."]
            missed = (letter for letter in self.key if self._text(letter) not in chosen)
            whys += [f"You missed {letter}. {self._why(letter)}".rstrip() for letter in missed]
            verdict = Verdict.PARTIAL if score else Verdict.INCORRECT
            return self._made(verdict, score, " ".join([*says, *filter(None, whys)]), reading)
        return self._made(
            Verdict.INCORRECT, 0, " ".join(filter(None, whys)) or "That isn't right.", reading
        )

    def _texts(self, chosen: Iterable[str]) -> set[str]:
        return {self._text(letter) for letter in chosen}

    def _text(self, letter: str) -> str:
        return letters.as_read(self.options[ascii_lowercase.index(letter)].text)

    def _why(self, letter: str) -> str:
        return self.options[ascii_lowercase.index(letter)].why

    def _made(self, verdict: Verdict, score: float, says: str, reading: Reading) -> Grade:
        return Grade(verdict=verdict, score=score, feedback=says, value=list(reading.value))
