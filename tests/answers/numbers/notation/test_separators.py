"""Lists are parted where people part them, or refused with what to change."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.answers.numbers.responses import read
from quizapp.errors import UnreadableError

LN = -math.log(0.7)
THREE = (-0.341, 0.242, 0.099)

LISTS = [
    ("[-0.341,0.242,0.099]", THREE, "brackets and commas"),
    ("(-0.341, 0.242, 0.099,)", THREE, "round brackets and a last comma"),
    ("-0.341 0.242 0.099", THREE, "spaces"),
    ("-0.341 +0.242 +0.099", THREE, "signs right before their numbers"),
    ("−0.341; 0.242; 0.099", THREE, "semicolons"),
    ("-0.341\n0.242\n0.099", THREE, "lines"),
    ("-0,341 0,242 0,099", THREE, "decimal commas and spaces"),
    ("-0,341, 0,242, 0,099", THREE, "decimal commas and commas"),
    ("0,659-1; 0,242; 0,099", THREE, "decimal commas and semicolons"),
    ("[0.659-1, 0.242, 0.099]", THREE, "a calculation among them"),
    ("[0.659 - 1, 0.242, 0.099]", THREE, "with spaces"),
    ("array([-0.341, 0.242, 0.099])", THREE, "from Python"),
    ("grad = [-0.341, 0.242, 0.099]", THREE, "with a name"),
    ("[-0.341 0.242\n 0.099]", THREE, "a list broken into lines"),
    ("-0.341 -0.242 0.099", (-0.341, -0.242, 0.099), "a sign after a space is no subtraction"),
    ("1/3 1/3 1/3", (1 / 3, 1 / 3, 1 / 3), "fractions and spaces"),
    ("-ln 0.7 -ln 0.7", (LN, LN), "functions and spaces"),
    ("½ ½", (0.5, 0.5), "fractions of one character"),
    ("[[1,2] [3,4]]", ((1, 2), (3, 4)), "commas within rows, spaces between them"),
    ("[[1, 2]]^T", ((1, 2),), "a row that is turned"),
    ("(0,5 0,7)", (0.5, 0.7), "decimal commas in parentheses"),
    ("[0,5; 0,7]", (0.5, 0.7), "in brackets"),
    ("0,25", 0.25, "one number of two decimals"),
    ("-0.341  , 0.242   ,0.099", THREE, "space before commas"),
    ("0,5 1 0,5", (0.5, 1, 0.5), "decimal commas after 0 beside a whole number"),
    ("0.1 0.2 bits", (0.1, 0.2), "a unit after a space"),
    ("1,0,0", (1, 0, 0), "commas between whole numbers"),
    ("1,0, 0", (1, 0, 0), "even with uneven spaces"),
    ("[1,2\n,3]", (1, 2, 3), "a comma at the start of a line"),
    ("[0.357]", (0.357,), "a list of one"),
    ("0.357", 0.357, "a number where a list is asked for"),
    ("[[1,2],[3,4]]", ((1, 2), (3, 4)), "rows in brackets"),
    ("[1 2; 3 4]", ((1, 2), (3, 4)), "rows with semicolons"),
    ("1 2\n3 4", ((1, 2), (3, 4)), "rows on lines"),
    ("[[1 2]\n [3 4]]", ((1, 2), (3, 4)), "as numpy prints them"),
    ("-0.341, 0.242 and 0.099", THREE, "a last comma in words"),
    ("-0.341, 0.242, and 0.099", THREE, "after a comma"),
    ("-0.341, 0.242 & 0.099;", THREE, "a sign for it, and the end of a statement"),
    ("-0.341 0.242 and 0.099", THREE, "between numbers that spaces part"),
    ("-0,341 0,242 and 0,099", THREE, "with decimal commas"),
    ("-ln 0.7 and ln 2", (LN, math.log(2)), "between calculations"),
    ("[-0.341, 0.242, 0.099]^T", THREE, "a column"),
    ("[-0.341 0.242 0.099]ᵀ", THREE, "in one character"),
    ("[-0.341 0.242 0.099]'", THREE, "with a prime"),
    ("np.array([-0.341, 0.242, 0.099]).T", THREE, "in numpy"),
    ("array([-0.341,  0.242,\n        0.099], dtype=float32)", THREE, "on two lines"),
    ("tensor([-0.3410,  0.2420,  0.0990], grad_fn=<SoftmaxBackward0>)", THREE, "from torch"),
    ("tensor([-0.3410, 0.2420, 0.0990], device='cuda:0', requires_grad=True)", THREE, "there"),
    ("Array([-0.341,  0.242,  0.099], dtype=float32)", THREE, "from jax"),
    ("[np.float64(-0.341), np.float64(0.242), np.float64(0.099)]", THREE, "numbers of numpy 2"),
    ("[tensor(-0.3410), tensor(0.2420), tensor(0.0990)]", THREE, "numbers of torch"),
    ("tensor([[1., 2.],\n        [3., 4.]])", ((1, 2), (3, 4)), "rows from torch"),
    ("[0. 1. 2.]", (0, 1, 2), "points without decimals"),
    ("[-3.41e-01  2.42e-01  9.90e-02]", THREE, "powers of ten"),
    ("[LN 2 LN 2]", (math.log(2), math.log(2)), "capitals"),
    ("log(8, 2), log(9, 3)", (3, 2), "bases"),
]


@pytest.mark.parametrize("unit", ["", "none"])
@pytest.mark.parametrize(("typed", "value", "reason"), LISTS, ids=[repr(row[0]) for row in LISTS])
def test_a_list_is_read_where_one_is_asked_for(typed, value, reason, unit):
    read_value = read(typed, vector=True, unit=unit).value
    assert np.shape(read_value) == np.shape(value), reason
    assert np.asarray(read_value) == pytest.approx(np.asarray(value), rel=1e-14), reason


@pytest.mark.parametrize(
    "typed", ["0.1, 0.2", "[0.1, 0.2]", "(0.1, 0.2)", "[0.1 0.2]", "[0.1; 0.2]"]
)
def test_a_list_is_a_list_where_a_number_is_asked_for(typed):
    assert read(typed).value == (0.1, 0.2)


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("[]", "nothing in the parentheses"),
        ("[1,,2]", "missing"),
        ("[[1,2],[3]]", "same number"),
        ("[1,[2]]", "same number"),
        ("[[[1]]]", "not lists inside those"),
        ("[0.1, nan]", "isn't a number"),
        ("0.1 nats, 0.2 bits", "one unit"),
        ("1,485; 2,300", "write 1485, or 1.485"),
        ("1,0\n0,1", "ambiguous"),
        ("0,659,0,242,-0,099", "ambiguous"),
        ("10, 20, 70%", "after each number"),
        ("log(8,2), 1", "write log(8.2), or log(8, 2)"),
        ("1,234.5 2,345.6", "ambiguous"),
        ("1 2,3 4", "ambiguous"),
        ("0.5 0,2", "same number"),
        ("12,5 3", "ambiguous"),
        ("2 ln 2", "or * to multiply"),
        ("1.25 e-1", "or * to multiply"),
        ("1 PI 2", "or * to multiply"),
        ("35'000, 1", "without apostrophes"),
        ("[0.1, 0.2]/3", "each of its numbers"),
        ("35 000 1", "write 35000, or commas"),
        ("[[1, 2], [3, 4]]^T", "already transposed"),
        ("0.1, 0.2 or 0.3", "two answers"),
        ("0.659 - 1 0.242", "commas between"),
        ("0.1 or 0.2", "two answers"),
        ("a = 0.1, b = 0.2", "without names"),
        ("x1=0.1 x2=-0.2 x3=0.7", "without names"),
        ("p = 0.1, 0.2 = 0.3", "two answers"),
    ],
)
def test_a_list_that_is_refused_says_what_to_change(typed, says):
    with pytest.raises(UnreadableError) as caught:
        read(typed, vector=True)
    assert says in str(caught.value)


@pytest.mark.parametrize("typed", ["3, 12k", "3k, 12", "3 12 million", "3k 12"])
def test_thousands_beside_plain_numbers_of_a_list_are_refused(typed):
    with pytest.raises(UnreadableError, match="all the numbers out in full"):
        read(typed, vector=True, unit="users")


@pytest.mark.parametrize("typed", ["3k, 12k", "3k 12k users", "[3, 12] thousand", "[3k 12k]"])
def test_a_list_may_be_typed_in_thousands(typed):
    response = read(typed, vector=True, unit="users")
    assert (response.value, response.unit) == ((3, 12), "k")


@given(st.lists(st.floats(-1e6, 1e6), min_size=2, max_size=6), st.sampled_from([", ", " ", "; "]))
def test_a_list_that_is_written_and_read_is_itself(values, separator):
    assert read(separator.join(map(repr, values)), vector=True).value == tuple(values)
