"""A unit is one line, and everything that reads or shows units knows it by that."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from quizapp.answers.numbers.responses import read
from quizapp.bank.reader import read_text
from quizapp.engine import perplexity
from quizapp.errors import BankError, UnreadableError
from quizapp.quantities import units
from quizapp.quantities.units import BASES, UNITS
from tests.one_line import output_with

_LINE = '        Unit("trits", INFORMATION, 3, "0.12 or -ln(7/8)/ln(3)", ("trit", "trits")),'
_BANK = """\
schema: 1
bank: b
questions:
  - id: q
    type: numeric
    topic: entropy
    level: 2
    stem: The surprisal of an event of probability 1/9, in trits?
    unit: trits
    answer: surprisal(1/9)
"""


def _with_one_more_unit(script):
    return output_with(_LINE, '        Unit("none"', units.__name__, script)


def test_a_new_unit_is_read_shown_converted_and_checked():
    shown = _with_one_more_unit(f"""
from pathlib import Path

from quizapp.bank import reader
from quizapp.bank.checking import questions
from quizapp.cli.parsing import read
from quizapp.errors import UnreadableError
from quizapp.reports.calculation import calculate

bank = reader.read_text({_BANK!r}, Path("b.yaml"))
report = questions.check(reader.Banks((bank,), ()), 3)
print(len(report.all_problems), "problems")
(question,) = bank.questions
variant = question.variant(1)
print(variant.key_text)
for typed in ("2", "2 trits", "3.17 bits", "3.17", "2.197"):
    print(variant.grade(variant.read(typed)).feedback)
try:
    variant.read("2 furlongs")
except UnreadableError as error:
    print(error)
print(read(["calc", "1", "--unit", "trits"]).unit)
print(calculate("surprisal(1/9)", "trits").working.result)
""")
    assert shown == [
        "0 problems",
        "2 trits",
        "Right.",
        "Right.",
        "That's 2 trits.",
        "That's right in bits, but the question asks for trits: multiply by 0.6309.",
        "That's right in nats, but the question asks for trits: divide by ln 3 (1.099).",
        "I don't know the unit 'furlongs'. Use nats, bits, bans, trits or %.",
        "trits",
        "2 trits",
    ]


def test_a_bank_that_contradicts_a_new_unit_is_refused():
    bank = _BANK.replace("surprisal(1/9)", "surprisal(1/9, base=2)")
    shown = _with_one_more_unit(f"""
from pathlib import Path

from quizapp.bank import reader
from quizapp.errors import BankError

try:
    reader.read_text({bank!r}, Path("b.yaml"))
except BankError as error:
    print(error)
