"""Damage histories in many ways, and see that nothing is lost that could be read, or silently.

``python tests/fuzz/histories.py [FLIPS] [CORRUPTIONS] [KILLS] [SEED]`` flips single bits, then
corrupts in coarser ways, then kills the program while it recovers a damaged history; all of it from
one seed. Each history is opened, read and added to as by the program. The last line sums it up.
"""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from quizapp import progress
from quizapp.errors import HistoryError
from quizapp.history import History
from quizapp.history.pages import Pages
from quizapp.questions.base import Verdict
from quizapp.record import Attempt
from quizapp.reports import progress as words
from quizapp.system.clock import SystemClock

ATTEMPTS = 400
_COLUMNS_OF_ATTEMPTS = 23
_HEADER = 100
_NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


def attempt(number: int) -> Attempt:
    """Return an attempt that can be told from others."""
    verdict = list(Verdict)[number % len(Verdict)]
    return Attempt(
        question=f"cross-entropy/question-{number % 23}",
        type="numeric",
        topic=("entropy", "cross-entropy", "softmax")[number % 3],
        seed=number // 2,
        parameters={"q": [0.7, 0.2, 0.1], "t": number % 3},
        response=f"-ln(0.7) + {number}",
        value=0.35667494393873245 + number,
        verdict=verdict,
        score=1.0 if verdict is Verdict.CORRECT else 0.25,
        slips=() if verdict is Verdict.CORRECT else (f"slip_{number % 7}",),
        seconds=1.0 + number % 60,
        at=_NOON + timedelta(hours=number),
    )


def write(path: Path, attempts: int = ATTEMPTS) -> None:
    """Write a history with all that one can hold."""
    with History.open(path, SystemClock(), UTC) as history:
        for start in range(0, attempts, 20):
            chosen = [attempt(number) for number in range(start, min(start + 20, attempts))]
            if start // 20 % 4:
                log = history.session("practice", title="Softmax", seed=start)
                for one in chosen:
                    log.record(one)
                log.confirm(chosen[0], ["first"], 0.5)
                log.end()
            else:
                log = history.session("mock", title="Screening", blueprint="b", code="b@1")
                for place in range(20):
                    log.event("answered", {"place": place, "text": "0.36" * 20})
                log.submit(chosen, {"questions": 20})
        log = history.session("mock", title="Not submitted", blueprint="b", code="b@2")
        for place in range(20):
            log.event("answered", {"place": place, "text": "0.36"})
        log.draft("typed", {"text": "0.3"})


@dataclass
class Outcome:
    """What became of one damaged history."""

    lost: int = 0
    told: bool = False
    faults: list[str] = field(default_factory=list)


def driven(path: Path, damaged: bytes, attempts: int) -> Outcome:
    """Use a damaged history as the program does."""
    outcome = Outcome()
    told: list[str] = []
    try:
        _use(path, outcome, told, attempts)
    except HistoryError as error:
        outcome.faults.append(f"refused: {error}")
    except Exception as error:  # whatever it is: none may come out
        outcome.faults.append(f"exception: {type(error).__name__}: {error}")
    outcome.told = any("damaged" in sentence for sentence in told)
    counted = any("lost" in one or "no answers could be read" in one for one in told)
    if outcome.lost and not counted:
        outcome.faults.append(f"{outcome.lost} lost without a word: {told}")
    if outcome.told:
        # SQLite corrects the size of a file in its header as soon as it may write.
        kept = [one.read_bytes()[_HEADER:] for one in path.parent.glob("*-damaged-*.db")]
        if damaged[_HEADER:] not in kept:
            outcome.faults.append("the damaged file is not kept")
    return outcome


def _use(path: Path, outcome: Outcome, told: list[str], attempts: int) -> None:
    with History.open(path, SystemClock(), UTC) as history:
        history.announce(told.append)
        log = history.session("practice", title="After", tell=told.append)
        tallies = history.tallies()
        words.lines(progress.measure(tallies, history.today(), UTC))
        listed = history.attempts()
        summed = sum(one.attempts for one in tallies.questions)
        if summed != len(listed):
            outcome.faults.append(f"progress counts {summed}, the list {len(listed)}")
        for session in history.sessions():
            history.events(session.number)
        history.unfinished_mocks()
        history.unfinished_practice(_NOON)
        log.record(attempt(attempts))
        if log.unsaved:
            outcome.faults.append(f"nothing can be saved: {told}")
        log.end()
        history.announce(told.append)
    with History.open(path, SystemClock(), UTC) as history:
        history.announce(told.append)
        found = history.attempts()
        if not found or found[-1].attempt.response != attempt(attempts).response:
            outcome.faults.append("the answer that was recorded is not there")
        outcome.lost = attempts + 1 - len(found)


Damage = Callable[[random.Random, bytearray], str]


def flip(chance: random.Random, content: bytearray) -> str:
    """Flip one bit."""
    place, bit = chance.randrange(len(content)), chance.randrange(8)
    content[place] ^= 1 << bit
    return f"byte {place} bit {bit}"


