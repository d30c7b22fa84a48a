"""Wrong numbers of every family: each slip is named, and nobody is accused who was right."""

import re
import tomllib
from math import e
from pathlib import Path

import numpy as np
import pytest

from quizapp.expressions.by_definition import MOST_WAYS, Textbook
from quizapp.expressions.grammar import parse
from quizapp.quantities import QUANTITIES
from quizapp.questions.base import Verdict
from quizapp.questions.numeric import AuthorSlip, NumericQuestion, Tolerance
from quizapp.working.diagnosis import FAIR_DISTANCE, Diagnosis
from quizapp.working.mistakes import Typed
from tests.working.whiteboard import typed

FAMILIES = Path(__file__).parent.parent / "quantities" / "families.toml"
QUESTIONS = {
    name: NumericQuestion(
        id=name,
        bank="families",
        topic="families",
        level=1,
        stem="",
        **{field: value for field, value in entry.items() if field != "family"},
    )
    for name, entry in tomllib.loads(FAMILIES.read_text(encoding="utf-8")).items()
}
SEEDS = range(2)

SPECIAL = (
    "cross_entropy([0, 0, 1], [0.5, 0.5, 0])",
    "cross_entropy([0, 0, 1], [0, 0.5, 0.5])",
    "entropy([0, 1])",
    "kl_divergence([0.5, 0.5], [1, 0])",
    "kl_divergence([0, 1], [0.5, 0.5])",
    "kl_divergence([0.2, 0.8], [0.8, 0.2])",
    "cross_entropy_logits([1000, -1000], 0)",
    "logsumexp([1000, 1])",
    "bce_with_logits(1, -1000)",
    "binary_cross_entropy(1, 0)",
    "gradient_bce_prob(0, 0.2)",
)
"""Inputs with zeros, mirror images and far logits, for the slips about them."""


@pytest.fixture(scope="module", params=QUESTIONS)
def variants(request):
    return [QUESTIONS[request.param].variant(seed) for seed in SEEDS]


def _question(expression, unit="nats", **fields):
    return NumericQuestion(
        id="x", bank="x", topic="x", level=1, stem="", answer=expression, unit=unit, **fields
    )


def _typed(value, digits=4):
    return ", ".join(f"{entry:#.{digits}g}" for entry in np.atleast_1d(value))


def _grade(variant, text):
    return variant.grade(variant.read(text))


def _same(first, second):
    return np.shape(first) == np.shape(second) and np.allclose(first, second, rtol=1e-9, atol=1e-12)


@pytest.mark.thorough
def test_a_slip_typed_with_four_digits_is_named(variants):
    for variant in variants:
        mistakes = variant.diagnosis.mistakes
        for mistake in mistakes:
            grade = _grade(variant, _typed(mistake.value))
            alike = {one.ids for one in mistakes if _same(one.value, mistake.value)}
            assert any(set(ids) <= set(grade.slips) for ids in alike), (mistake.ids, grade)


def test_the_key_is_right_and_accuses_nobody_at_four_digits_or_three(variants):
    for variant in variants:
        for digits in (4, 3):
            grade = _grade(variant, _typed(variant.key, digits))
            assert grade.verdict is Verdict.CORRECT
            assert grade.slips == ()


def test_no_mistake_has_the_value_of_the_key(variants):
    for variant in variants:
        mistakes = variant.diagnosis.mistakes
        assert not any(
            np.shape(one.value) == np.shape(variant.key) and np.array_equal(one.value, variant.key)
            for one in mistakes
        )


def test_no_slip_comes_within_one_and_a_half_tolerances_unless_that_is_declared(variants):
    for variant in variants:
        question = variant.question
        reach = FAIR_DISTANCE * variant.reach
        for mistake in variant.diagnosis.mistakes:
            if np.shape(mistake.value) == np.shape(variant.key):
                near = bool(np.all(np.abs(mistake.value - variant.key) <= reach))
                assert not near or mistake.ids in question.undiagnosable


