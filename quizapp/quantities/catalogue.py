"""All quantities: one file per engine module, each entry plain data."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Final

from quizapp.quantities import activations, gradients, information, losses, targets
from quizapp.quantities.quantity import Quantity

CALLED: Final = re.compile(r"\b([A-Za-z_][A-Za-z_0-9]*)\(")
"""A name with a parenthesis after it."""


class Quantities(Mapping[str, Quantity]):
    """Quantities by name, as one bank knows them; a set of them is told by its identity."""

    def __init__(self, known: Mapping[str, Quantity], own: tuple[Quantity, ...] = ()) -> None:
        self._known = known
        self.own = own
        """Those that banks declare; the others are built in."""

    def __getitem__(self, name: str) -> Quantity:
        return self._known[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._known)

    def __len__(self) -> int:
        return len(self._known)

    def __contains__(self, name: object) -> bool:
        return name in self._known

    def __eq__(self, other: object) -> bool:
        return self is other

    def __hash__(self) -> int:
        return id(self)

    def __reduce__(self) -> tuple[object, ...]:
        return with_own, (self.own,)

    def slips_within(self, *expressions: str) -> frozenset[str]:
        """Return the slips of what expressions call, and of what that consists of."""
        known: dict[str, Quantity] = {}
        waiting = list(expressions)
        while waiting:
            for called in CALLED.finditer(waiting.pop()):
                if called[1] in self._known and called[1] not in known:
                    known[called[1]] = self._known[called[1]]
                    waiting += (case.means for case in known[called[1]].cases)
        return frozenset(slip.id for quantity in known.values() for slip in quantity.slips)

    def is_own(self, name: str) -> bool:
        """Whether a name is that of a quantity that a bank declares."""
        return name in self._known and name not in QUANTITIES


QUANTITIES: Final = Quantities(
    {
        quantity.name: quantity
        for module in (information, activations, targets, losses, gradients)
        for quantity in module.QUANTITIES
    }
)
"""Those that are built in."""


@lru_cache(maxsize=256)
def with_own(own: tuple[Quantity, ...]) -> Quantities:
    """Return the built-in quantities and some that banks declare."""
    if not own:
        return QUANTITIES
    return Quantities({**QUANTITIES, **{quantity.name: quantity for quantity in own}}, own)
