"""The losses of classifiers, from logits and from probabilities."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray

from quizapp.engine.arrays import (
    REDUCTIONS,
    FloatArray,
    Result,
    check_logits,
    class_axis,
    numbers,
    one_of,
    plain,
    reduced,
)
from quizapp.engine.targets import Targets, batch_targets
from quizapp.errors import EngineError

_CHUNK_BYTES = 256 * 1024
"""Small enough that a chunk of logits stays in the cache through all its passes."""

_SMALL = 32
"""Up to this many classes one question is quicker in plain floats than in arrays."""


def cross_entropy_logits(
    logits: ArrayLike,
    target: ArrayLike,
    *,
    weight: ArrayLike | None = None,
    ignore_index: int = -100,
    label_smoothing: float = 0.0,
    reduction: str = "mean",
) -> Result:
    """Return the cross-entropy of the targets and the softmax of the logits.

    Parameters
    ----------
    logits
        Shape (K,) or (..., K), last axis = classes; -inf is a class ruled out.
    target
        Class indices (integers), of the shape of `logits` without its last axis; or probabilities,
        of the shape of `logits`.
    weight
        Of each class, shape (K,); multiplies the smoothed target.
    ignore_index
        The class index that marks a row to leave out.
    label_smoothing
        The share ε of each target that is spread over all classes.
    reduction
        "none", "mean" or "sum". The mean divides by the weights of the true classes for class
        indices, and by the number of rows for probabilities, as torch does.

    Returns
    -------
    float or ndarray
        Nats, computed in float64. inf where a class that counts has the logit -inf.

    Raises
    ------
    EngineError
        bad_option, bad_target_type, empty, shape_mismatch, index_out_of_range, nan_input,
        not_finite (+inf, or -inf for all classes), negative_probability, probability_above_one,
        not_normalised; all_masked where a mean has no row or no weight left.

    Notes
    -----
    A row's loss is log Σ exp(z − max) + (max − z_t). The largest exponential is 1 and stays out of
    the sum, whose logarithm is then log1p of the rest: a confident prediction keeps its digits.

    References
    ----------
    Goodfellow, Bengio and Courville, Deep Learning, §6.2.2. torch.nn.CrossEntropyLoss for weights,
    ignored rows and smoothing.

    Examples
    --------
    >>> round(cross_entropy_logits([2.0, 1.0, 0.1], 0), 6)
    0.41703

    ``-log(softmax(z))`` is 0 here, and so are torch's and scipy's results:

    >>> print(f"{cross_entropy_logits([40.0, 0.0], 0):.4g}")
    4.248e-18

    and here it is inf or nan:

    >>> cross_entropy_logits([10000.0, -10000.0], 1)
    20000.0
    """
    one_of(reduction, "reduction", REDUCTIONS)
    scores = numbers(logits, "logits")
    class_axis(scores, -1, "logits")
    targets = batch_targets(
        target,
        scores.shape,
        weight=weight,
        ignore_index=ignore_index,
        label_smoothing=label_smoothing,
    )
    losses = _row_losses(scores.reshape(-1, scores.shape[-1]), targets)
    if reduction == "mean":
        return plain(losses.sum() / mean_divisor(targets))
    return reduced(losses.reshape(scores.shape[:-1]), reduction)


def mean_divisor(targets: Targets) -> float:
    """Return what the mean over the targets divides by.

    Parameters
    ----------
    targets
        Of a batch.

    Returns
    -------
    float
        Above 0.

    Raises
    ------
    EngineError
        all_masked.
    """
    divisor = targets.mean_divisor()
    if divisor == 0:
        raise EngineError(
            "all_masked", "every row is ignored or has weight 0: there is nothing to average"
        )
    return divisor


def _row_losses(logits: NDArray[np.generic], targets: Targets) -> FloatArray:
    rows, classes = logits.shape
    step = max(1, _CHUNK_BYTES // (8 * classes))
    buffer = np.empty((min(step, rows), classes))
    losses = np.empty(rows)
    for start in range(0, rows, step):
        chunk = slice(start, min(start + step, rows))
        losses[chunk] = _chunk_losses(logits[chunk], targets, chunk, buffer)
    return losses


def _chunk_losses(
    logits: NDArray[np.generic], targets: Targets, rows: slice, buffer: FloatArray
) -> FloatArray:
    gaps = buffer[: len(logits)]
    np.copyto(gaps, logits)
    every = np.arange(len(gaps))
    places = gaps.argmax(axis=1)
    top = gaps[every, places]
    # The first nan counts as the largest, so the largest of each row tell of all that is wrong.
    check_logits(top, "logits")
    if top.min() == -math.inf:
        raise EngineError("not_finite", "logits has a row of -inf: no class is left")
    with np.errstate(over="ignore"):  # a gap beyond the largest float is infinite enough
        np.subtract(top[:, np.newaxis], gaps, out=gaps)
    expected, totals = targets.weigh(gaps, rows)
    np.negative(gaps, out=gaps)
    np.exp(gaps, out=gaps)
    gaps[every, places] = 0.0
    return np.asarray(expected + totals * np.log1p(gaps.sum(axis=1)))
