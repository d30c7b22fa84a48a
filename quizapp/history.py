"""Every attempt, in one SQLite file: the only place that knows SQL.

An attempt is durable when `SessionLog.record` returns and has told nothing. Facts are only added;
what they come to is summed up by triggers in ``history.sql`` in the same transaction.

::

    with history.open_anyway(path, clock) as kept:    # kept.notices: what to tell at once
        log = kept.session("practice", title="Softmax", seed=7, tell=notify)
        Practice(questions, recorder=log.record, ...)
        log.end()
        kept.tallies()                                # what `quizapp.progress` reads
"""

from __future__ import annotations

import json
import os
import re
import sqlite3
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import partial
from importlib.resources import files
from pathlib import Path
from typing import Any, Final, Literal, Self, TypeAlias, TypeVar
from urllib.parse import quote

from quizapp.errors import HistoryError
from quizapp.questions.base import Verdict
from quizapp.session import Attempt, Clock

Kind: TypeAlias = Literal["practice", "mock"]
Tell: TypeAlias = Callable[[str], None]
"""Shows a sentence to the learner at once."""

SUBMITTED: Final = "submitted"
"""The event with which a mock's answers have become attempts."""
CONFIRMED: Final = "confirmed"
"""The event with which points of a rubric were ticked."""
ENDED: Final = "ended"
"""The event with which a session is over; a mock that has none and was not submitted waits."""

_PATIENCE: Final = 5.0
"""Seconds to wait for another terminal that is writing, which takes a few milliseconds."""
_OPENINGS: Final = 3
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND: Final = timedelta(microseconds=1)
_APPLICATION: Final = 1366649210
_OLDEST_SQLITE: Final = (3, 38)
"""The first with STRICT tables and with JSON always there."""

_READ_ONLY: Final = (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM, sqlite3.SQLITE_CANTOPEN)
_DAMAGED: Final = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
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

_Read = TypeVar("_Read")


# What is read


@dataclass(frozen=True, kw_only=True)
class Session:
    """One sitting."""

    number: int
    kind: Kind
    title: str
    seed: int
    blueprint: str
    code: str
    began: datetime
    ended: datetime | None
    """When it was ended or submitted."""
    attempts: int
    """All of them; the other numbers are over those that count."""
    answered: int
    score: float
    """The sum of the scores."""
    seconds: float


@dataclass(frozen=True, kw_only=True)
class Recorded:
    """An attempt as it was recorded, with what was added to it."""

    number: int
    """Grows with each attempt; the order in which they were recorded."""
    session: int
    attempt: Attempt
    confidence: float | None
    revision: str
    """Of the bank's text; empty when not known."""
    counts: bool
    """Whether accuracy is about it: the first of its variant in its session, or the second after
    an imprecise first."""
    confirmed: tuple[str, ...] | None
    """The points of the rubric that were ticked last; None when none were."""
    score: float
    """As confirmed, where it was."""


@dataclass(frozen=True, kw_only=True)
class Event:
    """Something that happened in a session."""

    number: int
    kind: str
    payload: Mapping[str, Any]
    at: datetime


@dataclass(frozen=True, kw_only=True)
class Mock:
    """A mock interview that was submitted."""

    session: Session
    questions: int
    """How many were asked."""


@dataclass(frozen=True, kw_only=True)
class QuestionTally:
    """What the attempts at one question come to."""

    question: str
    topic: str
    attempts: int
    """All of them; the other numbers are over those that count."""
    answered: int
    score: float
    seconds: float
    last: datetime


@dataclass(frozen=True, kw_only=True)
class DayTally:
    """What the attempts of one day come to."""

    day: date
    attempts: int
    answered: int
    score: float
    seconds: float


@dataclass(frozen=True, kw_only=True)
class SlipTally:
    """How often a slip was made in attempts that count."""

    slip: str
    times: int
    last: datetime