def _calculated(text, base):
    """Return what a line comes to when its own text is read as an expression again."""
    text = typed(text)
    for shown, said in (("·", "*"), ("−", "-"), ("^", "**"), ("∞", "inf"), ("√", "sqrt")):
        text = text.replace(shown, said)
    for shown, said in (("log₂", "log2"), ("log₁₀", "log10"), (" = ", "=")):
        text = text.replace(shown, said)
    text = re.sub(r"(ln|log2|log10) (\d[\d.]*)", r"\1(\2)", text)
    with np.errstate(all="ignore"):
        return np.asarray(Textbook({}, base=base).value(parse(text)))


def test_the_learners_line_comes_to_the_learners_number(variants):
    for variant in variants:
        for mistake in variant.diagnosis.mistakes:
            whole, _ = variant.diagnosis.lines(mistake)
            assert not re.search("nan|undefined|None", whole)
            yours = whole.split(", which gives ")[0]
            calculation = re.fullmatch(r"(.*) [≈=] (.*?)(, which gives .*)?", yours)
            if mistake.slip is None or calculation is None:
                continue
            written, end = calculation[1], calculation[2]
            base = variant.diagnosis.textbook.base
            found, said = _calculated(written, base), _calculated(end, base)
            numbers = [float(part) for part in re.findall(r"\d[\d.]*", written)]
            known = np.isfinite(found) & np.isfinite(said)
            distance = np.abs(np.where(known, found, 0) - np.where(known, said, 0))
            assert np.all(distance <= 1e-3 * sum(numbers) + 1e-2 * np.max(np.abs(said))), yours


def _tried(textbook, root):
    """Return the slips that give a value somewhere in an answer."""
    with np.errstate(all="ignore"):
        textbook.value(root)
        return {
            (call.function, place)
            for call in textbook.calls(root)
            for place, slip in enumerate(QUANTITIES[call.function].slips)
            for _, value in textbook.wrong_values(call, slip)
            if not np.isnan(np.asarray(value, dtype=float)).any()
        }


def test_every_slip_of_every_quantity_gives_a_value_somewhere():
    met = set().union(*(_tried(Textbook({}), parse(text)) for text in SPECIAL))
    for question in QUESTIONS.values():
        for seed in SEEDS:
            diagnosis = question.drawn(seed, 0) and question.variant(seed).diagnosis
            if diagnosis:
                met |= _tried(diagnosis.textbook, diagnosis.root)
    declared = {
        (name, place)
        for name, quantity in QUANTITIES.items()
        for place in range(len(quantity.slips))
    }
    assert declared - met == set()


@pytest.mark.parametrize(
    ("expression", "unit", "slip", "typed"),
    [
        (
            "cross_entropy_logits([[1, 2], [0, 1], [2, 0]], [0, -100, 1])",
            "nats",
            "ignored_rows_counted_in_mean",
            "1.147",
        ),
        ("cross_entropy_logits([[1, 2], [3, 1]], [0, 0])", "nats", "forgot_to_average", "1.440"),
        ("binary_cross_entropy(1, 0)", "nats", "library_clipping", "36.04"),
        ("cross_entropy([1, 0], [0, 1])", "nats", "library_clipping", "27.63"),
        ("kl_divergence([1, 0], [0, 1])", "bits", "library_clipping", "33.22"),
        ("binary_cross_entropy(1, 0)", "nats", "library_clipping", "18.42"),
        (
            "binary_cross_entropy([1, 0, 1], [0.9, 0.2, 0.6])",
            "nats",
            "answered_perplexity",
            "1.323",
        ),
        (
            "cross_entropy([[1, 0], [0, 1]], [[0.7, 0.3], [0.6, 0.4]], reduction='mean')",
            "bits",
            "answered_perplexity",
            "1.890",
        ),
        (
            "cross_entropy_logits([[1, 2], [3, 1]], [0, 0])",
            "nats",
            "answered_perplexity",
            "2.055",
        ),
        ("cross_entropy_logits([10000, -10000], 0)", "nats", "one_hot_misindex", "20000"),
        ("cross_entropy_logits([10000, -10000], 1)", "nats", "one_hot_misindex", "0"),
        ("binary_cross_entropy([1, 0, 0], [0.6, 0.4, 0.1])", "nats", "forgot_to_average", "1.127"),
        ("multilabel_bce([1, 0, 1], [0.9, 0.2, 0.6])", "nats", "treated_as_multiclass_softmax", ""),
        ("information_gain([5, 5], [[4, 1], [1, 4]])", "bits", "gini_instead_of_entropy", "0.1800"),
    ],
)
def test_a_slip_that_concerns_the_whole_batch_is_named(expression, unit, slip, typed):
    variant = _question(expression, unit).variant()
    found = [one for one in variant.diagnosis.mistakes if one.ids == (slip,)]
    assert found
    assert slip in _grade(variant, typed or _typed(found[0].value)).slips


