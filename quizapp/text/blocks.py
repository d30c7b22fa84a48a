"""What is shown of a question, part by part; how it looks is for `lines` and the screens."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final, NamedTuple, TypeAlias


@dataclass(frozen=True)
class Text:
    """Marked-up text, as `prose` reads it."""

    text: str


@dataclass(frozen=True)
class Heading:
    """Names what comes below it."""

    text: str


class Lettered(NamedTuple):
    """An entry under its letter."""

    letter: str
    text: str
    """Marked up."""
    correct: bool | None = None
    """None where nothing is said about it yet."""
    why: str = ""
    """The reason that it is right or wrong, marked up."""


class Labelled(NamedTuple):
    """A short text after its name, such as the right answer."""

    label: str
    text: str


@dataclass(frozen=True)
class Aside:
    """A remark that is less important than what it follows."""

    text: str


class ByHand(NamedTuple):
    """How an answer is estimated without a calculator."""

    lines: tuple[str, ...]


class Blank(NamedTuple):
    """Room on paper for an answer."""

    unit: str = ""
    label: str = "Answer"


class RubricPoint(NamedTuple):
    """What a good answer says."""

    text: str
    """Marked up."""
    made: bool | None = None
    """Whether the learner's answer says it; None where there is none."""


class WorkedStep(NamedTuple):
    """One step of a worked solution."""

    number: str
    """Its place among the steps; empty where it is the only one."""
    title: str
    formula: str
    """TeX, or nothing."""
    given: tuple[tuple[str, str], ...]
    """What each line of the numbers put in begins with, such as ``p = ``, and says."""
    lines: tuple[tuple[str, str], ...]
    """A relation and what it leads to."""


Series: TypeAlias = tuple[str, tuple[tuple[float, float], ...], bool]
"""Label, points, and whether they are joined to a line."""


class Plot(NamedTuple):
    """Lines and points over two axes."""

    title: str
    across: str
    """What runs to the right."""
    up: str
    curves: tuple[Series, ...]


class Bars(NamedTuple):
    """Bars one below the other."""

    title: str
    bars: tuple[tuple[str, float], ...]
    """Label and length."""


BY_HAND: Final = "By hand: "
"""What an estimate begins with."""
ANSWER: Final = "Answer"
"""The label of a right answer."""

Block: TypeAlias = (
    Text
    | Heading
    | Lettered
    | Labelled
    | Aside
    | ByHand
    | Blank
    | RubricPoint
    | WorkedStep
    | Plot
    | Bars
)


_LISTED: Final = (Lettered, RubricPoint, Labelled, Blank)
"""Blocks of which several make up a list."""


def in_sight(blocks: Iterable[Block]) -> Iterator[Block]:
    """Yield the blocks that are for a screen too, and not for paper alone."""
    return (block for block in blocks if not isinstance(block, Blank))


def is_close(before: Block, after: Block) -> bool:
    """Whether a block stands right below the one before it, with no blank line between."""
    listed = type(before) is type(after) and isinstance(after, _LISTED)
    remark = isinstance(before, Labelled) and isinstance(after, Aside | ByHand)
    return listed or remark or isinstance(before, Heading)
