"""Formulas in two dimensions, and broken where they are wide."""

from __future__ import annotations

import pytest

from quizapp.quantities import QUANTITIES
from quizapp.text.formulas import set_formula

SET = {
    r"H(p,q) = -\sum_k p_k \log q_k": "H(p, q) = −∑ₖ pₖ log qₖ",
    r"D_{\mathrm{KL}}(p \,\|\, q) = \sum_k p_k \log \frac{p_k}{q_k}": """\
                       pₖ
D  (p ‖ q) = ∑ₖ pₖ log╶──╴
 KL                    qₖ""",
    r"q_k = \frac{\exp(z_k / T)}{\sum_j \exp(z_j / T)}": """\
       exp(zₖ/T)
qₖ = ╶────────────╴
      ∑ⱼ exp(zⱼ/T)""",
    r"L = \log \sum_j \exp(z_j) - z_t": "L = log ∑ⱼ exp(zⱼ) − zₜ",
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
         ⎛  1              ⎞
PPL = exp⎜−╶─╴ ∑ᵢ₌₁ᴺ log pᵢ⎟
         ⎝  N              ⎠""",
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
    r"\left(\frac{a}{b}\right)^{n_k+1}_i": """\
⎛ a ⎞nₖ+1
⎜╶─╴⎟
⎝ b ⎠ᵢ""",
    r"{\left(\frac{a}{b}\right)^2}^3": """\
      3
⎛ a ⎞²
⎜╶─╴⎟
⎝ b ⎠""",
    r"\frac{a}{b}^2": """\
⎛ a ⎞²
⎜╶─╴⎟
⎝ b ⎠""",
    r"\left.\frac{a}{b}\right|_{x=0}": """\
 a │
╶─╴│
 b │ₓ₌₀""",
    r"\sum_{i: y_i = 1}^{N+1} \frac{p_i}{2}": """\
 N+1   pᵢ
  ∑   ╶──╴
i:yᵢ=1 2""",
    r"\lim_{x \to 0} f(x)": """\
lim f(x)
x→0""",
    r"\sqrt[3]{\frac{a}{b} + 1}": """\
 ┌───────╴
 │ a
³│╶─╴ + 1
╰┘ b""",
    r"\overline{\frac{a}{b}}": """\
───
 a
╶─╴
 b""",
    r"A = \begin{bmatrix} a & b & 1 \\ c & d & 100 \end{bmatrix}": """\
A = ⎡a  b   1 ⎤
    ⎣c  d  100⎦""",
    r"\begin{pmatrix} \frac{a}{b} & x \\ 1 \end{pmatrix}": """\
⎛ a    ⎞
⎜╶─╴  x⎟
⎜ b    ⎟
⎜      ⎟
⎝ 1    ⎠""",
    r"f = \begin{cases} \frac{a}{b} & y = 0 \\ 3 & \text{else}\end{cases}": """\
    ⎧ a
    ⎪╶─╴  y = 0
f = ⎨ b
    ⎪
    ⎩3    else""",
    r"\begin{aligned} a &= \frac{b}{c} \\ &= d \end{aligned}": """\
     b
a = ╶─╴
     c

  = d""",
    r"\sum_{n=1}^{N} \sum_{k=1}^{K} y_{nk}": "∑ₙ₌₁ᴺ ∑ₖ₌₁ᴷ yₙₖ",
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


def test_wide_characters_keep_a_fraction_in_line():
    assert set_formula(r"\frac{\text{日本}}{x} = 1").lines == (" 日本", "╶────╴ = 1", "  x")


def test_nothing_is_printed(capfd):
    set_formula(r"\frac{a}{b} \left( \begin{cases} x \end{cases} \right)")
    assert capfd.readouterr() == ("", "")


def test_a_bracket_that_has_no_tall_form_is_shown_as_source():
    assert set_formula(r"\left\langle \frac{a}{b} \right\rangle").fallback
    assert set_formula(r"\left\langle a, b \right\rangle").lines == ("⟨a, b⟩",)
