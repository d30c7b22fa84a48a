"""A solution in two lengths: as on a whiteboard, and with every step."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.stubs import shipped_variants
from tests.working.test_by_hand import SHIPPED, question


def working(answer, unit="nats", **more):
    return replace(question(answer, unit), **more).variant(0).working


def lines(steps):
    return [f"{line.relation} {line.text}" for step in steps for line in step.lines]


@pytest.mark.parametrize("answer", ["surprisal(0.3)", "entropy([0.2, 0.8])", "3 / 7 - 0.1"])
def test_a_short_solution_is_shown_as_it_is(answer):
    short = working(answer)
    assert short.is_short
    assert short.blocks == short.all_blocks


def test_what_is_multiplied_by_0_isnt_written_on_a_whiteboard():
    one = working("cross_entropy([0, 1, 0], [0.2, 0.3, 0.5]) + surprisal(0.5)")
    assert lines(one.steps)[0] == "= −(0·ln 0.2 + 1·ln 0.3 + 0·ln 0.5)"
    assert lines(one.short)[0] == "= −ln 0.3 ≈ 1.204 nats"
    rows = "mean(cross_entropy([[0, 1], [1, 0]], [[0.2, 0.8], [0.9, 0.1]]))"
    assert lines(working(rows).short)[:2] == [
        "row 1: −ln 0.8 ≈ 0.2231 nats",
        "row 2: −ln 0.9 ≈ 0.1054 nats",
    ]


def test_a_formula_is_written_once_and_its_numbers_where_they_are_used():
    one = working("entropy([0.2, 0.8]) - entropy([0.3, 0.7])")
    assert [bool(step.formula) for step in one.steps] == [True, True, False]
    assert [bool(step.formula) for step in one.short] == [True, False, False]
    assert not any(step.given for step in one.short)


def test_steps_of_the_same_numbers_are_told_apart_by_what_else_they_name():
    one = working("entropy(softmax([2, 0], temperature=4)) - entropy(softmax([2, 0]))")
    titles = [step.title for step in one.short]
    assert "softmax of [2, 0], temperature 4" in [title.lower() for title in titles]
    assert len(set(titles)) == len(titles)


def test_numbers_that_were_calculated_on_the_way_stay():
    one = working("cross_entropy_logits([1.5, 0.5, 2], [1 - 0.25, 0.25, 0])")
    assert any("1 − 0.25" in text for step in one.short for _, text in step.given)


def test_a_calculation_by_itself_has_the_lines_before_its_result():
    one = working("softmax([1, 2, 3])", "none")
    assert lines(working("softmax([1, 2, 3], temperature=2)", "none").short) == [
        "= exp([1, 2, 3] / 2) / (exp(1 / 2) + exp(2 / 2) + exp(3 / 2))",
        "≈ [1.649, 2.718, 4.482] / 8.849",
        "≈ [0.1863, 0.3072, 0.5065]",
    ]
    assert one.short[0].lines[-1] == one.steps[0].lines[-1]


@pytest.mark.parametrize("bank", SHIPPED)
def test_the_short_form_of_a_shipped_solution_ends_in_its_key_and_is_shorter(bank):
    for one in (variant.working for variant in shipped_variants(bank)):
        assert lines(one.short)[-1].endswith(one.steps[-1].lines[-1].text.rpartition("= ")[2])
        length = sum(step.length for step in one.short)
        assert length < one.length or one.is_short
        written = [step.title for step in one.steps[:-1] if not step.seen]
        assert [step.title for step in one.short] == [*written, one.steps[-1].title]


def test_shares_and_the_sizes_of_groups_are_seen_where_they_are_used():
    one = working("information_gain([10, 8], [[7, 3], [3, 5]])", "bits")

    assert [step.title for step in one.short] == [
        "entropy of [10, 8]",
        "entropy of [7, 3] and [3, 5]",
        "weighted mean",
        "information gain",
    ]
    assert one.short[0].given == (("p", "[10, 8] / (10 + 8) ≈ [0.55556, 0.44444]"),)
    assert len(one.steps) == 7


def test_a_sum_that_the_answer_rests_on_is_written():
    one = working("100 * (1 - sum([272, 67, 396]) / (3 * 396))", "none")

    assert len(one.short) == len(one.steps)
