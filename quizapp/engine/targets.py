"""What a prediction is held against: labels as distributions, and the targets of a batch."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from quizapp.engine.arrays import (
    FloatArray,
    Result,
    check_distributions,
    check_finite,
    class_axis,
    floats,
    integer,
    number,
    numbers,
    pair,
    plain,
    share,
    weights,
)
from quizapp.engine.information import weighted
from quizapp.errors import EngineError


def one_hot(index: ArrayLike, classes: int) -> FloatArray:
    """Return the distribution that is certain of one class.

    Parameters
    ----------
    index
        The class, counted from 0: an integer or an array of them.
    classes
        How many classes there are.

    Returns
    -------
    ndarray
        Shape of `index` and one more axis, of the classes: 1 at the class, 0 elsewhere.

    Raises
    ------
    EngineError
        bad_option, bad_target_type, empty, shape_mismatch, index_out_of_range.

    References
    ----------
    Bishop, Pattern Recognition and Machine Learning, §4.1 (1-of-K coding).

    Examples
    --------
    >>> one_hot(2, 3)
    array([0., 0., 1.])

    The idiom ``numpy.eye(3)[-1]`` takes the last class without a word; here −1 is refused:

    >>> one_hot(-1, 3)
    Traceback (most recent call last):
    quizapp.errors.EngineError: index holds class -1; with 3 classes they go from 0 to 2
    """
    count = int(
        number(integer(classes, "classes"), "classes", lambda x: x >= 1, wanted="at least 1")
    )
    indices = class_indices(index, "index")
    check_in_range(indices, count, "index")
    hot = np.zeros((*indices.shape, count))
    np.put_along_axis(hot, indices[..., np.newaxis], 1.0, axis=-1)
    return hot


def smooth_labels(target: ArrayLike, eps: float) -> FloatArray:
    """Return the target with a share `eps` of it spread evenly over all classes.

    Parameters
    ----------
    target
        Distributions, shape (K,) or (..., K).
    eps
        The share, from 0 to 1.

    Returns
    -------
    ndarray
        (1 − ε)·y + ε/K, of the shape of `target`. The true class gets its ε/K as well.

    Raises
    ------
    EngineError
        bad_option, empty, shape_mismatch, nan_input, not_finite, negative_probability,
        probability_above_one, not_normalised.

    References
    ----------
    Szegedy et al., Rethinking the Inception architecture for computer vision, 2016, §7.

    Examples
    --------
    Spreading ε over the other classes alone gives 0.05 and 0.9, another definition:

    >>> smooth_labels([0, 0, 1], 0.1).round(6).tolist()
    [0.033333, 0.033333, 0.933333]
    """
    smoothing = share(eps, "eps")
    distributions = floats(target, "target")
    class_axis(distributions, -1, "target")
    check_distributions(distributions, "target")
    return smoothed(distributions, smoothing)


def smoothed(target: FloatArray, eps: float) -> FloatArray:
    """Return checked distributions, smoothed."""
    return np.asarray((1.0 - eps) * target + eps / target.shape[-1])


def mixup(a: ArrayLike, b: ArrayLike, lam: float) -> Result:
    """Return a share `lam` of `a` and the rest of `b`.

    Parameters
    ----------
    a
        Targets or inputs, of any shape.
    b
        Of the same shape.
    lam
        The share, from 0 to 1.

    Returns
    -------
    float or ndarray
        lam·a + (1 − lam)·b, of the shape of `a`.

    Raises
    ------
    EngineError
        bad_option, empty, shape_mismatch, nan_input, not_finite.

    References
    ----------
    Zhang et al., mixup: beyond empirical risk minimization, 2018.

    Examples
    --------
    >>> mixup([1, 0, 0], [0, 1, 0], 0.7).round(6).tolist()
    [0.7, 0.3, 0.0]

    The rearranged ``b + lam * (a - b)`` overflows here:

    >>> mixup(1e308, -1e308, 0.5)
    0.0
    """
    part = share(lam, "lam")
    one, other = pair(a, b, "a", "b")
    check_finite(one, "a")
    check_finite(other, "b")
    return plain(part * one + (1.0 - part) * other)


def class_indices(value: ArrayLike, name: str) -> NDArray[np.intp]:
    """Return class indices as an array; integers only, as floats and booleans hide mistakes."""
    array = target_numbers(value, name)
    if array.dtype.kind not in "iu":
        raise EngineError(
            "bad_target_type", f"{name} must hold integers, as class indices; not {array.dtype}"
        )
    if array.dtype.kind == "u":  # beyond the largest index, and not round to a negative one
        array = np.minimum(array, np.iinfo(np.intp).max)
    return array.astype(np.intp, copy=False)


def target_numbers(value: ArrayLike, name: str) -> NDArray[np.generic]:
    """Return a target as an array of numbers, of the type they came in."""
    try:
        return numbers(value, name)
    except EngineError as error:
        if error.reason == "nan_input":
            raise EngineError(
                "bad_target_type", f"{name} must hold class indices or probabilities"
            ) from None
        raise


def check_in_range(indices: NDArray[np.intp], classes: int, name: str) -> None:
    """Refuse classes that are not there; −1 is not the last one."""
    lowest, highest = indices.min(), indices.max()
    worst = lowest if lowest < 0 else highest
    if not 0 <= worst < classes:
        raise EngineError(
            "index_out_of_range",
            f"{name} holds class {worst}; with {classes} classes they go from 0 to {classes - 1}",
        )


Rows = slice | NDArray[np.intp]
"""Some of the rows of a batch, or all of them."""


class IndexTargets(NamedTuple):
    """Rows that each have one true class, or are ignored."""

    indices: NDArray[np.intp]
    """Shape (N,); 0 in ignored rows."""

    used: NDArray[np.bool_]
    """Shape (N,); false in ignored rows."""

    row_weights: FloatArray
    """Shape (N,): the weight of each row's class; 0 in ignored rows."""

    weight: FloatArray
    """Shape (K,)."""

    smoothing: float

    def shares(self, rows: Rows) -> FloatArray:
        """Return how much each class counts in each row: smoothed, then weighted."""
        indices = self.indices[rows]
        hot = np.zeros((indices.size, self.weight.size))
        hot[np.arange(indices.size), indices] = 1.0
        return smoothed(hot, self.smoothing) * self.weight * self.used[rows, np.newaxis]

    def gaps(self, shifted: NDArray[Any], rows: Rows) -> FloatArray:
        """Return what ``losses`` needs of some rows of logits minus the largest."""
        if self.smoothing:
            return _expected_gaps(self.shares(rows), shifted)
        return -shifted[np.arange(len(shifted)), self.indices[rows]]

    def losses(self, gaps: FloatArray, log_sums: FloatArray) -> FloatArray:
        """Return Σ share·(log_sum − shifted) of each row."""
        if not self.smoothing:
            return weighted(self.row_weights, gaps + log_sums)
        kept = (1.0 - self.smoothing) * self.row_weights
        spread = self.smoothing * self.weight.mean() * self.used
        return np.asarray(gaps + (kept + spread) * log_sums)

    def mean_divisor(self) -> float:
        """Return what the mean divides by: the weights of the true classes."""
        return float(self.row_weights.sum())


