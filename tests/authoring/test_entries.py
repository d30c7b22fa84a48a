"""Adding, copying, moving and deleting questions in a bank's text."""

from __future__ import annotations

import pytest

from quizapp.authoring import entries, templates
from quizapp.bank import reader
from quizapp.bank.sources import shipped
from quizapp.questions.types import TYPES

TEXT = """\
schema: 1
quantities:
  - title: Lift
    name: lift   # how much more often
    slips:
      - id: upside-down
questions:
  # The first of all.
  - id: first
    slips:
      - id: too-much
    stem: |
      - id: no question
      # no comment

  - type: short
    id: 'second'
    stem: [broken

  - id: third
    type: numeric
    stem: What now?

retired: [old]
"""


def names(text):
    return [one.name for one in entries.entries(text)]


def entry(name, text=TEXT):
    return next(one for one in entries.entries(text) if one.name == name)


def test_questions_and_quantities_are_found_also_in_a_text_with_mistakes():
    assert names(TEXT) == ["lift", "first", "second", "third"]
    assert entries.at(TEXT, 0) is None
    assert entries.at(TEXT, 14).name == "first"
    assert names("schema: 1\n") == names("") == names("questions:\n") == []


def test_an_entry_begins_with_the_comment_above_it():
    first = entry("first")
    assert TEXT.split("\n")[first.first] == "  # The first of all."
    assert TEXT.split("\n")[first.end - 1] == "      # no comment"


def test_words_filter_what_the_entries_say():
    assert [one.name for one in entries.matching(TEXT, "SHORT sec")] == ["second"]
    assert len(entries.matching(TEXT, "")) == 4
    assert entries.described(TEXT, entry("third")) == "numeric · What now?"
    assert entries.described(TEXT, entry("lift")) == "quantity Lift"


@pytest.mark.parametrize(("name", "copy"), [("first", "first-2"), ("lift", "lift_2")])
def test_a_copy_stands_after_its_original_under_a_free_name(name, copy):
    edit = entries.duplicated(TEXT, entry(name))
    after = entries.applied(TEXT, edit)
    listed = names(TEXT)
    listed.insert(listed.index(name) + 1, copy)
    assert names(after) == listed
    assert copy in after.split("\n")[edit.cursor]
    assert after.count("# how much more often") == (2 if name == "lift" else 1)


def test_moving_there_and_back_changes_nothing():
    edit = entries.moved(TEXT, entry("second"), -1)
    moved = entries.applied(TEXT, edit)
    assert names(moved) == ["lift", "second", "first", "third"]
    assert "id: 'second'" in moved.split("\n")[edit.cursor]
    back = entries.moved(moved, entry("second", moved), 1)
    assert entries.applied(moved, back) == TEXT
    assert entries.moved(TEXT, entry("first"), -1) is None
    assert entries.moved(TEXT, entry("lift"), 1) is None


@pytest.mark.parametrize("name", ["lift", "first", "second", "third"])
def test_a_deleted_entry_takes_its_comment_and_nothing_else(name):
    after = entries.applied(TEXT, entries.deleted(TEXT, entry(name)))
    assert names(after) == [one for one in names(TEXT) if one != name]
    assert ("# The first of all." in after) is (name != "first")
    assert "retired: [old]" in after
    assert "\n\n\n" not in after


def test_a_new_question_follows_the_last_one_before_what_comes_after_the_list():
    edit = entries.added(TEXT, "questions", templates.next_question("numeric", TEXT))
    after = entries.applied(TEXT, edit)
    assert names(after) == [*names(TEXT), "likely-rain"]
    assert "id: likely-rain" in after.split("\n")[edit.cursor]
    assert after.endswith("\n\nretired: [old]\n")


@pytest.mark.parametrize("indent", [0, 2, 4])
def test_a_whole_quantity_is_added_before_the_questions_and_as_deep_as_others(tmp_path, indent):
    start = "schema: 1\nquestions:\n" + "\n".join(
        entries.indented(TYPES["numeric"].examples[0], indent).splitlines()
    )
    for _ in range(2):
        start = entries.applied(
            start, entries.added(start, "quantities", templates.next_quantity(start))
        )
    bank = reader.read_text(start, tmp_path / "own.yaml")
    assert [one.name for one in bank.quantities] == ["f1_score", "f1_score_2"]


def test_every_question_of_the_built_in_banks_is_found_and_can_be_rearranged():
    for path in sorted(shipped().glob("*.yaml"))[:6]:
        text = path.read_text("utf-8")
        bank = reader.read_text(text, path)
        found = [one for one in entries.entries(text) if one.kind == "questions"]
        assert [one.name for one in found] == [one.id for one in bank.questions]
        last = entries.moved(text, found[-1], -1)
        changed = entries.applied(text, last)
        again = reader.read_text(changed, path)
        assert {one.id for one in again.questions} == {one.id for one in bank.questions}
