"""The units that an answer may have: one line each."""

from __future__ import annotations

from collections.abc import Mapping
from math import e
from typing import Final, NamedTuple


class Unit(NamedTuple):
    """A unit: what banks call it, what it measures to, and how people write it."""

    name: str
    base: float | None
    """The base of the logarithm that goes with it; None for what takes no logarithm."""
    example: str
    """What can be typed for one number; a number that hardly any question has."""
    written: tuple[str, ...] = ()
    """How it is written after a number, as a whole word."""


UNITS: Final[Mapping[str, Unit]] = {
    unit.name: unit
    for unit in (
        Unit("nats", e, "0.13 or -ln(7/8)", ("nat", "nats", "nit", "nits")),
        Unit("bits", 2, "0.19 or -log2(7/8)", ("bit", "bits", "sh", "shannon", "shannons")),
        Unit(
            "bans",
            10,
            "0.058 or -log10(7/8)",
            ("ban", "bans", "hartley", "hartleys", "hart", "dit", "dits"),
        ),
        Unit("none", None, "0.25 or 1/4"),
        Unit("percent", None, "12.5"),
    )
}
BASES: Final[Mapping[str, float]] = {
    name: float(unit.base) for name, unit in UNITS.items() if unit.base is not None
}
"""The base of the logarithm that each unit of information goes with."""
