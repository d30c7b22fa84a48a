"""Say which mistake produced a wrong number, and never accuse without a reason.

Every quantity call under an answer is replaced, one at a time, by each of its slips; what the
answer would then have been is compared with the response at the precision typed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cached_property
from math import e, isfinite, isinf, log
from typing import Any, Final

import numpy as np

from quizapp.errors import ExpressionError
from quizapp.expressions import compiled, effort, grammar
from quizapp.expressions.by_definition import Textbook
from quizapp.expressions.grammar import Binary, Call, Index, Node, Unary
from quizapp.expressions.size import MOST_PARTS, Extent, extent, extents
from quizapp.expressions.vocabulary import first_argument
from quizapp.quantities import Quantities
from quizapp.quantities.quantity import Slip
from quizapp.quantities.units import BASES
from quizapp.text.phrases import ordinal, times
from quizapp.working.calculation import Blackboard, is_literal
from quizapp.working.mistakes import (
    AnswerSlip,
    Mark,
    Mistake,
    Typed,
    distinct,
    entries,
    mark,
    matches,
    once,
)
from quizapp.working.naming import Naming
from quizapp.working.numerals import entry_texts, numeral_value, result_text

FAIR_DISTANCE: Final = 1.5
"""Tolerances that a slip must keep from the key."""
WIDE_TOLERANCE: Final = 0.1
"""Above this relative tolerance a wrong unit can't be told from the key."""
MOST_STEPS: Final = 20_000
"""Steps that all mistakes of one answer may take to find, ten times what any shipped ones take."""
_STEPS_A_WAY: Final = 10
"""What putting another value in the place of a call takes, beside what is calculated from it."""
_MOST_TAKEN: Final = 6
"""A longer list is not said in a sentence."""


