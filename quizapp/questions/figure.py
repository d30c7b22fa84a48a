"""A figure as its author writes it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from quizapp.questions.kinds import (
    Expression,
    Field,
    ListOf,
    OneOf,
    PlainText,
    Record,
    TemplateText,
)


@dataclass(frozen=True, kw_only=True)
class Curve:
    """A line: an expression of x."""

    of: str
    label: str


@dataclass(frozen=True, kw_only=True)
class Points:
    """One point, or several of one kind."""

    x: str
    y: str
    label: str


@dataclass(frozen=True, kw_only=True)
class Bar:
    """A bar as long as a number."""

    of: str
    label: str


@dataclass(frozen=True, kw_only=True)
class Figure:
    """What is drawn beside the words."""

    shown: str = "question"
    """Whether it stands with the question or with its solution."""
    title: str = ""
    x: str = ""
    y: str = ""
    low: str = ""
    high: str = ""
    lines: tuple[Curve, ...] = ()
    points: tuple[Points, ...] = ()
    bars: tuple[Bar, ...] = ()
    matrix: str = ""
    rows: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()


_LABEL: Final = Field("label", TemplateText(), "what it is called", required=True)

FIGURE: Final = Record(
    "figure",
    (
        Field(
            "shown",
            OneOf(("question", "solution")),
            "where it stands",
            default="question",
        ),
        Field("title", TemplateText(), "what it shows", default=""),
        Field("x", PlainText(), "what runs to the right", default=""),
        Field("y", PlainText(), "what runs upwards", default=""),
        Field("low", Expression(), "where lines begin, on the left", default=""),
        Field("high", Expression(), "where lines end, on the right", default=""),
        Field(
            "lines",
            ListOf(
                Record(
                    "line",
                    (
                        Field("of", Expression(("x",)), "its height at x", required=True),
                        _LABEL,
                    ),
                    Curve,
                ),
                0,
                4,
            ),
            "curves from low to high",
            default=(),
        ),
        Field(
            "points",
            ListOf(
                Record(
                    "mark",
                    (
                        Field("x", Expression(), "how far right: numbers", required=True),
                        Field("y", Expression(), "how far up: as many numbers", required=True),
                        _LABEL,
                    ),
                    Points,
                ),
                0,
                4,
            ),
            "marked points",
            default=(),
        ),
        Field(
            "bars",
            ListOf(
                Record(
                    "bar",
                    (Field("of", Expression(), "its length, one number", required=True), _LABEL),
                    Bar,
                ),
                0,
                20,
            ),
            "bars, one below the other",
            default=(),
        ),
        Field("matrix", Expression(), "rows of numbers, such as a confusion matrix", default=""),
        Field("rows", ListOf(TemplateText(), 0, 12), "names of its rows", default=()),
        Field("columns", ListOf(TemplateText(), 0, 8), "names of its columns", default=()),
    ),
    Figure,
)
"""The fields of a figure."""
