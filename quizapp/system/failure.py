"""Report a fault of the program itself: in one sentence, and in a file that can be sent.

The report holds nothing that was typed: no message of an error and no value of a variable, in
which an answer or a name may be quoted, and no folder of the user.
"""

from __future__ import annotations

import os
import platform
import sys
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from importlib import metadata
from pathlib import Path
from traceback import FrameSummary, StackSummary, walk_tb
from typing import Final

from quizapp import __version__
from quizapp.errors import QuizappError
from quizapp.system import files

FILE: Final = "fault-report.txt"
"""The report's name in the data folder; a later one takes its place."""
_PROGRAM: Final = Path(__file__).parents[1]
_LIBRARIES: Final = ("textual", "rich", "numpy", "PyYAML", "platformdirs")
_MOST_FRAMES: Final = 20
"""Places told at each end of a traceback; a recursion has thousands."""
_MOST_CAUSES: Final = 5

_HEAD: Final = """\
quizapp stopped because of an error in the program.

This report contains the versions of quizapp, Python and the libraries it uses, the kind of system,
the name of the command, the kind of error, and the lines of code that led to it.
It contains none of your answers, questions, names or folders.
"""


def told(error: BaseException, command: str, folder: Path) -> str:
    """Write a report of an error that nobody expected, and return the sentence to tell.

    Parameters
    ----------
    error
        The error.
    command
        The name of the command that it came out of.
    folder
        The data folder, where the report is written if it can be; else in the temporary folder.
    """
    place = _written("\n".join(_report(error, command)), folder)
    return "quizapp stopped because of an error in the program. Your answers are saved. " + (
        f"Please send {place} to the maintainers of quizapp: it shows where the error is, and "
        "contains none of your answers."
        if place is not None
        else f"No report could be written; the error was {_kind(error)}."
    )


def _version_of(library: str) -> str:
    # Unknown where the code was copied and not installed.
    with suppress(metadata.PackageNotFoundError):
        return metadata.version(library)
    return "unknown"


def _report(error: BaseException, command: str) -> Iterator[str]:
    yield _HEAD
    yield f"quizapp: {__version__}"
    yield f"Python: {platform.python_version()} ({platform.python_implementation()})"
    yield f"system: {platform.system()} {platform.machine()}"
    yield f"libraries: {', '.join(f'{one} {_version_of(one)}' for one in _LIBRARIES)}"
    yield f"command: {command}"
    following: BaseException | None = error
    for _ in range(_MOST_CAUSES):
        if following is None:
            break
        yield f"error: {_kind(following)}"
        yield from _places(following)
        following = following.__cause__ or following.__context__
    yield ""


def _kind(error: BaseException) -> str:
    kind = type(error)
    return kind.__qualname__ if kind.__module__ == "builtins" else _full(kind)


def _full(kind: type) -> str:
    return f"{kind.__module__}.{kind.__qualname__}"


def _places(error: BaseException) -> Iterator[str]:
    """Yield the lines of code that an error passed through, the last first called last."""
    # Without looking at the values of variables, and at no more than what is told.
    frames = list(walk_tb(error.__traceback__))
    left_out = len(frames) - 2 * _MOST_FRAMES
    if left_out > 0:
        yield from _lines(StackSummary.extract(frames[:_MOST_FRAMES]))
        yield f"  … {left_out} more"
        frames = frames[-_MOST_FRAMES:]
    yield from _lines(StackSummary.extract(frames))


def _lines(frames: StackSummary) -> Iterator[str]:
    for frame in frames:
        yield f"  {_file(frame)}:{frame.lineno} in {frame.name}: {frame.line or ''}".rstrip(": ")


def _file(frame: FrameSummary) -> str:
    """Return where a file is in the program or in a library, without the folders above it."""
    path = Path(frame.filename)
    if path.is_relative_to(_PROGRAM):
        return path.relative_to(_PROGRAM.parent).as_posix()
    above = {"site-packages", f"python{sys.version_info.major}.{sys.version_info.minor}"}
    place = max((at for at, part in enumerate(path.parts) if part in above), default=-2)
    return "/".join(path.parts[place + 1 :]) if place >= 0 else path.name


def _written(text: str, folder: Path) -> Path | None:
    """Write a report in a folder or else the temporary one, and return where it is."""
    with suppress(OSError, QuizappError):
        files.make_private(folder)
        files.replace(folder / FILE, text)
        return folder / FILE
    with suppress(OSError):
        descriptor, name = tempfile.mkstemp(prefix="quizapp-", suffix=f"-{FILE}")
        with os.fdopen(descriptor, "w", encoding="utf-8", errors="replace") as file:
            file.write(text)
        return Path(name)
    return None
