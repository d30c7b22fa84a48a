"""Banks of one's own: begun, added to, taken in and put away, and nothing is ever lost."""

from __future__ import annotations

import pytest

from quizapp.authoring import installed
from quizapp.bank import reader
from quizapp.bank.checking import questions
from quizapp.errors import BankError, UsageError
from quizapp.questions.types import TYPES
from quizapp.system import files

pytestmark = pytest.mark.usefixtures("few_are_shipped")


def test_the_starter_is_right_as_it_is(tmp_path):
    path = tmp_path / "mine.yaml"
    installed.begin(path)
    banks = reader.load([path])
    assert [question.type for question in banks.questions] == [
        name for name, one in TYPES.items() for _ in one.examples
    ]
    assert any(question.generated for question in banks.questions)
    report = questions.check(banks, 20)
    assert list(report.all_problems) == []


@pytest.mark.parametrize("kind", sorted(TYPES))
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


def test_where_a_question_does_not_fit_nothing_is_written(tmp_path):
    path = tmp_path / "mine.yaml"
    text = (
        "questions: [{id: a, type: numeric, topic: t, level: 1, stem: Q, answer: 1}]\nschema: 1\n"
    )
    path.write_text(text, "utf-8")
    with pytest.raises(UsageError, match="one entry below the other"):
        installed.extend(path, "choice")
    assert path.read_text("utf-8") == text


def test_a_question_is_added_after_the_others_also_where_the_list_is_not_last(tmp_path):
    path = tmp_path / "mine.yaml"
    path.write_text(
        "questions:\n- id: a\n  type: numeric\n  topic: t\n  level: 1\n  stem: Q\n  answer: 1\n"
        "schema: 1\n",
        "utf-8",
    )
    installed.extend(path, "choice")
    assert [one.type for one in reader.read(path).questions] == ["numeric", "choice"]
    assert path.read_text("utf-8").endswith("\nschema: 1\n")


def test_a_broken_bank_is_not_added_to(tmp_path):
    path = tmp_path / "mine.yaml"
    path.write_text("schema: 1\nquestions: none\n", "utf-8")
    with pytest.raises(BankError, match=r"mine\.yaml:2:12"):
        installed.extend(path, "choice")


def test_nothing_is_overwritten(tmp_path):
    path = tmp_path / "mine.yaml"
    path.write_text("mine", "utf-8")
    with pytest.raises(UsageError, match="already exists"):
        installed.begin(path)
    assert path.read_text("utf-8") == "mine"
    assert installed.first_free(tmp_path).name == "my-questions.yaml"
    installed.begin(installed.first_free(tmp_path))
    assert installed.first_free(tmp_path).name == "my-questions-2.yaml"


@pytest.mark.parametrize(
    ("name", "says"),
    [("mine.txt", "must end in .yaml"), ("my own.yaml", "use letters, digits and hyphens")],
)
def test_a_name_that_is_none_is_refused(tmp_path, name, says):
    with pytest.raises(UsageError, match=says):
        installed.begin(tmp_path / name)
    assert not list(tmp_path.iterdir())


BANK = """\
schema: 1
bank: shared
questions:
  - id: one
    type: numeric
    topic: sums
    level: 1
    stem: What is 1 + 1?
    answer: 1 + 1
  - id: two
    type: numeric
    topic: sums
    level: 1
    stem: What is 2 + 2?
    answer: 2 + 2
"""
INTERVIEW = """\
schema: 1
blueprint: short-one
title: A short one
minutes: 5
sections:
  - title: Sums
    bank: shared
    count: 2
"""


