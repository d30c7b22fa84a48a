"""Whether a learner can arrive at the key of a numeric question, type it, and not just guess it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any, Final

import numpy as np

from quizapp.quantities.units import BASES
from quizapp.questions.base import FieldRemark, Verdict
from quizapp.questions.numeric import NumericQuestion, NumericVariant
from quizapp.questions.remarks import given, keys
from quizapp.text import prose
from quizapp.text.formulas import set_formula
from quizapp.text.phrases import percent
from quizapp.text.suggestions import one_of
from quizapp.working.derivation import unit_of_expression

LEAST_DIFFERENT: Final = 10
"""Variants that a generated question needs."""
MOST_GUESSED: Final = 0.5
"""Share of variants that a blind guess may get right."""
MOST_TOLERANCE: Final = 0.2
"""Tolerance above which most mistakes would pass."""
_UNIT_ASKED: Final = re.compile(rf"\b(?:What is|[Hh]ow)\b[^?]*, in ({'|'.join(BASES)})\b\)?\?")
"""A question that asks for one number in a unit of information."""
_NO_DIGITS: Final = re.compile(r"[^0-9]")
_MOST_WHOLE: Final = 2**53
"""From here on not every whole number can be told from the next."""


def faults(variant: NumericVariant) -> Iterator[FieldRemark]:
    """Yield a unit that no logarithm has, or a key that isn't right when it is typed."""
    question = variant.question
    if question.unit not in BASES and question.unit != "none" and _depends_on_the_base(question):
        yield (
            "unit",
            f"this answer depends on the base of a logarithm, and '{question.unit}' doesn't say "
            f"which: write {one_of(BASES)}, or give each logarithm its base=…",
        )
        return
    typed = _typed(variant.key)
    if variant.grade(variant.read(typed)).verdict is not Verdict.CORRECT:
        yield (
            "answer",
            f"the answer typed back isn't graded as correct: {typed} in {variant.id}; "
            f"{_to_accept(variant)}",
        )


def _depends_on_the_base(question: NumericQuestion) -> bool:
    """Whether the answer is another number to another base, as the unit would set it."""
    return len({_unit_of(question, base) for base in BASES.values()}) > 1


def _unit_of(question: NumericQuestion, base: float) -> str:
    """Return the unit of the answer where logarithms are taken to a base."""
    trees, known = question.trees, dict[str, str]()
    for name, tree in trees.lets.items():
        known[name] = unit_of_expression(tree, base, trees.quantities, known)
    return unit_of_expression(trees.expression(question.answer), base, trees.quantities, known)


def of_variant(variant: NumericVariant) -> Iterator[FieldRemark]:
    """Yield what is unwise about one variant: its working, its unit and its hints."""
    _ = variant.mistakes  # met here, where what is wrong with a slip is told
    question, working = variant.question, variant.working
    if variant.diagnosis.cut_short:
        yield (
            "answer",
            "recognizing mistakes in this answer takes too much calculating, so some won't be "
            "recognized: simplify the slips of what it calls",
        )
    if any(step.formula and set_formula(step.formula).fallback for step in working.steps):
        yield "answer", f"a formula in the solution can't be displayed: {variant.id}"
    if not working.steps and not question.solution:
        message = "no worked solution can be computed for this answer: write a 'solution'"
        yield "answer", message
    if question.unit == "none" and _depends_on_the_base(question):
        yield (
            "unit",
            f"this answer depends on the base of a logarithm: add a unit, {one_of(BASES)}",
        )
    if any(_gives_away(hint, variant.key_text) for hint in variant.hints):
        yield "hints", f"a hint gives away the answer: {variant.id}"


