"""The commands on what was answered."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from quizapp import config
from quizapp.cli.output import DONE, complain, write, write_result
from quizapp.cli.places import Options, data_folder, loaded

if TYPE_CHECKING:
    from quizapp.history import History


def show_progress(options: Options) -> int:
    """Say what the attempts say."""
    from quizapp import progress

    with history_of(options) as kept:
        found = progress.measure(kept.tallies(), kept.today())
    write_result(found.structure() if options.json else None, found.lines)
    return DONE


def report(options: Options) -> int:
    """Write the scorecard and the review of a mock interview."""
    from quizapp import files
    from quizapp.reports import markdown, page, scorecard
    from quizapp.reports.structure import as_json

    with history_of(options) as kept:
        card = scorecard.of_session(kept, options.session, loaded(options))
    match options.format:
        case "html":
            text = page.write(card)
        case "json":
            text = as_json(card.structure())
        case _:
            text = markdown.write(card)
    if options.output is None:
        write(text.removesuffix("\n"))
    else:
        files.create(options.output, f"{text.removesuffix(chr(10))}\n")
        complain(f"written to {options.output}")
    return DONE


@contextmanager
def history_of(options: Options) -> Iterator[History]:
    """Open the history to read it; an empty one when nothing was answered yet."""
    from quizapp.clock import SystemClock
    from quizapp.history import History
    from quizapp.keeping import FILE, has_history

    folder = data_folder(options)
    if folder == config.NOWHERE:
        complain(f"quizapp: {config.NO_HOME}")
    clock = SystemClock()
    with (
        History.open(folder / FILE, clock, to_read=True)
        if has_history(folder)
        else History.in_memory(clock)
    ) as kept:
        kept.announce(complain)
        yield kept
        kept.announce(complain)
