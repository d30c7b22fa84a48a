"""What to do today and the way to the interview, in words and for programs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from quizapp.learning.selection import Why
from quizapp.text.commands import command
from quizapp.text.phrases import (
    counted,
    day,
    listed,
    percent,
    rough_duration,
    short_day,
    slip_title,
    times,
)
from quizapp.text.visible import safe

if TYPE_CHECKING:
    from quizapp.learning.evening import Evening
    from quizapp.learning.plan import Ahead, Plan
    from quizapp.learning.selection import Aim, Today

Title = Callable[[str], str]
"""Returns the name of a topic as shown."""
_REASONS = {
    Why.MISSED: "missed before",
    Why.DUE: "due again",
    Why.HABIT: "a mistake to unlearn",
    Why.NEW: "new",
    Why.MIXED: "to stay fresh",
}
EVENING = "The evening before: nothing new."
"""What that day is called."""
_MINUTE = 60.0


def structure(today: Today, aim: Aim, at: str) -> dict[str, Any]:
    """Return today for programs."""
    return {
        "at": at,
        "day": today.day.isoformat(),
        "minutes": round(today.minutes, 1),
        "why": {
            **{str(reason): len(today.of(reason)) for reason in Why},
            "spent": round(today.spent, 1),
            "interview": None if aim.interview is None else aim.interview.isoformat(),
            "days_left": today.days_left,
            "mock": today.mock,
        },
        "questions": [
            {
                "question": one.question,
                "topic": one.topic,
                "reason": str(one.reason),
                "recall": round(one.recall, 4),
                "seconds": round(one.seconds),
            }
            for one in today.portion
        ],
    }


def lines(today: Today, aim: Aim, title: Title, evening: Evening | None = None) -> list[str]:
    """Return today for people; on the evening before the interview, with what that is for."""
    found = [summary(today)]
    if aim.interview is not None and today.days_left is not None:
        found.append(until(aim, today.days_left))
    if today.mock:
        found.append(f"A good day for a mock interview. Run: {command('mock')}")
    if today.portion:
        found.append("")
        found += [
            f"{safe(one.question)}  {safe(title(one.topic))}, {_REASONS[one.reason]}"
            for one in today.portion
        ]
        found += ["", f"Run: {command('practice')}"]
    if evening is not None:
        found += ["", EVENING, *_evening_lines(evening, title)]
    return found


def _evening_lines(evening: Evening, title: Title) -> Iterator[str]:
    for topic in evening.topics:
        yield f"Read the sheet on {safe(title(topic))}. Run: {command('sheet', topic)}"
    for slip, count in evening.slips:
        drill = command("practice", "--slip", slip)
        yield f"{slip_title(slip)}, {times(count)}. Run: {drill}"
    for question in evening.pitches:
        yield f"Answer {safe(question)} aloud once more."


def summary(today: Today, *, tells_spent: bool = True) -> str:
    """Return the day's practice in one sentence, and in another what was done of it."""
    minutes = rough_duration(_MINUTE * today.spent)
    if not today.portion:
        return f"Done for today, {minutes}." if today.spent else "Nothing to do."
    takes = rough_duration(max(today.seconds, _MINUTE))
    said = f"{counted(len(today.portion), 'question')}, about {takes}: {listed(_parts(today))}"
    done = f" You have done {minutes} today." if today.spent and tells_spent else ""
    return f"{said}.{done}"


def headline(today: Today) -> str:
    """Return what to do today as one line."""
    said = summary(today, tells_spent=False).rstrip(".")
    is_done = today.spent and not today.portion
    return said if is_done else f"Today: {said}"


def _parts(today: Today) -> Iterator[str]:
    counts = {
        "to repeat": len(today.of(Why.MISSED)) + len(today.of(Why.DUE)),
        "against habits": len(today.of(Why.HABIT)),
        "new": len(today.of(Why.NEW)),
        "mixed": len(today.of(Why.MIXED)),
    }
    yield from (f"{count} {name}" for name, count in counts.items() if count)


def until(aim: Aim, days_left: int) -> str:
    """Say how far the interview is away."""
    if aim.interview is None:
        return ""
    when = {0: "today", 1: "tomorrow"}.get(days_left, f"in {days_left:,} days")
    return f"Your interview is {when}, on {day(aim.interview)}."


def countdown(aim: Aim, days_left: int | None) -> str:
    """Say how far the interview is away, where there is little room; nothing without a date."""
    if aim.interview is None or days_left is None:
        return ""
    when = {0: "today", 1: "tomorrow"}.get(days_left, f"in {days_left:,} days")
    return f"Interview {when}, {short_day(aim.interview)}"


def topics(today: Today, title: Title) -> str:
    """Say what topics a day is about: those repeated, and those of what is new."""
    new = [one.topic for one in today.of(Why.NEW)]
    again = [one.topic for one in today.portion if one.reason is not Why.NEW]
    said = (
        f"{name}: {listed(safe(title(topic)) for topic in dict.fromkeys(some))}."
        for name, some in (("Again", again), ("New", new))
        if some
    )
    return " ".join(said)


def plan_structure(plan: Plan) -> dict[str, Any]:
    """Return the plan for programs."""
    interview = plan.aim.interview
    return {
        "date": None if interview is None else interview.isoformat(),
        "minutes": plan.aim.minutes,
        "score_now": round(plan.now, 4),
        "score_then": round(plan.then, 4),
        "days": [one._asdict() | {"day": one.day.isoformat()} for one in plan.days],
        "topics": [
            state._asdict() | {"now": round(state.now, 4), "then": round(state.then, 4)}
            for state in plan.topics
        ],
    }


def plan_lines(plan: Plan, days_left: int | None, title: Title) -> list[str]:
    """Return the plan for people."""
    found = (
        [f"No interview date is set. Run: {command('plan', '--date', plan.days[-1].day)}"]
        if days_left is None
        else [until(plan.aim, days_left)]
    )
    found.append(
        f"With {rough_duration(_MINUTE * plan.aim.minutes)} a day, your expected score goes "
        f"from {percent(plan.now)} to {percent(plan.then)}."
    )
    found += ["", *(_day_line(one, title) for one in plan.days)] if plan.days else []
    width = max((len(title(state.topic)) for state in plan.topics), default=0)
    found += [""] + [
        f"{safe(title(state.topic)):{width}}  {f'{state.met} of {state.all}':>9} met  "
        f"{percent(state.now):>4} now  {state.due:>3} due"
        for state in plan.topics
    ]
    return found


def _day_line(one: Ahead, title: Title) -> str:
    new = f" ({', '.join(safe(title(topic)) for topic in one.topics[:2])})" if one.new else ""
    parts = [
        f"{one.repeat} to repeat" if one.repeat else "",
        f"{one.new} new{new}" if one.new else "",
        f"{one.mixed} mixed" if one.mixed else "",
        "a mock interview" if one.mock else "",
    ]
    return f"{short_day(one.day):>6}  {', '.join(filter(None, parts)) or 'nothing'}"
