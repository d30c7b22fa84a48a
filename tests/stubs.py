"""What stands in for the world in tests."""

from __future__ import annotations

import asyncio
import threading
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import ClassVar

from hypothesis import strategies as st
from textual._context import active_app
from textual.css.stylesheet import Stylesheet
from textual.css.tokenize import tokenize_values
from textual.design import ColorSystem
from textual.filter import ANSIToTruecolor

from quizapp.bank import reader, track_reader
from quizapp.bank.sources import shipped
from quizapp.bank.tracks import Tracks
from quizapp.history import connections
from quizapp.interview import blueprints

ANY_CHARACTER = st.characters(exclude_categories=("Cs",))
"""What Hypothesis puts into texts anyway; it finds that out by trying each in a second."""
TRACKS = Tracks.of((track_reader.read(shipped() / "tracks" / "cross-entropy.yaml"),))
"""The first of the built-in subjects."""


@cache
def shipped_banks():
    """Return the built-in banks, read once for all tests."""
    return reader.load([shipped()])


def shipped_bank(name):
    """Return a built-in bank by its name."""
    (found,) = (one for one in shipped_banks().banks if one.name == name)
    return found


@cache
def shipped_variants(bank):
    """Return one variant of each numeric question of a built-in bank, worked once for all tests."""
    return [one.variant(1) for one in shipped_bank(bank).questions if one.type == "numeric"]


def _shipped_bank(file):
    return next(bank for bank in shipped_banks().banks if bank.path == file)


READERS = {"bank": _shipped_bank, "blueprint": blueprints.read, "track": track_reader.read}
"""Kind of shipped file → what reads one."""


class FakeClock:
    """A clock that moves when it is told to."""

    def __init__(self, wall=datetime(2026, 11, 21, 9, tzinfo=UTC), monotonic=1000.0):
        self.wall = wall
        self.monotonic = monotonic

    def now(self):
        return self.wall

    def seconds(self):
        return self.monotonic

    def wait(self, seconds):
        self.wall += timedelta(seconds=seconds)
        self.monotonic += seconds


class Gate:
    """Holds a thread up until a test opens it."""

    closed: ClassVar = set()
    """Those before which a thread stands."""

    def __init__(self):
        self._opened = threading.Event()

    def __call__(self):
        """Stand here until it is opened."""
        self.closed.add(self)
        assert self._opened.wait(60), "nobody opened it"
        self.closed.discard(self)  # it may have been open before

    def open(self):
        self.closed.discard(self)
        self._opened.set()


async def still(*_arguments):
    """Wait until the app that runs has nothing left to do at once, and has shown all it has.

    Threads that work for it are waited for too, unless one of them stands before a gate. Textual's
    own wait asks each widget, and then for a processor that is idle: a fiftieth of a second at
    least for each key, which is too long on an idle machine and too short on a busy one.
    """
    app, loop = active_app.get(), asyncio.get_running_loop()
    await asyncio.sleep(0)
    while app._running and (loop._ready or _is_shown_late(app) or await _works_apart(app)):
        await asyncio.sleep(0)
    return True


def _is_shown_late(app):
    """Show what a screen would show at the next of its sixty moments a second, if anything."""
    screen = app._screen_stack[-1] if app._screen_stack else None
    if screen is None or app._batch_count:
        return False
    late = (
        screen._layout_required
        or screen._scroll_required
        or screen._repaint_required
        or screen._recompose_required
        or screen._dirty_widgets
        or screen._callbacks
    )
    if late:
        screen._on_timer_update()
    return late


async def _works_apart(app):
    """Tell whether a thread works for an app, and give it a moment for that."""
    works = not Gate.closed and not all(worker.is_finished for worker in app.workers)
    if works:
        await asyncio.sleep(0.001)
    return works


_PARSED = []
_parse_rules = Stylesheet._parse_rules


def parsed_once(stylesheet, css, **told):
    """Return the rules of a style sheet, which each app would otherwise parse for itself."""
    variables = stylesheet._variables
    rules = next((rules for known, rules in _PARSED if known == variables), None)
    if rules is None:
        rules = {}
        _PARSED.append((dict(variables), rules))
    key = (css, *told.items())
    if key not in rules:
        rules[key] = _parse_rules(stylesheet, css, **told)
    return rules[key]


def _once(compute, told):
    """Return a function that computes what another does, but once for all that is told alike."""
    computed = {}

    def remembered(given):
        key = str(told(given))
        if key not in computed:
            computed[key] = compute(given)
        return computed[key]

    return remembered


generated_once = _once(ColorSystem.generate, vars)
"""Return the colours that follow from those of a theme."""
tokenized_once = _once(tokenize_values, dict)
"""Return the tokens of the variables that a style sheet has."""


def filters_that_matter(app):
    """Return what changes the colours that are shown, but for a terminal's own: there is none."""
    return [one for one in app._filters if not isinstance(one, ANSIToTruecolor)]


_migrate = connections._migrate
_MIGRATED = []


def migrated_once(connection, place):
    """Bring a history to the newest schema; a new one in memory becomes a copy of the first."""
    if place != "memory" or connections._schema(connection):
        _migrate(connection, place)
    elif _MIGRATED:
        connection.deserialize(_MIGRATED[0])
    else:
        _migrate(connection, place)
        _MIGRATED.append(connection.serialize())
