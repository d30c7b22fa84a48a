"""Several labelled numbers of one draw."""

from __future__ import annotations

import re

import pytest

from quizapp.errors import UnreadableError
from quizapp.questions.base import Verdict
from quizapp.questions.numeric import AuthorSlip, Tolerance
from quizapp.questions.parts import Part, PartsQuestion
from quizapp.reports.grading import graded_variant, shown
from quizapp.reports.slip_meanings import meanings
from quizapp.text.blocks import Heading, Text, WorkedStep

SLIP = AuthorSlip("gave-recall", "tp / (tp + fn)", "That's the recall.")
PARTS = (
    Part("precision", "tp / (tp + fp)", slips=(SLIP,)),
    Part("recall", "tp / (tp + fn)", "percent"),
    Part("false alarms", "fp", tolerance=Tolerance(0)),
)
DRAW = {"tp": "integer(20, 60)", "fp": "integer(5, 30)", "fn": "integer(5, 30)"}
FIXED = {"tp": "40", "fp": "10", "fn": "40"}


def question(*parts, **more):
    fields = {
        "id": "q",
        "bank": "b",
        "topic": "x",
        "level": 1,
        "stem": "{{ tp }} {{ fp }} {{ fn }}",
    }
    parts = parts or (PARTS[0], Part("recall", "100 * tp / (tp + fn)", "percent"), PARTS[2])
    return PartsQuestion(**{**fields, "let": FIXED, **more}, parts=parts)


def graded(raw, **more):
    variant = question(**more).variant(0)
    return variant.grade(variant.read(raw))


@pytest.mark.parametrize(
    "raw",
    [
        "0.8, 50, 10",
        "0.8; 50; 10",
        "0.8 50 10",
        "0,8; 50; 10",
        "[0.8, 50, 10]",
        "0.8\n50 %\n10\n",
        "precision = 0.8; recall = 50%; false alarms = 10",
        "recall: 50%, precision: 4/5, False alarms: 10",
        "recall = 50; false = 10; precision = 0.8",
        "0.8, 50 and 10",
        "40/50, 100 * 40/80, 10",
    ],
)
def test_numbers_are_read_in_their_order_or_after_their_labels(raw):
    grade = graded(raw)
    assert (grade.verdict, grade.score) == (Verdict.CORRECT, 1)
    assert grade.value == pytest.approx([0.8, 50, 10])
    assert grade.feedback == "Right."


@pytest.mark.parametrize(
    ("raw", "says", "unfinished"),
    [
        ("", "Still missing: precision, recall and false alarms.", True),
        ("0.8; 50", "Still missing: false alarms.", True),
        ("?; ?; ?", "Still missing: precision, recall and false alarms.", True),
        ("0.8; many; 10", "recall: ", False),
        (
            "1; 2; 3; 4",
            "The question asks for 3 numbers: precision, recall and false alarms.",
            False,
        ),
        ("recall = 1; recall = 2; 3", "The question asks for 3 numbers", False),
    ],
)
def test_what_is_no_number_for_each_part_is_unreadable(raw, says, unfinished):
    with pytest.raises(UnreadableError, match=re.escape(says)) as caught:
        question().variant(0).read(raw)
    assert caught.value.unfinished is unfinished


def test_the_score_is_the_mean_of_the_parts_and_each_wrong_one_is_diagnosed():
    grade = graded("0.5; 50; 11")
    assert (grade.verdict, grade.score) == (Verdict.PARTIAL, pytest.approx(1 / 3))
    assert grade.slips == ("gave-recall", "off_by_one")
    assert "1 of 3 is right." in grade.feedback
    assert "precision: " in grade.feedback
    assert "That's the recall." in grade.feedback
    assert grade.value == [0.5, 50, 11]


@pytest.mark.parametrize("raw", ["?; 50; ?", "; 50;", "; 50; ;", "recall = 50; ?; ?"])
def test_a_part_can_be_left_out(raw):
    grade = graded(raw)
    assert (grade.verdict, grade.score) == (Verdict.PARTIAL, pytest.approx(1 / 3))
    assert grade.value == [None, 50, None]
    assert "precision: Left out." in grade.feedback


