"""What the attempts in the tables come to."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from datetime import date
from typing import Final

from quizapp.history import sqlite_errors, tables
from quizapp.history.records import DayTally, Mock, QuestionTally, SlipTally, Tallies
from quizapp.learning.confidence import Given
from quizapp.record import SUBMITTED

_GIVEN: Final = (
    "SELECT a.confidence, count(*), sum(o.score >= 1) FROM attempts a JOIN outcomes o"
    " ON o.attempt = a.id WHERE a.confidence IS NOT NULL GROUP BY a.confidence"
)


def mocks(connection: sqlite3.Connection, blueprint: str = "") -> tuple[Mock, ...]:
    """Return the mocks that were submitted, of one blueprint or of all."""
    payloads = dict(
        connection.execute(f"SELECT session, payload FROM events WHERE kind = '{SUBMITTED}'")
    )
    rows = connection.execute(
        tables.sessions("s.kind = 'mock' AND ? IN ('', s.blueprint)"), (blueprint, -1)
    ).fetchall()
    submitted = [session for session in map(tables.as_session, rows) if session.number in payloads]
    return tuple(
        Mock(
            session=one,
            questions=tables.loaded(payloads[one.number], dict).get("questions", one.answered),
        )
        for one in reversed(submitted)
    )


def read(connection: sqlite3.Connection) -> Tallies:
    """Return what all attempts come to."""
    questions = tuple(
        QuestionTally(
            question=question,
            topic=topic,
            attempts=attempts,
            answered=answered,
            score=score,
            seconds=seconds,
            last=tables.moment(last),
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
        SlipTally(slip=slip, times=times, last=tables.moment(last))
        for slip, times, last in connection.execute("SELECT slip, times, last FROM slips")
    )
    return Tallies(
        questions=questions,
        days=days,
        slips=slips,
        medians=_medians(connection, questions),
        mocks=mocks(connection),
        confidence=tuple(Given(*row) for row in connection.execute(_GIVEN)),
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
            if not middle:
                raise sqlite_errors.Damage("there are fewer outcomes than were counted")
            medians[topic] = sum(seconds for (seconds,) in middle) / len(middle)
    return medians
