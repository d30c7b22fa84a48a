"""Formulas in one line: right, and spaced as TeX would space them."""

from __future__ import annotations

import pytest

from quizapp.text.formulas import inline

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
