"""What learners type is read as meant, or refused with what to change; nothing else happens."""

import json
import math
import re
from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from quizapp.answers.numbers.notation.characters import MAXIMUM_LENGTH
from quizapp.answers.numbers.responses import check_shape, read
from quizapp.errors import UnreadableError
from tests.stubs import ANY_CHARACTER

LN = -math.log(0.7)
EXACT = None
"""Significant digits of a calculation."""


def outcome(typed, vector=False):
    """Return the response, or why it is refused."""
    try:
        return read(typed, vector=vector)
    except UnreadableError as error:
        return str(error)


READ = [
    # numbers
    (".357", 0.357, "", 3, "no zero before the point"),
    ("+0.357", 0.357, "", 3, "a plus sign"),
    ("3.57e-1", 0.357, "", 3, "a power of ten"),
    ("357e-3", 0.357, "", 3, "a power of ten of a whole number"),
    ("1.2E+3", 1200.0, "", 2, "a capital E"),
    ("3.57*10^-1", 0.357, "", 3, "scientific notation is a number, not a calculation"),
    ("3.57×10⁻¹", 0.357, "", 3, "with superscripts"),
    ("3·10⁴", 3e4, "", 1, "with a dot for times"),
    ("0.330", 0.33, "", 3, "a trailing zero is a digit"),
    ("0.3570000", 0.357, "", 7, "so are many"),
    ("007", 7.0, "", 1, "leading zeros are none"),
    ("20000", 2e4, "", 5, "zeros of a whole number are typed digits"),
    ("2e4", 2e4, "", 1, "zeros of a power of ten are not"),
    ("0", 0.0, "", 1, "a bare zero on its own"),
    ("0.00", 0.0, "", 2, "a zero has the digits of its decimals"),
    ("-(0.357)", -0.357, "", 3, "brackets don't make a calculation"),
    ("[0.357]", 0.357, "", 3, "a list of one is a number"),
    # characters
    ("−0.357", -0.357, "", 3, "a true minus sign"),
    ("–0.357", -0.357, "", 3, "an en dash"),
    ("０．３５７", 0.357, "", 3, "full-width digits"),
    ("٠٫٣٥٧", 0.357, "", 3, "Arabic-Indic digits"),
    ("\ufeff 0.357\u200b", 0.357, "", 3, "what a paste brings along"),
    ("\u00a0\u200e0.357\u00ad", 0.357, "", 3, "and more of it"),
    ("2✖\ufe0f3", 6.0, "", EXACT, "a sign in colour"),
    ("0.357.", 0.357, "", 3, "the full stop of a sentence"),
    # decimal commas
    ("0,357", 0.357, "", 3, "no thousands begin with 0"),
    ("12,5", 12.5, "", 3, "no thousands end in one digit"),
    ("(0,357)", 0.357, "", 3, "round brackets are not a list"),
    ("-ln(0,7)", LN, "", EXACT, "in a calculation"),
    ("1,234,567", 1234567.0, "", 7, "two commas can only be thousands"),
    ("1,234.5", 1234.5, "", 5, "so can a comma before a point"),
    ("1.234,5", 1234.5, "", 5, "and a point before a comma"),
    ("1.234.567", 1234567.0, "", 7, "two points can only be thousands"),
    ("exp(1,5)", math.exp(1.5), "", EXACT, "a function of one number has no second"),
    ("1,5e-3", 0.0015, "", 2, "before a power of ten"),
    ("1,5·10⁻³", 0.0015, "", 2, "in either notation"),
    ("[0,5]*2", 1.0, "", EXACT, "in brackets that are no list"),
    ("1/0,5", 2.0, "", EXACT, "a share in a calculation"),
    # what people write around a number
    ("≈ .36", 0.36, "", 2, "about"),
    ("approx. .357", 0.357, "", 3, "the stop isn't the decimal point"),
    ("the answer is 0.357", 0.357, "", 3, "a sentence"),
    ("it's about 0.357", 0.357, "", 3, "another"),
    ("L=0.357", 0.357, "", 3, "a name"),
    ("H(p,q) = 0.36", 0.36, "", 2, "a name with arguments"),
    ("D(p||q) = 0.36", 0.36, "", 2, "a divergence"),
    ("cross-entropy loss: 0.36", 0.36, "", 2, "a label"),
    ("-ln(0.7) = 0.357", 0.357, "", 3, "the last side is the answer"),
    ("I(X;Y) = 0.36", 0.36, "", 2, "a semicolon between its arguments"),
    ("softmax(z)[0] = 0.36", 0.36, "", 2, "an entry of a list with a name"),
    ("H = -ln(0.7) ≈ 0.357 nats", 0.357, "nats", 3, "all of these"),
    ("CE = H(p) + D(p||q) = 1.6", 1.6, "", 2, "a formula between a name and its number"),
    ("-log p = -log 0.7 = 0.357", 0.357, "", 3, "a formula and its numbers"),
    ("dL/dz = -0.3", -0.3, "", 1, "a derivative"),
    ("∂L/∂z_1 = -0.3", -0.3, "", 1, "a partial one"),
    ("y'(0) = 3", 3.0, "", 1, "a prime"),
    ("x₁ = 0.3", 0.3, "", 1, "a name with a number below the line"),
    ("(-ln(0.7)) = 0.357", 0.357, "", 3, "a calculation in parentheses"),
    ("R² = 0.8", 0.8, "", 1, "a name that is a square"),
    ("p-value: 0.03", 0.03, "", 1, "a hyphen"),
    ("log-loss = 0.3", 0.3, "", 1, "a hyphen after a name that is also a function"),
    ("log loss = 0.3", 0.3, "", 1, "without one"),
    ("KL[p||q] = 0.3", 0.3, "", 1, "a divergence in brackets"),
    ("E[X] = 3.5", 3.5, "", 2, "an expectation"),
    ("-ln(0) = inf", math.inf, "", EXACT, "an infinite calculation"),
    # units
    ("0.357nats", 0.357, "nats", 3, "no space"),
    ("0.357 (nats)", 0.357, "nats", 3, "in brackets"),
    ("0.515 Sh", 0.515, "bits", 3, "shannons are bits"),
    ("0.155 hartleys", 0.155, "bans", 3, "hartleys are bans"),
    ("0.5 bits per symbol", 0.5, "bits", 1, "per outcome, as always"),
    ("-ln 0.7 nats", LN, "nats", EXACT, "after a calculation"),
    ("∞ bits", math.inf, "bits", EXACT, "after infinity"),
    ("35.7%", 0.357, "percent", 3, "percent is a fraction, with its unit"),
    ("35.7 percent", 0.357, "percent", 3, "in words"),
    ("35.7percent", 0.357, "percent", 3, "without a space"),
    ("50 Percent", 0.5, "percent", 2, "with a capital"),
    ("3.57×10¹ %", 0.357, "percent", 3, "after a power above the line"),
    ("(2^3)%", 0.08, "", EXACT, "after a power in parentheses"),
    ("35.7pct", 0.357, "percent", 3, "shortened"),
    ("-ln(70%)", LN, "", EXACT, "within a calculation it is no unit"),
    ("(7/20)%", 0.0035, "", EXACT, "of a calculation"),
    # infinity
    ("INF", math.inf, "", EXACT, "capitals"),
    ("infinite", math.inf, "", EXACT, "a word"),
    ("-∞", -math.inf, "", EXACT, "negative"),
    ("1/0", math.inf, "", EXACT, "a division by zero"),
    ("-ln(0)", math.inf, "", EXACT, "the surprisal of the impossible"),
    # calculations
    ("-ln 0.7", LN, "", EXACT, "no brackets"),
    ("-ln[0.7]", LN, "", EXACT, "square brackets"),
    ("ln0.7*-1", LN, "", EXACT, "the function ends with its number"),
    ("-log 0.7", LN, "", EXACT, "log is natural"),
    ("-loge(0.7)", LN, "", EXACT, "so is loge"),
    ("-np.log(0.7)", LN, "", EXACT, "so is numpy's"),
    ("ln 0.7 / ln 2", math.log2(0.7), "", EXACT, "a quotient of two functions"),
    ("log₂ 8", 3.0, "", EXACT, "a subscript"),
    ("log₂8", 3.0, "", EXACT, "a subscript ends the name"),
    ("0.3·log₂0.5", -0.3, "", EXACT, "even before a zero"),
    ("log₁₀100", 2.0, "", EXACT, "so does that of base 10"),
    ("log_2(8)", 3.0, "", EXACT, "an underscore"),
    ("log10 100", 2.0, "", EXACT, "base 10"),
    ("log(8, 2)", 3.0, "", EXACT, "a base, as in Python"),
    ("-log(0.7,2)", -math.log2(0.7), "", EXACT, "a point tells the number from the base"),
    ("math.log(0.01, 10)", -2.0, "", EXACT, "base 10"),
    ("log(9, 3)", 2.0, "", EXACT, "any base"),
    ("log(1/0.7, 2) + log(2*(1+1), 2)", math.log2(4 / 0.7), "", EXACT, "more than once"),
    ("log_{2}(8)", 3.0, "", EXACT, "a base in braces"),
    ("-log2(0.7)/log2(e)", LN, "", EXACT, "a change of base"),
    ("-ln(7e-1)", LN, "", EXACT, "a power of ten in a calculation"),
    ("2*1.5E-3 + 1e+1", 10.003, "", EXACT, "more of them"),
    ("2 ln 2", math.log(4), "", EXACT, "times left out before a function"),
    ("0.3(0.7)", 0.21, "", EXACT, "before a bracket"),
    ("0.5·ln2", math.log(2) / 2, "", EXACT, "a dot"),
    ("0,2 · 0,5", 0.1, "", EXACT, "between decimal commas"),
    ("2 x 3", 6.0, "", EXACT, "an x"),
    ("√2", math.sqrt(2), "", EXACT, "a root sign"),
    ("2π", 2 * math.pi, "", EXACT, "pi"),
    ("e^-1", math.exp(-1), "", EXACT, "a signed exponent"),
    ("e**-1.9", math.exp(-1.9), "", EXACT, "Python's power"),
    ("0.3²·(−ln 0.7)", 0.09 * LN, "", EXACT, "a superscript"),
    ("(2*10)^3", 8000.0, "", EXACT, "this is no scientific notation"),
    ("7/10", 0.7, "", EXACT, "a fraction"),
    ("½", 0.5, "", EXACT, "a fraction in one character"),
    ("πᵉ", math.pi**math.e, "", EXACT, "a letter above the line is a power"),
    ("2⁽¹⁺²⁾", 8.0, "", EXACT, "so are parentheses"),
    ("0.10^2", 0.01, "", EXACT, "a power of a number below 1"),
    ("0.3^2/2", 0.045, "", EXACT, "half of a square"),
    ("0.5*e^-1", math.exp(-1) / 2, "", EXACT, "a power of e"),
    ("2e^3", 2 * math.exp(3), "", EXACT, "another"),
    ("1-30%", 0.7, "", EXACT, "a percentage less than all"),
    ("0.2-0.9", -0.7, "", EXACT, "a difference, and no range"),
    ("0.5 - 0.2", 0.3, "", EXACT, "another"),
    # TeX
    (r"\frac{1}{2}", 0.5, "", EXACT, "a fraction"),
    (r"\frac{\frac{1}{2}}{4}", 0.125, "", EXACT, "one in another"),
    (r"-\ln(0.7)", LN, "", EXACT, "a function"),
    (r"-\frac{1}{2}\log_2\frac{1}{2}", 0.5, "", EXACT, "a term of an entropy"),
    (r"-\log_{2} \left(0.5\right)", 1.0, "", EXACT, "a base"),
    (r"2 \times 3 \cdot 4", 24.0, "", EXACT, "signs"),
    (r"$3.57 \times 10^{-1}$", 0.357, "", 3, "between dollars"),
    ("$$\n0.357\n$$", 0.357, "", 3, "on a line of its own"),
    (r"\(\sqrt{2}\)", math.sqrt(2), "", EXACT, "a root"),
    (r"0.357\text{ nats}", 0.357, "nats", 3, "a unit"),
    (r"35.7\%", 0.357, "percent", 3, "a percent sign"),
    # as printed
    ("np.float64(0.3567)", 0.3567, "", 4, "numpy 2"),
    ("-np.log(np.float32(0.7))", LN, "", EXACT, "in a calculation"),
    ("tensor(0.3567, dtype=torch.float64)", 0.3567, "", 4, "torch"),
    ("tensor(0.3567, grad_fn=<NllLossBackward0>)", 0.3567, "", 4, "what made it"),
    ("tensor(0.3567, device='cuda:0', requires_grad=True)", 0.3567, "", 4, "where it is"),
    ("tensor([[0.3567]])", 0.3567, "", 4, "in a batch of one"),
    ("Parameter containing:\ntensor(0.36, requires_grad=True)", 0.36, "", 2, "a parameter"),
    ("Array(0.3567, dtype=float32, weak_type=True)", 0.3567, "", 4, "jax"),
    ("jnp.asarray(0.3567, jnp.float32)", 0.3567, "", 4, "a type without a keyword"),
    ("<tf.Tensor: shape=(), dtype=float32, numpy=0.3567>", 0.3567, "", 4, "TensorFlow"),
    ("ml_dtypes.bfloat16(0.3567)", 0.3567, "", 4, "a type of any library"),
    ("Out[3]: np.float64(0.3567)", 0.3567, "", 4, "after a prompt"),
    (">>> 0.3567", 0.3567, "", 4, "after Python's"),
    ("Decimal('0.3567')", 0.3567, "", 4, "a decimal number"),
    ("Fraction(1, 3)", 1 / 3, "", EXACT, "a fraction"),
    ("float('inf')", math.inf, "", EXACT, "infinity"),
    ("-math.inf", -math.inf, "", EXACT, "the constant"),
    ("0.659-1", -0.341, "", EXACT, "a difference"),
    ("-(0*ln(0.1)+0*ln(0.2)+1*ln(0.7))", LN, "", EXACT, "all terms"),
    ("-(0·ln(0)+1·ln(0.7))", LN, "", EXACT, "0·log 0 is 0"),
    ("-(ln(0)·0+log2(0)*0+1·ln(0.7))", LN, "", EXACT, "on either side"),
]


