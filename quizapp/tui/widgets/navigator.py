"""One row that shows how each question of an interview stands."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from textual import events
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from quizapp.tui import typeset

if TYPE_CHECKING:
    from quizapp.interview.sitting import Standing

ANSWERED: Final = "●"
EMPTY: Final = "○"
UNREAD: Final = "?"
"""Something is typed that is no answer."""
FLAGGED: Final = "⚑"
CURRENT: Final = "▸"


class Navigator(Widget):
    """Shows a sign for each question, with its number where there is room; a click goes there."""

    DEFAULT_CSS = """
    Navigator {
        height: auto;
        color: $foreground-muted;
        border-bottom: solid $foreground 15%;
    }
    """
    ALLOW_SELECT = False

    standings: reactive[tuple[Standing, ...]] = reactive(())

    class Chosen(Message):
        """A question was clicked."""

        def __init__(self, place: int) -> None:
            super().__init__()
            self.place = place

    def render(self) -> Content:
        """Return the row."""
        cells = self._cells()
        row = Content("").join(cells)
        done = sum(one.answered for one in self.standings)
        said = Content.styled(f"{done} of {len(self.standings)} answered", typeset.FAINT)
        gap = self.size.width - row.cell_length - said.cell_length
        return Content.assemble(row, " " * gap, said) if gap >= 2 else row

    def on_click(self, event: events.Click) -> None:
        """Go to the question that was clicked."""
        end = 0
        for one, cell in zip(self.standings, self._cells(), strict=True):
            end += cell.cell_length
            if event.x < end:
                self.post_message(self.Chosen(one.place))
                return

    def _cells(self) -> list[Content]:
        """Return the cells with all numbers, or with that of the current question only."""
        wide = [_cell(n, one, numbered=True) for n, one in enumerate(self.standings, 1)]
        if sum(cell.cell_length for cell in wide) <= self.size.width:
            return wide
        return [_cell(n, one, numbered=one.current) for n, one in enumerate(self.standings, 1)]


def signs(standing: Standing) -> str:
    """Return how a question stands, in signs that need no colour."""
    state = ANSWERED if standing.answered else "" if standing.typed else EMPTY
    return f"{state}{UNREAD * standing.typed}{FLAGGED * standing.flagged}"


def _cell(number: int, one: Standing, *, numbered: bool) -> Content:
    sign = signs(one)
    style = "$text-accent" if one.answered else typeset.FAINT
    if not numbered:
        return Content.styled(sign, style)
    mark = CURRENT if one.current else " "
    name = "bold $foreground" if one.current else typeset.FAINT
    return Content.assemble((mark, "bold $text-accent"), (f"{number}", name), (sign, style), " ")


def number_of(standings: Sequence[Standing], place: int | None) -> int:
    """Return the number that a place has in the row, from 1."""
    return next((n for n, one in enumerate(standings, 1) if one.place == place), 1)
