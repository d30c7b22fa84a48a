"""What tells the time, and the real clock and real chance for those who hand them in."""

from __future__ import annotations

import os
import time
from datetime import MAXYEAR, MINYEAR, UTC, datetime
from typing import Protocol


def has_days_around(moment: datetime) -> bool:
    """Whether the calendar has the days before and after a moment that a plan and a streak need."""
    return MINYEAR < moment.year < MAXYEAR


class Clock(Protocol):
    """Tells the time; tests hand in their own."""

    def now(self) -> datetime:
        """Return the moment, aware of its time zone."""

    def seconds(self) -> float:
        """Return seconds from some fixed moment; never goes back."""


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """Return the moment in UTC."""
        return datetime.now(UTC)

    def seconds(self) -> float:
        """Return seconds that never go back."""
        return time.monotonic()


def chance() -> int:
    """Return a seed nobody chose."""
    # secrets would do the same, and import what hashes and signs for it.
    return int.from_bytes(os.urandom(8), "big") % 1_000_000
