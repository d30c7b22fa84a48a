"""The list of what is wrong with banks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content

from quizapp.text.visible import safe
from quizapp.tui import typeset
from quizapp.tui.leaving import ModalScreen
from quizapp.tui.widgets.sheet import SheetView

if TYPE_CHECKING:
    from quizapp.errors import Problem


class ProblemsScreen(ModalScreen[None]):
    """Lists the problems of banks at their places."""

    CSS_PATH = "../practice.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,enter,l", "dismiss", "Back", id="problems.back"),
    ]

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__()
        self._problems = problems

    def compose(self) -> ComposeResult:
        """List them."""
        with VerticalScroll(classes="sheet"):
            yield SheetView(self._lines)

    def _lines(self, width: int) -> typeset.Lines:
        lines: typeset.Lines = [Content.styled("Problems in your question banks", "bold")]
        path = None
        for problem in self._problems:
            if problem.path != path:
                path = problem.path
                lines.append(typeset.BLANK)
                lines += typeset.flowed([(safe(str(path)), "$text-accent")], width)
            kind = "not loaded: " if problem.severity == "error" else "warning: "
            place = f"{problem.line}:{problem.column} "
            pieces = [(kind, "$text-warning"), (safe(problem.message), "")]
            lines += typeset.flowed(pieces, width, place)
        return [*lines, typeset.BLANK, Content.styled("Press Esc to go back.", typeset.FAINT)]
