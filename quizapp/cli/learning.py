"""The commands on what to learn: today, the plan to the interview, and how far it is."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from quizapp import learning, practice, progress, reports
from quizapp.bank.tracks import NO_TRACKS
from quizapp.cli.history import deliver, history_of
from quizapp.cli.output import DONE, complain, write_result
from quizapp.cli.sources import Options, data_folder, loaded, tracks_of
from quizapp.errors import UsageError
from quizapp.learning.answered import day_of
from quizapp.learning.learner import Learner
from quizapp.learning.syllabus import Syllabus
from quizapp.system.clock import SystemClock
from quizapp.system.settings import FILE, SettingsFile
from quizapp.text.commands import quoted
from quizapp.text.phrases import day

if TYPE_CHECKING:
    from quizapp.bank.collection import Banks
    from quizapp.bank.tracks import Tracks
    from quizapp.history import History
    from quizapp.learning.selection import Aim
    from quizapp.practice.selection import Selection


def today(options: Options) -> int:
    """Say what to do today."""
    now, aim = _now(options), aim_of(settings_of(options))
    learner = learner_of(options, now)
    found = learning.selection.today(learner, aim, now)
    write_result(
        reports.today.structure(found, aim, now.isoformat()) if options.json else None,
        lambda: reports.today.lines(
            found, aim, tracks_of(options).title, learning.evening.evening(learner, aim, now)
        ),
    )
    return DONE


def show_progress(options: Options) -> int:
    """Show the results so far."""
    tracks, banks, now = tracks_of(options), loaded(options), _clock_now()
    with history_of(options) as kept:
        learner = _learner(kept, banks, tracks, now)
        aim = aim_of(settings_of(options))
        found = progress.measure(
            kept.tallies(),
            kept.today(),
            tracks=tracks,
            renamed=banks.renamed,
            recalled={one.topic: one.now for one in learning.plan.states(learner, aim, now)},
        )
    write_result(
        reports.progress.structure(found) if options.json else None,
        lambda: reports.progress.lines(found),
    )
    return DONE


def plan(options: Options) -> int:
    """Say what the days up to the interview bring; keep its date and the minutes a day."""
    now, settings = _now(options), settings_of(options)
    changes: dict[str, Any] = {}
    if options.date is not None:
        if options.date and options.date < day_of(now):
            raise UsageError(f"{day(options.date)} has passed; use a later date, or none")
        changes["interview"] = options.date or None
    if options.minutes is not None:
        changes["minutes"] = options.minutes
    if changes and (complaint := settings.change(**changes)):
        complain(f"quizapp: {complaint}")
    aim = aim_of(settings)
    found = learning.plan.plan(learner_of(options, now), aim, now)
    write_result(
        reports.today.plan_structure(found) if options.json else None,
        lambda: reports.today.plan_lines(
            found, aim.days_left(day_of(now)), tracks_of(options).title
        ),
    )
    return DONE


def sheet(options: Options) -> int:
    """Show topics on a page each."""
    banks, tracks = loaded(options), tracks_of(options)
    named = [options.topic] if options.topic else list(tracks.chosen.by_name)
    by_topic = banks.by_topic
    if options.topic not in by_topic and options.topic:
        practice.selection.Selection(topic=options.topic).choose(banks.questions, tracks)
    with history_of(options) as kept:
        remarks = kept.remarks()
    found = [
        reports.sheets.sheet_of(topic, by_topic[topic], tracks, remarks)
        for topic in named
        if by_topic.get(topic)
    ]
    if not found:
        raise UsageError("no question is about these topics")
    sheets = reports.sheets
    write_to = {"md": sheets.markdown, "html": sheets.html}.get(options.format, sheets.text)
    return deliver(options.output, write_to(found).removesuffix("\n"))


def planned(options: Options, selection: Selection, banks: Banks, tracks: Tracks) -> Selection:
    """Return what a session asks: in the order of learning, unless it is about something else.

    Raises
    ------
    UsageError
        When the options ask for questions of a kind of which there are none.
    """
    wanted = next((name for name in _NONE if getattr(options, name)), "")
    if not wanted and (options.seed is not None or not selection.is_open):
        return selection
    now, count = _clock_now(), options.count or practice.session.DEFAULT_COUNT
    with history_of(options) as kept:
        answers = kept.answers(now, banks.renamed)
        said = kept.remarks(banks.renamed)
    starred = tuple(remark.question for remark in said if remark.kind == "star")
    if not wanted:
        aim = aim_of(settings_of(options))
        return practice.order.in_order(selection, banks.questions, tracks, answers, aim, now, count)
    learner = Learner(Syllabus(banks.questions, tracks.chosen.weights), answers)
    match wanted:
        case "starred":
            names = starred
        case "slip":
            names = learning.selection.only(
                learner, learning.selection.Why.HABIT, now, options.slip
            )
        case _:
            names = learning.selection.only(learner, learning.selection.Why(wanted), now)
    within = NO_TRACKS if wanted in _ANYWHERE else tracks
    among = {one.name: one for one in selection.choose(banks.questions, within)}
    fitting = [among[name] for name in names if name in among]
    # Those of the subject that is followed come first.
    fitting.sort(key=lambda question: not tracks.covers(question.topic))
    found = tuple(question.name for question in fitting)
    if not found:
        raise UsageError(
            _NONE[wanted].format(practice=quoted("practice"), progress=quoted("progress", "--json"))
        )
    return selection._replace(ids=found[:count], ordered=True)


_NONE: Final = {
    "due": "nothing is due; {practice} has something for you",
    "missed": "you have no missed questions left; {practice} has something for you",
    "new": "you have met all of these questions; {practice} has something for you",
    "starred": "no question has a star; press * on a question to give it one",
    "slip": "you can't make this mistake in any question that is loaded; {progress} lists yours",
}
"""What narrows a session, with what is told where that leaves nothing."""
_ANYWHERE: Final = ("starred", "slip")
"""What names questions so closely that those of other subjects are meant too."""


def learner_of(options: Options, until: datetime) -> Learner:
    """Return what is known of the learner from the answers up to a moment."""
    with history_of(options) as kept:
        return learner_in(kept, options, until)


def learner_in(kept: History, options: Options, until: datetime) -> Learner:
    """Return what is known of the learner from the answers in a history up to a moment."""
    tracks = tracks_of(options)
    return _learner(kept, loaded(options), tracks, until)


def _learner(kept: History, banks: Banks, tracks: Tracks, until: datetime) -> Learner:
    syllabus = Syllabus(tracks.covered(banks.questions), tracks.chosen.weights)
    return Learner(syllabus, kept.answers(until, banks.renamed))


def aim_of(settings: SettingsFile) -> Aim:
    """Return what the learner works towards."""
    return learning.selection.Aim(settings.now.interview, settings.now.minutes)


def settings_of(options: Options) -> SettingsFile:
    """Return the settings, reporting on stderr what is wrong with them."""
    settings = SettingsFile(data_folder(options) / FILE)
    if settings.problem:
        complain(f"quizapp: {settings.problem}")
    return settings


def _now(options: Options) -> datetime:
    """Return the moment meant, with the offset of the learner's clock."""
    moment: datetime | None = options.at
    return _clock_now() if moment is None else moment


def _clock_now() -> datetime:
    return SystemClock().now().astimezone()
