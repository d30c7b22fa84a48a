"""A variant and its grades as lines for people, and as structures for programs."""

from __future__ import annotations

from pathlib import Path

import pytest

from quizapp.bank.reader import Banks, read_text
from quizapp.errors import UsageError
from quizapp.reports import grading, listing
from tests.stubs import TRACKS

BANK = """\
schema: 1
questions:
  - id: number
    type: numeric
    topic: surprisal
    level: 2
    stem: What is the surprisal of 0.7?
    answer: surprisal(0.7)
    unit: nats
    solution: |
      Before.

      {{ working }}

      After.
  - id: plain
    type: numeric
    topic: my-own
    level: 1
    title: "A title that is much longer than any list of questions has room for, on any screen"
    draw:
      k: integer(1, 900)
    stem: |
      What is {{ k }}?
    answer: k
  - id: choice
    type: choice
    topic: entropy
    level: 1
    stem: Which?
    options:
      - text: right
        correct: true
        why: "Because it is so, for reasons that need far more than one line of a screen to tell."
      - text: wrong
  - id: order
    type: order
    topic: entropy
    level: 1
    stem: Sort.
    lines:
      - "A first line that is so long that it will never fit into the width of any usual screen."
      - second
  - id: open
    type: open
    topic: entropy
    level: 1
    stem: Explain.
    model_answer: Model.
    rubric:
      - id: a
        text: Says a.
"""

PARTS = """\
schema: 1
questions:
  - id: two-numbers
    type: parts
    topic: surprisal
    level: 1
    stem: Two numbers?
    parts:
      - label: first
        answer: 0.625
        slips:
          - id: mean
            instead: 0.627
            says: That's the mean.
          - id: half
            instead: 0.3125
            says: That's half of it.
      - label: second
        answer: 2
        slips:
          - id: mean
            instead: 3
            says: That's the mean.
"""


@pytest.fixture(scope="module")
def banks():
    return Banks((read_text(BANK, Path("small.yaml")),), ())


def lines(banks, name):
    return grading.shown_lines(grading.find(banks, name))


def test_a_number_is_shown_with_the_authors_words_around_its_working(banks):
    shown = lines(banks, "number@2")
    assert shown[:3] == [
        "small/number@2 · surprisal · level 2",
        "",
        "What is the surprisal of 0.7?",
    ]
    places = [
        shown.index(line) for line in ("Before.", "   = −ln 0.7", "After.", "Common mistakes:")
    ]
    assert places == sorted(places)


def test_where_there_are_no_slips_there_is_no_heading(banks):
    assert "Common mistakes:" not in lines(banks, "plain")
    assert lines(banks, "plain")[-1].startswith("Answer: ")


def test_the_values_of_slips_stand_in_one_column(banks):
    shown = lines(banks, "number")
    slips = shown[shown.index("Common mistakes:") + 1 :]
    assert len(slips) > 3
    assert len({line.rindex("  ") for line in slips}) == 1


def test_slips_that_pass_for_the_key_stand_by_themselves():
    banks = Banks((read_text(PARTS, Path("parts.yaml")),), ())
    assert lines(banks, "two-numbers")[-6:] == [
        "Common mistakes:",
        "  0.3125  half",
        "       3  mean",
        "",
        "Mistakes too close to the right answer to detect:",
        "   0.627  mean",
    ]


def test_options_are_marked_with_their_reasons_and_wrapped_under_themselves(banks):
    shown = lines(banks, "choice")
    (right,) = (place for place, line in enumerate(shown) if line.startswith("✓ "))
    assert "right — Because it is so" in shown[right]
    assert shown[right + 1].startswith("     ")
    assert any(line.startswith("✗ ") and line.endswith(") wrong") for line in shown)


def test_lines_to_order_are_wrapped_under_themselves(banks):
    shown = lines(banks, "order")
    begun = [place for place, line in enumerate(shown) if "A first line" in line]
    assert len(begun) == 2  # as asked, and in order
    assert all(shown[place + 1].startswith("   ") for place in begun)
    assert any(line.startswith("Answer: ") for line in shown)


def test_an_open_question_is_shown_with_its_rubric(banks):
    assert lines(banks, "open")[-5:] == ["", "Model answer:", "Model.", "", "• Says a."]


@pytest.mark.parametrize("name", ["number", "plain", "choice", "order", "open"])
def test_both_forms_name_the_same_variant(banks, name):
    variant = grading.find(banks, f"{name}@5")
    structure = grading.shown(variant)
    head = grading.shown_lines(variant)[0]
    assert head.startswith(f"{structure['question']}@{structure['seed']} ")
    assert structure["type"] in ("numeric", "choice", "order", "open")


@pytest.mark.parametrize("seed", ["", "x", "-1", "1.5", "9" * 19, "1@2", " 3"])
def test_a_seed_is_a_whole_number_of_reasonable_length(banks, seed):
    with pytest.raises(UsageError, match="use a whole number after @, for example number@17"):
        grading.find(banks, f"number@{seed}")


def test_a_batch_draws_each_variant_once(banks, monkeypatch):
    drawn = []
    find = grading.find
    monkeypatch.setattr(grading, "find", lambda *given: drawn.append(given[1]) or find(*given))
    rows = ['{"question": "plain", "response": "1"}'] * 5
    assert len(list(grading.graded_batch(banks, rows))) == 5
    assert drawn == ["plain"]


def test_a_list_stands_in_the_order_of_the_track(banks):
    along = [one.question for one in listing.entries(banks.questions, TRACKS)]
    told = listing.lines(along)
    heads = [line for line in told if line and not line.startswith(" ")]
    assert heads == ["surprisal", "entropy", "my-own", "5 questions; ~ means new numbers each time"]
    assert all(len(line) < 100 for line in told)


def test_a_list_marks_what_is_generated(banks):
    (drawn,) = (line for line in listing.lines(banks.questions) if "small/plain" in line)
    assert " ~ A title that is much longer" in drawn
    assert drawn.endswith("…")


def test_one_question_is_one_question(banks):
    assert listing.lines(banks.questions[:1])[-1].startswith("1 question;")


def test_a_list_of_titles_is_complete_for_programs(banks):
    titles = [one["title"] for one in listing.structures(banks.questions)]
    assert titles[1].endswith("on any screen")
    assert titles[0] == "What is the surprisal of 0.7?"
