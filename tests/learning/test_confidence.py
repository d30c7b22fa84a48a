"""How well learners know what they know."""

from __future__ import annotations

from math import log2

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.learning import confidence
from quizapp.learning.confidence import Given, calibration, on_offer
from quizapp.reports.progress import confidence_table, confidence_words


def test_of_fewer_than_twenty_answers_nothing_is_said():
    assert calibration([Given(0.9, 19, 10)]) is None
    assert calibration([Given(0.9, 20, 10)]) is not None


def test_a_score_is_the_cross_entropy_in_bits():
    found = calibration([Given(0.9, 30, 20), Given(0.5, 10, 5)])
    expected = -(20 * log2(0.9) + 10 * log2(0.1) + 10 * log2(0.5)) / 40
    assert found.score == pytest.approx(expected)
    assert [(one.confidence, one.answered) for one in found.curve] == [(0.5, 10), (0.9, 30)]
    assert found.curve[0].cost == pytest.approx(0)
    assert found.costliest.confidence == 0.9


@given(
    st.lists(
        st.tuples(st.sampled_from(confidence.POINTS), st.integers(0, 30), st.integers(0, 30)),
        min_size=1,
        max_size=12,
    )
)
def test_a_score_is_split_into_uncertainty_calibration_and_resolution(groups):
    found = calibration(
        [Given(said, right + wrong, right) for said, right, wrong in groups if right + wrong]
    )
    if found is not None:
        parts = found.uncertainty + found.calibration - found.resolution
        assert found.score == pytest.approx(parts, abs=1e-9)
        assert min(found.calibration, found.resolution) >= -1e-12


def test_any_probability_counts_as_the_nearest_of_the_scale():
    found = calibration([Given(1.0, 10, 10), Given(0.83, 10, 5), Given(0.0, 1, 0)])
    assert [one.confidence for one in found.curve] == [0.1, 0.9, 0.97]


def test_a_choice_leaves_out_what_lies_below_its_chance():
    assert on_offer(0.0) == (0.1, 0.3, 0.5, 0.7, 0.9, 0.97)
    assert on_offer(1 / 4) == (0.3, 0.5, 0.7, 0.9, 0.97)
    assert on_offer(1 / 2) == (0.5, 0.7, 0.9, 0.97)


def test_the_words_name_what_costs_most():
    found = calibration([Given(0.9, 100, 71), Given(0.5, 20, 10)])
    lines = confidence_words(found)
    assert confidence_table(found)[2] == "90%             100      71%        0.20 bits"
    assert "At 90% you were right 71% of the time: that costs you 0.20 bits a question." in lines
