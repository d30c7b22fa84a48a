"""The keys on softmax, losses, gradients and chances, recomputed without the program's formulas."""

from __future__ import annotations

from math import exp, log, prod, sqrt
from statistics import NormalDist, fmean

import pytest

from tests.stubs import shipped_bank
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


def nucleus(q, limit):
    """Return what the first of the fewest that reach a limit has among them."""
    kept = []
    for one in sorted(q, reverse=True):
        if sum(kept) < limit - 1e-9:
            kept.append(one)
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
    "nucleus-sampling": lambda q, n: nucleus(q, n),
    "sampling-correction": lambda z, k, n: log(exp(z) / (k * n)),
    "temperature-for-a-ratio": lambda a, b, r: (a - b) / log(r),
    "merged-blocks": lambda g, u, v: (u + v * exp(g)) / exp(g),
    "contrastive-loss": lambda a, s, h: loss([a, *s], 0, h),
}


def yes(o, leaning):
    """Return a label that mostly agrees with the model."""
    return leaning if o < 7 else not leaning


def but_one(p, o):
    """Return labels that agree with the model, but for one of them."""
    return [(one > 0.5) != (k == o) for k, one in enumerate(p)]


def cost(y, p):
    """Return a surprisal of one event, of p if it happened."""
    return -log(p if y else 1 - p)


def mean_cost(y, p):
    return fmean(map(cost, y, p))


def square(y, p):
    return fmean((one - truth) ** 2 for truth, one in zip(y, p, strict=True))


def focal(p, g):
    return (1 - p) ** g * -log(p)


def rained(o):
    return [o % 2, o > 3, o % 4 > 1]


def brier_parts(m, n, a, b, c, d):
    """Return the three parts from a list of days; together they are the score of those days."""
    days = [(a / 10, k < c * m) for k in range(10 * int(m))]
    days += [(b / 10, k < d * n) for k in range(10 * int(n))]
    rate = fmean(rain for _, rain in days)
    share = {
        said: fmean(rain for other, rain in days if other == said) for said in (a / 10, b / 10)
    }
    reliability = fmean((said - share[said]) ** 2 for said, _ in days)
    resolution = fmean((share[said] - rate) ** 2 for said, _ in days)
    uncertainty = fmean((rain - rate) ** 2 for _, rain in days)
    score = fmean((said - rain) ** 2 for said, rain in days)
    assert reliability - resolution + uncertainty == pytest.approx(score)
    return [reliability, resolution, uncertainty]


BINARY = {
    "reward-with-a-kl-penalty": lambda r, h, a, b: r - h * log(exp(a) / exp(b)),
    "one-prediction": lambda p, o: cost(yes(o, p > 0.5), p),
    "no-with-high-probability": lambda p: cost(False, p) / log(2),
    "batch-of-four": lambda p, o: mean_cost(but_one(p, o), p),
    "log-loss-of-scores": lambda p, o: mean_cost(but_one(p, o), p),
    "base-rate-loss": lambda c: crossed([c / 100, 1 - c / 100], [c / 100, 1 - c / 100]),
    "normalised-entropy": lambda c, f: (
        round(f * crossed([c / 100, 1 - c / 100], [c / 100, 1 - c / 100]), 3)
        / weighted([cost(True, c / 100), cost(False, c / 100)], [c, 100 - c])
    ),
    "miscalibrated": lambda p, q: p * log(p / q) + (1 - p) * log((1 - p) / (1 - q)),
    "logit-to-loss": lambda z, o: cost(yes(o, z > 0), sigmoid(z)),
    "probability-to-logit": lambda p: odds(p),
    "logit-to-probability": lambda z: sigmoid(z),
    "logit-for-a-loss": lambda x: -log(exp(x) - 1),
    "far-tail": lambda a, b: (max(-a, 0) + max(b, 0)) / 2,
    "positive-weight": lambda a, b, v: (v * cost(True, sigmoid(a)) + cost(False, sigmoid(b))) / 2,
    "soft-binary-target": lambda y, p: crossed([y, 1 - y], [p, 1 - p]),
    "focal-easy": lambda p, g: focal(p, g),
    "focal-factor": lambda a, b, g: focal(b, g) / focal(a, g),
    "focal-with-alpha": lambda p, a, o: (
        a * focal(p, 2) if yes(o, p > 0.5) else (1 - a) * focal(1 - p, 2)
    ),
    "brier-of-forecasts": lambda p, o: square(but_one(p, o), p),
    "capped-mistakes": lambda p, c: log(c / p),
    "brier-compared": lambda p, q, o: abs(square(rained(o), p) - square(rained(o), q)),
    "precision-recall-accuracy": lambda tp, fn, fp, tn: [
        tp / (tp + fp),
        tp / (tp + fn),
        1 - (fn + fp) / (tp + fn + fp + tn),
    ],
    "hinge-and-logistic": lambda s, y: [max(0, 1 - s * y), cost(True, sigmoid(s * y))],
    "preference-loss": lambda h, a, b: loss([h * a, h * b], 0),
    "negative-sampling": lambda a, s: (
        cost(True, sigmoid(a)) + sum(cost(False, sigmoid(one)) for one in s)
    ),
    "clipped-loss": lambda k, n: -log(10**-k) / n,
    "noisy-label-floor": lambda c, k: crossed(
        [1 - c / 100] + [c / 100 / (k - 1)] * int(k - 1),
        [1 - c / 100] + [c / 100 / (k - 1)] * int(k - 1),
    ),
    "ensemble-gain": lambda p, q: log((p + q) / 2) - (log(p) + log(q)) / 2,
    "brier-parts": lambda m, n, f, g, h, k: brier_parts(m, n, 10 * f, 10 * g, 10 * h, 10 * k),
}


