"""Questions whose answer is a number or a vector, computed from one expression."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar, Final, NamedTuple, Self

from quizapp import questions
from quizapp.answers.numbers import notation
from quizapp.errors import ExpressionError
from quizapp.expressions.effort import Effort
from quizapp.quantities.units import BASES
from quizapp.questions import remarks
from quizapp.questions.base import (
    MOST_ATTEMPTS,
    MOST_STEPS,
    Drawn,
    FieldRemark,
    Grade,
    Question,
    Reading,
    Ready,
    Variant,
    unusable,
)
from quizapp.questions.columns import Column
from quizapp.text.blocks import Blank, Block
from quizapp.text.phrases import exact_percent

if TYPE_CHECKING:
    from quizapp.questions.calculated import Calculated
    from quizapp.questions.kinds import Field, Rule
    from quizapp.working.by_hand import Estimate
    from quizapp.working.diagnosis import Diagnosis
    from quizapp.working.mistakes import Mistake
    from quizapp.working.steps import Working

_EXACT: Final = 2**53
"""Below this size, every integer has a float of its own."""
PROBES: Final = 12
"""Draws from which a question learns which slips can't be told from its key."""


_ABSOLUTE: Final = 1e-6


class Tolerance(NamedTuple):
    """How far from the key a correct response may be."""

    relative: float = 0.01
    """Of the key; in a list, of each entry by itself."""
    absolute: float = _ABSOLUTE
    """Beside it, for keys at zero; unless an author says it, less where the key itself is small."""

    @property
    def exact(self) -> bool:
        """Whether nothing but the key itself is correct, as ``tolerance: 0`` says."""
        return self.relative == 0 and self.absolute <= _ABSOLUTE

    def __str__(self) -> str:
        if self.exact:
            return "exact"
        if self.relative == 0:
            return f"±{self.absolute:g}"
        return f"±{exact_percent(self.relative)}"


USUAL: Final = Tolerance()
"""The tolerance of answers whose author says none."""


class AuthorSlip(NamedTuple):
    """A wrong method that the author foresaw for this question."""

    id: str
    instead: str
    """The wrong method as an expression, in place of the whole answer."""
    says: str


_OF_UNITS: Final = frozenset({"missing_minus", "wrong_sign", "bits_vs_nats", "log10"})
"""Slips that any answer in nats, bits or bans gives a chance for."""
_FIXED: Final = """\
  # A fixed numeric question: the answer is an expression,
  # and its solution is computed.
  # Try it: quizapp calc "surprisal(0.8)"
  - id: likely-rain
    type: numeric
    topic: cross-entropy-loss
    level: 1                      # 1 (a warm-up) to 5
    stem: |
      A model gives rain a probability of 0.8, and it rains.
      What is its log loss, in nats?
    answer: surprisal(0.8)
    unit: nats                    # nats, bits, bans, percent or none
"""

_GENERATED: Final = """\
  # A generated question: it draws new numbers each time,
  # and {{ }} puts them into the text.
  - id: even-guess
    type: numeric
    topic: cross-entropy-loss
    level: 2
    draw:
      k: integer(3, 12)
    stem: |
      A model spreads its belief evenly over {{ k }} classes.
      What is the cross-entropy loss of one example, in nats?
    answer: surprisal(1 / k)
    unit: nats
    tolerance: 1%
    hints:
      - What probability does the true class get?
    slips:                        # common mistakes, in addition to the built-in ones
      - id: gave-the-probability
        instead: 1 / k
        says: That's the probability of the true class. The loss is minus its logarithm.
"""


def answer_fields() -> tuple[Field, ...]:
    """Return the fields of a bank that say what number is right."""
    from quizapp.questions.kinds import (
        Either,
        Expression,
        Field,
        ListOf,
        Proportion,
        RealNumber,
        Record,
        Slug,
        TemplateText,
        UnitWord,
    )

    tolerance = Record(
        "tolerance",
        (
            Field(
                "relative",
                Proportion(),
                "relative to the answer (for a list, to its largest entry)",
                default=0.01,
            ),
            Field(
                "absolute",
                RealNumber(0, 1e6),
                "absolute error that is always accepted",
                default=1e-6,
            ),
        ),
        Tolerance,
    )
    slip = Record(
        "slip",
        (
            Field("id", Slug(underscores=True), "name of the mistake", required=True),
            Field("instead", Expression(), "the wrong method, for the whole answer", required=True),
            Field("says", TemplateText(), "what the learner is told", required=True),
        ),
        AuthorSlip,
    )
    return (
        Field("answer", Expression(), "the answer, as an expression", required=True),
        Field("unit", UnitWord(), "unit of the answer and base of its logs", default="none"),
        Field("tolerance", Either(Proportion(), tolerance), "how far off an answer may be"),
        Field(
            "slips",
            ListOf(slip, 0, 30),
            "common mistakes, in addition to the built-in ones",
            default=(),
        ),
    )


