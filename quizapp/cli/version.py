"""The version."""

from __future__ import annotations

from quizapp.cli.output import DONE, write
from quizapp.cli.sources import Options
from quizapp.system import failure


def version(_: Options) -> int:
    """Say which version this is."""
    write(f"quizapp {failure.version()}")
    return DONE
