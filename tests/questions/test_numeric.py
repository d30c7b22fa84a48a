"""Numeric questions: their variants, and the verdict on what is typed."""

import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizapp.errors import ExpressionError, UnreadableError, UsageError
from quizapp.questions.base import Verdict
from quizapp.questions.numeric import AuthorSlip, NumericQuestion, Tolerance

FAMILIES = Path(__file__).parent.parent / "quantities" / "families.toml"


def _questions():
    entries = tomllib.loads(FAMILIES.read_text(encoding="utf-8"))
    return {
        name: NumericQuestion(
            id=name,
            bank="families",
            topic="families",
            level=1,
            stem="",
            **{field: value for field, value in entry.items() if field != "family"},
        )
        for name, entry in entries.items()
    }


QUESTIONS = _questions()


def _question(answer, unit="none", **fields):
    return NumericQuestion(
        **{"id": "x", "bank": "b", "topic": "t", "level": 1, "stem": "", **fields},
        answer=answer,
        unit=unit,
    )


def _grade(question, text):
    variant = question.variant()
    return variant.grade(variant.read(text))


LOSS = _question("surprisal(0.7)", "nats")  # 0.356675 nats, 0.514573 bits


@pytest.mark.parametrize(
    ("typed", "verdict", "slips"),
    [
        ("0.3567", "correct", ()),
        ("-ln(0.7)", "correct", ()),
        ("0.3567 nats", "correct", ()),
        ("0.5146 bits", "correct", ()),
        ("0.5146", "wrong_unit", ("bits_vs_nats",)),
        ("0.5146 nats", "wrong_unit", ("bits_vs_nats",)),
        ("0.1549", "wrong_unit", ("log10",)),
        ("0.1549 bits", "incorrect", ()),
        ("0.3567 bits", "wrong_unit", ("right_number_wrong_label",)),
        ("35.67 %", "wrong_unit", ("percent",)),
        ("0.4", "imprecise", ()),
        ("0.36", "correct", ()),
        ("0.35", "incorrect", ()),
        ("-0.3567", "incorrect", ("missing_minus",)),
        ("-0.5146", "incorrect", ("missing_minus", "bits_vs_nats")),
        ("0.7", "incorrect", ("answered_probability",)),
        ("1.204", "incorrect", ("used_1_minus_p",)),
        ("1.234", "incorrect", ()),
        ("0", "incorrect", ()),
        ("inf", "incorrect", ()),
    ],
)
def test_a_response_gets_its_verdict_and_its_slips(typed, verdict, slips):
    grade = _grade(LOSS, typed)
    assert (str(grade.verdict), grade.slips) == (verdict, slips)


@pytest.mark.parametrize(
    ("typed", "verdict", "slips"),
    [
        ("0.9000, 2.000", "incorrect", ()),
        ("0.5108, 1.386", "correct", ()),
        ("0.7370, 2.000", "wrong_unit", ("bits_vs_nats",)),
        ("0.7370, 2.000 bits", "correct", ()),
        ("0.2218, 0.6021", "wrong_unit", ("log10",)),
        ("-0.5108, -1.386", "incorrect", ("missing_minus",)),
        ("-0.7370, -2.000", "incorrect", ("missing_minus", "bits_vs_nats")),
        ("-0.5108, 1.386", "partial", ()),
    ],
)
def test_a_list_has_a_unit_and_a_sign_as_a_number_has(typed, verdict, slips):
    grade = _grade(_question("surprisal([0.6, 0.25])", "nats"), typed)
    assert (str(grade.verdict), grade.slips) == (verdict, slips)


def test_the_wrong_sign_of_a_negative_answer_is_said_as_such():
    grade = _grade(_question("log_softmax([2, 1, 0.1])[0]", "nats"), "0.4170")
    assert "negative" in grade.feedback
    assert "can't be negative" not in grade.feedback


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("0.35", "cut off"),
        ("0.51 bits", "Right"),
        ("3.57", "decimal point"),
        ("357", "decimal point"),
        ("0.0357", "decimal point"),
        ("-3.57", "Not a mistake I know"),
        ("3.6", "Not a mistake I know"),
        ("0.37", "Not a mistake I know"),
        ("0.34", "Not a mistake I know"),
        ("0.3", "Not a mistake I know"),
        ("1.00e308", "Not a mistake I know"),
        ("0.375", "Not a mistake I know"),
    ],
)
def test_a_near_miss_is_told_how_it_misses(typed, says):
    grade = _grade(LOSS, typed)
    assert says in grade.feedback
    assert grade.slips == ()


