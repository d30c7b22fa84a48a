"""The version."""

from __future__ import annotations

from quizapp import __version__
from quizapp.cli.output import DONE, write

TYPE_CHECKING = False  # as in the package's own module
if TYPE_CHECKING:
    from quizapp.cli.sources import Options


def version(_: Options) -> int:
    """Say which version this is."""
    write(f"quizapp {__version__}")
    return DONE
