"""What the app is given: what it works with, and where it opens."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from quizapp.bank.tracks import NO_TRACKS, Tracks

if TYPE_CHECKING:
    from quizapp.bank.collection import Banks
    from quizapp.history.recorder import LazyHistory
    from quizapp.interview.blueprints import Blueprints
    from quizapp.practice.selection import Selection
    from quizapp.system.clock import Clock
    from quizapp.system.settings import SettingsFile


class Services(NamedTuple):
    """What the app works with."""

    banks: Callable[[], Banks]
    """Loads the banks, in a thread of its own."""
    blueprints: Callable[[], Blueprints]
    """Loads the mock interviews; called when they are asked for."""
    history: LazyHistory
    """Keeps what is answered."""
    clock: Clock
    chance: Callable[[], int]
    """Returns a seed nobody chose."""
    settings: SettingsFile
    """What the user has settled."""
    tracks: Tracks = NO_TRACKS
    """All tracks, with the one that is followed at first."""
    kept: Callable[[], Banks | None] = lambda: None
    """Returns the banks at once, unless one of them must be read first."""


class AtPractice(NamedTuple):
    """The app opens in a session."""

    selection: Selection
    length: int | None = None
    """Questions of a session, unless as many as usual."""
    seed: int | None = None
    """Decides what the first session asks."""


class AtInterview(NamedTuple):
    """The app opens in a mock interview."""

    code: str = ""
    """Which one; empty to choose."""


class AtUnfinished:
    """The app opens in the interview that is unfinished."""


class AtAuthor(NamedTuple):
    """The app opens where questions are written."""

    what: str = ""
    """A file, a question whose bank is meant, or nothing for the learner's own."""


Opening: TypeAlias = AtPractice | AtInterview | AtUnfinished | AtAuthor
"""Where the app opens; at home when there is none."""
