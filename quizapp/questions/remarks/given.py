"""Whether a learner can arrive at a numeric question's key from what it shows.

Nothing is concluded from the words. A parameter is drawn otherwise, or a rounding left out: where
what is asked stays as it is and the key doesn't, no reader can compute that key.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, Final, TypeAlias

import numpy as np

from quizapp.errors import QuizappError
from quizapp.expressions import grammar
from quizapp.expressions.grammar import Call, Name, Node, NumberLiteral
from quizapp.questions import figures
from quizapp.questions.base import FieldRemark
from quizapp.questions.numeric import NumericQuestion, NumericVariant
from quizapp.questions.parameters import Scope
from quizapp.questions.template import Shown, Template
from quizapp.text.blocks import Block, Text
from quizapp.text.phrases import counted

_MOST_TRIED: Final = 8
"""Variants in which a name is looked at."""


def remarks(variants: Sequence[NumericVariant]) -> Iterator[FieldRemark]:
    """Yield what keeps a learner from the key of a question's variants."""
    if variants:
        given = _Given(variants[0].question, variants)
        found = [*given.unshown(), *given.rounded(), *given.shortened()]
        yield from found or given.alike()


class _Given:
    """One question's stem and key, under other parameters and other lets."""

    def __init__(self, question: NumericQuestion, variants: Sequence[NumericVariant]) -> None:
        self._question = question
        self._stem = question.trees.template(question.stem)
        self._lets = question.trees.lets
        self._answer = question.trees.expression(question.answer)
        self._variants = variants
        self._short = _shortened(self._stem)
        self._used = _reached(self._answer, self._lets)

    def unshown(self) -> Iterator[FieldRemark]:
        """Yield the parameters that change the key and not the stem."""
        for name in self._question.draw:
            looked_at = name in self._used and name not in self._short
            if looked_at and self._changes_the_key_alone(self._redrawn(name)):
                yield (
                    "stem",
                    f"the answer uses '{name}', which the stem doesn't show, so no one can "
                    f"compute it: write {_braces(name)} in the stem",
                )

    def rounded(self) -> Iterator[FieldRemark]:
        """Yield the lets whose rounding is part of the key, and which nobody sees."""
        if "round" in self._question.stem.casefold():
            return  # the learner is told to
        for name, tree in self._lets.items():
            plain = _unrounded(tree)
            if name not in self._used or name in self._stem.names or plain == tree:
                continue
            lets = {**self._lets, name: plain}
            if self._changes_the_key_alone(
                (variant, variant.parameters, lets) for variant in self._tried()
            ):
                yield (
                    "let",
                    f"the answer is computed with '{name}' as it is rounded under 'let', which the "
                    f"stem doesn't show: show {_braces(name)} in the stem, or don't round it",
                )

    def shortened(self) -> Iterator[FieldRemark]:
        """Yield the names that the stem shows with fewer digits than the key is computed with."""
        for name, decimals in self._short.items():
            if name in self._used and self._changes_the_key_alone(self._shortened(name, decimals)):
                shown = counted(decimals, "decimal")
                yield (
                    "stem",
                    f"the stem shows '{name}' with {shown}, and the answer is "
                    f"computed with more: write round(…, {decimals}) where it is defined",
                )

    def alike(self) -> Iterator[FieldRemark]:
        """Yield that two variants ask the same and have different keys."""
        first: dict[tuple[Block, ...], NumericVariant] = {}
        for variant in self._variants:
            try:
                other = first.setdefault(variant.asked(), variant)
            except QuizappError:
                return  # it can't be filled in, which is told elsewhere
            if _misses(other, np.asarray(variant.key)):
                yield (
                    "stem",
                    f"{other.id} and {variant.id} read alike and have different answers, "
                    "so no one can compute them: show in the stem all that the answer uses",
                )
                return

    def _tried(self) -> Iterable[NumericVariant]:
        return islice(self._variants, _MOST_TRIED)

    def _redrawn(self, name: str) -> Iterator[_Pair]:
        """Yield variants, each beside another value for a name, or its entries swapped."""
        count = len(self._variants)
        for place, variant in enumerate(self._tried()):
            value = variant.parameters.get(name)
            far = self._variants[(place + count // 2) % count].parameters.get(name)
            for other in (far, *_swapped(value)):
                if other != value:
                    yield variant, {**variant.parameters, name: other}, self._lets

    def _shortened(self, name: str, decimals: int) -> Iterator[_Pair]:
        """Yield variants, each beside a name that has only the digits shown."""
        lets = self._lets
        if name in lets:
            lets = {**lets, name: Call("round", (lets[name], NumberLiteral(float(decimals))))}
        for variant in self._tried():
            other = dict(variant.parameters)
            if name in other:
                other[name] = np.round(np.asarray(other[name], dtype=float), decimals).tolist()
            yield variant, other, lets

    def _changes_the_key_alone(self, pairs: Iterable[_Pair]) -> bool:
        """Whether other parameters or lets anywhere give the same stem and another key."""
        for variant, parameters, lets in pairs:
            try:
                scope = Scope(self._question, parameters, self._question.unit, lets)
                if self._asked(scope) == variant.asked() and _misses(variant, self._key(scope)):
                    return True
            except QuizappError:
                continue  # it doesn't suit the other parameters
        return False

    def _asked(self, scope: Scope) -> tuple[Block, ...]:
        """Return what is asked for some parameters and lets, in words and drawn."""
        drawn = figures.shown(self._question.figure, "question", scope)
        return (Text(scope.fill(self._question.stem)), *drawn)

    def _key(self, scope: Scope) -> np.ndarray[Any, Any]:
        return np.asarray(scope.engine.value(self._answer), dtype=float)


_Pair: TypeAlias = tuple[NumericVariant, Mapping[str, Any], Mapping[str, Node]]
"""A variant, and other parameters and lets to compare it with."""


def _misses(variant: NumericVariant, value: np.ndarray[Any, Any]) -> bool:
    """Whether somebody who arrives at a value is not right."""
    key = np.asarray(variant.key)
    if key.shape != value.shape:
        return True
    with np.errstate(invalid="ignore"):
        near = (key == value) | (np.abs(key - value) <= variant.reach)
    return bool(np.any(~near & ~np.isnan(value)))


def _shortened(text: Template) -> dict[str, int]:
    """Return the names that a text shows, and never with all their digits."""
    found: dict[str, int | None] = {}
    for part in text.parts:
        if isinstance(part, Shown) and isinstance(part.tree, Name):
            known = found.get(part.tree.name, 0)
            whole = part.decimals is None or known is None
            decimals = (part.decimals or 0) + (2 if part.percent else 0)
            found[part.tree.name] = None if whole else max(known or 0, decimals)
    return {name: count for name, count in found.items() if count is not None}


def _swapped(value: object) -> Iterator[list[object]]:
    """Yield a list with two neighbors exchanged, for each pair of them."""
    if isinstance(value, list):
        for place in range(len(value) - 1):
            yield [*value[:place], value[place + 1], value[place], *value[place + 2 :]]


def _braces(name: str) -> str:
    return f"{{{{ {name} }}}}"


def _reached(tree: Node, lets: Mapping[str, Node]) -> frozenset[str]:
    """Return the names that a tree rests on, with those that its lets rest on."""
    found: set[str] = set()
    waiting = [tree]
    while waiting:
        for name in grammar.names(waiting.pop()) - found:
            found.add(name)
            if name in lets:
                waiting.append(lets[name])
    return frozenset(found)


def _unrounded(tree: Node) -> Node:
    """Return a tree without its roundings."""
    parts = tuple(_unrounded(part) for part in grammar.children(tree))
    if isinstance(tree, Call) and tree.function == "round":
        return parts[0]
    return tree if isinstance(tree, Name) else grammar.with_children(tree, parts)
