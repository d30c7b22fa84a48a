"""How a command ends that could not be done: a sentence on stderr, and an exit code."""

from __future__ import annotations

from quizapp import system
from quizapp.cli.output import FAULT, STOPPED, UNHEARD, USAGE, complain, discard_stdout
from quizapp.cli.sources import Options, data_folder
from quizapp.errors import BankError, QuizappError
from quizapp.system import folders


def told(error: BaseException, options: Options) -> int:
    """Tell of what ended a command, and return its exit code."""
    match error:
        case BankError():
            complain(str(error))
        case QuizappError():
            complain(f"quizapp: {error}")
        case BrokenPipeError():
            discard_stdout()
            return UNHEARD
        case OSError():
            if error.filename is None:
                discard_stdout()
            where = "the output" if error.filename is None else str(error.filename)[:200]
            complain(f"quizapp: {where}: {error.strerror}")
        case KeyboardInterrupt():
            complain("quizapp: stopped")
            return STOPPED
        case MemoryError():
            complain("quizapp: there isn't enough memory for this")
            return FAULT
        case _:
            complain(f"quizapp: {_fault(error, options)}")
            return FAULT
    return USAGE


def _fault(error: BaseException, options: Options) -> str:
    """Return the sentence about an error that nobody expected."""
    command = "the command line" if options is None else options.run
    folder = folders.NOWHERE if options is None else data_folder(options)
    return system.failure.told(error, command, folder)
