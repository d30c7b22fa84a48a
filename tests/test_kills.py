"""Killed at any moment, in a real terminal with real keys, the program loses no answer.

``python tests/test_kills.py 50`` kills it fifty times, half of them in an interview, and prints
what each came to; the tests do it a few times. ``python tests/test_kills.py 50 author`` kills it
while a bank is written, and ``… 50 typing`` in the middle of an answer; there it is about tenths of
a second, which the tests don't measure.
"""

from __future__ import annotations

import fcntl
import os
import pty
import random
import re
import select
import struct
import subprocess
import sys
import tempfile
import termios
import time
from contextlib import closing, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyte
import pytest

from quizapp.history import History
from quizapp.history.practice_recorder import left
from quizapp.history.recorder import FILE
from quizapp.interview.events import InterviewEvent, fold
from quizapp.system.clock import SystemClock

pytestmark = pytest.mark.terminal

QUESTIONS = 12
LATEST = 0.3
"""Seconds within which what was typed on the screen for authors may be lost."""
MINUTES = 20
PATIENCE = 30.0
"""Seconds that a busy machine may take to show something."""
MOMENTS = 2.5
"""Seconds from the first question within which the program is killed."""
SOON = 0.3
"""Seconds after which what is seen to be typed is kept."""
HALF_TYPED = "1/2+1/4+1/8+1/16+1/32+1/64+1/128+1/256+1/512"
BANK = "schema: 1\nbank: kills\nquestions:\n" + "".join(
    f"""\
  - id: q{number}
    type: numeric
    topic: surprisal
    level: 1
    stem: The truth got 0.5, for the {number}. time. What is its surprisal, in bits?
    answer: surprisal(0.5)
    unit: bits
"""
    for number in range(QUESTIONS)
)
BLUEPRINT = f"""\
schema: 1
blueprint: kills
title: Kills
minutes: {MINUTES}
sections:
  - title: All
    questions: [{", ".join(f"kills/q{number}" for number in range(QUESTIONS))}]
"""


class Killed(Exception):  # noqa: N818 - it is what was to come
    """The program is no more."""