@pytest.mark.parametrize(
    ("typed", "value", "unit", "digits", "reason"), READ, ids=[row[0] for row in READ]
)
def test_a_number_is_read(typed, value, unit, digits, reason):
    response = read(typed)
    assert response.value == pytest.approx(value, rel=1e-15, abs=1e-15), reason
    assert (response.raw, response.unit, response.digits) == (typed, unit, digits), reason


@pytest.mark.parametrize(
    ("typed", "unit"),
    [
        ("[0.1, 0.2] nats", "nats"),
        ("0.1 0.2 bits", "bits"),
        ("0.1 nats, 0.2 nats", "nats"),
        ("[0.1 nats, 0.2 nats]", "nats"),
        ("(0.1 nats; 0.2 nats)", "nats"),
        ("10% 20%", "percent"),
        ("10%, 0.2", ""),
    ],
)
def test_a_list_has_one_unit(typed, unit):
    response = read(typed, vector=True)
    assert (response.value, response.unit) == ((0.1, 0.2), unit)


@pytest.mark.parametrize(
    ("typed", "precision", "digits", "reason"),
    [
        ("0.357", 0.0005, 3, "half of the last decimal"),
        ("357", 0.5, 3, "half of one"),
        ("2e4", 5000, 1, "half of the last digit's place"),
        ("35.7%", 0.0005, 3, "as a fraction, like the value"),
        ("inf", 0, None, "infinity is exact"),
        ("5/14", 0, None, "a calculation is exact"),
        ("[-1.517, 0, 0]", (0.0005, 0, 0), 4, "a bare zero is exact and doesn't count"),
        ("[1.50, 0.00]", (0.005, 0.005), 2, "a zero with decimals isn't exact"),
        ("[1/3, 0.333, 0.33]", (0.0005, 0.0005, 0.005), 2, "a calculation beside typed numbers"),
        ("[-ln(0.7), 0]", (0, 0), None, "a calculation beside a bare zero"),
        ("[0, 0]", (0, 0), 1, "bare zeros alone"),
    ],
)
def test_the_precision_is_that_of_the_typing(typed, precision, digits, reason):
    response = read(typed, vector=True)
    assert np.asarray(response.precision) == pytest.approx(np.asarray(precision)), reason
    assert response.digits == digits, reason


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("−log(0,7)", "-ln(0.7)"),
        ("0.3² ln 2", "0.3^(2)*ln(2)"),
        ("-ln 70 %", "-ln(70%)"),
        ("3.57×10⁻¹ nats", "3.57e-1"),
        ("[-0.5 1/2]", "[-0.5, 1/2]"),
    ],
)
def test_a_response_says_how_it_was_read(typed, shown):
    assert read(typed).normalised == shown


def test_zero_has_no_sign():
    assert {str(read(typed).value) for typed in ("-0", "-0.0", "-0e5", "0*-1")} == {"0.0"}


def test_a_response_says_whether_log_was_read_as_ln():
    natural = [typed for typed in ("-log(0.7)", "-ln(0.7)", "log2(8)", "LOG 2", "loge 2", "0.7")
               if read(typed).log_is_natural]  # fmt: skip
    assert natural == ["-log(0.7)", "LOG 2"]


REFUSED = [
    ("", "Type a number, such as 0.36 or -ln(0.7)."),
    (" \n\t", "Type a number"),
    ("L =", "left out"),
    ("-ln(0.7) =", "left out"),
    ("0.3\u0305", "U+0305 combining overline"),
    ("2*[0.1, 0.2]", "each of its numbers"),
    # two readings
    ("20,000", "write 20000, or 20.000"),
    ("1,485", "write 1485, or 1.485"),
    ("[0,357]", "ambiguous"),
    ("0 , 357", "ambiguous"),
    ("log(8,2)", "write log(8.2), or log(8, 2)"),
    ("0·357", "write 0.357, or 0 * 357"),
    ("20 000", "without spaces: 20000"),
    ("0 357", "Two numbers in a row"),
    ("1/2 ln 2", "everything you divide by in parentheses"),
    ("ln 7/10", "parentheses"),
    ("ln 2^2", "parentheses"),
    ("log28", "parentheses"),
    ("1.2x10-3", "write 1.2e-3"),
    ("-1.2 × 10–3", "write 1.2e-3"),
    ("1/3%", "parentheses"),
    ("lg(1/0.7)", "log2 or log10"),
    ("3.57 e-1", "right after the number"),
    ("1½", "decimal number"),
    ("(1,2),3", "same number of entries"),
    ("1/3,1/3,1/3", "'3,1' is ambiguous"),
    ("0.357,0", "ambiguous"),
    ("0,357.0", "ambiguous"),
    ("-0.357.000", "ambiguous"),
    ("00,357.5", "ambiguous"),
    ("(1,2)(3,4)", "ambiguous"),
    ("1,5*2,5", "ambiguous"),
    ("(12,5)", "ambiguous"),
    ("1,234e3", "write 1234, or 1.234"),
    ("12,34,567.89", "without commas: 1234567.89"),
    ("35'000", "without apostrophes: 35000"),
    ("35 000", "without spaces: 35000"),
    ("35\u202f000", "without spaces: 35000"),
    ("1 234,5", "without spaces: 1234.5"),
    ("1 000 000", "without spaces: 1000000"),
    ("1'000'000", "without apostrophes: 1000000"),
    ("-35 000", "without spaces: -35000"),
    ("12,34,567", "without commas: 1234567"),
    ("35_000", "without '_': 35000"),
    ("0.357(3)", "number in parentheses"),
    ("0.1(6)", "number in parentheses"),
    ("0.(3)", "number in parentheses"),
    ("0.357 (0.36)", "number in parentheses"),
    ("(0.3)2", "^ for a power"),
    ("e(2)", "exp(2)"),
    ("2e(0.5)", "exp(2)"),
    ("log2+1", "as in log2(0.7)"),
    ("ln 2*3", "in parentheses"),
    ("ln 2*(1/3)", "in parentheses"),
    ("log₃9", "log(9, 3)"),
    ("log_3(9)", "log(9, 3)"),
    ("12₂", "subscripts"),
    ("0.5-10%", "percentage"),
    ("100 + 10%", "percentage"),
    # powers of ten
    ("1.25e(-1)", "right after the number"),
    ("1.25 e(3)", "right after the number"),
    ("1.25*e-1", "right after the number"),
    ("1.25 × e + 3", "right after the number"),
    ("1.25x10(-3)", "right after the number"),
    ("1.25*10e-3", "10e-3 is 0.01"),
    ("1.25e^-1", "3.57 * e^-1 for a power of e"),
    ("1.25e^(-1)", "3.57 * e^-1 for a power of e"),
    ("3.57*10^-1%", "power in parentheses"),
    ("2^30 %", "power in parentheses"),
    ("3.10^-1", "3e-1 for a power of ten"),
    ("2^1/2", "exponent in parentheses"),
    ("e^-1/2", "exponent in parentheses"),
    # equations
    ("y'(x)+y(x)=0.357", "equation"),
    ("-x=0.3", "equation"),
    ("p - y = 0.3", "equation"),
    ("2x = 0.7", "equation"),
    ("x² = 0.49", "equation"),
    ("1/p = 4", "equation"),
    ("|x| = 0.3", "equation"),
    ("ln p = -0.3", "equation"),
    ("LN p = -0.3", "equation"),
    ("log2(x) = 3", "equation"),
    # two answers
    ("0.35 or 0.36", "two answers"),
    ("between 0.35 and 0.36", "two answers"),
    ("0.35 = 0.36", "two answers"),
    ("x=0.35 y=0.36", "two answers"),
    ("0.35 0.36", "Two numbers"),
    ("0.1; 0.2", "can't use ';'"),
    ("0.35-0.36", "range"),
    ("0.35–0.36", "range"),
    ("35%-36%", "range"),
    ("20-22", "range"),
    ("0.357 +- 0.001", "margin of error"),
    ("0.357 ± 0.001", "margin of error"),
    ("< 0.36", "inequality"),
    # slips of the keyboard
    ("0'357", "a decimal point"),
    ("0;357", "a decimal point"),
    ("1:4", "a fraction, as in 1/4"),
    ("0 . 357", "'.'"),
    ("O.357", "letter O"),
    ("0x1p-2", "decimal number"),
    ("1e", "3.57e-1"),
    ("1_000", "without '_'"),
    ("--0.357", "Two minus signs"),
    ("0.357#", "'#'"),
    ("3!", "'!'"),
    ("?", "'?'"),
    ("-ln((0.7)", "bracket"),
    ("(" * 21 + "1" + ")" * 21, "Too many parentheses"),
    ("0.7)", "bracket"),
    ("(0.7]", "bracket"),
    ("ln()", "nothing in the parentheses"),
    ("()", "nothing in the parentheses"),
    ("2*", "isn't finished"),
    ("*2", "can't read this calculation"),
    ("ln", "as in ln(0.7)"),
    # units
    ("0.357 bytes", "don't know the unit 'bytes'"),
    ("0.357 units", "don't know the unit 'units'"),
    ("357 mnats", "in nats, not in mnats"),
    ("35k", "out in full"),
    ("3 million", "out in full"),
    ("50% nats", "one unit"),
    ("ln(0.5 nats)", "at the end"),
    ("nats", "at the end"),
    ("%", "after a number"),
    # no numbers
    ("zero point three", "digits"),
    ("abc", "can't read 'abc'"),
    ("None", "isn't a number"),
    ("-nan", "isn't a number"),
    ("0/0", "can't be computed"),
    ("sqrt(-1)", "can't be computed"),
    ("ln -0.7", "can't be computed"),
    ("inf - inf", "can't be computed"),
    ("0*inf", "can't be computed"),
    ("ln(-16)*10", "can't be computed"),
    ("1.318 + 2*ln(-3)", "can't be computed"),
    ("-log2(-1)*inf", "can't be computed"),
    ("p - y", "formula"),
    ("H(p,q)", "formula"),
    ("-sum(p*log(q))", "formula"),
    ("softmax", "formula"),
    ("0.357, I guess", "can't read 'I'"),
    ("σ(2)", "formula"),
    # too large
    ("1e999", "too large"),
    ("1e-999", "too small"),
    ("9**9**9", "too large"),
    ("9^9^9", "too large"),
    ("1e308*1e308", "too large"),
    ("exp(1000)", "too large"),
    ("1e999*0", "too large"),
    # what isn't meant well
    ("__import__('os').system('true')", "don't know the function '__import__'"),
    ("lambda: 0.357", "can't read 'lambda'"),
    ("[x for x in range(10**9)]", "formula"),
    ("factorial(100000)", "don't know the function 'factorial'"),
    ("0.357 if 1 else 0", "can't read 'if'"),
    ("x.__class__", "formula"),
    ("f'{1}'", "formula"),
    ("$(whoami)", "'$'"),
    ("\x1b[31m0.357\x1b[0m", "U+001B"),
    ("0.357\x00", "U+0000"),
    ("0.357\ud800", "U+D800"),
    ("0.1\u202e329", "U+202E right-to-left override"),
    ("\u202e0.357", "U+202E"),
    ("0.1\U000e0041329", "U+E0041"),
    ("0.1\u200b329", "U+200B zero width space"),
    ("0.1\u00ad329", "U+00AD soft hyphen"),
    ("l\u200bn(0.7)", "U+200B"),
    ("0.3\u3164", "U+3164"),
    # TeX and programs
    (r"\frac12", r"'\frac'"),
    (r"\frac{1}{2", "brace"),
    (r"\frac{1}2", "brace"),
    ("＼frac", "I don't read TeX"),
    ("αβ(2)", "formula"),
    (r"\foo{3}", r"'\foo'"),
    ("np.sum([0.1, 0.2])", "can't"),
    ("foo.bar(0.3)", "can't read 'foo'"),
    ("tensor(0.3567, 0.1)", "function 'tensor'"),
    ("tensor(0.3567", "match"),
    ("[0.1, 0.2, ..., 0.3]", "instead of '...'"),
]


@pytest.mark.parametrize(("typed", "says"), REFUSED, ids=[repr(row[0]) for row in REFUSED])
def test_a_refusal_says_what_to_change(typed, says):
    with pytest.raises(UnreadableError) as caught:
        read(typed)
    assert says in str(caught.value)


CASES = json.loads((Path(__file__).parents[2] / "cases/answers.json").read_text())


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_the_cases_are_read_as_they_say(case):
    typed = case["input"]
    if not isinstance(typed, str):
        typed = typed.get("prefix", "") + typed["repeat"] * typed["times"] + typed.get("suffix", "")
    accepted = {case["verdict"], *case.get("also_acceptable_verdicts", ())}
    response = outcome(typed, vector=isinstance(case["true_value"], list))
    if isinstance(response, str):
        assert "unparsable" in accepted
    elif case["verdict"] == "unparsable":
        assert accepted != {"unparsable"}
    else:
        # Some cases give the exact value that a rounded response stands for.
        reach = np.ravel(response.precision) + 1e-12
        expected = np.ravel(np.asarray(case["parsed_value"], dtype=float))
        assert np.isclose(np.ravel(response.value), expected, rtol=0, atol=reach).all()


PIECES = st.sampled_from(
    re.split(
        "~",
        "0~1~.5~0.7~1e5~e~-1~,~;~.~-~+~*~/~^~**~(~)~[~]~%~=~≈~is~ln~log~log2~√~exp~pi~∞~nats~bits"
        "~per~token~x~p~H(p,q)~½~⁻¹~·~×~O~about~loss~or~'~<~:~±~nan~np.~array(~0,5~1,485~_~ﷺ~ ~\n"
        "~\ufeff~\x1b~\ud800",
    )
)
TEXTS = st.text(ANY_CHARACTER) | st.lists(PIECES, max_size=14).map("".join)


