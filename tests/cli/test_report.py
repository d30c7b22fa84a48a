"""Reports: a finished interview becomes a file, whatever else the history holds."""

from __future__ import annotations

import json

import pytest

from quizapp.bank import reader
from quizapp.cli import main
from quizapp.cli.output import DONE, USAGE
from quizapp.history import History
from quizapp.history.interview_recorder import InterviewRecorder
from quizapp.history.recorder import FILE
from quizapp.interview import blueprints
from quizapp.interview.sitting import Interview
from tests.stubs import FakeClock, shipped_banks

SHIPPED = [reader.shipped()]
BANKS = shipped_banks()
WARM_UP = blueprints.load(SHIPPED).find("warm-up")


def take(folder, clock, seed, submit=True):
    """Take an interview, answering each question in 20 seconds with the letter a or a 1."""
    with History.open(folder / FILE, clock) as history:
        recorder = InterviewRecorder(history, pytest.fail)
        interview = Interview.begin(WARM_UP, BANKS, seed, clock=clock, log=recorder)
        for place, planned in interview.planned.items():
            interview.show(place)
            clock.wait(20)
            interview.answer("a" if planned.variant.question.type == "choice" else "1")
        if submit:
            interview.submit()
        recorder.leave()
        return recorder.session


@pytest.fixture
def run(capsys, tmp_path):
    def run(*arguments):
        code = main([*arguments, "--data", str(tmp_path)])
        out, err = capsys.readouterr()
        return code, out, err

    return run


def test_the_last_interview_is_reported_unless_one_is_named(run, tmp_path):
    clock = FakeClock()
    first = take(tmp_path, clock, 1)
    clock.wait(3600)
    take(tmp_path, clock, 2)
    take(tmp_path, clock, 3, submit=False)
    code, out, _ = run("report")
    assert code == DONE
    assert "`quizapp mock warm-up@2#" in out
    assert "## Earlier interviews" in out, "the first is one to compare with"
    code, out, _ = run("report", str(first))
    assert code == DONE
    assert "`quizapp mock warm-up@1#" in out
    assert "## Earlier interviews" not in out


def test_each_format_tells_of_the_same_interview(run, tmp_path):
    take(tmp_path, FakeClock(), 1)
    card = json.loads(run("report", "--format", "json")[1])
    assert card["code"].startswith("warm-up@1")
    page = run("report", "--format", "html")[1]
    assert page.startswith("<!DOCTYPE html>")
    document = run("report", "--format", "md")[1]
    for one in card["results"]:
        assert f"{one['question']}@{one['seed']}" in page
        assert f"{one['question']}@{one['seed']}" in document


def test_it_writes_a_new_file_and_never_over_one(run, tmp_path):
    take(tmp_path, FakeClock(), 1)
    file = tmp_path / "card.html"
    code, out, err = run("report", "--format", "html", "--output", str(file))
    assert (code, out, err) == (DONE, "", f"written to {file}\n")
    text = file.read_text("utf-8")
    assert text.endswith("</html>\n")
    code, _, err = run("report", "--output", str(file))
    assert code == USAGE
    assert "already exists" in err
    assert file.read_text("utf-8") == text


def test_without_a_finished_interview_it_says_what_to_do(run, tmp_path):
    code, _, err = run("report")
    assert code == USAGE
    assert f"start one with 'quizapp --data {tmp_path} mock'" in err
    take(tmp_path, FakeClock(), 1, submit=False)
    assert run("report")[0] == USAGE


def test_a_session_that_is_none_is_refused_with_those_that_are(run, tmp_path):
    number = take(tmp_path, FakeClock(), 1)
    code, _, err = run("report", "99")
    assert code == USAGE
    assert err == (
        f"quizapp: session 99 isn't a finished mock interview; the most recent ones are {number}\n"
    )
    code, _, err = run("report", "last")
    assert code == USAGE
    assert "isn't a session number" in err
