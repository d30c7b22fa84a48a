"""The format of a bank as data: what the reader accepts, the JSON Schema says and the help shows.

A field of the format is one line below. Its name is the name of the attribute that it fills in
`quizapp.questions`; a field left out takes the attribute's default.
"""

from __future__ import annotations

from typing import Final

from quizapp.quantities.quantity import Slip
from quizapp.questions.base import Question
from quizapp.questions.figure import FIGURE
from quizapp.questions.kinds import (
    Boolean,
    Called,
    Differ,
    DrawCall,
    Duration,
    ExampleRow,
    Expression,
    Field,
    Levels,
    ListOf,
    MappingOf,
    NewFunction,
    NewNames,
    OneOf,
    Parameters,
    Phrase,
    PlainText,
    RealNumber,
    Record,
    Reference,
    Slug,
    TemplateText,
    Whole,
)
from quizapp.questions.types import TYPES

COMMON: Final = (
    Field(
        "id",
        Slug(),
        "permanent name; you can edit the text without losing anyone's progress",
        required=True,
    ),
    Field("type", OneOf(TYPES), "how it is answered", required=True),
    Field("topic", Slug(), "what it is about", required=True),
    Field("level", Whole(1, 5), "difficulty", required=True),
    Field("title", PlainText(), "short name for lists", default=""),
    Field("after", ListOf(Reference()), "questions the learner should see first", default=()),
    Field("draw", NewNames(DrawCall()), "parameters drawn at random", default={}),
    Field("let", NewNames(Expression()), "named expressions, using the drawn values", default={}),
    Field(
        "words",
        NewNames(ListOf(PlainText(), 1), words=True),
        "lists of words to choose from",
        default={},
    ),
    Field("reject", Expression(), "condition; draws where it is true are thrown away", default=""),
    Field("stem", TemplateText(), "the question text", required=True),
    Field("figure", FIGURE, "what is drawn beside the words"),
    Field("hints", ListOf(TemplateText(), 0, 10), "hints, vaguest first", default=()),
    Field("solution", TemplateText(working=True), "text around {{ working }}", default=""),
    Field("follow_ups", ListOf(Reference()), "follow-ups that reuse the drawn values", default=()),
    Field("source", PlainText(), "credit or origin", default=""),
)
"""Fields of every question, in the order in which they are read: names before their users."""

ANY_QUESTION: Final = Record("question", COMMON)
"""A question whose type isn't known."""


def of_type(kind: str) -> Record:
    """Return the fields of a type of question; those of any, where there is no such type."""
    if kind not in TYPES:
        return ANY_QUESTION
    question = TYPES[kind]
    if question not in _RECORDS:
        _RECORDS[question] = Record(
            f"{kind} question", (*COMMON, *question.fields()), rules=question.rules()
        )
    return _RECORDS[question]


_RECORDS: Final[dict[type[Question], Record]] = {}


def of_each_type() -> dict[str, Record]:
    """Return the fields of each type of question."""
    return {kind: of_type(kind) for kind in TYPES}


def types_with(name: str) -> tuple[str, ...]:
    """Return the types of question that have a field of their own with a name."""
    fields = ((kind, field) for kind, one in TYPES.items() for field in one.fields())
    return tuple(kind for kind, field in fields if field.name == name)


QUANTITY: Final = Record(
    "quantity",
    (
        Field("name", NewFunction(), "what expressions call it", required=True),
        Field("title", PlainText(), "its name in solutions (default: the name)", default=""),
        Field(
            "takes",
            Parameters(),
            "its parameters; k=2 gives one a default",
            required=True,
        ),
        Field("formula", PlainText(), "its formula in TeX, without dollar signs", default=""),
        Field("means", Expression(), "what it is, computed from the parameters", required=True),
        Field("where", Expression(), "condition outside of which it has no value", default=""),
        Field(
            "logarithmic",
            Boolean(),
            "whether its unit is nats, bits or bans; log(x) is then taken in that unit",
            default=False,
        ),
        Field(
            "absent_when",
            Expression(),
            "condition under which it is just its first parameter",
            default="",
        ),
        Field(
            "slips",
            ListOf(
                Record(
                    "mistake",
                    (
                        Field("id", Slug(underscores=True), "name of the mistake", required=True),
                        Field(
                            "instead",
                            Expression(("result", "way")),
                            "what is computed in its place; 'result' is the right value",
                            required=True,
                        ),
                        Field(
                            "each",
                            Expression(),
                            "how many ways there are to make it; 'way' in 'instead' counts from 1",
                            default="",
                        ),
                        Field("says", PlainText(), "what the learner is told", required=True),
                        Field("common", Boolean(), "named even after two digits", default=False),
                        Field("when", Expression(), "condition for the mistake", default=""),
                        Field("inside", Called(), "only with this call among the arguments"),
                        Field("unless_inside", Called(), "not with this call among them"),
                        Field("infinite", Boolean(), "whether it may be ∞", default=False),
                    ),
                    Slip,
                ),
                0,
                30,
            ),
            "common mistakes",
            default=(),
        ),
        Field("source", PlainText(), "where the examples come from", required=True),
        Field(
            "examples",
            ListOf(ExampleRow(), 2, 30),
            "values from the source; 'gives' is checked to the digits you write",
            required=True,
        ),
    ),
)
"""A quantity of a bank's own, called like those that are built in."""