@given(TEXTS, st.booleans())
@example("array(O ≈)e ½", False)
@example("array((ln= * )^ )^", False)
@example("[" * 1500, True)
@example("ﷺ" * 1900, True)
def test_any_text_is_read_or_refused_in_one_printable_line(text, vector):
    response = outcome(text, vector)
    if isinstance(response, str):
        assert response.isprintable()
        assert 0 < len(response) < 160
    else:
        assert not np.isnan(response.value).any()
        assert np.shape(response.precision) == np.shape(response.value)
        assert response.unit in ("", "nats", "bits", "bans", "percent")
        assert response.digits is None or response.digits >= 1


@given(st.floats(allow_nan=False))
def test_a_float_that_is_written_and_read_is_itself(value):
    response = read(repr(value))
    assert response.value == value
    assert 0 <= response.precision <= max(abs(value) / 2, 0.05)


@given(st.decimals(-1000, 1000, places=3, allow_nan=False), st.sampled_from([",", "."]))
def test_a_typed_number_is_within_its_precision_of_what_was_rounded(number, mark):
    typed = str(number).replace(".", mark)
    response = outcome(typed)
    if isinstance(response, str):
        assert "ambiguous" in response
    else:
        assert (response.value, response.precision) == (float(number), 0.0005)


@given(st.floats(1e-3, 1), st.sampled_from(["-ln({})", "−log {}", "-loge[{}]", "ln(1/{})"]))
def test_a_calculation_is_worth_what_it_says(p, form):
    assert read(form.format(f"{p:f}")).value == pytest.approx(-math.log(float(f"{p:f}")), abs=1e-15)