def test_the_learners_line_counts_the_ignored_rows():
    expression = "cross_entropy_logits([[1, 2], [0, 1], [2, 0]], [0, -100, 1])"
    grade = _grade(_question(expression).variant(), "1.147")
    assert grade.your_line.startswith("1.72·(1 + 0 + 1) / 3 ≈ 1.147")


def test_the_sign_and_the_unit_at_once_report_both():
    variant = _question("cross_entropy([0, 0, 1], [0.1, 0.2, 0.7])").variant()
    grade = _grade(variant, "-0.5146")
    assert grade.slips == ("missing_minus", "bits_vs_nats")
    assert grade.verdict is Verdict.INCORRECT


def test_an_exact_slip_is_told_from_a_unit_that_is_merely_near():
    variant = _question("cross_entropy_logits([1, 1, 2.0], 0)").variant()
    near = variant.key * np.log10(e) * 1.005
    slips = (AuthorSlip("mine", f"{near}", "Mine."),)
    variant = _question("cross_entropy_logits([1, 1, 2.0], 0)", slips=slips).variant()
    assert _grade(variant, _typed(near)).slips == ("mine",)
    assert _grade(variant, _typed(variant.key * np.log10(e))).slips == ("log10",)


def test_an_exact_vector_of_a_slip_is_not_taken_for_a_rounded_key():
    variant = _question("smooth_labels([0, 1, 0, 0], 0.1)", "none").variant()
    grade = _grade(variant, "0.025, 0.9, 0.025, 0.025")
    assert grade.slips == ("smoothing_forgot_uniform_share_on_true_class",)
    assert grade.verdict is Verdict.PARTIAL


def test_an_authors_slip_is_named_before_the_quantitys_own():
    slips = (AuthorSlip("mine", "1 - 0.7", "A linear penalty."),)
    variant = _question("surprisal(0.7)", slips=slips).variant()
    assert _grade(variant, "0.300").slips[0] == "mine"
    assert re.match("1 − 0.7 [=≈] 0.3", _grade(variant, "0.300").your_line)


@pytest.mark.parametrize(
    ("instead", "line"),
    [
        ("1158 + 1156000", "1158 + 1,156,000 = 1,157,158"),
        ("1156000 / 7", "1,156,000 / 7 ≈ 165,100"),
        ("2 * (1156000 / 4)", "2·(1,156,000 / 4) = 578,000"),
        ("-0.5 / 4", "−0.5 / 4 = −0.125"),
        ("[1, 2] / 3", "[1, 2] / 3 ≈ [0.3333, 0.6667]"),
        ("1234567", "1,234,567"),
    ],
)
def test_the_learners_line_shows_whole_numbers_in_full_and_says_equal_where_it_is(instead, line):
    slips = (AuthorSlip("mine", instead, "Mine."),)
    variant = _question("1158 * 1156", unit="none", slips=slips).variant()
    diagnosis = variant.diagnosis
    assert [diagnosis.lines(one) for one in diagnosis.mistakes] == [(line, "")]


def test_an_authors_slip_that_can_not_be_calculated_is_left_out():
    slips = (AuthorSlip("mine", "[1, 2][7]", "Nowhere."),)
    ids = [one.ids for one in _question("surprisal(0.7)", slips=slips).variant().diagnosis.mistakes]
    assert ("mine",) not in ids


@pytest.mark.parametrize(("typed", "named"), [("0.70", True), ("0.7", True), ("1", False)])
def test_only_common_slips_are_named_at_two_digits(typed, named):
    variant = _question("surprisal(0.7)").variant()
    assert bool(_grade(variant, typed).slips) is named


def test_a_rare_slip_is_not_named_at_two_digits_and_is_at_three():
    variant = _question("surprisal(0.3)").variant()
    assert _grade(variant, "0.36").slips == ()
    assert _grade(variant, "0.361").slips == ("weighted_by_probability",)


