"""The keys on softmax, losses, gradients and chances, recomputed without the program's formulas."""

from __future__ import annotations

from math import exp, log, sqrt
from statistics import fmean

import pytest

from quizapp.bank import reader
from quizapp.bank.collection import shipped
from tests.subjects.recomputed import hold, numeric


def softmax(z, t=1.0):
    """Return the shares of the exponentials, each from its distances to the others."""
    return [1 / sum(exp((other - one) / t) for other in z) for one in z]


def sigmoid(z):
    return softmax([z, 0])[0]


def odds(p):
    return log(p) - log(1 - p)


def loss(z, true, t=1.0):
    return log(sum(exp((one - z[int(true)]) / t) for one in z))


def label(z, o):
    """Return the class that is true: mostly the one that the model believes."""
    return max(range(len(z)), key=lambda k: z[k]) if o < 7 else int(o) - 7


def crossed(p, q):
    return -sum(share * log(other) for share, other in zip(p, q, strict=True) if share)


def weighted(values, weights):
    return sum(v * w for v, w in zip(values, weights, strict=True)) / sum(weights)


def spread(true, size, smoothing=0.0):
    """Return a smoothed one-hot target."""
    return [(k == true) * (1 - smoothing) + smoothing / size for k in range(size)]


def top(q, k):
    kept = sorted(q, reverse=True)[: int(k)]
    return kept[0] / sum(kept)


SOFTMAX = {
    "softmax-vector": lambda z: softmax(z),
    "softmax-top": lambda a, b: softmax([a, b, 0])[0],
    "two-class-sigmoid": lambda a, b: softmax([a, b])[0],
    "probability-ratio": lambda a, b: softmax([a, b, 0])[0] / softmax([a, b, 0])[1],
    "ratio-with-temperature": lambda a, b, h: softmax([a, b], h)[0] / softmax([a, b], h)[1],
    "temperature-vector": lambda z, h: softmax(z, h),
    "temperature-entropy": lambda a, h: (
        crossed(softmax([a, 0], h), softmax([a, 0], h)) - crossed(softmax([a, 0]), softmax([a, 0]))
    ),
    "logits-to-loss": lambda z, o: loss(z, label(z, o)),
    "log-sum-exp-form": lambda z: loss([*z, 0], 3) + log(1 - softmax([*z, 0])[3]),
    "log-probability": lambda z, t: -loss(z, t),
    "log-softmax-vector": lambda z: [-loss(z, k) for k in range(3)],
    "shifted-logits": lambda a, b, t: loss([0, -a, -b], t),
    "logit-for-probability": lambda p, k: odds(p) + log(k - 1),
    "attention-weights": lambda s, d: softmax(s, sqrt(d)),
    "smoothed-logits-loss": lambda z, o, e1: crossed(spread(label(z, o), 3, e1), softmax(z)),
    "weighted-logits-batch": lambda a, b, v: weighted([loss(a, 0), loss(b, 1)], [1, v]),
    "ignored-position": lambda a, b, t: fmean([loss(a, t), loss(b, 1)]),
    "softmax-applied-twice": lambda z: min(loss(softmax(z), k) for k in range(3)),
    "distillation-loss": lambda u, z, h: crossed(softmax(u, h), softmax(z, h)),
    "adding-log-probabilities": lambda a, g: -a + log(1 + exp(-g)),
    "calibration-error": lambda a, b, g, h: weighted([g, h], [a, b]),
    "from-logits-to-gradient": lambda z, o: [
        exp(-loss(z, label(z, o))),
        loss(z, label(z, o)),
        exp(-loss(z, label(z, o))) - 1,
    ],
    "top-k-probability": lambda q, k: top(q, k),
    "temperature-for-a-ratio": lambda a, b, r: (a - b) / log(r),
    "merged-blocks": lambda g, u, v: (u + v * exp(g)) / exp(g),
    "contrastive-loss": lambda a, s, h: loss([a, *s], 0, h),
}

ORACLES = {"softmax": SOFTMAX}
QUESTIONS = {name: numeric(reader.read(shipped() / f"{name}.yaml")) for name in ORACLES}


@pytest.mark.parametrize(
    ("bank", "name"), [(bank, name) for bank, oracles in ORACLES.items() for name in oracles]
)
def test_each_key_is_what_the_oracle_makes_of_its_numbers(bank, name):
    hold(QUESTIONS[bank][name], ORACLES[bank])


@pytest.mark.parametrize("bank", ORACLES)
def test_every_question_has_an_oracle(bank):
    assert QUESTIONS[bank].keys() == ORACLES[bank].keys()
