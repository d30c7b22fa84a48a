"""Draw parameters from a hash: the same for the same name and seed, on every machine, for ever.

No library's random stream is involved, so adding a question or a parameter moves nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from itertools import pairwise
from operator import add, mul, sub
from types import MappingProxyType
from typing import Any, Final, NamedTuple, TypeAlias, get_args

from quizapp.errors import ExpressionError
from quizapp.expressions.chance import Chance
from quizapp.expressions.grammar import (
    Array,
    Binary,
    Call,
    Index,
    Name,
    Node,
    NumberLiteral,
    Unary,
    names,
    parse,
    walk,
)
from quizapp.text.suggestions import nearest

MOST_ENTRIES: Final = 100
"""Entries that a drawn vector may have."""
_MOST_STEPS: Final = 1_000_000

Drawn = int | float | list[int] | list[float] | list[list[int]] | list[list[float]]

Sampler: TypeAlias = Callable[[Chance], Drawn]
"""Draws by chance, again and again, from what was checked once."""


class Draw(NamedTuple):
    """A way to draw a parameter: what it takes, and what it gives."""

    signature: str
    meaning: str
    sampler: Callable[..., Sampler]
    """Checks the arguments, and returns what draws from them."""
    example: str
    """A call of it, for whoever wrote another one."""

    @property
    def parameters(self) -> tuple[str, ...]:
        """Names of the arguments."""
        return tuple(part.split("=")[0].strip() for part in self.signature.split(","))

    @property
    def defaults(self) -> Mapping[str, Decimal]:
        """Values of the arguments that may be left out."""
        pairs = (part.split("=") for part in self.signature.split(",") if "=" in part)
        return {name.strip(): Decimal(value.strip()) for name, value in pairs}


@dataclass(frozen=True)
class Arguments:
    """A draw's call, and its arguments by name."""

    call: Call
    given: Mapping[str, Any]
    """Decimals and lists of them, or trees over earlier draws."""

    @cached_property
    def is_constant(self) -> bool:
        """Whether it uses no earlier draws."""
        return not any(isinstance(value, _NODES) for value in self.given.values())

    @cached_property
    def _kept(self) -> Sampler:
        return DRAWS[self.call.function].sampler(**self.given)

    def sampler(self, earlier: Mapping[str, Any]) -> Sampler:
        """Return what draws, after earlier draws."""
        if self.is_constant:
            return self._kept
        given = {
            name: _constant(value, earlier) if isinstance(value, _NODES) else value
            for name, value in self.given.items()
        }
        return DRAWS[self.call.function].sampler(**given)


def drawn(draw: Arguments, *name: object, earlier: Mapping[str, Any] | None = None) -> Drawn:
    """Return the parameter that a draw gives.

    Parameters
    ----------
    draw
        A call of one of `DRAWS`, read.
    name
        What the hash is of: bank, question, seed, attempt, parameter.
    earlier
        What was drawn before, by name.

    Raises
    ------
    ExpressionError
        When the draw can't be made.
    """
    call = draw.call
    try:
        return draw.sampler(earlier or {})(Chance(*name))
    except ExpressionError as error:
        message = error.message
        if "such as" not in message:
            message += f", such as {DRAWS[call.function].example}"
        raise ExpressionError(message, call.column) from error
    except (ArithmeticError, TypeError) as error:
        raise ExpressionError(
            "a draw takes numbers of ordinary size, such as integer(1, 6)", call.column
        ) from error


def arguments_of(text: str) -> Arguments:
    """Return a draw such as ``probabilities(3, step=0.05)``, checked against its signature."""
    call = parse(text)
    if not isinstance(call, Call):
        raise ExpressionError(
            f"a draw must be one of: {', '.join(DRAWS)} (for example index(3))", 1
        )
    known = DRAWS.get(call.function)
    if known is None:
        hint = nearest(call.function, DRAWS)
        raise ExpressionError(
            f"unknown draw '{call.function}'{hint or '; choose from: ' + ', '.join(DRAWS)}",
            call.column,
        )
    takes = f"{call.function} takes ({known.signature}), such as {known.example}"
    if len(call.arguments) > len(known.parameters):
        raise ExpressionError(f"{takes}; not {len(call.arguments)} values", call.column)
    nodes = dict(zip(known.parameters, call.arguments, strict=False))
    for name, node in call.options:
        if name not in known.parameters:
            raise ExpressionError(f"{takes}; it has no '{name}'", node.column)
        if name in nodes:
            raise ExpressionError(f"{takes}; '{name}' appears twice", node.column)
        nodes[name] = node
    arguments: dict[str, Any] = dict(known.defaults)
    for name, node in nodes.items():
        arguments[name] = node if names(node) else _constant(node)
    missing = [name for name in known.parameters if name not in arguments]
    if missing:
        raise ExpressionError(f"{takes}; add {' and '.join(missing)}", call.column)
    return Arguments(call, arguments)


