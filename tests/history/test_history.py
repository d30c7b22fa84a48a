"""The history on real files: what was saved stays, whatever happens to the disk or the program."""

from __future__ import annotations

import os
import shutil
import sqlite3
import stat
import subprocess
import sys
import tempfile
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from textwrap import dedent
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizapp.errors import HistoryError
from quizapp.history import History, connections, open_anyway, salvage, tables
from quizapp.history.pages import Pages
from quizapp.practice.session import Practice
from quizapp.questions.base import Grade, Question, Reading, Verdict
from quizapp.record import Attempt, Confidence
from tests.fuzz import histories
from tests.stubs import ANY_CHARACTER, FakeClock

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
NEWEST = len(connections._migrations())
REPOSITORY = Path(__file__).parents[2]


def attempt(seed=0, verdict=Verdict.CORRECT, *, score=1.0, **changes):
    given = Attempt(
        question="cross-entropy/one-hot",
        type="numeric",
        topic="cross-entropy-loss",
        seed=seed,
        parameters={"q": [0.7, 0.2, 0.1], "t": 0},
        response="-ln(0.7)",
        value=0.35667494393873245,
        verdict=verdict,
        score=score,
        slips=(),
        seconds=12.5,
        at=NOON,
    )
    return given._replace(**changes)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "data" / "history.db"


@pytest.fixture
def clock():
    return FakeClock(NOON)


@pytest.fixture
def kept(path, clock):
    with History.open(path, clock, UTC) as opened:
        yield opened


def responses(opened):
    return [one.attempt.response for one in opened.attempts()]


def filled(path, clock, count=3, **changes):
    with History.open(path, clock, UTC) as opened:
        log = opened.session("practice")
        for seed in range(count):
            log.record(attempt(seed, response=f"response {seed}", **changes))


@contextmanager
def raw(path):
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        yield connection


