"""Warnings about questions taken together, such as a stem that is asked twice."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from quizapp.bank.checking import written
from quizapp.bank.collection import Bank, Banks
from quizapp.errors import Problem
from quizapp.questions.base import Question

MOST_LONGEST: Final = 0.75
"""Share of a bank's choices whose right option may be the longest."""
_LEAST_CHOICES: Final = 4
"""Choices below which it is chance."""


def problems(banks: Banks) -> Iterator[Problem]:
    """Yield what is unwise about the questions of some banks together."""
    yield from _same_stems(banks)
    yield from _unused(banks)
    for bank in banks.banks:
        yield from _longest_right(bank)


def _same_stems(banks: Banks) -> Iterator[Problem]:
    """Yield each question that asks in the very words of an earlier one."""
    seen: dict[tuple[str, ...], Question] = {}
    for bank in banks.banks:
        for question in bank.questions:
            first = seen.setdefault(_asked(question), question)
            if first is not question:
                message = f"{first.name} has the same question text: change or delete one"
                yield bank.problem(question, "stem", message)


def _unused(banks: Banks) -> Iterator[Problem]:
    """Yield the names that neither their question nor a follow-up uses."""
    for bank in banks.banks:
        for question in bank.questions:
            handed_on = {name for one in banks.follow_ups(question) for name in one.draw}
            for field, name in written.unused(question):
                if name not in handed_on:
                    message = f"this question doesn't use '{name}': use it or delete it"
                    yield bank.problem(question, field, message)


def _asked(question: Question) -> tuple[str, ...]:
    """Return the words of a question; a stem may ask of different options again and again."""
    offered = sorted(question.entries)
    return (" ".join(question.stem.casefold().split()), *offered)


def _longest_right(bank: Bank) -> Iterator[Problem]:
    """Yield a warning when the longest option is nearly always the right one."""
    single = [question for question in bank.questions if question.gives_itself_away is not None]
    longest = [question for question in single if question.gives_itself_away]
    if len(single) >= _LEAST_CHOICES and len(longest) > MOST_LONGEST * len(single):
        message = (
            f"the right option is the longest in {len(longest)} of {len(single)} choices, "
            "which gives it away: shorten it, or lengthen the wrong ones"
        )
        yield bank.problem(longest[0], "options", message)
