"""From a key to what it shows, in a real terminal, as ratios to the least that a key can do.

Run as ``python tests/benchmarks/keys.py [--quick]``. The program runs in a terminal of its own and
is answered as by hand: a key, what it shows, and a moment of rest. The floor is a bare Textual app
whose key updates one line, pressed between the same keys of the same run, so that a busy machine
slows both alike; since it slows what takes longer more, the ratio of the time that the thread
that paints was at work stands beside. No number is asserted: each is printed with its goal.

What is left of an answer, in bare updates at work, of which a bare update is one and its layout and
painting 0.4: the key on its way through the widgets 0.8, grading and recording 1, messages and the
line of keys 0.5, one layout of the screen 0.6, one painting of what changed 0.9. The next question
takes one layout and one painting too, of more lines: 0.7 and 1.3. A solution, which was put
together while its question was read, takes 0.4 for the key, 0.3 to get its place, 0.5 for its
messages and the line of keys, 0.9 for the layout, 1 to be painted, a quarter of it its lines, and
0.2 to reach the terminal; that it was seen is written after that, 0.3. Only what changed is
painted: the text, its scrollbar and the line of keys. Fewer would need a screen that Textual
doesn't lay out.

A key right after home's first frame waits for what is painted anew as home learns of the banks and
of the learner, 2 bare updates each, and for the next of the 120 moments a second at which Textual
paints; with Textual's own 60 that was most of its time. It also shares the interpreter with the
thread that unpacks the banks and loads what knows the learner. About 70 ms after the first frame
all of that is done, and numpy comes a second later. That the thread which paints keeps the
interpreter longer than those that compute was tried: it moves who waits when, and no key gains.
"""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import statistics
import struct
import subprocess
import sys
import tempfile
import termios
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from quizapp.bank import cache
from quizapp.bank.collection import Banks
from quizapp.bank.sources import shipped
from quizapp.practice.selection import Selection
from quizapp.practice.session import Practice
from quizapp.questions.numeric import NumericVariant
from quizapp.system.clock import SystemClock
from quizapp.text.blocks import WorkedStep

ROOT = Path(__file__).parents[2]
SEED = 3
REST = 0.15
"""Seconds without a byte after which a screen has settled."""
THOUGHT = 1.2
"""Seconds that somebody reads a question before typing; what is prepared meanwhile is free."""
PATIENCE = 30.0
AT_ONCE = 0.06
"""Seconds after the first frame of home in which somebody presses a key."""
MANY = 10_000
"""Questions of a bank that was never read."""
WARM = 20
"""Questions of a session after which everything it needs is loaded."""
SKIP = "\x1bOS"
"""F4."""
_VERDICT = re.compile(rb"Incorrect|Correct|Partly correct|Not precise enough|wrong unit")
_FIELD = re.compile(rb"t\x1b[^t]{1,60}ype (a |\d)")
"""The field with the cursor on the first letter of what can be typed."""

BARE = """
from textual.app import App
from textual.widgets import Static
class Bare(App):
    count = 0
    def compose(self):
        yield Static("count 0")
    def on_key(self):
        self.count += 1
        self.query_one(Static).update(f"count {self.count}")
Bare().run()
"""

OURS = """
import os, sys, time
sys.path.insert(0, {root!r})
from quizapp import cli
from quizapp.practice import session
drawn = session.drawn
def timed(question, seed):
    began = time.thread_time()
    try:
        return drawn(question, seed)
    finally:
        import threading
        if threading.current_thread() is threading.main_thread():
            os.write({told}, b"%f\\n" % (time.thread_time() - began))
session.drawn = timed
sys.exit(cli.main({arguments!r}))
"""
"""Tells how long each draw held up the thread that paints."""


