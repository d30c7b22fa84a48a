"""Worked solutions, recomputed from what they show: whoever checks a line finds it right."""

import math
import re
import tomllib
from dataclasses import replace
from functools import partial
from itertools import pairwise
from pathlib import Path
from statistics import NormalDist

import numpy as np
import pytest

from quizapp.expressions.grammar import (
    Array,
    Binary,
    Call,
    Index,
    Name,
    NumberLiteral,
    Unary,
    parse,
)
from quizapp.quantities.units import BASES
from quizapp.questions.base import Verdict
from quizapp.questions.numeric import NumericQuestion, Tolerance
from quizapp.text import lines as plain_lines
from quizapp.text.formulas import set_formula
from quizapp.working.derivation import _with_base, unit_of_expression
from quizapp.working.numerals import result_text, with_unit
from tests.stubs import shipped_banks, shipped_variants
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
SEEDS = range(4)
LONGEST = 200
"""Characters of a line in the working of one number."""

EXTREMES = {
    "far logits": "cross_entropy_logits([10000, -10000, 0], 1)",
    "far logits that are right": "cross_entropy_logits([40, 0], 0)",
    "far logits of the sigmoid": "bce_with_logits([1, 0], [-10000, 10000])",
    "a certain class": "cross_entropy([0, 0, 1], [0, 0, 1])",
    "an impossible class": "cross_entropy([0, 0, 1], [0.5, 0.5, 0])",
    "an impossible event": "surprisal(0)",
    "a certain event": "surprisal(1)",
    "an infinite divergence": "kl_divergence([0.5, 0.5], [1, 0])",
    "zeros on both sides": "kl_divergence([1, 0, 0], [0.5, 0.5, 0])",
    "one class": "cross_entropy_logits([3], 0)",
    "one outcome": "entropy([1])",
    "a rare class": "cross_entropy([0, 1], [0.999999, 0.000001])",
    "nearly certain": "surprisal(0.9999999)",
    "a batch of one": "cross_entropy_logits([[1, 2]], [0])",
    "an infinite row": "binary_cross_entropy([1, 0], [0, 0.5], reduction='none')",
    "many classes": "entropy([0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1])",
    "a whole base": "surprisal(0.1, base=3)",
    "all weights alike": "cross_entropy_logits([[1, 2], [3, 1]], [0, 1], weight=[2, 2])",
    "no smoothing": "cross_entropy_logits([1, 2], 0, label_smoothing=0)",
    "all smoothed": "cross_entropy_logits([1, 2], 0, label_smoothing=1)",
    "cancelling logits": "mutual_information([[0.2501, 0.2499], [0.2499, 0.2501]])",
}


@pytest.fixture(scope="module", params=QUESTIONS)
def variants(request):
    return [QUESTIONS[request.param].variant(seed) for seed in SEEDS]


def _question(expression, unit="nats"):
    return NumericQuestion(
        id="x", bank="x", topic="x", level=1, stem="", answer=expression, unit=unit
    )


def _value(text):
    """Return what a displayed calculation comes to, worked here from its own text."""
    written = re.sub(r"(?<=\d),(?=\d{3})", "", typed(text))
    for shown, said in (("·", "*"), ("−", "-"), ("^", "**"), ("∞", "inf"), ("√", "sqrt")):
        written = written.replace(shown, said)
    for shown, said in (("log₂", "log2"), ("log₁₀", "log10"), ("log_3", "log3")):
        written = written.replace(shown, said)
    return _worked(parse(re.sub(r"(ln|log\w+) (inf|\d[\d.]*(?:e-?\d+)?)", r"\1(\2)", written)))


