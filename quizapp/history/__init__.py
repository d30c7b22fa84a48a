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

from quizapp.doors import door

TYPE_CHECKING = False
if TYPE_CHECKING:
    import quizapp.history.interview_recorder
    import quizapp.history.lines
    import quizapp.history.practice_recorder
    import quizapp.history.remarks
    import quizapp.history.scorecards
    import quizapp.history.soundness
    import quizapp.history.tallies
    import quizapp.history.union
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
else:
    __getattr__ = door(
        __name__,
        history="History open_anyway",
        records="DayTally Mock QuestionTally SlipTally Tallies Tell",
        session_log="SessionLog",
    )

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