@dataclass
class Screen:
    """A program in a terminal of its own."""

    terminal: int
    process: int
    told: int

    def press(self, keys: str) -> float:
        """Press keys; return when."""
        began = time.perf_counter()
        os.write(self.terminal, keys.encode())
        return began

    def shows(self, words: re.Pattern[bytes], began: float) -> float:
        """Return the seconds until words are there."""
        painted = b""
        while True:
            painted += self._read(began + PATIENCE - time.perf_counter(), painted)
            if words.search(painted):
                return time.perf_counter() - began

    def settles(self, began: float) -> float:
        """Return the seconds until the last byte that a key brings about."""
        last = began
        while select.select([self.terminal], [], [], REST)[0]:
            if b"\x1b" not in self._read(REST, b""):
                continue
            last = time.perf_counter()
        return last - began

    def watch(self, seconds: float) -> None:
        """Read for some time what is painted, as a terminal does, which else holds it up."""
        ends = time.perf_counter() + seconds
        while select.select([self.terminal], [], [], max(ends - time.perf_counter(), 0))[0]:
            os.read(self.terminal, 65536)

    def work(self) -> float:
        """Return the seconds that the thread that paints has worked."""
        return int(Path(f"/proc/{self.process}/schedstat").read_text().split()[0]) / 1e9

    def memory(self) -> float:
        """Return the MiB that the program holds."""
        status = Path(f"/proc/{self.process}/status").read_text()
        found = re.search(r"VmRSS:\s+(\d+) kB", status)
        assert found
        return int(found[1]) / 1024

    def _read(self, patience: float, painted: bytes) -> bytes:
        if not select.select([self.terminal], [], [], max(patience, 0))[0]:
            raise TimeoutError(f"not there after {PATIENCE} s:\n{painted[-2000:]!r}")
        return os.read(self.terminal, 65536)


@contextmanager
def program(script: str, data: str, arguments: tuple[str, ...] = ()) -> Iterator[Screen]:
    """Run a script in a terminal, and end it."""
    ours, terminal = pty.openpty()
    reader, writer = os.pipe()
    os.set_blocking(reader, False)
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    given = [*arguments, "--data", data]
    text = script.replace("{root!r}", repr(str(ROOT)))
    text = text.replace("{told}", str(writer)).replace("{arguments!r}", repr(given))
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    process = subprocess.Popen(
        [sys.executable, "-c", text],
        stdin=terminal,
        stdout=terminal,
        stderr=terminal,
        pass_fds=(writer,),
        env={**kept, "TERM": "xterm-256color", "COLORTERM": "truecolor"},
        start_new_session=True,
    )
    os.close(terminal)
    os.close(writer)
    try:
        yield Screen(ours, process.pid, reader)
    finally:
        process.kill()
        process.wait()
        os.close(ours)
        os.close(reader)


@dataclass
class Times:
    """What was measured of each kind, in milliseconds."""

    of: dict[str, list[float]] = field(default_factory=dict)

    def add(self, name: str, seconds: float) -> None:
        """Add one measurement."""
        self.of.setdefault(name, []).append(seconds * 1e3)

    def press(self, name: str, screen: Screen, keys: str, words: re.Pattern[bytes]) -> None:
        """Press keys, and measure until words are there, and until all is at rest."""
        worked = screen.work()
        began = screen.press(keys)
        self.add(name, screen.shows(words, began))
        self.add(f"{name}, at work", screen.work() - worked)
        self.add(f"{name}, settled", screen.settles(began))

    def median(self, name: str) -> float:
        """Return the middle one."""
        return statistics.median(self.of[name])

    def p99(self, name: str) -> float:
        """Return what one in a hundred is above."""
        ordered = sorted(self.of[name])
        return ordered[min(int(len(ordered) * 0.99), len(ordered) - 1)]


def main() -> int:
    """Print the ratios."""
    quick = "--quick" in sys.argv[1:]
    times = Times()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as data:
        banks = cache.load_banks([shipped()], Path(data))
        draws = session(times, banks, data, 12 if quick else 60)
        fresh(times, 3 if quick else 9, 0)
        fresh(times, 1 if quick else 3, 1_000 if quick else MANY)
        grown = growth(data, 100 if quick else 1_000)
    report(times, draws, grown)
    return 0


def session(times: Times, banks: Banks, data: str, count: int) -> list[float]:
    """Answer questions, look at their solutions and go on; return how long each draw took."""
    given = ("practice", "--type", "numeric", "--count", str(count), "--seed", str(SEED))
    tracks = cache.load_tracks([shipped()], Path(data))
    practice = Practice(
        Selection(type="numeric").choose(banks.questions, tracks),
        clock=SystemClock(),
        recorder=lambda _: None,
        seed=SEED,
        count=count,
        follow_ups=banks.follow_ups,
        tracks=tracks,
    )
    practice.next()
    with program(BARE, data) as bare, program(OURS, data, given) as ours:
        bare.shows(re.compile(rb"count 0"), time.perf_counter())
        ours.shows(_FIELD, time.perf_counter())
        ours.settles(time.perf_counter())
        for place in range(count):
            variant = practice.current.variant
            assert isinstance(variant, NumericVariant)
            time.sleep(THOUGHT)
            _floor(times, bare, place + 1)
            answer = wrong_answer(variant)
            ours.press(answer)
            ours.settles(time.perf_counter())
            times.press("answer", ours, "\r", _VERDICT)
            grade = practice.respond(variant.read(answer))
            assert grade.score == 0, (variant.name, answer)
            times.press("working", ours, "w", _working(variant))
            if practice.next() is None:
                break
            if isinstance(practice.current.variant, NumericVariant):
                times.press("next", ours, "\r", _FIELD)
            else:  # a question of another type that follows up
                ours.settles(ours.press("\r"))
                practice.skip()
                practice.next()
                ours.settles(ours.press(SKIP))
        told = b""
        while chunk := _told(ours):
            told += chunk
    return [float(line) * 1e3 for line in told.split()]


