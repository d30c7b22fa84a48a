"""Write the pictures of the README from the program itself.

Needs ``rsvg-convert`` and the font Fira Code (Debian: librsvg2-bin, fonts-firacode).
"""

from __future__ import annotations

import asyncio
import subprocess
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from datetime import UTC, datetime
from pathlib import Path

from textual.pilot import Pilot

from quizapp.bank import reader
from quizapp.history.recorder import LazyHistory
from quizapp.interview import blueprints
from quizapp.practice.selection import Selection
from quizapp.tui.app import QuizApp
from quizapp.tui.screens.practice import Phase
from quizapp.tui.services import AtPractice, Services

HERE = Path(__file__).parent


class Clock:
    """Stands still, so that pictures differ only where the program does."""

    def now(self) -> datetime:
        """Return a morning."""
        return datetime(2026, 11, 27, 9, tzinfo=UTC)

    def seconds(self) -> float:
        """Return the same second always."""
        return 0.0


@asynccontextmanager
async def running(
    folder: Path, size: tuple[int, int], start: AtPractice | None = None
) -> AsyncIterator[Pilot[None]]:
    """Run the app with the built-in banks and a data folder."""
    clock = Clock()
    with closing(LazyHistory(folder, clock)) as history:
        services = Services(
            banks=lambda: reader.load([reader.shipped()]),
            blueprints=lambda: blueprints.load([reader.shipped()]),
            history=history,
            clock=clock,
            chance=lambda: 3,
        )
        app = QuizApp(services, start)
        async with app.run_test(size=size) as pilot:
            await settled(pilot)
            yield pilot


async def settled(pilot: Pilot[None]) -> None:
    """Wait until nothing is left to be done."""
    await pilot.pause()
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()
    while getattr(pilot.app.screen, "phase", None) is Phase.STARTING:
        await pilot.pause()


async def press(pilot: Pilot[None], *keys: str) -> None:
    """Press keys one after the other."""
    for key in keys:
        await pilot.press(key)
        await settled(pilot)


def keep(pilot: Pilot[None], name: str) -> None:
    """Write a picture of the screen."""
    picture = pilot.app.export_screenshot(title="quizapp")
    spaced = picture.replace("<text ", '<text xml:space="preserve" ')
    target = str(HERE / f"{name}.png")
    subprocess.run(
        ["rsvg-convert", "--width", "1100", "--output", target], input=spaced.encode(), check=True
    )


async def main() -> None:
    """Write all pictures."""
    with tempfile.TemporaryDirectory() as folder:
        one = AtPractice(Selection(ids=("article/mock-4",)))
        async with running(Path(folder), (84, 37), one) as pilot:
            await press(pilot, *"1.204", "enter", "w")
            keep(pilot, "practice")
        async with running(Path(folder), (84, 26)) as pilot:
            keep(pilot, "home")


if __name__ == "__main__":
    asyncio.run(main())