def child(script, path, *arguments):
    """Start a Python that has `log` on the history at a path."""
    prelude = f"""
        import sys
        sys.path.insert(0, {str(REPOSITORY)!r})
        from pathlib import Path
        from quizapp.system.clock import SystemClock
        from quizapp.history import History
        from quizapp.questions.base import Verdict
        from quizapp.record import Attempt
        opened = History.open(Path(sys.argv[1]), SystemClock())
        log = opened.session("practice")

        def attempt(seed, response):
            return Attempt(
                question="b/q", type="numeric", topic="t", seed=seed, parameters={{}},
                response=response, value=1.0, verdict=Verdict.CORRECT, score=1.0, slips=(),
                seconds=1.0, at=SystemClock().now(),
            )
    """
    return subprocess.Popen(
        [sys.executable, "-c", dedent(prelude) + dedent(script), str(path), *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


# Recording


def test_a_first_opening_creates_folder_and_file(path, clock):
    with History.open(path, clock) as opened:
        assert (opened.saves, opened.notices, opened.attempts()) == (True, (), ())
    assert path.is_file()


PLAIN = st.text(ANY_CHARACTER)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | PLAIN,
    lambda inner: st.lists(inner) | st.dictionaries(PLAIN, inner),
    max_leaves=5,
)
MOMENTS = st.datetimes(
    min_value=datetime(1971, 1, 1),  # noqa: DTZ001 - Hypothesis adds the zone
    max_value=datetime(2500, 1, 1),  # noqa: DTZ001
    timezones=st.sampled_from([UTC, timezone(timedelta(hours=5, minutes=45))]),
)


@given(
    recorded=st.builds(
        Attempt,
        question=PLAIN,
        type=PLAIN,
        topic=PLAIN,
        seed=st.integers(0, 10**18 - 1),
        parameters=st.dictionaries(PLAIN, JSON),
        response=PLAIN,
        value=JSON,
        verdict=st.sampled_from(Verdict),
        score=st.floats(0, 1),
        slips=st.lists(PLAIN).map(tuple),
        seconds=st.floats(0, 1e6),
        at=MOMENTS,
        hints=st.none() | st.integers(0, 9),
        working_seen=st.none() | st.booleans(),
        confidence=st.none() | st.floats(0, 1) | st.sampled_from(Confidence),
        track=PLAIN,
    ),
)
@settings(deadline=None, max_examples=30)
def test_what_is_recorded_is_read_back(tmp_path_factory, recorded):
    path = tmp_path_factory.getbasetemp() / "read-back.db"
    with History.open(path, FakeClock(NOON)) as opened:
        log = opened.session("practice")
        log.record(recorded)
    with History.open(path, FakeClock(NOON)) as opened:
        (found,) = opened.attempts(session=log.number)
    assert found.attempt == recorded


def test_a_response_is_stored_with_half_characters_as_their_codes(kept):
    kept.session("practice").record(attempt(response="0.3\ud8006\0"))
    assert responses(kept) == ["0.3\\ud8006\0"]


def test_numbers_of_numpy_are_stored_as_numbers(kept):
    array = SimpleNamespace(tolist=lambda: [0.5, 0.5])
    kept.session("practice").record(attempt(value=array))
    assert kept.attempts()[0].attempt.value == [0.5, 0.5]


def test_an_attempt_knows_the_revision_of_its_bank(kept):
    log = kept.session("practice", revisions={"cross-entropy": "abc123"})
    log.record(attempt())
    log.record(attempt(question="other/one"))
    assert [one.revision for one in kept.attempts()] == ["abc123", ""]


def test_a_session_in_which_nothing_happens_is_not_written(kept):
    kept.session("practice").end()
    assert kept.sessions() == ()


def test_a_session_is_described_with_what_it_came_to(kept, clock):
    log = kept.session("practice", title="Softmax", seed=7)
    log.record(attempt(1))
    log.record(attempt(1, response="again"))
    log.record(attempt(2, Verdict.PARTIAL, score=0.5))
    clock.wall += timedelta(minutes=5)
    log.end()
    (one,) = kept.sessions()
    assert (one.title, one.seed, one.began, one.ended) == ("Softmax", 7, NOON, clock.wall)
    assert (one.attempts, one.answered, one.score, one.seconds) == (3, 2, 1.5, 25.0)


def test_attempts_are_those_of_all_sessions_or_of_one(kept):
    first, second = kept.session("practice"), kept.session("practice")
    first.record(attempt(1, response="one"))
    second.record(attempt(2, response="two"))
    first.record(attempt(3, response="three"))
    assert [one.attempt.response for one in kept.attempts()] == ["one", "two", "three"]
    only = kept.attempts(session=first.number)
    assert [one.attempt.response for one in only] == ["one", "three"]


def test_a_commit_waits_for_the_disk(kept):
    found = []
    kept.write(lambda connection: found.extend(connection.execute("PRAGMA synchronous")))
    assert found == [(2,)]


def test_without_anybody_to_tell_a_failure_is_raised_and_not_kept(path, clock, monkeypatch):
    monkeypatch.setattr(connections, "_PATIENCE", 0.0)
    with History.open(path, clock) as opened, raw(path) as other:
        log = opened.session("practice")
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(HistoryError, match="can't be saved"):
            log.record(attempt(1, response="refused"))
        assert log.unsaved == 0
        other.execute("COMMIT")
        log.record(attempt(2, response="later"))
        assert responses(opened) == ["later"]


def test_what_the_history_refuses_for_good_is_told_and_does_not_stop_the_rest(kept):
    told = []
    log = kept.session("practice", tell=told.append)
    log.record(attempt(1, score=7.0))
    log.record(attempt(2**70))
    log.record(attempt(3, response="fine"))
    assert len(told) == 2
    assert responses(kept) == ["fine"]


# What counts


def test_the_first_attempt_counts_and_later_ones_do_not(kept):
    log = kept.session("practice")
    log.record(attempt(1, Verdict.INCORRECT, score=0.0))
    log.record(attempt(1))
    assert [one.counts for one in kept.attempts()] == [True, False]


def test_the_second_counts_after_an_imprecise_first_and_no_third(kept):
    log = kept.session("practice")
    log.record(attempt(1, Verdict.IMPRECISE, score=0.5))
    assert [one.counts for one in kept.attempts()] == [True]
    log.record(attempt(1, Verdict.IMPRECISE, score=0.5))
    log.record(attempt(1))
    assert [one.counts for one in kept.attempts()] == [False, True, False]


def test_each_session_and_each_variant_counts_for_itself(kept):
    for _ in range(2):
        log = kept.session("practice")
        log.record(attempt(1))
        log.record(attempt(2))
    assert all(one.counts for one in kept.attempts())


@dataclass(frozen=True)
class AnyVariant:
    """Takes the verdict itself as the response."""

    question: Question
    seed: int
    parameters: dict = field(default_factory=dict)
    stem: str = ""
    hints: tuple = ()
    solution: str = ""
    key_text: str = ""

    def forget(self):
        """Hold nothing that was calculated."""

    def grade(self, reading):
        verdict = Verdict(reading.raw)
        score = {Verdict.CORRECT: 1.0, Verdict.INCORRECT: 0.0}.get(verdict, 0.5)
        slips = () if verdict is Verdict.CORRECT else (f"slip-{verdict}",)
        return Grade(verdict=verdict, score=score, feedback="", slips=slips)


@dataclass(frozen=True, kw_only=True)
class AnyQuestion(Question):
    type = "any"

    def variant(self, seed=0):
        return AnyVariant(self, seed)


@given(
    answers=st.lists(st.lists(st.sampled_from(Verdict), max_size=4), min_size=1, max_size=6),
    confirmed=st.lists(st.integers(0, 20), max_size=3),
)
@settings(deadline=None, max_examples=30)
def test_the_sums_are_those_of_the_session_that_was_practised(tmp_path_factory, answers, confirmed):
    path = Path(tempfile.mkdtemp(dir=tmp_path_factory.getbasetemp())) / "history.db"
    questions = [
        AnyQuestion(id=f"q{n}", bank="b", topic=f"t{n % 2}", level=1, stem="")
        for n, _ in enumerate(answers)
    ]
    clock = FakeClock(NOON)
    with History.open(path, clock, UTC) as opened:
        log = opened.session("practice")
        practice = Practice(
            questions, clock=clock, recorder=log.record, seed=0, count=99, in_order=True
        )
        for verdicts in answers:
            practice.next()
            for verdict in verdicts:
                clock.monotonic += 3.0
                clock.wall += timedelta(hours=7)
                practice.respond(Reading(str(verdict), None, ""))
        _check_sums(opened, practice.summary())
        recorded = opened.attempts()
        for place in confirmed:
            if place < len(recorded):
                log.confirm(recorded[place].attempt, ["one"], 0.25)
        _check_tallies(opened)


def _check_sums(opened, summary):
    tallies = opened.tallies()
    assert sum(one.answered for one in tallies.questions) == len(summary.answered)
    assert sum(one.score for one in tallies.questions) == pytest.approx(summary.score)
    assert {one.slip: one.times for one in tallies.slips} == summary.slips
    assert sum(one.seconds for one in tallies.days) == sum(a.seconds for a in summary.answered)


def _check_tallies(opened):
    recorded = opened.attempts()
    counting = [one for one in recorded if one.counts]
    tallies = opened.tallies()
    for sums in (tallies.questions, tallies.days, opened.sessions()):
        assert sum(one.attempts for one in sums) == len(recorded)
        assert sum(one.answered for one in sums) == len(counting)
        assert sum(one.score for one in sums) == pytest.approx(sum(o.score for o in counting))
        assert sum(one.seconds for one in sums) == sum(o.attempt.seconds for o in counting)
    assert {one.day for one in tallies.days} == {one.attempt.at.date() for one in recorded}


def test_medians_are_over_what_counts(kept):
    log = kept.session("practice")
    for seed, seconds in enumerate((40.0, 10.0, 20.0)):
        log.record(attempt(seed, seconds=seconds))
        log.record(attempt(seed, seconds=500.0))
    assert kept.tallies().medians == {"cross-entropy-loss": 20.0}
    log.record(attempt(9, seconds=30.0))
    assert kept.tallies().medians == {"cross-entropy-loss": 25.0}


def test_a_day_is_the_learners_own(path, clock):
    with History.open(path, clock, timezone(timedelta(hours=14))) as opened:
        opened.session("practice").record(attempt())
        (day,) = opened.tallies().days
        assert day.day.isoformat() == "2026-11-22"
        assert opened.today() == day.day


# Only added to


@pytest.mark.parametrize("table", ["sessions", "attempts", "confirmations", "events"])
@pytest.mark.parametrize("change", ["UPDATE {} SET id = id", "DELETE FROM {}"])
def test_facts_are_neither_changed_nor_deleted(kept, path, table, change):
    log = kept.session("practice")
    log.record(attempt())
    log.confirm(attempt(), ["one"], 0.5)
    log.end()
    with raw(path) as connection, pytest.raises(sqlite3.IntegrityError, match="never"):
        connection.execute(change.format(table))


def test_a_confirmation_adds_points_and_leaves_the_verdict(kept):
    log = kept.session("practice")
    spoken = attempt(1, Verdict.INCORRECT, score=0.0, type="open")
    log.record(spoken)
    log.confirm(spoken, ["one"], 0.25)
    log.confirm(spoken, ["one", "two"], 0.5)
    (found,) = kept.attempts()
    assert found.attempt == spoken
    assert (found.confirmed, found.score) == (("one", "two"), 0.5)
    assert kept.tallies().questions[0].score == 0.5


def test_only_an_attempt_of_the_session_is_confirmed(kept):
    log = kept.session("practice")
    log.record(attempt(1))
    with pytest.raises(HistoryError, match="no such attempt"):
        log.confirm(attempt(2), ["one"], 0.5)


# Mocks


def test_a_mock_is_events_until_it_is_submitted(kept, clock):
    log = kept.session("mock", title="Screening", blueprint="screening", code="screening@17")
    log.event("answered", {"place": 0, "text": "0.36"})
    log.event("flagged", {"place": 0})
    assert [(one.kind, dict(one.payload)) for one in kept.events(log.number)] == [
        ("answered", {"place": 0, "text": "0.36"}),
        ("flagged", {"place": 0}),
    ]
    assert [one.code for one in kept.unfinished_mocks()] == ["screening@17"]
    assert (kept.attempts(), kept.mocks()) == ((), ())

    clock.wall += timedelta(minutes=20)
    log.submit([attempt(1), attempt(2, score=0.5)], {"questions": 3})

    assert kept.unfinished_mocks() == ()
    (mock,) = kept.mocks("screening")
    assert (mock.questions, mock.session.answered, mock.session.score) == (3, 2, 1.5)
    assert mock.session.ended == clock.wall
    assert kept.mocks("another") == ()


def test_a_mock_goes_on_in_another_process_and_is_submitted_once(path, clock):
    with History.open(path, clock) as opened:
        log = opened.session("mock", blueprint="screening")
        log.event("answered", {"place": 0})
    with History.open(path, clock) as one, History.open(path, clock) as other:
        (unfinished,) = one.unfinished_mocks()
        here, there = one.resume(unfinished.number), other.resume(unfinished.number)
        here.event("answered", {"place": 1})
        here.submit([attempt(1)])
        with pytest.raises(HistoryError, match="already submitted"):
            there.submit([attempt(2)])
        here.confirm(attempt(1), ["one"], 0.5, {"points": ["one"]})
        assert [event.kind for event in other.events(here.number)] == [
            "answered",
            "answered",
            "submitted",
            "confirmed",
        ]
        assert [found.attempt.seed for found in other.attempts()] == [1]


def test_a_submission_is_kept_whole_or_not_at_all(kept):
    log = kept.session("mock")
    with pytest.raises(HistoryError):
        log.submit([attempt(1), attempt(2, score=7.0)])
    assert (kept.attempts(), kept.sessions()) == ((), ())
    log.submit([attempt(1), attempt(2)])
    assert len(kept.attempts()) == 2


def test_a_mock_that_was_given_up_is_not_unfinished(kept):
    log = kept.session("mock")
    log.event("began")
    log.end()
    assert (kept.unfinished_mocks(), kept.mocks()) == ((), ())


def test_there_is_no_session_to_resume(kept):
    with pytest.raises(HistoryError, match="no session 5"):
        kept.resume(5)


# Crashes and company

RECORDS_FOR_EVER = """
    from itertools import count
    for seed in count():
        log.record(attempt(seed, response=f"response {seed}"))
        print(seed, flush=True)
"""


@pytest.fixture(scope="module")
def killed(tmp_path_factory):
    """Files whose writers were killed after so many reports, with the last report."""
    folder = tmp_path_factory.mktemp("killed")
    writers = {
        moment: child(RECORDS_FOR_EVER, folder / f"{moment}.db") for moment in (1, 2, 9, 40, 200)
    }
    reported = {}
    for moment, writer in writers.items():
        with writer:
            for _ in range(moment):
                writer.stdout.readline()
            writer.kill()
            reported[moment] = moment - 1 + len(writer.stdout.read().split())
    return folder, reported


@pytest.mark.parametrize("moment", [1, 2, 9, 40, 200])
def test_what_was_reported_as_recorded_survives_a_kill(killed, clock, moment):
    folder, reported = killed
    path = folder / f"{moment}.db"
    with History.open(path, clock) as opened:
        found = responses(opened)
        assert opened.notices == ()
    assert len(found) >= reported[moment] + 1
    assert found == [f"response {seed}" for seed in range(len(found))]
    with raw(path) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def test_terminals_that_begin_and_write_one_file_at_once_lose_nothing(path, clock):
    script = """
        for seed in range(60):
            log.record(attempt(seed, response=f"{sys.argv[2]} {seed}"))
    """
    writers = [child(script, path, name) for name in ("one", "two", "three")]
    assert [writer.wait() for writer in writers] == [0, 0, 0]
    for writer in writers:
        writer.stdout.close()
        writer.stdin.close()
    with History.open(path, clock) as opened:
        found = responses(opened)
        assert len(opened.sessions()) == 3
        assert sum(one.attempts for one in opened.tallies().questions) == 180
    for name in ("one", "two", "three"):
        own = [response for response in found if response.startswith(name)]
        assert own == [f"{name} {seed}" for seed in range(60)]


def test_a_writer_that_is_locked_out_keeps_its_attempts_and_saves_them_later(
    path, clock, monkeypatch
):
    monkeypatch.setattr(connections, "_PATIENCE", 0.0)
    told = []
    with History.open(path, clock, UTC) as opened, raw(path) as other:
        log = opened.session("practice", tell=told.append)
        other.execute("BEGIN IMMEDIATE")
        log.record(attempt(1, response="first"))
        log.record(attempt(2, response="second"))
        assert log.unsaved == 2
        assert len(told) == 1
        assert "another program is using it. I'll keep your answers in memory" in told[0]
        other.execute("COMMIT")
        log.record(attempt(3, response="third"))
        assert log.unsaved == 0
        assert told[1:] == ["Everything is saved now."]
        assert responses(opened) == ["first", "second", "third"]


def test_what_can_not_be_saved_to_the_end_is_told(path, clock, monkeypatch):
    monkeypatch.setattr(connections, "_PATIENCE", 0.0)
    told = []
    with History.open(path, clock) as opened, raw(path) as other:
        log = opened.session("practice", tell=told.append)
        other.execute("BEGIN IMMEDIATE")
        log.record(attempt(1))
        log.record(attempt(2))
        opened.close()
    assert told[-1] == "2 answers from this session couldn't be saved."


def test_what_is_no_answer_and_can_not_be_saved_is_told_too(path, clock, monkeypatch):
    monkeypatch.setattr(connections, "_PATIENCE", 0.0)
    told = []
    with History.open(path, clock) as opened, raw(path) as other:
        log = opened.session("practice", tell=told.append)
        other.execute("BEGIN IMMEDIATE")
        log.event("typed", {"text": "0.3"})
        opened.close()
    assert told[-1] == "Your latest work from this session couldn't be saved."


def test_what_waits_is_tried_a_last_time_at_the_end(path, clock, monkeypatch):
    monkeypatch.setattr(connections, "_PATIENCE", 0.0)
    told = []
    with History.open(path, clock) as opened, raw(path) as other:
        log = opened.session("practice", tell=told.append)
        other.execute("BEGIN IMMEDIATE")
        log.record(attempt(1, response="waits"))
        other.execute("COMMIT")
    assert (log.unsaved, len(told)) == (0, 1)
    with History.open(path, clock) as opened:
        assert responses(opened) == ["waits"]


def test_a_full_disk_is_told_and_what_was_saved_is_there(path, clock):
    told = []
    filled(path, clock)
    with History.open(path, clock, UTC) as opened:
        log = opened.session("practice", tell=told.append)
        opened.write(lambda connection: connection.execute("PRAGMA max_page_count = 1"))
        for seed in range(40):
            log.record(attempt(seed, response="x" * 1000))
        assert "the disk is full" in told[0]
        assert 0 < log.unsaved <= 40
        assert responses(opened)[:3] == ["response 0", "response 1", "response 2"]
        opened.write(lambda connection: connection.execute("PRAGMA max_page_count = 100000"))
        log.end()
        assert (log.unsaved, told[-1]) == (0, "Everything is saved now.")
        assert len(responses(opened)) == 43


# What may still change


def kinds(opened, session):
    return [(one.kind, one.payload.get("text")) for one in opened.events(session)]


def test_a_draft_takes_the_place_of_the_one_before_and_comes_last(kept):
    log = kept.session("practice")
    log.event("began")
    for text in ("0", "0.", "0.7"):
        log.draft("typed", {"text": text})
    assert kinds(kept, log.number) == [("began", None), ("typed", "0.7")]


@pytest.mark.parametrize("by", ["event", "record", "submit", "end"])
def test_a_draft_becomes_an_event_with_the_next_thing_that_happens(kept, by):
    log = kept.session("mock")
    log.draft("typed", {"text": "0.7"})
    {
        "event": lambda: log.event("shown"),
        "record": lambda: log.record(attempt(), event="answered"),
        "submit": lambda: log.submit([attempt()]),
        "end": log.end,
    }[by]()
    last = {"event": "shown", "record": "answered", "submit": "submitted", "end": "ended"}[by]
    assert kinds(kept, log.number) == [("typed", "0.7"), (last, None)]
    log.draft("typed", {"text": "1"})
    assert kinds(kept, log.number)[-1] == ("typed", "1")


def test_drafts_of_two_sessions_stay_apart_and_survive(path, clock):
    with History.open(path, clock, UTC) as opened:
        numbers = []
        for text in ("one", "two"):
            log = opened.session("practice")
            log.draft("typed", {"text": text})
            numbers.append(log.number)
    with History.open(path, clock, UTC) as opened:
        assert [kinds(opened, number) for number in numbers] == [
            [("typed", "one")],
            [("typed", "two")],
        ]


def test_a_draft_goes_on_into_a_new_file_when_the_old_one_is_damaged(path, clock):
    filled(path, clock, 300)
    with History.open(path, clock, UTC) as opened:
        opened.resume(1).draft("typed", {"text": "half"})
    damage(path, "attempts")
    with History.open(path, clock, UTC) as opened:
        assert kinds(opened, 1) == [("typed", "half")]


def test_practice_can_be_continued_until_it_is_over_or_long_ago(kept, clock):
    logs = [kept.session("practice", title=title) for title in ("over", "old", "open", "before")]
    over, old, still_open, before_plans = logs
    for log in (over, old, still_open):
        log.event("began")
    before_plans.record(attempt())
    kept.session("mock").event("began")
    over.end()
    clock.wall += timedelta(days=10)
    still_open.event("asked")
    clock.wall += timedelta(days=10)
    found = kept.unfinished_practice(clock.wall - timedelta(days=14))
    assert [one.title for one in found] == ["open"]


# Places that can't be written


def as_another_user(behaviour, folder):
    """Run a function of this module where the folder can't be written to, even if root tests."""
    if not hasattr(os, "geteuid"):
        pytest.skip("folders can't be made read-only here")
    script = f"""
        import os, sys
        from pathlib import Path
        from tests.history import test_history
        test_history.History.in_memory(test_history.FakeClock()).close()
        folder = Path(sys.argv[1])
        folder.chmod(0o555)
        if os.geteuid() == 0:
            os.seteuid(65534)
        test_history.{behaviour.__name__}(folder)
    """
    command = [sys.executable, "-c", dedent(script), str(folder)]
    done = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=False)
    folder.chmod(0o755)
    assert done.returncode == 0, done.stderr


