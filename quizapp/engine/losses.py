"""The losses of classifiers among several classes, from logits and from probabilities."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from quizapp.engine.arrays import (
    REDUCTIONS,
    FloatArray,
    Result,
    check_distributions,
    check_logits,
    check_probabilities,
    class_axis,
    floats,
    integer,
    numbers,
    one_of,
    plain,
    quotient_of_sum,
    reduced,
    share,
)
from quizapp.engine.binary import binary_pair, binary_terms
from quizapp.engine.information import surprisals
from quizapp.engine.targets import Targets, batch_targets
from quizapp.errors import EngineError

_CHUNK_BYTES = 1024 * 1024
"""Small enough that a chunk of logits stays in the cache through all its passes."""

_FEW = 32
"""Up to this many classes numpy is quicker along the rows of a batch than along each row."""

_SHORT = 1024
"""Up to this many classes an exponential's digits survive a plain sum."""

_FAINT = 2.0**-60
"""Below it float32 exponentials have lost digits, and soon are 0."""

_Parts = tuple[NDArray[Any], NDArray[Any], NDArray[Any]]

_PLAIN = frozenset((float, int))

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
        Nats, computed in float64, except for the exponentials of float32 logits. inf where a class
        that counts has the logit -inf.

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
    smoothing = share(label_smoothing, "label_smoothing")
    ignored = integer(ignore_index, "ignore_index")
    if weight is None and smoothing == 0 and type(target) is int and target != ignored:
        loss = _one_small_loss(logits, target)
        if loss is not None:
            return loss
    scores = numbers(logits, "logits")
    class_axis(scores, -1, "logits")
    targets = batch_targets(
        target, scores.shape, weight=weight, ignore_index=ignored, label_smoothing=smoothing
    )
    losses = _row_losses(scores.reshape(-1, scores.shape[-1]), targets)
    if reduction == "mean":
        return plain(quotient_of_sum(losses, mean_divisor(targets)))
    return reduced(losses.reshape(scores.shape[:-1]), reduction)


def mean_divisor(targets: Targets) -> float:
    """Return what the mean over the targets divides by, or refuse where nothing is left."""
    divisor = targets.mean_divisor()
    if divisor == 0:
        raise EngineError(
            "all_masked", "every row is ignored or has weight 0: there is nothing to average"
        )
    return divisor


def log_loss(
    y: ArrayLike, proba: ArrayLike, *, labels: ArrayLike | None = None, normalize: bool = True
) -> Result:
    """Return the mean surprisal of labels under predicted probabilities, as scikit-learn names it.

    Parameters
    ----------
    y
        Labels, shape (N,): numbers or strings.
    proba
        Shape (N, K), the columns in the sorted order of the labels; or (N,) or (N, 1), the
        probability of the second of two labels.
    labels
        All labels there are, where `y` does not show them.
    normalize
        False for the sum instead of the mean.

    Returns
    -------
    float
        Nats. inf where a label was given probability 0; scikit-learn clips, and says 36.04.

    Raises
    ------
    EngineError
        bad_option, bad_target (a label that is not among `labels`), empty, labels_required (`y`
        has one label only), shape_mismatch, nan_input, not_finite, negative_probability,
        probability_above_one, not_normalised.

    References
    ----------
    sklearn.metrics.log_loss; Bishop, Pattern Recognition and Machine Learning, §4.3.4.

    Examples
    --------
    >>> round(log_loss(["ham", "spam"], [[0.9, 0.1], [0.4, 0.6]]), 6)
    0.308093
    >>> log_loss([0, 1], [0.0, 0.0])
    inf
    """
    if not isinstance(normalize, bool):
        raise EngineError("bad_option", f"normalize must be True or False, not {normalize!r}")
    truth = _label_array(y, "y")
    probabilities = floats(proba, "proba")
    if probabilities.ndim == 1:
        probabilities = probabilities[:, np.newaxis]
    if truth.ndim != 1 or probabilities.ndim != 2 or len(truth) != len(probabilities):
        raise EngineError(
            "shape_mismatch",
            f"y has shape {truth.shape} and proba {np.shape(proba)}; (N,) and (N, K) are needed",
        )
    places, count = _label_places(truth, labels)
    surprises = _label_surprisals(places, count, probabilities)
    return reduced(surprises, "mean" if normalize else "sum")


