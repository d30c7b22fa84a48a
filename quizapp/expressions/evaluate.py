"""Value trees of the language: by the engine, checked, or by textbook definition, unchecked.

The key of a question comes from `Engine`, the stable functions. `Textbook` evaluates what each
quantity means, step by step, and can put a slip in the place of any call: that is where worked
solutions and diagnoses come from.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache, partial
from math import e
from typing import Any, Final

import numpy as np

from quizapp import engine
from quizapp.errors import EngineError, ExpressionError
from quizapp.expressions import grammar
from quizapp.expressions.functions import COMPUTE, Compute, logarithm_to, xlog
from quizapp.expressions.grammar import (
    Array,
    Binary,
    Call,
    Index,
    Name,
    Node,
    Number,
    Text,
    Unary,
    parse,
)
from quizapp.expressions.vocabulary import CONSTANTS, MAXIMUM_SIZE, bind
from quizapp.quantities import QUANTITIES
from quizapp.quantities.quantity import Case, Quantity, Slip

Value = Any
"""A numpy float, bool or array; a text for options; a tuple of texts for words."""

_OPERATORS: Final[Mapping[str, Compute]] = {
    "+": np.add,
    "-": np.subtract,
    "*": np.multiply,
    "/": np.divide,
    "**": np.power,
    "==": np.equal,
    "!=": np.not_equal,
    "<": np.less,
    "<=": np.less_equal,
    ">": np.greater,
    ">=": np.greater_equal,
    "and": np.logical_and,
    "or": np.logical_or,
}
_SIGNS: Final[Mapping[str, Compute]] = {
    "-": np.negative,
    "+": np.positive,
    "not": np.logical_not,
}


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
    """

    def __init__(
        self,
        names: Mapping[str, Any],
        lets: Mapping[str, Node] | None = None,
        base: float = e,
    ) -> None:
        self.names = names
        self.lets = lets or {}
        self.base = base
        self._values: dict[int, Value] = {}
        self._compute = COMPUTE

    def value(self, node: Node) -> Value:
        """Return the value of a tree.

        Raises
        ------
        ExpressionError
            With the column, when the tree has no value.
        """
        key = id(node)
        if key not in self._values:
            self._values[key] = self._evaluate(node)
        return self._values[key]

    def _evaluate(self, node: Node) -> Value:
        match node:
            case Number(value=value):
                return np.float64(value)
            case Name():
                return self._name(node)
            case Call(function=function) if function in QUANTITIES:
                return self._quantity(node, QUANTITIES[function])
            case Call():
                return self._function(node)
            case Binary(operator="and" | "or" as operator, left=left) if self._settles(
                operator, left
            ):
                return self.value(left)
            case Binary(operator=operator, left=left, right=right):
                compute = _OPERATORS[operator]
                return self._combine(compute, node, self.value(left), self.value(right))
            case Unary(operator=operator, operand=operand):
                return self._combine(_SIGNS[operator], node, self.value(operand))
            case Array():
                return self._array(node)
            case Index():
                return self._index(node)
            case Text(value=text):
                return text

    def _settles(self, operator: str, left: Node) -> bool:
        """Whether the left side alone decides an `and` or an `or`."""
        value = self.value(left)
        return np.ndim(value) == 0 and bool(value) == (operator == "or")

    def _name(self, node: Name) -> Value:
        if node.name in self.lets:
            return self.value(self.lets[node.name])
        if node.name in self.names:
            return as_value(self.names[node.name])
        if node.name in CONSTANTS:
            return np.float64(CONSTANTS[node.name])
        raise ExpressionError(f"'{node.name}' is not a name known here", node.column)

    def _quantity(self, call: Call, quantity: Quantity) -> Value:
        raise NotImplementedError

    def _function(self, node: Call) -> Value:
        compute = self._compute.get(node.function)
        if compute is None:
            raise ExpressionError(f"there is no function '{node.function}'", node.column)
        return self._combine(compute, node, *(self.value(argument) for argument in node.arguments))

    def _combine(self, compute: Compute, node: Node, *operands: Value) -> Value:
        """Apply numpy arithmetic to operands of bounded size."""
        if any(isinstance(operand, tuple | str) for operand in operands):
            raise ExpressionError("words can't be calculated with", node.column)
        if sum(isinstance(operand, np.ndarray) for operand in operands) > 1:
            _check_shapes(node, operands)
        try:
            with np.errstate(all="ignore"):
                return compute(*operands)
        except ExpressionError as error:
            raise ExpressionError(error.message, node.column) from error
        except (TypeError, ValueError) as error:
            raise ExpressionError("this can't be calculated", node.column) from error

    def _array(self, node: Array) -> Value:
        items = [self.value(item) for item in node.items]
        if any(isinstance(item, tuple | str) for item in items):
            raise ExpressionError("a list holds numbers", node.column)
        if len({np.shape(item) for item in items}) > 1:
            raise ExpressionError("the rows of a list need the same length", node.column)
        if len(items) * np.size(items[0]) > MAXIMUM_SIZE:
            raise ExpressionError(f"a list has at most {MAXIMUM_SIZE:,} entries", node.column)
        return np.array(items, dtype=np.float64)

    def _index(self, node: Index) -> Value:
        target, index = self.value(node.target), self.value(node.index)
        if isinstance(target, tuple):
            return target[_place(index, len(target), node)]
        if not isinstance(target, np.ndarray):
            raise ExpressionError("only a list has entries", node.column)
        if isinstance(index, np.ndarray):
            if index.dtype == bool and index.shape == target.shape[:1]:
                return target[index]
            return target[[_place(entry, len(target), node) for entry in np.ravel(index)]]
        return target[_place(index, len(target), node)]


