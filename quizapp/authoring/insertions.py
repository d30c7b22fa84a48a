"""What an author can insert: questions of each type, draws and functions, with a line of help."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from quizapp.authoring import entries, templates
from quizapp.authoring.entries import Edit
from quizapp.bank.schema import COMMON
from quizapp.expressions.draws import DRAWS
from quizapp.expressions.vocabulary import FUNCTIONS
from quizapp.quantities import QUANTITIES
from quizapp.quantities.quantity import Quantity
from quizapp.questions.kinds import Field
from quizapp.questions.types import TYPES


@dataclass(frozen=True)
class Insertion:
    """Something to insert."""

    name: str
    kind: str
    """question, quantity, draw, function, field or value."""
    text: str
    signature: str
    help: str


@cache
def insertions() -> tuple[Insertion, ...]:
    """Return all that can be inserted, the questions first."""
    fields = {field.name: field for field in COMMON}
    fields |= {field.name: field for one in TYPES.values() for field in one.fields()}
    return (
        *(
            Insertion(
                kind, "question", one.examples[0], f"type: {kind}", f"a whole {kind} question"
            )
            for kind, one in TYPES.items()
        ),
        Insertion("quantity", "quantity", "", "", "a whole quantity with two mistakes"),
        *(
            Insertion(name, "draw", f"{name}({draw.signature})", draw.signature, draw.meaning)
            for name, draw in DRAWS.items()
        ),
        *map(_of_quantity, QUANTITIES.values()),
        *(
            Insertion(name, "function", f"{name}()", "", function.meaning)
            for name, function in FUNCTIONS.items()
            if name not in QUANTITIES
        ),
        *map(of_field, fields.values()),
    )


def of_kind(kind: str) -> tuple[Insertion, ...]:
    """Return all of one kind."""
    return tuple(insertion for insertion in insertions() if insertion.kind == kind)


def of_quantities(declared: Iterable[Quantity]) -> Iterator[Insertion]:
    """Yield the quantities that a bank declares or uses."""
    return map(_of_quantity, declared)


def of_field(field: Field) -> Insertion:
    """Return a field, to be filled."""
    return Insertion(field.name, "field", f"{field.name}: ", "", field.about)


def _of_quantity(quantity: Quantity) -> Insertion:
    text = f"{quantity.name}({_plain(quantity.signature)})"
    return Insertion(quantity.name, "function", text, quantity.signature, quantity.meaning)


def matching(typed: str, declared: Iterable[Quantity] = ()) -> tuple[Insertion, ...]:
    """Return what fits some words: names that begin with them, then that hold them, then help.

    Parameters
    ----------
    typed
        The words; none fit all.
    declared
        The quantities that the bank declares or uses.
    """
    words = typed.casefold().split()
    known = (*map(_of_quantity, declared), *insertions())
    if not words:
        return known
    ranked = [
        (not insertion.name.startswith(words[0]), words[0] not in insertion.name, place, insertion)
        for place, insertion in enumerate(known)
        if all(
            word in f"{insertion.name} {insertion.kind} {insertion.help}".casefold()
            for word in words
        )
    ]
    return tuple(insertion for *_, insertion in sorted(ranked, key=lambda pair: pair[:3]))


def whole(insertion: Insertion, text: str) -> Edit | None:
    """Return what puts a whole question or quantity into a bank's text; None for a part of one."""
    if insertion.kind == "question":
        return entries.added(text, "questions", templates.next_question(insertion.name, text))
    if insertion.kind == "quantity":
        return entries.added(text, "quantities", templates.next_quantity(text))
    return None


def _plain(signature: str) -> str:
    """Return the names of the parameters that need a value."""
    needed = signature.partition("*")[0].split(",")
    return ", ".join(
        part.partition(":")[0].strip() for part in needed if part.strip() and "=" not in part
    )
