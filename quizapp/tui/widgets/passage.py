"""What is read on a screen, scrolling where it doesn't fit."""

from __future__ import annotations

from rich.segment import Segment
from rich.style import Style
from textual.containers import VerticalScroll
from textual.geometry import Region, Size
from textual.layout import DockArrangeResult
from textual.reactive import Reactive
from textual.scrollbar import ScrollBar, ScrollBarRender
from textual.strip import Strip
from textual.widget import Widget

from quizapp.tui.widgets import lined


class _Bar(ScrollBar):
    """A scrollbar whose cells are its lines: nothing is around them."""

    def render_lines(self, crop: Region) -> list[Strip]:
        """Render the cells that are seen."""
        bar = self.render()
        assert isinstance(bar, ScrollBarRender)
        style = bar.style
        assert isinstance(style, Style)
        assert style.color is not None
        assert style.bgcolor is not None
        cells = bar.render_bar(
            self.size.height,
            bar.virtual_size,
            bar.window_size,
            bar.position,
            back_color=style.bgcolor,
            bar_color=style.color,
        )
        seen = list(cells.segments)[crop.y : crop.bottom]
        return [Strip([cell], 1) for cell in lined.shown(self, seen)]


class Passage(VerticalScroll, can_focus=False):
    """Texts one below the other, as high as they are together or as there is room."""

    # The layout that gives it is painted at once: it asks for no other layout, and no painting.
    virtual_size = Reactive(Size(0, 0), repaint=False)

    _shows: Widget | None = None
    """What is to be in sight at the next layout; the passage itself means the end of its text."""
    _measures = False
    """Whether it is only found out how high the texts are."""

    @property
    def vertical_scrollbar(self) -> ScrollBar:
        """The scrollbar, which is Textual's own but for how its cells are rendered."""
        bar = super().vertical_scrollbar
        bar.__class__ = _Bar
        return bar

    def render_lines(self, crop: Region) -> list[Strip]:
        """Render what is around the texts: lines that are all the same."""
        blank = Segment(" " * crop.width, self.visual_style.rich_style)
        return [Strip(lined.shown(self, [blank]), crop.width)] * crop.height

    def begin_with(self, widget: Widget) -> None:
        """Show a text and what comes after it, with the next layout rather than after it."""
        self._shows = widget

    def end(self) -> None:
        """Show the end of the text, with the next layout rather than after it."""
        self._shows = self

    def arrange(self, size: Size, optimal: bool = False) -> DockArrangeResult:
        """Place the texts with a scrollbar where one is needed, and show what is to be in sight."""
        # As when it was found out how high they are: none of them depends on the height there is.
        found = super().arrange(Size(size.width, 0), optimal)
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