def test_a_bank_is_installed_and_uninstalled(tmp_path):
    source, folder = tmp_path / "theirs.yaml", tmp_path / "banks"
    installed.begin(source)
    assert installed.take_in(source, folder) == [f"installed as {folder / 'theirs.yaml'}"]
    assert (folder / "theirs.yaml").read_bytes() == source.read_bytes()
    aside = installed.put_away("theirs", folder)
    assert aside.read_bytes() == source.read_bytes()
    assert reader.load([folder]).banks == ()
    installed.take_in(source, folder)
    assert installed.put_away("theirs", folder) != aside
    with pytest.raises(UsageError, match="you have no bank or interview called 'theirs'"):
        installed.put_away("theirs", folder)


def test_a_bank_that_is_installed_already_is_replaced_and_what_differs_is_told(tmp_path):
    source, folder = tmp_path / "v.yaml", tmp_path / "banks"
    source.write_text(BANK, "utf-8")
    installed.take_in(source, folder)
    target = folder / "shared.yaml"
    assert installed.take_in(source, folder) == [f"{target}: replaced; its questions are the same"]
    changed = BANK.replace("1 + 1", "1 + 2").replace("id: two", "id: three")
    source.write_text(changed, "utf-8")
    assert installed.take_in(source, folder) == [
        f"{target}: replaced: 1 new (three), 1 changed (one), 1 gone (two); your answers are kept"
    ]
    assert target.read_text("utf-8") == changed
    assert [file.name for file in folder.iterdir()] == ["shared.yaml"]


def test_an_installed_bank_is_replaced_where_it_is_whatever_its_file_is_called(tmp_path):
    source, folder = tmp_path / "v.yaml", tmp_path / "banks"
    source.write_text(BANK, "utf-8")
    folder.mkdir()
    (folder / "renamed.yaml").write_text(BANK.replace("1 + 1", "3"), "utf-8")
    assert "1 changed (one)" in installed.take_in(source, folder)[0]
    assert [file.name for file in folder.iterdir()] == ["renamed.yaml"]


def test_neither_a_built_in_bank_nor_a_broken_file_is_replaced(tmp_path):
    source, folder = tmp_path / "v.yaml", tmp_path / "banks"
    source.write_text(BANK.replace("bank: shared", "bank: softmax"), "utf-8")
    with pytest.raises(
        UsageError, match=r"'softmax' is also the name of a bank in .*softmax\.yaml; rename one"
    ):
        installed.take_in(source, folder)
    folder.mkdir()
    (folder / "shared.yaml").write_text("schema: 1\n", "utf-8")
    source.write_text(BANK, "utf-8")
    with pytest.raises(UsageError, match="already exists and can't be loaded"):
        installed.take_in(source, folder)


def test_of_a_folder_all_banks_are_installed_or_none(tmp_path):
    shelf, folder = tmp_path / "shelf", tmp_path / "banks"
    installed.begin(shelf / "good.yaml")
    (shelf / "worse.yaml").write_text("schema: 1\nquestions: []\n", "utf-8")
    with pytest.raises(BankError, match=r"worse\.yaml"):
        installed.take_in(shelf, folder)
    assert not folder.exists()
    (shelf / "worse.yaml").unlink()
    assert len(installed.take_in(shelf, folder)) == 1
    with pytest.raises(UsageError, match="no banks in that folder"):
        installed.take_in(tmp_path / "banks" / "..", folder)


def test_what_is_wrong_with_a_file_is_told_before_all_others_are_read(tmp_path, monkeypatch):
    monkeypatch.setattr(reader, "load", None)
    source = tmp_path / "v.yaml"
    source.write_text("schema: 1\nquestions: []\n", "utf-8")
    with pytest.raises(BankError, match=r"v\.yaml"):
        installed.take_in(source, tmp_path / "banks")


def test_two_files_of_one_bank_are_not_both_installed(tmp_path):
    for name in ("one.yaml", "two.yaml"):
        (tmp_path / name).write_text(BANK, "utf-8")
    with pytest.raises(
        UsageError, match=r"two.yaml: 'shared' is also the name of a bank in .*one.yaml"
    ):
        installed.take_in(tmp_path, tmp_path / "banks")


