"""The commands that open the app, and practice without it."""

from __future__ import annotations

import gc
from contextlib import closing
from typing import TYPE_CHECKING

from quizapp.cli.output import DONE, at_a_terminal, complain, standard_input, write, write_result
from quizapp.cli.sources import Options, blueprints_of, data_folder, loaded, loader, selection_of
from quizapp.errors import UsageError

if TYPE_CHECKING:
    from quizapp.practice.selection import Selection


def mock(options: Options) -> int:
    """Take a mock interview; list them when asked to, or when none is named and no screen is."""
    named = options.mock or options.resume
    if options.list or (not named and (options.plain or not at_a_terminal())):
        return _list_interviews(options)
    if options.plain:
        return _mock_by_lines(options)
    return app(options)


def _mock_by_lines(options: Options) -> int:
    """Take a mock interview line by line, and show its scorecard when it is over."""
    from quizapp import plain_interview
    from quizapp.history.interview_recorder import Interviews
    from quizapp.history.recorder import Keeper
    from quizapp.reports import scorecard
    from quizapp.system.clock import SystemClock, chance

    clock, banks = SystemClock(), loaded(options)
    with closing(Keeper(data_folder(options), clock)) as keeper:
        interviews = Interviews(
            blueprints=lambda: blueprints_of(options),
            banks=lambda: banks,
            history=lambda: keeper.opened(write),
            clock=clock,
            chance=chance,
            tell=write,
        )
        recorded = interviews.resume() if options.resume else interviews.begin(options.mock)
        plain_interview.run(recorded.interview, standard_input(), write)
        recorded.recorder.leave()
        if recorded.interview.results():
            write("\n".join(["", *scorecard.lines(interviews.scorecard(recorded))]))
    return DONE


def _list_interviews(options: Options) -> int:
    from quizapp.reports import interviews

    found = blueprints_of(options)
    for problem in found.problems:
        complain(str(problem))
    write_result(
        interviews.structures(found.blueprints) if options.json else None,
        lambda: interviews.lines(found.blueprints),
    )
    return DONE


def app(options: Options) -> int:
    """Open the app."""
    if not at_a_terminal():
        raise UsageError(
            "the app needs a terminal to draw on; 'quizapp practice --plain' and 'quizapp mock "
            "NAME --plain' work without one"
        )
    return run_app(options, None)


def practice(options: Options) -> int:
    """Start a practice session at once."""
    selection = selection_of(options)
    if not options.plain and at_a_terminal():
        return run_app(options, selection)
    from quizapp import plain
    from quizapp.history.recorder import Keeper
    from quizapp.practice.session import DEFAULT_COUNT, Practice
    from quizapp.system.clock import SystemClock, chance

    banks = loaded(options)
    seed = chance() if options.seed is None else options.seed
    clock = SystemClock()

    with closing(Keeper(data_folder(options), clock)) as keeper:
        notebook = keeper.begin(selection, selection.title, seed, banks.revisions, write)
        session = Practice(
            selection.choose(banks.questions),
            clock=clock,
            recorder=notebook.record,
            note=notebook.note,
            seed=seed,
            count=options.count or DEFAULT_COUNT,
            follow_ups=banks.follow_ups,
        )
        plain.run(session, standard_input(), write)
        # Summed up, so over; only one that was killed is offered again, by the app.
        notebook.end()
    return DONE


def run_app(options: Options, start: Selection | None) -> int:
    """Open the app, on a session about `start` when it is given."""
    load = loader(options)
    # The app enables it again as soon as it has settled.
    gc.disable()
    from quizapp.history.recorder import Keeper
    from quizapp.system.clock import SystemClock, chance
    from quizapp.system.settings import FILE, SettingsFile
    from quizapp.tui.app import QuizApp

    clock = SystemClock()
    with closing(Keeper(data_folder(options), clock)) as keeper:
        app = QuizApp(
            load,
            clock=clock,
            keeper=keeper,
            blueprints=lambda: blueprints_of(options),
            chance=chance,
            start=start,
            count=getattr(options, "count", None),
            seed=getattr(options, "seed", None),
            mock=getattr(options, "mock", None),
            author=getattr(options, "author", None),
            resume=getattr(options, "resume", False),
            settings=SettingsFile(data_folder(options) / FILE),
        )
        app.run()
    if app.failure is not None:
        raise app.failure
    return app.return_code or DONE
