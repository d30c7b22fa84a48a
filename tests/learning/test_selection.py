from datetime import date
from itertools import pairwise

import pytest

from quizapp.learning.selection import DUE, OTHERS_BETWEEN, Aim, Why, today
from quizapp.learning.syllabus import Syllabus
from tests.learning.answers import (
    WEIGHTS,
    answer,
    choice,
    learner,
    moment,
    numeric,
    questions,
    syllabus,
)
from tests.stubs import shipped_banks


def names(plan):
    return [one.question.removeprefix("bank/") for one in plan.portion]


def test_a_first_day_is_new_mixed_over_topics_and_takes_the_minutes():
    plan = today(learner(), Aim(minutes=10), moment())
    assert {one.reason for one in plan.portion} == {Why.NEW}
    assert plan.seconds <= 600
    assert len(plan.portion) == 600 // 75
    topics = [one.topic for one in plan.portion]
    assert all(one != other for one, other in pairwise(topics))


def test_topics_that_interviewers_ask_more_come_more_often():
    plan = today(learner(), Aim(minutes=10), moment())
    topics = [one.topic for one in plan.portion]
    assert topics.count("softmax") > topics.count("entropy") >= topics.count("surprisal") >= 1


def test_what_was_missed_comes_first_on_the_next_day():
    known = learner(answer("entropy-1", share=0.0), answer("softmax-0", minutes=2))
    plan = today(known, Aim(), moment(1))
    assert (plan.portion[0].question, plan.portion[0].reason) == ("bank/entropy-1", Why.MISSED)


def test_all_that_was_missed_is_met_again_on_the_next_day():
    missed = [answer(f"{topic}-{number}", share=0.0) for topic in WEIGHTS for number in range(5)]
    known = learner(*(one._replace(at=one.at + step) for step, one in enumerate(missed)))
    plan = today(known, Aim(), moment(1))
    assert len(plan.of(Why.MISSED)) == len(missed)
    for one in plan.portion[:10]:
        known.add(answer(one.question, day=1, share=0.0))
    left = {one.question for one in plan.portion[10:]}
    soon = {one.question for one in today(known, Aim(minutes=5), moment(2)).of(Why.MISSED)}
    assert soon
    assert soon < left


def test_a_generated_question_that_was_missed_comes_again_after_about_five_others():
    known = learner(answer("entropy-1", share=0.0))
    assert names(today(known, Aim(), moment(minutes=2))).index("entropy-1") == OTHERS_BETWEEN
    for number in range(3):
        known.add(answer(f"softmax-{number}", minutes=3 + number))
    assert names(today(known, Aim(), moment(minutes=9))).index("entropy-1") == OTHERS_BETWEEN - 3
    for number in range(3, 6):
        known.add(answer(f"softmax-{number}", minutes=3 + number))
    assert names(today(known, Aim(), moment(minutes=12)))[0] == "entropy-1"


def test_once_right_again_it_waits_for_another_day_and_then_is_done():
    known = learner(answer("entropy-1", share=0.0), answer("entropy-1", minutes=9))
    assert "entropy-1" not in names(today(known, Aim(), moment(minutes=12)))
    assert today(known, Aim(), moment(1)).portion[0].reason is Why.MISSED
    known.add(answer("entropy-1", day=1))
    assert not today(known, Aim(), moment(2)).of(Why.MISSED)


def test_a_fixed_question_never_comes_twice_a_day():
    among = syllabus(choice("entropy-0"), numeric("entropy-1", fixed=True), numeric("entropy-2"))
    known = learner(
        answer("entropy-0", share=0.0),
        answer("entropy-1", minutes=1, share=0.0),
        answer("entropy-2", minutes=2),
        among=among,
    )
    assert names(today(known, Aim(), moment(minutes=9))) == []
    assert set(names(today(known, Aim(), moment(1)))) >= {"entropy-0", "entropy-1"}


def test_the_day_is_the_learners_and_ends_at_four():
    known = learner(answer("entropy-1", minutes=17 * 60, share=0.0))  # two in the morning
    assert names(today(known, Aim(), moment(minutes=18 * 60))).index("entropy-1") > 0
    assert names(today(known, Aim(), moment(minutes=19 * 60)))[0] == "entropy-1"


def test_what_was_practised_today_is_taken_off():
    known = learner(*(answer(f"softmax-{number}", minutes=number) for number in range(5)))
    plan = today(known, Aim(minutes=10), moment(minutes=9))
    assert plan.spent == 5.0
    assert plan.minutes == 5.0
    assert plan.seconds <= 300
    assert not today(known, Aim(minutes=5), moment(minutes=9)).portion


def test_what_is_about_to_be_forgotten_is_due():
    known = learner(answer("entropy-1"))
    assert not today(known, Aim(), moment(1)).of(Why.DUE)
    (due,) = today(known, Aim(), moment(40)).of(Why.DUE)
    assert due.question == "bank/entropy-1"
    assert due.recall < DUE


def test_all_topics_begin_within_three_days():
    known = learner()
    for day in range(3):
        for minutes, one in enumerate(today(known, Aim(minutes=3), moment(day)).portion):
            known.add(answer(one.question, day, minutes, topic=one.topic))
    assert set(known.topics) == {"surprisal", "entropy", "softmax"}


