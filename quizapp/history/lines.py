"""The record as lines of JSON, for any other program, and back.

A line is an attempt, or what the learner said about a question: a star, a note or a doubt.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeGuard, get_args

from quizapp.errors import QuizappError
from quizapp.history import tables
from quizapp.questions.base import Question, Verdict
from quizapp.record import ENDED, Attempt, Confidence, Recorded, Remark, RemarkKind, SessionKind
from quizapp.system.clock import has_days_around

if TYPE_CHECKING:
    from quizapp.history.history import History
    from quizapp.history.union import FactRow, Facts

LONGEST: Final = 1_000_000
"""Bytes that a line may have."""
_KINDS: Final = get_args(SessionKind)
_REMARKS: Final = get_args(RemarkKind)
_LARGEST: Final = 2**63 - 1
_MOST_SECONDS: Final = 1_000_000_000
"""So that the time of all answers has a sum."""
Find = Callable[[str], Question]
"""Returns the question of a name; raises where the banks have none."""


def written(history: History) -> Iterator[dict[str, Any]]:
    """Yield the lines of a whole record as structures, the earliest attempt first."""
    sessions = {one.number: one for one in history.sessions()}
    attempts = sorted(
        history.attempts(withdrawn=True),
        key=lambda recorded: (
            recorded.attempt.at,
            recorded.attempt.question,
            recorded.attempt.response,
        ),
    )
    for recorded in attempts:
        session = sessions[recorded.session]
        yield _of_attempt(recorded, session.name, session.kind)
    for remark in history.remarks(every=True):
        yield _of_remark(remark)


def _of_attempt(recorded: Recorded, session: str | int, kind: SessionKind) -> dict[str, Any]:
    attempt = recorded.attempt
    line = {
        "session": session,
        "kind": kind,
        "track": attempt.track,
        "question": attempt.question,
        "type": attempt.type,
        "topic": attempt.topic,
        "seed": attempt.seed,
        "parameters": attempt.parameters,
        "response": attempt.response,
        "verdict": str(attempt.verdict),
        "score": recorded.score,
        "slips": attempt.slips,
        "seconds": attempt.seconds,
        "hints": attempt.hints,
        "working_seen": attempt.working_seen,
        "shown": attempt.shown,
        "confidence": attempt.confidence,
        "at": attempt.at.isoformat(),
    }
    return line | ({"withdrawn": True} if recorded.withdrawn else {})


def _of_remark(remark: Remark) -> dict[str, Any]:
    line: dict[str, Any] = {"kind": remark.kind, "question": remark.question}
    if remark.seed is not None:
        line["seed"] = remark.seed
    if remark.kind != "star" and remark.text is not None:
        line["note"] = remark.text
    if not remark.stands:
        line["removed"] = True
    return line | {"at": remark.at.isoformat()}


class Refused(NamedTuple):
    """A line that can't be read."""

    place: int
    """From 1."""
    reason: str


@dataclass
class Read:
    """What some lines hold."""

    lines: int = 0
    """How many were read."""
    refused: list[Refused] = field(default_factory=list)
    facts: Facts = field(default_factory=dict)


def read(lines: Iterable[bytes], find: Find) -> Read:
    """Read lines; what can't be read is left out and listed.

    Parameters
    ----------
    lines
        Each with one object; empty ones are passed over.
    find
        Tells the full name, the type and the topic of questions where a line doesn't.
    """
    reader = _Reader(find)
    found = Read()
    for place, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            reader.take(line.removeprefix(b"\xef\xbb\xbf"))
            found.lines += 1
        except _LineError as error:
            found.refused.append(Refused(place, str(error)))
    found.facts = reader.facts()
    return found


class _LineError(Exception):
    """A line that can't be read; says why."""