@pytest.mark.parametrize("unit", ["9", "(", "[", "1+", "1,", " ", "ln ", "-", "²", "½", "ﷺ", "é"])
def test_what_is_too_long_is_refused_unread(unit):
    with pytest.raises(UnreadableError):
        read(f"1{unit * 1_000_000}1")
    with pytest.raises(UnreadableError):
        read(unit * MAXIMUM_LENGTH, vector=True)


def test_space_around_a_response_has_no_length():
    assert read(" " * 1_000_000 + "0.357" + "\n" * 1_000_000).value == 0.357


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("23170", 23170),
        ("23,170", 23170),
        ("23 170", 23170),
        ("23\u202f170", 23170),
        ("23\u00a0170", 23170),
        ("23'170", 23170),
        ("23’170", 23170),
        ("23_170", 23170),
        ("-23,170", -23170),
        ("1,000", 1000),
        ("1,234,567", 1234567),
        ("1.234.567", 1234567),
        ("12,34,567", 1234567),
        ("1 234 567", 1234567),
        ("1 234 567,5", 1234567.5),
        ("n = 23,170", 23170),
        ("23,170.0", 23170),
        ("11,585*2", 23170),
        ("23,17", 23.17),
        ("23.17", 23.17),
        ("0,170", 0.17),
    ],
)
def test_a_whole_number_may_be_grouped_in_any_way(typed, value):
    assert read(typed, whole=True).value == value


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("23.170", "write 23170, or 23.17"),
        ("5.000", "write 5000, or 5"),
        ("23, 170", "ambiguous"),
        ("23 17", "in a row"),
    ],
)
def test_a_whole_number_that_could_be_another_is_refused(typed, says):
    assert says in outcome_of(typed)


