"""Surprisal, entropy, cross-entropy and the divergences of distributions.

Each takes probabilities, checks that they are, and computes by the definition: 0·log 0 is 0, and an
event that happens though it was given probability 0 is an infinite surprise, never a clipped one.
"""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike

from quizapp.engine.arrays import (
    REDUCTIONS,
    FloatArray,
    Result,
    check_distributions,
    check_no_nan,
    check_probabilities,
    class_axis,
    float_or_nan,
    floats,
    one_of,
    pair,
    plain,
    reduced,
)
from quizapp.errors import EngineError

_UNITS: dict[str, float] = {
    "nats": math.e,
    "nat": math.e,
    "bits": 2.0,
    "bit": 2.0,
    "bans": 10.0,
    "ban": 10.0,
}


def logarithm(base: object) -> Callable[[FloatArray], FloatArray]:
    """Return the logarithm to a base; bases 2 and 10 are exact on their powers."""
    natural = log_of_base(base)
    if base == 2:
        return np.log2
    if base == 10:
        return np.log10
    return np.log if natural == 1.0 else lambda values: np.log(values) / natural


def log_of_base(base: object) -> float:
    """Return ln(base): what to divide nats by."""
    number = float_or_nan(base)
    if 0 < number < math.inf and number != 1:
        return math.log(number)
    raise EngineError("bad_base", f"base must be a finite number above 0, not 1; got {base!r}")


def surprisal(p: ArrayLike, *, base: float = math.e) -> Result:
    """Return how surprising an event of probability `p` is.

    Parameters
    ----------
    p
        Probabilities, of any shape; they need not sum to 1.
    base
        Of the logarithm: e for nats, 2 for bits, 10 for bans.

    Returns
    -------
    float or ndarray
        −log p for each probability, in nats unless `base` says otherwise; inf for probability 0.

    Raises
    ------
    EngineError
        bad_base, empty, nan_input, not_finite, negative_probability, probability_above_one.

    References
    ----------
    MacKay, Information Theory, Inference, and Learning Algorithms, §2.4.

    Examples
    --------
    >>> surprisal(0.125, base=2)
    3.0

    The naive ``-log(p)`` says −0.0 for a certain event, and warns about the impossible one:

    >>> surprisal([1.0, 0.0])
    array([ 0., inf])
    """
    log = logarithm(base)
    probabilities = floats(p, "p")
    check_probabilities(probabilities, "p")
    return plain(surprisals(probabilities, log))


def surprisals(
    probabilities: FloatArray, log: Callable[[FloatArray], FloatArray] = np.log
) -> FloatArray:
    """Return −log of checked probabilities; above 1, by the tolerance of a sum, counts as 1."""
    with np.errstate(divide="ignore"):
        return -log(np.minimum(probabilities, 1.0))


def weighted(shares: FloatArray, surprises: FloatArray) -> FloatArray:
    """Return shares times surprises, where no share of an infinite surprise is 0 and not nan."""
    with np.errstate(over="ignore"):  # a weight may take a loss beyond the largest float
        if shares.min() > 0:
            return shares * surprises
        return np.multiply(shares, surprises, out=np.zeros_like(surprises), where=shares > 0)


def entropy(p: ArrayLike, *, base: float = math.e, axis: int = -1) -> Result:
    """Return the expected surprisal of a distribution.

    Parameters
    ----------
    p
        One distribution, shape (K,), or many, with the classes along `axis`.
    base
        Of the logarithm: e for nats, 2 for bits, 10 for bans.
    axis
        The axis of the classes.

    Returns
    -------
    float or ndarray
        −Σ p log p, in nats unless `base` says otherwise; one for each distribution.

    Raises
    ------
    EngineError
        bad_base, bad_option, empty, shape_mismatch, nan_input, not_finite, negative_probability,
        probability_above_one, not_normalised.

    References
    ----------
    Cover and Thomas, Elements of Information Theory, §2.1.

    Examples
    --------
    >>> round(entropy([0.2, 0.3, 0.5], base=2), 6)
    1.485475

    A class that never happens adds nothing, where ``-sum(p * log(p))`` is nan:

    >>> entropy([1.0, 0.0])
    0.0
    """
    log = logarithm(base)
    probabilities = floats(p, "p")
    classes = class_axis(probabilities, axis, "p")
    check_distributions(probabilities, "p", axis=classes)
    return plain(weighted(probabilities, surprisals(probabilities, log)).sum(axis=classes))


