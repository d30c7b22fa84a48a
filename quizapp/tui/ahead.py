"""Keys that were pressed before what they are for was there."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from textual import events

if TYPE_CHECKING:
    from textual.app import App
    from textual.screen import Screen

CHOICE: Final = "choice"
"""The group of threads that choose what is asked next."""
_AT_ONCE: Final = ("escape", "ctrl+q", "ctrl+t", "ctrl+c")
_ANSWERS: Final = ("enter", "ctrl+s")
"""Keys that answer, which nobody means who hasn't seen the question."""


def press_again(app: App[Any], key: events.Key) -> None:
    """Press a key that was taken for another purpose, as if it came from the keyboard now."""
    # A message goes no further up than to its sender, which would be the screen that had taken it.
    app.post_message(events.Key(key.key, key.character).set_sender(app))


class KeysAhead:
    """Keeps keys for the screen that is on its way.

    Parameters
    ----------
    app
        Shows it.
    is_on_its_way
        Returns whether one is.
    """

    def __init__(self, app: App[Any], is_on_its_way: Callable[[], bool]) -> None:
        self._app = app
        self._is_on_its_way = is_on_its_way
        self._kept: list[events.Key] = []
        self._left: Screen[Any] | None = None
        """The screen on which the first of them was pressed."""

    def keep(self, event: events.Event) -> bool:
        """Keep a key for what is on its way; return whether it was one for that."""
        if not isinstance(event, events.Key) or event.is_forwarded or event.key in _AT_ONCE:
            return False
        if not self._is_on_its_way():
            return False
        if not self._kept:
            self._left = self._app.screen
        self._kept.append(event)
        return True

    def press(self) -> None:
        """Press them, where another screen has come and no more is on its way."""
        if self._is_on_its_way():
            return
        kept, self._kept = self._kept, []
        if self._app.screen is not self._left:
            for key in kept:
                if key.key not in _ANSWERS:
                    press_again(self._app, key)
