"""Tells the learner what went wrong, in a corner of the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from textual.app import App

from quizapp.text.phrases import sentence

if TYPE_CHECKING:
    from quizapp.errors import QuizappError

_LONG: Final = 20
"""Seconds for which a warning stays, such as that the disk is full."""


def warn(app: App[Any], says: str) -> None:
    """Show a sentence of the history or the settings, which may not have saved something."""
    app.notify(says, severity="warning", timeout=_LONG, markup=False)


def refuse(app: App[Any], error: QuizappError) -> None:
    """Say why what was asked for can't be done."""
    app.notify(sentence(error), severity="warning", markup=False)
