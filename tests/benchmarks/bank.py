"""How fast banks are read and opened, as ratios to the least that there can be, with their goals.

Run as ``python tests/benchmarks/bank.py [ROUNDS]``. Reading is compared with PyYAML's fastest
loader, which checks nothing, and opening what was kept with reading the bytes of the files. The
garbage collector is on for both, though ours pauses it. Medians of interleaved rounds, of the time
on a core, that of other processes counted in; no number is asserted.

What reading the shipped banks takes, by what is left out: a quarter are libyaml's events, which
CSafeLoader's floor has, too; a quarter is the tree that `document` makes of them, with the place of
each of 31,000 values; two fifths are `FieldValues`, a third of that in `_scalar`, which looks at
22,000 texts by their kinds, and a quarter in what holds between fields (`contradictions`,
`wording`); the rest are the questions, and giving the tree back. Read for the first time, a third
more goes to parsing expressions, each distinct text once. Plain questions have fewer values for
their size, which is why they do better. Places worked out of libyaml's marks only when they are
asked for take as long. Nodes composed by libyaml itself would save a sixth at most, but nothing is
left of a file with an error, and deep nesting ends the program.

Of one changed file of five, two thirds are to read it strictly, and a third is to pack what it
comes to. A process of its own takes as long as both to start, so it only reads what is larger. Of
the other four nothing is looked at but what was kept.

Opening 50,000 questions makes none of them. Of its 15 ms, three times the floor where nothing else
lies in memory, a third is a checksum over what was kept, a fifth each to read that and to take its
columns out, a tenth each to find the files and what was kept of each; whether a file has changed
the system says, 4 µs each. Whoever needs questions makes them, in 15 ms; each column that is asked
for takes 7 ms more. Of the search, a quarter is the list in the order of topics, as much is looking
through it.
"""

from __future__ import annotations

import resource
import statistics
import sys
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

import yaml

from quizapp.bank import cache, reader
from quizapp.bank.collection import Banks
from quizapp.bank.sources import shipped
from quizapp.reports.listing import entries, matching

sys.path.insert(0, str(Path(__file__).parent))
from start import write_many

ROUNDS = 9
HUGE = 50_000
WHO = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)


def main() -> int:
    """Print the ratios."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        files = [one for one in shipped().iterdir() if one.name.endswith(".yaml")]
        texts = {Path(one.name): one.read_text("utf-8") for one in files}
        print(f"shipped banks read over CSafeLoader: {read(texts, rounds):.2f} (goal 0.8)")
        write_many(folder / "thousand", 1_000)
        texts = {path: path.read_text() for path in (folder / "thousand").iterdir()}
        print(f"1,000 questions read over CSafeLoader: {read(texts, rounds):.2f} (goal 0.8)")
        write_many(folder / "own", 5_000)
        changed(folder, rounds)
        write_many(folder / "huge", HUGE)
        huge(folder, rounds)
    return 0


def read(texts: dict[Path, str], rounds: int) -> float:
    """Return how long strict reading takes, over the loader."""
    ratios = []
    for _ in range(rounds):
        floor = on_core(lambda: [yaml.load(text, yaml.CSafeLoader) for text in texts.values()])
        ours = on_core(lambda: [reader.read_text(text, path) for path, text in texts.items()])
        ratios.append(ours / floor)
    return statistics.median(ratios)


def changed(folder: Path, rounds: int) -> None:
    """Print how long one changed file of five takes, over all of them."""
    ratios, file = [], folder / "own" / "many-0.yaml"
    for place in range(rounds):
        kept = folder / f"kept-{place}"
        all_of_them = on_core(partial(cache.load_banks, [folder / "own"], kept))
        file.write_text(f"{file.read_text()}# changed\n")
        ratios.append(on_core(partial(cache.load_banks, [folder / "own"], kept)) / all_of_them)
    ratio = statistics.median(ratios)
    print(f"one file of five changed: {ratio:.2f} of reading all (goal 0.2)")


def huge(folder: Path, rounds: int) -> None:
    """Print how long many questions take to open and to list."""
    places, kept = [folder / "huge"], folder / "kept"
    first = on_core(lambda: cache.load_banks(places, kept))
    floors, opened, listed = [], [], []
    for _ in range(rounds):
        floors.append(on_core(lambda: [path.read_bytes() for path in places[0].iterdir()]))
        opened.append(on_core(lambda: cache.load_banks(places, kept)))
        listed.append(on_core(partial(search, cache.load_banks(places, kept))))
    ratio = statistics.median(o / f for o, f in zip(opened, floors, strict=True))
    print(f"{HUGE:,} questions read the first time: {first:.1f} s, in a process of its own")
    print(f"{HUGE:,} questions opened over reading their bytes: {ratio:.1f} (goal 5)")
    searched = statistics.median(listed)
    print(f"{HUGE:,} questions searched the first time: {searched:.2f} s (goal 0.5)")


def search(banks: Banks) -> None:
    """List questions and look for some, as browsing does."""
    matching(entries(banks.questions), "topic:topic-1 level:2")


def on_core(work: Callable[[], object]) -> float:
    """Return the seconds of a core that something takes, here and in processes of its own."""
    began = sum(map(worked, WHO))
    work()
    return sum(map(worked, WHO)) - began


def worked(who: int) -> float:
    """Return the seconds that somebody has worked."""
    used = resource.getrusage(who)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    sys.exit(main())
