"""Trees of definitions: what a call stands for, which calls there are, one replaced by another."""

import numpy as np
import pytest

from quizapp.expressions.by_definition import Textbook
from quizapp.expressions.grammar import Call, parse
from quizapp.quantities import QUANTITIES


def _calls(text, **names):
    textbook = Textbook(names)
    return [call.function for call in textbook.calls(parse(text))]


@pytest.mark.parametrize(
    ("text", "calls"),
    [
        ("entropy([0.5, 0.5])", ["entropy"]),
        (
            "cross_entropy_logits([2, 1], 0)",
            ["one_hot", "softmax", "cross_entropy", *["cross_entropy_logits"] * 2],
        ),
        (
            "cross_entropy_logits([2, 1], 0, label_smoothing=0.1)",
            [
                *("one_hot", "smooth_labels", "softmax", "cross_entropy"),
                *["cross_entropy_logits"] * 2,
            ],
        ),
        (
            "binary_cross_entropy([1, 0], [0.6, 0.3])",
            ["binary_cross_entropy", "mean", "binary_cross_entropy"],
        ),
        ("perplexity([0.5, 0.5])", ["entropy", "perplexity"]),
        ("2 * surprisal(0.5) + surprisal(0.5)", ["surprisal"]),
    ],
)
def test_calls_come_in_evaluation_order_and_each_once(text, calls):
    assert _calls(text) == calls


def test_the_calls_of_a_let_are_part_of_the_tree():
    textbook = Textbook({"p": [0.5, 0.5]}, {"h": parse("entropy(p)")})
    assert [call.function for call in textbook.calls(parse("h / 2"))] == ["entropy"]


def test_a_call_can_give_way_to_another_value():
    textbook = Textbook({})
    root = parse("exp(entropy([0.5, 0.5])) + 1")
    textbook.value(root)
    (call,) = textbook.calls(root)
    assert textbook.replaced(root, call, np.float64(0)) == 2
    assert textbook.value(root) == 3


def test_a_value_that_stands_twice_is_replaced_twice():
    textbook = Textbook({"p": [0.5, 0.5]}, {"h": parse("entropy(p)")}, 2.0)
    root = parse("h + h")
    textbook.value(root)
    (call,) = textbook.calls(root)
    assert textbook.replaced(root, call, np.float64(5)) == 10


def test_logits_that_are_used_as_probabilities_do_not_raise():
    assert np.isnan(Textbook({}).value(parse("cross_entropy([0, 1], [2, -1])")))


@pytest.mark.parametrize("name", ["softmax", "entropy", "surprisal"])
def test_a_batch_is_its_rows(name):
    rows = [[0.2, 0.8], [0.5, 0.5], [1.0, 0.0]]
    whole = Textbook({"x": rows}).value(parse(f"{name}(x)"))
    parts = [Textbook({"x": row}).value(parse(f"{name}(x)")) for row in rows]
    np.testing.assert_array_equal(whole, parts)


def test_a_base_is_handed_on_to_the_parts():
    found = Textbook({}).value(parse("js_divergence([1, 0], [0, 1], base=2)"))
    assert found == pytest.approx(1)


@pytest.mark.parametrize(
    ("text", "reduced"),
    [
        ("cross_entropy_logits([1, 2], 0)", False),
        ("cross_entropy_logits([[1, 2], [3, 4]], [0, 1])", True),
        ("cross_entropy_logits([[1, 2], [3, 4]], [0, -100])", True),
        ("cross_entropy_logits([[1, 2], [3, 4]], [0, 1], reduction='none')", False),
        ("cross_entropy([0, 1], [0.5, 0.5])", False),
        ("binary_cross_entropy(1, 0.5)", False),
    ],
)
def test_what_reduces_rows_is_known(text, reduced):
    call = parse(text)
    assert Textbook({}).is_reduced(call) is reduced


def test_a_slip_is_tried_in_each_way_there_is():
    textbook = Textbook({})
    call = parse("one_hot(0, 4)")
    assert isinstance(call, Call)
    (slip,) = QUANTITIES["one_hot"].slips
    found = [value.tolist() for _, value in textbook.wrong_values(call, slip)]
    assert found == [[0, 1, 0, 0], [0, 0, 1, 0], [0, 0, 0, 1]]


def test_an_absent_part_has_no_slips_of_its_own():
    assert "smooth_labels" not in _calls("cross_entropy_logits([2, 1], 0, label_smoothing=0)")


@pytest.mark.parametrize(
    ("text", "slipped"),
    [
        ("softmax([1, 2])[0] - softmax([1, 2])[1]", -1),
        ("gradient_mse_sigmoid(1, 2)", 2 * (2 - 1) * 2 * (1 - 2)),
        ("gradient_bce_logits(1, 2, pos_weight=3)", -3 * (1 - 2)),
    ],
)
def test_a_call_that_is_written_twice_slips_in_both_places(text, slipped):
    textbook = Textbook({})
    root = parse(text)
    textbook.value(root)
    call = next(textbook.calls(root))
    raw = textbook.arguments(call)["z"]
    assert textbook.replaced(root, call, raw) == pytest.approx(slipped)
