"""Write the user's files so that each is whole at every moment, the old text or the new one."""

from __future__ import annotations

import os
from pathlib import Path
from tempfile import NamedTemporaryFile

from quizapp.errors import UsageError


def create(path: Path, text: str) -> None:
    """Write a file that is not there yet, with its folder.

    Raises
    ------
    UsageError
        When something is there already, or it can't be written.
    """
    try:
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
    unfinished = ""
    try:
        with NamedTemporaryFile("wb", dir=path.parent, prefix=".", delete=False) as file:
            unfinished = file.name
            file.write(text.encode("utf-8"))
            file.flush()
            os.fsync(file.fileno())
        if path.exists():
            os.chmod(unfinished, path.stat().st_mode & 0o777)
        else:
            os.chmod(unfinished, 0o644)
        os.replace(unfinished, path)
        _settle(path.parent)
    except (OSError, UnicodeEncodeError) as error:
        if unfinished:
            Path(unfinished).unlink(missing_ok=True)
        raise _refusal(path, error) from error


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


def _settle(folder: Path) -> None:
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