class Terminal:
    """A terminal of 80 columns and 24 rows with the program in it, killed at a moment."""

    def __init__(self, folder: Path, *arguments: str) -> None:
        self._screen = pyte.Screen(80, 24)
        self._stream = pyte.ByteStream(self._screen)
        self._dies_at = float("inf")
        self._descriptor, inside = pty.openpty()
        fcntl.ioctl(inside, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        where = ["--bank", str(folder / "banks"), "--data", str(folder / "data")]
        self._program = subprocess.Popen(
            [sys.executable, "-m", "quizapp", *arguments, *where],
            stdin=inside,
            stdout=inside,
            stderr=inside,
            env=os.environ | {"TERM": "xterm-256color", "HOME": str(folder)},
            start_new_session=True,
        )
        os.close(inside)

    def die_in(self, seconds: float) -> None:
        """Choose the moment."""
        self._dies_at = time.monotonic() + seconds

    def wait_for(self, pattern: str) -> re.Match[str]:
        """Return what is on the screen as soon as it is there."""
        gives_up = time.monotonic() + PATIENCE
        while not (found := re.search(pattern, self.text)):
            if time.monotonic() > gives_up:
                self.kill()
                pytest.fail(f"nothing like {pattern!r} in\n{self.text}")
            self._read(gives_up)
        return found

    def pause(self, seconds: float) -> None:
        """Go on reading for a while."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            self._read(until)

    def press(self, keys: str) -> None:
        """Type."""
        self._live()
        os.write(self._descriptor, keys.encode())

    @property
    def text(self) -> str:
        """What is on the screen."""
        return "\n".join(self._screen.display)

    def kill(self) -> None:
        """Kill the program, as losing power would."""
        self._program.kill()
        self._program.wait()
        os.close(self._descriptor)

    def _read(self, until: float) -> None:
        self._live()
        wait = max(min(until, self._dies_at) - time.monotonic(), 0)
        if select.select([self._descriptor], [], [], wait)[0]:
            self._stream.feed(os.read(self._descriptor, 65536))

    def _live(self) -> None:
        if time.monotonic() >= self._dies_at:
            self.kill()
            raise Killed


def written(folder: Path) -> Path:
    """Write the bank and the blueprint into a folder."""
    (folder / "banks" / "blueprints").mkdir(parents=True)
    (folder / "banks" / "kills.yaml").write_text(BANK, "utf-8")
    (folder / "banks" / "blueprints" / "kills.yaml").write_text(BLUEPRINT, "utf-8")
    return folder


def answer(terminal: Terminal, chance: random.Random, number: int) -> str:
    """Type an answer as a hasty person would; no two are the same."""
    response = f"{number + 100}.25"
    for key in f"{response}\r":
        terminal.press(key)
        terminal.pause(chance.uniform(0, 0.02))
    return response


def killed_in_practice(folder: Path, seed: int) -> int:
    """Practise till death; return how many verdicts were seen, all of them found on disk."""
    chance = random.Random(seed)
    seen: list[str] = []
    typed: list[str] = []
    terminal = Terminal(
        folder, "practice", "--topic", "surprisal", "--count", str(QUESTIONS), "--seed", str(seed)
    )
    terminal.wait_for("What is its surprisal|urprisal")
    terminal.wait_for(rf"1 of {QUESTIONS}")
    terminal.die_in(chance.uniform(0, MOMENTS))
    with suppress(Killed):
        for number in range(QUESTIONS):
            typed.append(f"{number + 100}.25")
            answer(terminal, chance, number)
            terminal.wait_for("Not right|Correct")
            seen.append(typed[-1])
            terminal.press("\r")
            terminal.wait_for(rf"{number + 2} of {QUESTIONS}")
        terminal.pause(PATIENCE)
    kept = [one.attempt.response for one in history(folder).attempts()]
    assert kept[: len(seen)] == seen, f"graded {seen} is on disk, in order: {kept}"
    assert kept in (seen, typed[: len(seen) + 1]), "and nothing that was not answered"
    return len(seen)


def killed_in_an_interview(folder: Path, seed: int) -> int:
    """Be interviewed till death, and go on; return how many answers were seen to be taken."""
    chance = random.Random(seed)
    seen: list[str] = []
    terminal = Terminal(folder, "mock", f"kills@{seed}")
    terminal.wait_for(f"0 of {QUESTIONS} answered")
    terminal.die_in(chance.uniform(0, MOMENTS))
    with suppress(Killed):
        for number in range(QUESTIONS):
            response = answer(terminal, chance, number)
            terminal.wait_for(f"{number + 1} of {QUESTIONS} answered")
            seen.append(response)
        terminal.pause(PATIENCE)
    kept = history(folder)
    session = kept.unfinished_mocks()[-1]
    events = [
        InterviewEvent.kept(one.kind, one.payload, one.at) for one in kept.events(session.number)
    ]
    state = fold(events)
    answers = [one.response for one in state.answers if one.response is not None]
    assert answers[: len(seen)] == seen, "what was taken is on disk, in order"
    assert len(answers) <= len(seen) + 1
    assert state.deadline - state.began == timedelta(minutes=MINUTES)

    again = Terminal(folder, "mock", "--resume")
    shown = again.wait_for(rf"(\d+):(\d\d) left[\s\S]*{len(answers)} of {QUESTIONS} answered")
    left = 60 * int(shown[1]) + int(shown[2])
    assert abs(left - (state.deadline - datetime.now(UTC)).total_seconds()) < 5
    again.kill()
    return len(seen)


def killed_while_writing(folder: Path, seed: int) -> int:
    """Write a bank till death; return how much was seen, all of which but the latest is kept."""
    chance = random.Random(seed)
    path = folder / "own.yaml"
    terminal = Terminal(folder, "author", str(path))
    terminal.wait_for("schema: 1")
    seen = [(0.0, 0)]
    text = ""
    terminal.die_in(chance.uniform(0.2, MOMENTS))
    with suppress(Killed):
        for number in range(999):
            key = "#" if not number else chr(ord("a") + number % 26)
            terminal.press(key)
            text += key
            terminal.wait_for(re.escape(text[-8:]))
            seen.append((time.monotonic(), len(text)))
            terminal.pause(chance.uniform(0, 0.1))
            if not chance.randrange(40):
                terminal.press("\x13")
    died = time.monotonic()
    due = max(length for moment, length in seen if moment < died - LATEST)
    drafts = (folder / "data" / "drafts").glob("*.unsaved")
    kept = [one.read_text("utf-8") for one in (*drafts, path) if one.exists()]
    assert any(one.startswith(text[:due]) for one in kept), f"{due} of {seen[-1][1]} are kept"
    return due


def killed_while_typing(folder: Path, seed: int, soon: float = SOON) -> int:
    """Type an answer till death, and go on; return how many of its characters were kept."""
    chance = random.Random(seed)
    kind = "open" if seed % 2 else "numeric"
    terminal = Terminal(folder, "practice", "--type", kind, "--seed", str(seed))
    terminal.wait_for(r"1 of \d+")
    terminal.wait_for("Answer|Compare")
    terminal.die_in(chance.uniform(0, 2 * MOMENTS))
    seen = [(0.0, 0)]
    with suppress(Killed):
        for typed in range(len(HALF_TYPED)):
            terminal.press(HALF_TYPED[typed])
            until = time.monotonic() + chance.uniform(0, 0.2)
            while time.monotonic() < until:
                terminal.pause(0.01)
                seen.append((time.monotonic(), shown(terminal.text, typed + 1)))
        terminal.pause(PATIENCE)
    sure = max(count for moment, count in seen if moment <= seen[-1][0] - soon)
    with closing(history(folder)) as kept:
        found = [one.course.stops[-1].typed for one in left(kept)]
    typed = found[0] if found else ""
    assert HALF_TYPED.startswith(typed), "nothing else is kept"
    assert len(typed) >= sure, f"{HALF_TYPED[:sure]} was seen {soon} s before, {typed} is kept"
    if typed:
        again = Terminal(folder)
        again.wait_for(r"▸ Continue: Everything \(")
        again.press("\r")
        again.wait_for(rf"│ ?{re.escape(typed)} ")
        again.kill()
    return len(typed)


def shown(text: str, typed: int) -> int:
    """Return how many of the characters typed so far stand in the field."""
    rows = [row.partition("│")[2].strip() for row in text.splitlines() if "│" in row]
    return max(
        (
            count
            for count in range(typed + 1)
            for row in rows
            if count and row.startswith(HALF_TYPED[:count])
        ),
        default=0,
    )


def history(folder: Path) -> History:
    """Return what is on disk."""
    return History.open(folder / "data" / FILE, SystemClock())


@pytest.mark.parametrize("seed", [1, 2])
def test_what_was_graded_in_practice_is_on_disk(tmp_path, seed):
    killed_in_practice(written(tmp_path), seed)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_an_interview_goes_on_with_all_that_was_taken_and_the_right_time(tmp_path, seed):
    killed_in_an_interview(written(tmp_path), seed)


@pytest.mark.parametrize("seed", [1, 2])
def test_what_is_half_typed_is_there_again(tmp_path, seed):
    killed_while_typing(written(tmp_path), seed, soon=10 * SOON)


def main(times: int, where: str = "") -> None:
    """Kill the program many times; the first answer that is lost ends it."""
    for seed in range(times):
        kill = killed_in_an_interview if seed % 2 else killed_in_practice
        if where:
            kill = {"author": killed_while_writing, "typing": killed_while_typing}[where]
        with tempfile.TemporaryDirectory() as name:
            seen = kill(written(Path(name)), seed)
        sys.stdout.write(f"{seed:3} {kill.__name__}: {seen} seen, none lost\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 50, *sys.argv[2:3])
