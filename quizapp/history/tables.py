"""What is written to the tables and read from them."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta, timezone
from functools import cache
from typing import Any, Final, TypeVar

from quizapp.learning.answered import DAY_BEGINS, HELPED, Answered
from quizapp.questions.base import Verdict
from quizapp.record import (
    BEGAN,
    ENDED,
    SUBMITTED,
    Attempt,
    Confidence,
    Event,
    Recorded,
    Remark,
    Session,
)

_Kind = TypeVar("_Kind", dict[str, Any], list[Any])
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND: Final = timedelta(microseconds=1)
COLUMNS: Final = {
    "sessions": "kind, title, seed, blueprint, code, began, name",
    "attempts": "session, question, type, topic, seed, parameters, response, value, verdict, score,"
    " slips, seconds, confidence, revision, at, day, hints, working_seen, sureness, track,"
    " utc_offset",
    "confirmations": "attempt, points, score, at",
    "withdrawals": "attempt, at",
    "events": "session, kind, payload, at",
    "drafts": "kind, payload, at",
    "remarks": "kind, question, seed, text, at, utc_offset",
}
"""The tables of facts and what is written to each, in the order that each needs the one before;
all but the `id`, which in `drafts` is the session's."""
EVENTS: Final = (
    "SELECT id, kind, payload, at FROM events WHERE session = ?"
    # The draft comes last.
    " UNION ALL SELECT 9223372036854775807, kind, payload, at FROM drafts WHERE id = ? ORDER BY 1"
)
STANDS: Final = "a.id NOT IN (SELECT attempt FROM withdrawals)"
"""The condition that an attempt was not withdrawn."""
REMARKS: Final = (
    "SELECT kind, question, seed, text, at, utc_offset FROM remarks ORDER BY at, kind, question, id"
)
_RECORDED: Final = ", ".join(f"a.{column}" for column in COLUMNS["attempts"].split(", "))
UNFINISHED_PRACTICE: Final = (
    "s.kind = 'practice'"
    f" AND EXISTS (SELECT 1 FROM events e WHERE e.session = s.id AND e.kind = '{BEGAN}')"
    f" AND NOT EXISTS (SELECT 1 FROM events e WHERE e.session = s.id AND e.kind = '{ENDED}')"
    " AND (SELECT max(e.at) FROM events e WHERE e.session = s.id) >= ?"
)


def attempts(condition: str) -> str:
    """Return the query for the attempts of which something is true, as they were recorded."""
    return (
        f"SELECT a.id, {_RECORDED}, EXISTS (SELECT 1 FROM outcomes WHERE attempt = a.id), EXISTS"
        " (SELECT 1 FROM withdrawals WHERE attempt = a.id), c.points, c.score FROM attempts a"
        " LEFT JOIN confirmations c ON c.id ="
        " (SELECT max(id) FROM confirmations WHERE attempt = a.id)"
        f" WHERE {condition} ORDER BY a.id"
    )


_DAY_BEGINS: Final = round(DAY_BEGINS.total_seconds())
ANSWERS: Final = (
    "SELECT a.question, a.topic, a.at / 1e6,"
    f" (a.at / 1000000 + coalesce(a.utc_offset, 0) - {_DAY_BEGINS}) / 86400"
    f" + {_EPOCH.toordinal()},"
    " coalesce((SELECT score FROM confirmations WHERE attempt = a.id ORDER BY id DESC LIMIT 1),"
    f" a.score) * iif(coalesce(a.hints, 0) OR coalesce(a.working_seen, 0), {HELPED}, 1.0),"
    f" a.seconds, a.slips, a.session, a.seed, a.verdict = '{Verdict.IMPRECISE}',"
    f" a.verdict = '{Verdict.SHOWN}', a.session IN (SELECT id FROM sessions WHERE kind = 'mock')"
    f" FROM attempts a WHERE {STANDS} AND a.at <= ? ORDER BY a.at, a.id"
)
"""The attempts up to a moment as far as learning needs them."""


def sessions(condition: str) -> str:
    """Return the query for the sessions of which something is true, the latest first."""
    return (
        "SELECT s.id, s.kind, s.title, s.seed, s.blueprint, s.code, s.began, s.name, (SELECT"
        " max(e.at)"
        f" FROM events e WHERE e.session = s.id AND e.kind IN ('{SUBMITTED}', '{ENDED}')),"
        " count(a.id), count(o.attempt), total(o.score), total(o.seconds) FROM sessions s"
        f" LEFT JOIN attempts a ON a.session = s.id AND {STANDS}"
        " LEFT JOIN outcomes o ON o.attempt = a.id"
        f" WHERE {condition} GROUP BY s.id ORDER BY s.id DESC LIMIT ?"
    )


