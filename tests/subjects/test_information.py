"""The keys on information in many places, recomputed by counting, integrals and plain Python."""

from __future__ import annotations

from collections import Counter
from itertools import product
from math import exp, log, log2, pi, prod, sqrt
from statistics import NormalDist, fmean

import numpy as np
import pytest

from tests.stubs import shipped_bank
from tests.subjects.recomputed import hold, numeric

QUESTIONS = numeric(shipped_bank("information"))


def bits(*shares):
    return -sum(share * log2(share) for share in shares if share)


def disagreement(labels):
    """Return how often two draws with replacement differ, by trying all pairs."""
    return sum(one != other for one, other in product(labels, repeat=2)) / len(labels) ** 2


def gini_gain(a, b, c, d):
    left, right = ["yes"] * a + ["no"] * b, ["yes"] * c + ["no"] * d
    both = left + right
    after = fmean(
        disagreement(left) if one < a + b else disagreement(right) for one in range(len(both))
    )
    return disagreement(both) - after


def gain_ratio(a, b, c, d, g, h):
    cases = Counter({(0, 1): a, (0, 0): b, (1, 1): c, (1, 0): d, (2, 1): g, (2, 0): h})
    n = cases.total()
    children, labels = Counter(), Counter()
    for (child, label), count in cases.items():
        children[child] += count
        labels[label] += count
    split = bits(*(count / n for count in children.values()))
    gain = bits(*(count / n for count in labels.values())) + split
    gain -= bits(*(count / n for count in cases.values()))
    return round(gain, 4) / split


def integral(function, mean, sigma):
    """Return the mean of a function under a normal density, by a sum over a fine grid."""
    at = np.linspace(mean - 12 * sigma, mean + 12 * sigma, 200_001)
    density = np.exp(-(((at - mean) / sigma) ** 2) / 2) / (sigma * sqrt(2 * pi))
    return float(np.sum(density * function(at)) * (at[1] - at[0]))


def log_density(at, mean, sigma):
    return -(((at - mean) / sigma) ** 2) / 2 - np.log(sigma * np.sqrt(2 * np.pi))


def kl(m, s, n, t):
    return integral(lambda at: log_density(at, m, s) - log_density(at, n, t), m, s)


def doubled(p, o):
    """Return the growth of money over races that come out exactly as the probabilities say."""
    races = 10_000
    money = prod((share * odds) ** (share * races / 1000) for share, odds in zip(p, o, strict=True))
    return log2(money) / (races / 1000)


def weather(a, b):
    dry = 0.5
    for _ in range(5000):
        dry = dry * (1 - a) + (1 - dry) * b
    return dry * bits(a, 1 - a) + (1 - dry) * bits(b, 1 - b)


def pinsker(p, q):
    return sqrt(0.5 * sum(one * (log(one) - log(other)) for one, other in zip(p, q, strict=True)))


def ensemble(a, b, c):
    return log((a + b + c) / 3) - log((a * b * c) ** (1 / 3))


def bigram(a, b, c, n, m, k):
    return -log(prod([(a + 1) / (n + 27), (b + 1) / (m + 27), (c + 1) / (k + 27)])) / 3


ORACLES = {
    "gini-of-labels": lambda p: sum(p[i] * p[j] for i, j in product(range(3), repeat=2) if i != j),
    "gini-gain-of-a-split": gini_gain,
    "gain-ratio-of-a-split": gain_ratio,
    "words-that-go-together": lambda n, a, b, c, **_: log2(c) + log2(n) - log2(a) - log2(b),
    "entropy-of-a-gaussian": lambda s: -integral(lambda at: log_density(at, 0, s), 0, s) / log(2),
    "kl-of-two-gaussians": kl,
    "vae-penalty": lambda m, n, s, t: kl(m, s, 0, 1) + kl(n, t, 0, 1),
    "gaussian-loss-of-a-forecast": lambda y, p, s: -log(NormalDist(p, s).pdf(y)),
    "capacity-of-a-noisy-bit": lambda f: 2 - bits(f / 2, f / 2, (1 - f) / 2, (1 - f) / 2),
    "redundancy-of-a-code": lambda p: sum(
        share * (log2(share) - log2(0.5**length))
        for share, length in zip(p, [1, 2, 3, 3], strict=True)
    ),
    "doubling-rate-of-bets": doubled,
    "entropy-rate-of-weather": weather,
    "pinskers-bound": pinsker,
    "ensemble-by-jensen": ensemble,
    "bigram-of-a-name": bigram,
    "information-about-the-model": lambda a, b: (
        bits((a + b) / 2, 1 - (a + b) / 2) - fmean([bits(a, 1 - a), bits(b, 1 - b)])
    ),
    "likelihood-at-its-best": lambda n, k: -k * log(k / n) - (n - k) * log((n - k) / n),
}
"""By question, with the parameters of its variants by name."""


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_key_is_what_other_code_computes(name):
    hold(QUESTIONS[name], ORACLES)


def test_no_guess_of_a_single_coin_explains_its_throws_better():
    best = ORACLES["likelihood-at-its-best"](50, 20)
    others = (-20 * log(q) - 30 * log(1 - q) for q in np.linspace(0.01, 0.99, 99))
    assert all(best <= other + 1e-9 for other in others)
    assert exp(-best) < 1
