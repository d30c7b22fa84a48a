"""Answers in words, judged by the points that the learner confirms."""

from __future__ import annotations

from dataclasses import replace

import pytest

from quizapp.answers.words.points import Misconception, Point
from quizapp.errors import UnreadableError
from quizapp.questions.open import OpenQuestion


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
    assert grade(question(1, 1, 1).variant(0), "p0").feedback == "You confirmed 1 of 3 points."


def test_what_was_found_is_kept_beside_what_was_confirmed():
    points = (Point("a", "", 1, ("mean",)), Point("b", "", 1, ("sum",)), Point("c", ""))
    wrong = Misconception("no_mean", "It is one.", ("median",), ())
    asked = replace(question(1), rubric=points, misconceptions=(wrong,))
    variant = asked.variant(0)
    reading = variant.read("It is a mean. Maybe a sum. It is the median.")
    found = variant.grade(variant.judged(reading, ("a", "c")))
    assert found.value == {"confirmed": ["a", "c"], "covered": ["a"], "unsure": ["b"]}
    assert found.slips == ("no_mean",)
    assert found.feedback == "You confirmed 2 of 3 points. It is one."


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