class ProbabilityTargets(NamedTuple):
    """Rows whose truth is a distribution."""

    probabilities: FloatArray
    """Shape (N, K)."""

    weight: FloatArray
    """Shape (K,)."""

    smoothing: float

    def shares(self, rows: Rows) -> FloatArray:
        """Return how much each class counts in each row: smoothed, then weighted."""
        return smoothed(self.probabilities[rows], self.smoothing) * self.weight

    def gaps(self, shifted: NDArray[Any], rows: Rows) -> FloatArray:
        """Return what ``losses`` needs of some rows of logits minus the largest."""
        return _expected_gaps(self.shares(rows), shifted)

    def losses(self, gaps: FloatArray, log_sums: FloatArray) -> FloatArray:
        """Return Σ share·(log_sum − shifted) of each row."""
        kept = (1.0 - self.smoothing) * (self.probabilities @ self.weight)
        spread = self.smoothing * self.weight.mean()
        return np.asarray(gaps + (kept + spread) * log_sums)

    def mean_divisor(self) -> float:
        """Return what the mean divides by: the rows, or 0 where no class has a weight."""
        return float(len(self.probabilities)) if self.weight.any() else 0.0


Targets = IndexTargets | ProbabilityTargets


def batch_targets(
    target: ArrayLike,
    shape: tuple[int, ...],
    *,
    weight: ArrayLike | None = None,
    ignore_index: int | None = None,
    label_smoothing: float = 0.0,
) -> Targets:
    """Return the targets of logits of a shape, one row each, by torch's conventions.

    A target without the last axis holds class indices, one of the full shape probabilities.
    """
    classes = shape[-1]
    class_weights = np.ones(classes) if weight is None else weights(weight, "weight", classes)
    array = target_numbers(target, "target")
    if array.shape == shape:
        if ignore_index is not None and ignore_index >= 0:
            raise EngineError("bad_option", "ignore_index needs class indices, not probabilities")
        probabilities = array.astype(np.float64, copy=False)
        check_distributions(probabilities, "target")
        return ProbabilityTargets(
            probabilities.reshape(-1, classes), class_weights, label_smoothing
        )
    if array.shape != shape[:-1]:
        raise EngineError(
            "shape_mismatch",
            f"logits of shape {shape} need a target of shape {shape[:-1]} (class indices) or "
            f"{shape} (probabilities), not {array.shape}",
        )
    indices = class_indices(array, "target").ravel()
    used = np.ones(indices.shape, bool) if ignore_index is None else indices != ignore_index
    if not used.all():
        indices = np.where(used, indices, 0)
    check_in_range(indices, classes, "target")
    row_weights = class_weights[indices] * used
    return IndexTargets(indices, used, row_weights, class_weights, label_smoothing)


def _expected_gaps(shares: FloatArray, shifted: NDArray[Any]) -> FloatArray:
    return np.asarray(weighted(shares, -shifted.astype(np.float64)).sum(axis=1))
