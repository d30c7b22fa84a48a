"""A bank of other subjects: counts, units, tables and tests, with quantities of its own."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from quizapp.bank import reader
from quizapp.bank.checking import questions

FILE = Path(__file__).parents[1] / "cases" / "other_subjects.yaml"
BANK = reader.read(FILE)


@pytest.mark.thorough
def test_it_has_nothing_to_warn_of():
    report = questions.check(reader.Banks((BANK,), ()), 30, strict=True)
    assert [str(problem) for problem in report.all_problems] == []


ANSWERS = [
    ("significant-lift", 1, lambda key: f"{-key:.4g}", "incorrect", ("difference-reversed",)),
    ("width-of-a-layer", 0, lambda key: f"{key:.0f} pixels", "correct", ()),
    ("width-of-a-layer", 0, lambda key: f"{key + 1:.0f}", "incorrect", ("rounded-up",)),
    ("memory-of-a-cache", 2, lambda key: f"{key / 1024:.6g} GiB", "correct", ()),
    ("memory-of-a-cache", 2, lambda key: f"{key / 2:.6g}", "incorrect", ("keys-alone",)),
    ("memory-of-a-cache", 2, lambda key: f"{key * 2**20:.0f}", "wrong_unit", ("wrong_scale",)),
    ("latency-of-a-batch", 4, lambda key: f"{key / 1000:.5g} s", "correct", ()),
    ("parameters-of-a-model", 3, lambda key: f"{key / 1e9:.4g}B", "correct", ()),
    ("parameters-of-a-model", 3, lambda key: f"{key / 1e9:.4g}", "wrong_unit", ("wrong_scale",)),
    ("parameters-of-a-model", 3, lambda key: f"{key / 1e9:.4g} billion", "correct", ()),
    ("users-of-a-test", 0, lambda key: f"{key:,.0f}".replace(",", "'"), "correct", ()),
    ("users-of-a-test", 0, lambda key: f"{key:,.0f} users", "correct", ()),
    ("users-of-a-test", 0, lambda key: f"{key:,.0f}".replace(",", " "), "correct", ()),
    ("users-of-a-test", 0, lambda key: f"{key:_.0f}", "correct", ()),
    ("users-of-a-test", 0, lambda key: f"{key - 1:.0f}", "incorrect", ("off_by_one",)),
    ("weight-of-a-word", 0, lambda key: f"{key / math.log(2):.4g}", "incorrect", ()),
    ("better-than-guessing", 5, lambda key: f"{key:.2f} %", "correct", ()),
    ("better-than-guessing", 5, lambda key: f"{key / 100:.4f}", "wrong_unit", ("percent",)),
]


@pytest.mark.parametrize(("name", "seed", "typed", "verdict", "slips"), ANSWERS)
def test_what_is_typed_is_graded_and_diagnosed(name, seed, typed, verdict, slips):
    (question,) = (one for one in BANK.questions if one.id == name)
    variant = question.variant(seed)
    grade = variant.grade(variant.read(typed(float(variant.key))))
    assert (grade.verdict, grade.slips) == (verdict, slips)


def test_a_solution_works_what_is_named_and_what_is_called():
    titles = {
        question.id: [step.title for step in question.variant(1).working.steps]
        for question in BANK.questions
        if question.type == "numeric"
    }
    assert titles["parameters-of-a-model"] == ["attention", "feed forward", "result"]
    assert titles["significant-lift"] == [
        "standard error of the difference",
        "z of two proportions",
    ]