class _Reader:
    """Gathers the facts of lines."""

    def __init__(self, find: Find) -> None:
        self._find = find
        self._sessions: dict[tuple[str, str | int], _Session] = {}
        self._attempts: list[FactRow] = []
        self._withdrawals: list[FactRow] = []
        self._remarks: list[FactRow] = []
        self._named: dict[str, Question | None] = {}

    def take(self, line: bytes) -> None:
        """Take one line in.

        Raises
        ------
        _LineError
            When it can't be read.
        """
        said = _object(line)
        kinds = (*_KINDS, *_REMARKS)
        kind = _value(said, "kind", kinds.__contains__, "practice", f"one of {', '.join(kinds)}")
        if kind in _REMARKS:
            self._take_remark(said, kind)
        else:
            self._take_attempt(said, kind)

    def facts(self) -> Facts:
        """Return all that was taken in, as rows."""
        sessions = list(self._sessions.items())
        return {
            "sessions": [
                (session.number, kind, "", 0, "", "", session.began, json.dumps(name))
                for (kind, name), session in sessions
            ],
            "attempts": self._attempts,
            "withdrawals": self._withdrawals,
            # Otherwise they would wait to be continued.
            "events": [
                (session.number, session.number, ENDED, "{}", session.last)
                for (kind, _), session in sessions
                if kind == "mock"
            ],
            "remarks": self._remarks,
        }

    def _take_attempt(self, said: Mapping[str, Any], kind: str) -> None:
        attempt, session = self._attempt(said)
        withdrawn = _value(said, "withdrawn", _is_bool, False, "true or false")
        at = tables.microseconds(attempt.at)
        number = len(self._attempts) + 1
        known = self._sessions.setdefault(
            (kind, session), _Session(len(self._sessions) + 1, at, at)
        )
        known.began, known.last = min(known.began, at), max(known.last, at)
        row = tables.attempt_row(attempt, attempt.at, "")
        self._attempts.append((number, known.number, *row))
        if withdrawn:
            self._withdrawals.append((number, number, at))

    def _attempt(self, said: Mapping[str, Any]) -> tuple[Attempt, str | int]:
        name, found = self._question(said)
        at = _moment(said)
        verdict = _verdict(said)
        score = _needed(said, "score", _is_share, "a number from 0 to 1")
        if verdict is Verdict.SHOWN and score:
            raise _LineError('"score" must be 0 where the verdict is "shown"')
        attempt = Attempt(
            question=name,
            type=_text(said, "type", found.type if found else ""),
            topic=_text(said, "topic", found.topic if found else ""),
            track=_text(said, "track", ""),
            seed=_value(said, "seed", _is_count, 0, "a whole number"),
            parameters=_value(said, "parameters", _is_object, {}, "an object"),
            response=_text(said, "response", ""),
            value=None,
            verdict=verdict,
            score=float(score),
            slips=tuple(_value(said, "slips", _are_texts, [], "a list of texts")),
            seconds=float(
                _value(said, "seconds", _is_time, 0.0, f"a number from 0 to {_MOST_SECONDS:,}")
            ),
            hints=_value(said, "hints", _is_count, None, "a whole number"),
            working_seen=_value(said, "working_seen", _is_bool, None, "true or false"),
            confidence=_confidence(said),
            at=at,
        )
        # Without sessions, what was answered on one day is one.
        day = at.date().isoformat()
        session = _value(said, "session", _is_name, day, "a text or a whole number")
        return attempt, session

    def _question(self, said: Mapping[str, Any]) -> tuple[str, Question | None]:
        """Return the full name, and the question where the banks have to tell of it."""
        name = tables.as_text(_needed(said, "question", _is_question, "a question's name"))
        if "/" in name and "type" in said and "topic" in said:
            return name, None
        if name not in self._named:
            try:
                self._named[name] = self._find(name)
            except QuizappError:
                self._named[name] = None
        found = self._named[name]
        return (name if found is None else found.name), found

    def _take_remark(self, said: Mapping[str, Any], kind: RemarkKind) -> None:
        name, _ = self._question({**said, "type": "", "topic": ""})
        removed = _value(said, "removed", _is_bool, False, "true or false")
        note = "" if kind == "star" else _text(said, "note", "")
        remark = Remark(
            kind=kind,
            question=name,
            seed=_value(said, "seed", _is_count, None, "a whole number"),
            text=None if removed else " ".join(note.split()),
            at=_moment(said),
        )
        number = len(self._remarks) + 1
        self._remarks.append((number, *tables.remark_row(remark, remark.at)))


@dataclass
class _Session:
    """A session that lines belong to."""

    number: int
    began: int
    last: int


def _object(line: bytes) -> dict[str, Any]:
    if len(line) > LONGEST:
        raise _LineError("the line is longer than 1 MB")
    try:
        said = json.loads(line.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise _LineError("the line isn't valid UTF-8") from error
    except (ValueError, RecursionError) as error:
        raise _LineError("the line isn't valid JSON") from error
    if not isinstance(said, dict):
        raise _LineError("the line must be a JSON object")
    return said


def _moment(said: Mapping[str, Any]) -> datetime:
    expected = "a date and time with an offset, such as 2026-11-27T09:30:00+01:00"
    text = _needed(said, "at", _is_text, expected)
    try:
        moment = datetime.fromisoformat(text)
        tables.moment(tables.microseconds(moment), tables.offset(moment))
        if not has_days_around(moment):
            raise OverflowError
    except (ValueError, TypeError, OverflowError) as error:
        raise _LineError(f'"at" must be {expected}') from error
    return moment


def _verdict(said: Mapping[str, Any]) -> Verdict:
    known = tuple(map(str, Verdict))
    return Verdict(_needed(said, "verdict", known.__contains__, f"one of {', '.join(known)}"))


def _confidence(said: Mapping[str, Any]) -> float | Confidence | None:
    words = tuple(map(str, Confidence))
    found = _value(
        said,
        "confidence",
        lambda value: _is_share(value) or value in words,
        None,
        f"a number from 0 to 1, or one of {', '.join(words)}",
    )
    return Confidence(found) if isinstance(found, str) else found


def _needed(
    said: Mapping[str, Any], name: str, accepts: Callable[[Any], bool], expected: str
) -> Any:  # noqa: ANN401 - what JSON holds
    if said.get(name) is None:
        raise _LineError(f'"{name}" is missing')
    return _value(said, name, accepts, None, expected)


def _text(said: Mapping[str, Any], name: str, default: str) -> str:
    return tables.as_text(_value(said, name, _is_text, default, "a text"))


def _value(
    said: Mapping[str, Any],
    name: str,
    accepts: Callable[[Any], bool],
    default: Any,  # noqa: ANN401 - what JSON holds
    expected: str,
) -> Any:  # noqa: ANN401
    """Return what a line says under a name; the default where it says nothing."""
    value = said.get(name)
    if value is None:
        return default
    if not accepts(value):
        raise _LineError(f'"{name}" must be {expected}')
    return value


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _is_question(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _is_bool(value: object) -> bool:
    return isinstance(value, bool)


def _is_count(value: object) -> bool:
    return type(value) is int and 0 <= value <= _LARGEST


def _is_name(value: object) -> bool:
    return isinstance(value, str) or type(value) is int


def _is_number(value: object) -> TypeGuard[float]:
    return type(value) in (int, float)


def _is_share(value: object) -> bool:
    return _is_number(value) and 0 <= value <= 1


def _is_time(value: object) -> bool:
    return _is_number(value) and 0 <= value <= _MOST_SECONDS


def _is_object(value: object) -> bool:
    return isinstance(value, dict)


def _are_texts(value: object) -> bool:
    return isinstance(value, list) and all(map(_is_text, value))
