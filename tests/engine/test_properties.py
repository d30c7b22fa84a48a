"""Laws that hold for every input, tried on random ones."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from quizapp.engine import (
    bce_with_logits,
    binary_cross_entropy,
    conditional_entropy,
    cross_entropy,
    cross_entropy_logits,
    entropy,
    focal_loss_binary,
    gradient_bce_logits,
    gradient_bce_prob,
    gradient_ce_logits,
    gradient_ce_probs,
    gradient_mse_sigmoid,
    information_gain,
    joint_entropy,
    js_divergence,
    kl_divergence,
    log_softmax,
    logit,
    logsumexp,
    mixup,
    multilabel_bce,
    mutual_information,
    one_hot,
    perplexity,
    sigmoid,
    smooth_labels,
    softmax,
    surprisal,
)

_quick = settings(max_examples=60, deadline=None)

_shares = st.floats(0, 1)
_bases = st.floats(1.5, 20)
_moderate = st.floats(-30, 30)
_any_logit = st.floats(-1e300, 1e300)


@st.composite
def _batches(draw, elements=_moderate):
    """Draw logits of a batch and a class index for each row."""
    rows, classes = draw(st.integers(1, 5)), draw(st.integers(1, 6))
    logits = draw(arrays.arrays(np.float64, (rows, classes), elements=elements))
    target = draw(arrays.arrays(np.int64, rows, elements=st.integers(0, classes - 1)))
    return logits, target


@st.composite
def _distributions(draw, count=1):
    """Draw distributions of one length, zeros among them."""
    classes = draw(st.integers(1, 6))
    counts = st.lists(st.integers(0, 1000), min_size=classes, max_size=classes).filter(any)
    drawn = [np.array(draw(counts), dtype=float) for _ in range(count)]
    return [weights / weights.sum() for weights in drawn]


@st.composite
def _tables(draw):
    shape = draw(st.tuples(st.integers(1, 4), st.integers(1, 4)))
    counts = draw(arrays.arrays(np.float64, shape, elements=st.integers(0, 50)))
    counts[0, 0] += 1
    return counts


def _slope(function, point, step=1e-5):
    """Return the gradient by central differences."""
    point = np.asarray(point, dtype=float)
    slope = np.empty_like(point)
    for place in np.ndindex(point.shape):
        shift = np.zeros_like(point)
        shift[place] = step
        slope[place] = (function(point + shift) - function(point - shift)) / (2 * step)
    return slope


def _has_no_negative_zero(values):
    values = np.asarray(values)
    return not np.any((values == 0) & np.signbit(values))


@_quick
@given(_batches(), st.floats(-1e3, 1e3))
def test_adding_a_constant_to_every_logit_changes_nothing(batch, constant):
    logits, target = batch
    np.testing.assert_allclose(softmax(logits + constant), softmax(logits), rtol=1e-9, atol=1e-300)
    np.testing.assert_allclose(
        cross_entropy_logits(logits + constant, target),
        cross_entropy_logits(logits, target),
        rtol=1e-9,
        atol=1e-11,
    )
    np.testing.assert_allclose(
        logsumexp(logits + constant), logsumexp(logits) + constant, atol=1e-9
    )


@_quick
@given(_batches(_any_logit), st.floats(0.01, 100))
def test_a_softmax_is_a_distribution(batch, temperature):
    probabilities = softmax(batch[0], temperature=temperature)
    assert probabilities.min() >= 0
    np.testing.assert_allclose(probabilities.sum(axis=-1), 1.0, rtol=1e-14)
    with np.errstate(divide="ignore"):
        logs = log_softmax(batch[0], temperature=temperature)
    np.testing.assert_allclose(np.exp(logs), probabilities, rtol=1e-12, atol=1e-300)


@_quick
@given(_batches(_any_logit), _shares)
def test_the_loss_of_logits_is_never_negative(batch, smoothing):
    logits, target = batch
    losses = cross_entropy_logits(logits, target, label_smoothing=smoothing, reduction="none")
    assert losses.min() >= 0
    assert _has_no_negative_zero(losses)


@_quick
@given(_batches(), _shares)
def test_the_loss_of_logits_is_the_cross_entropy_of_their_softmax(batch, smoothing):
    logits, target = batch
    truth = smooth_labels(one_hot(target, logits.shape[1]), smoothing)
    np.testing.assert_allclose(
        cross_entropy_logits(logits, target, label_smoothing=smoothing),
        cross_entropy(truth, softmax(logits), reduction="mean"),
        rtol=1e-10,
        atol=1e-13,
    )
    np.testing.assert_allclose(
        cross_entropy_logits(logits, target, label_smoothing=smoothing, reduction="none"),
        cross_entropy_logits(logits, truth, reduction="none"),
        rtol=1e-10,
        atol=1e-15,
    )


@_quick
@given(_batches(), st.data())
def test_the_weighted_mean_divides_by_the_weights_of_the_rows_that_are_used(batch, data):
    logits, target = batch
    classes = logits.shape[1]
    weight = data.draw(arrays.arrays(np.float64, classes, elements=st.floats(0.1, 5)))
    target = np.append(target, -100)
    logits = np.vstack([logits, np.zeros(classes)])
    losses = cross_entropy_logits(logits, target, weight=weight, reduction="none")
    assert losses[-1] == 0
    plain = cross_entropy_logits(logits[:-1], target[:-1], reduction="none")
    np.testing.assert_allclose(losses[:-1], weight[target[:-1]] * plain, rtol=1e-12)
    np.testing.assert_allclose(
        cross_entropy_logits(logits, target, weight=weight),
        losses.sum() / weight[target[:-1]].sum(),
        rtol=1e-12,
    )


@_quick
@given(_distributions(count=2))
def test_cross_entropy_is_entropy_plus_divergence(distributions):
    p, q = distributions
    np.testing.assert_allclose(
        cross_entropy(p, q), entropy(p) + kl_divergence(p, q), rtol=1e-12, atol=1e-14
    )


@_quick
@given(_distributions(count=2))
def test_predicting_another_distribution_never_costs_less_than_the_entropy(distributions):
    p, q = distributions
    assert cross_entropy(p, q) >= entropy(p) * (1 - 1e-14)
    assert kl_divergence(p, q) >= 0
    assert (kl_divergence(p, q) == 0) == np.array_equal(p, q)


@_quick
@given(_distributions(count=2))
def test_the_midpoint_divergence_is_symmetric_and_at_most_a_bit(distributions):
    p, q = distributions
    assert js_divergence(p, q) == pytest.approx(js_divergence(q, p), rel=1e-12, abs=1e-15)
    assert 0 <= js_divergence(p, q, base=2) <= 1 + 1e-14


@_quick
@given(_distributions())
def test_no_distribution_has_more_entropy_than_the_uniform_one(distributions):
    (p,) = distributions
    assert 0 <= entropy(p) <= math.log(p.size) + 1e-14
    assert 1 <= perplexity(p) <= p.size * (1 + 1e-13)


@_quick
@given(st.lists(st.floats(1e-6, 1), min_size=1, max_size=10))
def test_the_mean_of_the_logs_is_not_the_log_of_the_mean(probabilities):
    mean = float(np.mean(surprisal(probabilities)))
    assert mean >= surprisal(min(np.mean(probabilities), 1.0)) - 1e-12
    assert perplexity(token_probs=probabilities) == pytest.approx(math.exp(mean))


@_quick
@given(_distributions(count=2), _bases)
def test_another_base_is_another_unit(distributions, base):
    p, q = distributions
    for function in (cross_entropy, kl_divergence, js_divergence):
        np.testing.assert_allclose(
            function(p, q, base=base), function(p, q) / math.log(base), rtol=1e-12
        )
    for function in (surprisal, entropy, joint_entropy):
        np.testing.assert_allclose(function(p, base=base), function(p) / math.log(base), rtol=1e-12)
    np.testing.assert_allclose(
        binary_cross_entropy(p, q, base=base), binary_cross_entropy(p, q) / math.log(base)
    )


@_quick
@given(_tables(), _bases)
def test_the_chain_rule_holds_for_tables(counts, base):
    joint = counts / counts.sum()
    whole = joint_entropy(joint, base=base)
    for given_, axis in (("x", 0), ("y", 1)):
        known = entropy(joint.sum(axis=axis), base=base)
        rest = conditional_entropy(joint, given=given_, base=base)
        assert rest >= 0
        assert whole == pytest.approx(known + rest, rel=1e-10, abs=1e-12)
    shared = mutual_information(joint, base=base)
    assert shared >= 0
    marginals = entropy(joint.sum(axis=0), base=base) + entropy(joint.sum(axis=1), base=base)
    assert shared == pytest.approx(marginals - whole, rel=1e-10, abs=1e-12)
    gain = information_gain(counts.sum(axis=0), counts, base=base)
    assert gain == pytest.approx(shared, rel=1e-10, abs=1e-12)


@_quick
@given(_batches(_any_logit))
def test_a_batch_is_its_rows(batch):
    logits, target = batch
    losses = cross_entropy_logits(logits, target, reduction="none")
    for row, index, loss in zip(logits, target, losses, strict=True):
        assert cross_entropy_logits(row, int(index)) == pytest.approx(loss, rel=1e-13, abs=0)
    for function in (softmax, log_softmax, logsumexp):
        rows = [function(row) for row in logits]
        np.testing.assert_allclose(function(logits), rows, rtol=1e-13)
        columns = function(np.ascontiguousarray(logits.T), axis=0)
        np.testing.assert_allclose(columns, np.array(rows).T, rtol=1e-13)
    rows = softmax(logits)
    np.testing.assert_allclose(entropy(rows), [entropy(row) for row in rows], rtol=1e-13)
    np.testing.assert_allclose(entropy(rows.T, axis=0), entropy(rows), rtol=1e-13)


@_quick
@given(st.lists(st.tuples(_shares, st.floats(-15, 15)), min_size=1, max_size=5), st.floats(0, 5))
def test_binary_losses_of_logits_are_those_of_their_sigmoids(pairs, gamma):
    y, z = np.array(pairs).T
    p = sigmoid(z)
    np.testing.assert_allclose(bce_with_logits(y, z), binary_cross_entropy(y, p), rtol=1e-9)
    np.testing.assert_allclose(
        multilabel_bce(y, p), binary_cross_entropy(y, p, reduction="sum"), rtol=1e-12
    )
    np.testing.assert_allclose(focal_loss_binary(y, p, gamma=0), binary_cross_entropy(y, p))
    assert 0 <= focal_loss_binary(y, p, gamma=gamma) <= binary_cross_entropy(y, p)


@_quick
@given(_batches(st.floats(-5, 5)), st.floats(0, 0.9), st.sampled_from(["mean", "sum"]))
def test_the_gradient_of_the_loss_of_logits_is_its_slope(batch, smoothing, reduction):
    logits, target = batch
    options = {
        "weight": np.arange(1.0, logits.shape[1] + 1),
        "label_smoothing": smoothing,
        "reduction": reduction,
    }
    np.testing.assert_allclose(
        gradient_ce_logits(logits, target, **options),
        _slope(lambda z: cross_entropy_logits(z, target, **options), logits),
        atol=1e-8,
    )


@_quick
@given(_batches())
def test_the_gradient_of_each_row_sums_to_zero(batch):
    logits, target = batch
    np.testing.assert_allclose(gradient_ce_logits(logits, target).sum(axis=1), 0.0, atol=1e-15)


@_quick
@given(_shares, st.floats(-5, 5), st.floats(0.1, 5))
def test_the_binary_gradients_are_slopes(y, z, positive):
    def loss(logit):
        return bce_with_logits(y, float(logit), pos_weight=positive)

    def error(logit):
        return (sigmoid(float(logit)) - y) ** 2

    assert gradient_bce_logits(y, z, pos_weight=positive) == pytest.approx(
        float(_slope(loss, z)), abs=1e-8
    )
    assert gradient_mse_sigmoid(y, z) == pytest.approx(float(_slope(error, z)), abs=1e-8)
    p = sigmoid(z)
    slope = _slope(lambda p: binary_cross_entropy(y, float(p)), p, step=1e-6)
    assert gradient_bce_prob(y, p) == pytest.approx(float(slope), rel=1e-5, abs=1e-5)


@_quick
@given(_distributions())
def test_the_gradient_of_probabilities_and_the_jacobian_of_softmax_make_the_gradient_of_logits(ps):
    (p,) = ps
    logits = np.linspace(-1, 1, p.size)
    q = softmax(logits)
    jacobian = np.diag(q) - np.outer(q, q)
    np.testing.assert_allclose(
        jacobian @ gradient_ce_probs(q, p), gradient_ce_logits(logits, p), atol=1e-13
    )


@_quick
@given(st.floats(1e-300, 1, exclude_max=True))
def test_the_sigmoid_undoes_the_logit(p):
    assert sigmoid(logit(p)) == pytest.approx(p, rel=1e-12)


@_quick
@given(_distributions(count=2), _shares)
def test_mixing_targets_mixes_losses(distributions, lam):
    p, q = distributions
    logits = np.linspace(-2, 2, p.size)
    mixed = lam * cross_entropy_logits(logits, p) + (1 - lam) * cross_entropy_logits(logits, q)
    assert cross_entropy_logits(logits, mixup(p, q, lam)) == pytest.approx(mixed, abs=1e-13)


@_quick
@given(_distributions(count=2), _batches(_any_logit), _shares)
def test_no_result_is_a_negative_zero(distributions, batch, share):
    p, q = distributions
    logits, target = batch
    results = [
        surprisal(p),
        entropy(p),
        cross_entropy(p, q),
        kl_divergence(p, p),
        js_divergence(p, q),
        joint_entropy(p),
        softmax(logits),
        log_softmax(logits),
        logsumexp(np.negative(np.abs(logits))),
        logsumexp([-0.0]),
        sigmoid(logits),
        mixup(-0.0 * p, -0.0 * q, share),
        smooth_labels(p, share),
        binary_cross_entropy(p, p, reduction="none"),
        bce_with_logits(p, logits.flat[0] * p, reduction="none"),
        focal_loss_binary(p, p, reduction="none"),
        gradient_ce_logits(logits, target),
        gradient_ce_probs(p, p),
        gradient_bce_prob(p, q),
        gradient_mse_sigmoid(p, 1e3 * p),
    ]
    for result in results:
        assert _has_no_negative_zero(result)
        assert not np.isnan(result).any()


@pytest.mark.parametrize(
    ("logits", "weights"),
    [
        (0.5, [2.0]),
        ([0.5, -0.3, 2.0], [2.0]),
        ([0.5, -0.3, 2.0], [2.0, 3.0, 0.5]),
        ([[0.5, -0.3], [1.0, -2.0]], [2.0, 3.0]),
        ([[0.5, -0.3], [1.0, -2.0]], 2.0),
    ],
)
@pytest.mark.parametrize("target", [0.0, 1.0, 0.25])
def test_each_class_may_have_its_own_positive_weight(logits, weights, target):
    chance = 1 / (1 + np.exp(-np.array(logits)))
    targets = np.full(np.shape(logits), target)
    loss = -(np.array(weights) * target * np.log(chance) + (1 - target) * np.log(1 - chance))
    slope = (1 - target) * chance - np.array(weights) * target * (1 - chance)
    np.testing.assert_allclose(
        bce_with_logits(targets, logits, pos_weight=weights, reduction="none"),
        loss.reshape(np.shape(logits)),
        rtol=1e-12,
    )
    np.testing.assert_allclose(
        gradient_bce_logits(targets, logits, pos_weight=weights),
        slope.reshape(np.shape(logits)),
        rtol=1e-12,
    )
