"""The errors a user can meet, in one shallow tree.

::

    QuizappError
    ├── EngineError        bad input to an engine function; also a ValueError, with a reason
    ├── ExpressionError    text that is no expression, with the column
    ├── UnreadableError    a response that can't be read: free, never the same as wrong
    ├── FileError          a file that isn't read: not there, no ordinary file, too large
    ├── BankError          a bank that can't be loaded, with all its problems
    ├── HistoryError       a history that can't be opened, read or added to
    └── UsageError         a request that names something that isn't there

Each message is meant for the user: what is wrong and, where it can be said, what would be right.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from pathlib import Path


class QuizappError(Exception):
    """Anything that is told to the user in one sentence."""


class EngineError(QuizappError, ValueError):
    """Input that an engine function refuses.

    Attributes
    ----------
    reason
        A stable word for programs, such as ``"not_normalised"``.
    """

    def __init__(self, reason: str, message: str) -> None:
        super().__init__(message)
        self.reason = reason


class ExpressionError(QuizappError):
    """Text that is not an expression of the language, or can't be evaluated.

    Attributes
    ----------
    message
        What is wrong, without the place.
    column
        Where, counted from 1; 0 when the place is not known.
    """

    def __init__(self, message: str, column: int = 0) -> None:
        super().__init__(f"column {column}: {message}" if column else message)
        self.message = message
        self.column = column


class UnreadableError(QuizappError):
    """A response that can't be read; the message says what would be readable.

    Attributes
    ----------
    unfinished
        Whether nothing is wrong with what is there, and more is missing.
    """

    def __init__(self, message: str, *, unfinished: bool = False) -> None:
        super().__init__(message)
        self.unfinished = unfinished


class FileError(QuizappError):
    """A file that isn't read; the message says why, without the file's name.

    Attributes
    ----------
    reason
        A stable word for programs.
    """

    def __init__(
        self,
        reason: Literal["missing", "a folder", "not a file", "too large", "refused"],
        message: str,
    ) -> None:
        super().__init__(message)
        self.reason = reason


class HistoryError(QuizappError):
    """A history that can't be opened, read or added to; what was saved is untouched."""


class UsageError(QuizappError):
    """A request for something that isn't there, with the nearest thing that is."""


class Problem(NamedTuple):
    """One thing wrong with a bank, at its place."""

    path: Path
    line: int
    column: int
    message: str
    severity: Literal["error", "warning"] = "error"

    def __str__(self) -> str:
        kind = "" if self.severity == "error" else "warning: "
        return f"{self.path}:{self.line}:{self.column}: {kind}{self.message}"


class BankError(QuizappError):
    """A bank with problems; all of them, in the order of the file."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems
