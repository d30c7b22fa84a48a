"""Logarithms estimated by hand: what is written, and when nothing is."""

from math import e, inf, log

import pytest

from quizapp.working.estimate import Logarithm, logarithm


@pytest.mark.parametrize(
    ("value", "base", "text"),
    [
        (0.5, e, "−ln 0.5 = ln 2 ≈ 0.693"),
        (0.2, e, "−ln 0.2 = ln 5 ≈ 1.609"),
        (0.1, 2.0, "−log₂ 0.1 = log₂ 10 ≈ 3.322"),
        (0.001, 2.0, "−log₂ 0.001 = 3·log₂ 10 ≈ 3·3.322 = 9.966"),
        (0.25, e, "−ln 0.25 = 2·ln 2 ≈ 2·0.693 = 1.386"),
        (0.05, 2.0, "−log₂ 0.05 = 1 + log₂ 10 ≈ 1 + 3.322 = 4.322"),
        (0.7, e, "−ln 0.7 = ln 10 − ln 7 ≈ 2.303 − 1.946 = 0.357"),
        (0.9, e, "−ln 0.9 = ln 10 − 2·ln 3 ≈ 2.303 − 2·1.099 = 0.105"),
        (0.15, 2.0, "−log₂ 0.15 = 1 + log₂ 10 − log₂ 3 ≈ 1 + 3.322 − 1.585 = 2.737"),
        (0.75, 2.0, "−log₂ 0.75 = 2 − log₂ 3 ≈ 2 − 1.585 = 0.415"),
        (
            0.82,
            e,
            "0.82 = 0.8·1.025, so −ln 0.82 ≈ ln 5 − 2·ln 2 − 0.025"
            " ≈ 1.609 − 2·0.693 − 0.025 = 0.198",
        ),
        (
            0.29,
            e,
            "0.29 ≈ 0.3·0.967, so −ln 0.29 ≈ ln 10 − ln 3 + 0.033 ≈ 2.303 − 1.099 + 0.033 = 1.237",
        ),
        (
            0.82,
            2.0,
            "0.82 = 0.8·1.025, so −log₂ 0.82 ≈ log₂ 5 − 2 − 0.025 / 0.693"
            " ≈ 2.322 − 2 − 0.025 / 0.693 = 0.286",
        ),
        (
            0.33,
            2.0,
            "0.33 = (1/3)·0.99, so −log₂ 0.33 ≈ log₂ 3 + 0.01 / 0.693"
            " ≈ 1.585 + 0.01 / 0.693 = 1.599",
        ),
        (
            0.67,
            e,
            "0.67 = (2/3)·1.005, so −ln 0.67 ≈ ln 3 − ln 2 − 0.005 ≈ 1.099 − 0.693 − 0.005 = 0.401",
        ),
        (0.98, e, "−ln 0.98 ≈ 0.02"),
        (0.98, 2.0, "−log₂ 0.98 ≈ 0.02 / 0.693 ≈ 0.0289"),
        (
            0.37,
            e,
            "0.37 ≈ 0.375·0.987, so −ln 0.37 ≈ 3·ln 2 − ln 3 + 0.013"
            " ≈ 3·0.693 − 1.099 + 0.013 = 0.993",
        ),
        (0.03, 10.0, "−log₁₀ 0.03 = 2 − log₁₀ 3 ≈ 2 − 0.477 = 1.523"),
        (
            13,
            e,
            "13 = 12.5·1.04, so ln 13 ≈ 2·ln 5 − ln 2 + 0.04 ≈ 2·1.609 − 0.693 + 0.04 = 2.565",
        ),
        (
            0.3076923076923077,
            e,
            "4/13 ≈ 0.3·1.026, so −ln(4/13) ≈ ln 10 − ln 3 − 0.026 ≈ 2.303 − 1.099 − 0.026 = 1.178",
        ),
        (0.2031, e, "0.2031 ≈ 0.2·1.016, so −ln 0.2031 ≈ ln 5 − 0.016 ≈ 1.609 − 0.016 = 1.593"),
    ],
)
def test_a_logarithm_is_estimated_as_at_a_whiteboard(value, base, text):
    estimate = logarithm(value, base, negated=value < 1)
    assert estimate.text == text
    assert text.endswith(f"{estimate.value:.3f}".rstrip("0")) or text.endswith(f"{estimate.value}")
    assert estimate.value == pytest.approx(abs(log(value) / log(base)), rel=0.015)


def test_a_calculation_is_written_before_its_value():
    texts = [
        logarithm(a, e, written).text for a, written in ((1.5, "0.3 / 0.2"), (0.82, "1 − 0.18"))
    ]
    assert texts[0] == "ln(0.3 / 0.2) = ln 1.5 = ln 3 − ln 2 ≈ 1.099 − 0.693 = 0.406"
    assert texts[1].startswith("1 − 0.18 = 0.82 = 0.8·1.025, so ln 0.82 ≈ ")


@pytest.mark.parametrize(
    ("value", "base", "exact"), [(0.125, 2.0, -3), (1, e, 0), (0.01, 10.0, -2)]
)
def test_a_whole_logarithm_is_seen(value, base, exact):
    assert logarithm(value, base) == Logarithm("", exact, is_exact=True)


@pytest.mark.parametrize(
    ("value", "base", "why"),
    [
        (0.1, 3.0, "nobody knows logarithms to base 3"),
        (0.0, e, "it is infinite"),
        (inf, e, "it is infinite"),
        (-0.5, e, "there is none"),
        (1e40, e, "nobody writes so many zeros"),
    ],
)
def test_where_an_estimate_is_no_help_there_is_none(value, base, why):
    assert logarithm(value, base) is None, why


@pytest.mark.parametrize("value", [0.435, 0.62, 0.535, 0.0071, 19, 340])
def test_the_closest_estimate_is_nearer_than_the_simplest(value):
    off = [abs(logarithm(value, e, closest=one).value - log(value)) for one in (True, False)]
    assert off[0] <= off[1] < 0.003


def test_a_line_of_nothing_but_numbers_stands_once():
    found = logarithm(0.126, 2.0, negated=True)
    assert found is not None
    assert found.text == "0.126 = 0.125·1.008, so −log₂ 0.126 ≈ 3 − 0.008 / 0.693 = 2.988"
