"""Estimate a logarithm by hand, from the few that are worth knowing by heart."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from itertools import product
from math import e, floor, isfinite, log, log10
from typing import Final

from quizapp.working.numerals import number, numeral_value, shown

KNOWN: Final = (2, 3, 5, 7, 10)
"""Numbers whose logarithms one knows."""
PLACES: Final = 3
"""Decimals of the logarithms that one knows: the third still counts when two are subtracted."""
_LARGEST: Final = 100_000
_MOST_TERMS: Final = 4
_SMALL: Final = 0.05
"""What is small enough for ln(1 + x) ≈ x."""
_MOST_FACTORS: Final = 4
_NAMES: Final[Mapping[float, str]] = {e: "ln", 2.0: "log₂", 10.0: "log₁₀"}
_SHOWN: Final = 4
"""Digits of a number that is no simple fraction."""
_NOISE: Final = 1e-12
_LONG: Final = 1000
"""What is too long for a fraction to be written with."""
_TEN: Final = 10
_A_FRACTION: Final = 0.5
"""What a fraction weighs against a decimal, in logarithms to be added up."""
_A_CHANGE: Final = 20
"""What a change weighs against a smaller one: 0.05 as much as one logarithm."""
_FAR: Final = 2
"""Decimal places to which numbers are moved before they are compared with simple ones."""

_Powers = dict[int, int]


@dataclass(frozen=True)
class Logarithm:
    """A logarithm as somebody would work it out at a whiteboard."""

    text: str
    value: float
    is_exact: bool = False
    """Whether it is an integer, which is seen."""


def logarithm(
    value: float, base: float, written: str = "", *, negated: bool = False, closest: bool = False
) -> Logarithm | None:
    """Return a logarithm, or its negative, estimated from known ones; None where that is no help.

    Works for products of 2, 3, 5 and 7 and what is near them, to nats, bits and bans. The
    closest estimate may have more terms than the simplest. The value may be written in another
    way first, such as ``0.3 / 0.2``.
    """
    name = _NAMES.get(base)
    if name is None or not (isfinite(value) and value > 0):
        return None
    sign = -1 if negated else 1
    exact = log(value) / log(base)
    if abs(exact - round(exact)) < _NOISE:
        return Logarithm("", float(sign * round(exact)), is_exact=True)
    fraction = Fraction(value).limit_denominator(_LARGEST)
    is_simple = abs(float(fraction) - value) <= _NOISE * value
    inside, is_whole = _inside(fraction) if is_simple else (number(value, _SHOWN), False)
    if "e" in inside:
        return None
    equal = "=" if is_whole else "≈"
    start = _log(name, inside, negated)
    first = f"{_log(name, f'({written})', negated)} {equal} {start}" if written else start
    if abs(value - 1) <= _SMALL + _NOISE:
        return _of_change(first, value - 1, base, sign)
    powers = _powers(fraction) if is_simple else None
    if powers is not None and _size(powers) <= _MOST_TERMS:
        return _summed(first, base, {k: sign * power for k, power in powers.items()})
    if written and inside.startswith("("):
        inside, written, start = written, "", _log(name, f"({written})", negated)
    elif inside.startswith("("):
        inside = inside.strip("()")
    whole = f"{written} {equal} {inside}" if written else inside
    return _nearly(fraction if is_simple else Fraction(value), whole, start, base, sign, closest)


def _log(name: str, inside: str, negated: bool) -> str:
    gap = "" if inside.startswith("(") else " "
    return f"{'−' if negated else ''}{name}{gap}{inside}"


def _inside(fraction: Fraction) -> tuple[str, bool]:
    """Return a fraction as a number to take the logarithm of, and whether that is all of it."""
    written = number(float(fraction), _SHOWN)
    if Fraction(numeral_value(written)).limit_denominator(_LARGEST) == fraction:
        return written, True
    is_short = max(fraction.numerator, fraction.denominator) < _LONG
    return (f"({fraction})", True) if is_short else (written, False)


def _of_change(start: str, change: float, base: float, sign: int) -> Logarithm:
    """Return a logarithm of nearly 1, by ln(1 + x) ≈ x."""
    step = shown(sign * change, PLACES)
    if base == e:
        return Logarithm(f"{start} ≈ {number(step)}", step)
    value = shown(step / round(log(base), PLACES), PLACES)
    return Logarithm(f"{start} ≈ {number(step)}{_per_nat(base)} ≈ {number(value)}", value)


def _per_nat(base: float) -> str:
    return "" if base == e else f" / {_decimals(round(log(base), PLACES))}"


def _summed(start: str, base: float, powers: _Powers) -> Logarithm:
    """Return a logarithm that is a sum of known ones."""
    symbols, numbers, value = _terms(base, powers)
    first = start if symbols == start.rpartition("= ")[2] else f"{start} = {symbols}"
    end = "" if numbers == _decimals(value) else f" = {_decimals(value)}"
    return Logarithm(f"{first} ≈ {numbers}{end}", value)


def _terms(base: float, powers: _Powers) -> tuple[str, str, float]:
    """Return a sum of known logarithms in symbols and in numbers, and what it comes to."""
    name = _NAMES[base]
    logs = {known: round(log(known) / log(base), PLACES) for known in KNOWN}
    terms = sorted(
        ((power, known) for known, power in powers.items() if power), key=lambda term: -term[0]
    )
    symbols = _joined([(k, "" if known == base else f"{name} {known}") for k, known in terms])
    numbers = _joined([(k, "" if known == base else _decimals(logs[known])) for k, known in terms])
    value = round(sum(power * logs[known] for power, known in terms), PLACES)
    return symbols, numbers, value


def _nearly(
    fraction: Fraction, inside: str, start: str, base: float, sign: int, closest: bool
) -> Logarithm | None:
    """Return a logarithm from that of a number near it, by ln(1 + x) ≈ x."""
    exact = sign * log(fraction) / log(base)
    places = floor(log10(fraction))
    moved = places if abs(places) > _FAR else 0
    found: list[tuple[float, float, Logarithm]] = []
    for smooth, factors in _smooth():
        if moved and not _is_short(smooth):
            continue
        near = smooth * Fraction(10) ** moved
        rest = round(float(fraction / near) - 1, PLACES)
        if not 0 < abs(rest) <= _SMALL:
            continue
        powers = {known: sign * power for known, power in factors.items()}
        powers[10] += sign * moved
        symbols, numbers, known = _terms(base, powers)
        step = rest if base == e else rest / round(log(base), PLACES)
        value = round(known + sign * step, PLACES)
        change = f" {'+' if sign * rest > 0 else '−'} {number(abs(rest))}{_per_nat(base)}"
        factor = number(round(1 + rest, PLACES))
        equal = "=" if near * Fraction(factor) == fraction else "≈"
        written = number(float(near)) if moved or _is_short(near) else f"({near})"
        known_by_heart = "" if numbers == symbols else f" ≈ {numbers}{change}"
        text = (
            f"{inside} {equal} {written}·{factor}, so {start} ≈ {symbols}{change}"
            f"{known_by_heart} = {_decimals(value)}"
        )
        effort = _size(powers) + _A_FRACTION * (written[0] == "(") + _A_CHANGE * abs(rest)
        found.append((abs(value - exact) if closest else effort, abs(rest), Logarithm(text, value)))
    best = min(found, default=None, key=lambda one: one[:2])
    return best[2] if best else None


@lru_cache(maxsize=1)
def _smooth() -> tuple[tuple[Fraction, _Powers], ...]:
    """Return the numbers of few known factors that are short to write, with their powers."""
    found: dict[Fraction, _Powers] = {}
    for exponents in product(range(-3, 4), repeat=len(KNOWN)):
        *factors, tens = map(abs, exponents)
        if not 1 <= sum(factors) + bool(tens) <= _MOST_FACTORS:
            continue
        powers = dict(zip(KNOWN, exponents, strict=True))
        value = Fraction(1)
        for known, power in powers.items():
            value *= Fraction(known) ** power
        if value == 1 or not (_is_short(value) or _is_simple(value)):
            continue
        if value not in found or _size(powers) < _size(found[value]):
            found[value] = powers
    return tuple(found.items())


def _is_short(value: Fraction) -> bool:
    """Whether a number has three decimals at most."""
    return (1000 * value).denominator == 1


def _is_simple(value: Fraction) -> bool:
    """Whether a number is a fraction that everybody knows, such as 1/3."""
    return max(value.numerator, value.denominator) < _TEN


def _decimals(value: float) -> str:
    if value == round(value):
        return number(value)
    return f"{value:.{PLACES}f}".replace("-", "−")


def _powers(ratio: Fraction) -> _Powers | None:
    """Return a ratio as powers of the known numbers; None when others are in it."""
    powers = dict.fromkeys(KNOWN, 0)
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


def _size(powers: _Powers) -> int:
    """Return how many logarithms are added up, those of a power of ten being one."""
    return sum(abs(power) for known, power in powers.items() if known != 10) + bool(powers[10])


def _joined(terms: list[tuple[int, str]]) -> str:
    """Return a sum of multiples; those of nothing are of 1."""
    written = ""
    for power, text in terms:
        factor = f"{abs(power)}·{text}" if text and abs(power) > 1 else text or str(abs(power))
        sign = "−" if power < 0 else "+"
        written += f" {sign} {factor}" if written else (f"−{factor}" if power < 0 else factor)
    return written
