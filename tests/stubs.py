"""What stands in for the world in tests."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

from quizapp.bank import track_reader
from quizapp.bank.collection import shipped
from quizapp.bank.tracks import Tracks

TRACKS = Tracks.of((track_reader.read(shipped() / "tracks" / "cross-entropy.yaml"),))
"""The first of the built-in subjects."""


class FakeClock:
    """A clock that moves when it is told to."""

    def __init__(self, wall=datetime(2026, 11, 21, 9, tzinfo=UTC), monotonic=1000.0):
        self.wall = wall
        self.monotonic = monotonic

    def now(self):
        return self.wall

    def seconds(self):
        return self.monotonic

    def wait(self, seconds):
        self.wall += timedelta(seconds=seconds)
        self.monotonic += seconds


async def idle(*_seconds):
    """Return as soon as nothing is left to be done at once.

    Textual's own waits until the processor is idle, a fiftieth of a second at least for each key.
    """
    loop = asyncio.get_running_loop()
    for moment in (0, 0.001):  # twice, as timers that are due may bring more to do
        await asyncio.sleep(moment)
        while loop._ready:
            await asyncio.sleep(0)
