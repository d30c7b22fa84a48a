"""Damaged files: all that can be read goes on into a new file, and the old one is kept beside it.

The new file is written whole before the old one is touched, and what it is to replace is in its
name: ``history-damaged-2026-11-21-120000.recovered``. Whoever finds such a file carries on. It also
holds the sentence that tells what happened, until that was told.
"""

from __future__ import annotations

import os
import sqlite3
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import tzinfo
from functools import partial
from pathlib import Path
from typing import BinaryIO, Final, NamedTuple, TypeAlias

from quizapp.errors import HistoryError
from quizapp.history import connections, sqlite_errors, tables
from quizapp.history.pages import Pages, Row, SqlValue
from quizapp.record import ENDED
from quizapp.system import files
from quizapp.system.clock import Clock
from quizapp.text.phrases import counted

_COMPANIONS: Final = ("-wal", "-shm", "")
"""The endings of the files that are one database; it is renamed last."""
_DONE: Final = ".recovered"
_IS_WINDOWS: Final = sys.platform == "win32"
"""Whether an open file can't be renamed."""
_SEEN: Final = 8
"""Rows of a page that decide of which table it is."""


class Found(NamedTuple):
    """How much of a damaged file could be read."""

    attempts: int
    lost: int
    """Attempts that are known to be missing."""
    others: int
    """Other rows that are known to be missing, such as events."""


Identity: TypeAlias = tuple[int, int] | None
"""What tells a file from another one in its place; of a file that isn't there, None."""


def identity_of(path: Path) -> Identity:
    """Return what tells a file from another one in its place."""
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino


def set_aside(path: Path, identity: Identity, clock: Clock, zone: tzinfo | None) -> None:
    """Put a new file with what can be read from a damaged one in its place.

    Nothing is done when another terminal has replaced it meanwhile.

    Raises
    ------
    HistoryError
        When it can't be done safely: another terminal has it open, the disk is full, or it can't
        be renamed. Nothing was changed then.
    """
    stamp = clock.now().astimezone(zone).strftime("%Y-%m-%d-%H%M%S")
    aside = files.unused(path.parent, f"{path.stem}-damaged-{stamp}", path.suffix)
    try:
        with _alone(path) as file:
            status = os.fstat(file.fileno())
            if (status.st_dev, status.st_ino) != identity:
                return
            _recover(file, path, aside)
            if not _IS_WINDOWS:
                _put_in_place(path, aside)
        if _IS_WINDOWS:
            _put_in_place(path, aside)
    except FileNotFoundError:
        return
    except (OSError, sqlite3.Error) as error:
        raise _stuck(path, error) from error


def finish(path: Path) -> None:
    """Carry on where the program ended while it replaced a damaged file.

    Raises
    ------
    HistoryError
        When that is impossible now.
    """
    for recovered in sorted(path.parent.glob(f"{path.stem}-damaged-*{_DONE}")):
        aside = recovered.with_suffix(path.suffix)
        try:
            if path.exists():
                with _alone(path):
                    if aside.exists():
                        aside = files.unused(path.parent, aside.stem, path.suffix)
                        recovered = recovered.rename(aside.with_suffix(_DONE))
                    if not _IS_WINDOWS:
                        _put_in_place(path, aside)
            if recovered.exists():
                _put_in_place(path, aside)
        except FileNotFoundError:
            continue  # another terminal did it
        except OSError as error:
            raise _stuck(path, error) from error


def notices(connection: sqlite3.Connection) -> list[str]:
    """Return what is still to be told of how the file came about."""
    if not _has_notices(connection):
        return []
    return [notice for (notice,) in connection.execute("SELECT notice FROM recovery")]


def forget_notices(connection: sqlite3.Connection) -> None:
    """Let the file hold no more what was told."""
    if _has_notices(connection):
        connection.execute("DROP TABLE IF EXISTS recovery")


class Rescued(NamedTuple):
    """What could be read from a damaged file that stays where it is."""

    connection: sqlite3.Connection
    """To a copy in memory."""
    notices: tuple[str, ...]

    def close(self) -> None:
        """Forget the copy."""
        self.connection.close()


def in_memory(path: Path) -> Rescued:
    """Return in memory all that can be read from a file that SQLite can't read where it is.

    Raises
    ------
    Damage
        When nothing can be read.
    """
    connection = sqlite3.connect(":memory:", isolation_level=None)
    connections.prepare(connection, "memory")
    try:
        with path.open("rb") as file:
            copy = partial(_copied, Pages(file, _log_of(path)))
            found = connections.within(connection, "BEGIN", copy)
    except OSError:
        found = Found(0, 0, 0)
    if not found.attempts:
        connection.close()
        raise sqlite_errors.Damage("no answers can be read")
    lost = _counted_losses(found)
    notice = f"The history at {path} is damaged, and {lost} can't be read."
    return Rescued(connection, (notice,) if lost else ())


