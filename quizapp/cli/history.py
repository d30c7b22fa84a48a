"""The commands on what was answered."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from quizapp.cli.output import DONE, complain, write, write_result
from quizapp.cli.sources import Options, data_folder, loaded
from quizapp.system import folders

if TYPE_CHECKING:
    from quizapp.history import History


def show_progress(options: Options) -> int:
    """Show the results so far."""
    from quizapp import progress
    from quizapp.reports import progress as words

    with history_of(options) as kept:
        found = progress.measure(kept.tallies(), kept.today())
    write_result(words.structure(found) if options.json else None, lambda: words.lines(found))
    return DONE


def report(options: Options) -> int:
    """Write the scorecard and the review of a mock interview."""
    from quizapp.history import scorecards
    from quizapp.reports import formats
    from quizapp.system import files

    with history_of(options) as kept:
        card = scorecards.of_session(kept, options.session, loaded(options))
    text = formats.write(card, options.format).removesuffix("\n")
    if options.output is None:
        write(text)
    else:
        files.create(options.output, f"{text}\n")
        complain(f"written to {options.output}")
    return DONE


@contextmanager
def history_of(options: Options) -> Iterator[History]:
    """Open the history to read it; an empty one when nothing was answered yet."""
    from quizapp.history import History
    from quizapp.history.recorder import FILE, has_history
    from quizapp.system.clock import SystemClock

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
