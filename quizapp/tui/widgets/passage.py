"""What is read on a screen, scrolling where it doesn't fit."""

from __future__ import annotations

from textual.containers import VerticalScroll
from textual.geometry import Size
from textual.layout import DockArrangeResult
from textual.reactive import Reactive
from textual.widget import Widget


class Passage(VerticalScroll, can_focus=False):
    """Texts one below the other, as high as they are together or as there is room."""

    # The layout that gives it is painted at once: it asks for no other layout, and no painting.
    virtual_size = Reactive(Size(0, 0), repaint=False)

    _shows: Widget | None = None
    """What is to be in sight at the next layout; the passage itself means the end of its text."""
    _measures = False
    """Whether it is only found out how high the texts are."""

    def begin_with(self, widget: Widget) -> None:
        """Show a text and what comes after it, with the next layout rather than after it."""
        self._shows = widget

    def end(self) -> None:
        """Show the end of the text, with the next layout rather than after it."""
        self._shows = self

    def arrange(self, size: Size, optimal: bool = False) -> DockArrangeResult:
        """Place the texts with a scrollbar where one is needed, and show what is to be in sight."""
        found = super().arrange(size, optimal)
        if not self._measures:
            beyond = max(found.total_region.bottom - size.height, 0)
            # Not assigned: that asks for another layout, or is held to where the former one ended.
            self.set_reactive(Widget.show_vertical_scrollbar, beyond > 0)
            if self._shows is not None:
                tops = {one.widget: one.region.y for one in found.placements}
                top = min(tops.get(self._shows, beyond), beyond)
                self._shows = None
                self.set_reactive(Widget.scroll_y, top)
                self.set_reactive(Widget.scroll_target_y, top)
                self.vertical_scrollbar.position = top
        return found

    def _refresh_scrollbars(self) -> None:
        """Leave the scrollbar as the texts were placed."""

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return the height beside the scrollbar: every text is set for one width only."""
        beside = width - self.styles.scrollbar_size_vertical
        self._measures = True
        height = super().get_content_height(container, viewport, beside)
        self._measures = False
        return height