def names_in(draw: Arguments) -> Iterator[Name]:
    """Yield the names of earlier draws that a draw uses."""
    for value in draw.given.values():
        if isinstance(value, _NODES):
            yield from (node for node in walk(value) if isinstance(node, Name))


def _constant(node: Node, earlier: Mapping[str, Any] = MappingProxyType({})) -> Any:  # noqa: ANN401 - a number, or a list of them
    match node:
        case NumberLiteral(value=value):
            return Decimal(repr(value))
        case Unary(operator="-" | "+" as sign, operand=operand):
            inner = _number(_constant(operand, earlier), node)
            return -inner if sign == "-" else inner
        case Array(items=items):
            return [_constant(item, earlier) for item in items]
        case Name(name=name) if name in earlier:
            return _decimals(earlier[name])
        case Name(name=name):
            raise ExpressionError(
                f"a draw takes numbers, such as index(3), and names drawn above it, not '{name}'",
                node.column,
            )
        case Binary(operator="+" | "-" | "*" as operator, left=left, right=right):
            first = _number(_constant(left, earlier), left)
            return _COMBINED[operator](first, _number(_constant(right, earlier), right))
        case Index(target=target, index=index):
            entries, place = _constant(target, earlier), _constant(index, earlier)
            if isinstance(entries, list) and place in range(len(entries)):
                return entries[int(place)]
            raise ExpressionError("no such entry was drawn above", node.column)
        case _:
            raise ExpressionError(
                "a draw takes numbers written out, such as decimal(0.1, 0.9, 0.1)", node.column
            )


_NODES: Final = get_args(Node)
_COMBINED: Final[Mapping[str, Callable[[Decimal, Decimal], Decimal]]] = {
    "+": add,
    "-": sub,
    "*": mul,
}


def _number(value: Any, node: Node) -> Decimal:  # noqa: ANN401 - a number, or a list of them
    if not isinstance(value, Decimal):
        raise ExpressionError("a draw can't calculate with a list", node.column)
    return value


def _decimals(value: Any) -> Any:  # noqa: ANN401 - a number, or a list of them
    return [_decimals(one) for one in value] if isinstance(value, list) else Decimal(repr(value))


def _whole(value: Any, what: str, least: int, most: int) -> int:  # noqa: ANN401
    if not isinstance(value, Decimal) or value != value.to_integral_value():
        raise ExpressionError(f"{what} must be a whole number")
    if not least <= value <= most:
        raise ExpressionError(f"{what} must be from {least:,} to {most:,}")
    return int(value)


def _steps(low: Decimal, high: Decimal, step: Decimal) -> int:
    if step <= 0 or low > high:
        raise ExpressionError("the upper end must be larger, and the step above 0")
    count = (high - low) / step
    if count != count.to_integral_value() or count > _MOST_STEPS:
        raise ExpressionError("the range must be a whole number of steps, at most a million")
    return int(count)


def _integer(a: Decimal, b: Decimal) -> Callable[[Chance], int]:
    low = _whole(a, "a", -(10**9), 10**9)
    high = _whole(b, "b", -(10**9), 10**9)
    if low > high:
        raise ExpressionError("put the smaller number first")
    return lambda chance: low + chance.below(high - low + 1)


def _decimal(a: Decimal, b: Decimal, step: Decimal) -> Callable[[Chance], float]:
    count = _steps(a, b, step) + 1
    return lambda chance: float(a + step * chance.below(count))


def _choice(options: Any) -> Sampler:  # noqa: ANN401 - a number, or a list of them
    if not isinstance(options, list):
        raise ExpressionError("choice takes a list")
    for option in options:
        _shape(option)
    return lambda chance: _plain(options[chance.below(len(options))])


def _shape(value: Any) -> tuple[int, ...]:  # noqa: ANN401 - a number, or a list of them
    """Return the lengths of a list and of the lists in it."""
    if not isinstance(value, list):
        return ()
    shapes = {_shape(entry) for entry in value}
    if len(shapes) > 1:
        raise ExpressionError("the rows of a list need the same length")
    return (len(value), *shapes.pop())


def _plain(value: Any) -> Any:  # noqa: ANN401 - a number, or a list of them
    if isinstance(value, list):
        return [_plain(entry) for entry in value]
    return int(value) if value == value.to_integral_value() else float(value)


def _index(k: Decimal) -> Sampler:
    count = _whole(k, "k", 1, 10_000)
    return lambda chance: chance.below(count)


