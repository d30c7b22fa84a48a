"""Value what quantities mean, and what slips give, on numbers.

Definitions are compiled to closures once, because a diagnosis values hundreds of them. The
arithmetic is unchecked: what is not finite comes out as such. In a logarithmic quantity ``log``
and ``xlog`` are in the unit asked and ``base`` is the base of that unit.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from math import e
from typing import Any, Final, TypeAlias

import numpy as np

from quizapp.errors import ExpressionError
from quizapp.expressions import effort, grammar
from quizapp.expressions.functions import (
    COMPUTE,
    OPERATORS,
    SIGNS,
    Compute,
    entry,
    logarithms,
    part,
)
from quizapp.expressions.grammar import (
    Array,
    Binary,
    Call,
    Index,
    Name,
    Node,
    NumberLiteral,
    Slice,
    TextLiteral,
    Unary,
    parsed,
)
from quizapp.expressions.vocabulary import CONSTANTS, MAXIMUM_SIZE, bind
from quizapp.quantities import QUANTITIES, Quantities
from quizapp.quantities.quantity import Case, Parameter, Quantity

Value: TypeAlias = Any
"""A numpy float or array, a text for an option, None for a parameter left out."""

Values: TypeAlias = Mapping[str, Value]
"""The values of a quantity's parameters."""

_Closure: TypeAlias = Callable[[Values], Value]

_FOLLOWS_ROWS: Final = ("target", "result")
"""Names that have a row's value of their own when the vectors beside them are batches."""


@dataclass(frozen=True, eq=False)
class Definitions:
    """What quantities mean that call each other by their names; told by its identity."""

    quantities: Quantities = QUANTITIES

    def value(self, quantity: Quantity, values: Values, base: float) -> Value:
        """Return what a quantity comes to by definition, reduced as asked."""
        if self.is_absent(quantity, values, base):
            return values[quantity.parameters[0].name]
        if not is_reduced(quantity, values):
            return self.defined(self.case(quantity, values, base).means, quantity, values, base)
        special = self.first_case(quantity.reductions, quantity, values, base)
        if special is not None:
            return self._compiled(special.means, quantity, base)(values)
        rows = self.value(quantity, {**values, "reduction": "none"}, base)
        if values["reduction"] == "sum_labels_mean_batch":
            return np.mean(np.sum(rows, axis=-1))
        return np.sum(rows) if values["reduction"] == "sum" else np.mean(rows)

    def is_absent(self, quantity: Quantity, values: Values, base: float) -> bool:
        """Whether a quantity is its first argument here, as if it were not there."""
        condition = quantity.absent_when
        return bool(condition) and self.holds(condition, quantity, values, base)

    def case(self, quantity: Quantity, values: Values, base: float) -> Case:
        """Return the case of a definition that holds for these arguments.

        Raises
        ------
        ExpressionError
            When there is none.
        """
        found = self.first_case(quantity.cases, quantity, values, base)
        if found is None:
            raise ExpressionError(f"{quantity.name} is not defined for these arguments")
        return found

    def first_case(
        self, cases: tuple[Case, ...], quantity: Quantity, values: Values, base: float
    ) -> Case | None:
        """Return the first case whose condition holds for the arguments as a whole."""
        for one in cases:
            if not one.when or np.all(self._compiled(one.when, quantity, base)(values)):
                return one
        return None

    def holds(
        self,
        condition: str,
        quantity: Quantity,
        values: Values,
        base: float,
        *,
        whole: bool = False,
    ) -> bool:
        """Whether a condition over a quantity's parameters is true, in every row or as a whole."""
        try:
            found = self.defined(condition, quantity, values, base, whole=whole)
            return bool(found.all() if isinstance(found, np.ndarray) else found)
        except ExpressionError:
            return False

    def defined(
        self, text: str, quantity: Quantity, values: Values, base: float, *, whole: bool = False
    ) -> Value:
        """Return the value of a definition, row by row where the arguments are a batch."""
        batch = None if whole else rows(quantity, values)
        if batch is None:
            found = self._compiled(text, quantity, base)(values)
            return found * 1.0 if isinstance(found, bool) or found.dtype == bool else found
        results = [self.defined(text, quantity, row, base) for row in batch]
        if len({np.shape(result) for result in results}) > 1:
            raise ExpressionError("the rows have different lengths")
        return np.array(results)

    def is_rewriting(self, text: str) -> bool:
        """Whether a definition calls other quantities, so that it is worked in their steps."""
        return _is_rewriting(text, self.quantities)

    def _compiled(self, text: str, quantity: Quantity, base: float) -> _Closure:
        return compiled(text, base, quantity.logarithmic, self)


