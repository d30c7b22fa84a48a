"""What an author names under `let` is a titled step, used by its name from there on."""

from __future__ import annotations

from pathlib import Path

import pytest

from quizapp.bank.reader import read_text

F1 = "2 * precision * recall / (precision + recall)"


def steps(lets, answer, stem="TP 43, FP 29, FN 33. What is it?"):
    named = "".join(f"      {name}: {text}\n" for name, text in lets.items())
    text = (
        "schema: 1\nquestions:\n  - id: a\n    type: numeric\n    topic: t\n    level: 1\n"
        f"    let:\n{named}    stem: {stem}\n    answer: {answer}\n"
    )
    working = read_text(text, Path("a.yaml")).questions[0].variant().working
    return {
        step.title: [f"{line.relation} {line.text}" for line in step.lines]
        for step in working.steps
    }


def test_named_results_are_steps_before_the_one_that_uses_them():
    found = steps({"precision": "43 / (43 + 29)", "recall": "43 / (43 + 33)"}, F1)
    assert found["precision"] == ["= 43 / (43 + 29)", "= 43 / 72", "≈ 0.59722"]
    assert list(found) == ["precision", "recall", "result"]
    assert found["result"][:2] == [
        "= 2·precision·recall / (precision + recall)",
        "≈ 2·0.59722·0.56579 / (0.59722 + 0.56579)",
    ]
    assert found["result"][-1] == "≈ 0.5811"


def test_one_of_another_uses_its_name():
    found = steps({"positives": "43 + 33", "pooled_rate": "positives / 200"}, "1 - pooled_rate")
    assert list(found) == ["positives", "pooled rate", "result"]
    assert found["pooled rate"][0] == "= positives / 200"
    assert found["result"][0] == "= 1 − pooled_rate"


def test_a_quantity_that_is_named_has_the_name_in_its_title():
    found = steps({"loss": "surprisal(0.5)"}, "3 * loss")
    assert list(found) == ["loss (surprisal)", "result"]
    assert found["result"][0] == "= 3·loss"


@pytest.mark.parametrize("name", ["x", "tp"])
def test_a_symbol_is_no_name_of_a_result(name):
    assert list(steps({name: "43 / 72"}, f"1 - {name}")) == ["result"]


def test_what_the_stem_shows_is_given():
    found = steps({"precision": "round(43 / 72, 3)"}, "1 - precision", "It is {{ precision }}.")
    assert found == {"result": ["= 1 − 0.597", "= 0.403"]}


def test_what_nothing_rests_on_is_not_worked():
    assert list(steps({"recall": "43 / 76", "precision": "43 / 72"}, "1 - recall")) == [
        "recall",
        "result",
    ]