def test_a_day_missed_does_not_put_off_the_topics():
    known = learner(answer("softmax-0"))
    plan = today(known, Aim(minutes=4), moment(2))
    assert {one.topic for one in plan.portion} >= {"surprisal", "entropy"}


def test_nothing_is_new_the_evening_before():
    known = learner(*(answer(f"entropy-{number}", minutes=number) for number in range(6)))
    aim = Aim(date(2026, 12, 1))
    assert today(known, aim, moment(2)).of(Why.NEW)
    assert not today(known, aim, moment(3)).of(Why.NEW)
    assert today(known, aim, moment(3)).portion


def test_who_begins_the_evening_before_goes_on_with_what_is_new():
    aim = Aim(date(2026, 11, 28))
    known = learner(answer("entropy-0"))
    assert today(known, aim, moment(minutes=2)).of(Why.NEW)


def test_a_date_that_is_past_is_none():
    plan = today(learner(), Aim(date(2026, 11, 1)), moment())
    assert plan.days_left is None
    assert plan.portion


def test_what_is_to_be_met_before_comes_before():
    among = syllabus(
        numeric("entropy-0", level=1, after=("entropy-1",)), numeric("entropy-1", level=3)
    )
    assert names(today(learner(among=among), Aim(), moment())) == ["entropy-1", "entropy-0"]


def test_a_habit_is_practised_where_it_can_be_made():
    among = syllabus(
        *questions(), numeric("entropy-9", level=5, answer="entropy([0.5, 0.5])", unit="bits")
    )
    slips = ("bits_vs_nats",)
    twice = [answer(f"softmax-{number}", share=0.5, slips=slips) for number in range(2)]
    known = learner(*twice, among=among)
    assert list(known.habits) == ["bits_vs_nats"]
    assert not list(learner(*twice[:1], among=among).habits)
    for day in (1, 2):
        for one in twice:
            known.add(one._replace(day=one.day + day, slips=(), share=1.0))
    assert not list(known.habits)


def test_questions_outside_the_track_come_only_to_repeat_a_miss():
    among = syllabus(*questions(), numeric("bayes-0", topic="bayes"))
    assert "bayes-0" not in names(today(learner(among=among), Aim(minutes=60), moment()))
    known = learner(answer("bayes-0", share=0.0), among=among)
    assert names(today(known, Aim(), moment(1)))[0] == "bayes-0"


@pytest.mark.parametrize("pace", [0.5, 2.0])
def test_time_is_planned_by_the_learners_own_pace(pace):
    quick = learner(
        *(answer(f"softmax-{number}", seconds=75 * pace) for number in range(6)),
        *(answer(f"entropy-{number}", seconds=75 * pace) for number in range(6)),
    )
    (first, *_) = today(quick, Aim(), moment(1)).portion
    assert first.seconds == pytest.approx(75 * pace, rel=0.35)


def test_a_question_left_open_over_lunch_does_not_eat_the_day():
    known = learner(answer("softmax-0", seconds=4000.0))
    assert today(known, Aim(), moment(minutes=70)).minutes == 15.0


def test_a_question_that_is_gone_is_not_asked():
    known = learner(answer("gone-0", share=0.0))
    assert "gone-0" not in names(today(known, Aim(), moment(1)))


def test_one_at_a_time_what_fades_takes_no_more_of_a_day_than_at_once():
    among = syllabus(*questions(40))
    met = [answer(f"{topic}-{n}", minutes=n) for n in range(40) for topic in ("entropy", "softmax")]
    known = learner(*met, among=among)
    assert 0 < len(today(known, Aim(), moment(400)).of(Why.DUE)) <= 5
    reasons = []
    for step in range(14):
        first, *_ = today(known, Aim(), moment(400, step)).portion
        reasons.append(first.reason)
        known.add(answer(first.question, 400, step, share=0.0, seconds=75.0))
    assert 0 < reasons.count(Why.DUE) <= 5


def test_one_at_a_time_misses_leave_time_for_something_new():
    among = syllabus(*questions(40))
    missed = [answer(f"entropy-{n}", day, n, share=0.0) for day in range(2) for n in range(30)]
    known = learner(*missed, among=among)
    reasons = []
    for step in range(14):
        first, *_ = today(known, Aim(), moment(2, step)).portion
        reasons.append(first.reason)
        known.add(answer(first.question, 2, step, seconds=75.0))
    assert reasons[0] is Why.MISSED
    assert Why.NEW in reasons


def test_an_answer_by_the_clock_of_another_place_does_not_begin_the_day_anew():
    known = learner(*(answer(f"softmax-{number}", minutes=number) for number in range(5)))
    elsewhere = answer("entropy-0", minutes=6)
    known.add(elsewhere._replace(day=elsewhere.day - 1))
    assert today(known, Aim(minutes=10), moment(minutes=9)).spent == 5.0


def test_calculations_are_asked_though_choices_take_less_time():
    weights = dict.fromkeys(("entropy", "softmax", "gradient", "binary"), 1.0)
    known = learner(among=Syllabus(shipped_banks().questions, weights))
    asked = []
    for day in range(2):
        portion = today(known, Aim(), moment(day)).portion
        asked += [shipped_banks().find(one.question).type for one in portion]
        for number, one in enumerate(portion):
            known.add(answer(one.question, day, minutes=number, topic=one.topic, share=0.5))
    assert 0.2 < asked.count("numeric") / len(asked) < 0.6
