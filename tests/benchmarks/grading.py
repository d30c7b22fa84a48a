"""Time one wrong response graded from nothing, diagnosis included.

``python tests/benchmarks/grading.py``, with quizapp installed or ``PYTHONPATH=.``, prints for
each family of questions the milliseconds from the drawn parameters to the grade, and how many
times as long that takes as the floor, the engine's own value of one cross-entropy, measured in turn
with it in the same run; then the middle of all questions and the slowest hundredth, beside their
goals.

Where the time of one grade goes, by what `cProfile` adds up: two thirds to `Diagnosis.mistakes`,
for some forty wrong values of an answer, of which `Textbook.wrong_values` takes a quarter of all
(the slips' expressions, compiled once), `Textbook.replaced` a fifth (the answer with a wrong part)
and the slips' conditions a twentieth; a fifth goes to `Diagnosis.lines`, which writes the learner's
line and the right one down; a tenth to reading what was typed; a twentieth to the key. No function
has more than a thirtieth for itself: what is left over the goal is numpy's price of one operation
on one number or on a list of three, some two hundred times.
"""

from __future__ import annotations

import math
import statistics
import time
import tomllib
from collections.abc import Callable
from pathlib import Path

import numpy as np

from quizapp.engine import cross_entropy_logits
from quizapp.questions.numeric import NumericQuestion, NumericVariant

_FAMILIES = Path(__file__).parent.parent / "quantities" / "families.toml"
_VARIANTS = 10
_ROUNDS = 5
"""The shortest of the rounds counts, of the time on a core: what else runs only adds."""


def main() -> None:
    """Print one line for each family, and the typical one."""
    print(f"{'family':<42}{'graded':>12}{'floor':>12}{'ratio':>10}")
    times, ratios = [], []
    for family, question in _families().items():
        graded, floor = _shortest(question)
        times.append(graded)
        ratios.append(graded / floor)
        print(f"{family:<42}{graded * 1e3:>9.2f} ms{floor * 1e6:>9.1f} µs{graded / floor:>10.0f}")
    typical, slow = statistics.median(times) * 1e3, statistics.quantiles(times, n=100)[-1] * 1e3
    print(
        f"{'median (goal 1.5 ms)':<42}{typical:>9.2f} ms{'':>12}{statistics.median(ratios):>10.0f}"
    )
    print(f"{'slowest hundredth (goal 5 ms)':<42}{slow:>9.2f} ms")


def _families() -> dict[str, NumericQuestion]:
    entries = tomllib.loads(_FAMILIES.read_text(encoding="utf-8"))
    return {
        entry.pop("family"): NumericQuestion(
            id=name, bank="families", topic="families", level=1, stem="", **entry
        )
        for name, entry in entries.items()
        if "family" in entry
    }


def _shortest(question: NumericQuestion) -> tuple[float, float]:
    """Return the seconds of one grade and of the floor, taking turns."""
    drawn = [question.variant(seed) for seed in range(_VARIANTS)]
    typed = [_wrong(variant) for variant in drawn]

    def grade() -> None:
        for variant, text in zip(drawn, typed, strict=True):
            fresh = NumericVariant(question, variant.seed, variant.parameters)
            fresh.grade(fresh.read(text))

    def value() -> None:
        for _ in range(_VARIANTS):
            cross_entropy_logits([2.0, 1.0, 0.1], 0)

    graded = floor = math.inf
    for _ in range(_ROUNDS):
        graded, floor = min(graded, _seconds(grade)), min(floor, _seconds(value))
    return graded / _VARIANTS, floor / _VARIANTS


def _wrong(variant: NumericVariant) -> str:
    """Return the number of a slip of the variant, as typed."""
    mistake = variant.diagnosis.mistakes[-1]
    return ", ".join(f"{entry:#.4g}" for entry in np.atleast_1d(mistake.value))


def _seconds(work: Callable[[], None]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


if __name__ == "__main__":
    main()