@pytest.fixture
def reachable():
    """Return a folder that any user can reach."""
    folder = Path(tempfile.mkdtemp())
    yield folder
    shutil.rmtree(folder)


def practises_where_nothing_can_be_written(folder):
    clock = FakeClock(NOON)
    with pytest.raises(HistoryError, match="can't be saved"):
        History.open(folder / "data" / "history.db", clock)
    with pytest.raises(HistoryError, match="can't be saved"):
        History.open(folder / "history.db", clock)
    with open_anyway(folder / "history.db", clock) as opened:
        assert not opened.saves
        assert opened.notices[0].endswith("You can keep going, but nothing will be saved.")
        opened.session("practice").record(attempt())
        assert len(opened.attempts()) == 1


def test_a_read_only_folder_is_told_at_once_and_practice_goes_on(reachable):
    as_another_user(practises_where_nothing_can_be_written, reachable)


def reads_three_attempts(folder):
    path, clock = folder / "history.db", FakeClock(NOON)
    told = []
    with History.open(path, clock) as opened:
        assert not opened.saves
        assert "it is read-only" in opened.notices[0]
        assert len(opened.tallies().days) == 1
        log = opened.session("practice", tell=told.append)
        log.record(attempt(response="here"))
        assert len(responses(opened)) == 3
        assert "it is read-only" in told[0]
    assert told[-1] == "1 answer from this session couldn't be saved."
    with History.open(path, clock, to_read=True) as opened:
        assert (opened.notices, len(responses(opened))) == ((), 3)


