"""How people write a date."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, datetime
from typing import Final

from quizapp.errors import UnreadableError

_FORMS: Final = ("%d %b %Y", "%b %d %Y", "%d %B %Y", "%B %d %Y")
"""With the name of the month, as 6/12 is another day in another country."""


def read(text: str, today: date) -> date:
    """Return the date meant by a text, such as 2026-12-06, 6 Dec or December 6, 2026.

    Without a year it is the next such day, today included.

    Raises
    ------
    UnreadableError
        With what could be read instead.
    """
    said = " ".join(text.replace(",", " ").replace(".", " ").split())
    with suppress(ValueError):
        return date.fromisoformat(said)
    for form in _FORMS:
        with suppress(ValueError):
            return datetime.strptime(said, form).date()  # noqa: DTZ007 - a date has no zone
    for year in range(today.year, today.year + 9):  # a leap day is up to eight years away
        for form in _FORMS:
            with suppress(ValueError):
                found = datetime.strptime(f"{said} {year}", form).date()  # noqa: DTZ007 - as above
                if found >= today:
                    return found
    raise UnreadableError("I can't read that date. Write it like 6 Dec or 2026-12-06.")
