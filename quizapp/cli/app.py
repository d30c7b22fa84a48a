"""The commands that open the app, or do without it what it does."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING, Final

from quizapp import cli, tui
from quizapp.cli.output import DONE, at_a_terminal
from quizapp.cli.sources import (
    Options,
    blueprints_of,
    data_folder,
    followed,
    kept,
    loaded,
    loader,
    selection_of,
    tracks_of,
)
from quizapp.errors import UsageError
from quizapp.history.recorder import LazyHistory
from quizapp.system import garbage
from quizapp.system.clock import SystemClock, chance
from quizapp.system.settings import FILE, SettingsFile
from quizapp.text.commands import quoted

if TYPE_CHECKING:
    from quizapp.bank.tracks import Tracks
    from quizapp.tui.services import Opening


def mock(options: Options) -> int:
    """Take a mock interview; list them when asked to, or when none is named and no screen is."""
    named = options.mock or options.resume
    if options.list or (not named and (options.plain or not at_a_terminal())):
        return cli.by_lines.list_interviews(options)
    if options.plain:
        return cli.by_lines.mock(options)
    if options.resume:
        return run_app(options, tui.services.AtUnfinished())
    return run_app(options, tui.services.AtInterview(options.mock))


def app(options: Options) -> int:
    """Open the app at home."""
    return run_app(options, None)


def author(options: Options) -> int:
    """Open the app where questions are written."""
    return run_app(options, tui.services.AtAuthor(options.author))


_NARROWING: Final = ("due", "missed", "new", "starred", "slip")
"""Options that leave only some questions, by what is known of the learner."""


def start_practice(options: Options) -> int:
    """Start a practice session at once."""
    at_screen = not options.plain and at_a_terminal()
    if at_screen:
        garbage.pause()  # as what opens the app does, and sooner
    tracks = tracks_of(options)
    selection = selection_of(options, tracks)
    if not at_screen or any(getattr(options, name) for name in _NARROWING):
        banks = loaded(options)
        planned = cli.learning.planned(options, selection, banks, tracks)
        if not at_screen:
            title = selection.title(tracks)
            return cli.by_lines.practise(options, planned, title, banks, tracks)
        selection = planned
    opening = tui.services.AtPractice(selection, options.count, options.seed)
    return run_app(options, opening, tracks)


def run_app(options: Options, opening: Opening | None, tracks: Tracks | None = None) -> int:
    """Open the app, at home unless somewhere else, with the tracks where they are loaded already.

    Raises
    ------
    UsageError
        When there is no terminal.
    """
    if not at_a_terminal():
        raise UsageError(
            f"the app needs a terminal to draw on; {quoted('practice', '--plain')} and "
            f"{quoted('mock', 'NAME', '--plain')} work without one"
        )
    # The app enables it again as soon as it has settled.
    garbage.pause()
    load = loader(options)
    settings = SettingsFile(data_folder(options) / FILE)
    tracks = followed(options, settings) if tracks is None else tracks
    clock = SystemClock()
    with closing(LazyHistory(data_folder(options), clock)) as record:
        services = tui.services.Services(
            banks=load,
            kept=lambda: kept(options),
            blueprints=lambda: blueprints_of(options),
            history=record,
            clock=clock,
            chance=chance,
            settings=settings,
            tracks=tracks,
        )
        app = tui.app.QuizApp(services, opening)
        app.run()
    if app.failure is not None:
        raise app.failure
    return app.return_code or DONE
