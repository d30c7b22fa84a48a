"""Numeric questions: their variants, and the verdict on what is typed."""

import itertools
import json
import re
import subprocess
import sys
import tomllib
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizapp.answers.numbers.responses import TypedNumbers
from quizapp.errors import ExpressionError, UnreadableError, UsageError
from quizapp.questions.base import Reading, Verdict
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
        ("0.4", "incorrect", ()),
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
        ("0.35", "you cut the digits off. Give at least three significant digits"),
        ("0.51 bits", "That's"),
        ("3.57", "decimal point"),
        ("357", "decimal point"),
        ("0.0357", "decimal point"),
        ("-3.57", "I don't recognize this mistake"),
        ("3.6", "I don't recognize this mistake"),
        ("0.37", "I don't recognize this mistake"),
        ("0.34", "I don't recognize this mistake"),
        ("0.3", "I don't recognize this mistake"),
        ("1.00e308", "I don't recognize this mistake"),
        ("0.375", "I don't recognize this mistake"),
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
        _question("23.17").variant().read("23,170")


def test_a_list_with_three_digits_anywhere_is_named_without_doubt():
    grade = _grade(_question("gradient_ce_logits([2, 1, 0.1], 0)"), "0.341, -0.242, -0.099")
    assert grade.feedback.startswith("The sign is flipped")


@pytest.mark.parametrize(
    ("typed", "verdict", "score"),
    [
        ("0.798, 0.0241, 0.171", Verdict.CORRECT, 1),
        ("0.798, 0.024, 0.171", Verdict.CORRECT, 1),
        ("0.80, 0.02, 0.17", Verdict.IMPRECISE, 0.5),
        ("0.805, 0.0257, 0.172", Verdict.CORRECT, 1),
        ("0.798, 0.031, 0.171", Verdict.PARTIAL, 2 / 3),
        ("0.798, 0.0241, 0.179", Verdict.PARTIAL, 2 / 3),
        ("0.798, -0.0241, 0.171", Verdict.PARTIAL, 2 / 3),
    ],
)
def test_each_entry_of_a_list_is_held_to_itself_with_some_room_beside_a_larger_one(
    typed, verdict, score
):
    grade = _grade(_question("[0.79834, 0.02412, 0.17143]"), typed)
    assert (grade.verdict, grade.score) == (verdict, pytest.approx(score))
    question = _question("[100, 0.001]")
    assert _grade(question, "100.9, 0.2").verdict is Verdict.CORRECT
    assert _grade(question, "100.9, 0.21").verdict is Verdict.PARTIAL


def test_an_infinite_key_is_met_by_infinity_alone():
    question = _question("cross_entropy([0, 1], [1, 0])", "nats")
    assert _grade(question, "inf").verdict is Verdict.CORRECT
    assert _grade(question, "∞").verdict is Verdict.CORRECT
    assert _grade(question, "36.04").slips == ("library_clipping",)
    assert _grade(question, "1e300").verdict is Verdict.INCORRECT


@pytest.mark.parametrize(
    ("tolerance", "said"),
    [
        (Tolerance(), "±1%"),
        (Tolerance(relative=0.002), "±0.2%"),
        (Tolerance(relative=0), "exact"),
        (Tolerance(relative=0, absolute=0.5), "±0.5"),
    ],
)
def test_a_tolerance_says_how_far_off_is_correct(tolerance, said):
    assert str(tolerance) == said


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
    assert "I don't recognize this mistake" in grade.feedback
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
    assert question.variant(3).unfair
    assert question.undiagnosable == {("near",)}


def test_a_slip_looked_for_alone_is_found_as_among_all():
    found = 0
    for name in ("surprisal", "mean-surprisal", "sigmoid", "logits-smoothed", "binary"):
        drawn = (QUESTIONS[name].drawn(seed, 0) for seed in range(10))
        for variant in filter(None, drawn):
            for ids in {mistake.ids for mistake in variant.mistakes}:
                near = [one.value for one in variant.unfair if one.ids == ids]
                assert [one.value for one in variant.unfair_by(ids)] == near
                found += len(near)
    assert found


def test_the_mistakes_are_the_same_after_the_working():
    for name, question in QUESTIONS.items():
        attempt = question.variant(1).attempt
        first, second = (question.drawn(1, attempt) for _ in range(2))
        assert second.working.result
        found = [[(one.ids, str(one.value)) for one in v.mistakes] for v in (first, second)]
        assert found[0] == found[1], name


