"""Value trees by textbook definition, with a slip in the place of any call.

Each quantity call is worked from the values of its arguments; a fused one stands for a tree of
smaller quantities. Worked solutions and diagnoses come from here.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from math import e
from typing import Any, Final

import numpy as np

from quizapp.errors import ExpressionError
from quizapp.expressions import compiled, grammar, size
from quizapp.expressions.by_engine import WAYS, Engine, Evaluator, NodeKey, as_base
from quizapp.expressions.compiled import Value, definitions
from quizapp.expressions.grammar import Call, Name, Node, TextLiteral, parsed
from quizapp.expressions.vocabulary import bind, first_argument
from quizapp.quantities import QUANTITIES, Quantities
from quizapp.quantities.quantity import Case, Parameter, Quantity, Slip

MOST_WAYS: Final = 12
"""Ways of one slip that are looked at; more would accuse by chance."""


class Forest:
    """Trees that are worked with one set of numbers after the other: what depends on none."""

    def __init__(self, quantities: Quantities = QUANTITIES) -> None:
        self._quantities = quantities
        self._nodes: list[Node] = []
        """All that were met: of one that is gone, another might get the id."""
        self._keys: dict[int, NodeKey] = {}
        self._alike: dict[Call, NodeKey] = {}
        self._bound: dict[NodeKey, dict[str, Node]] = {}
        self._expanded: dict[tuple[NodeKey, str], Node] = {}

    def key(self, node: Node) -> NodeKey:
        """Return what a node's value is kept under: the same for all calls that are alike."""
        known = self._keys.get(id(node))
        if known is not None:
            return known
        key = id(node)
        self._nodes.append(node)
        if isinstance(node, Call) and node.function in self._quantities:
            key = self._alike.setdefault(node, key)
        self._keys[id(node)] = key
        return key

    def bound(self, call: Call) -> dict[str, Node]:
        """Return the argument of each parameter that a quantity's call gives."""
        key = self.key(call)
        if key not in self._bound:
            self._bound[key] = bind(call, self._quantities[call.function].parameters)
        return self._bound[key]

    def expanded(self, call: Call, way: str, expand: Callable[[], Node]) -> Node:
        """Return what a call stands for in one way, as made the first time."""
        place = self.key(call), way
        if place not in self._expanded:
            self._expanded[place] = expand()
        return self._expanded[place]


