"""What slips mean, told apart from an answer."""

from pathlib import Path

from quizapp.bank import reader
from quizapp.quantities import QUANTITIES
from quizapp.reports.slip_meanings import meanings

OWN = """\
schema: 1
bank: own
questions:
  - id: one
    type: numeric
    topic: surprisal
    level: 1
    draw:
      p: decimal(0.1, 0.4, 0.1)
    stem: Surprisal of {{ p }} in bits?
    answer: surprisal(p)
    unit: bits
    slips:
      - id: halved
        instead: surprisal(p) / 2
        says: Don't halve it.
      - id: tripled
        instead: surprisal(p) * 3
        says: Don't triple {{ p }}.
"""


def test_every_slip_of_a_quantity_has_a_meaning():
    found = meanings(())
    assert all(found[slip.id] for one in QUANTITIES.values() for slip in one.slips)


def test_a_base_mixed_up_with_bans_is_told_both_ways_round():
    said = meanings(())["log10"]
    assert not said.startswith("That was a log to base 10")
    assert "Bans" in said


def test_an_author_is_quoted_where_nothing_is_filled_in():
    found = meanings(reader.read_text(OWN, Path("own.yaml")).questions)
    assert found["halved"] == "Don't halve it."
    assert "tripled" not in found
