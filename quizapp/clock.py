"""The real clock and real chance, for those who hand them in."""

from __future__ import annotations

import secrets
import time
from datetime import UTC, datetime


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
    return secrets.randbelow(1_000_000)
