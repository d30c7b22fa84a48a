"""Text as styled lines for a width; never Textual's own markup."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final, TypeAlias

from rich.segment import Segment
from textual.content import Content
from textual.strip import Strip
from textual.style import Style

from quizapp import tui
from quizapp.text.wrapping import Piece, wrapped

if TYPE_CHECKING:
    from quizapp.text.blocks import Block

Lines: TypeAlias = list[Content]

FAINT: Final = "$foreground-muted"
FAINTER: Final = "$foreground 35%"
MATH: Final = "$text-primary"
"""For formulas and code: the accent is for what can be pressed, and where one is."""
DONE: Final = "$primary"
REST: Final = "$foreground 20%"
"""The two parts of a bar."""

NARROWEST: Final = 12
INDENT: Final = "   "
BLANK: Final = Content("")


def page(lines: Iterable[Content]) -> Content:
    """Return lines as one content."""
    return Content("\n").join(lines)


def rendered(line: Content, style: Style, y: int) -> Strip:
    """Return one line as it is painted, each part with its place, by which the mouse selects.

    Parameters
    ----------
    line
        No wider than there is room.
    style
        That of the widget.
    y
        Which line of its widget it is.
    """
    segments, x = [], 0
    for text, part in line.render(style, end=""):
        segments.append(Segment(text, (style + part).rich_style_with_offset(x, y)))
        x += len(text)
    return Strip(segments, line.cell_length)


def indented(lines: Iterable[Content], by: str = INDENT) -> Lines:
    """Return lines moved to the right."""
    return [Content(by) + line if line else line for line in lines]


def marked_up(text: str, width: int, style: str = "") -> Lines:
    """Return a marked-up text as lines, its block formulas set in two dimensions."""
    return list(tui.marked_up.marked_up(text, width, style))


def flowed(pieces: Iterable[tuple[str, str]], width: int, marker: str = "") -> Lines:
    """Wrap styled pieces of text at their spaces, every line beginning under the first one."""
    return hung((Piece(text, style) for text, style in pieces), width, marker)


def laid_out(blocks: Iterable[Block], width: int) -> Lines:
    """Return the parts of a question as lines, a blank one between them."""
    return tui.blocks.laid_out(blocks, width)


def hung(pieces: Iterable[Piece], width: int, marker: str) -> Lines:
    """Wrap pieces, the first line after a marker and the others under its end."""
    room = max(width - len(marker), NARROWEST)
    lines = [Content.assemble(*line) for line in wrapped(pieces, room) or [[]]]
    if not marker:
        return lines
    heads = (marker, *(" " * len(marker) for _ in lines[1:]))
    return [Content.styled(head, FAINT) + line for head, line in zip(heads, lines, strict=True)]
