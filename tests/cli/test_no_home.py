"""A user whom the system knows no home of, as in a container, works without saving."""

from __future__ import annotations

import io
import os
import sys

import pytest

from quizapp.cli import main
from quizapp.cli.output import DONE, USAGE
from quizapp.system import folders
from tests.cli.test_commands import BANK


@pytest.fixture(autouse=True)
def _no_home(monkeypatch, tmp_path):
    import pwd

    def unknown(_):
        raise KeyError("uid not found")

    for name in ("HOME", *(f"XDG_{kind}_HOME" for kind in ("CONFIG", "DATA", "STATE", "CACHE"))):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(pwd, "getpwuid", unknown)
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def run(capsys):
    def command(*arguments):
        code = main(list(map(str, arguments)))
        return code, *capsys.readouterr()

    return command


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (("grade", "mock-4", "0.357"), DONE),
        (("show", "mock-4"), DONE),
        (("calc", "ln(2)"), DONE),
        (("bank", "list"), DONE),
        (("bank", "schema"), DONE),
    ],
)
def test_what_needs_no_folder_says_nothing_of_it(run, command, code):
    done, out, err = run(*command)
    assert (done, err) == (code, "")
    assert out


def test_practice_goes_on_with_one_notice(run, monkeypatch, tmp_path):
    (tmp_path / "mine.yaml").write_text(BANK)
    monkeypatch.setattr(sys, "stdin", io.StringIO("0.357\n0.357\n\n\n"))
    where = ("--bank", "mine.yaml", "practice", "--plain", "--type", "numeric")
    code, out, err = run(*where, "--seed", "1", "--count", "2")
    assert (code, err) == (DONE, "")
    assert (out + err).count("no home folder") == 1
    assert os.listdir() == ["mine.yaml"]


@pytest.mark.parametrize("command", ["progress"])
def test_what_reads_the_history_says_why_there_is_none(run, command):
    code, _, err = run(command)
    assert (code, err) == (DONE, f"quizapp: {folders.NO_HOME}\n")


@pytest.mark.parametrize(
    "command",
    [("bank", "new"), ("bank", "add", "mine.yaml"), ("bank", "remove", "mine")],
)
def test_what_writes_among_the_users_own_banks_is_refused(run, command, tmp_path):
    (tmp_path / "mine.yaml").write_text(BANK)
    assert run(*command) == (USAGE, "", f"quizapp: {folders.NO_HOME}\n")


def test_a_data_folder_that_is_given_is_used(run, tmp_path):
    assert run("--data", tmp_path / "data", "bank", "new")[0] == DONE
    assert (tmp_path / "data" / "banks" / "my-questions.yaml").exists()
