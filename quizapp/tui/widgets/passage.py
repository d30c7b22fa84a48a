"""What is read on a screen, scrolling where it doesn't fit."""

from __future__ import annotations

from textual.containers import VerticalScroll
from textual.geometry import Size


class Passage(VerticalScroll, can_focus=False):
    """Texts one below the other, as high as they are together or as there is room."""

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return the height beside the scrollbar: every text is set for one width only."""
        beside = width - self.styles.scrollbar_size_vertical
        return super().get_content_height(container, viewport, beside)
