from datetime import date

from quizapp.learning.plan import plan, states
from quizapp.learning.selection import Aim, Why, only, today
from tests.learning.answers import WEIGHTS, answer, learner, moment, numeric, syllabus


def test_a_plan_goes_from_today_to_the_day_before_the_interview():
    found = plan(learner(), Aim(date(2026, 12, 6), minutes=5), moment())
    assert [one.day.day for one in found.days] == [27, 28, 29, 30, 1, 2, 3, 4, 5]
    assert found.days[0].new == 4
    assert found.days[-1].new == 0
    assert [one.day.day for one in found.days if one.mock] == [30, 3, 5]


def test_a_day_that_had_a_mock_interview_needs_no_other():
    aim = Aim(date(2026, 12, 6), minutes=5)
    for mock in (True, False):
        known = learner(answer("entropy-0", day=3, mock=mock))
        assert today(known, aim, moment(3, minutes=60)).mock is not mock
        days = plan(known, aim, moment(3, minutes=60)).days
        assert [one.day.day for one in days if one.mock] == [*[30][mock:], 3, 5]


def test_practice_is_expected_to_help():
    found = plan(learner(), Aim(date(2026, 12, 6), minutes=10), moment())
    assert found.then > found.now


def test_where_a_plan_leads_hangs_little_on_the_hour_it_is_made():
    many = [numeric(f"{topic}-{n}", topic, 1 + n % 5) for topic in WEIGHTS for n in range(20)]
    missed = [
        answer(f"{topic}-{n}", minutes=n - 60, share=share)
        for topic in ("entropy", "softmax")
        for n, share in enumerate((0.0, 1.0, 0.5, 1.0, 0.0))
    ]
    known = learner(*missed, among=syllabus(*many))
    aim = Aim(date(2026, 12, 6), minutes=20)
    one, other = (plan(known, aim, moment(minutes=minutes)).then for minutes in (60, 180))
    assert abs(one - other) < 0.05


def test_a_plan_leaves_the_learner_as_it_was():
    known = learner(answer("entropy-0", share=0.0))
    before = states(known, Aim(), moment(1))
    plan(known, Aim(date(2026, 12, 6)), moment(1))
    assert states(known, Aim(), moment(1)) == before
    assert known.count == 1


def test_a_day_missed_is_spread_over_the_rest():
    aim = Aim(date(2026, 12, 2), minutes=5)
    known = learner(answer("softmax-0"))
    kept = plan(known, aim, moment(1))
    late = plan(known, aim, moment(2))
    assert sum(one.new for one in late.days) >= sum(one.new for one in kept.days[1:])


def test_without_a_date_the_plan_is_a_week():
    found = plan(learner(), Aim(minutes=5), moment())
    assert len(found.days) == 7
    assert not any(one.mock for one in found.days)


def test_a_far_date_is_planned_four_weeks_ahead():
    assert len(plan(learner(), Aim(date(2027, 6, 1), minutes=5), moment()).days) == 28


def test_topics_tell_what_was_met_and_what_is_due():
    known = learner(
        answer("entropy-0", share=0.0), answer("entropy-1", minutes=1), answer("softmax-0", 0, 2)
    )
    found = {one.topic: one for one in states(known, Aim(date(2026, 12, 6)), moment(1))}
    assert list(found) == ["surprisal", "entropy", "softmax"]
    assert (found["entropy"].met, found["entropy"].all, found["entropy"].due) == (2, 6, 1)
    assert (found["surprisal"].met, found["surprisal"].due) == (0, 0)
    assert found["softmax"].then < found["softmax"].now


def test_what_is_done_today_is_not_due_today_but_tomorrow():
    known = learner(answer("entropy-1", share=0.0), answer("entropy-1", minutes=9))
    due = [
        sum(one.due for one in states(known, Aim(), moment(day, minutes=20))) for day in range(2)
    ]
    assert due == [0, 1]


def test_a_fixed_question_missed_today_is_due_tomorrow():
    among = syllabus(numeric("entropy-1", fixed=True), numeric("entropy-2"))
    known = learner(answer("entropy-1", share=0.0), answer("entropy-2", share=0.0), among=among)
    assert only(known, Why.DUE, moment(minutes=20)) == ("bank/entropy-2",)
    assert set(only(known, Why.DUE, moment(1))) == {"bank/entropy-1", "bank/entropy-2"}
