"""A field for each of several numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Input, Static

from quizapp.errors import UnreadableError
from quizapp.questions.base import Grade, Verdict
from quizapp.tui import typeset
from quizapp.tui.widgets.field import ENTER, MOST_CHARACTERS, AnswerInput, reading_line
from quizapp.tui.widgets.response import Response

if TYPE_CHECKING:
    from quizapp.questions.parts import PartsVariant

_STEPS: Final = {"enter": 1, "down": 1, "up": -1}
"""Keys that go to another field, and where it is."""
_HOW: Final = "Enter or ↓ goes to the next number; Enter at the last one answers."


class PartInput(AnswerInput):
    """An input of several, which leaves the keys that come after an Enter to the next."""

    async def _on_key(self, event: events.Key) -> None:
        focused = self.screen.focused
        if isinstance(focused, PartInput) and focused is not self:
            # Pressed after the focus went on, and sent before it arrived there.
            event.stop()
            event.prevent_default()
            focused.post_message(events.Key(event.key, event.character))
        elif event.key in _STEPS and (there := self._beside(_STEPS[event.key])) is not self:
            event.stop()
            event.prevent_default()
            self.screen.set_focus(there)
        else:
            await super()._on_key(event)

    def _beside(self, by: int) -> PartInput:
        """Return the field so many places below, or the last one there is."""
        fields: list[PartInput] = [*self.screen.query(PartInput)]
        return fields[max(0, min(fields.index(self) + by, len(fields) - 1))]


class PartsResponse(Response):
    """Takes a number for each label, and says while one is typed how it is read."""

    DEFAULT_CSS = """
    PartsResponse {
        .part { height: 1; }
        .label { width: auto; min-width: 12; padding: 0 1 0 0; }
        .beside { width: auto; padding: 0 0 0 1; color: $foreground-muted; }
        AnswerInput {
            border: none;
            height: 1;
            padding: 0;
            background: $boost;
            &:focus { border: none; background: $surface; }
        }
        #note { height: auto; min-height: 1; padding: 1 0 0 0; color: $foreground-muted; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [ENTER]
    IN_READING: ClassVar[bool] = True
    RETRY: ClassVar[bool] = True

    variant: PartsVariant

    def compose(self) -> ComposeResult:
        """Lay a field out beside each label."""
        for place, label in enumerate(self.variant.labels):
            with Horizontal(classes="part"):
                yield Static(Content(label), classes="label")
                yield PartInput(max_length=MOST_CHARACTERS)
                yield Static(
                    Content(self.variant.parts[place].unit_and_tolerance), classes="beside"
                )
        yield Static(Content(_HOW), id="note", markup=False)

    def on_mount(self) -> None:
        """Let the fields begin below each other."""
        widest = max(len(label) for label in self.variant.labels)
        for label in self.query(".label"):
            label.styles.width = min(widest + 1, max(self.app.size.width // 2, 1))

    @property
    def writing(self) -> Input:
        """The field that takes keys now."""
        return self._inputs[self._place]

    @property
    def written(self) -> str:
        """What stands in the fields; nothing while all are empty."""
        values = [one.value.strip() for one in self._inputs]
        return "; ".join(values) if any(values) else ""

    def restore(self, text: str) -> None:
        """Put back what stood in the fields."""
        values = text.split(";") if text else []
        if len(values) != len(self._inputs):  # it was typed in another way
            values = []
        for place, field in enumerate(self._inputs):
            field.value = values[place].strip() if values else ""

    def take_focus(self) -> None:
        """Let the learner type into the first field that is empty."""
        empty = (one for one in self._inputs if not one.value)
        self.screen.set_focus(next(empty, self._inputs[0]))

    def close(self, grade: Grade) -> None:
        """Keep the numbers in sight, each marked where an answer was given."""
        super().close(grade)
        answered = grade.verdict is not Verdict.SHOWN
        for place, one in enumerate(self.variant.parts):
            field = self._inputs[place]
            given = grade.value is not None and grade.value[place] is not None
            typed = one.read(field.value) if given else None
            right = typed is not None and one.grade(typed).verdict is Verdict.CORRECT
            sign, colour = ("✓", "$text-success") if right else ("✗", "$text-error")
            mark = Content.styled(sign, f"bold {colour}") if answered else typeset.BLANK
            self._show_beside(place, mark)
            field.can_focus = False
        self.query_one("#note").display = False

    def reopen(self, *, keep: bool) -> None:
        """Take other numbers, beginning with those that were given."""
        super().reopen(keep=keep)
        for place, one in enumerate(self.variant.parts):
            self._show_beside(place, Content(one.unit_and_tolerance))
            self._inputs[place].can_focus = True
        self.query_one("#note").display = True
        self.screen.set_focus(self._inputs[0])

    def go_on(self) -> None:
        """Let the fields take keys again."""
        for one in self._inputs:
            one.submitted = False

    @on(Input.Changed)
    def _echo(self, event: Input.Changed) -> None:
        event.stop()
        self._tell_reading()
        self.post_message(self.Edited())

    @on(events.DescendantFocus)
    def _tell_reading(self) -> None:
        """Say how the number that is being typed is read."""
        place = self._place
        raw = self._inputs[place].value
        content = Content(_HOW)
        if raw.strip():
            try:
                content = reading_line(self.variant.parts[place].read(raw).echo)
            except UnreadableError:
                content = typeset.BLANK
        self.query_one("#note", Static).update(content)

    def action_submit(self) -> None:
        """Give the numbers, or say which can't be read."""
        if self.hands_in:
            self.hand_in()
            return
        empty = next((one for one in self._inputs if not one.value.strip()), None)
        if empty is not None:
            label = self.variant.labels[self._inputs.index(empty)]
            self.screen.set_focus(empty)
            self.complain(f"{label} is empty. Type ? to leave it out.")
            return
        try:
            reading = self.variant.read(self.written)
        except UnreadableError as error:
            self.amend(error)
            return
        self.give(reading)

    def _show_beside(self, place: int, content: Content) -> None:
        list(self.query(".beside").results(Static))[place].update(content)

    @property
    def _inputs(self) -> list[PartInput]:
        return list(self.query(PartInput))

    @property
    def _place(self) -> int:
        """The place of the field that takes keys; the first unless one does."""
        focused = self.screen.focused
        places = (place for place, one in enumerate(self._inputs) if one is focused)
        return next(places, 0)
