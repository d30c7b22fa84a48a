"""Value trees of the language; quantities by the engine's stable functions, which check.

The key of a question comes from here. What quantities mean, and what slips give, is in `textbook`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property, lru_cache
from math import e, prod
from typing import Any, ClassVar, Final, TypeAlias

import numpy as np

from quizapp import engine
from quizapp.errors import EngineError, ExpressionError
from quizapp.expressions import effort
from quizapp.expressions.effort import Effort
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
from quizapp.quantities.quantity import Quantity

Value = Any
"""A numpy float, bool or array; a text for options; a tuple of texts for words."""

NodeKey: TypeAlias = int
"""The `id` of a node, which tells it from all others; whoever keeps one holds its node."""

MOST_CALCULATED: Final = 500_000
"""Numbers that may be calculated on the way to a value, so that it is there in milliseconds."""

MOST_STEPS: Final = 25_000
"""Steps that all values under the same names may take, likewise."""


def is_undefined(value: Any) -> bool:  # noqa: ANN401 - a value of the language
    """Whether a value holds something that is no number."""
    if isinstance(value, np.ndarray):
        return bool(np.isnan(value).any())
    return isinstance(value, str | tuple) or bool(value != value)


class Evaluator:
    """Values of nodes under names, each computed once.

    Parameters
    ----------
    names
        Parameters and constants: numbers, lists, or tuples of words.
    lets
        Names that stand for trees over the names.
    base
        What logarithmic quantities are measured to: e for nats, 2 for bits, 10 for bans.
    quantities
        Those that calls may mean.
    """

    _plain: ClassVar[bool] = True
    """Whether nobody looks at what two numbers come to."""

    def __init__(
        self,
        names: Mapping[str, Any],
        lets: Mapping[str, Node] | None = None,
        base: float = e,
        quantities: Quantities = QUANTITIES,
    ) -> None:
        self.names = names
        self.lets = lets or {}
        self.base = base
        self.quantities = quantities
        self._values: dict[NodeKey, Value] = {}
        self._nodes: dict[NodeKey, Node] = {}
        """The nodes of which anything is kept: of one that is gone, another may get the id."""
        self._known: dict[str, Value] = {}
        self._calculated = 0
        self._largest_within = 0
        """Entries of the largest list met in the definition of a quantity that was called."""
        self._compute: Mapping[str, Compute] = COMPUTE

    def value(self, node: Node) -> Value:
        """Return the value of a tree.

        Raises
        ------
        ExpressionError
            With the column, when the tree has no value.
        """
        known = self._values.get(id(node))
        if known is not None:
            return known
        if isinstance(node, Name) and node.name not in self.lets:
            return self._name(node)  # nothing is calculated
        with np.errstate(all="ignore"):
            return self._counted(node)

    def _counted(self, node: Node) -> Value:
        """Return the value of a tree, and count what it takes."""
        nodes, numbers = len(self._values), self._calculated
        value = self._value(node)
        more = (self._calculated - numbers) // effort.ENTRIES_A_STEP
        effort.spend(len(self._values) - nodes + more)
        return value

    def _value(self, node: Node) -> Value:
        """Return the value of a tree or of a part of one."""
        key = id(node)
        value = self._values.get(key)
        if value is not None:
            return value
        self._nodes[key] = node
        value = self._values[key] = WAYS[type(node)](self, node)
        self._calculated += value.size if type(value) is np.ndarray else 1
        if self._calculated > MOST_CALCULATED:
            raise ExpressionError(f"this needs more than {MOST_CALCULATED:,} numbers", node.column)
        return value

    @property
    def largest(self) -> int:
        """How many entries the largest list has that was met so far."""
        own = max((np.size(value) for value in self._values.values()), default=0)
        return max(own, self._largest_within)

    def _number(self, node: NumberLiteral) -> Value:
        return np.float64(node.value)

    def _text(self, node: TextLiteral) -> Value:
        return node.value

    def _name(self, node: Name) -> Value:
        name = node.name
        if name in self.lets:
            return self._value(self.lets[name])
        if name not in self._known:
            if name not in self.names and name not in CONSTANTS:
                raise ExpressionError(f"unknown name '{name}'", node.column)
            self._known[name] = as_value(
                self.names[name] if name in self.names else CONSTANTS[name]
            )
        return self._known[name]

    def _call(self, node: Call) -> Value:
        quantity = self.quantities.get(node.function)
        return self._function(node) if quantity is None else self._quantity(node, quantity)

    def _binary(self, node: Binary) -> Value:
        left = self._value(node.left)
        if node.operator in ("and", "or") and _settles(node.operator, left):
            return left
        right = self._value(node.right)
        compute = OPERATORS[node.operator]
        if self._plain and type(left) is type(right) is np.float64:
            return compute(left, right)  # two numbers always fit
        return self._combine(compute, node, left, right)

    def _unary(self, node: Unary) -> Value:
        return self._combine(SIGNS[node.operator], node, self._value(node.operand))

    def _slice(self, node: Slice) -> Value:
        return self._combine(part, node, self._value(node.first), self._value(node.before))

    def _quantity(self, call: Call, quantity: Quantity) -> Value:
        raise NotImplementedError

    def _function(self, node: Call) -> Value:
        compute = self._compute.get(node.function)
        if compute is None:
            raise ExpressionError(f"no function called '{node.function}'", node.column)
        given = (*node.arguments, *(tree for _, tree in node.options))
        return self._combine(compute, node, *map(self._value, given))

    def _combine(self, compute: Compute, node: Node, *operands: Value) -> Value:
        """Apply numpy arithmetic to operands of bounded size."""
        lists = 0
        for operand in operands:
            if isinstance(operand, np.ndarray):
                lists += 1
            elif isinstance(operand, _WORDS):
                raise ExpressionError("words can't be calculated with", node.column)
        if lists > 1 and compute is not _MATMUL:
            _check_shapes(node, operands)
        try:
            return compute(*operands)
        except ExpressionError as error:
            raise ExpressionError(error.message, node.column) from error
        except (TypeError, ValueError) as error:
            raise ExpressionError("this can't be calculated", node.column) from error

    def _array(self, node: Array) -> Value:
        items = [self._value(item) for item in node.items]
        if any(isinstance(item, _WORDS) for item in items):
            raise ExpressionError("a list holds numbers", node.column)
        first = np.shape(items[0])
        if any(np.shape(item) != first for item in items[1:]):
            raise ExpressionError("the rows of a list need the same length", node.column)
        if len(items) * prod(first) > MAXIMUM_SIZE:
            raise ExpressionError(f"a list has at most {MAXIMUM_SIZE:,} entries", node.column)
        return np.array(items, dtype=np.float64)

    def _index(self, node: Index) -> Value:
        try:
            return entry(self._value(node.target), self._value(node.index))
        except ExpressionError as error:
            raise ExpressionError(error.message, error.column or node.column) from error


WAYS: Final[Mapping[type[Node], Callable[[Evaluator, Any], Value]]] = {
    NumberLiteral: Evaluator._number,
    TextLiteral: Evaluator._text,
    Name: Evaluator._name,
    Call: Evaluator._call,
    Binary: Evaluator._binary,
    Unary: Evaluator._unary,
    Array: Evaluator._array,
    Index: Evaluator._index,
    Slice: Evaluator._slice,
}
"""How each kind of node is worked."""
_WORDS: Final = (tuple, str)
_MATMUL: Final = COMPUTE["matmul"]


class Engine(Evaluator):
    """Values by the engine's stable functions, whose input is checked."""

    @cached_property
    def _effort(self) -> Effort:
        return Effort(MOST_STEPS)

    def _counted(self, node: Node) -> Value:
        with self._effort:
            return super()._counted(node)

    def _quantity(self, call: Call, quantity: Quantity) -> Value:
        if self.quantities.is_own(quantity.name):
            return self._defined(call, quantity)
        function = getattr(engine, quantity.name, None)
        if function is None:
            is_function = quantity.name in COMPUTE
            return self._function(call) if is_function else self._defined(call, quantity)
        values = {name: self._value(node) for name, node in bind(call, quantity.parameters).items()}
        base = as_base(values.pop("base"), call) if "base" in values else self.base
        values = {name: _argument(quantity, name, values, call) for name in values}
        try:
            if "base" in engine_options(quantity.name):
                return as_value(function(**values, base=base))
            result = as_value(function(**values))
        except EngineError as error:
            sentence = " ".join(str(error).split())  # a matrix quoted in it has lines
            raise ExpressionError(sentence, call.column) from error
        if not quantity.logarithmic or base == e:
            return result
        return result / np.log(base)

    def _defined(self, call: Call, quantity: Quantity) -> Value:
        """Return the value of a quantity by what it means, whose arithmetic is checked too."""
        nodes = bind(call, quantity.parameters)
        values = {name: self._value(node) for name, node in nodes.items()}
        base = as_base(values.pop("base"), call) if "base" in values else self.base
        for parameter in quantity.parameters:
            if parameter.name not in values and parameter.default is not None:
                values[parameter.name] = self._value(parsed(parameter.default))
        inside = Engine(values, base=base, quantities=self.quantities)
        inside._calculated = self._calculated
        if quantity.logarithmic:
            values["base"] = np.float64(base)
            inside._compute = {**COMPUTE, **logarithms(base)}
        try:
            if quantity.where and not np.all(inside._value(parsed(quantity.where))):
                raise ExpressionError(f"{quantity.name} needs {quantity.where}")
            if quantity.absent_when and np.all(inside._value(parsed(quantity.absent_when))):
                return values[quantity.parameters[0].name]
            return inside._value(parsed(quantity.cases[0].means)) * 1.0
        except ExpressionError as error:
            name = "" if error.message.startswith(f"{quantity.name} ") else f"{quantity.name}: "
            raise ExpressionError(f"{name}{error.message}", call.column) from error
        finally:
            self._calculated = inside._calculated
            self._largest_within = max(self._largest_within, inside.largest)


