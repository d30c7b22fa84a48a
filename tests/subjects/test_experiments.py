"""The keys on probability and experiments, recomputed by counting, by enumeration and by numpy."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from math import comb, exp, log, prod, sqrt
from statistics import NormalDist, mean, stdev

import numpy as np
import pytest

from tests.stubs import shipped_bank
from tests.subjects.recomputed import hold, numeric

BANK = shipped_bank("experiments")
QUESTIONS = numeric(BANK)
NORMAL = NormalDist()
T_975 = {3: 3.1824463, 4: 2.7764451, 5: 2.5705818, 6: 2.4469119, 7: 2.3646243, 8: 2.3060041}
"""The 97.5% quantile of Student's t by its degrees of freedom (R 4.3, qt)."""


def updated(odds, *ratios):
    """Return the probability after evidence with these likelihood ratios."""
    after = odds * prod(ratios)
    return after / (1 + after)


def doors(n, m):
    """Return how often switching wins, over all places of the car and all doors to switch to."""
    wins = Fraction(0)
    for car in range(n):
        ways = Fraction(1, n)
        others = [door for door in range(1, n) if door != car]
        closed = n - 1 - m
        if car != 0:  # the car stays closed, beside others that the host left
            wins += ways * Fraction(1, closed)
        assert len(others) >= m
    return float(wins)


def coin(n, k):
    """Return the odds of the two-headed coin of n after k heads."""
    return Fraction(2**k, n - 1)


def spread(*groups):
    """Return the standard deviation of a mixture from its first two moments."""
    first = sum(share * middle for share, middle, _ in groups)
    second = sum(share * (middle**2 + width**2) for share, middle, width in groups)
    return sqrt(second - first**2)


def reroll(s, c):
    """Return the value of a die by comparing each first roll with a second one."""
    second = mean(range(1, s + 1))
    return c * mean(max(first, second) for first in range(1, s + 1))


def stickers(n):
    """Return the expected packs from the probability that some sticker is still missing."""
    return sum(-((-1) ** k) * comb(n, k) * Fraction(n, k) for k in range(1, n + 1))


def gap(p, n, q, m):
    """Return z of two proportions from a pooled list of noughts and ones."""
    everyone = np.array([1] * (p + q) + [0] * (n + m - p - q))
    return (q / m - p / n) / (everyone.std() * sqrt(1 / n + 1 / m))


def wilson(n, y):
    """Return the lowest share that is one quantile away from the share seen, by bisection."""
    seen, z = (n - y) / n, NORMAL.inv_cdf(0.975)
    low, high = 0.0, seen
    for _ in range(100):
        share = (low + high) / 2
        far = seen - share > z * sqrt(share * (1 - share) / n)
        low, high = (share, high) if far else (low, share)
    return low


def sign(n, k):
    """Return the share of outcomes of n coins that lie as far from half as k."""
    return sum(comb(n, j) for j in range(n + 1) if abs(2 * j - n) >= abs(2 * k - n)) / 2**n


def needed(s, d, w):
    """Return n at which the effect is both quantiles away, with the error of the difference."""
    away = NORMAL.inv_cdf(0.975) + NORMAL.inv_cdf(w)
    return (s**2 + s**2) / (d / away) ** 2


def two_looks(i):
    """Return how often fair coins pass the first bar or the second, over all their outcomes."""
    n, enough, enough_in_all = [
        (4, 4, 6),
        (5, 5, 8),
        (6, 6, 9),
        (6, 6, 10),
        (6, 5, 9),
        (7, 6, 10),
        (7, 6, 11),
        (8, 7, 12),
        (8, 6, 11),
        (8, 6, 12),
        (9, 8, 14),
        (9, 7, 13),
        (10, 8, 15),
    ][i]
    passed = sum(
        comb(n, first) * comb(n, second)
        for first, second in product(range(n + 1), repeat=2)
        if first >= enough or first + second >= enough_in_all
    )
    return passed / 4**n


