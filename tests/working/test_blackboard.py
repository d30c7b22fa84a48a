"""Calculations written down with their numbers in, and reduced line by line."""

from math import e, inf, nan

import numpy as np
import pytest

from quizapp.errors import ExpressionError
from quizapp.expressions.grammar import Array, Call, Name, Number, parse
from quizapp.working.blackboard import Blackboard, is_literal, literal, number, shown, value_of


def _lines(text, base=e, digits=6, **values):
    board = Blackboard(base, digits)
    arrays = {name: np.asarray(value, dtype=float)[()] for name, value in values.items()}
    lines, end = board.lines(board.put_in(parse(text), arrays))
    return [f"{line.relation} {line.text}" for line in lines], value_of(end)


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (0.0, "0"),
        (-0.0, "0"),
        (0.5, "0.5"),
        (-0.25, "−0.25"),
        (1 / 3, "0.333333"),
        (2 / 3 * 1e-4, "0.0000666667"),
        (1.5e-9, "1.5e−9"),
        (123456.0, "123456"),
        (1234567.5, "1234570"),
        (20000.0, "20000"),
        (1e20, "1e20"),
        (inf, "∞"),
        (-inf, "−∞"),
        (nan, "undefined"),
    ],
)
def test_a_number_is_shown_in_its_shortest_form(value, written):
    assert number(value) == written


@pytest.mark.parametrize("value", [1 / 3, 2e-5 / 3, 12345.678, -1 / 7, 1e-9 / 3, 5.0, inf])
@pytest.mark.parametrize("digits", [4, 6, 10])
def test_the_number_shown_is_the_number_calculated_with(value, digits):
    typed = number(value, digits).replace("−", "-").replace("∞", "inf")
    assert float(typed) == shown(value, digits)


@pytest.mark.parametrize("value", [0.5, [1.0, 2.0], [[1.0, 2.0], [3.0, 4.0]]])
def test_a_value_as_a_tree_is_that_value(value):
    tree = literal(np.asarray(value))
    assert is_literal(tree)
    np.testing.assert_array_equal(value_of(tree), value)


def test_a_tree_of_more_than_numbers_has_no_value():
    tree = Array((Number(1.0), Name("x")))
    assert not is_literal(tree)
    with pytest.raises(ExpressionError):
        value_of(tree)


def test_an_entropy_is_written_term_by_term():
    lines, end = _lines("-sum(xlog(p, p))", 2.0, p=[0.5, 0.5])
    assert lines == [
        "= −(0.5·log₂ 0.5 + 0.5·log₂ 0.5)",
        "= −(0.5·(−1) + 0.5·(−1))",
        "= −(−0.5 − 0.5)",
        "= 1",
    ]
    assert end == 1


def test_a_term_of_zero_vanishes():
    lines, end = _lines("-sum(xlog(p, q))", p=[0, 1], q=[0, 0.5])
    assert lines[0] == "= −(0·ln 0 + 1·ln 0.5)"
    assert "ln" not in "".join(lines[1:])
    assert end == pytest.approx(0.693147)


def test_a_term_whose_weight_comes_to_zero_vanishes_as_well():
    lines, _ = _lines("xlog(y, p) + xlog(0.5 - y / 2, 1 - p)", y=1, p=0.2)
    assert "0·ln" not in "".join(lines)


def test_a_line_says_whether_it_was_rounded():
    assert [line[0] for line in _lines("1 / 3 * 3")[0]] == ["=", "≈", "="]
    assert [line[0] for line in _lines("1 / 4 + 1")[0]] == ["=", "=", "="]


def test_each_line_is_calculated_from_the_numbers_shown():
    lines, end = _lines("exp(x) * 1000", digits=2, x=1 / 3)
    assert lines == ["= exp(0.33)·1000", "≈ 1.4·1000", "= 1400"]
    assert end == 1400


def test_more_digits_show_more():
    assert _lines("1 / 3", digits=8)[0][-1] == "≈ 0.33333333"


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("a - (b - c)", "2 − (3 − 4)"),
        ("a / (b * c)", "2 / (3·4)"),
        ("(a + b) * c", "(2 + 3)·4"),
        ("a ** b", "2^3"),
        ("(a + b) ** 2", "(2 + 3)^2"),
        ("a * d", "2·(−1)"),
        ("-(a + b)", "−(2 + 3)"),
        ("sqrt(a)", "√(2)"),
        ("log(a)", "ln 2"),
        ("log(1 - a)", "ln(1 − 2)"),
        ("log2(a)", "log₂(2)"),
        ("z / sum(z)", "[1, 2] / (1 + 2)"),
        ("mean(z)", "(1 + 2) / 2"),
        ("z[1] - a", "2 − 2"),
        ("bce_with_logits(a, b, pos_weight=c)", "bce_with_logits(2, 3, pos_weight = 4)"),
        ("softmax(z, temperature=1)", "softmax([1, 2])"),
        ("softmax(z, temperature=c)", "softmax([1, 2], temperature = 4)"),
    ],
)
def test_a_calculation_is_bracketed_as_it_must_be(text, written):
    values = {"a": 2, "b": 3, "c": 4, "d": -1, "z": [1, 2]}
    board = Blackboard()
    arrays = {name: np.asarray(value, dtype=float)[()] for name, value in values.items()}
    assert board.text(board.put_in(parse(text), arrays)) == written


def test_entries_that_depend_on_each_other_are_not_written_apart():
    lines, _ = _lines("sum(proportions(z) ** 2)", z=[1, 3])
    assert lines[0] == "= 0.25^2 + 0.75^2"


def test_rows_are_not_written_as_terms():
    lines, end = _lines("sum(z) / 2", z=[[1, 2], [3, 4]])
    assert lines[0] == "= [3, 7] / 2"
    np.testing.assert_array_equal(end, [1.5, 3.5])


def test_a_long_sum_stays_a_sum_and_a_long_list_is_cut():
    lines, end = _lines("sum(z * 1)", z=[1.0] * 20)
    assert "…" in lines[0]
    assert end == 20


@pytest.mark.parametrize(
    ("base", "sign"), [(e, "ln"), (2.0, "log₂"), (10.0, "log₁₀"), (3.0, "log_3")]
)
def test_the_logarithm_is_named_by_its_base(base, sign):
    lines, _ = _lines("-log(p)", base, p=0.5)
    assert lines[0] == f"= −{sign} 0.5"


@pytest.mark.parametrize(("text", "end"), [("-log(p)", inf), ("1 / p", inf), ("xlog(p, p)", 0)])
def test_infinities_are_shown_and_nothing_is_undefined(text, end):
    lines, found = _lines(text, p=0)
    assert found == end
    assert "undefined" not in "".join(lines)


def test_what_can_not_be_reduced_is_an_error():
    with pytest.raises(ExpressionError):
        Blackboard().lines(Call("nothing", (Name("x"),)))
