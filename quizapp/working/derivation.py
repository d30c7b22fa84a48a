"""Turn an answer's expression into the steps of a worked solution."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import e
from typing import Any, Final, TypeGuard

import numpy as np

from quizapp.expressions import definitions, grammar
from quizapp.expressions.extent import is_large
from quizapp.expressions.grammar import Binary, Call, Index, Name, Node, Number, Unary
from quizapp.expressions.textbook import Textbook
from quizapp.expressions.vocabulary import bind
from quizapp.quantities import QUANTITIES
from quizapp.quantities.quantity import Quantity
from quizapp.working.blackboard import (
    ARITHMETIC,
    Blackboard,
    Line,
    is_literal,
    literal,
    number,
    value_of,
)
from quizapp.working.estimate import by_hand

UNITS: Final[Mapping[str, float]] = {"nats": e, "bits": 2.0, "bans": 10.0}
"""The base of the logarithm that each unit goes with."""

KEY_DIGITS: Final = 4
_GUARDED: Final = (6, 8, 10, 13, 16)
"""Digits shown on the way: two more than in the result, and more where they cancel."""
_MOST_ROWS: Final = 8
_MOST_DECIMALS: Final = 7

_SYMBOLS: Final[Mapping[str, str]] = {
    "logits": "z",
    "target": "y",
    "eps": "ε",
    "temperature": "T",
    "lam": "λ",
    "gamma": "γ",
    "alpha": "α",
    "index": "t",
    "classes": "K",
    "weights": "w",
    "pos_weight": "w",
    "p_t": "p_t",
}
_UNSHOWN: Final = frozenset({"reduction", "base", "ignore_index", "unit", "given"})


@dataclass(frozen=True)
class Step:
    """One quantity worked out with the numbers of the question."""

    title: str
    formula: str
    """TeX; empty for the last arithmetic."""
    given: tuple[tuple[str, str], ...]
    """Symbols and the numbers put in for them."""
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Working:
    """The derivation that ends in the key."""

    steps: tuple[Step, ...]
    result: str
    """The key as shown, with its unit."""
    by_hand: str = ""
    """The key estimated without a calculator, where that is easy."""


def unit_of(base: float) -> str:
    """Return the unit that goes with the base of a logarithm; empty when it has no name."""
    return next((unit for unit, known in UNITS.items() if known == base), "")


def unit_of_expression(tree: Node, base: float) -> str:
    """Return the unit that an expression's value has, or ``none``."""
    match tree:
        case Call(function=function, options=options) if function in QUANTITIES:
            if function in ("mean", "sum", "weighted_mean"):
                return unit_of_expression(tree.arguments[0], base)
            own = dict(options).get("base")
            taken = float(Textbook({}).value(own)) if own is not None else base
            return (unit_of(taken) or "none") if QUANTITIES[function].logarithmic else "none"
        case Call(function="round" | "abs" | "min" | "max", arguments=(inner, *_)):
            return unit_of_expression(inner, base)
        case Unary(operand=operand):
            return unit_of_expression(operand, base)
        case Index(target=target):
            return unit_of_expression(target, base)
        case Binary(operator="+" | "-" | "*" | "/" as operator, left=left, right=right):
            first, second = unit_of_expression(left, base), unit_of_expression(right, base)
            if operator in ("+", "-"):
                return first if first == second else "none"
            if operator == "*" and first == "none":
                return second
            return first if second == "none" else "none"
        case _:
            return "none"


def result_text(value: Any, unit: str = "none") -> str:  # noqa: ANN401 - a number or a list
    """Return a value as a result: four significant digits, with its unit."""
    written = _number_text(float(value)) if np.ndim(value) == 0 else _list_text(np.asarray(value))
    return with_unit(written, unit)


def with_unit(written: str, unit: str) -> str:
    """Return a written number with its unit, in the singular for one."""
    if unit in ("", "none"):
        return written
    if unit == "percent":
        return f"{written} %"
    return f"{written} {unit.removesuffix('s') if written == '1' else unit}"