def test_a_history_that_is_read_only_can_be_read(reachable, clock):
    filled(reachable / "history.db", clock)
    as_another_user(reads_three_attempts, reachable)


def reads_all_but_some_attempts(folder):
    with History.open(folder / "history.db", FakeClock(NOON)) as opened:
        assert not opened.saves
        assert 200 < len(responses(opened)) < 300


def test_a_history_that_is_read_only_and_damaged_is_read_all_the_same(reachable, clock):
    filled(reachable / "history.db", clock, 300)
    damage(reachable / "history.db", "attempts")
    schema_of(reachable / "history.db", b"VALUES (NEW.id, NEW", b"VALUES (NEW.id; NEW")
    as_another_user(reads_all_but_some_attempts, reachable)


def reads_what_was_left_in_the_log(folder):
    with History.open(folder / "history.db", FakeClock(NOON), to_read=True) as opened:
        assert responses(opened) == [f"response {seed}" for seed in range(3)]


def test_what_a_kill_left_in_the_log_is_read_where_nothing_can_be_written(reachable, clock, path):
    with History.open(path, clock) as opened:
        log = opened.session("practice")
        for seed in range(3):
            log.record(attempt(seed, response=f"response {seed}"))
        for ending in ("", "-wal"):
            shutil.copy(f"{path}{ending}", reachable / f"history.db{ending}")
    as_another_user(reads_what_was_left_in_the_log, reachable)


def test_who_only_reads_is_not_told_that_nothing_can_be_saved(path, clock, monkeypatch):
    filled(path, clock)

    def full(_):
        error = sqlite3.OperationalError("database or disk is full")
        error.sqlite_errorcode = sqlite3.SQLITE_FULL
        raise error

    monkeypatch.setattr(connections, "_check_writable", full)
    with History.open(path, clock, to_read=True) as opened:
        assert (opened.notices, len(opened.attempts())) == ((), 3)
    with History.open(path, clock) as opened:
        assert "can't be saved: the disk is full. You can keep going" in opened.notices[0]
        assert len(opened.attempts()) == 3


def test_a_folder_that_is_a_file_is_told(tmp_path, clock):
    (tmp_path / "file").write_text("x")
    with pytest.raises(HistoryError, match=r"the history at .*file.history.db can't be saved: "):
        History.open(tmp_path / "file" / "history.db", clock)
    with open_anyway(tmp_path / "file" / "history.db", clock) as opened:
        assert opened.notices


# Damaged files


def names(folder):
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize("content", [b"no database" * 1000, b"\0" * 5000, b"SQLite format 3\0no"])
def test_a_file_that_is_no_database_is_set_aside_and_a_new_one_begun(path, clock, content):
    path.parent.mkdir()
    path.write_bytes(content)
    with History.open(path, clock, UTC) as opened:
        (notice,) = opened.notices
        assert "was damaged, so I renamed it to history-damaged-2026-11-21-120000.db." in notice
        opened.session("practice").record(attempt())
        assert len(opened.attempts()) == 1
    aside = path.with_name("history-damaged-2026-11-21-120000.db")
    assert aside.read_bytes() == content
    assert names(path.parent) == [aside.name, "history.db"]


def test_two_damaged_files_in_one_second_are_both_kept(path, clock):
    path.parent.mkdir()
    for _ in range(2):
        path.write_bytes(b"no database" * 1000)
        History.open(path, clock, UTC).close()
    assert names(path.parent) == [
        "history-damaged-2026-11-21-120000-2.db",
        "history-damaged-2026-11-21-120000.db",
        "history.db",
    ]


def test_a_file_cut_short_is_set_aside(path, clock):
    filled(path, clock, 200)
    path.write_bytes(path.read_bytes()[:-9000])
    with History.open(path, clock, UTC) as opened:
        assert "was damaged" in opened.notices[0]
        assert opened.saves
    assert len(names(path.parent)) == 2


def test_what_can_be_read_of_a_damaged_file_goes_on_into_the_new_one(path, clock):
    filled(path, clock, 300)
    damage(path, "attempts")
    with History.open(path, clock, UTC) as opened:
        before = responses(opened)
        assert (before[0], before[-1]) == ("response 0", "response 299")
        assert 200 < len(before) < 300
        opened.session("practice").record(attempt(1, response="after"))
        assert responses(opened) == [*before, "after"]
        assert sum(day.attempts for day in opened.tallies().days) == len(before) + 1
    (notice,) = opened.notices
    assert (
        f"{len(before)} answers were recovered into a new history; {300 - len(before)} answers were"
        in notice
    )
    assert len(names(path.parent)) == 2


def test_what_was_lost_is_counted_where_the_sums_are_damaged_too(path, clock):
    filled(path, clock, 300)
    with raw(path) as connection:
        connection.execute("DELETE FROM outcomes")
    damage(path, "attempts")
    with History.open(path, clock, UTC) as opened:
        lost = 300 - len(responses(opened))
        assert lost > 5
        assert f"; {lost} answers were lost." in opened.notices[0]


def test_rows_are_recovered_in_order_and_none_from_pages_that_are_free(path, clock):
    filled(path, clock, 200)
    with raw(path) as connection:
        ((sql,),) = connection.execute("SELECT sql FROM sqlite_schema WHERE name = 'attempts'")
        connection.execute(sql.replace("attempts", "old", 1))
        connection.execute("INSERT INTO old SELECT * FROM attempts")
    filled(path, clock, 50)
    with raw(path) as connection:
        connection.execute("PRAGMA secure_delete = OFF")
        connection.execute("DROP TABLE old")
    filled(path, clock, 60)  # on pages before those of the rows before
    with raw(path) as connection:
        assert connection.execute("PRAGMA freelist_count").fetchone()[0] > 0
    schema_of(path, *SCHEMA["a keyword"])
    with History.open(path, clock, UTC) as opened:
        assert responses(opened) == [
            f"response {seed}" for count in (200, 50, 60) for seed in range(count)
        ]


def test_what_is_read_around_the_damage_counts_as_before(path, clock):
    with History.open(path, clock, UTC) as opened:
        log = opened.session("practice")
        for seed in range(300):
            log.record(attempt(seed, Verdict.INCORRECT, score=0.0))
            log.record(attempt(seed, response="again"))
    damage(path, "attempts")
    with History.open(path, clock, UTC) as opened:
        pairs = opened.attempts()
        second = [one for one in pairs[1:] if one.attempt.response == "again"]
        alone = {one.attempt.seed for one in pairs if one.attempt.response != "again"}
        assert {one.counts for one in second if one.attempt.seed in alone} == {False}


WITHIN = {
    "parameters": (b'"t": 7', b'"t": ('),
    "parameters of another kind": (b'{"t": 7}', b'["t", 7]'),
    "verdict": (b"partial", b"partiam"),
    "slips": (b'["odd"]', b"[66666]"),
    "text that is not UTF-8": (b"response 1", b"response \xff"),
    "day": (b"2026-11-22", b"2026-11-42"),
}


@pytest.mark.parametrize("what", WITHIN)
def test_a_row_that_can_not_be_read_is_left_out_alone_and_told(path, clock, what):
    odd = {"parameters": {"t": 7}, "slips": ("odd",), "at": NOON + timedelta(days=1)}
    with History.open(path, clock, UTC) as opened:
        log = opened.session("practice")
        log.record(attempt(0, response="response 0"))
        log.record(attempt(1, Verdict.PARTIAL, response="response 1", **odd))
        log.record(attempt(2, response="response 2"))
    before, after = WITHIN[what]
    assert before in path.read_bytes()
    path.write_bytes(path.read_bytes().replace(before, after))
    with History.open(path, clock, UTC) as opened:
        assert sum(one.attempts for one in opened.tallies().questions) == 2
        assert responses(opened) == ["response 0", "response 2"]
        (notice,) = opened.notices
        assert "2 answers were recovered into a new history; 1 answer was lost." in notice


