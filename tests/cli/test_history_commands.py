"""The commands that take a record elsewhere and back, as a user runs them."""

from __future__ import annotations

import io
import json
from types import SimpleNamespace

import pytest

from quizapp.cli import main
from quizapp.cli.output import DONE, USAGE, WRONG
from quizapp.reports import doubts, misses

LINE = {"question": "b/q", "verdict": "correct", "score": 1, "at": "2026-11-21T12:00:00+01:00"}
STAR = {"kind": "star", "question": "b/q", "at": "2026-11-21T12:00:00+01:00"}


@pytest.fixture
def run(capsys, monkeypatch, tmp_path):
    monkeypatch.setattr("quizapp.bank.reader.shipped", lambda: tmp_path / "shipped")
    (tmp_path / "shipped").mkdir()

    def command(*arguments, data="data"):
        code = main([*map(str, arguments), "--data", str(tmp_path / data)])
        return code, *capsys.readouterr()

    return command


@pytest.fixture
def file(tmp_path):
    def written(*lines):
        path = tmp_path / "answers.jsonl"
        path.write_text("\n".join(map(json.dumps, lines)))
        return path

    return written


def test_lines_come_in_once(run, file):
    path = file(LINE, STAR, {**LINE, "response": "b"})
    assert run("history", "import", path) == (DONE, "Added 2 answers and 1 remark.\n", "")
    nothing = "Nothing to add: your history has all of it.\n"
    assert run("history", "import", path) == (DONE, nothing, "")


def test_what_cannot_be_read_is_not_said_to_be_there(run, file):
    code, told, _ = run("history", "import", file({**LINE, "score": 2}))
    assert (code, told) == (WRONG, "Nothing was added.\n")


def test_what_is_exported_comes_back_the_same(run, file, tmp_path):
    run("history", "import", file(LINE, STAR))
    target = tmp_path / "new" / "out.jsonl"
    assert run("history", "export", "--output", target)[:2] == (DONE, "")
    assert run("history", "export")[1] == target.read_text()
    run("history", "import", target, data="other")
    assert run("history", "export", data="other")[1] == target.read_text()
    code, _, complaint = run("history", "export", "--output", target)
    assert code == USAGE
    assert "already exists" in complaint


def test_nothing_is_exported_of_an_empty_record(run):
    assert run("history", "export") == (DONE, "", "")


def test_lines_that_cant_be_read_are_listed(run, file):
    path = file(LINE, *[{**LINE, "verdict": "right"}] * 25)
    code, out, complaint = run("history", "import", path)
    assert (code, out) == (WRONG, "Added 1 answer.\n")
    listed = complaint.splitlines()
    assert listed[0].startswith(f'quizapp: {path}:2: "verdict" must be one of correct')
    assert len(listed) == 21
    assert listed[-1].startswith("quizapp: 25 lines in all can't be read")


def test_lines_come_from_standard_input(run, monkeypatch):
    lines = json.dumps(LINE).encode() + b"\n{}\n"
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(lines)))
    code, out, complaint = run("history", "import", "-")
    assert (code, out) == (WRONG, "Added 1 answer.\n")
    assert complaint == 'quizapp: line 2: "question" is missing\n'


def test_the_history_of_another_computer_is_merged(run, file, tmp_path):
    run("history", "import", file(LINE), data="here")
    run("history", "import", file({**LINE, "response": "b"}, STAR), data="there")
    run("history", "merge", tmp_path / "there" / "history.db", data="here")
    run("history", "merge", tmp_path / "here" / "history.db", data="there")
    here = run("history", "export", data="here")
    assert len(here[1].splitlines()) == 3
    assert run("history", "export", data="there") == here


def test_a_history_that_isnt_there_is_refused(run, tmp_path):
    code, _, complaint = run("history", "merge", tmp_path / "none.db")
    assert (code, complaint.count("\n")) == (USAGE, 1)
    assert "no history found at" in complaint
    code, _, complaint = run("history", "import", tmp_path / "none.jsonl")
    assert (code, complaint.count("\n")) == (USAGE, 1)
    assert not (tmp_path / "data").exists()


def test_doubts_are_listed_with_the_answer_as_it_is_today(run, file, tmp_path):
    assert run("report", "--doubts")[:2] == (DONE, f"{doubts.NONE}\n")
    bank = tmp_path / "mine.yaml"
    bank.write_text(
        "schema: 1\nbank: b\ntitle: B\nquestions:\n"
        "  - id: q\n    type: numeric\n    topic: entropy\n"
        "    level: 1\n    stem: What is 1 + 1?\n    answer: 1 + 1\n"
    )
    doubt = {"kind": "doubt", "question": "b/q", "seed": 3, "note": "3", "at": LINE["at"]}
    run("history", "import", file(doubt, {**doubt, "question": "gone/q", "note": ""}))
    code, out, _ = run("report", "--doubts", "--bank", bank)
    assert code == DONE
    assert out.splitlines() == [
        "b/q@3, 21 Nov 2026: the program says 2; you say: 3",
        "gone/q@3, 21 Nov 2026: is not loaded",
    ]
    found = json.loads(run("report", "--doubts", "--bank", bank, "--format", "json")[1])
    assert [(one["question"], one["key"], one["note"]) for one in found] == [
        ("b/q", "2", "3"),
        ("gone/q", None, ""),
    ]
    assert run("report", "--doubts", "--format", "html")[0] == USAGE


def test_where_no_tick_was_missed_that_is_said(run):
    assert run("bank", "misses")[:2] == (DONE, f"{misses.NONE}\n")
    assert json.loads(run("bank", "misses", "--json")[1]) == []
