"""An error that nobody expected is told in one sentence, and in a report that can be sent."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from traceback import FrameSummary

import pytest

from quizapp import __version__, cli
from quizapp.cli import main, questions
from quizapp.cli.output import FAULT, STOPPED
from quizapp.system import failure

SECRET = "my secret answer"
VERSION = f"{sys.version_info.major}.{sys.version_info.minor}"


def fail(_):
    """Fail as a fault of the program does, with what was typed in the message and in a value."""
    typed = SECRET
    try:
        return {}[typed]
    except KeyError as error:
        raise ZeroDivisionError(f"{typed} of {Path.home()}") from error


@pytest.fixture
def failing(monkeypatch):
    monkeypatch.setattr(questions, "grade", fail)


def told(capsys, folder, *more):
    code = main(["--data", str(folder), "grade", "mock-4", SECRET, *more])
    out, err = capsys.readouterr()
    assert out == ""
    assert err.count("\n") == 1
    assert "Traceback" not in err
    return code, err


@pytest.mark.usefixtures("failing")
def test_an_unexpected_error_is_told_in_one_line(capsys, tmp_path):
    code, said = told(capsys, tmp_path / "data")
    assert code == FAULT == 70
    assert str(tmp_path / "data" / failure.FILE) in said
    assert "Your answers are saved." in said


@pytest.mark.usefixtures("failing")
def test_the_report_says_where_it_was_and_nothing_that_was_typed(capsys, tmp_path):
    told(capsys, tmp_path)
    text = (tmp_path / failure.FILE).read_text()
    for expected in (
        "It contains none of your answers",
        f"quizapp: {__version__}",
        "Python: 3.",
        "textual ",
        "command: grade",
        "error: ZeroDivisionError",
        "error: KeyError",
        "quizapp/cli/__init__.py:",
        "test_failure.py:",
        "in fail: return {}[typed]",
    ):
        assert expected in text
    assert SECRET not in text
    assert str(Path.home()) not in text
    assert str(Path(cli.__file__).parents[2]) not in text


@pytest.mark.usefixtures("failing")
def test_a_later_report_takes_the_place_of_an_earlier_one(capsys, tmp_path):
    for _ in range(2):
        told(capsys, tmp_path)
    assert [one.name for one in tmp_path.iterdir()] == [failure.FILE]


@pytest.mark.usefixtures("failing")
def test_where_the_data_folder_takes_no_report_it_is_in_the_temporary_one(
    capsys, tmp_path, monkeypatch
):
    (tmp_path / "file").write_text("")
    (tmp_path / "tmp").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "tmp"))
    _, said = told(capsys, tmp_path / "file")
    (report,) = (tmp_path / "tmp").iterdir()
    assert str(report) in said
    assert "error: ZeroDivisionError" in report.read_text()


@pytest.mark.usefixtures("failing")
def test_where_no_report_can_be_written_the_kind_of_error_is_told(capsys, tmp_path, monkeypatch):
    (tmp_path / "file").write_text("")
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "nowhere"))
    code, said = told(capsys, tmp_path / "file")
    assert code == FAULT
    assert "No report could be written; the error was ZeroDivisionError." in said


def test_an_endless_recursion_is_told_with_both_its_ends(capsys, tmp_path, monkeypatch):
    def recur(options):
        return recur(options)

    monkeypatch.setattr(questions, "grade", recur)
    assert told(capsys, tmp_path)[0] == FAULT
    text = (tmp_path / failure.FILE).read_text()
    assert "error: RecursionError" in text
    assert " more\n" in text
    assert len(text.splitlines()) < 100


@pytest.mark.parametrize(
    ("error", "code", "says"),
    [
        (MemoryError(), FAULT, "quizapp: there isn't enough memory for this\n"),
        (KeyboardInterrupt(), STOPPED, "quizapp: stopped\n"),
    ],
)
def test_what_is_no_fault_of_the_program_leaves_no_report(
    error, code, says, capsys, tmp_path, monkeypatch
):
    def stop(_):
        raise error

    monkeypatch.setattr(questions, "grade", stop)
    assert told(capsys, tmp_path) == (code, says)
    assert list(tmp_path.iterdir()) == []


def test_an_error_before_the_options_are_known_is_told_too(capsys, monkeypatch):
    monkeypatch.setattr(cli, "_read", fail)
    assert main(["grade"]) == FAULT
    assert "because of an error in the program" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("file", "expected"),
    [
        (str(Path(cli.__file__)), "quizapp/cli/__init__.py"),
        ("/home/jo/.venv/lib/python3.11/site-packages/textual/app.py", "textual/app.py"),
        (f"/home/jo/python{VERSION}/json/decoder.py", "json/decoder.py"),
        ("/home/jo/site-packages/site-packages/a/b.py", "a/b.py"),
        ("/home/jo/script.py", "script.py"),
        ("<string>", "<string>"),
    ],
)
def test_of_a_file_only_what_lies_in_the_program_or_a_library_is_told(file, expected):
    assert failure._file(FrameSummary(file, 1, "f")) == expected
