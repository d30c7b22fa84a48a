"""The campaigns that are run by hand work, and find what they look for."""

import pytest

from quizapp.answers.numbers.notation import entries
from tests.fuzz import banks, responses


def test_a_hundred_responses_of_any_kind_are_read_graded_or_refused():
    tally = responses.campaign(count=100, seed=1)
    assert tally.tried == 100
    assert (tally.raised, tally.unprintable, tally.misread) == ([], [], [])


def test_a_dozen_damaged_banks_are_checked_or_refused():
    tally = banks.campaign(count=12, seed=1)
    assert tally.tried == 12
    assert (tally.raised, tally.unprintable) == ([], [])


def test_a_number_read_as_another_is_found(monkeypatch):
    calculated = entries.calculated
    monkeypatch.setattr(entries, "calculated", lambda text: calculated(text) + 1)
    assert responses.campaign(count=200, seed=1).misread


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0.1+0.2-0.3", 0),
        ("-2^2", -4),
        ("2^3^2", 512),
        ("2^-1", 0.5),
        ("7/(2-5)", -7 / 3),
        ("ln(8)/ln(2)", 3),
        ("50%*3", 1.5),
        ("1/0", None),
        ("2(3)", None),
        ("1e999", None),
        ("9^9^9", None),
    ],
)
def test_plain_arithmetic_is_evaluated_by_fractions(text, value):
    found = responses.independent(text)
    assert (
        found is None if value is None else found is not None and found[0] == pytest.approx(value)
    )
