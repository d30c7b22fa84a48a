"""The commands on what was answered."""

from __future__ import annotations

from quizapp.cli.output import DONE, complain, write_result
from quizapp.cli.places import Options, data_folder


def show_progress(options: Options) -> int:
    """Say what the attempts say."""
    from quizapp import progress
    from quizapp.clock import SystemClock
    from quizapp.history import History
    from quizapp.keeping import FILE

    file = data_folder(options) / FILE
    clock = SystemClock()
    with History.open(file, clock) if file.exists() else History.in_memory(clock) as kept:
        for notice in kept.notices:
            complain(notice)
        found = progress.measure(kept.tallies(), kept.today())
    write_result(found.structure() if options.json else None, found.lines)
    return DONE
