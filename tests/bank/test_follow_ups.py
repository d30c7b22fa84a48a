"""What is asked on in the shipped banks speaks of the same things as what was asked first."""

from __future__ import annotations

import pytest

from quizapp.errors import UsageError
from tests.stubs import shipped_banks

BANKS = shipped_banks()
PAIRS = [
    (first, second) for first in BANKS.questions if first.draw for second in BANKS.follow_ups(first)
]


@pytest.mark.parametrize(("first", "second"), PAIRS, ids=lambda one: one.id)
def test_a_follow_up_names_what_was_named(first, second):
    for name in set(first.words) & set(second.words):
        texts = first.words[name]
        assert tuple(second.words[name][: len(texts)]) == tuple(texts)


@pytest.mark.thorough
@pytest.mark.parametrize(("first", "second"), PAIRS, ids=lambda one: one.id)
def test_a_follow_up_can_be_asked_on_most_numbers(first, second):
    asked = 0
    for seed in range(12):
        parameters = first.variant(seed).parameters
        try:
            asked += bool(second.with_parameters(parameters, seed).stem)
        except UsageError:
            continue  # its author refuses these numbers
    assert asked >= 6
