"""What a word of the command line is read as; each raises what argparse makes a complaint of."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Final, Literal

from quizapp import questions, system

if TYPE_CHECKING:
    import datetime
    import pathlib

KEPT: Final = "\0"
"""Stands before an argument that begins with a minus and is no option; none can hold it itself."""


def path(text: str) -> pathlib.Path:
    """Return a path, which may begin with a minus."""
    # Here and not above: the help names no path.
    import pathlib

    return pathlib.Path(text.removeprefix(KEPT))


def levels(text: str) -> tuple[int, int]:
    """Return the least and the most of levels."""
    bounds = questions.kinds.read_levels(text)
    if bounds is None:
        raise argparse.ArgumentTypeError("use a level from 1 to 5 or a range such as 2-4")
    return bounds


def count(text: str) -> int:
    """Return a number of questions or of variants."""
    if not text.isdecimal() or not 1 <= int(text) <= 10_000:
        raise argparse.ArgumentTypeError("use a whole number from 1 to 10,000")
    return int(text)


def date(text: str) -> datetime.date | Literal[False]:
    """Return a date; False for none."""
    import datetime

    if text == "none":
        return False
    try:
        return datetime.date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError("use a date such as 2026-12-06, or none") from error


def minutes(text: str) -> int:
    """Return minutes a day."""
    if not text.isdecimal() or not 1 <= int(text[:9]) <= system.settings.MOST_MINUTES:
        raise argparse.ArgumentTypeError(
            f"use a whole number from 1 to {system.settings.MOST_MINUTES}"
        )
    return int(text)


def moment(text: str) -> datetime.datetime:
    """Return a moment with an offset: that of the computer's clock unless it is said."""
    import datetime

    try:
        found = datetime.datetime.fromisoformat(text)
        # A date alone is the middle of its day, not the night before.
        found = found if len(text) > len("2026-11-27") else found.replace(hour=12)
        found = found if found.tzinfo is not None else found.astimezone()
        if not system.clock.has_days_around(found):
            raise OverflowError
        return found
    except (ValueError, OverflowError, OSError) as error:
        raise argparse.ArgumentTypeError(
            "use a date and a time such as 2026-11-27T09:30+01:00"
        ) from error


def seed(text: str) -> int:
    """Return a seed."""
    if not text.isdecimal() or len(text) > 18:
        raise argparse.ArgumentTypeError(f"'{text}' isn't a seed; use a whole number")
    return int(text)
