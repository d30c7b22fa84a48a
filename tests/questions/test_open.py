"""Answers in words, judged by the points that the learner confirms."""

from __future__ import annotations

from dataclasses import replace

import pytest

from quizapp.answers.words import aloud
from quizapp.answers.words.points import Misconception, Point
from quizapp.errors import UnreadableError
from quizapp.questions.base import Verdict
from quizapp.questions.open import OpenQuestion
from quizapp.reports.grading import graded_variant
from tests.stubs import shipped_banks


def weight(point):
    return point.weight


def question(*weights, **more):
    points = tuple(Point(f"p{place}", "text", weight) for place, weight in enumerate(weights))
    return OpenQuestion(
        id="q", bank="b", topic="x", level=1, stem="?", rubric=points, model_answer="m", **more
    )


def grade(variant, *ticked):
    return variant.grade(variant.judged(variant.read("words"), ticked))


@pytest.mark.parametrize(
    ("weights", "ticked", "verdict", "score"),
    [
        ((1, 1), ("p0", "p1"), "correct", 1),
        ((1, 1), ("p0",), "partial", 0.5),
        ((1, 1), (), "incorrect", 0),
        ((1, 3), ("p1",), "partial", 0.75),
        ((1, 0), ("p0",), "correct", 1),
        ((0.1, 0.2, 0.7), ("p2", "p1", "p0"), "correct", 1),
        ((0, 0), ("p0", "p1"), "incorrect", 0),
        ((1, 1), ("p0", "unknown"), "partial", 0.5),
    ],
)
def test_the_confirmed_share_of_the_weight_counts(weights, ticked, verdict, score):
    found = grade(question(*weights).variant(0), *ticked)
    assert (found.verdict, found.score) == (verdict, score)
    assert set(found.value["confirmed"]) == set(ticked) - {"unknown"}


def test_the_feedback_counts_the_points():
    assert grade(question(1, 1).variant(0), "p0", "p1").feedback == "You made 2 of 2 points."


def test_the_follow_up_asks_for_the_weightiest_point_that_was_not_made():
    points = (
        Point("a", "It is a mean."),
        Point("b", "Of surprisal.", 2, asks="A mean of what?"),
        Point("c", "It has a unit.", 3, bonus=True),
    )
    variant = replace(question(1), rubric=points).variant(0)
    assert grade(variant, "a").feedback == "You made 1 of 3 points. Follow-up: A mean of what?"
    says = "Follow-up: What can you say about this? “It is a mean.”"
    assert grade(variant, "b").feedback == f"You made 1 of 3 points. {says}"
    assert grade(variant, "a", "b").feedback == "You made 2 of 3 points."


def test_a_shipped_question_asks_for_its_first_weighty_point_without_giving_it_away():
    for asked in shipped_banks().questions:
        if asked.type == "open" and asked.rubric:
            weightiest = max((one for one in asked.rubric if not one.bonus), key=weight)
            assert weightiest.asks.endswith("?"), asked.name
            said = asked.judge.judge(weightiest.asks)
            assert weightiest.id not in said.covered, asked.name


def test_an_answer_that_was_spoken_is_ticked_by_the_learner_alone():
    variant = replace(question(1), rubric=(Point("a", "", 1, ("spoken",)), Point("b", ""))).variant(
        0
    )
    reading = variant.read(aloud.spoken(61.7))
    assert reading.echo == "spoken in 1 min 1 s"
    assert variant.found(reading) is None
    found = variant.grade(variant.judged(reading, ("a",)))
    assert found.value == {"confirmed": ["a"], "covered": [], "unsure": []}
    assert variant.read_again(reading.raw, found.value).value == ("a",)


def test_a_written_answer_says_how_long_it_takes_to_say():
    assert question(1).variant(0).read("word " * 150).echo == "150 words, about 1 min spoken"


