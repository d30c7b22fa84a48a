"""A topic on one page, over the screen that asked for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll

from quizapp.reports.sheets import blocks
from quizapp.tui import typeset
from quizapp.tui.leaving import Screen
from quizapp.tui.widgets.keys import KeyLine
from quizapp.tui.widgets.sheet import SheetView

if TYPE_CHECKING:
    from quizapp.reports.sheets import TopicSheet


class TopicSheetScreen(Screen[None]):
    """Shows a topic: formulas, an example worked, mistakes, what to say, and notes.

    Parameters
    ----------
    sheet
        What is shown.
    """

    CSS_PATH = "../practice.tcss"
    HELP = (
        "What this topic is made of, with an example worked, the common mistakes and what they "
        "give there. Your own notes on its questions are at the end. The command 'sheet' prints it."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss", "Home", id="sheet.leave"),
        Binding("s,t", "dismiss", "Home", show=False),
        Binding("up,k", "scroll(-1)", "Scroll up", show=False),
        Binding("down,j", "scroll(1)", "Scroll down", show=False),
        Binding("pageup", "scroll(-15)", "Page up", show=False),
        Binding("pagedown,space", "scroll(15)", "Page down", show=False),
    ]

    def __init__(self, sheet: TopicSheet) -> None:
        super().__init__()
        self._blocks = tuple(blocks(sheet))

    def compose(self) -> ComposeResult:
        """Lay the page out."""
        with VerticalScroll(id="column", can_focus=False):
            yield SheetView(self._lines)
        yield KeyLine()

    def action_scroll(self, lines: int) -> None:
        """Scroll by lines."""
        self.query_one(VerticalScroll).scroll_relative(y=lines, animate=False)

    def _lines(self, width: int) -> typeset.Lines:
        return typeset.laid_out(self._blocks, width)
