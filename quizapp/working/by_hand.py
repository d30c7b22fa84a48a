"""Rework an answer without a calculator, with the logarithms that one knows by heart."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from math import e
from typing import Any, Final, TypeGuard

import numpy as np

from quizapp.errors import ExpressionError
from quizapp.expressions import grammar
from quizapp.expressions.by_definition import Textbook
from quizapp.expressions.effort import Effort
from quizapp.expressions.grammar import Binary, Call, Node, NumberLiteral, Unary
from quizapp.text.blocks import Block, ByHand
from quizapp.working.calculation import (
    Blackboard,
    CalculationLine,
    is_literal,
    literal,
    relation,
    simplified,
)
from quizapp.working.derivation import MOST_STEPS, Derivation, with_units
from quizapp.working.estimate import PLACES, Logarithm, logarithm
from quizapp.working.numerals import listed, number, shown
from quizapp.working.steps import LabelledLine, Step

MOST_LINES: Final = 6
LONGEST: Final = 140
"""Characters of a line that is still an estimate."""
_PACKED: Final = 64
"""Characters of a line that takes several logarithms."""
_DIGITS: Final = 4
"""Digits shown on the way."""
_BASES: Final[Mapping[str, float]] = {"ln": e, "log2": 2.0, "log10": 10.0}
_SINGLE: Final = frozenset({"log", *_BASES})
_LOGARITHMS: Final = frozenset({"xlog", *_SINGLE})
_DOABLE: Final = frozenset(
    {"sum", "mean", "dot", "abs", "min", "max", "len", "argmin", "argmax", "where", "round"}
    | {"one_hot", "range", "flat", "transpose", "reversed"}
    | _LOGARITHMS
)
"""Functions that need no calculator."""
_LARGE: Final = 0.1
"""From where on three decimals are as many digits."""
_LARGEST_POWER: Final = 3


@dataclass(frozen=True)
class Estimate:
    """An answer as somebody would estimate it at a whiteboard."""

    lines: tuple[str, ...] = ()
    number: str = ""
    """What it comes to, as one would type it."""

    @property
    def blocks(self) -> tuple[Block, ...]:
        """What is shown of it, which may be nothing."""
        return (ByHand(self.lines),) if self.lines else ()


NO_ESTIMATE: Final = Estimate()


class _NotByHandError(ExpressionError):
    """Something needs a calculator."""


def by_hand(
    textbook: Textbook, root: Node, unit: str, accepts: Callable[[str], bool], most: int
) -> Estimate:
    """Return an estimate of an answer by hand, of the logarithms that one knows by heart.

    Parameters
    ----------
    textbook
        Holds the names, the `let` trees and the base of the logarithms.
    root
        The answer's tree.
    unit
        What the answer is measured in.
    accepts
        Whether a number, as one would type it, is near enough to the answer.
    most
        The lines that it may have.

    Returns
    -------
    Estimate
        One that is accepted; an empty one where there is none, or where it would be long.
    """
    if textbook.is_large(root):
        return NO_ESTIMATE
    for closest in (False, True):
        derivation = _ByHand(textbook, root, closest=closest)
        try:
            with np.errstate(all="ignore"), Effort(MOST_STEPS):
                found = derivation.estimate(unit)
        except ExpressionError:
            return NO_ESTIMATE
        is_short = len(found.lines) <= min(most, MOST_LINES)
        if not (is_short and found.lines and max(map(len, found.lines)) <= LONGEST):
            return NO_ESTIMATE
        if accepts(found.number):
            return found
    return NO_ESTIMATE


class _HandBoard(Blackboard):
    """Calculations that need no calculator."""

    def put_in(self, tree: Node, values: Mapping[str, Any], symbols: Collection[str] = ()) -> Node:
        """Return a definition with the numbers in.

        Raises
        ------
        _NotByHandError
            When something in it needs a calculator.
        """
        for part in grammar.walk(tree):
            if isinstance(part, Call) and part.function not in _DOABLE:
                raise _NotByHandError(f"{part.function} needs a calculator")
        return super().put_in(tree, values, symbols)


@dataclass
class _Logarithms:
    """The logarithms taken so far, each once."""

    closest: bool
    known: dict[tuple[float, float], Logarithm] = field(default_factory=dict)
    new: list[str] = field(default_factory=list)
    """What was written for those since they were last read."""

    def of(self, value: float, base: float, written: str, *, negated: bool = False) -> Node:
        """Return a logarithm as a number."""
        taken = self.known.get((value, base))
        if taken is None:
            taken = logarithm(value, base, written, negated=negated, closest=self.closest)
            if taken is None:
                raise _NotByHandError("nothing known is near enough")
            self.new += [taken.text] if taken.text else []
            sign = -1 if negated else 1
            self.known[value, base] = Logarithm(taken.text, sign * taken.value, taken.is_exact)
            return NumberLiteral(taken.value)
        return NumberLiteral(-taken.value if negated else taken.value)


class _ByHand(Derivation):
    """A derivation in which each logarithm is what one knows of it."""

    def __init__(self, textbook: Textbook, root: Node, *, closest: bool) -> None:
        super().__init__(textbook, root, _DIGITS, _DIGITS)
        self._root = root
        self._logarithms = _Logarithms(closest)

    def estimate(self, unit: str) -> Estimate:
        """Return the lines that end in the estimate; none where there was no logarithm."""
        lines: list[str] = []
        for step in self.steps(self._root, unit):
            lines += _packed(self._logarithms.new)
            self._logarithms.new.clear()
            first, *others = step.lines
            if first.relation.endswith(":"):
                rows = (
                    line for line in step.lines if not isinstance(line, LabelledLine) or line.start
                )
                lines += [f"{line.relation} {line.text}" for line in rows]
            elif others:
                lines.append(f"{first.text} {others[-1].relation} {others[-1].text}")
        taken = any(not one.is_exact for one in self._logarithms.known.values())
        return Estimate(tuple(lines), _written(self.end)) if taken else NO_ESTIMATE

    def _board(self, base: float = e) -> Blackboard:
        return _HandBoard(base, self.digits, self.textbook.quantities)

    def _arithmetic(self, title: str, formula: str, tree: Node, unit: str = "") -> Iterator[Step]:
        names = dict(self.textbook.names)
        board = self._board()
        lines = self._worked(board, board.put_in(self._with_results(tree, names), names))
        self._results[tree] = self.end
        yield Step(title, formula, (), with_units(lines, unit))

    def _worked(self, board: Blackboard, filled: Node) -> list[CalculationLine]:
        tree = simplified(filled)
        if isinstance(tree, Unary) and _is_logarithm(tree.operand, _SINGLE):
            done = self._logarithm(board, tree.operand, negated=True)
        else:
            done = simplified(self._done(board, tree))
        value = np.asarray(board.as_shown(done), dtype=float)
        self.end = (
            np.vectorize(_rounded)(value) if value.ndim else np.float64(_rounded(float(value)))
        )
        last = CalculationLine(relation(value, self.end), board.text(literal(self.end)), self.end)
        if is_literal(done):
            return [last]
        return [CalculationLine("", board.text(done), value), last]

    def _done(self, board: Blackboard, node: Node) -> Node:
        """Return a calculation with its logarithms taken."""
        if _is_logarithm(node):
            return self._logarithm(board, node)
        if isinstance(node, Binary) and node.operator == "**" and not _is_easy(node.right):
            raise _NotByHandError("this power needs a calculator")
        parts = tuple(self._done(board, part) for part in grammar.children(node))
        return grammar.with_children(node, parts)

    def _logarithm(self, board: Blackboard, call: Call, *, negated: bool = False) -> Node:
        *weights, inside = (self._done(board, part) for part in call.arguments)
        value = inside.value if isinstance(inside, NumberLiteral) else board.as_shown(inside)
        if np.ndim(value):
            raise _NotByHandError("these are too many logarithms")
        written = "" if isinstance(inside, NumberLiteral) else board.text(inside)
        base = _BASES.get(call.function, board.base)
        taken = self._logarithms.of(float(value), base, written, negated=negated)
        return Binary("*", weights[0], taken) if weights else taken


def _packed(texts: list[str]) -> list[str]:
    """Return texts as lines, short ones together."""
    lines: list[str] = []
    for text in texts:
        if lines and len(lines[-1]) + len(text) < _PACKED:
            lines[-1] += f"; {text}"
        else:
            lines.append(text)
    return lines


def _is_logarithm(node: Node, among: Collection[str] = _LOGARITHMS) -> TypeGuard[Call]:
    return isinstance(node, Call) and node.function in among


def _is_easy(power: Node) -> bool:
    return (
        isinstance(power, NumberLiteral)
        and power.value == round(power.value)
        and abs(power.value) <= _LARGEST_POWER
    )


def _rounded(value: float) -> float:
    """Return a number as one goes on with it: with three decimals, or as many digits."""
    value = float(value)
    decimals = shown(value, PLACES) if abs(value) < _LARGE else round(value, PLACES)
    return shown(decimals, _DIGITS)


def _written(value: Any) -> str:  # noqa: ANN401 - a number or a list
    """Return a number, or a list of them, as one would type it."""
    return (
        listed([_written(one) for one in value])
        if np.ndim(value)
        else number(float(value), _DIGITS)
    )
