"""The formats of a scorecard with its reviews: a module each, whose `write` takes the scorecard."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from quizapp.interview.scorecard import Scorecard

FORMATS: Final[Mapping[str, str]] = {"md": "markdown", "html": "html", "json": "json"}
"""Format as it is asked for → module of this package."""


def write(card: Scorecard, name: str) -> str:
    """Return a scorecard in a format."""
    text: str = import_module(f"quizapp.reports.{FORMATS[name]}").write(card)
    return text
