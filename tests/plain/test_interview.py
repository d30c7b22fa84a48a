"""A mock interview line by line, as a screen reader or a pipe has it."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from quizapp.bank import reader
from quizapp.cli import main
from quizapp.errors import UsageError
from quizapp.history import History
from quizapp.history.interview_recorder import Interviews
from quizapp.interview import blueprints
from quizapp.interview.events import End
from quizapp.plain import interview as plain_interview
from tests.stubs import FakeClock

BANK = """\
schema: 1
bank: small
questions:
  - id: loss
    type: numeric
    topic: surprisal
    level: 1
    stem: 'The surprisal of $p = 0.5$?'
    answer: surprisal(0.5)
    unit: bits
    follow_ups: [worse]
  - id: worse
    type: numeric
    topic: surprisal
    level: 2
    stem: 'And of 0.25?'
    answer: surprisal(0.25)
    unit: bits
  - id: pick
    type: choice
    topic: entropy
    level: 1
    stem: Which?
    options:
      - text: This
        correct: true
      - text: That
        why: No.
  - id: talk
    type: open
    topic: entropy
    level: 2
    stem: Why?
    limit: 60s
    model_answer: So.
    rubric:
      - id: first
        text: One thing.
        weight: 3
      - id: second
        text: Another.
"""
BLUEPRINT = """\
schema: 1
blueprint: short
title: Short one
minutes: 10
pause: true
sections:
  - title: Numbers
    questions: [loss]
    seconds: 60s
    follow_ups: true
  - title: Words
    questions: [pick, talk]
