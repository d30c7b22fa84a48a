"""Questions answered by putting lines in order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from string import ascii_lowercase
from typing import TYPE_CHECKING, Any, ClassVar, Final

from quizapp import questions
from quizapp.errors import UnreadableError
from quizapp.questions import letters
from quizapp.questions.base import FieldRemark, Grade, Question, Reading, Variant, Verdict
from quizapp.questions.columns import Column
from quizapp.text.blocks import ANSWER, Block, Labelled, Lettered
from quizapp.text.phrases import listed, part_of

if TYPE_CHECKING:
    from quizapp.questions.kinds import Field, Rule

_USAGE: Final = "Type all letters in order, such as c a b"
_EXAMPLE: Final = """\
  # An order question: write the lines in the right order;
  # they are shuffled when asked.
  - id: steps-to-the-loss
    type: order
    topic: cross-entropy-loss
    level: 2
    stem: Put the steps from logits to loss in order.
    lines:
      - Subtract the largest logit from all of them.
      - Take the exponential of each.
      - Divide by their sum.
      - Take minus the logarithm of the true class's share.
"""


@dataclass(frozen=True, kw_only=True)
class OrderQuestion(Question):
    """A question whose lines are given in the right order and shown shuffled."""

    type: ClassVar[str] = "order"
    usual_seconds: ClassVar[float] = 60.0
    examples: ClassVar[tuple[str, ...]] = (_EXAMPLE,)
    shuffled: ClassVar[bool] = True
    always_explained: ClassVar[bool] = True
    columns: ClassVar[Mapping[str, Column]] = {
        "lines": Column("of an order question in the right order", "lines", several=True)
    }

    lines: tuple[str, ...]

    @classmethod
    def fields(cls) -> tuple[Field, ...]:
        """Return the fields of a bank that only an order has."""
        from quizapp.questions.kinds import (
            LETTERS,
            Field,
            ListOf,
            TemplateText,
        )

        lines = ListOf(TemplateText(), 2, LETTERS)
        return (Field("lines", lines, "lines in the right order", required=True),)

    @classmethod
    def rules(cls) -> tuple[Rule, ...]:
        """Return what must hold between these fields."""
        return (questions.kinds.Differ("lines", "line"),)

    @property
    def entries(self) -> tuple[str, ...]:
        """The lines, as written."""
        return self.lines

    def faults(self, variants: Sequence[OrderVariant]) -> Iterator[FieldRemark]:
        """Yield lines that read alike as they are shown."""
        return letters.alike(variants, "lines")

    def variant(self, seed: int = 0) -> OrderVariant:
        """Return the question with its lines shuffled by the seed, never in the right order.

        Raises
        ------
        UsageError
            When two lines read alike in every draw.
        """
        return letters.first_distinct(
            self,
            seed,
            lambda drawn, attempt: OrderVariant(self, seed, drawn, attempt),
        )


@dataclass(frozen=True)
class OrderVariant(Variant):
    """An order question with its lines as shown."""

    question: OrderQuestion
    seed: int
    parameters: Mapping[str, Any]
    attempt: int = 0
    """How many draws of this seed were refused before."""

    @property
    def entries(self) -> tuple[str, ...]:
        """The lines as shown."""
        return self.lines

    @cached_property
    def _places(self) -> tuple[int, ...]:
        """For each line shown its place in the right order."""
        count = len(self.question.lines)
        places = letters.shuffled(self.question, range(count), self.seed)
        if count > 1 and places == tuple(range(count)):
            return (*places[1:], places[0])
        return places

    @property
    def lines(self) -> tuple[str, ...]:
        """The lines as shown, filled in; the first is ``a``."""
        return tuple(self.fill(self.question.lines[place]) for place in self._places)

    @property
    def key(self) -> tuple[str, ...]:
        """The letters in the right order."""
        return tuple(ascii_lowercase[self._places.index(place)] for place in range(len(self.lines)))

    @property
    def key_text(self) -> str:
        """The letters in the right order, as shown."""
        return " ".join(self.key)

    @property
    def prompt(self) -> str:
        """That all letters are to be typed."""
        return f"{_USAGE}:"

    def offered(self) -> tuple[Block, ...]:
        """Return the lines under their letters."""
        return tuple(map(Lettered, ascii_lowercase, self.lines))

    def explained(self) -> tuple[Block, ...]:
        """Return the lines in the right order, and the author's words."""
        lines = dict(zip(ascii_lowercase, self.lines, strict=False))
        in_order = (Lettered(letter, lines[letter]) for letter in self.key)
        return (Labelled(ANSWER, self.key_text), *in_order, *super().explained())

    def facts(self) -> dict[str, Any]:
        """Return the key and the lines for programs."""
        return {"key": self.key, "lines": self.lines}

    def cells(self) -> Mapping[str, str | Sequence[str]]:
        """Return the lines in the right order by the column of a spreadsheet."""
        return {"lines": [self.fill(line) for line in self.question.lines]}

    def read(self, raw: str) -> Reading:
        """Read all letters in an order, such as ``c a b``."""
        typed = letters.read(raw, len(self.lines), usage=f"{_USAGE}.")
        if len(typed) < len(self.lines):
            missing = sorted(set(ascii_lowercase[: len(self.lines)]) - set(typed))
            are = "is" if len(missing) == 1 else "are"
            raise UnreadableError(f"Use every line: {listed(missing)} {are} missing.")
        return Reading(raw, typed, " ".join(typed))

    def grade(self, reading: Reading) -> Grade:
        """Return a grade that names the first line out of place; lines that read alike are one."""
        typed = self._as_meant(reading.value)
        if typed == self.key:
            return self._made(Verdict.CORRECT, 1, "Right.", reading.value)
        pairs = list(combinations(range(len(typed)), 2))
        right = sum(self.key.index(typed[i]) < self.key.index(typed[j]) for i, j in pairs)
        first = next(i for i, letter in enumerate(typed) if letter != self.key[i])
        says = (
            f"Line {first + 1} should be **{self.key[first]}**, not {typed[first]}. "
            f"{part_of(right, len(pairs), 'pair')} in the right order."
        )
        return self._made(Verdict.INCORRECT, 0, says, reading.value)

    def _as_meant(self, typed: Iterable[str]) -> tuple[str, ...]:
        """Return letters typed, those of lines that read alike in the order of the key."""
        lines = dict(zip(ascii_lowercase, map(letters.as_read, self.lines), strict=False))
        left = list(self.key)
        meant = []
        for letter in typed:
            meant.append(next(one for one in left if lines[one] == lines[letter]))
            left.remove(meant[-1])
        return tuple(meant)

    def _made(self, verdict: Verdict, score: float, says: str, typed: Iterable[str]) -> Grade:
        return Grade(verdict=verdict, score=score, feedback=says, value=list(typed))
