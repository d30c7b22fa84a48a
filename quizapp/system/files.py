"""Read and write the user's files.

One function reads them, so that whatever lies where a file is expected, such as a pipe, a device
or a file of any size, is refused at once. What is written is whole at every moment, the old text
or the new one.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import suppress
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from quizapp.errors import FileError, UsageError

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable


def read(source: Path | Traversable, most: int) -> bytes:
    """Return what is in a file, on disk or inside the installed package.

    Parameters
    ----------
    source
        The file.
    most
        Bytes that it may have.

    Raises
    ------
    FileError
        When it can't be read, isn't an ordinary file, or has more.
    """
    try:
        if not isinstance(source, Path):
            with source.open("rb") as packed:
                data = packed.read(most + 1)
        else:
            # Before it is opened, because opening alone may start a device; and after, because
            # it may be another file by then.
            _check_ordinary(source.stat(), most)
            with open(source, "rb", opener=_without_waiting) as file:
                status = os.fstat(file.fileno())
                _check_ordinary(status, most)
                # In two steps, as room for the most that there could be takes time to get.
                data = file.read(status.st_size + 1) or b""
                if len(data) > status.st_size:  # it grows, or hasn't told its size
                    data += file.read(most + 1 - len(data)) or b""
    except (FileNotFoundError, NotADirectoryError) as error:
        raise FileError("missing", "file not found") from error
    except OSError as error:
        raise FileError("refused", (error.strerror or str(error)).lower()) from error
    _check_size(len(data), most)
    return data


def _check_ordinary(status: os.stat_result, most: int) -> None:
    if stat.S_ISDIR(status.st_mode):
        raise FileError("a folder", "it's a folder, not a file")
    if not stat.S_ISREG(status.st_mode):
        raise FileError("not a file", "it's a device or a pipe, not an ordinary file")
    _check_size(status.st_size, most)


def _check_size(size: int, most: int) -> None:
    if size > most:
        raise FileError("too large", f"the file is larger than {most // 1_000_000} MB")


def _without_waiting(path: str, flags: int) -> int:
    """Open a file; a pipe that came in its place, without waiting for its other end."""
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def make_private(folder: Path) -> None:
    """Make a folder, and those above it that are missing, for the user's eyes alone.

    Raises
    ------
    OSError
        When it can't be made.
    """
    if not folder.is_dir():
        make_private(folder.parent)
        folder.mkdir(mode=0o700, exist_ok=True)


def create(path: Path, text: str, *, private: bool = False) -> None:
    """Write a file that does not exist yet, with its folder.

    Parameters
    ----------
    path
        The file.
    text
        What it holds.
    private
        Whether a folder that is missing is made for the user's eyes alone.

    Raises
    ------
    UsageError
        When something is there, or it can't be written.
    """
    try:
        if private:
            make_private(path.parent)
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
        if path.exists() or path.is_symlink():
            raise UsageError(f"{path} already exists and was not changed; choose another name")
    except OSError as error:
        raise _refusal(path, error) from error
    replace(path, text)


def replace(path: Path, text: str) -> None:
    """Put a text in the place of a file's in one step, on disk before this returns.

    Raises
    ------
    UsageError
        When it can't be written; the file is then as it was.
    """
    try:
        put(path, text.encode("utf-8"))
    except (OSError, UnicodeEncodeError) as error:
        raise _refusal(path, error) from error


def put(path: Path, content: bytes, *, lasting: bool = True) -> None:
    """Put bytes in the place of a file's in one step.

    Parameters
    ----------
    path
        The file, in a folder that is there.
    content
        What it holds then.
    lasting
        Whether it is on disk before this returns, and outlives a power cut.

    Raises
    ------
    OSError
        When it can't be written; the file is then as it was.
    """
    unfinished = path.with_name(f".{os.urandom(8).hex()}")
    try:
        mode = path.stat().st_mode & 0o777 if path.exists() else None
        # Of a new file's mode the system takes away what the umask forbids.
        descriptor = os.open(unfinished, _NEW, 0o666 if mode is None else mode)
        with open(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            if lasting:
                os.fsync(file.fileno())
        if mode is not None:
            os.chmod(unfinished, mode)
        os.replace(unfinished, path)
        if lasting:
            settle(path.parent)
    except OSError:
        with suppress(OSError):
            unfinished.unlink()
        raise


_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)


def numbered(name: str, end: str = "", longest: int | None = None) -> Iterator[str]:
    """Yield a name, then the same with -2, -3 and so on, from which to take the first free one.

    Parameters
    ----------
    name
        The first.
    end
        What follows the number, such as a file's ``.yaml``.
    longest
        Characters that a name may have, without its end; the name gives way to the number.
    """
    yield f"{name[:longest]}{end}"
    for number in count(2):
        mark = f"-{number}"
        yield f"{name[: None if longest is None else longest - len(mark)]}{mark}{end}"


def unused(folder: Path, stem: str, end: str) -> Path:
    """Return the first path of a numbered name in a folder where there is no file yet."""
    paths = (folder / name for name in numbered(stem, end))
    return next(path for path in paths if not path.exists())


def move_aside(path: Path) -> Path:
    """Rename a file so that it is no bank any more, and return its new name.

    Raises
    ------
    UsageError
        When it can't be renamed.
    """
    aside = unused(path.parent, f"{path.name}.removed", "")
    try:
        path.rename(aside)
    except OSError as error:
        raise _refusal(path, error) from error
    return aside


def settle(folder: Path) -> None:
    """Let the new name outlive a power cut, where folders can be synchronized."""
    try:
        descriptor = os.open(folder, os.O_RDONLY)
    except OSError:
        return
    try:
        os.fsync(descriptor)
    except OSError:
        pass
    finally:
        os.close(descriptor)


def _refusal(path: Path, error: OSError | UnicodeEncodeError) -> UsageError:
    why = error.strerror if isinstance(error, OSError) else "it contains an incomplete character"
    return UsageError(f"{path} can't be written: {why}")
