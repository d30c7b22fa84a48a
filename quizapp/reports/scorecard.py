"""What an interview came to, in words: tables, remarks, and each question looked at again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from textwrap import shorten
from typing import Any, Final

from quizapp.interview.events import End
from quizapp.interview.results import Result
from quizapp.interview.scorecard import Earlier, Scorecard, Share
from quizapp.practice.selection import topic_title
from quizapp.progress import duration, percent, slip_title
from quizapp.reports.review import Review, review, structure_of, title_of, verdict_of
from quizapp.text.prose import safe

_WIDEST: Final = 24
"""Columns of a cell on a terminal."""


@dataclass(frozen=True)
class Table:
    """Rows of text under headings."""

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def tables(card: Scorecard) -> tuple[Table, ...]:
    """Return the numbers as tables."""
    kinds = [
        Table("By section", ("Section", *_COUNTS), tuple(map(_counted, card.sections))),
        Table(
            "By topic",
            ("Topic", *_COUNTS),
            tuple((topic_title(one.title), *_counted(one)[1:]) for one in card.topics),
        ),
        Table(
            "Questions",
            ("", "Question", "Verdict", "Score", "Time", "Plan", "Sure?"),
            tuple(_row(number, one) for number, one in enumerate(card.results, 1)),
        ),
        Table(
            "Slips",
            ("Slip", "Times"),
            tuple((slip_title(slip), str(count)) for slip, count in card.slips.items()),
        ),
        Table("Before", ("On", "Score", "Right", "Time"), tuple(map(_before, card.earlier))),
    ]
    return tuple(table for table in kinds if table.rows)


def remarks(card: Scorecard, *, beside_score: bool = False) -> tuple[str, ...]:
    """Return what there is to say, a sentence each.

    Parameters
    ----------
    beside_score
        Whether score and time are told already, where the sentences will stand.
    """
    total = card.total
    over = total.seconds - total.planned
    pace = "over" if over > 0 else "under"
    scored = (
        f"{_number(total.score)} of {total.questions} points, {percent(total.right)}, in "
        f"{_lasting(card.used)} of {_lasting(60 * card.minutes)}"
    )
    told = f"{percent(total.right)} of the points" if beside_score else scored
    said = [
        f"{told}; {_ENDS[card.ended]}.",
        (
            f"Pace: {_lasting(total.seconds)} on questions that were planned for "
            f"{_lasting(total.planned)}, {_lasting(abs(over))} {pace}."
        ),
        card.awaiting and f"{_listed('Points to tick', card.awaiting)}; they count 0 till then.",
        card.unanswered and f"{_listed('Not answered', card.unanswered)}.",
        card.left_out and f"Left out, because no bank has them now: {', '.join(card.left_out)}.",
        card.slow and f"{_listed('Much slower than planned', card.slow)}.",
        card.lucky and f"{_listed('Guessed and right', card.lucky)}.",
        card.sure_errors and f"{_listed('Sure and not right', card.sure_errors)}.",
        card.pauses and f"Paused {_times(card.pauses)}, {_lasting(card.paused_seconds)} in all.",
        card.away_seconds >= 1 and f"Away for {_lasting(card.away_seconds)}: the clock ran on.",
        _compared(card),
        card.next and f"To practise next: {card.next.title}.",
    ]
    return tuple(text for text in said if text)


def reviews(card: Scorecard) -> tuple[Review, ...]:
    """Return each question looked at again, in order."""
    return tuple(review(number, one) for number, one in enumerate(card.results, start=1))


def lines(card: Scorecard) -> list[str]:
    """Return the scorecard for people, without the reviews."""
    found = [safe(card.title), "", *(safe(remark) for remark in remarks(card))]
    for table in tables(card):
        found += ["", safe(table.title), *_aligned(table)]
    return found


def structure(card: Scorecard) -> dict[str, Any]:
    """Return the scorecard and the reviews for programs."""
    return {
        "title": card.title,
        "code": card.code,
        "began": card.began.isoformat(),
        "ended": str(card.ended),
        "minutes": card.minutes,
        "used_seconds": card.used,
        "pauses": card.pauses,
        "paused_seconds": card.paused_seconds,
        "away_seconds": card.away_seconds,
        **_numbers_of(card.total),
        "sections": [{"section": one.title, **_numbers_of(one)} for one in card.sections],
        "topics": [{"topic": one.title, **_numbers_of(one)} for one in card.topics],
        "slips": card.slips,
        "lucky_guesses": card.lucky,
        "sure_errors": card.sure_errors,
        "next_topic": card.next.topic if card.next else None,
        "earlier": [asdict(one) | {"began": one.began.isoformat()} for one in card.earlier],
        "left_out": card.left_out,
        "results": [structure_of(number, one) for number, one in enumerate(card.results, 1)],
    }


def _row(number: int, one: Result) -> tuple[str, ...]:
    sure = one.answer.confidence
    return (
        f"{number}{'+' if one.planned.follows is not None else ''}",
        title_of(one),
        verdict_of(one),
        _number(one.score),
        duration(one.answer.seconds),
        duration(one.planned.seconds),
        str(sure) if sure else "",
    )


def _compared(card: Scorecard) -> str:
    if not card.earlier:
        return ""
    last = card.earlier[-1]
    more = card.total.right - last.right
    how = "as much as" if abs(more) < 0.005 else "more than" if more > 0 else "less than"
    when = last.began.date().isoformat()
    return f"That is {how} the time before, {percent(last.right)} on {when}."


_COUNTS: Final = ("Score", "Right", "Time", "Plan")


def _lasting(seconds: float) -> str:
    """Return a duration without a second unit of zero, such as '5 min'."""
    return duration(seconds).removesuffix(" 0 s").removesuffix(" 0 min")


_ENDS: Final = {
    End.LEARNER: "you submitted it",
    End.CLOCK: "the time ran out",
    End.ABANDONED: "you gave it up",
}


def _number(value: float) -> str:
    return f"{value:.3g}"


def _times(count: int) -> str:
    return {1: "once", 2: "twice"}.get(count, f"{count} times")


def _listed(what: str, numbers: Sequence[int]) -> str:
    return f"{what}: {', '.join(map(str, numbers))}"


def _counted(one: Share) -> tuple[str, ...]:
    return (
        one.title,
        f"{_number(one.score)} of {one.questions}",
        percent(one.right),
        duration(one.seconds),
        duration(one.planned),
    )


def _before(one: Earlier) -> tuple[str, ...]:
    return (
        one.began.date().isoformat(),
        f"{_number(one.score)} of {one.questions}",
        percent(one.right),
        duration(one.seconds),
    )


def _numbers_of(share: Share) -> dict[str, Any]:
    return {
        "score": share.score,
        "questions": share.questions,
        "seconds": share.seconds,
        "planned_seconds": share.planned,
    }


def _aligned(table: Table) -> list[str]:
    rows = [table.head, *table.rows]
    cells = [[shorten(safe(cell), _WIDEST, placeholder="…") for cell in row] for row in rows]
    widths = [max(len(row[place]) for row in cells) for place in range(len(table.head))]
    return [
        "  ".join(f"{cell:<{width}}" for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in cells
    ]
