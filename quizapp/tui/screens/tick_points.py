"""After an interview: an open answer beside a good one, to tick the points that were made."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from quizapp.tui import typeset
from quizapp.tui.leaving import Screen
from quizapp.tui.widgets.keys import KeyLine
from quizapp.tui.widgets.response import Response
from quizapp.tui.widgets.responses import response_to
from quizapp.tui.widgets.sheet import SheetView

if TYPE_CHECKING:
    from quizapp.interview.results import Result


class PointsScreen(Screen["tuple[str, ...] | None"]):
    """Lets the learner tick points; dismissed with their ids, or with None to do it later.

    Parameters
    ----------
    result
        The answer.
    waiting
        How many answers wait, this one among them.
    """

    CSS_PATH = "../practice.tcss"
    DEFAULT_CSS = """
    PointsScreen #head { height: auto; color: $foreground-muted; }
    """
    HELP = (
        "The interview is over. Next to your answer are a model answer and the points it makes. "
        "Tick the ones you made too; only you can judge that, so be strict. Your answer itself "
        "isn't changed."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "later", "Later", id="points.later", tooltip="They score 0 until you do"),
        Binding("pageup", "scroll(-10)", "Page up", id="points.up", show=False),
        Binding("pagedown", "scroll(10)", "Page down", id="points.down", show=False),
    ]

    def __init__(self, result: Result, waiting: int) -> None:
        super().__init__()
        self._result = result
        self._waiting = waiting
        self._variant = result.planned.variant

    def compose(self) -> ComposeResult:
        """Lay out the question above what to compare."""
        more = f" {self._waiting} answers left to check." if self._waiting > 1 else ""
        head = Content.assemble(
            ("The interview is over.", "bold $foreground"),
            f"   {self._variant.confirmation}{more}",
        )
        with Vertical(id="column"):
            yield Static(head, id="head")
            with VerticalScroll(id="reading", can_focus=False):
                yield SheetView(lambda width: typeset.laid_out(self._variant.asked(), width))
                yield response_to(self._variant)
        yield KeyLine()

    def on_mount(self) -> None:
        """Put the answer beside the rubric."""
        self.query_one("#reading").styles.height = "1fr"
        self.query_one(Response).judge(self._variant.read(self._result.answer.response or ""))
        self.refresh_bindings()

    @on(Response.Given)
    def _ticked(self, message: Response.Given) -> None:
        message.stop()
        self.dismiss(tuple(message.reading.value))

    def action_later(self) -> None:
        """Leave the points for later."""
        self.dismiss(None)

    def action_scroll(self, lines: int) -> None:
        """Scroll by lines."""
        self.query_one("#reading").scroll_relative(y=lines, animate=False)
