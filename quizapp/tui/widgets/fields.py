"""The response widgets as an interview uses them: they hand in, and say no more than how they read.

A field can be left and come back to, so what is written in it can be taken out and put back.
"""

from __future__ import annotations

from string import ascii_lowercase
from typing import ClassVar, Final, TypeAlias

from textual import on
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, Static, TextArea

from quizapp.errors import UnreadableError
from quizapp.questions.base import Variant
from quizapp.questions.choice import ChoiceVariant
from quizapp.questions.numbers import NumericVariant
from quizapp.questions.open import OpenVariant
from quizapp.questions.order import OrderVariant
from quizapp.tui.widgets.choice import ChoiceResponse
from quizapp.tui.widgets.items import NOWHERE
from quizapp.tui.widgets.numeric import NumericResponse
from quizapp.tui.widgets.open import OpenResponse
from quizapp.tui.widgets.order import OrderResponse
from quizapp.working.prose import safe

_WRONG: Final = "bold $text-warning"


class HandedIn(Message):
    """The learner hands in what is written in the field, readable or not."""


class NumericField(NumericResponse):
    """Takes a number or a list."""

    @property
    def written(self) -> str:
        """What stands in the field."""
        return self._input.value

    def restore(self, text: str) -> None:
        """Put back what stood in the field."""
        self._input.value = text
        self._input.cursor_position = len(text)

    def complain(self, why: str) -> None:
        """Say why it can't be read."""
        self._say(_complaint(why))

    @on(Input.Submitted)
    def _hand_in(self, event: Input.Submitted) -> None:
        event.stop()
        event.prevent_default()
        self.post_message(HandedIn())


class ChoiceField(ChoiceResponse):
    """Takes one letter or several."""

    @property
    def written(self) -> str:
        """The chosen letters."""
        return ", ".join(self._letters)

    def restore(self, text: str) -> None:
        """Choose the same options again."""
        letters = _letters(self.variant, text)
        self.chosen = frozenset(ascii_lowercase.index(letter) for letter in letters)
        self._items.highlighted = min(self.chosen, default=NOWHERE)

    def complain(self, why: str) -> None:
        """Say why it can't be read."""
        self.query_one("#note", Static).update(_complaint(why))

    def action_submit(self) -> None:
        """Hand the chosen letters in."""
        self.post_message(HandedIn())


class OrderField(OrderResponse):
    """Takes an order of lines; one in which nothing was moved is none."""

    @property
    def written(self) -> str:
        """The letters from top to bottom; nothing before a line was moved."""
        return " ".join(self.order) if self._touched else ""

    def restore(self, text: str) -> None:
        """Put the lines into the same order again."""
        self.typed = ""
        self._arrange(_letters(self.variant, text) or tuple(ascii_lowercase[: len(self._lines)]))
        self._touched = bool(text)

    def complain(self, why: str) -> None:
        """Say why it can't be read."""
        self.query_one("#note", Static).update(_complaint(why))

    def action_submit(self) -> None:
        """Hand the order in."""
        self.held = False
        self.post_message(HandedIn())


class OpenField(OpenResponse):
    """Takes an answer in words; what it is judged by comes after the end."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "hand_in", "Answer", id="open.hand_in"),
    ]

    @property
    def written(self) -> str:
        """The text."""
        return self.query_one(TextArea).text

    def restore(self, text: str) -> None:
        """Put the text back, to be written on."""
        area = self.query_one(TextArea)
        area.text = text
        area.move_cursor(area.document.end)

    def complain(self, why: str) -> None:
        """Say why it can't be read."""
        self.query_one("#note", Static).update(_complaint(why))

    def action_hand_in(self) -> None:
        """Hand the text in."""
        self.post_message(HandedIn())

    @property
    def _invitation(self) -> str:
        return "Write as you would say it; Ctrl+S answers and goes on."


Field: TypeAlias = NumericField | ChoiceField | OrderField | OpenField


def field_for(variant: Variant) -> Field:
    """Return the field that takes the response to a variant."""
    match variant:
        case ChoiceVariant():
            return ChoiceField(variant)
        case OrderVariant():
            return OrderField(variant)
        case OpenVariant():
            return OpenField(variant)
        case _:
            assert isinstance(variant, NumericVariant)
            return NumericField(variant)


def _letters(variant: Variant, text: str) -> tuple[str, ...]:
    """Return the letters in a text; none when it can't be read."""
    try:
        return tuple(variant.read(text).value)
    except UnreadableError:
        return ()


def _complaint(why: str) -> Content:
    return Content.assemble(("? ", _WRONG), safe(why))