def test_two_digits_are_worded_as_a_possibility():
    variant = _question("surprisal(0.73)").variant()
    assert _grade(variant, "0.73").feedback.startswith("This may be the reason")


def test_two_slips_of_one_value_are_offered_as_alternatives():
    variant = _question("cross_entropy([0, 1, 0], [0.6, 0.1, 0.3])").variant()
    grade = _grade(variant, "0.5108")
    assert grade.slips == ("one_hot_misindex", "used_argmax_class_only")
    assert " Or: " in grade.feedback


@pytest.mark.parametrize(
    ("expression", "typed"),
    [("cross_entropy([1, 0], [0, 1])", "0"), ("kl_divergence([1, 0], [0, 1])", "0")],
)
def test_a_slip_about_zeros_explains_a_zero_before_all_others(expression, typed):
    grade = _grade(_question(expression).variant(), typed)
    assert grade.slips == ("zero_log_zero_confusion",)


def test_a_large_batch_is_not_diagnosed_but_its_unit_is():
    rows = ", ".join("[0.2, 0.3, 0.5]" for _ in range(60))
    targets = ", ".join("[0, 0, 1]" for _ in range(60))
    variant = _question(f"cross_entropy([{targets}], [{rows}], reduction='mean')").variant()
    assert {one.ids for one in variant.diagnosis.mistakes} >= {("bits_vs_nats",)}


def test_no_slip_is_tried_in_more_ways_than_could_be_told_apart():
    variant = _question(f"cross_entropy(one_hot(0, 40), softmax({list(range(40))}))").variant()
    misindexed = [m for m in variant.diagnosis.mistakes if m.ids == ("one_hot_misindex",)]
    assert 0 < len(misindexed) <= 2 * MOST_WAYS


def test_a_wide_tolerance_does_not_hold_units_against_a_draw():
    wide = _question("surprisal(0.5)", tolerance=Tolerance(relative=0.5)).variant()
    assert not any(mistake.unit for mistake in wide.unfair)


def test_a_wide_tolerance_still_holds_other_mistakes_against_a_draw():
    wide = _question("surprisal(0.5)", tolerance=Tolerance(relative=0.5)).variant()
    assert ("used_1_minus_p",) in {mistake.ids for mistake in wide.unfair}


def test_a_unit_that_can_pass_for_the_key_is_held_against_a_draw():
    near = _question("surprisal(0.5)", tolerance=Tolerance(0.01, 1)).variant()
    assert {("bits_vs_nats",), ("log10",)} <= {mistake.ids for mistake in near.unfair}


@pytest.mark.parametrize("key", ["entropy([1, 0])", "0 * surprisal(0.7)", "surprisal([1, 1])"])
@pytest.mark.parametrize("unit", ["nats", "bits"])
def test_a_key_of_zero_has_no_other_sign_and_no_other_unit(key, unit):
    variant = _question(key, unit).variant()
    found = {
        identity for one in (*variant.diagnosis.mistakes, *variant.unfair) for identity in one.ids
    }
    assert not found & {"missing_minus", "bits_vs_nats", "log10"}


@pytest.mark.parametrize(
    ("unit", "typed", "says"),
    [
        (
            "nats",
            "0.5146",
            "right in bits, but the question asks for nats: multiply by ln 2 (0.6931).",
        ),
        (
            "nats",
            "0.1549",
            "right in bans, but the question asks for nats: multiply by ln 10 (2.303).",
        ),
        (
            "bits",
            "0.3567",
            "right in nats, but the question asks for bits: divide by ln 2 (0.6931).",
        ),
        ("bits", "0.1549", "right in bans, but the question asks for bits: multiply by 3.322."),
        (
            "bans",
            "0.3567",
            "right in nats, but the question asks for bans: divide by ln 10 (2.303).",
        ),
        ("bans", "0.5146", "right in bits, but the question asks for bans: multiply by 0.301."),
    ],
)
def test_a_wrong_unit_is_told_how_it_becomes_the_one_asked(unit, typed, says):
    grade = _grade(_question("surprisal(0.7)", unit).variant(), typed)
    assert grade.feedback == f"That's {says}"


