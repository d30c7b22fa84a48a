"""What can go wrong with a file, and the words for it."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Final

from quizapp.errors import HistoryError

READ_ONLY: Final = (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM, sqlite3.SQLITE_CANTOPEN)
"""Kinds of errors after which the file may still be read."""
DAMAGED: Final = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
"""Kinds of errors after which the file is set aside."""
_TROUBLES: Final = {
    sqlite3.SQLITE_READONLY: "it is read-only",
    sqlite3.SQLITE_PERM: "it is read-only",
    sqlite3.SQLITE_FULL: "the disk is full",
    sqlite3.SQLITE_CANTOPEN: "it can't be opened or made there",
    sqlite3.SQLITE_BUSY: "another program holds on to it",
    sqlite3.SQLITE_LOCKED: "another program holds on to it",
    sqlite3.SQLITE_IOERR: "the disk reports an error",
    sqlite3.SQLITE_CORRUPT: "it is damaged",
    sqlite3.SQLITE_NOTADB: "it is damaged",
}


def code_of(error: sqlite3.Error) -> int:
    """Return the kind of an error, without its details."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF


def words_for(error: sqlite3.Error) -> str:
    """Return what is wrong in words."""
    return _TROUBLES.get(code_of(error), str(error))


def refusal(path: Path | None, trouble: str | Exception) -> HistoryError:
    """Return an error that says where nothing can be saved, and why."""
    said = words_for(trouble) if isinstance(trouble, sqlite3.Error) else str(trouble)
    where = f"the history at {path}" if path else "the history in memory"
    return HistoryError(f"{where} can't be saved: {said}")


def may_pass(error: Exception) -> bool:
    """Return whether saving the same again may work: it was the place and not the thing."""
    at_place = isinstance(error, HistoryError | sqlite3.OperationalError)
    return at_place or (isinstance(error, sqlite3.Error) and code_of(error) in DAMAGED)


def sentence(error: Exception) -> str:
    """Return what an error says as a sentence."""
    text = str(error)
    return f"{text[0].upper()}{text[1:]}."


def counted(attempts: int) -> str:
    """Return a number of attempts in words."""
    return "1 attempt" if attempts == 1 else f"{attempts} attempts"
