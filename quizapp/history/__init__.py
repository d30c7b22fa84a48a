"""Every attempt, in one SQLite file: the only place that knows SQL.

An attempt is durable when `SessionLog.record` returns and has told nothing. Facts are only added;
triggers note which attempts count in the same transaction, and views in ``history.sql`` sum up.

::

    with history.open_anyway(path, clock) as kept:    # kept.notices: what to tell at once
        log = kept.session("practice", title="Softmax", seed=7, tell=notify)
        Practice(questions, recorder=log.record, ...)
        log.end()
        kept.tallies()                                # what `quizapp.progress` reads
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from quizapp.history.history import History, open_anyway
    from quizapp.history.records import (
        DayTally,
        Mock,
        QuestionTally,
        SlipTally,
        Tallies,
        Tell,
    )
    from quizapp.history.session_log import SessionLog

__all__ = [
    "DayTally",
    "History",
    "Mock",
    "QuestionTally",
    "SessionLog",
    "SlipTally",
    "Tallies",
    "Tell",
    "open_anyway",
]

_ELSEWHERE: Final = {"History": "history", "open_anyway": "history", "SessionLog": "session_log"}
"""What is defined outside of `records`."""


def __getattr__(name: str) -> Any:  # noqa: ANN401 - anything that is exported
    """Return what is exported; loaded then, since the recorder does without until it records."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_ELSEWHERE.get(name, 'records')}"), name)
