"""Every report as its text, as the command line prints it."""

from __future__ import annotations

import io
import json
import shutil
import sys
from pathlib import Path

import pytest

from quizapp.cli import main
from tests.golden.conftest import BANK, MORE
from tests.stubs import FakeClock

PRACTICE = """\
hint
minus
1-0.65
another
0.69
0.6931
1.386
b

skip
"""
INTERVIEW = """\
1/5
2
back
sure 90
list
next
b
sure 30
a b c d
time
It is a | *mean*.
<b>Surely.</b>

submit
y
1
"""
TYPES = (
    ("number", "loss@0", "1-0.65"),
    ("list", "softmax-list", "0.665, 0.245, 0.9"),
    ("whole-number", "users", "23,169"),
    ("choice", "largest@0", "b"),
    ("choice-of-several", "which-hold@0", "a"),
    ("order", "pipeline@0", "a b c d"),
    ("open", "explain", "It is the mean surprise."),
)


class Typed(io.StringIO):
    """What is typed, ten seconds a line."""

    def __init__(self, text, clock):
        super().__init__(text)
        self._clock = clock

    def readline(self, *size):
        self._clock.wait(10)
        return super().readline(*size)


@pytest.fixture
def run(golden, tmp_path, monkeypatch, capsys):
    """Run a command over the golden bank alone, and keep what it prints under a name."""
    monkeypatch.chdir(tmp_path)  # so that paths in the texts are the same everywhere
    shutil.copytree(BANK, "bank")
    shutil.copytree(MORE, "more")
    clock = FakeClock()
    monkeypatch.setattr("quizapp.bank.sources.shipped", lambda: Path("bank"))
    monkeypatch.setattr("quizapp.system.clock.SystemClock.now", lambda _: clock.now())
    monkeypatch.setattr("quizapp.system.clock.SystemClock.seconds", lambda _: clock.seconds())
    monkeypatch.setattr("quizapp.cli.by_lines.chance", lambda: 3)

    def do(name, *words, typed=""):
        monkeypatch.setattr(sys, "stdin", Typed(typed, clock))
        code = main([*words, "--data", "data"])
        out, err = capsys.readouterr()
        if name.endswith("json"):  # a fact a line, so that a difference can be read
            out = f"{json.dumps(json.loads(out), indent=1, ensure_ascii=False)}\n"
        if name:
            golden(name, f"$ quizapp {' '.join(words)}\n{out}{err}[{code}]")

    do.clock = clock
    return do


def test_questions(run):
    for name, question, answer in TYPES:
        run(f"{name}-shown", "show", question)
        run(f"{name}-shown-json", "show", question, "--json")
        run(f"{name}-graded", "grade", question, answer)
        run(f"{name}-graded-json", "grade", question, answer, "--json")


MORE_TYPES = (
    ("parts", "types/rates@0", "0.5; 70; ?"),
    ("match", "types/tasks@0", "1a 2b 3c"),
    ("short", "types/name", "a sigmoid"),
    ("rated", "types/story", "The Brier score.\npartly"),
)


def test_questions_of_more_types(run):
    more = ("--bank", "more")
    for name, question, answer in MORE_TYPES:
        run(f"{name}-shown", "show", question, *more)
        run(f"{name}-shown-json", "show", question, "--json", *more)
        run(f"{name}-graded", "grade", question, answer, *more)
        run(f"{name}-graded-json", "grade", question, answer, "--json", *more)
    run("check", "bank", "check", "more", "--variants", "20")
    run("paper", "bank", "export", "--from", "types", *more)
    run("csv", "bank", "export", "--from", "types", "--format", "csv", *more)


def test_grades(run):
    for name, answer in (
        ("right", "-ln(0.65)"),
        ("imprecise", "0.43"),
        ("wrong-unit", "0.6215"),
        ("wrong", "7"),
        ("unreadable", "seven"),
    ):
        run(name, "grade", "loss@0", answer)


def test_calculations(run):
    run("entropy", "calc", "entropy([0.5, 0.25, 0.25])", "--unit", "bits")
    run("json", "calc", "softmax([2, 1, 0])", "--json")
    run("refused", "calc", "entropi([0.5, 0.5])")


def test_banks(run):
    run("list", "bank", "list")
    run("list-json", "bank", "list", "--topic", "softmax", "--json")
    run("check", "bank", "check", "bank", "--variants", "20")
    run("check-json", "bank", "check", "bank", "--variants", "20", "--json")
    run("paper", "bank", "export", "--variants", "2")
    run("csv", "bank", "export", "--format", "csv")
    path = Path("bank/golden.yaml")
    broken = path.read_text("utf-8").replace("answer: cross_entropy([0, 0, 1], q)", "answr: 1")
    Path("broken.yaml").write_text(broken, "utf-8")
    run("check-of-errors", "bank", "check", "broken.yaml")


def test_sessions_line_by_line(run):
    run("practice", "practice", "--plain", "--seed", "3", "--count", "8", typed=PRACTICE)
    run("interviews", "mock", "--list")
    run("interviews-json", "mock", "--list", "--json")


def test_progress(run):
    run("empty", "progress")
    run(
        "",
        "practice",
        "--plain",
        "--topic",
        "cross-entropy-loss",
        "--seed",
        "3",
        typed="7\n1.386\n" * 4,
    )
    run.clock.wait(7 * 24 * 3600)
    run("", "practice", "--plain", "--topic", "entropy", "--seed", "4", typed="a\nb\nmean\n\n\n")
    run("full", "progress")
    run("json", "progress", "--json")
    run("list", "bank", "list")


def test_today(run):
    run("first-day", "today", "--at", "2026-11-22T09:00+00:00")
    run("plan", "plan", "--date", "2026-11-28", "--minutes", "5", "--at", "2026-11-22T09:00+00:00")
    run("", "practice", "--plain", "--seed", "3", "--count", "4", typed="7\n" * 4)
    run("next-day", "today", "--at", "2026-11-22T09:00+00:00")
    run("next-day-json", "today", "--at", "2026-11-22T09:00+00:00", "--json")
    run("next-day-plan", "plan", "--at", "2026-11-22T09:00+00:00")
    run("next-day-plan-json", "plan", "--at", "2026-11-22T09:00+00:00", "--json")
    run("evening-before", "today", "--at", "2026-11-27T20:00+00:00")


def test_interview(run):
    run("line-by-line", "mock", "short@17", "--plain", typed=INTERVIEW)
    for form in ("md", "html", "json"):
        run(form, "report", "--format", form)
