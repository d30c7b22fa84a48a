"""Formulas for a terminal: bounded, and never half set."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.text import formulas
from quizapp.text.formulas import inline, set_formula
from tests.stubs import ANY_CHARACTER

FALLBACKS = [
    (r"\unknowncommand{x}", "a command that is not known"),
    (r"\frac{a", "a group that is not closed"),
    (r"a}", "a brace that closes nothing"),
    (r"x_", "a script of nothing"),
    (r"x_a_b", "two subscripts"),
    (r"\left( a", "a bracket that is not closed"),
    (r"\begin{tikzpicture} a \end{tikzpicture}", "an environment that is not known"),
    (r"\begin{cases} a", "an environment that is not closed"),
    (r"\widehat{xy}", "no accent in a terminal is two letters wide"),
    ("a & b } c", "a mixture"),
    ("$x$", "dollars belong to the text around"),
]


@pytest.mark.parametrize(("source", "reason"), FALLBACKS)
def test_a_formula_that_can_not_be_set_is_shown_as_its_source(source, reason):
    formula = set_formula(source)
    assert formula.fallback, reason
    assert formula.lines == (source,)
    assert inline(source) == source


HOSTILE = [
    ("{" * 200_000, "braces"),
    ("}" * 200_000, "closing braces"),
    (r"\frac{" * 200_000, "fractions in fractions"),
    (r"\frac" * 300, "fractions of fractions of nothing"),
    ("x^" * 900, "powers of powers of nothing"),
    (r"\sqrt" * 400, "roots of roots"),
    (r"\left(" * 300, "brackets in brackets"),
    ("x_{" * 600 + "}" * 600, "scripts in scripts"),
    (r"\begin{cases}" * 150, "cases in cases"),
    ("\\" * 1_999, "backslashes"),
    ("&" * 2_000, "cells"),
    (r"\\" * 1_000, "rows"),
    ("\x1b[31mred\x1b[0m", "escape sequences"),
    ("a\u202eb\u200bc\x9bd\x00", "invisible characters"),
    ("\ud800", "half a character"),
    ("가" * 10, "wide letters"),
    ("", "nothing"),
    (" \n\t", "spaces"),
    (r"\, \;", "TeX's spaces"),
    ("{}", "an empty group"),
    (r"\frac{}{}", "an empty fraction"),
    (r"\sqrt{}^{}", "an empty root"),
    (r"\left.\right.", "no brackets around nothing"),
    (r"\begin{cases}\end{cases}", "no cases"),
]


@pytest.mark.parametrize(("source", "reason"), HOSTILE, ids=[reason for _, reason in HOSTILE])
def test_hostile_formulas_are_shown_within_bounds(source, reason):
    formula = set_formula(source)
    shown = "".join(formula.lines)
    assert shown.isprintable(), reason
    assert inline(source).isprintable()
    assert len(shown) <= 3 * formulas.MAXIMUM_LENGTH
    assert formula.width == max(map(formulas.columns, formula.lines))


PIECES = st.one_of(
    st.sampled_from("{}^_'x1-=()|&, 日\u0301"),
    st.sampled_from([r"\frac{", r"\left(", r"\right)", r"\sum", r"\log", r"\text{a b}", r"\hat"]),
    st.sampled_from([r"\sqrt[3]", r"\\", r"\,", r"\begin{cases}", r"\end{cases}", r"\mathbf{"]),
)

FORMULAS = st.recursive(
    st.sampled_from(["x", "x_i", "2", "-", "= x", r"\log x", r"\sum", r"\text{日 x}", r"\hat x"]),
    lambda parts: st.one_of(
        st.builds("{} {}".format, parts, parts),
        st.builds(r"\frac{{{}}}{{{}}}".format, parts, parts),
        st.builds("{{{}}}_{{{}}}^{{{}}}".format, parts, parts, parts),
        st.builds(r"\sum_{{{}}}^{{{}}}".format, parts, parts),
        st.builds(r"\sqrt{{{}}}".format, parts),
        st.builds(r"\left[ {} \right)".format, parts),
    ),
    max_leaves=8,
)


@given(st.lists(PIECES, max_size=40).map("".join) | st.text(ANY_CHARACTER, max_size=80))
def test_every_text_is_set_or_shown(source):
    formula = set_formula(source)
    assert formula.lines
    assert all(line.isprintable() and line == line.rstrip() for line in formula.lines)
    assert 0 <= formula.baseline < len(formula.lines)
    assert inline(source).isprintable()


@given(FORMULAS)
def test_a_formula_loses_nothing_that_it_says(source):
    formula = set_formula(source, width=1000)
    assert not formula.fallback
    for shown in ("".join(formula.lines), inline(source)):
        plain = unicodedata.normalize("NFKD", shown)
        for char in "x2日":
            assert plain.count(char) == source.replace(r"\text", "").count(char)