def slope(function, x, step=1e-4):
    """Return a derivative by a difference of five points."""
    near = function(x + step) - function(x - step)
    far = function(x + 2 * step) - function(x - 2 * step)
    return (8 * near - far) / (12 * step)


def gradient(function, z):
    """Return the slopes of a function of a list, one entry after the other."""
    return [
        slope(lambda one, k=k: function([*z[:k], one, *z[k + 1 :]]), z[k]) for k in range(len(z))
    ]


def logs(q):
    return [log(one) for one in q]


def of_softmax(q, true, smoothing=0.0):
    """Return the gradient of the loss with respect to logits that have these probabilities."""
    return gradient(lambda z: crossed(spread(true, 3, smoothing), softmax(z)), logs(q))


def after_step(b, true, rate):
    slopes = gradient(lambda z: loss(z, true), list(b))
    return [one - rate * step for one, step in zip(b, slopes, strict=True)]


def toss(n, k, b):
    """Return the loss of a bias per toss."""
    return weighted([cost(True, sigmoid(b)), cost(False, sigmoid(b))], [k, n - k])


def newton(n, k, b):
    return b - slope(lambda one: toss(n, k, one), b) / slope(
        lambda one: slope(lambda two: toss(n, k, two), one), b
    )


GRADIENT = {
    "gradient-from-probabilities": lambda q, o: of_softmax(q, label(q, o)),
    "logits-gradient": lambda z, o: gradient(lambda one: loss(one, label(z, o)), list(z)),
    "true-class-entry": lambda x: slope(lambda z: log(1 + exp(-z)), -log(exp(x) - 1)),
    "gradient-by-probability": lambda q, o: gradient(lambda one: -log(one[label(q, o)]), list(q)),
    "batch-gradient-row": lambda q, o, n: [one / n for one in of_softmax(q, label(q, o))],
    "smoothed-gradient": lambda q, o, e1: of_softmax(q, label(q, o), e1),
    "step-on-the-logits": lambda b, o, r: after_step(b, label(b, o), r),
    "loss-after-a-step": lambda d, r: cost(
        True, sigmoid(d - r * slope(lambda z: cost(True, sigmoid(z)), d))
    ),
    "sigmoid-gradient": lambda z, o: slope(lambda one: cost(yes(o, z > 0), sigmoid(one)), z),
    "squared-error-gradient": lambda z, o: slope(
        lambda one: (sigmoid(one) - yes(o, z > 0)) ** 2, z
    ),
    "gradient-ratio": lambda z: (
        slope(lambda one: cost(True, sigmoid(one)), z) / slope(lambda one: sigmoid(-one) ** 2, z)
    ),
    "bce-gradient-by-probability": lambda p, o: slope(lambda one: cost(yes(o, p > 0.5), one), p),
    "weight-gradient": lambda p, o, a, b: gradient(
        lambda w: cost(yes(o, p > 0.5), sigmoid(odds(p) + w[0] * a + w[1] * b)), [0, 0]
    ),
    "softmax-weight-gradient": lambda a, q, o: gradient(
        lambda w: loss([log(one) + k * a for one, k in zip(q, w, strict=True)], label(q, o)),
        [0, 0, 0],
    ),
    "pos-weight-gradient": lambda z, v: slope(lambda one: v * cost(True, sigmoid(one)), z),
    "soft-target-by-probability": lambda p, q: gradient(lambda one: crossed(p, one), list(q)),
    "loss-for-a-nudge": lambda p, o, d: d * slope(lambda one: cost(yes(o, p > 0.5), one), p),
    "softmax-jacobian": lambda q, t: gradient(lambda z: softmax(z)[int(t)], logs(q)),
    "curvature-of-the-loss": lambda p, x: slope(
        lambda w: slope(lambda one: cost(True, sigmoid(odds(p) + one * x)), w), 0.0
    ),
    "newton-step": lambda w, n, k: newton(n, k, w),
    "loss-scale": lambda a, k, s: float(f"{a}e-{int(k)}") * 2 ** (s + 24),
}


def leaning(z, o):
    """Return labels that agree with the logits, but for one of them."""
    return but_one([sigmoid(one) for one in z], o)


def sum_cost(y, p):
    return sum(map(cost, y, p))


