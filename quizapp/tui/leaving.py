"""Screens that are left once, whatever else was pressed before they were gone."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any, Final

from textual import screen
from textual.await_complete import AwaitComplete
from textual.css.query import NoMatches
from textual.dom import NoScreen
from textual.message_pump import MessagePump
from textual.screen import ScreenResultType
from textual.widget import MountError, Widget

GONE: Final = (NoMatches, NoScreen, MountError)
"""What is raised where a widget, or the screen around it, isn't there any more."""


class Screen(screen.Screen[ScreenResultType]):
    """A screen that is left once."""

    def dismiss(self, result: ScreenResultType | None = None) -> AwaitComplete:
        """Leave it with a result; nothing happens where it was left, or lies under another one."""
        return super().dismiss(result) if self.is_active else AwaitComplete()

    def call_after_refresh(
        self,
        callback: Callable[..., object],
        *arguments: Any,  # noqa: ANN401 - as Textual has it
        **options: Any,  # noqa: ANN401
    ) -> bool:
        """Do something once all is painted, by when it may have been left for another screen."""

        async def unless_left() -> None:
            try:
                done = callback(*arguments, **options)
                if isinstance(done, Awaitable):
                    await done
            except GONE:
                if not is_left(self):
                    raise

        return super().call_after_refresh(unless_left)


class ModalScreen(Screen[ScreenResultType], screen.ModalScreen[ScreenResultType]):
    """A sheet over a screen, that is left once."""


def is_left(pump: MessagePump) -> bool:
    """Whether something is a screen that was left or on one, or was taken off its screen."""
    if not isinstance(pump, Widget):
        return False
    return not pump.is_attached or pump.screen not in pump.app.screen_stack
