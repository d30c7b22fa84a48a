"""A field of one line."""

from __future__ import annotations

from textual import events
from textual.message import Message
from textual.widgets import Input


class LineInput(Input):
    """An input that takes all that is pasted, and tells when there is no room for it."""

    class TooLong(Message):
        """What was typed or pasted doesn't fit, and was left out."""

        def __init__(self, most: int) -> None:
            super().__init__()
            self.most = most

    def _on_paste(self, event: events.Paste) -> None:
        event.stop()
        event.prevent_default()
        line = in_one_line(event.text)
        if line:
            self.replace(line, *self.selection)

    def restricted(self) -> None:
        """Tell that there is no room."""
        self.post_message(self.TooLong(self.max_length or 0))


def in_one_line(text: str) -> str:
    """Return a text with blank lines around it left out, and spaces for the ends of others."""
    return " ".join(filter(None, (line.strip() for line in text.splitlines())))