def dice(a, b, n):
    claims, truth = [a] + [b] * int(n - 1), [1] + [0] * int(n - 1)
    overlap = sum(p * y for p, y in zip(claims, truth, strict=True))
    return [mean_cost(truth, claims), 1 - 2 * overlap / (sum(claims) + sum(truth))]


MULTI_LABEL = {
    "tagger-sum": lambda p, o: sum_cost(but_one(p, o), p),
    "tagger-mean": lambda p, o: mean_cost(but_one(p, o), p),
    "four-symptoms": lambda p, o: sum_cost(but_one(p, o), p) / log(2),
    "labels-from-logits": lambda z, o: sum_cost(leaning(z, o), [sigmoid(one) for one in z]),
    "default-reduction": lambda z, o: mean_cost(leaning(z, o), [sigmoid(one) for one in z]),
    "batch-of-two": lambda a, b, s, t: (sum_cost(s, a) + sum_cost(t, b)) / 2,
    "untrained-tagger": lambda k: log(2**k),
    "exact-match": lambda p, y: exp(-sum_cost(y, p)),
    "one-wrong-label": lambda p, k: odds(p) / k,
    "weighted-tags": lambda z, v: v * log(1 + exp(-z[0])) + log(1 + exp(-z[1])),
    "focal-tags": lambda p, o, g: sum(
        focal(one if truth else 1 - one, g) for truth, one in zip(but_one(p, o), p, strict=True)
    ),
    "dice-against-cross-entropy": lambda a, b, n: dice(a, b, n),
}


def ill(prior, hit, alarm, tests=1):
    """Return the odds of a condition after positive tests, as a probability."""
    changed = prior / (1 - prior) * (hit / alarm) ** tests
    return changed / (1 + changed)


def buyers(n, k, p):
    """Return the probability of k buyers by adding one visitor after the other."""
    shares = [1.0]
    for _ in range(int(n)):
        before, after = [*shares, 0.0], [0.0, *shares]
        shares = [(1 - p) * no + p * yes for no, yes in zip(before, after, strict=True)]
    return shares[int(k)]


def waiting(p):
    return sum(k * p * (1 - p) ** (k - 1) for k in range(1, 5000))


def advantage(s, d):
    sides = range(1, int(s) + 1)
    return fmean(max(a, b) for a in sides for b in sides) - fmean(range(1, int(d) + 1))


def visitors(base, lift):
    z = NormalDist().inv_cdf(0.975) + NormalDist().inv_cdf(0.8)
    variance = sum(p - p**2 for p in (base, base + lift))
    return (z * sqrt(variance) / lift) ** 2


def mode(n, k, a, b):
    """Return where a posterior density is flat, by halving."""
    low, high = 0.0, 1.0
    for _ in range(60):
        p = (low + high) / 2
        if (k + a - 1) * (1 - p) > (n - k + b - 1) * p:
            low = p
        else:
            high = p
    return low


PROBABILITY = {
    "medical-test": lambda prior, hit, alarm: ill(prior, hit, alarm),
    "medical-test-twice": lambda prior, hit, alarm: ill(prior, hit, alarm, 2),
    "at-least-one-six": lambda n: sum(buyers(n, k, 1 / 6) for k in range(1, int(n) + 1)),
    "exactly-k": lambda n, k, p: buyers(n, k, p),
    "waiting-for-a-sale": lambda p: waiting(p),
    "largest-of-two-dice": lambda s, d: advantage(s, d),
    "shared-birthday": lambda n: 1 - prod(1 - k / 365 for k in range(int(n))),
    "proportion-interval": lambda n, p: (
        NormalDist().inv_cdf(0.975) * NormalDist(0, sqrt(p - p**2)).stdev / sqrt(100 * n)
    ),
    "sample-size": lambda base, lift: visitors(base, lift),
    "many-looks": lambda m, c: sum(buyers(m, k, c / 100) for k in range(1, int(m) + 1)),
    "which-class-fits": lambda g, p: p / (p + (1 - p) * exp(-g)),
    "coin-with-a-prior": lambda n, k, a, b: [
        k / n,
        mode(n, k, a, b),
        (k + a) / ((k + a) + (n - k + b)),
    ],
}

ORACLES = {
    "softmax": SOFTMAX,
    "binary": BINARY,
    "gradient": GRADIENT,
    "multi-label": MULTI_LABEL,
    "probability": PROBABILITY,
}
QUESTIONS = {name: numeric(shipped_bank(name)) for name in ORACLES}


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("bank", "name"), [(bank, name) for bank, oracles in ORACLES.items() for name in oracles]
)
def test_each_key_is_what_the_oracle_makes_of_its_numbers(bank, name):
    hold(QUESTIONS[bank][name], ORACLES[bank], near=1e-5 if bank == "gradient" else 1e-9)


@pytest.mark.parametrize("bank", ORACLES)
def test_every_question_has_an_oracle(bank):
    assert QUESTIONS[bank].keys() == ORACLES[bank].keys()
