"""Finds out where the learner stands, apart from the thread that paints."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Final

from quizapp.errors import QuizappError
from quizapp.history.recorder import has_history

if TYPE_CHECKING:
    from quizapp.bank.collection import Banks
    from quizapp.bank.tracks import Tracks
    from quizapp.learning.answered import Answered
    from quizapp.learning.learner import Learner
    from quizapp.learning.outlook import Outlook
    from quizapp.learning.selection import Aim
    from quizapp.tui.services import Services

_DRILL: Final = 5
"""Questions against one slip."""


def aim_of(services: Services) -> Aim:
    """Return what the learner works towards."""
    # Here and not above: home is painted without it.
    from quizapp.learning.selection import Aim

    settings = services.settings.now
    return Aim(settings.interview, settings.minutes)


def look(services: Services, banks: Banks, tracks: Tracks) -> Outlook:
    """Return where the learner stands now; any thread may do so."""
    from quizapp.learning.outlook import outlook

    now = services.clock.now().astimezone()
    return outlook(_learner(services, banks, tracks, now), aim_of(services), now)


def drill(services: Services, banks: Banks, tracks: Tracks, slip: str) -> tuple[str, ...]:
    """Return a few questions in which a slip can be made; any thread may do so."""
    from quizapp.learning.selection import Why, only

    now = services.clock.now().astimezone()
    return only(_learner(services, banks, tracks, now), Why.HABIT, now, slip)[:_DRILL]


def _learner(services: Services, banks: Banks, tracks: Tracks, now: datetime) -> Learner:
    from quizapp.learning.learner import Learner
    from quizapp.learning.syllabus import Syllabus

    syllabus = Syllabus(tracks.covered(banks.questions), tracks.chosen.weights)
    return Learner(syllabus, _answers(services, banks, now))


def _answers(services: Services, banks: Banks, now: datetime) -> tuple[Answered, ...]:
    if not has_history(services.history.folder):
        return ()
    try:
        return services.history.read_apart(lambda history: history.answers(now, banks.renamed))
    except QuizappError:
        return ()  # what can't be read says nothing; whoever opens the history tells why
