"""Screens that are left once, whatever else was pressed before they were gone."""

from __future__ import annotations

from textual import screen
from textual.await_complete import AwaitComplete
from textual.message_pump import MessagePump
from textual.screen import ScreenResultType
from textual.widget import Widget


class Screen(screen.Screen[ScreenResultType]):
    """A screen that is left once."""

    def dismiss(self, result: ScreenResultType | None = None) -> AwaitComplete:
        """Leave it with a result; nothing happens where it was left, or lies under another one."""
        return super().dismiss(result) if self.is_active else AwaitComplete()


class ModalScreen(Screen[ScreenResultType], screen.ModalScreen[ScreenResultType]):
    """A sheet over a screen, that is left once."""


def is_left(pump: MessagePump) -> bool:
    """Whether something is a screen that was left or on one, or was taken off its screen."""
    if not isinstance(pump, Widget):
        return False
    return not pump.is_attached or pump.screen not in pump.app.screen_stack