def cross_entropy(
    p: ArrayLike,
    q: ArrayLike,
    *,
    base: float = math.e,
    axis: int = -1,
    reduction: str = "none",
) -> Result:
    """Return the expected surprisal of events drawn from `p` and predicted by `q`.

    Parameters
    ----------
    p
        The truth: one distribution, shape (K,), or many, with the classes along `axis`.
    q
        The prediction, of the same shape.
    base
        Of the logarithm: e for nats, 2 for bits, 10 for bans.
    axis
        The axis of the classes.
    reduction
        Over the distributions: "none", "mean" or "sum".

    Returns
    -------
    float or ndarray
        −Σ p log q, in nats unless `base` says otherwise. inf where q = 0 and p > 0.

    Raises
    ------
    EngineError
        bad_base, bad_option, empty, shape_mismatch, nan_input, not_finite, negative_probability,
        probability_above_one, not_normalised.

    References
    ----------
    Goodfellow, Bengio and Courville, Deep Learning, §3.13.

    Examples
    --------
    >>> round(cross_entropy([0, 0, 1], [0.1, 0.2, 0.7]), 6)
    0.356675

    A class that neither has adds nothing, where ``-sum(p * log(q))`` is nan; libraries that clip
    report 36.04 or 16.1 for the second, which is infinite:

    >>> cross_entropy([0.0, 1.0], [0.0, 1.0])
    0.0
    >>> cross_entropy([1.0, 0.0], [0.0, 1.0])
    inf
    """
    log = logarithm(base)
    one_of(reduction, "reduction", REDUCTIONS)
    truth, prediction, classes = _two_distributions(p, q, axis)
    terms = weighted(truth, surprisals(prediction, log))
    return reduced(terms.sum(axis=classes), reduction)


def kl_divergence(
    p: ArrayLike,
    q: ArrayLike,
    *,
    base: float = math.e,
    axis: int = -1,
    reduction: str = "none",
) -> Result:
    """Return the surprisal that predicting `q` costs beyond the entropy of `p`.

    Parameters
    ----------
    p
        The truth: one distribution, shape (K,), or many, with the classes along `axis`.
    q
        The prediction, of the same shape.
    base
        Of the logarithm: e for nats, 2 for bits, 10 for bans.
    axis
        The axis of the classes.
    reduction
        Over the distributions: "none", "mean" (torch's "batchmean") or "sum".

    Returns
    -------
    float or ndarray
        Σ p log(p/q), in nats unless `base` says otherwise. Never negative; inf where q = 0
        and p > 0.

    Raises
    ------
    EngineError
        bad_base, bad_option, empty, shape_mismatch, nan_input, not_finite, negative_probability,
        probability_above_one, not_normalised.

    References
    ----------
    Cover and Thomas, Elements of Information Theory, §2.3.

    Examples
    --------
    >>> kl_divergence([0.5, 0.5], [0.5, 0.5])
    0.0

    Where the two are close, ``cross_entropy - entropy`` cancels to 0, and the sum of
    ``p * log(p / q)`` to 8.3e-17:

    >>> print(f"{kl_divergence([0.5, 0.5], [0.5 + 1e-10, 0.5 - 1e-10]):.3g}")
    2e-20
    """
    nats = log_of_base(base)
    one_of(reduction, "reduction", REDUCTIONS)
    truth, prediction, classes = _two_distributions(p, q, axis)
    return reduced(divergence(truth, prediction, axis=classes) / nats, reduction)


def js_divergence(p: ArrayLike, q: ArrayLike, *, base: float = math.e, axis: int = -1) -> Result:
    """Return the mean divergence of two distributions from their midpoint.

    Parameters
    ----------
    p
        One distribution, shape (K,), or many, with the classes along `axis`.
    q
        The other, of the same shape.
    base
        Of the logarithm: e for nats, 2 for bits, 10 for bans.
    axis
        The axis of the classes.

    Returns
    -------
    float or ndarray
        ½ KL(p, m) + ½ KL(q, m) with m = (p + q)/2, in nats unless `base` says otherwise; from 0 to
        ln 2. It is the divergence; its root is the distance.

    Raises
    ------
    EngineError
        bad_base, bad_option, empty, shape_mismatch, nan_input, not_finite, negative_probability,
        probability_above_one, not_normalised.

    References
    ----------
    Lin, Divergence measures based on the Shannon entropy, IEEE Transactions on Information Theory
    37 (1991).

    Examples
    --------
    Where KL is infinite, this is at its maximum of one bit:

    >>> js_divergence([1.0, 0.0], [0.0, 1.0], base=2)
    1.0
    """
    nats = log_of_base(base)
    one, other, classes = _two_distributions(p, q, axis)
    # Twice the distributions against their sum: half of the smallest float would be 0.
    both = one + other
    twice = divergence(2 * one, both, axis=classes) + divergence(2 * other, both, axis=classes)
    return plain(twice / 4 / nats)


