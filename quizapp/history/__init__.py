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

from quizapp.history.facts import (
    CONFIRMED,
    ENDED,
    SUBMITTED,
    DayTally,
    Event,
    Kind,
    Mock,
    QuestionTally,
    Recorded,
    Session,
    SlipTally,
    Tallies,
    Tell,
)
from quizapp.history.file import History, open_anyway
from quizapp.history.log import SessionLog

__all__ = [
    "CONFIRMED",
    "ENDED",
    "SUBMITTED",
    "DayTally",
    "Event",
    "History",
    "Kind",
    "Mock",
    "QuestionTally",
    "Recorded",
    "Session",
    "SessionLog",
    "SlipTally",
    "Tallies",
    "Tell",
    "open_anyway",
]