def insert(connection: sqlite3.Connection, table: str, row: Sequence[object]) -> int:
    """Add a row; return its number."""
    marks = ", ".join("?" * len(row))
    cursor = connection.execute(f"INSERT INTO {table} ({COLUMNS[table]}) VALUES ({marks})", row)
    return cursor.lastrowid or 0


def attempt_row(attempt: Attempt, local: datetime, revision: str) -> tuple[object, ...]:
    """Return an attempt as its row, without its session; `local` is its moment by their clock."""
    said = attempt.confidence
    sureness = str(said) if isinstance(said, Confidence) else None
    return (
        attempt.question,
        attempt.type,
        attempt.topic,
        attempt.seed,
        as_json(dict(attempt.parameters)),
        as_text(attempt.response),
        as_json(attempt.value),
        str(attempt.verdict),
        attempt.score,
        as_json(list(attempt.slips)),
        attempt.seconds,
        said if sureness is None else None,
        revision,
        microseconds(attempt.at),
        local.date().isoformat(),
        attempt.hints,
        attempt.working_seen,
        sureness,
        attempt.track,
        offset(local),
    )


def remark_row(remark: Remark, local: datetime) -> tuple[object, ...]:
    """Return a remark as its row; `local` is its moment by the learner's clock."""
    text = None if remark.text is None else as_text(remark.text)
    at = microseconds(remark.at)
    return (remark.kind, remark.question, remark.seed, text, at, offset(local))


def draft(connection: sqlite3.Connection, session: int, row: Sequence[object]) -> None:
    """Put something in the place of a session's draft."""
    connection.execute(
        f"INSERT OR REPLACE INTO drafts (id, {COLUMNS['drafts']}) VALUES (?, ?, ?, ?)",
        (session, *row),
    )


def settle_draft(connection: sqlite3.Connection, session: int) -> None:
    """Make an event of a session's draft, if it has one."""
    columns = COLUMNS["drafts"]
    connection.execute(
        f"INSERT INTO events (session, {columns}) SELECT id, {columns} FROM drafts WHERE id = ?",
        (session,),
    )
    connection.execute("DELETE FROM drafts WHERE id = ?", (session,))


def latest(connection: sqlite3.Connection, session: int, question: str, seed: int) -> int:
    """Return the number of the last attempt at a variant in a session that stands."""
    ((number,),) = connection.execute(
        "SELECT max(id) FROM attempts a WHERE session = ? AND question = ? AND seed = ?"
        f" AND {STANDS}",
        (session, question, seed),
    ).fetchall()
    if number is None:
        raise sqlite3.IntegrityError("this session has no such attempt")
    return int(number)


def newest_event(connection: sqlite3.Connection, session: int | None) -> int:
    """Return the number of the last event of a session; 0 before the first."""
    query = "SELECT coalesce(max(id), 0) FROM events WHERE session = ?"
    ((number,),) = connection.execute(query, (session,)).fetchall()
    return int(number)


def holds(connection: sqlite3.Connection, number: int, row: Sequence[object]) -> bool:
    """Return whether a session of that number is the one meant."""
    found = connection.execute(
        f"SELECT {COLUMNS['sessions']} FROM sessions WHERE id = ?", (number,)
    ).fetchone()
    return bool(found == tuple(row))


def as_recorded(row: tuple[Any, ...]) -> Recorded:
    """Return an attempt from its row."""
    number, session, question, kind, topic, seed, parameters, response, value = row[:9]
    verdict, score, slips, seconds, confidence, revision, at, _ = row[9:17]
    hints, working_seen, sureness, track, utc_offset, counts, withdrawn = row[17:24]
    points, confirmed = row[24:]
    return Recorded(
        number=number,
        session=session,
        attempt=Attempt(
            question=question,
            type=kind,
            topic=topic,
            seed=seed,
            parameters=loaded(parameters, dict),
            response=response,
            value=json.loads(value),
            verdict=Verdict(verdict),
            score=score,
            slips=_names(slips),
            seconds=seconds,
            at=moment(at, utc_offset),
            hints=hints,
            working_seen=None if working_seen is None else bool(working_seen),
            confidence=confidence if sureness is None else Confidence(sureness),
            track=track or "",
        ),
        revision=revision,
        counts=bool(counts),
        withdrawn=bool(withdrawn),
        confirmed=None if points is None else _names(points),
        score=score if confirmed is None else confirmed,
    )


def as_answered(row: tuple[Any, ...]) -> Answered:
    """Return an attempt as far as learning needs it."""
    question, topic, at, day, share, seconds, slips, session, seed, imprecise, shown, mock = row
    return Answered(
        question=question,
        topic=topic,
        at=at,
        day=day,
        share=share,
        seconds=seconds,
        slips=() if slips == "[]" else _names(slips),
        variant=(session, seed),
        imprecise=bool(imprecise),
        shown=bool(shown),
        mock=bool(mock),
    )


