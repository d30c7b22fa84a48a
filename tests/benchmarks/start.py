"""How fast the program is there, as ratios to the least that there can be, with their goals.

Run as ``python tests/benchmarks/start.py [ROUNDS]``. Screens are compared with a bare Textual app
and commands with a Python that does nothing. Each runs in a terminal of its own until the words
that it should show have arrived there; rounds are interleaved, so that a busy machine slows all
alike, and medians are printed. What is fresh has a home of its own. A checkout is as fast
as an installed program where it was installed after its last change. No number is asserted.

What is left, in parts of a bare app, by the processor time of each import and call:

- Home, 0.1: its fifty modules 0.08, most of which is to find and read their files; the subjects and
  whether the program has changed 0.02; the styles 0.02; layout and lines of more widgets than one
  0.03. Garbage that it doesn't look for, as a bare app does, gives 0.07 back.
- Until it has settled, 0.3 more: the banks and the modules that know the learner 0.1, layouts and
  paintings, of which most are Textual's own after a first frame, 0.07; the rest waits for the
  screen's next tick.
- A first question, 0.4: its modules 0.2, a sixth of which is to make dataclasses; the banks, the
  subjects and whether the program has changed 0.07; styles, layout and lines 0.07; the history,
  which a fresh home has not, 0.04, and 0.06 more for 500 answers; choosing what is worth most 0.02;
  the command line 0.01. Home isn't painted before it.
- A seed of one's own, 0.35 more: numpy 0.2; the language, the quantities and their slips, which say
  whether a draw is fair, 0.14, a third of which is to make dataclasses; the draw itself 0.01. It
  takes no library's random numbers, but to judge it without numpy would take a second evaluator
  that is right to the last digit. A thread does all of that, while the one that paints is idle.
- Writing, 0.6: what home takes and the banks 0.25, the types whose examples a new bank begins with
  0.12, the rest Textual's text area and its widgets. Its colours come after the frame.
- The list of interviews, 0.4: as much for home and the banks, 0.07 to read what interviews are made
  of, 0.06 for its lines. The history is opened after the frame.
- The list of questions and progress by a key, 0.4 above home: almost half is what home settles with
  meanwhile; then their modules, and their styles, widgets and lines, about alike. The list waits
  for what is read in a thread, too; progress where something was answered.

Of `--help`, over a Python that does nothing, argparse takes 1.3 and the rest 0.7. Of the 10.5 that
`calc` takes over it, numpy's import takes 6, argparse 1, and what calculates and derives 3.5, a
third of which is to make dataclasses.
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
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parents[2]
ROUNDS = 9
PATIENCE = 60.0
MANY = 10_000
"""Questions of a large bank."""

BARE = """
from textual.app import App
from textual.widgets import Static
class Bare(App):
    def compose(self):
        yield Static("Surprisal")
Bare().run()
"""
OURS = """
import os, sys
sys.path.insert(0, {root!r})
from quizapp import cli
from quizapp.system import garbage
def settle(show):
    def told(self, outlook):
        show(self, outlook)
        self.call_after_refresh(os.write, {told}, b"settled")
    return told
def hook():
    garbage.pause = pause  # where the program begins to load the app, and not before
    pause()
    from quizapp.tui.app import QuizApp
    QuizApp._show_outlook = settle(QuizApp._show_outlook)
