"""Calculations written down with their numbers in, and reduced line by line."""

from fractions import Fraction
from math import e, inf, nan

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.errors import ExpressionError
from quizapp.expressions.grammar import Array, Call, Name, NumberLiteral, parse
from quizapp.working.calculation import Blackboard, is_literal, literal, value_of
from quizapp.working.numerals import number, shown


def _lines(text, base=e, digits=6, **values):
    board = Blackboard(base, digits)
    arrays = {name: np.asarray(value, dtype=float)[()] for name, value in values.items()}
    trees = [board.put_in(parse(text), arrays)]
    lines = board.lines(trees)
    return [f"{line.relation} {line.text}" for line in lines], value_of(trees[-1])


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (0.0, "0"),
        (-0.0, "0"),
        (0.5, "0.5"),
        (-0.25, "−0.25"),
        (1 / 3, "0.333333"),
        (2 / 3 * 1e-4, "0.0000666667"),
        (1.5e-6, "0.0000015"),
        (1.5e-7, "1.5e−7"),
        (1.5e-9, "1.5e−9"),
        (-1.23456789e14 / 7, "−17,636,700,000,000"),
        (1.23456789e16, "1.23457e16"),
        (9999.0, "9999"),
        (123456.0, "123,456"),
        (-20000.0, "−20,000"),
        (1234567.0, "1,234,567"),
        (2.0**53 - 1, "9,007,199,254,740,991"),
        (2.0**53, "9.0072e15"),
        (0.1 * 3 * 1e6, "300,000"),
        (12345.678, "12,345.7"),
        (1234567.5, "1,234,570"),
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
    typed = number(value, digits).replace("−", "-").replace("∞", "inf").replace(",", "")
    assert float(typed) == shown(value, digits)


@pytest.mark.parametrize("value", [0.5, [1.0, 2.0], [[1.0, 2.0], [3.0, 4.0]]])
def test_a_value_as_a_tree_is_that_value(value):
    tree = literal(np.asarray(value))
    assert is_literal(tree)
    np.testing.assert_array_equal(value_of(tree), value)


def test_a_tree_of_more_than_numbers_has_no_value():
    tree = Array((NumberLiteral(1.0), Name("x")))
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
    assert lines[1:] == ["= −ln 0.5", "≈ 0.693147"]
    assert end == pytest.approx(0.693147)


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("0.4 * 0 + (1 - 0.4) * 1", ["= 0.4·0 + (1 − 0.4)·1", "= 1 − 0.4", "= 0.6"]),
        ("0 - 8 * (1 - 0.5)", ["= 0 − 8·(1 − 0.5)", "= −8·(1 − 0.5)", "= −8·0.5", "= −4"]),
        ("0 / 0.4 + 1 / 0.6", ["= 0 / 0.4 + 1 / 0.6", "= 1 / 0.6", "≈ 1.66667"]),
        ("abs(0.5 - 0.7)", ["= |0.5 − 0.7|", "= |−0.2|", "= 0.2"]),
        ("comb(8, 1) * 0.5", ["= (8 choose 1)·0.5", "= 8·0.5", "= 4"]),
        ("normal_quantile(0.975)", ["= z₀.₉₇₅", "≈ 1.95996"]),
        ("365 ** 2 / factorial(3)", ["= 365² / 3!", "= 133,225 / 6", "≈ 22,204.2"]),
    ],
)
def test_a_calculation_is_written_as_on_a_whiteboard(text, lines):
    assert _lines(text)[0] == lines


def test_terms_that_are_alike_are_counted():
    lines, _ = _lines("-sum(xlog(p, p))", p=[0.4, 0.2, 0.2, 0.2])
    assert lines[0] == "= −(0.4·ln 0.4 + 3·0.2·ln 0.2)"


def test_0_times_what_is_infinite_stays():
    lines, end = _lines("0 * (1 / x)", x=0)
    assert lines[0] == "= 0·(1 / 0)"
    assert np.isnan(end)


def test_a_term_whose_weight_comes_to_zero_vanishes_as_well():
    lines, _ = _lines("xlog(y, p) + xlog(0.5 - y / 2, 1 - p)", y=1, p=0.2)
    assert "0·ln" not in "".join(lines)