@dataclass(frozen=True, kw_only=True)
class Tallies:
    """What all attempts come to, as of one moment."""

    questions: tuple[QuestionTally, ...]
    days: tuple[DayTally, ...]
    slips: tuple[SlipTally, ...]
    medians: Mapping[str, float]
    """Topic → the median of the seconds taken."""
    mocks: tuple[Mock, ...]


# The file


class History:
    """The attempts in one file; open it with `History.open` or `open_anyway`.

    Parameters
    ----------
    connection
        To the database, which has the newest schema.
    path
        The file; None in memory.
    clock
        Tells the time.
    zone
        Where days begin and end; the system's own when None.
    notices
        What the learner is to be told about the opening.
    saves
        Whether anything can be added that lasts.
    """

    def __init__(
        self,
        connection: sqlite3.Connection,
        path: Path | None,
        clock: Clock,
        zone: tzinfo | None = None,
        *,
        notices: Sequence[str] = (),
        saves: bool = True,
    ) -> None:
        self._connection: sqlite3.Connection | None = connection
        self._logs: list[SessionLog] = []
        self._closed = False
        self.path = path
        self.clock = clock
        self.zone = zone
        self.notices = tuple(notices)
        self.saves = saves
        self.generation = 0
        """Grows when a damaged file is replaced; sessions have other numbers then."""

    @classmethod
    def open(cls, path: Path, clock: Clock, zone: tzinfo | None = None) -> History:
        """Open the history in a file, which is created when there is none.

        A damaged file is set aside and a new one begun with all that can be read from it. A file
        that can only be read is opened for reading. `notices` say so.

        Raises
        ------
        HistoryError
            When there is no way to open it, or it was written by a newer quizapp.
        """
        notices: list[str] = []
        for _ in range(_OPENINGS):
            identity = _identity(path)
            try:
                return cls(_connected(path), path, clock, zone, notices=notices)
            except sqlite3.Error as error:
                trouble = _refusal(path, error)
                if _code(error) in _DAMAGED:
                    notices += _set_aside(path, identity, clock, zone)
                    continue
                readable = _connected_to_read(path) if _code(error) in _READ_ONLY else None
                if readable is None:
                    raise trouble from error
                notices.append(f"{_sentence(trouble)} You can go on, but nothing will be saved.")
                return cls(readable, path, clock, zone, notices=notices, saves=False)
        raise trouble

    @classmethod
    def in_memory(cls, clock: Clock, zone: tzinfo | None = None, notice: str = "") -> History:
        """Return a history that is forgotten when the program ends."""
        connection = sqlite3.connect(":memory:", isolation_level=None)
        _prepare(connection, "memory")
        notices = (notice,) if notice else ()
        return cls(connection, None, clock, zone, notices=notices, saves=False)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Save what still waits, tell what can't be saved, and close the file."""
        while self._logs:
            self._logs.pop().leave()
        self._closed = True
        self._disconnect()

    # Writing

    def session(
        self,
        kind: Kind,
        *,
        title: str = "",
        seed: int = 0,
        blueprint: str = "",
        code: str = "",
        revisions: Mapping[str, str] | None = None,
        tell: Tell | None = None,
    ) -> SessionLog:
        """Begin a session; nothing is written before something happens in it.

        Parameters
        ----------
        kind
            Practice or mock.
        title
            What it is about, as shown.
        seed
            What its questions were drawn from.
        blueprint
            The name of the mock's blueprint.
        code
            What asks the same again, such as ``screening@17``.
        revisions
            Bank → its revision, kept with each attempt.
        tell
            Shows at once what could not be saved; without it an error is raised instead.
        """
        began = _microseconds(self.clock.now())
        row = (kind, title, seed, blueprint, code, began)
        return self._logged(SessionLog(self, row, None, revisions or {}, tell))

    def resume(
        self,
        number: int,
        *,
        revisions: Mapping[str, str] | None = None,
        tell: Tell | None = None,
    ) -> SessionLog:
        """Go on with a session.

        Raises
        ------
        HistoryError
            When there is none of that number.
        """
        found = self._rows(
            tuple,
            f"SELECT {_COLUMNS['sessions']} FROM sessions WHERE id = ?",
            number,
        )
        if not found:
            raise HistoryError(f"there is no session {number} in the history")
        return self._logged(SessionLog(self, found[0], number, revisions or {}, tell))

    def write(self, change: Callable[[sqlite3.Connection], object]) -> None:
        """Make one change durable, or leave no trace of it; a damaged file is replaced first.

        Raises
        ------
        HistoryError, sqlite3.Error
            When it can't be saved.
        """
        self._do(lambda connection: _within(connection, "BEGIN IMMEDIATE", change))

    def refused(self, error: Exception) -> HistoryError:
        """Return an error in words for one that stopped a change."""
        if isinstance(error, HistoryError):
            return error
        if "events.session" in str(error):
            return HistoryError(
                "this mock was submitted before, in another terminal; its attempts are kept"
            )
        return _refusal(self.path, error)

    # Reading

    def attempts(
        self,
        *,
        since: datetime | None = None,
        topic: str = "",
        question: str = "",
        session: int | None = None,
        last: int | None = None,
    ) -> tuple[Recorded, ...]:
        """Return attempts in the order they were recorded, narrowed by whatever is said.

        Parameters
        ----------
        since
            Not earlier than this.
        topic
            Of this topic.
        question
            At this question, by its full name.
        session
            In the session of this number.
        last
            Only so many, the last ones.
        """
        wanted = {
            "a.at >= ?": None if since is None else _microseconds(since),
            "a.topic = ?": topic or None,
            "a.question = ?": question or None,
            "a.session = ?": session,
        }
        said = {condition: value for condition, value in wanted.items() if value is not None}
        found = self._rows(
            _recorded,
            "SELECT a.id, a.session, a.question, a.type, a.topic, a.seed, a.parameters, a.response,"
            " a.value, a.verdict, a.score, a.slips, a.seconds, a.confidence, a.revision, a.at,"
            " EXISTS (SELECT 1 FROM outcomes WHERE attempt = a.id), c.points, c.score"
            " FROM attempts a LEFT JOIN confirmations c ON c.id ="
            " (SELECT max(id) FROM confirmations WHERE attempt = a.id)"
            f" WHERE {' AND '.join(said) or 'true'} ORDER BY a.id DESC LIMIT ?",
            *said.values(),
            -1 if last is None else last,
        )
        return found[::-1]

    def sessions(self, *, last: int | None = None) -> tuple[Session, ...]:
        """Return the sessions, the latest last."""
        limit = -1 if last is None else last
        return self._rows(_session, f"{_SESSIONS} ORDER BY s.id DESC LIMIT ?", limit)[::-1]

    def unfinished_mocks(self) -> tuple[Session, ...]:
        """Return the mocks that were neither submitted nor ended, the latest last."""
        mocks = self._rows(_session, f"{_SESSIONS} WHERE kind = 'mock' ORDER BY s.id")
        return tuple(one for one in mocks if one.ended is None)

    def events(self, session: int) -> tuple[Event, ...]:
        """Return what happened in a session, in order."""
        return self._rows(
            _event,
            "SELECT id, kind, payload, at FROM events WHERE session = ? ORDER BY id",
            session,
        )

    def mocks(self, blueprint: str = "") -> tuple[Mock, ...]:
        """Return the mocks that were submitted, of one blueprint or of all, the latest last."""
        return self._read(lambda connection: _mocks(connection, blueprint))

    def tallies(self) -> Tallies:
        """Return what all attempts come to; the same moment for all numbers."""
        return self._read(_tallies)

    def today(self) -> date:
        """Return the learner's date."""
        return self.clock.now().astimezone(self.zone).date()

    def _rows(
        self, each: Callable[[tuple[Any, ...]], _Read], query: str, *values: object
    ) -> tuple[_Read, ...]:
        return self._read(
            lambda connection: tuple(each(row) for row in connection.execute(query, values))
        )

    def _read(self, reading: Callable[[sqlite3.Connection], _Read]) -> _Read:
        """Read all of one state, whatever another terminal writes meanwhile."""
        try:
            return self._do(lambda connection: _within(connection, "BEGIN", reading))
        except (sqlite3.Error, ValueError, TypeError, OverflowError) as error:
            where = f"the history at {self.path}" if self.path else "the history in memory"
            trouble = _trouble(error) if isinstance(error, sqlite3.Error) else "it is damaged"
            raise HistoryError(f"{where} can't be read: {trouble}") from error

    def _do(self, work: Callable[[sqlite3.Connection], _Read]) -> _Read:
        """Work on the file; when it is found damaged, on the new one in its place."""
        try:
            return work(self._connected())
        except sqlite3.Error as error:
            if not self._replaced(error):
                raise
            return work(self._connected())

    def _connected(self) -> sqlite3.Connection:
        if self._connection is None:
            if self.path is None or self._closed:
                raise sqlite3.ProgrammingError("it is closed")
            self._connection = _connected(self.path)
        return self._connection

    def _disconnect(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _logged(self, log: SessionLog) -> SessionLog:
        self._logs.append(log)
        return log

    def _replaced(self, error: sqlite3.Error) -> bool:
        """Replace the file when an error shows that it is damaged; return whether it was."""
        if self.path is None or not self.saves or _code(error) not in _DAMAGED:
            return False
        identity = _identity(self.path)
        self._disconnect()
        try:
            notices = _set_aside(self.path, identity, self.clock, self.zone)
        except HistoryError:
            return False
        self.notices = (*self.notices, *notices)
        self.generation += 1
        for log in self._logs:
            log.say(*notices)
        return True


def open_anyway(path: Path, clock: Clock, zone: tzinfo | None = None) -> History:
    """Open the history in a file; where that fails, one in memory whose notice says why."""
    try:
        return History.open(path, clock, zone)
    except HistoryError as error:
        notice = f"{_sentence(error)} You can go on, but nothing will be saved."
        return History.in_memory(clock, zone, notice)


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
    ) -> None:
        self._history = history
        self._row = tuple(row)
        self._revisions = revisions
        self._tell = tell
        self._waiting: list[_Waiting] = []
        self._generation = history.generation
        self._told = ""
        self.number = number
        """The session's, once something in it was saved."""

    @property
    def unsaved(self) -> int:
        """How many attempts are kept here because they can't be saved."""
        return sum(one.attempts for one in self._waiting)

    def record(self, attempt: Attempt, *, confidence: float | None = None) -> None:
        """Save an attempt; it is durable on return, unless something else is told.

        Raises
        ------
        HistoryError
            When it can't be saved and nobody is told.
        """
        row = self._attempt_row(attempt, confidence)
        self._save(_Waiting(lambda connection: self._insert(connection, "attempts", row), 1))

    def event(self, kind: str, payload: Mapping[str, Any] | None = None) -> None:
        """Save something that happened; as durable as an attempt.

        Raises
        ------
        HistoryError
            When it can't be saved and nobody is told.
        """
        row = self._event_row(kind, payload)
        self._save(_Waiting(lambda connection: self._insert(connection, "events", row)))

    def submit(
        self,
        attempts: Sequence[Attempt],
        payload: Mapping[str, Any] | None = None,
        confidences: Sequence[float | None] = (),
    ) -> None:
        """Turn a mock's answers into attempts: all of them and the event, or nothing.

        Parameters
        ----------
        attempts
            Those of the questions that were answered.
        payload
            Of the event; its ``questions`` says how many were asked, unless all were answered.
        confidences
            One for each attempt, where any was said.

        Raises
        ------
        HistoryError
            When it was submitted before, or can't be saved, and nobody is told.
        """
        event = self._event_row(SUBMITTED, payload)
        said = confidences or [None] * len(attempts)
        rows = [self._attempt_row(*pair) for pair in zip(attempts, said, strict=True)]

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
        row = (_as_json(list(points)), score, self._now())
        event = None if payload is None else self._event_row(CONFIRMED, payload)

        def change(connection: sqlite3.Connection) -> None:
            number = _latest(connection, self._session(connection), attempt)
            _insert(connection, "confirmations", (number, *row))
            if event is not None:
                self._insert(connection, "events", event)

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
            self.say(f"{_counted(self.unsaved)} of this session could not be saved.")

    def say(self, *messages: str) -> None:
        """Tell what was not told just before."""
        for message in messages:
            if self._tell is not None and message != self._told:
                self._told = message
                self._tell(message)

    def _now(self) -> int:
        return _microseconds(self._history.clock.now())

    def _save(self, one: _Waiting) -> None:
        self._waiting.append(one)
        try:
            self._flush()
        except HistoryError as error:
            if self._tell is None:
                self._waiting.clear()
                raise
            kept = " What you do is kept here, and saved as soon as that works." * bool(
                self._waiting
            )
            self.say(_sentence(error) + kept)

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
                self._history.write(self._waiting[0].change)
            except (HistoryError, sqlite3.Error, OverflowError) as error:
                self.number = number
                if not _may_pass(error):
                    del self._waiting[0]
                raise self._history.refused(error) from error
            del self._waiting[0]
        if late:
            self.say("What had waited is saved now.")
        self._told = ""

    def _attempt_row(self, attempt: Attempt, confidence: float | None) -> tuple[object, ...]:
        bank = attempt.question.partition("/")[0]
        return (
            attempt.question,
            attempt.type,
            attempt.topic,
            attempt.seed,
            _as_json(dict(attempt.parameters)),
            _as_text(attempt.response),
            _as_json(attempt.value),
            str(attempt.verdict),
            attempt.score,
            _as_json(list(attempt.slips)),
            attempt.seconds,
            confidence,
            self._revisions.get(bank, ""),
            _microseconds(attempt.at),
            attempt.at.astimezone(self._history.zone).date().isoformat(),
        )

    def _event_row(self, kind: str, payload: Mapping[str, Any] | None) -> tuple[object, ...]:
        return (str(kind), _as_json(dict(payload or {})), self._now())

    def _insert(self, connection: sqlite3.Connection, table: str, row: tuple[object, ...]) -> None:
        _insert(connection, table, (self._session(connection), *row))

    def _session(self, connection: sqlite3.Connection) -> int:
        """Return the session's number in the file, where it may have to be written first."""
        if self._generation != self._history.generation:
            self._generation = self._history.generation
            if self.number is not None and not _holds(connection, self.number, self._row):
                self.number = None
        if self.number is None:
            self.number = _insert(connection, "sessions", self._row)
        return self.number


