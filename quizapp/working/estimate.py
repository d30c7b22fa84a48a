"""Estimate a logarithm by hand, from the few that are worth knowing by heart."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from itertools import product
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
_SMALL: Final = 0.05
"""What is small enough for ln(1 + x) ≈ x."""
_MOST_FACTORS: Final = 3
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

    Works for fractions of 2, 3, 5 and 7 and what is near them, to nats and bits, as somebody would
    at a whiteboard.
    """
    name = _NAMES.get(base)
    fraction = Fraction(probability).limit_denominator(_LARGEST)
    if name is None or not 0 < fraction < 1 or abs(float(fraction) - probability) > 1e-12:
        return NO_ESTIMATE
    powers = _powers(1 / fraction)
    if powers is None or not 1 <= sum(map(abs, powers.values())) <= _MOST_TERMS:
        return _nearly(fraction, base, name)
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


def _nearly(probability: Fraction, base: float, name: str) -> Estimate:
    """Return a surprisal from that of a probability near it, by ln(1 + x) ≈ x."""
    exact = -log(probability) / log(base)
    logs = {known: round(log(known) / log(base), _PLACES) for known in _KNOWN}
    per_nat = "" if base == e else f" / {_log_of_base(base)}"
    found: list[tuple[int, float, Estimate]] = []
    for near, powers in _smooth():
        rest = round(float(probability / near) - 1, _PLACES)
        if not 0 < abs(rest) <= _SMALL:
            continue
        terms = sorted(
            ((power, known) for known, power in powers.items() if power), key=lambda term: -term[0]
        )
        step = rest if base == e else rest / float(_log_of_base(base))
        estimate = round(sum(power * logs[known] for power, known in terms) - step, _PLACES)
        if abs(estimate - exact) > _FARTHEST * exact:
            continue
        sign = "=" if near * Fraction(str(1 + rest)).limit_denominator(1000) == probability else "≈"
        change = f" {'−' if rest > 0 else '+'} {abs(rest):g}{per_nat}"
        numbers = _joined([(power, _decimals(logs[known])) for power, known in terms])
        text = (
            f"{float(probability):g} {sign} {float(near):g}·{round(1 + rest, _PLACES):g}, so "
            f"−{name} {float(probability):g} ≈ "
            f"{_joined([(power, f'{name} {known}') for power, known in terms])}{change} "
            f"≈ {numbers}{change} = {_decimals(estimate)}"
        )
        size = sum(map(abs, powers.values()))
        found.append((size, abs(rest), Estimate(text, _decimals(estimate))))
    return min(found, default=(0, 0.0, NO_ESTIMATE), key=lambda one: one[:2])[2]


def _log_of_base(base: float) -> str:
    """Return the natural logarithm of a base as one knows it."""
    return f"{log(base):.{_PLACES}f}"


@lru_cache(maxsize=1)
def _smooth() -> tuple[tuple[Fraction, dict[int, int]], ...]:
    """Return the probabilities of few known factors, with the powers of their reciprocals."""
    found: dict[Fraction, dict[int, int]] = {}
    for exponents in product(range(-3, 4), repeat=len(_KNOWN)):
        if not 1 <= sum(map(abs, exponents)) <= _MOST_FACTORS:
            continue
        powers = dict(zip(_KNOWN, exponents, strict=True))
        value = Fraction(1)
        for known, power in powers.items():
            value *= Fraction(known) ** -power
        short = (1000 * value).denominator == 1  # it is written with three decimals
        if (
            short
            and 0 < value < 1
            and sum(map(abs, exponents)) < sum(map(abs, found.get(value, {0: 99}).values()))
        ):
            found[value] = powers
    return tuple(found.items())


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
