"""Zeros, infinities, huge and tiny numbers: what the naive formulas break on."""

import math

import numpy as np
import pytest

from quizapp import engine
from quizapp.engine import (
    bce_with_logits,
    binary_cross_entropy,
    brier_score,
    cross_entropy,
    cross_entropy_logits,
    entropy,
    focal_loss,
    focal_loss_binary,
    gradient_bce_prob,
    gradient_ce_logits,
    gradient_ce_probs,
    js_divergence,
    kl_divergence,
    log_loss,
    log_softmax,
    logit,
    logsumexp,
    mixup,
    multilabel_bce,
    mutual_information,
    perplexity,
    sigmoid,
    softmax,
    surprisal,
)

_INF = math.inf


@pytest.mark.parametrize(
    ("value", "expected", "reason"),
    [
        (surprisal(1.0), 0.0, "a certain event is no surprise"),
        (surprisal(0.0), _INF, "an impossible one is infinitely surprising"),
        (surprisal([1.0, 0.0]), [0.0, _INF], "each on its own"),
        (entropy([1.0, 0.0]), 0.0, "0·log 0 is 0"),
        (entropy([1.0]), 0.0, "one class leaves no doubt"),
        (entropy([1e-300, 1.0]), 6.907755278982137e-298, "a tiny mass keeps its digits"),
        (cross_entropy([0, 1], [0, 1]), 0.0, "a class that neither has adds nothing"),
        (cross_entropy([1, 0], [0, 1]), _INF, "never clipped"),
        (cross_entropy([0.5, 0.5], [1, 0]), _INF, "half of infinity"),
        (kl_divergence([1, 0], [0, 1]), _INF, "never clipped"),
        (kl_divergence([0, 1], [0.5, 0.5], base=2), 1.0, "p = 0 adds nothing"),
        (kl_divergence([1e-320, 1.0], [0.5, 0.5], base=2), 1.0, "a subnormal p"),
        (kl_divergence([0.5, 0.5], [1e-320, 1.0]), 367.72047326492700777, "a subnormal q"),
        (js_divergence([1, 0], [0, 1], base=2), 1.0, "finite for disjoint supports"),
        (js_divergence([0, 1], [0, 1]), 0.0, "equal, with a zero in common"),
        (js_divergence([0, 1], [5e-324, 1]), 0.0, "half of the smallest float is 0"),
        (mutual_information([[0.5, 0.0], [0.0, 0.5]], base=2), 1.0, "zeros in the table"),
        (mutual_information([[0.0, 0.0], [0.5, 0.5]]), 0.0, "a row that never happens"),
        (mutual_information([[1.0, 0.0], [0.0, 1e-200]]), 4.605170185988091e-198, "p(x)p(y) is 0"),
        (perplexity([1.0, 0.0]), 1.0, "one outcome"),
        (perplexity([1, 0], [0, 1]), _INF, "exp(inf)"),
        (perplexity(token_probs=[0.5, 0.0]), _INF, "one impossible token"),
        (perplexity(mean_nll=_INF), _INF, "an infinite mean"),
        (perplexity(mean_nll=1e4), _INF, "beyond the largest float"),
        (perplexity(mean_nll=3, unit="bit"), 8.0, "bits"),
        (perplexity(mean_nll=3, unit="bans"), 1000.0, "bans"),
        (softmax([1e300, 1e300]), [0.5, 0.5], "huge and equal"),
        (softmax([1e308, -1e308]), [1.0, 0.0], "a gap beyond the largest float"),
        (softmax([1e308, 0.0], temperature=1e-10), [1.0, 0.0], "z/T overflows"),
        (softmax([-_INF, 0.0]), [0.0, 1.0], "a class ruled out"),
        (softmax([7.0]), [1.0], "one class"),
        (
            softmax([1e308, -1e308], temperature=1e308),
            [0.8807970779778824, 0.11920292202211756],
            "hot",
        ),
        (log_softmax([-_INF, 0.0]), [-_INF, 0.0], "a class ruled out"),
        (log_softmax([1e308, -1e308], temperature=2), [0.0, -1e308], "the gap fits when halved"),
        (log_softmax([1e300, 0.0]), [0.0, -1e300], "huge"),
        (log_softmax([7.0]), [0.0], "one class"),
        (logsumexp([-_INF, -_INF]), -_INF, "the log of 0"),
        (logsumexp([-_INF, 3.0]), 3.0, "a term of 0"),
        (logsumexp([-1e300, -1e300]), -1e300, "huge and negative"),
        (sigmoid([-_INF, -1e300, 1e300]), [0.0, 0.0, 1.0], "saturated"),
        (logit([0.0, 1.0]), [-_INF, _INF], "certainty"),
        (cross_entropy_logits([1e4, -1e4], 0), 0.0, "right by 2e4"),
        (cross_entropy_logits([1e4, -1e4], 1), 2e4, "wrong by 2e4"),
        (cross_entropy_logits([[1e4, -1e4]], [1]), 2e4, "the same as a batch"),
        (cross_entropy_logits([1e300, 0.0], 1), 1e300, "wrong by 1e300"),
        (cross_entropy_logits([1e308, -1e308], 1), _INF, "wrong by more than a float"),
        (cross_entropy_logits([[1e308, -1e308]], [1]), _INF, "the same as a batch"),
        (cross_entropy_logits([[1e308, 0.0]] * 2, [1, 1]), 1e308, "a mean whose sum overflows"),
        (
            cross_entropy_logits([[1e308, 0.0]] * 2, [1, 1], reduction="sum"),
            _INF,
            "a sum that does",
        ),
        (cross_entropy_logits([[1e308, 0.0], [0.0, 0.0]], [1, 0], weight=[1, 3]), _INF, "3e308"),
        (cross_entropy_logits([0.0, -_INF], 1), _INF, "the class ruled out came"),
        (cross_entropy_logits([0.0, -_INF], 0), 0.0, "another did"),
        (cross_entropy_logits([[0.0, -_INF]], [[1.0, 0.0]]), 0.0, "0·inf is 0"),
        (cross_entropy_logits([[0.0, -_INF]], [0], label_smoothing=0.1), _INF, "a share of inf"),
        (cross_entropy_logits([[0.0, -_INF]], [1], weight=[1, 0], reduction="sum"), 0.0, "0·inf"),
        (cross_entropy_logits([5.0], 0), 0.0, "one class"),
        (cross_entropy_logits([10**30, 0], 1), 1e30, "integers beyond 64 bits"),
        (cross_entropy_logits([[1, 2]], [-100], reduction="sum"), 0.0, "all rows ignored, summed"),
        (bce_with_logits(1, -1e4), 1e4, "wrong by 1e4"),
        (bce_with_logits([1, 1], [-1e308, -1e308]), 1e308, "a mean whose sum overflows"),
        (bce_with_logits(1, -1e308, pos_weight=5), _INF, "5e308"),
        (bce_with_logits(0, -_INF), 0.0, "ruled out, and did not come"),
        (bce_with_logits(1, -_INF), _INF, "ruled out, and came"),
        (binary_cross_entropy([1, 0], [1.0, 0.0]), 0.0, "0·log 0 twice"),
        (binary_cross_entropy(0, 1.0), _INF, "never clipped"),
        (multilabel_bce([1, 1], [1.0, 0.0]), _INF, "one label of two is impossible"),
        (log_loss([0, 1], [[0.0, 1.0], [0.0, 1.0]]), _INF, "scikit-learn clips to 18.02"),
        (log_loss([0, 1], [0.0, 1.0]), 0.0, "right for certain"),
        (focal_loss([0.0, 1.0]), [_INF, 0.0], "certainty"),
        (focal_loss(1.0, gamma=0), 0.0, "0 to the power of 0"),
        (focal_loss_binary(1e-300, 0.0), _INF, "the power underflows, infinity stays"),
        (
            focal_loss_binary([1e-200, 1], [0.0, 1.0], reduction="none"),
            [_INF, 0.0],
            "and in a list",
        ),
        (focal_loss_binary(1, 0.0, alpha=0.0), 0.0, "a weight of 0"),
        (brier_score(0, 1.0), 1.0, "finite when wrong for certain"),
        (gradient_ce_logits([1e4, -1e4], 1), [1.0, -1.0], "saturated and wrong"),
        (gradient_ce_logits([0.0, -_INF], 0), [0.0, 0.0], "a class ruled out"),
        (gradient_ce_probs([0.0, 1.0], 0), [-_INF, 0.0], "an infinite slope"),
        (gradient_bce_prob([1, 0, 1], [0.0, 1.0, 1.0]), [-_INF, _INF, -1.0], "certainty"),
        (mixup(1e308, -1e308, 0.5), 0.0, "the difference overflows"),
    ],
)
def test_the_extreme_has_its_limit(value, expected, reason):
    np.testing.assert_allclose(value, expected, rtol=1e-13, atol=0, err_msg=reason)


