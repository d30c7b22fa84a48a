"""Whether a file holds what was written to it, as far as that can be told."""

from __future__ import annotations

import sqlite3
from typing import Final

from quizapp.history import tables, tallies
from quizapp.history.sqlite_errors import UNREADABLE, Damage

SMALL: Final = 1_000_000
"""Bytes up to which a file is checked whole before it is read, in a few hundredths of a second."""
_OF_THE_ATTEMPT: Final = "session, question, seed, topic, slips, seconds, at, day"
"""What an outcome repeats."""


def check(connection: sqlite3.Connection) -> None:
    """Look for damage in all that the tables hold.

    Raises
    ------
    Damage
        When there is any.
    sqlite3.Error
        When SQLite itself meets it.
    """
    for (found,) in connection.execute("PRAGMA integrity_check(1)"):
        if found != "ok":
            raise Damage(found)
    for table, columns in tables.COLUMNS.items():
        for row in connection.execute(f"SELECT id, {columns} FROM {table}"):
            try:
                tables.check(table, row)
            except UNREADABLE as error:
                raise Damage(f"row {row[0]} of {table} can't be read: {error}") from error
    if connection.execute("PRAGMA foreign_key_check").fetchone() is not None:
        raise Damage("a row belongs to one that is not there")
    standing = f"SELECT count(*) FROM attempts a WHERE {tables.STANDS}"
    ((attempts,),) = connection.execute(standing)
    ((counted,),) = connection.execute("SELECT total(attempts) FROM outcomes")
    if counted != attempts:
        raise Damage(f"the outcomes count {counted:.0f} attempts of {attempts}")
    for (number,) in connection.execute(
        f"SELECT attempt FROM (SELECT attempt, {_OF_THE_ATTEMPT} FROM outcomes"
        f" EXCEPT SELECT id, {_OF_THE_ATTEMPT} FROM attempts)"
    ):
        raise Damage(f"the outcome of attempt {number} is another's")
    try:
        tallies.read(connection)
    except UNREADABLE as error:
        raise Damage(f"the sums can't be read: {error}") from error


def is_sound(connection: sqlite3.Connection) -> bool:
    """Return whether nothing is found to be damaged."""
    try:
        check(connection)
    except (sqlite3.Error, *UNREADABLE):
        return False
    return True
