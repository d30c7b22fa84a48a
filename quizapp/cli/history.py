"""The commands on what was answered."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING, Final

from quizapp import history, progress, reports
from quizapp.cli.output import DONE, WRONG, complain, write, write_result
from quizapp.cli.sources import Options, data_folder, loaded, opened, tracks_of
from quizapp.errors import QuizappError, UsageError
from quizapp.history import History
from quizapp.history.recorder import FILE, has_history
from quizapp.system import files, folders
from quizapp.system.clock import SystemClock
from quizapp.text.commands import quoted
from quizapp.text.phrases import counted

if TYPE_CHECKING:
    from pathlib import Path

    from quizapp.bank.collection import Banks
    from quizapp.history import History
    from quizapp.history.union import Added
    from quizapp.progress import QuestionProgress
    from quizapp.questions.base import Question

_MOST_TOLD: Final = 20
"""Lines of a file that are listed with what is wrong."""


def report(options: Options) -> int:
    """Write the scorecard and the review of a mock interview, or what learners doubt."""
    if options.doubts:
        return _report_doubts(options)

    with history_of(options) as kept:
        card = history.scorecards.of_session(
            kept, _session(options.session), loaded(options), tracks_of(options)
        )
    return deliver(options.output, reports.formats.write(card, options.format).removesuffix("\n"))


def _session(text: str | None) -> int | None:
    """Return the number of a session that was named."""
    if text is None:
        return None
    if not text.isdecimal() or len(text) > 18:
        raise UsageError(
            f"'{text}' isn't a session number; {quoted('progress')} lists your interviews"
        )
    return int(text)


def _report_doubts(options: Options) -> int:
    if options.session is not None or options.format == "html":
        raise UsageError("--doubts is a report of its own, as md or json")
    with history_of(options) as kept:
        found = [remark for remark in kept.remarks() if remark.kind == "doubt"]
    find = _finder(options)
    if options.format == "json":
        return deliver(options.output, reports.json.as_json(reports.doubts.structures(found, find)))
    return deliver(options.output, "\n".join(reports.doubts.lines(found, find)))


def report_misses(options: Options) -> int:
    """List the points that learners ticked and the patterns didn't find."""
    with history_of(options) as kept:
        found = tuple(reports.misses.misses(kept.attempts(), _finder(options)))
    write_result(
        reports.misses.structures(found) if options.json else None,
        lambda: reports.misses.lines(found),
    )
    return DONE


def standings(options: Options, banks: Banks) -> Mapping[str, QuestionProgress]:
    """Return how each question went; nothing, with a message, when that can't be read."""
    try:
        with history_of(options) as kept:
            return progress.standings(kept.tallies(), banks.renamed)
    except QuizappError as error:
        complain(f"quizapp: {error}")
        return {}


def export_history(options: Options) -> int:
    """Write the record as JSON lines."""
    with history_of(options) as kept:
        text = "\n".join(map(reports.json.as_json, history.lines.written(kept)))
    return deliver(options.output, text) if text or options.output else DONE


def import_history(options: Options) -> int:
    """Add what JSON lines hold to the record."""
    find = _finder(options)
    with opened(options.file) as file:
        found = history.lines.read(file, find)
    with _history_to_change(options) as kept:
        added = kept.merge(found.facts)
    source = "line " if options.file == "-" else f"{options.file}:"
    for place, reason in found.refused[:_MOST_TOLD]:
        complain(f"quizapp: {source}{place}: {reason}")
    if len(found.refused) > _MOST_TOLD:
        left_out = counted(len(found.refused), "line")
        complain(f"quizapp: {left_out} in all can't be read; fix them and import the file again")
    _tell_added(added, whole=not found.refused)
    return WRONG if found.refused else DONE


def merge_history(options: Options) -> int:
    """Add what the history of another computer holds to the record."""
    if not options.file.is_file():
        raise UsageError(f"no history found at {options.file}; check the path")
    other = history.union.read(options.file)
    with _history_to_change(options) as kept:
        added = kept.merge(other.facts)
    for notice in other.notices:
        complain(f"quizapp: {notice}")
    _tell_added(added)
    return WRONG if other.notices else DONE


def deliver(output: Path | None, text: str) -> int:
    """Write a text to standard output, or to a new file."""
    if output is None:
        write(text)
    else:
        files.create(output, f"{text}\n" if text else "")
        complain(f"written to {output}")
    return DONE


def _tell_added(added: Added, *, whole: bool = True) -> None:
    """Say what was added, and that nothing is missing where all of it could be read."""
    kinds = ((added.attempts, "answer"), (added.remarks, "remark"))
    told = " and ".join(counted(number, name) for number, name in kinds if number)
    nothing = "Nothing to add: your history has all of it." if whole else "Nothing was added."
    write(f"Added {told}." if told else nothing)


def _finder(options: Options) -> Callable[[str], Question]:
    """Return what finds a question; the banks are read for the first that is looked for."""
    banks = cache(lambda: loaded(options))
    return lambda name: banks().find(name)


@contextmanager
def _history_to_change(options: Options) -> Iterator[History]:
    """Open the history to add to it."""
    folder = data_folder(options)
    if folder == folders.NOWHERE:
        raise UsageError(folders.NO_HOME)
    with History.open(folder / FILE, SystemClock(), to_read=True) as kept:
        kept.announce(complain)
        yield kept
        kept.announce(complain)


@contextmanager
def history_of(options: Options) -> Iterator[History]:
    """Open the history to read it; an empty one when nothing was answered yet."""
    folder = data_folder(options)
    if folder == folders.NOWHERE:
        complain(f"quizapp: {folders.NO_HOME}")
    clock = SystemClock()
    with (
        History.open(folder / FILE, clock, to_read=True)
        if has_history(folder)
        else History.in_memory(clock)
    ) as kept:
        kept.announce(complain)
        yield kept
        kept.announce(complain)
