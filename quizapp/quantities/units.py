"""The units that an answer may have, and the scales between them: one line each."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from math import e, log
from typing import Final, NamedTuple

INFORMATION: Final = "information"
SHARE: Final = "share"
COUNT: Final = "count"
BYTES: Final = "bytes"
TIME: Final = "time"


class Unit(NamedTuple):
    """A unit: what banks call it, what it measures, and how people write it."""

    name: str
    kind: str
    """What it measures; units of one kind can be converted."""
    scale: float
    """How much of the kind's own unit it is; of information, the base of the logarithm."""
    example: str = "12.5"
    """What can be typed for one number; a number that hardly any question has."""
    written: tuple[str, ...] = ()
    """How it is written after a number, as a whole word."""
    ambiguous: tuple[str, ...] = ()
    """How it is written where its kind is asked for; elsewhere this may mean something else."""

    @property
    def spoken(self) -> str:
        """What it is called in a sentence: thousands for k."""
        return f"{self.written[0]}s" if self.kind == COUNT and self.written else self.name

    @property
    def base(self) -> float | None:
        """The base of the logarithm that goes with it; None for what takes no logarithm."""
        return self.scale if self.kind == INFORMATION else None

    @property
    def size(self) -> float:
        """How much of the kind's own unit it is, whatever the kind."""
        return self.scale if self.base is None else log(self.base)


UNITS: Final[Mapping[str, Unit]] = {
    unit.name: unit
    for unit in (
        Unit("nats", INFORMATION, e, "0.13 or -ln(7/8)", ("nat", "nats", "nit", "nits")),
        Unit(
            "bits",
            INFORMATION,
            2,
            "0.19 or -log2(7/8)",
            ("bit", "bits", "sh", "shannon", "shannons"),
        ),
        Unit(
            "bans",
            INFORMATION,
            10,
            "0.058 or -log10(7/8)",
            ("ban", "bans", "hartley", "hartleys", "hart", "dit", "dits"),
        ),
        Unit("none", SHARE, 1, "0.25 or 1/4"),
        Unit("percent", SHARE, 0.01),
        Unit("bp", SHARE, 0.0001, written=("bp", "bps")),
        Unit("k", COUNT, 1e3, written=("thousand",), ambiguous=("k", "K")),
        Unit("M", COUNT, 1e6, written=("million", "mn"), ambiguous=("M", "m")),
        Unit("B", COUNT, 1e9, written=("billion", "bn"), ambiguous=("B", "b", "G")),
        Unit("T", COUNT, 1e12, written=("trillion",), ambiguous=("T",)),
        Unit("bytes", BYTES, 1, "1536", ("byte", "bytes"), ("B", "b")),
        Unit("KB", BYTES, 1e3, written=("KB",)),
        Unit("MB", BYTES, 1e6, written=("MB",)),
        Unit("GB", BYTES, 1e9, written=("GB",)),
        Unit("TB", BYTES, 1e12, written=("TB",)),
        Unit("KiB", BYTES, 2**10, written=("KiB",)),
        Unit("MiB", BYTES, 2**20, written=("MiB",)),
        Unit("GiB", BYTES, 2**30, written=("GiB",)),
        Unit("TiB", BYTES, 2**40, written=("TiB",)),
        Unit("ns", TIME, 1e-9, written=("ns", "nanosecond", "nanoseconds")),
        Unit("us", TIME, 1e-6, written=("us", "µs", "μs", "microsecond", "microseconds")),
        Unit("ms", TIME, 1e-3, written=("ms", "millisecond", "milliseconds")),
        Unit("s", TIME, 1, written=("sec", "secs", "second", "seconds"), ambiguous=("s",)),
        Unit("min", TIME, 60, written=("min", "mins", "minute", "minutes"), ambiguous=("m",)),
        Unit("h", TIME, 3600, written=("hr", "hrs", "hour", "hours"), ambiguous=("h",)),
    )
}
"""Those that are known; any other word is a count of what it names."""
BASES: Final[Mapping[str, float]] = {
    name: unit.base for name, unit in UNITS.items() if unit.base is not None
}
"""The base of the logarithm that each unit of information goes with."""
ALIASES: Final[Mapping[str, str]] = {"%": "percent", "µs": "us", "μs": "us"}
"""What banks may write for the name of a unit."""
_LEAST_COMPARED: Final = 3
"""Letters from which on a slip of one of them doesn't turn one short word into another."""


def unit_named(name: str) -> Unit:
    """Return a unit; for a word that isn't known, the count of what it names."""
    return UNITS.get(name) or Unit(name, COUNT, 1)


def is_multiple(name: str) -> bool:
    """Whether a unit is a count of anything, such as thousands."""
    return name in UNITS and UNITS[name].kind == COUNT


@lru_cache(maxsize=64)
def words(asked: str) -> Mapping[str, str]:
    """Return how units can be written at an answer, with their names.

    Parameters
    ----------
    asked
        The unit of the question; empty where there is none to go by. At an answer in a unit of
        information there are no others.
    """
    wanted = unit_named(asked)
    counted = wanted.kind == COUNT or asked == "none"
    found: dict[str, str] = {}
    for unit in UNITS.values():
        if unit.kind != INFORMATION and (not asked or wanted.kind == INFORMATION):
            continue
        also = unit.kind == wanted.kind or (unit.kind == COUNT and counted)
        for word in (*unit.written, *(unit.ambiguous if also else ())):
            found.setdefault(word, unit.name)
    small = {word.lower(): name for word, name in found.items() if len(word) > 1}
    own = () if not asked or asked in UNITS else (asked, asked.removesuffix("s"), f"{asked}s")
    named = {word: asked for one in own for word in (one, one.lower()) if word}
    return {**small, **found, **named}


WRITTEN: Final[Mapping[str, str]] = {
    word.lower(): unit.name for unit in UNITS.values() for word in unit.written
}
"""The names of units by how they are written anywhere, in small letters."""
ALL_WORDS: Final = frozenset(
    word.lower() for unit in UNITS.values() for word in (*unit.written, *unit.ambiguous)
)
"""How units can be written somewhere, in small letters."""


def factor(typed: str, asked: str) -> float | None:
    """Return what takes a number in one unit to another; None where they measure two things."""
    if typed == asked or not typed:
        return 1.0
    one, other = unit_named(typed), unit_named(asked)
    if one.kind == other.kind:
        return one.size / other.size
    return one.scale if is_multiple(typed) else None


@lru_cache(maxsize=64)
def other_scales(asked: str) -> tuple[tuple[Unit, float], ...]:
    """Return the other units that measure what is asked, each with its factor."""
    kinds = {unit_named(asked).kind, COUNT if asked == "none" else ""} - {INFORMATION}
    scales = (unit for unit in UNITS.values() if unit.kind in kinds and unit.name != asked)
    return tuple((unit, factor(unit.name, asked) or 1.0) for unit in scales)


def nearly(name: str) -> str:
    """Return the known unit that a word is probably meant for; nothing where it is its own."""
    for known in UNITS:
        same = known.lower() == name.lower()
        if same or (len(known) >= _LEAST_COMPARED and _is_one_edit(name, known)):
            return known
    return ""


def _is_one_edit(one: str, other: str) -> bool:
    """Whether one letter put in, left out or exchanged makes one word of another."""
    if abs(len(one) - len(other)) > 1:
        return False
    short, long = sorted((one, other), key=len)
    pairs = enumerate(zip(short, long, strict=False))
    place = next((place for place, pair in pairs if len({*pair}) > 1), len(short))
    return short[place + (len(short) == len(long)) :] == long[place + 1 :]
