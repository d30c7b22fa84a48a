"""Write the pictures of the README from the program itself.

Needs ``rsvg-convert`` and the font Fira Code (Debian: librsvg2-bin, fonts-firacode).
"""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

from textual.pilot import Pilot

from quizapp.bank import reader, track_reader
from quizapp.cli import main as quizapp
from quizapp.history.recorder import LazyHistory
from quizapp.interview import blueprints
from quizapp.practice.selection import Selection
from quizapp.system.settings import FILE, SettingsFile
from quizapp.tui.app import QuizApp
from quizapp.tui.screens.interview import RoomScreen
from quizapp.tui.screens.practice import Phase
from quizapp.tui.screens.scorecard import ScorecardScreen
from quizapp.tui.services import AtAuthor, AtInterview, AtPractice, Opening, Services

HERE = Path(__file__).parent
MORNING = datetime(2026, 11, 27, 9, tzinfo=UTC)


class Clock:
    """Moves only when it is told to, so that pictures differ only where the program does."""

    def __init__(self) -> None:
        self.passed = 0.0

    def now(self) -> datetime:
        """Return a morning, and what has passed since."""
        return MORNING + timedelta(seconds=self.passed)

    def seconds(self) -> float:
        """Return what has passed."""
        return self.passed


def lived(folder: Path) -> None:
    """Give a folder the answers of three days, and the date of an interview."""
    quizapp(["plan", "--date", "2026-12-06", "--at", MORNING.isoformat(), "--data", str(folder)])
    for days in (3, 2, 1):
        at = MORNING - timedelta(days=days)
        told = folder / "today.json"
        with told.open("w", encoding="utf-8") as file:
            command = ["today", "--at", at.isoformat(), "--json", "--data", str(folder)]
            subprocess.run([sys.executable, "-m", "quizapp", *command], stdout=file, check=True)
        lines = []
        for place, one in enumerate(json.loads(told.read_text("utf-8"))["questions"]):
            at += timedelta(seconds=one["seconds"])
            score = 0 if place % 3 == days % 3 else 1
            verdict = "correct" if score else "incorrect"
            answer = {"question": one["question"], "verdict": verdict, "score": score}
            lines.append(json.dumps({**answer, "at": at.isoformat(), "seconds": one["seconds"]}))
        told.write_text("\n".join(lines), "utf-8")
        quizapp(["history", "import", str(told), "--data", str(folder)])


@asynccontextmanager
async def running(
    folder: Path, size: tuple[int, int], start: Opening | None = None, clock: Clock | None = None
) -> AsyncIterator[Pilot[None]]:
    """Run the app with the built-in banks and a data folder."""
    clock = clock or Clock()
    with closing(LazyHistory(folder, clock)) as history:
        services = Services(
            banks=lambda: reader.load([reader.shipped()]),
            blueprints=lambda: blueprints.load([reader.shipped()]),
            history=history,
            clock=clock,
            chance=lambda: 3,
            tracks=track_reader.load([reader.shipped()]),
            settings=SettingsFile(folder / FILE),
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


async def interviewed(pilot: Pilot[None], clock: Clock) -> None:
    """Answer an interview, two of three numbers right, and hand it in."""
    asked: set[int] = set()
    room = pilot.app.screen
    assert isinstance(room, RoomScreen)
    while (place := room.interview.state.current or 0) not in asked:
        asked.add(place)
        clock.passed += 40 + 5 * place
        facts = room.interview.planned[place].variant.facts()
        number = facts.get("key_text", "").split(" ")[0]
        typed = "1" if number and place % 3 == 1 else number or "".join(facts["key"])
        await press(pilot, *typed.replace("−", "-"), "enter")
    await press(pilot, "f10")
    while not isinstance(pilot.app.screen, ScorecardScreen):
        await press(pilot, "enter")


async def main() -> None:
    """Write all pictures."""
    clock = Clock()
    with tempfile.TemporaryDirectory() as folder:
        one = AtPractice(Selection(ids=("article/mock-4",)))
        async with running(Path(folder), (84, 37), one, clock) as pilot:
            await press(pilot, *"1.204")
            clock.passed += 48
            await press(pilot, "enter", "w")
            keep(pilot, "practice")
    with tempfile.TemporaryDirectory() as folder:
        lived(Path(folder))
        async with running(Path(folder), (84, 28)) as pilot:
            keep(pilot, "home")
        async with running(Path(folder), (110, 30), AtAuthor()) as pilot:
            keep(pilot, "author")
        clock = Clock()
        async with running(Path(folder), (84, 34), AtInterview("warm-up@17"), clock) as pilot:
            await interviewed(pilot, clock)
            keep(pilot, "scorecard")


if __name__ == "__main__":
    asyncio.run(main())
