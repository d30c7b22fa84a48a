"""Questions whose answer is several labelled numbers, computed from one draw."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING, Any, ClassVar, Final, Self

from quizapp import questions
from quizapp.errors import UnreadableError
from quizapp.expressions.effort import Effort
from quizapp.questions.base import (
    MOST_STEPS,
    FieldRemark,
    Grade,
    Question,
    Reading,
    Variant,
    Verdict,
    unusable,
)
from quizapp.questions.columns import Column
from quizapp.questions.numeric import (
    USUAL,
    AuthorSlip,
    NumericQuestion,
    NumericVariant,
    Tolerance,
    answer_fields,
    tolerance_of,
)
from quizapp.text import prose
from quizapp.text.blocks import Blank, Block, Heading, Labelled, WorkedStep
from quizapp.text.phrases import listed, part_of

if TYPE_CHECKING:
    from quizapp.questions.kinds import Field, Rule
    from quizapp.working.mistakes import Mistake

_MOST: Final = 12
"""Parts of one question."""
_LEFT_OUT: Final = ("", "?")
"""What is typed for a part that isn't answered."""
_ENDS: Final = re.compile(r"[;\n]")
_COMMA: Final = re.compile(r",\s+|\s+and\s+|,(?=[^\d])|(?<=[^\d]),")

_EXAMPLE: Final = """\
  # Several numbers of one draw: each has its label, and a score of its own.
  - id: two-losses
    type: parts
    topic: cross-entropy-loss
    level: 2
    draw:
      p: decimal(0.55, 0.95, 0.05)
    stem: |
      A model gives rain a probability of {{ p }}.
      What is its log loss in nats if it rains, and if it doesn't?
    parts:
      - label: if it rains
        answer: surprisal(p)
        unit: nats
      - label: if it stays dry
        answer: surprisal(1 - p)
        unit: nats
"""


@dataclass(frozen=True)
class Part:
    """One of the numbers, with what is said of a single number elsewhere."""

    label: str
    answer: str
    unit: str = "none"
    tolerance: Tolerance = USUAL
    slips: tuple[AuthorSlip, ...] = ()


@dataclass(frozen=True, kw_only=True)
class PartsQuestion(Question):
    """A question answered by a number for each label."""

    type: ClassVar[str] = "parts"
    examples: ClassVar[tuple[str, ...]] = (_EXAMPLE,)
    stepwise: ClassVar[bool] = True
    always_explained: ClassVar[bool] = True
    answer_field: ClassVar[str] = "parts"
    columns: ClassVar[Mapping[str, Column]] = {
        "part_labels": Column(
            "of a question of several parts: the label of each", "parts.label", several=True
        ),
        "part_answers": Column("the number or expression of each", "parts.answer", several=True),
        "part_units": Column("the unit of each", "parts.unit", several=True),
        "part_tolerances": Column("the tolerance of each", "parts.tolerance", several=True),
    }

    parts: tuple[Part, ...]

    @classmethod
    def fields(cls) -> tuple[Field, ...]:
        """Return the fields of a bank that only a question of parts has."""
        from quizapp.questions.kinds import Field, ListOf, Record, TemplateText

        label = Field("label", TemplateText(), "what the number is", required=True)
        part = Record("part", (label, *answer_fields()), Part)
        return (Field("parts", ListOf(part, 2, _MOST), "the numbers asked for", required=True),)

    @classmethod
    def rules(cls) -> tuple[Rule, ...]:
        """Return what must hold between these fields."""
        return (
            questions.kinds.Differ("parts", "label", by="label"),
            questions.kinds.OneBase(within="parts"),
        )

    @classmethod
    def written(cls, bank: str, fields: dict[str, Any]) -> Self:
        """Return the question that the fields of a bank make; a tolerance may be a mere share."""
        parts = tuple(
            replace(part, tolerance=tolerance_of(part.tolerance)) for part in fields["parts"]
        )
        return super().written(bank, {**fields, "parts": parts})

    @cached_property
    def asked(self) -> tuple[NumericQuestion, ...]:
        """Each part as a question of its own, which draws the same parameters."""
        return tuple(
            NumericQuestion(
                **{name: getattr(self, name) for name in _SHARED},
                answer=part.answer,
                unit=part.unit,
                tolerance=part.tolerance,
                slips=part.slips,
            )
            for part in self.parts
        )

    @cached_property
    def slip_ids(self) -> frozenset[str]:
        """The slips that a part gives a chance for."""
        return frozenset().union(*(part.slip_ids for part in self.asked))

    @property
    def own_slips(self) -> Mapping[str, str]:
        """The author's own slips of the parts, each with what it means."""
        return {slip.id: slip.says for part in self.parts for slip in part.slips}

    def left_out(self) -> Mapping[str, int]:
        """Return how many mistakes of parts no column holds."""
        return {"slips of parts": sum(len(part.slips) for part in self.parts)}

    @cached_property
    def undiagnosable(self) -> frozenset[tuple[str, ...]]:
        """The slips of parts too near their keys in most draws."""
        return frozenset().union(*(question.undiagnosable for question in self.asked))

    def remarks(self, variants: Sequence[PartsVariant]) -> Iterator[FieldRemark]:
        """Yield what is unwise about a part, seen over some variants."""
        for place, question in enumerate(self.asked):
            for field, message in question.remarks([variant.parts[place] for variant in variants]):
                yield _of_part(field), f"{message} (in '{self.parts[place].label}')"

    def variant(self, seed: int = 0) -> PartsVariant:
        """Return a variant in which no slip of a part can pass for its key.

        Raises
        ------
        UsageError
            When no fair draw is found.
        """
        with Effort(MOST_STEPS):
            for attempt, drawn in self.draws(seed):
                variant = PartsVariant(self, seed, drawn, attempt)
                if not self.generated or variant.is_fair:
                    return variant
        raise unusable(self, seed, attempt + 1)


