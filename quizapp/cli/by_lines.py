"""Practice and interviews line by line, without the app."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

from quizapp import cli, history, interview, plain, practice, reports
from quizapp.cli.output import DONE, complain, standard_input, write, write_result
from quizapp.cli.sources import Options, blueprints_of, data_folder, loaded, tracks_of
from quizapp.history.recorder import LazyHistory
from quizapp.system.clock import SystemClock, chance
from quizapp.system.settings import FILE, SettingsFile
from quizapp.text.commands import command

if TYPE_CHECKING:
    from quizapp.bank.collection import Banks
    from quizapp.bank.tracks import Tracks
    from quizapp.practice.selection import Selection


def mock(options: Options) -> int:
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


def list_interviews(options: Options) -> int:
    """List the mock interviews."""
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


def practise(
    options: Options, selection: Selection, title: str, banks: Banks, tracks: Tracks
) -> int:
    """Practise line by line."""
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
