"""Turn an answer's expression into the steps of a worked solution."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import chain
from math import e, floor, isfinite, log10
from types import MappingProxyType
from typing import Any, Final

import numpy as np

from quizapp.errors import ExpressionError
from quizapp.expressions import compiled, grammar
from quizapp.expressions.by_definition import Textbook
from quizapp.expressions.effort import Effort
from quizapp.expressions.grammar import Binary, Call, Index, Name, Node, Unary
from quizapp.expressions.vocabulary import bind, first_argument
from quizapp.quantities import QUANTITIES, Quantities
from quizapp.quantities.quantity import Quantity
from quizapp.quantities.units import BASES
from quizapp.text.phrases import counted
from quizapp.working.calculation import (
    ARITHMETIC,
    Blackboard,
    CalculationLine,
    is_literal,
    literal,
    relation,
    simplified,
    value_of,
)
from quizapp.working.naming import LEAST_WORD, Naming
from quizapp.working.numerals import (
    KEY_DIGITS,
    MOST_DIGITS,
    Entries,
    entry_texts,
    listed,
    numeral_value,
    result_text,
    with_unit,
)
from quizapp.working.steps import ROUNDED, LabelledLine, Step, Working

_GUARDED: Final = (0, 1, 2, 4, 6, 9, 12)
"""Digits shown on the way beyond those of the result, as many as lead to it."""
_AGREEMENT: Final = 1.0
"""How far a line, as shown, may be from the truth: this many of the last digit of a result."""
_HALF: Final = 0.5 + 1e-9
"""The same for the last step, which comes to the key: what rounds to it, whatever floats add."""
_NOTHING: Final = 1e-6
"""How far from 0 a line may be that comes to 0."""
_MOST_ROWS: Final = 8

MOST_STEPS: Final = 20_000
"""Steps of calculating that a worked solution may take; beyond them, there is none."""

RESULT: Final = "result"
"""Title of the step that makes the answer of what was worked before."""

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
    "p_t": "pₜ",
    "joint": "p",
    "counts": "n",
    "weight": "w",
    "mean_nll": "H",
    "token_probs": "p",
    "proba": "q",
}
_READ_OFF: Final = frozenset({"one_hot"})
"""Quantities that are seen without a step, unless they are what is asked."""
_AT_SIGHT: Final = frozenset({"proportions", "sum"})
"""Quantities that one sees, of whole numbers: shares, and what each row of a table adds up to."""
_TURNED: Final = frozenset({"transpose", "flat", "reversed"})
"""Functions that only turn a list round, which is seen from what they lead to."""
_LONGEST_TITLE: Final = 60
_UNSHOWN: Final = frozenset({"reduction", "base", "ignore_index", "unit", "given"})


def unit_of(base: float) -> str:
    """Return the unit that goes with the base of a logarithm; empty when it has no name."""
    return next((unit for unit, known in BASES.items() if known == base), "")


def unit_of_expression(
    tree: Node,
    base: float,
    quantities: Quantities = QUANTITIES,
    known: Mapping[str, str] = MappingProxyType({}),
) -> str:
    """Return the unit that an expression's value has, or ``none``; `known` are those of names."""
    match tree:
        case Name(name=name):
            return known.get(name, "none")
        case Call(function=function, options=options) if function in quantities:
            if function in ("mean", "sum", "weighted_mean"):
                inner = first_argument(tree, quantities)
                return unit_of_expression(inner, base, quantities, known)
            own = dict(options).get("base")
            taken = float(Textbook({}).value(own)) if own is not None else base
            return (unit_of(taken) or "none") if quantities[function].logarithmic else "none"
        case Call(function="round" | "abs" | "min" | "max", arguments=(inner, *_)):
            return unit_of_expression(inner, base, quantities, known)
        case Unary(operand=operand):
            return unit_of_expression(operand, base, quantities, known)
        case Index(target=target):
            return unit_of_expression(target, base, quantities, known)
        case Binary(operator="+" | "-" | "*" | "/" as operator, left=left, right=right):
            first = unit_of_expression(left, base, quantities, known)
            second = unit_of_expression(right, base, quantities, known)
            if operator in ("+", "-"):
                return first if first == second else "none"
            if operator == "*" and first == "none":
                return second
            return first if second == "none" else "none"
        case _:
            return "none"


