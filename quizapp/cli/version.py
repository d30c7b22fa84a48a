"""The version."""

from __future__ import annotations

from quizapp import failure
from quizapp.cli.output import DONE, write
from quizapp.cli.places import Options


def version(_: Options) -> int:
    """Say which version this is."""
    write(f"quizapp {failure.version()}")
    return DONE