def brier_score(y: ArrayLike, p: ArrayLike) -> Result:
    """Return the mean squared distance of predicted probabilities from what happened.

    Parameters
    ----------
    y
        For yes-or-no events: targets from 0 to 1, a number or shape (N,). For classes: one-hot
        rows or distributions, shape (..., K) with two axes or more.
    p
        Probabilities, of the same shape.

    Returns
    -------
    float
        The mean over the events of (y − p)²; for classes the sum over the classes, as Brier has
        it, and the mean over the rows. From 0 to 1, for classes to 2; no unit.

    Raises
    ------
    EngineError
        bad_target, empty, shape_mismatch, nan_input, not_finite, negative_probability,
        probability_above_one, not_normalised.

    References
    ----------
    Brier, Verification of forecasts expressed in terms of probability, Monthly Weather Review 78
    (1950).

    Examples
    --------
    >>> round(brier_score([1, 0, 1], [0.9, 0.2, 0.6]), 6)
    0.07
    >>> round(brier_score([[0, 0, 1]], [[0.1, 0.2, 0.7]]), 6)
    0.14

    It stays finite where the cross-entropy does not:

    >>> brier_score(1, 0.0)
    1.0
    """
    targets, probabilities = binary_pair(y, p)
    squares = (targets - probabilities) ** 2
    if squares.ndim > 1:
        check_distributions(targets, "y")
        check_distributions(probabilities, "p")
        squares = squares.sum(axis=-1)
    return reduced(squares, "mean")


def _label_array(labels: ArrayLike, name: str) -> NDArray[np.generic]:
    try:
        array = np.asarray(labels)
    except ValueError:
        raise EngineError("shape_mismatch", f"{name} has rows of different lengths") from None
    if array.size == 0:
        raise EngineError("empty", f"{name} is empty")
    if array.dtype.kind == "f" and np.isnan(array).any():
        raise EngineError("nan_input", f"{name} has an entry that is nan")
    return array


def _label_places(
    truth: NDArray[np.generic], labels: ArrayLike | None
) -> tuple[NDArray[np.intp], int]:
    """Return the place of each true label among all labels in sorted order, and their number."""
    try:
        present, places = np.unique(truth, return_inverse=True)
        known = present if labels is None else np.unique(_label_array(labels, "labels"))
    except TypeError:
        raise EngineError("bad_target", "the labels can't be sorted: mixed kinds") from None
    if known.size < 2:
        raise EngineError(
            "labels_required", f"only the label {known[0]} is known; give all as labels="
        )
    order = {label: place for place, label in enumerate(known.tolist())}
    unknown = [label for label in present.tolist() if label not in order]
    if unknown:
        raise EngineError("bad_target", f"y has the label {unknown[0]!r}, which labels= has not")
    return np.array([order[label] for label in present.tolist()])[places], known.size


def _label_surprisals(
    places: NDArray[np.intp], count: int, probabilities: FloatArray
) -> FloatArray:
    columns = probabilities.shape[1]
    if columns != count and (columns, count) != (1, 2):
        raise EngineError("shape_mismatch", f"proba has {columns} columns for {count} labels")
    if columns == 1:
        check_probabilities(probabilities, "proba")
        return binary_terms(places.astype(np.float64), probabilities[:, 0])
    check_distributions(probabilities, "proba")
    return surprisals(probabilities[np.arange(len(places)), places])