def as_base(value: Value, call: Call) -> float:
    """Return the value of a call's `base`, which is one number."""
    if isinstance(value, str | tuple) or np.ndim(value):
        raise ExpressionError("a base must be one number", call.column)
    return float(value)


def as_value(thing: Any) -> Value:  # noqa: ANN401 - anything a name may hold
    """Return a number, list or word as a value of the language."""
    if isinstance(thing, float | int):
        return np.float64(thing)
    if isinstance(thing, np.ndarray | np.floating | np.bool_ | str | tuple):
        return thing
    return np.asarray(thing, dtype=np.float64)[()]


@lru_cache(maxsize=64)
def engine_options(name: str) -> frozenset[str]:
    """Return the parameters of an engine function."""
    code = getattr(engine, name).__code__
    return frozenset(code.co_varnames[: code.co_argcount + code.co_kwonlyargcount])


def _argument(quantity: Quantity, name: str, values: Mapping[str, Value], call: Call) -> Any:  # noqa: ANN401 - what the engine takes
    """Return a value as the engine wants it: whole numbers where it counts or points."""
    value = values[name]
    if isinstance(value, tuple):
        raise ExpressionError("words can't be calculated with", call.column)
    if isinstance(value, str):
        return value
    kind = quantity.kinds[name]
    if kind == "target":
        first = values[quantity.parameters[0].name]
        kind = "index" if np.ndim(value) < np.ndim(first) else "vector"
    if kind == "flag":
        if np.ndim(value):
            raise ExpressionError(f"{name} must be 1 or 0, not a list", call.column)
        return bool(value)
    if kind in ("index", "count"):
        if not np.all(np.equal(value, np.round(value))):
            raise ExpressionError(f"{name} must be whole numbers", call.column)
        if np.any(np.abs(value) > MAXIMUM_SIZE):
            raise ExpressionError(f"{name} can't be beyond {MAXIMUM_SIZE:,}", call.column)
        return value.astype(np.int64) if isinstance(value, np.ndarray) else int(value)
    return value if isinstance(value, np.ndarray) else float(value)


def _settles(operator: str, left: Value) -> bool:
    """Whether the left side alone decides an `and` or an `or`."""
    return np.ndim(left) == 0 and bool(left) == (operator == "or")


def _check_shapes(node: Node, operands: tuple[Value, ...]) -> None:
    try:
        shape = np.broadcast_shapes(*(np.shape(operand) for operand in operands))
    except ValueError as error:
        sizes = " and ".join(str(np.shape(operand)[-1]) for operand in operands if np.ndim(operand))
        raise ExpressionError(f"lists of {sizes} entries don't fit", node.column) from error
    if np.prod(shape) > MAXIMUM_SIZE:
        raise ExpressionError(f"a list has at most {MAXIMUM_SIZE:,} entries", node.column)
