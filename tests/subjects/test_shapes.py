"""The keys on shapes and sizes, recomputed by counting positions, entries and bytes."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from math import prod

import numpy as np
import pytest

from tests.stubs import shipped_bank
from tests.subjects.recomputed import hold, numeric

BANK = shipped_bank("shapes")
QUESTIONS = numeric(BANK)
GIB = 1024**3


def positions(size, kernel, stride=1, padding=0, dilation=1):
    """Return how many places there are where a kernel lies inside the padded input."""
    taps = [dilation * tap for tap in range(kernel)]
    places = range(-padding, size + padding, stride)
    return sum(place + taps[-1] < size + padding for place in places)


def stamped(size, kernel, stride, padding):
    """Return how wide the stamps of a transposed convolution are together, less the padding."""
    touched = {place * stride + tap for place, tap in product(range(size), range(kernel))}
    return max(touched) - min(touched) + 1 - 2 * padding


def seen(a, b, c, s, t):
    """Return the width of the inputs that reach the first output of three layers."""
    third = range(c)
    second = {place * t + tap for place in third for tap in range(b)}
    first = {place * s + tap for place in second for tap in range(a)}
    return len(range(min(first), max(first) + 1))


def entries(*shapes):
    """Return how many numbers some arrays have together."""
    return sum(np.broadcast_to(0, shape).size for shape in shapes)


def size(shape, number_bytes):
    """Return the bytes of an array without keeping it."""
    return prod(shape) * number_bytes


def cache(layers, heads, tokens, sequences=1):
    """Return the GiB of keys and values, one array of each for each layer."""
    return sum(2 * size((sequences, heads, tokens, 128), 2) for _ in range(layers)) / GIB


def batches(examples, size):
    """Return how many batches it takes to use up the examples."""
    return len(range(0, examples, size))


def pipeline(p, m):
    """Return the percentage of slots in which a stage is idle, from a timetable."""
    busy = {(stage, stage + batch) for stage in range(p) for batch in range(m)}
    slots = max(slot for _, slot in busy) + 1
    return 100 * (1 - Fraction(len(busy), p * slots))


def speculated(a, k):
    """Return the expected tokens of a pass, over all numbers of guesses that are accepted."""
    chances = [a**right * (1 - a) for right in range(k)] + [a**k]
    return sum((right + 1) * chance for right, chance in enumerate(chances))


def ring(n, g, b):
    """Return the milliseconds of a ring all-reduce, piece by piece."""
    piece = Fraction(n).limit_denominator(10) * 2 / g
    steps = [piece / b for _ in range(g - 1)] + [piece / b for _ in range(g - 1)]
    return float(1000 * sum(steps))


def padded(x):
    """Return the percentage of padding, with each text as a row of a mask."""
    mask = np.arange(max(x)) < np.array(x)[:, None]
    return 100 * (1 - mask.mean())


def experts(x, k, a, s):
    return [sum([s] + [a] * x), sum([s] + [a] * k)]


ORACLES = {
    "side-after-convolution": lambda n, k, p: positions(n, k, 1, p),
    "side-after-stride": lambda n, k, s, p: positions(n, k, s, p),
    "dilated-kernel": lambda n, k, d, p: positions(n, k, 1, p, d),
    "upsampling-side": lambda n, k, s, p: stamped(n, k, s, p),
    "what-a-neuron-sees": seen,
    "conv-layer-in-parts": lambda n, c, f, k: [
        positions(n, k, 2, k // 2),
        entries((f, positions(n, k, 2, k // 2), positions(n, k, 2, k // 2))),
        entries((f, c, k, k), (f,)),
    ],
    "filters-of-a-layer": lambda k, c, f, **_: entries((f, c, k, k), (f,)),
    "first-dense-layer": lambda c, n, m: entries((m, c, n, n), (m,)),
    "separable-saving": lambda k, c, f: entries((c, 1, k, k), (f, c, 1, 1)),
    "gates-of-an-lstm": lambda n, h: entries((4 * h, n), (4 * h, h), (4 * h,)),
    "attention-and-feed-forward": lambda d, m, n: [
        entries(*[(d, d)] * 4),
        entries((d, m * d), (m * d, d)),
        n * entries(*[(d, d)] * 4, (d, m * d), (m * d, d)),
    ],
    "share-of-embeddings": lambda v, d, n: (
        100 * entries((v, d)) / entries((v, d), *[(d, d)] * (12 * n))
    ),
    "grouped-queries": lambda d, h, g: entries(
        (d, h, d // h), (d, g, d // h), (d, g, d // h), (d, d)
    ),
    "size-of-an-adapter": lambda r, d, f: entries((d, r), (r, f)),
    "experts-total-and-active": experts,
    "product-of-two-matrices": lambda m, k, n: sum(2 * k for _ in range(m * n)),
    "flops-of-a-convolution": lambda n, k, c, f: 2 * entries((f, n, n)) * entries((c, k, k)),
    "training-run": lambda n, d: (2 + 2 + 2) * n * d * 1e18,
    "days-of-training": lambda n, d, g, p, u: (
        n * 1e9 * d * 1e9 * 6 / (g * p * 1e12 * (u / 100)) / (24 * 60 * 60)
    ),
    "attention-share": lambda d, t: 100 * t / (t + 6 * d),
    "utilization-of-a-run": lambda n, k, p, **_: 100 * (6 * n * 1e9 * k * 100) / (p * 1e12),
    "batch-of-images": lambda b, n: size((b, 3, n, n), np.dtype("float32").itemsize) / 1024**2,
    "activations-of-a-layer": lambda b, c, n, w: size((b, c, n, n), w) / 1024**2,
    "weights-in-memory": lambda n, w: n * 1e9 * w / 8 / GIB,
    "training-memory": lambda n, g: n * sum((2, 2, 4, 4, 4)) / g,
    "cache-of-a-conversation": lambda n, g, t, b, **_: cache(n, g, t, b),
    "users-that-fit": lambda n, g, t, m, w: max(
        users for users in range(500) if users * cache(n, g, t) <= m - w
    ),
    "score-matrix": lambda b, h, t: size((b, h, t, t), 2) / 1024**2,
    "quantized-groups": lambda n, q, g: n * 1e9 / g * (g * q + 16 + 16) / 8 / GIB,
    "steps-of-an-epoch": lambda n, b, r: sum(batches(n * 1000 + 17, b) for _ in range(r)),
    "accumulated-batches": lambda g, m, k: batches(g * m * k, g * m),
    "tokens-from-bandwidth": lambda n, w, b: 1 / (n * 1e9 * w / 8 / (b * 1e9)),
    "tokens-of-a-batch": lambda w, c, u, b: u / (w / b + sum([c / b] * u)),
    "ridge-of-the-roof": lambda p, b: (2 / (b * 1e12)) / (2 / (p * 1e12)),
    "prompt-time": lambda n, t, p, u: 2 * n * t / (p * u / 100) / 1000 * 1000,
    "price-of-tokens": lambda c, t, u: c / (t * 3600 / 1e6) / (u / 100),
    "requests-in-flight": lambda r, t: sum([t] * r),
    "padding-waste": padded,
    "bubble-of-a-pipeline": lambda p, m: float(pipeline(p, m)),
    "guessed-tokens": speculated,
    "reduce-the-gradients": ring,
}
"""By question, with the parameters of its variants by name."""


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_key_is_what_other_code_computes(name):
    hold(QUESTIONS[name], ORACLES)


def test_a_transposed_convolution_is_undone_by_a_plain_one():
    for n, k, s, p in product(range(7, 30), (2, 3, 4, 5), (2, 3), (0, 1)):
        if k >= s:
            assert positions(stamped(n, k, s, p), k, s, p) == n


def test_shapes_of_the_matching_question_are_those_of_numpy():
    x = np.zeros((8, 16, 32, 32), dtype=np.float32)
    assert x.reshape(8, 16, 16, 2, 16, 2).max(axis=(3, 5)).shape == (8, 16, 16, 16)
    assert x.mean(axis=(2, 3)).shape == (8, 16)
    assert x.reshape(8, -1).shape == (8, 16384)
    assert np.broadcast_shapes((8, 1, 5), (4, 5)) == (8, 4, 5)


def test_a_server_for_fifty_users_is_estimated_as_in_the_model_answer():
    token = 2 * 40 * 40 * 128 * 2
    assert token / 1e6 == pytest.approx(0.8, abs=0.03)
    assert 50 * 2000 * token / 1e9 == pytest.approx(80, abs=3)
    assert round(2000 / 70) == 29