@dataclass(frozen=True)
class _Table:
    """The arguments of a call for each of its rows, or for each of its entries."""

    part: str
    labels: tuple[str, ...]
    rows: list[dict[str, Any]]
    shape: tuple[int, ...] = ()
    """The shape of the results, where it is not that of a list."""

    @property
    def parts(self) -> str:
        return "more entries" if self.part == "entry" else f"more {self.part}s"


def derive(
    textbook: Textbook,
    root: Node,
    key: Any,  # noqa: ANN401 - a number or a list
    unit: str,
    digits: int = KEY_DIGITS,
) -> Working:
    """Return the worked solution of an expression; its last line is the key as shown.

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
    digits
        Significant digits that the key is shown with.
    """
    result = result_text(key, unit, digits)
    spent = Effort(MOST_STEPS)
    try:
        with spent, np.errstate(all="ignore"):
            large = textbook.is_large(root)
            steps = () if large else _derived(textbook, root, key, unit, digits)
    except ExpressionError:
        if not spent.is_spent:
            raise
        steps = ()
    return Working(steps, result)


def _derived(textbook: Textbook, root: Node, key: Any, unit: str, digits: int) -> tuple[Step, ...]:  # noqa: ANN401 - a number or a list
    """Return the steps with as many digits on the way as they need to agree with each other."""
    before = None
    for guard in _GUARDED:
        before = derivation = Derivation(
            textbook, root, min(digits + guard, MOST_DIGITS), digits, before
        )
        steps = []
        for step in derivation.steps(root, unit):
            steps.append(step)
            if not derivation.agrees and guard != _GUARDED[-1]:
                break
        if derivation.agrees and (not steps or _leads_to(steps[-1], key, digits)):
            break
    return tuple(_ended(steps, derivation.end, key, unit, digits))


def _leads_to(last: Step, key: Any, digits: int) -> bool:  # noqa: ANN401 - a number or a list
    """Whether what each line of the last step shows rounds to the key as shown."""
    ends = _numbers(numeral_value(entry_texts(key, digits)))
    largest = max((abs(end) for end in ends if isfinite(end)), default=0.0)
    half = _HALF * _last_place(largest, digits) if largest else 0.0
    lines = [_numbers(line.value) for line in last.lines if line.value is not None]
    if isinstance(last.lines[0], LabelledLine):
        lines = [list(chain.from_iterable(lines))]
    return all(
        one == end or abs(one - end) <= half
        for found in lines
        if len(found) <= len(ends)
        for one, end in zip(found, ends, strict=False)
    )


def _numbers(value: Any) -> list[float]:  # noqa: ANN401 - a number or a list
    """Return the numbers in a number, a list or lists of lists, in a row."""
    if isinstance(value, list) or np.ndim(value):
        return [one for part in value for one in _numbers(part)]
    return [float(value)]


def _is_close(end: Any, key: Any) -> bool:  # noqa: ANN401 - numbers or lists
    """Whether a value is another but for what calculating adds."""
    return np.shape(end) == np.shape(key) and all(
        one == other or (isfinite(other) and abs(one - other) <= 1e-12 + 1e-9 * abs(other))
        for one, other in zip(np.ravel(end).tolist(), np.ravel(key).tolist(), strict=True)
    )


def _last_place(size: float, digits: int) -> float:
    """Return what the last of some significant digits counts."""
    return 10.0 ** (floor(log10(size)) + 1 - digits)


