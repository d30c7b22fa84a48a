"""The arithmetic behind the functions of the language.

Those that shorten, shorten the last axis: the classes within a row. Scalars are numpy floats, so
that unchecked arithmetic gives infinities instead of exceptions.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from functools import partial
from math import (
    comb,
    erfc,
    exp,
    factorial,
    fsum,
    inf,
    isfinite,
    isinf,
    isnan,
    lgamma,
    log,
    log1p,
    nan,
    pi,
    sqrt,
)
from typing import Any, Final

import numpy as np

from quizapp.errors import ExpressionError
from quizapp.expressions import effort
from quizapp.expressions.vocabulary import ALL_FUNCTIONS, MAXIMUM_SIZE, Function

Compute = Callable[..., Any]

MOST_THINGS: Final = 2_000
"""Things to choose from or to arrange; exact counts of more take long."""


def xlog(x: Any, y: Any, base: float | None = None) -> Any:  # noqa: ANN401 - values of the language
    """Return x·log y, natural unless a base is said, and 0 where x is 0 whatever y is."""
    logarithm = np.log(y) if base is None else logarithm_to(base)(y)
    if isinstance(x, float) and isinstance(y, float):
        return x * logarithm if x else np.float64(0)
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


_TRUTH: Final = np.dtype(bool)


def _number(value: Any) -> Any:  # noqa: ANN401 - a value of the language
    """Return a value to calculate with: what a comparison comes to is 1 or 0.

    To numpy it is a truth: two of them add up to one, and functions of it have few digits.
    """
    kind = type(value)
    if kind is np.bool_ or (kind is np.ndarray and value.dtype is _TRUTH):
        return value * 1.0
    return value


def _of_numpy(name: str, function: Function) -> Compute:
    """Return what numpy has for a function: for each number, or over the last axis."""
    compute: Compute = operator.attrgetter(function.numpy)(np)
    if not function.shortens:
        return lambda first, *others: compute(_number(first), *others)
    return _shortening(name, lambda x: np.float64(compute(x, axis=-1)))


def _shortening(name: str, compute: Compute) -> Compute:
    def checked(x: Any) -> Any:  # noqa: ANN401 - a value of the language
        if not isinstance(x, np.ndarray):
            raise ExpressionError(f"{name} needs a list, not a number")
        return compute(x)

    return checked


def _extreme(pair: np.ufunc) -> Compute:
    def compute(first: Any, *others: Any) -> Any:  # noqa: ANN401 - values of the language
        if not others:
            return pair.reduce(first, axis=-1) if np.ndim(first) else first
        for other in others:
            first = pair(first, other)
        return first

    return compute


def _round(x: Any, digits: Any = 0) -> Any:  # noqa: ANN401 - values of the language
    if digits in _POWERS_OF_TEN:
        # What numpy does, too, but ten times as fast for one number.
        power = _POWERS_OF_TEN[digits]
        return np.rint(x * power) / power
    return np.round(x, int(np.clip(digits, -300, 300)))


_POWERS_OF_TEN: Final = {places: 10.0**places for places in range(23)}
"""Those that a float holds exactly."""


def _to_integer(rounded: np.ufunc) -> Compute:
    """Return floor or ceil; what misses an integer by rounding errors alone counts as it.

    16·0.1·0.9 / 0.02² is 3600, and 3600.0000000000005 in floating point: 3600 are enough.
    """

    def compute(x: Any) -> Any:  # noqa: ANN401 - values of the language
        x = _number(x)
        nearest = np.round(x)
        is_near = np.abs(x - nearest) <= _ROUNDING_ERROR * np.maximum(np.abs(x), 1.0)
        return np.where(is_near, nearest, rounded(x))[()]

    return compute


_ROUNDING_ERROR: Final = 1e-12


def _range(first: Any, before: Any = None, step: Any = 1.0) -> Any:  # noqa: ANN401 - values of the language
    first, before = (0.0, first) if before is None else (first, before)
    count = np.ceil((before - first) / step)
    if np.ndim(count) or not 0 < count <= MAXIMUM_SIZE:
        raise ExpressionError(f"a list has 1 to {MAXIMUM_SIZE:,} entries")
    return first + step * np.arange(float(count))


def _of_list(name: str, compute: Compute) -> Compute:
    """Return a function of a list along its last axis that gives a list."""
    return _shortening(name, lambda x: compute(x, axis=-1))


def _variance(x: Any, less: Any = 0.0) -> Any:  # noqa: ANN401 - values of the language
    if np.ndim(x) == 0:
        raise ExpressionError("var and std need a list, not a number")
    count = np.shape(x)[-1] - less
    centred = x - np.add.reduce(x, axis=-1, keepdims=True) / np.shape(x)[-1]
    return np.add.reduce(centred**2, axis=-1) / count


def _where(condition: Any, first: Any, second: Any) -> Any:  # noqa: ANN401 - values of the language
    chosen: Any = np.where(condition, first, second)
    return chosen[()]


def _dot(first: Any, second: Any) -> Any:  # noqa: ANN401 - values of the language
    if np.ndim(first) == 0 or np.shape(first)[-1:] != np.shape(second)[-1:]:
        raise ExpressionError("dot needs two lists of one length")
    return np.add.reduce(first * second, axis=-1)


def _matmul(first: Any, second: Any) -> Any:  # noqa: ANN401 - values of the language
    shapes = np.shape(first), np.shape(second)
    if not all(1 <= len(shape) <= 2 for shape in shapes) or shapes[0][-1] != shapes[1][0]:
        raise ExpressionError("matmul needs as many columns on the left as rows on the right")
    if (shapes[0][0] if len(shapes[0]) > 1 else 1) * int(np.prod(shapes[1][1:])) > MAXIMUM_SIZE:
        raise ExpressionError(f"a list has at most {MAXIMUM_SIZE:,} entries")
    return np.matmul(first, second)


def _by_entry(compute: Callable[..., float], steps: int, most: int = MAXIMUM_SIZE) -> Compute:
    """Return a function of numbers as one of lists, entry by entry; of few where it takes long.

    An entry takes up to that many steps.
    """
    vectorized = np.vectorize(compute, otypes=[float])

    def computed(*values: Any) -> Any:  # noqa: ANN401 - values of the language
        entries = max(map(np.size, values))
        if entries > most:
            raise ExpressionError(f"this function takes lists of up to {most} entries")
        effort.spend(steps * entries)
        found: Any = vectorized(*values)
        return found[()]

    return computed


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


def _probability(share: float, name: str) -> float:
    if not 0 <= share <= 1:
        raise ExpressionError(f"{name} takes a probability from 0 to 1")
    return share


def _binomial_pmf(k: float, n: float, p: float) -> float:
    few, many = _whole(k, "binomial_pmf"), _whole(n, "binomial_pmf")
    share = _probability(p, "binomial_pmf")
    if few > many:
        return 0.0
    if share in (0, 1):
        return float(few == many * share)
    return exp(log(comb(many, few)) + few * log(share) + (many - few) * log1p(-share))


def _binomial_cdf(k: float, n: float, p: float) -> float:
    few, many = _whole(k, "binomial_cdf"), _whole(n, "binomial_cdf")
    share = _probability(p, "binomial_cdf")
    return 1.0 if few >= many else _incomplete_beta(many - few, few + 1, 1 - share, share)


def _poisson_pmf(k: float, rate: float) -> float:
    count = _whole(k, "poisson_pmf")
    if not 0 <= rate < inf:
        raise ExpressionError("the rate of events must not be negative")
    return exp(count * log(rate) - rate - lgamma(count + 1)) if rate else float(count == 0)


def _poisson_cdf(k: float, rate: float) -> float:
    count = _whole(k, "poisson_cdf")
    terms = [_poisson_pmf(count, rate)]
    if not terms[0]:
        return 1.0 if count >= rate else 0.0
    for fewer in range(count, 0, -1):
        terms.append(terms[-1] * fewer / rate if rate else 0.0)
    return fsum(terms)


def _t_cdf(x: float, freedom: float) -> float:
    if not 0 < freedom <= _MOST_FREEDOM:
        raise ExpressionError(f"the degrees of freedom must be above 0, up to {_MOST_FREEDOM:,}")
    if isnan(x):
        return nan
    if isinf(x):
        return float(x > 0)
    square = x * x
    if isinf(square):
        return float(x > 0)
    tail = (
        _incomplete_beta(
            freedom / 2, 0.5, freedom / (freedom + square), square / (freedom + square)
        )
        / 2
    )
    return 1 - tail if x > 0 else tail


def _incomplete_beta(a: float, b: float, x: float, rest: float) -> float:
    """Return the regularized incomplete beta function I_x(a, b), with the rest of x to 1.

    Its continued fraction (DLMF 8.17.22), by the method of Lentz: it converges fast below the
    mean, and I_x(a, b) = 1 − I_rest(b, a) above it.
    """
    if x <= 0 or rest <= 0:
        return float(x > 0)
    if x > (a + 1) / (a + b + 2):
        return 1 - _incomplete_beta(b, a, rest, x)
    front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log(rest)) / a
    fraction, above, below = 2.0, 2.0, 1.0
    for step in range(1, _MOST_STEPS):
        half = step // 2
        if step % 2:
            term = -(a + half) * (a + b + half) * x / ((a + 2 * half) * (a + 2 * half + 1))
        else:
            term = half * (b - half) * x / ((a + 2 * half - 1) * (a + 2 * half))
        below = 1 / (1 + term * below)
        above = 1 + term / above
        fraction *= above * below
        if abs(above * below - 1) < _CLOSE:
            break
    return front * (fraction - 1)


def _t_quantile(share: float, freedom: float) -> float:
    """Return what `_t_cdf` takes to a share: Newton's method, kept within halves that hold it."""
    if isnan(share):
        return nan
    if not 0 <= share <= 1:
        raise ExpressionError("t_quantile takes a share from 0 to 1")
    if share in (0, 1):
        return inf if share else -inf
    if share > 1 / 2:
        return -_t_quantile(1 - share, freedom)
    low, high = -1.0, 0.0
    while _t_cdf(low, freedom) > share and low > -_FARTHEST:
        low, high = 4 * low, low
    scale = exp(lgamma((freedom + 1) / 2) - lgamma(freedom / 2)) / sqrt(freedom * pi)
    x = (low + high) / 2
    for _ in range(_MOST_HALVINGS):
        missed = _t_cdf(x, freedom) - share
        low, high = (x, high) if missed < 0 else (low, x)
        density = scale * exp(-(freedom + 1) / 2 * log1p(x * x / freedom))
        following = x - missed / density if density else low
        close = _CLOSE_FOR_NEWTON
        if not low < following < high:
            following, close = (low + high) / 2, _CLOSE
        missed, x = following - x, following
        if abs(missed) <= close * abs(x):
            break
    return x