@dataclass
class Diagnosis:
    """The mistakes that can be made in one answer, each with the value it leads to.

    Parameters
    ----------
    textbook
        Holds the names, the `let` trees and the base of the logarithms.
    root
        The answer's tree.
    key
        The right value.
    unit
        What the key is measured in.
    author_slips
        The author's own, looked at first.
    only
        The ids of the mistakes to look for, where not for all.
    """

    textbook: Textbook
    root: Node
    key: Any
    unit: str
    author_slips: Sequence[AnswerSlip] = ()
    only: tuple[str, ...] = ()
    cut_short: bool = field(default=False, init=False)
    """Whether the rest of the mistakes would take too much calculating."""

    @cached_property
    def mistakes(self) -> tuple[Mistake, ...]:
        """The mistakes that lead to something else than the key."""
        key = mark(self.key)
        return tuple(mistake for (_, mark), mistake in self._found.items() if mark != key)

    @cached_property
    def equal(self) -> tuple[Mistake, ...]:
        """Slips that lead to the key itself, so that nobody can be told of them."""
        key = mark(self.key)
        return tuple(mistake for (_, mark), mistake in self._found.items() if mark == key)

    @cached_property
    def _found(self) -> dict[tuple[tuple[str, ...], Mark], Mistake]:
        with self._bounded():
            return once(self._looked_for())

    @contextmanager
    def _bounded(self) -> Iterator[None]:
        """Look for mistakes with unchecked arithmetic, and for no longer than helps."""
        with np.errstate(all="ignore"), effort.Effort(MOST_STEPS) as spent:
            yield
        self.cut_short = spent.is_spent

    def _looked_for(self) -> Iterator[Mistake]:
        large = self.textbook.is_large(self.root)
        if not large:
            self.textbook.value(self.root)
            yield from self._author_mistakes()
        yield from (mistake for mistake in self._key_mistakes() if self._is_sought(mistake.ids))
        if not large:
            yield from self._slip_mistakes(self.textbook.calls(self.root))

    def _is_sought(self, ids: tuple[str, ...]) -> bool:
        return not self.only or ids == self.only

    def _author_mistakes(self) -> Iterator[Mistake]:
        for slip in self.author_slips:
            tree = slip.instead
            if not self._is_sought((slip.id,)):
                continue
            if self._extent(tree).parts > MOST_PARTS:
                continue
            try:
                value = self.textbook.fresh().value(tree)
            except ExpressionError:
                continue
            yield Mistake((slip.id,), slip.says, value, common=True, instead=tree)

    def _extent(self, tree: Node) -> Extent:
        quantities = self.textbook.quantities
        return extent(tree, self._extents, quantities)

    @cached_property
    def _extents(self) -> dict[str, Extent]:
        return extents(self.textbook.lets, self.textbook.quantities)

    def _key_mistakes(self) -> Iterator[Mistake]:
        """Yield the mistakes on top of the right value: its sign, its unit, or both."""
        base = BASES.get(self.unit)
        if base is None:
            return
        sign, minus = self._sign()
        if np.any(self.key):
            yield Mistake((sign,), minus, -self.key, common=True)
        if not np.any(np.isfinite(self.key) & np.not_equal(self.key, 0)):
            return
        for unit, other in BASES.items():
            if unit == self.unit:
                continue
            value = self._key_in(unit)
            identity = "log10" if 10 in (base, other) else "bits_vs_nats"
            says = (
                f"That's right in {unit}, but the question asks for {self.unit}: "
                f"{_conversion(unit, self.unit)}."
            )
            yield Mistake((identity,), says, value, common=True, right_in=unit, unit=True)
            both = f"Two mistakes at once. {minus} And your number is in {unit}, not {self.unit}."
            yield Mistake((sign, identity), both, -value, right_in=unit)

    def _key_in(self, unit: str) -> Any:  # noqa: ANN401 - a number or a list
        return self.key * log(BASES[self.unit]) / log(BASES[unit])

    def _sign(self) -> tuple[str, str]:
        """Return what a wrong sign of the whole answer is, and what to say of it."""
        turned = self._turned(self.root)
        if isinstance(turned, Slip):
            return turned.id, turned.says
        if turned == "-":
            return "difference_reversed", (
                "Your subtraction is reversed: check which number comes first."
            )
        if np.min(self.key) < 0:
            return "missing_minus", "The sign is wrong: the answer is negative."
        if turned == "minus":
            return "missing_minus", (
                "The log of a probability is never positive, so the formula needs its leading "
                "minus: the answer can't be negative."
            )
        return "wrong_sign", "The sign is wrong: the answer is positive."

    def _turned(self, node: Node) -> Slip | str:
        """Return what turns the sign of a value: a slip, a difference, or a leading minus.

        Empty where nothing is known to do so.
        """
        match self.textbook.resolved(node):
            case Binary(operator="-"):
                return "-"
            case Binary(operator="+" | "/", left=left):
                return self._turned(left)
            case Binary(operator="*", left=left, right=right):
                return self._turned(left) or self._turned(right)
            case Index(target=target):
                return self._turned(target)
            case Unary(operator="-", operand=operand):
                inner = self.textbook.resolved(operand)
                return "-" if isinstance(inner, Binary) and inner.operator == "-" else "minus"
            case Call(function="round" | "mean" | "sum" | "weighted_mean") as call:
                return self._turned(first_argument(call, self.textbook.quantities))
            case Call(function=function) as call if function in self.textbook.quantities:
                return self._turned_call(call)
            case _:
                return ""

    def _turned_call(self, call: Call) -> Slip | str:
        for slip in self.textbook.quantities[call.function].slips:
            if slip.negates or self._negates(call, slip):
                return slip
        expansion = self.textbook.expansion(call)
        if expansion is not None:
            return self._turned(expansion)
        if not self.textbook.quantities[call.function].logarithmic:
            return ""
        return self._turned(grammar.parsed(self.textbook.case(call).means))

    def _negates(self, call: Call, slip: Slip) -> bool:
        """Whether a slip that a bank declares leads to minus the value, as only values can tell."""
        if not self.textbook.quantities.is_own(call.function):
            return False
        minus = self.textbook.value(call) * -1.0
        if not np.any(minus):
            return False
        return any(
            mark(wrong) == mark(minus) for _, wrong in self.textbook.wrong_values(call, slip)
        )

    def _slip_mistakes(self, calls: Iterable[Call]) -> Iterator[Mistake]:
        for call in calls:
            quantity = self.textbook.quantities[call.function]
            sought = [slip for slip in quantity.slips if self._is_sought((slip.id,))]
            if not sought:
                continue
            reduced = self.textbook.is_reduced(call)
            for slip in sought:
                if slip.whole == reduced or not quantity.reduces:
                    yield from self._of_slip(call, slip)

    def _of_slip(self, call: Call, slip: Slip) -> Iterator[Mistake]:
        if slip.inside and not self._inside(call, slip.inside):
            return
        if slip.unless_inside and self._inside(call, slip.unless_inside):
            return
        for way, wrong in self.textbook.wrong_values(call, slip):
            try:
                effort.spend(_STEPS_A_WAY)
                value = self.textbook.replaced(self.root, call, wrong)
            except ExpressionError:
                continue
            if not _is_meant(value, infinite=slip.infinite):
                continue
            yield Mistake((slip.id,), slip.says, value, slip.common, call, slip, way, wrong)

    def _inside(self, node: Node, function: str) -> bool:
        """Whether an argument of a call rests on a quantity."""
        for child in grammar.children(node):
            part = self.textbook.resolved(child)
            if isinstance(part, Call) and _is_kind(part, function, self.textbook.quantities):
                return True
            if self._inside(part, function):
                return True
        return False

    def named(self, typed: Typed) -> tuple[Mistake, ...]:
        """Return the mistakes that a wrong response could be; one, or honestly several.

        A slip is looked for in one call, and only then in all calls of its quantity at once.
        """
        exact = [m for m in self.mistakes if matches(typed, m, exactly=True)]
        near = exact or [m for m in self.mistakes if matches(typed, m)]
        return distinct(near or [m for m in self._repeated if matches(typed, m)])

    @cached_property
    def _repeated(self) -> tuple[Mistake, ...]:
        """The slips of a quantity that can be made in each of its calls, made in all of them."""
        with np.errstate(all="ignore"), effort.Effort(MOST_STEPS):
            return tuple(self._all_at_once())

    def _all_at_once(self) -> Iterator[Mistake]:
        if self.textbook.is_large(self.root):
            return
        calls = tuple(self.textbook.calls(self.root))
        often = Counter(call.function for call in calls)
        made: dict[tuple[str, ...], dict[Call, Mistake]] = {}
        ways: Counter[tuple[str, ...]] = Counter()
        for mistake in self._slip_mistakes(one for one in calls if often[one.function] > 1):
            if mistake.call is not None:
                which = (mistake.call.function, *mistake.ids)
                made.setdefault(which, {})[mistake.call] = mistake
                ways[which] += 1
        for which, each in made.items():
            if not len(each) == ways[which] > 1:
                continue
            wrong = {call: mistake.wrong for call, mistake in each.items()}
            try:
                value = self.textbook.all_replaced(self.root, wrong)
            except ExpressionError:
                continue
            first = next(iter(each.values()))
            if _is_meant(value, infinite=first.slip is not None and first.slip.infinite):
                yield replace(first, value=value, calls=len(each), common=False)

    def unfair(self, reach: Any, *, units: bool = True) -> tuple[Mistake, ...]:  # noqa: ANN401
        """Return the mistakes whose value could pass for the key.

        Parameters
        ----------
        reach
            How far from the key each entry of a correct response may be.
        units
            Whether wrong units are mistakes here.
        """
        near = self._near(reach, units=units)
        return tuple(filter(near, (*self.equal, *self.mistakes)))

    def is_fair(
        self,
        reach: Any,  # noqa: ANN401 - a number or a list
        pardons: Callable[[tuple[str, ...]], bool],
        *,
        units: bool = True,
    ) -> bool:
        """Whether no mistake could pass for the key, but by slips that are pardoned.

        The first that could is looked for; only where there is none are all of them kept.
        """
        near, found = self._near(reach, units=units), []
        with self._bounded():
            for mistake in self._looked_for():
                if near(mistake) and not pardons(mistake.ids):
                    return False
                found.append(mistake)
        self._found = once(found)
        return True

    def _near(self, reach: Any, *, units: bool) -> Callable[[Mistake], bool]:  # noqa: ANN401
        """Return what tells whether a mistake's value could pass for the key."""
        shape = np.shape(self.key)
        wanted = list(zip(entries(self.key), entries(FAIR_DISTANCE * reach), strict=True))

        def near(mistake: Mistake) -> bool:
            if np.shape(mistake.value) != shape or (mistake.unit and not units):
                return False
            return all(
                one == other or abs(one - other) <= far
                for one, (other, far) in zip(entries(mistake.value), wanted, strict=True)
            )

        return near

    def broken_law(self, value: Any) -> str:  # noqa: ANN401 - a number or a list
        """Say which law of the answer's quantity a response breaks; empty when none."""
        root = self.textbook.resolved(self.root)
        if not isinstance(root, Call) or root.function not in self.textbook.quantities:
            return ""
        for law, says in self.textbook.quantities[root.function].checks:
            held = self.textbook.with_names({"result": np.asarray(value)}).value(
                grammar.parsed(law)
            )
            if not np.all(held):
                total = np.sum(value, axis=-1)
                return says.format(sum=result_text(total))
        return ""

    @cached_property
    def _naming(self) -> Naming:
        return Naming(self.textbook, self.root)

    def says(self, mistake: Mistake) -> str:
        """Return what to say of a mistake, with the part of the answer that it was made in."""
        call, slip = mistake.call, mistake.slip
        if call is None or slip is None:
            return mistake.says
        with np.errstate(all="ignore"):
            wrong = mistake.wrong
            says = self._of_classes(mistake, call, slip)
            if says and self._naming.is_alone(call):
                return says
            says = says or mistake.says
            right = self.textbook.value(call)
            if mark(wrong) == mark(mistake.value) and mark(right) == mark(self.key):
                return says
            often = f"You made a mistake {times(mistake.calls)}. " if mistake.calls > 1 else ""
            return f"{often}{self._taken(call, np.asarray(wrong), np.asarray(right))} {says}"

    def _of_classes(self, mistake: Mistake, call: Call, slip: Slip) -> str:
        """Return which class was taken for which; nothing where there are several of them."""
        if not slip.here:
            return ""
        known = {
            **self.textbook.arguments(call),
            "result": self.textbook.value(call),
            "way": np.float64(mistake.way),
        }
        places = [self.textbook.with_names(known).value(grammar.parsed(c)) for c in slip.classes]
        if any(np.ndim(place) for place in places):
            return ""
        return slip.here.format(*(ordinal(int(place) + 1) for place in places))

    def _taken(self, call: Call, wrong: Any, right: Any) -> str:  # noqa: ANN401 - arrays
        """Say what was taken for a part of the answer, for the row alone where it is one."""
        name, part = self._naming.spoken(call), self._part(call)
        if part and wrong.ndim == right.ndim == 1 and wrong.shape == right.shape:
            other = np.flatnonzero(wrong != right)
            if len(other) == 1 < len(wrong):
                place = int(other[0])
                return (
                    f"In {part} {place + 1}, you took {result_text(wrong[place])} for the {name}."
                )
        if wrong.size > _MOST_TAKEN:
            return f"Your number follows from a wrong {name}."
        return f"For the {name}, you took {result_text(wrong)}."

    def _part(self, call: Call) -> str:
        """Return what the working calls the parts of a call; empty where it is worked at once."""
        quantity, values = self.textbook.quantities[call.function], self.textbook.arguments(call)
        if compiled.rows(quantity, values) is not None:
            return "row"
        lists = any(
            np.ndim(values[parameter.name])
            for parameter in quantity.parameters
            if parameter.kind == "number"
        )
        return "entry" if lists else ""

    def lines(self, mistake: Mistake) -> tuple[str, str]:
        """Return the learner's calculation and the right one, where they part."""
        with np.errstate(all="ignore"):
            return self._lines(mistake)

    def _lines(self, mistake: Mistake) -> tuple[str, str]:
        if mistake.right_in:
            line = result_text(self._key_in(mistake.right_in), mistake.right_in)
            return line, f"{line} = {result_text(self.key, self.unit)}"
        if mistake.instead is not None:
            return self._line(mistake.instead, dict(self.textbook.names), mistake.value), ""
        if mistake.call is None or mistake.slip is None:
            return "", ""
        quantity = self.textbook.quantities[mistake.call.function]
        right_value = self.textbook.value(mistake.call)
        values = {
            **self.textbook.arguments(mistake.call),
            "result": right_value,
            "way": float(mistake.way),
        }
        if not mistake.slip.whole and compiled.rows(quantity, values) is not None:
            return "", ""
        base = self.textbook.base_of(mistake.call) if quantity.logarithmic else e
        wrong = mistake.wrong
        yours = self._line(grammar.parsed(mistake.slip.instead), values, wrong, base)
        if mark(wrong) != mark(mistake.value):
            each = f"done {times(mistake.calls)}, it" if mistake.calls > 1 else "which"
            yours += f", {each} gives {result_text(mistake.value)}"
        if self.textbook.expansion(mistake.call) is not None:
            return yours, ""
        definition = grammar.parsed(self.textbook.case(mistake.call).means)
        return yours, self._line(definition, values, right_value, base)

    def _line(self, tree: Node, values: dict[str, Any], value: Any, base: float = e) -> str:  # noqa: ANN401
        """Return a calculation with its numbers in, and what it comes to."""
        board = Blackboard(base, 4, self.textbook.quantities)
        end = result_text(value)
        try:
            filled = board.put_in(tree, values)
        except ExpressionError:
            return ""
        if is_literal(filled):
            return end
        written = board.text(filled)
        sign = board.relation(filled, numeral_value(entry_texts(value)))
        return f"{written} {sign} {end}" if written != end else end


def _is_kind(call: Call, function: str, quantities: Quantities) -> bool:
    if function == "logarithmic":
        return call.function in quantities and quantities[call.function].logarithmic
    return call.function == function


def _is_meant(value: Any, *, infinite: bool) -> bool:  # noqa: ANN401 - a number or a list
    """Whether a value is finite, or infinite on purpose."""
    if not isinstance(value, np.ndarray):
        return isfinite(value) or (infinite and isinf(value))
    return not np.isnan(value).any() and (infinite or bool(np.isfinite(value).all()))


def _conversion(unit: str, asked: str) -> str:
    for verb, natural, base in (("multiply", asked, BASES[unit]), ("divide", unit, BASES[asked])):
        if natural == "nats":
            return f"{verb} by ln {base:g} ({log(base):.4g})"
    return f"multiply by {log(BASES[unit]) / log(BASES[asked]):.4g}"
