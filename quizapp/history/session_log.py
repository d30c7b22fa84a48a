"""Adds to one session, and keeps what can't be saved yet."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from quizapp.errors import HistoryError
from quizapp.history import sqlite_errors, tables
from quizapp.record import CONFIRMED, ENDED, SUBMITTED, Attempt
from quizapp.text.phrases import counted

if TYPE_CHECKING:
    from quizapp.history.history import History
    from quizapp.history.records import Tell


_ELSEWHERE: Final = (
    "This session is also open in another terminal. Your answers are saved, but close it in one of "
    "the two."
)
_KEPT: Final = "I'll keep your answers in memory and save them as soon as I can."


class SessionLog:
    """Adds to one session; get it from `History.session` or `History.resume`.

    Where `tell` was handed in, nothing raises for a disk that fails: what can't be saved is kept,
    told, and tried again before whatever comes next, in order. Otherwise it raises and is not kept.
    """

    def __init__(
        self,
        history: History,
        row: Sequence[object],
        number: int | None,
        revisions: Mapping[str, str],
        tell: Tell | None,
        newest: int = 0,
    ) -> None:
        self._history = history
        self._row = tuple(row)
        self._revisions = revisions
        self._tell = tell
        self._waiting: list[_Waiting] = []
        self._generation = history.generation
        self._newest = newest
        """The session's last event, as far as it was seen here."""
        self._goes_on_elsewhere = False
        self._told = ""
        self.number = number
        """The session's, once something in it was saved."""

    @property
    def unsaved(self) -> int:
        """How many attempts are kept here because they can't be saved."""
        return sum(waiting.attempts for waiting in self._waiting)

    @property
    def is_heard(self) -> bool:
        """Whether somebody is told."""
        return self._tell is not None

    def record(self, attempt: Attempt, *, event: str = "") -> None:
        """Save an attempt; it is durable on return, unless something else is told.

        Parameters
        ----------
        attempt
            What was graded.
        event
            The kind of an event to go with it, where one is wanted.

        Raises
        ------
        HistoryError
            When it can't be saved and nobody is told.
        """
        row = self._attempt_row(attempt)
        beside = self._event_row(event, None) if event else None

        def change(connection: sqlite3.Connection) -> None:
            self._insert(connection, "attempts", row)
            if beside is not None:
                self._insert(connection, "events", beside)

        self._save(_Waiting(change, 1))

    def draft(self, kind: str, payload: Mapping[str, Any] | None = None) -> None:
        """Save something that happened, and that the next of these may take the place of.

        Raises
        ------
        HistoryError
            When it can't be saved and nobody is told.
        """
        row = self._event_row(kind, payload)
        self._save(
            _Waiting(lambda connection: tables.draft(connection, self._session(connection), row))
        )

    def event(self, kind: str, payload: Mapping[str, Any] | None = None) -> None:
        """Save something that happened; as durable as an attempt.

        Raises
        ------
        HistoryError
            When it can't be saved and nobody is told.
        """
        row = self._event_row(kind, payload)
        self._save(_Waiting(lambda connection: self._insert(connection, "events", row)))

    def submit(self, attempts: Sequence[Attempt], payload: Mapping[str, Any] | None = None) -> None:
        """Turn a mock's answers into attempts: all of them and the event, or nothing.

        Parameters
        ----------
        attempts
            Those of the questions that were answered.
        payload
            Of the event; its ``questions`` says how many were asked, unless all were answered.

        Raises
        ------
        HistoryError
            When it was submitted before, or can't be saved, and nobody is told.
        """
        event = self._event_row(SUBMITTED, payload)
        rows = [self._attempt_row(attempt) for attempt in attempts]

        def change(connection: sqlite3.Connection) -> None:
            self._insert(connection, "events", event)
            for row in rows:
                self._insert(connection, "attempts", row)

        self._save(_Waiting(change, len(rows)))

    def confirm(
        self,
        attempt: Attempt,
        points: Iterable[str],
        score: float,
        payload: Mapping[str, Any] | None = None,
    ) -> None:
        """Add ticked points to an attempt of this session; its verdict stays.

        Parameters
        ----------
        attempt
            The last one at its variant here.
        points
            The ids of the points.
        score
            What the response is worth by them.
        payload
            Of an event to go with it, where one is wanted.

        Raises
        ------
        HistoryError
            When there is no such attempt, or it can't be saved, and nobody is told.
        """
        row = (tables.as_json(list(points)), score, self._now())
        event = None if payload is None else self._event_row(CONFIRMED, payload)

        def change(connection: sqlite3.Connection) -> None:
            session = self._session(connection)
            number = tables.latest(connection, session, attempt.question, attempt.seed)
            tables.insert(connection, "confirmations", (number, *row))
            if event is not None:
                self._insert(connection, "events", event)

        self._save(_Waiting(change))

    def withdraw(
        self, question: str, seed: int, *, event: tuple[str, Mapping[str, Any]] | None = None
    ) -> None:
        """Take back the last attempt at a variant as mistyped: it stays, and nothing counts it.

        Parameters
        ----------
        question
            The full name.
        seed
            The variant's.
        event
            Kind and data of what goes with it, where something does.

        Raises
        ------
        HistoryError
            When there is no such attempt, or it can't be saved, and nobody is told.
        """
        at = self._now()
        beside = self._event_row(*event) if event else None

        def change(connection: sqlite3.Connection) -> None:
            number = tables.latest(connection, self._session(connection), question, seed)
            tables.insert(connection, "withdrawals", (number, at))
            if beside is not None:
                self._insert(connection, "events", beside)

        self._save(_Waiting(change))

    def end(self) -> None:
        """Say that the session is over, if anything happened in it."""
        if self.number is not None or self._waiting:
            self.event(ENDED)

    def leave(self) -> None:
        """Try a last time to save what waits; tell how much is lost otherwise."""
        with suppress(HistoryError):
            self._flush()
        if self._waiting:
            what = counted(self.unsaved, "answer") if self.unsaved else "Your latest work"
            self.say(f"{what} from this session couldn't be saved.")

    def say(self, *messages: str) -> None:
        """Tell what was not told just before."""
        for message in messages:
            if self._tell is not None and message != self._told:
                self._told = message
                self._tell(message)

    def _now(self) -> int:
        return tables.microseconds(self._history.clock.now())

    def _save(self, waiting: _Waiting) -> None:
        self._waiting.append(waiting)
        try:
            self._flush()
        except HistoryError as error:
            if self._tell is None:
                self._waiting.clear()
                raise
            kept = f" {_KEPT}" if self._waiting else ""
            self.say(f"{sqlite_errors.sentence(error)}{kept}")

    def _flush(self) -> None:
        """Save what waits, in order; what the history refuses for good waits no longer.

        Raises
        ------
        HistoryError
            When something can't be saved.
        """
        late = len(self._waiting) > 1
        while self._waiting:
            number = self.number
            try:
                self._history.write(self._watched(self._waiting[0].change))
            except (HistoryError, sqlite3.Error, UnicodeDecodeError, OverflowError) as error:
                self.number = number
                if not sqlite_errors.may_pass(error):
                    del self._waiting[0]
                raise self._history.refused(error) from error
            del self._waiting[0]
        if late:
            self.say("Everything is saved now.")
        self._told = ""
        if self._goes_on_elsewhere:
            self.say(_ELSEWHERE)

    def _watched(
        self, change: Callable[[sqlite3.Connection], object]
    ) -> Callable[[sqlite3.Connection], None]:
        """Return a change that finds out whether the session was added to by somebody else."""

        def watched(connection: sqlite3.Connection) -> None:
            is_known = self.number is not None and self._generation == self._history.generation
            newest = tables.newest_event(connection, self.number) if is_known else self._newest
            self._goes_on_elsewhere = newest != self._newest
            change(connection)
            self._newest = tables.newest_event(connection, self.number)

        return watched

    def _attempt_row(self, attempt: Attempt) -> tuple[object, ...]:
        bank = attempt.question.partition("/")[0]
        local = attempt.at.astimezone(self._history.zone)
        return tables.attempt_row(attempt, local, self._revisions.get(bank, ""))

    def _event_row(self, kind: str, payload: Mapping[str, Any] | None) -> tuple[object, ...]:
        return (str(kind), tables.as_json(dict(payload or {})), self._now())

    def _insert(self, connection: sqlite3.Connection, table: str, row: tuple[object, ...]) -> None:
        session = self._session(connection)
        tables.settle_draft(connection, session)
        tables.insert(connection, table, (session, *row))

    def _session(self, connection: sqlite3.Connection) -> int:
        """Return the session's number in the file, where it may have to be written first."""
        if self._generation != self._history.generation:
            self._generation = self._history.generation
            if self.number is not None and not tables.holds(connection, self.number, self._row):
                self.number = None
        if self.number is None:
            self.number = tables.insert(connection, "sessions", self._row)
        return self.number


class _Waiting(NamedTuple):
    """Something that is to be saved."""

    change: Callable[[sqlite3.Connection], object]
    attempts: int = 0
