"""Asks when the interview is, and how many minutes a day there are for it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from textual.app import App

from quizapp import tui
from quizapp.errors import UnreadableError
from quizapp.learning.answered import day_of
from quizapp.system.settings import MOST_MINUTES
from quizapp.text import dates
from quizapp.text.phrases import day
from quizapp.tui import screens

if TYPE_CHECKING:
    from quizapp.tui.services import Services


class Aiming:
    """Asks in an app.

    Parameters
    ----------
    app
        Shows what is asked.
    services
        What the app works with.
    changed
        Called when something else is settled than before.
    """

    def __init__(self, app: App[Any], services: Services, changed: Callable[[], None]) -> None:
        self._app = app
        self._services = services
        self._changed = changed

    def ask(self) -> None:
        """Ask for the date, and then for the minutes."""
        before = self._services.settings.now.interview
        self._ask_date("" if before is None else day(before))

    def _ask_date(self, typed: str, refused: str = "") -> None:
        today = day_of(self._services.clock.now().astimezone())

        def said(text: str | None) -> None:
            if text is None:
                return
            try:
                when = dates.read(text, today) if text else None
            except UnreadableError as error:
                self._ask_date(text, str(error))
                return
            if when is not None and when < today:
                self._ask_date(text, f"{day(when)} has passed.")
                return
            self._settle(interview=when)
            self._ask_minutes(str(self._services.settings.now.minutes))

        about = "Type a date, such as 6 Dec. Leave it empty if you don't have one."
        self._ask("When is your interview?", refused or about, typed, said)

    def _ask_minutes(self, typed: str, refused: str = "") -> None:
        def said(text: str | None) -> None:
            if text is None:
                return
            if not (text.isdecimal() and 1 <= int(text[:9]) <= MOST_MINUTES):
                self._ask_minutes(text, f"Type a whole number from 1 to {MOST_MINUTES}.")
                return
            self._settle(minutes=int(text))

        about = "Each day gets as many questions as fit."
        self._ask("How many minutes a day?", refused or about, typed, said)

    def _settle(self, **changes: object) -> None:
        refused = self._services.settings.change(**changes)
        if refused:
            tui.notices.warn(self._app, refused)
        self._changed()

    def _ask(self, title: str, text: str, typed: str, said: Callable[[str | None], None]) -> None:
        self._app.push_screen(screens.line.LineScreen(title, text, typed, ""), said)
