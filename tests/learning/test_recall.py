import random
from math import exp, log

import pytest

from quizapp.learning.answered import Answered
from quizapp.learning.recall import Recall

HOUR = 3600.0
DAY = 24 * HOUR


def answer(question="bank/one", at=0.0, share=1.0, topic="entropy"):
    return Answered(question=question, topic=topic, at=at, day=int(at // DAY) + 1, share=share)


def after(*answers, levels=None):
    recall = Recall(levels or {})
    for one in answers:
        recall.add(one)
    return recall


def test_what_was_right_is_recalled_better_than_what_was_missed():
    right = after(answer()).now("bank/one", "entropy", DAY)
    missed = after(answer(share=0.0)).now("bank/one", "entropy", DAY)
    half = after(answer(share=0.5)).now("bank/one", "entropy", DAY)
    assert missed < half < right


def test_recall_fades_within_hours_and_over_days():
    recall = after(answer())
    ages = (2 * HOUR, 8 * HOUR, DAY, 1.5 * DAY, 3 * DAY, 9 * DAY)
    chances = [recall.now("bank/one", "entropy", age) for age in ages]
    assert chances == sorted(chances, reverse=True)
    assert len(set(chances)) == len(ages)


def test_a_question_that_was_right_on_more_days_lasts_longer():
    twice = after(answer(), answer(at=DAY)).now("bank/one", "entropy", 3 * DAY)
    often = after(*(answer(at=day * DAY) for day in range(2)), answer(at=2 * DAY))
    assert often.now("bank/one", "entropy", 4 * DAY) > twice


def test_answers_in_a_topic_speak_for_its_other_questions():
    good = after(*(answer(f"bank/{number}") for number in range(5)))
    bad = after(*(answer(f"bank/{number}", share=0.0) for number in range(5)))
    assert good.now("bank/new", "entropy", DAY) > bad.now("bank/new", "entropy", DAY)
    assert good.now("bank/new", "entropy", DAY) > good.now("bank/new", "softmax", DAY)


def test_a_new_question_is_harder_at_a_higher_level():
    recall = after(levels={"bank/easy": 1, "bank/hard": 5})
    chances = [recall.now(f"bank/{name}", "entropy", 0.0) for name in ("easy", "unknown", "hard")]
    assert chances == sorted(chances, reverse=True)


def test_what_is_expected_before_an_answer_is_what_recall_says():
    recall = after(answer(), answer(at=HOUR, share=0.0))
    said = recall.now("bank/one", "entropy", DAY)
    assert recall.add(answer(at=DAY)) == said


@pytest.mark.parametrize("half_life", [0.5, 8.0])
def test_the_predictions_become_those_of_the_learner(half_life):
    """Learners who forget ten times as fast as others are known after some hundred answers."""
    chance = random.Random(f"learner {half_life}")
    recall = Recall({})
    losses, constant = [], []
    last: dict[str, float] = {}
    right = 0.0
    for step in range(1500):
        at = step * 0.02 * DAY
        question = f"bank/{chance.randrange(40)}"
        gone = (at - last[question]) / DAY if question in last else 5.0
        truth = 0.1 + 0.85 * exp(-log(2) * gone / half_life)
        share = float(chance.random() < truth)
        expected = recall.add(answer(question, at, share))
        if step >= 500:
            mean = (right + 1) / (step + 2)
            losses.append(-log(expected if share else 1 - expected))
            constant.append(-log(mean if share else 1 - mean))
        right += share
        last[question] = at
    assert sum(losses) < sum(constant)


def test_no_answer_however_odd_makes_recall_anything_but_a_probability():
    recall = Recall({})
    for step in range(3000):
        recall.add(answer(at=step * 1e-3, share=float(step % 50 > 25)))
        recall.add(answer("bank/always", at=step * DAY, share=1.0))
    for at in (-1e9, 0.0, 1e12):
        assert 0.0 < recall.now("bank/one", "entropy", at) < 1.0
        assert 0.0 < recall.now("bank/always", "entropy", at) < 1.0


ODD = {"by chance": (0.5, 0.5), "better later": (0.3, 0.9), "never": (0, 0), "always": (1, 1)}
"""Learner → the probability of a right answer within a day and after it."""


@pytest.mark.parametrize("questions", [1, 60])
@pytest.mark.parametrize(("soon", "later"), ODD.values(), ids=ODD)
def test_whom_no_model_fits_is_predicted_as_well_as_by_the_mean(soon, later, questions):
    chance = random.Random(f"odd {questions}")
    recall, last, losses, means = Recall({}), {}, [], []
    for step in range(1000):
        question, at = f"bank/{chance.randrange(questions)}", step * 0.05 * DAY
        is_met = question in last
        truth = soon if at - last.get(question, at) <= DAY else later
        share = float(chance.random() < truth)
        expected = recall.add(answer(question, at, share))
        if is_met:
            mean = (sum(means) + 1) / (len(means) + 2)
            losses.append(-log(expected if share else 1 - expected))
            losses.append(log(mean if share else 1 - mean))
            means.append(share)
        last[question] = at
    assert sum(losses) < 4.0, "nats in all, however many answers"
