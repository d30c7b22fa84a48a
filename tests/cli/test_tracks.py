"""Subjects on the command line: chosen for one command, or as the settings say."""

from __future__ import annotations

import io
import json
import sys

import pytest

from quizapp.cli import main
from quizapp.cli.output import DONE, USAGE, WRONG

BANK = """\
schema: 1
questions:
  - id: asked-of-joins
    type: choice
    topic: joins
    level: 1
    stem: Which join keeps all rows of both sides?
    options:
      - text: A full outer join.
        correct: true
      - text: An inner join.
"""
TRACK = """\
schema: 1
track: sql
title: SQL
topics:
  - topic: joins
    title: JOINs by hand
"""


@pytest.fixture
def mine(tmp_path):
    (tmp_path / "shelf" / "tracks").mkdir(parents=True)
    (tmp_path / "shelf" / "mine.yaml").write_text(BANK, "utf-8")
    (tmp_path / "shelf" / "tracks" / "sql.yaml").write_text(TRACK, "utf-8")
    return tmp_path / "shelf"


@pytest.fixture
def run(capsys, tmp_path, monkeypatch):
    def command(*words, typed="", status=DONE):
        monkeypatch.setattr(sys, "stdin", io.StringIO(typed))
        assert main([*map(str, words), "--data", str(tmp_path / "data")]) == status
        return capsys.readouterr()

    return command


@pytest.mark.parametrize("bank", [".", "mine.yaml"])
def test_a_session_follows_the_track_that_is_named(run, mine, bank):
    out = run("practice", "--plain", "--track", "sql", "--bank", mine / bank, typed="a\n").out
    assert "Question 1 of 1. JOINs by hand, level 1." in out
    found = json.loads(run("progress", "--json", "--track", "sql", "--bank", mine / bank).out)
    assert [one["topic"] for one in found["topics"]] == ["joins"]
    assert found["next"] == {"topic": "joins", "why": "only 1 answer so far"}


def test_without_a_name_the_settings_say_what_is_followed(run, mine, tmp_path):
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "settings.toml").write_text('track = "sql"\n', "utf-8")
    found = json.loads(run("progress", "--json", "--bank", mine).out)
    assert found["next"]["topic"] == "joins"
    assert json.loads(run("progress", "--json").out)["next"]["topic"] == "surprisal"


def test_an_unknown_track_is_refused_with_the_nearest(run, mine):
    told = run("practice", "--plain", "--track", "sqll", "--bank", mine, status=USAGE).err
    assert told == "quizapp: no subject called 'sqll'; did you mean 'sql'?\n"


def test_a_bad_track_is_told_and_stops_nothing(run, mine):
    (mine / "tracks" / "sql.yaml").write_text("track: sql\ntopics: []\n", "utf-8")
    told = run("practice", "--plain", "--topic", "joins", "--bank", mine, typed="a\n")
    assert "sql.yaml:1:1: " in told.err
    assert "Question 1 of 1. Joins, level 1." in told.out


def test_a_check_of_a_folder_looks_at_its_subjects(run, mine):
    assert "1 question, 1 subject, 0 errors" in run("bank", "check", mine).out
    track = mine / "tracks" / "sql.yaml"
    track.write_text(TRACK.replace("topic: joins", "topic: join"), "utf-8")
    told = run("bank", "check", track, "--strict", status=WRONG).out
    assert "sql.yaml:5:12: warning: no question is about 'join'; did you mean 'joins'?" in told


def test_the_schema_of_a_subject_is_printed(run):
    assert set(json.loads(run("bank", "schema", "--subject").out)["properties"]) == {
        *("schema", "track", "title", "about", "topics")
    }


def test_the_interviews_of_a_subject_are_listed_by_its_name(run, mine):
    (mine / "blueprints").mkdir()
    (mine / "blueprints" / "short.yaml").write_text(
        "schema: 1\ntitle: Short\nminutes: 5\nsections:\n  - title: One\n    topic: joins\n"
        "    count: 1\n",
        "utf-8",
    )

    def listed(*words):
        found = json.loads(run("mock", "--list", "--json", "--bank", mine, *words).out)
        return [one["blueprint"] for one in found]

    assert listed("--track", "sql") == ["short"]
    assert "short" not in listed("--track", "cross-entropy")
    assert {"short", "warm-up"} <= {*listed()}


def test_today_leaves_other_subjects_for_later(run, mine):
    found = json.loads(run("today", "--json", "--track", "sql", "--bank", mine).out)
    names = {one["question"] for one in found["questions"]}
    assert "mine/asked-of-joins" in names
    assert not any(name.startswith("surprisal/") for name in names)
