"""What home offers to continue: interviews whose clock runs first, then practice sessions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from quizapp.history.interview_recorder import Unfinished
    from quizapp.history.practice_recorder import Left
    from quizapp.practice.session import Practice

from quizapp.text.phrases import clock_face

INTERVIEW: Final = "interview:"
OPEN: Final = "open:"
LEFT: Final = "left:"
_MOST_SESSIONS: Final = 4
"""Sessions that are offered, the latest; others come up when these are over."""
_SAVED: Final = "Your answers and what you typed are saved. Press Enter to continue."
RUNNING: Final = "The clock is running. Press Enter to pick up where you left off."
STOPPED: Final = "The clock is stopped. Press Enter to continue."
ENDED: Final = "Time ran out while you were away. Press Enter to see your scorecard."
ABANDONED: Final = "You can't continue it then, and there will be no scorecard."
"""What becomes of an interview that is abandoned."""
_SCORECARD_FOR: Final = 86_400.0
"""Seconds for which home offers the scorecard of an interview whose time ran out."""


class Offer(NamedTuple):
    """Something that can be continued."""

    name: str
    text: str
    says: str
    urgent: bool = False
    """Whether its clock is running."""
    does: str = "Continue"
    """What Enter does with it, in a word."""
    leads: bool = True
    """Whether it comes before what is to be done today: not what is left of an earlier day."""


def interviews(unfinished: Iterable[Unfinished], now: float) -> Iterator[Offer]:
    """Yield what is offered of interviews: those with time left, and a scorecard that waits.

    Parameters
    ----------
    unfinished
        The latest first.
    now
        By the clock that never goes back.
    """
    known = list(unfinished)
    # Those that wait for nothing come after those that don't.
    for one in sorted(known, key=lambda one: one.paused):
        if one.left(now):
            says = STOPPED if one.paused else RUNNING
            text = f"{one.title}, {time_left(one, now)}"
            yield Offer(f"{INTERVIEW}{one.session}", text, says, urgent=not one.paused)
    for one in known:
        if not one.left(now):
            if one.over_for(now) < _SCORECARD_FOR:
                text = f"{one.title}, {time_left(one, now)}"
                yield Offer(f"{INTERVIEW}{one.session}", text, ENDED, does="Scorecard")
            return


def time_left(interview: Unfinished, now: float) -> str:
    """Say how much time an interview has left."""
    left = interview.left(now)
    if not left:
        return "time is up"
    return f"{clock_face(left)} left{', paused' if interview.paused else ''}"


def sessions(
    opened: Sequence[tuple[str, Practice]], left: Iterable[tuple[str, Left]]
) -> list[Offer]:
    """Return what is offered of practice sessions.

    Parameters
    ----------
    opened
        The title and the session of those that were open in this run, the latest last.
    left
        The name and the session of those of earlier runs, the latest first.
    """
    found = [
        Offer(f"{OPEN}{place}", line(title, practice.position, practice.count), _SAVED)
        for place, (title, practice) in reversed(list(enumerate(opened)))
    ]
    found += [
        Offer(
            name,
            line(one.title, one.course.position, one.course.length),
            _SAVED,
            leads=one.is_of_today,
        )
        for name, one in left
    ]
    return found[:_MOST_SESSIONS]


def line(title: str, position: int, count: int) -> str:
    """Say where a session stands."""
    return f"{title}, {position} of {count}"