@dataclass(frozen=True)
class _Waiting:
    """Something that is to be saved."""

    change: Callable[[sqlite3.Connection], object]
    attempts: int = 0


# Rows

_COLUMNS: Final = {
    "sessions": "kind, title, seed, blueprint, code, began",
    "attempts": "session, question, type, topic, seed, parameters, response, value, verdict, score,"
    " slips, seconds, confidence, revision, at, day",
    "confirmations": "attempt, points, score, at",
    "events": "session, kind, payload, at",
}
"""The tables of facts and what is written to each, in the order that each needs the one before."""

_SESSIONS: Final = (
    "SELECT s.id, kind, title, seed, blueprint, code, began, (SELECT max(e.at) FROM events e"
    f" WHERE e.session = s.id AND e.kind IN ('{SUBMITTED}', '{ENDED}')), coalesce(attempts, 0),"
    " coalesce(answered, 0), coalesce(score, 0.0), coalesce(seconds, 0.0)"
    " FROM sessions s LEFT JOIN results ON results.session = s.id"
)


def _insert(connection: sqlite3.Connection, table: str, row: Sequence[object]) -> int:
    """Add a row; return its number."""
    marks = ", ".join("?" * len(row))
    cursor = connection.execute(f"INSERT INTO {table} ({_COLUMNS[table]}) VALUES ({marks})", row)
    return cursor.lastrowid or 0


