"""Numbers in words: shares, points, times, counts and the names of slips, each told in one way."""

from __future__ import annotations

from quizapp.text.prose import safe


def percent(share: float | None) -> str:
    """Return a share as shown."""
    return "–" if share is None else f"{share:.0%}"


def points(score: float) -> str:
    """Return a sum of scores as shown.

    >>> points(27.5), points(1234.0)
    ('27.5', '1,234')
    """
    return f"{score:,.1f}".removesuffix(".0")


def duration(seconds: float | None) -> str:
    """Return a time taken as shown, in its two largest units.

    >>> duration(32.4), duration(65), duration(7380)
    ('32 s', '1 min 5 s', '2 h 3 min')
    """
    if seconds is None:
        return "–"
    whole = round(seconds)
    minutes, left = divmod(whole, 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours} h {minutes} min"
    return f"{minutes} min {left} s" if minutes else f"{left} s"


def slip_title(slip: str) -> str:
    """Return a slip's id in words."""
    return safe(slip.replace("_", " ").replace("-", " "))


def counted(count: int, noun: str) -> str:
    """Return a number of things in words, with the noun in its plural where it takes one."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
