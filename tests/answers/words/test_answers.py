"""How open answers are judged, on answers whose writers saw no pattern."""

from __future__ import annotations

import json

from tests.benchmarks.judging import CASES, tally


def test_what_is_found_is_what_an_examiner_finds():
    found = tally(json.loads((CASES / "open_answers.json").read_text("utf-8")))
    assert found.precision >= 0.85
    assert found.recall >= 0.62
    assert found.recall_with_unsure >= 0.68
    assert found.kappa >= 0.65
    assert found.trapped <= found.traps / 8
    assert found.off_topic == 0
    assert found.found >= found.stated / 2
    assert found.invented <= 1


def test_answers_for_which_nothing_was_mended_are_judged_nearly_as_well():
    found = tally(json.loads((CASES / "open_answers_blind.json").read_text("utf-8")))
    assert found.precision >= 0.9
    assert found.recall >= 0.6
    assert found.kappa >= 0.55
    assert found.invented == 0
