"""Banks of one's own: begun, added to, taken in and put away, and nothing is ever lost."""

from __future__ import annotations

import pytest

from quizapp import files
from quizapp.bank import checks, installed, reader, starter
from quizapp.errors import BankError, UsageError


def test_the_starter_is_right_as_it_is(tmp_path):
    path = tmp_path / "mine.yaml"
    installed.begin(path)
    banks = reader.load([path])
    assert [question.type for question in banks.questions] == [
        "numeric",
        "numeric",
        "choice",
        "open",
    ]
    assert sum(question.generated for question in banks.questions) == 1
    report = checks.check(banks, 20)
    assert list(report.all_problems) == []


@pytest.mark.parametrize("kind", sorted(starter.QUESTIONS))
def test_a_question_is_added_at_the_end_and_all_else_stays(tmp_path, kind):
    path = tmp_path / "mine.yaml"
    installed.begin(path)
    before = path.read_text("utf-8") + "  # the last words"
    path.write_text(before, "utf-8")
    first, second = installed.extend(path, kind), installed.extend(path, kind)
    assert first != second
    text = path.read_text("utf-8")
    assert text.startswith(before)
    bank = reader.read(path)
    assert [question.id for question in bank.questions][-2:] == [first, second]
    assert bank.questions[-1].type == kind


def test_the_lines_ends_and_the_indent_of_a_file_are_kept(tmp_path):
    path = tmp_path / "mine.yaml"
    text = (
        "schema: 1\nquestions:\n- id: a\n  type: numeric\n  topic: t\n  level: 1\n"
        "  stem: What is 1 + 1?\n  answer: 1 + 1"
    ).replace("\n", "\r\n")
    path.write_bytes(text.encode())
    installed.extend(path, "order")
    data = path.read_bytes()
    assert data.startswith(text.encode())
    assert data.count(b"\n") == data.count(b"\r\n")
    assert len(reader.read(path).questions) == 2


@pytest.mark.parametrize(
    "text",
    [
        "questions: [{id: a, type: numeric, topic: t, level: 1, stem: Q, answer: 1}]\nschema: 1\n",
        "questions:\n- id: a\n  type: numeric\n  topic: t\n  level: 1\n  stem: Q\n  answer: 1\n"
        "schema: 1\n",
    ],
)
def test_where_a_question_does_not_fit_nothing_is_written(tmp_path, text):
    path = tmp_path / "mine.yaml"
    path.write_text(text, "utf-8")
    with pytest.raises(UsageError, match="stand last in the file"):
        installed.extend(path, "choice")
    assert path.read_text("utf-8") == text


def test_a_broken_bank_is_not_added_to(tmp_path):
    path = tmp_path / "mine.yaml"
    path.write_text("schema: 1\nquestions: none\n", "utf-8")
    with pytest.raises(BankError, match=r"mine\.yaml:2:12"):
        installed.extend(path, "choice")


def test_nothing_is_overwritten(tmp_path):
    path = tmp_path / "mine.yaml"
    path.write_text("mine", "utf-8")
    with pytest.raises(UsageError, match="is there already"):
        installed.begin(path)
    assert path.read_text("utf-8") == "mine"
    assert installed.first_free(tmp_path).name == "my-questions.yaml"
    installed.begin(installed.first_free(tmp_path))
    assert installed.first_free(tmp_path).name == "my-questions-2.yaml"


@pytest.mark.parametrize(
    ("name", "says"),
    [("mine.txt", "ends in .yaml"), ("my own.yaml", "use letters, digits and hyphens")],
)
def test_a_name_that_is_none_is_refused(tmp_path, name, says):
    with pytest.raises(UsageError, match=says):
        installed.begin(tmp_path / name)
    assert not list(tmp_path.iterdir())


def test_a_bank_is_taken_in_once_and_put_away(tmp_path):
    source, folder = tmp_path / "theirs.yaml", tmp_path / "banks"
    installed.begin(source)
    (target,) = installed.take_in(source, folder, reader.load([]))
    assert target.read_bytes() == source.read_bytes()
    with pytest.raises(UsageError, match=r"theirs/\S+ in both"):
        installed.take_in(source, folder, reader.load([folder]))
    aside = installed.put_away("theirs", folder)
    assert aside.read_bytes() == source.read_bytes()
    assert reader.load([folder]).banks == ()
    installed.take_in(source, folder, reader.load([folder]))
    assert installed.put_away("theirs", folder) != aside
    with pytest.raises(UsageError, match="none of your own banks is called 'theirs'"):
        installed.put_away("theirs", folder)


def test_of_a_folder_all_banks_are_taken_in_or_none(tmp_path):
    shelf, folder = tmp_path / "shelf", tmp_path / "banks"
    installed.begin(shelf / "good.yaml")
    (shelf / "worse.yaml").write_text("schema: 1\nquestions: []\n", "utf-8")
    with pytest.raises(BankError, match=r"worse\.yaml"):
        installed.take_in(shelf, folder, reader.load([]))
    assert not folder.exists()
    (shelf / "worse.yaml").unlink()
    assert len(installed.take_in(shelf, folder, reader.load([]))) == 1
    with pytest.raises(UsageError, match="there is no bank"):
        installed.take_in(tmp_path / "banks" / "..", folder, reader.load([]))


def test_a_full_disk_leaves_the_file_as_it_was(tmp_path, monkeypatch):
    path = tmp_path / "mine.yaml"
    path.write_text("old", "utf-8")

    def full(_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(files.os, "fsync", full)
    with pytest.raises(UsageError, match=r"mine\.yaml can't be written: No space left on device"):
        files.replace(path, "new")
    assert path.read_text("utf-8") == "old"
    assert [one.name for one in tmp_path.iterdir()] == ["mine.yaml"]
