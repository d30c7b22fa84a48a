"""A sheet over a screen that asks for one line."""

from __future__ import annotations

from typing import ClassVar, Final

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content

from quizapp.tui import typeset
from quizapp.tui.leaving import ModalScreen
from quizapp.tui.widgets.line import LineInput
from quizapp.tui.widgets.sheet import SheetView

_LONGEST: Final = 300
"""Characters of a line."""


class LineScreen(ModalScreen[str]):
    """Asks for one line; dismissed with it, or with None where it was left.

    Parameters
    ----------
    title
        What it is about.
    text
        What to know.
    value
        The line as it was before.
    placeholder
        What an empty field says.
    """

    CSS_PATH = "../practice.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Cancel", id="line.leave"),
    ]

    def __init__(
        self, title: str, text: str, value: str = "", placeholder: str = "type one line"
    ) -> None:
        super().__init__()
        self._title = title
        self._text = text
        self._value = value
        self._placeholder = placeholder

    def compose(self) -> ComposeResult:
        """Lay the sheet out."""
        with Vertical(classes="sheet"):
            yield SheetView(self._about)
            yield LineInput(
                self._value, placeholder=self._placeholder, max_length=_LONGEST, compact=True
            )
            yield SheetView(self._keys)

    def on_mount(self) -> None:
        """Let the learner type."""
        self.query_one(LineInput).focus()

    def on_input_submitted(self) -> None:
        """Give the line back."""
        self.dismiss(self.query_one(LineInput).value.strip())

    def action_leave(self) -> None:
        """Change nothing."""
        self.dismiss(None)

    def _about(self, width: int) -> typeset.Lines:
        lines = [Content.styled(self._title, "bold"), typeset.BLANK]
        return lines + (
            [*typeset.flowed([(self._text, "")], width), typeset.BLANK] * bool(self._text)
        )

    def _keys(self, width: int) -> typeset.Lines:
        says = "Enter saves it. Esc changes nothing."
        return [typeset.BLANK, *typeset.flowed([(says, typeset.FAINT)], width)]