def test_a_slip_is_judged_alike_before_and_after_all_are():
    for name, question in QUESTIONS.items():
        if question.generated and name.startswith("s"):
            fresh = replace(question)
            before = {seed: fresh.variant(seed).attempt for seed in range(5)}
            assert question.undiagnosable is question.undiagnosable
            assert {seed: question.variant(seed).attempt for seed in range(5)} == before


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


@pytest.mark.thorough
@pytest.mark.parametrize("relative", [0.0001, 0.001, 0.01, 0.1])
def test_the_key_rounded_to_two_digits_or_more_is_right_and_accuses_nobody(relative):
    tolerance = Tolerance(relative=relative)
    for question in QUESTIONS.values():
        variant = replace(question, tolerance=tolerance).variant(1)
        if np.all(np.isfinite(variant.key)):
            for digits, style in itertools.product(range(2, 7), ("#.{}g", ".{}g")):
                entries = np.ravel(variant.key).tolist()
                text = ", ".join(format(entry, style.format(digits)) for entry in entries)
                grade = variant.grade(variant.read(text))
                assert grade.verdict in (Verdict.CORRECT, Verdict.IMPRECISE), (question.id, text)
                assert grade.slips == ()


@pytest.mark.parametrize(
    ("key", "unit", "tolerance", "typed", "needed"),
    [
        ("-22.373", "nats", 0.001, "-22.4", "four"),
        ("-22.373", "nats", 0.001, "-22", "four"),
        ("0.356675", "nats", 0.0001, "0.357", "five"),
        ("0.356675", "nats", 0.0001, "0.3570", "five"),
        ("0.356675", "nats", 0.0001, "357/1000", "five"),
        ("0.356675", "nats", 0.001, "0.51 bits", "four"),
        ("0.356675", "none", 0.001, "36 %", "four"),
        ("35.6675", "percent", 0.001, "36 %", "four"),
        ("35.6675", "percent", 0.001, "36", "four"),
        ("1.04", "none", 0.01, "1.0", "three"),
        ("9.9961", "none", 1e-5, "10.0", "five"),
        ("9.9961", "none", 1e-5, "9.996", "five"),
        ("19567", "none", 0.01, "20000", "three"),
        ("19567", "none", 0.01, "2.0e4", "three"),
        ("2.4567e-9", "none", 0.01, "2.5e-9", "three"),
        ("2.4567e+300", "none", 0.01, "2.5e300", "three"),
        ("0.1234567891234", "none", 1e-5, "0.123", "six"),
    ],
)
def test_the_rounded_key_is_imprecise_and_the_digits_are_said(key, unit, tolerance, typed, needed):
    question = _question(key, unit, tolerance=Tolerance(relative=tolerance))
    grade = _grade(question, typed)
    assert (grade.verdict, grade.score, grade.slips) == (Verdict.IMPRECISE, 0.5, ())
    assert grade.feedback == (
        f"Right number, rounded too much. Give at least {needed} significant digits."
    )


@pytest.mark.parametrize("digits", [3, 4, 5, 6])
def test_the_digits_that_are_asked_for_make_it_right(digits):
    for tolerance in (0.05, 0.01, 0.005, 0.002, 0.001, 0.0001):
        for key in (1.0449, 1.0551, 3.3333333, 9.8765432):
            variant = _question(repr(key), tolerance=Tolerance(relative=tolerance)).variant()
            typed = variant.read(f"{key:.{max(digits, variant.digits)}g}")
            assert variant.grade(typed).verdict is Verdict.CORRECT


@pytest.mark.parametrize(
    ("key", "typed"),
    [
        ("1.618", "2"),
        ("0.5073", "1"),
        ("0.05", "0.1"),
        ("0.356675", "0.4"),
        ("0.356675", "0.37"),
        ("0.356675", "-0.36"),
        ("9.6", "10"),
        ("14.6", "10"),
        ("19567", "19000"),
        ("0.356675", "0.36 bits"),
        ("0.0001", "0.00"),
        ("0.0001", "0"),
    ],
)
def test_a_guess_is_not_a_rounded_key(key, typed):
    question = _question(key, "nats", tolerance=Tolerance(relative=0.001))
    assert _grade(question, typed).verdict in (Verdict.INCORRECT, Verdict.WRONG_UNIT)


