"""What learning reads of the record."""

from datetime import UTC, date, datetime, timedelta, timezone

from quizapp.history import History, lines
from quizapp.learning.answered import Answered
from tests.stubs import FakeClock

LINE = (
    '{{"question": "b/q", "type": "numeric", "topic": "entropy", "verdict": "{}", "score": {},'
    ' "seconds": 20, "slips": ["a"], "at": "{}", "response": "{}"{}}}'
)


def brought_in(*written):
    history = History.in_memory(FakeClock(), UTC)
    said = [LINE.format(*line, *[""] * (5 - len(line))).encode() for line in written]
    history.merge(lines.read(said, lambda name: name).facts)
    return history


def test_an_answer_has_its_day_its_share_and_its_variant():
    history = brought_in(("incorrect", 0.25, "2026-11-28T03:59:00+02:00"))
    moment = datetime(2026, 11, 28, 3, 59, tzinfo=timezone(timedelta(hours=2)))
    (found,) = history.answers(datetime(2027, 1, 1, tzinfo=UTC))
    assert found == Answered(
        question="b/q",
        topic="entropy",
        at=moment.timestamp(),
        day=date(2026, 11, 27).toordinal(),
        share=0.25,
        seconds=20.0,
        slips=("a",),
        variant=found.variant,
    )


def test_an_answer_tells_whether_it_was_given_in_a_mock_interview():
    history = brought_in(
        ("correct", 1, "2026-11-27T09:00:00+00:00", 1),
        ("correct", 1, "2026-11-27T09:01:00+00:00", 2, ', "kind": "mock"'),
    )
    found = history.answers(datetime(2027, 1, 1, tzinfo=UTC))
    assert [one.mock for one in found] == [False, True]


def test_help_halves_a_success_and_what_was_taken_back_or_comes_later_is_left_out():
    history = brought_in(
        ("correct", 1, "2026-11-27T09:00:00+00:00", 1),
        ("correct", 1, "2026-11-27T09:01:00+00:00", 2, ', "hints": 1'),
        ("correct", 1, "2026-11-27T09:02:00+00:00", 3, ', "working_seen": true'),
        ("imprecise", 0.5, "2026-11-27T09:03:00+00:00", 4, ', "hints": 0'),
        ("shown", 0, "2026-11-27T09:04:00+00:00", 5),
        ("correct", 1, "2026-11-27T09:05:00+00:00", 6, ', "withdrawn": true'),
        ("correct", 1, "2026-11-27T10:00:00+00:00", 7),
    )
    found = history.answers(datetime(2026, 11, 27, 9, 30, tzinfo=UTC))
    assert [one.share for one in found] == [1.0, 0.5, 0.5, 0.5, 0.0]
    assert [one.imprecise for one in found] == [False, False, False, True, False]


def test_answers_come_in_order_of_time_however_they_were_brought_in():
    history = brought_in(
        ("correct", 1, "2026-11-28T09:00:00+00:00"), ("incorrect", 0, "2026-11-27T09:00:00+00:00")
    )
    found = history.answers(datetime(2027, 1, 1, tzinfo=UTC))
    assert [one.share for one in found] == [0.0, 1.0]