def test_plain_functions_may_stand_where_a_slip_looks_for_a_quantity():
    variant = _question("mean([abs(-0.3), surprisal(0.5)])").variant()
    found = {one.ids for one in variant.diagnosis.mistakes}
    assert ("log_of_mean_instead_of_mean_of_log",) in found
    assert _question("mean([abs(-0.3), sqrt(4)])", "none").variant().diagnosis.mistakes


@pytest.mark.parametrize(
    ("number", "half_step", "weight"),
    [
        (0.357, 0.0005, 3),
        (-0.357, 0.0005, 3),
        (1.0, 0.005, 3),
        (0.0, 0.005, 9),
        (float("inf"), 0.0, 9),
        (1e304, 5e-6, 310),
        (5e-323, 5e-324, 1),
    ],
)
def test_the_digits_of_a_list_are_those_of_its_most_exact_entry(number, half_step, weight):
    typed = Typed(np.array([0.0, number]), np.array([0.0, half_step]), 9)
    assert typed.weight == weight


def test_a_diagnosis_needs_no_question():
    root = parse("entropy([0.2, 0.3, 0.5])")
    textbook = Textbook({}, base=2.0)
    diagnosis = Diagnosis(textbook, root, textbook.value(root), "bits")
    (found,) = diagnosis.named(Typed(np.float64(0.62), 0.0005, 3))
    assert found.ids == ("gini_instead_of_entropy",)
    yours, _ = diagnosis.lines(found)
    assert re.fullmatch(r"1 − \(0.2² \+ 0.3² \+ 0.5²\) [=≈] 0.62", yours)


@pytest.mark.parametrize(
    ("expression", "typed", "says"),
    [
        ("softmax([2, 1, 0.1])", "0.5, 0.3, 0.4", "sum to 1; yours sum to 1.2"),
        ("gradient_ce_logits([2, 1, 0.1], 0)", "0.5, 0.3, 0.4", "sum to 0; yours sum to 1.2"),
    ],
)
def test_a_law_that_is_broken_is_said(expression, typed, says):
    assert says in _grade(_question(expression, "none").variant(), typed).feedback


def test_a_wrong_part_is_said_to_lead_to_the_number_that_was_typed():
    root = parse("2 * surprisal(0.7)")
    textbook = Textbook({})
    diagnosis = Diagnosis(textbook, root, textbook.value(root), "nats")
    (mistake,) = [one for one in diagnosis.mistakes if one.ids == ("used_1_minus_p",)]
    assert diagnosis.lines(mistake)[0] == "−ln(1 − 0.7) ≈ 1.204, which gives 2.408"


def test_the_sign_of_a_difference_is_a_matter_of_its_order():
    root = parse("surprisal(0.2) - surprisal(0.7)")
    textbook = Textbook({})
    diagnosis = Diagnosis(textbook, root, textbook.value(root), "bits")
    (mistake,) = diagnosis.named(Typed(-diagnosis.key, 0.0, None))
    assert mistake.ids == ("difference_reversed",)


def test_a_list_is_as_exact_as_its_most_exact_entry():
    root = parse("softmax([-2, 0, -1.5])")
    textbook = Textbook({})
    diagnosis = Diagnosis(textbook, root, textbook.value(root), "none")
    typed = Typed(np.array([0.1192, 0.5, 0.18243]), np.array([5e-5, 0.05, 5e-6]), 1)
    assert [mistake.ids for mistake in diagnosis.named(typed)] == [("sigmoid_instead_of_softmax",)]


def test_a_mistake_that_was_made_in_each_call_of_a_quantity_is_named_once():
    root = parse("surprisal(0.2) / surprisal(0.7)")
    textbook = Textbook({})
    diagnosis = Diagnosis(textbook, root, textbook.value(root), "none")
    (mistake,) = diagnosis.named(Typed(np.float64(0.185), 0.0005, 3))
    assert (mistake.ids, mistake.calls) == (("used_1_minus_p",), 2)
    assert diagnosis.says(mistake).startswith("You made a mistake twice. For the surprisal")
    assert diagnosis.lines(mistake)[0] == "−ln(1 − 0.2) ≈ 0.2231, done twice, it gives 0.1853"
    assert mistake not in diagnosis.mistakes
