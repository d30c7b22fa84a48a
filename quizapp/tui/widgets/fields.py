"""The response widgets as an interview uses them: they hand in, and say no more than how they read.

A field can be left and come back to, so what is written in it can be taken out and put back.
"""

from __future__ import annotations

from typing import ClassVar, Final, TypeAlias

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from quizapp.questions.base import Variant
from quizapp.questions.choice import ChoiceVariant
from quizapp.questions.numeric import NumericVariant
from quizapp.questions.open import OpenVariant
from quizapp.questions.order import OrderVariant
from quizapp.text.prose import safe
from quizapp.tui.widgets.choice import ChoiceResponse
from quizapp.tui.widgets.numeric import NumericResponse
from quizapp.tui.widgets.open import OpenResponse
from quizapp.tui.widgets.order import OrderResponse
from quizapp.tui.widgets.response import Response

_WRONG: Final = "bold $text-warning"


class HandedIn(Message):
    """The learner hands in what was written in the field at that moment, readable or not."""

    def __init__(self, written: str, turn: object) -> None:
        super().__init__()
        self.written = written
        self.turn = turn


def _hand_in(field: Response) -> None:
    """Hand in what is written in a field, and let it take nothing more for now."""
    if not field.closed:
        field.closed = True
        field.post_message(HandedIn(field.written, field.turn))


class NumericField(NumericResponse):
    """Takes a number or a list."""

    def action_submit(self) -> None:
        """Hand the number in."""
        _hand_in(self)


class ChoiceField(ChoiceResponse):
    """Takes one letter or several."""

    def complain(self, why: str) -> None:
        """Say why it can't be read."""
        self.query_one("#note", Static).update(_complaint(why))

    def action_submit(self) -> None:
        """Hand the chosen letters in."""
        _hand_in(self)


class OrderField(OrderResponse):
    """Takes an order of lines; one in which nothing was moved is none."""

    def complain(self, why: str) -> None:
        """Say why it can't be read."""
        self.query_one("#note", Static).update(_complaint(why))

    def action_submit(self) -> None:
        """Hand the order in."""
        self.held = False
        _hand_in(self)


class OpenField(OpenResponse):
    """Takes an answer in words; what it is judged by comes after the end."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "hand_in", "Answer", id="open.hand_in"),
    ]

    def complain(self, why: str) -> None:
        """Say why it can't be read."""
        self.query_one("#note", Static).update(_complaint(why))

    def action_hand_in(self) -> None:
        """Hand the text in."""
        _hand_in(self)

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


def _complaint(why: str) -> Content:
    return Content.assemble(("? ", _WRONG), safe(why))
