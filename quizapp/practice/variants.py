"""The variants of a session: drawn from its seed, told apart, and graded again."""

from __future__ import annotations

from contextlib import suppress
from typing import Final

from quizapp.errors import QuizappError
from quizapp.expressions.chance import Chance
from quizapp.questions.base import Grade, Question, Variant
from quizapp.record import Attempt

SEEDS: Final = 1_000_000
"""How many seeds a session draws from."""
_SEEDS_FOR_EACH: Final = 5
"""Seeds that are tried for each of several variants that differ."""


def variant_seed(session: int, question: Question, turn: int = 0) -> int:
    """Return the seed from which a session of some seed draws a question, at first or again."""
    return Chance(session, question.name, turn).below(SEEDS)


def drawn(question: Question, seed: int) -> Variant:
    """Return the variant of a seed, all of whose texts can be shown.

    Raises
    ------
    QuizappError
        When none can be drawn, or one of its texts can't be filled in.
    """
    variant = question.variant(seed)
    check_shown(variant)
    return variant


def different(question: Question, count: int, seed: int = 0) -> list[Variant]:
    """Return variants with different parameters, from a seed on; fewer when there are no more.

    Raises
    ------
    QuizappError
        When one can't be drawn or shown.
    """
    found: dict[tuple[str, str], Variant] = {}
    wanted = count if question.generated else 1
    # A question with few draws gives the same one again; as many more seeds are tried.
    for tried in range(seed, seed + _SEEDS_FOR_EACH * wanted):
        variant = drawn(question, tried)
        found.setdefault(mark_of(variant), variant)
        if len(found) == wanted:
            break
    return list(found.values())


def graded_again(variant: Variant, attempt: Attempt) -> Grade:
    """Return the grade that an attempt got, with what is said of it today."""
    # What other programs recorded may lack what is kept of an answer here.
    with suppress(QuizappError, LookupError, TypeError):
        grade = variant.grade(variant.read_again(attempt.response, attempt.value))
        if (grade.verdict, grade.score) == (attempt.verdict, attempt.score):
            return grade
    return Grade(
        verdict=attempt.verdict,
        score=attempt.score,
        feedback="",
        slips=attempt.slips,
        value=attempt.value,
    )


def mark_of(variant: Variant) -> tuple[str, str]:
    """Return what tells a variant from others."""
    return variant.question.name, repr(sorted(variant.parameters.items()))


def check_shown(variant: Variant) -> None:
    """Meet now what would keep a front end from asking and explaining a variant."""
    _ = variant.stem, variant.hints, variant.solution, variant.key_text
