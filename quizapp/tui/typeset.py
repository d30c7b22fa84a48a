"""Text as styled lines for a width; never Textual's own markup."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final, TypeAlias

from textual.content import Content

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


def indented(lines: Iterable[Content], by: str = INDENT) -> Lines:
    """Return lines moved to the right."""
    return [Content(by) + line if line else line for line in lines]


def marked_up(text: str, width: int, style: str = "") -> Lines:
    """Return a marked-up text as lines, its block formulas set in two dimensions."""
    return list(tui.marked_up.marked_up(text, width, style))


def flowed(pieces: Iterable[tuple[str, str]], width: int, marker: str = "") -> Lines:
    """Wrap styled pieces of text at their spaces, every line beginning under the first one."""
    return hung((Piece(text, style) for text, style in pieces), width, marker)


def apart(left: Content, right: Content, width: int) -> Content:
    """Return one line with both at its ends, the left one cut where there is no room."""
    room = max(width - right.cell_length - 2, 0)
    left = left.truncate(room, ellipsis=True)
    gap = max(width - left.cell_length - right.cell_length, 1)
    return Content.assemble(left, " " * gap, right)


def bar(share: float, width: int) -> tuple[str, str]:
    """Return a thin bar of a width in two parts, done and to do."""
    halves = round(2 * width * min(max(share, 0.0), 1.0))
    done = "━" * (halves // 2) + ("╸" if halves % 2 else "")
    return done, "─" * (width - len(done))


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