pause, garbage.pause = garbage.pause, hook
sys.exit(cli.main({arguments!r}))
"""
COMMAND = """
import sys
sys.path.insert(0, {root!r})
from quizapp import cli
sys.exit(cli.main({arguments!r}))
"""


@dataclass(frozen=True)
class Case:
    """Something started, the words it is waited for, and the ratios it should have."""

    name: str
    arguments: tuple[str, ...] | None
    words: str = ""
    paint: float = 0.0
    settled: float = 0.0
    fresh: bool = False
    key: str = ""
    """Pressed at home as soon as that is there."""


SCREENS = (
    Case("bare Textual app", None, "Surprisal"),
    Case("home", (), "Surprisal", 1.08, 1.6),
    Case("home, fresh", (), "Surprisal", 1.08, 1.8, fresh=True),
    Case("a choice", ("practice", "--type", "choice"), "of 10", 1.35),
    Case("a choice, fresh", ("practice", "--type", "choice"), "of 10", 1.5, fresh=True),
    Case("a number", ("practice", "--type", "numeric"), "of 10", 1.35),
    Case("a number, fresh", ("practice", "--type", "numeric"), "of 10", 1.5, fresh=True),
    Case(
        "a number of an own seed", ("practice", "--type", "numeric", "--seed", "1"), "of 10", 1.65
    ),
    Case(
        "a number of an own seed, fresh",
        ("practice", "--type", "numeric", "--seed", "1"),
        "of 10",
        1.75,
        fresh=True,
    ),
    Case("mock list", ("mock",), "Phone screen", 1.6),
    Case("author", ("author",), "my-questions", 1.6),
    Case("progress, by its key at home", (), "Nothing here yet", 1.6, key="p"),
    Case("browse, by its key at home", (), "ype to filter", 1.6, key="b"),
)
COMMANDS = (
    Case("python -c pass", None),
    Case("--version", ("--version",), paint=2),
    Case("--help", ("--help",), paint=3),
    Case("calc", ("calc", "entropy([0.5, 0.5])"), paint=8),
)


@dataclass
class Run:
    """Where the runs of a benchmark are, and what they took."""

    folder: Path
    times: dict[tuple[str, str], list[float]] = field(default_factory=dict)

    def note(self, case: Case, moment: str, took: float) -> None:
        """Keep what one run took."""
        self.times.setdefault((case.name, moment), []).append(took)

    def median(self, case: Case, moment: str = "paint") -> float:
        """Return the median over all rounds."""
        return statistics.median(self.times[case.name, moment])

    def home(self, case: Case) -> str:
        """Return the home of a user: that of all, or one where nothing was."""
        return tempfile.mkdtemp(dir=self.folder) if case.fresh else str(self.folder / "home")

    def environment(self, home: str = "") -> dict[str, str]:
        """Return that of an installed program: a terminal, a home, and bytecode that is kept."""
        kept = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("PYTHON", "XDG_"))
        }
        shown = {"TERM": "xterm-256color", "COLORTERM": "truecolor", "HOME": home}
        return {**kept, **shown, "PYTHONPYCACHEPREFIX": str(self.folder / "bytecode")}


def main() -> int:
    """Print the ratios."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS
    with tempfile.TemporaryDirectory() as folder:
        run = Run(Path(folder))
        for place in range(rounds + 1):
            if place == 1:  # the first round only writes the bytecode
                run.times.clear()
            for case in SCREENS:
                show(run, case)
            for case in COMMANDS:
                command(run, case)
        for cases in (SCREENS, COMMANDS):
            tell(run, cases, rounds)
        print(f"home: {memory(run, ()):.0f} MiB (goal 60)")
        many = Path(folder, "many")
        write_many(many)
        asked = ("--bank", str(many))
        memory(run, asked)
        print(f"home with {MANY:,} questions: {memory(run, asked):.0f} MiB (goal 100)")
    return 0


def tell(run: Run, cases: tuple[Case, ...], rounds: int) -> None:
    """Print the ratios of some cases to the first of them."""
    floor, *others = cases
    bare = run.median(floor)
    print(f"{floor.name}: {bare * 1e3:.0f} ms, median of {rounds}")
    for case in others:
        for moment, goal in (("paint", case.paint), ("settled", case.settled)):
            if goal:
                print(f"{case.name}, {moment}: {run.median(case, moment) / bare:.2f} (goal {goal})")