def test_what_was_found_is_kept_beside_what_was_confirmed():
    points = (Point("a", "", 1, ("mean",)), Point("b", "Sums.", 1, ("sum",)), Point("c", ""))
    wrong = Misconception("no_mean", "It is one.", ("median",), ())
    asked = replace(question(1), rubric=points, misconceptions=(wrong,))
    variant = asked.variant(0)
    reading = variant.read("It is a mean. Maybe a sum. It is the median.")
    found = variant.grade(variant.judged(reading, ("a", "c")))
    assert found.value == {"confirmed": ["a", "c"], "covered": [], "unsure": ["a", "b"]}
    assert found.slips == ("no_mean",)
    assert found.feedback == (
        "You made 2 of 3 points. It is one. Follow-up: What can you say about this? “Sums.”"
    )


def test_an_answer_is_kept_as_typed():
    assert question(1).variant(0).read(" My words.\n\n").raw == " My words.\n\n"


@pytest.mark.parametrize("raw", ["", " ", "\n\t\n"])
def test_nothing_is_unreadable(raw):
    with pytest.raises(UnreadableError, match="a few sentences"):
        question(1).variant(0).read(raw)


def test_texts_show_what_was_drawn():
    drawn = question(1, draw={"k": "choice([7])"}, solution="{{ k }}", hints=("{{ k * 2 }}",))
    variant = drawn.variant(0)
    assert (variant.solution, variant.hints) == ("7", ("14",))


def rated(**more):
    return OpenQuestion(
        id="q", bank="b", topic="x", level=1, stem="?", model_answer="The mean.", **more
    ).variant(0)


@pytest.mark.parametrize(
    ("rating", "verdict", "score"),
    [
        ("again", Verdict.INCORRECT, 0),
        ("partly", Verdict.PARTIAL, 0.5),
        ("well", Verdict.CORRECT, 1),
    ],
)
def test_without_a_rubric_the_learner_rates_the_answer(rating, verdict, score):
    variant = rated()
    assert [point.id for point in variant.points] == ["again", "partly", "well"]
    assert variant.rates
    reading = variant.judged(variant.read("A mean, I think."), (rating,))
    grade = variant.grade(reading)
    assert (grade.verdict, grade.score) == (verdict, score)
    assert grade.feedback == f"You rated it: {rating}."
    assert grade.value == {"confirmed": [rating], "covered": [], "unsure": []}
    assert variant.read_again(reading.raw, grade.value).value == (rating,)


@pytest.mark.parametrize(
    ("raw", "rating"),
    [
        ("well", "well"),
        ("It is the mean.\nPartly", "partly"),
        ("It is the mean. Again.", "again"),
        ("It went well", None),
        ("It is the mean", None),
    ],
)
def test_a_program_that_grades_takes_the_rating_from_the_end_of_the_answer(raw, rating):
    outcome = graded_variant(rated(), raw)
    if rating is None:
        assert outcome["verdict"] == "unreadable"
        assert "add a last line that says again, partly or well" in outcome["feedback"]
    else:
        assert outcome["value"]["confirmed"] == [rating]


def test_wrong_claims_are_corrected_without_a_rubric_too():
    variant = rated(misconceptions=(Misconception("median", "A mean is no median.", ("median",)),))
    grade = variant.grade(variant.judged(variant.read("It is the median"), ("well",)))
    assert grade.feedback == "You rated it: well. A mean is no median."
    assert grade.slips == ("median",)


def test_a_bonus_adds_to_the_score_and_is_missed_by_nobody():
    points = (Point("a", "", 1), Point("b", "", 1), Point("c", "", 1, bonus=True))
    variant = replace(question(1), rubric=points).variant(0)
    assert grade(variant, "a", "b").score == 1
    assert grade(variant, "a", "c").score == 1
    assert grade(variant, "c").score == 0.5
    assert grade(variant, "a", "b", "c").score == 1
    assert variant.facts()["rubric"][2]["bonus"] is True
    assert points[2].shown == " (bonus)"


def test_a_grade_without_a_confirmation_says_at_least():
    points = (Point("a", "", 1, ("mean",)), Point("b", "Sums.", 1, ("sum",)))
    variant = replace(question(1), rubric=points).variant(0)
    assert (
        graded_variant(variant, "It is a mean.")["feedback"] == "You made at least 1 of 2 points."
    )
    assert graded_variant(variant, "A mean, a sum.")["feedback"] == "You made 2 of 2 points."
