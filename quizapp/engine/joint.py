"""What two variables say of each other, from their joint table or from counts of classes."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike

from quizapp.engine.arrays import (
    SUM_TOLERANCE,
    FloatArray,
    Result,
    check_distributions,
    check_finite,
    class_axis,
    floats,
    one_of,
    plain,
)
from quizapp.engine.information import (
    divergence,
    log_of_base,
    logarithm,
    surprisals,
    weighted,
)
from quizapp.errors import EngineError


def joint_entropy(joint: ArrayLike, *, base: float = math.e) -> Result:
    """Return the entropy of a table of joint probabilities.

    Parameters
    ----------
    joint
        One table, of any shape, that sums to 1.
    base
        Of the logarithm: e for nats, 2 for bits, 10 for bans.

    Returns
    -------
    float
        −Σ p(x, y) log p(x, y), in nats unless `base` says otherwise.

    Raises
    ------
    EngineError
        bad_base, empty, shape_mismatch, nan_input, not_finite, negative_probability,
        probability_above_one, not_normalised.

    References
    ----------
    Cover and Thomas, Elements of Information Theory, §2.2.

    Examples
    --------
    An impossible pair adds nothing, where ``-sum(p * log(p))`` is nan:

    >>> joint_entropy([[0.5, 0.0], [0.25, 0.25]], base=2)
    1.5
    """
    log = logarithm(base)
    table = floats(joint, "joint")
    class_axis(table, -1, "joint")
    check_distributions(table, "joint", axis=None)
    return plain(weighted(table, surprisals(table, log)).sum())


def conditional_entropy(joint: ArrayLike, *, given: str, base: float = math.e) -> Result:
    """Return the entropy that is left in one variable when the other is known.

    Parameters
    ----------
    joint
        A table of joint probabilities, shape (rows, columns): rows are values of y, columns of x.
    given
        The variable that is known: "x" (the columns) or "y" (the rows).
    base
        Of the logarithm: e for nats, 2 for bits, 10 for bans.

    Returns
    -------
    float
        −Σ p(x, y) log p(y | x) for given = "x", in nats unless `base` says otherwise.

    Raises
    ------
    EngineError
        bad_base, bad_option, empty, shape_mismatch, nan_input, not_finite, negative_probability,
        probability_above_one, not_normalised.

    Notes
    -----
    The difference H(X, Y) − H(X) can come out as −1e-16; this sum has no negative term.

    References
    ----------
    Cover and Thomas, Elements of Information Theory, §2.2.

    Examples
    --------
    >>> conditional_entropy([[0.5, 0.0], [0.0, 0.5]], given="x")
    0.0
    >>> conditional_entropy([[0.25, 0.25], [0.25, 0.25]], given="y", base=2)
    1.0
    """
    log = logarithm(base)
    known = one_of(given, "given", ("x", "y"))
    table = _table(joint)
    totals = table.sum(axis=0 if known == "x" else 1, keepdims=True)
    conditionals = np.divide(table, totals, out=np.zeros_like(table), where=totals > 0)
    return plain(weighted(table, surprisals(conditionals, log)).sum())


def mutual_information(joint: ArrayLike, *, base: float = math.e) -> Result:
    """Return how much knowing one variable tells about the other.

    Parameters
    ----------
    joint
        A table of joint probabilities, shape (rows, columns), that sums to 1.
    base
        Of the logarithm: e for nats, 2 for bits, 10 for bans.

    Returns
    -------
    float
        Σ p(x, y) log(p(x, y) / (p(x) p(y))), in nats unless `base` says otherwise. Never negative.

    Raises
    ------
    EngineError
        bad_base, empty, shape_mismatch, nan_input, not_finite, negative_probability,
        probability_above_one, not_normalised.

    References
    ----------
    Cover and Thomas, Elements of Information Theory, §2.3.

    Examples
    --------
    Independent variables tell nothing; H(X) + H(Y) − H(X, Y) says 1e-16 of such tables:

    >>> mutual_information([[0.25, 0.25], [0.25, 0.25]])
    0.0
    >>> mutual_information([[0.5, 0.0], [0.0, 0.5]], base=2)
    1.0
    """
    nats = log_of_base(base)
    return plain(_dependence(_table(joint)) / nats)


def information_gain(parent: ArrayLike, children: ArrayLike, *, base: float = math.e) -> Result:
    """Return how much entropy a split of a decision tree takes away.

    Parameters
    ----------
    parent
        The count of each class before the split, shape (K,).
    children
        The counts in each child, shape (children, K); together they are the parent's.
    base
        Of the logarithm: e for nats, 2 for bits, 10 for bans.

    Returns
    -------
    float
        H(parent) − Σ nᵢ/n H(childᵢ), in nats unless `base` says otherwise. Never negative.

    Raises
    ------
    EngineError
        bad_base, empty (no example at all, too), shape_mismatch, nan_input, not_finite,
        negative_probability (a negative count), not_normalised (the children are not the parent).

    Notes
    -----
    It is the mutual information of class and child, and computed so: the difference of the
    entropies can come out as −1e-16 for a split that tells nothing.

    References
    ----------
    Quinlan, Induction of decision trees, Machine Learning 1 (1986). Mitchell, Machine Learning,
    §3.4.1, for the example.

    Examples
    --------
    >>> round(information_gain([9, 5], [[6, 2], [3, 3]], base=2), 6)
    0.048127
    """
    nats = log_of_base(base)
    before, after = floats(parent, "parent"), floats(children, "children")
    if before.ndim != 1 or after.ndim != 2 or after.shape[1] != before.size:
        raise EngineError(
            "shape_mismatch",
            f"parent has shape {before.shape} and children {after.shape}; "
            "(K,) and (children, K) are needed",
        )
    _check_counts(before, "parent")
    _check_counts(after, "children")
    if not before.any():
        raise EngineError("empty", "parent counts no examples")
    if not np.allclose(after.sum(axis=0), before, rtol=SUM_TOLERANCE, atol=0.0):
        raise EngineError("not_normalised", "the counts of the children do not add up to parent's")
    return plain(_dependence(after / after.sum()) / nats)


def _table(joint: ArrayLike) -> FloatArray:
    table = floats(joint, "joint")
    if table.ndim != 2:
        raise EngineError("shape_mismatch", f"joint has shape {table.shape}; a table is needed")
    check_distributions(table, "joint", axis=None)
    return table


def _dependence(table: FloatArray) -> FloatArray:
    """Return the mutual information of a table, in nats."""
    rows = table.sum(axis=1, keepdims=True)
    columns = table.sum(axis=0)
    # p(x|y) against p(x): their ratio is that of p(x, y) and p(x)p(y), whose product can underflow.
    conditionals = np.divide(table, rows, out=np.zeros_like(table), where=rows > 0)
    marginals = np.broadcast_to(columns, table.shape)
    return np.asarray((rows[:, 0] * divergence(conditionals, marginals, axis=1)).sum())


def _check_counts(counts: FloatArray, name: str) -> None:
    check_finite(counts, name)
    if counts.min() < 0:
        raise EngineError("negative_probability", f"{name} has a negative count")
