"""Styled text that is laid out anew for each width."""

from __future__ import annotations

from collections.abc import Callable

from textual.content import Content
from textual.css.styles import RulesMap
from textual.geometry import Size
from textual.reactive import Reactive
from textual.selection import Selection
from textual.strip import Strip
from textual.style import Style
from textual.visual import RenderOptions, Visual
from textual.widgets import Static

from quizapp.tui import typeset
from quizapp.tui.widgets.painted import Painted

Layout = Callable[[int], typeset.Lines]
"""Sets lines for a width."""


class Sheet(Visual):
    """Lines that a function lays out for the width there is.

    Parameters
    ----------
    layout
        Lays the lines out; called once for each width.
    """

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._contents: dict[int, Content] = {}

    def content(self, width: int) -> Content:
        """Return the lines for a width."""
        if width not in self._contents:
            self._contents[width] = typeset.page(self._layout(width))
        return self._contents[width]

    def render_strips(
        self, width: int, height: int | None, style: Style, options: RenderOptions
    ) -> list[Strip]:
        """Render the lines for a width."""
        return self.content(width).render_strips(width, height, style, options)

    def get_optimal_width(self, rules: RulesMap, container_width: int) -> int:
        """Return the width of the longest line in the room there is."""
        return self.content(container_width).get_optimal_width(rules, container_width)

    def get_height(self, rules: RulesMap, width: int) -> int:
        """Return the number of lines at a width."""
        return self.content(width).get_height(rules, width)


class SheetView(Painted, Static):
    """Shows a sheet; hidden while it has none."""

    DEFAULT_CSS = """
    SheetView {
        width: 1fr;
        text-wrap: nowrap;
        text-overflow: fold;
    }
    """

    # The layout that gives it is painted at once: it asks for no other layout, and no painting.
    virtual_size = Reactive(Size(0, 0), repaint=False)

    def __init__(self, layout: Layout | None = None, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(Sheet(layout) if layout else "", id=id, markup=False)
        self.display = layout is not None

    def show(self, layout: Layout | None) -> None:
        """Show other lines, or nothing."""
        self.changed()
        self.lay_out(layout)

    def lay_out(self, layout: Layout | None) -> None:
        """Show what is there in other lines, or nothing."""
        if layout is not None:
            # Textual may ask for the height within the update, before it forgets the former one.
            self.clear_cached_dimensions()
            self.update(Sheet(layout))
        # Not before: it may ask for the height here too, and place what is below by the former one.
        self.display = layout is not None

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        """Return the text that the mouse has selected."""
        if not isinstance(self.visual, Sheet):
            return None
        return selection.extract(self.visual.content(self.size.width).plain), "\n"
