"""Sessions that are over, as they are looked at again."""

from __future__ import annotations

from dataclasses import replace

import pytest

from quizapp.errors import UsageError
from quizapp.practice.past import summary_of
from quizapp.practice.session import Practice
from quizapp.questions.numeric import NumericQuestion
from quizapp.questions.open import OpenQuestion
from tests.stubs import FakeClock

DRAWN = NumericQuestion(
    id="drawn",
    bank="b",
    topic="entropy",
    level=1,
    stem="Of {{ p }}?",
    draw={"p": "decimal(0.05, 0.95, 0.05)"},
    answer="surprisal(p)",
    unit="bits",
)
FIXED = replace(DRAWN, id="fixed", stem="?", draw={}, answer="surprisal(0.5)")
OPEN = OpenQuestion(id="open", bank="b", topic="entropy", level=1, stem="?", model_answer="So.")


def find(*known):
    def found(name):
        for one in known:
            if one.name == name:
                return one
        raise UsageError(f"there is no question {name}")

    return found


def held(*responses):
    """Hold a session; return it and its attempts."""
    recorded = []
    practice = Practice(
        [DRAWN, FIXED, OPEN],
        clock=FakeClock(),
        recorder=recorded.append,
        seed=1,
        count=3,
        in_order=True,
    )
    for given in responses:
        asked = practice.next()
        for response in given:
            practice.respond(asked.variant.judged(asked.variant.read(response), ("well",)))
    practice.next()
    return practice, recorded


def test_a_session_comes_to_the_same_as_when_it_ended():
    practice, recorded = held(("9", "1"), ("1",), ("words",))
    again, then = summary_of(recorded, find(DRAWN, FIXED, OPEN)), practice.summary()
    for one, other in zip(again.asked, then.asked, strict=True):
        assert one.variant.name == other.variant.name
        assert one.variant.parameters == other.variant.parameters
    assert [one.grade for one in again.asked] == [one.grade for one in then.asked]
    assert [one.attempts for one in again.asked] == [one.attempts for one in then.asked]
    assert (again.score, again.missed) == (then.score, then.missed)


def test_what_is_gone_is_left_out():
    _, recorded = held(("9",), ("1",), ("words",))
    again = summary_of(recorded, find(FIXED))
    assert [one.variant.question for one in again.asked] == [FIXED]
    with pytest.raises(UsageError, match="none of this session's questions"):
        summary_of(recorded, find())


def test_what_another_program_recorded_can_be_looked_at():
    _, recorded = held(("9",), ("1",), ("words",))
    bare = [one._replace(value=None, seconds=0.0) for one in recorded]
    again = summary_of(bare, find(DRAWN, FIXED, OPEN))
    assert [one.grade.score for one in again.asked] == [0.0, 1.0, 1.0]