def _floor(times: Times, bare: Screen, count: int) -> None:
    times.press("floor", bare, "x", re.compile(rb"%d" % count))


def _told(screen: Screen) -> bytes:
    try:
        return os.read(screen.told, 65536)
    except BlockingIOError:
        return b""


def wrong_answer(variant: NumericVariant) -> str:
    """Return an answer that can be read and is worth nothing."""
    match variant.shape:
        case ():
            return "1234567"
        case (count,):
            return ", ".join(["1234567"] * count)
        case (rows, count):
            return ", ".join(["[" + ", ".join(["1234567"] * count) + "]"] * rows)
    raise AssertionError(variant.shape)


def _working(variant: NumericVariant) -> re.Pattern[bytes]:
    """Return what tells that the solution is there: the title of a step, or how it ends."""
    steps = [one for one in variant.explained() if isinstance(one, WorkedStep)]
    titles = [re.escape(one.title.split()[0].encode()) for one in steps if one.title]
    return re.compile(b"|".join([*titles, b"Answer  "]))


def fresh(times: Times, rounds: int, questions: int) -> None:
    """Press a key at home as soon as it is there, with nothing kept, and once more at rest."""
    down, up = (re.compile(f"▸[^▸]{{1,80}}{entry}".encode()) for entry in ("Today", "Start"))
    for _ in range(rounds):
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as data:
            bank = Path(data) / "many.yaml"
            bank.write_text(many(questions))
            given = ("--bank", str(bank)) if questions else ()
            with program(OURS, data, given) as ours:
                ours.shows(re.compile(rb"Entropy"), time.perf_counter())
                ours.watch(AT_ONCE)
                times.press(f"key, {questions} new", ours, "\x1b[B", down)
                ours.watch(THOUGHT)
                times.press("key at home", ours, "\x1b[A", up)


def many(count: int) -> str:
    """Return a bank of questions that nobody has read yet."""
    lines = ["schema: 1", "questions:"]
    for place in range(count):
        lines += [
            f"  - id: q{place}",
            "    type: numeric",
            "    topic: entropy",
            "    level: 2",
            "    draw:",
            "      p: decimal(0.05, 0.95, 0.05)",
            "    stem: An event has probability {{ p }}. What is its surprisal, in bits?",
            "    answer: surprisal(p)",
            "    unit: bits",
        ]
    return "\n".join(lines if count else [])


def growth(data: str, count: int) -> float:
    """Return the MiB that a session grows by, from its twentieth question to its last."""
    given = ("practice", "--type", "numeric", "--count", str(count), "--seed", str(SEED))
    before = 0.0
    with program(OURS, data, given) as ours:
        ours.shows(_FIELD, time.perf_counter())
        for place in range(1, count):
            if place == WARM:
                before = ours.memory()
            ours.shows(_FIELD, ours.press(SKIP))
        return ours.memory() - before


def report(times: Times, draws: list[float], grown: float) -> None:
    """Print each ratio with its goal."""
    floor, least = times.median("floor"), times.median("floor, at work")
    print(f"a bare Static update: {floor:.1f} ms, at work {least:.1f}")
    for name in ("answer", "next", "working", "key at home"):
        print(
            f"{name}: {times.median(name) / floor:.1f} (goal 3); "
            f"at work {times.median(f'{name}, at work') / least:.1f}; "
            f"{times.median(name):.1f} ms, p99 {times.p99(name):.1f}, "
            f"settled {times.median(f'{name}, settled'):.1f}, n = {len(times.of[name])}"
        )
    rest = times.median("key at home")
    for name in (name for name in times.of if name.endswith("new")):
        print(f"{name} questions being read: {times.median(name) / rest:.1f} (goal 1.3)")
    longest = max(draws, default=0.0)
    print(f"longest of {len(draws)} draws on the thread that paints: {longest:.1f} ms (goal 5)")
    print(f"a long session grows by {grown:.1f} MiB (goal 20)")


if __name__ == "__main__":
    sys.exit(main())
