"""Worked solutions, recomputed from what they show: whoever checks a line finds it right."""

import re
import tomllib
from functools import partial
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from quizapp.expressions.grammar import Array, Binary, Call, Index, Name, Number, Unary, parse
from quizapp.questions.numeric import NumericQuestion
from quizapp.working.derivation import UNITS, result_text
from quizapp.working.tex import set_formula
from quizapp.working.text import working_lines

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
    written = text
    for shown, typed in (("·", "*"), ("−", "-"), ("^", "**"), ("∞", "inf"), ("√", "sqrt")):
        written = written.replace(shown, typed)
    for shown, typed in (("log₂", "log2"), ("log₁₀", "log10"), ("log_3", "log3")):
        written = written.replace(shown, typed)
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
    "sum": partial(np.sum, axis=-1),
    "mean": partial(np.mean, axis=-1),
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
        case Number(value=value):
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
        case Call(function=name, arguments=(inside,)):
            with np.errstate(all="ignore"):
                return _FUNCTIONS[name](_worked(inside))
        case _:
            raise AssertionError(f"no calculation: {node}")


def _chains(step):
    """Yield the calculations of a step, each as the texts that are said to be equal."""
    if step.lines[0].relation.endswith(":"):
        for line in step.lines:
            if line.relation != "…":
                yield _parts(_without_unit(line.text))
    else:
        yield [_without_unit(line.text) for line in step.lines]
    for _, numbers in step.given:
        yield _parts(numbers)


def _parts(text):
    return re.split(r" [=≈] ", text)


def _without_unit(text):
    return re.sub(r" (nat|bit|ban)s?$| %$", "", text)


def _reach(text):
    """Return how far rounding to six digits may move what is calculated from a text."""
    numbers = [abs(float(part)) for part in re.findall(r"\d[\d.]*(?:e-?\d+)?", text)]
    return 1e-5 * max(1e-12, sum(numbers))


def _assert_equal(first, second):
    before, after = _value(first), _value(second)
    assert np.shape(before) == np.shape(after)
    finite = np.isfinite(before)
    assert np.array_equal(np.where(finite, 0, before), np.where(finite, 0, after))
    distance = np.abs(np.where(finite, before, 0) - np.where(finite, after, 0))
    assert np.all(distance <= max(_reach(first), _reach(second))), (first, second)


def _assert_equal_lines(working):
    for step in working.steps:
        for texts in _chains(step):
            if "…" not in "".join(texts):
                for first, second in pairwise(texts):
                    _assert_equal(first, second)


def _last_value(variant):
    """Return what the last step comes to, read from its lines."""
    texts = [chain[-1] for chain in _chains(variant.working.steps[-1])]
    lines = variant.working.steps[-1].lines
    if lines[0].relation.endswith(":"):
        return np.array([_value(text) for text in texts[: len(lines)]])
    return _value(texts[0])


def test_each_line_equals_the_next_when_it_is_calculated_again(variants):
    for variant in variants:
        _assert_equal_lines(variant.working)


def test_the_last_line_is_the_answer(variants):
    for variant in variants:
        assert variant.working.result == variant.key_text
        found = _last_value(variant)
        if isinstance(parse(variant.question.answer), Index):
            (found,) = found
        assert result_text(found, variant.question.unit) == variant.working.result


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
        if unit in UNITS:
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
    assert [step.title for step in working.steps] == ["softmax", "the answer"]
    (line,) = working.steps[-1].lines
    assert (line.relation, line.text) == ("entry 0, counted from 0:", "0.0900307")


@pytest.mark.parametrize("expression", EXTREMES.values(), ids=EXTREMES)
def test_extremes_are_worked_without_anything_undefined(expression):
    variant = _question(expression).variant(0)
    lines = "\n".join(working_lines(variant.working))
    assert not re.search(r"nan|undefined|None|e\+", lines)
    _assert_equal_lines(variant.working)
    assert variant.working.result == variant.key_text
