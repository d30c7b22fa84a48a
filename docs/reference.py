"""Write the tables at the end of the reference to the format of banks, from the declarations."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from quizapp.bank import schema
from quizapp.expressions.draws import DRAWS
from quizapp.expressions.vocabulary import FUNCTIONS
from quizapp.quantities import QUANTITIES
from quizapp.questions import kinds
from quizapp.questions.types import TYPES

PAGE = Path(__file__).parents[1] / "question_bank" / "REFERENCE.md"
_KINDS = re.compile(r": \w+")
_FIRST = "## All fields\n"
_FIELDS: Mapping[str, Iterable[kinds.Field]] = {
    "In a file": schema.BANK.fields,
    "In every question": schema.COMMON,
    **{f"For `type: {name}`": kind.fields() for name, kind in TYPES.items()},
    **{
        f"In {kinds.article(record.name)}": record.fields
        for kind in TYPES.values()
        for record in kinds.records(kind.fields())
    },
    **{
        f"In {kinds.article(one.name)}{'' if one.name == 'figure' else ' of it'}": one.fields
        for one in kinds.records(schema.COMMON)
    },
    "In a quantity": schema.QUANTITY.fields,
    **{
        f"In {kinds.article(one.name)} of it": one.fields
        for one in kinds.records(schema.QUANTITY.fields)
    },
    "In a mock interview": schema.BLUEPRINT.fields,
    "In its sections": schema.SECTION.fields,
    "In a subject": schema.TRACK.fields,
    "In its topics": schema.TOPIC.fields,
}


def page() -> str:
    """Return the whole reference: what is written by hand, then the tables."""
    written = PAGE.read_text("utf-8").partition(_FIRST)[0]
    parts = [_FIRST.strip()]
    for owner, fields in _FIELDS.items():
        parts += [f"{owner}:", _table(("field", "holds", "what it is for"), map(_row, fields))]
    draws = ((f"{name}({draw.signature})", draw.meaning) for name, draw in DRAWS.items())
    functions = ((name, function.meaning) for name, function in FUNCTIONS.items())
    quantities = (
        (f"{name}({_KINDS.sub('', quantity.signature)})", quantity.meaning)
        for name, quantity in QUANTITIES.items()
    )
    parts += [
        "## Draws",
        _table(("draw", "gives"), map(_named, draws)),
        "## Functions",
        "Numbers such as `1_000_000`, names, lists, `+ - * / **`, comparisons, `and or not`, "
        "entries such as `x[0]` and `x[-1]`, parts such as `x[1:3]`, and these:",
        _table(("function", "gives"), map(_named, functions)),
        "And the quantities, which come with their formula, their solution and their common "
        "mistakes. Options come after `*`.",
        _table(("quantity", "is"), map(_named, quantities)),
    ]
    return written + "\n\n".join(parts) + "\n"


def _table(heads: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [heads, (":-",) * len(heads), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def _row(field: kinds.Field) -> tuple[str, ...]:
    required = " (required)" if field.required else ""
    about = (
        field.about if field.usual is None else f"{field.about}; {_said(field.usual)} by default"
    )
    return f"`{field.name}`{required}", kinds.described(field.kind), about


def _said(usual: str | float) -> str:
    """Return a default as it is written in YAML."""
    match usual:
        case bool():
            return str(usual).lower()
        case float():
            return f"{usual:g}"
        case _:
            return str(usual)


def _named(entry: tuple[str, str]) -> tuple[str, ...]:
    return f"`{entry[0]}`", entry[1]


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