class Engine(Evaluator):
    """Values by the engine's stable functions, whose input is checked."""

    def _quantity(self, call: Call, quantity: Quantity) -> Value:
        function = getattr(engine, quantity.name, None)
        if function is None:
            return self._function(call)
        values = {name: self.value(node) for name, node in bind(call, quantity.parameters).items()}
        base = float(values.pop("base", self.base))
        values = {name: _argument(quantity, name, values, call) for name in values}
        try:
            with np.errstate(all="ignore"):
                if "base" in engine_options(quantity.name):
                    return as_value(function(**values, base=base))
                result = as_value(function(**values))
        except EngineError as error:
            raise ExpressionError(str(error), call.column) from error
        return result / np.log(base) if quantity.logarithmic and base != e else result


class Textbook(Evaluator):
    """Values by definition, with unchecked arithmetic; any call can give way to a slip."""

    def __init__(
        self,
        names: Mapping[str, Any],
        lets: Mapping[str, Node] | None = None,
        base: float = e,
    ) -> None:
        super().__init__(names, lets, base)
        self._expansions: dict[int, Node | None] = {}
        self._parents: dict[int, set[int]] = {}
        self._open: list[int] = []

    def value(self, node: Node) -> Value:
        """Return the value of a tree, remembering what depends on what."""
        key = id(node)
        if self._open:
            self._parents.setdefault(key, set()).add(self._open[-1])
        if key not in self._values:
            self._open.append(key)
            self._values[key] = self._evaluate(node)
            self._open.pop()
        return self._values[key]

    def arguments(self, call: Call) -> dict[str, Value]:
        """Return the values of a quantity call's parameters, None where one is left out."""
        quantity = QUANTITIES[call.function]
        given = bind(call, quantity.parameters)
        values: dict[str, Value] = {}
        for parameter in quantity.parameters:
            if parameter.name in given:
                values[parameter.name] = self.value(given[parameter.name])
            elif parameter.default in (None, "none"):
                values[parameter.name] = None
            else:
                values[parameter.name] = self.value(_default(parameter.default))
        return values

    def base_of(self, call: Call) -> float:
        """Return what a call's logarithms are taken to."""
        option = dict(call.options).get("base")
        return self.base if option is None else float(self.value(option))

    def expansion(self, call: Call) -> Node | None:
        """Return the tree of smaller quantities that a call stands for; None for the smallest."""
        key = id(call)
        if key not in self._expansions:
            self._expansions[key] = self._expand(call, QUANTITIES[call.function])
        return self._expansions[key]

    def _expand(self, call: Call, quantity: Quantity) -> Node | None:
        values = self.arguments(call)
        if quantity.absent_when and self.holds(quantity.absent_when, quantity, values):
            return call.arguments[0]
        definition = self.definition(quantity, values)
        if quantity.reduces and values["reduction"] != "none":
            special = self._case(quantity.reductions, quantity, values)
            if special is None:
                options = tuple(option for option in call.options if option[0] != "reduction")
                none = ("reduction", Text("none"))
                rowwise = Call(call.function, call.arguments, (*options, none))
                rank = np.ndim(self.value(rowwise))
                return _reduced(rowwise, str(values["reduction"]), rank)
            definition = parse(special.means)
        elif not is_rewriting(definition):
            return None
        given = bind(call, quantity.parameters)
        for parameter in quantity.parameters:
            if parameter.name not in given and parameter.default not in (None, "none"):
                given[parameter.name] = _default(parameter.default)
        return _substitute(definition, given, dict(call.options).get("base"))

    def definition(self, quantity: Quantity, values: Mapping[str, Value]) -> Node:
        """Return the definition that holds for these arguments."""
        return parse(self.case(quantity, values).means)

    def case(self, quantity: Quantity, values: Mapping[str, Value]) -> Case:
        """Return the case of a quantity's definition that holds for these arguments."""
        found = self._case(quantity.cases, quantity, values)
        if found is None:
            raise ExpressionError(f"{quantity.name} is not defined for these arguments")
        return found

    def _case(
        self, cases: tuple[Case, ...], quantity: Quantity, values: Mapping[str, Value]
    ) -> Case | None:
        """Return the first case whose condition holds for the arguments as a whole."""
        for case in cases:
            condition = _Definition(values, self.base, quantity.logarithmic)
            if not case.when or np.all(condition.value(parse(case.when))):
                return case
        return None

    def is_reduced(self, call: Call) -> bool:
        """Whether a call reduces rows that are worked before."""
        quantity = QUANTITIES[call.function]
        if not quantity.reduces or self.arguments(call)["reduction"] == "none":
            return False
        expansion = self.expansion(call)
        return not isinstance(expansion, Call) or expansion.function != call.function

    def holds(self, condition: str, quantity: Quantity, values: Mapping[str, Value]) -> bool:
        """Whether a condition over a quantity's parameters is true, in every row."""
        try:
            return bool(np.all(self.defined(parse(condition), quantity, values)))
        except ExpressionError:
            return False

    def defined(
        self, tree: Node, quantity: Quantity, values: Mapping[str, Value], base: float | None = None
    ) -> Value:
        """Return the value of a definition, row by row where the arguments are a batch."""
        base = self.base if base is None else base
        rows = self.rows(quantity, values)
        if rows is None:
            value = _Definition(values, base, quantity.logarithmic).value(tree)
            return value * 1.0 if np.asarray(value).dtype == bool else value
        results = [self.defined(tree, quantity, row, base) for row in rows]
        if len({np.shape(result) for result in results}) > 1:
            raise ExpressionError("the rows have different lengths")
        return np.array(results)

    def rows(
        self, quantity: Quantity, values: Mapping[str, Value]
    ) -> list[dict[str, Value]] | None:
        """Return the arguments of each row of a batch; None when there is one row."""
        rowwise = [
            parameter.name
            for parameter in quantity.parameters
            if parameter.rank is not None
            and values[parameter.name] is not None
            and np.ndim(values[parameter.name]) > parameter.rank
        ]
        if not rowwise:
            return None
        count = len(values[rowwise[0]])
        if any(len(values[name]) != count for name in rowwise):
            raise ExpressionError(f"{' and '.join(rowwise)} have different numbers of rows")
        rowwise += [
            name
            for name in ("target", "result")
            if name in values and np.shape(values[name])[:1] == (count,) and name not in rowwise
        ]
        return [{**values, **{name: values[name][row] for name in rowwise}} for row in range(count)]

    def _quantity(self, call: Call, quantity: Quantity) -> Value:
        expansion = self.expansion(call)
        if expansion is not None:
            return self.value(expansion)
        values = self.arguments(call)
        return self.defined(self.definition(quantity, values), quantity, values, self.base_of(call))

    def calls(self, root: Node) -> Iterator[Call]:
        """Yield the quantity calls that a value rests on, in evaluation order, each once."""
        seen: set[Node] = set()
        for call in self._calls(root):
            if call not in seen:
                seen.add(call)
                yield call

    def _calls(self, node: Node) -> Iterator[Call]:
        if isinstance(node, Name) and node.name in self.lets:
            yield from self._calls(self.lets[node.name])
        if isinstance(node, Call) and node.function in QUANTITIES:
            expansion = self.expansion(node)
            if expansion is not None:
                yield from self._calls(expansion)
                if not any(expansion is argument for argument in node.arguments):
                    yield node
                return
        for child in grammar.children(node):
            yield from self._calls(child)
        if isinstance(node, Call) and node.function in QUANTITIES:
            yield node

    def wrong_values(self, call: Call, slip: Slip) -> Iterator[tuple[int, Value]]:
        """Yield what a call gives when it is done the wrong way, for each way there is."""
        quantity = QUANTITIES[call.function]
        values = self.arguments(call)
        if slip.when and not self.holds(slip.when, quantity, values):
            return
        base = self.base_of(call)
        tree = parse(slip.instead)
        ways = 1
        if slip.each:
            ways = int(np.max(self.defined(parse(slip.each), quantity, values)))
        values["result"] = self.value(call)
        for way in range(1, min(ways, MAXIMUM_WAYS) + 1):
            try:
                yield way, self.defined(tree, quantity, {**values, "way": np.float64(way)}, base)
            except ExpressionError:
                continue

    def resolved(self, node: Node) -> Node:
        """Return what a name stands for where it is a `let`, and any other node as it is."""
        if isinstance(node, Name) and node.name in self.lets:
            return self.resolved(self.lets[node.name])
        return node

    def with_names(self, names: Mapping[str, Any]) -> Textbook:
        """Return an evaluator that knows further names."""
        return Textbook({**self.names, **names}, self.lets, self.base)

    def fresh(self) -> Textbook:
        """Return an evaluator over the same names that remembers nothing."""
        return Textbook(self.names, self.lets, self.base)

    def replaced(self, root: Node, call: Call, value: Value) -> Value:
        """Return the root's value when a call has another value."""
        stale = self._dependents(id(call))
        other = self.fresh()
        other._values = {key: kept for key, kept in self._values.items() if key not in stale}
        other._values[id(call)] = value
        other._expansions = self._expansions
        return other.value(root)

    def _dependents(self, key: int) -> set[int]:
        found: set[int] = set()
        waiting = [key]
        while waiting:
            for parent in self._parents.get(waiting.pop(), ()):
                if parent not in found:
                    found.add(parent)
                    waiting.append(parent)
        return found


