"""Keys of shipped questions beside what other code makes of the same parameters."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from quizapp.bank.collection import Bank
from quizapp.questions.numeric import NumericQuestion
from quizapp.questions.parts import PartsQuestion

Oracle = Callable[..., Any]
"""Takes the parameters of a variant by name and returns its key."""

SEEDS = range(15)


def numeric(bank: Bank) -> dict[str, NumericQuestion | PartsQuestion]:
    """Return the questions of a bank that ask for numbers, by id."""
    return {
        one.id: one for one in bank.questions if isinstance(one, NumericQuestion | PartsQuestion)
    }


def hold(question: NumericQuestion | PartsQuestion, oracles: Mapping[str, Oracle]) -> None:
    """Compare the keys of some variants with what an oracle says."""
    for seed in SEEDS:
        variant = question.variant(seed)
        key, expected = variant.key, oracles[question.id](**variant.parameters)
        if isinstance(expected, list):
            key = list(key)
        assert key == pytest.approx(expected, rel=1e-9, abs=1e-12), variant.id
