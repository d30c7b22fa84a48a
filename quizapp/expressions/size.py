"""How large a tree is with its names put in, so that nothing is worked for long."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from quizapp.errors import ExpressionError
from quizapp.expressions import grammar
from quizapp.expressions.by_engine import Engine, Evaluator
from quizapp.expressions.grammar import MAXIMUM_DEPTH, Name, Node

MOST_PARTS: Final = 200
"""Parts of an answer, its names put in, up to which it is worked and diagnosed."""
MOST_ENTRIES: Final = 400
"""Entries of the largest list that an answer rests on, likewise."""


@dataclass(frozen=True)
class Extent:
    """How many parts a tree has, and how deep they are nested, with its names put in."""

    parts: int
    depth: int


_NAME: Final = Extent(1, 1)


def extent(tree: Node, names: Mapping[str, Extent]) -> Extent:
    """Return the extent of a tree over names whose extents are known."""
    if isinstance(tree, Name):
        return names.get(tree.name, _NAME)
    inner = [extent(part, names) for part in grammar.children(tree)]
    return Extent(
        1 + sum(one.parts for one in inner), 1 + max((one.depth for one in inner), default=0)
    )


def extents(lets: Mapping[str, Node]) -> dict[str, Extent]:
    """Return the extents of names, each of which may build on those before it."""
    known: dict[str, Extent] = {}
    for name, tree in lets.items():
        known[name] = extent(tree, known)
    return known


def check_depth(lets: Mapping[str, Node]) -> None:
    """Refuse names that together are nested deeper than an expression may be.

    Raises
    ------
    ExpressionError
        When they are.
    """
    for name, found in extents(lets).items():
        if found.depth > MAXIMUM_DEPTH:
            raise ExpressionError(
                f"'{name}', with the names it builds on, is nested more than {MAXIMUM_DEPTH} "
                "levels deep"
            )


def is_large(names: Evaluator, root: Node) -> bool:
    """Whether working or diagnosing a tree over some names would take long, and help nobody."""
    if extent(root, extents(names.lets)).parts > MOST_PARTS:
        return True
    engine = Engine(names.names, names.lets, names.base)
    engine.value(root)
    return engine.largest > MOST_ENTRIES
