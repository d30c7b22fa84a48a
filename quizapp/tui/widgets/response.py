"""What every widget that takes a response has."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.message import Message
from textual.widget import Widget

from quizapp.errors import UnreadableError
from quizapp.questions.base import Grade, Reading, Variant


class Response(Widget):
    """Takes the response to one variant; readable ones are posted, the others explained here.

    Parameters
    ----------
    variant
        What is asked.
    """

    DEFAULT_CSS = """
    Response {
        height: auto;
    }
    """

    IN_READING: ClassVar[bool] = False
    """Whether it scrolls with the text instead of keeping its place below."""

    RETRY: ClassVar[bool] = False
    """Whether trying again makes sense after a wrong response; not where all has been told."""

    TELLS_WHY: ClassVar[bool] = False
    """Whether, once closed, it says itself what the grade's feedback says."""

    class Given(Message):
        """A response that can be read was given."""

        def __init__(self, reading: Reading) -> None:
            super().__init__()
            self.reading = reading

    def __init__(self, variant: Variant) -> None:
        super().__init__()
        self.variant: Variant = variant

    @property
    def writing(self) -> Widget | None:
        """What takes written text, where something does."""
        return None

    @property
    def written(self) -> str:
        """What is written and not given yet, as it would be typed."""
        return ""

    def restore(self, text: str) -> None:
        """Put back what was written."""

    def take_focus(self) -> None:
        """Let the learner type."""

    def hand_on(self, key: events.Key) -> None:
        """Write a character that was typed before there was a field to take it."""
        writing = self.writing
        if not key.is_printable or writing is None or not writing.has_focus:
            return
        if writing.check_consume_key(key.key, key.character):
            key.stop()
            writing.post_message(events.Key(key.key, key.character))

    def close(self, grade: Grade) -> None:
        """Take no more responses, and show what the grade makes known."""

    def reopen(self, *, keep: bool) -> None:
        """Take another response, beginning with what was typed or with nothing."""


def letters_in(variant: Variant, text: str) -> tuple[str, ...]:
    """Return the letters in a text; none when it can't be read."""
    try:
        return tuple(variant.read(text).value)
    except UnreadableError:
        return ()
