"""One number of a response: typed, or calculated."""

from __future__ import annotations

import re
from dataclasses import dataclass
from math import isinf

from quizapp.answers.numbers.notation.calculations import calculated, spelled
from quizapp.answers.numbers.notation.separators import Tree, inside
from quizapp.answers.numbers.notation.words import refuse, shown


@dataclass(frozen=True)
class NumberEntry:
    """One number of a response."""

    value: float
    written: str
    half_step: float | None = None
    """None for a calculation."""
    digits: int | None = None
    """None for a calculation and for infinity."""
    percent: bool = False
    log_is_natural: bool = False


_LITERAL = re.compile(
    r"([+-]?) ?\(?(\d+(?:\.\d*)?|\.\d+)"
    r"(?:[eE]([+-]?\d+)| ?[*xX] ?10 ?\^ ?[(\[]?([+-]?\d+)[)\]]?)?\)? ?(%?)"
)
_POWER_PERCENT = re.compile(r"\^ ?[-+]? ?[\d.]+ ?%")
_RANGE = re.compile(r"(\d+(?:\.\d+)?|\.\d+) ?%? ?- ?(\d+(?:\.\d+)?|\.\d+) ?%?")


def read_entry(text: str) -> NumberEntry:
    """Return the number that one entry is, typed or calculated."""
    while (inner := inside(text)) is not None:
        text = inner.strip()
    if odd := re.search(r"\b0[xXbBoO]\w*", text):
        refuse(f"Write {shown(odd.group())} as a decimal number, such as 0.25.")
    if _POWER_PERCENT.search(text):
        refuse("Put the power in parentheses before the percent sign, as in (2^3)%.")
    if literal := _LITERAL.fullmatch(text):
        return _typed(*literal.groups(default=""))
    calculation, natural = spelled(text)
    value = calculated(calculation)
    written = re.sub(r"\(([\d.]+)/100\)", r"\1%", calculation).replace("**", "^")
    return NumberEntry(value, written, 0.0 if isinf(value) else None, log_is_natural=natural)


def _typed(sign: str, mantissa: str, power: str, power_of_ten: str, percent: str) -> NumberEntry:
    """Return a typed number with the digits it was typed to."""
    exponent = int(power or power_of_ten or 0) - 2 * bool(percent)
    whole, _, decimals = mantissa.partition(".")
    digits = len((whole + decimals).lstrip("0"))
    value = float(f"{sign}{mantissa}e{exponent}") + 0.0
    if isinf(value) or (digits and not value):
        refuse(f"That number is too {'large' if value else 'small'}.")
    half_step = float(f"5e{exponent - len(decimals) - 1}")
    if not digits:
        digits, half_step = len(decimals), half_step if decimals and exponent <= 0 else 0.0
    shown = f"{sign.replace('+', '')}{mantissa}"
    shown += f"e{int(power or power_of_ten)}" if power or power_of_ten else ""
    return NumberEntry(value, shown + percent, half_step, digits, bool(percent))


def check_range(tree: Tree) -> None:
    """Refuse what looks like a range, such as 0.35-0.36, rather than call it a difference."""
    if isinstance(tree, str) and (found := _RANGE.fullmatch(tree)):
        low, high = found.groups()
        same_places = len(low.partition(".")[2]) == len(high.partition(".")[2])
        if same_places and float(low) < float(high) <= 1.2 * float(low):
            refuse(f"{tree} looks like a range: write one number.")