@lru_cache(maxsize=256)
def definitions(quantities: Quantities) -> Definitions:
    """Return what quantities mean, the same for the same ones."""
    return Definitions(quantities)


BUILT_IN: Final = definitions(QUANTITIES)
"""The meaning of the built-in quantities."""


def is_reduced(quantity: Quantity, values: Values) -> bool:
    """Whether the rows are reduced after they are worked."""
    return quantity.reduces and values["reduction"] != "none"


def rows(quantity: Quantity, values: Values) -> list[dict[str, Value]] | None:
    """Return the arguments of each row of a batch; None when there is one row."""
    rowwise = []
    for parameter in quantity.row_parameters:
        value = values[parameter.name]
        if type(value) is np.ndarray and value.ndim > parameter.rank:
            rowwise.append(parameter.name)
    if not rowwise:
        return None
    count = len(values[rowwise[0]])
    if any(len(values[name]) != count for name in rowwise):
        raise ExpressionError(f"{' and '.join(rowwise)} have different numbers of rows")
    rowwise += [
        name
        for name in _FOLLOWS_ROWS
        if name in values and np.shape(values[name])[:1] == (count,) and name not in rowwise
    ]
    return [{**values, **{name: values[name][row] for name in rowwise}} for row in range(count)]


@lru_cache(maxsize=1024)
def _is_rewriting(text: str, quantities: Quantities) -> bool:
    return any(
        isinstance(node, Call) and node.function in quantities and node.function not in COMPUTE
        for node in grammar.walk(parsed(text))
    )


@lru_cache(maxsize=64)
def default(parameter: Parameter) -> Node | None:
    """Return the tree of a parameter's default; None when it has none."""
    if parameter.default in (None, "none"):
        return None
    text = str(parameter.default)
    return TextLiteral(text[1:-1]) if text.startswith("'") else parsed(text)


@lru_cache(maxsize=4096)
def compiled(
    text: str, base: float, logarithmic: bool, definitions: Definitions = BUILT_IN
) -> _Closure:
    """Return a definition as a function of its parameters' values."""
    tree = parsed(text)
    steps = sum(1 for _ in grammar.walk(tree))
    closure = _Compiler(definitions, base, base if logarithmic else e, steps).closure(tree)

    def calculated(values: Values) -> Value:
        effort.spend(steps)
        try:
            return closure(values)
        except (TypeError, ValueError) as error:
            # Nothing was checked before: numpy refuses what no engine function would take.
            raise ExpressionError("this can't be calculated") from error

    return calculated