def test_a_folder_is_installed_with_its_interviews(tmp_path):
    shelf, folder = tmp_path / "shelf", tmp_path / "banks"
    (shelf / "blueprints").mkdir(parents=True)
    (shelf / "v.yaml").write_text(BANK, "utf-8")
    (shelf / "blueprints" / "short.yaml").write_text(INTERVIEW, "utf-8")
    target = folder / "blueprints" / "short-one.yaml"
    assert installed.take_in(shelf, folder) == [
        f"installed as {folder / 'shared.yaml'}",
        f"installed as {target}; start it with: quizapp mock short-one",
    ]
    assert installed.take_in(target, folder)[0].startswith(f"{target}: replaced")
    assert installed.put_away("short-one", folder).exists()
    assert not target.exists()


def test_a_subject_is_installed_replaced_and_uninstalled_by_its_name(tmp_path):
    folder, path = tmp_path / "banks", tmp_path / "mine.yaml"
    text = "schema: 1\ntrack: sql\ntitle: SQL\ntopics:\n  - topic: joins\n"
    path.write_text(text, "utf-8")
    target = folder / "tracks" / "sql.yaml"
    says = "'SQL' is now among the subjects"
    assert installed.take_in(path, folder) == [f"installed as {target}; {says}"]
    assert installed.take_in(path, folder) == [f"{target}: replaced; {says}"]
    assert installed.put_away("sql", folder).exists()
    assert not target.exists()
    path.write_text(text.replace("track: sql", "track: cross-entropy"), "utf-8")
    with pytest.raises(UsageError, match="'cross-entropy' is also the name of a track in "):
        installed.take_in(path, folder)


def test_an_interview_is_installed_only_where_its_bank_is(tmp_path):
    plan = tmp_path / "short.yaml"
    plan.write_text(INTERVIEW, "utf-8")
    with pytest.raises(BankError, match=r"short\.yaml:7:11: .*no bank called 'shared'"):
        installed.take_in(plan, tmp_path / "banks")
    plan.write_text(INTERVIEW.replace("short-one", "phone-screen"), "utf-8")
    with pytest.raises((UsageError, BankError)):
        installed.take_in(plan, tmp_path / "banks")


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


def test_a_question_is_added_about_the_topic_of_the_last_one(tmp_path):
    path = tmp_path / "own.yaml"
    path.write_text(
        "schema: 1\nquestions:\n- id: a\n  type: numeric\n  topic: counting\n  level: 1\n"
        "  stem: What?\n  answer: 1\n- id: b\n  type: numeric\n  topic: 'sql'\n  level: 1\n"
        "  stem: And?\n  answer: 2\n"
    )
    for kind in ("numeric", "choice", "order", "open"):
        installed.extend(path, kind)
    topics = [question.topic for question in reader.read(path).questions]
    assert topics == ["counting", *["sql"] * 5]


_SHARED = """\
schema: 1
quantities:
  - name: half_of
    takes: x
    means: x / 2
    source: by hand
    examples:
      - x: 1
        gives: 0.5
      - x: 4
        gives: 2
"""
_USER = """\
schema: 1
uses: [shared]
questions:
  - id: half
    type: numeric
    topic: halves
    level: 1
    stem: What is half of 8?
    answer: half_of(8)
"""


def test_a_bank_that_uses_another_is_installed_with_it_or_after_it(tmp_path):
    there, own = tmp_path / "there", tmp_path / "own"
    there.mkdir()
    own.mkdir()
    (there / "user.yaml").write_text(_USER, "utf-8")
    (there / "shared.yaml").write_text(_SHARED, "utf-8")
    with pytest.raises(BankError, match="no bank called 'shared'"):
        installed.take_in(there / "user.yaml", own)
    assert list(own.iterdir()) == []
    installed.take_in(there / "shared.yaml", own)
    installed.take_in(there / "user.yaml", own)
    banks = reader.load([own])
    assert (banks.problems, banks.questions[0].variant().key) == ((), 4)
