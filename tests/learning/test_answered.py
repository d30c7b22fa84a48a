from datetime import date, datetime, timedelta, timezone

import pytest

from quizapp.learning.answered import counted, day_of
from tests.learning.answers import answer


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
    zone = timezone(timedelta(hours=offset))
    assert day_of(datetime(2026, 11, 27, hour, tzinfo=zone)) == date(2026, 11, day)


def shares(*answers):
    return [one.share for one in counted(answers)]


def again(share, seed=0, session=1, **fields):
    return answer("entropy-0", share=share, variant=(session, seed), **fields)


def test_of_several_answers_in_a_row_to_one_variant_the_first_counts():
    assert shares(again(0.0), again(1.0), again(1.0)) == [0.0]
    assert shares(again(0.5, imprecise=True), again(1.0), again(0.0)) == [1.0]


def test_other_numbers_another_session_another_day_and_other_questions_between_count():
    assert shares(again(0.0), again(1.0, seed=1)) == [0.0, 1.0]
    assert shares(again(0.0), again(1.0, session=2)) == [0.0, 1.0]
    assert shares(again(0.0), again(1.0, day=1)) == [0.0, 1.0]
    assert shares(again(0.0), answer("softmax-0", share=0.3), again(1.0)) == [0.0, 0.3, 1.0]
