"""A quantity as a bank declares it, made into an entry like the built-in ones."""

from __future__ import annotations

from typing import Any, Final, TypeAlias

from quizapp.quantities.quantity import Quantity

Takes: TypeAlias = tuple[tuple[str, str], ...]
"""Parameters, each with its default; none where that is empty."""

_ENTRYWISE: Final = "number"
_AS_A_WHOLE: Final = "any"


def declared(fields: dict[str, Any], *, entrywise: bool = False) -> Quantity:
    """Return the quantity that the fields of a bank make.

    Parameters
    ----------
    fields
        What was read of each field; those left out are missing.
    entrywise
        Whether its definition treats each entry of a list by itself.
    """
    name: str = fields["name"]
    title = fields.get("title") or name.replace("_", " ")
    return Quantity(
        name,
        _signature(fields["takes"], _ENTRYWISE if entrywise else _AS_A_WHOLE),
        title=title,
        formula=fields.get("formula", ""),
        means=fields["means"],
        meaning=title,
        slips=fields.get("slips", ()),
        logarithmic=fields.get("logarithmic", False),
        absent_when=fields.get("absent_when", ""),
        where=fields.get("where", ""),
        source=fields.get("source", ""),
        examples=fields.get("examples", ()),
    )


def _signature(takes: Takes, kind: str) -> str:
    return ", ".join(
        f"{name}: {kind} = {default}" if default else f"{name}: {kind}" for name, default in takes
    )
