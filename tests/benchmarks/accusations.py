"""Count how often a random wrong number is taken for a mistake that nobody made.

``python tests/benchmarks/accusations.py``, with quizapp installed or ``PYTHONPATH=.``, prints for
each family of questions the share of random wrong numbers near the key that are explained by a
slip, typed with four significant digits and with three. The aim is 3 % and 5 % at most. After the
name of a family, the slips that were named follow, the most frequent first.
"""

from __future__ import annotations

import sys
import tomllib
from collections import Counter
from pathlib import Path

import numpy as np

from quizapp.questions.base import Verdict
from quizapp.questions.numeric import NumericQuestion, NumericVariant

_FAMILIES = Path(__file__).parent.parent / "quantities" / "families.toml"
_NUMBERS = 10_000
_VARIANTS = 50
_FACTOR = 5
"""Random numbers lie within this factor of the key, as often above as below."""
_DIGITS = (4, 3)
_AIMS = {4: 0.03, 3: 0.05}


def main() -> None:
    """Print one line for each family."""
    wanted = sys.argv[1:]
    print(f"{'family':<42}{'four digits':>12}{'three digits':>14}")
    highest = dict.fromkeys(_DIGITS, 0.0)
    for family, question in _families().items():
        if wanted and family not in wanted:
            continue
        named = {digits: Counter[str]() for digits in _DIGITS}
        shares = {digits: _share(question, digits, named[digits]) for digits in _DIGITS}
        highest = {digits: max(shares[digits], highest[digits]) for digits in _DIGITS}
        print(f"{family:<42}{shares[4]:>12.2%}{shares[3]:>14.2%}")
        for slip, times in named[3].most_common(12) if wanted else ():
            print(f"    {slip:<52}{times / _NUMBERS:>14.2%}")
    print(f"{'highest':<42}{highest[4]:>12.2%}{highest[3]:>14.2%}")
    print(f"{'aim':<42}{_AIMS[4]:>12.2%}{_AIMS[3]:>14.2%}")
    sys.exit(any(highest[digits] > _AIMS[digits] for digits in _DIGITS))


def _families() -> dict[str, NumericQuestion]:
    entries = tomllib.loads(_FAMILIES.read_text(encoding="utf-8"))
    return {
        entry.pop("family"): NumericQuestion(
            id=name, bank="families", topic="families", level=1, stem="", **entry
        )
        for name, entry in entries.items()
        if "family" in entry
    }


def _share(question: NumericQuestion, digits: int, named: Counter[str]) -> float:
    """Return how many of the wrong numbers are explained, and count by what."""
    generator = np.random.default_rng(0)
    wrong = explained = 0
    for seed in range(_VARIANTS):
        variant = question.variant(seed)
        for _ in range(_NUMBERS // _VARIANTS):
            grade = _graded(variant, generator, digits)
            if grade is None:
                continue
            wrong += 1
            explained += bool(grade)
            named.update(grade)
    return explained / wrong


def _graded(
    variant: NumericVariant, generator: np.random.Generator, digits: int
) -> tuple[str, ...] | None:
    """Return the slips found in a random number near the key; None when it is right."""
    key = np.asarray(variant.key)
    number = key * np.exp(generator.uniform(-1, 1, key.shape) * np.log(_FACTOR))
    typed = ", ".join(f"{entry:.{digits}g}" for entry in np.atleast_1d(number))
    grade = variant.grade(variant.read(typed))
    return None if grade.verdict in (Verdict.CORRECT, Verdict.IMPRECISE) else grade.slips


if __name__ == "__main__":
    main()
