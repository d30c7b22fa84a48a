"""Banks are kept as they were read, and what is kept is used only where nothing has changed."""

from __future__ import annotations

import os
import random
import shutil
from pathlib import Path

import pytest

from quizapp.bank import cache, reader
from quizapp.bank.collection import shipped
from quizapp.questions.open import OpenQuestion

BANK = """\
schema: 1
canonical:
  ce: [cross entropy]
questions:
  - {id: a, type: numeric, topic: x, level: 1, draw: {k: 'integer(1, 9)'}, stem: 'What is {{ k }}?',
     answer: k, tolerance: 1%, slips: [{id: s, instead: k + 1, says: No.}]}
  - {id: b, type: open, topic: x, level: 1, stem: Why?, model_answer: So.,
     rubric: [{id: p, text: P., match: [ce]}], misconceptions: [{id: m, text: M., match: [bad]}]}
"""


@pytest.fixture
def source(tmp_path):
    path = tmp_path / "banks" / "one.yaml"
    path.parent.mkdir()
    path.write_text(BANK)
    return path


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "data" / "prepared"


@pytest.fixture
def reads(monkeypatch):
    """Return the sources of each time that banks are read anew."""
    found = []
    load = reader.load
    monkeypatch.setattr(reader, "load", lambda sources: (found.append(sources), load(sources))[1])
    return found


def test_what_was_read_once_is_there_without_reading(source, folder, reads):
    first = cache.load([source], folder)
    again = cache.load([source], folder)
    assert len(reads) == 1
    assert again.fingerprint == first.fingerprint
    assert again.questions == first.questions
    assert all(isinstance(one.path, Path) for one in again.banks)
    (_, open_question) = again.questions
    assert isinstance(open_question, OpenQuestion)
    assert open_question.judge.judge("It is the cross-entropy.").covered == ("p",)


def test_all_that_is_shipped_is_kept_as_it_was_read(folder, reads):
    first = cache.load([shipped()], folder)
    assert cache.load([shipped()], folder).questions == first.questions
    assert len(reads) == 1


def test_a_changed_bank_is_read_anew_and_what_was_kept_before_is_gone(source, folder, reads):
    cache.load([source], folder)
    source.write_text(BANK.replace("Why?", "How?"))
    assert cache.load([source], folder).questions[1].stem == "How?"
    assert len(reads) == 2
    assert len(list(folder.iterdir())) == 1


def test_a_bank_with_problems_is_read_anew_each_time(source, folder, reads):
    source.write_text(BANK.replace("level: 1", "level: 9"))
    for _ in range(2):
        assert cache.load([source], folder).problems
    assert len(reads) == 2


def test_where_nothing_can_be_kept_nothing_is_lost(source, tmp_path, reads):
    (tmp_path / "file").write_text("")
    for _ in range(2):
        assert cache.load([source], tmp_path / "file" / "prepared").questions
    assert len(reads) == 2


def test_a_cache_that_is_not_ours_is_read_over(source, folder, reads):
    whole = cache.load([source], folder)
    (kept,) = folder.iterdir()
    data = kept.read_bytes()
    chance = random.Random(1)
    others = [b"", b"null", b"[]", b"[" * 100_000, data[:-1], data + b" ", data[32:]]
    others += [data.replace(b'"level"', b'"lever"'), data.replace(b"What", b"That")]
    for _ in range(100):
        place = chance.randrange(len(data))
        others.append(
            data[:place] + bytes([data[place] ^ 1 << chance.randrange(8)]) + data[place + 1 :]
        )
    for other in others:
        kept.write_bytes(other)
        assert cache.load([source], folder).questions == whole.questions
    assert len(reads) == 1 + len(others)


def test_what_was_kept_of_other_banks_is_not_taken_for_these(source, folder, reads):
    cache.load([source], folder)
    (kept,) = folder.iterdir()
    data = kept.read_bytes()
    source.write_text(BANK.replace("Why?", "How?"))
    cache.load([source], folder)
    (other,) = folder.iterdir()
    other.write_bytes(data)
    assert cache.load([source], folder).questions[1].stem == "How?"
    assert len(reads) == 3


@pytest.mark.parametrize(
    "changed", ["answers/words/points.py", "answers/numbers/notation/words.py"]
)
def test_a_change_of_any_part_of_the_program_is_seen(
    changed, source, folder, reads, tmp_path, monkeypatch
):
    program = tmp_path / "quizapp"
    shutil.copytree(Path(cache.__file__).parents[1], program)
    monkeypatch.setattr(cache, "_PROGRAM", program)
    cache.load([source], folder)
    cache.load([source], folder)
    assert len(reads) == 1
    (program / changed).write_text("# changed\n")
    cache.load([source], folder)
    assert len(reads) == 2


def test_a_change_of_the_archive_that_the_program_is_in_is_seen(
    source, folder, reads, tmp_path, monkeypatch
):
    archive = tmp_path / "quizapp.zip"
    archive.write_bytes(b"one")
    monkeypatch.setattr(cache, "_PROGRAM", archive / "quizapp")
    for _ in range(2):
        cache.load([source], folder)
    assert len(reads) == 1
    archive.write_bytes(b"other")
    cache.load([source], folder)
    assert len(reads) == 2


def test_what_is_no_ordinary_file_is_told_and_not_read(tmp_path, folder):
    os.mkfifo(tmp_path / "pipe.yaml")
    banks = cache.load([tmp_path / "pipe.yaml", Path("/dev/zero")], folder)
    assert [problem.path.name for problem in banks.problems] == ["pipe.yaml", "zero"]
    assert not folder.exists()