def _latest(connection: sqlite3.Connection, session: int, attempt: Attempt) -> int:
    """Return the number of the last attempt at a variant in a session."""
    ((number,),) = connection.execute(
        "SELECT max(id) FROM attempts WHERE session = ? AND question = ? AND seed = ?",
        (session, attempt.question, attempt.seed),
    ).fetchall()
    if number is None:
        raise sqlite3.IntegrityError("there is no such attempt in this session")
    return int(number)


def _holds(connection: sqlite3.Connection, number: int, row: Sequence[object]) -> bool:
    """Return whether a session of that number is the one meant."""
    found = connection.execute(
        f"SELECT {_COLUMNS['sessions']} FROM sessions WHERE id = ?", (number,)
    ).fetchone()
    return bool(found == tuple(row))


def _recorded(row: tuple[Any, ...]) -> Recorded:
    number, session, question, kind, topic, seed, parameters, response, value = row[:9]
    verdict, score, slips, seconds, confidence, revision, at, counts, points, confirmed = row[9:]
    return Recorded(
        number=number,
        session=session,
        attempt=Attempt(
            question=question,
            type=kind,
            topic=topic,
            seed=seed,
            parameters=json.loads(parameters),
            response=response,
            value=json.loads(value),
            verdict=Verdict(verdict),
            score=score,
            slips=tuple(json.loads(slips)),
            seconds=seconds,
            at=_moment(at),
        ),
        confidence=confidence,
        revision=revision,
        counts=bool(counts),
        confirmed=None if points is None else tuple(json.loads(points)),
        score=score if confirmed is None else confirmed,
    )