def test_a_row_is_left_out_where_the_file_can_not_be_replaced(path, clock):
    filled(path, clock)
    path.write_bytes(path.read_bytes().replace(b"response 1", b"response \xff"))
    with child("print('open', flush=True); input()", path) as other:
        other.stdout.readline()
        with History.open(path, clock, UTC) as opened:
            assert responses(opened) == ["response 0", "response 2"]
            assert "Close any other quizapp window" in opened.notices[0]
            assert "is damaged, and 1 answer can't be read." in opened.notices[1]
            assert sum(one.attempts for one in opened.tallies().days) == 2
        other.communicate("\n")


def schema_of(path, before, after):
    """Change the text of the schema."""
    content = path.read_bytes()
    assert content.count(before) == 1
    path.write_bytes(content.replace(before, after))


SCHEMA = {
    "a name in a trigger": (b"VALUES (NEW.id, NEW.sess", b"VALUES (NEW.i0, NEW.sess"),
    "a name in a view": (b"question, attempts, coales", b"questiom, attempts, coales"),
    "a table in a trigger": (
        b"UPDATE outcomes SET score = NEW",
        b"UPDATE outcoles SET score = NEW",
    ),
    "a trigger's name": (b"TRIGGER attempt_counts AFTER", b"TRIGGER attempt_counus AFTER"),
    "a keyword": (b"CREATE TABLE attempts (", b"CREATE TABLF attempts ("),
    "a table's name": (b"CREATE TABLE attempts (", b"CREATE TABLE attemptz ("),
    "what is no text": (b"CREATE TABLE attempts (", b"CREATE TABLE attempt\xf3 ("),
    "a check that is gone": (
        b"CHECK (score BETWEEN 0 AND 1),\n    slips",
        b"/**/  (score BETWEEN 0 AND 1),\n    slips",
    ),
}


@pytest.mark.parametrize("what", SCHEMA)
def test_where_only_the_schema_is_damaged_all_is_kept_and_told(path, clock, what):
    filled(path, clock, 30)
    schema_of(path, *SCHEMA[what])
    told = []
    with History.open(path, clock, UTC) as opened:
        log = opened.session("practice", tell=told.append)
        log.record(attempt(99, response="after"))
        assert (log.unsaved, told) == (0, [])
        assert len(responses(opened)) == 31
        assert sum(one.attempts for one in opened.tallies().questions) == 31
        (notice,) = opened.notices
    assert notice.endswith("30 answers were recovered into a new history.")


HEADER = {
    "another program's": (68, b"\x00\x00\x00\x01"),
    "a version that nobody has": (60, b"\x00\x01\x00\x02"),
    "no version": (60, b"\x00\x00\x00\x00"),
    "a format that can't be written": (18, b"\x03"),
    "a format that can't be read": (19, b"\x06"),
    "another encoding": (56, b"\x00\x00\x00\x03"),
    "no page size": (16, b"\x00\x00"),
    "no magic": (0, b"SQLite gormat 3"),
    "a schema of another format": (44, b"\x00\x00\x00\x44"),
}


@pytest.mark.parametrize("what", HEADER)
def test_where_only_the_header_is_damaged_all_is_kept_and_told(path, clock, what):
    filled(path, clock, 30)
    place, after = HEADER[what]
    content = path.read_bytes()
    path.write_bytes(content[:place] + after + content[place + len(after) :])
    with History.open(path, clock, UTC) as opened:
        assert len(responses(opened)) == 30
        opened.session("practice").record(attempt(99))
        assert "30 answers were recovered into a new history." in opened.notices[0]


DERIVED = {
    "a count": "UPDATE outcomes SET attempts = 77 WHERE attempt = 1",
    "a count that can't grow": "UPDATE outcomes SET attempts = 9223372036854775807",
    "a day": "UPDATE outcomes SET day = 'yesterday'",
    "a row that is gone": "DELETE FROM outcomes WHERE attempt = 2",
    "a topic": "UPDATE outcomes SET topic = 'another'",
    "something of nobody": "PRAGMA foreign_keys = OFF; UPDATE outcomes SET attempt = attempt * 9",
}


@pytest.mark.parametrize("what", DERIVED)
def test_outcomes_that_are_damaged_are_made_anew(path, clock, what):
    filled(path, clock)
    with raw(path) as connection:
        connection.executescript(DERIVED[what])
    with History.open(path, clock, UTC) as opened:
        tallies = opened.tallies()
        assert [one.attempts for one in tallies.days] == [3]
        assert [one.attempts for one in tallies.questions] == [3]
        assert tallies.medians == {"cross-entropy-loss": 12.5}
        assert len(responses(opened)) == 3
        assert opened.notices[0].endswith("3 answers were recovered into a new history.")


def test_answers_for_advice_are_read_without_a_search_for_damage(path, clock):
    filled(path, clock)
    with raw(path) as connection:
        connection.execute(DERIVED["a topic"])
    with History.open(path, clock, UTC) as opened:
        unchecked = opened.answers(clock.now(), checked=False)
        assert (len(unchecked), opened.notices) == (3, ())
        assert opened.answers(clock.now()) == unchecked
        assert opened.notices[0].endswith("3 answers were recovered into a new history.")


def test_an_attempt_that_a_damaged_count_refuses_is_saved(path, clock):
    filled(path, clock)
    with raw(path) as connection:
        connection.execute(DERIVED["a count that can't grow"])
    told = []
    with History.open(path, clock, UTC) as opened:
        opened._is_checked = True  # as for a large file
        log = opened.resume(1, tell=told.append)
        log.record(attempt(0, response="after"))
        assert log.unsaved == 0
        assert responses(opened)[-1] == "after"
    assert "was damaged" in told[0]


def test_a_session_that_goes_on_in_another_terminal_is_told_of_and_loses_nothing(path, clock):
    here, there = [], []
    with History.open(path, clock, UTC) as opened, History.open(path, clock, UTC) as another:
        log = opened.session("practice", tell=here.append)
        log.record(attempt(0, response="a"), event="answered")
        other = another.resume(log.number, tell=there.append)
        log.event("asked")
        log.record(attempt(1, response="b"), event="answered")
        assert here == []
        other.record(attempt(2, response="c"), event="answered")
        other.record(attempt(3, response="d"), event="answered")
        assert there == [
            "This session is also open in another terminal. Your answers are saved, but close it "
            "in one of the two."
        ]
        log.draft("typed", {"text": "0."})
        assert here == there
        log.record(attempt(4, response="e"), event="answered")
        assert len(here) == 1
        assert responses(opened) == ["a", "b", "c", "d", "e"]


def test_an_index_that_misses_rows_is_damage(path, clock):
    filled(path, clock, 30)
    with raw(path) as connection:
        ((page,),) = connection.execute(
            "SELECT rootpage FROM sqlite_schema WHERE name = 'outcomes_by_seconds'"
        )
    content = bytearray(path.read_bytes())
    start = (page - 1) * 4096
    content[start + 3 : start + 5] = b"\0\0"
    path.write_bytes(content)
    with History.open(path, clock, UTC) as opened:
        opened._is_checked = True  # as for a large file
        assert opened.tallies().medians == {"cross-entropy-loss": 12.5}
        assert opened.notices[0].endswith("30 answers were recovered into a new history.")


def test_a_session_whose_row_is_lost_keeps_its_attempts_and_is_over(path, clock):
    with History.open(path, clock, UTC) as opened:
        for title in ("One", "Two", "Three"):
            log = opened.session("mock", title=title)
            log.event("began")
            log.record(attempt(len(title), response=title))
    path.write_bytes(path.read_bytes().replace(b"mockTwo", b"mock\xffwo"))
    with History.open(path, clock, UTC) as opened:
        assert responses(opened) == ["One", "Two", "Three"]
        titles = {one.title: one for one in opened.sessions()}
        assert list(titles) == ["One", "", "Three"]
        assert (titles[""].ended, titles[""].attempts) == (NOON, 1)
        assert [one.kind for one in opened.events(titles[""].number)] == ["began", "ended"]
        assert opened.unfinished_practice(NOON - timedelta(days=1)) == ()
        (notice,) = opened.notices
        assert "3 answers were recovered into a new history; 1 other record was lost." in notice


