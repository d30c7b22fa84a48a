"""The field for a number or a list, and how what is typed in it is read."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from textual.content import Content

from quizapp.errors import UnreadableError
from quizapp.quantities.units import unit_named
from quizapp.text.visible import safe
from quizapp.tui import typeset
from quizapp.tui.widgets.field import AnswerInput, FieldResponse, reading_line

if TYPE_CHECKING:
    from quizapp.questions.numeric import NumericVariant

_SHORT: Final = 3
"""Characters below which nothing is said about what can't be read yet."""
_CLOSED_BY: Final = {"(": ")", "[": "]", "{": "}"}
_ENTRIES: Final = ("0.5", "-1", "1/4", "2")


class NumberInput(AnswerInput):
    """An input in which Enter goes on with a list that was begun."""

    @property
    def is_begun(self) -> bool:
        """Whether a list was begun and not ended."""
        return self.value.count("[") > self.value.count("]")


class NumericResponse(FieldResponse):
    """Takes a number or a list, and says while it is typed how it is read."""

    FIRST: ClassVar[str] = "Type a number first"
    INPUT: ClassVar[type[AnswerInput]] = NumberInput

    variant: NumericVariant

    @property
    def wanted(self) -> str:
        """How many numbers can be typed, and an example."""
        return _wanted(self.variant)

    @property
    def asked(self) -> str:
        """The unit and the tolerance in words."""
        return self.variant.unit_and_tolerance

    def echoed(self, raw: str) -> Content:
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
        return Content.styled(safe(says), typeset.FAINT)


def _wanted(variant: NumericVariant) -> str:
    """Return what can be typed: how many numbers, and an example."""
    match variant.shape:
        case () if variant.whole:
            return "type a whole number, e.g. 250 or 5 * 50"
        case ():
            kind = "percentage" if variant.question.unit == "percent" else "number"
            return f"type a {kind}, e.g. {unit_named(variant.question.unit).example}"
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
