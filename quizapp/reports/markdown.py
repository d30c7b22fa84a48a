"""A scorecard with its reviews as Markdown."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from quizapp.interview.scorecard import Scorecard
from quizapp.reports import scorecard
from quizapp.reports.review import Review
from quizapp.reports.scorecard import Table
from quizapp.text.lines import lines
from quizapp.text.phrases import moment

_SPECIAL: Final = re.compile(r"([\\`*_{}\[\]<>#|~$&])")


def write(card: Scorecard) -> str:
    """Return a scorecard as a Markdown document."""
    says, _, command = scorecard.for_a_friend(card).partition(": ")
    parts = [
        f"# {escaped(card.title)}",
        f"{moment(card.began)} UTC. {says}: `{command}`",
        "\n".join(f"- {escaped(remark)}" for remark in scorecard.remarks(card)),
        *(part for table in scorecard.tables(card) for part in _table(table)),
        "## Review",
        *(part for review in scorecard.reviews(card) for part in _review(review)),
    ]
    return "\n\n".join(parts) + "\n"


def escaped(text: str) -> str:
    """Return text in which nothing is marked up."""
    return _SPECIAL.sub(r"\\\1", " ".join(text.split()))


def _table(table: Table) -> list[str]:
    rows = [table.head, ("---",) * len(table.head)]
    lines = [f"| {' | '.join(map(escaped, table.head))} |", f"| {' | '.join(rows[1])} |"]
    lines += [f"| {' | '.join(map(escaped, row))} |" for row in table.rows]
    return [f"## {escaped(table.title)}", "\n".join(lines)]


def _review(review: Review) -> list[str]:
    parts = [f"### {escaped(review.heading)}", escaped(review.about), fenced(lines(review.stem))]
    if review.response:
        parts += ["Your answer:", fenced(review.response)]
    parts.append(f"**{escaped(review.verdict)}**")
    parts += [escaped(line) for line in review.feedback]
    return [*parts, "Answer:", fenced(lines(review.answer))]


def fenced(lines: Sequence[str]) -> str:
    """Return lines as they stand, inside a fence that none of them can close."""
    text = "\n".join(lines)
    longest = max((len(run) for run in re.findall(r"`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}text\n{text}\n{fence}"
