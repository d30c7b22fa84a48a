"""Keeps a practice session in the history, and finds those that were left."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from quizapp.errors import HistoryError, UsageError
from quizapp.learning.answered import day_of
from quizapp.practice.events import Course, PracticeMove, fold
from quizapp.practice.selection import Selection

if TYPE_CHECKING:
    from quizapp.history import History, SessionLog
    from quizapp.record import Attempt

OFFERED_FOR: Final = timedelta(days=14)
"""How long a session that was left can be continued."""
_NOTHING_DONE: Final = frozenset({PracticeMove.BEGAN, PracticeMove.ASKED, PracticeMove.PAUSED})
"""What happens in a session before the learner does anything."""


class PracticeRecorder:
    """Keeps one practice session, from the first thing on that the learner does in it.

    Parameters
    ----------
    begin
        Returns what adds to the session; called when there is something to add.
    about
        What a session that begins is about.
    log
        What adds to the session, where it was begun before.
    """

    def __init__(
        self,
        begin: Callable[[], SessionLog],
        *,
        about: Selection | None = None,
        log: SessionLog | None = None,
    ) -> None:
        self._begin = begin
        self._about = {} if about is None else {"selection": about._asdict()}
        self._log = log
        self._before: list[tuple[str, Mapping[str, Any]]] = []

    @property
    def is_begun(self) -> bool:
        """Whether the learner has done anything."""
        return self._log is not None

    @property
    def session(self) -> int | None:
        """The session's number, once something was saved."""
        return None if self._log is None else self._log.number

    def note(self, kind: str, data: Mapping[str, Any]) -> None:
        """Keep something that happened."""
        if self._log is None and kind in _NOTHING_DONE:
            self._before.append((kind, data))
        elif kind == PracticeMove.WITHDRAWN:
            self._begun().withdraw(data["question"], data["seed"], event=(kind, data))
        elif kind == PracticeMove.TYPED:
            self._begun().draft(kind, data)
        else:
            self._begun().event(kind, data)

    def record(self, attempt: Attempt) -> None:
        """Keep an attempt."""
        self._begun().record(attempt, event=PracticeMove.ANSWERED)

    def end(self) -> None:
        """Say that the session is over, if anything happened in it."""
        if self._log is not None:
            self._log.end()

    def _begun(self) -> SessionLog:
        if self._log is None:
            self._log = self._begin()
            for kind, data in self._before:
                about = self._about if kind == PracticeMove.BEGAN else {}
                self._log.event(kind, {**data, **about})
        return self._log


class Left(NamedTuple):
    """A practice session that was left and can be continued."""

    session: int
    title: str
    seed: int
    course: Course
    is_of_today: bool = True
    """Whether it was begun on the learner's day that it is now."""

    @property
    def selection(self) -> Selection:
        """What it is about."""
        return Selection.kept(self.course.data.get("selection", {}))


def selection_of(history: History, session: int) -> Selection:
    """Return what a session is about; everything where that isn't known.

    Raises
    ------
    HistoryError
        When the history can't be read.
    """
    course = _course(history, session)
    return Selection() if course is None else Selection.kept(course.data.get("selection", {}))


def left(history: History) -> tuple[Left, ...]:
    """Return the practice sessions that can be continued, the latest first."""
    now = history.clock.now()
    try:
        sessions = history.unfinished_practice(now - OFFERED_FOR)
        found = [(session, _course(history, session.number)) for session in reversed(sessions)]
    except HistoryError:
        return ()
    today = day_of(now.astimezone())
    return tuple(
        Left(
            session.number,
            session.title,
            session.seed,
            course,
            day_of(session.began.astimezone()) == today,
        )
        for session, course in found
        if course is not None
    )


def _course(history: History, session: int) -> Course | None:
    """Return where a session stands; None when its events say nothing."""
    try:
        return fold((event.kind, event.payload) for event in history.events(session))
    except UsageError:
        return None