@pytest.mark.parametrize(
    ("answer", "typed"),
    [
        ("surprisal(0.7)", "1e308 bans"),
        ("surprisal(0.7)", "-inf"),
        ("softmax([2, 1])", "inf, -inf"),
        ("softmax([2, 1])", "1e308, 1e308"),
        ("surprisal([1, 0])", "inf, inf"),
        ("gradient_bce_prob(1, 0)", "inf"),
    ],
)
def test_no_number_is_too_large_to_be_graded(answer, typed):
    assert _grade(_question(answer, "nats"), typed).score < 1


@pytest.mark.parametrize("typed", ["", "what", "0.3.5", "nan", "1/0 -"])
def test_what_can_not_be_read_is_not_graded(typed):
    with pytest.raises(UnreadableError):
        LOSS.variant().read(typed)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(
    exponent=st.floats(-5, 5),
    sign=st.sampled_from((-1, 1)),
    share=st.floats(0, 0.999),
    tolerance=st.sampled_from((0.001, 0.01, 0.05)),
)
def test_inside_the_tolerance_is_correct_and_outside_is_not(exponent, sign, share, tolerance):
    key = sign * 10**exponent
    question = _question(repr(key), tolerance=Tolerance(relative=tolerance, absolute=0))
    inside, outside = key * (1 + share * tolerance), key * (1.001 + share) * (1 + tolerance)
    assert _grade(question, repr(inside)).verdict is Verdict.CORRECT
    assert _grade(question, repr(outside)).verdict is not Verdict.CORRECT


@pytest.mark.parametrize(
    ("typed", "verdict", "score"),
    [
        ("0.659, 0.2424, 0.0986", "correct", 1),
        ("0.659 0.2424 0.0986", "correct", 1),
        ("0.659, 0.2424, 0.2", "partial", 2 / 3),
        ("0.9, 0.9, 0.9", "incorrect", 0),
    ],
)
def test_a_vector_earns_the_share_of_its_right_entries(typed, verdict, score):
    grade = _grade(_question("softmax([2, 1, 0.1])"), typed)
    assert (str(grade.verdict), grade.score) == (verdict, pytest.approx(score))


@pytest.mark.parametrize(
    "typed", ["[[0.659, 0.2424, 0.0986]]", "[[0.659], [0.2424], [0.0986]]", "0.659; 0.2424; 0.0986"]
)
def test_a_list_may_be_typed_as_a_row_or_a_column(typed):
    assert _grade(_question("softmax([2, 1, 0.1])"), typed).verdict is Verdict.CORRECT


@pytest.mark.parametrize(
    ("answer", "typed", "says"),
    [
        ("softmax([2, 1, 0.1])", "0.66", "1 of 3 numbers"),
        ("softmax([2, 1, 0.1])", "0.66, 0.24", "2 of 3 numbers"),
        ("softmax([2, 1])", "[[1, 2, 3], [4, 5, 6]]", "you gave 2 rows of 3 numbers"),
        ("softmax([[2, 1], [1, 1]])", "0.5 0.5", "2 of 4 numbers"),
        ("surprisal(0.7)", "[[1, 2, 3], [4, 5, 6]]", "asks for one number; you gave 6"),
        ("surprisal(0.7)", "0.1, 0.2", "put + between them"),
    ],
)
def test_a_list_of_the_wrong_length_is_unreadable(answer, typed, says):
    with pytest.raises(UnreadableError, match=re.escape(says)):
        _question(answer).variant().read(typed)


def test_a_whole_number_is_read_in_any_grouping_where_one_is_asked_for():
    users = _question("23170", tolerance=Tolerance(0, 0))
    read = [_grade(users, typed).verdict for typed in ("23,170", "23 170", "23\u202f170", "23'170")]
    assert set(read) == {Verdict.CORRECT}
    with pytest.raises(UnreadableError, match="ambiguous"):
        _question("23170").variant().read("23,170")