def _has_notices(connection: sqlite3.Connection) -> bool:
    query = "SELECT 1 FROM sqlite_schema WHERE name = 'recovery'"
    return connection.execute(query).fetchone() is not None


def _log_of(path: Path) -> Path:
    return Path(f"{path}-wal")


def _stuck(path: Path, error: Exception) -> HistoryError:
    """Return an error that says why a damaged file stays where it is, and what to do."""
    if isinstance(error, sqlite3.Error):
        return HistoryError(
            f"the history at {path} is damaged, and what can be read of it can't be copied: "
            f"{sqlite_errors.words_for(error)}. Make room for a copy, then start again"
        )
    return HistoryError(
        f"the history at {path} is damaged and can't be replaced right now. Close any other "
        "quizapp window, then start again"
    )


@contextmanager
def _alone(path: Path) -> Iterator[BinaryIO]:
    """Hold a file that nobody else has open.

    Raises
    ------
    OSError
        When somebody has it open.
    """
    if sys.platform == "win32":
        with path.open("rb") as file:
            yield file
        return
    import fcntl

    with path.open("r+b") as file:
        # Every connection to a database holds a lock on some of these bytes; see "The lock-byte
        # page" in SQLite's description of its file format.
        fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB, 512, 0x40000000)
        yield file


def _put_in_place(path: Path, aside: Path) -> None:
    """Rename the damaged file, and the one that was recovered from it."""
    for ending in _COMPANIONS:
        with suppress(FileNotFoundError):
            Path(f"{path}{ending}").rename(f"{aside}{ending}")
    aside.with_suffix(_DONE).rename(path)
    files.settle(path.parent)


def _recover(file: BinaryIO, path: Path, aside: Path) -> None:
    """Write what can be read from a damaged file to a new one, on disk on return."""
    unfinished = path.with_suffix(".recovering")
    try:
        for ending in (*_COMPANIONS, "-journal"):
            Path(f"{unfinished}{ending}").unlink(missing_ok=True)
        with closing(sqlite3.connect(unfinished, isolation_level=None)) as target:
            os.chmod(unfinished, os.fstat(file.fileno()).st_mode & 0o777)
            connections.prepare(target, str(unfinished))
            # The file becomes the history only when it is whole.
            target.execute("PRAGMA journal_mode = OFF")
            target.execute("PRAGMA synchronous = OFF")

            def write(target: sqlite3.Connection) -> None:
                found = _copied(Pages(file, _log_of(path)), target)
                target.execute("CREATE TABLE recovery (notice TEXT NOT NULL) STRICT")
                target.execute("INSERT INTO recovery VALUES (?)", (_notice(path, aside, found),))

            connections.within(target, "BEGIN IMMEDIATE", write)
            target.execute("PRAGMA journal_mode = WAL")
        with unfinished.open("r+b") as written:
            os.fsync(written.fileno())
        unfinished.rename(aside.with_suffix(_DONE))
        files.settle(path.parent)
    except BaseException:
        for ending in (*_COMPANIONS, "-journal"):
            with suppress(OSError):
                Path(f"{unfinished}{ending}").unlink(missing_ok=True)
        raise


def _notice(path: Path, aside: Path, found: Found) -> str:
    """Return what to tell of a file that was replaced."""
    lost = _counted_losses(found)
    if found.attempts:
        answers = counted(found.attempts, "answer")
        outcome = f"{answers} {_was(found.attempts)} recovered into a new history"
    else:
        outcome = "A new history was started"
    if lost:
        outcome += f"; {lost} {_was(found.lost + found.others)} lost"
    elif not found.attempts:
        outcome += ", because no answers could be read in the old one"
    return f"The history at {path} was damaged, so I renamed it to {aside.name}. {outcome}."


def _counted_losses(found: Found) -> str:
    """Return what can't be read, in words; nothing when all can be."""
    kinds = ((found.lost, "answer"), (found.others, "other record"))
    return " and ".join(counted(number, one) for number, one in kinds if number)


def _was(number: int) -> str:
    return "was" if number == 1 else "were"


def _copied(source: Pages, target: sqlite3.Connection) -> Found:
    """Copy the rows of a damaged file into a new one; return how much that was."""
    return _Copy(source, target).run()


