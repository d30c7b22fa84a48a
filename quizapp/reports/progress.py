"""What all attempts say, in words: for the terminal, and for programs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final

from quizapp.learning.confidence import Calibration
from quizapp.progress import ENOUGH, AnySum, Progress, Reason, Streak, Suggestion
from quizapp.text.commands import command, quoted
from quizapp.text.phrases import counted, day, duration, percent, score_of, slip_title
from quizapp.text.visible import safe

TOO_FEW: Final = f"– means fewer than {ENOUGH} answers"
"""What explains the dash in place of a share."""
_WEEKS_SHOWN: Final = 8
_SLIPS_SHOWN: Final = 8
_MOCKS_SHOWN: Final = 8


def structure(progress: Progress) -> dict[str, Any]:
    """Return the progress for programs."""
    return {
        **progress.total._asdict(),
        "streak": progress.streak._asdict(),
        "topics": [topic._asdict() for topic in progress.topics],
        "days": [one._asdict() | {"day": one.day.isoformat()} for one in progress.days],
        "weeks": [week._asdict() | {"begins": week.begins.isoformat()} for week in progress.weeks],
        "slips": [slip._asdict() | {"last": slip.last.isoformat()} for slip in progress.slips],
        "weakest": list(progress.weakest),
        "next": {"topic": progress.next.topic, "why": why(progress.next)},
        "mocks": [
            mock._asdict() | {"submitted": mock.submitted.isoformat()} for mock in progress.mocks
        ],
        "questions": [
            question._asdict() | {"last": question.last.isoformat()}
            for question in progress.questions
        ],
        "confidence": _calibration(progress.confidence),
    }


def _calibration(found: Calibration | None) -> dict[str, Any] | None:
    if found is None:
        return None
    return {**found._asdict(), "curve": [point._asdict() for point in found.curve]}


def lines(progress: Progress) -> list[str]:
    """Return the progress for people."""
    if not progress.total.attempts:
        return [f"Nothing answered yet. Start with {quoted('practice')}."]
    parts = [
        _head(progress),
        _topic_lines(progress),
        _week_lines(progress),
        _slip_lines(progress),
        _mock_lines(progress),
        *([_confidence_lines(progress.confidence)] if progress.confidence else []),
    ]
    return "\n\n".join("\n".join(part) for part in parts).split("\n")


def _confidence_lines(found: Calibration) -> list[str]:
    return [*confidence_table(found), *confidence_words(found)]


def confidence_table(found: Calibration) -> list[str]:
    """Return what came of the answers given with each probability."""
    head = ("Confidence", "answers", "correct", "cost per answer")
    rows = [
        (percent(point.confidence), str(point.answered), percent(point.right), _bits(point.cost))
        for point in found.curve
    ]
    return _table(head, rows)


def confidence_words(found: Calibration) -> list[str]:
    """Say how well the learner knows what they know."""
    worst = found.costliest
    return [
        f"At {percent(worst.confidence)} you were right {percent(worst.right)} of the time: that "
        f"costs you {_bits(worst.cost)} a question.",
        f"Your score is {_bits(found.score)} an answer; less is better. Saying "
        f"{percent(found.right)} each time would score {_bits(found.uncertainty)}.",
        f"You lose {_bits(found.calibration)} where your numbers are off, and gain "
        f"{_bits(found.resolution)} by telling what you know from what you don't.",
    ]


def _bits(amount: float) -> str:
    return f"{amount:.2f} bits"


def _head(progress: Progress) -> list[str]:
    questions = counted(len(progress.questions), "question")
    total = progress.total
    found = [
        f"{counted(total.attempts, 'answer')} to {questions}, {right_of(total)},"
        f" {duration(total.seconds)}",
        streak_line(progress.streak),
    ]
    if progress.weakest:
        names = ", ".join(safe(progress.tracks.title(topic)) for topic in progress.weakest)
        topics = "topics" if len(progress.weakest) > 1 else "topic"
        says, topic = f"Weakest {topics}: {names}", progress.weakest[0]
    else:
        topic = progress.next.topic
        says = f"Or one topic: {safe(progress.tracks.title(topic))}, {why(progress.next)}"
    found.append(f"Next up: what is worth most today. Run: {command('practice')}")
    found.append(f"{says}. Run: {command('practice', '--topic', topic)}")
    return found


def _topic_lines(progress: Progress) -> list[str]:
    head = ("Topic", "answers", "correct", "median time")
    rows = [
        (
            safe(progress.tracks.title(topic.topic)),
            str(topic.attempts),
            share_of(topic),
            duration(topic.median_seconds),
        )
        for topic in progress.topics
    ]
    few = any(topic.answered < ENOUGH for topic in progress.topics)
    return [*_table(head, rows), *([TOO_FEW] if few else [])]


def _week_lines(progress: Progress) -> list[str]:
    head = ("Week of", "answers", "correct", "total time")
    rows = [
        (day(week.begins), str(week.attempts), share_of(week), duration(week.seconds))
        for week in progress.weeks[-_WEEKS_SHOWN:]
    ]
    return _table(head, rows)


def _slip_lines(progress: Progress) -> list[str]:
    if not progress.slips:
        return ["No mistakes yet: none of your wrong answers matched a known one."]
    head = ("Mistake", "times", "last")
    rows = [
        (slip_title(slip.slip), str(slip.times), day(slip.last))
        for slip in progress.slips[:_SLIPS_SHOWN]
    ]
    return _table(head, rows)


def _mock_lines(progress: Progress) -> list[str]:
    if not progress.mocks:
        return [f"No mock interviews yet. Start one with {quoted('mock')}."]
    head = ("Mock interview", "on", "score", "correct", "total time")
    rows = [
        (
            safe(mock.title or mock.blueprint or f"session {mock.session}"),
            day(mock.submitted),
            score_of(mock.score, mock.questions),
            percent(mock.accuracy),
            duration(mock.seconds),
        )
        for mock in progress.mocks[-_MOCKS_SHOWN:]
    ]
    return _table(head, rows)


def why(suggestion: Suggestion) -> str:
    """Say why a topic is suggested, to stand after its name."""
    known = suggestion.known
    if known is None or not known.answered:
        return "not started yet"
    if suggestion.reason is Reason.NEXT:
        return f"only {counted(known.answered, 'answer')} so far"
    now = "" if suggestion.now is None else f"{percent(suggestion.now)} now, "
    some = f"the weakest with {ENOUGH} answers or more"
    first = some if suggestion.reason is Reason.WEAKEST else "your weakest topic"
    return f"{first}: {now}{right_of(known)}"


def streak_line(streak: Streak) -> str:
    """Say how long the streak is, and what keeps it."""
    if not streak.days:
        longest = _days(streak.longest)
        return f"No streak right now. Answer one question today to start one (longest: {longest})"
    longest = f" (longest: {_days(streak.longest)})" * (streak.longest > streak.days)
    today = "" if streak.today else "; answer one question today to keep it"
    return f"Streak: {_days(streak.days)}{longest}{today}"


def share_of(one: AnySum) -> str:
    """Return how much is right as shown; a dash for too few answers."""
    return percent(one.accuracy if one.answered >= ENOUGH else None)


def right_of(one: AnySum) -> str:
    """Say how much is right, and of how many; no share of too few."""
    some = score_of((one.accuracy or 0.0) * one.answered, one.answered)
    enough = one.answered >= ENOUGH
    return f"{percent(one.accuracy)} correct ({some})" if enough else f"{some} correct"


def _days(count: int) -> str:
    return counted(count, "day")


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """Return rows under a head, the first column to the left and the others to the right."""
    everything = [head, *rows]
    widths = [max(len(row[place]) for row in everything) for place in range(len(head))]
    return [
        "  ".join(
            cell.rjust(width) if place else cell.ljust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in everything
    ]
