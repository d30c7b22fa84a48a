"""Widgets that are lines of text, with nothing painted around or over them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from rich.segment import Segment
from textual.content import Content
from textual.geometry import Region
from textual.strip import Strip
from textual.style import Style

if TYPE_CHECKING:
    from textual.widget import Widget as _Widget
else:
    # Mixed into a widget: one of its own would hide the other's style.
    _Widget = object


class Lined(_Widget):
    """Renders its lines, padded at their sides; where it has a border, as any widget does."""

    _kept: dict[int, tuple[Content, Strip]]
    """Row → the line that was rendered last, and what came of it."""
    _kept_for: tuple[object, ...] | None = None
    """What they look like: the width, what is around them, their style, and the filters."""

    def written(self, rows: range) -> Iterable[Content]:
        """Return what is in some rows."""
        raise NotImplementedError

    def render_line(self, y: int) -> Strip:
        """Render a line with the place of each part in it, by which the mouse selects."""
        [line] = self.written(range(y, y + 1))
        segments, x = [], 0
        for text, style in line.render(self.visual_style, end=""):
            segments.append(Segment(text, style.rich_style_with_offset(x, y)))
            x += len(text)
        return Strip(segments, line.cell_length)

    def render_lines(self, crop: Region) -> list[Strip]:
        """Render the lines that are seen, those that are the same as before only once."""
        if not self.is_attached:  # the mouse is over where it was
            return [Strip.blank(crop.width)] * crop.height
        padding, width = self.styles.padding, self.outer_size.width
        if self.styles.gutter != padding or padding.height:
            return super().render_lines(crop)
        looks = (width, padding, self.visual_style, self.get_line_filters())
        if looks != self._kept_for:
            self._kept, self._kept_for = {}, looks
        strips = []
        for y, line in zip(crop.line_range, self.written(crop.line_range), strict=True):
            before, strip = self._kept.get(y, (None, None))
            if strip is None or line is not before:
                strip = self._strip(line, padding.left, width)
                self._kept[y] = line, strip
            strips.append(strip)
        if crop.column_span != (0, width):
            strips = [strip.crop(crop.x, crop.right) for strip in strips]
        return strips

    def _strip(self, line: Content, left: int, width: int) -> Strip:
        """Return a line of a width that begins after some blanks."""
        style, room = self.visual_style, max(width - left, 0)
        if line.cell_length > room:
            line = line.truncate(room)
        rendered = line.render(style, end="")
        parts = [Segment(text, part.rich_style) for text, part in rendered]
        parts = [*_blank(left, style), *parts, *_blank(room - line.cell_length, style)]
        return Strip(shown(self, parts), width)


def _blank(width: int, style: Style) -> list[Segment]:
    return [Segment(" " * width, style.rich_style)] if width > 0 else []


def shown(widget: _Widget, parts: list[Segment]) -> list[Segment]:
    """Return parts of lines as this terminal shows them."""
    background = widget.visual_style.background
    assert background is not None
    for one in widget.get_line_filters():
        parts = one.apply(parts, background)
    return parts