def test_a_list_with_three_digits_anywhere_is_named_without_doubt():
    grade = _grade(_question("gradient_ce_logits([2, 1, 0.1], 0)"), "0.341, -0.242, -0.099")
    assert grade.feedback.startswith("The sign is the other way round")


def test_a_vector_is_held_to_its_largest_entry():
    question = _question("[100, 0.001]")
    assert _grade(question, "100.9, 0.9").verdict is Verdict.CORRECT
    assert _grade(question, "100.9, 1.1").verdict is Verdict.PARTIAL


def test_an_infinite_key_is_met_by_infinity_alone():
    question = _question("cross_entropy([0, 1], [1, 0])", "nats")
    assert _grade(question, "inf").verdict is Verdict.CORRECT
    assert _grade(question, "∞").verdict is Verdict.CORRECT
    assert _grade(question, "36.04").slips == ("library_clipping",)
    assert _grade(question, "1e300").verdict is Verdict.INCORRECT


def test_a_key_of_zero_is_met_within_the_absolute_tolerance():
    question = _question("cross_entropy([0, 1], [0, 1])", "nats")
    assert _grade(question, "0").verdict is Verdict.CORRECT
    assert _grade(question, "-0").verdict is Verdict.CORRECT
    assert _grade(question, "0.0000005").verdict is Verdict.CORRECT
    assert _grade(question, "0.001").verdict is Verdict.INCORRECT


def test_percent_are_asked_and_answered_either_way():
    question = _question("100 * softmax([2, 1, 0.1])[0]", "percent")
    assert _grade(question, "65.9").verdict is Verdict.CORRECT
    assert _grade(question, "65.9 %").verdict is Verdict.CORRECT
    assert _grade(question, "0.659").slips == ("percent",)


def test_a_wrong_number_that_nobody_knows_names_the_first_step():
    grade = _grade(_question("cross_entropy_logits([2, 1, 0.1], 0)", "nats"), "0.9173")
    assert grade.slips == ()
    assert "Not a mistake I know" in grade.feedback
    assert "first step" in grade.feedback


def test_an_answer_without_a_value_is_an_error():
    for answer in ("0 / 0", "inf - inf", "entropy([0.5, 0.6])"):
        with pytest.raises(ExpressionError):
            _ = _question(answer).variant().key


@pytest.mark.parametrize("name", QUESTIONS)
def test_seeds_draw_different_variants(name):
    drawn = {json.dumps(QUESTIONS[name].variant(seed).parameters) for seed in range(6)}
    assert len(drawn) >= 3


def test_a_seed_is_the_same_variant_in_another_process():
    script = (
        "import json, sys, tomllib\n"
        "from quizapp.questions.numeric import NumericQuestion\n"
        "for name, entry in tomllib.load(open(sys.argv[1], 'rb')).items():\n"
        "    entry.pop('family', None)\n"
        "    if name in ('entropy', 'logits', 'binary-batch', 'softmax', 'focal'):\n"
        "        question = NumericQuestion(\n"
        "            id=name, bank='families', topic='x', level=1, stem='', **entry)\n"
        "        print(json.dumps([name, question.variant(11).parameters]))\n"
    )
    for hash_seed in ("1", "2"):
        lines = subprocess.run(
            [sys.executable, "-c", script, str(FAMILIES)],
            env={"PYTHONHASHSEED": hash_seed, "PYTHONPATH": ":".join(filter(None, sys.path))},
            capture_output=True,
            text=True,
            check=True,
        ).stdout.splitlines()
        assert len(lines) == 5
        for name, parameters in map(json.loads, lines):
            assert QUESTIONS[name].variant(11).parameters == parameters


def test_another_parameter_moves_nothing_else():
    draw = {"a": "integer(1, 1000)", "b": "probabilities(3, 0.01)"}
    few = _question("a", draw=draw)
    many = _question("a", draw={"c": "labels(5)", **draw, "d": "index(9)"})
    for seed in range(20):
        before, after = few.variant(seed).parameters, many.variant(seed).parameters
        assert {name: after[name] for name in draw} == dict(before)


