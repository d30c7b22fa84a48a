"""The kinds of fields that a bank is made of, as data that types of question declare theirs in."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from typing import Any, Final, TypeAlias

from quizapp.questions.names import LONGEST_NAME
from quizapp.text.suggestions import one_of

LONGEST_UNIT: Final = 24
"""Characters of a unit."""

LETTERS: Final = 26
"""Options and lines are chosen by their letters."""


@dataclass(frozen=True, slots=True)
class PlainText:
    """Text without formulas."""


@dataclass(frozen=True, slots=True)
class TemplateText:
    """Text in which ``{{ expression }}`` is filled in."""

    working: bool = False
    """Whether ``{{ working }}`` stands for the computed working."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that a pattern looks for, with ``@NAME`` out of the lexicon."""


@dataclass(frozen=True, slots=True)
class Reference:
    """The id of another question, or ``bank/id``."""


@dataclass(frozen=True, slots=True)
class Slug:
    """A stable name of letters, digits and hyphens, and of underscores where they are usual."""

    underscores: bool = False


@dataclass(frozen=True, slots=True)
class Expression:
    """An expression over the parameters; a list in ``[ ]`` is one as it stands."""

    also: tuple[str, ...] = ()
    """Names that it may use besides."""


@dataclass(frozen=True, slots=True)
class UnitWord:
    """The unit of an answer: a known one, or any other word."""


@dataclass(frozen=True, slots=True)
class NewFunction:
    """A name by which expressions call a quantity."""


@dataclass(frozen=True, slots=True)
class Called:
    """The name of a quantity, or ``logarithmic`` for all those that are."""


@dataclass(frozen=True, slots=True)
class Parameters:
    """Names of parameters with commas between, some with a default, as in ``k=2``."""


@dataclass(frozen=True, slots=True)
class ExampleRow:
    """The arguments of a quantity by name, and what it ``gives``."""


@dataclass(frozen=True, slots=True)
class DrawCall:
    """A call out of `quizapp.expressions.draws.DRAWS`."""


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole number within bounds."""

    least: int
    most: int


@dataclass(frozen=True, slots=True)
class RealNumber:
    """A number within bounds."""

    least: float
    most: float


@dataclass(frozen=True, slots=True)
class Proportion:
    """A share below 1, as a fraction or with a percent sign."""


@dataclass(frozen=True, slots=True)
class Duration:
    """A time: seconds, or ``60s``, or ``2m``."""


@dataclass(frozen=True, slots=True)
class Levels:
    """One level, or a range of them such as ``2-4``."""


@dataclass(frozen=True, slots=True)
class Boolean:
    """``true`` or ``false``."""


@dataclass(frozen=True, slots=True)
class OneOf:
    """One word out of several."""

    words: Collection[str]


@dataclass(frozen=True, slots=True)
class ListOf:
    """A list of one kind."""

    of: FieldKind
    least: int = 0
    most: int = 100_000


@dataclass(frozen=True, slots=True)
class MappingOf:
    """Names of the author's choice, each with a value of one kind."""

    of: FieldKind


@dataclass(frozen=True, slots=True)
class NewNames:
    """Names that expressions may use from here on, each with what it stands for."""

    of: FieldKind
    words: bool = False
    """Whether they are texts to index, for templates only."""


@dataclass(frozen=True, slots=True)
class Record:
    """Named fields."""

    name: str
    fields: tuple[Field, ...]
    makes: Callable[..., Any] = dict
    """What is made of the fields that are read."""
    rules: tuple[Rule, ...] = ()
    """What must hold between the fields."""
    names: frozenset[str] = field(init=False, compare=False, repr=False)
    """The names of the fields."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "names", frozenset(one.name for one in self.fields))


@dataclass(frozen=True, slots=True)
class Either:
    """A plain value, or the same in more detail, as fields."""

    plain: FieldKind
    record: Record


@dataclass(frozen=True, slots=True)
class Differ:
    """No two entries of a list read alike, so that each can be meant."""

    field: str
    what: str
    """What an entry is called."""
    by: str = ""
    """The field of an entry that is compared; the entry itself unless said."""


@dataclass(frozen=True, slots=True)
class AnyTrue:
    """At least one entry of a list says that something holds."""

    field: str
    flag: str
    otherwise: str
    """What is told where none does."""


@dataclass(frozen=True, slots=True)
class KnownPoints:
    """What a misconception blocks are points of the rubric."""


@dataclass(frozen=True, slots=True)
class OneBase:
    """The logarithms of an answer have the base that its unit sets."""

    within: str = ""
    """The list whose entries have answers; the record itself unless said."""


@dataclass(frozen=True, slots=True)
class StartsWithText:
    """The first entry of a list is a text."""

    field: str
    otherwise: str
    """What is told where it isn't."""