_SHARED: Final = (
    *("id", "bank", "topic", "level", "stem", "draw", "let", "words", "reject"),
    *("hints", "solution", "known"),
)
"""What a part has of its question."""


@dataclass(frozen=True)
class PartsVariant(Variant):
    """Several numbers to find, with their parameters drawn."""

    question: PartsQuestion
    seed: int
    parameters: Mapping[str, Any]
    attempt: int = 0
    """How many draws of this seed were refused before."""

    @cached_property
    def parts(self) -> tuple[NumericVariant, ...]:
        """Each part as a variant of its own."""
        return tuple(
            NumericVariant(question, self.seed, self.parameters, self.attempt)
            for question in self.question.asked
        )

    @cached_property
    def labels(self) -> tuple[str, ...]:
        """The label of each part, filled in and without markup."""
        return tuple(
            " ".join(prose.plain(self.fill(part.label), flat=True, quotes=False).split())
            for part in self.question.parts
        )

    @property
    def is_fair(self) -> bool:
        """Whether no slip can pass for a key, but those that nearly always can."""
        return all(variant.question.is_fair(variant) for variant in self.parts)

    @property
    def key(self) -> list[Any]:
        """The right number of each part."""
        return [variant.key for variant in self.parts]

    @property
    def key_text(self) -> str:
        """The right numbers after their labels, each with its unit."""
        pairs = zip(self.labels, self.parts, strict=True)
        return "; ".join(f"{label} = {variant.key_text}" for label, variant in pairs)

    @property
    def mistakes(self) -> Sequence[Mistake]:
        """The mistakes that can be made in the parts."""
        return tuple(chain.from_iterable(variant.mistakes for variant in self.parts))

    @property
    def unfair(self) -> Sequence[Mistake]:
        """The mistakes whose value could pass for the key of their part."""
        return tuple(chain.from_iterable(variant.unfair for variant in self.parts))

    @property
    def prompt(self) -> str:
        """Which numbers to type, in which units."""
        return f"Type {len(self.parts)} numbers with semicolons between them, or one by one: " + (
            f"{'; '.join(map(self.wanted, range(len(self.parts))))}:"
        )

    def wanted(self, place: int) -> str:
        """Return the label of a part, its unit and its tolerance."""
        return f"{self.labels[place]} ({self.parts[place].unit_and_tolerance})"

    def asks_next(self, raw: str) -> str:
        """Return what to ask for next; nothing when each part has something typed for it."""
        pieces = self._pieces(raw)
        if not 0 < len(pieces) < len(self.parts):
            return ""
        for place, piece in pieces.items():
            self._read(place, piece)
        return f"{self.wanted(min(set(range(len(self.parts))) - set(pieces)))}:"

    def offered(self) -> tuple[Block, ...]:
        """Return room on paper for each number."""
        pairs = zip(self.labels, self.parts, strict=True)
        return tuple(
            Blank("" if variant.question.unit == "none" else variant.question.unit, label)
            for label, variant in pairs
        )

    def answered(self, made: Collection[str] | None = None) -> tuple[Block, ...]:  # noqa: ARG002 - it has no points
        """Return the right numbers."""
        pairs = zip(self.labels, self.parts, strict=True)
        return tuple(Labelled(label, variant.key_text) for label, variant in pairs)

    def explained(self) -> tuple[Block, ...]:
        """Return the working of each part between the author's words."""
        return self._around(self._workings(at_length=False))

    def explained_at_length(self) -> tuple[Block, ...]:
        """Return every step of the working of each part between the author's words."""
        return self._around(self._workings(at_length=True))

    @property
    def has_more_steps(self) -> bool:
        """Whether a part has more steps than one writes on a whiteboard."""
        return any(variant.has_more_steps for variant in self.parts)

    def _workings(self, *, at_length: bool) -> Iterator[Block]:
        known: set[WorkedStep] = set()
        for label, variant in zip(self.labels, self.parts, strict=True):
            yield from (Heading(label), *_new(variant.worked(at_length=at_length), known))

    def facts(self) -> dict[str, Any]:
        """Return the keys, and what is known of each part, for programs."""
        pairs = zip(self.labels, self.parts, strict=True)
        return {
            "key": self.key,
            "key_text": self.key_text,
            "parts": [{"label": label, **variant.facts()} for label, variant in pairs],
        }

    def cells(self) -> Mapping[str, str | Sequence[str]]:
        """Return what is known of the parts by the column of a spreadsheet."""
        cells = [
            {name: str(text) for name, text in variant.cells().items()} for variant in self.parts
        ]
        return {
            "part_labels": [self.fill(part.label) for part in self.question.parts],
            "part_answers": [cell["answer"] for cell in cells],
            "part_units": [cell["unit"] for cell in cells],
            "part_tolerances": [cell["tolerance"] for cell in cells],
        }

    def faults(self) -> Iterator[FieldRemark]:
        """Yield a part that is no single number, or isn't right when it is typed back."""
        for label, variant in zip(self.labels, self.parts, strict=True):
            if variant.shape:
                message = f"a part is one number, and '{label}' is a list: ask for its entries"
                yield "parts", message
                continue
            for _, message in variant.faults():
                yield "parts", f"{message} (in '{label}')"

    def remarks(self) -> Iterator[FieldRemark]:
        """Yield what is unwise about the working, the unit and the hints of a part."""
        for label, variant in zip(self.labels, self.parts, strict=True):
            for field, message in variant.remarks():
                yield _of_part(field), f"{message} (in '{label}')"

    def read(self, raw: str) -> Reading:
        """Read a number for each part, in their order or after their labels; ``?`` leaves one out.

        Raises
        ------
        UnreadableError
            When a number can't be read, or parts are missing; then it is `unfinished`.
        """
        pieces = self._pieces(raw)
        readings = [
            self._read(place, pieces[place]) if place in pieces else None
            for place in range(len(self.parts))
        ]
        missing = [label for place, label in enumerate(self.labels) if place not in pieces]
        if missing or not any(readings):
            named = listed(missing or self.labels)
            raise UnreadableError(f"Still missing: {named}.", unfinished=True)
        told = (
            f"{label} {reading.echo.rpartition(' → ')[2] if reading else '?'}"
            for label, reading in zip(self.labels, readings, strict=True)
        )
        return Reading(raw, tuple(readings), "; ".join(told))

    def _pieces(self, raw: str) -> dict[int, str]:
        """Return what is typed for each part, by its place.

        Raises
        ------
        UnreadableError
            When there is more than there are parts.
        """
        pieces = self._split(raw.strip(" \n"))
        found: dict[int, str] = {}
        for piece in pieces:
            label, number = _label_of(piece)
            place = self._place(label) if label else -1
            if place < 0:
                free = (one for one in range(len(self.parts)) if one not in found)
                place, number = next(free, len(self.parts)), piece
            if place in found or place >= len(self.parts):
                raise UnreadableError(
                    f"The question asks for {len(self.parts)} numbers: {listed(self.labels)}. "
                    f"You gave {len(pieces)}; put semicolons between them."
                )
            found[place] = number
        return found

    def _place(self, label: str) -> int:
        """Return the place of a label, or of the only one that begins so; else -1."""
        begun = [place for known, place in self._places.items() if known.startswith(label)]
        return self._places.get(label, begun[0] if len(begun) == 1 else -1)

    def _split(self, text: str) -> list[str]:
        """Return the pieces of a response; of commas, those that no number has inside."""
        if text[:1] == "[" and text[-1:] == "]":
            text = text[1:-1].strip()
        if _ENDS.search(text):
            pieces = [piece.strip() for piece in _ENDS.split(text)]
            return pieces[:-1] if len(pieces) > len(self.parts) and not pieces[-1] else pieces
        for parted in (_COMMA.split(text), text.split(","), text.split()):
            if len(parted) == len(self.parts) and all(map(_is_closed, parted)):
                return [piece.strip() for piece in parted]
        parted = _COMMA.split(text)
        whole = [one.strip() for one in parted] if all(map(_is_closed, parted)) else [text]
        return whole if text else []

    @cached_property
    def _places(self) -> dict[str, int]:
        return {_plain(label): place for place, label in enumerate(self.labels)}

    def _read(self, place: int, piece: str) -> Reading | None:
        """Read the number of a part; None for one that is left out."""
        if piece in _LEFT_OUT:
            return None
        try:
            return self.parts[place].read(piece)
        except UnreadableError as error:
            says = f"{self.labels[place]}: {error}"
            raise UnreadableError(says, unfinished=error.unfinished) from error

    def grade(self, reading: Reading) -> Grade:
        """Return the mean of what the parts are worth, and what each wrong one comes from."""
        grades = [
            variant.grade(typed) if typed else None
            for variant, typed in zip(self.parts, reading.value, strict=True)
        ]
        score = sum(grade.score for grade in grades if grade) / len(grades)
        wrong = [
            (place, grade)
            for place, grade in enumerate(grades)
            if grade is None or grade.verdict is not Verdict.CORRECT
        ]
        says = [f"{part_of(len(grades) - len(wrong), len(grades))} right."] if wrong else ["Right."]
        for place, grade in wrong:
            told = self._told(place, reading.value[place], grade) if grade else "Left out."
            says.append(f"{self.labels[place]}: {told}")
        made = [(self.labels[place], one) for place, one in wrong if one and one.your_line]
        label, first = made[0] if made else ("", None)
        return Grade(
            verdict=Verdict.PARTIAL if wrong and score else _OUTCOMES[not wrong],
            score=score if wrong else 1,
            feedback="\n\n".join(says),
            slips=tuple(dict.fromkeys(slip for _, grade in wrong if grade for slip in grade.slips)),
            your_line=f"{label}: {first.your_line}" if first else "",
            right_line=f"{label}: {first.right_line}" if first and first.right_line else "",
            value=[grade.value if grade else None for grade in grades],
        )

    def _told(self, place: int, typed: Reading, grade: Grade) -> str:
        """Return what is said of a wrong number, or for which other part it would be right."""
        if grade.slips or grade.verdict is not Verdict.INCORRECT:
            return grade.feedback
        for other, label in zip(self.parts, self.labels, strict=True):
            alike = other.question.unit == self.parts[place].question.unit
            if alike and other.grade(other.read(typed.raw)).verdict is Verdict.CORRECT:
                return f"That would be right for {label}."
        return grade.feedback