def test_a_rounded_key_comes_before_a_mistake_of_the_same_value():
    slips = (AuthorSlip("one", "1", "That is one."),)
    question = _question("1.0449", slips=slips)
    assert _grade(question, "1.0").verdict is Verdict.IMPRECISE
    assert _grade(question, "1").verdict is Verdict.IMPRECISE
    assert _grade(question, "0.5 + 0.5").verdict is Verdict.IMPRECISE
    assert _grade(question, "1.000").slips == ("one",)
    slips = (AuthorSlip("round", "20000", "That is too round."),)
    assert _grade(_question("19567", slips=slips), "20000").verdict is Verdict.IMPRECISE


@pytest.mark.parametrize(
    ("typed", "verdict", "slips"),
    [
        ("2", "wrong_unit", ("bits_vs_nats",)),
        ("2.0", "wrong_unit", ("bits_vs_nats",)),
        ("0.60", "incorrect", ("log10",)),
        ("0.6", "incorrect", ()),
        ("0.602", "wrong_unit", ("log10",)),
        ("0.60 nats", "wrong_unit", ("log10",)),
        ("1.42 bits", "incorrect", ()),
        ("1.39 bits", "wrong_unit", ("right_number_wrong_label",)),
        ("-log10(0.25)", "wrong_unit", ("log10",)),
        ("0.301 * 2", "wrong_unit", ("log10",)),
    ],
)
def test_a_bare_number_is_in_another_unit_by_three_digits_or_exactly(typed, verdict, slips):
    grade = _grade(_question("surprisal(0.25)", "nats"), typed)
    assert (str(grade.verdict), grade.slips) == (verdict, slips)


@pytest.mark.parametrize(
    ("unit", "key", "typed", "verdict"),
    [
        ("none", "0.356675", "35.7", "wrong_unit"),
        ("none", "0.356675", "36", "incorrect"),
        ("none", "0.36", "36", "wrong_unit"),
        ("none", "0.356675", "0.357 %", "wrong_unit"),
        ("percent", "35.6675", "0.357", "wrong_unit"),
        ("percent", "35.6675", "0.36", "incorrect"),
        ("percent", "35.6675", "0.357 %", "wrong_unit"),
        ("nats", "0.356675", "0.357 %", "wrong_unit"),
        ("percent", "35.6675", "35.7 nats", "wrong_unit"),
    ],
)
def test_a_share_and_its_percentage_are_each_others_unit(unit, key, typed, verdict):
    assert _grade(_question(key, unit), typed).verdict == verdict


@pytest.mark.parametrize(
    ("key", "tolerance", "right", "wrong"),
    [
        ("1e-9", Tolerance(), ("1e-9", "1.009e-9"), ("0", "-5e-7", "5e-7", "2e-9", "-1e-9")),
        ("2e-6", Tolerance(), ("2e-6", "2.01e-6"), ("0", "1e-6", "3e-6", "2.9e-6")),
        ("-1e-6", Tolerance(), ("-1e-6",), ("0", "1e-6", "-2e-6")),
        ("0", Tolerance(), ("0", "5e-7", "-5e-7"), ("2e-6",)),
        ("[1e-9, 2e-9]", Tolerance(), ("1e-9 2e-9",), ("0 0", "0 2e-9")),
        ("[0, 0]", Tolerance(), ("0 0", "5e-7 0"), ("0 1e-5",)),
        ("0.01", Tolerance(0.01, 0.05), ("0", "0.059"), ("0.07",)),
        ("[7, 0]", Tolerance(0), ("7 0",), ("7 0.001", "7.001 0")),
        ("[-10, 2]", Tolerance(), ("-10.09 2.01", "-9.9 1.98"), ("-10.2 2", "-10 2.1")),
        ("[inf, 2]", Tolerance(), ("inf 2.01",), ("1e9 2", "inf 2.1")),
    ],
)
def test_nothing_passes_for_a_small_key_but_what_is_near_it(key, tolerance, right, wrong):
    question = _question(key, tolerance=tolerance)
    assert [_grade(question, typed).verdict for typed in right] == [Verdict.CORRECT] * len(right)
    assert Verdict.CORRECT not in [_grade(question, typed).verdict for typed in wrong]


