"""Questions answered by pairing what stands on the left with what stands on the right."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from string import ascii_lowercase
from typing import TYPE_CHECKING, Any, ClassVar, Final

from quizapp import questions
from quizapp.errors import UnreadableError
from quizapp.questions import letters
from quizapp.questions.base import FieldRemark, Grade, Question, Reading, Variant, Verdict
from quizapp.questions.columns import Column
from quizapp.text.blocks import ANSWER, Block, Heading, Labelled, Lettered
from quizapp.text.phrases import part_of

if TYPE_CHECKING:
    from quizapp.questions.kinds import Field, Rule

_MOST: Final = 13
"""Pairs, and distractors: together they have a letter each."""
_PAIR: Final = re.compile(r"(\d{1,2})[\s:=.)>→-]*\(?([a-z])\)?(?![a-z])")
_BETWEEN: Final = re.compile(r"[\s,;]*")

_EXAMPLE: Final = """\
  # A match question: each left belongs to the right beside it;
  # the rights are shuffled.
  - id: loss-of-a-task
    type: match
    topic: cross-entropy-loss
    level: 2
    stem: Which loss goes with which task?
    pairs:
      - left: one label out of many
        right: cross-entropy after a softmax
      - left: several labels at once
        right: binary cross-entropy after a sigmoid for each label
    distractors:                  # rights that belong to nothing
      - cross-entropy after a sigmoid