def adjusted(values, rank):
    """Return the least rate at which Benjamini-Hochberg rejects the one of this rank."""
    m = len(values)
    return min(value * m / place for place, value in enumerate(values, 1) if place >= rank)


def solved(*groups):
    """Return the percentage of ones in groups of cases."""
    cases = [one for rate, n in groups for one in [1] * (rate * n // 100)]
    rest = sum(n for _, n in groups)
    exact = sum(Fraction(rate * n, 100) for rate, n in groups)
    assert abs(len(cases) - exact) < len(groups)
    return float(100 * exact / rest)


ORACLES = {
    "word-in-spam": lambda p, a, b, **_: updated(p / (1 - p), a / b),
    "two-words-in-spam": lambda p, a, b, c, d: updated(p / (1 - p), a / b, c / d),
    "red-ball-from-a-box": lambda a, b, c, d: [
        float(Fraction(a, 2 * (a + b)) + Fraction(c, 2 * (c + d))),
        float(updated(Fraction(1), Fraction(a, a + b), Fraction(c + d, c))),
    ],
    "host-with-many-doors": doors,
    "bayes-factor-of-a-pilot": lambda p, f: updated(p / (1 - p), f),
    "faulty-part": lambda a, b, x, y, z: updated((100 - a - b) * z / (a * x + b * y)),
    "two-headed-coin": lambda n, k: float(updated(coin(n, k))),
    "next-toss": lambda n, k: float(Fraction(1, 2) + updated(coin(n, k)) / 2),
    "rate-with-a-prior": lambda a, b, n, x: mean([1] * (a + x) + [0] * (b + n - x)),
    "mean-basket": lambda a, b, p, q: mean([a] * p + [b] * q + [0] * (100 - p - q)),
    "variance-of-a-basket": lambda a, p: spread((p, a, 0), (1 - p, 0, 0)),
    "two-correlated-days": lambda a, b, r: sqrt(
        np.array([1, 1]) @ np.array([[a * a, r * a * b], [r * a * b, b * b]]) @ np.array([1, 1])
    ),
    "all-the-stickers": lambda n: float(stickers(n)),
    "two-kinds-of-customer": lambda w, m, k, s, t: spread((w, m, s), (1 - w, k, t)),
    "one-more-roll": reroll,
    "quiet-night": lambda r, k: 1 - prod([exp(-r)] * k),
    "standard-error-of-a-mean": lambda s, n, c: NormalDist(0, s / sqrt(n)).inv_cdf(0.5 + c / 200),
    "narrower-interval": lambda n, a, b: n * Fraction(a, b) ** 2,
    "difference-of-two-rates": lambda n, m, p, q: (
        1.959963984540054 * sqrt(p * (100 - p) / n + q * (100 - q) / m)
    ),
    "no-failure-seen": lambda n: 100 * (1 - exp(log(0.05) / n)),
    "wilson-lower-end": wilson,
    "z-of-an-ab-test": lambda n, m, a, k: gap(a, n, round(m * (a / n + k / 1000)), m),
    "p-value-of-z": lambda z: NORMAL.cdf(-z) + (1 - NORMAL.cdf(z)),
    "paired-latencies": lambda d: mean(d) / (stdev(d) / sqrt(6)),
    "welch-of-two-groups": lambda k, s, t, n, m, **_: k / np.hypot(s / sqrt(n), t / sqrt(m)),
    "sample-ratio-mismatch": lambda n, k: 2 * k / sqrt(n),
    "sign-test": sign,
    "units-for-a-mean": needed,
    "effect-you-can-find": lambda n, s: (
        (NORMAL.inv_cdf(0.975) - NORMAL.inv_cdf(0.2)) * np.hypot(s, s) / sqrt(n)
    ),
    "power-of-a-plan": lambda s, n, d: (
        1 - NormalDist(d, sqrt(2 * s * s / n)).cdf(1.959963984540054 * sqrt(2 * s * s / n))
    ),
    "users-saved-by-history": lambda n, r: n - n * r * r,
    "real-wins": lambda p, w: p * w / (p * w + 5 * (100 - p)),
    "looking-at-ten-metrics": lambda a, m: sum(
        comb(m, k) * a**k * (1 - a) ** (m - k) for k in range(1, m + 1)
    ),
    "two-looks-at-a-duel": two_looks,
    "level-for-each-variant": lambda m, a: Fraction(a, m),
    "discoveries-by-rank": lambda a, b, c, d, f: adjusted([a, b, c, d, f], 2),
    "days-to-run": lambda n, v, s: -(-200 * n * 100 // (v * s)),
    "cluster-of-classes": lambda n, m, r: n**2 / (n // m * (m + m * (m - 1) * r)),
    "two-hospitals": lambda a, b, c, n, m: [
        solved((a, n), (b, m)),
        solved((a - c, m), (b - c, n)),
    ],
    "same-mix-for-both": lambda a, b, c, d, w: (
        (a * w + b * (100 - w) - (a - c) * w - (b - d) * (100 - w)) / 100
    ),
    "second-exam": lambda m, k, r: np.polyval([r, m - r * m], m + k),
}
"""By question, with the parameters of its variants by name."""


@pytest.mark.parametrize("name", [one for one in QUESTIONS if one != "t-margin-of-few-runs"])
def test_a_key_is_what_other_code_computes(name):
    hold(QUESTIONS[name], ORACLES)


def test_a_margin_of_few_runs_is_what_a_printed_quantile_gives():
    for seed in range(15):
        variant = QUESTIONS["t-margin-of-few-runs"].variant(seed)
        n, s = variant.parameters["n"], variant.parameters["s"]
        assert variant.key == pytest.approx(T_975[n - 1] * s / sqrt(n), rel=1e-7)


def area(heights, at):
    """Return the area under the last axis by trapezoids, as any numpy can."""
    return ((heights[..., 1:] + heights[..., :-1]) / 2 * np.diff(at)).sum(axis=-1)


def false_alarms(looks, points=801):
    """Return how often a z statistic without effect leaves ±1.96 at any of some equal looks.

    The density of the running sum is carried from look to look on a grid (Armitage, McPherson
    and Rowe, 1969).
    """
    bar = NORMAL.inv_cdf(0.975)
    inside = bar
    grid = np.linspace(-inside, inside, points)
    density = np.exp(-(grid**2) / 2) / sqrt(2 * np.pi)
    for look in range(2, looks + 1):
        inside = bar * sqrt(look)
        wider = np.linspace(-inside, inside, points)
        steps = np.exp(-((wider[:, None] - grid[None, :]) ** 2) / 2) / sqrt(2 * np.pi)
        density = area(steps * density, grid)
        grid = wider
    return 1 - float(area(density, grid))


def test_twenty_looks_find_something_in_a_quarter_of_useless_tests():
    assert false_alarms(1) == pytest.approx(0.05, abs=1e-4)
    assert false_alarms(20) == pytest.approx(0.248, abs=2e-3)


def test_intervals_that_overlap_by_a_quarter_can_differ_significantly():
    # Two equal intervals of half width 1 overlap by 2 − √2 when their difference is at its bar.
    assert (2 - sqrt(2)) / 2 == pytest.approx(0.293, abs=1e-3)


def test_the_host_who_does_not_know_leaves_even_odds():
    games = [(car, opened) for car, opened in product(range(3), (1, 2)) if car != opened]
    # Yours is door 0; the third door is the one that is neither yours nor open.
    won = [car == 3 - opened for car, opened in games]
    assert Fraction(sum(won), len(won)) == Fraction(1, 2)


def test_chance_makes_sixteen_streaks_of_five_among_five_hundred():
    assert round(500 * 0.5**5) == 16
    assert round(500 * 0.3**5) == 1
