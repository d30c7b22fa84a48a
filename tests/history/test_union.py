"""The record goes to other programs and computers and back: a union, with nothing twice."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizapp.errors import HistoryError, UsageError
from quizapp.history import History, connections, lines, union
from quizapp.questions.base import Verdict
from quizapp.record import Attempt, Confidence, Remark
from quizapp.reports.json import as_json
from tests.stubs import FakeClock

NOON = datetime(2026, 11, 21, 12, tzinfo=timezone(timedelta(hours=1)))
NEEDED = {"question": "b/q", "verdict": "correct", "score": 1, "at": "2026-11-21T12:00:00+01:00"}


def attempt(place=0, **changes):
    given = {
        "question": "b/q",
        "type": "numeric",
        "topic": "entropy",
        "seed": place,
        "parameters": {"q": [0.7, 0.3]},
        "response": f"answer {place}",
        "value": 0.5,
        "verdict": Verdict.CORRECT,
        "score": 1.0,
        "slips": (),
        "seconds": 12.5,
        "at": NOON + timedelta(minutes=place),
        "hints": 1,
        "working_seen": False,
        "track": "cross-entropy",
    }
    return Attempt(**{**given, **changes})


def remark(kind, question, text, *, seed=None, at=NOON):
    return Remark(kind=kind, question=question, seed=seed, text=text, at=at)


def opened(zone=UTC):
    return History.in_memory(FakeClock(), zone)


def no_bank(name):
    raise UsageError(f"no bank has {name}")


def exported(history):
    return [as_json(line) for line in lines.written(history)]


def taken(history, *given):
    """Import lines, texts or objects; return what was read, and what was added."""
    texts = [one if isinstance(one, str) else json.dumps(one) for one in given]
    found = lines.read([text.encode() for text in texts], no_bank)
    return found, history.merge(found.facts)


@pytest.fixture
def full():
    """A record with all that one can hold."""
    history = opened(timezone(timedelta(hours=5, minutes=30)))
    log = history.session("practice", title="Entropy", seed=3)
    log.record(attempt(0, verdict=Verdict.IMPRECISE, score=0.5, slips=("a-slip",)))
    log.record(attempt(1, seed=0, confidence=0.9))
    log.record(attempt(2, verdict=Verdict.SHOWN, score=0.0, response=""))
    log.record(attempt(3))
    log.withdraw("b/q", 3)
    log.record(attempt(4, type="open"))
    log.confirm(attempt(4), ["point"], 0.25)
    mock = history.session("mock", title="Screening", seed=9, blueprint="b", code="b@9")
    mock.submit([attempt(5, confidence=Confidence.SURE), attempt(6)], {"questions": 3})
    for place, text in enumerate(["", None, ""]):
        history.remark(remark("star", "b/q", text, at=NOON + timedelta(seconds=place)))
    history.remark(remark("note", "b/q", "weigh by p"))
    history.remark(remark("doubt", "b/r", "should be 2 bits", seed=7))
    return history


def test_a_line_says_all_of_an_attempt():
    history = opened(timezone(timedelta(hours=-8)))
    history.session("practice").record(attempt(4, slips=("a", "b"), confidence=0.7))
    assert list(lines.written(history)) == [
        {
            "session": "2026-11-21T09:00:00+00:00",
            "kind": "practice",
            "track": "cross-entropy",
            "question": "b/q",
            "type": "numeric",
            "topic": "entropy",
            "seed": 4,
            "parameters": {"q": [0.7, 0.3]},
            "response": "answer 4",
            "verdict": "correct",
            "score": 1.0,
            "slips": ("a", "b"),
            "seconds": 12.5,
            "hints": 1,
            "working_seen": False,
            "shown": False,
            "confidence": 0.7,
            "at": "2026-11-21T03:04:00-08:00",
        }
    ]


def test_a_record_that_is_exported_and_imported_is_the_same(full):
    written = exported(full)
    copy = opened()
    found, added = taken(copy, *written)
    assert found.refused == []
    assert (added.attempts, added.remarks) == (7, 5)
    assert exported(copy) == written
    assert copy.tallies().days == full.tallies().days
    assert copy.remarks() == full.remarks()
    assert copy.unfinished_mocks() == ()
    _, again = taken(copy, *written)
    assert (again.attempts, again.remarks) == (0, 0)
    assert exported(copy) == written


def test_only_four_keys_are_needed():
    history = opened()
    found, _ = taken(history, NEEDED)
    assert (found.lines, found.refused) == (1, [])
    (one,) = history.attempts()
    assert one.counts
    assert one.attempt.at == NOON
    assert one.attempt.at.utcoffset() == timedelta(hours=1)
    assert one.attempt.hints is None


def test_lines_without_a_session_belong_to_that_of_their_day():
    history = opened()
    later = {**NEEDED, "at": "2026-11-22T00:30:00+01:00"}
    taken(history, NEEDED, {**NEEDED, "response": "again"}, later)
    assert [one.name for one in history.sessions()] == ["2026-11-21", "2026-11-22"]
    assert [one.counts for one in history.attempts()] == [True, False, True]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{", "JSON"),
        ("[" * 100_000, "JSON"),
        ("7" * 10_000, "JSON"),
        ("[1]", "must be a JSON object"),
        ({**NEEDED, "question": None}, '"question" is missing'),
        ({**NEEDED, "question": " "}, '"question" must be'),
        ({**NEEDED, "verdict": "right"}, '"verdict" must be one of correct, '),
        ({**NEEDED, "verdict": []}, '"verdict" must be one of correct, '),
        ({**NEEDED, "score": 1.5}, '"score" must be a number from 0 to 1'),
        ({**NEEDED, "score": True}, '"score" must be'),
        ({**NEEDED, "score": float("nan")}, '"score" must be'),
        ({**NEEDED, "verdict": "shown"}, '"score" must be 0'),
        ({**NEEDED, "at": "2026-11-21T12:00:00"}, '"at" must be a date and time with an offset'),
        ({**NEEDED, "at": "noon"}, '"at" must be'),
        ({**NEEDED, "at": "0001-12-31T12:00:00+00:00"}, '"at" must be'),
        ({**NEEDED, "at": "9999-01-01T12:00:00+00:00"}, '"at" must be'),
        ({**NEEDED, "at": 5}, '"at" must be'),
        ({**NEEDED, "seed": 2**63}, '"seed" must be'),
        ({**NEEDED, "seconds": -1}, '"seconds" must be'),
        ({**NEEDED, "seconds": float("inf")}, '"seconds" must be'),
        ({**NEEDED, "seconds": 1e308}, '"seconds" must be a number from 0 to 1,000,000,000'),
        ({**NEEDED, "slips": "a"}, '"slips" must be'),
        ({**NEEDED, "slips": [1]}, '"slips" must be'),
        ({**NEEDED, "parameters": []}, '"parameters" must be'),
        ({**NEEDED, "confidence": 2}, '"confidence" must be'),
        ({**NEEDED, "confidence": []}, '"confidence" must be'),
        ({**NEEDED, "session": {}}, '"session" must be'),
        ({**NEEDED, "withdrawn": 1}, '"withdrawn" must be'),
        ({**NEEDED, "kind": "quiz"}, '"kind" must be one of practice, mock, star, note, doubt'),
        ({**NEEDED, "kind": []}, '"kind" must be'),
        ({**NEEDED, "kind": "note", "note": 1}, '"note" must be'),
        ({"kind": "star", "question": "b/q"}, '"at" is missing'),
    ],
)
def test_a_line_that_cant_be_read_is_named_and_the_others_are_added(line, reason):
    history = opened()
    found, added = taken(history, NEEDED, "", line, {**NEEDED, "response": "b"})
    ((place, said),) = found.refused
    assert (place, added.attempts) == (3, 2)
    assert reason in said


def test_characters_that_are_no_text_are_kept_as_their_codes():
    history = opened()
    found, _ = taken(history, '{"response": "\\ud800", ' + json.dumps(NEEDED)[1:])
    assert found.refused == []
    assert history.attempts()[0].attempt.response == "\\ud800"
    assert lines.read([b"\xef\xbb\xbf" + json.dumps(NEEDED).encode()], no_bank).lines == 1
    assert "UTF-8" in lines.read([b"\xff"], no_bank).refused[0].reason


def test_the_banks_tell_what_a_line_leaves_out():
    class Found:
        name, type, topic = "b/q", "numeric", "entropy"

    line = json.dumps({**NEEDED, "question": "q"}).encode()
    history = opened()
    history.merge(lines.read([line], lambda _: Found).facts)
    one = history.attempts()[0].attempt
    assert (one.question, one.type, one.topic) == ("b/q", "numeric", "entropy")


def test_a_withdrawal_is_part_of_the_union():
    history = opened()
    taken(history, NEEDED)
    _, added = taken(history, {**NEEDED, "withdrawn": True})
    assert added.attempts == 1
    assert history.attempts() == ()
    assert [one.withdrawn for one in history.attempts(withdrawn=True)] == [True]
    _, added = taken(history, NEEDED, {**NEEDED, "withdrawn": True})
    assert added.attempts == 0


def test_what_was_withdrawn_counts_nowhere():
    history = opened()
    log = history.session("practice")
    log.record(attempt(0, verdict=Verdict.INCORRECT, score=0.0, slips=("a-slip",)))
    log.withdraw("b/q", 0)
    log.record(attempt(0, response="meant", at=NOON + timedelta(seconds=5)))
    tallies = history.tallies()
    assert [(one.attempts, one.answered, one.score) for one in tallies.questions] == [(1, 1, 1)]
    assert [(one.attempts, one.answered, one.score) for one in tallies.days] == [(1, 1, 1)]
    assert tallies.slips == ()
    assert [one.attempts for one in history.sessions()] == [1]


def test_a_withdrawn_second_try_leaves_the_imprecise_first():
    history = opened()
    log = history.session("practice")
    log.record(attempt(0, verdict=Verdict.IMPRECISE, score=0.5))
    second = attempt(0, response="again", at=NOON + timedelta(seconds=5))
    log.record(second)
    assert history.tallies().questions[0].score == 1
    log.withdraw("b/q", 0)
    assert history.tallies().questions[0].score == 0.5


@st.composite
def records(draw):
    """Lines that two computers may both have, but for what was withdrawn on one of them."""
    made = draw(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 7), st.booleans())))
    return [
        {
            "session": minute % 3,
            "kind": ("practice", "mock")[minute % 2],
            "question": f"b/q{minute % 2}",
            "seed": 0,
            "response": str(place),
            "verdict": ("imprecise", "correct", "incorrect")[place],
            "score": (0.5, 1, 0)[place],
            "at": (NOON + timedelta(minutes=minute // 2)).isoformat(),
            "withdrawn": withdrawn,
        }
        for place, minute, withdrawn in made
    ]


def content(history):
    tallies = history.tallies()
    return exported(history), sorted(map(repr, tallies.questions)), tallies.days


@pytest.mark.thorough
@settings(max_examples=60, deadline=None)
@given(records(), records())
def test_the_order_in_which_records_come_together_is_no_matter(mine, yours):
    one, other, both = opened(), opened(), opened()
    for history, parts in ((one, (mine, yours)), (other, (yours, mine)), (both, (mine + yours,))):
        for part in parts:
            taken(history, *part)
    assert content(one) == content(other) == content(both)


def test_histories_of_two_computers_are_merged(tmp_path, full):
    path = tmp_path / "history.db"
    with closing(sqlite3.connect(path)) as file:
        full._connection.backup(file)
        file.execute("PRAGMA journal_mode = WAL")
    before = path.read_bytes()
    history = opened()
    history.session("practice").record(attempt(20))
    added = history.merge(union.read(path).facts)
    assert (added.attempts, added.remarks) == (7, 5)
    assert path.read_bytes() == before
    assert [one.score for one in history.attempts() if one.confirmed] == [0.25]
    (mock,) = history.mocks()
    assert (mock.session.blueprint, mock.questions) == ("b", 3)
    assert [one.kind for one in history.events(mock.session.number)] == ["submitted"]
    again = history.merge(union.read(path).facts)
    assert (again.attempts, again.remarks) == (0, 0)
    full.merge(union.read(path).facts)
    assert [one.kind for one in full.events(2)] == ["submitted"]


def test_a_file_that_is_no_history_is_refused(tmp_path):
    path = tmp_path / "other.db"
    path.write_text("no database" * 100)
    with pytest.raises(HistoryError, match=r"other.db can't be read as a quizapp history"):
        union.read(path)
    path.unlink()
    with closing(sqlite3.connect(path)) as file:
        file.execute("CREATE TABLE songs (id INTEGER PRIMARY KEY)")
    with pytest.raises(HistoryError, match=r"another program: choose another file"):
        union.read(path)
    path.write_bytes(b"")
    with pytest.raises(HistoryError, match=r"can't be read as a quizapp history"):
        union.read(path)


def test_a_newer_history_is_refused_in_words(tmp_path):
    path = tmp_path / "history.db"
    with History.open(path, FakeClock(), UTC) as history:
        history.session("practice").record(attempt())
    with closing(sqlite3.connect(path)) as file:
        file.execute("PRAGMA user_version = 99")
    with pytest.raises(HistoryError, match=r"newer version of quizapp .* or choose another file"):
        union.read(path)


def test_what_can_be_read_of_a_damaged_history_is_merged(tmp_path):
    path = tmp_path / "history.db"
    with History.open(path, FakeClock(), UTC) as history:
        log = history.session("practice")
        for place in range(200):
            log.record(attempt(place))
    content = bytearray(path.read_bytes())
    content[-4096:] = bytes(4096)
    path.write_bytes(content)
    found = union.read(path)
    assert 0 < len(found.facts["attempts"]) <= 200
    assert all("damaged" in notice for notice in found.notices)
    assert path.read_bytes() == content


def test_a_newer_quizapp_that_changes_the_file_meanwhile_is_no_damage(tmp_path):
    path = tmp_path / "history.db"
    with History.open(path, FakeClock(), UTC) as history:
        history.session("practice").record(attempt())
        with closing(sqlite3.connect(path)) as file:
            file.execute("PRAGMA user_version = 99")
            file.execute("DELETE FROM outcomes")
            file.commit()
        with pytest.raises(HistoryError, match="newer version of quizapp"):
            history._replaced(sqlite3.OperationalError("no such column: gone"))
        history.attempts()
    assert list(tmp_path.glob("*damaged*")) == []


def test_a_history_of_the_version_before_says_where_its_attempts_were_made(tmp_path, monkeypatch):
    path = tmp_path / "history.db"
    parts = connections._migrations()[:3]
    with monkeypatch.context() as patch, closing(sqlite3.connect(path)) as file:
        patch.setattr(connections, "_migrations", lambda: parts)
        connections.prepare(file, "here")
        file.execute("INSERT INTO sessions VALUES (1, 'practice', '', 0, '', '', 0)")
        row = "1, 'b/q', 'numeric', 't', 0, '{}', '1', '1', 'correct', 1, '[]', 1, NULL, '', 0"
        file.execute(f"INSERT INTO attempts VALUES (1, {row}, '1970-01-01', 0, 0, NULL, '')")
        file.commit()
    with History.open(path, FakeClock(), UTC) as history:
        (one,) = history.attempts()
        assert one.attempt.at == datetime(1970, 1, 1, tzinfo=UTC)
        assert one.attempt.at.utcoffset() == one.attempt.at.astimezone().utcoffset()
        assert not one.withdrawn