def _session(row: tuple[Any, ...]) -> Session:
    number, kind, title, seed, blueprint, code, began, ended, *numbers = row
    attempts, answered, score, seconds = numbers
    return Session(
        number=number,
        kind=kind,
        title=title,
        seed=seed,
        blueprint=blueprint,
        code=code,
        began=_moment(began),
        ended=None if ended is None else _moment(ended),
        attempts=attempts,
        answered=answered,
        score=score,
        seconds=seconds,
    )


def _event(row: tuple[Any, ...]) -> Event:
    number, kind, payload, at = row
    return Event(number=number, kind=kind, payload=json.loads(payload), at=_moment(at))


def _mocks(connection: sqlite3.Connection, blueprint: str = "") -> tuple[Mock, ...]:
    payloads = dict(
        connection.execute(f"SELECT session, payload FROM events WHERE kind = '{SUBMITTED}'")
    )
    rows = connection.execute(
        f"{_SESSIONS} WHERE kind = 'mock' AND ? IN ('', blueprint) ORDER BY s.id", (blueprint,)
    ).fetchall()
    sessions = [session for session in map(_session, rows) if session.number in payloads]
    return tuple(
        Mock(session=one, questions=json.loads(payloads[one.number]).get("questions", one.answered))
        for one in sessions
    )


