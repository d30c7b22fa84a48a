from datetime import date, datetime, timedelta, timezone

import pytest

from quizapp.learning.answered import answered, day_of
from quizapp.questions.base import Verdict
from quizapp.record import Attempt, Recorded


def recorded(*, counts=True, score=1.0, **changes):
    facts = {
        "question": "bank/one",
        "type": "numeric",
        "topic": "entropy",
        "seed": 0,
        "parameters": {},
        "response": "1",
        "value": 1.0,
        "verdict": Verdict.CORRECT,
        "score": score,
        "slips": (),
        "seconds": 20.0,
        "at": datetime(2026, 11, 27, 9, tzinfo=timezone(timedelta(hours=1))),
        **changes,
    }
    return Recorded(
        number=1,
        session=1,
        attempt=Attempt(**facts),
        revision="",
        counts=counts,
        confirmed=None,
        score=score,
    )


@pytest.mark.parametrize(
    ("hour", "offset", "day"),
    [
        (3, 0, 26),
        (4, 0, 27),
        (3, 9, 26),  # by the learner's own clock, wherever that is
        (23, -5, 27),
    ],
)
def test_a_day_ends_at_four_by_the_offset_of_its_moment(hour, offset, day):
    moment = datetime(
        2026, 11, 27, hour, 59 * (hour != 4), tzinfo=timezone(timedelta(hours=offset))
    )
    assert day_of(moment) == date(2026, 11, day)


def test_help_before_an_answer_makes_it_a_part_of_a_success():
    shares = [
        one.share
        for one in answered(
            [
                recorded(),
                recorded(hints=1),
                recorded(working_seen=True),
                recorded(hints=2, working_seen=True, score=0.5),
                recorded(verdict=Verdict.SHOWN, score=0.0),
            ]
        )
    ]
    assert shares == [1.0, 0.5, 0.5, 0.25, 0.0]


def test_attempts_that_do_not_count_say_nothing():
    assert not list(answered([recorded(counts=False)]))
