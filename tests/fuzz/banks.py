"""Damage banks in a great many ways, and take each one from its file to a graded answer.

``python tests/fuzz/banks.py --count 10000 --seed 1``, with quizapp installed or ``PYTHONPATH=.``,
changes the tree, the tokens or the bytes of a few shipped or hostile questions. Each bank is read,
loaded, checked, drawn and answered: nothing but the program's own errors may be raised, problems
are printable, and none takes longer than 2 s of CPU. What went wrong and a summary are printed.
Each bank follows from the seed and its number alone: ``--first 812 --count 1`` tries one again,
and ``--show`` prints it.
"""

from __future__ import annotations

import argparse
import random
import re
import signal
import sys
import tempfile
import time
from collections import Counter
from contextlib import suppress
from copy import deepcopy
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import FrameType
from typing import Any

import yaml

from quizapp.bank.checking import questions
from quizapp.bank.collection import Banks
from quizapp.bank.reader import load, read_text
from quizapp.bank.sources import shipped
from quizapp.errors import QuizappError

SLOW = 2.0
"""Seconds of CPU that no bank may take."""
_ENDLESS = 10.0
"""Seconds of CPU after which a bank is given up."""
_MOST_SHOWN = 20
_VARIANTS = 2
_TESTS = Path(__file__).parent.parent
_ANSWERS = ("0.357", "a", "b, c", "c a b", "[1, 2, 3]", "because it is the mean of the surprisals")


@dataclass
class Tally:
    """What came of the banks so far."""

    tried: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)
    raised: list[str] = field(default_factory=list)
    unprintable: list[str] = field(default_factory=list)
    slow: list[str] = field(default_factory=list)
    slowest: float = 0.0

    @property
    def faults(self) -> dict[str, list[str]]:
        """What may not happen, by kind."""
        return {"raised": self.raised, "unprintable": self.unprintable, "slow": self.slow}

    def __str__(self) -> str:
        outcomes = ", ".join(f"{count:,} {name}" for name, count in self.outcomes.most_common())
        faults = ", ".join(f"{len(found)} {kind}" for kind, found in self.faults.items())
        slowest = f"slowest {self.slowest:.2f} s"
        return f"{self.tried:,} banks: {faults}; {slowest} ({outcomes})"


class _EndlessError(BaseException):
    """A bank that takes too long to wait for; no handler of the program's can keep it."""


def main() -> int:
    """Try as many banks as are asked for; return 1 when something went wrong."""
    parser = argparse.ArgumentParser(description="Damage banks in a great many ways.")
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--show", action="store_true")
    given = parser.parse_args()
    if given.show:
        print(damaged(given.seed, given.first).decode(errors="replace"))
        return 0
    tally = Tally()
    with suppress(KeyboardInterrupt):  # what was tried until then is told
        campaign(given.count, given.seed, given.first, tally)
    for kind, found in tally.faults.items():
        for fault in found[:_MOST_SHOWN]:
            print(f"{kind}: {fault}")
    print(tally)
    return int(any(tally.faults.values()))


def campaign(count: int, seed: int, first: int = 0, tally: Tally | None = None) -> Tally:
    """Return what came of a number of banks."""
    tally = tally or Tally()
    before = signal.signal(signal.SIGPROF, _give_up)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "damaged.yaml"
        for number in range(first, first + count):
            path.write_bytes(damaged(seed, number))
            _try(path, str(number), tally)
    signal.signal(signal.SIGPROF, before)
    return tally


def _give_up(_: int, __: FrameType | None) -> None:
    raise _EndlessError


def _try(path: Path, number: str, tally: Tally) -> None:
    tally.tried += 1
    shown: list[str] = []
    started = time.process_time()
    signal.setitimer(signal.ITIMER_PROF, _ENDLESS)
    try:
        tally.outcomes[_taken_through(path, shown)] += 1
    except _EndlessError:
        tally.outcomes["given up"] += 1
    except Exception as error:
        where = error.__traceback__
        while where is not None and where.tb_next is not None:
            where = where.tb_next
        line = f"{Path(where.tb_frame.f_code.co_filename).name}:{where.tb_lineno}" if where else ""
        tally.raised.append(f"{number}: {type(error).__name__} at {line}: {error}"[:300])
        tally.outcomes["raised"] += 1
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
    spent = time.process_time() - started
    tally.slowest = max(tally.slowest, spent)
    if spent > SLOW:
        tally.slow.append(f"{number}: {spent:.1f} s")
    if odd := next((line for line in shown if not line.isprintable()), None):
        tally.unprintable.append(f"{number}: {odd!r}"[:300])