Rule: TypeAlias = Differ | AnyTrue | KnownPoints | OneBase | StartsWithText
"""What must hold between the fields of a record, and no single field can say."""

ScalarKind: TypeAlias = (
    PlainText
    | TemplateText
    | Phrase
    | Reference
    | Slug
    | Expression
    | UnitWord
    | NewFunction
    | Called
    | Parameters
    | ExampleRow
    | DrawCall
    | Whole
    | RealNumber
    | Proportion
    | Duration
    | Levels
    | Boolean
    | OneOf
)
"""What is read from one value, and has no parts."""

FieldKind: TypeAlias = ScalarKind | ListOf | MappingOf | NewNames | Record | Either


@dataclass(frozen=True, slots=True)
class Field:
    """One field: its name, what it holds and what it is for."""

    name: str
    kind: FieldKind
    about: str
    required: bool = False
    default: Any = None
    """What holds when it is left out; None when nothing does."""
    unless: str = ""
    """A field beside which it may be left out although it is required."""

    @property
    def usual(self) -> str | float | None:
        """The default as a file would say it; None where it is nothing."""
        match self.default:
            case bool(usual) | float(usual):
                return usual
            case (int(low), int(high)):
                return f"{low}-{high}"
            case _:
                return self.default or None


_LEVELS: Final = re.compile(r"([1-5])(?:\s*-\s*([1-5]))?")


def read_levels(text: str) -> tuple[int, int] | None:
    """Return the bounds that ``2-4`` says, or one level as both; None where it says none."""
    written = _LEVELS.fullmatch(text)
    if written is None:
        return None
    low, high = int(written[1]), int(written[2] or written[1])
    return (low, high) if low <= high else None


def article(name: str) -> str:
    """Return a name with its article."""
    return f"{'an' if name[0] in 'aeiou' else 'a'} {name}"


def described(kind: FieldKind) -> str:
    """Return what a value of a kind looks like."""
    match kind:
        case PlainText() | TemplateText() | Phrase():
            return "text"
        case Reference():
            return "the id of a question, or bank/id"
        case Slug(underscores=underscores):
            more = ", hyphens and underscores" if underscores else " and hyphens"
            return f"letters, digits{more}, such as ce-one-hot, at most {LONGEST_NAME} characters"
        case Expression():
            return "an expression, such as entropy(p)"
        case UnitWord():
            return "nats, bits, bans, percent, none, MiB, ms, or any other word, such as users"
        case NewFunction():
            return f"letters, digits and _, such as f1_score, at most {LONGEST_NAME} characters"
        case Called():
            return "the name of a quantity, such as softmax, or logarithmic"
        case Parameters():
            return "names with commas between, such as tp, fp, beta=1"
        case ExampleRow():
            return "a value for each parameter, and 'gives: ' with the result"
        case DrawCall():
            return "a draw, such as integer(1, 6); put a fixed value under let"
        case Whole(least=least, most=most):
            return f"a whole number from {least} to {most}" if least < most else f"{least}"
        case RealNumber(least=least, most=most):
            return f"a number from {least:,g} to {most:,.10g}"
        case Proportion():
            return "a fraction below 1, such as 1% or 0.01"
        case Duration():
            return "seconds such as 60s, or minutes such as 2m, up to an hour"
        case Levels():
            return "a level from 1 to 5, or a range such as 2-4"
        case Boolean():
            return "true or false"
        case OneOf(words=words):
            return one_of(words)
        case ListOf(of=of):
            return f"a list, one entry per line, each starting with '- ': {described(of)}"
        case MappingOf(of=of) | NewNames(of=of):
            return f"one 'name: value' per line, where the value is {described(of)}"
        case Record(name=name, fields=fields):
            names = [field.name for field in fields if field.required] or [fields[0].name]
            return f"the fields of {article(name)}: {', '.join(names)} …"
        case Either(plain=plain, record=record):
            return f"{described(plain)}, or {described(record)}"


def records(fields: tuple[Field, ...]) -> Iterator[Record]:
    """Yield the records that stand in some fields, each before those in it."""
    for one in fields:
        yield from _records(one.kind)


def _records(kind: FieldKind) -> Iterator[Record]:
    match kind:
        case ListOf(of=of) | MappingOf(of=of) | NewNames(of=of):
            yield from _records(of)
        case Either(record=Record() as record) | (Record() as record):
            yield record
            yield from records(record.fields)
        case _:
            _whole: ScalarKind = kind  # where this holds no record can be left out
