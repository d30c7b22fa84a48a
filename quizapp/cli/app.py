"""The commands that open the app, and practice without it."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING, Final

from quizapp.cli.output import DONE, at_a_terminal, complain, standard_input, write, write_result
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
from quizapp.system import garbage
from quizapp.system.settings import FILE, SettingsFile

if TYPE_CHECKING:
    from quizapp.tui.services import Opening


def mock(options: Options) -> int:
    """Take a mock interview; list them when asked to, or when none is named and no screen is."""
    named = options.mock or options.resume
    if options.list or (not named and (options.plain or not at_a_terminal())):
        return _list_interviews(options)
    if options.plain:
        return _mock_by_lines(options)
    from quizapp.tui.services import AtInterview, AtUnfinished

    return run_app(options, AtUnfinished() if options.resume else AtInterview(options.mock))


def _mock_by_lines(options: Options) -> int:
    """Take a mock interview line by line, and show its scorecard when it is over."""
    from quizapp.history.interview_recorder import Interviews
    from quizapp.history.recorder import LazyHistory
    from quizapp.plain import interview
    from quizapp.reports import scorecard
    from quizapp.system.clock import SystemClock, chance

    clock, banks, tracks = SystemClock(), loaded(options), tracks_of(options)
    with closing(LazyHistory(data_folder(options), clock)) as history:
        interviews = Interviews(
            blueprints=lambda: blueprints_of(options),
            banks=lambda: banks,
            history=lambda: history.opened(write),
            clock=clock,
            chance=chance,
            tell=write,
            tracks=lambda: tracks,
        )
        recorded = interviews.resume() if options.resume else interviews.begin(options.mock)
        interview.run(recorded.interview, standard_input(), write)
        recorded.recorder.leave()
        if recorded.interview.results():
            write("\n".join(["", *scorecard.lines(interviews.scorecard(recorded))]))
    return DONE


def _list_interviews(options: Options) -> int:
    from quizapp.reports import interviews

    found = blueprints_of(options)
    for problem in found.problems:
        complain(str(problem))
    listed = found.blueprints
    if options.track:
        from quizapp.interview.assembly import is_of_track

        banks, tracks = loaded(options), tracks_of(options)
        listed = tuple(one for one in listed if is_of_track(one, banks, tracks))
    write_result(
        interviews.structures(listed) if options.json else None,
        lambda: interviews.lines(listed),
    )
    return DONE


def app(options: Options) -> int:
    """Open the app at home."""
    return run_app(options, None)


def author(options: Options) -> int:
    """Open the app where questions are written."""
    from quizapp.tui.services import AtAuthor

    return run_app(options, AtAuthor(options.author))


_NARROWING: Final = ("due", "missed", "new", "starred", "slip")
"""Options that leave only some questions, by what is known of the learner."""


def practice(options: Options) -> int:
    """Start a practice session at once."""
    tracks = tracks_of(options)
    selection = selection_of(options, tracks)
    at_screen = not options.plain and at_a_terminal()
    if not at_screen or any(getattr(options, name) for name in _NARROWING):
        from quizapp.cli.learning import planned

        banks = loaded(options)
        title = selection.title(tracks)
        selection = planned(options, selection, banks, tracks)
    if at_screen:
        from quizapp.tui.services import AtPractice

        return run_app(options, AtPractice(selection, options.count, options.seed))
    from quizapp.history.recorder import LazyHistory
    from quizapp.history.remarks import Remarks
    from quizapp.plain import practice as by_lines
    from quizapp.practice.session import DEFAULT_COUNT, Practice
    from quizapp.system.clock import SystemClock, chance
    from quizapp.system.settings import FILE, SettingsFile

    seed = chance() if options.seed is None else options.seed
    clock = SystemClock()

    with closing(LazyHistory(data_folder(options), clock)) as history:
        recorder = history.begin(selection, title, seed, banks.revisions, write)
        session = Practice(
            selection.choose(banks.questions, tracks),
            clock=clock,
            recorder=recorder.record,
            note=recorder.note,
            seed=seed,
            count=len(selection.ids or ()) or options.count or DEFAULT_COUNT,
            in_order=selection.ordered,
            repeats=selection.ordered,
            follow_ups=banks.follow_ups,
            tracks=tracks,
        )
        remarks = Remarks(lambda: history.opened(write), lambda: banks.renamed)
        asks = SettingsFile(data_folder(options) / FILE).now.confidence
        by_lines.run(session, standard_input(), write, remarks, asks_confidence=asks)
        # Summed up, so over; only one that was killed is offered again, by the app.
        recorder.end()
    return DONE


def run_app(options: Options, opening: Opening | None) -> int:
    """Open the app, at home unless somewhere else.

    Raises
    ------
    UsageError
        When there is no terminal.
    """
    if not at_a_terminal():
        raise UsageError(
            "the app needs a terminal to draw on; 'quizapp practice --plain' and 'quizapp mock "
            "NAME --plain' work without one"
        )
    load = loader(options)
    settings = SettingsFile(data_folder(options) / FILE)
    tracks = followed(options, settings)
    # The app enables it again as soon as it has settled.
    garbage.pause()
    from quizapp.history.recorder import LazyHistory
    from quizapp.system.clock import SystemClock, chance
    from quizapp.tui.app import QuizApp
    from quizapp.tui.services import Services

    clock = SystemClock()
    with closing(LazyHistory(data_folder(options), clock)) as history:
        services = Services(
            banks=load,
            kept=lambda: kept(options),
            blueprints=lambda: blueprints_of(options),
            history=history,
            clock=clock,
            chance=chance,
            settings=settings,
            tracks=tracks,
        )
        app = QuizApp(services, opening)
        app.run()
    if app.failure is not None:
        raise app.failure
    return app.return_code or DONE