MAXIMUM_WAYS: Final = 12
"""Ways of one slip that are looked at; more would accuse by chance."""


class _Definition(Textbook):
    """One row of a definition: parameters are values, and logarithms are in the unit asked."""

    def __init__(self, values: Mapping[str, Value], base: float, logarithmic: bool) -> None:
        super().__init__(values, None, base)
        self._compute = _definition_compute(base if logarithmic else e)

    def _name(self, node: Name) -> Value:
        if node.name in self.names:
            return self.names[node.name]
        return np.float64(self.base) if node.name == "base" else super()._name(node)

    def _quantity(self, call: Call, quantity: Quantity) -> Value:
        if quantity.name in COMPUTE:
            return self._function(call)
        return super()._quantity(call, quantity)

    def _function(self, node: Call) -> Value:
        if node.function == "option":
            return all(self.names[name] == self.value(text) for name, text in node.options)
        return super()._function(node)


@lru_cache(maxsize=16)
def _definition_compute(base: float) -> Mapping[str, Compute]:
    return {**COMPUTE, "log": logarithm_to(base), "xlog": partial(xlog, base=base)}


def evaluate(text: str, names: Mapping[str, Any] | None = None, base: float = e) -> Value:
    """Return the value of an expression by the engine."""
    return Engine(names or {}, base=base).value(parse(text))


