"""How large a tree is with its names put in, so that nothing is worked for long."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from quizapp import expressions
from quizapp.errors import ExpressionError
from quizapp.expressions import grammar
from quizapp.expressions.grammar import MAXIMUM_DEPTH, MAXIMUM_NODES, Call, Name, Node, walk
from quizapp.expressions.vocabulary import bind
from quizapp.quantities import QUANTITIES, Quantities

if TYPE_CHECKING:
    from quizapp.expressions.by_definition import Textbook

MOST_PARTS: Final = 200
"""Parts of an answer, its names put in, up to which it is worked and diagnosed."""
MOST_ENTRIES: Final = 400
"""Entries of the largest list that an answer rests on, likewise."""
_COUNTLESS: Final = 10**9
"""Parts that nobody wants counted."""


class Extent(NamedTuple):
    """How many parts a tree has, and how deep they are nested, with its names put in."""

    parts: int
    depth: int


_NAME: Final = Extent(1, 1)


class _Form(NamedTuple):
    """The extent of a tree as it depends on the extents of its names."""

    parts: Counter[str]
    """How often each name is put in; under no name, the parts that are none."""
    depth: Mapping[str, int]
    """How deep each name is nested; under no name, the depth of what is none."""

    def over(self, names: Mapping[str, Extent]) -> Extent:
        """Return the extent where names have these extents, and others are as they stand."""
        known = {**names, "": _NAME}
        parts = sum(many * known.get(name, _NAME).parts for name, many in self.parts.items())
        return Extent(
            parts,
            max(under + known.get(name, _NAME).depth for name, under in self.depth.items()),
        )


def extent(tree: Node, names: Mapping[str, Extent], quantities: Quantities = QUANTITIES) -> Extent:
    """Return the extent of a tree over names whose extents are known.

    Calls of the quantities that banks declare count as what they stand for. None may lead back to
    itself.
    """
    return _whole(tree, quantities).over(names)


@lru_cache(maxsize=1024)
def _whole(tree: Node, quantities: Quantities) -> _Form:
    return _form(tree, quantities)


def _form(tree: Node, quantities: Quantities) -> _Form:
    if isinstance(tree, Name):
        return _Form(Counter({tree.name: 1}), {tree.name: 0})
    if isinstance(tree, Call) and quantities.is_own(tree.function):
        return _called(tree, quantities)
    parts, depth = Counter({"": 1}), {"": 0}
    for child in grammar.children(tree):
        inner = _form(child, quantities)
        parts.update(inner.parts)
        _deepen(depth, inner, 1)
    return _Form(parts, depth)


def _called(call: Call, quantities: Quantities) -> _Form:
    """Return the form of a call with what the quantity means in its place."""
    quantity = quantities[call.function]
    meaning = _meaning(quantity.name, quantities)
    parts = Counter({"": 1 + meaning.parts[""]})
    depth = {"": 1 + meaning.depth[""]}
    for name, node in bind(call, quantity.parameters).items():
        inner = _form(node, quantities)
        for one, many in inner.parts.items():
            parts[one] += many * max(1, meaning.parts[name])
        _deepen(depth, inner, 1 + meaning.depth.get(name, 0))
    return _Form(parts, depth)


@lru_cache(maxsize=1024)
def _meaning(name: str, quantities: Quantities) -> _Form:
    """Return the form of all that is calculated for a quantity."""
    quantity = quantities[name]
    parts: Counter[str] = Counter()
    depth = {"": 0}
    for text in (quantity.cases[0].means, quantity.where, quantity.absent_when):
        if text:
            form = _form(grammar.parsed(text), quantities)
            parts.update(form.parts)
            _deepen(depth, form, 0)
    return _Form(parts, depth)


def _deepen(depth: dict[str, int], inner: _Form, by: int) -> None:
    for name, under in inner.depth.items():
        depth[name] = max(depth.get(name, 0), under + by)


def extents(lets: Mapping[str, Node], quantities: Quantities = QUANTITIES) -> dict[str, Extent]:
    """Return the extents of names, each of which may build on those before it."""
    known: dict[str, Extent] = {}
    for name, tree in lets.items():
        known[name] = extent(tree, known, quantities)
    return known


def check_depth(lets: Mapping[str, Node], quantities: Quantities = QUANTITIES) -> None:
    """Refuse names that together are nested deeper than an expression may be.

    Raises
    ------
    ExpressionError
        When they are.
    """
    for name, found in extents(lets, quantities).items():
        if found.depth > MAXIMUM_DEPTH:
            raise ExpressionError(
                f"'{name}', with the names it builds on, is nested more than {MAXIMUM_DEPTH} "
                "levels deep"
            )


def check_extent(tree: Node, quantities: Quantities) -> None:
    """Refuse an expression that is too large with the quantities of banks that it calls.

    Raises
    ------
    ExpressionError
        When it is.
    """
    if not any(isinstance(node, Call) and quantities.is_own(node.function) for node in walk(tree)):
        return
    found = extent(tree, {}, quantities)
    if found.parts > MAXIMUM_NODES:
        many = f"{found.parts:,}" if found.parts < _COUNTLESS else "countless"
        raise ExpressionError(
            f"with the quantities that this calls, it has {many} parts; the most is "
            f"{MAXIMUM_NODES}",
            1,
        )
    if found.depth > MAXIMUM_DEPTH:
        raise ExpressionError(
            f"with the quantities that this calls, it is nested {found.depth} levels deep; the "
            f"most is {MAXIMUM_DEPTH}",
            1,
        )


def is_large(names: Textbook, root: Node) -> bool:
    """Whether working or diagnosing a tree over some names would take long, and help nobody."""
    known = extents(names.lets, names.quantities)
    if extent(root, known, names.quantities).parts > MOST_PARTS:
        return True
    if names.engine is not None:
        names.engine.value(root)
        if names.engine.largest <= MOST_ENTRIES:
            return False  # although it has valued other trees too
    engine = expressions.by_engine.Engine(names.names, names.lets, names.base, names.quantities)
    engine.value(root)
    return engine.largest > MOST_ENTRIES
