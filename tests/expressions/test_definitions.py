"""Definitions as functions of their parameters: cases, rows, conditions, defaults."""

from math import e

import numpy as np
import pytest

from quizapp.errors import ExpressionError
from quizapp.expressions import compiled
from quizapp.expressions.grammar import NumberLiteral, TextLiteral
from quizapp.quantities import QUANTITIES
from quizapp.quantities.quantity import Case, Parameter, Quantity

ENTROPY = QUANTITIES["entropy"]
BCE = QUANTITIES["binary_cross_entropy"]
LOGITS = QUANTITIES["cross_entropy_logits"]


def _values(quantity, **given):
    defaults = {
        p.name: None if (tree := compiled.default(p)) is None else _plain(tree)
        for p in quantity.parameters
    }
    arrays = {name: np.asarray(one, dtype=float)[()] for name, one in given.items()}
    return {**defaults, **arrays}


def _plain(tree):
    if isinstance(tree, TextLiteral):
        return tree.value
    return np.float64(tree.value if isinstance(tree, NumberLiteral) else -tree.operand.value)


def test_logs_are_in_the_unit_asked_in_a_logarithmic_quantity_and_natural_elsewhere():
    in_bits = compiled.compiled("-sum(xlog(p, p))", 2.0, True)
    natural = compiled.compiled("-sum(xlog(p, p))", 2.0, False)
    values = {"p": np.array([0.5, 0.5])}
    assert in_bits(values) == 1
    assert natural(values) == pytest.approx(np.log(2))
    assert compiled.compiled("ln(8) / ln(base)", 2.0, True)({}) == pytest.approx(3)


def test_a_batch_is_worked_row_by_row():
    batch = np.array([[0.5, 0.5], [0.25, 0.75]])
    found = compiled.BUILT_IN.value(ENTROPY, _values(ENTROPY, p=batch), 2.0)
    np.testing.assert_allclose(found, [1, 0.8112781244591328])


def test_a_whole_batch_is_not_split():
    batch = np.array([[1.0, 2.0], [3.0, 4.0]])
    assert compiled.BUILT_IN.holds("rank(p) == 2", ENTROPY, {"p": batch}, e, whole=True)
    assert compiled.BUILT_IN.holds("rank(p) == 1", ENTROPY, {"p": batch}, e)


@pytest.mark.parametrize(("number", "place"), [(0.5, 0), (2, 1), (3, 2)])
def test_the_first_case_that_holds_counts(number, place):
    cases = (Case("a < 1", "1"), Case("a < 3", "2"), Case("", "3"))
    quantity = Quantity("x", "a: number", title="", formula="", means=cases, meaning="")
    assert compiled.BUILT_IN.case(quantity, {"a": np.float64(number)}, e) is cases[place]


def test_arguments_without_a_case_are_refused():
    cases = (Case("a < 1", "1"),)
    quantity = Quantity("x", "a: number", title="", formula="", means=cases, meaning="")
    with pytest.raises(ExpressionError, match="x is not defined for these"):
        compiled.BUILT_IN.case(quantity, {"a": np.float64(2)}, e)


def test_a_condition_that_can_not_be_worked_does_not_hold():
    assert not compiled.BUILT_IN.holds("sum(y) > 0", BCE, _values(BCE, y=1, p=0.5), e)


def test_rows_of_different_numbers_are_refused():
    values = {"p": np.ones((2, 2)) / 2, "q": np.ones((3, 2)) / 2}
    with pytest.raises(ExpressionError, match="different numbers of rows"):
        compiled.rows(QUANTITIES["cross_entropy"], values)


def test_a_target_follows_the_rows_of_the_logits():
    batch = compiled.rows(LOGITS, _values(LOGITS, logits=[[1, 2], [3, 4]], target=[0, 1]))
    assert [row["target"] for row in batch] == [0, 1]
    assert [row["logits"].tolist() for row in batch] == [[1, 2], [3, 4]]


@pytest.mark.parametrize(
    ("reduction", "expected"), [("none", [0.5, 1]), ("mean", 0.75), ("sum", 1.5)]
)
def test_rows_are_reduced_as_asked(reduction, expected):
    values = {**_values(BCE, y=[1, 1], p=[0.5, 0.25]), "reduction": reduction}
    np.testing.assert_allclose(compiled.BUILT_IN.value(BCE, values, 4.0), expected)


def test_an_absent_part_is_its_first_argument():
    smooth = QUANTITIES["smooth_labels"]
    target = np.array([0.0, 1.0])
    values = {"target": target, "eps": np.float64(0)}
    assert compiled.BUILT_IN.value(smooth, values, e) is target


@pytest.mark.parametrize(
    ("text", "rewriting"),
    [("-sum(xlog(p, q))", False), ("mean(p)", False), ("exp(entropy(p))", True)],
)
def test_a_definition_that_calls_quantities_is_a_rewriting(text, rewriting):
    assert compiled.BUILT_IN.is_rewriting(text) is rewriting


@pytest.mark.parametrize(
    ("default", "tree"),
    [(None, None), ("none", None), ("1", NumberLiteral(1)), ("'mean'", TextLiteral("mean"))],
)
def test_a_default_is_a_tree_or_nothing(default, tree):
    assert compiled.default(Parameter("x", "number", default)) == tree


def test_a_name_that_is_not_given_is_an_error():
    with pytest.raises(ExpressionError, match="unknown name 'q'"):
        compiled.compiled("q + 1", e, False)({})


def test_the_left_of_an_and_spares_the_right():
    assert not compiled.compiled("0 and sum(1)", e, False)({})
    assert compiled.compiled("1 or sum(1)", e, False)({})
