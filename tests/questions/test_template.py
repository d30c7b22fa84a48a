"""What the braces of a text are filled with, and what is left as it stands."""

from __future__ import annotations

import pytest

from quizapp.errors import ExpressionError
from quizapp.expressions.by_engine import Engine
from quizapp.questions.template import around_working, parsed

NAMES = {"x": 0.5, "n": -3, "p": [0.1, 0.25], "m": [[1, 0], [0, 1]], "w": ("bird", "dog"), "i": 1}


def filled(text):
    return parsed(text).fill(Engine(NAMES).value)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("{{ x }}", "0.5"),
        ("{{x}}", "0.5"),
        ("{{ n }}", "−3"),
        ("{{ n * 0 }}", "0"),
        ("{{ 0.1 + 0.2 }} {{ 1 - 0.9 }}", "0.3 0.1"),
        ("{{ round(0.1 + 0.2, 2) }}", "0.3"),
        ("{{ x:3 }}", "0.500"),
        ("{{ 2/3 : 2 }}", "0.67"),
        ("{{ -0.001:1 }}", "−0.0"),
        ("{{ p }}", "[0.1, 0.25]"),
        ("{{ p:2 }}", "[0.10, 0.25]"),
        ("{{ m }}", "[[1, 0], [0, 1]]"),
        ("{{ p[0] }} and {{ p[-1] }}", "0.1 and 0.25"),
        ("{{ w[i] }}", "dog"),
        ("{{ w }}", "[bird, dog]"),
        ("{{ 1/0 }} {{ -1/0 }}", "∞ −∞"),
        ("{{ 10**15 }}", "1000000000000000"),
        ("{{ 2**53 - 1 }}", "9007199254740991"),
        ("{{ 2**53 }}", "9007199254740992.0"),
        ("{{ 1234567:, }}", "1,234,567"),
        ("{{ -12345.5:, }} {{ 9999:, }}", "−12,345.5 9999"),
        ("{{ 1234567.891 : , 2 }}", "1,234,567.89"),
        ("{{ 12345:,0 }} {{ 0.123456:, }}", "12,345 0.123456"),
        ("{{ 0.1 * 3 * 100000:, }} {{ 0.1 + 0.2:, }}", "30,000 0.3"),
        ("{{ [10000, 1/0]:, }}", "[10,000, ∞]"),
        ("{{ 10**14 }}", "100000000000000"),
        ("{{ x > 0 }}", "1"),
        ("{x} $\\frac{1}{2}$ { { x } }", "{x} $\\frac{1}{2}$ { { x } }"),
        ("$5 and $6", "$5 and $6"),
        ("{{ working }}", "{{ working }}"),
    ],
)
def test_values_are_shown_in_shortest_form(text, shown):
    assert filled(text) == shown


def test_names_are_those_that_texts_show():
    text = "{{ x + p[i] }} {{ working }} {y} {{ w[i]:2 }}"
    assert parsed(text).names == {"x", "p", "i", "w"}


@pytest.mark.parametrize("text", ["{{ p[9] }}", "{{ w[9] }}", "{{ y }}", "{{ w + 1 }}"])
def test_what_has_no_value_is_refused(text):
    with pytest.raises(ExpressionError):
        filled(text)


def test_a_list_that_nobody_would_read_is_refused():
    assert filled("{{ one_hot(0, 1000) }}").startswith("[1, 0, ")
    with pytest.raises(ExpressionError, match="more than 1000 entries"):
        filled("{{ one_hot(0, 1001) }}")


def test_a_text_that_nobody_would_read_is_refused():
    with pytest.raises(ExpressionError, match="longer than 20,000 characters"):
        filled("{{ one_hot(0, 1000) }}" * 7)


@pytest.mark.parametrize(
    ("solution", "parts"),
    [
        ("", ("", "")),
        ("{{ working }}", ("", "")),
        ("{{working}}", ("", "")),
        ("First.\n\n{{ working }}\n\nLast.", ("First.", "Last.")),
        ("Only words.", ("", "Only words.")),
        ("{{ working }} twice {{ working }}", ("", "twice")),
    ],
)
def test_a_solution_stands_around_its_working(solution, parts):
    assert around_working(solution) == parts
