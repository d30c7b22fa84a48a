"""Compare how fast the app is there with a bare Textual app, as ratios of medians.

Run as ``python tests/benchmarks/start.py [RUNS]``. Each run starts a process in a terminal of its
own and waits until the words it should show have arrived there; runs are interleaved, so that a
busy machine slows all of them alike. Each finds what a run before leaves. The last case chooses
its seed, which nobody could draw before, and has no limit.
"""

from __future__ import annotations

import fcntl
import math
import os
import pty
import select
import statistics
import struct
import subprocess
import sys
import tempfile
import termios
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
RUNS = 15
PATIENCE = 20.0

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
from quizapp.cli import app
def settle(settled):
    def told(self):
        settled(self)
        os.write({told}, b"settled")
    return told
def hook():
    from quizapp.tui.app import QuizApp
    QuizApp.settled = settle(QuizApp.settled)
run = app.run_app
app.run_app = lambda *given: (hook(), run(*given))[1]
sys.exit(cli.main({arguments!r}))
"""


@dataclass(frozen=True)
class Case:
    """Something started and the words it is waited for."""

    name: str
    arguments: tuple[str, ...] | None
    words: str
    limits: tuple[tuple[str, float], ...]


CASES = (
    Case("bare Textual app", None, "Surprisal", ()),
    Case("home", (), "Surprisal", (("paint", 1.15), ("settled", 2.2))),
    Case(
        "first question, a choice",
        ("practice", "--type", "choice"),
        "of 10",
        (("paint", 1.5), ("settled", 2.2)),
    ),
    Case(
        "first question, a number",
        ("practice", "--type", "numeric"),
        "of 10",
        (("paint", 1.5), ("settled", 2.2)),
    ),
    Case(
        "first question, a number of a chosen seed",
        ("practice", "--type", "numeric", "--seed", "1"),
        "of 10",
        (("paint", math.inf), ("settled", math.inf)),
    ),
)


def main() -> int:
    """Print the ratios; return 1 when one is over its limit."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else RUNS
    times: dict[str, list[dict[str, float]]] = {case.name: [] for case in CASES}
    with tempfile.TemporaryDirectory() as data:
        for place in range(runs + 1):
            for case in CASES:
                measured = measure(case, data)
                if place:  # the first round only writes the bytecode
                    times[case.name].append(measured)
    bare = statistics.median(one["paint"] for one in times[CASES[0].name])
    print(f"{CASES[0].name}: {bare * 1e3:.0f} ms, median of {runs}")
    over = False
    for case in CASES[1:]:
        for moment, limit in case.limits:
            ratio = statistics.median(one[moment] for one in times[case.name]) / bare
            over |= ratio > limit
            mark = "over" if ratio > limit else "within"
            print(f"{case.name}, {moment}: {ratio:.2f} ({mark} {limit})")
    return int(over)


def measure(case: Case, data: str) -> dict[str, float]:
    """Return the seconds until the words were there and, for ours, until all was."""
    reader, writer = os.pipe()
    main_end, terminal = pty.openpty()
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    script = BARE
    if case.arguments is not None:
        given = [*case.arguments, "--data", data]
        script = OURS.format(root=str(ROOT), told=writer, arguments=given)
    began = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-c", script],
        stdin=terminal,
        stdout=terminal,
        stderr=terminal,
        pass_fds=(writer,),
        env=environment(data),
        start_new_session=True,
    )
    os.close(terminal)
    os.close(writer)
    try:
        return watch(case, main_end, reader, began)
    finally:
        process.kill()
        process.wait()
        os.close(main_end)
        os.close(reader)


def environment(data: str) -> dict[str, str]:
    """Return the environment of an installed program: a terminal, and bytecode that is kept."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    shown = {"TERM": "xterm-256color", "COLORTERM": "truecolor"}
    return {**kept, **shown, "PYTHONPYCACHEPREFIX": data}


def watch(case: Case, screen: int, told: int, began: float) -> dict[str, float]:
    """Read what is painted until all moments of a case have come."""
    found: dict[str, float] = {}
    wanted = {"paint"} | {moment for moment, _ in case.limits}
    painted = b""
    while wanted - found.keys():
        left = began + PATIENCE - time.perf_counter()
        ready, _, _ = select.select([screen, told], [], [], max(left, 0))
        now = time.perf_counter() - began
        if not ready:
            raise TimeoutError(f"{case.name}: not there after {PATIENCE} s:\n{painted[-2000:]!r}")
        if screen in ready:
            painted += os.read(screen, 65536)
            if case.words.encode() in painted:
                found.setdefault("paint", now)
        if told in ready and os.read(told, 100):
            found.setdefault("settled", now)
    return found


if __name__ == "__main__":
    sys.exit(main())