def test_questions_and_banks_of_other_names_draw_other_numbers():
    draw = {"a": "integer(1, 1000000)"}
    drawn = {
        _question("a", draw=draw, id=name, bank=bank).variant(0).parameters["a"]
        for name in "xyz"
        for bank in "bc"
    }
    assert len(drawn) == 6


def test_a_rejected_draw_is_drawn_again():
    question = _question("a", draw={"a": "integer(1, 10)"}, reject="a < 9")
    assert {question.variant(seed).parameters["a"] for seed in range(20)} == {9, 10}


def test_a_question_that_rejects_everything_says_so():
    question = _question("a", draw={"a": "integer(1, 10)"}, reject="a > 0")
    with pytest.raises(UsageError, match=r"b/x@0"):
        question.variant(0)


def test_an_unfair_draw_is_drawn_again():
    """-ln p and -ln(1 - p) are the same at one half, and near it within the tolerance."""
    question = _question("surprisal(p)", "nats", draw={"p": "choice([0.5, 0.501, 0.1, 0.9, 0.2])"})
    drawn = {question.variant(seed).parameters["p"] for seed in range(60)}
    assert drawn == {0.1, 0.9, 0.2}


def test_a_slip_that_can_hardly_be_told_from_the_key_is_not_held_against_a_draw():
    slips = (AuthorSlip("near", "a * 1.001", "Too near."),)
    question = _question("a", draw={"a": "integer(10, 1000)"}, slips=slips)
    assert question.undiagnosable == {("near",)}
    assert question.variant(3).unfair


def test_a_fixed_question_has_one_variant_fair_or_not():
    question = _question("surprisal(0.5)", "nats")
    assert question.variant(0).parameters == question.variant(9).parameters == {}


def test_a_value_that_the_stem_shows_is_given_and_others_are_asked():
    fields = {"draw": {"p": "probabilities(3, 0.1)"}, "let": {"h": "round(entropy(p), 2)"}}
    shown = _question("h * 2", "nats", stem="{{ h }}", **fields).variant(0)
    asked = _question("h * 2", "nats", stem="{{ p }}", **fields).variant(0)
    assert ("assumed_uniform",) not in {one.ids for one in shown.diagnosis.mistakes}
    assert ("assumed_uniform",) in {one.ids for one in asked.diagnosis.mistakes}


def test_texts_are_filled_in():
    question = _question(
        "p[t]",
        draw={"p": "probabilities(3, 0.1)", "t": "index(3)"},
        words={"animal": ("cat", "dog", "fox")},
        stem="{{ p }}: {{ animal[t] }}",
        hints=("{{ p[t]:2 }}",),
    )
    variant = question.variant(4)
    p, t = variant.parameters["p"], variant.parameters["t"]
    assert variant.stem == f"{p}: {('cat', 'dog', 'fox')[t]}"
    assert variant.hints == (f"{p[t]:.2f}",)


def test_the_value_of_a_grade_is_plain_and_in_the_unit_asked():
    assert _grade(LOSS, "0.5146 bits").value == pytest.approx(0.5146 * np.log(2))
    assert _grade(_question("[1, 2]"), "1, 2").value == [1, 2]


@pytest.mark.parametrize(
    ("answer", "tolerance", "whole"),
    [
        ("12 * 2 + 1", Tolerance(0), True),
        ("-3", Tolerance(0), True),
        ("0", Tolerance(0), True),
        ("0.1 * 30", Tolerance(0), True),
        ("[12, 3, -1]", Tolerance(0), True),
        ("2**52 + 1", Tolerance(0, 0), True),
        ("12 * 2 + 1", Tolerance(), False),
        ("12 * 2 + 1", Tolerance(0, 0.5), False),
        ("[12, 3.5]", Tolerance(0), False),
        ("1e9 + 0.001", Tolerance(0), False),
        ("1e300", Tolerance(0), False),
        ("inf", Tolerance(0), False),
    ],
)
def test_a_whole_number_is_asked_for_where_the_key_is_an_integer_and_must_be_met(
    answer, tolerance, whole
):
    assert _question(answer, tolerance=tolerance).variant().whole is whole
