"""The union of two records: what one file holds goes into another, and nothing twice."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, TypeAlias

from quizapp.errors import HistoryError
from quizapp.history import connections, salvage, soundness, tables
from quizapp.record import SUBMITTED

FactRow: TypeAlias = tuple[Any, ...]
Facts: TypeAlias = Mapping[str, Sequence[FactRow]]
"""Table → its rows, each with the `id` that other rows of these facts know it by first."""
_AT: Final = 15
"""The place of an attempt's moment in its row."""


@dataclass(frozen=True)
class Added:
    """How much was not there before."""

    attempts: int
    """With those that were there and became withdrawn."""
    remarks: int


@dataclass(frozen=True)
class Other:
    """What a file holds that is only read."""

    facts: Facts
    notices: tuple[str, ...] = ()
    """What can't be read of it."""


def read(path: Path) -> Other:
    """Return the facts of a history that stays as it is; what can be read of a damaged one.

    Raises
    ------
    HistoryError
        When it is a newer quizapp's, or no history.
    """
    connection = connections.connected_to_read(path, "choose another file")
    if connection is not None:
        with closing(connection):
            if soundness.is_sound(connection):
                return Other(_facts(connection))
    try:
        with closing(salvage.in_memory(path)) as rescued:
            return Other(_facts(rescued.connection), rescued.notices)
    except sqlite3.Error as error:
        raise HistoryError(f"{path} can't be read as a quizapp history; check the path") from error


def _facts(connection: sqlite3.Connection) -> Facts:
    def read(connection: sqlite3.Connection) -> Facts:
        return {
            table: connection.execute(f"SELECT id, {columns} FROM {table} ORDER BY id").fetchall()
            for table, columns in tables.COLUMNS.items()
        }

    return connections.within(connection, "BEGIN", read)


def merge(connection: sqlite3.Connection, facts: Facts) -> Added:
    """Add the facts that are not there yet; of attempts, question, moment and response tell."""
    return _Union(connection, facts).run()


class _Union:
    """Adds facts table by table."""

    def __init__(self, connection: sqlite3.Connection, facts: Facts) -> None:
        self._connection = connection
        self._facts = facts
        self._sessions: dict[int, int] = {}
        """The number of each session in the facts → in the file."""
        self._alike: set[int] = set()
        """The sessions in the file that are known in full to both."""
        self._attempts: dict[int, int] = {}
        self._new: set[int] = set()
        """The attempts in the file that were not there before."""
        self._touched: set[int] = set()
        """The sessions to which attempts were added."""

    def run(self) -> Added:
        """Add everything."""
        began = self._add_sessions()
        attempts = self._add_attempts()
        self._add("confirmations", self._of_attempts("confirmations"))
        withdrawn = self._add_withdrawals()
        self._add("events", self._new_events())
        for session, *draft in self._facts.get("drafts", ()):
            if self._sessions[session] in began:
                tables.draft(self._connection, self._sessions[session], draft)
        remarks = self._add("remarks", (tuple(row[1:]) for row in self._facts.get("remarks", ())))
        self._count_again()
        return Added(attempts + withdrawn, remarks)

    def _add_sessions(self) -> set[int]:
        """Add sessions; return the numbers of those that were not there."""
        known = {
            (row[1], tables.session_name(row[6], row[7])): row
            for row in self._rows(f"SELECT id, {tables.COLUMNS['sessions']} FROM sessions")
        }
        added = set()
        for number, *row in self._facts.get("sessions", ()):
            name = (row[0], tables.session_name(row[5], row[6]))
            if name not in known:
                here = tables.insert(self._connection, "sessions", row)
                known[name] = (here, *row)
                added.add(here)
            self._sessions[number] = known[name][0]
            if known[name][1:] == tuple(row):
                self._alike.add(known[name][0])
        return added

    def _add_attempts(self) -> int:
        """Add attempts in the order they were made; return how many were not there."""
        rows = sorted(self._facts.get("attempts", ()), key=lambda row: row[_AT])
        span = (rows[0][_AT], rows[-1][_AT]) if rows else (0, 0)
        query = "SELECT question, at, response, id FROM attempts WHERE at BETWEEN ? AND ?"
        known = {(question, at, text): id_ for question, at, text, id_ in self._rows(query, *span)}
        before = len(known)
        for number, session, *row in rows:
            identity = (row[0], row[_AT - 2], row[5])
            if identity not in known:
                here = self._sessions[session]
                known[identity] = tables.insert(self._connection, "attempts", (here, *row))
                self._new.add(known[identity])
                self._touched.add(here)
            self._attempts[number] = known[identity]
        return len(known) - before

    def _of_attempts(self, table: str) -> Iterator[FactRow]:
        """Yield rows that belong to attempts, with the attempt's number in the file."""
        for _, attempt, *row in self._facts.get(table, ()):
            yield (self._attempts[attempt], *row)

    def _add_withdrawals(self) -> int:
        known = {attempt for (attempt,) in self._rows("SELECT attempt FROM withdrawals")}
        added = 0
        for row in self._of_attempts("withdrawals"):
            if row[0] not in known:
                known.add(row[0])
                tables.insert(self._connection, "withdrawals", row)
                added += row[0] not in self._new
        return added

    def _new_events(self) -> Iterator[FactRow]:
        """Yield what happened in sessions of which both files know the same beginning."""
        query = f"SELECT session FROM events WHERE kind = '{SUBMITTED}'"
        submitted = {session for (session,) in self._rows(query)}
        for _, session, *row in self._facts.get("events", ()):
            here = self._sessions[session]
            if here in self._alike and not (row[0] == SUBMITTED and here in submitted):
                yield (here, *row)

    def _add(self, table: str, rows: Iterable[FactRow]) -> int:
        """Add rows of which no equal one is there; return how many."""
        columns = tables.COLUMNS[table]
        known = {tuple(row) for row in self._rows(f"SELECT {columns} FROM {table}")}
        before = len(known)
        for row in rows:
            if row not in known:
                known.add(row)
                tables.insert(self._connection, table, row)
        return len(known) - before

    def _count_again(self) -> None:
        """Count anew the variants at which there are several attempts, as their moments say."""
        query = "SELECT session, question, seed FROM outcomes WHERE attempts > 1 AND session = ?"
        for session in self._touched:
            for row in self._rows(query, session):
                self._connection.execute("INSERT INTO asked VALUES (?, ?, ?)", row)

    def _rows(self, query: str, *values: object) -> list[FactRow]:
        return self._connection.execute(query, values).fetchall()