""")
    assert "the unit 'trits' already sets the base" in shown[0]


@pytest.mark.parametrize("unit", BASES)
def test_a_unit_is_written_by_its_own_name(unit):
    assert unit in UNITS[unit].written


@pytest.mark.parametrize("unit", BASES)
def test_the_option_of_perplexity_knows_each_unit(unit):
    assert perplexity(mean_nll=2.0, unit=unit) == pytest.approx(BASES[unit] ** 2)


def variant(answer, unit, tolerance="1%"):
    text = (
        "schema: 1\nquestions:\n  - id: a\n    type: numeric\n    topic: t\n    level: 1\n"
        f"    stem: What?\n    answer: {answer}\n    unit: {unit}\n    tolerance: {tolerance}\n"
    )
    return read_text(text, Path("a.yaml")).questions[0].variant()


MIB, USERS, MANY = ("512", "MiB"), ("23170", "users", 0), ("6.4e9", "none")
SHARE, TIME = ("100 * 9 / 108", "percent"), ("[12, 14]", "ms")
GRADED = [
    (MIB, "512 MiB", "correct", "Right."),
    (MIB, "0.5 GiB", "correct", "That's 512 MiB."),
    (MIB, "524288 KiB", "correct", "That's 512 MiB."),
    (MIB, "536.9 mb", "correct", "That's 512 MiB."),
    (MIB, "0.5", "wrong_unit", "The number is right in GiB, but the answer is 512 MiB."),
    (MIB, "536.9", "wrong_unit", "The number is right in MB, but the answer is 512 MiB."),
    (
        MIB,
        "512 GiB",
        "wrong_unit",
        "The number is right, but the unit isn't: the answer is 512 MiB.",
    ),
    (MIB, "0.52", "incorrect", "I don't recognize"),
    (USERS, "23,170", "correct", "Right."),
    (USERS, "23 170", "correct", "Right."),
    (USERS, "23170 users", "correct", "Right."),
    (USERS, "23.17k users", "correct", "That's 23,170 users."),
    (
        USERS,
        "23.17",
        "wrong_unit",
        "The number is right in thousands, but the answer is 23,170 users.",
    ),
    (USERS, "23171", "incorrect", "You're off by one."),
    (MANY, "6.4B", "correct", "That's 6,400,000,000."),
    (MANY, "6.4 billion", "correct", "That's 6,400,000,000."),
    (MANY, "6400M", "correct", "That's 6,400,000,000."),
    (
        MANY,
        "6.4",
        "wrong_unit",
        "The number is right in billions, but the answer is 6,400,000,000.",
    ),
    (SHARE, "8.33 %", "correct", "Right."),
    (SHARE, "833 bp", "correct", "That's 8.333%."),
    (
        SHARE,
        "0.0833",
        "wrong_unit",
        "The number is right as a fraction, but the question asks for a percentage: 8.333%.",
    ),
    (TIME, "12 ms, 14 ms", "correct", "Right."),
    (TIME, "0.012, 0.014 s", "correct", "That's [12, 14] ms."),
    (TIME, "12000 µs, 14000 µs", "correct", "That's [12, 14] ms."),
    (("5", "$"), "$5", "correct", "Right."),
    (("0.5", "none"), "500", "incorrect", "Right digits, but the decimal point"),
]


COMPOUND = [
    ("tokens/s", "12.5 tokens/s", "correct"),
    ("tokens/s", "12.5 tokens per second", "correct"),
    ("tokens/s", "12.5 token / sec.", "correct"),
    ("tokens/s", "100/8 tokens/s", "correct"),
    ("tokens/s", "0.0125k tokens/s", "correct"),
    ("ms/token", "12.5 milliseconds per token", "correct"),
    ("ms/token", "12.5 ms", "wrong_unit"),
    ("m²", "12.5 m²", "correct"),
    ("m²", "12.5m^2", "correct"),
    ("false-positives", "12.5 false positives", "correct"),
    ("$", "$12.50", "correct"),
    ("dollars", "$12.50", "correct"),
    ("EUR", "12.5 €", "correct"),
]


@pytest.mark.parametrize(("unit", "typed", "verdict"), COMPOUND)
def test_a_unit_of_several_words_or_with_a_sign_is_read(unit, typed, verdict):
    one = variant("12.5", unit)
    assert one.grade(one.read(typed)).verdict == verdict


@pytest.mark.parametrize("typed", ["12.5 tok/s", "12.5 tokens", "12.5 tokens per hour"])
def test_another_unit_than_one_of_several_words_is_refused_by_its_name(typed):
    with pytest.raises(UnreadableError, match=r"I don't know the unit '.*'\. Use tokens/s\."):
        variant("12.5", "tokens/s").read(typed)


@pytest.mark.parametrize("typed", ["23,660", "23 660", "23,659.8", "$23,660", "23.66k", "23.660k"])
def test_a_large_number_may_be_typed_in_groups_as_it_is_shown(typed):
    one = variant("23659.8", "dollars")
    assert one.key_text == "23,660 dollars"
    assert one.grade(one.read(typed)).verdict == "correct"


@pytest.mark.parametrize(("asked", "typed", "verdict", "says"), GRADED)
def test_a_number_is_graded_in_the_scale_that_it_is_written_in(asked, typed, verdict, says):
    one = variant(*asked)
    grade = one.grade(one.read(typed))
    assert (grade.verdict, grade.feedback[: len(says)]) == (verdict, says)
    assert grade.score == {"correct": 1, "wrong_unit": 0.5}.get(verdict, 0)


@pytest.mark.parametrize("typed", ["23170 people", "12 zs"])
def test_a_word_that_is_no_unit_is_not_read(typed):
    with pytest.raises(UnreadableError, match="Use users"):
        variant(*USERS).read(typed)


def test_one_of_a_unit_is_singular_and_a_sign_stays_as_it_is():
    assert [variant("1", unit).key_text for unit in ("users", "ms", "MiB", "bytes")] == [
        "1 user",
        "1 ms",
        "1 MiB",
        "1 byte",
    ]


NEARLY = [("nat", "nats"), ("Mib", "MiB"), ("kb", "KB"), ("bytee", "bytes"), ("percnt", "percent")]


@pytest.mark.parametrize(("written", "meant"), NEARLY)
def test_what_is_nearly_a_unit_is_refused_with_it(written, meant):
    with pytest.raises(BankError, match=f"did you mean '{meant}'"):
        variant("5", written)


@pytest.mark.parametrize(
    ("written", "name"), [("'%'", "percent"), ("kg", "kg"), ("tokens/s", "tokens/s"), ("µs", "us")]
)
def test_any_other_word_is_a_unit(written, name):
    assert variant("5", written).question.unit == name


@pytest.mark.parametrize("unit", ["MiB", "users", "percent", "ms"])
@pytest.mark.parametrize("answer", ["entropy([0.5, 0.5])", "-surprisal(0.5) * 8 / 2"])
def test_a_logarithm_wants_a_unit_of_information(unit, answer):
    (found,) = variant(answer, unit).faults()
    assert found == (
        "unit",
        f"this answer depends on the base of a logarithm, and '{unit}' doesn't say which: write "
        "nats, bits or bans, or give each logarithm its base=…",
    )


def test_a_let_that_is_logarithmic_wants_one_too():
    text = (
        "schema: 1\nquestions:\n  - id: a\n    type: numeric\n    topic: t\n    level: 1\n"
        "    stem: What?\n    let:\n      h: entropy([0.5, 0.5])\n    answer: 100 * h\n"
        "    unit: ms\n"
    )
    (question,) = read_text(text, Path("a.yaml")).questions
    assert [field for field, _ in question.variant().faults()] == ["unit"]


@pytest.mark.parametrize(
    "answer",
    [
        "surprisal(0.25, base=2) * 16 / 8",
        "entropy([0.5, 0.5]) / surprisal(0.25)",
        "perplexity([0.5, 0.5])",
        "log2(8)",
    ],
)
def test_what_depends_on_no_unit_may_have_any(answer):
    question = variant(answer, "bytes")
    assert [*question.faults(), *question.remarks()] == []


@pytest.mark.parametrize("unit", ["none", "users", "ms", "bytes", "bits"])
def test_thousands_can_be_typed_before_any_unit(unit):
    typed = "3 thousand" if unit == "none" else f"3 thousand {unit}"
    response = read(typed, unit=unit)
    assert response.value * units.factor(response.unit, unit) == 3000


def test_a_bare_time_is_compared_with_times_alone():
    assert {unit.name for unit, _ in units.other_scales("ms")} == {"ns", "us", "s", "min", "h"}


@pytest.mark.parametrize(
    ("typed", "unit", "says"),
    [
        ("7 million params", "parameters", "unit 'params'. Use parameters"),
        ("0.357 natural units", "nats", "read 'natural'"),
        ("0.357 big nats", "nats", "unit 'big'. Use nats"),
    ],
)
def test_the_word_that_is_unknown_is_named(typed, unit, says):
    with pytest.raises(UnreadableError, match=re.escape(says)):
        read(typed, unit=unit)
