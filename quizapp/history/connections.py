"""Connections to a file: opened, made durable, and brought to the newest schema."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, suppress
from functools import cache, partial
from pathlib import Path
from typing import Final, TypeAlias, TypeVar
from urllib.parse import quote

from quizapp.errors import HistoryError
from quizapp.history import sqlite_errors
from quizapp.system import files
from quizapp.system.folders import package
from quizapp.system.hashing import blake2b

ELSEWHERE: Final = "choose another folder with --data"
_PATIENCE: Final = 5.0
"""Seconds to wait for another terminal that is writing, which takes a few milliseconds."""
_APPLICATION: Final = 1366649210
_FAR_AHEAD: Final = 100
"""More versions than anybody's file is ahead of this quizapp."""
_OLDEST_SQLITE: Final = (3, 38)
"""The first with STRICT tables and with JSON always there."""
_SCHEMAS: Final = (
    "eb02c7cd036de933",
    "9ccecc1ff05a85fc",
    "8f16887d02911c3e",
    "03a7f785a53b9336",
)
"""A hash of what each version's schema is, which tells at once that it is sound."""
_Read = TypeVar("_Read")
_Schema: TypeAlias = dict[tuple[str, str], str]
"""Kind and name of what is in a file → the statement that made it."""


def connected(path: Path) -> sqlite3.Connection:
    """Return a connection that can write, to the newest schema.

    Raises
    ------
    HistoryError
        When the file is a newer quizapp's or another program's, or no ordinary file.
    sqlite3.Error
        When it can't be opened, is damaged, or can't be written.
    """
    try:
        files.make_private(path.parent)
    except OSError as error:
        trouble = error.strerror or "its folder can't be made"
        raise sqlite_errors.refusal(path, trouble[0].lower() + trouble[1:]) from error
    if path.exists() and not path.is_file():
        # SQLite would wait for the other end of a pipe.
        raise sqlite_errors.refusal(path, "it isn't an ordinary file", "read")
    connection = sqlite3.connect(path, timeout=_PATIENCE, isolation_level=None)
    try:
        prepare(connection, str(path))
        _check_writable(connection)
    except BaseException as error:
        connection.close()
        if is_misread(error, path):
            raise sqlite_errors.Damage("its header is damaged") from error
        raise
    return connection


def connected_to_read(path: Path, instead: str = ELSEWHERE) -> sqlite3.Connection | None:
    """Return a connection that only reads, if that can be had.

    Parameters
    ----------
    path
        The file.
    instead
        What to do where the file is another program's.

    Raises
    ------
    HistoryError
        When it is a newer quizapp's or another program's.
    """
    place = f"file:{quote(str(path.resolve()))}?mode=ro"
    uris = [place]
    if not _is_logged_ahead(path):
        # Without its companion files, which can't be made here, SQLite reads what can't change.
        uris.append(f"{place}&immutable=1")
    for uri in uris:
        with suppress(sqlite3.Error):
            connection = sqlite3.connect(uri, timeout=_PATIENCE, isolation_level=None, uri=True)
            with ExitStack() as stack:
                stack.callback(connection.close)
                version = _sound_version_of(connection, str(path), instead)
                if version < len(_migrations()):
                    return _newest_in_memory(connection) if version else None
                stack.pop_all()
                return connection
    return None


def _is_logged_ahead(path: Path) -> bool:
    """Return whether something was committed that is not in the file itself yet."""
    try:
        return Path(f"{path}-wal").stat().st_size > 0
    except OSError:
        return False


def is_misread(error: BaseException, path: Path | None) -> bool:
    """Return whether SQLite takes a file to be read-only for a header that can't be right."""
    read_only = isinstance(error, sqlite3.Error) and (
        sqlite_errors.code_of(error) == sqlite3.SQLITE_READONLY
    )
    if path is None or not read_only:
        return False
    try:
        # Not before the error: closing it gives up the locks that this process has on the file.
        with path.open("rb") as file:
            header = file.read(20)
    except OSError:
        return False
    return any(version not in (1, 2) for version in header[18:])


def _newest_in_memory(connection: sqlite3.Connection) -> sqlite3.Connection:
    """Return a copy in memory of what can't be brought to the newest schema in its place."""
    copy = sqlite3.connect(":memory:", isolation_level=None)
    connection.backup(copy)
    prepare(copy, "memory")
    return copy


def prepare(connection: sqlite3.Connection, place: str) -> None:
    """Make commits durable, and bring the schema up to date."""
    if sqlite3.sqlite_version_info < _OLDEST_SQLITE:
        raise HistoryError(
            f"this Python has SQLite {sqlite3.sqlite_version}; a history needs 3.38 or newer"
        )
    version = _sound_version_of(connection, place)
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA fullfsync = ON")  # on a Mac, the only one that a power cut spares
    if version < len(_migrations()):
        _enable_wal(connection)
        _migrate(connection, place)