"""


@dataclass(frozen=True)
class Pair:
    """What stands on the left, and what belongs to it; why they belong together."""

    left: str
    right: str
    why: str = ""


@dataclass(frozen=True, kw_only=True)
class MatchQuestion(Question):
    """A question whose pairs are to be found; several lefts may have the same right."""

    type: ClassVar[str] = "match"
    examples: ClassVar[tuple[str, ...]] = (_EXAMPLE,)
    shuffled: ClassVar[bool] = True
    always_explained: ClassVar[bool] = True
    columns: ClassVar[Mapping[str, Column]] = {
        "lefts": Column("of a match question: the left of each pair", "pairs.left", several=True),
        "rights": Column("the right of each pair", "pairs.right", several=True),
        "whys": Column("a reason for each option, pair or wrong text", "pairs.why", several=True),
        "distractors": Column("rights that belong to nothing", "distractors", several=True),
    }

    pairs: tuple[Pair, ...]
    distractors: tuple[str, ...] = ()

    @classmethod
    def fields(cls) -> tuple[Field, ...]:
        """Return the fields of a bank that only a match has."""
        from quizapp.questions.kinds import Field, ListOf, Record, TemplateText

        pair = Record(
            "pair",
            (
                Field("left", TemplateText(), "what is given", required=True),
                Field("right", TemplateText(), "what belongs to it", required=True),
                Field("why", TemplateText(), "why they belong together", default=""),
            ),
            Pair,
        )
        return (
            Field("pairs", ListOf(pair, 2, _MOST), "what belongs together", required=True),
            Field(
                "distractors",
                ListOf(TemplateText(), 0, _MOST),
                "more to choose from on the right, which belongs to nothing",
                default=(),
            ),
        )

    @classmethod
    def rules(cls) -> tuple[Rule, ...]:
        """Return what must hold between these fields."""
        return (
            questions.kinds.Differ("pairs", "left", by="left"),
            questions.kinds.Differ("distractors", "distractor"),
        )

    @property
    def entries(self) -> tuple[str, ...]:
        """The lefts, as written, and all that can belong to them."""
        rights = (pair.right for pair in self.pairs)
        return (*(pair.left for pair in self.pairs), *rights, *self.distractors)

    def faults(self, variants: Sequence[MatchVariant]) -> Iterator[FieldRemark]:
        """Yield lefts that read alike, and distractors that read like what is right."""
        for variant in variants:
            for double in sorted(letters.doubles(variant.lefts)):
                message = f"two lefts read alike: '{double}' in {variant.id}; change one"
                yield "pairs", message
            rights = {letters.as_read(variant.fill(pair.right)) for pair in self.pairs}
            for text in map(variant.fill, self.distractors):
                if letters.as_read(text) in rights:
                    message = f"a distractor is right: '{text}' in {variant.id}; change it"
                    yield "distractors", message

    def remarks(self, variants: Sequence[MatchVariant]) -> Iterator[FieldRemark]:
        """Yield that there is nothing to choose."""
        for variant in variants:
            if len(variant.rights) == 1:
                yield "pairs", "every left has the same right: add others, or distractors"

    def variant(self, seed: int = 0) -> MatchVariant:
        """Return the question with its rights shuffled by the seed.

        Raises
        ------
        UsageError
            When two lefts read alike in every draw.
        """
        return letters.first_distinct(
            self,
            seed,
            lambda drawn, attempt: MatchVariant(self, seed, drawn, attempt),
        )


@dataclass(frozen=True)
class MatchVariant(Variant):
    """A match question with its lefts numbered and its rights under letters."""

    question: MatchQuestion
    seed: int
    parameters: Mapping[str, Any]
    attempt: int = 0
    """How many draws of this seed were refused before."""

    @property
    def entries(self) -> tuple[str, ...]:
        """The texts of which no two may read alike."""
        return self.lefts

    @cached_property
    def lefts(self) -> tuple[str, ...]:
        """What is given, filled in; the first is 1."""
        return tuple(self.fill(pair.left) for pair in self.question.pairs)

    @cached_property
    def rights(self) -> tuple[str, ...]:
        """What belongs to it, filled in, each once and in the order shown; the first is ``a``."""
        texts = (*(pair.right for pair in self.question.pairs), *self.question.distractors)
        once = {letters.as_read(text): text for text in reversed([*map(self.fill, texts)])}
        rights = tuple(reversed(once.values()))
        shown = letters.shuffled(self.question, rights, self.seed)
        return (*shown[1:], shown[0]) if shown == rights else shown

    @cached_property
    def key(self) -> tuple[str, ...]:
        """The letter of each left, in their order."""
        read = [letters.as_read(text) for text in self.rights]
        return tuple(
            ascii_lowercase[read.index(letters.as_read(self.fill(pair.right)))]
            for pair in self.question.pairs
        )

    @property
    def key_text(self) -> str:
        """The pairs as shown."""
        return as_typed(dict(enumerate(self.key, start=1)))

    @property
    def prompt(self) -> str:
        """That each number gets a letter."""
        return f"Type a letter for each number, such as {_example(len(self.lefts))}:"

    def offered(self) -> tuple[Block, ...]:
        """Return the lefts under their numbers, and the rights under their letters."""
        numbered = (Lettered(str(place), text) for place, text in enumerate(self.lefts, start=1))
        return (*numbered, Heading("Match with"), *map(Lettered, ascii_lowercase, self.rights))

    def explained(self) -> tuple[Block, ...]:
        """Return the pairs, and the author's words."""
        pairs = (
            Lettered(f"{place}{letter}", f"{left} → {self._right(letter)}", why=self.fill(pair.why))
            for place, (left, letter, pair) in enumerate(
                zip(self.lefts, self.key, self.question.pairs, strict=True), start=1
            )
        )
        return (Labelled(ANSWER, self.key_text), *pairs, *super().explained())

    def facts(self) -> dict[str, Any]:
        """Return the key, the lefts and the rights for programs."""
        return {"key": self.key, "left": self.lefts, "right": self.rights}

    def cells(self) -> Mapping[str, str | Sequence[str]]:
        """Return the pairs and the distractors by the column of a spreadsheet."""
        pairs = self.question.pairs
        return {
            "lefts": self.lefts,
            "rights": [self.fill(pair.right) for pair in pairs],
            "whys": [self.fill(pair.why) for pair in pairs] if any(p.why for p in pairs) else [],
            "distractors": [self.fill(text) for text in self.question.distractors],
        }

    def read(self, raw: str) -> Reading:
        """Read a letter for each number: ``1b 2a``, or ``b a`` in the order of the numbers."""
        found = self.begun(raw)
        missing = [str(place) for place in range(1, len(self.lefts) + 1) if place not in found]
        if missing:
            told = ", ".join(missing)
            raise UnreadableError(f"Each number needs a letter. Still missing: {told}.")
        return Reading(raw, tuple(found[place] for place in sorted(found)), as_typed(found))

    def begun(self, raw: str) -> dict[int, str]:
        """Return the letter of each number that has one already.

        Raises
        ------
        UnreadableError
            When something else was typed, or a number twice.
        """
        typed = re.sub(r"\((\d+)\)", r"\1 ", raw.strip().lower().strip("[]"))
        last = ascii_lowercase[len(self.rights) - 1]
        usage = f"Type a letter from a to {last} for each number, such as "
        unreadable = UnreadableError(f"{usage}{_example(len(self.lefts))}.")
        if any(character.isdigit() for character in typed):
            pairs = [(int(number), letter) for number, letter in _PAIR.findall(typed)]
            if not _BETWEEN.fullmatch(_PAIR.sub("", typed)):
                raise unreadable
        else:
            marks = re.split(r"[\s,;]+", typed) if typed else []
            marks = list(marks[0]) if len(marks) == 1 else marks
            pairs = [(place, mark.strip("().")) for place, mark in enumerate(marks, start=1)]
        found = dict(pairs)
        offered = ascii_lowercase[: len(self.rights)]
        if not pairs or any(len(one) != 1 or one not in offered for one in found.values()):
            raise unreadable
        if not set(found) <= set(range(1, len(self.lefts) + 1)):
            raise UnreadableError(f"There are {len(self.lefts)} numbers to match. {unreadable}")
        if len(found) < len(pairs):
            raise UnreadableError(f"You typed a number twice. {unreadable}")
        return found

    def grade(self, reading: Reading) -> Grade:
        """Return a grade whose score is the share of right pairs, and that mends the others."""
        given = tuple(reading.value)
        wrong = [place for place, letter in enumerate(given) if letter != self.key[place]]
        score = 1 - len(wrong) / len(given)
        if not wrong:
            whys = [self.fill(pair.why) for pair in self.question.pairs if pair.why]
            return self._made(Verdict.CORRECT, 1, ["Right.", *whys], given)
        says = [f"{part_of(len(given) - len(wrong), len(given), 'pair')} right."]
        for place in wrong:
            why = self.fill(self.question.pairs[place].why)
            says.append(
                f"{place + 1} goes with **{self.key[place]}**, not {given[place]}"
                + (f": {why}" if why else ".")
            )
        verdict = Verdict.PARTIAL if score else Verdict.INCORRECT
        return self._made(verdict, score, says, given)

    def _right(self, letter: str) -> str:
        return self.rights[ascii_lowercase.index(letter)]

    def _made(
        self, verdict: Verdict, score: float, says: Sequence[str], given: Sequence[str]
    ) -> Grade:
        return Grade(verdict=verdict, score=score, feedback=" ".join(says), value=list(given))


def as_typed(found: Mapping[int, str]) -> str:
    """Return pairs as they are typed: ``1b 2a``."""
    return " ".join(f"{place}{found[place]}" for place in sorted(found))


def _example(count: int) -> str:
    """Return letters for so many numbers."""
    return as_typed({place: "bac"[(place - 1) % 3] for place in range(1, min(count, 3) + 1)})
