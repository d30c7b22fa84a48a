"""The history in one file: opening it, writing to it, and reading it."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing, suppress
from datetime import date, datetime, tzinfo
from pathlib import Path
from threading import RLock
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, Self, TypeVar

from quizapp import history
from quizapp.errors import HistoryError
from quizapp.history import connections, salvage, sqlite_errors, tables
from quizapp.history.session_log import SessionLog
from quizapp.learning.answered import Answered
from quizapp.record import Event, Recorded, Remark, Session, SessionKind
from quizapp.system.clock import Clock

if TYPE_CHECKING:
    from quizapp.history.records import Mock, Tallies, Tell
    from quizapp.history.union import Added, Facts

_NONE_RENAMED: Final[Mapping[str, str]] = MappingProxyType({})
_OPENINGS: Final = 3
_NOT_SAVED: Final = "You can keep going, but nothing will be saved."
_ONE_AT_A_TIME: Final = RLock()
"""Held while a file is written to or replaced: what one thread adds, another must not leave out."""
_Read = TypeVar("_Read")


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
    identity
        Of the file that was opened, to notice when it is no longer at its path.
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
        identity: salvage.Identity = None,
    ) -> None:
        self._connection: sqlite3.Connection | None = connection
        self._identity = salvage.identity_of(path) if identity is None and path else identity
        self._is_checked = False
        self._is_stuck = False
        self._logs: list[SessionLog] = []
        self._closed = False
        self.path = path
        self.clock = clock
        self.zone = zone
        self.notices = tuple(notices)
        self._told = 0
        self.saves = saves
        self.generation = 0
        """Grows when a damaged file is replaced; sessions have other numbers then."""

    @classmethod
    def open(
        cls, path: Path, clock: Clock, zone: tzinfo | None = None, *, to_read: bool = False
    ) -> History:
        """Open the history in a file, which is created when there is none.

        A damaged file is set aside and a new one begun with all that can be read from it. A file
        that can only be read is opened for reading. `notices` say so.

        Parameters
        ----------
        path
            The file.
        clock
            Tells the time.
        zone
            Where days begin and end; the system's own when None.
        to_read
            Whether nothing is to be added: then it is no matter that nothing can be.

        Raises
        ------
        HistoryError
            When there is no way to open it, or it was written by a newer quizapp.
        """
        for _ in range(_OPENINGS):
            salvage.finish(path)
            identity = salvage.identity_of(path)
            try:
                connection = connections.connected(path)
            except sqlite3.Error as error:
                trouble = sqlite_errors.refusal(path, error, "read" if to_read else "saved")
                if sqlite_errors.is_damage(error):
                    salvage.set_aside(path, identity, clock, zone)
                    continue
                if sqlite_errors.code_of(error) not in sqlite_errors.READABLE:
                    raise trouble from error
                alarms = [] if to_read else [f"{sqlite_errors.sentence(trouble)} {_NOT_SAVED}"]
                readable = connections.connected_to_read(path)
                if readable is None:
                    try:
                        rescued = salvage.in_memory(path)
                    except sqlite3.Error:
                        raise trouble from error
                    readable = rescued.connection
                    alarms += rescued.notices
                return cls(readable, path, clock, zone, notices=alarms, saves=False)
            notices = salvage.notices(connection)
            return cls(connection, path, clock, zone, notices=notices, identity=identity)
        raise trouble

    @classmethod
    def in_memory(cls, clock: Clock, zone: tzinfo | None = None, notice: str = "") -> History:
        """Return a history that is forgotten when the program ends."""
        connection = sqlite3.connect(":memory:", isolation_level=None)
        connections.prepare(connection, "memory")
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

    def announce(self, tell: Tell) -> None:
        """Tell what the opening and what came later have to say, and keep it no longer."""
        for notice in self.notices[self._told :]:
            tell(notice)
        self._told = len(self.notices)
        if self._connection is not None and self.saves:
            with suppress(sqlite3.Error, UnicodeDecodeError):
                salvage.forget_notices(self._connection)

    # Writing

    def session(
        self,
        kind: SessionKind,
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
        began = tables.microseconds(self.clock.now())
        row = (kind, title, seed, blueprint, code, began, None)
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
            f"SELECT {tables.COLUMNS['sessions']} FROM sessions WHERE id = ?",
            number,
        )
        if not found:
            raise HistoryError(f"your history has no session {number}")
        newest = self._read(lambda connection: tables.newest_event(connection, number))
        return self._logged(SessionLog(self, found[0], number, revisions or {}, tell, newest))

    def remark(self, remark: Remark) -> None:
        """Add what the learner says about a question.

        Raises
        ------
        HistoryError
            When it can't be saved.
        """
        row = tables.remark_row(remark, remark.at.astimezone(self.zone))
        self._change(lambda connection: tables.insert(connection, "remarks", row))

    def merge(self, facts: Facts) -> Added:
        """Add what is not there yet of another file's facts: all of it, or nothing.

        Raises
        ------
        HistoryError
            When it can't be saved.
        """
        found: list[Added] = []
        self._change(lambda connection: found.append(history.union.merge(connection, facts)))
        return found[-1]

    def _change(self, change: Callable[[sqlite3.Connection], object]) -> None:
        try:
            self.write(change)
        except (sqlite3.Error, UnicodeDecodeError, OverflowError) as error:
            raise self.refused(error) from error

    def write(self, change: Callable[[sqlite3.Connection], object]) -> None:
        """Make one change durable, or leave no trace of it.

        A damaged file is replaced first; for one that is no longer at its path, a new one is begun.

        Raises
        ------
        HistoryError, sqlite3.Error
            When it can't be saved.
        """
        with _ONE_AT_A_TIME:
            self._follow()
            self._do(lambda connection: connections.within(connection, "BEGIN IMMEDIATE", change))

    def refused(self, error: Exception) -> HistoryError:
        """Return an error in words for one that stopped a change."""
        if isinstance(error, HistoryError):
            return error
        if "events.session" in str(error):
            return HistoryError(
                "this interview was already submitted in another terminal; those answers stand"
            )
        return sqlite_errors.refusal(self.path, error)

    # Reading

    def attempts(
        self, *, session: int | None = None, withdrawn: bool = False
    ) -> tuple[Recorded, ...]:
        """Return attempts in the order they were recorded.

        Parameters
        ----------
        session
            Only those of the session of this number.
        withdrawn
            With those that were withdrawn.
        """
        stands = "true" if withdrawn else tables.STANDS
        if session is None:
            return self._rows(tables.as_recorded, tables.attempts(stands))
        return self._rows(
            tables.as_recorded, tables.attempts(f"a.session = ? AND {stands}"), session
        )

    def answers(
        self,
        until: datetime,
        renamed: Mapping[str, str] = _NONE_RENAMED,
        *,
        checked: bool = True,
    ) -> tuple[Answered, ...]:
        """Return the attempts up to a moment as far as learning needs them, in order of time.

        Parameters
        ----------
        until
            The moment.
        renamed
            Full name that a question had → the one that it has now, under which it counts.
        checked
            Whether a small file is searched for damage first, which takes longer than reading it.
        """
        found = self._rows(
            tables.as_answered, tables.ANSWERS, tables.microseconds(until), checked=checked
        )
        if not renamed:
            return found
        return tuple(
            answer._replace(question=renamed[answer.question])
            if answer.question in renamed
            else answer
            for answer in found
        )

    def remarks(
        self, renamed: Mapping[str, str] = _NONE_RENAMED, *, every: bool = False
    ) -> tuple[Remark, ...]:
        """Return what the learner said about questions, the latest last.

        Parameters
        ----------
        renamed
            Full name that a question had → the one that it has now, under which it is told.
        every
            With what was said differently later, or taken back.
        """
        said = tuple(
            remark._replace(question=renamed[remark.question])
            if remark.question in renamed
            else remark
            for remark in self._rows(tables.as_remark, tables.REMARKS)
        )
        if every:
            return said
        latest = {(remark.kind, remark.question): remark for remark in said}
        return tuple(
            remark
            for remark in said
            if remark is latest[remark.kind, remark.question] and remark.stands
        )

    def sessions(
        self, kind: SessionKind | None = None, *, last: int | None = None
    ) -> tuple[Session, ...]:
        """Return the sessions, of one kind or of all, the latest last; only so many if said."""
        return self._sessions("? IS NULL OR s.kind = ?", kind, kind, last=last)

    def unfinished_mocks(self) -> tuple[Session, ...]:
        """Return the mocks that were neither submitted nor ended, the latest last."""
        return tuple(
            session for session in self._sessions("s.kind = 'mock'") if session.ended is None
        )

    def unfinished_practice(self, since: datetime) -> tuple[Session, ...]:
        """Return the practice sessions that can be continued, the latest last.

        Parameters
        ----------
        since
            Something happened in them since then.
        """
        return self._sessions(tables.UNFINISHED_PRACTICE, tables.microseconds(since))

    def events(self, session: int) -> tuple[Event, ...]:
        """Return what happened in a session, in order."""
        return self._rows(tables.as_event, tables.EVENTS, session, session)

    def mocks(self, blueprint: str = "") -> tuple[Mock, ...]:
        """Return the mocks that were submitted, of one blueprint or of all, the latest last."""
        return self._read(lambda connection: history.tallies.mocks(connection, blueprint))

    def tallies(self) -> Tallies:
        """Return what all attempts come to; the same moment for all numbers."""
        return self._read(lambda connection: history.tallies.read(connection))

    def today(self) -> date:
        """Return the learner's date."""
        return self.clock.now().astimezone(self.zone).date()

    def _sessions(
        self, condition: str, *values: object, last: int | None = None
    ) -> tuple[Session, ...]:
        limit = -1 if last is None else last
        return self._rows(tables.as_session, tables.sessions(condition), *values, limit)[::-1]

    def _rows(
        self,
        each: Callable[[tuple[Any, ...]], _Read],
        query: str,
        *values: object,
        checked: bool = True,
    ) -> tuple[_Read, ...]:
        return self._read(
            lambda connection: tuple(each(row) for row in connection.execute(query, values)),
            checked=checked,
        )

    def _read(
        self, reading: Callable[[sqlite3.Connection], _Read], *, checked: bool = True
    ) -> _Read:
        """Read all of one state, whatever another terminal writes meanwhile."""
        if checked:
            self._check()
        try:
            if self._is_stuck:
                return self._read_rescued(reading)
            return self._do(
                lambda connection: connections.within(connection, "BEGIN", reading),
                *sqlite_errors.UNREADABLE,
            )
        except (sqlite3.Error, *sqlite_errors.UNREADABLE) as error:
            if not self._is_stuck and self.path is not None and self._shows_damage(error):
                self._is_stuck = True
                return self._read(reading)
            trouble = error if isinstance(error, sqlite3.Error) else "it is damaged"
            raise sqlite_errors.refusal(self.path, trouble, "read") from error

    def _read_rescued(self, reading: Callable[[sqlite3.Connection], _Read]) -> _Read:
        """Read what can be read from a damaged file that can't be replaced."""
        if self.path is None:
            raise sqlite_errors.Damage("the file is missing")
        if self.saves:
            self._disconnect()  # reading the file otherwise gives up the locks on it
        with closing(salvage.in_memory(self.path)) as rescued:
            self._notify(*rescued.notices)
            return reading(rescued.connection)

    def _check(self) -> None:
        """Look for damage in a small file before it is read, so that all that is read agrees."""
        if self.path is None or not self.saves or self._is_checked:
            return
        self._is_checked = True
        with suppress(OSError, sqlite3.Error, HistoryError):
            if self.path.stat().st_size <= history.soundness.SMALL:
                self._do(
                    lambda connection: connections.within(
                        connection, "BEGIN", history.soundness.check
                    )
                )

    def _do(
        self, work: Callable[[sqlite3.Connection], _Read], *suspicious: type[Exception]
    ) -> _Read:
        """Work on the file; when it is found damaged, on the new one in its place.

        Parameters
        ----------
        work
            What to do; it is done again on the new file.
        suspicious
            Errors besides those of SQLite that damage may be the cause of.
        """
        all_suspicious: tuple[type[Exception], ...] = (
            sqlite3.Error,
            UnicodeDecodeError,
            *suspicious,
        )
        try:
            return work(self._connected())
        except all_suspicious as error:
            if not self._replaced(error):
                raise
            return work(self._connected())

    def _connected(self) -> sqlite3.Connection:
        if self._connection is None:
            if self.path is None or self._closed:
                raise sqlite3.ProgrammingError("it is closed")
            identity = salvage.identity_of(self.path)
            self._connection = connections.connected(self.path)
            self._identity = identity or salvage.identity_of(self.path)
            self._notify(*salvage.notices(self._connection))
        return self._connection

    def _follow(self) -> None:
        """Leave a file that is no longer at its path: it was moved, deleted or replaced."""
        if self._connection is None or self.path is None or not self.saves:
            return
        now = salvage.identity_of(self.path)
        if now == self._identity:
            return
        self._disconnect()
        self.generation += 1
        known = len(self.notices)
        self._connected()
        if len(self.notices) > known:
            return  # the new one says itself how it came about
        what = "moved or deleted" if now is None else "replaced"
        where = "a new one" if now is None else "the one that is there now"
        self._notify(
            f"The history at {self.path} was {what} while quizapp was running. From here on your "
            f"answers go into {where}."
        )

    def _disconnect(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _logged(self, log: SessionLog) -> SessionLog:
        self._logs.append(log)
        return log

    def _replaced(self, error: Exception) -> bool:
        """Replace the file when an error shows that it is damaged; return whether it was.

        Raises
        ------
        Damage
            When it can't be replaced.
        HistoryError
            When a newer quizapp has it in hand.
        """
        if self.path is None or not self.saves or not self._shows_damage(error):
            return False
        if self._connection is not None:
            with suppress(sqlite3.Error, UnicodeDecodeError):
                # A newer quizapp may have changed its tables meanwhile: that is no damage.
                connections.version_of(self._connection, str(self.path))
        with _ONE_AT_A_TIME:
            identity = self._identity
            self._disconnect()
            try:
                salvage.set_aside(self.path, identity, self.clock, self.zone)
            except HistoryError as stuck:
                self._is_stuck = True
                self._notify(sqlite_errors.sentence(stuck))
                raise sqlite_errors.Damage("it can't be replaced now") from error
            self._is_stuck = False
            self.generation += 1
        return True

    def _shows_damage(self, error: Exception) -> bool:
        if sqlite_errors.is_damage(error) or connections.is_misread(error, self.path):
            return True
        if sqlite_errors.is_of_the_place(error) or self._connection is None or _is_refusal(error):
            return False
        return not history.soundness.is_sound(self._connection)

    def _notify(self, *notices: str) -> None:
        """Tell at once what came up, where somebody is there to hear it; keep it otherwise."""
        notices = tuple(notice for notice in notices if notice not in self.notices)
        self.notices += notices
        if heard := [log for log in self._logs if log.is_heard]:
            heard[-1].say(*notices)  # one is enough: all tell the same learner
            self.announce(lambda _: None)


def _is_refusal(error: Exception) -> bool:
    """Return whether the schema refuses what was to be added, as it does in a sound file."""
    text = str(error)
    return isinstance(error, sqlite3.IntegrityError) and (
        "CHECK constraint" in text or "events.session" in text or "no such attempt" in text
    )


def open_anyway(path: Path, clock: Clock, zone: tzinfo | None = None) -> History:
    """Open the history in a file; where that fails, one in memory whose notice says why."""
    try:
        return History.open(path, clock, zone)
    except HistoryError as error:
        notice = f"{sqlite_errors.sentence(error)} {_NOT_SAVED}"
        return History.in_memory(clock, zone, notice)
