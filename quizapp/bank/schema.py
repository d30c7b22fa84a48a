"""The format of a bank as data: what the reader accepts, the JSON Schema says and help shows.

A field of the format is one line below. Its name is the name of the attribute that it fills in
`quizapp.questions`; a field left out takes the attribute's default.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from quizapp.quantities.units import UNITS
from quizapp.text.suggestions import one_of

LONGEST_NAME: Final = 64
"""Characters of a name."""


@dataclass(frozen=True, slots=True)
class Text:
    """Text without formulas."""


@dataclass(frozen=True, slots=True)
class Template:
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


@dataclass(frozen=True, slots=True)
class Draw:
    """A call out of `quizapp.expressions.draws.DRAWS`."""


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole number within bounds."""

    least: int
    most: int


@dataclass(frozen=True, slots=True)
class Number:
    """A number within bounds."""

    least: float
    most: float


@dataclass(frozen=True, slots=True)
class Share:
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

    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ListOf:
    """A list of one kind."""

    of: Kind
    least: int = 0
    most: int = 100_000


@dataclass(frozen=True, slots=True)
class MappingOf:
    """Names of the author's choice, each with a value of one kind."""

    of: Kind


@dataclass(frozen=True, slots=True)
class NewNames:
    """Names that expressions may use from here on, each with what it stands for."""

    of: Kind
    words: bool = False
    """Whether they are texts to index, for templates only."""


@dataclass(frozen=True, slots=True)
class Record:
    """Named fields."""

    name: str
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Either:
    """A plain value, or the same with more said in fields."""

    plain: Kind
    record: Record


Kind: TypeAlias = (
    Text
    | Template
    | Phrase
    | Reference
    | Slug
    | Expression
    | Draw
    | Whole
    | Number
    | Share
    | Duration
    | Levels
    | Boolean
    | OneOf
    | ListOf
    | MappingOf
    | NewNames
    | Record
    | Either
)


@dataclass(frozen=True, slots=True)
class Field:
    """One field: its name, what it holds and what it is for."""

    name: str
    kind: Kind
    about: str
    required: bool = False
    default: Any = None
    """What holds when it is left out; None when nothing does."""


def article(name: str) -> str:
    """Return a name with its article."""
    return f"{'an' if name[0] in 'aeiou' else 'a'} {name}"


def described(kind: Kind) -> str:
    """Say what a value of a kind looks like."""
    match kind:
        case Text() | Template() | Phrase():
            return "text"
        case Reference():
            return "the id of a question, or bank/id"
        case Slug(underscores=underscores):
            more = ", hyphens and underscores" if underscores else " and hyphens"
            return f"letters, digits{more}, such as ce-one-hot, at most {LONGEST_NAME} characters"
        case Expression():
            return "an expression, such as entropy(p)"
        case Draw():
            return "a draw, such as integer(1, 6); a fixed value belongs under let"
        case Whole(least=least, most=most):
            return f"a whole number from {least} to {most}" if least < most else f"{least}"
        case Number(least=least, most=most):
            return f"a number from {least:g} to {most:g}"
        case Share():
            return "a share from 0 to below 1, such as 1% or 0.01"
        case Duration():
            return "seconds such as 60s, or minutes such as 2m, up to an hour"
        case Levels():
            return "a level from 1 to 5, or a range of them such as 2-4"
        case Boolean():
            return "true or false"
        case OneOf(words=words):
            return one_of(words)
        case ListOf(of=of):
            return f"a list, each entry on a line of its own after '- ': {described(of)}"
        case MappingOf(of=of) | NewNames(of=of):
            return f"names, each on a line of its own before ': ' and {described(of)}"
        case Record(name=name, fields=fields):
            names = [field.name for field in fields if field.required] or [fields[0].name]
            return f"the fields of {article(name)}: {', '.join(names)} …"
        case Either(plain=plain, record=record):
            return f"{described(plain)}, or {described(record)}"


