"""Each command that is printed works when it is pasted: on the same banks and the same record."""

from __future__ import annotations

import ast
import io
import re
import shlex
import sys
from concurrent.futures import ThreadPoolExecutor
from html import unescape
from pathlib import Path

import pytest

from quizapp.cli import main
from quizapp.cli.output import DONE, USAGE, WRONG
from quizapp.text.commands import command, started_with

BANK = """\
schema: 1
questions:
  - id: rate-of-clicks
    type: numeric
    topic: rates
    level: 2
    stem: 8 of 40 visitors clicked. What is the rate?
    answer: 8 / 40
    slips:
      - id: of-the-others
        instead: 8 / 32
        says: Divide by all visitors.
  - id: which-rate
    type: choice
    topic: rates
    level: 1
    stem: What is divided by?
    options:
      - text: All.
        correct: true
      - text: The others.
  - id: one-image
    type: choice
    topic: rates
    level: 1
    stem: A name that a built-in question has too.
    options:
      - text: Yes.
        correct: true
      - text: No.
"""
TRACK = """\
schema: 1
track: clicks
title: Clicks
topics:
  - topic: rates
    title: Rates
"""
INTERVIEW = """\
schema: 1
blueprint: short
title: Short
minutes: 5
sections:
  - title: All
    bank: own
    count: 1
    seconds: 60s
"""
COMMAND = re.compile(r"'(quizapp [^'\n]+)'|\"(quizapp [^\"\n]+)\"|[:`] ?(quizapp [^`<\n]+)")


def commands(text):
    """Return the commands in a text, in order."""
    return ["".join(found) for found in COMMAND.findall(unescape(text))]


@pytest.fixture
def shelf(tmp_path):
    folder = tmp_path / "my shelf"
    for name, text in (
        ("own.yaml", BANK),
        ("tracks/clicks.yaml", TRACK),
        ("blueprints/short.yaml", INTERVIEW),
    ):
        (folder / name).parent.mkdir(exist_ok=True, parents=True)
        (folder / name).write_text(text, "utf-8")
    return folder


@pytest.fixture
def run(capsys, monkeypatch):
    def command(*words, typed=""):
        monkeypatch.setattr(sys, "stdin", io.StringIO(typed))
        code = main([*map(str, words)])
        said = capsys.readouterr()
        return code, said.out + said.err

    return command


@pytest.fixture
def there(run, shelf, tmp_path):
    """Run a command on the shelf, with a record in a folder whose name has to be quoted."""
    places = ("--bank", shelf, "--data", tmp_path / "my data", "--track", "clicks")

    def command(*words, typed=""):
        return run(*words, *places, typed=typed)

    command.places = list(map(str, places))
    return command


WAYS = (
    (("today",), ""),
    (("today", "--at", "2026-11-25"), ""),
    (("plan",), ""),
    (("progress",), ""),
    (("practice", "--plain", "--type", "numeric", "--count", 1), "0.25\n"),
    (("practice", "--plain", "--type", "numeric", "--count", 1), "0.25\n"),
    (("progress",), ""),
    (("practice", "--starred"), ""),
    (("practice", "--slip", "no-such"), ""),
    (("mock", "--list"), ""),
    (("mock", "short", "--plain"), ""),
    (("mock", "short", "--plain"), "1\na\nsubmit\ny\n"),
    (("report",), ""),
    (("report", "--format", "html"), ""),
    (("report", "17x"), ""),
    (("show", "none-at-all"), ""),
    (("bank", "remove", "none-at-all"), ""),
    (("author",), ""),
)


@pytest.mark.usefixtures("few_are_shipped")
def test_each_printed_command_works_when_it_is_pasted(run, there):
    printed = {}
    there("plan", "--date", "2099-12-06")
    for words, typed in WAYS:
        printed |= dict.fromkeys(commands(there(*words, typed=typed)[1]))
    there("plan", "--date", "none")
    kinds = {tuple(shlex.split(one)[7:9]) for one in printed}
    assert {
        ("practice", "--slip"),
        ("practice", "--topic"),
        ("practice", "--plain"),
        ("mock", "--plain"),
        ("mock", "NAME"),
        ("progress", "--json"),
        ("bank", "list"),
    } <= kinds
    for_a_friend = [one for one in printed if re.search(r" mock short@\d+#\w+$", one)]
    assert [one.split()[1] for one in for_a_friend] == ["mock"], "whose banks lie elsewhere"
    assert any(re.search(r" report \d+$", one) for one in printed)
    for one in printed.keys() - for_a_friend:
        words = shlex.split(one.replace("NAME", "short"))
        assert words[1:7] == there.places, one
        code, said = run(*words[1:])
        assert code in (DONE, WRONG) or "needs a terminal" in said, (one, said)


@pytest.mark.usefixtures("few_are_shipped")
@pytest.mark.parametrize(
    "words",
    [
        ("{new}/a bank.yaml",),
        ("{new}/fresh.yaml",),
        ("{new}/with-one.yaml", "--quantity"),
        ("{new}/blueprints/some.yaml", "--blueprint"),
        ("{new}/tracks/some.yaml", "--subject"),
        (),
        ("--quantity",),
        ("--blueprint",),
        ("--subject",),
    ],
)
def test_the_next_steps_of_a_new_file_work_when_they_are_pasted(run, there, tmp_path, words):
    said = there("bank", "new", *(word.format(new=tmp_path / "a new shelf") for word in words))[1]
    steps = commands(said)
    assert bool(steps) == (len(words) != 1 or "a bank" not in words[0])
    for one in steps:
        words = shlex.split(one)
        code, said = run(*words[1:])
        assert code in (DONE, WRONG) or "needs a terminal" in said, (one, said)


@pytest.mark.usefixtures("few_are_shipped")
def test_an_installed_interview_starts_as_is_told(run, tmp_path, shelf):
    data = tmp_path / "my data"
    said = run("bank", "add", shelf, "--data", data)[1]
    (start,) = commands(said)
    assert shlex.split(start) == ["quizapp", "--data", str(data), "mock", "short"]
    assert run(*shlex.split(start)[1:], "--plain")[0] == DONE


def test_what_could_be_an_option_is_named_as_a_value(run, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("-.yaml").write_text(BANK, "utf-8")
    code, said = run("today", "--bank=-.yaml", "--data", "data")
    assert (code, "quizapp --bank=-.yaml --data data practice" in said) == (DONE, True)
    assert run("mock", "no-such", "--bank=-.yaml")[0] == USAGE


def test_a_command_is_the_same_in_each_thread():
    with started_with(["--bank", "mine.yaml"]), ThreadPoolExecutor(1) as threads:
        assert threads.submit(command, "mock").result() == "quizapp --bank mine.yaml mock"
    assert command("mock") == "quizapp mock"


def test_commands_are_written_in_one_place_only():
    """A message names a command through the function that repeats where things are."""
    own = re.compile(
        r"quizapp (?:practice|mock|show|grade|author|progress|report|today|plan|sheet)"
    )
    for path in (Path(__file__).parents[2] / "quizapp").rglob("*.py"):
        if path.name in ("arguments.py", "templates.py", "commands.py"):
            continue  # what is written into files, and help, which names no place
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                assert not own.search(node.value), (path, node.value)