def _one_small_loss(logits: ArrayLike, target: int) -> float | None:
    """Return the loss of one short row of plain numbers; None where arrays must look at it."""
    if isinstance(logits, np.ndarray) and logits.ndim == 1 and logits.size <= _SMALL:
        logits = logits.tolist()
    if not isinstance(logits, list) or not 0 <= target < len(logits) <= _SMALL:
        return None
    if not _PLAIN.issuperset(map(type, logits)):
        return None
    top = max(logits)
    try:
        exponentials = [math.exp(logit - top) for logit in logits]
    except OverflowError:
        return None
    exponentials[logits.index(top)] = 0.0
    loss = math.log1p(sum(exponentials)) + (top - logits[target])
    return loss if math.isfinite(loss) else None


def _row_losses(logits: NDArray[np.generic], targets: Targets) -> FloatArray:
    tops, gaps, rests = _parts(logits, targets, np.arange(len(logits)))
    # A nan counts as the largest of its row, so these tell of all that is wrong anywhere.
    check_logits(tops, "logits")
    if tops.min() == -math.inf:
        raise EngineError("not_finite", "logits has a row of -inf: no class is left")
    if logits.dtype == np.float32:
        beyond = np.flatnonzero((rests < _FAINT) | (gaps == math.inf))
        if beyond.size:
            wide = logits[beyond].astype(np.float64)
            _, gaps[beyond], rests[beyond] = _parts(wide, targets, beyond)
    return targets.losses(gaps, np.log1p(rests))


def _parts(
    logits: NDArray[np.generic], targets: Targets, rows: NDArray[np.intp]
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return what the losses of the target's rows are made of, for the logits of just these rows.

    These are the largest logit, what `targets.gaps` says of the logits minus it, and the sum of
    the exponentials without the largest, which is 1.
    """
    count, classes = logits.shape
    kind = np.float32 if logits.dtype == np.float32 else np.float64
    few = classes <= _FEW
    step = max(1, _CHUNK_BYTES // (kind().itemsize * classes))
    buffer = np.empty((min(step, count), classes), kind, order="F" if few else "C")
    parts = np.empty((3, count))
    # Gaps may be infinite; the caller refuses what leads to inf − inf.
    with np.errstate(over="ignore", under="ignore", invalid="ignore"):
        for start in range(0, count, step):
            chunk = slice(start, start + step)
            space = buffer[: len(rows[chunk])]
            gaps = partial(targets.gaps, rows=rows[chunk])
            part = logits[chunk].astype(kind, copy=False)
            parts[:, chunk] = (_by_columns if few else _by_rows)(part, space, gaps)
    return parts[0], parts[1], parts[2]


def _by_columns(
    logits: NDArray[np.generic], shifted: NDArray[Any], gaps: Callable[[NDArray[Any]], FloatArray]
) -> _Parts:
    """Return the parts where classes are few, so that each pass goes along all rows."""
    shifted[...] = logits
    tops = shifted.max(axis=1)
    shifted -= tops[:, np.newaxis]
    lacking = gaps(shifted)
    greatest = shifted == 0
    exponentials = np.exp(shifted, out=shifted)
    exponentials -= greatest
    rests = exponentials.sum(axis=1)
    if np.count_nonzero(greatest) > len(rests):  # some rows have their largest twice
        rests += greatest.sum(axis=1) - 1
    return tops, lacking, rests


def _by_rows(
    logits: NDArray[np.generic], shifted: NDArray[Any], gaps: Callable[[NDArray[Any]], FloatArray]
) -> _Parts:
    """Return the parts where classes are many."""
    every = np.arange(len(logits))
    places = logits.argmax(axis=1)
    tops = logits[every, places]
    np.subtract(logits, tops[:, np.newaxis], out=shifted)
    lacking = gaps(shifted)
    exponentials = np.exp(shifted, out=shifted)
    exponentials[every, places] = 0.0
    # einsum is several times as quick as sum where rows are short, and loses digits where long.
    short = logits.shape[1] <= _SHORT
    return tops, lacking, np.einsum("ij->i", exponentials) if short else exponentials.sum(axis=1)
