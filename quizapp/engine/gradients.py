"""The gradients of the losses, by hand.

Where a loss is the logarithm of what an exponential made, the two cancel and the gradient is
prediction minus target; each is computed so that this difference keeps its digits.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from quizapp.engine.activations import below_top, rest_of_sum, sigmoids
from quizapp.engine.arrays import (
    REDUCTIONS,
    FloatArray,
    Result,
    check_distributions,
    check_logits,
    check_shares,
    class_axis,
    floats,
    integer,
    one_of,
    pair,
    plain,
    share,
)
from quizapp.engine.binary import binary_pair, positive_weights
from quizapp.engine.losses import mean_divisor
from quizapp.engine.targets import batch_targets

_ALL = slice(None)


def gradient_ce_logits(
    logits: ArrayLike,
    target: ArrayLike,
    *,
    weight: ArrayLike | None = None,
    ignore_index: int = -100,
    label_smoothing: float = 0.0,
    reduction: str = "mean",
) -> FloatArray:
    """Return the gradient of ``cross_entropy_logits`` with respect to the logits.

    Parameters
    ----------
    logits
        Shape (K,) or (..., K), last axis = classes; -inf is a class ruled out.
    target
        Class indices (integers), of the shape of `logits` without its last axis; or probabilities,
        of the shape of `logits`.
    weight
        Of each class, shape (K,).
    ignore_index
        The class index that marks a row to leave out; its gradient is 0.
    label_smoothing
        The share ε of each target that is spread over all classes.
    reduction
        Of the loss: "mean" divides as ``cross_entropy_logits`` does; "sum" and "none" leave each
        row its own gradient.

    Returns
    -------
    ndarray
        softmax(z) − y for each row, of the shape of `logits`; in nats per unit of logit.

    Raises
    ------
    EngineError
        The reasons of ``cross_entropy_logits``.

    Notes
    -----
    With s the smoothed and weighted target, the gradient is softmax(z)·Σ s − s. At the largest
    logit softmax(z) is 1 − r/(1 + r), with r the sum of the other exponentials, and the 1 is taken
    off before it can round r away.

    References
    ----------
    Bishop, Pattern Recognition and Machine Learning, §4.3.4.

    Examples
    --------
    >>> gradient_ce_logits([2.0, 1.0, 0.1], 0).round(6).tolist()
    [-0.340999, 0.242433, 0.098566]

    ``softmax(z) - y`` is 0 at the first class here, which then never learns:

    >>> print([f"{entry:.4g}" for entry in gradient_ce_logits([40.0, 0.0], 0)])
    ['-4.248e-18', '4.248e-18']
    """
    one_of(reduction, "reduction", REDUCTIONS)
    scores = floats(logits, "logits")
    class_axis(scores, -1, "logits")
    targets = batch_targets(
        target,
        scores.shape,
        weight=weight,
        ignore_index=integer(ignore_index, "ignore_index"),
        label_smoothing=share(label_smoothing, "label_smoothing"),
    )
    shifted, places = below_top(scores.reshape(-1, scores.shape[-1]), "logits")
    exponentials = np.exp(shifted)
    rest = rest_of_sum(exponentials, places)
    shares = targets.shares(_ALL)
    totals = shares.sum(axis=1, keepdims=True)
    gradient = totals * exponentials / (1.0 + rest) - shares
    at_top = totals - np.take_along_axis(shares, places, 1) - totals * rest / (1.0 + rest)
    np.put_along_axis(gradient, places, at_top, 1)
    if reduction == "mean":
        gradient /= mean_divisor(targets)
    return np.asarray(plain(gradient.reshape(scores.shape)))


def gradient_ce_probs(q: ArrayLike, target: ArrayLike) -> FloatArray:
    """Return the gradient of the cross-entropy with respect to the predicted probabilities.

    Parameters
    ----------
    q
        Predicted distributions, shape (K,) or (..., K), last axis = classes.
    target
        Class indices (integers), of the shape of `q` without its last axis; or probabilities, of
        the shape of `q`.

    Returns
    -------
    ndarray
        −p/q for each row, of the shape of `q`, in nats per unit of probability; −inf where q = 0
        and p > 0.

    Raises
    ------
    EngineError
        bad_target_type, empty, shape_mismatch, index_out_of_range, nan_input, not_finite,
        negative_probability, probability_above_one, not_normalised.

    References
    ----------
    Goodfellow, Bengio and Courville, Deep Learning, §6.2.2.

    Examples
    --------
    ``-p / q`` is −0.0 or nan where the target has nothing; that is 0 here:

    >>> gradient_ce_probs([0.75, 0.25, 0.0], 1)
    array([ 0., -4.,  0.])
    """
    predictions = floats(q, "q")
    class_axis(predictions, -1, "q")
    targets = batch_targets(target, predictions.shape)
    check_distributions(predictions, "q")
    shares = targets.shares(_ALL).reshape(predictions.shape)
    return np.asarray(plain(-_quotient(shares, predictions)))


def gradient_bce_logits(
    y: ArrayLike, z: ArrayLike, *, pos_weight: ArrayLike | None = None
) -> Result:
    """Return the gradient of each ``bce_with_logits`` with respect to its logit.

    Parameters
    ----------
    y
        Targets from 0 to 1, of any shape.
    z
        Logits, of the same shape.
    pos_weight
        What the term of y = 1 counts: one number, or one for each entry of the last axis.

    Returns
    -------
    float or ndarray
        σ(z) − y for each entry, without a reduction; in nats per unit of logit.

    Raises
    ------
    EngineError
        bad_option, bad_target, empty, shape_mismatch, nan_input, not_finite.

    References
    ----------
    Bishop, Pattern Recognition and Machine Learning, §4.3.2.

    Examples
    --------
    >>> round(gradient_bce_logits(1, 2.0), 6)
    -0.119203

    ``sigmoid(z) - y`` is 0 here:

    >>> print(f"{gradient_bce_logits(1, 40.0):.4g}")
    -4.248e-18
    """
    targets, logits = pair(y, z, "y", "z")
    positive = positive_weights(pos_weight, logits.shape)
    check_shares(targets, "y")
    check_logits(logits, "z")
    return plain((1.0 - targets) * sigmoids(logits) - positive * targets * sigmoids(-logits))


def gradient_bce_prob(y: ArrayLike, p: ArrayLike) -> Result:
    """Return the gradient of each binary cross-entropy with respect to its probability.

    Parameters
    ----------
    y
        Targets from 0 to 1, of any shape.
    p
        Probabilities of 1, of the same shape.

    Returns
    -------
    float or ndarray
        (p − y) / (p (1 − p)) for each entry, without a reduction; in nats per unit of probability.
        ∓inf for a certainty that is wrong.

    Raises
    ------
    EngineError
        bad_target, empty, shape_mismatch, nan_input, not_finite, negative_probability,
        probability_above_one.

    References
    ----------
    Bishop, Pattern Recognition and Machine Learning, §4.3.2.

    Examples
    --------
    >>> gradient_bce_prob(1, 0.5)
    -2.0

    The quotient is 0/0 for a certainty that is right, where the gradient is −1 or 1:

    >>> gradient_bce_prob([1, 0], [1.0, 0.0]).tolist()
    [-1.0, 1.0]
    """
    targets, probabilities = binary_pair(y, p)
    return plain(_quotient(1.0 - targets, 1.0 - probabilities) - _quotient(targets, probabilities))


def gradient_mse_sigmoid(y: ArrayLike, z: ArrayLike) -> Result:
    """Return the gradient of each squared error (σ(z) − y)² with respect to its logit.

    Parameters
    ----------
    y
        Targets from 0 to 1, of any shape.
    z
        Logits, of the same shape.

    Returns
    -------
    float or ndarray
        2 (σ(z) − y) σ(z) (1 − σ(z)) for each entry, without a reduction. It vanishes where the
        logit is confidently wrong, which is why the cross-entropy is preferred.

    Raises
    ------
    EngineError
        bad_target, empty, shape_mismatch, nan_input, not_finite.

    References
    ----------
    Nielsen, Neural Networks and Deep Learning, chapter 3, whose cost has a factor ½ more.

    Examples
    --------
    Wrong by all there is, and next to no gradient; ``1 - sigmoid(z)`` would make it 0:

    >>> print(f"{gradient_mse_sigmoid(0, 40.0):.4g}")
    8.497e-18
    """
    targets, logits = pair(y, z, "y", "z")
    check_shares(targets, "y")
    check_logits(logits, "z")
    yes, no = sigmoids(logits), sigmoids(-logits)
    return plain(2.0 * ((1.0 - targets) * yes - targets * no) * yes * no)


def _quotient(parts: FloatArray, wholes: FloatArray) -> FloatArray:
    """Return parts over wholes, where no part of nothing is 0."""
    with np.errstate(divide="ignore", over="ignore"):
        return np.divide(parts, wholes, out=np.zeros_like(wholes), where=parts > 0)
