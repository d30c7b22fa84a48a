"""Write a calculation down with its numbers in, and reduce it line by line.

Lines are computed from full precision and shown rounded. Each knows what it comes to with the
numbers as it shows them: that is what tells ``=`` from ``≈``, and whether more digits are needed
for whoever checks a line with a calculator.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from math import e, isfinite
from typing import Any, Final

import numpy as np

from quizapp.errors import ExpressionError
from quizapp.expressions import effort, grammar
from quizapp.expressions.by_definition import Textbook
from quizapp.expressions.compiled import default
from quizapp.expressions.functions import COMPUTE, entry, logarithm_to
from quizapp.expressions.grammar import (
    Array,
    Binary,
    Call,
    Index,
    Name,
    Node,
    NumberLiteral,
    TextLiteral,
    Unary,
)
from quizapp.expressions.vocabulary import ALL_FUNCTIONS
from quizapp.quantities import QUANTITIES, Quantities
from quizapp.working.numerals import is_same, number, shown
from quizapp.working.spelling_out import MOST_TERMS, product, spelled_out

_SHORTENING: Final = frozenset(
    name for name, function in ALL_FUNCTIONS.items() if function.shortens
)
_ENTANGLING: Final = frozenset(
    name for name, function in ALL_FUNCTIONS.items() if function.entangles
)
_SILENT: Final = {name for name, function in ALL_FUNCTIONS.items() if function.silent} | {"one_hot"}
"""Functions that are looked up rather than calculated: they get no line of their own."""
_STEPS_A_LINE: Final = 100
"""What writing one costs, beside its characters."""
_LEFT_OVER: Final = 2e-15
"""What rounding alone may leave of a sum or difference, relative to its largest term."""
_CANCELLING: Final = frozenset({"+", "-", "sum", "mean"})


@dataclass(frozen=True)
class CalculationLine:
    """One line of a calculation: how it follows from the line before, and what it says."""

    relation: str
    """``=`` or, where numbers were rounded, ``≈``; or a label, with a colon."""
    text: str
    value: Any = field(default=None, compare=False, repr=False)
    """What the line comes to, calculated from the numbers as it shows them."""
    seen: bool = field(default=False, compare=False, repr=False)
    """Whether it only leaves out what is multiplied by 0 or 1."""


def literal(value: Any) -> Node:  # noqa: ANN401 - a value of the language
    """Return a value as a tree of numbers."""
    if np.ndim(value) == 0:
        return NumberLiteral(float(value))
    return Array(tuple(literal(item) for item in value))


def is_literal(node: Node) -> bool:
    """Whether a tree is a number or a list of numbers."""
    match node:
        case NumberLiteral():
            return True
        case Array(items=items):
            return all(is_literal(item) for item in items)
        case _:
            return False


def value_of(node: Node) -> Any:  # noqa: ANN401 - a value of the language
    """Return the value of a tree of numbers."""
    match node:
        case NumberLiteral(value=value):
            return np.float64(value)
        case Array(items=items):
            return _array([value_of(item) for item in items])
        case _:
            raise ExpressionError("only numbers have a value here")


def _array(entries: list[Any]) -> Any:  # noqa: ANN401 - a value of the language
    try:
        return np.array(entries)
    except ValueError as error:
        raise ExpressionError("the rows of a list need the same length") from error


class Blackboard:
    """Calculations in one unit, at one number of shown digits."""

    def __init__(
        self, base: float = e, digits: int = 6, quantities: Quantities = QUANTITIES
    ) -> None:
        self.base = base
        self.digits = digits
        self.quantities = quantities
        self._symbols: Collection[str] = ()
        self._compute = {**COMPUTE, "log": logarithm_to(base)}

    def put_in(self, tree: Node, values: Mapping[str, Any], symbols: Collection[str] = ()) -> Node:
        """Return a definition with the numbers in, its sums written out as terms.

        Symbols stay as they are.
        """
        self._symbols = symbols
        return self._written_out(self._filled(tree, values))

    def lines(self, trees: list[Node]) -> list[CalculationLine]:
        """Return the lines that reduce a filled tree to a number or a list.

        The trees are that one and what it was reduced to before; what is missing is added to them.
        """
        try:
            with np.errstate(all="ignore"):
                return self._lines(trees)
        except (TypeError, ValueError) as error:
            # Nothing was checked before: numpy refuses what no engine function would take.
            raise ExpressionError("this can't be written out") from error

    def _lines(self, trees: list[Node]) -> list[CalculationLine]:
        first = trees[0]
        sign = "=" if self.is_exact(first) else "≈"
        found = [CalculationLine(sign, self.text(first), self.as_shown(first))]
        for place, tree in enumerate(self._reductions(trees)):
            if place or tree != first:
                found += self._further(found[-1], tree, seen=not place)
        return found

    def _reductions(self, trees: list[Node]) -> Iterator[Node]:
        """Yield what the first of some trees is reduced to, step by step, and add what is new."""
        yield from trees[1:]
        if len(trees) == 1:
            trees.append(simplified(trees[0]))
            yield trees[-1]
        while not is_literal(trees[-1]):
            tree = simplified(self._reduced(trees[-1]))
            if tree == trees[-1]:
                raise ExpressionError("this can't be reduced further")
            trees.append(tree)
            yield tree

    def _further(self, before: CalculationLine, tree: Node, *, seen: bool) -> list[CalculationLine]:
        """Return the line that a tree adds to those before it, where it says something new."""
        text = self.text(tree)
        effort.spend(_STEPS_A_LINE + len(text))
        if text == before.text:
            return []
        value = self.as_shown(tree)
        return [CalculationLine(relation(before.value, value), text, value, seen)]

    def looked_up(self, call: Call, values: Mapping[str, Any]) -> list[CalculationLine]:
        """Return the lines of a call that is looked up rather than calculated."""
        arguments = tuple(self.put_in(argument, values) for argument in call.arguments)
        written = Call(call.function, arguments, call.options)
        return self.lines([written])

    def as_shown(self, tree: Node) -> Any:  # noqa: ANN401 - a value of the language
        """Return what a filled tree comes to with its numbers as they are shown."""
        match tree:
            case NumberLiteral(value=value):
                return np.float64(shown(value, self.digits))
            case Name():
                return np.float64(e)
            case Array(items=items):
                return _array([self.as_shown(item) for item in items])
            case Unary(operand=operand):
                return -self.as_shown(operand)
            case Binary(operator=operator, left=left, right=right):
                compute = ARITHMETIC[operator]
                return compute(self.as_shown(left), self.as_shown(right))
            case Call(function=function, arguments=arguments):
                return self._compute_of(function)(*map(self.as_shown, arguments))
            case _:
                raise ExpressionError("this can't be written out")

    def relation(self, tree: Node, value: Any) -> str:  # noqa: ANN401 - a value of the language
        """Return the sign between a filled tree as shown and what it is said to come to."""
        try:
            with np.errstate(all="ignore"):
                return relation(self.as_shown(tree), value)
        except (ExpressionError, TypeError, ValueError):
            return "≈"  # it can only be calculated with the numbers that are not shown

    def is_exact(self, tree: Node) -> bool:
        """Whether a filled tree shows its numbers as they are."""
        numbers = [part.value for part in grammar.walk(tree) if isinstance(part, NumberLiteral)]
        return all(is_same(one, shown(one, self.digits)) or one != one for one in numbers)

    def _filled(self, node: Node, values: Mapping[str, Any]) -> Node:
        match node:
            case Name(name="base") if "base" not in values:
                return Name("e") if self.base == e else NumberLiteral(self.base)
            case Name(name=name) if name in values:
                return literal(values[name])
            case Name(name=name) if name in self._symbols:
                return node
            case Name():
                return NumberLiteral(float(Textbook({}).value(node)))
            case Call(function="where", arguments=(condition, first, second)) if isinstance(
                holds := self._filled(condition, values), NumberLiteral
            ):
                return self._filled(first if holds.value else second, values)
            case Call(function="dot", arguments=(first, second)):
                return self._filled(Call("sum", (Binary("*", first, second),)), values)
            case Call(function="norm", arguments=(inner,)):
                squares = Binary("**", inner, NumberLiteral(2))
                return self._filled(Call("sqrt", (Call("sum", (squares,)),)), values)
            case Call():
                return self._filled_call(node, values)
            case Binary(operator=operator, left=left, right=right):
                whole = Binary(operator, self._filled(left, values), self._filled(right, values))
                if operator in (*grammar.COMPARISONS, "and", "or") or _is_complement(whole):
                    return self._looked_up(whole)
                return whole
            case Unary(operator=operator, operand=operand):
                inner = self._filled(operand, values)
                if operator == "-" and isinstance(inner, NumberLiteral):
                    return NumberLiteral(-inner.value)
                return Unary(operator, inner)
            case Array(items=items):
                return Array(tuple(self._filled(item, values) for item in items))
            case Index():
                return self._filled_entry(node, values)
            case _:
                return node

    def _filled_call(self, call: Call, values: Mapping[str, Any]) -> Node:
        filled = Call(
            call.function,
            tuple(self._filled(argument, values) for argument in call.arguments),
            tuple((name, self._filled(option, values)) for name, option in call.options),
        )
        if call.function == "range" and not grammar.names(filled):
            return self._looked_up(filled)
        if not all(is_literal(part) for part in filled.arguments):
            return filled
        if call.function in _SILENT:
            return self._looked_up(filled)
        return spelled_out(call.function, tuple(map(value_of, filled.arguments))) or filled

    def _filled_entry(self, node: Index, values: Mapping[str, Any]) -> Node:
        place = Textbook({"base": self.base, **values}).value(node.index)
        inner = self._spread(self._filled(node.target, values))
        if is_literal(inner):
            return literal(entry(value_of(inner), place))
        count = None if _is_entangled(inner) else _entries(inner)
        if count is None or not isinstance(place, np.floating):
            return self._looked_up(Index(inner, node.index), values)
        return _entry(inner, int(entry(np.arange(count), place)))

    def _looked_up(self, node: Node, values: Mapping[str, Any] | None = None) -> Node:
        names = {"base": self.base, **(values or {})}
        value = Textbook(names, None, self.base, self.quantities).value(node)
        return literal(np.asarray(value, dtype=np.float64))

    def _written_out(self, node: Node) -> Node:
        """Return a tree in which a sum or product over a calculation is one of its terms."""
        match node:
            case Call(function="sum" | "mean" | "prod" as function, arguments=(inner,)):
                if is_literal(inner) and np.ndim(value_of(inner)) > 1:
                    return self._looked_up(node)
                inner = self._spread(inner)
                count = None if _is_entangled(inner) else _entries(inner)
                if count is None or count > MOST_TERMS:
                    return node
                terms = tuple(self._written_out(_entry(inner, place)) for place in range(count))
                if function == "prod":
                    return product(terms)
                total = Call("sum", (Array(terms),))
                return total if function == "sum" else Binary("/", total, NumberLiteral(count))
            case Call(function=function, arguments=arguments, options=options):
                return Call(function, tuple(map(self._written_out, arguments)), options)
            case Binary(operator=operator, left=left, right=right):
                return Binary(operator, self._written_out(left), self._written_out(right))
            case Unary(operator=operator, operand=operand):
                return Unary(operator, self._written_out(operand))
            case Array(items=items):
                return Array(tuple(map(self._written_out, items)))
            case _:
                return node

    def _spread(self, node: Node) -> Node:
        """Return a calculation without calls whose entries depend on each other."""
        parts = tuple(self._spread(part) for part in grammar.children(node))
        whole = grammar.with_children(node, parts)
        if _is_entangling(node) and all(is_literal(part) for part in parts):
            return self._looked_up(whole)
        quantity = self.quantities.get(node.function) if isinstance(node, Call) else None
        if quantity is not None and quantity.name not in COMPUTE:
            entangled = any(parameter.entangles for parameter in quantity.parameters)
            if entangled and all(is_literal(part) for part in parts):
                return self._looked_up(whole)
        return whole

    def _reduced(self, node: Node) -> Node:
        """Return a tree with its innermost calculations done."""
        if is_literal(node):
            return node
        match node:
            case Call(function="xlog", arguments=(weight, inside)) if is_literal(weight):
                return self._logarithm_term(weight, inside)
            case Call(function="xlog", arguments=(weight, inside)):
                reduced = self._reduced(weight)
                if reduced == NumberLiteral(0):
                    return reduced
                return Call("xlog", (reduced, self._reduced(inside)))
            case Unary(operator="-", operand=operand):
                inner = self._reduced(operand)
                return _done(np.negative, inner) if is_literal(inner) else Unary("-", inner)
            case Name(name="e"):
                return NumberLiteral(e)
        parts = grammar.children(node)
        if isinstance(node, Call):
            parts = node.arguments
        ready = all(is_literal(part) or isinstance(part, Name) for part in parts)
        match node:
            case Call(function=function, arguments=arguments):
                if ready:
                    done = _done(self._compute_of(function), *arguments)
                    return _settled(done, *arguments) if function in _CANCELLING else done
                return Call(function, tuple(map(self._reduced, arguments)), node.options)
            case Binary(operator=operator, left=left, right=right):
                if ready:
                    done = _done(ARITHMETIC[operator], left, right)
                    return _settled(done, left, right) if operator in _CANCELLING else done
                return Binary(operator, self._reduced(left), self._reduced(right))
            case Array(items=items):
                return Array(tuple(map(self._reduced, items)))
            case _:
                raise ExpressionError("this can't be written out")

    def _logarithm_term(self, weight: Node, inside: Node) -> Node:
        if isinstance(weight, NumberLiteral) and weight.value == 0:
            return NumberLiteral(0)
        if not is_literal(inside):
            return Call("xlog", (weight, self._reduced(inside)))
        if isinstance(weight, NumberLiteral):
            return Binary("*", weight, _done(self._compute["log"], inside))
        return _done(self._compute_of("xlog"), weight, inside)

    def _compute_of(self, function: str) -> Callable[..., Any]:
        if function == "xlog":
            return lambda x, y: COMPUTE["xlog"](x, y, self.base)
        if function in self._compute:
            return self._compute[function]
        return lambda *values: Textbook(
            {f"x{place}": value for place, value in enumerate(values)},
            None,
            self.base,
            self.quantities,
        ).value(Call(function, tuple(Name(f"x{place}") for place in range(len(values)))))

    def text(self, node: Node) -> str:
        """Return a tree as one line of mathematics."""
        return self._text(node, 0)

    def _text(self, node: Node, binding: int) -> str:
        match node:
            case NumberLiteral(value=value):
                written = number(value, self.digits)
                return f"({written})" if value < 0 and binding > _SUM else written
            case Name(name=name):
                return name
            case Array(items=items):
                return self._list(items)
            case Unary(operand=operand):
                return _bracketed(f"−{self._text(operand, _PRODUCT)}", binding > _SUM)
            case Binary(operator=operator, left=left, right=right):
                return self._binary(operator, left, right, binding)
            case Call(function="sum", arguments=(Array(items=items),)) if _are_terms(items):
                if len(items) == 1:
                    return self._text(items[0], binding)
                return _bracketed(self._terms(items), binding > 0)
            case Call(function="xlog", arguments=(weight, inside)):
                written = f"{self._text(weight, _PRODUCT)}·{self._log(inside)}"
                return _bracketed(written, binding > _PRODUCT)
            case Call(function="log", arguments=(inside,)):
                return _bracketed(self._log(inside), binding > _PRODUCT)
            case Call(function="sqrt", arguments=(inside,)):
                return self._sign("√", inside, binding)
            case Call(function="ceil" | "floor" as function, arguments=(inside,)):
                start, end = _ROUNDED[function]
                return f"{start}{self._text(inside, 0)}{end}"
            case Call(function="prod", arguments=(inside,)):
                return self._sign("∏", inside, binding)
            case Call(function="ln" | "log2" | "log10" as function, arguments=(inside,)):
                return _bracketed(self._named_log(_LOGS[function], inside), binding > _PRODUCT)
            case Call(function="abs", arguments=(inside,)):
                return f"|{self._text(inside, 0)}|"
            case Call(function="comb", arguments=(whole, chosen)):
                return f"({self._text(whole, _POWER)} choose {self._text(chosen, _POWER)})"
            case Call(function="factorial", arguments=(NumberLiteral() as inside,)):
                return f"{self._text(inside, _POWER)}!"
            case Call(function="normal_quantile", arguments=(NumberLiteral() as inside,)):
                return f"z{self._text(inside, 0).translate(_LOWERED)}"
            case Call(function=function, arguments=arguments, options=options):
                parts = [self._text(argument, 0) for argument in arguments]
                parts += [
                    f"{option} = {self._text(value, 0)}"
                    for option, value in (self._said(function, options) if options else ())
                ]
                return f"{function}({', '.join(parts)})"
            case _:
                raise ExpressionError("this can't be written")

    def _said(self, function: str, options: tuple[tuple[str, Node], ...]) -> list[tuple[str, Node]]:
        """Return the numeric options of a call that are not what they are without being said."""
        usual = {
            parameter.name: default(parameter) for parameter in self.quantities[function].parameters
        }
        return [
            (name, value)
            for name, value in options
            if not isinstance(value, TextLiteral) and value != usual.get(name)
        ]

    def _binary(self, operator: str, left: Node, right: Node, binding: int) -> str:
        own = _BINDING[operator]
        if operator == "**" and _is_small_integer(right):
            raised = self._text(right, 0).translate(_RAISED)
            return f"{self._text(left, own + 1)}{raised}"
        if operator == "+" and isinstance(right, NumberLiteral) and right.value < 0:
            return self._binary("-", left, NumberLiteral(-right.value), binding)
        sign = {"+": " + ", "-": " − ", "*": "·", "/": " / ", "**": "^"}[operator]
        closer = own + 1 if operator in ("-", "/", "**") else own
        alone = operator == "**" or (operator == "*" and _is_division(left))
        first = self._text(left, own + 1 if alone else _SUM if _leads(own, left, binding) else own)
        if operator == "+" or (operator == "*" and _is_division(right)):
            closer = own + 1
        second = self._text(right, closer)
        return _bracketed(f"{first}{sign}{second}", binding > own)

    def _terms(self, items: tuple[Node, ...]) -> str:
        """Return a sum, with terms that are alike and in a row written once, times their number."""
        written = ""
        for term, alike in groupby(items):
            repeated = list(alike)
            terms = [term] if len(repeated) >= _FEWEST_ALIKE else repeated
            times = f"{len(repeated)}·" if len(repeated) >= _FEWEST_ALIKE else ""
            for one in terms:
                negative = isinstance(one, NumberLiteral) and one.value < 0
                if not written and not times:
                    written = self._text(one, _SUM)
                elif isinstance(one, NumberLiteral) and negative:
                    sign = " − " if written else "−"
                    written += f"{sign}{times}{number(-one.value, self.digits)}"
                else:
                    binding = _FACTOR if times else _PRODUCT
                    written += f"{' + ' if written else ''}{times}{self._text(one, binding)}"
        return written

    def _log(self, inside: Node) -> str:
        name = {e: "ln", 2: "log₂", 10: "log₁₀"}.get(self.base, f"log_{number(self.base)}")
        return self._named_log(name, inside)

    def _named_log(self, name: str, inside: Node) -> str:
        written = self._text(inside, 0)
        plain = isinstance(inside, NumberLiteral) and inside.value >= 0
        return f"{name} {written}" if plain else f"{name}({written})"

    def _sign(self, sign: str, inside: Node, binding: int) -> str:
        """Return a sign before what it is of, which is in parentheses unless it is a number."""
        written = self._text(inside, 0)
        if isinstance(inside, Array) or (isinstance(inside, NumberLiteral) and inside.value >= 0):
            return _bracketed(f"{sign}{written}", binding >= _POWER)
        return f"{sign}({written})"

    def _list(self, items: tuple[Node, ...]) -> str:
        written = [self._text(item, 0) for item in items]
        if len(written) > MOST_TERMS + 4:
            written = [*written[:4], "…", *written[-2:]]
        return f"[{', '.join(written)}]"


_SUM: Final = 1
_PRODUCT: Final = 2
_FACTOR: Final = 2
_POWER: Final = 4
_ROUNDED: Final = {"ceil": ("⌈", "⌉"), "floor": ("⌊", "⌋")}
_LOGS: Final = {"ln": "ln", "log2": "log₂", "log10": "log₁₀"}
_FEWEST_ALIKE: Final = 3
"""Terms of a sum that are alike and worth counting."""
_RAISED: Final = str.maketrans("0123456789−", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")
_LOWERED: Final = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
_LARGEST_RAISED: Final = 1000
_BINDING: Final = {"+": 1, "-": 1, "*": 2, "/": 2, "**": 3}
ARITHMETIC: Final[Mapping[str, Callable[..., Any]]] = {
    "+": np.add,
    "-": np.subtract,
    "*": np.multiply,
    "/": np.divide,
    "**": np.power,
}


def relation(first: Any, second: Any) -> str:  # noqa: ANN401 - values of the language
    """Return the sign between two lines that come to these values as shown."""
    if np.ndim(first) == np.ndim(second) == 0:
        return "=" if is_same(float(first), float(second)) else "≈"
    before, after = np.broadcast_arrays(first, second)
    pairs = zip(before.ravel().tolist(), after.ravel().tolist(), strict=True)
    return "=" if all(is_same(one, other) for one, other in pairs) else "≈"


def _done(compute: Callable[..., Any], *operands: Node) -> Node:
    with np.errstate(all="ignore"):
        return literal(compute(*map(_operand, operands)))


def _settled(total: Node, *terms: Node) -> Node:
    """Return a sum or difference without what rounding alone has left of terms that cancel."""
    values = value_of(total)
    largest = max(float(np.max(np.abs(_operand(term)))) for term in terms)
    if not isfinite(largest):
        return total
    return literal(np.where(np.abs(values) <= _LEFT_OVER * largest, 0.0, values))


def _operand(node: Node) -> Any:  # noqa: ANN401 - a value of the language
    return np.float64(e) if isinstance(node, Name) else value_of(node)


def _is_small_integer(node: Node) -> bool:
    """Whether a node is an exponent that can be written raised."""
    return (
        isinstance(node, NumberLiteral)
        and abs(node.value) < _LARGEST_RAISED
        and node.value == round(node.value)
    )


def simplified(node: Node) -> Node:
    """Return a tree without what is multiplied by 0 and factors of 1.

    What is infinite or undefined keeps its place: 0 times it is not 0.
    """
    if is_literal(node):
        return node
    parts = tuple(map(simplified, grammar.children(node)))
    if isinstance(node, Array):
        return Array(parts)
    match grammar.with_children(node, parts):
        case Call(function="xlog", arguments=(weight, _)) if weight == _ZERO:
            return _ZERO
        case Call(function="xlog", arguments=(weight, inside)) if weight == _ONE:
            return Call("log", (inside,))
        case Call(function="sum", arguments=(Array(items=items),)) if _are_terms(items):
            left = tuple(item for item in items if item != _ZERO)
            if len(left) == 1:
                return left[0]
            return Call("sum", (Array(left),)) if left else _ZERO
        case Binary(operator="*", left=left, right=right) if (
            left in _UNITS or right in _UNITS
        ) and _is_finite(left, right):
            if _ZERO in (left, right):
                return _ZERO
            return right if left == _ONE else left
        case Binary(operator="/", left=left, right=NumberLiteral(value=value)) if value == 1:
            return left
        case Binary(operator="/", left=left, right=right) if left == _ZERO and _is_finite(right):
            return _ZERO
        case Binary(operator="+", left=left, right=right) if left == _ZERO:
            return right
        case Binary(operator="+" | "-", left=left, right=right) if right == _ZERO:
            return left
        case Binary(operator="-", left=left, right=right) if left == _ZERO:
            return Unary("-", right)
        case Binary(operator="-") as whole if _is_complement(whole):
            return _ZERO
        case whole:
            return whole


_ZERO: Final = NumberLiteral(0.0)
_ONE: Final = NumberLiteral(1.0)
_UNITS: Final = (_ZERO, _ONE)


def _is_finite(*nodes: Node) -> bool:
    """Whether nothing in some trees is infinite, undefined, or may become so."""
    for node in nodes:
        for part in grammar.walk(node):
            if isinstance(part, Array | Call) or (
                isinstance(part, NumberLiteral) and not isfinite(part.value)
            ):
                return False
            if isinstance(part, Binary) and part.operator in ("/", "**"):
                return False
    return True


def _is_complement(node: Binary) -> bool:
    """Whether a calculation is 1 minus a hard label, which is read off."""
    hard = isinstance(node.right, NumberLiteral) and node.right.value in (0, 1)
    return node.operator == "-" and node.left == NumberLiteral(1) and hard


def _leads(own: int, left: Node, binding: int) -> bool:
    """Whether the minus of a first factor stands before all that is written: ``−2·3``."""
    while isinstance(left, Binary) and _BINDING[left.operator] == _PRODUCT:
        left = left.left
    negative = isinstance(left, Unary) or (isinstance(left, NumberLiteral) and left.value < 0)
    first = binding <= _SUM or binding > own
    return own == _PRODUCT and first and negative


def _is_division(node: Node) -> bool:
    """Whether a node would be read in two ways as a factor: ``a / b·c``."""
    if isinstance(node, Unary):
        return _is_division(node.operand)
    return isinstance(node, Binary) and node.operator == "/"


def _bracketed(text: str, needed: bool) -> str:
    return f"({text})" if needed else text


def _are_terms(items: tuple[Node, ...]) -> bool:
    """Whether the entries of a list are few enough, and numbers, to be written as a sum."""
    return len(items) <= MOST_TERMS and not any(isinstance(item, Array) for item in items)


def _is_entangling(node: Node) -> bool:
    return isinstance(node, Call) and node.function in _ENTANGLING


def _is_entangled(node: Node) -> bool:
    """Whether the entries of a calculation depend on each other."""
    return any(map(_is_entangling, grammar.walk(node)))


def _entries(node: Node) -> int | None:
    """Return how many entries an elementwise calculation has; None for a single number."""
    match node:
        case Array(items=items):
            return len(items) if not any(isinstance(item, Array) for item in items) else None
        case Call(function=function) if function in _SHORTENING:
            return None
        case _:
            counts = {_entries(child) for child in grammar.children(node)} - {None}
            return counts.pop() if len(counts) == 1 else None


def _entry(node: Node, place: int) -> Node:
    """Return what an elementwise calculation does at one place."""
    match node:
        case Array(items=items):
            return items[place]
        case Call(function=function) if function in _SHORTENING:
            return node
        case Call(function=function, arguments=arguments, options=options):
            return Call(function, tuple(_entry(a, place) for a in arguments), options)
        case Binary(operator=operator, left=left, right=right):
            return Binary(operator, _entry(left, place), _entry(right, place))
        case Unary(operator="-", operand=operand):
            inner = _entry(operand, place)
            return (
                NumberLiteral(-inner.value)
                if isinstance(inner, NumberLiteral)
                else Unary("-", inner)
            )
        case _:
            return node