def _probabilities(k: Decimal, step: Decimal) -> Sampler:
    """Return what draws k positive multiples of the step that sum to 1, each list as likely."""
    count = _whole(k, "k", 1, MOST_ENTRIES)
    parts = _steps(Decimal(0), Decimal(1), step)
    if parts < count:
        raise ExpressionError(f"{count} probabilities don't fit into steps of {step}")

    def sampled(chance: Chance) -> Drawn:
        chosen: set[int] = set()
        for last in range(parts - count + 1, parts):
            cut = 1 + chance.below(last)
            chosen.add(last if cut in chosen else cut)
        cuts = [0, *sorted(chosen), parts]
        return [float(step * (high - low)) for low, high in pairwise(cuts)]

    return sampled


def _logits(k: Decimal, low: Decimal, high: Decimal, step: Decimal) -> Sampler:
    count = _whole(k, "k", 1, MOST_ENTRIES)
    one = _decimal(low, high, step)
    return lambda chance: [one(chance) for _ in range(count)]


def _integers(k: Decimal, a: Decimal, b: Decimal) -> Callable[[Chance], list[int]]:
    one = _integer(a, b)
    count = _whole(k, "k", 1, MOST_ENTRIES)
    return lambda chance: [one(chance) for _ in range(count)]


def _table(rows: Decimal, columns: Decimal, a: Decimal, b: Decimal) -> Sampler:
    count = _whole(rows, "rows", 1, MOST_ENTRIES)
    if count * _whole(columns, "columns", 1, MOST_ENTRIES) > MOST_ENTRIES:
        raise ExpressionError(f"a table has at most {MOST_ENTRIES} entries")
    row = _integers(columns, a, b)
    return lambda chance: [row(chance) for _ in range(count)]


def _points(k: Decimal, low: Decimal, high: Decimal, step: Decimal, axes: Decimal) -> Sampler:
    """Return what draws different points, each a list of coordinates."""
    count, size = _whole(k, "k", 1, MOST_ENTRIES), _whole(axes, "axes", 1, 5)
    if count * size > MOST_ENTRIES or (_steps(low, high, step) + 1) ** size < 2 * count:
        raise ExpressionError(f"{count} different points don't fit")
    one = _decimal(low, high, step)

    def sampled(chance: Chance) -> Drawn:
        found: dict[tuple[float, ...], None] = {}
        while len(found) < count:
            found[tuple(one(chance) for _ in range(size))] = None
        return [list(point) for point in found]

    return sampled


def _sample(k: Decimal, mean: Decimal, std: Decimal, step: Decimal) -> Sampler:
    """Return what draws numbers from nearly a normal distribution, each rounded to a step.

    Each is the sum of twelve uniform ones, in integers: the same on every machine.
    """
    if std < 0 or step <= 0:
        raise ExpressionError("the spread must not be negative, and the step above 0")
    count = _whole(k, "k", 1, MOST_ENTRIES)

    def one(chance: Chance) -> float:
        exact = mean + std * (Decimal(sum(chance.below(_FINE) for _ in range(12))) / _FINE - 6)
        return float((exact / step).to_integral_value() * step)

    return lambda chance: [one(chance) for _ in range(count)]


_FINE: Final = 2**20


def _labels(k: Decimal) -> Sampler:
    """Return what draws a multi-hot list with a 1 and, from two labels on, a 0."""
    count = _whole(k, "k", 1, 60)

    def sampled(chance: Chance) -> Drawn:
        pattern = 1 + chance.below(2**count - 2) if count > 1 else 1
        return [pattern >> place & 1 for place in range(count)]

    return sampled


DRAWS: Final[Mapping[str, Draw]] = {
    "integer": Draw("a, b", "a whole number from a to b", _integer, "integer(1, 6)"),
    "decimal": Draw(
        "a, b, step", "a number from a to b, in steps", _decimal, "decimal(0.1, 0.9, 0.1)"
    ),
    "choice": Draw("options", "one entry of a list", _choice, "choice([2, 3, 5])"),
    "index": Draw("k", "a class number from 0 to k − 1", _index, "index(3)"),
    "probabilities": Draw(
        "k, step",
        "k positive probabilities that sum to 1",
        _probabilities,
        "probabilities(3, 0.05)",
    ),
    "logits": Draw("k, low=-3, high=3, step=0.1", "k logits", _logits, "logits(3)"),
    "integers": Draw("k, a, b", "k whole numbers from a to b", _integers, "integers(5, 1, 20)"),
    "table": Draw(
        "rows, columns, a, b",
        "rows of whole numbers from a to b",
        _table,
        "table(2, 3, 5, 40)",
    ),
    "points": Draw(
        "k, low, high, step=1, axes=2",
        "k different points, each a list of coordinates",
        _points,
        "points(4, 0, 9)",
    ),
    "sample": Draw(
        "k, mean, std, step=0.1",
        "k numbers spread about a mean like a normal distribution, rounded to the step",
        _sample,
        "sample(6, 50, 10, step=1)",
    ),
    "labels": Draw("k", "k labels, each 0 or 1, with at least one of each", _labels, "labels(4)"),
}