def command(run: Run, case: Case) -> None:
    """Time a command that ends by itself."""
    script = "pass"
    if case.arguments is not None:
        script = COMMAND.format(root=str(ROOT), arguments=list(case.arguments))
    began = time.perf_counter()
    done = [sys.executable, "-c", script]
    subprocess.run(done, stdout=subprocess.DEVNULL, env=run.environment(), check=True)
    run.note(case, "paint", time.perf_counter() - began)


def show(run: Run, case: Case) -> None:
    """Time a screen until its words are there and, for ours, until all is loaded."""
    began = time.perf_counter()
    with Terminal(run, case) as started:
        wanted = {"paint", *(["settled"] if case.settled else [])}
        for moment, at in started.moments(case.words, wanted):
            run.note(case, moment, at - began)


def memory(run: Run, arguments: tuple[str, ...]) -> float:
    """Return the MiB that home holds when it has settled."""
    with Terminal(run, Case("home", arguments)) as started:
        list(started.moments("Surprisal", {"paint", "settled"}))
        status = Path(f"/proc/{started.process.pid}/status").read_text()
    found = re.search(r"VmRSS:\s+(\d+) kB", status)
    assert found
    return int(found[1]) / 1024


class Terminal:
    """A program in a terminal of its own."""

    def __init__(self, run: Run, case: Case) -> None:
        self.key = case.key
        """To be pressed yet."""
        self.told, told = os.pipe()
        self.screen, terminal = pty.openpty()
        fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        script = BARE
        if case.arguments is not None:
            script = OURS.format(root=str(ROOT), told=told, arguments=list(case.arguments))
        self.process = subprocess.Popen(
            [sys.executable, "-c", script],
            stdin=terminal,
            stdout=terminal,
            stderr=terminal,
            pass_fds=(told,),
            env=run.environment(run.home(case)),
            start_new_session=True,
        )
        os.close(terminal)
        os.close(told)

    def __enter__(self) -> Terminal:
        return self

    def __exit__(self, *_: object) -> None:
        self.process.kill()
        self.process.wait()
        os.close(self.screen)
        os.close(self.told)

    def moments(self, words: str, wanted: set[str]) -> Iterator[tuple[str, float]]:
        """Yield the moments as they come, with the time of each."""
        painted, until, missing = b"", time.perf_counter() + PATIENCE, set(wanted)
        while missing:
            left = max(until - time.perf_counter(), 0)
            ready, _, _ = select.select([self.screen, self.told], [], [], left)
            now = time.perf_counter()
            if not ready:
                raise TimeoutError(f"not there after {PATIENCE} s:\n{painted[-2000:]!r}")
            if self.screen in ready:
                painted += os.read(self.screen, 65536)
                if self.key and b"Surprisal" in painted:
                    os.write(self.screen, self.key.encode())
                    self.key = ""
                if "paint" in missing and words.encode() in painted:
                    missing.discard("paint")
                    yield "paint", now
            if self.told in ready and os.read(self.told, 100) and "settled" in missing:
                missing.discard("settled")
                yield "settled", now


def write_many(folder: Path, count: int = MANY) -> None:
    """Write banks with many questions."""
    folder.mkdir()
    for start in range(0, count, 1_000):
        lines = ["schema: 1", "questions:"]
        for place in range(start, min(start + 1_000, count)):
            lines += [
                f"  - id: q-{place}",
                "    type: numeric",
                f"    topic: topic-{place % 40}",
                f"    level: {place % 5 + 1}",
                "    draw:",
                "      p: decimal(0.05, 0.95, 0.05)",
                "    stem: |",
                f"      Event {place} has probability {{{{ p }}}}. What is its surprisal, in nats?",
                "      Some more words stand here, as they do in questions that people write.",
                "    answer: surprisal(p)",
                "    unit: nats",
                "    hints:",
                "      - Take the logarithm.",
                "    solution: |",
                "      {{ working }}",
            ]
        (folder / f"many-{start}.yaml").write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    sys.exit(main())
