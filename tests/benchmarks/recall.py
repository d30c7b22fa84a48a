"""How well the program knows a learner: the log loss of its predictions, row by row.

Run with the path of a table of reviews in order of time; its columns are `item`, `at` (seconds
since 1970), `recalled` (0 or 1) and, optionally, `seconds`:

    python tests/benchmarks/recall.py FILE [--from ROW]

Each row is predicted from those before it by the functions that choose what is asked. Rows up to
ROW, counted from 1, are only learned from (the first fifth unless said), and so are first meetings
and reviews within ten minutes of the item's last.
"""

from __future__ import annotations

import argparse
import csv
from math import log
from pathlib import Path

from quizapp.learning.answered import DAY_BEGINS, Answered
from quizapp.learning.recall import Recall

GOAL = 0.49
SAME_SITTING = 600
_DAY = 86_400


def reviews(path: Path) -> list[Answered]:
    """Return the answers that a table of reviews tells of."""
    with path.open(newline="", encoding="utf-8") as file:
        return [_answered(row) for row in csv.DictReader(file)]


def _answered(row: dict[str, str]) -> Answered:
    at = float(row["at"])
    return Answered(
        question=row["item"],
        topic="",
        at=at,
        day=int((at - DAY_BEGINS.total_seconds()) // _DAY),
        share=float(row["recalled"]),
        seconds=float(row.get("seconds") or 0),
    )


def main() -> None:
    """Print the log loss beside that of a constant and of a running mean."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("file", type=Path, nargs="?")
    parser.add_argument("--from", dest="first", type=int, default=None, metavar="ROW")
    options = parser.parse_args()
    if options.file is None:
        print("recall: name a table of reviews to be measured on")
        return
    rows = reviews(options.file)
    first = len(rows) // 5 if options.first is None else options.first
    recall = Recall({})
    losses: list[float] = []
    means: list[float] = []
    right = counted = 0.0
    last: dict[str, float] = {}
    for number, row in enumerate(rows, 1):
        expected = recall.add(row)
        if row.at - last.get(row.question, row.at) > SAME_SITTING:
            if number > first:
                losses.append(_loss(expected, row.share))
                means.append(_loss((right + 1) / (counted + 2), row.share))
            right += row.share
            counted += 1
        last[row.question] = row.at
    if not losses:
        raise SystemExit("no row after it comes more than ten minutes after its item's last")
    mean = sum(losses) / len(losses)
    print(f"{len(losses):,} reviews after row {first:,}, in nats a review")
    print(f"log loss {mean:.4f}  goal < {GOAL}  {'reached' if mean < GOAL else 'missed'}")
    print(f"running mean of all before {sum(means) / len(means):.4f}")


def _loss(expected: float, share: float) -> float:
    return -(share * log(expected) + (1 - share) * log(1 - expected))


if __name__ == "__main__":
    main()
