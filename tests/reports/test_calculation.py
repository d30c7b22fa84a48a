"""Expressions worked out: whatever is typed, there is a value or one sentence."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from quizapp.errors import ExpressionError, QuizappError
from quizapp.quantities import QUANTITIES
from quizapp.reports.calculation import calculate

ATOMS = ["0", "1", "0.5", "-1", "inf", "e", "1e-320", "1e18", "'sum'", "[1, 0]", "[0.5, 0.5]"]
ATOMS += ["[1, 2, 3]", "[[1, 0], [0, 1]]", "[[0.25, 0.25], [0.25, 0.25]]", "[[1]]", "[inf, 0]"]
OPERATORS = ["+", "-", "*", "/", "**", "==", "<", " and ", " or "]
FUNCTIONS = ["sum", "mean", "max", "argmax", "abs", "round", "len", "sqrt", "exp", "log", "xlog"]


def calls(parts):
    def call(draw_from):
        name, arguments = draw_from
        needed = [one for one in QUANTITIES[name].parameters if one.default is None]
        written = [
            f"{one.name}={part}" if one.keyword else part
            for one, part in zip(needed, arguments, strict=False)
        ]
        return f"{name}({', '.join(written)})"

    return st.tuples(st.sampled_from(sorted(QUANTITIES)), st.lists(parts, min_size=4)).map(call)


def larger(parts):
    return st.one_of(
        st.tuples(parts, st.sampled_from(OPERATORS), parts).map(
            lambda three: f"({''.join(three)})"
        ),
        st.tuples(st.sampled_from(["-", "not "]), parts).map("".join),
        st.tuples(parts, parts).map(lambda two: f"{two[0]}[{two[1]}]"),
        st.lists(parts, min_size=1, max_size=3).map(lambda items: f"[{', '.join(items)}]"),
        st.tuples(st.sampled_from(FUNCTIONS), parts).map(lambda two: f"{two[0]}({two[1]})"),
        calls(parts),
    )


def told(expression, unit=None):
    """Return what a user is shown of an expression, or the one sentence about it."""
    try:
        result = calculate(expression, unit)
    except QuizappError as error:
        return "" if "\n" in str(error) else str(error)
    return result.structure()["text"] and "\n".join(result.lines())


def test_a_refused_matrix_is_quoted_in_one_line():
    assert told("smooth_labels(0, [[1, 0], [0, 1]])") == (
        "column 1: eps must be a number from 0 to 1, not array([[1., 0.], [0., 1.]])"
    )


@pytest.mark.parametrize(
    ("expression", "text"),
    [
        ("[2 * 3, 4][0] + 1", "7"),
        ("ln([2 * 3, 4][-1])", "1.386"),
        ("exp([1, 2])[1] * 2", "14.78"),
        ("[2 * 3, 4, 5][[0, 2]] * 2", "[12, 10]"),
        ("[2 * 3, 4, 5][1:] * 2", "[8, 10]"),
        ("softmax([[1, 2], [2, 2]])[1][0] * 3", "1.5"),
    ],
)
def test_an_entry_of_a_list_of_calculations_is_worked_out(expression, text):
    assert calculate(expression).structure()["text"] == text


@pytest.mark.thorough
@given(st.recursive(st.sampled_from(ATOMS), larger, max_leaves=8), st.sampled_from([None, "bits"]))
@settings(max_examples=400, deadline=None)
@example("(0==[[1, 0], [0, 1]])[0]", None)
def test_every_expression_has_a_value_or_one_sentence(expression, unit):
    assert told(expression, unit)


@pytest.mark.parametrize(
    "expression",
    [
        "not inf and conditional_entropy([1, 0], given=[inf, 0])",
        "[[3, 2, joint_entropy([[[1]]])]]",
        "gradient_bce_prob(([1, 0] < 0), ([inf, 0] >= [0.5, 0.5]))",
        "(0.5 or focal_loss_binary((-1 < 3), [1, 0, 1], gamma='mean'))",
        "log_loss([5, 5], [1], normalize=[[3, 2], [2, 3]])",
        "focal_loss([[1, 0, 1]], base=inf)",
        "focal_loss(1e-27)",
        "entropy([0.5, 0.5], base=[2, 3])",
        "[1e-320]",
        "logit(not (not [1, 0]))",
    ],
)
def test_what_once_broke_has_a_value_or_one_sentence(expression):
    assert told(expression)


def test_a_short_calculation_has_lines_and_a_number_has_none():
    assert calculate("2 + 3 * 4").lines() == [
        "Result",
        "   = 2 + 3·4",
        "   = 2 + 12",
        "   = 14",
        "",
        "Answer: 14",
    ]
    assert calculate("14").lines() == ["14"]


def test_a_line_of_a_working_can_be_pasted_back():
    lines = calculate("12 * 32 * 4096 ** 2").working.steps[0].lines
    assert [line.text for line in lines] == ["12·32·4096²", "384·16,777,216", "6,442,450,944"]
    assert calculate("384·16,777,216 − 1").value == 384 * 16777216 - 1
    assert calculate("(1,000,000 + 1) * max(1, 2)").value == 2000002


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("comb(10,100)", 0),
        ("max(1,234)", 234),
        ("sum([1,234,567])", 802),
        ("max((1),234)", 234),
    ],
)
def test_commas_part_the_entries_of_calls_and_lists(expression, value):
    assert calculate(expression).value == value


@pytest.mark.parametrize(
    ("expression", "sentence"),
    [
        ("2 * 12,345", "column 5: 12,345 is ambiguous here: write 12345, or 12.345"),
        ("[1, 67,890]", "column 5: 67,890 is ambiguous here: write 67890, or 67, 890"),
        ("max(1,234, 5)", "column 5: 1,234 is ambiguous here: write 1234, or 1, 234"),
    ],
)
def test_a_comma_that_could_be_read_in_two_ways_is_refused(expression, sentence):
    assert told(expression) == sentence


def test_a_long_calculation_has_its_value_only():
    assert calculate("1" + "+1" * 240).lines() == ["241"]


def test_the_steps_are_the_same_for_programs_and_for_people():
    result = calculate("-ln(0.7)", "nats")
    (step,) = result.structure()["steps"]
    assert [f"   {line}" for line in step["lines"]] == result.lines()[1:3]


def test_an_error_is_at_its_column_in_what_was_typed():
    with pytest.raises(ExpressionError) as caught:
        calculate("  1 + x")
    assert caught.value.column == 7