_LOGARITHMS = {
    "ln": np.log,
    "log2": np.log2,
    "log10": np.log10,
    "log3": lambda x: np.log(x) / np.log(3),
}
_FUNCTIONS = {
    **_LOGARITHMS,
    "exp": np.exp,
    "sqrt": np.sqrt,
    "abs": np.abs,
    "tanh": np.tanh,
    "ceil": np.ceil,
    "floor": np.floor,
    "sum": partial(np.sum, axis=-1),
    "mean": partial(np.mean, axis=-1),
    "transpose": np.transpose,
    "factorial": lambda n: float(math.factorial(int(n))),
    "comb": lambda n, k: float(math.comb(int(n), int(k))),
    "normal_cdf": NormalDist().cdf,
    "normal_quantile": NormalDist().inv_cdf,
}
_ARITHMETIC = {
    "+": np.add,
    "-": np.subtract,
    "*": np.multiply,
    "/": np.divide,
    "**": np.power,
}


def _worked(node):
    match node:
        case NumberLiteral(value=value):
            return np.float64(value)
        case Name(name="inf"):
            return np.float64(np.inf)
        case Name(name="e"):
            return np.float64(np.e)
        case Unary(operator="-", operand=operand):
            return -_worked(operand)
        case Array(items=items):
            return np.array([_worked(item) for item in items])
        case Binary(operator="*", left=left, right=Call(function=name, arguments=(inside,))) if (
            name in _LOGARITHMS
        ):
            weight = _worked(left)
            with np.errstate(all="ignore"):
                return np.where(weight == 0, 0.0, weight * _LOGARITHMS[name](_worked(inside)))[()]
        case Binary(operator=operator, left=left, right=right):
            with np.errstate(all="ignore"):
                return _ARITHMETIC[operator](_worked(left), _worked(right))
        case Call(function=name, arguments=arguments):
            with np.errstate(all="ignore"):
                return _FUNCTIONS[name](*map(_worked, arguments))
        case _:
            raise AssertionError(f"no calculation: {node}")


def _relations(step):
    """Yield what a step says of calculations: that one is equal, or about equal, to another."""
    if step.lines[0].relation.endswith(":"):
        for line in step.lines:
            yield from _within(_without_unit(line.text))
    else:
        for before, after in pairwise(step.lines):
            yield _without_unit(before.text), after.relation, _without_unit(after.text)
    for _, numbers in step.given:
        yield from _within(numbers.removeprefix("≈ "))


def _within(text):
    parts = re.split(r" ([=≈]) ", text)
    yield from zip(parts[:-2:2], parts[1::2], parts[2::2], strict=True)


def _without_unit(text):
    return re.sub(r"(?<=[\d\]∞]) [a-zA-Z][a-zA-Z/]+$|%$", "", text)


def _numbers(text):
    return re.findall(r"\d[\d.]*(?:e-?\d+)?", text.replace(",", "").replace("−", "-"))


def _last_place(written):
    """Return the size of the last digit that a number shows."""
    mantissa, _, power = written.partition("e")
    whole, _, decimals = mantissa.partition(".")
    zeros = 0 if decimals else len(whole) - len(whole.rstrip("0"))
    return 10.0 ** (int(power or 0) - len(decimals) + zeros)


def _reach(value, after):
    """Return how far from a value the digits of the text after it may lead: two of the fourth."""
    ends = [_last_place(one) for one in _numbers(after)] if re.fullmatch(_ENDS, after) else []
    size = np.where(value == 0, 1e-3, np.abs(value))
    near = 2 * 10.0 ** (np.floor(np.log10(size)) - 3) + 1e-12
    return near + 0.5 * max(ends, default=0)


_ENDS = r"[][−\d., e]+"
"""What a number or a list of numbers is made of."""


def _assert_follows(before, relation, after):
    first, second = _value(before), _value(after)
    assert np.shape(first) == np.shape(second)
    finite = np.isfinite(first)
    assert np.array_equal(np.where(finite, 0, first), np.where(finite, 0, second))
    distance = np.abs(np.where(finite, first, 0) - np.where(finite, second, 0))
    exact = 1e-11 * np.abs(np.where(finite, first, 0))
    if relation == "=":
        assert np.all(distance <= exact), (before, relation, after)
    else:
        assert np.any(distance > 0), (before, relation, after)
        assert np.all(distance <= _reach(np.where(finite, second, 0), after)), (
            before,
            relation,
            after,
        )