def as_value(thing: Any) -> Value:  # noqa: ANN401 - anything a name may hold
    """Return a number, list or word as a value of the language."""
    if isinstance(thing, np.ndarray | np.floating | np.bool_ | str | tuple):
        return thing
    return np.asarray(thing, dtype=np.float64)[()]


@lru_cache(maxsize=256)
def is_rewriting(definition: Node) -> bool:
    """Whether a definition calls other quantities, so that it is worked in their steps."""
    return any(
        isinstance(node, Call) and node.function in QUANTITIES and node.function not in COMPUTE
        for node in grammar.walk(definition)
    )


@lru_cache(maxsize=64)
def engine_options(name: str) -> frozenset[str]:
    """Return the parameters of an engine function."""
    code = getattr(engine, name).__code__
    return frozenset(code.co_varnames[: code.co_argcount + code.co_kwonlyargcount])


@lru_cache(maxsize=64)
def _default(text: str) -> Node:
    return Text(text[1:-1]) if text.startswith("'") else parse(text)


def _argument(quantity: Quantity, name: str, values: Mapping[str, Value], call: Call) -> Any:  # noqa: ANN401 - what the engine takes
    """Return a value as the engine wants it: whole numbers where it counts or points."""
    value = values[name]
    if isinstance(value, str):
        return value
    kind = next(parameter.kind for parameter in quantity.parameters if parameter.name == name)
    if kind == "target":
        first = values[quantity.parameters[0].name]
        kind = "index" if np.ndim(value) < np.ndim(first) else "vector"
    if kind == "flag":
        return bool(value)
    if kind in ("index", "count"):
        if not np.all(np.equal(value, np.round(value))):
            raise ExpressionError(f"{name} must be whole numbers", call.column)
        if np.any(np.abs(value) > MAXIMUM_SIZE):
            raise ExpressionError(f"{name} can't be beyond {MAXIMUM_SIZE:,}", call.column)
        return value.astype(np.int64) if isinstance(value, np.ndarray) else int(value)
    return value if isinstance(value, np.ndarray) else float(value)