def _taken_through(path: Path, shown: list[str]) -> str:
    """Take a bank through all that is done with one; return how far it came."""
    text = path.read_bytes().decode(errors="replace")
    try:
        read_text(text, path)
    except QuizappError as error:
        shown.extend(str(error).split("\n"))
    banks = load([path])
    shown.extend(str(problem) for problem in banks.problems)
    if not banks.banks:
        return "refused"
    report = questions.check(banks, _VARIANTS)
    shown.extend(str(problem) for problem in report.problems)
    _answer(banks, shown)
    return "read with problems" if report.problems else "read"


def _answer(banks: Banks, shown: list[str]) -> None:
    for question in banks.questions:
        try:
            variant = question.variant(1)
            _ = variant.stem, variant.hints, variant.solution, variant.key_text
        except QuizappError as error:
            shown.extend(str(error).split("\n"))
            continue
        for typed in _ANSWERS:
            try:
                variant.grade(variant.read(typed))
            except QuizappError as error:
                shown.extend(str(error).split("\n"))


# Damage


def damaged(seed: int, number: int) -> bytes:
    """Return a few questions of a bank, changed in one to three places."""
    chance = random.Random(f"{seed}/{number}")
    text = chance.choice(chance.choice(_sources()))
    way = chance.choice(("tree", "tree", "tokens", "bytes"))
    places = chance.choice((1, 1, 2, 3))
    tree = deepcopy(_loaded(text))
    if isinstance(tree, dict) and isinstance(tree.get("questions"), list):
        tree["questions"] = chance.sample(tree["questions"], min(2, len(tree["questions"])))
        for _ in range(places if way == "tree" else 0):
            _change(tree, chance)
        text = yaml.safe_dump(tree, allow_unicode=True, sort_keys=False)
    for _ in range(places if way == "tokens" else 0):
        text = _with_other_token(text, chance)
    data = text.encode(errors="surrogatepass")
    for _ in range(places if way == "bytes" else 0):
        data = _with_other_bytes(data, chance)
    return data


@cache
def _sources() -> tuple[tuple[str, ...], ...]:
    """Return the texts of shipped banks, several times over, and of others."""
    there = sorted(shipped().iterdir(), key=lambda one: one.name)
    banks = tuple(one.read_text("utf-8") for one in there if one.name.endswith(".yaml"))
    hostile = tuple(one.read_text() for one in sorted((_TESTS / "hostile").glob("*.yaml")))
    cases = tuple(one.read_text() for one in sorted((_TESTS / "cases").glob("*.yaml")))
    return (*(banks,) * 5, hostile, cases)


@cache
def _loaded(text: str) -> Any:
    try:
        return yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except yaml.YAMLError:
        return None


def _change(tree: Any, chance: random.Random) -> None:
    """Change a value, a key or the order somewhere in a tree."""
    holders = list(_holders(tree))
    holder = chance.choice(holders)
    keys = list(holder) if isinstance(holder, dict) else list(range(len(holder)))
    if not keys:
        return
    key = chance.choice(keys)
    kind = chance.choice((0, 1, 2, 3, 3, 3, 3, 4, 5))
    if kind == 0:
        del holder[key]
    elif kind == 1 and isinstance(holder, dict):
        holder[chance.choice(_KEYS)] = holder.pop(key)
    elif kind == 2:
        other = chance.choice(holders)
        holder[key] = deepcopy(
            chance.choice(list(other.values() if isinstance(other, dict) else other) or [0])
        )
    elif kind == 3 and isinstance(holder[key], str):
        holder[key] = _with_other_token(holder[key], chance)
    elif kind == 4 and isinstance(holder, list):
        holder.extend(deepcopy(holder[:1]) * chance.choice((1, 1, 30)))
    else:
        holder[key] = chance.choice(_VALUES)