LETTERS: Final = 26
"""Options and lines are chosen by their letters."""

TYPES: Final = ("numeric", "choice", "order", "open")
UNIT: Final = OneOf(tuple(UNITS))

TOLERANCE: Final = Record(
    "tolerance",
    (
        Field(
            "relative", Share(), "share of the key, or of a vector's largest entry", default=0.01
        ),
        Field("absolute", Number(0, 1e6), "distance that is always allowed", default=1e-6),
    ),
)

SLIP: Final = Record(
    "slip",
    (
        Field("id", Slug(underscores=True), "name of the mistake", required=True),
        Field("instead", Expression(), "the wrong method, for the whole answer", required=True),
        Field("says", Template(), "what the learner is told", required=True),
    ),
)

OPTION: Final = Record(
    "option",
    (
        Field("text", Template(), "the answer offered", required=True),
        Field("correct", Boolean(), "whether it is right", default=False),
        Field("why", Template(), "why it tempts, or why it is right", default=""),
    ),
)

MOST_ELEMENTS: Final = 12
"""Phrases that one pattern can put beside each other."""

PATTERN: Final = Record(
    "pattern",
    (
        Field("seq", ListOf(Phrase(), 1, MOST_ELEMENTS), "phrases that must come in this order"),
        Field("all", ListOf(Phrase(), 1, MOST_ELEMENTS), "phrases that must come in any order"),
        Field(
            "within",
            Whole(1, 1_000),
            "tokens they may span; 14 for seq, 25 for all, any number for scope: answer",
        ),
        Field("scope", OneOf(("sentence", "pair", "answer")), "where all of them must stand"),
        Field("not", ListOf(Phrase(), 1, MOST_ELEMENTS), "phrases that must be absent"),
        Field("polarity", OneOf(("negative",)), "the claim must be negated"),
    ),
)
_PATTERNS: Final = ListOf(Either(Phrase(), PATTERN))

POINT: Final = Record(
    "point",
    (
        Field("id", Slug(underscores=True), "name of the point", required=True),
        Field("text", Text(), "what a good answer says", required=True),
        Field("weight", Number(0, 100), "share of the score", default=1.0),
        Field("match", _PATTERNS, "patterns, any of which covers the point", default=()),
        Field("refute", _PATTERNS, "patterns of the reversed claim", default=()),
        Field("examples", ListOf(Text()), "answers that must be covered", default=()),
        Field("wrong", ListOf(Text()), "answers that must not be covered", default=()),
    ),
)

MISCONCEPTION: Final = Record(
    "misconception",
    (
        Field("id", Slug(underscores=True), "name of the misconception", required=True),
        Field("text", Text(), "the correction", required=True),
        Field("match", _PATTERNS, "patterns that show it", default=()),
        Field("blocks", ListOf(Slug(underscores=True)), "points it takes away", default=()),
    ),
)

COMMON: Final = (
    Field("id", Slug(), "stable name; editing the text never loses progress", required=True),
    Field("type", OneOf(TYPES), "how it is answered", required=True),
    Field("topic", Slug(), "what it is about", required=True),
    Field("level", Whole(1, 5), "difficulty", required=True),
    Field("title", Text(), "short name for lists", default=""),
    Field("after", ListOf(Reference()), "questions to have met before", default=()),
    Field("draw", NewNames(Draw()), "parameters drawn at random", default={}),
    Field("let", NewNames(Expression()), "names for expressions over them", default={}),
    Field("words", NewNames(ListOf(Text(), 1), words=True), "texts to index", default={}),
    Field("reject", Expression(), "draws to refuse are those for which this is true", default=""),
    Field("stem", Template(), "the text that asks", required=True),
    Field("hints", ListOf(Template(), 0, 10), "hints, the faintest first", default=()),
    Field("solution", Template(working=True), "text around {{ working }}", default=""),
    Field("follow_ups", ListOf(Reference()), "questions that inherit the parameters", default=()),
    Field("source", Text(), "where it comes from", default=""),
)
"""Fields of every question, in the order in which they are read: names before their users."""