def outcome_of(typed):
    with pytest.raises(UnreadableError) as caught:
        read(typed, whole=True)
    return str(caught.value)


def test_whole_numbers_of_a_list_are_grouped_by_what_does_not_part_them():
    assert read("1,234; 5'678; 9_012", vector=True, whole=True).value == (1234, 5678, 9012)
    assert read("1,234, 5,678", vector=True, whole=True).value == (1234, 5678)


@pytest.mark.parametrize(
    ("typed", "shape", "says"),
    [
        ("0.1, 0.2", (3,), "2 of 3 numbers"),
        ("0.1", (3,), "1 of 3 numbers"),
        ("0.1", (2, 2), "1 of 4 numbers"),
        ("0.1, 0.2, 0.3, 0.4", (3,), "a list of 3 numbers; you gave a list of 4 numbers"),
        ("[[1, 2, 3]]", (1,), "a list of 1 number; you gave 1 row of 3 numbers"),
        ("[[1, 2], [3, 4]]", (4,), "a list of 4 numbers; you gave 2 rows of 2 numbers"),
        ("1, 2, 3, 4", (2, 2), "2 rows of 2 numbers; you gave a list of 4 numbers"),
        ("0.1, 0.2", (), "one number; you gave 2"),
        ("[[1, 2], [3, 4]]", (), "one number; you gave 4"),
    ],
)
def test_a_list_of_another_length_is_refused_and_counted(typed, shape, says):
    response = read(typed, vector=bool(shape))
    with pytest.raises(UnreadableError) as caught:
        check_shape(response, shape)
    assert says in str(caught.value)
    assert caught.value.unfinished == (" of " in says[:5])


@pytest.mark.parametrize(
    ("typed", "shape"),
    [("0.1", ()), ("1, 2", (2,)), ("[[1, 2]]", (2,)), ("[[1], [2]]", (2,)), ("1 2\n3 4", (2, 2))],
)
def test_a_list_of_the_length_asked_for_is_a_row_a_column_or_a_matrix(typed, shape):
    check_shape(read(typed, vector=bool(shape)), shape)
