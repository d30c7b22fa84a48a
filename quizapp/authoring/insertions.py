"""What an author can insert: questions of each type, draws and functions, with a line of help."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from quizapp.bank.schema import COMMON
from quizapp.expressions.draws import DRAWS
from quizapp.expressions.vocabulary import FUNCTIONS
from quizapp.quantities import QUANTITIES
from quizapp.questions.types import TYPES


@dataclass(frozen=True)
class Insertion:
    """Something to insert."""

    name: str
    kind: str
    """question, draw, function or field."""
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
        *(
            Insertion(name, "draw", f"{name}({draw.signature})", draw.signature, draw.meaning)
            for name, draw in DRAWS.items()
        ),
        *(
            Insertion(
                name, "function", f"{name}({_plain(one.signature)})", one.signature, one.meaning
            )
            for name, one in QUANTITIES.items()
        ),
        *(
            Insertion(name, "function", f"{name}()", "", one.meaning)
            for name, one in FUNCTIONS.items()
            if name not in QUANTITIES
        ),
        *(Insertion(name, "field", f"{name}: ", "", field.about) for name, field in fields.items()),
    )


def matching(typed: str) -> tuple[Insertion, ...]:
    """Return what fits some words: names that begin with them, then that hold them, then help."""
    words = typed.casefold().split()
    if not words:
        return insertions()
    ranked = [
        (not one.name.startswith(words[0]), words[0] not in one.name, place, one)
        for place, one in enumerate(insertions())
        if all(word in f"{one.name} {one.kind} {one.help}".casefold() for word in words)
    ]
    return tuple(one for *_, one in sorted(ranked, key=lambda pair: pair[:3]))


def _plain(signature: str) -> str:
    """Return the names of the parameters that need a value."""
    needed = signature.partition("*")[0].split(",")
    return ", ".join(
        part.partition(":")[0].strip() for part in needed if part.strip() and "=" not in part
    )
