"""Write numbers for people to read: the one place where a number or a key becomes text."""

from __future__ import annotations

import re
from functools import lru_cache
from math import floor, isfinite, isinf, isnan, log10
from typing import Any, Final, TypeAlias

KEY_DIGITS: Final = 4
"""Significant digits of a result, unless it has to be more exact."""
MOST_DIGITS: Final = 15
"""Significant digits that a float is sure to hold."""

LARGEST_INTEGER: Final = 2.0**53
"""Below it a float tells an integer from its neighbours."""
_NOISE: Final = 1e-12
"""What calculating with floats may add to an integer, relative to it."""
_CERTAIN_DIGITS: Final = 12
_LARGEST_NOISE: Final = 1e-6
_MOST_DECIMALS: Final = 7
LEAST_GROUPED: Final = 10_000
"""The first number whose integer part is easier to read in groups."""
_GROUPED: Final = re.compile(rf"(?<![\d.])\d{{{len(str(LEAST_GROUPED))},}}")


def is_integer(value: float) -> bool:
    """Whether a number is an integer that a float tells from its neighbours."""
    size = abs(value)
    return size < LARGEST_INTEGER and abs(value - round(value)) <= min(
        _NOISE * size, _LARGEST_NOISE
    )


def is_same(first: float, second: float) -> bool:
    """Whether two numbers differ by no more than calculating with floats may add."""
    return first == second or abs(first - second) <= _noise(abs(first))


def without_noise(value: float) -> float:
    """Return a number without what calculating with floats may have added to its digits."""
    if len(repr(value)) < _CERTAIN_DIGITS:
        return value
    near = float(f"{value:.{_CERTAIN_DIGITS}g}")
    is_shorter = len(repr(near)) < _CERTAIN_DIGITS
    return near if is_shorter and is_same(value, near) else value


def _noise(size: float) -> float:
    return min(_NOISE * size, _LARGEST_NOISE)


def grouped(written: str) -> str:
    """Return a written number with commas in its integer part, from 10,000 on."""
    return _GROUPED.sub(lambda digits: f"{int(digits.group()):,}", written)


def numeral_value(written: Entries) -> Any:  # noqa: ANN401 - a number or a list
    """Return the number, or the list of them, that a written one stands for."""
    if not isinstance(written, str):
        return [numeral_value(entry) for entry in written]
    return float(written.replace("−", "-").replace("∞", "inf").replace(",", ""))


@lru_cache(maxsize=4096)  # a calculation shows a number in line after line
def number(value: float, digits: int = 6) -> str:
    """Return a number as shown: an integer in full, others with at most so many digits."""
    if isnan(value):
        return "undefined"
    if isinf(value):
        return "∞" if value > 0 else "−∞"
    if is_integer(value):
        return _signed(grouped(str(round(value))))
    text = f"{value:.{digits}g}"
    mantissa, _, exponent = text.partition("e")
    power = int(exponent or 0)
    if power == 0:
        return _signed(grouped(mantissa))
    if 0 < power < MOST_DIGITS:
        return _signed(grouped(f"{float(text):.0f}"))
    if -7 < power < 0:
        return _signed(f"{float(text):.{digits - power - 1}f}".rstrip("0"))
    return _signed(f"{mantissa}e{power}")


@lru_cache(maxsize=4096)
def shown(value: float, digits: int) -> float:
    """Return the number that `number` shows."""
    if not isfinite(value):
        return value
    return float(round(value)) if is_integer(value) else float(f"{value:.{digits}g}")


def result_text(value: Any, unit: str = "none", digits: int = KEY_DIGITS) -> str:  # noqa: ANN401 - a number or a list
    """Return a value as a result, with its unit; zeros at its end say that it was rounded."""
    return with_unit(listed(entry_texts(value, digits)), unit)


def with_unit(written: str, unit: str) -> str:
    """Return a number, or a calculation that ends in one, with its unit: the singular for 1."""
    if unit in ("", "none"):
        return written
    if unit == "percent":
        return f"{written}%"
    last = written.rpartition(" ")[2]
    return f"{written} {_singular(unit) if last == '1' else unit}"


_LEAST_PLURAL: Final = 4
"""Letters of a plural; a shorter word that ends in s is a sign, such as ms."""


def _singular(unit: str) -> str:
    is_plural = len(unit) >= _LEAST_PLURAL and unit.endswith("s") and not unit.endswith("ss")
    return unit.removesuffix("s") if is_plural else unit


Entries: TypeAlias = "str | list[Entries]"
"""A number as written, or a list of them."""


def entry_texts(value: Any, digits: int = KEY_DIGITS) -> Entries:  # noqa: ANN401 - a number or a list
    """Return a number, or the entries of a list with as many decimals for each, as a result."""
    plain = value.tolist() if hasattr(value, "tolist") else value
    if not isinstance(plain, list):
        return _scalar_text(float(plain), digits)
    if any(isinstance(entry, list) for entry in plain):
        return [entry_texts(row, digits) for row in plain]
    finite = [one for one in plain if isfinite(one)]
    largest = max(map(abs, finite), default=0.0)
    decimals = digits - 1 - (floor(log10(largest)) if largest else 0)
    decimals = digits if 0.1 <= largest < 1 else decimals
    apart = not 0 < decimals <= _MOST_DECIMALS or all(
        round(one, decimals) == round(one, decimals - 1) for one in finite
    )
    return [
        number(one, digits)
        if apart or not isfinite(one)
        else _signed(f"{round(one, decimals) + 0.0:.{decimals}f}")
        for one in plain
    ]


def _scalar_text(value: float, digits: int) -> str:
    written = number(value, digits)
    if "e" in written or not isfinite(value) or is_same(value, shown(value, digits)):
        return written
    missing = digits - len(written.lstrip("−0.").replace(".", "").replace(",", ""))
    if missing <= 0:
        return written
    return written + ("" if "." in written else ".") + "0" * missing


def listed(written: Entries) -> str:
    """Return a number as it is written, and a list of them in brackets."""
    return written if isinstance(written, str) else f"[{', '.join(map(listed, written))}]"


def _signed(written: str) -> str:
    return written.replace("-", "−")
