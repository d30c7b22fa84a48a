"""Keeps the attempts of sessions in the history, which is opened with the first of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from quizapp.history import History
    from quizapp.session import Clock, Recorder

FILE: Final = "history.db"
"""The history's name in the data folder."""

Tell = Callable[[str], None]
"""Shows a sentence to the learner at once."""

Begin = Callable[[str, int, Mapping[str, str], Tell], "Recorder"]
"""Takes a session's title, seed, the revisions of its banks, and what tells; returns what keeps
its attempts."""


class Keeper:
    """The learner's history for one run of the program.

    Parameters
    ----------
    folder
        The data folder; made with the first attempt that needs it.
    clock
        Tells the time.
    """

    def __init__(self, folder: Path, clock: Clock) -> None:
        self._path = folder / FILE
        self._clock = clock
        self._history: History | None = None

    def begin(self, title: str, seed: int, revisions: Mapping[str, str], tell: Tell) -> Recorder:
        """Return what keeps a practice session's attempts, telling at once what can't be saved."""
        # Here and not above: the first paint has no use for a database.
        from quizapp.history import open_anyway

        if self._history is None:
            self._history = open_anyway(self._path, self._clock)
            for notice in self._history.notices:
                tell(notice)
        log = self._history.session(
            "practice", title=title, seed=seed, revisions=revisions, tell=tell
        )
        return log.record

    def close(self) -> None:
        """Close the history, saving what still waits."""
        if self._history is not None:
            self._history.close()
