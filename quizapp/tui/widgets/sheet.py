"""Styled text that is laid out anew for each width."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from textual.content import Content
from textual.geometry import Size
from textual.reactive import Reactive
from textual.selection import Selection
from textual.style import Style
from textual.widget import Widget

from quizapp.tui import typeset
from quizapp.tui.widgets.lined import Lined
from quizapp.tui.widgets.painted import Painted

Layout = Callable[[int], typeset.Lines]
"""Sets lines for a width."""


class SheetView(Painted, Lined, Widget):
    """Shows lines, rendered one by one where they are seen; hidden while it has none.

    Parameters
    ----------
    layout
        Lays the lines out; called once for each width.
    """

    DEFAULT_CSS = """
    SheetView {
        width: 1fr;
        height: auto;
    }
    """

    # The layout that gives it is painted at once: it asks for no other layout, and no painting.
    virtual_size = Reactive(Size(0, 0), repaint=False)

    def __init__(self, layout: Layout | None = None, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._lays_out = layout
        self._laid_out: dict[int, typeset.Lines] = {}
        """Width → the lines for it."""
        self.set_reactive(Widget.auto_links, False)
        self.display = layout is not None

    def show(self, layout: Layout | None) -> None:
        """Show other lines, or nothing."""
        self.changed()
        self.lay_out(layout)

    def lay_out(self, layout: Layout | None) -> None:
        """Show what is there in other lines, or nothing."""
        if layout is not None:
            self._lays_out = layout
            self._laid_out = {}
            # Where the height is given, nothing moves.
            self.refresh(layout=self.styles.auto_dimensions)
        # Not before: it may ask for the height here too, and place what is below by the former one.
        self.display = layout is not None

    def lines(self, width: int) -> typeset.Lines:
        """Return the lines for a width."""
        if width not in self._laid_out:
            lines = self._lays_out(width) if self._lays_out and width else []
            folded = (one.fold(width) if one.cell_length > width else [one] for one in lines)
            self._laid_out[width] = [line for parts in folded for line in parts]
        return self._laid_out[width]

    def get_content_width(self, container: Size, viewport: Size) -> int:  # noqa: ARG002 - Textual's signature
        """Return the width of the longest line in the room there is."""
        return max((line.cell_length for line in self.lines(container.width)), default=0)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002 - Textual's signature
        """Return the number of lines at a width."""
        return len(self.lines(width))

    def written(self, rows: range) -> Iterable[Content]:
        """Return the lines of some rows, selected as far as the mouse was drawn over them."""
        lines, selection = self.lines(self.size.width), self.text_selection
        for y in rows:
            line = lines[y] if y < len(lines) else typeset.BLANK
            span = selection.get_span(y) if selection else None
            if span is not None:
                start, end = span
                selected = Style.from_styles(self.screen.get_component_styles("screen--selection"))
                line = line.stylize(selected, start, None if end < 0 else end)
            yield line

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        """Return the text that the mouse has selected."""
        return selection.extract(typeset.page(self.lines(self.size.width)).plain), "\n"
