"""A list of items of several lines each, one of them highlighted."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar, Final

from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Region
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from quizapp.tui import typeset
from quizapp.tui.widgets.sheet import SheetView

Draw = Callable[[int, int], typeset.Lines]
"""Returns the lines of an item at a width."""

NOWHERE: Final = -1
_ROOMY: Final = 22
"""Rows of a terminal in which long items are set apart."""


class Items(SheetView, can_focus=True):
    """Shows items that a function draws; keys and mouse move the highlight.

    Parameters
    ----------
    count
        How many.
    draw
        Returns the lines of one.
    highlighted
        The first one to be highlighted.
    """

    DEFAULT_CSS = """
    Items {
        height: auto;
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", "Up", id="items.up", show=False),
        Binding("down", "move(1)", "Down", id="items.down", show=False),
    ]

    highlighted: reactive[int] = reactive(NOWHERE)

    class Pressed(Message):
        """The mouse button went down on an item."""

        def __init__(self, place: int) -> None:
            super().__init__()
            self.place = place

    class Dragged(Message):
        """The mouse moved to an item with its button down."""

        def __init__(self, place: int) -> None:
            super().__init__()
            self.place = place

    ALLOW_SELECT = False

    def __init__(self, count: int, draw: Draw, highlighted: int = NOWHERE) -> None:
        super().__init__(self._lines)
        self.count = count
        self._draw = draw
        self._starts: list[int] = []
        self._pressed = False
        self.set_reactive(Items.highlighted, highlighted)

    def redraw(self) -> None:
        """Draw all items anew."""
        self.lay_out(self._lines)

    def on_resize(self) -> None:
        """Keep the highlighted item in sight."""
        self.redraw()
        self.call_after_refresh(self._reveal)

    def on_focus(self) -> None:
        """Show where the keys go."""
        self.redraw()

    def on_blur(self) -> None:
        """Show that the keys go elsewhere."""
        self.redraw()

    def validate_highlighted(self, place: int) -> int:
        """Stay within the list."""
        return max(NOWHERE, min(place, self.count - 1))

    def watch_highlighted(self) -> None:
        """Keep the item in sight."""
        self.redraw()
        self.call_after_refresh(self._reveal)

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Press the item under the mouse."""
        place = self._at(event.y)
        if place != NOWHERE and self.can_focus:
            self._pressed = True
            self.capture_mouse()
            self.highlighted = place
            self.post_message(self.Pressed(place))

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Drag to the item under the mouse."""
        place = self._at(event.y)
        if self._pressed and place not in (NOWHERE, self.highlighted):
            self.post_message(self.Dragged(place))

    def on_mouse_up(self) -> None:
        """Let go."""
        self._pressed = False
        self.release_mouse()

    def action_move(self, by: int) -> None:
        """Highlight the item above or below."""
        self.highlighted = max(self.highlighted + by, 0)

    def _lines(self, width: int) -> typeset.Lines:
        drawn = [self._draw(place, width) for place in range(self.count)]
        roomy = self.app.size.height >= _ROOMY and any(len(lines) > 1 for lines in drawn)
        self._starts = []
        found: typeset.Lines = []
        for lines in drawn:
            if roomy and found and lines:
                found.append(typeset.BLANK)
            self._starts.append(len(found))
            found += lines
        return found

    def _at(self, y: int) -> int:
        below = [place for place, start in enumerate(self._starts) if start <= y]
        return below[-1] if below else NOWHERE

    def _reveal(self) -> None:
        """Scroll the nearest scrolling ancestor to the highlighted item."""
        if not self.can_focus or not 0 <= self.highlighted < len(self._starts):
            return
        start = self._starts[self.highlighted]
        following = self._starts[self.highlighted + 1 : self.highlighted + 2]
        height = (following[0] if following else self.size.height) - start
        place = Region(0, start, 1, max(height, 1))
        node: Widget = self
        while isinstance(node.parent, Widget):
            place = place.translate(node.virtual_region.offset)
            node = node.parent
            if node.styles.overflow_y == "auto":
                node.scroll_to_region(place, animate=False)
                return
