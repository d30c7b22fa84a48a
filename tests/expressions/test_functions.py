"""A function of the language is one entry, which says all about it."""

from __future__ import annotations

from quizapp.expressions import vocabulary
from quizapp.expressions.functions import COMPUTE
from quizapp.expressions.vocabulary import ALL_FUNCTIONS
from tests.one_line import output_with


def test_each_function_but_option_is_computed_and_nothing_else():
    assert COMPUTE.keys() == ALL_FUNCTIONS.keys() - {"option"}


def test_a_new_function_is_one_line():
    shown = output_with(
        '    "cbrt": Function(1, 1, "the cube root", "cbrt"),\n'
        '    "argmin": Function(1, 1, "the place of the smallest", "argmin", shortens=True),',
        '    "exp": Function(',
        vocabulary.__name__,
        """
from quizapp.authoring.insertions import matching
from quizapp.errors import ExpressionError
from quizapp.reports.calculation import calculate

print(*calculate("1 + cbrt([8, 27])").lines(), sep="\\n")
print(calculate("argmin([3, 1, 2])").working.result)
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
