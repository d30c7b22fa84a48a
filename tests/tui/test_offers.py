"""What home offers to continue, and in which order."""

from types import SimpleNamespace

from quizapp.history.interview_recorder import Unfinished
from quizapp.tui import offers

HOUR = 3600.0


def test_a_running_clock_comes_before_one_that_is_stopped():
    paused = Unfinished(3, "Paused", 60, True)
    running = Unfinished(2, "Running", 60, False)
    found = list(offers.interviews([paused, running], 30))
    assert [one.text for one in found] == ["Running, 0:30 left", "Paused, 1:00 left, paused"]
    assert [one.urgent for one in found] == [True, False]


def test_only_the_latest_scorecard_is_offered_and_only_for_a_day():
    over = [Unfinished(number, f"Over {number}", -HOUR, False) for number in (2, 1)]
    assert [one.text for one in offers.interviews(over, 0)] == ["Over 2, time is up"]
    assert list(offers.interviews(over, 24 * HOUR)) == []


def test_the_latest_sessions_are_offered_those_of_this_run_first():
    asked = SimpleNamespace(position=1, count=9, length=9)
    opened = [(title, asked) for title in ("older", "newer")]
    left = [
        (
            f"left:{number}",
            SimpleNamespace(title=f"left {number}", course=asked, is_of_today=number > 5),
        )
        for number in (7, 5, 3)
    ]
    found = offers.sessions(opened, left)
    assert [one.text.split(",")[0] for one in found] == ["newer", "older", "left 7", "left 5"]
    assert [one.name for one in found] == ["open:1", "open:0", "left:7", "left:5"]
    assert [one.leads for one in found] == [True, True, True, False]
