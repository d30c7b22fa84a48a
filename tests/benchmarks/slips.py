"""Read what is said of every mistake in the shipped numeric questions, and look for untruths.

``python tests/benchmarks/slips.py [SEEDS]``, with quizapp installed or ``PYTHONPATH=.``, holds each
sentence of each mistake against what must be true of the number it speaks of, and prints the
sentences that aren't. The aim is that there is none.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from quizapp.bank import reader
from quizapp.expressions import grammar
from quizapp.expressions.grammar import Binary, Call, Unary
from quizapp.questions.numeric import NumericQuestion, NumericVariant
from quizapp.working.diagnosis import Diagnosis
from quizapp.working.mistakes import Mistake

_SEEDS = 30
_SLACK = 1e-9


@dataclass(frozen=True)
class Said:
    """A sentence about a mistake, with the numbers that it can be held against."""

    text: str
    value: Any
    """The number that the sentence speaks of: of the whole answer, or of the part it names."""
    right: Any
    """What it should be."""
    whole: Any
    """What the answer comes to with the mistake."""
    key: Any
    diagnosis: Diagnosis
    call: Call | None

    @property
    def is_share(self) -> bool:
        """Whether all of it lies between 0 and 1."""
        return bool(np.all((self.value >= -_SLACK) & (self.value <= 1 + _SLACK)))

    @property
    def has_leading_minus(self) -> bool:
        """Whether the formula of the answer, or of what it rests on, begins with a minus."""
        textbook = self.diagnosis.textbook
        trees = [textbook.resolved(self.diagnosis.root)]
        trees += [grammar.parsed(textbook.case(call).means) for call in textbook.calls(trees[0])]
        return any(isinstance(tree, Unary) for tree in trees) and bool(np.all(self.key >= 0))

    @property
    def has_difference(self) -> bool:
        """Whether something is subtracted in the answer, or in what it stands for."""
        textbook = self.diagnosis.textbook
        root = textbook.resolved(self.diagnosis.root)
        trees = [root, *(textbook.expansion(call) for call in textbook.calls(root))]
        trees += [grammar.parsed(textbook.case(call).means) for call in textbook.calls(root)]
        parts = (part for tree in trees if tree is not None for part in grammar.walk(tree))
        return any(isinstance(part, Binary) and part.operator == "-" for part in parts)

    def argument(self, name: str) -> Any:
        """Return an argument of the call that the mistake was made in."""
        assert self.call is not None
        return self.diagnosis.textbook.arguments(self.call)[name]


def _never(_: Said) -> bool:
    """Return that something is not to be said at all."""
    return False


TRUTHS: Final[dict[str, Callable[[Said], bool]]] = {
    r"(That's|Those are|That is) the probabilit(y|ies)\b(?! (given to|for))": lambda one: (
        one.is_share
    ),
    r"never exceeds 1": lambda one: one.is_share,
    r"leading minus": lambda one: one.has_leading_minus and bool(np.all(one.whole <= 0)),
    r"divergence is never negative": lambda one: bool(np.all(one.value < 0)),
    r"subtraction is reversed": lambda one: one.has_difference,
    r"the answer is positive": lambda one: bool(np.min(one.key) >= 0),
    r"the answer is negative": lambda one: bool(np.min(one.key) < 0),
    r"That's the (accuracy|error rate)": lambda one: one.is_share,
    r"That's the Gini impurity": lambda one: one.is_share,
    r"only says whether the prediction is": lambda one: one.is_share,
    r"the largest entropy possible": lambda one: bool(np.all(one.value >= one.right - _SLACK)),
    r"target sums to more than 1": lambda one: bool(np.all(np.sum(one.value, -1) > 1)),
    r"target sums to less than 1": lambda one: bool(np.all(np.sum(one.value, -1) < 1)),
    r"softmax twice": _never,
    r"maximum is only a lower bound": lambda one: bool(np.all(one.value <= one.right)),
    r"That's 1/p\.": lambda one: bool(np.all(one.value >= 1)),
    r"That's the perplexity": lambda one: bool(np.all(one.value >= np.minimum(one.right, 1))),
    r"For y = 0": lambda one: bool(np.min(one.argument("y")) < 1),
    r"(Negatives|Zeros) have a (loss|gradient)": lambda one: bool(np.min(one.argument("y")) < 1),
    r"You took the (\w+) class, but the true class is the \1\b": _never,
    r"Those are the odds": lambda one: bool(np.all(one.value >= 0)),
    r"Log-probabilities are never positive": lambda one: bool(np.any(one.value > 0)),
    r"must still sum to 1": lambda one: abs(float(np.sum(one.value, -1).flat[0]) - 1) > _SLACK,
    r"indices start at 0|counting classes from 0|columns are x": _never,
    r"question has no α": lambda one: "alpha" not in str(one.diagnosis.root),
    r"the answer can't be negative": lambda one: bool(np.min(one.key) >= 0),
    r"the answer\. Take its log": _never,
    r"a probability is never above 1": lambda one: bool(np.all(one.value > 1)),
    r"the sum (would pass|is more than) 1": lambda one: bool(
        np.all((one.value > 1) == ("is more" in one.text))
    ),
}
"""What a sentence says, as a pattern, with what makes it true."""


def said(diagnosis: Diagnosis, mistake: Mistake) -> Said:
    """Return what is said of a mistake, with the numbers of the part that it was made in."""
    value, right = mistake.value, diagnosis.key
    if mistake.call is not None and mistake.slip is not None:
        with np.errstate(all="ignore"):
            wrong = dict(diagnosis.textbook.wrong_values(mistake.call, mistake.slip))
        value, right = wrong[mistake.way], diagnosis.textbook.value(mistake.call)
    numbers = map(np.asarray, (value, right, mistake.value, diagnosis.key))
    return Said(diagnosis.says(mistake), *numbers, diagnosis, mistake.call)


def untrue(one: Said) -> Iterator[str]:
    """Yield the patterns of what a sentence says and what isn't so."""
    for pattern, holds in TRUTHS.items():
        if re.search(pattern, one.text) and not holds(one):
            yield pattern


def variants(seeds: Iterable[int]) -> Iterator[NumericVariant]:
    """Yield variants of the shipped numeric questions, of a fixed one a single one."""
    for question in reader.load([reader.shipped()]).questions:
        if isinstance(question, NumericQuestion):
            for seed in seeds if question.generated else (0,):
                yield question.variant(seed)


def main() -> None:
    """Print each untrue sentence once for each question, and fail when there is one."""
    seeds = int(sys.argv[1]) if sys.argv[1:] else _SEEDS
    read, found = 0, Counter[tuple[str, str]]()
    for variant in variants(range(seeds)):
        for mistake in variant.diagnosis.mistakes:
            read += 1
            one = said(variant.diagnosis, mistake)
            for pattern in untrue(one):
                if not found[variant.question.name, pattern]:
                    print(f"{variant.id}: {one.whole}: {one.text}")
                found[variant.question.name, pattern] += 1
    print(f"{read:,} sentences read, {sum(found.values()):,} of them untrue")
    sys.exit(bool(found))


if __name__ == "__main__":
    main()
