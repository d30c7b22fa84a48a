"""The losses of yes-or-no answers, each with a probability or a logit of its own."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike

from quizapp.engine.arrays import (
    REDUCTIONS,
    FloatArray,
    Result,
    check_logits,
    check_probabilities,
    check_shares,
    check_weights,
    class_axis,
    floats,
    number,
    one_of,
    pair,
    plain,
    reduced,
    share,
)
from quizapp.engine.information import log_of_base, logarithm, surprisals, weighted
from quizapp.errors import EngineError


def binary_cross_entropy(
    y: ArrayLike, p: ArrayLike, *, base: float = math.e, reduction: str = "mean"
) -> Result:
    """Return the cross-entropy of yes-or-no targets and predicted probabilities of yes.

    Parameters
    ----------
    y
        Targets from 0 to 1, of any shape; soft ones are fine.
    p
        Probabilities of 1, of the same shape.
    base
        Of the logarithm: e for nats, 2 for bits, 10 for bans.
    reduction
        "none", "mean" or "sum".

    Returns
    -------
    float or ndarray
        −y log p − (1 − y) log(1 − p), in nats unless `base` says otherwise. inf for a certainty
        that is wrong.

    Raises
    ------
    EngineError
        bad_base, bad_option, bad_target, empty, shape_mismatch, nan_input, not_finite,
        negative_probability, probability_above_one.

    References
    ----------
    Goodfellow, Bengio and Courville, Deep Learning, §6.2.2.2.

    Examples
    --------
    >>> round(binary_cross_entropy([1, 0, 1], [0.9, 0.2, 0.6]), 6)
    0.279777

    The naive formula is nan for a certainty that is right, and torch says 100 of one that is wrong:

    >>> binary_cross_entropy(1, 1.0)
    0.0
    >>> binary_cross_entropy(1, 0.0)
    inf
    """
    log, nats = logarithm(base), log_of_base(base)
    one_of(reduction, "reduction", REDUCTIONS)
    targets, probabilities = binary_pair(y, p)
    return reduced(binary_terms(targets, probabilities, log=log, nats=nats), reduction)


def bce_with_logits(
    y: ArrayLike,
    z: ArrayLike,
    *,
    pos_weight: ArrayLike | None = None,
    label_smoothing: float = 0.0,
    reduction: str = "mean",
) -> Result:
    """Return the binary cross-entropy of targets and the sigmoid of the logits.

    Parameters
    ----------
    y
        Targets from 0 to 1, of any shape; soft ones are fine.
    z
        Logits, of the same shape; -inf is an event ruled out.
    pos_weight
        What the term of y = 1 counts: one number, or one for each entry of the last axis.
    label_smoothing
        The share ε of each target that goes half to 0 and half to 1: (1 − ε)·y + ε/2.
    reduction
        "none", "mean" or "sum"; the mean divides by the number of entries, whatever the weights.

    Returns
    -------
    float or ndarray
        Nats.

    Raises
    ------
    EngineError
        bad_option, bad_target, empty, shape_mismatch, nan_input, not_finite.

    References
    ----------
    Goodfellow, Bengio and Courville, Deep Learning, §6.2.2.2. torch.nn.BCEWithLogitsLoss for the
    weight.

    Examples
    --------
    >>> round(bce_with_logits([1, 0], [0.0, 0.0]), 6)
    0.693147

    ``-log(sigmoid(z))`` is inf for the first and 0 for the second:

    >>> bce_with_logits(1, -10000.0)
    10000.0
    >>> print(f"{bce_with_logits(1, 40.0):.4g}")
    4.248e-18
    """
    one_of(reduction, "reduction", REDUCTIONS)
    smoothing = share(label_smoothing, "label_smoothing")
    targets, logits = pair(y, z, "y", "z")
    positive = positive_weights(pos_weight, logits.shape)
    check_shares(targets, "y")
    check_logits(logits, "z")
    targets = (1.0 - smoothing) * targets + smoothing / 2.0
    terms_of_one = weighted(positive * targets, _softplus(-logits))
    terms_of_zero = weighted(1.0 - targets, _softplus(logits))
    return reduced(np.asarray(terms_of_one + terms_of_zero), reduction)


def multilabel_bce(
    y: ArrayLike, p: ArrayLike, *, reduction: str = "sum_labels_mean_batch"
) -> Result:
    """Return the binary cross-entropy of several labels, each a yes or no of its own.

    Parameters
    ----------
    y
        Targets from 0 to 1, shape (L,) or (..., L), last axis = labels.
    p
        The probability of each label, of the same shape; they need not sum to 1.
    reduction
        "sum_labels_mean_batch" adds the labels and averages the rows; "none"; "mean" and "sum" are
        over all entries.

    Returns
    -------
    float or ndarray
        Nats.

    Raises
    ------
    EngineError
        bad_option, bad_target, empty, shape_mismatch, nan_input, not_finite, negative_probability,
        probability_above_one.

    References
    ----------
    Bishop, Pattern Recognition and Machine Learning, §5.2 (independent binary classifications).

    Examples
    --------
    >>> round(multilabel_bce([1, 0, 1], [0.9, 0.2, 0.6]), 6)
    0.83933

    ``cross_entropy`` counts only the labels that are there: here it would say 0.616186 of the same
    numbers, were they a distribution.
    """
    one_of(reduction, "reduction", (*REDUCTIONS, "sum_labels_mean_batch"))
    targets, probabilities = binary_pair(y, p)
    labels = class_axis(targets, -1, "y")
    terms = binary_terms(targets, probabilities)
    if reduction == "sum_labels_mean_batch":
        return reduced(terms.sum(axis=labels), "mean")
    return reduced(terms, reduction)


def focal_loss(p_t: ArrayLike, *, gamma: float = 2.0) -> Result:
    """Return the surprisal of the true class, scaled down where the class is easy.

    Parameters
    ----------
    p_t
        The probability given to the true class, of any shape.
    gamma
        How much easy examples are scaled down; 0 for not at all.

    Returns
    -------
    float or ndarray
        −(1 − p_t)^γ ln p_t for each entry, in nats.

    Raises
    ------
    EngineError
        bad_option, empty, shape_mismatch, nan_input, not_finite, negative_probability,
        probability_above_one.

    References
    ----------
    Lin et al., Focal loss for dense object detection, 2017, §3.2.

    Examples
    --------
    >>> round(focal_loss(0.9, gamma=2), 6)
    0.001054

    The naive formula gives −0.0 for certainty:

    >>> focal_loss(1.0)
    0.0
    """
    power = _focusing(gamma)
    probabilities = floats(p_t, "p_t")
    check_probabilities(probabilities, "p_t")
    return plain((1.0 - probabilities) ** power * surprisals(probabilities))


def focal_loss_binary(
    y: ArrayLike,
    p: ArrayLike,
    *,
    gamma: float = 2.0,
    alpha: float | None = None,
    reduction: str = "mean",
) -> Result:
    """Return the binary cross-entropy, scaled down where the prediction is right.

    Parameters
    ----------
    y
        Targets from 0 to 1, of any shape.
    p
        Probabilities of 1, of the same shape.
    gamma
        How much easy examples are scaled down; 0 for not at all.
    alpha
        The weight of y = 1; y = 0 then has 1 − alpha. None for 1 each.
    reduction
        "none", "mean" or "sum".

    Returns
    -------
    float or ndarray
        −α_t (1 − p_t)^γ ln p_t in nats, with p_t = p for y = 1 and 1 − p for y = 0. inf for a
        certainty that is wrong.

    Raises
    ------
    EngineError
        bad_option, bad_target, empty, shape_mismatch, nan_input, not_finite, negative_probability,
        probability_above_one.

    Notes
    -----
    For soft targets 1 − p_t and α_t are mixed in the proportion of the target, as torchvision and
    Keras do.

    References
    ----------
    Lin et al., Focal loss for dense object detection, 2017, §3.2.

    Examples
    --------
    >>> round(focal_loss_binary([1, 0], [0.9, 0.2], gamma=2), 6)
    0.00499

    With a ``p`` clipped to 1e-7 before the logarithm this would be 16.1:

    >>> focal_loss_binary(1, 0.0)
    inf
    """
    power = _focusing(gamma)
    balance = None if alpha is None else share(alpha, "alpha")
    one_of(reduction, "reduction", REDUCTIONS)
    targets, probabilities = binary_pair(y, p)
    missing = targets * (1.0 - probabilities) + (1.0 - targets) * probabilities
    terms = binary_terms(targets, probabilities)
    # An infinite surprise stays infinite, even where the power of a soft target underflows to 0.
    terms = np.multiply(missing**power, terms, out=terms.copy(), where=terms < math.inf)
    if balance is not None:
        terms = weighted(balance * targets + (1.0 - balance) * (1.0 - targets), terms)
    return reduced(terms, reduction)


def binary_pair(y: ArrayLike, p: ArrayLike) -> tuple[FloatArray, FloatArray]:
    """Return checked yes-or-no targets and probabilities of one shape."""
    targets, probabilities = pair(y, p, "y", "p")
    check_shares(targets, "y")
    check_probabilities(probabilities, "p")
    return targets, probabilities


def positive_weights(pos_weight: ArrayLike | None, shape: tuple[int, ...]) -> FloatArray:
    """Return what y = 1 counts, ready to multiply targets of a shape."""
    if pos_weight is None:
        return np.ones(())
    weights = floats(pos_weight, "pos_weight")
    if weights.shape not in ((), (1,), shape[-1:]):
        raise EngineError(
            "shape_mismatch",
            f"pos_weight has shape {weights.shape}; one number or shape {shape[-1:]} is needed",
        )
    check_weights(weights, "pos_weight")
    return weights if shape else weights.reshape(())


def _softplus(logits: FloatArray) -> FloatArray:
    """Return log(1 + exp(z)), which is the surprisal of 0 under logit z."""
    return np.asarray(np.maximum(logits, 0.0) + np.log1p(np.exp(-np.abs(logits))))


def binary_terms(
    targets: FloatArray,
    probabilities: FloatArray,
    *,
    log: Callable[[FloatArray], FloatArray] = np.log,
    nats: float = 1.0,
) -> FloatArray:
    """Return the loss of each probability against its target, of `nats` to a unit of `log`."""
    with np.errstate(divide="ignore"):
        # 1 − p would round a small p away, log1p does not.
        surprises_of_zero = -np.log1p(-probabilities) / nats
    surprises_of_one = surprisals(probabilities, log)
    return np.asarray(
        weighted(targets, surprises_of_one) + weighted(1.0 - targets, surprises_of_zero)
    )


def _focusing(gamma: object) -> float:
    return number(gamma, "gamma", lambda x: 0 <= x < math.inf, wanted="a finite number from 0 up")
