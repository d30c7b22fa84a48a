"""The command line: the one place that prints and sets exit codes."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from types import SimpleNamespace
from typing import Final

from quizapp.cli.output import (
    FAULT,
    STOPPED,
    UNHEARD,
    USAGE,
    accept_all_characters,
    complain,
    discard_stdout,
)
from quizapp.cli.sources import Options, data_folder
from quizapp.errors import BankError, QuizappError
from quizapp.system import folders


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; return its exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    accept_all_characters()
    options: Options = None
    if sys.stdout is None:
        complain("quizapp: the output is closed: nothing that is written there can be seen")
    try:
        try:
            options = _read(given)
            return _command(options.run)(options)
        finally:
            if sys.stdout is not None:
                sys.stdout.flush()  # here, where a closed pipe can still be caught
    except BankError as error:
        complain(str(error))
    except QuizappError as error:
        complain(f"quizapp: {error}")
    except BrokenPipeError:
        discard_stdout()
        return UNHEARD
    except OSError as error:
        if error.filename is None:
            discard_stdout()
        where = "the output" if error.filename is None else str(error.filename)[:200]
        complain(f"quizapp: {where}: {error.strerror}")
    except KeyboardInterrupt:
        complain("quizapp: stopped")
        return STOPPED
    except MemoryError:
        complain("quizapp: there isn't enough memory for this")
        return FAULT
    except Exception as error:
        # Nobody expected it: the last place where it can be put into words.
        complain(f"quizapp: {_fault(error, options)}")
        return FAULT
    return USAGE


def _fault(error: Exception, options: Options) -> str:
    """Return the sentence about an error that nobody expected."""
    from quizapp.system import failure

    command = "the command line" if options is None else options.run
    return failure.told(
        error, command, folders.NOWHERE if options is None else data_folder(options)
    )


def _read(given: Sequence[str]) -> Options:
    """Return the options of a command line; without words there are none to read."""
    if not given:
        return SimpleNamespace(run="app", banks=[], data=None)
    from quizapp.cli import arguments

    return arguments.read(given)


def _command(name: str) -> Callable[[Options], int]:
    """Return what runs a command, loading only its module."""
    module, _, function = COMMANDS[name].partition(".")
    run: Callable[[Options], int] = getattr(import_module(f"quizapp.cli.{module}"), function)
    return run


COMMANDS: Final[Mapping[str, str]] = {
    "app": "app.app",
    "version": "version.version",
    "practice": "app.practice",
    "mock": "app.mock",
    "author": "app.author",
    "calc": "questions.calc",
    "show": "questions.show",
    "grade": "questions.grade",
    "bank list": "banks.list_questions",
    "bank check": "banks.check",
    "bank schema": "banks.schema",
    "bank new": "banks.new",
    "bank add": "banks.add",
    "bank remove": "banks.remove",
    "bank import": "banks.import_questions",
    "bank export": "banks.export_questions",
    "progress": "history.show_progress",
    "report": "history.report",
    "history export": "history.export_history",
    "history import": "history.import_history",
    "history merge": "history.merge_history",
}
"""The module of this package and the function in it that run each command."""
