"""The points that learners ticked though no pattern found them."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

from quizapp.bank import reader
from quizapp.reports import misses

BANK = """\
schema: 1
bank: b
questions:
  - id: q
    type: open
    topic: entropy
    level: 1
    stem: What is it?
    model_answer: A mean.
    rubric:
      - id: it
        text: It is the mean.
        match: [mean]
"""


def attempt(response, confirmed=("it",), question="b/q"):
    value = {"confirmed": list(confirmed), "covered": [], "unsure": []}
    return SimpleNamespace(
        attempt=SimpleNamespace(question=question, seed=0, response=response, value=value)
    )


def test_points_that_were_ticked_and_are_not_found_today_are_listed_once():
    banks = reader.Banks((reader.read_text(BANK, Path("b.yaml")),), ())
    found = tuple(
        misses.misses(
            [
                attempt("The middle of all."),
                attempt("The middle of all."),
                attempt("It is a mean."),
                attempt("The middle.", confirmed=()),
                attempt("The middle.", question="gone/q"),
                SimpleNamespace(attempt=SimpleNamespace(value=3.5)),
            ],
            banks.find,
        )
    )
    assert misses.lines(found) == ["b/q", "  it: The middle of all."]
    assert misses.structures(found) == [
        {"question": "b/q", "point": "it", "said": "The middle of all."}
    ]
