"""Tones: the terminal's bell, in interviews, for those who want it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from textual.screen import Screen

    from quizapp.system.settings import SettingsFile

TONES: Final = "Rings when the last minute begins, and at the end"


def toggle_tones(screen: Screen[Any], settings: SettingsFile) -> None:
    """Let tones be heard, beginning with one now, or not; say which, and keep it so."""
    refused = settings.change(tones=not settings.now.tones)
    heard = "It will ring when one minute is left and when time is up."
    says = f"The bell is on. {heard}" if settings.now.tones else "The bell is off."
    screen.notify(f"{says} {refused}".strip(), markup=False)
    if settings.now.tones:
        screen.app.bell()