def _number_text(value: float) -> str:
    """Return a number to four significant digits, zeros at the end kept where it was rounded."""
    written = number(value, KEY_DIGITS)
    missing = KEY_DIGITS - len(written.lstrip("−0.").replace(".", ""))
    if (
        "." not in written
        or "e" in written
        or missing <= 0
        or float(f"{value:.12g}") == float(written.replace("−", "-"))
    ):
        return written
    return written + "0" * missing


def _list_text(values: np.ndarray[Any, Any]) -> str:
    if values.ndim > 1:
        return "[" + ", ".join(_list_text(row) for row in values) + "]"
    values = values.astype(np.float64, copy=False)  # truths, which numpy 1 doesn't round
    finite = values[np.isfinite(values)]
    largest = float(np.max(np.abs(finite), initial=0.0))
    decimals = KEY_DIGITS - 1 - (int(np.floor(np.log10(largest))) if largest else 0)
    decimals = KEY_DIGITS if 0.1 <= largest < 1 else max(0, decimals)
    short = decimals > _MOST_DECIMALS or bool(
        np.all(np.round(finite, decimals) == np.round(finite, decimals - 1))
    )
    written = [
        number(value, KEY_DIGITS)
        if short or not np.isfinite(value)
        else f"{value:.{decimals}f}".replace("-", "−")
        for value in (values + 0.0).tolist()
    ]
    return "[" + ", ".join(written) + "]"


def derive(textbook: Textbook, root: Node, key: Any, unit: str) -> Working:  # noqa: ANN401
    """Return the worked solution of an expression.

    Parameters
    ----------
    textbook
        Holds the names, the `let` trees and the base of the logarithms.
    root
        The answer's tree.
    key
        The value it ends in, from the engine.
    unit
        What the key is measured in.
    """
    if is_large(textbook, root):
        return Working((), result_text(key, unit))
    steps: tuple[Step, ...] = ()
    shown = result_text(key)
    with np.errstate(all="ignore"):
        for digits in _GUARDED:
            derivation = _Derivation(textbook, digits)
            steps = tuple(derivation.steps(root, unit))
            if result_text(derivation.end(root)) == shown:
                break
    estimate = derivation.estimates.get(shown, "")
    return Working(steps, result_text(key, unit), estimate)