BANK: Final = Record(
    "bank",
    (
        Field("schema", Whole(1, 1), "version of this format", required=True),
        Field("bank", Slug(), "name of the bank (default: the file name)"),
        Field("title", PlainText(), "heading of the bank", default=""),
        Field(
            "canonical", MappingOf(ListOf(PlainText(), 1)), "token → phrases read as it", default={}
        ),
        Field(
            "lexicon", MappingOf(ListOf(Phrase(), 1)), "NAME → synonyms used as @NAME", default={}
        ),
        Field(
            "renamed",
            MappingOf(Reference()),
            "earlier id → the id that the question has now; answers to it still count",
            default={},
        ),
        Field("retired", ListOf(Slug()), "ids of questions that are no longer asked", default=()),
        Field("uses", ListOf(Slug(), 0, 20), "banks whose quantities may be called", default=()),
        Field("quantities", ListOf(QUANTITY, 0, 100), "quantities of your own", default=()),
        Field(
            "questions",
            ListOf(ANY_QUESTION, 1),
            "the questions; a bank of quantities can do without",
            required=True,
            unless="quantities",
        ),
    ),
)

SECTION: Final = Record(
    "section",
    (
        Field("title", PlainText(), "heading of the section", required=True),
        Field("bank", Slug(), "ask from this bank only", default=""),
        Field("topic", Slug(), "ask about this topic only", default=""),
        Field("topics", ListOf(Slug(), 1), "ask about these topics only", default=()),
        Field("type", OneOf(TYPES), "ask this type only", default=""),
        Field("levels", Levels(), "ask these levels only", default=(1, 5)),
        Field("count", Whole(1, 50), "how many questions", default=0),
        Field(
            "questions",
            ListOf(Reference(), 1),
            "ask these, in this order; with count, ask that many of them",
            default=(),
        ),
        Field("pitch", Reference(), "an open question with a limit, asked first", default=""),
        Field("seconds", Duration(), "time planned for each question"),
        Field("follow_ups", Boolean(), "whether follow-up questions are asked", default=False),
    ),
)

BLUEPRINT: Final = Record(
    "blueprint",
    (
        Field("schema", Whole(1, 1), "version of this format", required=True),
        Field("blueprint", Slug(), "name of the blueprint (default: the file name)"),
        Field("title", PlainText(), "heading of the interview", required=True),
        Field("about", PlainText(), "one sentence for the list of interviews", default=""),
        Field("minutes", RealNumber(0.1, 480), "total time", required=True),
        Field("pause", Boolean(), "whether the candidate may pause", default=False),
        Field("sections", ListOf(SECTION, 1), "what is asked, in this order", required=True),
    ),
)
"""A mock interview: a file beside the banks, or in a folder ``blueprints`` among them."""

TOPIC: Final = Record(
    "topic",
    (
        Field("topic", Slug(), "its name, as questions say it", required=True),
        Field("title", PlainText(), "its name as shown (default: the same in words)", default=""),
        Field("about", PlainText(), "one or two sentences", default=""),
        Field(
            "weight",
            RealNumber(0.01, 1000),
            "how often interviewers ask about it, relative to the other topics",
            default=1.0,
        ),
    ),
)

TRACK: Final = Record(
    "track",
    (
        Field("schema", Whole(1, 1), "version of this format", required=True),
        Field("track", Slug(), "name of the subject (default: the file name)"),
        Field("title", PlainText(), "name of the subject as shown", required=True),
        Field("about", PlainText(), "one sentence for the list of subjects", default=""),
        Field("topics", ListOf(TOPIC, 1), "its topics, in the order to learn them", required=True),
    ),
    rules=(Differ("topics", "topic", by="topic"),),
)
"""A subject: a file in a folder ``tracks`` among the banks."""
