"""Estimate a logarithm by hand, from the few that are worth knowing by heart."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import e, log
from typing import Final

from quizapp.working.numerals import grouped

_KNOWN: Final = (2, 3, 5, 7, 10)
_LARGEST: Final = 10_000
_MOST_TERMS: Final = 4
_PLACES: Final = 3
"""Decimals of the logarithms that one knows: the third still counts when two are subtracted."""
_FARTHEST: Final = 0.01
"""How far from the truth, relative to it, an estimate may be: what a usual question accepts."""
_NAMES: Final[Mapping[float, str]] = {e: "ln", 2.0: "log₂"}


@dataclass(frozen=True)
class Estimate:
    """An estimate as somebody would write it down."""

    text: str
    number: str
    """What it comes to."""


NO_ESTIMATE: Final = Estimate("", "")


def by_hand(probability: float, base: float) -> Estimate:
    """Return a surprisal estimated from known logarithms, or none where that is no help.

    Works for fractions of 2, 3, 5 and 7, to nats and bits, as somebody would at a whiteboard.
    """
    name = _NAMES.get(base)
    fraction = Fraction(probability).limit_denominator(_LARGEST)
    if name is None or not 0 < fraction < 1 or abs(float(fraction) - probability) > 1e-12:
        return NO_ESTIMATE
    powers = _powers(1 / fraction)
    if powers is None or not 1 <= sum(map(abs, powers.values())) <= _MOST_TERMS:
        return NO_ESTIMATE
    terms = sorted(
        ((power, known) for known, power in powers.items() if power), key=lambda term: -term[0]
    )
    logs = {known: round(log(known) / log(base), _PLACES) for known in _KNOWN}
    estimate = round(sum(power * logs[known] for power, known in terms), _PLACES)
    exact = -log(probability) / log(base)
    if abs(estimate - exact) > _FARTHEST * exact or (len(terms) == 1 and exact == int(exact)):
        return NO_ESTIMATE
    symbols = _joined([(power, f"{name} {known}") for power, known in terms])
    numbers = _joined([(power, _decimals(logs[known])) for power, known in terms])
    ratio = 1 / fraction
    inside = grouped(str(ratio))
    start = f"{name} {inside}" if ratio.denominator == 1 else f"{name}({inside})"
    parts = [start if symbols == start else f"{start} = {symbols}", numbers]
    end = "" if numbers == _decimals(estimate) else f" = {_decimals(estimate)}"
    return Estimate(" ≈ ".join(parts) + end, _decimals(estimate))


def _decimals(number: float) -> str:
    return "1" if number == 1 else f"{number:.{_PLACES}f}"


def _powers(ratio: Fraction) -> dict[int, int] | None:
    """Return a ratio as powers of the known numbers; None when others are in it."""
    powers = dict.fromkeys(_KNOWN, 0)
    for part, sign in ((ratio.numerator, 1), (ratio.denominator, -1)):
        rest = part
        for prime in (2, 3, 5, 7):
            while rest % prime == 0:
                rest //= prime
                powers[prime] += sign
        if rest != 1:
            return None
    while powers[2] * powers[5] > 0:
        sign = 1 if powers[2] > 0 else -1
        powers[2] -= sign
        powers[5] -= sign
        powers[10] += sign
    return powers


def _joined(terms: list[tuple[int, str]]) -> str:
    written = ""
    for power, text in terms:
        factor = f"{abs(power)}·{text}" if abs(power) > 1 else text
        sign = "−" if power < 0 else "+"
        written += f" {sign} {factor}" if written else (f"−{factor}" if power < 0 else factor)
    return written
