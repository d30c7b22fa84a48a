"""Time the history after five years of twenty answers a day and at a hundred thousand answers.

``python tests/benchmarks/history.py [FOLDER]``, with quizapp installed or ``PYTHONPATH=.``, fills
new histories in a folder through their own front door. It prints what one more attempt costs,
durable, and what the numbers of the progress screen cost, from the file to the lines. Beside the
sums from the views stand the same from tables that hold them, and in units of one walk over all
attempts. At last the app is started over a long history and over none, in turns: home's first frame
and that of progress come before either is read. A million answers take two minutes to be made.
"""

from __future__ import annotations

import os
import random
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import start

from quizapp import progress
from quizapp.history import History, tallies
from quizapp.questions.base import Verdict
from quizapp.record import Attempt
from quizapp.reports import progress as words
from quizapp.system.clock import SystemClock

_ATTEMPTS = (36_000, 100_000)
_IN_A_SESSION = 100
_EACH_MOCK = 10
"""Each tenth session is a mock."""
_QUESTIONS = 300
_SLIPS = 60
_ROUNDS = 200
_STARTS = 9
_SCREENS = {
    "home": (1_000_000, ("Surprisal", "Surprisal"), "", 1.0),
    "progress": (36_000, ("Nothing here yet", "Loading your history"), "p", 1.3),
}
"""Screen → the attempts it is shown over, what it shows first over none and over them, its key, and
how many times as long it may take."""
_TOPICS = ("surprisal", "entropy", "cross-entropy", "softmax", "gradient", "binary")
_SUMS = ("questions", "days", "slips")


def main() -> None:
    """Print the costs at each size."""
    place = sys.argv[1] if len(sys.argv) > 1 else None
    for attempts in _ATTEMPTS:
        with tempfile.TemporaryDirectory(dir=place) as folder:
            _measure(Path(folder) / "history.db", attempts)
    for screen, (attempts, shown, key, goal) in _SCREENS.items():
        with tempfile.TemporaryDirectory(dir=place) as folder:
            ratio = _first_frame(Path(folder), attempts, shown, key)
        print(f"{screen} at {attempts:,} attempts, over none: {ratio:.2f} (goal {goal})")


def _first_frame(folder: Path, attempts: int, shown: tuple[str, str], key: str) -> float:
    """Return how many times as long the first frame of a screen takes over many attempts."""
    cases = []
    for name, said in zip(("none", "many"), shown, strict=True):
        (folder / name).mkdir()
        cases.append(start.Case(name, ("--data", str(folder / name)), said, key=key))
    with History.open(folder / "many" / "history.db", SystemClock()) as history:
        _fill(history, attempts)
    os.sync()  # so that nothing is still written while the app starts
    run = start.Run(folder)
    for turn in range(_STARTS + 1):
        if turn == 1:  # the first only writes the bytecode
            run.times.clear()
        for case in cases:
            start.show(run, case)
    none, many = map(run.median, cases)
    return many / none


def _measure(path: Path, attempts: int) -> None:
    limit = attempts / 300
    with History.open(path, SystemClock()) as history:
        _fill(history, attempts)
    print(f"{attempts:,} attempts, {path.stat().st_size / 1e6:.0f} MB")
    _report("open the file", 20, lambda: History.open(path, SystemClock()).close(), 100)
    with History.open(path, SystemClock()) as history:
        chance = random.Random(1)
        log = history.session("practice")
        more = iter([_attempt(chance, datetime.now(UTC)) for _ in range(_ROUNDS + 1)])
        _report("record an attempt", _ROUNDS, lambda: log.record(next(more)), 5)
        _report("the numbers of progress", 20, lambda: _progress(history), limit)
        _report("the last sessions", 20, lambda: history.sessions(last=20), 20)
    _report("the numbers, from a closed file", 20, lambda: _progress_of_file(path), limit)
    with closing(sqlite3.connect(path)) as connection:
        walk = "SELECT count(*), total(score) FROM attempts"
        floor = _report("a walk over all attempts", 20, lambda: connection.execute(walk).fetchall())
        views = _report("the sums from views", 20, lambda: tallies.read(connection))
        for table in _SUMS:
            connection.execute(f"CREATE TEMP TABLE {table} AS SELECT * FROM main.{table}")
        kept = _report("the sums from tables", 20, lambda: tallies.read(connection))
        print(f"  in walks: from views {views / floor:.1f}, from tables {kept / floor:.1f}")


def _fill(history: History, count: int) -> None:
    chance = random.Random(0)
    moment = datetime(2023, 1, 1, tzinfo=UTC)
    for number in range(count // _IN_A_SESSION):
        moment += timedelta(hours=chance.uniform(4, 48))
        attempts = []
        for _ in range(_IN_A_SESSION):
            moment += timedelta(seconds=chance.uniform(10, 120))
            attempts.append(_attempt(chance, moment))
        kind = "practice" if number % _EACH_MOCK else "mock"
        history.session(kind).submit(attempts)


def _attempt(chance: random.Random, moment: datetime) -> Attempt:
    number = chance.randrange(_QUESTIONS)
    verdict = chance.choice([one for one in Verdict if one is not Verdict.SHOWN])
    right = verdict is Verdict.CORRECT
    slips = [] if right else chance.choices(range(_SLIPS), k=chance.randrange(3))
    return Attempt(
        question=f"cross-entropy/question-{number}",
        type="numeric",
        topic=_TOPICS[number % len(_TOPICS)],
        seed=chance.randrange(1_000_000),
        parameters={"q": [0.7, 0.2, 0.1], "t": 0},
        response="-ln(0.7)",
        value=0.35667494393873245,
        verdict=verdict,
        score=1.0 if right else chance.choice((0.0, 0.5)),
        slips=tuple(f"a_slip_of_some_length_{slip}" for slip in slips),
        seconds=chance.uniform(5, 180),
        at=moment,
    )


def _progress(history: History) -> list[str]:
    found = progress.measure(history.tallies(), history.today(), history.zone)
    return words.lines(found)


def _progress_of_file(path: Path) -> None:
    with History.open(path, SystemClock()) as history:
        _progress(history)


def _report(title: str, rounds: int, work: Callable[[], object], limit: float = 0.0) -> float:
    """Print what some work takes, and how much of that on a core; return its shortest there."""
    work()
    taken, on_core = [], []
    for _ in range(rounds):
        start, start_on_core = time.perf_counter(), time.process_time()
        work()
        taken.append((time.perf_counter() - start) * 1000)
        on_core.append((time.process_time() - start_on_core) * 1000)
    middle, busy, shortest = statistics.median(taken), statistics.median(on_core), min(on_core)
    said = f", limit {limit:.0f} ms" if limit else ""
    print(f"  {title:<32}{middle:>8.2f} ms (on a core {busy:.2f}, shortest {shortest:.2f}){said}")
    return shortest


if __name__ == "__main__":
    main()
