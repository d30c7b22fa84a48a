"""What can go wrong with a file, and the words for it."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Final, Literal

from quizapp.errors import HistoryError

READABLE: Final = (
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_PERM,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_IOERR,
)
"""Kinds of errors after which the file may still be read."""
DAMAGED: Final = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
"""Kinds of errors after which the file is set aside."""
_TROUBLES: Final = {
    sqlite3.SQLITE_READONLY: "it is read-only",
    sqlite3.SQLITE_PERM: "it is read-only",
    sqlite3.SQLITE_FULL: "the disk is full",
    sqlite3.SQLITE_CANTOPEN: "it can't be opened or created there",
    sqlite3.SQLITE_BUSY: "another program is using it",
    sqlite3.SQLITE_LOCKED: "another program is using it",
    sqlite3.SQLITE_IOERR: "the disk reported an error",
    sqlite3.SQLITE_CORRUPT: "it is damaged",
    sqlite3.SQLITE_NOTADB: "it is damaged",
}


UNREADABLE: Final = (ValueError, TypeError, ArithmeticError, LookupError, RecursionError)
"""What reading raises where a row holds nonsense."""


class Damage(sqlite3.DatabaseError):
    """A file that SQLite can open and that is damaged all the same."""

    sqlite_errorcode = sqlite3.SQLITE_CORRUPT


def code_of(error: Exception) -> int:
    """Return the kind of an error, without its details."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF


def words_for(error: sqlite3.Error) -> str:
    """Return what is wrong in words."""
    return _TROUBLES.get(code_of(error), str(error))


def refusal(
    path: Path | None, trouble: str | Exception, done: Literal["saved", "read"] = "saved"
) -> HistoryError:
    """Return an error that says where nothing can be saved or read, and why."""
    said = words_for(trouble) if isinstance(trouble, sqlite3.Error) else str(trouble)
    where = f"the history at {path}" if path else "the history in memory"
    return HistoryError(f"{where} can't be {done}: {said}")


def may_pass(error: Exception) -> bool:
    """Return whether saving the same again may work: it was the place and not the thing."""
    at_place = isinstance(error, HistoryError | sqlite3.OperationalError)
    return at_place or is_damage(error)


def is_damage(error: Exception) -> bool:
    """Return whether an error shows that the file is damaged."""
    # SQLite quotes the damage in its message, which may be no text then.
    return isinstance(error, UnicodeDecodeError) or (
        isinstance(error, sqlite3.Error) and code_of(error) in DAMAGED
    )


def is_of_the_place(error: Exception) -> bool:
    """Return whether an error comes from the disk or from another program, not from the file."""
    return code_of(error) in _TROUBLES and not is_damage(error)


def sentence(error: Exception) -> str:
    """Return what an error says as a sentence."""
    text = str(error)
    return f"{text[0].upper()}{text[1:]}."
