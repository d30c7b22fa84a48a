"""What every widget that takes a response has."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar, Final

from textual import events
from textual.app import App
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget
from textual.widgets import Static

from quizapp.errors import UnreadableError
from quizapp.questions.base import Grade, Reading, Variant
from quizapp.text.visible import safe
from quizapp.tui.ahead import press_again
from quizapp.tui.widgets.bindings import run_binding
from quizapp.tui.widgets.items import Items
from quizapp.tui.widgets.painted import Painted

SUBMIT_KEYS: Final = ("enter", "ctrl+s")
"""Keys that give a response, or go on to what it is judged by."""


class Response(Widget):
    """Takes the response to one variant; readable ones are posted, the others explained here.

    Parameters
    ----------
    variant
        What is asked.
    hands_in
        Whether what is written is handed in as it stands, as in an interview, and what is told
        comes after the end.
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

    VERDICT_ABOVE: ClassVar[bool] = False
    """Whether the verdict stands above it, once closed, and not below."""

    folded: reactive[bool] = reactive(False, init=False, repaint=False)
    """Whether it keeps something back, once closed, that can be shown."""

    class Given(Message):
        """A response that can be read was given."""

        def __init__(self, reading: Reading, turn: object) -> None:
            super().__init__()
            self.reading = reading
            self.turn = turn

    class HandedIn(Message):
        """What was written at that moment is handed in, readable or not."""

        def __init__(self, written: str, turn: object) -> None:
            super().__init__()
            self.written = written
            self.turn = turn

    class TypedAhead(Message):
        """A key was pressed after a response was given, for what comes next."""

        def __init__(self, key: events.Key) -> None:
            super().__init__()
            self.key = key

        def press(self, app: App[Any]) -> None:
            """Press the key now, wherever the focus is."""
            press_again(app, self.key)

    class Edited(Message):
        """What is written may have changed."""

    def __init__(self, variant: Variant, *, hands_in: bool = False) -> None:
        super().__init__()
        self.hands_in = hands_in
        self.variant: Variant = variant
        self.turn: object = None
        """What the screen asks for: named with the response, which is for nothing else."""
        self.about: Painted | None = None
        """Shows what is asked: an Enter from before it was on the screen is no answer to it."""
        self.closed = False
        """Whether a response was given; then no other is taken until it is reopened."""

    def ask(self, variant: Variant) -> bool:  # noqa: ARG002 - for those that can
        """Take the response to another variant from now on; return whether it can."""
        return False

    async def on_key(self, event: events.Key) -> None:
        """Do what a key is bound to; once a response is given, leave keys to what comes next."""
        if self.closed:
            event.stop()
            if event.key not in SUBMIT_KEYS:
                # Posted and not let through: it mustn't overtake the response.
                self.post_message(self.TypedAhead(event))
        elif event.key in SUBMIT_KEYS and self.about and not self.about.came_before(event):
            event.stop()
            self.go_on()
        elif await self._run(event.key):
            event.stop()
            if not self.closed:
                self.go_on()

    async def _run(self, key: str) -> bool:
        """Do what the response, or the list in it, binds to a key."""
        for widget in (self, *self.query(Items)):
            if await run_binding(widget, key):
                return True
        return False

    def give(self, reading: Reading) -> None:
        """Post the response, and take no other."""
        if not self.closed:
            self.closed = True
            self.post_message(self.Given(reading, self.turn))

    def hand_in(self) -> None:
        """Hand in what is written, and take nothing more for now."""
        if not self.closed:
            self.closed = True
            self.post_message(self.HandedIn(self.written, self.turn))

    def judge(self, reading: Reading) -> None:
        """Let the learner tick what a response that was given before says."""

    @property
    def compares(self) -> bool:
        """Whether the learner sees what the response is judged by, before it is given."""
        return False

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
        # What has the focus is told so later than the screen knows it.
        if not key.is_printable or writing is None or self.screen.focused is not writing:
            return
        if writing.check_consume_key(key.key, key.character):
            key.stop()
            writing.post_message(events.Key(key.key, key.character))

    def take_time(self, clock: Callable[[], float], *, aloud: bool) -> None:
        """Know a clock that never goes back, and whether the learner speaks open answers."""

    def close(self, grade: Grade) -> None:  # noqa: ARG002 - for those that show it
        """Take no more responses, and show what the grade makes known."""
        self.closed = True

    def reopen(self, *, keep: bool) -> None:  # noqa: ARG002 - for those that write
        """Take another response, beginning with what was typed or with nothing."""
        self.take_another()

    def complain(self, why: str) -> None:
        """Say why what is written can't be read."""
        says = Content.assemble(("? ", "bold $text-warning"), safe(why))
        for note in self.query("#note").results(Static):
            note.update(says)

    def amend(self, error: UnreadableError) -> None:
        """Say why what is written can't be read, and let it be changed."""
        self.complain(str(error))

    def take_another(self) -> None:
        """Take another response, with all as it is."""
        self.closed = False
        self.go_on()

    def go_on(self) -> None:
        """Take keys again where nothing was given."""


def letters_in(variant: Variant, text: str) -> tuple[str, ...]:
    """Return the letters in a text; none when it can't be read."""
    try:
        return tuple(variant.read(text).value)
    except UnreadableError:
        return ()