"""
BANKS = reader.Banks((reader.read_text(BANK, Path("small.yaml")),), ())
ANY = blueprints.read_text(
    "schema: 1\nblueprint: any\ntitle: Any\nminutes: 10\n"
    "sections:\n  - {title: One, questions: [loss, worse, pick], count: 1}\n",
    Path("any.yaml"),
)
SHORT = blueprints.read_text(BLUEPRINT, Path("short.yaml"))
STRICT = blueprints.read_text(
    BLUEPRINT.replace("pause: true", "pause: false").replace("blueprint: short", "blueprint: hard"),
    Path("hard.yaml"),
)
LOSS, WORSE, PICK, TALK = range(4)
CTRL_C = "Ctrl+C"


class Typed:
    """Lines as somebody types them, each after some seconds."""

    def __init__(self, clock, lines):
        self._clock = clock
        self._lines = iter(lines)

    def readline(self):
        line = next(self._lines, None)
        if line is CTRL_C:
            raise KeyboardInterrupt
        seconds, text = line if isinstance(line, tuple) else (0, line)
        self._clock.wait(seconds)
        return "" if line is None else f"{text}\n"


class Candidate:
    """Takes interviews, and remembers all that was said."""

    def __init__(self):
        self.clock = FakeClock()
        self.history = History.in_memory(self.clock)
        self.interviews = Interviews(
            blueprints=lambda: blueprints.Blueprints((SHORT, STRICT, ANY)),
            banks=lambda: BANKS,
            history=lambda: self.history,
            clock=self.clock,
            chance=lambda: 5,
            tell=pytest.fail,
        )
        self.said = []

    def take(self, *lines, code="short@1"):
        return self.hold(self.interviews.begin(code), lines)

    def resume(self, *lines):
        return self.hold(self.interviews.resume(), lines)

    def hold(self, recorded, lines):
        self.said = []
        plain_interview.run(recorded.interview, Typed(self.clock, lines), self.said.append)
        return recorded.interview

    @property
    def text(self):
        return "\n".join(self.said)


@pytest.fixture
def candidate():
    return Candidate()


def right_letter(interview):
    options = interview.planned[PICK].variant.options
    return "ab"[[option.correct for option in options].index(True)]


ALL = ("1", "2", "a", "Because.", "", "submit", "y")


def test_all_is_asked_answered_recorded_and_scored(candidate):
    interview = candidate.take(*ALL, "y", "n")
    assert interview.ended is End.LEARNER
    kept = [one.attempt for one in candidate.history.attempts()]
    assert [one.response for one in kept] == ["1", "2", "a", "Because."]
    assert [one.verdict for one in kept][:2] == ["correct", "correct"]
    (talk,) = [one for one in interview.results() if one.place == TALK]
    assert talk.answer.points == ("first",)
    assert talk.score == 0.75
    assert candidate.history.mocks()[0].session.score == sum(
        one.score for one in interview.results()
    )


def test_the_clock_is_told_at_the_start_and_at_each_question(candidate):
    candidate.take((30, "1"))
    assert candidate.said[0].startswith("Short one. You have 10 min")
    assert "9 min 30 s left, 1 min" in candidate.text


def test_an_interview_that_nobody_chose_asks_what_the_last_ones_did_not(candidate):
    begun = []
    for _ in range(4):
        interview = candidate.take("submit", "y", code="any")
        begun.append(interview.planned[0].variant.question.id)
    assert {*begun[:3]} == {"loss", "worse", "pick"}
    assert begun[3] == begun[0]  # what was asked longest ago


def test_no_verdict_comes_before_the_end(candidate):
    candidate.take("1", "9", "a")
    assert "Read as: 9" in candidate.text
    assert not any(word in candidate.text for word in ("Correct", "Incorrect", "Not right"))


def test_a_follow_up_comes_after_the_answer_to_its_question(candidate):
    candidate.take("next", "go 1", "1")
    assert "Question 1 of 3, Numbers." in candidate.text
    assert "Follow-up, question 2 of 4, Numbers." in candidate.text


def test_an_answer_can_be_changed_and_is_read_out_again(candidate):
    interview = candidate.take("1", "back", "2", "back", "back", "submit", "y")
    assert "Your answer so far: 1\n" in candidate.text
    assert "This is the first question." in candidate.text
    assert interview.state.answers[LOSS].response == "2"


def test_what_cannot_be_read_is_kept_and_the_question_stays(candidate):
    interview = candidate.take("0.2+", "next", "back")
    assert "I couldn't read that" in candidate.text
    assert "Saved, but I couldn't read it: 0.2+" in candidate.text
    assert interview.state.answers[LOSS].typed == "0.2+"
    assert interview.state.answers[LOSS].response is None


def test_flags_and_confidence_are_kept_and_told(candidate):
    interview = candidate.take("flag", "sure 30", "repeat", "flag", "sure", "sure 97%", "list")
    assert "Marked: flagged, 30% sure." in candidate.text
    assert "Not flagged any more." in candidate.text
    assert interview.state.answers[LOSS].confidence == 0.97
    assert "Say how sure you are in %: sure 10, 30, 50, 70, 90 or 97." in candidate.text
    assert "1: not answered, this one." in candidate.text


def test_an_answer_can_be_removed(candidate):
    interview = candidate.take("1", "back", "clear", "list")
    assert interview.state.answers[LOSS].response is None
    assert "1: not answered" in candidate.text


def test_going_to_a_question_that_is_not_there_says_which_there_are(candidate):
    candidate.take("go 9", "go 0", f"go {'9' * 5000}")
    assert candidate.text.count("The questions are 1 to 3.") == 2


def test_submitting_says_what_is_open_and_can_be_taken_back(candidate):
    interview = candidate.take("1", "submit", "n", "a")
    assert "3 not answered: 2, 3, 4. 10 min" in candidate.text
    assert interview.ended is None


def test_the_clock_can_be_stopped_where_the_blueprint_allows_it(candidate):
    interview = candidate.take("pause", (300, ""), "time")
    assert interview.remaining == 600
    assert interview.state.paused_seconds == 300


def test_the_clock_cannot_be_stopped_elsewhere(candidate):
    interview = candidate.take("pause", (300, "time"), code="hard@1")
    assert "You can't pause this interview." in candidate.text
    assert "pause" not in candidate.said[1]
    assert interview.remaining == 300


def test_the_last_minute_is_told_once(candidate):
    candidate.take((545, "1"), (5, "2"), "next")
    assert candidate.text.count("Last minute: 55 s left.") == 1
    assert candidate.text.count("Last minute") == 1


def test_a_line_after_the_end_is_no_answer(candidate):
    interview = candidate.take("1", (601, "2"), "y")
    assert interview.ended is End.CLOCK
    assert interview.state.answers[WORSE].response is None
    assert candidate.said[-2:] == [
        "Your last line came too late, and doesn't count.",
        "Time is up. The interview is over.",
    ]
    assert [one.attempt.response for one in candidate.history.attempts()] == ["1"]


def test_what_was_written_of_an_open_answer_before_the_end_counts(candidate):
    interview = candidate.take("go 3", "In time.", (601, "Too late."), "y", "y")
    assert interview.ended is End.CLOCK
    assert interview.state.answers[TALK].response == "In time."
    assert "Your answer: In time." in candidate.text


def test_an_open_answer_may_hold_words_that_are_commands(candidate):
    interview = candidate.take("go 3", "You go", "back", "and stop", "", "time")
    assert interview.state.answers[TALK].response == "You go\nback\nand stop"


@pytest.mark.parametrize("lines", [(), ("leave",), ("stop",), ("pause",), (CTRL_C,)])
def test_who_leaves_goes_on_with_the_time_that_is_left(candidate, lines):
    candidate.take("1", *lines)
    assert "quizapp mock --plain --resume" in candidate.text
    candidate.clock.wait(60)
    interview = candidate.resume(*([""] if "pause" in lines else []), "2", "a", "submit", "y")
    assert interview.remaining == (600 if "pause" in lines else 540)
    assert candidate.said[0] == (
        f"Short one. You have {'10 min' if 'pause' in lines else '9 min'}."
    )
    assert [one.attempt.response for one in candidate.history.attempts()] == ["1", "2", "a"]


def test_who_comes_back_too_late_ticks_the_points_at_once(candidate):
    candidate.take("go 3", "Because.", "")
    candidate.clock.wait(3600)
    interview = candidate.resume("y", "y")
    assert candidate.said[0] == "Time is up. The interview is over."
    assert interview.results()[-1].score == 1


def test_points_can_wait(candidate):
    interview = candidate.take(*ALL)
    assert candidate.said[-1] == "You can check the remaining answers later, in the app."
    assert interview.results()[-1].awaits


def test_an_interview_can_be_abandoned(candidate):
    interview = candidate.take("1", "abandon", "n", "abandon", "y")
    assert interview.ended is End.ABANDONED
    assert not candidate.history.attempts()
    with pytest.raises(UsageError, match="no unfinished interview"):
        candidate.resume()


def test_the_command_takes_one_through_a_pipe_and_shows_the_scorecard(
    monkeypatch, capsys, tmp_path
):
    monkeypatch.setattr(sys, "stdin", io.StringIO("1\nflag\nsubmit\nyes\n"))
    assert main(["mock", "warm-up@3", "--plain", "--data", str(tmp_path)]) == 0
    out, err = capsys.readouterr()
    assert err == ""
    assert "Question 1 of 7, Surprise and entropy." in out
    assert "you submitted it" in out
    assert "By topic" in out
    assert main(["report", "--data", str(tmp_path)]) == 0


def test_the_command_goes_on_with_one_that_was_left(monkeypatch, capsys, tmp_path):
    monkeypatch.setattr(sys, "stdin", io.StringIO("1\n"))
    assert main(["mock", "warm-up@3", "--plain", "--data", str(tmp_path)]) == 0
    monkeypatch.setattr(sys, "stdin", io.StringIO("go 1\nsubmit\ny\n"))
    assert main(["mock", "--plain", "--resume", "--data", str(tmp_path)]) == 0
    assert "Your answer so far: 1\n" in capsys.readouterr().out


def test_the_command_lists_what_there_is_where_none_is_named(capsys, tmp_path):
    assert main(["mock", "--plain", "--data", str(tmp_path)]) == 0
    assert "warm-up" in capsys.readouterr().out


def test_without_plain_an_interview_needs_a_terminal(capsys, tmp_path):
    assert main(["mock", "warm-up", "--data", str(tmp_path)]) == 2
    assert "mock NAME --plain' work without one" in capsys.readouterr().err


def test_an_open_question_is_answered_aloud_and_its_points_ticked_after_the_end(candidate):
    interview = candidate.take("go 3", "aloud", (48, ""), "back", "go 3", "submit", "y", "y", "n")
    assert "Spoken in 48 s." in candidate.text
    assert "Your answer so far: (spoken in 48 s)" in candidate.text
    assert "Your answer: (spoken in 48 s)" in candidate.text
    (recorded,) = candidate.history.attempts()
    assert recorded.attempt.response == "(spoken, 48 s)"
    assert interview.results()[-1].score == 0.75


def test_what_is_spoken_when_the_time_runs_out_is_the_response(candidate):
    candidate.take("go 3", "aloud", (700, ""), "y", "n")
    (recorded,) = candidate.history.attempts()
    assert recorded.attempt.response == "(spoken, 600 s)"
