"""The engine's evaluator: values, and an error with its column for whatever has none."""

import string
from contextlib import suppress

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizapp.errors import ExpressionError
from quizapp.expressions.by_definition import Textbook
from quizapp.expressions.by_engine import Engine
from quizapp.expressions.grammar import parse
from quizapp.expressions.vocabulary import FUNCTIONS, MAXIMUM_SIZE, check
from quizapp.quantities import QUANTITIES
from tests.expressions.values import evaluate

NAMES = {"x": [1.0] * 5000, "y": [1.0] * 4000, "w": ("cat", "dog"), "z": [2.0, 1.0, 0.1], "t": 1}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2 + 3 * 4", 14),
        ("-2 ** 2", -4),
        ("2 ** 3 ** 2", 512),
        ("[1, 2] * 3", [3, 6]),
        ("[[1, 2], [3, 4]] + [10, 20]", [[11, 22], [13, 24]]),
        ("sum([[1, 2], [3, 4]])", [3, 7]),
        ("mean([[1, 2], [3, 4]])", [1.5, 3.5]),
        ("max([1, 3, 2])", 3),
        ("max(1, [0, 3], 2)", [2, 3]),
        ("argmax([1, 3, 2])", 1),
        ("len([[1, 2, 3]])", 3),
        ("round(2.346, 2)", 2.35),
        ("xlog(0, 0)", 0),
        ("z[-1]", 0.1),
        ("z[t]", 1),
        ("z[z > 0.5]", [2, 1]),
        ("z[[0, 2]]", [2, 0.1]),
        ("1 / 0", np.inf),
        ("9 ** 9 ** 9", np.inf),
        ("1 < 2 and 2 < 1", 0),
        ("1 < 2 or 1 / 0", 1),
        ("0 and z[9]", 0),
        ("1 or z[9]", 1),
        ("not 0", 1),
        ("surprisal(0.5, base=2)", 1),
        ("sum(one_hot(1, 3))", 1),
    ],
)
def test_an_expression_has_its_value(text, value):
    np.testing.assert_allclose(Engine(NAMES).value(parse(text)) * 1.0, value, rtol=1e-12)


def test_a_word_is_chosen_by_its_index():
    assert str(Engine(NAMES).value(parse("w[t]"))) == "dog"


def test_the_base_is_that_of_the_unit_unless_one_is_said():
    assert evaluate("surprisal(0.5)", base=2.0) == 1
    assert evaluate("surprisal(0.1, base=10)", base=2.0) == pytest.approx(1)
    assert evaluate("log_loss([0, 1], [0.5, 0.5])", base=2.0) == pytest.approx(1)


def test_a_name_that_stands_for_a_tree_is_worked_once():
    lets = {"h": parse("entropy(p)")}
    assert Engine({"p": [0.5, 0.5]}, lets, 2.0).value(parse("h + h")) == 2


@pytest.mark.parametrize("evaluator", [Engine, Textbook])
@pytest.mark.parametrize("pattern", ["a * {}", "surprisal({} / 4000)", "min([a, {}])"])
def test_a_value_is_never_another_expressions(evaluator, pattern):
    """An id is given anew when its tree is gone, and one evaluator may value very many trees."""
    names = {"a": 3.0}
    texts = [pattern.format(number) for number in range(1, 1000)]
    one = evaluator(names)
    for number in range(2000):
        one.value(parse(f"a + {number}"))
    assert [one.value(parse(text)) for text in texts] == [
        evaluator(names).value(parse(text)) for text in texts
    ]