def _holders(tree: Any) -> list[Any]:
    found = [tree]
    for one in tree.values() if isinstance(tree, dict) else tree:
        if isinstance(one, dict | list):
            found.extend(_holders(one))
    return found


_KEYS = (
    *("id", "type", "topic", "level", "stem", "answer", "draw", "let", "words", "reject", "unit"),
    *("tolerance", "slips", "hints", "options", "lines", "rubric", "match", "text", "why", "after"),
    *("follow_ups", "instead", "says", "correct", "accepts", "lexicon", "canonical", "x", "", "e"),
)
_VALUES: tuple[object, ...] = (
    *(None, True, 0, -1, 1e308, 10**30, float("inf"), float("nan"), "", " ", "0", "nan", [], {}),
    *("numeric", "open", "choice", "order", "bits", "percent", "{{ q }}", "{{ 1/0 }}", "{{", "}}"),
    *("x" * 5_000, "\u202e", "\ud7ff", "1e999", "9**9**9**9", "softmax([1e4, -1e4])", "[1, 2]"),
    *("probabilities(3)", "probabilities(99, step=0.001)", "integer(1, 1e9)", "choice([1, 2])"),
    *("entropy([0, 0])", "cross_entropy([1, 0], [0, 1])", "q[t]", "q + 1", "sum(q)", "1/0", "-inf"),
    *("one_hot(0, 10000)", "$\\frac{a}{b}$", "$x", "**bold", "`code", "@x", "a|b", ["@x"] * 50),
    *("index(3)", "labels(40)", "logits(3, -5, 5, 0.1)", "decimal(0, 1, 0.01)", [[1, 2], [3]]),
)
_TOKEN = re.compile(r"[A-Za-z_]+|\d+(?:\.\d+)?|[^\w\s]|\n +|\s+")
_TOKENS = (
    *("(", ")", "[", "]", "{", "}", "{{", "}}", "$", "$$", "**", "*", "/", "-", "+", ",", ":", "#"),
    *(
        "0",
        "1",
        "-1",
        "1e9",
        "1e999",
        "0.5",
        "inf",
        "nan",
        "q",
        "p",
        "t",
        "x",
        "softmax",
        "entropy",
    ),
    *("choice", "integer", "probabilities", "base=2", "reduction='sum'", "'", '"', "|", ">", "&a"),
    *(
        "*a",
        "!!python/object",
        "<<",
        "\n",
        "\t",
        "  ",
        "\n      ",
        "- ",
        "? ",
        "\ufeff",
        "\x00",
        "é",
    ),
    *("\\frac{", "\\sum", "_", "^", "@", "~", "yes", "null", "==", "<", "and", "not", "x[0]"),
)


def _with_other_token(text: str, chance: random.Random) -> str:
    tokens = list(_TOKEN.finditer(text))
    if not tokens:
        return chance.choice(_TOKENS)
    one, other = chance.choice(tokens), chance.choice(tokens)
    put = chance.choice(("", chance.choice(_TOKENS), chance.choice(_TOKENS), other[0], one[0] * 2))
    return text[: one.start()] + put + text[one.end() :]


def _with_other_bytes(data: bytes, chance: random.Random) -> bytes:
    place = chance.randrange(len(data) + 1)
    length = chance.choice((0, 1, 1, 2, 20, 400))
    put = chance.choice(
        (
            b"",
            bytes([chance.randrange(256)]),
            bytes([data[place % len(data)] ^ 1 << chance.randrange(8)]) if data else b"",
            chance.randbytes(chance.randrange(1, 9)),
            data[place : place + length] * chance.choice((2, 100)),
            chance.choice((b"[", b"{", b"- ", b"? ", b"&a [*a]")) * chance.choice((1, 30, 5_000)),
        )
    )
    return data[:place] + put + data[place + length :]


if __name__ == "__main__":
    sys.exit(main())
