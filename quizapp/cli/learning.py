"""The commands on what to learn: today, and the plan to the interview."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from quizapp.cli.output import DONE, complain, write_result
from quizapp.cli.sources import Options, data_folder, loaded, tracks_of

if TYPE_CHECKING:
    from quizapp.learning.learner import Learner
    from quizapp.learning.selection import Aim
    from quizapp.system.settings import SettingsFile


def today(options: Options) -> int:
    """Say what to do today."""
    from quizapp.learning import selection
    from quizapp.reports import today as words

    now, aim = _now(options), aim_of(settings_of(options))
    found = selection.today(learner_of(options, now), aim, now)
    write_result(
        words.structure(found, aim, now.isoformat()) if options.json else None,
        lambda: words.lines(found, aim, tracks_of(options).title),
    )
    return DONE


def plan(options: Options) -> int:
    """Say what the days up to the interview bring; keep its date and the minutes a day."""
    from quizapp.learning import plan as plans
    from quizapp.learning.answered import day_of
    from quizapp.reports import today as words

    now, settings = _now(options), settings_of(options)
    changes: dict[str, Any] = {}
    if options.date is not None:
        changes["interview"] = options.date or None
    if options.minutes is not None:
        changes["minutes"] = options.minutes
    if changes and (complaint := settings.change(**changes)):
        complain(f"quizapp: {complaint}")
    aim = aim_of(settings)
    found = plans.plan(learner_of(options, now), aim, now)
    write_result(
        words.plan_structure(found) if options.json else None,
        lambda: words.plan_lines(found, aim.days_left(day_of(now)), tracks_of(options).title),
    )
    return DONE


def learner_of(options: Options, until: datetime) -> Learner:
    """Return what is known of the learner from the answers up to a moment."""
    from quizapp.cli.history import history_of
    from quizapp.learning.learner import Learner
    from quizapp.learning.syllabus import Syllabus

    syllabus = Syllabus(loaded(options).questions, tracks_of(options).chosen.weights)
    with history_of(options) as kept:
        return Learner(syllabus, kept.answers(until))


def aim_of(settings: SettingsFile) -> Aim:
    """Return what the learner works towards."""
    from quizapp.learning.selection import Aim

    return Aim(settings.now.interview, settings.now.minutes)


def settings_of(options: Options) -> SettingsFile:
    """Return the settings, reporting on stderr what is wrong with them."""
    from quizapp.system.settings import FILE, SettingsFile

    settings = SettingsFile(data_folder(options) / FILE)
    if settings.problem:
        complain(f"quizapp: {settings.problem}")
    return settings


def _now(options: Options) -> datetime:
    """Return the moment meant, with the offset of the learner's clock."""
    moment: datetime | None = options.at
    if moment is not None:
        return moment
    from quizapp.system.clock import SystemClock

    return SystemClock().now().astimezone()
