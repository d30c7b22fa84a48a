"""The user's files: whole at every moment, and no more open to others than the user wants."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path
from zipfile import Path as ZipPath
from zipfile import ZipFile

import pytest

from quizapp.errors import FileError, UsageError
from quizapp.system import files

pytestmark = pytest.mark.skipif(os.name == "nt", reason="modes and umask are those of POSIX")


def mode(path):
    return stat.S_IMODE(path.stat().st_mode)


@pytest.fixture
def umask():
    """Set the umask for one test."""
    before = os.umask(0o022)
    yield os.umask
    os.umask(before)


@pytest.mark.parametrize(("mask", "left"), [(0o022, 0o644), (0o077, 0o600), (0o002, 0o664)])
def test_a_new_file_is_as_open_as_the_umask_lets_it_be(tmp_path, umask, mask, left):
    umask(mask)
    files.create(tmp_path / "paper.md", "the key")
    assert mode(tmp_path / "paper.md") == left


@pytest.mark.parametrize("kept", [0o600, 0o664, 0o755, 0o444])
def test_a_file_that_is_replaced_keeps_its_mode(tmp_path, umask, kept):
    path = tmp_path / "mine.yaml"
    path.write_text("old", "utf-8")
    path.chmod(kept)
    umask(0o027)
    files.replace(path, "new")
    assert (path.read_text("utf-8"), mode(path)) == ("new", kept)


@pytest.mark.usefixtures("umask")
def test_the_text_of_a_private_file_is_never_readable_by_others(tmp_path, monkeypatch):
    path = tmp_path / "mine.yaml"
    path.write_text("old", "utf-8")
    path.chmod(0o600)
    seen = []
    fsync = os.fsync

    def look(descriptor):
        seen.append(stat.S_IMODE(os.fstat(descriptor).st_mode))
        fsync(descriptor)

    monkeypatch.setattr(files.os, "fsync", look)
    files.replace(path, "new")
    assert seen[0] == 0o600


@pytest.mark.usefixtures("umask")
def test_a_private_folder_is_closed_to_others_with_those_above_it_that_were_missing(tmp_path):
    there = tmp_path / "there"
    there.mkdir(mode=0o755)
    files.make_private(there / "data" / "banks")
    assert [mode(one) for one in (there, there / "data", there / "data" / "banks")] == [
        0o755,
        0o700,
        0o700,
    ]
    files.make_private(there)
    assert mode(there) == 0o755


@pytest.mark.usefixtures("umask")
@pytest.mark.parametrize(("private", "left"), [(True, 0o700), (False, 0o755)])
def test_only_the_users_own_folders_are_private(tmp_path, private, left):
    files.create(tmp_path / "new" / "one.yaml", "text", private=private)
    assert mode(tmp_path / "new") == left


class Recorder:
    """Writes down in order what is done to files."""

    def __init__(self, monkeypatch):
        self.done = []
        self.opened = set()
        for name in ("open", "fsync", "replace", "chmod", "close"):
            monkeypatch.setattr(files.os, name, self.recording(name, getattr(os, name)))

    def recording(self, name, call):
        def recorded(*arguments, **options):
            self.done.append((name, self.seen(name, arguments[0])))
            result = call(*arguments, **options)
            if name == "open":
                self.opened.add(result)
            if name == "close":
                self.opened.discard(arguments[0])
            return result

        return recorded

    @staticmethod
    def seen(name, target):
        """What is told of a call: of a file that is synchronized, how much is in it by then."""
        if name == "fsync":
            status = os.fstat(target)
            return "folder" if stat.S_ISDIR(status.st_mode) else status.st_size
        return ""


def test_what_is_on_disk_is_whole_after_a_power_cut_at_any_moment(tmp_path, monkeypatch):
    recorder = Recorder(monkeypatch)
    files.replace(tmp_path / "mine.yaml", "12345")
    steps = [step for step in recorder.done if step[0] in ("fsync", "replace")]
    assert steps == [("fsync", 5), ("replace", ""), ("fsync", "folder")]


def test_no_descriptor_stays_open(tmp_path):
    before = os.listdir("/proc/self/fd") if Path("/proc/self/fd").is_dir() else None
    if before is None:
        pytest.skip("open descriptors are not listed here")
    for number in range(5):
        files.replace(tmp_path / "mine.yaml", str(number))
    assert len(os.listdir("/proc/self/fd")) == len(before)


def test_a_folder_that_can_not_be_synchronized_does_no_harm(tmp_path, monkeypatch):
    before, opened = os.fsync, os.open

    def only_files(descriptor):
        if stat.S_ISDIR(os.fstat(descriptor).st_mode):
            raise OSError(errno.EINVAL, "Invalid argument")
        before(descriptor)

    monkeypatch.setattr(files.os, "fsync", only_files)
    files.replace(tmp_path / "mine.yaml", "one")

    def no_folders(path, flags, *mode):
        if Path(path).is_dir():
            raise OSError(errno.EACCES, "Permission denied")
        return opened(path, flags, *mode)

    monkeypatch.setattr(files.os, "open", no_folders)
    files.replace(tmp_path / "mine.yaml", "two")
    assert (tmp_path / "mine.yaml").read_text("utf-8") == "two"


def names(folder):
    return sorted(one.name for one in folder.iterdir())


def test_half_a_character_is_refused_and_the_file_stays_as_it_was(tmp_path):
    path = tmp_path / "mine.yaml"
    path.write_text("old", "utf-8")
    with pytest.raises(
        UsageError, match=r"mine\.yaml can't be written: it contains an incomplete char"
    ):
        files.replace(path, "half: \ud83d")
    assert (path.read_text("utf-8"), names(tmp_path)) == ("old", ["mine.yaml"])


@pytest.mark.parametrize("step", ["open", "fsync", "chmod", "replace"])
def test_whatever_step_fails_the_file_stays_as_it_was(tmp_path, monkeypatch, step):
    path = tmp_path / "mine.yaml"
    path.write_text("old", "utf-8")

    def full(*_arguments, **_options):
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(files.os, step, full)
        with pytest.raises(UsageError, match=r"mine\.yaml can't be written: No space left"):
            files.replace(path, "new")
    assert (path.read_text("utf-8"), names(tmp_path)) == ("old", ["mine.yaml"])


def test_a_folder_that_is_a_file_is_told(tmp_path):
    (tmp_path / "file").write_text("x", "utf-8")
    with pytest.raises(UsageError, match=r"one\.yaml can't be written: "):
        files.replace(tmp_path / "file" / "one.yaml", "text")
    with pytest.raises(UsageError, match=r"one\.yaml can't be written: "):
        files.create(tmp_path / "file" / "more" / "one.yaml", "text")


def test_nothing_is_created_in_the_place_of_another_file(tmp_path):
    (tmp_path / "link.yaml").symlink_to(tmp_path / "gone.yaml")
    (tmp_path / "mine.yaml").write_text("mine", "utf-8")
    for name in ("link.yaml", "mine.yaml"):
        with pytest.raises(UsageError):
            files.create(tmp_path / name, "new")
    assert (tmp_path / "mine.yaml").read_text("utf-8") == "mine"
    assert names(tmp_path) == ["link.yaml", "mine.yaml"]


def test_files_moved_aside_are_numbered(tmp_path):
    path = tmp_path / "mine.yaml"
    for content in ("first", "second", "third"):
        path.write_text(content, "utf-8")
        assert files.move_aside(path).read_text("utf-8") == content
    assert names(tmp_path) == [f"mine.yaml.removed{ending}" for ending in ("", "-2", "-3")]


def test_what_can_not_be_moved_aside_is_told_with_the_reason(tmp_path, monkeypatch):
    path = tmp_path / "mine.yaml"
    path.write_text("mine", "utf-8")

    def denied(*_):
        raise OSError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(Path, "rename", denied)
    with pytest.raises(UsageError, match=r"mine\.yaml can't be written: Permission denied"):
        files.move_aside(path)
    assert names(tmp_path) == ["mine.yaml"]


# Reading


def refused(path, most=10):
    with pytest.raises(FileError) as caught:
        files.read(path, most)
    return caught.value.reason, str(caught.value)


@pytest.mark.parametrize(("size", "fits"), [(0, True), (10, True), (11, False), (10**9, False)])
def test_a_file_is_read_as_far_as_it_may_be_large(tmp_path, size, fits):
    path = tmp_path / "file"
    with path.open("wb") as file:
        file.truncate(size)
    if fits:
        assert files.read(path, 10) == b"\0" * size
    else:
        assert refused(path) == ("too large", "the file is larger than 0 MB")


def test_a_file_that_says_less_than_it_has_is_read_as_far_as_it_may_be_large():
    status = Path("/proc/self/status")
    if not status.exists() or status.stat().st_size:
        pytest.skip("there is no file here that says so")
    assert refused(status)[0] == "too large"
    assert len(files.read(status, 100_000).splitlines()) == len(status.read_bytes().splitlines())


def test_a_file_in_an_archive_has_the_same_bounds(tmp_path):
    with ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("small", "x" * 10)
        archive.writestr("large", "x" * 11)
    inside = ZipPath(tmp_path / "a.zip")
    assert files.read(inside / "small", 10) == b"x" * 10
    assert refused(inside / "large")[0] == "too large"
    assert refused(inside / "none")[0] == "missing"


def test_what_is_no_file_is_not_read(tmp_path, monkeypatch):
    os.mkfifo(tmp_path / "pipe")
    monkeypatch.setattr(files, "open", None, raising=False)  # opening it would fail
    assert refused(tmp_path) == ("a folder", "it's a folder, not a file")
    for path in (tmp_path / "pipe", Path("/dev/zero")):
        assert refused(path) == ("not a file", "it's a device or a pipe, not an ordinary file")


def test_a_pipe_that_came_in_the_place_of_a_file_is_not_waited_for(tmp_path, monkeypatch):
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "file").write_text("x")
    before = (tmp_path / "file").stat()
    monkeypatch.setattr(Path, "stat", lambda _: before)
    assert refused(tmp_path / "pipe")[0] == "not a file"


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (PermissionError(errno.EACCES, "Permission denied"), ("refused", "permission denied")),
        (OSError("odd"), ("refused", "odd")),
        (NotADirectoryError(errno.ENOTDIR, "Not a directory"), ("missing", "file not found")),
    ],
)
def test_why_a_file_can_not_be_read_is_told(tmp_path, monkeypatch, error, expected):
    (tmp_path / "file").write_text("x")

    def fail(*_):
        raise error

    monkeypatch.setattr(files.os, "open", fail)
    assert refused(tmp_path / "file") == expected
