"""What is unwise about the keys of a numeric question, seen over its variants."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np

from quizapp.expressions.grammar import COMPARISONS, Binary, Name, Node, Unary
from quizapp.questions.base import FieldRemark
from quizapp.questions.numeric import NumericQuestion, NumericVariant

_DIGITS: Final = 3
"""Significant digits that a learner is asked for everywhere."""
_SLACK: Final = 1e-9
"""Slack in comparing with the tolerance."""

_DATE: Final = re.compile(r"\d{4}-\d{1,2}-\d{1,2}|\d{1,2}/\d{1,2}/\d{4}", re.ASCII)
_HUNDREDFOLD: Final = re.compile(r"\b100\s*\*|\*\s*100\b")
_ENDLESS: Final = re.compile(r"∞|infin|unbounded|\binf\b|\\infty", re.IGNORECASE)
_SAYS_DIGITS: Final = re.compile(r"\b(digits?|decimals?|decimal places|figures)\b", re.IGNORECASE)


def remarks(question: NumericQuestion, variants: Sequence[NumericVariant]) -> Iterator[FieldRemark]:
    """Yield what is unwise about the answer of a question, and about the keys of its variants."""
    if not variants or np.ndim(variants[0].key) == 0:
        yield from _no_number(question)
    if not variants:
        return
    yield from _endless(question, variants)
    yield from _shares(question, variants)
    yield from _near_zero(variants)
    yield from _long(question, variants)


def _no_number(question: NumericQuestion) -> Iterator[FieldRemark]:
    """Yield an answer that is calculated, and was hardly meant to be."""
    if _DATE.fullmatch(question.answer.strip()):
        yield (
            "answer",
            "a date is read as a calculation, and can't be a numeric answer; ask for a number, "
            "such as how many days, or make this a choice question",
        )
    elif _is_truth(question.trees.expression(question.answer), question):
        yield (
            "answer",
            "this answer is a comparison, which is 1 or 0; ask for the number itself, or make this "
            "a choice question",
        )


def _is_truth(tree: Node, question: NumericQuestion) -> bool:
    """Whether a tree says that something holds, by itself or by a let."""
    if isinstance(tree, Name) and tree.name in question.let:
        return _is_truth(question.trees.expression(question.let[tree.name]), question)
    if isinstance(tree, Binary):
        return tree.operator in (*COMPARISONS, "and", "or")
    return isinstance(tree, Unary) and tree.operator == "not"


def _endless(
    question: NumericQuestion, variants: Sequence[NumericVariant]
) -> Iterator[FieldRemark]:
    """Yield a key that is infinite for some draws, in a question that doesn't speak of it."""
    endless = [variant for variant in variants if np.any(np.isinf(variant.key))]
    told = " ".join((question.stem, question.solution, question.answer, *question.hints))
    if endless and not _ENDLESS.search(told):
        reject = "reject those draws" if question.generated else "choose other numbers"
        yield (
            "answer",
            f"the answer is infinite in {len(endless)} of {len(variants)} variants, such as "
            f"{endless[0].id}: {reject}, or say in the solution why it is infinite",
        )


def _shares(question: NumericQuestion, variants: Sequence[NumericVariant]) -> Iterator[FieldRemark]:
    """Yield percentages that were written as shares of 1."""
    keys = [np.abs(variant.key) for variant in variants]
    if question.unit != "percent" or _is_hundredfold(question):
        return
    if all(np.all(key <= 1) for key in keys) and any(np.any(key > 0) for key in keys):
        yield (
            "answer",
            f"the answer is in percent and never above 1 (it is {variants[0].key_text} in "
            f"{variants[0].id}): write 100 * … if this is a share of 1",
        )


def _is_hundredfold(question: NumericQuestion) -> bool:
    """Whether an answer multiplies by 100, so that its author thought of percent."""
    return any(_HUNDREDFOLD.search(text) for text in (question.answer, *question.let.values()))


def _near_zero(variants: Sequence[NumericVariant]) -> Iterator[FieldRemark]:
    """Yield a tolerance so wide beside a key that 0 is right, or the other sign."""
    for variant in variants:
        key = variant.key
        if np.ndim(key) == 0 and key != 0 and abs(key) <= variant.reach:
            yield (
                "tolerance",
                f"0 is accepted where the answer is {variant.key_text}, in {variant.id}: "
                "make 'absolute' smaller than the answers, or choose larger numbers",
            )
            return


def _long(question: NumericQuestion, variants: Sequence[NumericVariant]) -> Iterator[FieldRemark]:
    """Yield a tolerance that three digits can't satisfy, where nothing tells so."""
    if _SAYS_DIGITS.search(question.stem):
        return
    long = [variant for variant in variants if not variant.whole and not _is_short(variant)]
    if long:
        most = max(long, key=lambda variant: variant.digits)
        yield (
            "tolerance",
            f"three digits aren't enough for this tolerance: {most.key_text} needs {most.digits} "
            f"in {most.id}; loosen the tolerance to 0.5%, or ask in the stem for "
            f"{most.digits} digits",
        )


def _is_short(variant: NumericVariant) -> bool:
    """Whether a key is correct when it is rounded to three digits."""
    key = np.ravel(variant.key)
    rounded = np.array([float(f"{entry:.{_DIGITS}g}") for entry in key])
    with np.errstate(invalid="ignore"):
        near = np.abs(rounded - key) <= np.ravel(variant.reach) * (1 + _SLACK)
    return bool(np.all(near | (rounded == key)))
