"""Logarithms estimated by hand: what is written, and when nothing is."""

from math import e, log

import pytest

from quizapp.working.estimate import NO_ESTIMATE, by_hand


@pytest.mark.parametrize(
    ("probability", "base", "text"),
    [
        (0.5, e, "ln 2 ≈ 0.693"),
        (0.2, e, "ln 5 ≈ 1.609"),
        (0.1, 2.0, "log₂ 10 ≈ 3.322"),
        (0.001, 2.0, "log₂ 1000 = 3·log₂ 10 ≈ 3·3.322 = 9.966"),
        (0.0001, 2.0, "log₂ 10,000 = 4·log₂ 10 ≈ 4·3.322 = 13.288"),
        (0.25, e, "ln 4 = 2·ln 2 ≈ 2·0.693 = 1.386"),
        (0.05, 2.0, "log₂ 20 = log₂ 2 + log₂ 10 ≈ 1 + 3.322 = 4.322"),
        (0.7, e, "ln(10/7) = ln 10 − ln 7 ≈ 2.303 − 1.946 = 0.357"),
        (0.9, e, "ln(10/9) = ln 10 − 2·ln 3 ≈ 2.303 − 2·1.099 = 0.105"),
        (0.15, 2.0, "log₂(20/3) = log₂ 2 + log₂ 10 − log₂ 3 ≈ 1 + 3.322 − 1.585 = 2.737"),
        (0.75, 2.0, "log₂(4/3) = 2·log₂ 2 − log₂ 3 ≈ 2·1 − 1.585 = 0.415"),
        (0.8, e, "ln(5/4) = ln 5 − 2·ln 2 ≈ 1.609 − 2·0.693 = 0.223"),
        (
            0.82,
            e,
            "0.82 = 0.8·1.025, so −ln 0.82 ≈ ln 5 − 2·ln 2 − 0.025 "
            "≈ 1.609 − 2·0.693 − 0.025 = 0.198",
        ),
        (
            0.29,
            e,
            "0.29 ≈ 0.3·0.967, so −ln 0.29 ≈ ln 10 − ln 3 + 0.033 ≈ 2.303 − 1.099 + 0.033 = 1.237",
        ),
        (
            0.82,
            2.0,
            "0.82 = 0.8·1.025, so −log₂ 0.82 ≈ log₂ 5 − 2·log₂ 2 − 0.025 / 0.693 "
            "≈ 2.322 − 2·1 − 0.025 / 0.693 = 0.286",
        ),
    ],
)
def test_an_estimate_is_written_as_at_a_whiteboard(probability, base, text):
    estimate = by_hand(probability, base)
    assert estimate.text == text
    assert estimate.number == text.split(" ")[-1]
    assert float(estimate.number) == pytest.approx(-log(probability) / log(base), rel=0.01)


@pytest.mark.parametrize(
    ("probability", "base", "why"),
    [
        (0.1, 10.0, "bans are read off"),
        (0.1, 3.0, "nobody knows logarithms to base 3"),
        (0.125, 2.0, "a whole number of bits needs no estimate"),
        (0.37, e, "nothing known with three decimals is within five percent and exact enough"),
        (1.0, e, "there is nothing to estimate"),
        (0.0, e, "it is infinite"),
        (0.98, e, "1.609 + 2.303 − 2·1.946 is 0.020, more than 1 % too small"),
        (0.123456, e, "it is no simple fraction"),
        (1 / 3 + 1e-9, e, "it is next to a simple fraction, and not it"),
    ],
)
def test_where_an_estimate_is_no_help_there_is_none(probability, base, why):
    assert by_hand(probability, base) == NO_ESTIMATE, why
