import random
from datetime import date
from math import log

import pytest

from tests.learning.answers import answer, learner


def test_a_week_tells_how_well_the_learner_was_known():
    known = learner(answer("entropy-0", share=1.0))
    (week,) = known.knew()
    assert (week.week, week.answers) == (date(2026, 11, 23), 1)
    assert week.constant == pytest.approx(log(2))


def test_who_is_predictable_is_known_better_than_by_a_constant():
    chance = random.Random("weeks")
    known = learner()
    for step in range(600):
        topic = chance.choice(["entropy", "softmax"])
        right = chance.random() < (0.9 if topic == "entropy" else 0.1)
        known.add(answer(f"{topic}-{chance.randrange(6)}", step // 20, step % 20, float(right)))
    weeks = known.knew()
    assert [one.week for one in weeks] == sorted(one.week for one in weeks)
    assert sum(one.answers for one in weeks) == 600
    assert weeks[-1].loss < weeks[-1].constant


def test_it_is_no_matter_whether_answers_come_at_once_or_one_by_one():
    answers = [answer(f"entropy-{step % 5}", step, share=step % 3 / 2) for step in range(30)]
    at_once, one_by_one = learner(*answers), learner()
    for one in answers:
        one_by_one.add(one)
    assert at_once.knew() == one_by_one.knew()
    assert at_once.owed == one_by_one.owed
    assert at_once.recall.now("bank/entropy-1", "entropy", 2e9) == one_by_one.recall.now(
        "bank/entropy-1", "entropy", 2e9
    )


def test_a_topic_that_a_question_moved_to_is_that_of_now():
    known = learner(answer("entropy-0", topic="elsewhere"))
    assert known.topics == {"entropy": 1}


def test_who_asks_for_the_solution_is_not_thought_fast():
    known = learner()
    (question,) = [one for one in known.syllabus.questions.values() if one.name == "bank/entropy-0"]
    before = known.seconds(question)
    for step in range(5):
        known.add(answer("entropy-1", 0, step, 0.0)._replace(seconds=1.0, shown=True))
    assert known.seconds(question) == before
    known.add(answer("entropy-1", 0, 6, 1.0)._replace(seconds=1.0))
    assert known.seconds(question) < before
