"""The keys of training by hand, recomputed by running the loops and by numeric derivatives."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import pytest

from quizapp.questions.parts import PartsQuestion
from tests.stubs import shipped_bank
from tests.subjects.recomputed import SEEDS, hold, numeric

BANK = shipped_bank("training")
QUESTIONS = numeric(BANK)


def slope(function, at):
    """Return a derivative by Richardson's extrapolation of central differences."""
    wide, narrow = ((function(at + h) - function(at - h)) / (2 * h) for h in (2e-3, 1e-3))
    return (4 * narrow - wide) / 3


def descended(w, a, rate, steps):
    for _ in range(steps):
        w -= rate * 2 * (w - a)
    return w


def diverges(rate, curvature):
    x = 1.0
    for _ in range(200):
        x -= rate * curvature * x
        if abs(x) > 1e6:
            break
    return abs(x) > 1.0


def limit(c, d):
    """Return the least rate at which one of two directions diverges, by bisection."""
    low, high = 0.0, 100.0
    for _ in range(60):
        middle = (low + high) / 2
        grows = diverges(middle, c) or diverges(middle, d)
        low, high = (low, middle) if grows else (middle, high)
    return (low + high) / 2


def updates(n, b, k):
    starts = [*range(0, n, b), n]
    return k * len(list(pairwise(starts)))


def clipped(g, c):
    length = math.hypot(*g)
    return [entry / length * c for entry in g]


def adam(gradients, m, v, t, rate):
    (g,) = gradients
    m, v = 0.9 * m + 0.1 * g, 0.999 * v + 0.001 * g * g
    return -rate * (m / (1 - 0.9**t)) / math.sqrt(v / (1 - 0.999**t))


def decayed(p, f, k, n):
    rate = p
    for epoch in range(1, n + 1):
        rate *= f if epoch % k == 0 else 1
    return rate


def network(weight, x, p, c, d, y):
    return (c * max(p * x, 0) + d * max(weight * x, 0) - y) ** 2


def ridge(x, y, **rest):
    """Return the slope of least squares on the data and a point that stands for the penalty."""
    inputs, targets = np.array([*x, math.sqrt(rest["l"])]), np.array([*y, 0.0])
    return float(np.linalg.lstsq(inputs[:, None], targets, rcond=None)[0][0])


def lasso(w, t):
    """Return the minimum of (b − w)²/2 + t|b|, from its two sides."""
    candidates = [b for b in (0.0, w - t, w + t) if b == 0 or (b > 0) == (w > 0)]
    return min(candidates, key=lambda b: (b - w) ** 2 / 2 + t * abs(b))


def excess(z):
    q = np.exp(np.array(z)) / np.exp(np.array(z)).sum()
    return float(-np.log(q).mean()) - math.log(3)


def one_neuron(w, x, b, y):
    def loss(w, b):
        return (w * x + b - y) ** 2

    # A central difference is exact for a square.
    return [
        w * x + b,
        loss(w, b),
        (loss(w + 1, b) - loss(w - 1, b)) / 2,
        (loss(w, b + 1) - loss(w, b - 1)) / 2,
    ]


ORACLES = {
    "graph-in-parts": one_neuron,
    "one-step-downhill": lambda a, w, r: descended(w, a, r, 1),
    "steps-to-the-minimum": lambda a, w, r, n: descended(w, a, r, n),
    "gradient-of-a-line": lambda w, x, y: slope(
        lambda one: float(np.mean((one * np.array(x) - np.array(y)) ** 2)), w
    ),
    "updates-of-a-run": updates,
    "clipped-gradient": clipped,
    "momentum-step": lambda w, v, g, r: w - r * (v - 0.1 * v + g),
    "adam-first-step": lambda g, r: adam([g], 0, 0, 1, r),
    "adam-later-step": lambda g, m, v, t, r: adam([g], m, v, t, r),
    "warmup-rate": lambda p, n, s: float(np.interp(s, [0, n], [0, p])),
    "decayed-rate": decayed,
    "product-rule-graph": lambda a, b, c: slope(lambda one: (one * b + c) ** 2, a),
    "tanh-neuron": lambda w, x, b, g: slope(lambda one: g * math.tanh(one * x + b), w),
    "two-layer-relu": lambda x, p, q, c, d, y: slope(lambda one: network(one, x, p, c, d, y), q),
    "vanishing-product": lambda n, w: math.prod([w * 0.5 * 0.5] * n),
    "ridge-slope": ridge,
    "lasso-step": lasso,
    "decayed-weight": lambda w, g, r, d: w * (1 - r * d) - r * g,
    "inverted-dropout": lambda p, a: 1 / ((1 - p) / a),
    "he-deviation": lambda n: math.sqrt(2) / math.sqrt(n),
    "glorot-deviation": lambda n, m: math.sqrt(1 / ((n + m) / 2)),
    "signal-through-layers": lambda n, s, k: math.exp(k * math.log(n * s * s / 2)),
    "loss-of-a-bad-start": lambda z: excess(z),
    "batch-norm-value": lambda x, m, v, g, b: b + g * (x - m) * v**-0.5,
}
"""By question, with the parameters of its variants by name."""


@pytest.mark.parametrize("name", [name for name in QUESTIONS if name != "largest-stable-rate"])
def test_a_key_is_what_other_code_computes(name):
    hold(QUESTIONS[name], ORACLES)


def test_the_largest_rate_is_where_a_run_begins_to_diverge():
    for seed in range(5):
        variant = QUESTIONS["largest-stable-rate"].variant(seed)
        assert float(variant.key) == pytest.approx(limit(**variant.parameters), rel=1e-3)


def test_the_parts_of_one_neuron_are_its_value_its_loss_and_their_slopes():
    (question,) = (one for one in BANK.questions if isinstance(one, PartsQuestion))
    for seed in SEEDS:
        variant = question.variant(seed)
        w, x, b, y = (variant.parameters[name] for name in "wxby")

        def loss(weight, bias, x=x, y=y):
            return (weight * x + bias - y) ** 2

        expected = [
            w * x + b,
            loss(w, b),
            slope(lambda one, b=b, loss=loss: loss(one, b), w),
            slope(lambda one, w=w, loss=loss: loss(w, one), b),
        ]
        assert [float(one.key) for one in variant.parts] == pytest.approx(expected, rel=1e-7)
