"""A function of the language is one entry, which says all about it."""

from __future__ import annotations

from math import e

import numpy as np
import pytest

from quizapp.errors import ExpressionError
from quizapp.expressions import vocabulary
from quizapp.expressions.compiled import compiled
from quizapp.expressions.functions import COMPUTE
from quizapp.expressions.vocabulary import ALL_FUNCTIONS
from tests.expressions.values import evaluate
from tests.one_line import output_with


def test_each_function_but_option_is_computed_and_nothing_else():
    assert COMPUTE.keys() == ALL_FUNCTIONS.keys() - {"option"}


def test_a_new_function_is_one_line():
    shown = output_with(
        '    "cbrt": Function(1, 1, "the cube root", "cbrt"),\n'
        '    "nanmin": Function(1, 1, "the smallest there is", "nanmin", shortens=True),',
        '    "exp": Function(',
        vocabulary.__name__,
        """
from quizapp.authoring.insertions import matching
from quizapp.errors import ExpressionError
from quizapp.reports.calculation import calculate

print(*calculate("1 + cbrt([8, 27])").lines(), sep="\\n")
print(calculate("nanmin([3, 1, 2])").working.result)
print([one.help for one in matching("cbrt")])
try:
    calculate("cbrt(1, 2)")
except ExpressionError as error:
    print(error)
""",
    )
    assert shown == [
        "Result",
        "   = 1 + cbrt([8, 27])",
        "   = 1 + [2, 3]",
        "   = [3, 4]",
        "",
        "Answer: [3, 4]",
        "1",
        "['the cube root']",
        "column 1: cbrt takes 1 argument, not 2",
    ]


VALUES = [
    ("floor(-2.5)", -3),
    ("ceil(2.1)", 3),
    ("ceil(16 * 0.1 * 0.9 / 0.02 ** 2)", 3600),
    ("floor(0.1 * 3 / 0.1)", 3),
    ("floor((0.7 + 0.1) * 10)", 8),
    ("ceil(1e300 * 1e300)", float("inf")),
    ("ceil(1.000001)", 2),
    ("mod(7, 3)", 1),
    ("mod(-1, 3)", 2),
    ("var([1, 2, 4])", 14 / 9),
    ("var([1, 2, 4], 1)", 7 / 3),
    ("std([1, 2, 4], 1)", (7 / 3) ** 0.5),
    ("std([[1, 3], [2, 2]])", [1, 0]),
    ("median([4, 1, 2, 3])", 2.5),
    ("sort([3, 1, 2])", [1, 2, 3]),
    ("prod([2, 3, 4])", 24),
    ("cumsum([1, 2, 3])", [1, 3, 6]),
    ("argmin([3, 1, 2])", 1),
    ("dot([1, 2], [3, 4])", 11),
    ("matmul([[1, 2], [3, 4]], [5, 6])", [17, 39]),
    ("matmul([[1, 2]], [[3], [4]])", [[11]]),
    ("transpose([[1, 2], [3, 4]])", [[1, 3], [2, 4]]),
    ("norm([3, 4])", 5),
    ("where([1, -1] > 0, 5, [6, 7])", [5, 7]),
    ("range(3)", [0, 1, 2]),
    ("range(2, 9, 3)", [2, 5, 8]),
    ("range(3, 0, -1)", [3, 2, 1]),
    ("[1, 2, 3, 4][1:3]", [2, 3]),
    ("[1, 2, 3, 4][:-1]", [1, 2, 3]),
    ("[1, 2, 3, 4][2:]", [3, 4]),
    ("[[1, 2], [3, 4], [5, 6]][1:][0]", [3, 4]),
    ("tanh(0.5)", 0.46211715726000973),
    ("relu([-1, 2])", [0, 2]),
    ("sign([-3, 0, 2])", [-1, 0, 1]),
    ("clip([0, 5, 9], 1, 6)", [1, 5, 6]),
    ("1_000_000.5", 1000000.5),
    # scipy 1.17.1
    ("t_cdf(2, 5)", 0.9490302605850708),
    ("t_cdf(-1.5, 30)", 0.072032964564323),
    ("t_quantile(0.975, 10)", 2.228138851986274),
    ("t_quantile(0.9, 3)", 1.637744353696209),
    ("t_quantile(0.001, 0.5)", -102849.11563017554),
    ("binomial_pmf(3, 10, 0.4)", 0.21499084799999976),
    ("binomial_cdf(3, 10, 0.4)", 0.3822806015999999),
    ("binomial_cdf(950, 2000, 0.49)", 0.0934683626726746),
    ("binomial_cdf(0, 2, 1)", 0),
    ("poisson_pmf(2, 2.5)", 0.25651562069968376),
    ("poisson_cdf(3, 2.5)", 0.7575761331330662),
    ("poisson_cdf(480, 500)", 0.1920615792809947),
    ("normal_pdf(1)", 0.24197072451914337),
    # What a comparison comes to is a number.
    ("(1 > 0) + (2 > 0)", 2),
    ("(2 > 0) - (1 > 0)", 0),
    ("-(1 > 0)", -1),
    ("sum(([1, 2, 3] > 1) + ([1, 2, 3] > 2))", 3),
    ("(1 > 0) * (2 > 0) + (3 > 2)", 2),
    ("exp(1 > 0)", 2.718281828459045),
    ("tanh([1, 2] > [0, 3])", [0.7615941559557649, 0]),
    ("[5, 6, 7][[1, 2, 3] > 1]", [6, 7]),
]


@pytest.mark.parametrize(("text", "value"), VALUES, ids=[text for text, _ in VALUES])
def test_a_function_gives_what_it_says(text, value):
    assert np.asarray(evaluate(text)) == pytest.approx(np.asarray(value), rel=1e-11, abs=1e-15)
    with np.errstate(all="ignore"):
        defined = compiled(text, e, False)({})
    assert np.asarray(defined) == pytest.approx(np.asarray(value), rel=1e-11, abs=1e-15)


@pytest.mark.parametrize("freedom", [1, 2, 7.5, 100, 1e5])
@pytest.mark.parametrize("share", [1e-6, 0.025, 0.3, 0.5, 0.8, 0.999])
def test_the_quantile_of_t_is_the_inverse_of_its_cdf(share, freedom):
    found = evaluate(f"t_cdf(t_quantile({share}, {freedom}), {freedom})")
    assert found == pytest.approx(share, rel=1e-7)


REFUSED = [
    ("matmul(range(10000) + [[0]], range(3))", "columns"),
    ("matmul(transpose([range(10000)]), [range(10000)])", "at most 10,000 entries"),
    ("dot([1, 2], [1, 2, 3])", "don't fit"),
    ("range(0)", "1 to 10,000"),
    ("range(0, 9, 0)", "1 to 10,000"),
    ("range(1, 0)", "1 to 10,000"),
    ("[1, 2][2:]", "empty"),
    ("[1, 2][0.5:]", "whole numbers"),
    ("t_cdf(1, 0)", "degrees of freedom"),
    ("t_quantile(range(100) / 100, 5)", "up to 50 entries"),
    ("binomial_pmf(1, 3, 2)", "probability"),
    ("poisson_cdf(1, -1)", "negative"),
    ("sort(3)", "needs a list"),
]


@pytest.mark.parametrize(("text", "message"), REFUSED, ids=[text for text, _ in REFUSED])
def test_what_has_no_value_is_refused(text, message):
    with pytest.raises(ExpressionError, match=message):
        evaluate(text)