def within(
    connection: sqlite3.Connection, begin: str, work: Callable[[sqlite3.Connection], _Read]
) -> _Read:
    """Do something in one transaction; all of it is durable on return, or none has been done."""
    connection.execute(begin)
    try:
        result = work(connection)
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:  # SQLite itself may have rolled back
            connection.execute("ROLLBACK")
        raise
    return result


def version_of(connection: sqlite3.Connection, place: str, instead: str = ELSEWHERE) -> int:
    """Return how many migrations a file has had.

    Raises
    ------
    HistoryError
        When the file is a newer quizapp's, or another program's.
    Damage
        When no quizapp can have written what it says of itself.
    """
    ((version,),) = connection.execute("PRAGMA user_version").fetchall()
    ((application,),) = connection.execute("PRAGMA application_id").fetchall()
    newest = len(_migrations())
    if application != _APPLICATION and (version or _schema(connection)):
        found = {name for _, name in _schema(connection)}
        if found >= {name for _, name in _expected(_migrations()[:1])}:
            raise sqlite_errors.Damage("its header is another program's, and its tables are ours")
        raise HistoryError(
            f"{place} isn't a quizapp history; it belongs to another program: {instead}"
        )
    if not 0 <= version < newest + _FAR_AHEAD:
        raise sqlite_errors.Damage(f"unknown version {version}")
    if version > newest:
        raise HistoryError(
            f"the history at {place} was written by a newer version of quizapp (format {version}; "
            f"this one reads up to {newest}). Update quizapp, or {instead}"
        )
    return int(version)


def _sound_version_of(connection: sqlite3.Connection, place: str, instead: str = ELSEWHERE) -> int:
    """Return how many migrations a file has had, all of whose results are there."""

    def read(connection: sqlite3.Connection) -> int:
        version = version_of(connection, place, instead)
        found = _schema(connection)
        if _digest(found) in _SCHEMAS[version - 1 : version]:
            return version
        expected = _expected(_migrations()[:version])
        if any(found.get(one) != sql for one, sql in expected.items()) or (found and not version):
            raise sqlite_errors.Damage("its schema is not the one that it was given")
        return version

    try:
        return within(connection, "BEGIN", read)
    except UnicodeDecodeError as error:  # SQLite quotes the damage in its message
        raise sqlite_errors.Damage("its schema isn't text") from error
    except sqlite3.Error as error:
        if sqlite_errors.code_of(error) in (0, sqlite3.SQLITE_ERROR):
            raise sqlite_errors.Damage(str(error)) from error
        raise


def _schema(connection: sqlite3.Connection) -> _Schema:
    return {
        (kind, name): sql
        for kind, name, sql in connection.execute(
            "SELECT type, name, sql FROM sqlite_schema WHERE sql IS NOT NULL"
        )
        if not name.startswith("sqlite_")
    }


def _digest(schema: _Schema) -> str:
    """Return a hash of a schema."""
    text = "\0".join(sorted(f"{kind} {name} {sql}" for (kind, name), sql in schema.items()))
    return blake2b(text.encode(errors="surrogateescape"), digest_size=8).hexdigest()


@cache
def _expected(migrations: tuple[str, ...]) -> _Schema:
    """Return the schema that some migrations make."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        for migration in migrations:
            connection.executescript(migration)
        return _schema(connection)


@cache
def _migrations() -> tuple[str, ...]:
    """Return the parts of the schema, the first for an empty file."""
    text = (package() / "history" / "history.sql").read_text(encoding="utf-8")
    return tuple(re.split(r"^-- version \d+$", text, flags=re.MULTILINE)[1:])


def _enable_wal(connection: sqlite3.Connection) -> None:
    """Turn on write-ahead logging where the file system allows it."""
    try:
        connection.execute("PRAGMA journal_mode = WAL")
    except sqlite3.OperationalError as error:
        # Another terminal is beginning the same file, and turns it on.
        if sqlite_errors.code_of(error) not in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            raise


def _migrate(connection: sqlite3.Connection, place: str) -> None:
    """Run each migration that is missing in a transaction of its own."""
    for number, migration in enumerate(_migrations(), start=1):

        def run(connection: sqlite3.Connection, number: int, migration: str) -> None:
            if version_of(connection, place) < number:  # another terminal may have been faster
                for statement in _statements(migration):
                    connection.execute(statement)
                connection.execute(f"PRAGMA user_version = {number}")

        within(connection, "BEGIN IMMEDIATE", partial(run, number=number, migration=migration))


def _statements(script: str) -> Iterator[str]:
    """Yield the statements of a script one by one; run as a script, each would commit."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""


def _check_writable(connection: sqlite3.Connection) -> None:
    """Find out now, and not at the first attempt, whether anything can be saved."""
    try:
        within(connection, "BEGIN IMMEDIATE", lambda _: None)
    except sqlite3.OperationalError as error:
        if sqlite_errors.code_of(error) != sqlite3.SQLITE_BUSY:
            raise
