"""Drawn parameters: exact, even, and the same for ever."""

import subprocess
import sys
from collections import Counter
from decimal import Decimal
from itertools import combinations

import numpy as np
import pytest

from quizapp.errors import ExpressionError
from quizapp.expressions.draws import DRAWS, Chance, arguments_of
from tests.expressions.values import draw

FOR_EVER = ([0.65, 0.15, 0.2], 258794)
"""Drawn once and never to change: attempts and `id@seed` rest on it."""
WELL_MIXED = 6
"""Standard deviations that chi-square may be above its mean, for fixed seeds."""


def _drawn(text, count):
    return [draw(text, "bank", "question", seed, 0, "x") for seed in range(count)]


def _key(value):
    return tuple(value) if isinstance(value, list) else value


@pytest.mark.parametrize(
    ("text", "outcomes"),
    [
        ("integer(-2, 3)", 6),
        ("decimal(0.1, 0.7, 0.1)", 7),
        ("choice([2, 3, 5, 7])", 4),
        ("choice([[1, 0], [0, 1]])", 2),
        ("index(5)", 5),
        ("probabilities(3, 0.2)", 6),
        ("logits(2, low=-1, high=1, step=1)", 9),
        ("labels(3)", 6),
    ],
)
def test_every_outcome_is_reached_as_often_as_any_other(text, outcomes):
    times = Counter(map(_key, _drawn(text, 300 * outcomes)))
    assert len(times) == outcomes
    chi_square = sum((count - 300) ** 2 / 300 for count in times.values())
    freedom = outcomes - 1
    assert chi_square < freedom + WELL_MIXED * np.sqrt(2 * freedom)


@pytest.mark.parametrize(
    ("text", "entries"),
    [
        ("probabilities(3, 0.05)", 3),
        ("probabilities(7, 0.01)", 7),
        ("probabilities(40, 0.001)", 40),
    ],
)
def test_probabilities_sum_to_one_exactly_as_displayed_and_none_is_zero(text, entries):
    for drawn in _drawn(text, 200):
        assert len(drawn) == entries
        assert sum(Decimal(repr(entry)) for entry in drawn) == 1
        assert min(drawn) > 0


@pytest.mark.parametrize(
    ("text", "step"),
    [
        ("decimal(0.02, 0.98, 0.01)", "0.01"),
        ("logits(1, low=-3, high=3, step=0.1)", "0.1"),
        ("probabilities(2, 0.05)", "0.05"),
    ],
)
def test_numbers_are_whole_steps_as_displayed(text, step):
    for drawn in _drawn(text, 200):
        for entry in drawn if isinstance(drawn, list) else [drawn]:
            assert Decimal(repr(entry)) % Decimal(step) == 0


def test_labels_are_some_of_both():
    assert all(0 < sum(drawn) < len(drawn) for drawn in _drawn("labels(4)", 200))
    assert draw("labels(1)", "x") == [1]


def test_both_ends_of_a_range_are_drawn():
    drawn = _drawn("decimal(-0.3, 0.3, 0.1)", 100)
    assert (min(drawn), max(drawn)) == (-0.3, 0.3)
    assert draw("decimal(0.5, 0.5, 0.1)", "x") == 0.5


@pytest.mark.parametrize(
    "text",
    [
        "integer(1)",
        "integer(2, 1)",
        "integer(0.5, 2)",
        "integer(1, 2, 3)",
        "integer(1, 10 ** 9)",
        "integer(1e400, 2)",
        "integer(inf, 1)",
        "decimal(0, 1, 0)",
        "decimal(0, 1, 0.3)",
        "decimal(1, 0, 0.1)",
        "decimal(0, 1, 1e-9)",
        "decimal(-1e308, 1e308, 1)",
        "decimal(0, 1, [1])",
        "decimal(0, 1, 1e400)",
        "choice([])",
        "choice(3)",
        "choice(['a'])",
        "choice([w])",
        "index(0)",
        "index(-1)",
        "index(1.5)",
        "index([3])",
        "index()",
        "index(3, 4)",
        "index(3, k=3)",
        "index(3, of=3)",
        "index(k)",
        "index(1 / 2)",
        "probabilities(3, 0.5)",
        "probabilities(3, 0.4)",
        "probabilities(0, 0.1)",
        "probabilities(101, 0.001)",
        "probabilities(3, -0.1)",
        "probabilities(3, 1e-300)",
        "logits(3, low=5)",
        "logits(3, step=0)",
        "logits(1e9)",
        "labels(0)",
        "labels(61)",
        "nothing(3)",
        "index",
        "3",
        "index(3) + 1",
        "",
    ],
)
def test_a_draw_that_can_not_be_made_is_an_error_with_a_column(text):
    with pytest.raises(ExpressionError) as caught:
        draw(text, "x")
    assert caught.value.column > 0


def test_a_draw_that_is_not_known_names_the_nearest():
    with pytest.raises(ExpressionError, match="probabilities"):
        draw("probabilites(3, 0.1)", "x")