def _ended(
    steps: list[Step],
    end: Any,  # noqa: ANN401 - a number or a list
    key: Any,  # noqa: ANN401 - a number or a list
    unit: str,
    digits: int,
) -> list[Step]:
    """Return steps that end in some value, made to end in the key as shown."""
    if not steps:
        return steps
    if not _is_close(end, key):
        steps = [*steps, Step(RESULT, "", (), (CalculationLine("=", "", key),))]
    *others, last = steps
    written = entry_texts(key, digits)
    if isinstance(last.lines[0], LabelledLine):
        rows = [line for line in last.lines if isinstance(line, LabelledLine)]
        texts = _flat(written, len(rows)) if isinstance(written, list) else [written]
        ended = [_row_ended(row, text, unit) for row, text in zip(rows, texts, strict=False)]
        return [*others, replace(last, lines=(*ended, *last.lines[len(rows) :]))]
    *before, final = last.lines
    sign = final.relation
    if not sign.endswith(":"):
        sign = relation(before[-1].value if before else final.value, numeral_value(written))
    line = CalculationLine(sign, result_text(key, unit, digits), numeral_value(written))
    return [*others, replace(last, lines=(*before, line))]


def _flat(written: list[Entries], rows: int) -> list[Entries]:
    """Return the texts of as many entries as there are rows of a working."""
    if len(written) == rows:
        return written
    return [entry for row in written if isinstance(row, list) for entry in row]


def _row(
    label: str,
    start: CalculationLine,
    end: str,
    value: Any,  # noqa: ANN401 - a value
    brief: str = "",
) -> LabelledLine:
    """Return a row from its calculation to its end, which shows a value."""
    if start.text == end:
        return LabelledLine(label, end, start.value)
    text = f"{start.text} {relation(start.value, value)} {end}"
    return LabelledLine(label, text, start.value, start=start.text, brief=brief or start.text)


def _row_ended(row: LabelledLine, written: Entries, unit: str) -> LabelledLine:
    """Return a row that ends in another text, with its unit."""
    start = CalculationLine("", row.start, row.value)
    end = with_unit(listed(written), unit)
    if not row.start:
        return replace(row, text=end)
    return _row(row.relation, start, end, numeral_value(written), row.brief)