def _reduced(rowwise: Node, reduction: str, rank: int) -> Node:
    if reduction == "sum_labels_mean_batch":
        return Call("mean", (Call("sum", (rowwise,)),)) if rank == 2 else Call("sum", (rowwise,))
    for _ in range(rank):
        rowwise = Call(reduction, (rowwise,))
    return rowwise


def _substitute(tree: Node, given: Mapping[str, Node], base: Node | None) -> Node:
    """Return a definition with argument trees in the place of its parameters."""
    if isinstance(tree, Name):
        return given.get(tree.name, tree)
    parts = tuple(_substitute(part, given, base) for part in grammar.children(tree))
    whole = grammar.with_children(tree, parts)
    if base is not None and isinstance(whole, Call):
        quantity = QUANTITIES.get(whole.function)
        if quantity is not None and quantity.logarithmic:
            return Call(whole.function, whole.arguments, (*whole.options, ("base", base)))
    return whole


def _check_shapes(node: Node, operands: tuple[Value, ...]) -> None:
    try:
        shape = np.broadcast_shapes(*(np.shape(operand) for operand in operands))
    except ValueError as error:
        sizes = " and ".join(str(np.shape(operand)[-1]) for operand in operands if np.ndim(operand))
        raise ExpressionError(f"lists of {sizes} entries don't fit", node.column) from error
    if np.prod(shape) > MAXIMUM_SIZE:
        raise ExpressionError(f"a list has at most {MAXIMUM_SIZE:,} entries", node.column)


def _place(index: Value, length: int, node: Node) -> int:
    if not np.isfinite(index) or index != np.round(index):
        raise ExpressionError("an entry's place is a whole number, counted from 0", node.column)
    if not -length <= index < length:
        raise ExpressionError(
            f"there is no entry {int(index)} among {length}, counted from 0", node.column
        )
    return int(index)