class _Derivation:
    """One pass over the calls of a tree, each worked from the numbers shown before it."""

    def __init__(self, textbook: Textbook, digits: int) -> None:
        self.textbook = textbook
        self.digits = digits
        self._results: dict[Node, Any] = {}
        self.estimates: dict[str, str] = {}
        """Estimates by hand, by the result that they are of."""

    def steps(self, root: Node, unit: str) -> Iterator[Step]:
        for call in self.textbook.calls(root):
            quantity = QUANTITIES[call.function]
            if self.textbook.expansion(call) is None:
                yield self._leaf(call, quantity)
            else:
                yield from self._combined(call, quantity)
        tree = self.textbook.resolved(root)
        if isinstance(tree, Index) and np.ndim(self.known(tree.index)) == 0:
            yield self._picked(tree, unit)
        elif not isinstance(root, Call) or root.function not in QUANTITIES:
            yield from self._arithmetic("the answer", "", root, unit)

    def end(self, root: Node) -> Any:  # noqa: ANN401 - a value of the language
        """Return the value that the steps arrived at."""
        return self.known(root)

    def known(self, node: Node) -> Any:  # noqa: ANN401 - a value of the language
        """Return a node's value from the numbers shown so far."""
        names = dict(self.textbook.names)
        tree = self._with_results(node, names)
        return Textbook(names, None, self.textbook.base).value(tree)

    def _with_results(self, node: Node, names: dict[str, Any]) -> Node:
        if node in self._results:
            place = f"_result_{len(names)}"
            names[place] = self._results[node]
            return Name(place)
        if isinstance(node, Name) and node.name in self.textbook.lets:
            return self._with_results(self.textbook.lets[node.name], names)
        if isinstance(node, Call) and node.function in QUANTITIES:
            expansion = self.textbook.expansion(node)
            if expansion is not None:
                return self._with_results(expansion, names)
        return grammar.with_children(
            node, tuple(self._with_results(child, names) for child in grammar.children(node))
        )

    def _values(self, call: Call, quantity: Quantity) -> dict[str, Any]:
        values = self.textbook.arguments(call)
        given = bind(call, quantity.parameters)
        return {
            name: self.known(given[name]) if name in given else value
            for name, value in values.items()
        }

    def _leaf(self, call: Call, quantity: Quantity) -> Step:
        values = self._values(call, quantity)
        base = self.textbook.base_of(call)
        case = self.textbook.case(call, values)
        definition = definitions.tree(case.means)
        label, rows = "row", definitions.rows(quantity, values)
        if rows is None:
            label, rows = "entry", _entries(quantity, values, self.textbook.value(call))
        board = Blackboard(base if quantity.logarithmic else e, self.digits)
        if rows is None:
            filled = board.put_in(definition, values)
            lines, end = board.lines(filled)
            self._results[call] = value_of(end)
            if quantity.logarithmic:
                self._estimate(filled, self._results[call], base)
        else:
            lines, results = _table(board, definition, label, rows)
            self._results[call] = np.array(results)
        unit = unit_of_expression(call, self.textbook.base)
        return Step(
            quantity.title,
            _with_base(case.formula or quantity.formula, board.base),
            self._given(call, quantity, values),
            _with_unit(lines, unit),
        )

    def _estimate(self, filled: Node, result: Any, base: float) -> None:  # noqa: ANN401 - a value
        """Keep an estimate of a result that is a single surprisal."""
        surprisals = [part for part in grammar.walk(filled) if _is_surprisal(part)]
        if len(surprisals) != 1 or np.ndim(result):
            return
        inside = surprisals[0].arguments[-1]
        if isinstance(inside, Number) and 0 < inside.value < 1:
            alone = abs(float(result) + np.log(inside.value) / np.log(base)) < 1e-4
            self.estimates[result_text(result)] = by_hand(inside.value, base) if alone else ""

    def _given(
        self, call: Call, quantity: Quantity, values: Mapping[str, Any]
    ) -> tuple[tuple[str, str], ...]:
        """Return the numbers that are put in, each under its symbol, with how they came about."""
        given = bind(call, quantity.parameters)
        return tuple(
            (
                _SYMBOLS.get(parameter.name, parameter.name),
                self._origin(given.get(parameter.name), values[parameter.name]),
            )
            for parameter in quantity.parameters
            if parameter.name not in _UNSHOWN
            and values[parameter.name] is not None
            and not isinstance(values[parameter.name], str)
            and not (parameter.keyword and _is_default(parameter.default, values[parameter.name]))
        )

    def _origin(self, node: Node | None, value: Any) -> str:  # noqa: ANN401 - a value
        """Return a value, after the arithmetic that gave it where there was any."""
        board = Blackboard(digits=self.digits)
        end = board.text(literal(value))
        if node is None:
            return end
        names = dict(self.textbook.names)
        tree = _unrounded(self._with_results(node, names))
        if not any(
            isinstance(part, Binary) and part.operator in ARITHMETIC for part in grammar.walk(tree)
        ):
            return end
        filled = board.put_in(tree, names)
        exact = Textbook({}).value(filled) * 1.0
        relation = "=" if np.array_equal(np.round(exact, 12), np.round(value * 1.0, 12)) else "≈"
        return end if is_literal(filled) else f"{board.text(filled)} {relation} {end}"

    def _combined(self, call: Call, quantity: Quantity) -> Iterator[Step]:
        """Yield the arithmetic that joins the parts of a rewriting, where there is any."""
        expansion = self.textbook.expansion(call)
        if expansion is None:
            return
        if not (isinstance(expansion, Call) and expansion.function in QUANTITIES):
            unit = unit_of(self.textbook.base_of(call)) if quantity.logarithmic else ""
            formula = _with_base(quantity.formula, self.textbook.base_of(call))
            yield from self._arithmetic(quantity.title, formula, expansion, unit)
        self._results[call] = self.known(expansion)

    def _arithmetic(self, title: str, formula: str, tree: Node, unit: str = "") -> Iterator[Step]:
        names = dict(self.textbook.names)
        filled = self._with_results(tree, names)
        board = Blackboard(e, self.digits)
        lines, end = board.lines(board.put_in(filled, names))
        self._results[tree] = value_of(end)
        if len(lines) > 1:
            yield Step(title, formula, (), _with_unit(lines, unit))

    def _picked(self, tree: Index, unit: str) -> Step:
        """Return the step that takes one entry out of a list, or one row."""
        value = self.known(tree)
        what = f"{'row' if np.ndim(value) else 'entry'} {int(self.known(tree.index))}"
        line = Line(f"{what}, counted from 0:", Blackboard(e, self.digits).text(literal(value)))
        return Step("the answer", "", (), _with_unit([line], unit))


