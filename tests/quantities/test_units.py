"""A unit is one line, and everything that reads or shows units knows it by that."""

from __future__ import annotations

import pytest

from quizapp.engine import perplexity
from quizapp.quantities import units
from quizapp.quantities.units import BASES, UNITS
from tests.one_line import output_with

_LINE = '        Unit("trits", 3, "0.12 or -ln(7/8)/ln(3)", ("trit", "trits")),'
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
from quizapp.cli.arguments import read
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
