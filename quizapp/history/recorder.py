"""Keeps what is done in the history, which is opened with the first of it."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Final, TypeVar

from quizapp import history
from quizapp.system import folders

if TYPE_CHECKING:
    from datetime import date

    from quizapp.history import History, SessionLog, Tell
    from quizapp.history.practice_recorder import PracticeRecorder
    from quizapp.practice.selection import Selection
    from quizapp.system.clock import Clock

FILE: Final = "history.db"
"""The history's name in the data folder."""
_SHORT: Final = 1_000_000
"""Bytes of a history that is read and judged in a few hundredths of a second."""

_ONE_APART: Final = Lock()
"""Held while a thread reads: of a damaged file that is being replaced, another sees nothing."""
_Read = TypeVar("_Read")


def has_history(folder: Path) -> bool:
    """Return whether a data folder holds a history, be it one that is being recovered."""
    if (folder / FILE).exists():
        return True
    try:
        return any(name.endswith(".recovered") for name in os.listdir(folder))
    except OSError:  # there is no such folder, or none that can be looked into
        return False


class LazyHistory:
    """The learner's history, opened when something is first recorded or read.

    Parameters
    ----------
    folder
        The data folder; made with the first attempt that needs it.
    clock
        Tells the time.
    """

    def __init__(self, folder: Path, clock: Clock) -> None:
        self.folder = folder
        """The data folder."""
        self._path = folder / FILE
        self._clock = clock
        self._history: History | None = None

    def begin(
        self,
        selection: Selection,
        title: str,
        seed: int,
        revisions: Mapping[str, str],
        tell: Tell,
    ) -> PracticeRecorder:
        """Return what keeps a practice session, telling at once what can't be saved."""

        def begin() -> SessionLog:
            return self.opened(tell).session(
                "practice", title=title, seed=seed, revisions=revisions, tell=tell
            )

        return history.practice_recorder.PracticeRecorder(begin, about=selection)

    def resume(self, session: int, revisions: Mapping[str, str], tell: Tell) -> PracticeRecorder:
        """Return what goes on keeping a practice session.

        Raises
        ------
        HistoryError
            When there is none of that number.
        """
        log = self.opened(tell).resume(session, revisions=revisions, tell=tell)
        return history.practice_recorder.PracticeRecorder(lambda: log, log=log)

    def opened(self, tell: Tell) -> History:
        """Return the history, opened if it is not yet; telling what it has to say."""
        if self._history is None:
            self._history = self._open()
        self._history.announce(tell)
        return self._history

    @property
    def is_short(self) -> bool:
        """Whether a key may wait until all answers are read."""
        try:
            return self._path.stat().st_size <= _SHORT
        except OSError:
            return True

    @property
    def is_open(self) -> bool:
        """Whether the history was opened before."""
        return self._history is not None

    @property
    def is_at_hand(self) -> bool:
        """Whether it is open, and a key may wait until all of it is read, or nobody else can."""
        return self._history is not None and (self.is_short or not self._history.saves)

    @property
    def is_empty(self) -> bool:
        """Whether nothing was kept yet, so that there is nothing to read."""
        is_kept = self.folder != folders.NOWHERE  # else it tells why nothing will be
        return not self.is_open and is_kept and not has_history(self.folder)

    def today(self) -> date:
        """Return the learner's date."""
        return self._clock.now().astimezone().date()

    def read_apart(self, reading: Callable[[History], _Read]) -> _Read:
        """Read from the history as any thread may, opening it for this alone."""
        with _ONE_APART, self._open() as opened:
            return reading(opened)

    def _open(self) -> History:
        if self.folder == folders.NOWHERE:
            return history.History.in_memory(self._clock, notice=folders.NO_HOME)
        return history.open_anyway(self._path, self._clock)

    def close(self) -> None:
        """Close the history, saving what still waits."""
        if self._history is not None:
            self._history.close()