def as_session(row: tuple[Any, ...]) -> Session:
    """Return a session from its row."""
    number, kind, title, seed, blueprint, code, began, name, ended, *numbers = row
    attempts, answered, score, seconds = numbers
    return Session(
        number=number,
        kind=kind,
        title=title,
        seed=seed,
        blueprint=blueprint,
        code=code,
        began=moment(began),
        ended=None if ended is None else moment(ended),
        name=session_name(began, name),
        attempts=attempts,
        answered=answered,
        score=score,
        seconds=seconds,
    )


def as_event(row: tuple[Any, ...]) -> Event:
    """Return an event from its row."""
    number, kind, payload, at = row
    return Event(number=number, kind=kind, payload=loaded(payload, dict), at=moment(at))


def session_name(began: int, name: str | None) -> str | int:
    """Return what a session is called in every file that holds it."""
    if name is None:
        return moment(began).isoformat()
    said = json.loads(name)
    if not isinstance(said, str | int):
        raise TypeError(f"{name[:40]!r} names no session")
    return said


def as_remark(row: tuple[Any, ...]) -> Remark:
    """Return a remark from its row."""
    kind, question, seed, text, at, utc_offset = row
    return Remark(kind=kind, question=question, seed=seed, text=text, at=moment(at, utc_offset))


def check(table: str, row: Sequence[Any]) -> None:
    """Read a row of facts, its `id` first, as it will be read.

    Raises
    ------
    ValueError, TypeError, ArithmeticError
        When it can't be read.
    """
    match table:
        case "sessions":
            as_session((*row, None, 0, 0, 0.0, 0.0))
        case "attempts":
            as_recorded((*row, True, False, None, None))
            date.fromisoformat(row[16])
        case "confirmations":
            _names(row[2])
            moment(row[4])
        case "withdrawals":
            moment(row[2])
        case "remarks":
            as_remark(tuple(row[1:]))
        case "events":
            as_event((row[0], *row[2:]))
        case "drafts":
            as_event(tuple(row))


_ATTEMPTS_OF_VERSION_2: Final = 17
"""Columns of attempts in versions 1 and 2, with the `id`."""


def completed(table: str, row: Sequence[Any]) -> tuple[Any, ...]:
    """Return a row of facts as it is written now, from one of any version, its `id` first."""
    if table == "attempts" and len(row) == _ATTEMPTS_OF_VERSION_2:
        # Until then a number stood for how sure the learner was.
        words = {0.0: Confidence.GUESS, 0.5: Confidence.UNSURE, 1.0: Confidence.SURE}
        sureness = words.get(row[13])
        row = (*row[:13], None, *row[14:], None, None, sureness and str(sureness), None)
    return (*row, *[None] * (len(COLUMNS[table].split(", ")) + 1 - len(row)))


def microseconds(at: datetime) -> int:
    """Return a moment as it is stored."""
    return (at - _EPOCH) // _MICROSECOND


def offset(at: datetime) -> int:
    """Return how far a moment's clock is ahead of UTC, in seconds."""
    return round((at.utcoffset() or timedelta()).total_seconds())


def moment(microseconds: int, utc_offset: int | None = None) -> datetime:
    """Return a moment that was stored."""
    universal = _EPOCH + microseconds * _MICROSECOND
    return universal.astimezone(_zone(utc_offset)) if utc_offset else universal


@cache
def _zone(utc_offset: int) -> timezone:
    return timezone(timedelta(seconds=utc_offset))


def loaded(text: str, kind: type[_Kind]) -> _Kind:
    """Return what was stored as JSON, which must be of this kind."""
    value = json.loads(text)
    if not isinstance(value, kind):
        raise TypeError(f"{text[:40]!r} isn't a {kind.__name__}")
    return value


def _names(text: str) -> tuple[str, ...]:
    """Return a list of names that was stored as JSON."""
    names = loaded(text, list)
    if not all(isinstance(name, str) for name in names):
        raise TypeError(f"{text[:40]!r} lists more than names")
    return tuple(names)


def as_json(value: object) -> str:
    """Return a value as it is stored."""
    return json.dumps(value, default=_plain)


def _plain(value: Any) -> Any:  # noqa: ANN401 - an array or number of numpy
    """Return what JSON has no word for in words that it has."""
    return value.tolist() if hasattr(value, "tolist") else str(value)


def as_text(text: str) -> str:
    """Return text that can be stored: half a character, which a terminal may send, as its code."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")
