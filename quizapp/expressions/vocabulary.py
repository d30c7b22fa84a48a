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
    "prod": Function(1, 1, "the product of the entries", "multiply.reduce", shortens=True),
    "mean": Function(1, 1, "the average of the entries, row by row", shortens=True),
    "median": Function(1, 1, "the middle entry, or the mean of the two", "median", shortens=True),
    "var": Function(1, 2, "the variance: divides by n, and var(x, 1) by n − 1", shortens=True),
    "std": Function(1, 2, "the standard deviation: the root of var, std(x, 1)", shortens=True),
    "min": Function(1, 9, "the smallest entry, or the smaller of two", shortens=True, silent=True),
    "max": Function(1, 9, "the largest entry, or the larger of two", shortens=True, silent=True),
    "argmin": Function(
        1, 1, "the index of the smallest entry (from 0)", "argmin", shortens=True, silent=True
    ),
    "argmax": Function(
        1, 1, "the index of the largest entry (from 0)", "argmax", shortens=True, silent=True
    ),
    "len": Function(1, 1, "how many entries a row has", shortens=True, silent=True),
    "norm": Function(1, 1, "the Euclidean length: the root of the sum of squares", shortens=True),
    "dot": Function(2, 2, "the sum of the products, entry by entry", shortens=True),
    "matmul": Function(2, 2, "the product of a matrix and a matrix or list", entangles=True),
    "transpose": Function(
        1, 1, "rows and columns exchanged", "transpose", entangles=True, silent=True
    ),
    "sort": Function(1, 1, "the entries from the smallest up", entangles=True, silent=True),
    "cumsum": Function(1, 1, "running totals of the entries", entangles=True),
    "range": Function(
        1, 3, "0 up to before n, or range(from, before, step)", entangles=True, silent=True
    ),
    "where": Function(3, 3, "where(c, a, b): a where c holds, b elsewhere", silent=True),
    "abs": Function(1, 1, "the absolute value", "abs", silent=True),
    "sign": Function(1, 1, "−1, 0 or 1", "sign", silent=True),
    "round": Function(1, 2, "rounded to a number of decimals", silent=True),
    "floor": Function(1, 1, "rounded down to an integer"),
    "ceil": Function(1, 1, "rounded up to an integer"),
    "mod": Function(2, 2, "the remainder: mod(7, 3) is 1", "mod"),
    "clip": Function(3, 3, "clip(x, low, high): within the bounds", silent=True),
    "relu": Function(1, 1, "the larger of 0 and x", silent=True),
    "tanh": Function(1, 1, "the hyperbolic tangent", "tanh"),
    "sqrt": Function(1, 1, "the square root", "sqrt"),
    "exp": Function(1, 1, "e to the power", "exp"),
    "log": Function(1, 1, "the natural logarithm", "log"),
    "ln": Function(1, 1, "the natural logarithm", "log"),
    "log2": Function(1, 1, "the logarithm to base 2", "log2"),
    "log10": Function(1, 1, "the logarithm to base 10", "log10"),
    "xlog": Function(2, 2, "x·ln y, and 0 where x is 0"),
    "comb": Function(2, 2, "the number of ways to choose k from n, comb(n, k)"),
    "factorial": Function(1, 1, "the product of the whole numbers up to n"),
    "normal_pdf": Function(1, 1, "the standard normal density at x"),
    "normal_cdf": Function(1, 1, "the standard normal CDF at x"),
    "normal_quantile": Function(1, 1, "the standard normal quantile (inverse CDF)"),
    "t_cdf": Function(2, 2, "the CDF of Student's t, t_cdf(x, degrees of freedom)"),
    "t_quantile": Function(2, 2, "its quantile, t_quantile(share, degrees of freedom)"),
    "binomial_pmf": Function(3, 3, "the probability of k successes, binomial_pmf(k, n, p)"),
    "binomial_cdf": Function(3, 3, "the probability of at most k successes, (k, n, p)"),
    "poisson_pmf": Function(2, 2, "the probability of k events, poisson_pmf(k, rate)"),
    "poisson_cdf": Function(2, 2, "the probability of at most k events, (k, rate)"),
}

DEFINITION_FUNCTIONS: Final[Mapping[str, Function]] = {
    "rank": Function(1, 1, "how many axes it has", silent=True),
    "rows": Function(1, 1, "how many rows it has", silent=True),
    "given": Function(1, 1, "whether the parameter was given"),
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
        raise ExpressionError(f"no function called '{call.function}'{hint}", call.column)
    if call.options:
        raise ExpressionError(f"{call.function} has no options", call.column)
    count = len(call.arguments)
    if not function.least <= count <= function.most:
        wanted = _counted(function.least, function.most)
        hint = _BASES if call.function in ("log", "ln") and count > 1 else ""
        raise ExpressionError(f"{call.function} takes {wanted}, not {count}{hint}", call.column)


_BASES: Final = "; for another base write log2(x), log10(x), or log(x) / log(b)"
_INSTEAD: Final[Mapping[str, str]] = {
    **dict.fromkeys(("int", "trunc"), "write floor(x), ceil(x) or round(x)"),
    "ceiling": "write ceil(x)",
    **dict.fromkeys(("pow", "power"), "write x ** y"),
    "variance": "write var(x), or var(x, 1) to divide by n − 1",
    **dict.fromkeys(("stdev", "sd"), "write std(x), or std(x, 1) to divide by n − 1"),
    **dict.fromkeys(("average", "avg"), "write mean(x)"),
    **dict.fromkeys(("binom", "choose", "nCr"), "write comb(n, k), or binomial_pmf(k, n, p)"),
    "log1p": "write log(1 + x)",
    "lg": "write log2(x) or log10(x)",
    "size": "write len(x)",
    "if": "write where(condition, a, b)",
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


def first_argument(call: Call, quantities: Mapping[str, Quantity]) -> Node:
    """Return what a checked call is of: its first argument, given by its place or by its name.

    Where none is given, it is a number that the quantity has instead, or else the call itself.
    """
    if call.arguments:
        return call.arguments[0]
    given = dict(call.options)
    parameters = quantities[call.function].parameters
    found = next((given[one.name] for one in parameters if one.name in given), None)
    default = parameters[0].default
    if found is None and default not in (None, "none"):
        return grammar.parsed(str(default))
    return call if found is None else found


def bind(call: Call, parameters: tuple[Parameter, ...]) -> dict[str, Node]:
    """Return the argument of each parameter that a checked call gives."""
    given = dict(zip((parameter.name for parameter in parameters), call.arguments, strict=False))
    given.update(call.options)
    return given
