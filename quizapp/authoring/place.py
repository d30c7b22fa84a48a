"""Where to write: a file that is named, the bank of a question, or the user's own copy of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from quizapp.authoring.draft import is_editable, line_of, own_copy
from quizapp.bank.collection import Bank, Banks
from quizapp.system import files

if TYPE_CHECKING:
    from quizapp.questions.base import Question


class WritingPlace(NamedTuple):
    """A file to write, and the line to begin at."""

    path: Path
    line: int = 1
    copied: bool = False
    """Whether the file was made just now, as a copy of a question."""


def find(what: str, banks: Banks, folder: Path) -> WritingPlace:
    """Return the place to write at; a question of a bank that can't be changed is copied first.

    Parameters
    ----------
    what
        A file, a question, or nothing for the first of the user's own banks.
    folder
        The user's own banks.

    Raises
    ------
    QuizappError
        When there is no such question, or it can't be copied.
    """
    if not what:
        own = sorted(folder.glob("*.yaml")) if folder.is_dir() else []
        return WritingPlace(own[0] if own else folder / "my-questions.yaml")
    path = Path(what)
    if path.suffix in (".yaml", ".yml") or path.exists():
        return WritingPlace(path)
    question = banks.find(what)
    path = Path(bank_of(question, banks).path)
    if not is_editable(path):
        path = _former_copy(question, path, banks, folder) or path
    if is_editable(path):
        return WritingPlace(path, line_of(question.id, path))
    target, text, line = own_copy(question.id, path, folder)
    files.create(target, text, private=True)
    return WritingPlace(target, line, copied=True)


def bank_of(question: Question, banks: Banks) -> Bank:
    """Return the bank that a question is in."""
    return next(bank for bank in banks.banks if bank.name == question.bank)


def _former_copy(question: Question, path: Path, banks: Banks, folder: Path) -> Path | None:
    """Return the user's own bank into which a question was copied before, if it was."""
    for bank in banks.banks:
        copied = bank.name.startswith(f"{path.stem}-own")
        is_there = any(one.id == question.id for one in bank.questions)
        if copied and is_there and Path(bank.path).parent == folder:
            return Path(bank.path)
    return None
