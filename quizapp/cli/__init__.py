"""The command line: the one place that prints and sets exit codes."""

from __future__ import annotations

import os
import sys

from quizapp.cli import output
from quizapp.doors import door

TYPE_CHECKING = False  # not from typing, which takes longer than telling the version
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from typing import Final

    import quizapp.cli.by_lines
    import quizapp.cli.history
    import quizapp.cli.learning
    from quizapp.cli.sources import Options
else:
    __getattr__ = door(__name__)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; return its exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    # No matrix of ours is worth the threads that numpy starts for them when it is loaded.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    output.accept_all_characters()
    options: Options = None
    if sys.stdout is None:
        output.complain("quizapp: the output is closed, so you won't see anything")
    try:
        try:
            options = _read(given)
            return _run(options)
        finally:
            if sys.stdout is not None:
                sys.stdout.flush()  # here, where a closed pipe can still be caught
    except (Exception, KeyboardInterrupt) as error:
        # Nobody expected some of them: the last place where they can be put into words.
        from quizapp.cli import endings

        return endings.told(error, options)


def _read(given: Sequence[str]) -> Options:
    """Return the options of a command line; what takes no others needs no reading."""
    if not given or given == ["--version"]:
        return _Without("version" if given else "app")
    from quizapp.cli import parsing

    return parsing.read(given)


def _run(options: Options) -> int:
    """Run a command, so that those that it names look for banks and the history where it does."""
    command = _command(options.run)
    named = [("--bank", path) for path in options.banks]
    named += [("--data", options.data), ("--track", options.track)]
    if not any(value for _, value in named):
        return command(options)
    from quizapp.text.commands import option, started_with

    with started_with([word for name, value in named if value for word in option(name, value)]):
        return command(options)


class _Without:
    """The options where none are given."""

    banks: tuple[()] = ()
    data = None
    track = ""

    def __init__(self, run: str) -> None:
        self.run = run


def _command(name: str) -> Callable[[Options], int]:
    """Return what runs a command, loading only its module."""
    module, _, function = COMMANDS[name].partition(".")
    run: Callable[[Options], int] = getattr(door(__name__)(module), function)
    return run


COMMANDS: Final[Mapping[str, str]] = {
    "app": "app.app",
    "version": "version.version",
    "practice": "app.start_practice",
    "mock": "app.mock",
    "author": "app.author",
    "calc": "questions.calc",
    "show": "questions.show",
    "grade": "questions.grade",
    "bank list": "banks.list_questions",
    "bank check": "banks.check",
    "bank misses": "history.report_misses",
    "bank schema": "banks.schema",
    "bank guide": "banks.guide",
    "bank new": "banks.new",
    "bank add": "banks.add",
    "bank remove": "banks.remove",
    "bank import": "banks.import_questions",
    "bank export": "banks.export_questions",
    "today": "learning.today",
    "plan": "learning.plan",
    "sheet": "learning.sheet",
    "progress": "learning.show_progress",
    "report": "history.report",
    "history export": "history.export_history",
    "history import": "history.import_history",
    "history merge": "history.merge_history",
}
"""The module of this package and the function in it that run each command."""
