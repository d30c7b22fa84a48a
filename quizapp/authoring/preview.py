"""What a bank's text comes to while it is written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from quizapp import bank, reports
from quizapp.errors import BankError, Problem, QuizappError
from quizapp.expressions.effort import Effort
from quizapp.questions import examples
from quizapp.text.prose import first_line

if TYPE_CHECKING:
    from quizapp.bank.collection import Bank
    from quizapp.quantities.quantity import Quantity
    from quizapp.questions.base import Question


_SLOT: Final = re.compile(r"\{\{(.+?)\}\}")
_VARIANTS: Final = 10
"""Variants that are compared."""
_MOST_STEPS: Final = 80_000
"""Steps of calculating that these variants may take."""
_CELL: Final = 24
"""Columns of a cell."""


@dataclass(frozen=True)
class ReadText:
    """The questions in a text, or what is wrong with it.

    An example of a quantity is a question too: what the quantity comes to there.
    """

    problems: tuple[Problem, ...]
    questions: tuple[Question, ...] = ()
    lines: tuple[int, ...] = ()
    """Where each question begins, counted from 1."""
    quantities: tuple[Quantity, ...] = ()
    """Those that its expressions may call, beside the built-in ones."""

    def at(self, line: int) -> Question | None:
        """Return the question that a line belongs to; the first for those before all."""
        before = [
            question
            for question, begins in zip(self.questions, self.lines, strict=True)
            if begins <= line
        ]
        return before[-1] if before else next(iter(self.questions), None)


def read(text: str, path: Path) -> ReadText:
    """Return what a text holds, whatever it is."""
    try:
        found = bank.reader.read_text(text, path)
    except BankError as error:
        return ReadText(error.problems)
    except (QuizappError, RecursionError, UnicodeError) as error:
        return ReadText((Problem(path, 1, 1, str(error)),))
    places = [found.places.get((question.id, "id"), (1, 1))[0] for question in found.questions]
    pairs = [*zip(places, found.questions, strict=True), *_examples(found)]
    pairs.sort(key=lambda pair: pair[0])
    asked = tuple(question for _, question in pairs)
    return ReadText((), asked, tuple(line for line, _ in pairs), (*found.used, *found.quantities))


def _examples(found: Bank) -> Iterator[tuple[int, Question]]:
    """Yield the examples of a bank's quantities as questions, each with the line it begins on.

    What is written of a quantity before its examples belongs to the first.
    """
    known = (*found.used, *found.quantities)
    for quantity in found.quantities:
        at = f"quantity {quantity.name}"
        for number, one in enumerate(examples.questions(quantity, found.name, known), start=1):
            yield found.places[at, "name" if number == 1 else f"example {number}"][0], one


def preview(question: Question, seed: int, width: int = 76) -> list[str]:
    """Return a variant in lines for people, with its key, working and slips.

    Raises
    ------
    QuizappError
        When it can't be drawn.
    """
    lines = reports.grading.shown_lines(question.variant(seed), width)
    return [question.title, *lines[1:]] if question.topic == examples.TOPIC else lines


class VariantRow(NamedTuple):
    """A variant in a line."""

    seed: int
    cells: tuple[str, ...]
    """Its key, and what its stem shows."""


def side_by_side(question: Question) -> tuple[tuple[str, ...], list[VariantRow]]:
    """Return variants to compare: what their columns are called, and a row each.

    The columns are the key, and the expressions that the stem shows.

    Raises
    ------
    QuizappError
        When one can't be drawn.
    """
    slots = tuple(dict.fromkeys(_SLOT.findall(question.stem)))
    rows = []
    with Effort(_MOST_STEPS):
        for seed in range(_VARIANTS if question.generated else 1):
            variant = question.variant(seed)
            cells = [variant.fill(f"{{{{{slot}}}}}") for slot in slots]
            rows.append(VariantRow(seed, tuple(map(_cell, (variant.key_text, *cells)))))
    return ("key", *map(_cell, slots)), rows


def _cell(text: str) -> str:
    return first_line(text, _CELL)
