"""A draft is never lost: not by a crash, a full disk, or somebody else's change."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from quizapp.authoring import templates
from quizapp.authoring.draft import ChangedUnderneathError, Draft, own_copy
from quizapp.bank import reader
from quizapp.errors import UsageError
from quizapp.questions.types import TYPES
from quizapp.system import files


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "banks" / "mine.yaml"
    path.parent.mkdir()
    path.write_text(templates.starter("mine"), "utf-8")
    return path


def opened(path):
    return Draft.open(path, path.parent.parent / "drafts")


def test_a_new_draft_begins_with_the_starter_and_is_written_when_saved(tmp_path):
    path = tmp_path / "banks" / "mine.yaml"
    draft = Draft.open(path, tmp_path / "drafts")
    assert draft.is_new
    assert not path.exists()
    draft.save(draft.text)
    made = sum(len(one.examples) for one in TYPES.values())
    assert len(reader.read(path).questions) == made
    assert not draft.is_new


def test_saving_keeps_the_former_text_beside_the_file(path):
    draft, before = opened(path), path.read_text("utf-8")
    draft.save(f"{before}# more\n")
    assert path.read_text("utf-8") == f"{before}# more\n"
    assert draft.backup.read_text("utf-8") == before
    assert not draft.is_changed_underneath()


def test_a_file_changed_by_somebody_else_is_not_written_over_unasked(path):
    draft = opened(path)
    path.write_text("theirs", "utf-8")
    with pytest.raises(ChangedUnderneathError, match="changed by another program"):
        draft.save("mine")
    assert path.read_text("utf-8") == "theirs"
    draft.save("mine", over=True)
    assert (path.read_text("utf-8"), draft.backup.read_text("utf-8")) == ("mine", "theirs")


def test_a_file_that_appears_meanwhile_is_not_written_over(tmp_path):
    path = tmp_path / "mine.yaml"
    draft = Draft.open(path, tmp_path / "drafts")
    path.write_text("theirs", "utf-8")
    with pytest.raises(ChangedUnderneathError):
        draft.save("mine")


def test_unsaved_work_is_found_again_until_it_is_saved_or_dropped(path):
    assert opened(path).recovered is None
    assert opened(path).keep("half a question") == ""
    again = opened(path)
    assert again.recovered == "half a question"
    again.discard()
    assert opened(path).recovered is None
    opened(path).keep("half a question")
    opened(path).save("whole")
    assert opened(path).recovered is None


@pytest.mark.parametrize("number", [28, 30, 13])
def test_a_disk_that_refuses_leaves_the_file_and_keeps_the_work(path, monkeypatch, number):
    draft, before, replace = opened(path), path.read_text("utf-8"), files.os.replace

    def refuse(source, target):
        if Path(target).parent == path.parent:
            raise OSError(number, os.strerror(number))
        replace(source, target)

    monkeypatch.setattr(files.os, "replace", refuse)
    with pytest.raises(UsageError, match=os.strerror(number)):
        draft.save("mine")
    monkeypatch.undo()
    assert path.read_text("utf-8") == before
    assert opened(path).recovered == "mine"
    assert [one.name for one in path.parent.iterdir()] == ["mine.yaml"]


@pytest.mark.parametrize("steps", range(0, 12, 2))
def test_killed_in_the_middle_of_saving_one_whole_text_stands_there(path, steps):
    before = path.read_text("utf-8")
    after = before + "# more\n" * 1000
    program = f"""
import os, signal, sys
from pathlib import Path
from quizapp.authoring.draft import Draft
left = {steps}
def count(frame, event, argument):
    global left
    if event == "c_call" and argument.__module__ in ("posix", "_io", None):
        left -= 1
        if left < 0:
            os.kill(os.getpid(), signal.SIGKILL)
path = Path({str(path)!r})
draft = Draft.open(path, path.parent.parent / "drafts")
text = draft.text + "# more\\n" * 1000
draft.keep(text)
sys.setprofile(count)
draft.save(text)
os.kill(os.getpid(), signal.SIGKILL)
"""
    ended = subprocess.run([sys.executable, "-c", program], check=False)
    assert ended.returncode == -signal.SIGKILL
    found = path.read_text("utf-8")
    assert found in (before, after)
    if found == before:
        assert opened(path).recovered == after


def test_a_copy_of_one_question_is_a_bank_of_its_own(path, tmp_path):
    target, text, line = own_copy("loss-of-certainty", path, tmp_path)
    assert text.splitlines()[line - 1] == "  - id: loss-of-certainty"
    bank = reader.read_text(text, target)
    assert (target.name, bank.name) == ("mine-own.yaml", "mine-own")
    assert [question.id for question in bank.questions] == ["loss-of-certainty"]
    target.write_text(text, "utf-8")
    assert own_copy("even-guess", path, tmp_path)[0].name == "mine-own-2.yaml"


@pytest.mark.parametrize("name", ["mine.txt", "my own.yaml"])
def test_a_name_that_names_no_bank_is_refused(tmp_path, name):
    with pytest.raises(UsageError, match=r"letters, digits|must end in \.yaml"):
        Draft.open(tmp_path / name, tmp_path)


@pytest.mark.parametrize("character", ["\x1b[2J", "\x07", "\x9b", "\0"])
def test_a_text_that_would_act_on_the_terminal_is_not_opened(path, character):
    draft = opened(path)
    path.write_text(f"schema: 1\n# {character}\n", "utf-8")
    with pytest.raises(UsageError, match=r"mine\.yaml:2: the character 0x"):
        opened(path)
    with pytest.raises(UsageError, match="another editor"):
        draft.reload()