def tolerance_of(written: Tolerance | float) -> Tolerance:
    """Return the tolerance that a bank says, be it a mere share."""
    return written if isinstance(written, Tolerance) else Tolerance(relative=written)


@dataclass(frozen=True, kw_only=True)
class NumericQuestion(Question):
    """A question answered by a number or a vector."""

    type: ClassVar[str] = "numeric"
    quick: ClassVar[bool] = True
    examples: ClassVar[tuple[str, ...]] = (
        _FIXED,
        _GENERATED,
    )
    stepwise: ClassVar[bool] = True
    always_explained: ClassVar[bool] = True
    answer_field: ClassVar[str] = "answer"
    columns: ClassVar[Mapping[str, Column]] = {
        "answer": Column("of a numeric question: a number or an expression", "answer"),
        "unit": Column(
            "of a numeric question: nats, bits, percent, none or any other word", "unit"
        ),
        "tolerance": Column("how far off an answer may be, such as 1%", "tolerance"),
    }

    answer: str
    unit: str = "none"
    tolerance: Tolerance = USUAL
    slips: tuple[AuthorSlip, ...] = ()

    @cached_property
    def slip_ids(self) -> frozenset[str]:
        """The author's own slips, and those of the quantities in the answer."""
        of_units: frozenset[str] = _OF_UNITS if self.unit in BASES else frozenset()
        called = self.trees.quantities.slips_within(self.answer, *self.let.values())
        return called.union(of_units, self.own_slips)

    @property
    def computed(self) -> str:
        """The answer."""
        return self.answer

    @property
    def own_slips(self) -> Mapping[str, str]:
        """The author's own slips, each with what it means."""
        return {slip.id: slip.says for slip in self.slips}

    @classmethod
    def fields(cls) -> tuple[Field, ...]:
        """Return the fields of a bank that only a numeric question has."""
        return answer_fields()

    @classmethod
    def rules(cls) -> tuple[Rule, ...]:
        """Return what must hold between these fields."""
        return (questions.kinds.OneBase(),)

    @classmethod
    def written(cls, bank: str, fields: dict[str, Any]) -> Self:
        """Return the question that the fields of a bank make; a tolerance may be a mere share."""
        tolerance = tolerance_of(fields.get("tolerance", cls.tolerance))
        return super().written(bank, {**fields, "tolerance": tolerance})

    def left_out(self) -> Mapping[str, int]:
        """Return whether there are mistakes, which no column holds."""
        return {"slips": bool(self.slips)}

    def made_ready(self, seeds: Iterable[int]) -> Self:
        """Return the question with the variants of some seeds, all of whose texts can be shown."""
        drawn = []
        for seed in seeds if self.generated else (0,):
            variant = self.variant(seed)
            stem, _ = variant.stem, (variant.hints, variant.solution, variant.key_text)
            drawn.append(
                Drawn(
                    seed,
                    variant.attempt,
                    variant.parameters,
                    stem,
                    variant.shape,
                    variant.whole,
                )
            )
        undiagnosable = self.undiagnosable if self.generated else frozenset()
        return replace(self, ready=Ready(undiagnosable, tuple(drawn)))

    def ready_variant(self, chance: int) -> NumericVariant | None:
        """Return one of the variants that were drawn before; None where none were."""
        if self.ready is None or not self.ready.variants:
            return None
        return self._as_drawn(self.ready.variants[chance % len(self.ready.variants)])

    def _as_drawn(self, drawn: Drawn) -> NumericVariant:
        filled = {self.stem: drawn.stem}
        return NumericVariant(
            self, drawn.seed, drawn.parameters, drawn.attempt, filled, drawn.shape, drawn.whole
        )

    def variant(self, seed: int = 0) -> NumericVariant:
        """Return a variant in which no slip can pass for the key.

        Raises
        ------
        UsageError
            When no fair draw is found.
        """
        for drawn in self.ready.variants if self.ready else ():
            if drawn.seed == seed:
                return self._as_drawn(drawn)
        spent = Effort(MOST_STEPS)
        for attempt in range(MOST_ATTEMPTS if self.generated else 1):
            try:
                with spent:
                    variant = self.drawn(seed, attempt)
                    if variant and (not self.generated or self.is_fair(variant)):
                        return variant
            except ExpressionError:
                if spent.is_spent:
                    break
                raise
        raise unusable(self, seed, attempt + 1)

    def drawn(self, seed: int | str, attempt: int) -> NumericVariant | None:
        """Return one draw, fair or not; None when the author rejects it."""
        drawn = questions.parameters.draw_parameters(self, seed, attempt)
        if drawn is None:
            return None
        return NumericVariant(self, seed if isinstance(seed, int) else 0, drawn, attempt)

    def is_fair(self, variant: NumericVariant) -> bool:
        """Whether no slip can pass for the key of a variant, but those that nearly always can."""
        fair = variant.is_fair(self._is_undiagnosable)
        if fair:
            vars(self).pop("_probes", None)  # rarely needed again, and large
        return fair

    def _is_undiagnosable(self, ids: tuple[str, ...]) -> bool:
        """Whether a slip is too near the key in most draws; that alone is looked at in them."""
        if self.ready is not None or "undiagnosable" in vars(self):
            return ids in self.undiagnosable
        if ids not in self._judged:
            near = (bool(probe.unfair_by(ids)) for probe in self._probes)
            self._judged[ids] = _are_most(near, len(self._probes))
        return self._judged[ids]

    @cached_property
    def _judged(self) -> dict[tuple[str, ...], bool]:
        return {}

    @cached_property
    def _probes(self) -> tuple[NumericVariant, ...]:
        drawn = (self.drawn("probe", attempt) for attempt in range(PROBES))
        return tuple(probe for probe in drawn if probe)

    @cached_property
    def undiagnosable(self) -> frozenset[tuple[str, ...]]:
        """The slips too near the key in most draws, which are not held against a draw."""
        if self.ready is not None:
            return self.ready.undiagnosable
        # What is near in most draws is near in one of any half of them.
        half = self._probes[: (len(self._probes) + 1) // 2]
        met = {mistake.ids for probe in half for mistake in probe.unfair}
        found = frozenset(filter(self._is_undiagnosable, met))
        vars(self).pop("_probes", None)
        return found

    def remarks(self, variants: Sequence[NumericVariant]) -> Iterator[FieldRemark]:
        """Yield what is unwise about it, seen over some of its variants."""
        yield from remarks.numeric.remarks(self, variants)

    def guessable(self, variants: Sequence[NumericVariant]) -> float:
        """Return the share of some variants that the best blind guess gets right."""
        return remarks.numeric.guessable(variants)


@dataclass(frozen=True)
class NumericVariant(Variant):
    """A numeric question with its parameters drawn; nothing is calculated before it is needed."""

    question: NumericQuestion
    seed: int
    parameters: Mapping[str, Any]
    attempt: int = 0
    """How many draws of this seed were refused before."""
    filled: Mapping[str, str] = field(default_factory=dict, compare=False)
    """Texts of the question that were filled in before, by their templates."""
    known_shape: tuple[int, ...] | None = field(default=None, compare=False)
    """The shape of the key, where it was found out before."""
    known_whole: bool | None = field(default=None, compare=False)
    """Likewise whether nothing but whole numbers is correct."""

    @cached_property
    def _calculated(self) -> Calculated:
        return questions.calculated.Calculated(self)

    def fill(self, text: str) -> str:
        """Return one of the question's texts with its values in."""
        known = self.filled.get(text)
        return self._calculated.fill(text) if known is None else known

    @property
    def key(self) -> Any:  # noqa: ANN401 - a number or an array
        """The right answer, from the engine.

        Raises
        ------
        ExpressionError
            When the answer has no value.
        """
        return self._calculated.key

    @property
    def shape(self) -> tuple[int, ...]:
        """How many numbers are asked for: () for one, (3,) for a list, (2, 3) for rows."""
        return self._calculated.shape if self.known_shape is None else self.known_shape

    @property
    def key_text(self) -> str:
        """The right answer as shown, with its unit."""
        return self._calculated.key_text

    @property
    def whole(self) -> bool:
        """Whether a whole number, or a list of them, is asked for, and nothing else is correct."""
        return self._calculated.whole if self.known_whole is None else self.known_whole

    @property
    def reach(self) -> Any:  # noqa: ANN401 - a number or an array
        """How far from the key a correct response may be, in each entry."""
        return self._calculated.reach

    @property
    def digits(self) -> int:
        """The fewest significant digits to which the key can be rounded and still be correct."""
        return self._calculated.digits

    @property
    def diagnosis(self) -> Diagnosis:
        """The mistakes that can be made here."""
        return self._calculated.diagnosis

    @property
    def unfair(self) -> tuple[Mistake, ...]:
        """The mistakes whose value could pass for the key."""
        return self._calculated.unfair

    def is_fair(self, pardons: Callable[[tuple[str, ...]], bool]) -> bool:
        """Whether no mistake could pass for the key, but by slips that are pardoned."""
        return self._calculated.is_fair(pardons)

    def unfair_by(self, ids: tuple[str, ...]) -> tuple[Mistake, ...]:
        """Return the mistakes by some slips whose value could pass for the key."""
        return self._calculated.unfair_by(ids)

    @property
    def mistakes(self) -> Sequence[Mistake]:
        """The mistakes that can be made here, each with the value that it gives."""
        return self.diagnosis.mistakes

    @property
    def working(self) -> Working:
        """The worked solution."""
        return self._calculated.working

    @property
    def by_hand(self) -> Estimate:
        """The answer without a calculator, where that is easy and correct."""
        return self._calculated.by_hand

    def worked(self, *, at_length: bool) -> tuple[Block, ...]:
        """Return the worked solution, and the answer by hand where there is one."""
        working = self.working.all_blocks if at_length else self.working.blocks
        return (*working, *self.by_hand.blocks)

    @property
    def has_more_steps(self) -> bool:
        """Whether there are more steps than one writes on a whiteboard."""
        return not self.working.is_short

    @property
    def unit_and_tolerance(self) -> str:
        """The unit and the tolerance in words."""
        question = self.question
        unit = {"none": "", "percent": "in %, "}.get(question.unit, f"in {question.unit}, ")
        return f"{unit}{question.tolerance}"

    @property
    def prompt(self) -> str:
        """What kind of number to type, in which unit, and how exactly."""
        what = "a number or a calculation, such as 0.36 or -ln(0.7)"
        if self.shape:
            what = f"{notation.words.described(self.shape)}, such as 0.2, 0.5"
        elif self.whole:
            what = "a whole number, such as 250"
        unit = self.question.unit
        return f"Type {what}{f', in {unit}' if unit != 'none' else ''}, {self.question.tolerance}:"

    def offered(self) -> tuple[Block, ...]:
        """Return room on paper for the number."""
        return (Blank("" if self.question.unit == "none" else self.question.unit),)

    def explained(self) -> tuple[Block, ...]:
        """Return the working between the author's words."""
        return self._around(self.worked(at_length=False))

    def explained_at_length(self) -> tuple[Block, ...]:
        """Return every step of the working between the author's words."""
        return self._around(self.worked(at_length=True))

    def facts(self) -> dict[str, Any]:
        """Return the key, the working and the foreseen mistakes for programs."""
        return {
            "key": self.key,
            "key_text": self.key_text,
            "unit": self.question.unit,
            "tolerance": {
                "relative": self.question.tolerance.relative,
                "absolute": self.question.tolerance.absolute,
            },
            "working": self.working.facts(),
            "slips": [
                {"ids": mistake.ids, "value": mistake.value, "says": self.diagnosis.says(mistake)}
                for mistake in self.mistakes
            ],
        }

    def cells(self) -> Mapping[str, str | Sequence[str]]:
        """Return the key, the unit and the tolerance by the column of a spreadsheet."""
        fixed = not (self.question.draw or self.question.let)
        return {
            "answer": self.question.answer if fixed else _digits(self.key),
            "unit": self.question.unit,
            "tolerance": exact_percent(self.question.tolerance.relative),
        }

    def faults(self) -> Iterator[FieldRemark]:
        """Yield a key that isn't right when somebody careful types it."""
        yield from remarks.numeric.faults(self)

    def remarks(self) -> Iterator[FieldRemark]:
        """Yield what is unwise about its working, its unit and its hints."""
        yield from remarks.numeric.of_variant(self)

    def read(self, raw: str) -> Reading:
        """Read a number or a list; raise `UnreadableError` when that can't be done."""
        return self._calculated.read(raw)

    def grade(self, reading: Reading) -> Grade:
        """Say what a response is worth, and which mistake explains it."""
        return self._calculated.grade(reading)


def _are_most(near: Iterator[bool], count: int) -> bool:
    """Whether more than half are true, looking at no more of them than tells it."""
    yes = no = 0
    while 2 * yes <= count and 2 * no < count:
        one = next(near)
        yes, no = yes + one, no + (not one)
    return 2 * yes > count


def _digits(value: Any) -> str:  # noqa: ANN401 - a number or lists of them
    """Return a value with all its digits."""
    if hasattr(value, "tolist"):
        value = value.tolist()
    if isinstance(value, list):
        return f"[{', '.join(map(_digits, value))}]"
    number = float(value)
    is_whole = number.is_integer() and abs(number) < _EXACT
    return str(int(number)) if is_whole else repr(number)
