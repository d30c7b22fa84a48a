"""A topic on one page: nothing on it that isn't so."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from quizapp.bank.reader import read_text
from quizapp.record import Remark
from quizapp.reports import sheets
from tests.stubs import TRACKS

BANK = read_text(
    r"""schema: 1
bank: b
title: B
quantities:
  - name: miss_rate
    title: miss rate
    takes: tp, fn
    formula: 'M = \\frac{FN}{TP + FN}'
    means: fn / (tp + fn)
    slips:
      - id: gave-recall
        instead: tp / (tp + fn)
        says: That's the recall.
    source: a book
    examples:
      - tp: 3
        fn: 1
        gives: 0.25
      - tp: 1
        fn: 1
        gives: 0.5
questions:
  - id: loss
    type: numeric
    topic: entropy
    level: 1
    stem: What is the surprisal of 1/8, in bits?
    answer: surprisal(1 / 8)
    unit: bits
    solution: |
      {{ working }}

      Half as likely is **one bit** more.
  - id: missed
    type: numeric
    topic: entropy
    level: 2
    stem: What is the miss rate?
    answer: miss_rate(3, 1)
  - id: pitch
    type: open
    topic: entropy
    level: 2
    stem: What is entropy?
    model_answer: The mean <surprisal>.
""".replace("\\\\", "\\"),
    Path("b.yaml"),
)


@pytest.fixture
def found():
    return sheets.sheet("entropy", BANK.questions, TRACKS, ["mine *own*"])


def test_it_has_what_is_computed_with_an_example_and_its_mistakes(found):
    surprisal, missed = found.parts
    assert surprisal.title == "Surprisal"
    assert surprisal.formula
    assert ("Gave recall", "0.75", "That's the recall.") in missed.mistakes
    assert not any("two mistakes" in says.lower() for _, _, says in surprisal.mistakes)


def test_it_has_what_to_remember_what_to_say_and_the_notes(found):
    assert found.takeaways == ("Half as likely is **one bit** more.",)
    assert found.aloud.strip() == "The mean <surprisal>."
    assert found.notes == ("mine *own*",)


def test_it_has_the_notes_and_the_stars_of_its_own_questions():
    at = datetime(2026, 11, 3, tzinfo=UTC)
    name = BANK.questions[-1].name
    remarks = [
        Remark(kind="star", question=name, seed=None, text="", at=at),
        Remark(kind="note", question=name, seed=None, text="mine", at=at),
        Remark(kind="star", question="b/other", seed=None, text="", at=at),
        Remark(kind="note", question="b/other", seed=None, text="theirs", at=at),
    ]
    found = sheets.sheet_of("entropy", BANK.questions, TRACKS, remarks)
    assert (found.notes, found.starred) == (("mine",), ("What is entropy?",))
    assert "Your starred questions" in sheets.text([found])


@pytest.mark.parametrize("write", [sheets.text, sheets.markdown, sheets.html])
def test_every_format_has_all_of_it(found, write):
    shown = write([found])
    for part in ("Surprisal", "3 bits", "That's the recall", "one bit", "own"):
        assert part.replace("'", "&#x27;" if write is sheets.html else "'") in shown


def test_a_page_is_safe_html(found):
    shown = sheets.html([found])
    assert "The mean &lt;surprisal&gt;." in shown
    assert "<surprisal>" not in shown