def remarks(question: NumericQuestion, variants: Sequence[NumericVariant]) -> Iterator[FieldRemark]:
    """Yield what is unwise about a question, seen over its variants."""
    hidden = tuple(given.remarks(variants))
    yield from hidden
    yield from keys.remarks(question, variants)
    if question.generated:
        yield from _always_right(question, variants)
    elif variants:
        yield from _tolerated(variants[0])
    asked = _UNIT_ASKED.search(question.stem)
    if asked and question.unit == "none" and not _depends_on_the_base(question):
        yield "unit", f"the question asks for {asked[1]}: say 'unit: {asked[1]}', or it is refused"
    if question.tolerance.relative > MOST_TOLERANCE:
        share = percent(question.tolerance.relative)
        yield "tolerance", f"a tolerance of {share} would accept mistakes: 1% is usual"
    different = len({variant.asked() for variant in variants})
    few = different < LEAST_DIFFERENT <= len(variants) / 3
    if question.generated and few and not hidden:
        yield "draw", f"there are few different variants: {different}; widen the draws"
    guessed = guessable(variants)
    if guessed > MOST_GUESSED:
        yield (
            "answer",
            f"a blind guess would be right too often: in {percent(guessed)} of variants; "
            "widen the draws",
        )


def _always_right(
    question: NumericQuestion, variants: Sequence[NumericVariant]
) -> Iterator[FieldRemark]:
    """Yield the author's slips that never differ from the key."""
    if variants:
        own = {(slip.id,) for slip in question.slips} & question.undiagnosable
        for ids in sorted(own):
            if all(ids in {mistake.ids for mistake in variant.unfair} for variant in variants):
                yield "slips", f"the mistake '{ids[0]}' always gives the right answer: change it"


def _tolerated(variant: NumericVariant) -> Iterator[FieldRemark]:
    """Yield the slips of a fixed question that can pass for its key."""
    for mistake in variant.unfair:
        slip = " + ".join(mistake.ids)
        yield (
            "tolerance",
            f"the tolerance accepts the mistake '{slip}': use other numbers or a tighter tolerance",
        )


def guessable(variants: Sequence[NumericVariant]) -> float:
    """Return how often the better of two blind guesses is right; 0 of too few variants.

    One guess is the key met most often, the other the largest number that the stem shows.
    """
    if len(variants) < LEAST_DIFFERENT:
        return 0.0
    texts = Counter(variant.key_text for variant in variants)
    frequent = texts.most_common(1)[0][1] / len(variants)
    largest = sum(_is_largest_shown(variant) for variant in variants) / len(variants)
    return max(frequent, largest)


def _is_largest_shown(variant: NumericVariant) -> bool:
    numbers = [
        float(entry)
        for value in variant.parameters.values()
        for entry in np.ravel(np.asarray(value, dtype=float))
    ]
    return bool(np.ndim(variant.key) == 0 and numbers and max(numbers) == float(variant.key))


def _to_accept(variant: NumericVariant) -> str:
    """Return what makes a key that is typed with six digits count."""
    key = variant.key
    if variant.question.tolerance.exact and not np.all(np.equal(key, np.round(key))):
        return "a tolerance of 0 accepts only whole numbers; use a wider one, or round the answer"
    return "loosen the tolerance"


def _typed(key: Any) -> str:  # noqa: ANN401 - a number or an array
    """Return a key as somebody careful would type it."""
    if np.ndim(key) == 0:
        whole = float(key).is_integer() and abs(key) < _MOST_WHOLE
        return str(int(key)) if whole else f"{float(key):.6g}"
    if np.ndim(key) == 1:
        return "[" + ", ".join(_typed(entry) for entry in key) + "]"
    return "[" + ", ".join(_typed(row) for row in key) + "]"


def _gives_away(hint: str, key_text: str) -> bool:
    """Whether a hint contains the key as shown; short keys stand in many texts by chance."""
    number = key_text.split(" ")[0].replace(",", "")
    if len(number) < len("0.123") or _NO_DIGITS.sub("", number) not in _NO_DIGITS.sub("", hint):
        return False
    return number in prose.plain(hint, quotes=False).replace(",", "")
