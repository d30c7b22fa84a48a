"""The names of the language without the arithmetic behind them: reading a bank is quick."""

from __future__ import annotations

from collections.abc import Mapping
from math import e, inf, pi
from typing import Final, NamedTuple

from quizapp.errors import ExpressionError
from quizapp.expressions import grammar
from quizapp.expressions.grammar import Call, Node
from quizapp.quantities import QUANTITIES
from quizapp.quantities.quantity import Parameter, Quantity
from quizapp.text.suggestions import nearest

MAXIMUM_SIZE: Final = 10_000
"""Entries that an array may have."""

CONSTANTS: Final[Mapping[str, float]] = {"e": e, "pi": pi, "inf": inf}


class Function(NamedTuple):
    """A function of the language that is no quantity."""

    least: int
    most: int
    meaning: str
    numpy: str = ""
    """The function of numpy that computes it; nothing for those that `functions.py` defines."""
    shortens: bool = False
    """Whether it takes the last axis together: the classes within a row."""
    silent: bool = False
    """Whether a solution looks it up rather than calculates it, on no line of its own."""
    entangles: bool = False
    """Whether it gives a list whose entries each depend on all the entries it takes."""

    @property
    def whole(self) -> bool:
        """Whether it takes a list as a whole, and not each entry by itself."""
        return self.shortens or self.entangles


FUNCTIONS: Final[Mapping[str, Function]] = {
    "sum": Function(1, 1, "the sum of the entries, row by row", "add.reduce", shortens=True),
    "mean": Function(1, 1, "the average of the entries, row by row", shortens=True),
    "min": Function(1, 9, "the smallest entry, or the smaller of two", shortens=True, silent=True),
    "max": Function(1, 9, "the largest entry, or the larger of two", shortens=True, silent=True),
    "argmax": Function(
        1, 1, "the index of the largest entry (from 0)", "argmax", shortens=True, silent=True
    ),
    "abs": Function(1, 1, "the absolute value", "abs", silent=True),
    "round": Function(1, 2, "rounded to a number of decimals", silent=True),
    "len": Function(1, 1, "how many entries a row has", shortens=True, silent=True),
    "sqrt": Function(1, 1, "the square root", "sqrt"),
    "exp": Function(1, 1, "e to the power", "exp"),
    "log": Function(1, 1, "the natural logarithm", "log"),
    "ln": Function(1, 1, "the natural logarithm", "log"),
    "log2": Function(1, 1, "the logarithm to base 2", "log2"),
    "log10": Function(1, 1, "the logarithm to base 10", "log10"),
    "xlog": Function(2, 2, "x·ln y, and 0 where x is 0"),
    "comb": Function(2, 2, "the number of ways to choose k from n, comb(n, k)"),
    "factorial": Function(1, 1, "the product of the whole numbers up to n"),
    "normal_cdf": Function(1, 1, "the standard normal CDF at x"),
    "normal_quantile": Function(1, 1, "the standard normal quantile (inverse CDF)"),
}

DEFINITION_FUNCTIONS: Final[Mapping[str, Function]] = {
    "range": Function(1, 1, "the numbers from 0 up to before n", silent=True),
    "rank": Function(1, 1, "how many axes it has", silent=True),
    "rows": Function(1, 1, "how many rows it has", silent=True),
    "given": Function(1, 1, "whether the parameter was given"),
    "transpose": Function(1, 1, "rows and columns exchanged", "transpose", silent=True),
    "reversed": Function(1, 1, "the entries from the last to the first", "flip", silent=True),
    "flat": Function(1, 1, "all entries in one row", "ravel", silent=True),
    "option": Function(0, 0, "whether an option has this word, as in option(given='x')"),
}
"""Further functions, for the definitions of quantities alone."""

ALL_FUNCTIONS: Final[Mapping[str, Function]] = {**FUNCTIONS, **DEFINITION_FUNCTIONS}

SHARED_OPTIONS: Final = ("base",)
"""Options that every logarithmic quantity takes."""


def check(
    tree: Node, known: frozenset[str] | set[str], quantities: Mapping[str, Quantity] = QUANTITIES
) -> None:
    """Check the names, functions and arguments of a tree against the language.

    Raises
    ------
    ExpressionError
        At the first name, function or option that isn't known, with the nearest that is.
    """
    for node in grammar.walk(tree):
        if isinstance(node, grammar.Name) and node.name not in known and node.name not in CONSTANTS:
            hint = nearest(node.name, [*known, *CONSTANTS])
            raise ExpressionError(f"unknown name '{node.name}'{hint}", node.column)
        if isinstance(node, Call):
            check_call(node, quantities)


