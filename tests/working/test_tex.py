"""Formulas for a terminal: right, spaced, bounded, and never half set."""

from __future__ import annotations

import subprocess
import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.quantities import QUANTITIES
from quizapp.working import tex
from quizapp.working.tex import inline, set_formula

INLINE = [
    (r"q_k", "qₖ", "a subscript with a Unicode form"),
    (r"2^n", "2ⁿ", "a superscript with one"),
    (r"10^{-3}", "10⁻³", "a raised sign is a raised minus"),
    (r"x^23", "x² 3", "TeX raises one digit"),
    (r"D_{KL}(p \| q)", "D_KL(p‖q)", "no Unicode form: said after an underscore"),
    (r"D_{\mathrm{KL}}(p \,\|\, q)", "D_KL(p ‖ q)", "spaces that were asked for"),
    (r"w_{t_i}", "w_(tᵢ)", "w_tᵢ would read as an index of w_t"),
    (r"x_y", "x_y", "there is no lowered y, only a lowered gamma"),
    (r"a_{ij}^T", "aᵢⱼᵀ", "both scripts show"),
    (r"y_k'", "yₖ′", "a prime"),
    (r"e^{-z_k/T}", "e^(−zₖ/T)", "an exponent of several factors is bracketed"),
    (r"2^{H(p)}", "2^(H(p))", "an exponent with an argument too"),
    (r"-\sum_k p_k \log q_k", "−∑ₖ pₖ log qₖ", "a true minus; spaces around log"),
    (r"\log(1-p)", "log(1 − p)", "no space before an argument"),
    (r"\arg\max_k z_k", "arg maxₖ zₖ", "spaces between functions"),
    (r"\operatorname{softmax}(z)", "softmax(z)", "a function by name"),
    (r"a - -b", "a − −b", "a sign stands close, a difference apart"),
    (r"|z| - 1", "|z| − 1", "minus after a closed bar"),
    (r"p(y|x)", "p(y|x)", "a bar without spaces"),
    (r"p(y \mid x)", "p(y | x)", "and with"),
    (r"\frac{a}{b}", "a/b", "letters need no brackets"),
    (r"\frac{a+b}{cd}", "(a + b)/(cd)", "a sum and a product do"),
    (r"\frac{p(x)}{q(x)}", "p(x)/q(x)", "an argument is no second factor"),
    (r"\frac{1}{a(b+c)}", "1/(a(b + c))", "which a bracketed sum may be"),
    (r"\frac{1}{2} D", "(1/2) D", "else D would seem to be below the line"),
    (r"2\frac{1}{3}", "2 (1/3)", "not the mixed number"),
    (r"a / \frac{b}{c}", "a/(b/c)", "division from the left would be another value"),
    (r"\frac{a/b}{c}", "(a/b)/c", "likewise"),
    (r"\log \frac{p}{q}", "log(p/q)", "the logarithm of all of it"),
    (r"\frac{\log p}{q}", "(log p)/q", "and of the top alone"),
    (r"\left(\frac{a}{b}\right)^2", "(a/b)²", "brackets are not doubled"),
    (r"\frac{a}{b}^2", "(a/b)²", "the power of the whole fraction"),
    (r"\frac{-a}{-b}", "−a/(−b)", "a sign below the line is bracketed"),
    (r"\frac{\partial L}{\partial z_k}", "∂L/∂zₖ", "a derivative reads as one"),
    (r"\frac{dL}{dz}", "dL/dz", "likewise"),
    (r"\partial L/\partial z_k", "∂L/∂zₖ", "as it was typed"),
    (r"\nabla_z L", "∇_z L", "no lowered z: a space before what follows"),
    (r"\hat y", "ŷ", "composed"),
    (r"\hat{p}_t", "p̂ₜ", "an accent without a composed form"),
    (r"\bar{x_i}", "x̄ᵢ", "the bar stands on the letter"),
    (r"\sqrt{x}y", "√x y", "the y is outside the root"),
    (r"\sqrt{x+y}", "√(x + y)", "both are inside"),
    (r"\mathbb{E}_{x \sim p}[-\log q(x)]", "𝔼_(x∼p)[−log q(x)]", "double-struck"),
    (r"\mathbb{R}, \mathcal{L}, \mathbf{x}", "ℝ, ℒ, 𝐱", "fonts, with their exceptions"),
    (r"a \le b \to c \cdot d", "a ≤ b → c · d", "relations and products have spaces"),
    (r"20,000 + 1{,}5", "20,000 + 1,5", "a comma within a number has none"),
    (r"\{0, 1\}", "{0, 1}", "escaped braces are braces"),
    (r"\lVert x \rVert_2", "‖x‖₂", "a norm"),
    (r"\int_0^1 f(x)\,dx", "∫₀¹ f(x) dx", "limits beside the sign"),
    (r"x \text{ if } y", "x if y", "words keep their spaces"),
    (r"\begin{cases} 0 & y = 0 \\ 1 & y = 1 \end{cases}", "{0, y = 0; 1, y = 1}", "in one line"),
    (r"\begin{aligned} a &= b \\ &= c \end{aligned}", "a = b = c", "steps go on"),
]


