"""What learners type is read as meant, or refused with what to change; nothing else happens."""

import json
import math
import re
from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from quizapp.errors import UnreadableError
from quizapp.expressions.notation.characters import MAXIMUM_LENGTH
from quizapp.expressions.responses import read

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
    ("0.357.", 0.357, "", 3, "the full stop of a sentence"),
    # decimal commas
    ("0,357", 0.357, "", 3, "no thousands begin with 0"),
    ("12,5", 12.5, "", 3, "no thousands end in one digit"),
    ("(0,357)", 0.357, "", 3, "round brackets are not a list"),
    ("-ln(0,7)", LN, "", EXACT, "in a calculation"),
    ("1,234,567", 1234567.0, "", 7, "two commas can only be thousands"),
    ("1,234.5", 1234.5, "", 5, "so can a comma before a point"),
    ("1.234,5", 1234.5, "", 5, "and a point before a comma"),
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
    ("-log2(0.7)/log2(e)", LN, "", EXACT, "a change of base"),
    ("2 ln 2", math.log(4), "", EXACT, "times left out before a function"),
    ("0.3(0.7)", 0.21, "", EXACT, "before a bracket"),
    ("0.5·ln2", math.log(2) / 2, "", EXACT, "a dot"),
    ("2 x 3", 6.0, "", EXACT, "an x"),
    ("√2", math.sqrt(2), "", EXACT, "a root sign"),
    ("2π", 2 * math.pi, "", EXACT, "pi"),
    ("e^-1", math.exp(-1), "", EXACT, "a signed exponent"),
    ("e**-1.9", math.exp(-1.9), "", EXACT, "Python's power"),
    ("0.3²·(−ln 0.7)", 0.09 * LN, "", EXACT, "a superscript"),
    ("(2*10)^3", 8000.0, "", EXACT, "this is no scientific notation"),
    ("7/10", 0.7, "", EXACT, "a fraction"),
    ("½", 0.5, "", EXACT, "a fraction in one character"),
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


def test_a_response_says_whether_log_was_read_as_ln():
    natural = [typed for typed in ("-log(0.7)", "-ln(0.7)", "log2(8)", "LOG 2", "loge 2", "0.7")
               if read(typed).log_is_natural]  # fmt: skip
    assert natural == ["-log(0.7)", "LOG 2"]


REFUSED = [
    ("", "Type a number, such as 0.36 or -ln(0.7)."),
    (" \n\t", "Type a number"),
    ("L =", "missing"),
    # two readings
    ("20,000", "write 20000, or 20.000"),
    ("1,485", "write 1485, or 1.485"),
    ("[0,357]", "two readings"),
    ("0 , 357", "two readings"),
    ("log(8,2)", "two readings"),
    ("0·357", "write 0.357, or 0 * 357"),
    ("20 000", "two numbers in a row"),
    ("0 357", "two numbers in a row"),
    ("1/2 ln 2", "brackets around all that you divide by"),
    ("ln 7/10", "brackets"),
    ("ln 2^2", "brackets"),
    ("log28", "brackets"),
    ("1.2x10-3", "write 1.2e-3"),
    ("-1.2 × 10–3", "write 1.2e-3"),
    ("1/3%", "brackets"),
    ("lg(1/0.7)", "log2 or log10"),
    ("3.57 e-1", "right after the number"),
    ("1½", "decimal number"),
    # two answers
    ("0.35 or 0.36", "two answers"),
    ("between 0.35 and 0.36", "two answers"),
    ("0.35 = 0.36", "two answers"),
    ("x=0.35 y=0.36", "two answers"),
    ("0.35 0.36", "two numbers"),
    ("0.1; 0.2", "one number"),
    ("0.35-0.36", "range"),
    ("0.35–0.36", "range"),
    ("0.357 +- 0.001", "margin of error"),
    ("0.357 ± 0.001", "margin of error"),
    ("< 0.36", "bound"),
    # slips of the keyboard
    ("0'357", "a point for the decimals"),
    ("0;357", "a point for the decimals"),
    ("0 . 357", "'.'"),
    ("O.357", "letter O"),
    ("0x1p-2", "decimal number"),
    ("1e", "3.57e-1"),
    ("1_000", "without '_'"),
    ("--0.357", "two minus signs"),
    ("0.357#", "'#'"),
    ("3!", "'!'"),
    ("?", "'?'"),
    ("-ln((0.7)", "bracket"),
    ("0.7)", "bracket"),
    ("(0.7]", "bracket"),
    ("ln()", "nothing in the brackets"),
    ("()", "nothing in the brackets"),
    ("2*", "too early"),
    ("*2", "can't read this calculation"),
    ("ln", "as in ln(0.7)"),
    # units
    ("0.357 bytes", "don't know the unit 'bytes'"),
    ("0.357 units", "don't know the unit 'units'"),
    ("357 mnats", "in nats, not in mnats"),
    ("50% nats", "one unit"),
    ("nats", "at the end"),
    ("%", "after a number"),
    # no numbers
    ("zero point three", "digits"),
    ("abc", "can't read 'abc'"),
    ("None", "no number"),
    ("-nan", "no number"),
    ("0/0", "no value"),
    ("sqrt(-1)", "no value"),
    ("ln -0.7", "no value"),
    ("inf - inf", "no value"),
    ("0*inf", "no value"),
    ("ln(-16)*10", "no value"),
    ("1.318 + 2*ln(-3)", "no value"),
    ("-log2(-1)*inf", "no value"),
    ("p - y", "formula"),
    ("H(p,q)", "formula"),
    ("-sum(p*log(q))", "formula"),
    ("softmax", "formula"),
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
]


@pytest.mark.parametrize(("typed", "says"), REFUSED, ids=[repr(row[0]) for row in REFUSED])
def test_a_refusal_says_what_to_change(typed, says):
    with pytest.raises(UnreadableError) as caught:
        read(typed)
    assert says in str(caught.value)


CASES = json.loads((Path(__file__).parents[1] / "cases/answers.json").read_text())


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
TEXTS = st.text() | st.lists(PIECES, max_size=14).map("".join)


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
        assert "two readings" in response
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