class Textbook(Evaluator):
    """Values by definition, with unchecked arithmetic; any call can give way to a slip.

    Parameters
    ----------
    names, lets, base, quantities
        As of any evaluator.
    forest
        What others know already of the same trees, under the same names.
    engine
        What has valued some of the same trees by the engine.
    """

    def __init__(
        self,
        names: Mapping[str, Any],
        lets: Mapping[str, Node] | None = None,
        base: float = e,
        quantities: Quantities = QUANTITIES,
        forest: Forest | None = None,
        engine: Engine | None = None,
    ) -> None:
        super().__init__(names, lets, base, quantities)
        self.definitions = definitions(quantities)
        self.engine = engine
        self._forest = forest or Forest(quantities)
        self._key = self._forest.key
        self._expansions: dict[NodeKey, Node | None] = {}
        self._arguments: dict[NodeKey, dict[str, Value]] = {}
        self._parents: dict[NodeKey, set[NodeKey]] = {}
        self._open: list[NodeKey] = []
        self._unaffected: dict[NodeKey, Textbook] = {}
        self._held: dict[tuple[NodeKey, str, bool], bool] = {}
        self._large: dict[NodeKey, bool] = {}

    def _value(self, node: Node) -> Value:
        """Return the value of a tree or of a part of one, remembering what depends on what."""
        key = self._key(node)
        if self._open:
            self._rests_on(key)
        if key not in self._values:
            self._open.append(key)
            try:
                value = self._values[key] = WAYS[type(node)](self, node)
                self._calculated += value.size if type(value) is np.ndarray else 1
            finally:
                self._open.pop()
        return self._values[key]

    def _rests_on(self, key: NodeKey) -> None:
        """Note that what is being worked now needs the value under a key."""
        parents = self._parents.get(key)
        if parents is None:
            self._parents[key] = {self._open[-1]}
        else:
            parents.add(self._open[-1])

    def is_large(self, root: Node) -> bool:
        """Whether working or diagnosing a tree would take long, and help nobody."""
        key = self._key(root)
        if key not in self._large:
            self._large[key] = size.is_large(self, root)
        return self._large[key]

    def arguments(self, call: Call) -> dict[str, Value]:
        """Return the values of a quantity call's parameters, None where one is left out."""
        key = self._key(call)
        if key not in self._arguments:
            given = self._forest.bound(call)
            self._arguments[key] = {
                parameter.name: self._argument(given.get(parameter.name), parameter)
                for parameter in self.quantities[call.function].parameters
            }
        elif self._open:
            for node in (*call.arguments, *(option for _, option in call.options)):
                self._rests_on(self._key(node))
        return self._arguments[key]

    def _argument(self, node: Node | None, parameter: Parameter) -> Value:
        tree = compiled.default(parameter) if node is None else node
        if tree is None:
            return None
        value = self._value(tree)
        if isinstance(value, str | tuple) and parameter.kind != "option":
            raise ExpressionError(f"{parameter.name} can't be a word", tree.column)
        return value

    def base_of(self, call: Call) -> float:
        """Return what a call's logarithms are taken to."""
        option = dict(call.options).get("base")
        return self.base if option is None else as_base(self._value(option), call)

    def case(self, call: Call, values: Mapping[str, Value] | None = None) -> Case:
        """Return the case of a call's definition that holds for its arguments."""
        quantity = self.quantities[call.function]
        return self.definitions.case(quantity, values or self.arguments(call), self.base_of(call))

    def reduction(self, call: Call) -> Case | None:
        """Return how a call reduces its rows where that is more than a mean or a sum of them."""
        quantity, values = self.quantities[call.function], self.arguments(call)
        if not compiled.is_reduced(quantity, values):
            return None
        return self.definitions.first_case(
            quantity.reductions, quantity, values, self.base_of(call)
        )

    def is_reduced(self, call: Call) -> bool:
        """Whether a call reduces rows that are worked before."""
        quantity = self.quantities[call.function]
        if not compiled.is_reduced(quantity, self.arguments(call)):
            return False
        expansion = self.expansion(call)
        if isinstance(expansion, Call) and expansion.function == call.function:
            return self.is_reduced(expansion)
        return True

    def expansion(self, call: Call) -> Node | None:
        """Return the tree of smaller quantities that a call stands for; None for the smallest."""
        key = self._key(call)
        if key not in self._expansions:
            self._expansions[key] = self._expand(call, self.quantities[call.function])
        return self._expansions[key]

    def _expand(self, call: Call, quantity: Quantity) -> Node | None:
        values = self.arguments(call)
        base = self.base_of(call)
        if self.definitions.is_absent(quantity, values, base):
            return first_argument(call, self.quantities)
        if compiled.is_reduced(quantity, values):
            found = self.reduction(call)
            if found is None:
                reduction = str(values["reduction"])
                return self._forest.expanded(
                    call, reduction, lambda: self._reduction(call, reduction)
                )
        else:
            found = self.definitions.case(quantity, values, base)
            if not self.definitions.is_rewriting(found.means):
                return None
        means = found.means
        return self._forest.expanded(call, means, lambda: self._put_in(call, quantity, means))

    def _put_in(self, call: Call, quantity: Quantity, means: str) -> Node:
        """Return a definition with the arguments of a call in."""
        given = {**self._forest.bound(call)}
        for parameter in quantity.parameters:
            tree = compiled.default(parameter)
            if parameter.name not in given and tree is not None:
                given[parameter.name] = tree
        return self._substitute(parsed(means), given, dict(call.options).get("base"))

    def _substitute(self, tree: Node, given: Mapping[str, Node], base: Node | None) -> Node:
        """Return a definition with argument trees in the place of its parameters."""
        if isinstance(tree, Name):
            return given.get(tree.name, tree)
        parts = tuple(self._substitute(part, given, base) for part in grammar.children(tree))
        whole = grammar.with_children(tree, parts)
        if base is not None and isinstance(whole, Call):
            quantity = self.quantities.get(whole.function)
            if quantity is not None and quantity.logarithmic:
                return Call(whole.function, whole.arguments, (*whole.options, ("base", base)))
        return whole

    def _reduction(self, call: Call, reduction: str) -> Node:
        """Return the tree that works the rows and then reduces them."""
        options = tuple(option for option in call.options if option[0] != "reduction")
        none = ("reduction", TextLiteral("none"))
        rows: Node = Call(call.function, call.arguments, (*options, none))
        rank = np.ndim(self._value(rows))
        if reduction == "sum_labels_mean_batch":
            rows, reduction, rank = Call("sum", (rows,)), "mean", rank - 1
        for _ in range(rank):
            rows = Call(reduction, (rows,))
        return rows

    def _quantity(self, call: Call, quantity: Quantity) -> Value:
        expansion = self.expansion(call)
        if expansion is not None:
            return self._value(expansion)
        return self.definitions.value(quantity, self.arguments(call), self.base_of(call))

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
        if isinstance(node, Call) and node.function in self.quantities:
            expansion = self.expansion(node)
            if expansion is not None:
                yield from self._calls(expansion)
                given = self._forest.bound(node).values()
                if not any(expansion is argument for argument in given):
                    yield node
                return
        for child in grammar.children(node):
            yield from self._calls(child)
        if isinstance(node, Call) and node.function in self.quantities:
            yield node

    def wrong_values(self, call: Call, slip: Slip) -> Iterator[tuple[int, Value]]:
        """Yield what a call gives when it is done the wrong way, for each way there is."""
        if slip.when and not self._holds(call, slip):
            return
        quantity = self.quantities[call.function]
        values = self.arguments(call)
        base = self.base_of(call)
        known = {**values, "result": self.value(call)}
        for way in range(1, self._ways(slip, quantity, known, base) + 1):
            known["way"] = np.float64(way)
            try:
                yield (
                    way,
                    self.definitions.defined(slip.instead, quantity, known, base, whole=slip.whole),
                )
            except ExpressionError:
                continue

    def _ways(self, slip: Slip, quantity: Quantity, known: Mapping[str, Any], base: float) -> int:
        """Return how many ways there are to make a slip; none where that is no number."""
        if not slip.each:
            return 1
        try:
            count = np.max(self.definitions.defined(slip.each, quantity, known, base))
        except ExpressionError:
            return 0
        return int(np.clip(np.nan_to_num(count), 0, MOST_WAYS))

    def _holds(self, call: Call, slip: Slip) -> bool:
        """Whether a slip's condition is true of a call; many slips share one."""
        key = (self._key(call), slip.when, slip.whole)
        if key not in self._held:
            quantity, values = self.quantities[call.function], self.arguments(call)
            self._held[key] = self.definitions.holds(
                slip.when, quantity, values, self.base_of(call), whole=slip.whole
            )
        return self._held[key]

    def resolved(self, node: Node) -> Node:
        """Return what a name stands for where it is a `let`, and any other node as it is."""
        if isinstance(node, Name) and node.name in self.lets:
            return self.resolved(self.lets[node.name])
        return node

    def with_names(self, names: Mapping[str, Any]) -> Textbook:
        """Return an evaluator that knows further names."""
        return Textbook({**self.names, **names}, self.lets, self.base, self.quantities)

    def fresh(self) -> Textbook:
        """Return an evaluator over the same names that remembers no values."""
        return Textbook(self.names, self.lets, self.base, self.quantities, self._forest)

    def replaced(self, root: Node, call: Call, value: Value) -> Value:
        """Return the root's value when a call has another value, under numpy's `errstate`."""
        if self.resolved(root) is call:
            return value
        replaced = self._key(call)
        if replaced not in self._unaffected:
            self._unaffected[replaced] = self._without(self._dependents(replaced))
        other = self._unaffected[replaced]._without(())
        other._values[replaced] = value
        return other._counted(root)

    def all_replaced(self, root: Node, values: Mapping[Call, Value]) -> Value:
        """Return the root's value when several calls have other values, likewise."""
        keys = {self._key(call): value for call, value in values.items()}
        other = self._without(set().union(*map(self._dependents, keys)))
        other._values.update(keys)
        return other._counted(root)

    def _without(self, stale: Collection[NodeKey]) -> Textbook:
        """Return an evaluator that remembers all but some values."""
        other = _Altered(self.names, self.lets, self.base, self.quantities, self._forest)
        other._values, other._arguments = self._values.copy(), self._arguments.copy()
        for key in stale:
            other._values.pop(key, None)
            other._arguments.pop(key, None)
        other._expansions = self._expansions
        return other

    def _dependents(self, key: NodeKey) -> set[NodeKey]:
        found: set[NodeKey] = set()
        waiting = [key]
        while waiting:
            for parent in self._parents.get(waiting.pop(), ()):
                if parent not in found:
                    found.add(parent)
                    waiting.append(parent)
        return found


class _Altered(Textbook):
    """Values after a slip: nobody asks what they rest on."""

    def _value(self, node: Node) -> Value:
        key = self._key(node)
        known = self._values.get(key)
        if known is None:
            known = self._values[key] = WAYS[type(node)](self, node)
            self._calculated += known.size if type(known) is np.ndarray else 1
        return known