@pytest.mark.parametrize(("source", "expected", "reason"), INLINE)
def test_a_formula_reads_the_same_in_one_line(source, expected, reason):
    assert inline(source) == expected, reason


SET = {
    r"H(p,q) = -\sum_k p_k \log q_k": """\
           ┰─╴
H(p, q) = −▐╸ pₖ log qₖ
           ┸─╴
            k""",
    r"D_{\mathrm{KL}}(p \,\|\, q) = \sum_k p_k \log \frac{p_k}{q_k}": """\
             ┰─╴       pₖ
D  (p ‖ q) = ▐╸ pₖ log╶──╴
 KL          ┸─╴       qₖ
              k""",
    r"q_k = \frac{\exp(z_k / T)}{\sum_j \exp(z_j / T)}": """\
       exp(zₖ/T)
qₖ = ╶────────────╴
      ∑ⱼ exp(zⱼ/T)""",
    r"L = \log \sum_j \exp(z_j) - z_t": """\
        ┰─╴
L = log ▐╸ exp(zⱼ) − zₜ
        ┸─╴
         j""",
    r"\frac{\partial L}{\partial z_k} = q_k - y_k": """\
 ∂L
╶───╴ = qₖ − yₖ
 ∂zₖ""",
    r"\mathrm{FL}(p_t) = -(1 - p_t)^\gamma \log p_t": "FL(pₜ) = −(1 − pₜ)ᵞ log pₜ",
    r"y_k' = (1-\varepsilon)\, y_k + \frac{\varepsilon}{K}": """\
                    ε
yₖ′ = (1 − ε) yₖ + ╶─╴
                    K""",
    r"I(X;Y) = H(X) + H(Y) - H(X,Y)": "I(X; Y) = H(X) + H(Y) − H(X, Y)",
    r"\mathrm{JS}(p,q) = \frac{1}{2} D(p\|m) + \frac{1}{2} D(q\|m),\quad m = \frac{p+q}{2}": """\
            1            1                p + q
JS(p, q) = ╶─╴ D(p‖m) + ╶─╴ D(q‖m),  m = ╶─────╴
            2            2                  2""",
    r"\mathrm{PPL} = \exp\left(-\frac{1}{N}\sum_{i=1}^{N} \log p_i\right)": """\
         ⎛      N       ⎞
         ⎜  1  ┰─╴      ⎟
PPL = exp⎜−╶─╴ ▐╸ log pᵢ⎟
         ⎜  N  ┸─╴      ⎟
         ⎝     i=1      ⎠""",
    r"\begin{cases} 0 & y = 0 \\ 1 & y = 1 \end{cases}": """\
⎧0  y = 0
⎩1  y = 1""",
    r"\begin{aligned} a &= b \\ &= c \end{aligned}": """\
a = b
  = c""",
    r"\sigma(z) = \frac{1}{1 + e^{-z}}": """\
           1
σ(z) = ╶───────╴
        1 + e⁻ᶻ""",
    r"s = -\log_2 p": "s = −log₂ p",
    r"\mathrm{BCE} = -\big[y \log p + (1-y)\log(1-p)\big]": "BCE = −[y log p + (1 − y) log(1 − p)]",
    r"\hat{y}": "ŷ",
    r"\mathbb{E}_{x \sim p}[-\log q(x)]": """\
𝔼   [−log q(x)]
 x∼p""",
    r"L = \frac{\sum_i w_{t_i} \ell_i}{\sum_i w_{t_i}}": """\
     ∑ᵢ w   ℓᵢ
         tᵢ
L = ╶─────────╴
      ∑ᵢ w
          tᵢ""",
    r"a_{ij}^{T} + x_{t_i}^{Q/2}": """\
          Q/2
aᵢⱼᵀ + x
        tᵢ""",
    r"\sum_{n=1}^{N} \sum_{k=1}^{K} y_{nk}": """\
 N   K
┰─╴ ┰─╴
▐╸  ▐╸ yₙₖ
┸─╴ ┸─╴
n=1 k=1""",
    r"\left\{\begin{array}{ll} 1 & 2 \\ 3 & 4 \end{array}\right.": """\
⎧1  2
⎩3  4""",
}