def test_events_confirmations_and_drafts_outlive_the_damage(path, clock):
    with History.open(path, clock, UTC) as opened:
        log = opened.session("mock", blueprint="screening", code="screening@17")
        for place in range(200):
            log.event("answered", {"place": place, "text": "0.36"})
        log.submit([attempt(1), attempt(2)])
        log.confirm(attempt(2), ["one"], 0.25)
        going_on = opened.session("mock", blueprint="screening", code="screening@18")
        going_on.event("began")
        going_on.draft("typed", {"text": "0.3"})
    damage(path, "events")
    with History.open(path, clock, UTC) as opened:
        assert [one.confirmed for one in opened.attempts()] == [None, ("one",)]
        found = opened.events(log.number)
        assert 100 < len(found) < 201
        places = [one.payload["place"] for one in found[:-1]]
        assert places == sorted(places)
        assert opened.events(going_on.number)[-1].payload == {"text": "0.3"}
        assert [one.code for one in opened.unfinished_mocks()] == ["screening@18"]
        (notice,) = opened.notices
        lost = 201 - len(found)
        assert f"2 answers were recovered into a new history; {lost} other records were" in notice


def test_what_a_killed_program_left_in_the_log_is_recovered_too(path, clock, tmp_path):
    copy = tmp_path / "history.db"
    filled(path, clock, 100)
    with History.open(path, clock, UTC) as opened:
        log = opened.session("practice")
        for seed in range(5):
            log.record(attempt(seed, response=f"late {seed}"))
        for ending in ("", "-wal"):
            shutil.copy(f"{path}{ending}", f"{copy}{ending}")
    damaged = copy.read_bytes().replace(b"response 1", b"response \xff")
    copy.write_bytes(damaged)
    with History.open(copy, clock, UTC) as opened:
        found = responses(opened)
        assert found[-5:] == [f"late {seed}" for seed in range(5)]
        assert len(found) < 105


def test_only_what_was_committed_is_taken_from_the_log(path, clock, tmp_path):
    copy = tmp_path / "history.db"
    with History.open(path, clock, UTC) as opened:
        opened.session("practice").record(attempt(1))
        shutil.copy(path, copy)
        log = Path(f"{path}-wal").read_bytes()
    for length in range(0, len(log), 1024):
        Path(f"{copy}-wal").write_bytes(log[:length])
        with closing(sqlite3.connect(f"file:{copy}?mode=ro", uri=True)) as connection:
            table = "SELECT count(*) FROM sqlite_schema WHERE name = 'attempts'"
            there = connection.execute(table).fetchone() == (1,)
            query = "SELECT count(*) FROM attempts"
            attempts = connection.execute(query).fetchone()[0] if there else 0
        with copy.open("rb") as file:
            pages = Pages(file, Path(f"{copy}-wal"))
            found = [row for page in pages for row in pages.rows(page) if len(row) == 22]
        assert len(found) == attempts


@given(st.lists(st.tuples(st.integers(-(2**63), 2**63 - 1), st.floats(), PLAIN, st.binary())))
@settings(deadline=None, max_examples=50)
def test_pages_hold_the_rows_that_sqlite_reads(tmp_path_factory, rows):
    path = Path(tempfile.mkdtemp(dir=tmp_path_factory.getbasetemp())) / "any.db"
    with raw(path) as connection:
        connection.execute("CREATE TABLE one (id INTEGER PRIMARY KEY, a, b, c, d)")
        for number, (whole, real, text, data) in enumerate(rows):
            long = (text * 3000, data * 7000) if number % 3 == 2 else (text, data)
            connection.execute("INSERT INTO one VALUES (NULL, ?, ?, ?, ?)", (whole, real, *long))
        query = "SELECT id, NULL, a, b, c, d FROM one ORDER BY id"
        expected = connection.execute(query).fetchall()
    with path.open("rb") as file:
        pages = Pages(file, Path(f"{path}-wal"))
        found = [row for page in pages for row in pages.rows(page) if len(row) == 6]
    rows_of_the_table = [row for row in found if row[1] is None]
    assert sorted(rows_of_the_table, key=lambda row: row[0]) == expected


def test_no_two_tables_of_facts_have_rows_of_the_same_shape():
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        connections.prepare(connection, "memory")
        shapes = {salvage._shape(connection, table) for table in (*tables.COLUMNS, "outcomes")}
        assert len(shapes) == len(tables.COLUMNS) + 1


DIES = """
    import os, sys
    sys.path.insert(0, {repository!r})
    from datetime import UTC
    from pathlib import Path
    from quizapp.system.clock import SystemClock
    from quizapp.history import History

    steps = int(sys.argv[2])

    def count_down(event, _):
        global steps
        if event in ("os.rename", "os.remove", "os.chmod", "sqlite3.connect"):
            steps -= 1
            if steps < 0:
                os._exit(9)

    sys.addaudithook(count_down)
    History.open(Path(sys.argv[1]), SystemClock(), UTC).tallies()
"""


@pytest.mark.thorough
def test_a_kill_at_any_step_of_a_recovery_loses_nothing_and_is_told(tmp_path, clock):
    whole = tmp_path / "history.db"
    filled(whole, clock, 100)
    damage(whole, "attempts")
    script = dedent(DIES).format(repository=str(REPOSITORY))
    died, left = 9, []
    for step in range(20):
        path = tmp_path / str(step) / "history.db"
        path.parent.mkdir()
        shutil.copy(whole, path)
        died = subprocess.run([sys.executable, "-c", script, str(path), str(step)], check=False)
        with History.open(path, clock, UTC) as opened:
            left.append(responses(opened))
            assert [one for one in opened.notices if "was damaged, so I renamed it" in one]
        (aside,) = path.parent.glob("history-damaged-*.db")
        assert aside.read_bytes() == whole.read_bytes()
        assert names(path.parent) == [aside.name, "history.db"]
        if died.returncode == 0:
            break
    assert died.returncode == 0
    assert len(left) > 8
    assert left == [left[-1]] * len(left)
    assert 50 < len(left[-1]) < 100


def test_what_is_recovered_is_on_disk_before_the_damaged_file_is_renamed(path, clock, monkeypatch):
    filled(path, clock)
    schema_of(path, *SCHEMA["a keyword"])
    done = []

    def recording(name, call, seen):
        def recorded(*arguments, **options):
            done.append((name, seen(*arguments)))
            return call(*arguments, **options)

        monkeypatch.setattr(os, name, recorded)

    def kind(descriptor):
        return "folder" if stat.S_ISDIR(os.fstat(descriptor).st_mode) else "file"

    recording("fsync", os.fsync, kind)
    recording("rename", os.rename, lambda old, new: (Path(old).suffix, Path(new).suffix))
    History.open(path, clock, UTC).close()
    assert done == [
        ("fsync", "file"),
        ("rename", (".recovering", ".recovered")),
        ("fsync", "folder"),
        ("rename", (".db-wal", ".db-wal")),
        ("rename", (".db-shm", ".db-shm")),
        ("rename", (".db", ".db")),
        ("rename", (".recovered", ".db")),
        ("fsync", "folder"),
    ]


def test_a_full_disk_while_recovering_changes_nothing_and_is_told(path, clock, monkeypatch):
    filled(path, clock, 300)
    damage(path, "attempts")
    before = path.read_bytes()

    def full(*_):
        error = sqlite3.OperationalError("database or disk is full")
        error.sqlite_errorcode = sqlite3.SQLITE_FULL
        raise error

    with monkeypatch.context() as patch:
        patch.setattr(salvage, "_notice", full)
        with History.open(path, clock, UTC) as opened:
            assert 200 < len(opened.attempts()) < 300
            first, second = opened.notices
            assert "can't be copied: the disk is full. Make room for a copy" in first
            assert "answers can't be read." in second
    assert (path.read_bytes(), names(path.parent)) == (before, ["history.db"])
    with History.open(path, clock, UTC) as opened:
        assert len(responses(opened)) > 200


def test_a_file_that_another_terminal_has_replaced_is_not_replaced_again(path, clock):
    filled(path, clock)
    before = salvage.identity_of(path)
    path.rename(path.with_name("damaged.db"))
    filled(path, clock, 4)
    salvage.set_aside(path, before, clock, UTC)
    assert names(path.parent) == ["damaged.db", "history.db"]
    with History.open(path, clock, UTC) as opened:
        assert (len(responses(opened)), opened.notices) == (4, ())


def test_what_was_begun_before_a_recovery_was_finished_is_kept_beside_it(path, clock):
    recovered = path.with_name("history-damaged-2026-11-21-120000.recovered")
    filled(path, clock)
    path.rename(path.with_name("whole.db"))
    filled(path, clock, 5)
    shutil.copy(path.with_name("whole.db"), recovered)
    path.with_name("whole.db").rename(recovered.with_suffix(".db"))
    with History.open(path, clock, UTC) as opened:
        assert len(responses(opened)) == 3
    assert names(path.parent) == [
        "history-damaged-2026-11-21-120000-2.db",
        "history-damaged-2026-11-21-120000.db",
        "history.db",
    ]
    with History.open(path.with_name("history-damaged-2026-11-21-120000-2.db"), clock) as opened:
        assert len(responses(opened)) == 5