_OUTCOMES: Final = {True: Verdict.CORRECT, False: Verdict.INCORRECT}


def _new(blocks: Sequence[Block], known: set[WorkedStep]) -> Iterator[Block]:
    """Yield the blocks of a working without the steps that another part has shown."""
    steps = [one._replace(number="") for one in blocks if isinstance(one, WorkedStep)]
    new = [step for step in steps if step not in known]
    known.update(steps)
    yield from (
        step._replace(number=str(place) if len(new) > 1 else "")
        for place, step in enumerate(new, start=1)
    )
    yield from (one for one in blocks if not isinstance(one, WorkedStep))


def _of_part(field: str) -> str:
    """Return where something stands that a part's question tells of a field."""
    return "parts" if field in ("answer", "unit", "tolerance", "slips") else field


def _label_of(piece: str) -> tuple[str, str]:
    """Return what stands before the first = or : of a piece, and the number after it."""
    label, *number = re.split(r"[=:]", piece, maxsplit=1)
    return (_plain(label), number[0].strip()) if number else ("", piece)


def _plain(label: str) -> str:
    return " ".join(label.casefold().split())


def _is_closed(piece: str) -> bool:
    """Whether the parentheses of a piece come in pairs, so that nothing was cut in two."""
    return piece.count("(") == piece.count(")")