_FEW: Final = 50
"""Entries of lists whose values take long."""
_MOST_FREEDOM: Final = 100_000
_MOST_STEPS: Final = 1_000
_CLOSE: Final = 1e-15
_CLOSE_FOR_NEWTON: Final = 1e-11
"""A step this small leads to all digits."""
_FARTHEST: Final = 1e15
_MOST_HALVINGS: Final = 100

COMPUTE: Final[Mapping[str, Compute]] = {
    **{
        name: _of_numpy(name, function)
        for name, function in ALL_FUNCTIONS.items()
        if function.numpy
    },
    "mean": _shortening("mean", lambda x: np.add.reduce(x, axis=-1) / np.shape(x)[-1]),
    "min": _extreme(np.minimum),
    "max": _extreme(np.maximum),
    "var": _variance,
    "std": lambda x, less=0.0: np.sqrt(_variance(x, less)),
    "norm": _shortening("norm", lambda x: np.sqrt(np.add.reduce(x * x, axis=-1))),
    "dot": _dot,
    "matmul": _matmul,
    "sort": _of_list("sort", np.sort),
    "cumsum": _of_list("cumsum", np.cumsum),
    "where": _where,
    "clip": lambda x, low, high: np.minimum(np.maximum(x, low), high),
    "relu": lambda x: np.maximum(x, 0.0),
    "round": _round,
    "floor": _to_integer(np.floor),
    "ceil": _to_integer(np.ceil),
    "len": _shortening("len", lambda x: np.float64(np.shape(x)[-1])),
    "xlog": xlog,
    "comb": _by_entry(_comb, 10),
    "factorial": _by_entry(_factorial, 5),
    "normal_pdf": lambda x: np.exp(x * x / -2) / np.sqrt(2 * np.pi),
    "t_cdf": _by_entry(_t_cdf, 25, _FEW),
    "t_quantile": _by_entry(_t_quantile, 200, _FEW),
    "binomial_pmf": _by_entry(_binomial_pmf, 20, _FEW),
    "binomial_cdf": _by_entry(_binomial_cdf, 50, _FEW),
    "poisson_pmf": _by_entry(_poisson_pmf, 5, _FEW),
    "poisson_cdf": _by_entry(_poisson_cdf, 100, _FEW),
    "normal_cdf": _by_entry(_normal_cdf, 2),
    "normal_quantile": _by_entry(_normal_quantile, 3),
    "range": _range,
    "rank": lambda x: np.float64(np.ndim(x)),
    "rows": lambda x: np.float64(np.shape(x)[0] if np.ndim(x) else 1),
    "given": lambda x: x is not None,
}
"""What computes each function: numpy's, as the vocabulary says, or one of these."""


