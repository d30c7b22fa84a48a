"""What the digits of a number tell: whether it is another number rounded, cut off or shifted."""

from __future__ import annotations

from decimal import Decimal
from math import ceil, floor, isfinite, log10
from typing import Final

_KNOWN: Final = 14
"""Digits of a float that calculating leaves untouched."""
_MOST_DIGITS: Final = 15
_NOISE: Final = 2e-15
"""What calculating with floats may add to a number, relative to it."""
FEWEST_KEPT: Final = 2
"""Digits from which on a number is rounded or cut off, and not guessed."""
_TELLING: Final = 3
"""Digits that are not met by chance."""
_SLACK: Final = 1e-9
"""How far from half a step a number may be that is called halfway, relative to the step."""


def rounded_digits(number: float, exact: float, size: float | None = None) -> int:
    """Return to how many significant digits a number is another one, correctly rounded.

    Both ways of rounding what lies halfway are correct, and zeros at the end count: 100 is 99.7 to
    two digits.

    Parameters
    ----------
    number
        What may be rounded.
    exact
        What was to be rounded.
    size
        The number whose digits are counted, when it is not `exact`.

    Returns
    -------
    int
        The most digits, 0 when it is not the other number rounded.
    """
    size = exact if size is None else size
    if not (isfinite(number) and isfinite(exact) and isfinite(size) and size):
        return 0
    missed = abs(number - exact)
    if not isfinite(4 * missed):
        return 0
    missed -= missed * _SLACK + abs(exact) * _NOISE
    if missed <= 0:
        return _MOST_DIGITS
    place = _place_above(2 * missed)
    return max(0, _first_place(size) + 1 - place) if _ends_at(number, place) else 0


def is_cut_off(number: float, exact: float) -> bool:
    """Whether a number is another one cut off after two digits or more, where rounding differs."""
    if not (isfinite(number) and isfinite(exact)) or number * exact <= 0:
        return False
    missed = abs(exact) - abs(number)
    if missed <= abs(exact) * _NOISE or not isfinite(4 * missed):
        return False
    place = _place_above(missed * (1 + _SLACK))
    is_cut = _ends_at(number, place) and missed < float(f"1e{place}") < 2 * missed * (1 - _SLACK)
    kept = _first_place(exact) + 1 - place
    return is_cut and kept >= FEWEST_KEPT and rounded_digits(number, exact) < FEWEST_KEPT


def is_shifted(number: float, exact: float) -> bool:
    """Whether a number is another one rounded to three digits or more, with its point elsewhere."""
    if not (isfinite(number) and isfinite(exact) and number and exact):
        return False
    places = round(log10(abs(number)) - log10(abs(exact)))
    moved = float(_decimal(number).scaleb(-places))
    return places != 0 and rounded_digits(moved, exact) >= _TELLING


def digits_within(exact: float, reach: float) -> int:
    """Return the fewest digits to which a number can be rounded without missing it by more."""
    if not (exact and reach):
        return _MOST_DIGITS
    if not isfinite(exact) or not isfinite(2 * reach):
        return 1
    return min(_MOST_DIGITS, max(1, _first_place(exact) + 1 - floor(log10(2 * reach))))


def _decimal(number: float) -> Decimal:
    return Decimal(f"{number:.{_KNOWN}g}")


def _first_place(number: float) -> int:
    """Return the place of a number's first digit, 0 for the units."""
    return Decimal(number).adjusted()


def _place_above(distance: float) -> int:
    """Return the place of the smallest power of ten that is not below a distance."""
    return ceil(log10(distance))


def _ends_at(number: float, place: int) -> bool:
    """Whether a number has no digits behind a place."""
    last = _decimal(number).normalize().as_tuple().exponent
    return number == 0 or (isinstance(last, int) and last >= place)