TYPE_FIELDS: Final[Mapping[str, tuple[Field, ...]]] = {
    "numeric": (
        Field("answer", Expression(), "the key, as an expression", required=True),
        Field("unit", UNIT, "unit of the answer and base of its logs", default="none"),
        Field("tolerance", Either(Share(), TOLERANCE), "how far off is correct"),
        Field("slips", ListOf(SLIP, 0, 30), "mistakes beside the engine's own", default=()),
    ),
    "choice": (Field("options", ListOf(OPTION, 2, LETTERS), "the answers offered", required=True),),
    "order": (
        Field("lines", ListOf(Template(), 2, LETTERS), "lines in the right order", required=True),
    ),
    "open": (
        Field("rubric", ListOf(POINT, 1, 30), "what a good answer says", required=True),
        Field(
            "misconceptions", ListOf(MISCONCEPTION, 0, 100), "wrong claims to correct", default=()
        ),
        Field("model_answer", Template(), "an answer that makes every point", required=True),
        Field("limit", Duration(), "time that an interviewer would give"),
    ),
}
"""Further fields of each type."""

QUESTIONS: Final[Mapping[str, Record]] = {
    name: Record(f"{name} question", COMMON + fields) for name, fields in TYPE_FIELDS.items()
}

ANY_QUESTION: Final = Record("question", COMMON)
"""A question whose type isn't known."""


def types_with(name: str) -> tuple[str, ...]:
    """Return the types of question that have a field of their own with a name."""
    return tuple(
        kind for kind, fields in TYPE_FIELDS.items() if any(field.name == name for field in fields)
    )


BANK: Final = Record(
    "bank",
    (
        Field("schema", Whole(1, 1), "version of this format", required=True),
        Field("bank", Slug(), "name of the bank; the file's name unless said"),
        Field("title", Text(), "heading of the bank", default=""),
        Field("canonical", MappingOf(ListOf(Text(), 1)), "token → phrases read as it", default={}),
        Field(
            "lexicon", MappingOf(ListOf(Phrase(), 1)), "NAME → synonyms used as @NAME", default={}
        ),
        Field("questions", ListOf(ANY_QUESTION, 1), "the questions", required=True),
    ),
)

SECTION: Final = Record(
    "section",
    (
        Field("title", Text(), "heading of the section", required=True),
        Field("bank", Slug(), "ask from this bank only", default=""),
        Field("topic", Slug(), "ask about this topic only", default=""),
        Field("topics", ListOf(Slug(), 1), "ask about these topics only", default=()),
        Field("type", OneOf(TYPES), "ask this type only", default=""),
        Field("levels", Levels(), "ask these levels only", default=(1, 5)),
        Field("count", Whole(1, 50), "how many questions", default=0),
        Field("questions", ListOf(Reference(), 1), "ask these, in this order", default=()),
        Field("pitch", Reference(), "an open question with a limit, asked first", default=""),
        Field("seconds", Duration(), "time planned for each question"),
        Field("follow_ups", Boolean(), "whether the interviewer asks on", default=False),
    ),
)

BLUEPRINT: Final = Record(
    "blueprint",
    (
        Field("schema", Whole(1, 1), "version of this format", required=True),
        Field("blueprint", Slug(), "name of the blueprint; the file's name unless said"),
        Field("title", Text(), "heading of the interview", required=True),
        Field("about", Text(), "one sentence for the list of interviews", default=""),
        Field("minutes", Number(0.1, 480), "time for all of it", required=True),
        Field("pause", Boolean(), "whether the clock can be stopped", default=False),
        Field("sections", ListOf(SECTION, 1), "what is asked, in this order", required=True),
    ),
)
"""A mock interview: a file beside the banks, or in a folder ``blueprints`` among them."""