class _Compiler:
    """Turns the nodes of a definition into closures."""

    def __init__(self, definitions: Definitions, base: float, log_base: float, steps: int) -> None:
        self.steps = steps
        """How many a whole evaluation takes, while no list grows."""
        self.definitions = definitions
        self.quantities = definitions.quantities
        self.base = base
        self.compute: Mapping[str, Compute] = {**COMPUTE, **logarithms(log_base)}

    def closure(self, node: Node) -> _Closure:
        match node:
            case NumberLiteral(value=number):
                constant = np.float64(number)
                return lambda _: constant
            case TextLiteral(value=text):
                return lambda _: text
            case Name(name=name):
                return self._name(name)
            case Call(function="option", options=options):
                wanted = {
                    name: word.value for name, word in options if isinstance(word, TextLiteral)
                }
                return lambda values: all(values[name] == word for name, word in wanted.items())
            case Call(function=function) if function in self.quantities and function not in COMPUTE:
                return self._quantity(node, self.quantities[function])
            case Call(function=function, arguments=arguments):
                compute: Compute = self.compute[function]
                if function in _GROWING:
                    compute = self._grown(compute)
                return self._applied(compute, [self.closure(argument) for argument in arguments])
            case Binary(operator="and" | "or" as operator, left=left, right=right):
                return _joined(operator, self.closure(left), self.closure(right))
            case Binary(operator=operator, left=left, right=right):
                return self._applied(OPERATORS[operator], [self.closure(left), self.closure(right)])
            case Unary(operator=operator, operand=operand):
                return self._applied(SIGNS[operator], [self.closure(operand)])
            case Index(target=target, index=index):
                return self._applied(entry, [self.closure(target), self.closure(index)])
            case Slice(first=first, before=before):
                return self._applied(part, [self.closure(first), self.closure(before)])
            case Array(items=items):
                parts = [self.closure(item) for item in items]
                made = self._grown(np.array)
                return lambda values: made([part(values) for part in parts])

    def _name(self, name: str) -> _Closure:
        constant = np.float64(self.base) if name == "base" else CONSTANTS.get(name)

        def known(values: Values) -> Value:
            if name in values:
                return values[name]
            if constant is None:
                raise ExpressionError(f"unknown name '{name}'")
            return np.float64(constant)

        return known

    def _quantity(self, call: Call, quantity: Quantity) -> _Closure:
        given = {
            name: self.closure(argument)
            for name, argument in bind(call, quantity.parameters).items()
        }
        for parameter in quantity.parameters:
            if parameter.name not in given:
                usual = default(parameter)
                given[parameter.name] = self.closure(usual) if usual else lambda _: None
        base = given.pop("base", None)

        def called(values: Values) -> Value:
            own = {name: argument(values) for name, argument in given.items()}
            used = self.base if base is None else float(base(values))
            return self.definitions.value(quantity, own, used)

        return called

    def _applied(self, compute: Callable[..., Value], parts: list[_Closure]) -> _Closure:
        if len(parts) == 1:
            (only,) = parts
            return lambda values: compute(only(values))
        joined = compute if compute is COMPUTE["matmul"] else self._bounded(compute)
        if len(parts) == 2:
            first, second = parts

            def of_two(values: Values) -> Value:
                one, other = first(values), second(values)
                if type(one) is np.ndarray is type(other) and one.shape != other.shape:
                    return joined(one, other)
                return compute(one, other)

            return of_two
        return lambda values: joined(*(part(values) for part in parts))

    def _bounded(self, compute: Callable[..., Value]) -> Callable[..., Value]:
        """Return what joins lists entry by entry, unless they come to more than a list may have."""
        grown = self._grown(compute)

        def bounded(*operands: Value) -> Value:
            shapes = {operand.shape for operand in operands if type(operand) is np.ndarray}
            if len(shapes) < 2:
                return compute(*operands)
            if np.prod(np.broadcast_shapes(*shapes)) > MAXIMUM_SIZE:
                raise ExpressionError(f"a list has at most {MAXIMUM_SIZE:,} entries")
            return grown(*operands)

        return bounded

    def _grown(self, compute: Callable[..., Value]) -> Callable[..., Value]:
        """Return what makes a list that may be longer than those it is given.

        All that is calculated with that list afterwards takes as much longer.
        """

        def grown(*operands: Value) -> Value:
            found = compute(*operands)
            more = np.size(found) // effort.ENTRIES_A_STEP
            if more:
                effort.spend(more * self.steps)
            return found

        return grown


_GROWING: Final = frozenset({"range", "matmul"})


def _joined(operator: str, first: _Closure, second: _Closure) -> _Closure:
    compute = OPERATORS[operator]

    def joined(values: Values) -> Value:
        left = first(values)
        if np.ndim(left) == 0 and bool(left) == (operator == "or"):
            return left
        return compute(left, second(values))

    return joined