class _Copy:
    """Copies rows table by table, in the order in which they were added."""

    def __init__(self, source: Pages, target: sqlite3.Connection) -> None:
        self._source = source
        self._target = target
        self._shapes = {table: _shape(target, table) for table in tables.COLUMNS}
        self._pages: dict[str, list[tuple[int, int]]] = {table: [] for table in tables.COLUMNS}
        """Table → the first rowid on each of its pages, and the page."""
        self._outcome = _shape(target, "outcomes")
        self._counted: dict[int, int] = {}
        """The attempt of each outcome → how many there were at its variant in its session."""
        self._sessions: set[SqlValue] = set()
        self._stand_ins: dict[SqlValue, SqlValue] = {}
        """Sessions whose own row is lost → when something happened in them last."""
        self._attempts: dict[SqlValue, int] = {}
        """The number of each attempt in the damaged file → in the new one."""
        self._lost: Counter[str] = Counter()
        for page in source:
            self._assign(page)

    def run(self) -> Found:
        """Copy all that can be read."""
        copied = {table: self._copy(table) for table in tables.COLUMNS}["attempts"]
        for session, at in self._stand_ins.items():
            tables.insert(self._target, "events", (session, ENDED, "{}", at))
        # What outcomes say may be damaged, too: neither their sum nor their last number goes alone.
        known = min(sum(self._counted.values()), max(self._counted, default=0))
        lost = max(known - copied, self._lost["attempts"])
        beside = ("confirmations", "withdrawals", "events", "remarks")
        others = sum(self._lost[table] for table in beside) + len(self._stand_ins)
        return Found(copied, lost, others)

    def _assign(self, page: int) -> None:
        """Find out of which table a page is."""
        seen: Counter[str] = Counter()
        first = 0
        for row in self._source.rows(page):
            table = next((name for name in self._shapes if _fits(row, self._shapes[name])), None)
            if table is not None:
                first = first or int(row[0] or 0)
                seen[table] += 1
            elif _fits(row, self._outcome):
                self._counted[int(row[0] or 0)] = int(row[6] or 0)
            if seen.total() == _SEEN:
                break
        for name, _ in seen.most_common(1):
            self._pages[name].append((first, page))

    def _copy(self, table: str) -> int:
        copied = last = 0
        for _, page in sorted(self._pages[table]):
            for row in self._source.rows(page):
                if _fits(row, self._shapes[table]):
                    last = int(row[0] or 0)
                    copied += self._insert(table, tables.completed(table, (row[0], *row[2:])))
        self._lost[table] = max(last - copied, 0)
        return copied

    def _insert(self, table: str, row: Row) -> bool:
        """Add a row to the new file, if it can be read; return whether it was added."""
        try:
            tables.check(table, row)
            match table:
                case "sessions":
                    self._add(table, row, "id, ")
                    self._sessions.add(row[0])
                case "drafts":
                    self._stand_in(row[0], row[-1])
                    self._add(table, row, "id, ")
                case "attempts":
                    self._stand_in(row[1], row[15])
                    self._attempts[row[0]] = self._add(table, row[1:])
                case "events":
                    self._stand_in(row[1], row[-1])
                    self._add(table, row[1:])
                case "confirmations" | "withdrawals":
                    self._add(table, (self._attempts.get(row[1]), *row[2:]))
                case "remarks":
                    self._add(table, row[1:])
        except sqlite_errors.UNREADABLE:
            return False
        except sqlite3.Error as error:
            # What it holds is damaged, or it belongs to a row that can't be read.
            if sqlite_errors.code_of(error) not in _REFUSED:
                raise
            return False
        return True

    def _add(self, table: str, row: Row, before: str = "") -> int:
        marks = ", ".join("?" * len(row))
        cursor = self._target.execute(
            f"INSERT INTO {table} ({before}{tables.COLUMNS[table]}) VALUES ({marks})", row
        )
        return cursor.lastrowid or 0

    def _stand_in(self, session: SqlValue, at: SqlValue) -> None:
        """See to it that there is a session: one that is over, where its own row is lost."""
        if session not in self._sessions:
            self._add("sessions", (session, "practice", "", 0, "", "", at, None), "id, ")
            self._sessions.add(session)
            self._stand_ins[session] = at
        elif session in self._stand_ins:
            self._stand_ins[session] = at


_REFUSED: Final = (sqlite3.SQLITE_CONSTRAINT, sqlite3.SQLITE_MISMATCH, sqlite3.SQLITE_ERROR)
_Shape: TypeAlias = tuple[tuple[type, ...], ...]
_TYPES: Final[dict[str, tuple[type, ...]]] = {
    "INTEGER": (int,),
    "REAL": (float, int),  # whole numbers take less room as integers
    "TEXT": (str,),
}


def _shape(connection: sqlite3.Connection, table: str) -> _Shape:
    """Return the types of a table's columns after its rowid; no two tables are alike."""
    return tuple(
        _TYPES[kind] if required else (*_TYPES[kind], type(None))
        for *_, kind, required, _, key in connection.execute(f"PRAGMA table_info({table})")
        if not key
    )


def _fits(row: Row, shape: _Shape) -> bool:
    """Return whether a row can be of a table.

    Its `id` is stored as nothing after the rowid, and columns that were added later are not stored.
    """
    missing = shape[max(len(row) - 2, 0) :]
    return (
        2 < len(row) <= len(shape) + 2
        and row[1] is None
        and all(type(None) in types for types in missing)
        and all(isinstance(value, types) for value, types in zip(row[2:], shape, strict=False))
    )