def test_a_line_says_whether_it_was_rounded():
    assert [line[0] for line in _lines("1 / 3 * 3")[0]] == ["=", "≈", "≈"]
    assert [line[0] for line in _lines("x * 3", x=1 / 3)[0]] == ["≈", "≈"]
    assert [line[0] for line in _lines("x * 3", x=0.125)[0]] == ["=", "="]
    assert [line[0] for line in _lines("1 / 4 + 1")[0]] == ["=", "=", "="]


def test_lines_are_calculated_from_full_precision_and_shown_rounded():
    lines, end = _lines("exp(x) * 1000", digits=2, x=1 / 3)
    assert lines == ["≈ exp(0.33)·1000", "≈ 1.4·1000", "= 1400"]
    assert end == 1000 * np.exp(1 / 3)


def test_what_rounding_alone_leaves_of_a_difference_is_nothing():
    assert _lines("x - 0.3", x=0.1 + 0.2)[1] == 0
    assert _lines("sum([0.1, 0.2, -0.3])")[1] == 0
    assert _lines("x - 5", x=inf)[1] == inf
    assert _lines("1 - x", x=1 - 1e-14)[1] == pytest.approx(1e-14, rel=0.01)


whole_numbers = st.integers(-(2**26), 2**26).map(float)


@given(
    first=whole_numbers,
    second=whole_numbers,
    third=whole_numbers,
    pattern=st.sampled_from(
        ["a * b", "a + b - c", "a * b + c", "(a - b) * 2 + c", "a * b / 4", "a / 1024 * 1024"]
    ),
)
def test_whole_numbers_are_shown_in_full_in_every_line(first, second, third, pattern):
    values = {"a": first, "b": second, "c": third}
    lines, end = _lines(pattern, **values)
    exact = eval(pattern, {name: Fraction(value) for name, value in values.items()})
    if exact.denominator == 1 and abs(exact) < 2**53:
        sign = "−" if exact < 0 else ""
        digits = f"{abs(exact.numerator):,}" if abs(exact) >= 10_000 else f"{abs(exact.numerator)}"
        assert lines[-1] in (f"= {sign}{digits}", f"≈ {sign}{digits}")
        assert end == exact
    if "/" not in pattern:
        assert {line[0] for line in lines} == {"="}


def test_more_digits_show_more():
    assert _lines("1 / 3", digits=8)[0][-1] == "≈ 0.33333333"


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("a - (b - c)", "2 − (3 − 4)"),
        ("a / (b * c)", "2 / (3·4)"),
        ("(a + b) * c", "(2 + 3)·4"),
        ("a / b * c", "(2 / 3)·4"),
        ("a * (b / c)", "2·(3 / 4)"),
        ("a * b / c", "2·3 / 4"),
        ("a / b / c", "2 / 3 / 4"),
        ("a - b * c", "2 − 3·4"),
        ("a + (b - c)", "2 + (3 − 4)"),
        ("a ** b", "2³"),
        ("(a + b) ** 2", "(2 + 3)²"),
        ("a * d", "2·(−1)"),
        ("d * a", "−1·2"),
        ("d / a * b", "(−1 / 2)·3"),
        ("-(a / b) * c", "(−2 / 3)·4"),
        ("-a * b + c", "−2·3 + 4"),
        ("c - d * a", "4 − (−1)·2"),
        ("d ** a", "(−1)²"),
        ("ceil(a / b)", "⌈2 / 3⌉"),
        ("-(a + b)", "−(2 + 3)"),
        ("sqrt(a)", "√2"),
        ("sqrt(a) ** 2", "(√2)²"),
        ("sqrt(a + b)", "√(2 + 3)"),
        ("prod(z + a)", "(1 + 2)·(2 + 2)"),
        ("b / ln(a)", "3 / (ln 2)"),
        ("log(a)", "ln 2"),
        ("log(1 - a)", "ln(1 − 2)"),
        ("log2(a)", "log₂ 2"),
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
    assert lines[0] == "= 0.25² + 0.75²"


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
        Blackboard().lines([Call("nothing", (Name("x"),))])


@pytest.mark.parametrize("text", ["-p * log(p)", "sum(xlog(p, p))", "1 * p", "0 - log(1 - p)"])
def test_what_was_reduced_before_is_written_with_other_digits(text):
    few, many = Blackboard(digits=3), Blackboard(digits=9)
    trees = [few.put_in(parse(text), {"p": np.array([1 / 3, 2 / 3])})]
    fresh = trees.copy()
    few.lines(trees)
    known = trees.copy()
    assert many.lines(trees) == many.lines(fresh)
    assert trees == known