HOSTILE = [
    "one_hot(0, 10 ** 9)",
    "one_hot(0, 1e6)",
    "one_hot(0, inf)",
    "one_hot(0, 0 / 0)",
    "one_hot(0.5, 3)",
    "one_hot(-1, 3)",
    "one_hot(w, 3)",
    "[x, x, x]",
    "[[x, x], [x, x]]",
    "x + y",
    "[[1], [2], [3]] * x",
    "[[1, 2], [3]]",
    "x[10 ** 9]",
    "x[-1.5]",
    "x[1e400]",
    "x[inf]",
    "x[0 / 0]",
    "w[w]",
    "w[5]",
    "w + 1",
    "sum(w)",
    "[w, w]",
    "-w",
    "softmax(w)",
    "softmax(w[0])",
    "mixup(1, 2, w)",
    "1[0]",
    "[1, 2][0][0]",
    "sum(1)",
    "len(3)",
    "nothing",
    "nothing(1)",
    "entropy(1)",
    "entropy([0.5, 0.6])",
    "entropy([0.5, 0.5], base=0)",
    "entropy([0.5, 0.5], base=w)",
    "entropy([0.5, 0.5], base='x')",
    "entropy([0.5, 0.5], base=[2, 3])",
    "entropy([0.5, 0.5], base='x')",
    "entropy([0.5, 0.5], base=[2, 2])",
    "cross_entropy([1, 0], [0.5, 0.5, 0])",
    "cross_entropy_logits([1, 2], 5)",
    "cross_entropy_logits([1, 2], 0, reduction='most')",
    "cross_entropy_logits([1, 2], 0, ignore_index=1.5)",
    "log_loss([0, 1], [0.5, 0.5], normalize=[1, 1])",
    "perplexity()",
    "focal_loss(2)",
    "weighted_mean(1, 2)",
    "comb(w, 1)",
    "comb([1, 2], [1, 2, 3])",
    "comb(1e9, 5e8)",
    "comb(2.5, 1)",
    "comb(3, -1)",
    "comb(inf, 1)",
    "comb(2000, 1000)",
    "factorial(1e9)",
    "factorial(171)",
    "normal_cdf(w)",
    "normal_quantile(1.5)",
]


def test_the_functions_of_chance_agree_with_independent_sums():
    assert evaluate("comb(5, [0, 1, 2, 7])").tolist() == [1, 5, 10, 0]
    assert evaluate("factorial(170)") == pytest.approx(7.257415615307994e306)
    assert evaluate("normal_cdf([-inf, 0, 1.959963984540054, inf])") == pytest.approx(
        [0, 0.5, 0.975, 1]
    )
    tail = pytest.approx(7.61985302416e-24, rel=1e-9, abs=0)
    assert evaluate("normal_cdf(-10)") == tail
    assert evaluate("normal_quantile([0, 0.975, 1])") == pytest.approx(
        [-np.inf, 1.959963984540054, np.inf]
    )
    assert evaluate("normal_quantile(normal_cdf(1.3))") == pytest.approx(1.3)


@pytest.mark.parametrize("text", HOSTILE)
def test_what_has_no_value_is_an_error_with_its_column(text):
    with pytest.raises(ExpressionError) as caught:
        Engine(NAMES).value(parse(text))
    assert caught.value.column > 0
    assert caught.value.message[0].islower() or not caught.value.message[0].isalpha()


@pytest.mark.parametrize(
    "text",
    [
        "x * x * x * x",
        "[[1], [2]] + [[1, 2, 3]]",
        "softmax(x)",
        "one_hot(0, 10000)",
        "round(2.5, 10 ** 9)",
        "round(2.5, inf)",
        "z ** 9 ** 9 ** 9",
    ],
)
def test_large_values_stay_within_the_bound(text):
    assert np.size(Engine(NAMES).value(parse(text))) <= MAXIMUM_SIZE


_TYPED = "0 1 2 0.5 -1 1e9 inf base and or not ** == reduction='sum' 'none' label_smoothing=0.1"
_words = st.sampled_from([*QUANTITIES, *FUNCTIONS, *NAMES, *"+-*/()[],=<>", *_TYPED.split()])
_likely = st.lists(_words, max_size=12).map(" ".join)
_ARGUMENTS = "0 1 0.5 -1 [0.5,0.5] [[0.5,0.5]] [1,0] [0,1] [[1,2],[3,4]] w w[0] x inf 0/0 t==1 z>1"
_call = st.builds(
    lambda name, parts: f"{name}({', '.join(parts)})",
    st.sampled_from([*QUANTITIES, *FUNCTIONS]),
    st.lists(
        st.sampled_from(_ARGUMENTS.split()),
        max_size=4,
    ),
)


@settings(max_examples=400, deadline=None, derandomize=True)
@given(text=st.one_of(st.text(string.printable, max_size=40), _likely, _call))
def test_any_text_has_a_value_or_an_expression_error_and_nothing_else(text):
    with suppress(ExpressionError):
        tree = parse(text)
        check(tree, set(NAMES))
        Engine(NAMES).value(tree)
