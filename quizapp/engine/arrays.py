"""What comes into the engine is checked here, and what leaves it is made plain.

Every check raises :class:`~quizapp.errors.EngineError`, in this order: empty, shape, not a number,
not finite, negative, above one, not normalised. Whatever comes in, what is computed is float64.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from quizapp.errors import EngineError

FloatArray = NDArray[np.float64]

Result = float | FloatArray
"""A Python float where one number is left, else an array."""

REDUCTIONS = ("none", "mean", "sum")

SUM_TOLERANCE = 1e-6 + 1e-12
"""How far a sum of probabilities may miss 1; the second part is the rounding of the sum itself."""


def numbers(value: ArrayLike, name: str) -> NDArray[Any]:
    """Return `value` as a non-empty array of real numbers, of the type they came in."""
    try:
        array = np.asarray(value)
    except ValueError:
        raise EngineError("shape_mismatch", f"{name} has rows of different lengths") from None
    if array.size == 0:
        raise EngineError("empty", f"{name} is empty")
    if array.dtype.kind in "biuf":
        return array
    if array.dtype.kind == "O":  # integers beyond 64 bits, fractions
        try:
            return array.astype(np.float64)
        except OverflowError:
            raise EngineError("not_finite", f"{name} is too large for a float") from None
        except (TypeError, ValueError):
            pass
    raise EngineError("nan_input", f"{name} has an entry that is not a real number")


def floats(value: ArrayLike, name: str) -> FloatArray:
    """Return `value` as a non-empty float64 array."""
    return numbers(value, name).astype(np.float64, copy=False)


def pair(
    first: ArrayLike, second: ArrayLike, first_name: str, second_name: str
) -> tuple[FloatArray, FloatArray]:
    """Return two float64 arrays of one shape."""
    one, other = floats(first, first_name), floats(second, second_name)
    if one.shape != other.shape:
        raise EngineError(
            "shape_mismatch",
            f"{first_name} has shape {one.shape} and {second_name} {other.shape}; "
            "they must be the same",
        )
    return one, other


def check_no_nan(array: FloatArray, name: str) -> None:
    """Refuse nan."""
    # The minimum is nan when any entry is, and needs no array of booleans.
    if math.isnan(array.min()):
        raise EngineError("nan_input", f"{name} has an entry that is nan")


def check_finite(array: FloatArray, name: str) -> None:
    """Refuse nan and infinities."""
    check_no_nan(array, name)
    if array.min() == -math.inf or array.max() == math.inf:
        raise EngineError("not_finite", f"{name} has an infinite entry")


def check_logits(array: FloatArray, name: str) -> None:
    """Refuse nan and +inf; -inf is a class or an event that can't happen."""
    highest = array.max()  # nan when any entry is
    if highest < math.inf:
        return
    check_no_nan(array, name)
    raise EngineError("not_finite", f"{name} has an entry +inf; only -inf has a meaning")


def check_probabilities(array: FloatArray, name: str, *, tolerance: float = 0.0) -> None:
    """Refuse what is not between 0 and 1."""
    lowest, highest = array.min(), array.max()
    if lowest >= 0 and highest <= 1 + tolerance:
        return
    check_finite(array, name)
    if lowest < 0:
        raise EngineError(
            "negative_probability", f"{name} has the entry {lowest:g}; none is below 0"
        )
    raise EngineError("probability_above_one", f"{name} has the entry {highest:g}; none is above 1")


def check_shares(array: FloatArray, name: str) -> None:
    """Refuse binary targets that are not between 0 and 1."""
    check_finite(array, name)
    if array.min() < 0 or array.max() > 1:
        raise EngineError("bad_target", f"{name} must be between 0 and 1")


def check_distributions(array: FloatArray, name: str, *, axis: int | None = -1) -> None:
    """Refuse what is not a distribution along `axis`, or over all entries for None."""
    check_probabilities(array, name, tolerance=SUM_TOLERANCE)
    sums = np.asarray(array.sum(axis=axis))
    worst = sums.flat[np.abs(sums - 1.0).argmax()]
    if abs(worst - 1.0) <= SUM_TOLERANCE:
        return
    message = f"{name} sums to {worst:.9g}, not 1"
    if worst > 1 and np.isin(array, (0.0, 1.0)).all():
        message += "; several labels at once are a multi-label target: use multilabel_bce"
    raise EngineError("not_normalised", message)


def class_axis(array: NDArray[Any], axis: object, name: str) -> int:
    """Return `axis` counted from 0."""
    if array.ndim == 0:
        raise EngineError(
            "shape_mismatch", f"{name} is a single number; it needs an axis of classes"
        )
    place = integer(axis, "axis")
    if not -array.ndim <= place < array.ndim:
        raise EngineError("bad_option", f"axis {place} is not among the {array.ndim} of {name}")
    return place % array.ndim


def integer(value: object, name: str) -> int:
    """Return an option that must be an integer."""
    if isinstance(value, int | np.integer) and not isinstance(value, bool):
        return int(value)
    raise EngineError("bad_option", f"{name} must be an integer, not {value!r}")


def number(value: object, name: str, accepts: Callable[[float], bool], *, wanted: str) -> float:
    """Return an option that must be a number of some kind."""
    found = float_or_nan(value)
    if accepts(found):
        return found
    raise EngineError("bad_option", f"{name} must be {wanted}, not {value!r}")


def float_or_nan(value: object) -> float:
    """Return a real number as a float, inf for one too large, nan for anything else."""
    if not isinstance(value, float | int | np.floating | np.integer) or isinstance(value, bool):
        return math.nan
    try:
        return float(value)
    except OverflowError:
        return math.inf


def share(value: object, name: str) -> float:
    """Return an option that must be between 0 and 1."""
    return number(value, name, lambda x: 0 <= x <= 1, wanted="a number from 0 to 1")


def one_of(value: object, name: str, allowed: Collection[str]) -> str:
    """Return an option that must be one of the words allowed."""
    if isinstance(value, str) and value in allowed:
        return value
    raise EngineError("bad_option", f"{name} must be one of {', '.join(allowed)}, not {value!r}")


def weights(value: ArrayLike, name: str, classes: int) -> FloatArray:
    """Return one non-negative weight for each class."""
    array = floats(value, name)
    if array.shape != (classes,):
        raise EngineError(
            "shape_mismatch", f"{name} has shape {array.shape}; {classes} classes need ({classes},)"
        )
    check_weights(array, name)
    return array


def check_weights(array: FloatArray, name: str) -> None:
    """Refuse weights below 0, and those that are no numbers."""
    check_finite(array, name)
    if array.min() < 0:
        raise EngineError("bad_option", f"{name} must not be negative")


def reduced(values: FloatArray, reduction: str) -> Result:
    """Return all values, their mean or their sum."""
    if reduction == "mean":
        return plain(quotient_of_sum(values, values.size))
    with np.errstate(over="ignore"):  # beyond the largest float is infinite
        return plain(values.sum() if reduction == "sum" else values)


def quotient_of_sum(values: FloatArray, divisor: float) -> float:
    """Return the sum over a divisor, also where only the sum is beyond the largest float."""
    with np.errstate(over="ignore"):
        total = values.sum()
        if total == math.inf and values.max() < math.inf:
            total, divisor = (values / divisor).sum(), 1.0
        return float(total / divisor)


def plain(values: ArrayLike) -> Result:
    """Return a Python float where there is one number, else the array; never −0.0."""
    # Adding 0.0 turns −0.0 into 0.0 and changes nothing else.
    array = np.asarray(values, dtype=np.float64) + 0.0
    return float(array) if np.ndim(array) == 0 else array
