"""A sheet over a screen that asks what to do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from textual import events
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content

from quizapp.tui import typeset
from quizapp.tui.leaving import ModalScreen
from quizapp.tui.widgets.sheet import SheetView


@dataclass(frozen=True)
class DialogOption:
    """Something that can be chosen by a key."""

    name: str
    """What the dialog is dismissed with."""
    key: str
    """Several are separated by commas."""
    cap: str
    """The key as keyboards label it."""
    says: str


STAY: Final = DialogOption("stay", "escape,enter", "Esc", "Cancel")
"""Beside what can't be undone: then Enter, which is pressed without thinking, does nothing."""


class Dialog(ModalScreen[str]):
    """Asks what to do; dismissed with the name of an option.

    Parameters
    ----------
    title
        What it is about.
    text
        What to know, a paragraph each.
    options
        What can be done.
    """

    CSS_PATH = "../practice.tcss"

    def __init__(self, title: str, text: Sequence[str], options: Sequence[DialogOption]) -> None:
        super().__init__()
        self._title = title
        self._text = tuple(filter(None, text))
        self._options = tuple(options)

    def compose(self) -> ComposeResult:
        """Lay the sheet out."""
        with VerticalScroll(classes="sheet", can_focus=False):
            yield SheetView(self._lines)

    def on_key(self, event: events.Key) -> None:
        """Choose the option of a key."""
        for option in self._options:
            if event.key in option.key.split(","):
                event.stop()
                self.dismiss(option.name)
                return

    def _lines(self, width: int) -> typeset.Lines:
        lines = [Content.styled(self._title, "bold")]
        for text in self._text:
            lines += [typeset.BLANK, *typeset.flowed([(text, "")], width)]
        lines.append(typeset.BLANK)
        wide = max(len(option.cap) for option in self._options)
        for option in self._options:
            cap = Content.styled(f"{option.cap:<{wide}}  ", "bold $text-accent")
            first, *others = typeset.flowed([(option.says, "")], width - cap.cell_length)
            lines += [cap + first, *typeset.indented(others, " " * cap.cell_length)]
        return lines