@pytest.mark.parametrize("p", [[0.3, 0.699999], [0.3, 0.700001], [1.0000005, 0.0]])
def test_a_sum_may_miss_one_by_a_millionth(p):
    assert entropy(p) >= 0
    assert kl_divergence(p, [0.5, 0.5]) >= 0


@pytest.mark.parametrize(
    "number",
    [
        surprisal(0.5),
        surprisal(np.float32(0.5)),
        surprisal(np.array(0.5)),
        entropy([0.5, 0.5]),
        logsumexp([1.0, 2.0]),
        cross_entropy_logits(np.array([1.0, 2.0]), np.int64(1)),
        log_loss([0, 1], [0.5, 0.5]),
        mixup(1, 0, 0.5),
    ],
)
def test_a_single_number_is_a_python_float(number):
    assert type(number) is float


@pytest.mark.parametrize("kind", [np.float16, np.float32, np.int32, np.longdouble])
def test_everything_is_computed_in_float64(kind):
    logits = np.array([[9, 0, 1], [1, 2, 3]], dtype=kind)
    wide = logits.astype(np.float64)
    for function in (softmax, log_softmax, sigmoid, logsumexp):
        assert function(logits).dtype == np.float64
        np.testing.assert_array_equal(function(logits), function(wide))
    losses = cross_entropy_logits(logits, [0, 2], reduction="none")
    expected = cross_entropy_logits(wide, [0, 2], reduction="none")
    np.testing.assert_allclose(losses, expected, rtol=4 * 2.0**-24 if kind is np.float32 else 0)