def test_what_is_right_in_a_list_of_tight_tolerance_is_no_more_than_that():
    question = _question("[0.79834, 0.02412]", tolerance=Tolerance(relative=0.0001))
    assert _grade(question, "0.79834, 0.02412").verdict is Verdict.CORRECT
    assert _grade(question, "0.798, 0.0241").verdict is Verdict.IMPRECISE
    assert _grade(question, "0.79834, 0.025").verdict is Verdict.PARTIAL


@pytest.mark.parametrize(
    ("typed", "says", "slips"),
    [
        ("24", "off by one", ("off_by_one",)),
        ("26", "off by one", ("off_by_one",)),
        ("2.6e1", "off by one", ("off_by_one",)),
        ("42", "I don't recognize this mistake", ()),
        ("20", "I don't recognize this mistake", ()),
        ("30", "I don't recognize this mistake", ()),
        ("25.4", "I don't recognize this mistake", ()),
    ],
)
def test_a_whole_number_is_met_or_missed(typed, says, slips):
    grade = _grade(_question("12 * 2 + 1", tolerance=Tolerance(0)), typed)
    assert (grade.verdict, grade.slips) == (Verdict.INCORRECT, slips)
    assert says in grade.feedback


def test_a_rounded_whole_number_is_wrong_and_told_why():
    question = _question("1117 * 1103", tolerance=Tolerance(0))
    assert _grade(question, "1232051").verdict is Verdict.CORRECT
    for typed in ("1232000", "1.23e6", "1232100"):
        grade = _grade(question, typed)
        assert (grade.verdict, grade.slips) == (Verdict.INCORRECT, ())
        assert "rounded" in grade.feedback
    assert _grade(question, "1232052").slips == ("off_by_one",)
    assert "rounded" not in _grade(question, "1233000").feedback


def test_a_mistake_that_leads_to_a_neighbour_is_named_before_off_by_one():
    slips = (AuthorSlip("no-bias", "12 * 2", "The bias is missing."),)
    question = _question("12 * 2 + 1", tolerance=Tolerance(0), slips=slips)
    assert _grade(question, "24").slips == ("no-bias",)
    slips = (AuthorSlip("nearly", "24.3", "That is near it."),)
    question = _question("12 * 2 + 1", tolerance=Tolerance(0), slips=slips)
    assert _grade(question, "24").slips == ("off_by_one",)
    assert _grade(question, "26").slips == ("off_by_one",)


def test_indices_that_all_count_from_one_are_off_by_one():
    question = _question("[0, 3, 5]", tolerance=Tolerance(0))
    assert _grade(question, "1 4 6").slips == ("off_by_one",)
    assert _grade(question, "1 2 6").slips == ()
    assert _grade(question, "0 4 6").verdict is Verdict.PARTIAL


@pytest.mark.parametrize(
    ("typed", "verdict", "slips"),
    [
        ("0.5, 0.2, 0.3", "incorrect", ("another_order",)),
        ("0.2, 0.5, 0.3", "partial", ("another_order",)),
        ("50% 20% 30.02%", "incorrect", ("another_order",)),
        ("0.5, 0.5, 0.3", "incorrect", ()),
        ("0.5, 0.2, 0.2", "incorrect", ()),
        ("0.2, 0.3, 0.5", "correct", ()),
    ],
)
def test_the_right_numbers_in_another_order_are_told(typed, verdict, slips):
    grade = _grade(_question("[0.2, 0.3, 0.5]"), typed)
    assert (grade.verdict, grade.slips) == (Verdict(verdict), slips)
    assert ("in the wrong order" in grade.feedback) == bool(slips)


def test_a_mistake_that_changes_the_order_is_named_before_the_order():
    slips = (AuthorSlip("backwards", "[0.5, 0.3, 0.2]", "You read it backwards."),)
    question = _question("[0.2, 0.3, 0.5]", slips=slips)
    assert _grade(question, "0.5, 0.3, 0.2").slips == ("backwards",)


def test_an_integer_that_need_not_be_exact_has_no_neighbour():
    grade = _grade(_question("41"), "40")
    assert grade.slips == ()
    assert "cut" not in grade.feedback


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("1, 2, 4", "2 of 3 entries are right. Look again at entry 3."),
        ("2, 2, 4", "1 of 3 entries is right. Look again at entries 1 and 3."),
    ],
)
def test_wrong_entries_are_counted_from_one(typed, says):
    assert says in _grade(_question("[1, 2, 3]"), typed).feedback