def _assert_lines_follow(working):
    for step in working.steps:
        for before, relation, after in _relations(step):
            words = set(re.findall(r"(?<![\w.])[a-zA-Z]\w{2,}", before)) - {*_FUNCTIONS, "choose"}
            if "…" not in before + after and not words - {"log", "log_3"}:
                _assert_follows(before, relation, after)


def _last_text(variant):
    """Return what the last step comes to, as its lines say it."""
    lines = variant.working.steps[-1].lines
    if not lines[0].relation.endswith(":"):
        return lines[-1].text
    ends = [re.split(" [=≈] ", _without_unit(line.text))[-1] for line in lines]
    if isinstance(parse(variant.question.answer), Index):
        return with_unit(ends[0], variant.question.unit)
    return with_unit(f"[{', '.join(ends)}]", variant.question.unit)


def _assert_key_is_rounded_from_what_is_shown(variant):
    """Assert that a calculator which is given the line before the key leads to the key's digits."""
    ends = re.findall(r"[−\d.,e]+", _without_unit(variant.key_text))
    for before, _, after in _relations(variant.working.steps[-1]):
        if not re.fullmatch(_ENDS, after) or not {*re.findall(r"[−\d.,e]+", after)} <= {*ends}:
            continue  # it isn't what leads to the key
        if "…" in before or set(re.findall(r"[a-z]{3,}", before)) - {*_FUNCTIONS}:
            continue  # it is by names
        half = 0.5 * np.array(list(map(_last_place, _numbers(after)))) + 1e-11
        found, key = np.ravel(_value(before)), np.ravel(_value(after))
        assert np.all((found == key) | (np.abs(found - key) <= half)), (before, after)


def test_each_line_equals_the_next_when_it_is_calculated_again(variants):
    for variant in variants:
        _assert_lines_follow(variant.working)


def test_the_last_line_is_the_answer(variants):
    for variant in variants:
        assert variant.working.result == variant.key_text
        assert _last_text(variant) == variant.key_text
        _assert_key_is_rounded_from_what_is_shown(variant)


def test_terms_of_zero_vanish_and_nothing_is_undefined(variants):
    for variant in variants:
        for step in variant.working.steps:
            for place, line in enumerate(step.lines):
                assert not re.search(r"nan|undefined|None", line.text)
                if place and not line.relation.endswith(":"):
                    assert not re.search(r"(?<![\d.])0·(ln|log)", line.text)


def test_a_working_in_a_unit_is_in_that_unit_alone_and_ends_in_it(variants):
    for variant in variants:
        unit = variant.question.unit
        last = [step.lines[-1].text for step in variant.working.steps]
        said = [re.findall(r" (nat|bit|ban)s?$", text) for text in last]
        if unit in BASES:
            assert all(found in ([], [unit[:-1]]) for found in said)
            assert said[-1]
            assert re.search(rf" {unit[:-1]}s?$", variant.working.result)


def test_formulas_are_set_and_lines_stay_short(variants):
    for variant in variants:
        for step in variant.working.steps:
            assert step.title
            assert not step.formula or not set_formula(step.formula, 70).fallback
            assert all(len(line.text) <= LONGEST for line in step.lines)


def test_an_entry_of_a_list_is_picked_out_in_the_end():
    working = _question("softmax([1, 2, 3])[0]", unit="none").variant(0).working
    assert [step.title for step in working.steps] == ["softmax", "result"]
    (line,) = working.steps[-1].lines
    assert (line.relation, line.text) == ("entry 1:", "0.09003")


