"""What an interview came to, in words: tables, remarks, and each question looked at again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from textwrap import shorten
from typing import Any, Final

from quizapp.interview.events import End
from quizapp.interview.results import Result
from quizapp.interview.scorecard import PASSES, Earlier, Scorecard, Subtotal
from quizapp.record import sureness_words
from quizapp.reports.review import Review, review, structure_of, title_of, verdict_of
from quizapp.text.commands import bare_command
from quizapp.text.phrases import (
    counted,
    day,
    duration,
    listed,
    percent,
    points,
    score_of,
    slip_title,
    times,
)
from quizapp.text.visible import safe

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
            tuple(
                (card.tracks.title(subtotal.title), *_counted(subtotal)[1:])
                for subtotal in card.topics
            ),
        ),
        Table(
            "Questions",
            ("", "Question", "Result", "Score", "Time", "Plan", "Confidence"),
            tuple(_row(number, result) for number, result in enumerate(card.results, 1)),
        ),
        Table(
            "Mistakes",
            ("Mistake", "Times"),
            tuple((slip_title(slip), str(count)) for slip, count in card.slips.items()),
        ),
        Table(
            "Earlier interviews",
            ("On", "Score", "Correct", "Time"),
            tuple(map(_before, card.earlier)),
        ),
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
    scored = (
        f"{score_of(total.score, total.questions)} correct ({percent(total.right)}), in "
        f"{duration(card.used)} of {duration(60 * card.minutes)}; "
    )
    ended = _ENDS[card.ended]
    said = [
        "" if beside_score else verdict(card),
        f"{ended[:1].upper()}{ended[1:]}." if beside_score else f"{scored}{ended}.",
        card.costliest and _lost_most(card.costliest),
        card.answered.questions and _pace(card.answered),
        card.awaiting and _to_tick(card.awaiting),
        card.unanswered and f"{_listed('Not answered', card.unanswered)}.",
        card.left_out and f"No bank has these questions any more: {', '.join(card.left_out)}.",
        card.slow and f"{_listed('Took longer than planned', card.slow)}.",
        card.lucky and f"{_listed('Lucky guesses', card.lucky)}.",
        card.sure_errors and f"{_listed('Confident but wrong', card.sure_errors)}.",
        card.pauses and f"You paused {times(card.pauses)}, for {duration(card.paused_seconds)}.",
        card.away_seconds >= 1
        and f"You were away for {duration(card.away_seconds)} while the clock kept running.",
        _compared(card),
        card.next and f"Next up: {card.next.title(card.tracks)}.",
    ]
    return tuple(text for text in said if text)


def verdict(card: Scorecard) -> str:
    """Say whether that was enough; nothing while answers wait to be checked."""
    if card.awaiting:
        return ""
    aim = percent(PASSES)
    return f"Well done: the aim was {aim}." if card.passes else f"Not there yet: aim for {aim}."


def _lost_most(sections: Sequence[Subtotal]) -> str:
    named = (
        f"{subtotal.title} ({score_of(subtotal.score, subtotal.questions)})"
        for subtotal in sections
    )
    return f"Lost most: {listed(named)}."


def reviews(card: Scorecard) -> tuple[Review, ...]:
    """Return each question looked at again, in order."""
    return tuple(
        review(number, result, card.tracks) for number, result in enumerate(card.results, start=1)
    )


def lines(card: Scorecard) -> list[str]:
    """Return the scorecard for people, without the reviews."""
    found = [safe(card.title), "", *(safe(remark) for remark in remarks(card))]
    for table in tables(card):
        found += ["", safe(table.title), *_aligned(table)]
    return [*found, "", safe(for_a_friend(card))]


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
        "sections": [
            {"section": subtotal.title, **_numbers_of(subtotal)} for subtotal in card.sections
        ],
        "topics": [{"topic": subtotal.title, **_numbers_of(subtotal)} for subtotal in card.topics],
        "slips": card.slips,
        "lucky_guesses": card.lucky,
        "sure_errors": card.sure_errors,
        "next_topic": card.next.topic if card.next else None,
        "earlier": [asdict(one) | {"began": one.began.isoformat()} for one in card.earlier],
        "left_out": card.left_out,
        "results": [structure_of(number, result) for number, result in enumerate(card.results, 1)],
    }


def _row(number: int, result: Result) -> tuple[str, ...]:
    return (
        f"{number}{'+' if result.planned.follows is not None else ''}",
        title_of(result),
        verdict_of(result),
        points(result.score),
        duration(result.answer.seconds),
        duration(result.planned.seconds),
        sureness_words(result.answer.confidence),
    )


def _pace(answered: Subtotal) -> str:
    """Say how long the questions took that have an answer: none is quick that was left out."""
    return (
        f"You took {duration(answered.seconds)} for "
        f"{counted(answered.questions, 'answered question')}, of "
        f"{duration(answered.planned)} planned."
    )


def for_a_friend(card: Scorecard) -> str:
    """Say how someone else is asked the same."""
    return f"The same questions for a friend: {bare_command('mock', card.code)}"


def _compared(card: Scorecard) -> str:
    if not card.earlier:
        return ""
    last = card.earlier[-1]
    more = card.total.right - last.right
    how = "The same as" if abs(more) < 0.005 else "Better than" if more > 0 else "Worse than"
    when = day(last.began.astimezone())
    return f"{how} last time ({percent(last.right)} on {when})."


_COUNTS: Final = ("Score", "Correct", "Time", "Plan")


_ENDS: Final = {
    End.LEARNER: "you submitted it",
    End.CLOCK: "time ran out",
    End.ABANDONED: "you abandoned it",
}


def _to_tick(numbers: Sequence[int]) -> str:
    if len(numbers) == 1:
        return f"Question {numbers[0]} needs you to check your answer; until then it scores 0."
    return f"Questions {listed(numbers)} need you to check your answers; until then they score 0."


def _listed(what: str, numbers: Sequence[int]) -> str:
    return f"{what}: {', '.join(map(str, numbers))}"


def _counted(subtotal: Subtotal) -> tuple[str, ...]:
    return (
        subtotal.title,
        score_of(subtotal.score, subtotal.questions),
        percent(subtotal.right),
        duration(subtotal.seconds),
        duration(subtotal.planned),
    )


def _before(one: Earlier) -> tuple[str, ...]:
    return (
        day(one.began.astimezone()),
        score_of(one.score, one.questions),
        percent(one.right),
        duration(one.seconds),
    )


def _numbers_of(share: Subtotal) -> dict[str, Any]:
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