def test_wrong_entries_of_rows_are_found_by_row():
    grade = _grade(_question("[[1, 2], [3, 5]]"), "[[1, 9], [9, 5]]")
    assert "Look again at row 1, entry 2; row 2, entry 1." in grade.feedback


@pytest.mark.parametrize(
    ("typed", "says"),
    [("-0.35", "cut"), ("-3.57", "decimal point"), ("0.35", "recognize"), ("-0.37", "recognize")],
)
def test_a_near_miss_of_a_negative_key_is_told(typed, says):
    assert says in _grade(_question("ln(0.7)"), typed).feedback


KEYS = (
    "surprisal(0.7)",
    "surprisal([0.6, 0.25])",
    "softmax([2, 1, 0.1])",
    "gradient_ce_logits([2, 1, 0.1], 0)",
    "cross_entropy([0, 1], [1, 0])",
    "surprisal([1, 0])",
    "entropy([1, 0])",
    "[0, 0, 0]",
    "[[1, 2], [3, 4]]",
    "-1e-9",
    "1e308",
    "25",
)
NUMBERS = st.one_of(
    st.floats(allow_nan=False),
    st.sampled_from((0.0, -0.0, 1.0, float("inf"), float("-inf"), 5e-324, 1.7e308)),
)


@pytest.mark.thorough
@settings(max_examples=400, deadline=None, derandomize=True)
@given(
    key=st.sampled_from(KEYS),
    unit=st.sampled_from(("nats", "none", "percent")),
    written=st.sampled_from(("", "nats", "bits", "percent")),
    tolerance=st.sampled_from((Tolerance(), Tolerance(0), Tolerance(0, 0), Tolerance(0.5, 2))),
    numbers=st.lists(NUMBERS, min_size=4, max_size=4),
    steps=st.lists(st.sampled_from((0.0, 5e-324, 5e-6, 0.5, 5e307)), min_size=4, max_size=4),
    digits=st.sampled_from((None, 1, 2, 3, 17)),
)
def test_anything_that_is_typed_has_a_grade(key, unit, written, tolerance, numbers, steps, digits):
    variant = _question(key, unit, tolerance=tolerance).variant()
    shape = np.shape(variant.key)
    count = int(np.prod(shape))
    value, precision = (
        tuple(map(tuple, np.reshape(entries, shape).tolist()))
        if len(shape) > 1
        else (tuple(entries) if shape else entries[0])
        for entries in (numbers[:count], steps[:count])
    )
    response = TypedNumbers("typed", value, written, precision, digits)
    grade = variant.grade(Reading("typed", response, "typed"))
    assert 0 <= grade.score <= 1


@pytest.mark.parametrize("typed", ["[0.06875, exp(700), 0.9]", "[0, 0, 0]", "0 0 0", "[inf, 0, 0]"])
def test_a_list_of_zeros_and_of_huge_numbers_is_graded(typed):
    question = _question("gradient_ce_logits([2, 1, 0.1], 0)")
    assert _grade(question, typed).verdict is not Verdict.CORRECT


def test_an_infinite_answer_is_worked_with_as_few_digits_as_any():
    working = _question("cross_entropy([0.05, 0.65, 0.3], [0.3, 0, 0.7])", "nats").variant().working
    lines = [line.text for step in working.steps for line in step.lines]
    assert lines[-1] == "∞ nats"
    assert any("0.05·(−1.204)" in line for line in lines)


def test_what_was_drawn_before_is_not_drawn_again():
    question = _question(
        "surprisal(p)", "nats", draw={"p": "decimal(0.1, 0.9, 0.1)"}, stem="{{ p }}"
    )
    ready = question.made_ready((0, 3))
    assert [bool(ready.variant(seed).filled) for seed in (0, 1, 3)] == [True, False, True]
    for seed in (0, 1, 3):
        assert ready.variant(seed) == question.variant(seed)
        assert ready.variant(seed).key == question.variant(seed).key
        assert ready.variant(seed).stem == question.variant(seed).stem


def test_where_a_step_has_rows_the_first_one_is_to_be_checked():
    mean = _grade(_question("mean(surprisal([0.5, 0.7]))", "nats"), "7.3")
    assert mean.right_line == "surprisal, entry 1: −ln 0.5 ≈ 0.69315 nats"
    alone = _grade(_question("mixup([0, 1], [1, 0], 0.25)"), "[7.3, 7.4]")
    assert alone.right_line == "entry 1: 1 − 0.25 = 0.75"
