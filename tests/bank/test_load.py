"""Files and folders of banks, where a bad one never stops the good ones."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from quizapp.bank.reader import load, read, shipped
from quizapp.errors import BankError, UsageError
from quizapp.interview import blueprints


def bank(*identities: str, more: str = "") -> str:
    return "schema: 1\nquestions:\n" + "".join(
        f"  - id: {identity}\n    type: order\n    topic: x\n    level: 1\n    stem: Sort.\n"
        f"    lines: [a, b]\n{more}"
        for identity in identities
    )


def write(folder: Path, **texts: str) -> Path:
    for name, text in texts.items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return folder


def test_a_folder_is_read_in_the_order_of_its_names_without_its_folders(tmp_path):
    write(tmp_path, second=bank("b"), first=bank("a"))
    (tmp_path / "third.yml").write_text(bank("c"))
    (tmp_path / "README.md").write_text("# no bank")
    (tmp_path / "blueprints").mkdir()
    write(tmp_path / "blueprints", mock="sections: []")
    banks = load([tmp_path])
    assert [question.name for question in banks.questions] == ["first/a", "second/b", "third/c"]
    assert banks.problems == ()


def test_a_bad_file_is_left_out_with_all_its_problems_and_the_good_ones_load(tmp_path):
    write(
        tmp_path,
        bad=bank("a").replace("level: 1", "level: 9").replace("[a, b]", "x"),
        good=bank("b"),
    )
    banks = load([tmp_path])
    assert [question.name for question in banks.questions] == ["good/b"]
    assert banks.left_out == (tmp_path / "bad.yaml",)
    assert [(problem.line, problem.column) for problem in banks.problems] == [(6, 12), (8, 12)]


def test_a_name_taken_by_another_file_is_a_problem_of_the_later_file(tmp_path):
    write(tmp_path, one=f"bank: same\n{bank('a')}", two=f"bank: same\n{bank('b')}")
    banks = load([tmp_path])
    assert [question.id for question in banks.questions] == ["a"]
    (problem,) = banks.problems
    assert problem.path == tmp_path / "two.yaml"
    assert problem.message == (
        f"not loaded: 'same' is also the name of a bank in {tmp_path / 'one.yaml'}, which is used "
        "instead; remove one of them, or rename one with 'bank: NAME'"
    )


def test_a_file_given_twice_is_read_once(tmp_path):
    write(tmp_path, one=bank("a"))
    banks = load([tmp_path, tmp_path / "one.yaml", tmp_path / ".." / tmp_path.name])
    assert (len(banks.questions), banks.problems) == (1, ())


def test_a_question_is_found_by_its_full_name_or_by_an_id_of_its_own(tmp_path):
    banks = load([write(tmp_path, one=bank("a", "both"), two=bank("b", "both"))])
    assert banks.find("a").name == "one/a"
    assert banks.find("two/both").name == "two/both"
    with pytest.raises(
        UsageError, match="several banks have a question called 'both'; use one/both or two/both"
    ):
        banks.find("both")
    with pytest.raises(UsageError, match="no question called 'two/bot'; did you mean 'two/both'"):
        banks.find("two/bot")


def test_a_bare_id_means_the_preferred_bank_which_is_told(tmp_path):
    folder = write(tmp_path, one=bank("a", "both"), two=bank("b", "both"))
    banks = load([folder]).preferring([folder / "two.yaml"])
    assert banks.find("both").name == "two/both"
    assert banks.note_on("both") == "'both' is taken as 'two/both'; there is also one/both"
    assert banks.find("a").name == "one/a"
    assert banks.note_on("a") == banks.note_on("one/both") == ""
    everywhere = banks.preferring([tmp_path])
    assert everywhere.note_on("both") == ""
    with pytest.raises(UsageError, match="use one/both or two/both"):
        everywhere.find("both")


def test_a_reference_to_no_question_is_a_warning_at_its_place(tmp_path):
    write(
        tmp_path,
        one=bank("a-one", more="    after: [b-one, two/b-one, a-two]\n    follow_ups: [a-one]\n"),
        two=bank("b-one"),
    )
    banks = load([tmp_path])
    assert len(banks.questions) == 2
    assert banks.left_out == ()
    assert [str(problem).removeprefix(str(tmp_path)) for problem in banks.problems] == [
        "/one.yaml:9:12: warning: no question called 'a-two'; did you mean 'a-one'?",
        "/one.yaml:10:17: warning: 'a-one' is this question itself; choose another",
    ]


def test_a_file_that_is_no_text_is_told_where(tmp_path):
    path = tmp_path / "one.yaml"
    path.write_bytes(b"schema: 1\ntitle: caf\xe9\n")
    with pytest.raises(
        BankError, match=r":2:11: the file isn't UTF-8 \(byte 0xe9\); save it as UTF-8"
    ):
        read(path)


def test_a_file_that_is_not_there_is_told(tmp_path):
    (problem,) = load([tmp_path / "none.yaml"]).problems
    assert problem.message == "file not found; check the path"


def test_a_file_that_may_not_be_read_is_told(tmp_path, monkeypatch):
    write(tmp_path, one=bank("a"))

    def refuse(*_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "open", refuse)
    with pytest.raises(BankError, match="the file can't be read: permission denied"):
        read(tmp_path / "one.yaml")


def test_a_folder_that_can_not_be_listed_stops_no_other(tmp_path, monkeypatch):
    closed, there = tmp_path / "closed", tmp_path / "there"
    for folder in (closed, there):
        folder.mkdir()
        write(folder, one=bank("a"))
    listed = Path.iterdir

    def refuse(folder):
        if folder == closed:
            raise PermissionError(13, "Permission denied")
        return listed(folder)

    monkeypatch.setattr(Path, "iterdir", refuse)
    banks = load([closed, there])
    assert [question.name for question in banks.questions] == ["one/a"]
    assert [str(problem) for problem in banks.problems] == [
        f"{closed}:1:1: the folder can't be listed; check its permissions"
    ]
    assert blueprints.load([closed, there]).problems == ()


def test_what_is_no_ordinary_file_is_told(tmp_path):
    pipe, large, turned = (tmp_path / f"{name}.yaml" for name in ("pipe", "large", "turned"))
    os.mkfifo(pipe)
    with large.open("wb") as file:
        file.truncate(3_000_000_000)
    turned.symlink_to(turned)
    problems = load([pipe, Path("/dev/zero"), large, turned]).problems
    assert [problem.message for problem in problems] == [
        "it's a device or a pipe, not an ordinary file; give a file that ends in .yaml, "
        "or a folder of them",
        "it's a device or a pipe, not an ordinary file; give a file that ends in .yaml, "
        "or a folder of them",
        "the file is larger than 4 MB; split it into several banks",
        "the file can't be read: too many levels of symbolic links",
    ]


def test_what_is_no_ordinary_file_in_a_folder_stops_no_other(tmp_path):
    write(tmp_path, good=bank("a"))
    os.mkfifo(tmp_path / "pipe.yaml")
    with (tmp_path / "large.yaml").open("wb") as file:
        file.truncate(3_000_000_000)
    banks = load([tmp_path])
    assert [question.name for question in banks.questions] == ["good/a"]
    assert banks.left_out == (tmp_path / "large.yaml",)


def test_the_shipped_banks_lie_in_the_package_or_beside_it():
    assert shipped().is_dir()