class Derivation:
    """One pass over the calls of a tree, each worked from the results before it.

    Another with fewer digits may be given, so that what it came by is not worked again.
    """

    def __init__(
        self,
        textbook: Textbook,
        root: Node,
        digits: int,
        key_digits: int,
        before: Derivation | None = None,
    ) -> None:
        self.textbook = textbook
        self.digits = digits
        self.agrees = True
        """Whether each line comes to its result also with the numbers as it shows them."""
        self.end: Any = None
        """What the last step comes to."""
        self._key_digits = key_digits
        self._results: dict[Node, Any] = {}
        self._symbols: set[str] = set()
        """Names of results that the steps after them use."""
        self._naming: Naming = before._naming if before else Naming(textbook, root)
        self._reduced: list[list[Node]] = before._reduced if before else []
        """For each calculation its tree, and what that is reduced to step by step."""
        self._calculations = 0

    def steps(self, root: Node, unit: str) -> Iterator[Step]:
        """Yield the steps, the names that a learner would give to a result before their users."""
        done: set[Call] = set()
        for name, tree in self._named_lets(root):
            yield from self._named(name, tree, list(self._calls(tree, done)))
        yield from self._calls(root, done)
        tree = self.textbook.resolved(root)
        if isinstance(tree, Index) and isinstance(self.known(tree.index), np.floating):
            yield self._picked(tree, unit)
        elif not isinstance(tree, Call) or tree.function not in self.textbook.quantities:
            yield from self._arithmetic(RESULT, "", root, unit)

    def _calls(self, root: Node, done: set[Call]) -> Iterator[Step]:
        """Yield the steps of the quantities that a tree calls, each once."""
        for call in self.textbook.calls(root):
            if call in done:
                continue
            done.add(call)
            quantity = self.textbook.quantities[call.function]
            if self.textbook.expansion(call) is None:
                step = self._leaf(call, quantity)
                if call.function not in _READ_OFF or self.textbook.resolved(root) is call:
                    yield step
            else:
                yield from self._combined(call, quantity)

    def _named_lets(self, root: Node) -> Iterator[tuple[str, Node]]:
        """Yield the names that a tree rests on and that are words, with what they stand for."""
        lets = self.textbook.lets
        used, waiting = set(grammar.names(root)), list(grammar.names(root))
        while waiting:
            tree = lets.get(waiting.pop())
            new = set() if tree is None else grammar.names(tree) - used
            used |= new
            waiting += new
        for name, tree in lets.items():
            if name in used and len(name) >= LEAST_WORD and root != Name(name):
                yield name, tree

    def _named(self, name: str, tree: Node, steps: list[Step]) -> Iterator[Step]:
        """Yield the steps to what a name stands for, which is used by its name from here on."""
        words = name.replace("_", " ")
        called = self.textbook.resolved(tree)
        if isinstance(called, Call) and called.function in self.textbook.quantities:
            own = steps[-1:]
            steps = steps[:-1]
            if own and own[0].title.lower() != words.lower():
                own = [replace(own[0], title=f"{words} ({own[0].title})")]
        else:
            own = list(self._arithmetic(words, "", tree))
        if own and isinstance(value := self.known(tree), np.floating):
            self._results[Name(name)] = value
            self._symbols.add(name)
        yield from (*steps, *own)

    def _board(self, base: float = e) -> Blackboard:
        return Blackboard(base, self.digits, self.textbook.quantities)

    def _by_names(self, tree: Node) -> list[CalculationLine]:
        """Return a calculation with the names of results before it, where it has some."""
        names = dict(self.textbook.names)
        try:
            filled = self._board().put_in(
                self._with_results(tree, names, by_name=True), names, self._symbols
            )
        except ExpressionError:
            return []  # a comparison, say, is looked up
        if isinstance(filled, Name) or not grammar.names(filled) & self._symbols:
            return []
        sign = "=" if self._board().is_exact(filled) else "≈"
        return [CalculationLine(sign, self._board().text(filled))]

    def known(self, node: Node) -> Any:  # noqa: ANN401 - a value of the language
        """Return a node's value from the results so far."""
        names = dict(self.textbook.names)
        tree = self._with_results(node, names)
        return Textbook(names, None, self.textbook.base, self.textbook.quantities).value(tree)

    def _with_results(self, node: Node, names: dict[str, Any], *, by_name: bool = False) -> Node:
        """Return a tree over results so far, which `names` is given; or over their names."""
        if by_name and isinstance(node, Name) and node.name in self._symbols:
            return node
        if node in self._results:
            place = f"_result_{len(names)}"
            names[place] = self._results[node]
            return Name(place)
        if isinstance(node, Name) and node.name in self.textbook.lets:
            return self._with_results(self.textbook.lets[node.name], names, by_name=by_name)
        if isinstance(node, Call) and node.function in self.textbook.quantities:
            expansion = self.textbook.expansion(node)
            if expansion is not None:
                return self._with_results(expansion, names, by_name=by_name)
        children = grammar.children(node)
        parts = tuple([self._with_results(child, names, by_name=by_name) for child in children])
        return grammar.with_children(node, parts)

    def _values(self, call: Call, quantity: Quantity) -> dict[str, Any]:
        values = self.textbook.arguments(call)
        given = bind(call, quantity.parameters)
        return {
            name: self.known(given[name])
            if name in given and not self._is_put_in(given[name])
            else value
            for name, value in values.items()
        }

    def _is_put_in(self, node: Node) -> bool:
        """Whether a node is a name whose number the question gives."""
        return (
            isinstance(node, Name)
            and node not in self._results
            and node.name not in self.textbook.lets
        )

    def _leaf(self, call: Call, quantity: Quantity) -> Step:
        values = self._values(call, quantity)
        base = self.textbook.base_of(call)
        case = self.textbook.case(call, values)
        definition = grammar.parsed(case.means)
        table = _table_of(quantity, values, self.textbook.value(call), self._naming.line_of(call))
        board = self._board(base if quantity.logarithmic else e)
        if table is None:
            filled = board.put_in(definition, values)
            lines = self._worked(board, filled)
        else:
            meaning = self.textbook.definitions
            lines = self._table(
                board,
                definition,
                table,
                lambda row: meaning.defined(case.means, quantity, row, base),
            )
        self._results[call] = self.end
        unit = unit_of_expression(call, self.textbook.base, self.textbook.quantities)
        formula = _with_base(case.formula or quantity.formula, board.base)
        return Step(
            self._title(call, quantity),
            formula,
            self._given(call, quantity, values, formula),
            with_units(lines, unit),
            seen=call.function in _AT_SIGHT
            and np.ndim(self.end) > 0
            and all(map(_is_whole, values.values())),
        )

    def _worked(self, board: Blackboard, filled: Node) -> list[CalculationLine]:
        """Return the lines of a calculation, and keep what it comes to."""
        place, self._calculations = self._calculations, self._calculations + 1
        if len(self._reduced) == place or self._reduced[place][0] != filled:
            self._reduced[place:] = [[filled]]
        trees = self._reduced[place]
        lines = board.lines(trees)
        self.end = value_of(trees[-1])
        self.agrees = self.agrees and self._agree([line.value for line in lines])
        return lines

    def _agree(self, found: list[Any]) -> bool:
        """Whether what lines come to as shown is near enough to the end."""
        end = self.end
        near: Any = [self._reach(one) for one in np.ravel(end).tolist()]
        near = np.reshape(near, np.shape(end)) if np.ndim(end) else near[0]
        close = ((one == end) | (abs(one - end) <= near) for one in found)
        return all(one.all() if isinstance(one, np.ndarray) else one for one in close)

    def _reach(self, end: float) -> float:
        """Return how far from what a line should come to it may be."""
        if end == 0:
            return _NOTHING
        size = abs(end) if isfinite(end) else 1.0
        return _AGREEMENT * _last_place(size, self._key_digits)

    def _title(self, call: Call, quantity: Quantity) -> str:
        """Return what a step is called, after what it is of where that is short."""
        named = self._naming.of(call)
        return named if len(named) <= _LONGEST_TITLE else quantity.title

    def _table(
        self,
        board: Blackboard,
        definition: Node,
        table: _Table,
        of_row: Callable[[dict[str, Any]], Any],
    ) -> list[CalculationLine]:
        """Return a line for each row or entry that is shown, and keep the results of all."""
        lines: list[CalculationLine] = []
        results = []
        for label, row in zip(table.labels, table.rows[:_MOST_ROWS], strict=False):
            worked = self._worked(board, board.put_in(definition, row))
            results.append(self.end)
            end = worked[-1]
            brief = worked[1].text if worked[1:] and worked[1].seen else ""
            lines.append(_row(f"{label}:", worked[0], end.text, end.value, brief))
        results += [of_row(row) for row in table.rows[_MOST_ROWS:]]
        if len(table.rows) > _MOST_ROWS:
            more = counted(len(table.rows) - _MOST_ROWS, f"more {table.part}", table.parts)
            lines.append(CalculationLine("…", f"and {more}"))
        self.end = np.array(results)
        if table.shape:
            self.end = self.end.reshape(table.shape)
        return lines

    def _given(
        self, call: Call, quantity: Quantity, values: Mapping[str, Any], formula: str
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
            and not (
                parameter.keyword
                and f"\\{parameter.name}" not in formula
                and _is_default(parameter.default, values[parameter.name])
            )
        )

    def _origin(self, node: Node | None, value: Any) -> str:  # noqa: ANN401 - a value
        """Return a value, after the arithmetic that gave it where there was any."""
        board, given = self._board(), literal(value)
        end = board.text(given)
        if not board.is_exact(given):
            end = ROUNDED + end
        if node is None or self._is_put_in(node):
            return end
        names = dict(self.textbook.names)
        tree = _unrounded(self._with_results(node, names))
        if any(isinstance(part, Call) and part.function in _TURNED for part in grammar.walk(tree)):
            return end
        if not any(
            isinstance(part, Binary) and part.operator in ARITHMETIC for part in grammar.walk(tree)
        ):
            return end
        filled = simplified(board.put_in(tree, names))
        if is_literal(filled):
            return end
        sign = board.relation(filled, board.as_shown(given))
        start = board.text(filled) if board.is_exact(filled) else ROUNDED + board.text(filled)
        return f"{start} {sign} {end.removeprefix(ROUNDED)}"

    def _combined(self, call: Call, quantity: Quantity) -> Iterator[Step]:
        """Yield the arithmetic that joins the parts of a rewriting, where there is any."""
        expansion = self.textbook.expansion(call)
        if expansion is None:
            return
        if not (isinstance(expansion, Call) and expansion.function in self.textbook.quantities):
            base = self.textbook.base_of(call)
            unit = unit_of(base) if quantity.logarithmic else ""
            formula = _with_base(self._formula(call, quantity), base)
            yield from self._arithmetic(self._title(call, quantity), formula, expansion, unit)
        self._results[call] = self.known(expansion)

    def _formula(self, call: Call, quantity: Quantity) -> str:
        """Return the formula of the case that a call is worked by."""
        case = self.textbook.reduction(call) or self.textbook.case(call)
        return case.formula or quantity.formula

    def _arithmetic(self, title: str, formula: str, tree: Node, unit: str = "") -> Iterator[Step]:
        names = dict(self.textbook.names)
        filled = self._with_results(tree, names)
        by_names = self._by_names(tree)
        board = self._board()
        before = self.end
        lines = self._worked(board, board.put_in(filled, names))
        self._results[tree] = self.end
        if len(lines) == 1 and title == RESULT and isinstance(filled, Call):
            lines = board.looked_up(filled, names)
        if len(lines) == 1:
            self.end = before
        else:
            yield Step(title, formula, (), with_units([*by_names, *lines], unit))

    def _picked(self, tree: Index, unit: str) -> Step:
        """Return the step that takes one entry out of a list, or one row."""
        self.end = self.known(tree)
        place = int(self.known(tree.index)) % len(self.known(tree.target))
        what = f"{'row' if np.ndim(self.end) else 'entry'} {place + 1}:"
        line = CalculationLine(what, self._board().text(literal(self.end)))
        return Step(RESULT, "", (), with_units([line], unit))


