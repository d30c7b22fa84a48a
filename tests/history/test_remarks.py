"""Stars, notes and doubts stand until they are taken back."""

from __future__ import annotations

from datetime import UTC
from types import SimpleNamespace

from quizapp.history import History
from quizapp.history.remarks import Remarks
from tests.stubs import FakeClock

VARIANT = SimpleNamespace(question=SimpleNamespace(name="b/q"), seed=7)


def test_a_star_is_switched():
    clock = FakeClock()
    history = History.in_memory(clock, UTC)
    remarks = Remarks(lambda: history, dict)
    for starred in (True, False, True):
        clock.wait(1)
        assert remarks.switch_star(VARIANT) is starred
        assert ("star" in remarks.of("b/q")) is starred
    assert remarks.of("b/r") == {}


def test_the_latest_note_stands_in_one_line():
    clock = FakeClock()
    history = History.in_memory(clock, UTC)
    remarks = Remarks(lambda: history, dict)
    for text in ("one", " two\n lines "):
        clock.wait(1)
        remarks.add("note", VARIANT, text)
    remarks.add("doubt", VARIANT, "it is 2")
    assert remarks.of("b/q") == {"note": "two lines", "doubt": "it is 2"}
    assert [(one.kind, one.seed) for one in history.remarks(every=True)][-1] == ("note", None)
    clock.wait(1)
    remarks.add("doubt", VARIANT, None)
    assert [one.kind for one in history.remarks()] == ["note"]
    assert len(history.remarks(every=True)) == 4
