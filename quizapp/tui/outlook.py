"""Finds out where the learner stands, apart from the thread that paints."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Final, NamedTuple

from quizapp import learning
from quizapp.bank.tracks import NO_TRACKS
from quizapp.errors import QuizappError
from quizapp.history.recorder import has_history
from quizapp.practice.selection import Selection

if TYPE_CHECKING:
    from quizapp.bank.collection import Banks
    from quizapp.bank.tracks import Tracks
    from quizapp.learning.answered import Answered
    from quizapp.learning.learner import Learner
    from quizapp.learning.outlook import Outlook
    from quizapp.learning.selection import Aim
    from quizapp.tui.services import Services

DAILY: Final = "Daily questions"
"""What a session is called that asks what is worth most now."""
_DRILL: Final = 5
"""Questions against one slip."""


class Drill(NamedTuple):
    """What a screen is left for when a mistake is to be unlearned."""

    slip: str


def aim_of(services: Services) -> Aim:
    """Return what the learner works towards."""
    settings = services.settings.now
    return learning.selection.Aim(settings.interview, settings.minutes)


def look(services: Services, banks: Banks, tracks: Tracks) -> Outlook:
    """Return where the learner stands now; any thread may do so."""
    now = services.clock.now().astimezone()
    return learning.outlook.outlook(_learner(services, banks, tracks, now), aim_of(services), now)


def asked_today(found: Outlook, *, places: bool) -> tuple[Selection, str]:
    """Return what is asked of today's portion, or to find out where a learner stands.

    With what that is called.
    """
    if places and found.placement:
        return Selection(ids=found.placement, ordered=True, places=True), "Where you stand"
    portion = tuple(one.question for one in found.today.portion)
    return Selection(ids=portion, ordered=True) if portion else Selection(), DAILY


def drill(services: Services, banks: Banks, tracks: Tracks, slip: str) -> tuple[str, ...]:
    """Return a few questions in which a slip can be made; any thread may do so.

    Those of the followed subject, or of others where it has none.
    """
    now = services.clock.now().astimezone()
    for within in (tracks, NO_TRACKS):
        learner = _learner(services, banks, within, now)
        if found := learning.selection.only(learner, learning.selection.Why.HABIT, now, slip):
            return found[:_DRILL]
    return ()


def _learner(services: Services, banks: Banks, tracks: Tracks, now: datetime) -> Learner:
    syllabus = learning.syllabus.Syllabus(tracks.covered(banks.questions), tracks.chosen.weights)
    return learning.learner.Learner(syllabus, answers(services, banks, now))


def answers(services: Services, banks: Banks, now: datetime) -> tuple[Answered, ...]:
    """Return the learner's answers as they are there: what they come to is advice."""
    if not has_history(services.history.folder):
        return ()
    try:
        return services.history.read_apart(
            lambda history: history.answers(now, banks.renamed, checked=False)
        )
    except QuizappError:
        return ()  # what can't be read says nothing; whoever opens the history tells why