@pytest.mark.parametrize("classes", [1, 2, 3, 10, 32, 33, 100, 1024, 1025, 30_000])
@pytest.mark.parametrize("scale", [0.01, 1.0, 10.0, 100.0])
@pytest.mark.parametrize("smoothing", [0.0, 0.1])
def test_float32_logits_lose_no_more_than_float32_does(classes, scale, smoothing):
    generator = np.random.default_rng(classes)
    logits = (generator.normal(size=(40, classes)) * scale).astype(np.float32)
    logits[0] = logits[0, 0]  # all alike
    logits[1, classes // 2] += 41.0  # so sure that the other exponentials are tiny
    logits[2, 0] = np.float32(3e38)
    logits[2, -1] = np.float32(-3e38)
    logits[3, 1:] = -np.inf
    target = logits.argmax(axis=1)
    target[20:] = generator.integers(0, classes, 20)
    target[2] = classes - 1
    settings = {"label_smoothing": smoothing, "reduction": "none"}
    losses = cross_entropy_logits(logits, target, **settings)
    expected = cross_entropy_logits(logits.astype(np.float64), target, **settings)
    np.testing.assert_allclose(losses, expected, rtol=64 * 2.0**-24)


@pytest.mark.parametrize("classes", [3, 100])
def test_the_largest_logit_may_come_twice(classes):
    logits = np.zeros((3, classes))
    logits[1, 2:] = -800.0
    logits[2, 1:] = -2.0
    losses = cross_entropy_logits(logits, [0, 0, 0], reduction="none")
    expected = [math.log(classes), math.log(2), math.log1p((classes - 1) * math.exp(-2))]
    np.testing.assert_allclose(losses, expected, rtol=1e-14)


def test_no_input_is_written_to():
    logits = np.random.default_rng(0).normal(size=(50, 4))
    before = logits.copy()
    cross_entropy_logits(logits, np.zeros(50, dtype=int))
    gradient_ce_logits(logits, np.zeros(50, dtype=int))
    for function in (softmax, log_softmax, logsumexp, sigmoid):
        function(logits)
    np.testing.assert_array_equal(logits, before)


@pytest.mark.parametrize("layout", ["transposed", "reversed", "every second"])
def test_the_layout_in_memory_does_not_matter(layout):
    whole = np.random.default_rng(0).normal(size=(40, 40))
    logits = {"transposed": whole.T, "reversed": whole[::-1], "every second": whole[:, ::2]}[layout]
    target = np.arange(len(logits)) % logits.shape[1]
    expected = cross_entropy_logits(np.ascontiguousarray(logits), target)
    assert cross_entropy_logits(logits, target) == pytest.approx(expected, rel=1e-14)


def test_a_batch_of_many_chunks_is_the_batches_of_its_parts():
    logits = np.random.default_rng(0).normal(size=(1000, 300))
    target = np.arange(1000) % 300
    whole = cross_entropy_logits(logits, target, reduction="none")
    parts = [
        cross_entropy_logits(logits[start : start + 7], target[start : start + 7], reduction="none")
        for start in range(0, 1000, 7)
    ]
    np.testing.assert_array_equal(whole, np.concatenate(parts))


@pytest.mark.parametrize(("row", "reason"), [(0, "nan_input"), (999, "nan_input")])
def test_a_bad_logit_is_found_in_any_chunk(row, reason):
    logits = np.zeros((1000, 300))
    logits[row, 150] = math.nan
    with pytest.raises(engine.EngineError) as raised:
        cross_entropy_logits(logits, np.zeros(1000, dtype=int))
    assert raised.value.reason == reason


def test_more_axes_are_more_rows():
    logits = np.random.default_rng(0).normal(size=(2, 3, 4))
    target = np.array([[0, 1, 2], [3, -100, 1]])
    losses = cross_entropy_logits(logits, target, reduction="none")
    assert losses.shape == (2, 3)
    flat = cross_entropy_logits(logits.reshape(6, 4), target.ravel(), reduction="none")
    np.testing.assert_array_equal(losses.ravel(), flat)
    assert gradient_ce_logits(logits, target).shape == (2, 3, 4)
