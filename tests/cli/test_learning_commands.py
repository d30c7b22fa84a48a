"""What to do today and the plan, as a user and another program run them."""

from __future__ import annotations

import io
import json

import pytest

from quizapp.cli import main
from quizapp.cli.output import DONE, USAGE

AT = "2026-11-27T09:30+01:00"


@pytest.fixture
def run(capsys, tmp_path):
    def command(*arguments, code=DONE):
        assert main([*map(str, arguments), "--data", str(tmp_path / "data")]) == code
        return capsys.readouterr()

    return command


@pytest.fixture
def live(run, tmp_path):
    """Answer questions, each at its minute, and bring them in."""

    def lived(*answers):
        path = tmp_path / "answers.jsonl"
        lines = [
            {
                "question": question,
                "verdict": "correct" if score == 1 else "incorrect",
                "score": score,
                "at": at,
                "response": f"at {at}",
            }
            for question, score, at in answers
        ]
        path.write_text("\n".join(map(json.dumps, lines)))
        run("history", "import", path)

    return lived


def today(run, at=AT):
    return json.loads(run("today", "--at", at, "--json").out)


def test_a_first_day_is_new_questions_in_the_order_asked(run):
    found = today(run)
    assert found["minutes"] == 20
    assert {one["reason"] for one in found["questions"]} == {"new"}
    assert found["why"]["new"] == len(found["questions"])
    assert sum(one["seconds"] for one in found["questions"]) <= 20 * 60
    assert all(0 < one["recall"] < 1 for one in found["questions"])


def test_what_is_imported_decides_what_comes(run, live):
    live(("panda-surprisal", 0, "2026-11-27T08:30:00+01:00"))
    assert "article/panda-surprisal" not in [one["question"] for one in today(run)["questions"]]
    first = today(run, "2026-11-28T08:30+01:00")["questions"][0]
    assert (first["question"], first["reason"]) == ("article/panda-surprisal", "missed")


def test_answers_after_the_moment_say_nothing(run, live):
    before = today(run)
    live(("panda-surprisal", 0, "2026-11-29T08:30:00+01:00"))
    assert today(run) == before


def test_the_day_is_told_by_the_offset_of_the_answer(run, live):
    """One in the morning in Tokyo is still yesterday there, and afternoon in London."""
    live(("panda-surprisal", 0, "2026-11-28T01:00:00+09:00"))
    in_the_night = today(run, "2026-11-28T03:59+09:00")["questions"]
    assert "article/panda-surprisal" not in [one["question"] for one in in_the_night]
    in_the_morning = today(run, "2026-11-28T04:00+09:00")["questions"]
    assert in_the_morning[0]["question"] == "article/panda-surprisal"


def test_what_is_done_is_taken_off(run, live):
    names = [one["question"] for one in today(run)["questions"]]
    moments = [f"2026-11-27T09:{30 + place}:00+01:00" for place in range(5)]
    live(*((name, 1, at) for name, at in zip(names, moments, strict=False)))
    later = today(run, "2026-11-27T09:45+01:00")
    assert not {one["question"] for one in later["questions"]} & set(names[:5])
    assert later["minutes"] < 20
    assert later["why"]["spent"] > 0


def test_the_date_and_the_minutes_are_remembered(run):
    found = json.loads(
        run("plan", "--date", "2026-12-06", "--minutes", 30, "--at", AT, "--json").out
    )
    assert (found["date"], found["minutes"]) == ("2026-12-06", 30)
    assert len(found["days"]) == 9
    assert found["score_then"] > found["score_now"]
    assert today(run)["minutes"] == 30
    assert today(run)["why"]["days_left"] == 9
    run("plan", "--minutes", 10, "--at", AT)
    assert today(run)["why"]["days_left"] == 9
    run("plan", "--date", "none", "--at", AT)
    assert today(run)["why"]["days_left"] is None


def test_both_are_told_in_words(run):
    run("plan", "--date", "2026-12-06", "--at", AT)
    said = run("today", "--at", AT).out.splitlines()
    assert said[0].endswith("new.")
    assert said[1] == "Your interview is in 9 days, on 6 Dec 2026."
    assert said[-1].startswith("Run: quizapp --data ")
    assert said[-1].endswith(" practice")
    assert "Your interview is tomorrow" in run("today", "--at", "2026-12-05").out
    assert "No interview date is set" in run("plan", "--date", "none", "--at", AT).out


@pytest.mark.parametrize(
    "words",
    [
        ("today", "--at", "yesterday"),
        ("plan", "--at", "9999-12-31T23:59+00:00"),
        ("plan", "--date", "soon"),
        ("plan", "--minutes", "0"),
        ("plan", "--minutes", "9" * 5000),
    ],
)
def test_what_is_no_time_is_refused(run, words):
    said = run(*words, code=USAGE).err
    assert said.startswith("quizapp: ")
    assert said.count("\n") == 1


def practised(run, monkeypatch, *words):
    """Return the first lines of a session, line by line, that ends at once."""
    monkeypatch.setattr("sys.stdin", io.StringIO("stop\n"))
    return run("practice", "--plain", *words).out


def test_a_session_begins_with_what_was_missed(run, live, monkeypatch):
    live(("panda-surprisal", 0, "2026-11-20T08:30:00+01:00"))
    said = practised(run, monkeypatch)
    assert "Question 1 of 10. Surprisal" in said
    assert "panda" in said
    assert "Question 1 of 1." in practised(run, monkeypatch, "--missed")
    assert "panda" in practised(run, monkeypatch, "--due")
    assert "panda" not in practised(run, monkeypatch, "--new", "--count", 3)


def test_a_session_against_one_mistake(run, monkeypatch):
    said = practised(run, monkeypatch, "--slip", "swapped_p_and_q", "--type", "numeric")
    assert "Question 1 of " in said


def test_a_mistake_is_unlearned_in_whichever_subject_it_can_be_made(run, monkeypatch):
    said = practised(run, monkeypatch, "--slip", "mean-not-harmonic")
    assert "Question 1 of " in said


@pytest.mark.parametrize("words", [("--missed",), ("--due",), ("--starred",), ("--slip", "none")])
def test_where_there_is_nothing_of_a_kind_it_is_said(run, words):
    assert run("practice", "--plain", *words, code=USAGE).err.count("\n") == 1


def test_only_one_of_them_can_be_asked_for(run):
    assert "not allowed with" in run("practice", "--due", "--new", code=USAGE).err


def test_a_date_that_is_over_is_refused_and_changes_nothing(run):
    run("plan", "--date", "2026-12-06", "--at", AT)
    found = run("plan", "--date", "2026-11-01", "--at", AT, code=USAGE)
    assert found.err == "quizapp: 1 Nov 2026 has passed; use a later date, or none\n"
    assert today(run)["why"]["days_left"] == 9
