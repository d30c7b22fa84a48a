"""A response that is typed into one field."""

from __future__ import annotations

from typing import ClassVar, Final

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Size
from textual.widgets import Input

from quizapp.errors import UnreadableError
from quizapp.questions.base import Grade, Variant
from quizapp.text.visible import safe
from quizapp.tui import typeset
from quizapp.tui.widgets.bindings import run_binding
from quizapp.tui.widgets.line import LineInput
from quizapp.tui.widgets.response import Response

MOST_CHARACTERS: Final = 2_000
_MARGIN: Final = "  "
"""What is left free beside what is said under the field, on both sides."""
_MARGINS: Final = 2 * len(_MARGIN)
_MOST_LINES: Final = 2
"""Lines that what is said may take."""
_ROOM_BESIDE: Final = 40
"""Columns of a terminal from which what is asked has room beside the field."""
ENTER: Final = Binding("enter", "submit", "Answer", id="answer.submit")


class AnswerInput(LineInput):
    """An input that leaves Enter, and what follows it, to the response that it is part of."""

    DEFAULT_CSS = """
    AnswerInput {
        width: 1fr;
        background: transparent;
        border: round $border-blurred;
        padding: 0 1;
        &:focus {
            border: round $accent;
            background: transparent;
            background-tint: $background 0%;
        }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [ENTER]

    submitted = False
    """Whether Enter was pressed, and what stands in the field is not to change any more."""

    _looks_focused = False
    """Whether it had the focus when its look was last found out."""

    def notify_style_update(self) -> None:
        """Note what the look was found out for."""
        super().notify_style_update()
        self._looks_focused = self.has_focus

    def watch_has_focus(self, has_focus: bool) -> None:
        """Look otherwise where that is seen; a hidden field is shown with the focus again."""
        is_seen = all(node.display for node in self.ancestors_with_self)
        if is_seen and has_focus is not self._looks_focused:
            super().watch_has_focus(has_focus)

    @property
    def is_begun(self) -> bool:
        """Whether Enter goes on with what was begun, instead of giving the response."""
        return False

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """Whether a key is typed into the field; the question mark opens the help."""
        takes = not self.submitted and character != "?"
        return takes and super().check_consume_key(key, character)

    async def _on_key(self, event: events.Key) -> None:
        if event.key == "enter" and not self.submitted:
            if self.is_begun:
                # As the lines of a list come in a terminal that doesn't tell of pastes.
                self.insert_text_at_cursor(" ")
                event.stop()
                event.prevent_default()
                return
            self.submitted = True
        if self.submitted or event.character == "?":
            # Not stopped: it goes on to the response, and to the bindings of the screen.
            event.prevent_default()
        elif await run_binding(self, event.key):
            event.stop()
            event.prevent_default()


class FieldResponse(Response):
    """Takes what is typed into one field, and says while it is typed how it is read."""

    DEFAULT_CSS = """
    FieldResponse {
        color: $foreground-muted;
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [ENTER]
    RETRY: ClassVar[bool] = True

    FIRST: ClassVar[str] = "Type your answer first"
    """What is told where nothing was typed."""
    INPUT: ClassVar[type[AnswerInput]] = AnswerInput
    """What is typed into."""

    _said: Content = typeset.BLANK
    """How what is typed is read, or why it can't be."""

    def compose(self) -> ComposeResult:
        """Lay the field out; all around it is painted by the response itself."""
        yield self.INPUT(max_length=MOST_CHARACTERS, placeholder=self.wanted, select_on_focus=False)

    def on_mount(self) -> None:
        """Leave room beside the field for what is asked."""
        self._make_room()

    def on_resize(self) -> None:
        """Put what is asked under the field where there is no room beside it."""
        self._make_room()

    def ask(self, variant: Variant) -> bool:
        """Ask for another text, if that is what the other variant asks for."""
        if variant.question.type != self.variant.question.type:
            return False
        self.variant = variant
        self._input.placeholder = self.wanted
        self._input.value = ""
        self._said = typeset.BLANK
        self._make_room()
        self.refresh(layout=True)
        self.display = True
        self.take_another()
        return True

    def render(self) -> Content:
        """Return what stands beside and below the field."""
        return typeset.page(self._lines(self.size.width))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002 - Textual's signature
        """Return the height of the field and what is below it."""
        return len(self._lines(width))

    def _lines(self, width: int) -> typeset.Lines:
        beside, asked = typeset.BLANK, Content(self.asked)
        if self._room_beside:
            beside = asked.pad_left(max(width - asked.cell_length, 0))
        lines = [typeset.BLANK, beside, typeset.BLANK]
        if asked and not self._room_beside:
            lines += typeset.indented(asked.wrap(width - _MARGINS), _MARGIN)
        return lines + typeset.indented(self._wrapped(self._said, width), _MARGIN)

    def _wrapped(self, said: Content, width: int) -> typeset.Lines:
        """Return what is said of what is typed, in one or two lines."""
        return said.wrap(max(width - _MARGINS, 1))[:_MOST_LINES] or [typeset.BLANK]

    @property
    def _room_beside(self) -> int:
        """How many columns beside the field are for what is asked."""
        there, wanted = self.app.size.width, len(self.asked) + len(_MARGIN)
        return wanted if there >= max(_ROOM_BESIDE, 2 * wanted) else 0

    def _make_room(self) -> None:
        self._input.styles.margin = (0, self._room_beside, 0, 0)

    @property
    def wanted(self) -> str:
        """What can be typed."""
        return ""

    @property
    def asked(self) -> str:
        """What stands beside the field."""
        return ""

    @property
    def writing(self) -> Input:
        """The field."""
        return self._input

    @property
    def written(self) -> str:
        """What stands in the field."""
        return self._input.value

    def restore(self, text: str) -> None:
        """Put back what stood in the field."""
        self._input.value = text
        self._input.cursor_position = len(text)

    def take_focus(self) -> None:
        """Let the learner type; at once, so that keys which wait already reach the field."""
        self.screen.set_focus(self._input)

    def close(self, grade: Grade) -> None:
        """Make room; the response is shown with its verdict."""
        super().close(grade)
        self.display = False

    def reopen(self, *, keep: bool) -> None:
        """Take another response."""
        super().reopen(keep=keep)
        self.display = True
        if keep:
            self.select()
        else:
            self._input.value = ""
        self._input.focus()

    def complain(self, why: str) -> None:
        """Say why it can't be read."""
        self._say(Content.assemble(("? ", "bold $text-warning"), _shown(why)))

    def amend(self, error: UnreadableError) -> None:
        """Say why it can't be read, and let it be typed anew, or gone on with."""
        super().amend(error)
        if not error.unfinished:
            self.select()

    def select(self) -> None:
        """Let what is typed next replace what is written; arrows keep it."""
        self._input.select_all()

    def go_on(self) -> None:
        """Let the field take keys again."""
        self._input.submitted = False

    @on(LineInput.TooLong)
    def _say_too_long(self, event: LineInput.TooLong) -> None:
        event.stop()
        self._say(
            Content.styled(
                f"That's too long: {event.most:,} characters at most. It was left out.",
                "$text-warning",
            )
        )

    @on(Input.Changed)
    def _echo(self, event: Input.Changed) -> None:
        event.stop()
        if event.value == self.written:  # of a paste that comes letter by letter, the last one
            self._say(self.echoed(event.value))
            self.post_message(self.Edited())

    def action_submit(self) -> None:
        """Give the number, or say why it can't be read."""
        if self.hands_in:
            self.hand_in()
            return
        if not self.written.strip():
            self._say(Content(f"{self.FIRST}, or skip with F4."))
            return
        try:
            reading = self.variant.read(self.written)
        except UnreadableError as error:
            self.amend(error)
            return
        self.give(reading)

    def echoed(self, raw: str) -> Content:  # noqa: ARG002 - for those that are read while typed
        """Return how a text is read."""
        return typeset.BLANK

    @property
    def _input(self) -> AnswerInput:
        return self.query_one(AnswerInput)

    def _say(self, content: Content) -> None:
        width = self.size.width
        before, lines = self._wrapped(self._said, width), self._wrapped(content, width)
        self._said = content
        self.refresh(layout=len(before) != len(lines))


def reading_line(echo: str) -> Content:
    """Return how a response is read, its value standing out."""
    read, arrow, value = _shown(echo).rpartition(" → ")
    return Content.assemble((read + arrow, typeset.FAINT), (value, "bold $foreground"))


def _shown(text: str) -> str:
    return safe(text)
