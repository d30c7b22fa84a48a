"""How fast variants are drawn and banks are checked, with their goals.

Run as ``python tests/benchmarks/drawing.py [ROUNDS]``. A variant, its stem and its key, is compared
with one text formatted and one loss calculated in plain Python, in turns. A first draw begins with
nothing parsed or compiled; the longest of all shipped questions counts. A check is timed on one
core. Medians of the rounds, of the time on a core; no number is asserted. The last line says how
many answers with a logarithm can be worked out by hand.

What is left over the goals, by what `cProfile` adds up. A variant: a third is drawing (a hash for
each parameter, and `reject`), a quarter the stem (`Template.fill`), the rest the key, half of it
in `Evaluator._value`, which walks trees of some thirty nodes, and half in the engine's functions,
which check what they are given. A first draw: parsing and compiling the slips' texts takes the
most where the first draw is fair; where it isn't, each further one takes a diagnosis of one or
two milliseconds, nine times at the longest. A check: a third is `derive`, almost half of which are
the lines of its calculations; one answer in three is written again with more digits until its
lines agree. A quarter are fair draws; a twelfth each are the texts of the variants, and what is
given away or not given at all (`remarks.numeric`); a sixteenth each are the examples of open
questions, reading and grading the key as typed, and the slips that can't be told from the key
(`undiagnosable`).
"""

from __future__ import annotations

import math
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import replace

from quizapp.bank import reader
from quizapp.bank.checking.questions import _Check
from quizapp.bank.sources import shipped
from quizapp.expressions import compiled, grammar
from quizapp.questions.numeric import NumericQuestion, NumericVariant

ROUNDS = 9
SEEDS = 5
VARIANTS = 20


def main() -> int:
    """Print the figures."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS
    banks = reader.load([shipped()])
    generated = [
        one for one in banks.questions if isinstance(one, NumericQuestion) and one.generated
    ]
    print(f"a variant over format + answer: {drawn(generated, rounds):.0f} (goal 20)")
    known = [one.made_ready(()) for one in generated]
    print(f"first draw of a shipped question, longest: {first(known, rounds):.1f} ms (goal 5)")
    print(f"first draw of a question of one's own, longest: {first(generated, rounds):.1f} ms")
    work = [(bank, question) for bank in banks.banks for question in bank.questions]
    began = time.process_time()
    checked = sum(_Check(*one, VARIANTS).finding().variants for one in work)
    taken = (time.process_time() - began) / checked * 1000
    print(f"a check of {checked:,} variants, CPU per 1,000: {taken:.2f} s (goal 1.5)")
    print(f"by hand, of the solutions with a logarithm: {by_hand(generated):.0%} (goal 50%)")
    return 0


def drawn(questions: list[NumericQuestion], rounds: int) -> float:
    """Return how long the typical question takes to draw, over the floor."""
    ratios = []
    for question in questions:
        _draw(question)
        taken = [
            (_seconds(lambda one=question: _draw(one)), _seconds(_floor)) for _ in range(rounds)
        ]
        ratios.append(statistics.median(one / floor for one, floor in taken))
    return statistics.median(ratios)


def first(questions: list[NumericQuestion], rounds: int) -> float:
    """Return how many milliseconds the longest first draw takes."""
    longest = 0.0
    for question in questions:
        taken = []
        for _ in range(rounds):
            compiled.compiled.cache_clear()
            grammar.parsed.cache_clear()
            fresh = replace(question)
            taken.append(_seconds(lambda one=fresh: one.variant(3).stem))
        longest = max(longest, statistics.median(taken))
    return longest * 1000


def by_hand(questions: list[NumericQuestion]) -> float:
    """Return the share of solutions with a logarithm that need no calculator."""
    variants = [one.variant(seed) for one in questions for seed in range(SEEDS)]
    with_logarithm = [one for one in variants if _has_logarithm(one)]
    return statistics.fmean(bool(one.by_hand.lines) for one in with_logarithm)


def _has_logarithm(variant: NumericVariant) -> bool:
    texts = [line.text for step in variant.working.steps for line in step.lines]
    return any("ln" in text or "log" in text for text in texts)


def _draw(question: NumericQuestion) -> None:
    for seed in range(SEEDS):
        variant = question.drawn(seed, 0)
        if variant is not None:
            _ = variant.stem, variant.key


def _floor() -> None:
    for place in range(SEEDS):
        logits = [2.0, 1.0, 0.1 * place]
        top = max(logits)
        loss = math.log(sum(math.exp(logit - top) for logit in logits)) + top - logits[0]
        _ = f"A model gives three classes the logits {logits}, and class {place} is true.", loss


def _seconds(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began


if __name__ == "__main__":
    sys.exit(main())