def perplexity(
    p: ArrayLike | None = None,
    q: ArrayLike | None = None,
    *,
    token_probs: ArrayLike | None = None,
    mean_nll: ArrayLike | None = None,
    unit: str = "nats",
) -> Result:
    """Return the number of equally likely outcomes that would be as surprising.

    Parameters
    ----------
    p
        One distribution, shape (K,), or many, last axis = classes: the exponential of the entropy.
    q
        A prediction of `p`, of the same shape: the exponential of the cross-entropy.
    token_probs
        The probabilities given to the tokens that came, last axis = tokens: their inverse
        geometric mean.
    mean_nll
        A mean surprisal, of any shape.
    unit
        The unit of `mean_nll`: "nats", "bits" or "bans".

    Returns
    -------
    float or ndarray
        The perplexity, a number without unit; inf where an event of probability 0 came, and where
        it is above the largest float.

    Raises
    ------
    EngineError
        bad_option (not exactly one source, an unknown unit, a negative mean), empty,
        shape_mismatch, nan_input, not_finite, negative_probability, probability_above_one,
        not_normalised.

    References
    ----------
    Jurafsky and Martin, Speech and Language Processing, §3.3.

    Examples
    --------
    >>> round(perplexity(token_probs=[0.25, 0.5, 0.125]), 6)
    4.0
    >>> perplexity(mean_nll=2.0, unit="bits")
    4.0

    A thousand tokens have a product of probabilities that is 0 to a float, and a perplexity:

    >>> round(perplexity(token_probs=[0.1] * 1000), 6)
    10.0
    """
    base = _UNITS[one_of(unit, "unit", _UNITS)]
    given = sum(source is not None for source in (p, token_probs, mean_nll))
    if given == 1 and (q is None or p is not None):
        if p is not None:
            return _exponential(entropy(p) if q is None else cross_entropy(p, q), math.e)
        if token_probs is not None:
            return _exponential(_mean_token_surprisal(token_probs), math.e)
        if mean_nll is not None:
            return _exponential(_mean_surprisal(mean_nll), base)
    raise EngineError("bad_option", "give one of p, p and q, token_probs, mean_nll")


def divergence(p: FloatArray, q: FloatArray, *, axis: int | None) -> FloatArray:
    """Return Σ p ln(p/q) of checked distributions, with rounding noise below 0 as 0."""
    # Near equality p/q rounds the difference away; p − q is exact there, and log1p keeps it.
    ratios = np.zeros_like(p)
    near = (p > q / 2) & (p < q * 2)
    far = (p > 0) & ~near
    with np.errstate(divide="ignore"):
        ratios[near] = np.log1p((p[near] - q[near]) / q[near])
        ratios[far] = np.log(p[far]) - np.log(q[far])
    return np.asarray(np.maximum((p * ratios).sum(axis=axis), 0.0))


def _two_distributions(p: ArrayLike, q: ArrayLike, axis: int) -> tuple[FloatArray, FloatArray, int]:
    truth, prediction = pair(p, q, "p", "q")
    classes = class_axis(truth, axis, "p")
    check_distributions(truth, "p", axis=classes)
    check_distributions(prediction, "q", axis=classes)
    return truth, prediction, classes


def _mean_token_surprisal(token_probs: ArrayLike) -> FloatArray:
    probabilities = floats(token_probs, "token_probs")
    tokens = class_axis(probabilities, -1, "token_probs")
    check_probabilities(probabilities, "token_probs")
    return np.asarray(surprisals(probabilities).mean(axis=tokens))


def _mean_surprisal(mean_nll: ArrayLike) -> FloatArray:
    mean = floats(mean_nll, "mean_nll")
    check_no_nan(mean, "mean_nll")
    if mean.min() < 0:
        raise EngineError("bad_option", "mean_nll must not be negative; probabilities are below 1")
    return mean


def _exponential(surprise: ArrayLike, base: float) -> Result:
    with np.errstate(over="ignore"):
        if base == math.e:
            return plain(np.exp(surprise))
        return plain(np.power(base, surprise))
