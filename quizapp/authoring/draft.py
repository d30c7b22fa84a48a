"""A bank's file while it is written: saved in one step, and kept where it isn't saved yet."""

from __future__ import annotations

import os
import re
from contextlib import suppress
from pathlib import Path

from quizapp import bank
from quizapp.authoring import templates
from quizapp.bank.sources import MAXIMUM_SIZE, shipped
from quizapp.errors import BankError, FileError, UsageError
from quizapp.questions.names import is_name
from quizapp.system import files
from quizapp.system.hashing import blake2b


class ChangedUnderneathError(UsageError):
    """The file is no longer what was opened or saved last."""


class Draft:
    """A bank's file being written.

    Parameters
    ----------
    path
        The file.
    text
        What stands in it, or what a new one begins with.
    unsaved
        Where unsaved work is kept.
    is_new
        Whether there is no file yet.
    """

    def __init__(self, path: Path, text: str, unsaved: Path, *, is_new: bool) -> None:
        self.path = path
        self.text = text
        self.is_new = is_new
        self._unsaved = unsaved
        self._known = None if is_new else text
        kept = _read(unsaved)
        is_other = kept is not None and kept != text and not _ACTS.search(kept)
        self.recovered: str | None = kept if is_other else None
        """Unsaved work of an earlier time, when it differs from the file."""

    @classmethod
    def open(cls, path: Path, folder: Path) -> Draft:
        """Open a file, or start a new one with a starter; `folder` keeps unsaved work.

        Raises
        ------
        BankError
            When the file can't be read as text.
        UsageError
            When its name can't name a bank.
        """
        path = path.absolute()
        if path.suffix not in (".yaml", ".yml"):
            raise UsageError(f"{path}: the file name of a bank must end in .yaml")
        name = blake2b(str(path).encode("utf-8", "surrogateescape"), digest_size=8).hexdigest()
        unsaved = folder / f"{path.stem[:40]}-{name}.unsaved"
        if path.exists():
            return cls(path, _shown(path), unsaved, is_new=False)
        if not is_name(path.stem):
            raise UsageError(f"{path}: use only letters, digits and hyphens in the file name")
        return cls(path, templates.starter(path.stem), unsaved, is_new=True)

    @property
    def backup(self) -> Path:
        """Where the text before the last save is."""
        return self.path.with_name(f"{self.path.name}~")

    def keep(self, text: str) -> str:
        """Keep unsaved work; return why that is impossible, or nothing."""
        try:
            files.make_private(self._unsaved.parent)
            files.replace(self._unsaved, text)
        except (OSError, UsageError) as error:
            return f"unsaved work can't be kept: {error}"
        return ""

    def discard(self) -> None:
        """Forget unsaved work."""
        self.recovered = None
        with suppress(OSError):
            self._unsaved.unlink(missing_ok=True)

    def is_changed_underneath(self) -> bool:
        """Whether someone else wrote the file since it was opened or saved."""
        return _read(self.path) != self._known

    def save(self, text: str, *, over: bool = False) -> None:
        """Put a text in the file's place; the former one is kept beside it.

        Raises
        ------
        ChangedUnderneathError
            When somebody else changed the file, unless it shall be written over.
        UsageError
            When it can't be written. The file is as it was, and the work is kept as unsaved.
        """
        if not over and self.is_changed_underneath():
            raise ChangedUnderneathError(f"{self.path} was changed by another program")
        before = _read(self.path)
        try:
            files.make_private(self.path.parent)
            if before is not None and before != text:
                files.replace(self.backup, before)
            files.replace(self.path, text)
        except OSError as error:
            self.keep(text)
            raise UsageError(f"{self.path} can't be written: {error.strerror}") from error
        except UsageError:
            self.keep(text)
            raise
        self.text = self._known = text
        self.is_new = False
        self.discard()

    def reload(self) -> str:
        """Take over what stands in the file now, and return it.

        Raises
        ------
        BankError
            When it can't be read as text.
        """
        self.text = self._known = _shown(self.path)
        self.is_new = False
        return self.text


def _shown(path: Path) -> str:
    """Return a file's text, if a terminal can show it."""
    text = bank.reader.content(path, path)[0]
    if found := _ACTS.search(text):
        line = text.count("\n", 0, found.start()) + 1
        raise UsageError(
            f"{path}:{line}: the character {ord(found[0]):#04x} would act on the terminal; "
            "delete it with another editor first"
        )
    return text


_ACTS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")


def without_controls(text: str) -> str:
    """Return a text without the characters that would act on a terminal."""
    return _ACTS.sub("", text)


def _read(path: Path) -> str | None:
    """Return a file's text; None where there is none that can be read."""
    try:
        return files.read(path, MAXIMUM_SIZE).decode("utf-8")
    except (FileError, UnicodeDecodeError):
        return None


def is_editable(path: Path) -> bool:
    """Whether a bank's own file may be edited: not a built-in one, and one that can be written."""
    built_in = shipped()
    if isinstance(built_in, Path) and built_in.resolve() in path.resolve().parents:
        return False
    return path.is_file() and os.access(path, os.W_OK)


def line_of(question: str, path: Path) -> int:
    """Return the line at which a question of a bank begins, counted from 1; 1 where it is gone."""
    with suppress(BankError, KeyError):
        return bank.reader.read_text(bank.reader.content(path, path)[0], path).places[
            question, "id"
        ][0]
    return 1


def own_copy(question: str, source: Path, folder: Path) -> tuple[Path, str, int]:
    """Return a file of the user's own for a copy of one question, its text, and the copy's line.

    Parameters
    ----------
    question
        The id.
    source
        The file of its bank.
    folder
        The user's banks.

    Raises
    ------
    BankError
        When the bank can't be read.
    UsageError
        When the question's lines can't be told from those of others.
    """
    text, _ = bank.reader.content(source, source)
    found = bank.reader.read_text(text, source)
    lines = text.splitlines(keepends=True)
    starts = sorted(found.places[one.id, "id"][0] for one in found.questions)
    start = found.places[question, "id"][0]
    later = [line for line in starts if line > start]
    body = "".join(lines[start - 1 : later[0] - 1 if later else len(lines)]).rstrip()
    head = "".join(lines[: starts[0] - 1])
    target = files.unused(folder, f"{source.stem}-own", ".yaml")
    head = "".join(
        f"bank: {target.stem}\n" if line.startswith("bank:") else line
        for line in head.splitlines(keepends=True)
    )
    copied = f"{head}{body}\n"
    bank.reader.read_text(copied, target)
    return target, copied, head.count("\n") + 1
