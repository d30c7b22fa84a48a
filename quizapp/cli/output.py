"""What every command writes with, and the exit codes."""

from __future__ import annotations

import io
import os
import sys

TYPE_CHECKING = False  # not from typing, which takes longer than telling the version
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Final, TextIO

DONE: Final = 0
WRONG: Final = 1
USAGE: Final = 2
FAULT: Final = 70
"""An error of the program itself, or no memory left; the number by custom."""
UNHEARD: Final = 141
"""Nobody reads the output any more; the number by custom."""
STOPPED: Final = 130
"""Ended by Ctrl+C; the number by custom."""


def write(text: str) -> None:
    """Write a text and a line's end, at once."""
    print(text, flush=True)


def read_at_leisure(text: str) -> None:
    """Write a long text: page by page where somebody sits at a terminal, at once elsewhere."""
    if not at_a_terminal():
        write(text)
        return
    import pydoc

    pydoc.pager(text)


def write_result(structure: object | None, lines: Callable[[], Sequence[str]]) -> None:
    """Write a structure as JSON, or lines where there is none."""
    if structure is None:
        print("\n".join(lines()))
        return
    from quizapp.reports.json import as_json

    print(as_json(structure))


def complain(message: str) -> None:
    """Write to stderr, each line with nothing in it that acts on a terminal."""
    from quizapp.text.visible import safe

    if sys.stderr is not None:
        print("\n".join(map(safe, message.split("\n"))), file=sys.stderr)


def count_up(done: int, total: int, things: str) -> None:
    """Show on one line of a terminal how far a long task has come; gone when all is done."""
    if sys.stderr is not None and sys.stderr.isatty():
        line = "\r\033[K" if done == total else f"\r{done} of {total} {things}"
        print(line, end="", file=sys.stderr, flush=True)


def accept_all_characters() -> None:
    """Let no character stop the program that a stream can't decode or encode."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def discard_stdout() -> None:
    """Point stdout at the null device, so that Python's last flush can't fail on a closed pipe."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def at_a_terminal() -> bool:
    """Tell whether somebody sits at both ends, at a terminal that can be drawn on."""
    ends = (sys.stdin, sys.stdout)
    there = all(stream is not None and stream.isatty() for stream in ends)
    return there and os.environ.get("TERM") != "dumb"


def standard_input() -> TextIO:
    """Return standard input; an empty one when it was closed."""
    return io.StringIO() if sys.stdin is None else sys.stdin