def _with_base(formula: str, base: float) -> str:
    """Return a formula with the logarithm that is used, where it leaves the base open."""
    named = {e: r"\ln", 2.0: r"\log_2", 10.0: r"\log_{10}"}.get(base, r"\log")
    return _OPEN_LOG.sub(lambda _: named, formula)


_OPEN_LOG: Final = re.compile(r"\\log(?![A-Za-z]|\s*_)")
"""A logarithm in TeX without a base."""


def _table_of(
    quantity: Quantity,
    values: Mapping[str, Any],
    result: Any,  # noqa: ANN401 - a value
    line: str,
) -> _Table | None:
    """Return how a call is worked row by row, or entry by entry; None where it isn't."""
    rows = compiled.rows(quantity, values)
    if rows is not None:
        return _Table(line, tuple(f"{line} {place + 1}" for place in range(len(rows))), rows)
    lists = [p.name for p in quantity.parameters if p.kind == "number" and np.ndim(values[p.name])]
    shapes = {np.shape(values[name]) for name in lists}
    if not lists or shapes != {np.shape(result)} or np.ndim(result) > 2:
        return None
    places = list(np.ndindex(np.shape(result)))
    labels = [
        f"entry {place[0] + 1}" if len(place) == 1 else f"row {place[0] + 1}, entry {place[1] + 1}"
        for place in places
    ]
    found = [{**values, **{name: values[name][place] for name in lists}} for place in places]
    return _Table("entry", tuple(labels), found, np.shape(result) if np.ndim(result) > 1 else ())


def _unrounded(tree: Node) -> Node:
    """Return a calculation without a rounding around it, as one would write it down."""
    if isinstance(tree, Call) and tree.function == "round":
        return _unrounded(tree.arguments[0])
    return tree


def _is_whole(value: Any) -> bool:  # noqa: ANN401 - a value of the language
    """Whether a value is made of whole numbers."""
    return not isinstance(value, str) and bool(np.all(np.equal(np.mod(value, 1), 0)))


def _is_default(default: str | None, value: Any) -> bool:  # noqa: ANN401 - a value of the language
    return default not in (None, "none") and np.ndim(value) == 0 and float(default) == value


def with_units(lines: list[CalculationLine], unit: str) -> tuple[CalculationLine, ...]:
    """Return lines with the unit after what each of them ends in, or the last one."""
    if not unit:
        return tuple(lines)
    last = len(lines) - 1
    return tuple(
        replace(line, text=with_unit(line.text, unit))
        if place == last or line.relation.endswith(":")
        else line
        for place, line in enumerate(lines)
    )
