"""The commands that open the app, and practice without it."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING, Final

from quizapp import cli, history, interview, plain, practice, reports, tui
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
from quizapp.history.recorder import LazyHistory
from quizapp.system import garbage
from quizapp.system.clock import SystemClock, chance
from quizapp.system.settings import FILE, SettingsFile
from quizapp.text.commands import command, quoted

if TYPE_CHECKING:
    from quizapp.bank.collection import Banks
    from quizapp.bank.tracks import Tracks
    from quizapp.practice.selection import Selection
    from quizapp.tui.services import Opening


def mock(options: Options) -> int:
    """Take a mock interview; list them when asked to, or when none is named and no screen is."""
    named = options.mock or options.resume
    if options.list or (not named and (options.plain or not at_a_terminal())):
        return _list_interviews(options)
    if options.plain:
        return _mock_by_lines(options)
    if options.resume:
        return run_app(options, tui.services.AtUnfinished())
    return run_app(options, tui.services.AtInterview(options.mock))


def _mock_by_lines(options: Options) -> int:
    """Take a mock interview line by line, and show its scorecard when it is over."""
    clock, banks, tracks = SystemClock(), loaded(options), tracks_of(options)
    with closing(LazyHistory(data_folder(options), clock)) as record:
        interviews = history.interview_recorder.Interviews(
            blueprints=lambda: blueprints_of(options),
            banks=lambda: banks,
            history=lambda: record.opened(write),
            clock=clock,
            chance=chance,
            tell=write,
            tracks=lambda: tracks,
        )
        recorded = interviews.resume() if options.resume else interviews.begin(options.mock)
        plain.interview.run(recorded.interview, standard_input(), write)
        recorded.recorder.leave()
        if recorded.interview.results():
            write("\n".join(["", *reports.scorecard.lines(interviews.scorecard(recorded))]))
            if record.opened(write).saves and recorded.recorder.session is not None:
                write(f"Review each question: {command('report', recorded.recorder.session)}")
    return DONE


def _list_interviews(options: Options) -> int:
    found = blueprints_of(options)
    for problem in found.problems:
        complain(str(problem))
    banks, tracks = loaded(options), tracks_of(options)
    own, others = interview.blueprints.offered(found.blueprints, banks, tracks)
    others = [] if options.track else others
    write_result(
        reports.interviews.structures([*own, *others]) if options.json else None,
        lambda: reports.interviews.lines(own, others),
    )
    return DONE


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
    tracks = tracks_of(options)
    selection = selection_of(options, tracks)
    at_screen = not options.plain and at_a_terminal()
    if not at_screen or any(getattr(options, name) for name in _NARROWING):
        banks = loaded(options)
        planned = cli.learning.planned(options, selection, banks, tracks)
        if not at_screen:
            title = selection.title(tracks)
            return _practise_by_lines(options, planned, title, banks, tracks)
        selection = planned
    opening = tui.services.AtPractice(selection, options.count, options.seed)
    return run_app(options, opening, tracks)


def _practise_by_lines(
    options: Options, selection: Selection, title: str, banks: Banks, tracks: Tracks
) -> int:
    seed = chance() if options.seed is None else options.seed
    clock = SystemClock()
    with closing(LazyHistory(data_folder(options), clock)) as record:
        recorder = record.begin(selection, title, seed, banks.revisions, write)
        session = practice.session.Practice(
            selection.choose(banks.questions, tracks),
            clock=clock,
            recorder=recorder.record,
            note=recorder.note,
            seed=seed,
            count=len(selection.ids or ()) or options.count or practice.session.DEFAULT_COUNT,
            in_order=selection.ordered,
            repeats=selection.ordered,
            follow_ups=banks.follow_ups,
            tracks=tracks,
        )
        remarks = history.remarks.Remarks(lambda: record.opened(write), lambda: banks.renamed)
        asks = SettingsFile(data_folder(options) / FILE).now.confidence
        plain.practice.run(
            session,
            standard_input(),
            write,
            remarks,
            asks_confidence=asks,
            habits=lambda: tuple(
                cli.learning.learner_in(
                    record.opened(write), options, clock.now().astimezone()
                ).habits
            ),
        )
        # Summed up, so over; only one that was killed is offered again, by the app.
        recorder.end()
    return DONE


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
    load = loader(options)
    settings = SettingsFile(data_folder(options) / FILE)
    tracks = followed(options, settings) if tracks is None else tracks
    # The app enables it again as soon as it has settled.
    garbage.pause()
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