def test_arguments_may_be_named():
    assert arguments_of("logits(3, step=0.5)").given == {
        "k": Decimal(3),
        "low": Decimal(-3),
        "high": Decimal(3),
        "step": Decimal("0.5"),
    }


@pytest.mark.parametrize("name", DRAWS)
def test_the_signature_of_a_draw_is_that_of_its_function(name):
    function = DRAWS[name].sampler
    assert DRAWS[name].parameters == function.__code__.co_varnames[: function.__code__.co_argcount]


def test_draws_of_different_names_are_unrelated():
    first, second = (
        [draw("decimal(0, 1, 0.001)", "b", "q", seed, 0, name) for seed in range(400)]
        for name in "xy"
    )
    assert abs(np.corrcoef(first, second)[0, 1]) < 0.2


def test_parts_of_a_name_can_not_run_together():
    names = [("ab", "c"), ("a", "bc"), ("abc",), ("a", "b", "c")]
    words = [tuple(Chance(*name).below(2**32) for _ in range(3)) for name in names]
    assert all(one != other for one, other in combinations(words, 2))


def test_an_order_is_drawn_evenly():
    orders = Counter(tuple(Chance("order", seed).shuffled(3)) for seed in range(1200))
    assert len(orders) == 6
    assert max(orders.values()) < 260


def test_counts_that_do_not_divide_the_hash_are_drawn_evenly_too():
    count = 3 * 2**62
    low = sum(Chance("wide", seed).below(count) < 2**62 for seed in range(900))
    assert 250 < low < 350


def test_a_draw_is_the_same_for_ever():
    assert draw("probabilities(3, 0.05)", "bank", "question", 0, 0, "q") == FOR_EVER[0]
    assert draw("integer(1, 1000000)", "bank", "question", 7, 1, "n") == FOR_EVER[1]


def test_a_draw_is_the_same_in_another_process():
    code = "from tests.expressions.values import draw; print(draw('logits(5)', 'a', 1, 'z'))"
    outputs = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": ":".join(filter(None, sys.path))},
            capture_output=True,
            text=True,
            check=True,
        ).stdout.strip()
        for seed in ("1", "2")
    }
    assert outputs == {str(draw("logits(5)", "a", 1, "z"))}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("integer(1, 2, 3)", "integer takes (a, b), such as integer(1, 6); not 3 values"),
        ("index(k=3, n=2)", "index takes (k), such as index(3); it has no 'n'"),
        ("index(3, k=2)", "index takes (k), such as index(3); 'k' appears twice"),
        ("probabilities(3)", "such as probabilities(3, 0.05); add step"),
        ("integer(1.5, 3)", "a must be a whole number, such as integer(1, 6)"),
        ("index(k)", "such as index(3), and names drawn above it, not 'k'"),
    ],
)
def test_a_wrong_draw_is_told_with_a_right_one(text, says):
    with pytest.raises(ExpressionError) as told:
        draw(text, 1)
    assert says in str(told.value)


@pytest.mark.parametrize("name", DRAWS)
def test_the_example_of_a_draw_can_be_drawn(name):
    assert DRAWS[name].example.startswith(f"{name}(")
    draw(DRAWS[name].example, 1)


def test_a_draw_may_use_what_was_drawn_before():
    earlier = {"n": 7, "q": [0.5, 2]}
    for seed in range(50):
        assert 7 <= draw("integer(n, 2 * n - 5)", seed, earlier=earlier) <= 9
    assert len(draw("integers(n, 0, 1)", 1, earlier=earlier)) == 7
    assert draw("choice([q[1]])", 1, earlier=earlier) == 2
    with pytest.raises(ExpressionError, match="can't calculate with a list"):
        draw("integer(0, q + 1)", 1, earlier=earlier)


def test_lists_tables_points_and_samples_are_what_they_say():
    for seed in range(30):
        assert {type(one) for one in draw("integers(6, -2, 3)", seed)} == {int}
        rows = draw("table(2, 3, 5, 40)", seed)
        assert np.shape(rows) == (2, 3)
        assert np.all((np.asarray(rows) >= 5) & (np.asarray(rows) <= 40))
        points = draw("points(5, 0, 3)", seed)
        assert len({tuple(point) for point in points}) == 5
        assert np.shape(points) == (5, 2)
        sample = draw("sample(8, 50, 10, step=0.5)", seed)
        assert [2 * one == round(2 * one) for one in sample] == [True] * 8
    many = [one for seed in range(100) for one in draw("sample(100, 50, 10, step=0.01)", seed)]
    assert np.mean(many) == pytest.approx(50, abs=0.4)
    assert np.std(many) == pytest.approx(10, abs=0.3)


def test_a_sample_is_the_same_on_every_machine():
    assert draw("sample(4, 50, 10, step=1)", "bank", 3) == draw("sample(4, 50, 10, 1)", "bank", 3)


@pytest.mark.parametrize("text", ["points(9, 0, 2)", "table(20, 20, 0, 1)", "sample(3, 0, -1)"])
def test_what_does_not_fit_is_refused(text):
    with pytest.raises(ExpressionError, match="such as"):
        draw(text, 1)
