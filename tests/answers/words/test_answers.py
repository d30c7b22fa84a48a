"""How open answers are judged, on answers whose writers saw no pattern."""

from __future__ import annotations

import json

import pytest

from tests.benchmarks.judging import CASES, tally


def test_what_is_found_is_what_an_examiner_finds():
    found = tally(json.loads((CASES / "open_answers.json").read_text("utf-8")))
    assert found.precision >= 0.92
    assert found.recall >= 0.75
    assert found.kappa >= 0.7
    assert found.trapped <= found.traps / 8
    assert found.off_topic == 0
    assert found.found >= 0.6 * found.stated
    assert found.invented == 0


@pytest.mark.parametrize("which", ["blind", "other"])
def test_answers_for_which_nothing_was_mended_are_judged_nearly_as_well(which):
    found = tally(json.loads((CASES / f"open_answers_{which}.json").read_text("utf-8")))
    assert found.precision >= 0.92
    assert found.recall >= 0.72
    assert found.kappa >= 0.65
    assert found.trapped <= found.traps / 20
    assert found.found >= 0.6 * found.stated
    assert found.invented == 0
