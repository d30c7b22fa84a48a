"""Numbers that are others rounded, cut off or shifted."""

from decimal import ROUND_DOWN, Context, Decimal

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from quizapp.questions.digits import digits_within, is_cut_off, is_shifted, rounded_digits

ANY = st.floats(allow_nan=False)
NUMBERS = st.builds(
    lambda digits, place, sign: float(f"{sign * digits}e{place}"),
    st.integers(1, 10**8),
    st.integers(-20, 12),
    st.sampled_from((-1, 1)),
)
FEW = st.integers(2, 6)


@pytest.mark.parametrize(
    ("number", "exact", "digits"),
    [
        (0.357, 0.35667, 3),
        (0.36, 0.35667, 2),
        (0.4, 0.35667, 1),
        (0.35, 0.35667, 0),
        (0.4, 0.396, 2),
        (-0.357, -0.35667, 3),
        (0.357, -0.35667, 0),
        (10.0, 9.996, 3),
        (100, 99.7, 2),
        (1, 1.04, 2),
        (1, 1.06, 1),
        (20000, 19567, 2),
        (0.12, 0.125, 2),
        (0.13, 0.125, 2),
        (2.4e-9, 2.4119e-9, 2),
        (2.4e300, 2.4119e300, 2),
        (0.30, 0.1 + 0.2, 15),
        (0, 0.0001, 0),
        (1, float("inf"), 0),
        (float("inf"), 1, 0),
        (1, 0, 0),
        (-1.7e308, 1.7e308, 0),
    ],
)
def test_a_rounded_number_is_told_with_its_digits(number, exact, digits):
    assert rounded_digits(number, exact) == digits


def test_digits_may_be_counted_from_a_larger_number():
    assert rounded_digits(0.10, 0.0986, 0.659) == 2
    assert rounded_digits(0.1, 0.0586, 0.659) == 1


@settings(max_examples=300, deadline=None, derandomize=True)
@given(NUMBERS, FEW)
def test_what_is_rounded_to_some_digits_is_told_to_be_so(exact, digits):
    assert rounded_digits(float(f"{exact:.{digits}g}"), exact) >= digits


@settings(max_examples=300, deadline=None, derandomize=True)
@given(NUMBERS, FEW)
def test_what_is_cut_off_is_told_where_rounding_gives_another_number(exact, digits):
    cut = float(Context(prec=digits, rounding=ROUND_DOWN).create_decimal(Decimal(repr(exact))))
    rounded = float(Context(prec=digits).create_decimal(Decimal(repr(exact))))
    assert is_cut_off(cut, exact) == (rounded_digits(cut, exact) < 2)
    assert not is_cut_off(rounded, exact)


@pytest.mark.parametrize(
    ("number", "exact"), [(0.35, 0.357), (-0.35, -0.357), (1230000, 1238000), (1.9, 1.9999)]
)
def test_a_number_may_be_cut_off(number, exact):
    assert is_cut_off(number, exact)


@pytest.mark.parametrize(
    ("number", "exact"),
    [
        (0.3, 0.357),
        (0.35, 0.36),
        (0.35, -0.357),
        (0.36, 0.357),
        (0.355, 0.357),
        (0.35, 0.353),
        (40, 41),
        (10000, 10051),
        (0, 0.9),
        (float("inf"), 1),
    ],
)
def test_what_is_merely_below_is_not_cut_off(number, exact):
    assert not is_cut_off(number, exact)


@pytest.mark.parametrize(
    ("number", "exact", "shifted"),
    [
        (3.57, 0.35667, True),
        (0.00357, 0.35667, True),
        (-35667, -0.35667, True),
        (0.357, 0.35667, False),
        (3.56, 0.35667, False),
        (3.6, 0.35667, False),
        (-3.57, 0.35667, False),
        (0, 0.35667, False),
        (3.57, 0, False),
        (float("inf"), 1, False),
    ],
)
def test_a_point_is_elsewhere_only_where_the_power_is_not_one(number, exact, shifted):
    assert is_shifted(number, exact) is shifted


@settings(max_examples=300, deadline=None, derandomize=True)
@given(NUMBERS, st.floats(1e-6, 0.09))
def test_the_digits_that_are_asked_for_are_enough_and_no_more_than_needed(exact, share):
    reach = abs(exact) * share
    digits = digits_within(exact, reach)
    assert abs(float(f"{exact:.{digits}g}") - exact) <= reach * (1 + 1e-9)
    half_step = float(f"5e{Decimal(exact).adjusted() - (digits - 1)}")
    assume(digits > 1)
    assert half_step > reach * (1 - 1e-9)


@settings(max_examples=500, deadline=None, derandomize=True)
@example(1.0, 1.797e308, 0.0)
@example(1.0, -8e307, 8.9e307)
@example(5e-324, 1e308, 5e-324)
@given(ANY, ANY, ANY)
def test_any_numbers_can_be_compared(number, exact, size):
    rounded_digits(number, exact, size)
    is_cut_off(number, exact)
    is_shifted(number, exact)
    digits_within(exact, abs(size))
