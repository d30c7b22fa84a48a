"""Damaged files: set aside, and what can be read from them carried over."""

from __future__ import annotations

import os
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import tzinfo
from pathlib import Path
from typing import Any, Final

from quizapp.errors import HistoryError
from quizapp.history import connections, tables, troubles
from quizapp.session import Clock

_COMPANIONS: Final = ("", "-wal", "-shm")
"""The endings of the files that are one database."""


def identity_of(path: Path) -> tuple[int, int] | None:
    """Return what tells a file from another one in its place."""
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino


def set_aside(
    path: Path, identity: tuple[int, int] | None, clock: Clock, zone: tzinfo | None
) -> list[str]:
    """Rename a damaged file, begin a new one with what can be read from it, and say so.

    Nothing is done when another terminal has replaced it meanwhile.

    Raises
    ------
    HistoryError
        When it can't be done safely: another terminal has it open, or it can't be renamed.
    """
    stamp = clock.now().astimezone(zone).strftime("%Y-%m-%d-%H%M%S")
    aside = _unused(path, f"{path.stem}-damaged-{stamp}")
    try:
        with _alone(path) as held:
            if held is not None and held != identity:
                return []
            for ending in _COMPANIONS:
                with suppress(FileNotFoundError):
                    Path(f"{path}{ending}").rename(f"{aside}{ending}")
    except FileNotFoundError:
        return []
    except OSError as error:
        raise HistoryError(
            f"the history at {path} is damaged, and another terminal has it open or it can't be "
            "renamed: close the other one, then start again"
        ) from error
    saved = _salvaged(aside, path)
    found = f"{troubles.counted(saved)} could be read and went on into" if saved else "This is"
    return [f"The history at {path} is damaged; it was renamed {aside.name}. {found} a new one."]


def _unused(path: Path, stem: str) -> Path:
    """Return a path beside another one where there is no file yet."""
    aside = path.with_name(f"{stem}{path.suffix}")
    count = 1
    while aside.exists():
        count += 1
        aside = path.with_name(f"{stem}-{count}{path.suffix}")
    return aside


@contextmanager
def _alone(path: Path) -> Iterator[tuple[int, int] | None]:
    """Hold a file that nobody else has open; yield its identity, where one can be held.

    Raises
    ------
    OSError
        When somebody has it open.
    """
    if sys.platform == "win32":
        yield None  # there an open file can't be renamed
        return
    import fcntl

    with path.open("r+b") as file:
        # Every connection to a database holds a lock on some of these bytes; see "The lock-byte
        # page" in SQLite's description of its file format.
        fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB, 512, 0x40000000)
        status = os.fstat(file.fileno())
        yield status.st_dev, status.st_ino


def _salvaged(aside: Path, path: Path) -> int:
    """Copy what can be read from a damaged file to a new one; return how many attempts."""
    with (
        suppress(HistoryError, sqlite3.Error),  # where nothing is to be had, the file is still kept
        closing(sqlite3.connect(aside, isolation_level=None)) as source,
        closing(connections.connected(path)) as target,
    ):
        if connections.version_of(source, str(aside)) > 0:
            return connections.within(
                target, "BEGIN IMMEDIATE", lambda target: _copied(source, target)
            )
    return 0


def _copied(source: sqlite3.Connection, target: sqlite3.Connection) -> int:
    copied = dict.fromkeys(tables.COLUMNS, 0)
    for table, columns in tables.COLUMNS.items():
        marks = ", ".join("?" * (columns.count(",") + 2))
        for row in _readable_rows(source, table, columns):
            try:
                target.execute(f"INSERT INTO {table} (id, {columns}) VALUES ({marks})", row)
                copied[table] += 1
            except sqlite3.Error as error:
                # What it holds is damaged too, or it belongs to a row that can't be read.
                if troubles.code_of(error) not in (sqlite3.SQLITE_CONSTRAINT, sqlite3.SQLITE_ERROR):
                    raise
    return copied["attempts"]


def _readable_rows(
    source: sqlite3.Connection, table: str, columns: str
) -> Iterator[tuple[Any, ...]]:
    """Yield in order the rows before the first damage and those after the last."""
    last = 0
    query = f"SELECT id, {columns} FROM {table} NOT INDEXED WHERE id > ? ORDER BY id"
    try:
        for row in source.execute(query, (last,)):
            last = row[0]
            yield row
    except sqlite3.DatabaseError:
        behind = []
        with suppress(sqlite3.DatabaseError):
            for row in source.execute(f"{query} DESC", (last,)):
                behind.append(row)
        yield from reversed(behind)