@pytest.mark.parametrize("expression", EXTREMES.values(), ids=EXTREMES)
def test_extremes_are_worked_without_anything_undefined(expression):
    variant = _question(expression).variant(0)
    lines = "\n".join(plain_lines.lines(variant.working.blocks))
    assert not re.search(r"nan|undefined|None|e\+", lines)
    _assert_lines_follow(variant.working)
    assert variant.working.result == variant.key_text


@pytest.mark.parametrize("bank", [bank.name for bank in shipped_banks().banks])
def test_the_working_of_each_shipped_question_ends_in_its_key(bank):
    for variant in shipped_variants(bank):
        _assert_lines_follow(variant.working)
        assert _last_text(variant) == variant.working.result == variant.key_text
        _assert_key_is_rounded_from_what_is_shown(variant)
        assert variant.grade(variant.read(variant.key_text)).verdict is Verdict.CORRECT


@pytest.mark.parametrize(
    ("answer", "lines"),
    [
        (
            "12 * 32 * 4096 ** 2",
            ["= 12·32·4096²", "= 384·16,777,216", "= 6,442,450,944"],
        ),
        (
            "2 * 32 * 8 * 128 * 4096 * 2 / 2**20",
            ["= 536,870,912 / 1,048,576", "= 512"],
        ),
        ("1117 * 1103", ["= 1117·1103", "= 1,232,051"]),
        ("1234567 * 1", ["= 1,234,567·1", "= 1,234,567"]),
        ("20000 / 7", ["= 20,000 / 7", "≈ 2857"]),
        ("200000 / 7", ["= 200,000 / 7", "≈ 28,570"]),
        ("2 ** 53 - 1", ["≈ 9.007e15 − 1", "≈ 9,007,199,254,740,991"]),
        ("0.07 * 100", ["= 0.07·100", "= 7"]),
        ("7 / 3 - 2.3333", ["= 7 / 3 − 2.3333", "≈ 2.333333333 − 2.3333", "≈ 0.00003333"]),
    ],
)
def test_whole_numbers_are_shown_in_full_and_small_differences_with_more_digits(answer, lines):
    working = _question(answer, unit="none").variant(0).working
    found = [f"{line.relation} {line.text}" for line in working.steps[-1].lines]
    assert found[-len(lines) :] == lines
    assert working.result == lines[-1][2:]


def test_every_entry_of_a_list_ends_as_it_stands_in_the_key():
    question = replace(_question("[p, r, 2 * p * r / (p + r)]", unit="none"), let=RATES)
    working = question.variant(0).working
    assert working.result == "[0.6667, 0.8000, 0.7273]"
    assert working.steps[-1].lines[-1].text == "[0.6667, 0.8000, 0.7273]"


RATES = {"p": "40 / (40 + 20)", "r": "40 / (40 + 10)"}


@pytest.mark.parametrize(
    ("answer", "tolerance", "shown"),
    [
        ("ln(2)", Tolerance(), "0.6931"),
        ("ln(2)", Tolerance(relative=1e-5), "0.69315"),
        ("100 * ln(2)", Tolerance(relative=0, absolute=1e-4), "69.3147"),
        ("1117 * 1103", Tolerance(relative=0), "1,232,051"),
        ("12345.6 * 1", Tolerance(), "12,350"),
        ("12345.6 * 1", Tolerance(relative=1e-5), "12,345.6"),
        ("12.9961 * 1", Tolerance(), "13.00"),
        ("186.03 * 1", Tolerance(), "186.0"),
        ("1.00027 * 1", Tolerance(), "1.000"),
    ],
)
def test_a_key_is_shown_as_exactly_as_it_has_to_be_typed(answer, tolerance, shown):
    variant = replace(_question(answer, unit="none"), tolerance=tolerance).variant(0)
    assert variant.key_text == variant.working.result == variant.working.steps[-1].lines[-1].text
    assert variant.key_text == shown
    typed = shown.replace(",", "")
    assert variant.grade(variant.read(typed)).verdict is Verdict.CORRECT