def corrupt(chance: random.Random, content: bytearray) -> str:
    """Damage in one of the ways in which disks, and programs that write to the wrong file, do."""
    kind = chance.choice(["8 bits", "64 bits", "cut", "zeroed page", "noisy page", "header"])
    page = 4096 * chance.randrange(len(content) // 4096)
    match kind:
        case "8 bits" | "64 bits":
            for _ in range(int(kind.split()[0])):
                flip(chance, content)
        case "cut":
            page = chance.randrange(len(content))
            del content[page:]
        case "zeroed page":
            content[page : page + 4096] = bytes(4096)
        case "noisy page":
            content[page : page + 4096] = chance.randbytes(4096)
        case "header":
            for _ in range(chance.randrange(1, 9)):
                content[chance.randrange(100)] = chance.randrange(256)
    return f"{kind} at {page}"


def campaign(folder: Path, seed: int, times: int, damage: Damage) -> tuple[list[Outcome], bytes]:
    """Damage one history so many times; return what became of each, and the history."""
    whole = folder / "whole.db"
    if not whole.exists():
        write(whole)
    content = whole.read_bytes()
    outcomes = []
    for number in range(times):
        chance = random.Random(f"{seed} {damage.__name__} {number}")
        damaged = bytearray(content)
        where = damage(chance, damaged)
        with tempfile.TemporaryDirectory(dir=folder) as name:
            path = Path(name) / "history.db"
            path.write_bytes(damaged)
            outcome = driven(path, bytes(damaged), ATTEMPTS)
        for fault in outcome.faults:
            print(f"  {damage.__name__} {number} ({where}): {fault}")
        if outcome.lost > ATTEMPTS // 10:
            print(f"  {damage.__name__} {number} ({where}): {outcome.lost} lost")
        outcomes.append(outcome)
    return outcomes, content


def on_one_page(content: bytes, folder: Path) -> int:
    """Return how many attempts the fullest page of a history holds."""
    path = folder / "pages.db"
    path.write_bytes(content)
    with path.open("rb") as file:
        pages = Pages(file, folder / "none")
        return max(
            sum(len(row) == _COLUMNS_OF_ATTEMPTS for row in pages.rows(page)) for page in pages
        )


_CHILD = """
import sys
from datetime import UTC
from pathlib import Path
from quizapp.system.clock import SystemClock
from quizapp.history import History
print("begins", flush=True)
History.open(Path(sys.argv[1]), SystemClock(), UTC).attempts()
print("ends", flush=True)
"""


def kills(folder: Path, seed: int, times: int, attempts: int = 20_000) -> list[str]:
    """Kill the program while it recovers a large history; return what was wrong afterwards."""
    whole = folder / "large.db"
    write(whole, attempts)
    damaged = bytearray(whole.read_bytes())
    with whole.open("rb") as file:
        pages = Pages(file, folder / "none")
        holding = [
            page
            for page in pages
            if any(len(row) == _COLUMNS_OF_ATTEMPTS for row in pages.rows(page))
        ]
    page = holding[len(holding) // 2]
    damaged[(page - 1) * 4096 : page * 4096] = bytes(4096)
    faults = []
    expected, seconds, caught = -1, 0.0, 0
    for number in range(times + 1):
        chance = random.Random(f"{seed} kills {number}")
        with tempfile.TemporaryDirectory(dir=folder) as name:
            path = Path(name) / "history.db"
            path.write_bytes(damaged)
            child = subprocess.Popen(
                [sys.executable, "-c", _CHILD, str(path)],
                cwd=Path(__file__).parents[2],
                stdout=subprocess.PIPE,
                text=True,
            )
            assert child.stdout is not None
            child.stdout.readline()
            start = time.monotonic()
            if number:  # the first is left alone, to know how long it takes
                time.sleep(chance.uniform(0, seconds))
                child.send_signal(signal.SIGKILL)
                caught += child.wait() < 0
            else:
                child.wait()
                seconds = time.monotonic() - start
            child.stdout.close()
            with History.open(path, SystemClock(), UTC) as history:
                found = len(history.attempts())
                if expected < 0:
                    expected = found
                if found != expected:
                    faults.append(f"kill {number}: {found} of {expected}")
                if not any("damaged" in notice for notice in history.notices):
                    faults.append(f"kill {number}: not told")
    for fault in faults:
        print(f"  {fault}")
    print(f"{caught} kills in {seconds:.1f} s of recovering {expected:,} of {attempts:,} attempts")
    return faults


def main(flips: int = 2500, corruptions: int = 200, killings: int = 50, seed: int = 1) -> int:
    """Run the three campaigns, and say what they came to."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        faults = 0
        for damage, times in ((flip, flips), (corrupt, corruptions)):
            outcomes, content = campaign(folder, seed, times, damage)
            page = on_one_page(content, folder)
            wrong = sum(bool(one.faults) for one in outcomes)
            more = sum(one.lost > page for one in outcomes)
            faults += wrong
            some = Counter(one.lost > 0 for one in outcomes)[True]
            told = sum(one.told for one in outcomes)
            print(
                f"{damage.__name__}: {times}, told {told}, lost some {some}, lost more than a "
                f"page ({page}) {more}, most lost {max(one.lost for one in outcomes)}, "
                f"faults {wrong}"
            )
        wrong = len(kills(folder, seed, killings)) if killings else 0
        print(f"kills: {killings}, faults {wrong}")
    return int(bool(faults + wrong))


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
