"""The keys on classification metrics, recomputed from lists of cases rather than from formulas."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from statistics import correlation

import pytest

from tests.stubs import shipped_bank
from tests.subjects.recomputed import hold, numeric

BANK = shipped_bank("metrics")
QUESTIONS = numeric(BANK)


def cases(tp, fp, fn, tn):
    """Return the truth and the prediction of each case."""
    return [(1, 1)] * tp + [(0, 1)] * fp + [(1, 0)] * fn + [(0, 0)] * tn


def share(rows, of):
    """Return the share of rows that are predicted right among those that count."""
    kept = [row for row in rows if of(row)]
    return sum(truth == said for truth, said in kept) / len(kept)


def flagged(row):
    return row[1] == 1


def positive(row):
    return row[0] == 1


def negative(row):
    return row[0] == 0


def f_beta(tp, fp, fn, b=1):
    precision, recall = Fraction(tp, tp + fp), Fraction(tp, tp + fn)
    square = Fraction(b).limit_denominator() ** 2
    return float((1 + square) * precision * recall / (square * precision + recall))


def mcc(tp, fp, fn, tn):
    truth, said = zip(*cases(tp, fp, fn, tn), strict=True)
    return correlation(truth, said)


def kappa(a, b, c, d):
    n = a + b + c + d
    agreed = Fraction(a + d, n)
    expected = Fraction(a + b, n) * Fraction(a + c, n) + Fraction(c + d, n) * Fraction(b + d, n)
    return float((agreed - expected) / (1 - expected))


def counted(prevalence, sensitivity, specificity):
    """Return true and false positives and negatives out of a million."""
    ill = 1_000_000 * prevalence
    well = 1_000_000 - ill
    return ill * sensitivity, well * (1 - specificity), ill * (1 - sensitivity), well * specificity


def ppv(prevalence, sensitivity, specificity):
    right, wrong, _, _ = counted(prevalence, sensitivity, specificity)
    return right / (right + wrong)


def npv(prevalence, sensitivity, specificity):
    _, _, missed, clear = counted(prevalence, sensitivity, specificity)
    return clear / (clear + missed)


def cheapest(miss, alarm):
    """Return where two lines of expected cost cross, by bisection."""
    low, high = 0.0, 1.0
    for _ in range(80):
        middle = (low + high) / 2
        low, high = (middle, high) if middle * miss < (1 - middle) * alarm else (low, middle)
    return (low + high) / 2


def auc(positives, negatives):
    pairs = list(product(positives, negatives))
    return sum((p > n) + (p == n) / 2 for p, n in pairs) / len(pairs)


def average_precision(*ranks):
    relevant = [rank in ranks for rank in range(1, 11)]
    at = [sum(relevant[:rank]) / rank for rank in range(1, 11) if relevant[rank - 1]]
    return sum(at) / len(at)


def ece(bins):
    total = sum(count for count, _, _ in bins)
    return sum(count / total * abs(said - came) for count, said, came in bins)


ORACLES = {
    "precision-of-alarms": lambda tp, fp, fn: share(cases(tp, fp, fn, 9), flagged),
    "recall-of-frauds": lambda tp, fp, fn: share(cases(tp, fp, fn, 9), positive),
    "accuracy-of-nothing": lambda a, **_: 100 - a,
    "f1-of-a-detector": f_beta,
    "f-beta-for-screening": f_beta,
    "balanced-accuracy-of-churn": lambda tp, fp, fn, tn: (
        (share(cases(tp, fp, fn, tn), positive) + share(cases(tp, fp, fn, tn), negative)) / 2
    ),
    "mcc-of-a-filter": mcc,
    "kappa-of-two-annotators": kappa,
    "ppv-of-a-screening": lambda a, b, c: ppv(a / 100, b / 100, c / 100),
    "npv-of-a-screening": lambda a, b, c: npv(a / 100, b / 100, c / 100),
    "precision-in-another-market": lambda r, f, b, **_: ppv(b / 100, r, 1 - f),
    "prevalence-for-even-odds": lambda b, c: 100 / (1 + b / (100 - c)),
    "lift-of-a-list": lambda a, n, k: 100 * k / n / a,
    "threshold-of-a-refund": lambda a, b: cheapest(b, a),
    "cost-of-two-thresholds": lambda a, b, f, g, m, k: a * (f - g) + b * (m - k),
    "score-after-undersampling": lambda s, k: 1 / (1 + (1 - s) / s / k),
    "positive-weight-for-balance": lambda a, **_: (100 - a) / a,
    "auc-by-pairs": lambda a, b, c, d, f, g: auc([a, b, c], [d, f, g]),
    "gini-from-auc": lambda a: a - (1 - a),
    "false-positive-rate-at-a-cut": lambda x, t, **_: len([one for one in x if one > t]) / 8,
    "average-precision-of-a-list": lambda i, j, k: average_precision(i, j, k),
    "expected-positives": lambda a, b, c, n, m, k: sum([a] * n + [b] * m + [c] * k),
    "calibration-gap": lambda n, m, k, p, q, r, x, y, z: ece([(n, p, x), (m, q, y), (k, r, z)]),
    "brier-skill": lambda a, s: (a * (1 - a) - round(s * a * (1 - a), 4)) / (a * (1 - a)),
    "platt-scaling": lambda a, b, z: 1 / (1 + 2.718281828459045 ** -(a * z + b)),
}
"""By question, with the parameters of its variants by name."""


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_key_is_what_other_code_computes(name):
    hold(QUESTIONS[name], ORACLES)


def test_the_figures_of_scikit_learn_hold():
    # scikit-learn 1.9.1: fbeta_score, matthews_corrcoef and cohen_kappa_score of the same counts.
    assert f_beta(40, 20, 10, 2) == pytest.approx(0.7692307692)
    assert mcc(40, 20, 10, 130) == pytest.approx(0.6299407883)
    assert kappa(20, 5, 10, 15) == pytest.approx(0.4)