def test_what_was_lost_is_told_until_it_is_heard(path, clock):
    filled(path, clock)
    path.write_bytes(path.read_bytes().replace(b"response 1", b"response \xff"))
    History.open(path, clock, UTC).tallies()
    told = []
    with History.open(path, clock, UTC) as opened:
        assert "1 answer was lost" in opened.notices[0]
        opened.announce(told.append)
        opened.announce(told.append)
    assert told == list(opened.notices)
    with History.open(path, clock, UTC) as opened:
        assert opened.notices == ()


def test_a_recovered_file_is_as_open_to_others_as_the_damaged_one(path, clock):
    filled(path, clock)
    path.chmod(0o640)
    schema_of(path, *SCHEMA["a keyword"])
    History.open(path, clock, UTC).close()
    assert path.stat().st_mode & 0o777 == 0o640


def test_a_recovered_file_is_as_durable_as_any(path, clock):
    filled(path, clock)
    schema_of(path, *SCHEMA["a keyword"])
    History.open(path, clock, UTC).close()
    with raw(path) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchall() == [("wal",)]
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


@pytest.mark.thorough
def test_damage_of_any_kind_is_survived(tmp_path):
    for harm, times in ((histories.flip, 20), (histories.corrupt, 10)):
        outcomes, content = histories.campaign(tmp_path, 7, times, harm)
        assert [one.faults for one in outcomes if one.faults] == []
        page = histories.on_one_page(content, tmp_path)
        assert harm is histories.corrupt or max(one.lost for one in outcomes) <= page


