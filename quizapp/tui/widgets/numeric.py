"""The field for a number or a list, and how what is typed in it is read."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final, cast

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Input, Static

from quizapp.errors import UnreadableError
from quizapp.quantities.units import UNITS
from quizapp.tui import typeset
from quizapp.tui.widgets.bindings import run_binding
from quizapp.tui.widgets.line import LineInput
from quizapp.tui.widgets.response import Response

if TYPE_CHECKING:
    from quizapp.questions.base import Grade, Variant
    from quizapp.questions.numeric import NumericVariant

MOST_CHARACTERS: Final = 2_000
_SHORT: Final = 3
"""Characters below which nothing is said about what can't be read yet."""
_CLOSED_BY: Final = {"(": ")", "[": "]", "{": "}"}
_ENTRIES: Final = ("0.5", "-1", "1/4", "2")
_ROOM_BESIDE: Final = 40
"""Columns of a terminal from which unit and tolerance have room beside the field."""
_ENTER: Final = Binding("enter", "submit", "Answer", id="answer.submit")


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
    BINDINGS: ClassVar[list[BindingType]] = [_ENTER]

    submitted = False
    """Whether Enter was pressed, and what stands in the field is not to change any more."""

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """Whether a key is typed into the field; the question mark opens the help."""
        takes = not self.submitted and character != "?"
        return takes and super().check_consume_key(key, character)

    async def _on_key(self, event: events.Key) -> None:
        if event.key == "enter" and not self.submitted:
            if _is_open(self.value):
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


class NumericResponse(Response):
    """Takes a number or a list, and says while it is typed how it is read."""

    DEFAULT_CSS = """
    NumericResponse {
        #field { height: auto; }
        #asked { width: auto; padding: 1 0 0 2; color: $foreground 60%; }
        &.-slim #field { layout: vertical; }
        &.-slim #asked { padding: 0 2; }
        #echo {
            height: auto;
            min-height: 1;
            max-height: 2;
            padding: 0 2;
            color: $foreground 60%;
        }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [_ENTER]
    RETRY: ClassVar[bool] = True

    variant: NumericVariant

    def compose(self) -> ComposeResult:
        """Lay the field out beside what is asked."""
        with Horizontal(id="field"):
            yield AnswerInput(
                max_length=MOST_CHARACTERS,
                placeholder=_wanted(self.variant),
                select_on_focus=False,
            )
            yield Static(Content(self.asked), id="asked")
        yield Static(id="echo", markup=False)

    def ask(self, variant: Variant) -> bool:
        """Ask for another number, if that is what the other variant asks for."""
        if variant.question.type != self.variant.question.type:
            return False
        self.variant = cast("NumericVariant", variant)
        self._input.placeholder = _wanted(self.variant)
        self._input.value = ""
        self._say(typeset.BLANK)
        self.query_one("#asked", Static).update(Content(self.asked))
        self.display = True
        self.take_another()
        return True

    def on_resize(self) -> None:
        """Put what is asked under the field where there is no room beside it."""
        self.set_class(self.app.size.width < _ROOM_BESIDE, "-slim")

    @property
    def asked(self) -> str:
        """The unit and the tolerance in words."""
        question = self.variant.question
        unit = {"none": "", "percent": "in %, "}.get(question.unit, f"in {question.unit}, ")
        return f"{unit}{question.tolerance}"

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
        self._say(self._echoed(event.value))
        self.post_message(self.Edited())

    def action_submit(self) -> None:
        """Give the number, or say why it can't be read."""
        if self.hands_in:
            self.hand_in()
            return
        if not self.written.strip():
            self._say(Content("Type a number first, or skip with F4."))
            return
        try:
            reading = self.variant.read(self.written)
        except UnreadableError as error:
            self.amend(error)
            return
        self.give(reading)

    def _echoed(self, raw: str) -> Content:
        """Return how a text is read; why it isn't, once there is enough of it."""
        if not raw.strip():
            return typeset.BLANK
        # Whoever is still inside a bracket has made no mistake yet.
        for text in (raw, _closed(raw)):
            try:
                return reading_line(self.variant.read(text).echo)
            except UnreadableError as error:
                reason, is_plain = str(error), error.unfinished
        says = reason if is_plain or len(raw.strip()) >= _SHORT else ""
        return Content.styled(_shown(says), typeset.FAINT)

    @property
    def _input(self) -> AnswerInput:
        return self.query_one(AnswerInput)

    def _say(self, content: Content) -> None:
        self.query_one("#echo", Static).update(content)


def _wanted(variant: NumericVariant) -> str:
    """Return what can be typed: how many numbers, and an example."""
    match variant.shape:
        case () if variant.whole:
            return "type a whole number, e.g. 250 or 5 * 50"
        case ():
            kind = "percentage" if variant.question.unit == "percent" else "number"
            return f"type a {kind}, e.g. {UNITS[variant.question.unit].example}"
        case (count,):
            entries = ", ".join(_ENTRIES[:count]) + (", …" if count > len(_ENTRIES) else "")
            return f"type {count} numbers, e.g. {entries}"
        case (rows, count):
            row = ", ".join(_ENTRIES[:count]) + (", …" if count > len(_ENTRIES) else "")
            return f"type {rows} rows of {count} numbers, e.g. [{row}], …"
    return "type numbers"


def _closed(text: str) -> str:
    """Return a text with the brackets closed that are open at its end."""
    waiting: list[str] = []
    for character in text:
        if character in _CLOSED_BY:
            waiting.append(_CLOSED_BY[character])
        elif waiting and character == waiting[-1]:
            waiting.pop()
    return text + "".join(reversed(waiting))


def reading_line(echo: str) -> Content:
    """Return how a response is read, its value standing out."""
    read, arrow, value = _shown(echo).rpartition(" → ")
    return Content.assemble((read + arrow, typeset.FAINT), (value, "bold $foreground"))


def _is_open(text: str) -> bool:
    """Whether a list was begun and not ended."""
    return text.count("[") > text.count("]")


def _shown(text: str) -> str:
    from quizapp.text.prose import safe

    return safe(text)