@pytest.mark.parametrize(
    ("expression", "unit"),
    [
        ("entropy(p)", "bits"),
        ("-entropy(p)", "bits"),
        ("round(entropy(p), 2)", "bits"),
        ("abs(entropy(p) - 1)", "none"),
        ("2 * entropy(p)", "bits"),
        ("entropy(p) * 2", "bits"),
        ("entropy(p) / 2", "bits"),
        ("2 / entropy(p)", "none"),
        ("entropy(p) / entropy(p)", "none"),
        ("entropy(p) * entropy(p)", "none"),
        ("entropy(p) - surprisal(0.5)", "bits"),
        ("entropy(p) + 1", "none"),
        ("mean(surprisal(p))", "bits"),
        ("surprisal(p)[0]", "bits"),
        ("entropy(p, base=e)", "nats"),
        ("entropy(p, base=10)", "bans"),
        ("entropy(p, base=3)", "none"),
        ("softmax(p)", "none"),
        ("sqrt(entropy(p))", "none"),
        ("3", "none"),
    ],
)
def test_the_unit_of_an_expression_is_that_of_its_logarithms(expression, unit):
    assert unit_of_expression(parse(expression), 2.0) == unit


def test_the_places_of_a_list_are_counted_from_1_and_from_its_end():
    last = _question("softmax([1, 2, 3])[-1]", unit="none").variant(0).working.steps[-1]
    assert [line.relation for line in last.lines] == ["entry 3:"]
    row = _question("one_hot([2, 0], 3)[1]", unit="none").variant(0).working.steps[-1]
    assert [(line.relation, line.text) for line in row.lines] == [("row 2:", "[1, 0, 0]")]


@pytest.mark.parametrize(
    ("values", "text"),
    [
        ([-0.65, 0.1, 0.55], "[−0.65, 0.1, 0.55]"),
        ([0.125, 0.5], "[0.125, 0.5]"),
        ([-1 / 3, 2 / 300], "[−0.3333, 0.0067]"),
        ([-100 / 3, 1 / 3], "[−33.33, 0.33]"),
        ([1.0, 1 / 3], "[1.000, 0.333]"),
        ([0.1, 1 / 30], "[0.1000, 0.0333]"),
        ([-1e-9, 0.5, 1 / 3], "[0.0000, 0.5000, 0.3333]"),
        ([1234.56, 0.5], "[1235, 0.5]"),
        ([12345.0, 0.5], "[12,345, 0.5]"),
        ([1e-9 / 3, 2e-9], "[3.333e−10, 2e−9]"),
        ([np.inf, 1 / 3], "[∞, 0.3333]"),
        ([0.0, 0.0], "[0, 0]"),
        ([[1 / 3, 2 / 3], [1, 0]], "[[0.3333, 0.6667], [1, 0]]"),
    ],
)
def test_a_list_is_shown_with_as_many_decimals_for_each_entry(values, text):
    assert result_text(np.array(values)) == text
    assert result_text(values, "bits") == f"{text} bits"


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (1.0, "bits", "1 bit"),
        (2.0, "nats", "2 nats"),
        (1.0, "percent", "1%"),
        (0.99999, "bits", "1.000 bits"),
        (-0.0, "none", "0"),
        (-1 / 3, "", "−0.3333"),
        (0.6, "none", "0.6"),
        (0.59999, "none", "0.6000"),
        (-1e-9 / 3, "none", "−3.333e−10"),
    ],
)
def test_a_result_is_shown_with_its_unit_and_with_zeros_where_it_was_rounded(value, unit, text):
    assert result_text(value, unit) == text


@pytest.mark.parametrize(
    ("formula", "shown"),
    [
        (r"-\log p", r"-\log_2 p"),
        (r"\log_{10} p / \log _2 p", r"\log_{10} p / \log _2 p"),
        (r"\logits + \log(p)", r"\logits + \log_2(p)"),
    ],
)
def test_only_a_logarithm_without_a_base_gets_one(formula, shown):
    assert _with_base(formula, 2.0) == shown