def damage(path, table):
    """Overwrite a leaf page in the middle of a table."""
    with raw(path) as connection:
        ((size,),) = connection.execute("PRAGMA page_size")
        pages = [
            page
            for (page,) in connection.execute(
                "SELECT pageno FROM dbstat WHERE name = ? AND pagetype = 'leaf' ORDER BY path",
                (table,),
            )
        ]
    content = bytearray(path.read_bytes())
    start = (pages[len(pages) // 2] - 1) * size
    content[start : start + size] = b"\xff" * size
    path.write_bytes(content)


def test_a_damaged_file_that_another_terminal_has_open_is_left_alone(path, clock):
    filled(path, clock)
    with child("print('open', flush=True); input()", path) as other:
        other.stdout.readline()
        good = path.read_bytes()
        with path.open("r+b") as file:
            file.write(b"no database" * 1000)
        with open_anyway(path, clock, UTC) as opened:
            assert "Close any other quizapp window" in opened.notices[0]
            assert not opened.saves
        assert not [name for name in names(path.parent) if "damaged" in name]
        path.write_bytes(good)
        other.communicate("\n")


def test_a_file_damaged_while_it_is_open_is_replaced_and_the_attempt_recorded(path, clock):
    filled(path, clock, 300)
    told = []
    with History.open(path, clock, UTC) as opened:
        log = opened.session("practice", title="Softmax", tell=told.append)
        log.record(attempt(1, response="before"))
        damage(path, "attempts")
        log.record(attempt(2, response="after"))
        assert responses(opened)[-1] == "after"
    assert "was damaged, so I renamed it to" in told[0]
    with History.open(path, clock, UTC) as opened:
        assert responses(opened)[-1] == "after"
        assert opened.sessions()[-1].title == "Softmax"


def test_a_session_whose_row_is_lost_while_it_goes_on_goes_on_as_another(path, clock):
    told = []
    with History.open(path, clock, UTC) as opened:
        log = opened.session("practice", title="Softmax", tell=told.append)
        log.record(attempt(1, response="before"))
        first = log.number
        with raw(path) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        path.write_bytes(path.read_bytes().replace(b"practiceSoftmax", b"practice\xffoftmax"))
        opened.attempts()
        log.record(attempt(2, response="after"))
        assert log.number != first
        assert responses(opened) == ["before", "after"]
        assert [one.title for one in opened.sessions()] == ["", "Softmax"]
    assert "1 other record was lost" in told[0]


# Files that are taken away


TAKEN = {
    "deleted": lambda path: [one.unlink() for one in path.parent.iterdir()],
    "deleted with its folder": lambda path: shutil.rmtree(path.parent),
    "moved": lambda path: path.rename(path.with_name("mine.db")),
    "moved with its folder": lambda path: path.parent.rename(path.parent.with_name("old")),
}


@pytest.mark.skipif(os.name == "nt", reason="an open file can't be taken away there")
@pytest.mark.parametrize("how", TAKEN)
def test_a_file_that_is_taken_away_is_told_with_the_next_answer_which_is_kept(path, clock, how):
    told = []
    with History.open(path, clock, UTC) as opened:
        log = opened.session("practice", title="Softmax", tell=told.append)
        log.record(attempt(1, response="before"))
        TAKEN[how](path)
        log.record(attempt(2, response="after"))
        log.record(attempt(3, response="later"))
        assert log.unsaved == 0
    (notice,) = told
    assert (
        "was moved or deleted while quizapp was running. From here on your answers go into a new"
        in notice
    )
    with History.open(path, clock, UTC) as opened:
        assert responses(opened) == ["after", "later"]
        assert [one.title for one in opened.sessions()] == ["Softmax"]


@pytest.mark.skipif(os.name == "nt", reason="an open file can't be replaced there")
def test_a_file_that_is_replaced_is_told_and_the_answers_go_into_the_other(path, clock, tmp_path):
    filled(tmp_path / "backup.db", clock)
    told = []
    with History.open(path, clock, UTC) as opened:
        log = opened.session("practice", title="Softmax", tell=told.append)
        log.record(attempt(1, response="before"))
        (tmp_path / "backup.db").rename(path)
        for ending in ("-wal", "-shm"):
            Path(f"{path}{ending}").unlink()
        log.record(attempt(2, response="after"))
        assert responses(opened) == ["response 0", "response 1", "response 2", "after"]
    assert (
        "was replaced while quizapp was running. From here on your answers go into the one"
        in told[0]
    )


@pytest.mark.skipif(os.name == "nt", reason="an open file can't be replaced there")
def test_a_file_that_is_recovered_meanwhile_is_told_once_and_goes_on(path, clock):
    filled(path, clock)
    told = []
    with History.open(path, clock, UTC) as opened:
        logs = [opened.session("practice", tell=told.append) for _ in range(3)]
        for number, log in enumerate(logs):
            log.record(attempt(number, response="before"))
        with raw(path) as connection:
            connection.execute("UPDATE outcomes SET attempts = 99")
        History.open(path, clock, UTC).tallies()
        for number, log in enumerate(logs):
            log.record(attempt(number + 10, response="after"))
        assert len(responses(opened)) == 9
    (notice,) = told
    assert "was damaged, so I renamed it to" in notice
    with History.open(path, clock, UTC) as opened:
        assert opened.notices == ()


@pytest.mark.skipif(os.name == "nt", reason="an open file can't be taken away there")
def test_where_no_new_file_can_be_made_the_answer_is_kept_until_one_can(path, clock):
    told = []
    with History.open(path, clock, UTC) as opened:
        log = opened.session("practice", tell=told.append)
        log.record(attempt(1, response="before"))
        shutil.rmtree(path.parent)
        path.parent.write_text("in the way")
        log.record(attempt(2, response="after"))
        assert log.unsaved == 1
        assert "can't be saved" in told[0]
        path.parent.unlink()
        opened.close()
        assert log.unsaved == 0
    with History.open(path, clock, UTC) as opened:
        assert responses(opened) == ["after"]


# Versions


def test_a_file_of_a_newer_quizapp_is_refused_and_left_alone(path, clock):
    filled(path, clock)
    with raw(path) as connection:
        connection.execute("PRAGMA user_version = 99")
    before = path.read_bytes()
    with pytest.raises(
        HistoryError, match=r"newer version of quizapp \(format 99; .*Update quizapp"
    ):
        History.open(path, clock)
    with open_anyway(path, clock) as opened:
        assert not opened.saves
        assert "newer version of quizapp" in opened.notices[0]
    assert path.read_bytes() == before


def test_a_pipe_in_the_place_of_the_history_is_not_waited_for(path):
    path.parent.mkdir(parents=True, exist_ok=True)
    os.mkfifo(path)
    with pytest.raises(HistoryError, match="can't be read: it isn't an ordinary file"):
        History.open(path, FakeClock(NOON))


def test_a_database_of_another_program_is_refused_and_left_alone(path, clock):
    path.parent.mkdir()
    with raw(path) as connection:
        connection.execute("CREATE TABLE theirs (x)")
    before = path.read_bytes()
    with pytest.raises(HistoryError, match="belongs to another program"):
        History.open(path, clock)
    assert path.read_bytes() == before


def test_an_empty_file_is_a_new_history(path, clock):
    path.parent.mkdir()
    path.touch()
    filled(path, clock)
    with raw(path) as connection:
        assert connection.execute("PRAGMA user_version").fetchall() == [(NEWEST,)]
        assert connection.execute("PRAGMA journal_mode").fetchall() == [("wal",)]


def test_the_schema_of_each_version_is_known_at_once():
    parts = connections._migrations()
    made = [connections._expected(parts[: number + 1]) for number in range(NEWEST)]
    assert tuple(map(connections._digest, made)) == connections._SCHEMAS


def with_migration(monkeypatch, text):
    parts = (*connections._migrations(), text)
    monkeypatch.setattr(connections, "_migrations", lambda: parts)


def of_version_1(path, clock, monkeypatch):
    with monkeypatch.context() as patch:
        parts = connections._migrations()[:1]
        patch.setattr(connections, "_migrations", lambda: parts)
        with History.open(path, clock, UTC) as opened:
            row = ("b/q", "numeric", "t", 0, "{}", "as typed", "1.0", "correct", 1.0, "[]", 1.0)
            opened.write(
                lambda connection: (
                    connection.execute(
                        "INSERT INTO sessions VALUES (1, 'practice', '', 0, '', '', 0)"
                    ),
                    connection.execute(
                        f"INSERT INTO attempts VALUES (1, 1, {', '.join('?' * 15)})",
                        (*row, None, "", 0, NOON.date().isoformat()),
                    ),
                )
            )


def test_a_file_of_version_1_is_brought_to_the_newest(path, clock, monkeypatch):
    of_version_1(path, clock, monkeypatch)
    with History.open(path, clock, UTC) as opened:
        assert responses(opened) == ["as typed"]
        assert opened.events(1) == ()
        log = opened.resume(1)
        log.draft("typed", {"text": "0."})
        assert opened.events(1)[-1].payload == {"text": "0."}


def reads_what_version_1_wrote(folder):
    with History.open(folder / "history.db", FakeClock(NOON), UTC) as opened:
        assert not opened.saves
        assert responses(opened) == ["as typed"]
        assert opened.events(1) == ()


def test_a_file_of_version_1_that_is_read_only_can_be_read(reachable, clock, monkeypatch):
    of_version_1(reachable / "history.db", clock, monkeypatch)
    as_another_user(reads_what_version_1_wrote, reachable)


def of_version_2(path):
    """Write what the quizapp did that kept sums in tables, and return those."""
    path.parent.mkdir()
    schema = REPOSITORY / "tests" / "cases" / "history-version-2.sql"
    with raw(path) as connection:
        connection.executescript(schema.read_text("utf-8"))
        connection.execute("PRAGMA user_version = 2")
        day = NOON.date().isoformat()
        for number, kind in enumerate(("practice", "mock"), start=1):
            session = (number, kind, "", 0, "", "", 0)
            connection.execute("INSERT INTO sessions VALUES (?, ?, ?, ?, ?, ?, ?)", session)
            for seed in range(60):
                verdict = ("correct", "imprecise", "incorrect")[seed % 3]
                slips = "[]" if verdict == "correct" else '["odd", "even", "odd"]'
                said = (0.0, 0.5, 1.0, None)[seed % 4] if kind == "mock" else None
                asked = (number, f"b/q{seed % 7}", "numeric", f"t{seed % 2}", seed // 2, "{}")
                given = ("1", "1.0", verdict, seed % 3 / 2, slips, float(seed), said, "")
                row = (*asked, *given, seed, day)
                marks = ", ".join("?" * len(row))
                connection.execute(
                    "INSERT INTO attempts (session, question, type, topic, seed, parameters,"
                    " response, value, verdict, score, slips, seconds, confidence, revision, at,"
                    f" day) VALUES ({marks})",
                    row,
                )
        tables.insert(connection, "confirmations", (1, '["one"]', 0.25, 0))
        return {
            table: sorted(connection.execute(f"SELECT {columns} FROM {table}").fetchall())
            for table, columns in SUMS.items()
        }


SUMS = {
    "questions": "topic, question, attempts, answered, score, seconds, last",
    "days": "day, attempts, answered, score, seconds",
    "slips": "slip, times, last",
}


def test_a_file_of_version_2_comes_to_the_same_without_its_tables_of_sums(path, clock):
    sums = of_version_2(path)
    with History.open(path, clock, UTC) as opened:
        assert opened.notices == ()
        tallies = opened.tallies()
        assert sum(one.attempts for one in tallies.days) == 120
        said = [one.attempt.confidence for one in opened.attempts(session=2)]
        assert said[:4] == [Confidence.GUESS, Confidence.UNSURE, Confidence.SURE, None]
        assert opened.attempts()[-1].attempt.hints is None
        opened.resume(2).record(attempt(hints=2))
        assert opened.attempts()[-1].attempt.hints == 2
    with raw(path) as connection:
        connection.execute("DELETE FROM outcomes WHERE attempt = 121")
        connection.execute("DROP TRIGGER attempts_remain")
        connection.execute("DELETE FROM attempts WHERE id = 121")
        for table, columns in SUMS.items():
            rows = connection.execute(f"SELECT {columns} FROM {table}").fetchall()
            assert sorted(rows) == sums[table]


def test_a_damaged_file_of_version_2_is_salvaged(path, clock):
    of_version_2(path)
    damage(path, "attempts")
    with History.open(path, clock, UTC) as opened:
        found = opened.attempts()
        assert 60 < len(found) < 120
        assert f"; {120 - len(found)} answers were lost." in opened.notices[0]
        assert Confidence.SURE in [one.attempt.confidence for one in found]


def test_an_older_file_is_brought_up_to_date(path, clock, monkeypatch):
    filled(path, clock)
    with_migration(monkeypatch, "CREATE TABLE notes (id INTEGER PRIMARY KEY) STRICT;\n")
    with History.open(path, clock) as opened:
        assert len(opened.attempts()) == 3
    with raw(path) as connection:
        assert connection.execute("PRAGMA user_version").fetchall() == [(NEWEST + 1,)]
        assert connection.execute("SELECT * FROM notes").fetchall() == []


def test_a_migration_that_fails_changes_nothing(path, clock, monkeypatch):
    filled(path, clock)
    with monkeypatch.context() as patch:
        with_migration(patch, "CREATE TABLE notes (x);\nINSERT INTO nothing VALUES (1);\n")
        with pytest.raises(HistoryError, match="can't be saved"):
            History.open(path, clock)
    with History.open(path, clock) as opened:
        assert len(opened.attempts()) == 3
    with raw(path) as connection:
        assert connection.execute("PRAGMA user_version").fetchall() == [(NEWEST,)]
        assert not connection.execute("SELECT * FROM sqlite_schema WHERE name = 'notes'").fetchall()


def test_every_table_is_strict(path, clock):
    filled(path, clock)
    with raw(path) as connection:
        tables = connection.execute("PRAGMA table_list").fetchall()
    strict = {
        name: strict
        for _, name, kind, _, _, strict in tables
        if kind == "table" and name[:7] != "sqlite_"
    }
    assert len(strict) == 8
    assert all(strict.values())


# Time


def test_a_clock_set_back_changes_no_order_and_loses_nothing(kept, clock):
    log = kept.session("practice")
    log.record(attempt(1, response="first", slips=("late",)))
    clock.wall -= timedelta(days=400)
    log.record(attempt(2, response="second", at=clock.wall, slips=("late",)))
    again = kept.session("practice")
    again.record(attempt(3, response="third", at=clock.wall))
    assert responses(kept) == ["first", "second", "third"]
    assert [one.number for one in kept.sessions()] == [log.number, again.number]
    assert kept.tallies().slips[0].last == NOON
    assert len(kept.tallies().days) == 2


def test_reading_sees_one_state_while_another_terminal_writes(path, clock):
    with History.open(path, clock) as one, History.open(path, clock) as other:
        log = other.session("practice")
        log.record(attempt(1))
        assert len(one.attempts()) == 1
        log.record(attempt(2))
        assert sum(day.attempts for day in one.tallies().days) == 2