def _sum(first: Any, second: Any) -> Any:  # noqa: ANN401 - values of the language
    found = first + second
    if type(found) is np.float64:
        return found
    return _number(first) + second if _number(found) is not found else found


def _difference(first: Any, second: Any) -> Any:  # noqa: ANN401 - values of the language
    try:
        return first - second
    except TypeError:  # as numpy says of two truths
        return _number(first) - _number(second)


OPERATORS: Final[Mapping[str, Compute]] = {
    "+": _sum,
    "-": _difference,
    "*": operator.mul,
    "/": operator.truediv,
    "**": np.power,
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "and": np.logical_and,
    "or": np.logical_or,
}
SIGNS: Final[Mapping[str, Compute]] = {
    "-": lambda x: -_number(x),
    "+": lambda x: +_number(x),
    "not": np.logical_not,
}


def entry(target: Any, index: Any) -> Any:  # noqa: ANN401 - values of the language
    """Return one entry of a list, or several by a list of places or of conditions.

    Raises
    ------
    ExpressionError
        When there is no such entry.
    """
    if isinstance(index, slice):
        return _sliced(target, index)
    if isinstance(target, tuple):
        return target[_place(index, len(target))]
    if not isinstance(target, np.ndarray):
        raise ExpressionError("you can index only a list")
    if isinstance(index, np.ndarray):
        if index.dtype == bool and index.shape == target.shape[:1]:
            return target[index]
        return target[[_place(place, len(target)) for place in np.ravel(index)]]
    return target[_place(index, len(target))]


def part(first: Any, before: Any) -> slice:  # noqa: ANN401 - values of the language
    """Return a part of a list, from a place up to before another; infinity means its end."""
    if not all(np.ndim(one) == 0 and (one == np.round(one)) for one in (first, before)):
        raise ExpressionError("the ends of a slice must be whole numbers, counted from 0")
    return slice(*(None if np.isinf(one) else int(one) for one in (first, before)))


def _sliced(target: Any, index: slice) -> Any:  # noqa: ANN401 - values of the language
    if not isinstance(target, np.ndarray):
        raise ExpressionError("you can slice only a list of numbers")
    found = target[index]
    if not len(found):
        raise ExpressionError(f"this slice is empty: the list has {len(target)} entries")
    return found


def _place(index: Any, length: int) -> int:  # noqa: ANN401 - a value of the language
    if isinstance(index, tuple | str) or not isfinite(index) or index != int(index):
        raise ExpressionError("an index must be a whole number, counted from 0")
    if not -length <= index < length:
        entries = "1 entry (0)" if length == 1 else f"{length} entries (0 to {length - 1})"
        raise ExpressionError(f"index {int(index)} is out of range: the list has {entries}")
    return int(index)
