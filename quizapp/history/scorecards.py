"""Scorecards of the interviews that the history holds."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from quizapp.bank.collection import Banks
from quizapp.bank.tracks import NO_TRACKS, Tracks
from quizapp.errors import UsageError
from quizapp.interview.events import InterviewEvent
from quizapp.interview.scorecard import Earlier, Scorecard, of_events
from quizapp.text.commands import quoted

if TYPE_CHECKING:
    from quizapp.history import History, Mock


def of_session(
    history: History, session: int | None, banks: Banks, tracks: Tracks = NO_TRACKS
) -> Scorecard:
    """Return the scorecard of a mock interview by its session's number; of the last when None.

    Raises
    ------
    UsageError
        When there is no such interview, or it was not finished.
    """
    mocks = history.mocks()
    if not mocks:
        raise UsageError(
            f"you haven't finished a mock interview yet; start one with {quoted('mock')}"
        )
    numbers = [mock.session.number for mock in mocks]
    number = numbers[-1] if session is None else session
    if number not in numbers:
        known = ", ".join(map(str, numbers[-5:]))
        raise UsageError(
            f"session {number} isn't a finished mock interview; the most recent ones are {known}"
        )
    events = [
        InterviewEvent.kept(event.kind, event.payload, event.at) for event in history.events(number)
    ]
    this = mocks[numbers.index(number)].session
    earlier = before(history.mocks(this.blueprint), number, this.began)
    return of_events(events, banks, earlier, tracks)


def before(mocks: Iterable[Mock], session: int | None, began: datetime) -> tuple[Earlier, ...]:
    """Return the other interviews that began before a session, the latest last."""
    return tuple(
        Earlier(
            began=mock.session.began,
            code=mock.session.code,
            score=mock.session.score,
            questions=mock.questions,
            seconds=mock.session.seconds,
        )
        for mock in mocks
        if mock.session.number != session and mock.session.began < began
    )
