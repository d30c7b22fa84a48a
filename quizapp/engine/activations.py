"""From logits to probabilities and back.

Every exponential is of a number that is not positive, so none overflows; and the largest term of a
sum, which is exactly 1, stays outside of it, so the rest keeps its digits however small.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray

from quizapp.engine.arrays import (
    FloatArray,
    Result,
    check_logits,
    check_probabilities,
    class_axis,
    floats,
    number,
    plain,
)
from quizapp.errors import EngineError


def softmax(z: ArrayLike, *, temperature: float = 1.0, axis: int = -1) -> FloatArray:
    """Return the distribution whose log-probabilities differ as the logits do.

    Parameters
    ----------
    z
        Logits, shape (K,) or more, with the classes along `axis`; -inf is a class ruled out.
    temperature
        What to divide the logits by first; above 0.
    axis
        The axis of the classes.

    Returns
    -------
    ndarray
        exp(z/T) / Σ exp(z/T), float64, of the shape of `z`.

    Raises
    ------
    EngineError
        bad_option, empty, shape_mismatch, nan_input, not_finite (also where all classes are -inf).

    References
    ----------
    Goodfellow, Bengio and Courville, Deep Learning, §4.1.

    Examples
    --------
    >>> softmax([2.0, 1.0, 0.1]).round(6).tolist()
    [0.659001, 0.242433, 0.098566]

    The naive ``exp(z) / sum(exp(z))`` overflows here:

    >>> softmax([10000.0, 10000.0])
    array([0.5, 0.5])
    """
    shifted, places = _tempered(z, temperature, axis)
    exponentials = np.exp(shifted)
    return exponentials / (1.0 + rest_of_sum(exponentials.copy(), places, axis=axis))


def log_softmax(z: ArrayLike, *, temperature: float = 1.0, axis: int = -1) -> FloatArray:
    """Return the logarithm of the softmax.

    Parameters
    ----------
    z
        Logits, shape (K,) or more, with the classes along `axis`; -inf is a class ruled out.
    temperature
        What to divide the logits by first; above 0.
    axis
        The axis of the classes.

    Returns
    -------
    ndarray
        z/T − log Σ exp(z/T) in nats, float64, of the shape of `z`.

    Raises
    ------
    EngineError
        bad_option, empty, shape_mismatch, nan_input, not_finite (also where all classes are -inf).

    References
    ----------
    Blanchard, Higham and Higham, Accurately computing the log-sum-exp and softmax functions, IMA
    Journal of Numerical Analysis 41 (2021).

    Examples
    --------
    The naive ``log(softmax(z))`` is -inf for the second class, and scipy's is 0 for the first:

    >>> print(log_softmax([1000.0, 0.0]))
    [    0. -1000.]
    >>> print(f"{log_softmax([40.0, 0.0])[0]:.4g}")
    -4.248e-18
    """
    shifted, places = _tempered(z, temperature, axis)
    return shifted - np.log1p(rest_of_sum(np.exp(shifted), places, axis=axis)) + 0.0


def logsumexp(z: ArrayLike, *, axis: int = -1) -> Result:
    """Return the logarithm of the sum of the exponentials.

    Parameters
    ----------
    z
        Logits, shape (K,) or more; -inf is a term that is 0.
    axis
        The axis to sum over.

    Returns
    -------
    float or ndarray
        log Σ exp(z) in nats; -inf where all terms are.

    Raises
    ------
    EngineError
        bad_option, empty, shape_mismatch, nan_input, not_finite.

    References
    ----------
    Blanchard, Higham and Higham, Accurately computing the log-sum-exp and softmax functions, IMA
    Journal of Numerical Analysis 41 (2021).

    Examples
    --------
    The naive ``log(sum(exp(z)))`` is inf for the first and -inf for the second:

    >>> round(logsumexp([1000.0, 1000.0]), 6)
    1000.693147
    >>> round(logsumexp([-1000.0, -1000.0]), 6)
    -999.306853
    """
    logits = floats(z, "z")
    classes = class_axis(logits, axis, "z")
    check_logits(logits, "z")
    top = logits.max(axis=classes, keepdims=True)
    with np.errstate(over="ignore"):
        # Where all are -inf, any finite shift will do.
        exponentials = np.exp(logits - np.where(np.isinf(top), 0.0, top))
    places = logits.argmax(axis=classes, keepdims=True)
    rest = rest_of_sum(exponentials, places, axis=classes)
    return plain(np.squeeze(top + np.log1p(rest), axis=classes))


def sigmoid(z: ArrayLike) -> Result:
    """Return the probability whose log-odds are `z`.

    Parameters
    ----------
    z
        Logits, of any shape; -inf is an event that can't happen.

    Returns
    -------
    float or ndarray
        1 / (1 + exp(−z)), of the shape of `z`.

    Raises
    ------
    EngineError
        empty, shape_mismatch, nan_input, not_finite.

    References
    ----------
    Goodfellow, Bengio and Courville, Deep Learning, §3.10.

    Examples
    --------
    ``exp(z) / (1 + exp(z))`` is nan at 1000, and ``1 / (1 + exp(-z))`` overflows at −1000:

    >>> print(sigmoid([-1000.0, 0.0, 1000.0]))
    [0.  0.5 1. ]
    """
    logits = floats(z, "z")
    check_logits(logits, "z")
    return plain(sigmoids(logits))


def sigmoids(logits: FloatArray) -> FloatArray:
    """Return the sigmoid of checked logits, precise in both tails."""
    small = np.exp(-np.abs(logits))
    return np.where(logits < 0, small, 1.0) / (1.0 + small)


def logit(p: ArrayLike) -> Result:
    """Return the log-odds of a probability.

    Parameters
    ----------
    p
        Probabilities, of any shape.

    Returns
    -------
    float or ndarray
        log(p / (1 − p)) in nats; −inf for 0 and inf for 1.

    Raises
    ------
    EngineError
        empty, shape_mismatch, nan_input, not_finite, negative_probability, probability_above_one.

    Notes
    -----
    Around ½ the two logarithms nearly cancel; 2 artanh(2p − 1) is the same number, and 2p − 1 is
    exact there.

    References
    ----------
    Bishop, Pattern Recognition and Machine Learning, §4.2.

    Examples
    --------
    >>> print(logit([0.0, 0.5, 1.0]))
    [-inf   0.  inf]

    The naive ``log(p / (1 - p))`` has six right digits here:

    >>> print(f"{logit(0.50000000025):.10g}")
    1.000000083e-09
    """
    probabilities = floats(p, "p")
    check_probabilities(probabilities, "p")
    middle = np.abs(probabilities - 0.5) <= 0.25
    with np.errstate(divide="ignore"):
        log_odds = np.log(probabilities) - np.log1p(-probabilities)
        return plain(np.where(middle, 2.0 * np.arctanh(2.0 * probabilities - 1.0), log_odds))


def below_top(
    logits: FloatArray, name: str, *, axis: int = -1
) -> tuple[FloatArray, NDArray[np.intp]]:
    """Return the logits minus the largest, and where the largest is; refuse what has no softmax."""
    check_logits(logits, name)
    top = logits.max(axis=axis, keepdims=True)
    if top.min() == -math.inf:
        raise EngineError("not_finite", f"{name} has -inf for all classes: none is left")
    with np.errstate(over="ignore"):  # a gap beyond the largest float is infinite enough
        return logits - top, logits.argmax(axis=axis, keepdims=True)


def rest_of_sum(
    exponentials: FloatArray, places: NDArray[np.intp], *, axis: int = -1
) -> FloatArray:
    """Return the sums of the exponentials without the largest, which is 1; overwrites its input."""
    np.put_along_axis(exponentials, places, 0.0, axis)
    return np.asarray(exponentials.sum(axis=axis, keepdims=True))


def _tempered(z: ArrayLike, temperature: object, axis: int) -> tuple[FloatArray, NDArray[np.intp]]:
    heat = number(
        temperature,
        "temperature",
        lambda value: 0 < value < math.inf,
        wanted="a finite number above 0",
    )
    logits = floats(z, "z")
    shifted, places = below_top(logits, "z", axis=class_axis(logits, axis, "z"))
    # Shifted first: z/T itself can overflow where the gaps do not.
    with np.errstate(over="ignore"):
        tempered = shifted / heat
    if heat > 1 and tempered.min() == -math.inf:
        # A gap beyond the largest float may be within it when divided.
        tempered, _ = below_top(logits / heat, "z", axis=class_axis(logits, axis, "z"))
    return tempered, places
