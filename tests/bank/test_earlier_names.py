"""Questions that were renamed or retired: answers still count, and who names one is told."""

from __future__ import annotations

import json

import pytest

from quizapp.bank import reader
from quizapp.cli import main
from quizapp.cli.output import DONE, USAGE
from quizapp.errors import BankError, UsageError
from quizapp.history import History
from quizapp.history.remarks import Remarks
from tests.stubs import FakeClock

BANK = """\
schema: 1
bank: b
renamed:
  old: new
retired:
  - gone
questions:
  - id: new
    type: numeric
    topic: sums
    level: 1
    stem: What is 40 + 2?
    answer: 40 + 2
    follow_ups:
      - asked-next
  - id: asked-next
    type: numeric
    topic: sums
    level: 1
    stem: And 40 + 3?
    answer: 40 + 3
"""


@pytest.fixture
def loaded(tmp_path):
    def load(**texts):
        for name, text in texts.items():
            (tmp_path / f"{name}.yaml").write_text(text)
        return reader.load([tmp_path])

    return load


def test_an_earlier_name_finds_the_question_and_says_so(loaded):
    banks = loaded(b=BANK)
    for name in ("old", "b/old"):
        assert banks.find(name).name == "b/new"
        assert banks.note_on(name) == f"'{name}' is now called 'b/new'"
    assert banks.note_on("new") == banks.note_on("nothing") == ""
    assert not banks.problems


def test_a_retired_question_is_named_as_one(loaded):
    for name in ("gone", "b/gone"):
        with pytest.raises(UsageError, match=f"'{name}' was retired: it is no longer asked"):
            loaded(b=BANK).find(name)


def test_who_follows_up_under_an_earlier_name_is_told(loaded):
    banks = loaded(b=BANK.replace("- asked-next", "- old-next").replace("old:", "old-next:"))
    assert "'b/old-next' is now called 'b/new'" in str(banks.problems[0])
    banks = loaded(b=BANK.replace("- asked-next", "- gone"))
    assert "'b/gone' was retired" in str(banks.problems[0])


def test_a_question_may_move_to_another_bank_and_be_renamed_there(loaded):
    moved = BANK.replace("bank: b", "bank: a").replace("old: new", "far: b/old")
    assert loaded(b=BANK, a=moved).find("a/far").name == "b/new"


def test_names_that_lead_in_a_circle_end_nowhere(loaded):
    first = BANK.replace("bank: b", "bank: a").replace("old: new", "old: b/old")
    banks = loaded(a=first, b=BANK.replace("old: new", "old: a/old"))
    assert banks.renamed == {}
    with pytest.raises(UsageError, match="no question called 'old'"):
        banks.find("old")


@pytest.mark.parametrize(
    ("written", "instead", "told"),
    [
        ("old: new", "new: asked-next", "4:3: the question on line 8 has the id 'new' now"),
        ("old: new", "old: nwe", "4:8: this bank has no question 'nwe'; did you mean 'new'?"),
        ("old: new", "'o d': new", "4:3: 'o d' can't be an id; one has letters, digits"),
        ("- gone", "- new", "6:5: the question on line 8 has the id 'new' now"),
        ("- gone", "- old", "6:5: 'old' is already on line 4; keep one of them"),
        ("- gone", "- gone\n  - gone", "7:5: 'gone' is already on line 6; keep one of them"),
    ],
)
def test_what_is_wrong_with_earlier_names_is_told_at_its_place(tmp_path, written, instead, told):
    (tmp_path / "b.yaml").write_text(BANK.replace(written, instead))
    with pytest.raises(BankError) as error:
        reader.read(tmp_path / "b.yaml")
    assert told in str(error.value.problems[0])


def test_answers_and_stars_under_an_earlier_name_count(loaded, tmp_path, capsys):
    loaded(b=BANK)
    at = "2026-11-21T12:00:00+01:00"
    lines = [
        {"question": "b/old", "topic": "sums", "verdict": "incorrect", "score": 0, "at": at},
        {"kind": "star", "question": "b/old", "at": at},
    ]
    (tmp_path / "answers.jsonl").write_text("\n".join(map(json.dumps, lines)))
    data = ("--data", str(tmp_path / "data"))
    bank = ("--bank", str(tmp_path / "b.yaml"))
    assert main(["history", "import", str(tmp_path / "answers.jsonl"), *data]) == DONE
    capsys.readouterr()

    def told(*command):
        assert main([*command, *bank, *data]) == DONE
        return capsys.readouterr()

    assert json.loads(told("progress", "--json").out)["questions"][0]["question"] == "b/new"
    today = json.loads(told("today", "--at", "2026-11-22T12:00:00+01:00", "--json").out)
    asked = {one["question"]: one["reason"] for one in today["questions"]}
    assert asked["b/new"] == "missed"
    with History.open(tmp_path / "data" / "history.db", FakeClock()) as history:
        assert "star" in Remarks(lambda: history, lambda: {"b/old": "b/new"}).of("b/new")
    (listed, _) = json.loads(told("bank", "list", "--topic", "sums", "--json").out)
    assert listed["attempts"] == 1
    shown = told("show", "old", "--json")
    assert json.loads(shown.out)["question"] == "b/new"
    assert shown.err == "quizapp: 'old' is now called 'b/new'\n"
    assert told("grade", "b/old@3", "42").err == "quizapp: 'b/old' is now called 'b/new'\n"
    assert main(["show", "gone", *bank, *data]) == USAGE
    assert "was retired" in capsys.readouterr().err
