"""Finds out where the learner stands, apart from the thread that paints."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from quizapp.errors import QuizappError
from quizapp.history.recorder import has_history

if TYPE_CHECKING:
    from quizapp.bank.collection import Banks
    from quizapp.bank.tracks import Tracks
    from quizapp.learning.answered import Answered
    from quizapp.learning.outlook import Outlook
    from quizapp.learning.selection import Aim
    from quizapp.tui.services import Services


def aim_of(services: Services) -> Aim:
    """Return what the learner works towards."""
    # Here and not above: home is painted without it.
    from quizapp.learning.selection import Aim

    settings = services.settings.now
    return Aim(settings.interview, settings.minutes)


def look(services: Services, banks: Banks, tracks: Tracks) -> Outlook:
    """Return where the learner stands now; any thread may do so."""
    from quizapp.learning.learner import Learner
    from quizapp.learning.outlook import outlook
    from quizapp.learning.syllabus import Syllabus

    now = services.clock.now().astimezone()
    syllabus = Syllabus(tracks.covered(banks.questions), tracks.chosen.weights)
    return outlook(Learner(syllabus, _answers(services, now)), aim_of(services), now)


def _answers(services: Services, now: datetime) -> tuple[Answered, ...]:
    if not has_history(services.history.folder):
        return ()
    try:
        return services.history.read_apart(lambda history: history.answers(now))
    except QuizappError:
        return ()  # what can't be read says nothing; whoever opens the history tells why