def _tallies(connection: sqlite3.Connection) -> Tallies:
    questions = tuple(
        QuestionTally(
            question=question,
            topic=topic,
            attempts=attempts,
            answered=answered,
            score=score,
            seconds=seconds,
            last=_moment(last),
        )
        for question, topic, attempts, answered, score, seconds, last in connection.execute(
            "SELECT question, topic, attempts, answered, score, seconds, last FROM questions"
        )
    )
    days = tuple(
        DayTally(
            day=date.fromisoformat(day),
            attempts=attempts,
            answered=answered,
            score=score,
            seconds=seconds,
        )
        for day, attempts, answered, score, seconds in connection.execute(
            "SELECT day, attempts, answered, score, seconds FROM days ORDER BY day"
        )
    )
    slips = tuple(
        SlipTally(slip=slip, times=times, last=_moment(last))
        for slip, times, last in connection.execute(
            "SELECT slip, times, last FROM slips WHERE times > 0"
        )
    )
    return Tallies(
        questions=questions,
        days=days,
        slips=slips,
        medians=_medians(connection, questions),
        mocks=_mocks(connection),
    )


def _medians(
    connection: sqlite3.Connection, questions: Iterable[QuestionTally]
) -> dict[str, float]:
    answered: dict[str, int] = {}
    for tally in questions:
        answered[tally.topic] = answered.get(tally.topic, 0) + tally.answered
    medians = {}
    for topic, count in answered.items():
        if count:
            middle = connection.execute(
                "SELECT seconds FROM outcomes WHERE topic = ? ORDER BY seconds LIMIT ? OFFSET ?",
                (topic, 2 - count % 2, (count - 1) // 2),
            ).fetchall()
            medians[topic] = sum(seconds for (seconds,) in middle) / len(middle)
    return medians


def _microseconds(moment: datetime) -> int:
    return (moment - _EPOCH) // _MICROSECOND


def _moment(microseconds: int) -> datetime:
    return _EPOCH + microseconds * _MICROSECOND


def _as_json(value: object) -> str:
    return json.dumps(value, default=_plain)


def _plain(value: Any) -> Any:  # noqa: ANN401 - an array or number of numpy
    """Return what JSON has no word for in words that it has."""
    return value.tolist() if hasattr(value, "tolist") else str(value)


def _as_text(text: str) -> str:
    """Return text that can be stored: half a character, which a terminal may send, as its code."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def _counted(attempts: int) -> str:
    return "1 attempt" if attempts == 1 else f"{attempts} attempts"


# Connections


def _connected(path: Path) -> sqlite3.Connection:
    """Return a connection that can write, to the newest schema.

    Raises
    ------
    HistoryError
        When the file is a newer quizapp's, or another program's.
    sqlite3.Error
        When it can't be opened, is damaged, or can't be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        trouble = error.strerror or "its folder can't be made"
        raise _refusal(path, trouble[0].lower() + trouble[1:]) from error
    connection = sqlite3.connect(path, timeout=_PATIENCE, isolation_level=None)
    try:
        _prepare(connection, str(path))
        _check_writable(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def _connected_to_read(path: Path) -> sqlite3.Connection | None:
    """Return a connection that only reads, if that can be had."""
    place = f"file:{quote(str(path.resolve()))}?mode=ro"
    # Without its companion files, which can't be made here, SQLite reads only what can't change.
    for uri in (place, f"{place}&immutable=1"):
        with suppress(sqlite3.Error):
            connection = sqlite3.connect(uri, timeout=_PATIENCE, isolation_level=None, uri=True)
            with ExitStack() as stack:
                stack.callback(connection.close)
                if _version(connection, str(path)) == len(_migrations()):
                    stack.pop_all()
                    return connection
    return None


def _prepare(connection: sqlite3.Connection, place: str) -> None:
    """Make commits durable, and bring the schema up to date."""
    if sqlite3.sqlite_version_info < _OLDEST_SQLITE:
        raise HistoryError(
            f"this Python has SQLite {sqlite3.sqlite_version}; a history needs 3.38 or newer"
        )
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA fullfsync = ON")  # on a Mac, the only one that a power cut spares
    if _version(connection, place) < len(_migrations()):
        _log_ahead(connection)
        _migrate(connection, place)


def _log_ahead(connection: sqlite3.Connection) -> None:
    """Let readers and a writer work at once, where the file system can."""
    try:
        connection.execute("PRAGMA journal_mode = WAL")
    except sqlite3.OperationalError as error:
        # Another terminal is beginning the same file, and turns it on.
        if _code(error) not in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            raise


def _version(connection: sqlite3.Connection, place: str) -> int:
    """Return how many migrations a file has had.

    Raises
    ------
    HistoryError
        When the file is a newer quizapp's, or another program's.
    """
    ((version,),) = connection.execute("PRAGMA user_version").fetchall()
    ((application,),) = connection.execute("PRAGMA application_id").fetchall()
    ((tables,),) = connection.execute("SELECT count(*) FROM sqlite_schema").fetchall()
    if application != _APPLICATION and (version or tables):
        raise HistoryError(f"{place} is no history of quizapp; it belongs to another program")
    newest = len(_migrations())
    if version > newest:
        raise HistoryError(
            f"the history at {place} was written by a newer quizapp (its version {version}; this "
            f"one knows {newest}): update quizapp, or choose another folder with --data"
        )
    return int(version)


def _migrations() -> tuple[str, ...]:
    """Return the parts of the schema, the first for an empty file."""
    text = (files("quizapp") / "history.sql").read_text(encoding="utf-8")
    return tuple(re.split(r"^-- version \d+$", text, flags=re.MULTILINE)[1:])


def _migrate(connection: sqlite3.Connection, place: str) -> None:
    """Run each migration that is missing in a transaction of its own."""
    for number, migration in enumerate(_migrations(), start=1):

        def run(connection: sqlite3.Connection, number: int, migration: str) -> None:
            if _version(connection, place) < number:  # another terminal may have been faster
                for statement in _statements(migration):
                    connection.execute(statement)
                connection.execute(f"PRAGMA user_version = {number}")

        _within(connection, "BEGIN IMMEDIATE", partial(run, number=number, migration=migration))


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
        _within(connection, "BEGIN IMMEDIATE", lambda _: None)
    except sqlite3.OperationalError as error:
        if _code(error) != sqlite3.SQLITE_BUSY:
            raise


def _within(
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


# Troubles


def _code(error: sqlite3.Error) -> int:
    """Return the kind of an error, without its details."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF


def _trouble(error: sqlite3.Error) -> str:
    return _TROUBLES.get(_code(error), str(error))


def _refusal(path: Path | None, trouble: str | Exception) -> HistoryError:
    """Return an error that says where nothing can be saved, and why."""
    said = _trouble(trouble) if isinstance(trouble, sqlite3.Error) else str(trouble)
    where = f"the history at {path}" if path else "the history in memory"
    return HistoryError(f"{where} can't be saved: {said}")


def _may_pass(error: Exception) -> bool:
    """Return whether saving the same again may work: it was the place and not the thing."""
    at_place = isinstance(error, HistoryError | sqlite3.OperationalError)
    return at_place or (isinstance(error, sqlite3.Error) and _code(error) in _DAMAGED)


def _sentence(error: Exception) -> str:
    """Return what an error says as a sentence."""
    text = str(error)
    return f"{text[0].upper()}{text[1:]}."


# Damaged files

_COMPANIONS: Final = ("", "-wal", "-shm")
"""The endings of the files that are one database."""


def _identity(path: Path) -> tuple[int, int] | None:
    """Return what tells a file from another one in its place."""
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino


def _set_aside(
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
    found = f"{_counted(saved)} could be read and went on into" if saved else "This is"
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
        closing(_connected(path)) as target,
    ):
        if _version(source, str(aside)) > 0:
            return _within(target, "BEGIN IMMEDIATE", lambda target: _copied(source, target))
    return 0


def _copied(source: sqlite3.Connection, target: sqlite3.Connection) -> int:
    copied = dict.fromkeys(_COLUMNS, 0)
    for table, columns in _COLUMNS.items():
        marks = ", ".join("?" * (columns.count(",") + 2))
        for row in _readable_rows(source, table, columns):
            try:
                target.execute(f"INSERT INTO {table} (id, {columns}) VALUES ({marks})", row)
                copied[table] += 1
            except sqlite3.Error as error:
                # What it holds is damaged too, or it belongs to a row that can't be read.
                if _code(error) not in (sqlite3.SQLITE_CONSTRAINT, sqlite3.SQLITE_ERROR):
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
