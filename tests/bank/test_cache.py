"""What files came to is kept, and what is kept is used only where nothing has changed."""

from __future__ import annotations

import os
import random
import shutil
import sys
import time
from dataclasses import replace
from pathlib import Path
from threading import Thread
from types import SimpleNamespace

import pytest

from quizapp.bank import cache, packing, reader, sources
from quizapp.bank.sources import shipped, yaml_files
from quizapp.practice.variants import drawn
from quizapp.questions.base import Question
from quizapp.questions.open import OpenQuestion
from quizapp.system import cache as kept_files
from tests.stubs import READERS, shipped_banks

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

QUANTITY = """\
quantities:
  - {name: double, title: Double, takes: x, formula: '2x', means: 2 * x, source: Arithmetic,
     slips: [{id: half, instead: x / 2, says: That's half of it.}],
     examples: [{x: 2, gives: 4}, {x: 3, gives: 6}]}
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


@pytest.fixture(autouse=True)
def program(tmp_path, monkeypatch):
    """Let the program be a copy that can be changed, and that was not built yet."""
    there = tmp_path / "quizapp"
    (there / "bank").mkdir(parents=True)
    (there / "bank" / "reader.py").write_text("")
    monkeypatch.setattr(cache, "_PROGRAM", there)
    monkeypatch.setattr(cache, "package", lambda: there)
    cache.program.cache_clear()
    yield there
    cache.program.cache_clear()


@pytest.fixture
def reads(monkeypatch):
    """Return the names of the files that are read anew."""
    found = []
    read = reader.read

    def noted(file, **options):
        found.append(file.name)
        return read(file, **options)

    monkeypatch.setattr(reader, "read", noted)
    return found


def test_what_was_read_once_is_there_without_reading(source, folder, reads):
    first = cache.load_banks([source], folder)
    again = cache.load_banks([source], folder)
    assert reads == ["one.yaml"]
    assert again.questions == first.questions
    assert again.banks[0].path == source
    (_, open_question) = again.questions
    assert isinstance(open_question, OpenQuestion)
    assert open_question.judge.judge("It is the cross-entropy.").covered == ("p",)


@pytest.mark.thorough
def test_all_that_is_shipped_is_kept_as_it_was_read(folder, reads):
    read = reader.load([shipped()])
    count = len(reads)
    for _ in range(2):
        kept = cache.load_banks([shipped()], folder)
        assert kept.questions == read.questions
        assert [replace(one, questions=(), places={}) for one in kept.banks] == [
            replace(one, questions=(), places={}) for one in read.banks
        ]
        assert kept.problems == read.problems
    assert len(reads) == 2 * count


def test_a_changed_bank_alone_is_read_anew(source, folder, reads):
    other = source.with_name("two.yaml")
    other.write_text(BANK)
    for text in (BANK, BANK.replace("Why?", "How?")):
        source.write_text(text)
        found = cache.load_banks([source.parent], folder)
    assert found.questions[1].stem == "How?"
    assert reads == ["one.yaml", "two.yaml", "one.yaml"]
    assert len(list(folder.iterdir())) == 2


def test_problems_of_a_file_are_kept_and_told_each_time(source, folder, reads):
    source.write_text(BANK.replace("level: 1", "level: 9"))
    first, again = (cache.load_banks([source], folder).problems for _ in range(2))
    assert [one.line for one in again] == [5, 7]
    assert again == first
    assert len(reads) == 1


def test_warnings_of_what_is_named_and_not_there_stand_at_their_places(source, folder, reads):
    source.write_text(BANK.replace("level: 1,", "level: 1, follow_ups: [gone],", 1))
    first, again = (cache.load_banks([source], folder).problems for _ in range(2))
    assert [(one.line, one.severity) for one in again] == [(5, "warning")]
    assert again == first == reader.load([source]).problems
    assert len(reads) == 2


@pytest.mark.usefixtures("later")
@pytest.mark.parametrize("name", ["file", "x" * 300])
def test_where_nothing_can_be_kept_nothing_is_lost(source, tmp_path, reads, name):
    (tmp_path / "file").write_text("")
    for _ in range(2):
        assert cache.load_banks([source], tmp_path / name / "prepared").questions
    assert len(reads) == 2


def test_a_file_that_is_not_ours_is_read_over(source, folder, reads):
    whole = cache.load_banks([source], folder)
    (kept,) = folder.iterdir()
    data = kept.read_bytes()
    chance = random.Random(1)
    others = [b"", b"null", b"[]", b"[" * 100_000, data[:-1], data + b" ", data[32:]]
    others += [data.replace(b"level", b"lever"), data.replace(b"What", b"That")]
    for _ in range(100):
        place = chance.randrange(len(data))
        others.append(
            data[:place] + bytes([data[place] ^ 1 << chance.randrange(8)]) + data[place + 1 :]
        )
    for other in others:
        kept.write_bytes(other)
        assert cache.load_banks([source], folder).questions == whole.questions
    assert len(reads) == 1 + len([other for other in others if other != data])


def test_what_was_kept_of_other_banks_is_not_taken_for_these(source, folder, reads):
    cache.load_banks([source], folder)
    (kept,) = folder.iterdir()
    data = kept.read_bytes()
    source.write_text(BANK.replace("Why?", "How?"))
    cache.load_banks([source], folder)
    kept.write_bytes(data)
    assert cache.load_banks([source], folder).questions[1].stem == "How?"
    assert len(reads) == 3


@pytest.mark.usefixtures("later")
def test_a_program_that_ends_while_it_keeps_leaves_what_was_kept(source, folder, monkeypatch):
    before = cache.load_banks([source], folder).questions
    kept = {path.name: path.read_bytes() for path in folder.iterdir()}
    for text in (BANK.replace("Why?", "How?"), BANK):
        source.write_text(text)
        with monkeypatch.context() as killed:
            killed.setattr(os, "replace", lambda *_: sys.exit())
            with pytest.raises(SystemExit):
                cache.load_banks([source], folder)
    assert {name: (folder / name).read_bytes() for name in kept} == kept
    assert cache.load_banks([source], folder).questions == before


def test_a_change_of_any_part_of_the_program_is_seen(source, folder, reads, program):
    for _ in range(2):
        cache.load_banks([source], folder)
    assert len(reads) == 1
    (program / "bank" / "reader.py").write_text("# changed\n")
    cache.program.cache_clear()
    cache.load_banks([source], folder)
    assert len(reads) == 2


def test_a_change_of_the_archive_that_the_program_is_in_is_seen(tmp_path, monkeypatch):
    archive = tmp_path / "quizapp.zip"
    archive.write_bytes(b"one")
    monkeypatch.setattr(cache, "_PROGRAM", archive / "quizapp")
    first = cache.program()
    archive.write_bytes(b"other")
    cache.program.cache_clear()
    assert cache.program() != first


def test_what_is_no_ordinary_file_is_told_and_not_read(tmp_path, folder):
    os.mkfifo(tmp_path / "pipe.yaml")
    banks = cache.load_banks([tmp_path / "pipe.yaml", Path("/dev/zero")], folder)
    assert [problem.path.name for problem in banks.problems] == ["pipe.yaml", "zero"]
    assert not folder.exists()


def test_many_questions_are_read_by_a_process_of_its_own(source, folder, reads, monkeypatch):
    monkeypatch.setattr(cache, "_READ_APART", 10)
    # The other process knows the program where it is.
    monkeypatch.setattr(cache, "_PROGRAM", Path(cache.__file__).parents[1])
    cache.program.cache_clear()
    bad = source.with_name("two.yaml")
    bad.write_text(BANK.replace("level: 1", "level: 9"))
    found = cache.load_banks([source.parent], folder)
    assert reads == []
    assert len(found.questions) == len(found.problems) == 2


def test_where_no_other_process_can_be_had_they_are_read_here(source, folder, reads, monkeypatch):
    monkeypatch.setattr(cache, "_READ_APART", 10)
    for missing in ("", str(folder / "python")):
        monkeypatch.setattr(sys, "executable", missing)
        shutil.rmtree(folder, ignore_errors=True)
        assert cache.load_banks([source], folder).questions
    assert reads == ["one.yaml"] * 2


def test_of_files_that_are_gone_not_all_is_kept_for_ever(source, folder, monkeypatch):
    monkeypatch.setattr(cache, "_MOST", 2)
    for place in range(5):
        source.write_text(BANK)
        source = source.rename(source.with_name(f"{place}.yaml"))
        cache.load_banks([source], folder)
    assert len(list(folder.iterdir())) == 3


# Files that are as they were


@pytest.fixture
def later(monkeypatch):
    """Let it be ten seconds later than files were changed."""
    monkeypatch.setattr(sources, "time_ns", lambda: time.time_ns() + 10_000_000_000)


@pytest.fixture
def looks(monkeypatch):
    """Return the names of the files that are looked into."""
    found = []
    content = sources.content

    def noted(file):
        found.append(file.name)
        return content(file)

    monkeypatch.setattr(sources, "content", noted)
    return found


@pytest.mark.usefixtures("later")
def test_a_file_that_is_as_it_was_is_not_looked_into(source, folder, looks, reads):
    source.with_name("two.yaml").write_text(BANK + QUANTITY.replace("double", "twice"))
    source.write_text(f"uses: [two]\n{BANK}")
    cache.load_banks([source.parent], folder)
    looks.clear()
    reads.clear()
    for _ in range(2):
        assert len(cache.load_banks([source.parent], folder).questions) == 4
    assert not looks
    source.write_text(BANK)
    cache.load_banks([source.parent], folder)
    assert looks == reads == ["one.yaml"]


@pytest.mark.usefixtures("later")
@pytest.mark.skipif(os.name == "nt", reason="Windows has no time that nobody can set")
def test_a_file_that_was_given_its_old_time_again_is_looked_into(source, folder):
    before = source.stat()
    for _ in range(2):
        cache.load_banks([source], folder)
    source.write_text(BANK.replace("Why?", "How?"))
    os.utime(source, ns=(before.st_atime_ns, before.st_mtime_ns))
    after = source.stat()
    assert (after.st_size, after.st_mtime_ns) == (before.st_size, before.st_mtime_ns)
    assert cache.load_banks([source], folder).questions[1].stem == "How?"


def test_a_file_that_had_just_changed_is_looked_into_again(source, folder, monkeypatch):
    state = source.stat()
    system = SimpleNamespace(stat=lambda _: state, path=os.path)  # that counts whole seconds
    monkeypatch.setattr(sources, "os", system)
    monkeypatch.setattr(sources, "time_ns", lambda: state.st_ctime_ns + 1_900_000_000)
    for asked in ("Why?", "How?"):
        source.write_text(BANK.replace("Why?", asked))
        assert cache.load_banks([source], folder).questions[1].stem == asked


@pytest.mark.usefixtures("later")
def test_what_is_no_file_any_more_is_told(source, folder):
    for _ in range(2):
        assert not cache.load_banks([source], folder).problems
    source.unlink()
    assert "not found" in str(cache.load_banks([source], folder).problems)
    os.mkfifo(source)
    assert "not an ordinary file" in str(cache.load_banks([source], folder).problems)


@pytest.mark.usefixtures("later")
def test_what_is_damaged_of_what_files_say_is_found_out_again(source, folder, looks):
    questions = cache.load_banks([source], folder).questions
    data = (folder / "states").read_bytes()
    chance = random.Random(2)
    for _ in range(20):
        place = chance.randrange(len(data))
        (folder / "states").write_bytes(data[:place] + b"?" + data[place + 1 :])
        assert cache.load_banks([source], folder).questions == questions
    assert len(looks) == 21


@pytest.mark.usefixtures("later")
def test_programs_that_look_at_the_same_time_do_not_mislead_each_other(source, folder, looks):
    other = source.with_name("two.yaml")
    other.write_text(BANK)
    folder.mkdir(parents=True)
    first, second = (sources.Known(folder / "states", lambda: "key") for _ in range(2))
    assert first[source] == sources.look_into(source)
    second[other]
    first.keep()
    second.keep()
    looks.clear()
    third = sources.Known(folder / "states", lambda: "key")
    assert (third[source], third[other]) == (first[source], second[other])
    assert looks == ["one.yaml"]
    third.keep()
    looks.clear()
    assert sources.Known(folder / "states", lambda: "other program")[other] == second[other]
    assert looks == ["two.yaml"]


# A question that is not unpacked yet


@pytest.fixture
def folded(source, folder):
    cache.load_banks([source], folder)
    return cache.load_banks([source], folder).questions


def test_banks_are_there_before_their_questions(source, folder):
    other = source.with_name("two.yaml")
    other.write_text(BANK.replace("level: 1,", "level: 1, after: [b, two/b],", 1))
    for _ in range(2):
        found = cache.load_banks([source.parent], folder)
    first, second = found.banks
    assert (first.name, second.name, found.problems) == ("one", "two", ())
    assert "questions" not in first.__dict__
    assert found.find("two/b") is second.questions[1]
    assert "questions" not in first.__dict__


def test_names_of_questions_that_are_not_there_are_told_each_time(source, folder):
    source.write_text(BANK.replace("level: 1,", "level: 1, after: [b, c, two/b],", 1))
    for _ in range(2):
        found = cache.load_banks([source.parent], folder)
        missing, elsewhere = map(str, found.problems)
        assert "no question called 'c'" in missing
        assert "no question called 'two/b'" in elsewhere


def test_of_two_threads_that_unfold_a_row_one_counts_for_both(source, folder, monkeypatch):
    cache.load_banks([source], folder)
    question, _ = cache.load_banks([source], folder).questions
    unpacked = packing._Unpacking.unpacked

    def interrupted(unpacking, plain):
        monkeypatch.setattr(packing._Unpacking, "unpacked", unpacked)
        packing._unfold(question)
        return unpacked(unpacking, plain)

    monkeypatch.setattr(packing._Unpacking, "unpacked", interrupted)
    assert question.slips[0].id == "s"
    assert (type(question).__name__, question.answer) == ("NumericQuestion", "k")


def test_one_thread_at_a_time_unpacks_a_column(source, folder, monkeypatch):
    cache.load_banks([source], folder)
    (bank,) = cache.load_banks([source], folder).banks
    unpacked, others = packing._Unpacking.values, []

    def interrupted(*given):
        other = Thread(target=lambda: others.append(packing._ONE_AT_A_TIME.acquire(False)))
        other.start()
        other.join()
        return unpacked(*given)

    monkeypatch.setattr(packing._Unpacking, "values", interrupted)
    assert bank.questions is bank.questions
    assert others == [False]


def test_a_list_of_questions_unpacks_none_of_them(folded):
    assert all(isinstance(question, Question) for question in folded)
    for question in folded:
        assert (question.name, question.topic, question.level, question.title) == (
            f"one/{question.id}",
            "x",
            1,
            "",
        )
        assert isinstance(question.slip_ids, frozenset)
        assert not {"answer", "rubric"} & question.__dict__.keys()
    assert [one.generated for one in folded] == [True, False]


@pytest.mark.parametrize("place", [0, 1])
def test_a_question_is_the_same_unpacked_or_not(folded, source, place):
    read = reader.read(source).questions[place]
    assert isinstance(folded[place], type(read))
    assert folded[place] == read
    assert read == folded[place]
    assert type(folded[place]) is type(read)
    assert folded[place].__dict__ == read.__dict__


def test_two_that_are_not_unpacked_are_compared_as_they_are(source, folder, folded):
    again = cache.load_banks([source], folder).questions
    assert folded[0] == again[0]
    assert folded[0] != again[1]


def test_a_question_that_is_not_unpacked_can_be_changed(folded):
    changed = replace(folded[0], stem="Other {{ k }}")
    assert (changed.stem, changed.answer) == ("Other {{ k }}", "k")
    assert changed != folded[0]


def test_questions_of_a_bank_share_its_quantities(source, folder):
    source.write_text(BANK + QUANTITY)
    kept, again = (cache.load_banks([source], folder) for _ in range(2))
    (bank,) = again.banks
    assert bank.quantities == reader.read(source).quantities == kept.banks[0].quantities
    assert all(one.known[0] is bank.quantities[0] for one in again.questions)


# What is shipped


@pytest.fixture(scope="module")
def build(tmp_path_factory):
    """Return a folder with what the package keeps, as it is built."""
    folder = tmp_path_factory.mktemp("build")
    cache.ship(READERS, "", folder)
    return folder


@pytest.fixture
def built(build, program):
    """Let the program be built."""
    for name in cache.SHIPPED.values():
        shutil.copy(build / name, program)


@pytest.mark.thorough
@pytest.mark.usefixtures("built")
def test_a_package_that_was_built_reads_nothing(folder, reads):
    found = cache.load_banks([shipped()], folder)
    assert reads == []
    assert not folder.exists()
    assert found.questions == shipped_banks().questions


@pytest.mark.thorough
@pytest.mark.usefixtures("built")
def test_its_questions_can_be_asked_at_once_and_as_if_drawn_now(folder):
    numeric = [
        one for one in cache.load_banks([shipped()], folder).questions if one.type == "numeric"
    ]
    for question in numeric[::3]:
        now = replace(question, ready=None)
        before = question.ready_variant(5)
        after = drawn(now, before.seed)
        assert before == after
        assert "_calculated" not in before.__dict__
        assert (before.stem, before.shape) == (after.stem, after.shape)
        if question.generated:
            assert question.undiagnosable == now.undiagnosable
    assert len(numeric) > 300


@pytest.mark.thorough
@pytest.mark.usefixtures("built")
def test_a_file_that_has_changed_since_it_was_built_is_read(folder, reads, source):
    text = next(one for one in shipped().iterdir() if one.name == "entropy.yaml").read_text()
    changed = source.with_name("entropy.yaml")
    changed.write_text(text)
    cache.load_banks([changed], folder)
    assert reads == []
    changed.write_text(text.replace("schema: 1", "schema: 1  # mine"))
    cache.load_banks([changed], folder)
    assert reads == ["entropy.yaml"]


@pytest.mark.thorough
@pytest.mark.usefixtures("built")
def test_tracks_are_there_without_a_look_at_the_banks(folder, monkeypatch):
    looked_at = []

    def noted(file):
        looked_at.append(file.name)
        return content(file)

    content = sources.content
    monkeypatch.setattr(sources, "content", noted)
    assert cache.load_tracks([shipped()], folder).tracks
    assert looked_at == [one.name for one in yaml_files(shipped() / "tracks")]


def test_tracks_are_the_same_when_they_are_kept(tmp_path, folder):
    topics = "topics:\n  - topic: loss\n    about: What is lost.\n"
    (tmp_path / "mine.yaml").write_text(f"schema: 1\ntrack: mine\ntitle: Mine\n{topics}")
    (tmp_path / "bad.yaml").write_text("schema: 1\ntrack: bad\ntopics: []\n")
    first, again = (cache.load_tracks([tmp_path], folder) for _ in range(2))
    assert [one.name for one in first.tracks] == ["mine"]
    assert first.problems
    assert again == first


def test_what_is_shipped_lies_in_the_folder_of_its_kind():
    for kind, folder in {"bank": "", **sources.FOLDERS}.items():
        found = yaml_files(shipped() / folder)
        assert {sources.look_into(file).kind for file in found} == {kind}


def test_a_checkout_that_has_changed_since_it_was_built_reads(source, folder, program, reads):
    there = kept_files.sealed("bank", ("another program", {}))
    (program / cache.SHIPPED["bank"]).write_bytes(there)
    cache.load_banks([source], folder)
    assert reads == ["one.yaml"]
