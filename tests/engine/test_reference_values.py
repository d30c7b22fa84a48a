"""Constants from mpmath 1.4.1 at 60 digits, of the very floats handed in, to 25 digits here.

For example ``log1p(exp(mpf(-40)))`` with ``mp.dps = 60`` for the cross-entropy of logits [40, 0].
"""

import math

import numpy as np
import pytest

from quizapp.engine import (
    bce_with_logits,
    binary_cross_entropy,
    conditional_entropy,
    cross_entropy_logits,
    entropy,
    focal_loss,
    gradient_bce_logits,
    gradient_ce_logits,
    gradient_mse_sigmoid,
    information_gain,
    joint_entropy,
    js_divergence,
    kl_divergence,
    log_softmax,
    logit,
    logsumexp,
    mutual_information,
    perplexity,
    sigmoid,
    softmax,
    surprisal,
)

# Cover and Thomas, Elements of Information Theory, 2nd edition, example 2.2.1.
_JOINT = [
    [1 / 8, 1 / 16, 1 / 32, 1 / 32],
    [1 / 16, 1 / 8, 1 / 32, 1 / 32],
    [1 / 16, 1 / 16, 1 / 16, 1 / 16],
    [1 / 4, 0, 0, 0],
]

_TAIL = 4.248354255291588986304978e-18  # ln(1 + exp(−40))


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (surprisal(0.7, base=2), 0.5145731728297583319548217),
        (surprisal(0.9999999999999999), 1.110223024625156602053390e-16),
        (surprisal(5e-324), 744.4400719213812623141073),
        (entropy([0.2, 0.3, 0.5]), 1.029653014064573531917159),
        (js_divergence([0.36, 0.48, 0.16], [0.2, 0.3, 0.5]), 0.06803353515737735434732922),
        (joint_entropy(_JOINT, base=2), 3.375),
        (conditional_entropy(_JOINT, given="x", base=2), 1.625),
        (conditional_entropy(_JOINT, given="y", base=2), 1.375),
        (mutual_information(_JOINT, base=2), 0.375),
        (information_gain([9, 5], [[6, 2], [3, 3]], base=2), 0.04812703040826939909936471),
        (perplexity(token_probs=[0.1, 0.2, 0.7]), 4.149132666831217139198349),
        (logsumexp([1000.0, 1000.5]), 1000.974076984180106680872997),
        (softmax([0.0, 200.0])[0], 1.383896526736737530648681e-87),
        (logit(1e-300), -690.7755278982137051803383),
        (logit(0.50000000025), 1.000000082740370999173706870e-9),
        (focal_loss(0.9), 0.001053605156578262297664101),
        (binary_cross_entropy([1, 0, 1], [0.9, 0.2, 0.6], base=2), 0.4036322608328728456893237),
        (cross_entropy_logits([2.0, 1.0, 0.1], 0), 0.4170300162778334831549385),
        (cross_entropy_logits([3.0, 3.0, 3.0], 2), 1.098612288668109691395245),
    ],
)
def test_the_value_is_right_to_thirteen_digits(value, expected):
    assert value == pytest.approx(expected, rel=1e-13, abs=0)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (cross_entropy_logits([40.0, 0.0], 0), _TAIL),
        (cross_entropy_logits([[40.0, 0.0]], [0]), _TAIL),
        (cross_entropy_logits([[40.0, 0.0]], [[1, 0]]), _TAIL),
        (cross_entropy_logits([40.0, 0.0], 1), 40.00000000000000000424835),
        (cross_entropy_logits([-40.0, 0.0, -41.5], 1), 5.196290220642064576371475e-18),
        (log_softmax([40.0, 0.0])[0], -_TAIL),
        (bce_with_logits(1, 40.0), _TAIL),
        (bce_with_logits(0, -40.0), _TAIL),
        (sigmoid(-40.0), 4.248354255291588977280721e-18),
        (gradient_ce_logits([40.0, 0.0], 0)[0], -4.248354255291588977280721e-18),
        (gradient_bce_logits(1, 40.0), -4.248354255291588977280721e-18),
        (gradient_mse_sigmoid(0, 40.0), 8.496708510583177882367386e-18),
        (binary_cross_entropy(0, 1e-20), 9.999999999999999451582715e-21),
    ],
)
def test_the_far_tail_keeps_its_digits(value, expected):
    assert abs(value - expected) <= 30 * math.ulp(expected)


def test_a_divergence_of_near_equals_keeps_its_digits():
    near = kl_divergence([0.5, 0.5], [0.5 + 1e-10, 0.5 - 1e-10])
    assert near == pytest.approx(2.000000330961497688339480e-20, rel=1e-4, abs=0)


def test_a_uniform_distribution_over_a_hundred_thousand_classes_has_entropy_ln_1e5():
    expected = 11.51292546497022842008996  # ln(100000)
    assert entropy(np.full(100_000, 1e-5)) == pytest.approx(expected, rel=1e-13)
    assert cross_entropy_logits(np.zeros(100_000), 7) == pytest.approx(expected, rel=1e-13)
    assert logsumexp(np.zeros(100_000)) == pytest.approx(expected, rel=1e-13)
