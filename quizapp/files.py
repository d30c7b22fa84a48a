"""Write the user's files so that each is whole at every moment, the old text or the new one."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from quizapp.errors import UsageError


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
    """Write a file that is not there yet, with its folder.

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
        When something is there already, or it can't be written.
    """
    try:
        if private:
            make_private(path.parent)
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
        if path.exists() or path.is_symlink():
            raise UsageError(f"{path} is there already, and is left as it is; say another name")
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
    unfinished = path.with_name(f".{os.urandom(8).hex()}")
    try:
        content = text.encode("utf-8")
        mode = path.stat().st_mode & 0o777 if path.exists() else None
        # Of a new file's mode the system takes away what the umask forbids.
        descriptor = os.open(unfinished, _NEW, 0o666 if mode is None else mode)
        with open(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if mode is not None:
            os.chmod(unfinished, mode)
        os.replace(unfinished, path)
        settle(path.parent)
    except (OSError, UnicodeEncodeError) as error:
        with suppress(OSError):
            unfinished.unlink()
        raise _refusal(path, error) from error


_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)


def move_aside(path: Path) -> Path:
    """Rename a file so that it is no bank any more, and return its new name.

    Raises
    ------
    UsageError
        When it can't be renamed.
    """
    aside = path.with_name(f"{path.name}.removed")
    number = 1
    while aside.exists():
        number += 1
        aside = path.with_name(f"{path.name}.removed-{number}")
    try:
        path.rename(aside)
    except OSError as error:
        raise _refusal(path, error) from error
    return aside


def settle(folder: Path) -> None:
    """Let the new name outlive a power cut, where folders can be synchronised."""
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
    why = error.strerror if isinstance(error, OSError) else "it holds half of a character"
    return UsageError(f"{path} can't be written: {why}")