def check_call(call: Call, quantities: Mapping[str, Quantity] = QUANTITIES) -> None:
    """Check one call's function, number of arguments and options."""
    if call.function in quantities:
        _check_quantity_call(call, quantities[call.function])
        return
    function = FUNCTIONS.get(call.function)
    if function is None:
        hint = _instead(call.function, quantities)
        raise ExpressionError(f"there is no function '{call.function}'{hint}", call.column)
    if call.options:
        raise ExpressionError(f"{call.function} has no options", call.column)
    count = len(call.arguments)
    if not function.least <= count <= function.most:
        wanted = _counted(function.least, function.most)
        hint = _BASES if call.function in ("log", "ln") and count > 1 else ""
        raise ExpressionError(f"{call.function} takes {wanted}, not {count}{hint}", call.column)


_BASES: Final = "; for another base write log2(x), log10(x), or log(x) / log(b)"
_INSTEAD: Final[Mapping[str, str]] = {
    **dict.fromkeys(("int", "floor", "ceil", "trunc"), "round(x) rounds to a whole number"),
    **dict.fromkeys(("pow", "power"), "write x ** y"),
    **dict.fromkeys(("dot", "matmul"), "write sum(a * b)"),
    "norm": "write sqrt(sum(x ** 2))",
    **dict.fromkeys(("var", "variance"), "write mean((x - mean(x)) ** 2)"),
    **dict.fromkeys(("std", "stdev"), "write sqrt(mean((x - mean(x)) ** 2))"),
    "relu": "write max(0, x)",
    "tanh": "write 2 * sigmoid(2 * x) - 1",
    **dict.fromkeys(("average", "avg"), "write mean(x)"),
    **dict.fromkeys(("binom", "choose", "nCr"), "write comb(n, k)"),
    "log1p": "write log(1 + x)",
    "lg": "write log2(x) or log10(x)",
    "size": "write len(x)",
    **dict.fromkeys(("if", "where"), "multiply by a comparison, as in (x > 0) * x"),
}
"""What to write for functions that other languages have."""


def _instead(name: str, quantities: Mapping[str, Quantity]) -> str:
    """Say what to write for a function that isn't known."""
    if name in _INSTEAD:
        return f"; {_INSTEAD[name]}"
    hint = nearest(name, [*quantities, *FUNCTIONS])
    return hint or f"; besides the quantities you can use {', '.join(sorted(FUNCTIONS))}"


def _check_quantity_call(call: Call, quantity: Quantity) -> None:
    positional = [parameter for parameter in quantity.parameters if not parameter.keyword]
    if len(call.arguments) > len(positional):
        wanted = _counted(sum(p.default is None for p in positional), len(positional))
        raise ExpressionError(
            f"{call.function} takes {wanted} ({quantity.signature}), not {len(call.arguments)}",
            call.column,
        )
    allowed = [parameter.name for parameter in quantity.parameters]
    if quantity.logarithmic:
        allowed.extend(SHARED_OPTIONS)
    given = {parameter.name for parameter in positional[: len(call.arguments)]}
    for name, value in call.options:
        if name not in allowed:
            hint = nearest(name, allowed)
            raise ExpressionError(f"{call.function} has no option '{name}'{hint}", value.column)
        if name in given:
            raise ExpressionError(f"{name} is given twice", value.column)
        given.add(name)
    missing = [p.name for p in quantity.parameters if p.default is None and p.name not in given]
    if missing:
        raise ExpressionError(
            f"{call.function} also needs {missing[0]} ({quantity.signature})", call.column
        )


def is_entrywise(tree: Node, quantities: Mapping[str, Quantity] = QUANTITIES) -> bool:
    """Whether a checked tree treats each entry of a list by itself."""
    for node in grammar.walk(tree):
        if isinstance(node, grammar.Array | grammar.Index):
            return False
        if isinstance(node, Call):
            quantity = quantities.get(node.function)
            if quantity is None:
                if FUNCTIONS[node.function].whole:
                    return False
            elif any(parameter.kind != "number" for parameter in quantity.parameters):
                return False
    return True


def _counted(least: int, most: int) -> str:
    if least == most:
        return f"{least} argument{'s' if least != 1 else ''}"
    return f"{least} to {most} arguments"


def bind(call: Call, parameters: tuple[Parameter, ...]) -> dict[str, Node]:
    """Return the argument of each parameter that a checked call gives."""
    given = dict(zip((parameter.name for parameter in parameters), call.arguments, strict=False))
    given.update(call.options)
    return given
