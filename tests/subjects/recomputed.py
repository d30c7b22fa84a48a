"""Keys of shipped questions beside what other code makes of the same parameters."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from inspect import Parameter, signature
from typing import Any

import pytest

from quizapp.bank.collection import Bank
from quizapp.questions.numeric import NumericQuestion
from quizapp.questions.parts import PartsQuestion

Oracle = Callable[..., Any]
"""Takes parameters of a variant by name, those that it needs, and returns its key."""

SEEDS = range(15)


def numeric(bank: Bank) -> dict[str, NumericQuestion | PartsQuestion]:
    """Return the questions of a bank that ask for numbers, by id."""
    return {
        one.id: one for one in bank.questions if isinstance(one, NumericQuestion | PartsQuestion)
    }


def hold(
    question: NumericQuestion | PartsQuestion, oracles: Mapping[str, Oracle], near: float = 1e-9
) -> None:
    """Compare the keys of some variants with what an oracle says, as near as it is exact."""
    for seed in SEEDS:
        variant = question.variant(seed)
        oracle = oracles[question.id]
        wanted = signature(oracle).parameters
        every = any(one.kind is Parameter.VAR_KEYWORD for one in wanted.values())
        values = {
            name: value for name, value in variant.parameters.items() if every or name in wanted
        }
        key, expected = variant.key, oracle(**values)
        if isinstance(expected, list):
            key = list(key)
        assert key == pytest.approx(expected, rel=near, abs=near / 1000), variant.id
