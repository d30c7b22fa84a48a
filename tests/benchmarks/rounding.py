"""Count what rounded keys and blind guesses are worth in the shipped numeric questions.

``python tests/benchmarks/rounding.py [SEEDS]``, with quizapp installed or ``PYTHONPATH=.``, types
each key rounded to two to six significant digits, with and without the zeros at its end, as a
learner who is right would, and prints how often that is graded as what. The aim is that it is
always correct or imprecise, and that no mistake is named. Then it types a few numbers into every
question blindly; the aim is that none of them earns points in more than 3 % of the variants.
Questions that ask for a whole number are exact, and are left out of the first part.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator

import numpy as np

from quizapp.bank import reader
from quizapp.questions.base import Verdict
from quizapp.questions.numeric import NumericQuestion, NumericVariant

_SEEDS = 100
_DIGITS = range(2, 7)
_GUESSES = ("0", "1", "2", "0.5", "0.1", "10")
_MOST_GUESSED = 0.03
_RIGHT = (Verdict.CORRECT, Verdict.IMPRECISE)


def main() -> None:
    """Print the counts, and fail when an aim is missed."""
    seeds = int(sys.argv[1]) if sys.argv[1:] else _SEEDS
    rounded: Counter[str] = Counter()
    earned: Counter[str] = Counter()
    by_question: dict[str, Counter[str]] = {guess: Counter() for guess in _GUESSES}
    missed = lists = scalars = 0
    for variant in _variants(seeds):
        for text in dict.fromkeys(_typed(variant)):
            grade = variant.grade(variant.read(text))
            rounded[grade.verdict] += 1
            if grade.verdict not in _RIGHT or grade.slips:
                missed += 1
                print(f"{variant.question.name}@{variant.seed} {text}: {grade.feedback}")
        if np.ndim(variant.key):
            lists += 1
            continue
        scalars += 1
        for guess in _GUESSES:
            if variant.grade(variant.read(guess)).score:
                earned[guess] += 1
                by_question[guess][variant.question.name] += 1
    print(f"{lists + scalars} variants, {lists} of them with lists")
    print("rounded keys: " + ", ".join(f"{count} {name}" for name, count in rounded.items()))
    print(f"wrong or accused, of {rounded.total()}: {missed}")
    for guess in _GUESSES:
        often = ", ".join(f"{name} {count}" for name, count in by_question[guess].most_common(5))
        print(f"{guess:>4} earns points in {earned[guess] / scalars:.2%}: {often}")
    sys.exit(bool(missed) or max(earned.values()) > _MOST_GUESSED * scalars)


def _variants(seeds: int) -> Iterator[NumericVariant]:
    for bank in reader.load([reader.shipped()]).banks:
        for question in bank.questions:
            if isinstance(question, NumericQuestion):
                for seed in range(seeds if question.generated else 1):
                    yield question.variant(seed)


def _typed(variant: NumericVariant) -> Iterator[str]:
    """Yield the key as it is typed after rounding."""
    entries = np.ravel(variant.key).tolist()
    if variant.whole or not np.all(np.isfinite(entries)):
        return
    for digits in _DIGITS:
        yield ", ".join(f"{entry:#.{digits}g}" for entry in entries)
        yield ", ".join(f"{entry:.{digits}g}" for entry in entries)


if __name__ == "__main__":
    main()