@pytest.mark.parametrize("source", SET)
def test_a_formula_is_set_in_two_dimensions(source):
    formula = set_formula(source)
    assert list(formula.lines) == SET[source].split("\n")
    assert not formula.fallback


@pytest.mark.parametrize("quantity", QUANTITIES.values(), ids=lambda quantity: quantity.name)
def test_every_formula_of_the_quantities_is_set(quantity):
    assert not quantity.formula or not set_formula(quantity.formula).fallback


def test_the_baseline_is_the_line_of_the_equals_sign():
    formula = set_formula(r"q = \frac{a}{\frac{b}{c}}")
    assert "=" in formula.lines[formula.baseline]


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
    ("가" * 10, "the letters that texicode is given"),
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
    assert len(shown) <= 3 * tex.MAXIMUM_LENGTH
    assert formula.width == max(map(tex.columns, formula.lines))


def test_a_wide_formula_is_broken_before_its_operators():
    formula = set_formula("L = " + " + ".join("abcdefghijklmnopqrstuvwxyz"), width=40)
    assert formula.lines == (
        "L = a + b + c + d + e + f + g + h + i",
        "    + j + k + l + m + n + o + p + q + r",
        "    + s + t + u + v + w + x + y + z",
    )


def test_a_formula_without_a_place_to_break_is_left_wide():
    formula = set_formula(r"\frac{" + "x" * 50 + "}{y}", width=40)
    assert not formula.fallback
    assert formula.width == 52


def test_columns_count_what_a_terminal_shows():
    assert tex.columns("ŷ p̂ₜ") == 4  # a combining accent takes none
    assert tex.columns("日本🐼") == 6  # wide characters take two


def test_wide_characters_keep_a_fraction_in_line():
    assert set_formula(r"\frac{\text{日本}}{x} = 1").lines == (" 日本", "╶────╴ = 1", "  x")


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


@given(st.lists(PIECES, max_size=40).map("".join) | st.text(max_size=80))
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


def test_nothing_is_printed(capfd):
    set_formula(r"\frac{a}{b} \left( \begin{cases} x \end{cases} \right)")
    assert capfd.readouterr() == ("", "")


def test_the_library_is_imported_with_the_first_formula_of_several_lines():
    program = (
        "import sys; from quizapp.working import tex; tex.inline('q_k'); tex.set_formula('q_k');"
        "assert 'texicode' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", program], check=True)