def _with_base(formula: str, base: float) -> str:
    """Return a formula with the logarithm that is used, where it leaves the base open."""
    return formula.replace(
        r"\log", {e: r"\ln", 2.0: r"\log_2", 10.0: r"\log_{10}"}.get(base, r"\log")
    )


def _table(
    board: Blackboard, definition: Node, label: str, rows: list[dict[str, Any]]
) -> tuple[list[Line], list[Any]]:
    """Return a line for each row of a batch, and the rows' results."""
    lines, results = [], []
    for place, row in enumerate(rows, start=1):
        worked, end = board.lines(board.put_in(definition, row))
        results.append(value_of(end))
        if place <= _MOST_ROWS:
            text = worked[0].text
            if len(worked) > 1:
                rounded = any(line.relation == "≈" for line in worked)
                text += f" {'≈' if rounded else '='} {worked[-1].text}"
            lines.append(Line(f"{label} {place}:", text))
    if len(rows) > _MOST_ROWS:
        lines.append(Line("…", f"and {len(rows) - _MOST_ROWS} more rows"))
    return lines, results


def _is_surprisal(node: Node) -> TypeGuard[Call]:
    """Whether a node is a logarithm that counts."""
    if not isinstance(node, Call) or node.function not in ("log", "xlog"):
        return False
    return node.function == "log" or node.arguments[0] != Number(0)


def _entries(
    quantity: Quantity,
    values: Mapping[str, Any],
    result: Any,  # noqa: ANN401 - a value
) -> list[dict[str, Any]] | None:
    """Return the arguments at each entry of lists that are worked entry by entry."""
    lists = [p.name for p in quantity.parameters if p.kind == "number" and np.ndim(values[p.name])]
    shapes = {np.shape(values[name]) for name in lists}
    if not lists or shapes != {np.shape(result)} or np.ndim(result) != 1:
        return None
    return [
        {**values, **{name: values[name][place] for name in lists}} for place in range(len(result))
    ]


def _unrounded(tree: Node) -> Node:
    """Return a calculation without a rounding around it, as one would write it down."""
    if isinstance(tree, Call) and tree.function == "round":
        return _unrounded(tree.arguments[0])
    return tree


def _is_default(default: str | None, value: Any) -> bool:  # noqa: ANN401 - a value of the language
    return default not in (None, "none") and np.ndim(value) == 0 and float(default) == value


def _with_unit(lines: list[Line], unit: str) -> tuple[Line, ...]:
    if not unit:
        return tuple(lines)
    last = len(lines) - 1
    return tuple(
        Line(line.relation, with_unit(line.text, unit))
        if place == last or line.relation.endswith(":")
        else line
        for place, line in enumerate(lines)
    )
