"""When something was on the screen, so that keys pressed before can be told from those after."""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING

from textual import events
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip

if TYPE_CHECKING:
    from textual.widget import Widget as _Widget
else:
    # Mixed into a widget: one of its own would hide the other's style.
    _Widget = object


class Painted(_Widget):
    """Knows since when its present content has been on the screen."""

    painted_at: float = inf
    """Moment of the first painting, told by the clock of messages; infinite before it."""

    def changed(self) -> None:
        """Forget that the former content was on the screen."""
        self.painted_at = inf

    def render_lines(self, crop: Region) -> list[Strip]:
        """Render what is painted now."""
        if self.painted_at == inf:
            self.painted_at = Message().time
        return super().render_lines(crop)

    def came_before(self, key: events.Key) -> bool:
        """Whether a key was pressed when this was on the screen already."""
        return self.painted_at <= key.time
