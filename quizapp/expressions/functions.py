"""The arithmetic behind the functions of the language.

Those that shorten, shorten the last axis: the classes within a row. Scalars are numpy floats, so
that unchecked arithmetic gives infinities instead of exceptions.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from math import comb, erfc, factorial, inf, isfinite, isnan, nan, sqrt
from operator import attrgetter
from typing import Any, Final

import numpy as np

from quizapp.errors import ExpressionError
from quizapp.expressions.vocabulary import ALL_FUNCTIONS, MAXIMUM_SIZE, Function

Compute = Callable[..., Any]

MOST_THINGS: Final = 2_000
"""Things to choose from or to arrange; exact counts of more take long."""


def xlog(x: Any, y: Any, base: float | None = None) -> Any:  # noqa: ANN401 - values of the language
    """Return x·log y, natural unless a base is said, and 0 where x is 0 whatever y is."""
    logarithm = np.log(y) if base is None else logarithm_to(base)(y)
    return np.where(np.equal(x, 0), 0.0, np.multiply(x, logarithm))[()]


def logarithm_to(base: float) -> Compute:
    """Return the logarithm to a base, by the exact function where there is one."""
    exact = {2.0: np.log2, 10.0: np.log10}.get(base)
    if exact is not None:
        return exact
    scale = np.log(base)
    return np.log if scale == 1 else lambda x: np.log(x) / scale


def logarithms(base: float) -> dict[str, Compute]:
    """Return the functions that a logarithmic quantity takes in the unit asked."""
    return {"log": logarithm_to(base), "xlog": partial(xlog, base=base)}


def _of_numpy(name: str, function: Function) -> Compute:
    """Return what numpy has for a function: for each number, or over the last axis."""
    compute: Compute = attrgetter(function.numpy)(np)
    if not function.shortens:
        return compute
    return _shortening(name, lambda x: np.float64(compute(x, axis=-1)))


def _shortening(name: str, compute: Compute) -> Compute:
    def checked(x: Any) -> Any:  # noqa: ANN401 - a value of the language
        if np.ndim(x) == 0:
            raise ExpressionError(f"{name} needs a list, not a number")
        return compute(x)

    return checked


def _extreme(shorten: Compute, pair: Compute) -> Compute:
    def compute(first: Any, *others: Any) -> Any:  # noqa: ANN401 - values of the language
        if not others:
            return shorten(first, axis=-1) if np.ndim(first) else first
        for other in others:
            first = pair(first, other)
        return first

    return compute


def _round(x: Any, digits: Any = 0) -> Any:  # noqa: ANN401 - values of the language
    return np.round(x, int(np.clip(digits, -300, 300)))


def _range(count: Any) -> Any:  # noqa: ANN401 - a value of the language
    if not 0 < count <= MAXIMUM_SIZE:
        raise ExpressionError(f"a list has 1 to {MAXIMUM_SIZE:,} entries")
    return np.arange(float(count))


def _by_entry(compute: Callable[..., float]) -> Compute:
    """Return a function of numbers as one of lists, entry by entry."""
    vectorized = np.vectorize(compute, otypes=[float])
    return lambda *values: vectorized(*values)[()]


def _whole(value: float, name: str) -> int:
    if not isfinite(value) or value != int(value) or not 0 <= value <= MOST_THINGS:
        raise ExpressionError(f"{name} takes whole numbers from 0 to {MOST_THINGS:,}")
    return int(value)


def _comb(n: float, k: float) -> float:
    return _finite(comb(_whole(n, "comb"), _whole(k, "comb")), "comb")


def _factorial(n: float) -> float:
    return _finite(factorial(_whole(n, "factorial")), "factorial")


def _finite(count: int, name: str) -> float:
    try:
        return float(count)
    except OverflowError:
        raise ExpressionError(f"{name} of these is too large for a number") from None


def _normal_cdf(x: float) -> float:
    return erfc(-x / sqrt(2)) / 2


def _normal_quantile(share: float) -> float:
    if isnan(share):
        return nan
    if not 0 <= share <= 1:
        raise ExpressionError("normal_quantile takes a share from 0 to 1")
    # An end of the distribution is infinitely far out; the library's function has no ends.
    if share in (0, 1):
        return inf if share else -inf
    from statistics import NormalDist  # here, for the few who need it: it loads much

    return NormalDist().inv_cdf(share)


COMPUTE: Final[Mapping[str, Compute]] = {
    **{
        name: _of_numpy(name, function)
        for name, function in ALL_FUNCTIONS.items()
        if function.numpy
    },
    "mean": _shortening("mean", lambda x: np.add.reduce(x, axis=-1) / np.shape(x)[-1]),
    "min": _extreme(np.min, np.minimum),
    "max": _extreme(np.max, np.maximum),
    "round": _round,
    "len": _shortening("len", lambda x: np.float64(np.shape(x)[-1])),
    "xlog": xlog,
    "comb": _by_entry(_comb),
    "factorial": _by_entry(_factorial),
    "normal_cdf": _by_entry(_normal_cdf),
    "normal_quantile": _by_entry(_normal_quantile),
    "range": _range,
    "rank": lambda x: np.float64(np.ndim(x)),
    "rows": lambda x: np.float64(np.shape(x)[0] if np.ndim(x) else 1),
    "given": lambda x: x is not None,
}
"""What computes each function: numpy's, as the vocabulary says, or one of these."""

OPERATORS: Final[Mapping[str, Compute]] = {
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
SIGNS: Final[Mapping[str, Compute]] = {
    "-": np.negative,
    "+": np.positive,
    "not": np.logical_not,
}


def entry(target: Any, index: Any) -> Any:  # noqa: ANN401 - values of the language
    """Return one entry of a list, or several by a list of places or of conditions.

    Raises
    ------
    ExpressionError
        When there is no such entry.
    """
    if isinstance(target, tuple):
        return target[_place(index, len(target))]
    if not isinstance(target, np.ndarray):
        raise ExpressionError("you can index only a list")
    if isinstance(index, np.ndarray):
        if index.dtype == bool and index.shape == target.shape[:1]:
            return target[index]
        return target[[_place(place, len(target)) for place in np.ravel(index)]]
    return target[_place(index, len(target))]


def _place(index: Any, length: int) -> int:  # noqa: ANN401 - a value of the language
    if isinstance(index, tuple | str) or not np.isfinite(index) or index != np.round(index):
        raise ExpressionError("an index must be a whole number, counted from 0")
    if not -length <= index < length:
        entries = "1 entry (0)" if length == 1 else f"{length} entries (0 to {length - 1})"
        raise ExpressionError(f"index {int(index)} is out of range: the list has {entries}")
    return int(index)