def test_a_number_that_belongs_to_another_part_is_told():
    parts = (Part("alarms", "50"), Part("cases", "80"), Part("share", "100 * 5 / 8", "percent"))
    variant = question(*parts).variant(0)
    grade = variant.grade(variant.read("80; 50; 80"))
    assert "alarms: That would be right for cases." in grade.feedback
    assert "cases: That would be right for alarms." in grade.feedback
    assert "share: That would be" not in grade.feedback


def test_what_is_wrong_throughout_is_incorrect():
    assert (graded("3; 3; 3").verdict, graded("3; 3; 3").score) == (Verdict.INCORRECT, 0)


@pytest.mark.parametrize("seed", range(10))
def test_all_parts_share_one_fair_draw_and_the_key_is_right(seed):
    variant = question(let={}, draw=DRAW).variant(seed)
    tp, fp, fn = (variant.parameters[name] for name in DRAW)
    assert variant.key == pytest.approx([tp / (tp + fp), 100 * tp / (tp + fn), fp])
    assert abs(variant.key[0] - tp / (tp + fn)) > 0.01
    assert variant.grade(variant.read(variant.key_text)).verdict is Verdict.CORRECT
    again = question(let={}, draw=DRAW).with_parameters(variant.parameters, seed)
    assert again.key == pytest.approx(variant.key)


def test_programs_get_each_part():
    facts = shown(question().variant(0))
    assert [part["label"] for part in facts["parts"]] == ["precision", "recall", "false alarms"]
    assert facts["key"] == [0.8, 50, 10]
    assert facts["parts"][0]["slips"][0]["ids"] == ("gave-recall",)
    outcome = graded_variant(question().variant(0), "0.8; 50; ?")
    assert outcome["value"] == [0.8, 50, None]
    assert outcome["key"] == [0.8, 50, 10]


def test_pieces_are_asked_for_one_by_one():
    variant = question().variant(0)
    assert variant.asks_next("0.8") == "recall (in %, ±1%):"
    assert variant.asks_next("0.8; 50") == "false alarms (exact):"
    assert variant.asks_next("0.8; 50; 10") == ""
    assert variant.asks_next("") == ""
    with pytest.raises(UnreadableError, match="recall: "):
        variant.asks_next("0.8; many")


def test_what_an_author_should_mend_is_told():
    def told(one):
        variant = one.variant(0)
        return [(field, says) for field, says in (*variant.faults(), *variant.remarks())]

    assert told(question(solution="So.")) == []
    (field, says), *_ = told(question(Part("both", "[1, 2]"), PARTS[2], solution="So."))
    assert (field, says) == (
        "parts",
        "a part is one number, and 'both' is a list: ask for its entries",
    )
    found = told(question(Part("loss", "surprisal(0.5)"), PARTS[2], solution="So."))
    assert found[0][1].startswith("this answer depends on the base of a logarithm")
    assert found[0][1].endswith("(in 'loss')")


def test_a_part_gives_a_chance_for_its_mistakes_which_have_a_meaning():
    asked = question(*PARTS, draw=DRAW)
    assert {"gave-recall", *asked.asked[0].slip_ids} <= asked.slip_ids
    assert meanings([asked])["gave-recall"] == "That's the recall."


def test_the_workings_stand_where_the_solution_says():
    shown = question(solution="First.\n\n{{ working }}\n\nLast.").variant(0).explained()
    first, heading, *_, last = shown
    assert (first, heading, last) == (Text("First."), Heading("precision"), Text("Last."))


def test_a_step_that_another_part_has_shown_is_not_shown_again():
    parts = (Part("loss", "-log(q[2])", "nats"), Part("gradient", "q[2] - 1"))
    let = {"q": "softmax([1, 2, 3])"}
    shown = question(*parts, let=let, stem="?").variant(0).explained()
    steps = [(one.number, one.title) for one in shown if isinstance(one, WorkedStep)]
    assert steps == [("1", "Softmax"), ("2", "Result"), ("", "Result")]
