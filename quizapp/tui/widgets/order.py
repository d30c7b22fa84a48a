"""Lines to put in order."""

from __future__ import annotations

from string import ascii_lowercase
from typing import TYPE_CHECKING, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.reactive import reactive
from textual.widgets import Static

from quizapp.questions.base import Grade, Verdict
from quizapp.text.phrases import RIGHT, WRONG
from quizapp.tui import typeset
from quizapp.tui.widgets.items import Items
from quizapp.tui.widgets.painted import Painted
from quizapp.tui.widgets.response import Response, letters_in

if TYPE_CHECKING:
    from quizapp.questions.order import OrderVariant

_HOW = "Move a line: Space, then ↑ ↓. Or type the letters in order, or drag."


class _Note(Painted, Static):
    """Says what to do."""


class OrderResponse(Response):
    """Takes an order: lines are picked up and moved, dragged, or their letters typed."""

    DEFAULT_CSS = """
    OrderResponse {
        #note { height: auto; color: $foreground-muted; padding: 1 0 0 0; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "submit", "Answer", id="answer.submit"),
        Binding("space", "pick", "Move", id="order.pick"),
        Binding("up", "step(-1)", "Up", id="order.step_up", show=False),
        Binding("down", "step(1)", "Down", id="order.step_down", show=False),
        Binding("shift+up,ctrl+up", "shift(-1)", "Move up", id="order.up", show=False),
        Binding("shift+down,ctrl+down", "shift(1)", "Move down", id="order.down", show=False),
        Binding("backspace", "untype", "Remove a letter", id="order.untype", show=False),
    ]
    IN_READING: ClassVar[bool] = True
    RETRY: ClassVar[bool] = True

    order: reactive[tuple[str, ...]] = reactive(())
    """The letters from top to bottom."""
    typed: reactive[str] = reactive("")
    """The letters typed so far, whose lines are at the top."""
    held: reactive[bool] = reactive(False)
    """Whether the highlighted line is picked up."""

    variant: OrderVariant

    def __init__(self, variant: OrderVariant, *, hands_in: bool = False) -> None:
        super().__init__(variant, hands_in=hands_in)
        self._lines = variant.lines
        self._graded = False
        self._touched = False
        self.set_reactive(OrderResponse.order, tuple(ascii_lowercase[: len(self._lines)]))

    def compose(self) -> ComposeResult:
        """Lay the lines out above what to do with them."""
        yield Items(len(self._lines), self._line, highlighted=0)
        yield _Note(Content(_HOW), id="note")

    @property
    def written(self) -> str:
        """The letters from top to bottom; nothing before a line was moved."""
        return " ".join(self.order) if self._touched else ""

    def restore(self, text: str) -> None:
        """Put the lines into the same order again."""
        self.typed = ""
        self._arrange(letters_in(self.variant, text) or tuple(ascii_lowercase[: len(self._lines)]))
        self._touched = bool(text)

    def take_focus(self) -> None:
        """Let the learner move lines."""
        self._items.focus(scroll_visible=False)

    def close(self, grade: Grade) -> None:
        """Mark the lines that are in their place, where the learner put them there."""
        super().close(grade)
        self._graded = grade.verdict is not Verdict.SHOWN
        self.held = False
        self._items.can_focus = False
        self.query_one("#note", Static).display = False
        self._items.redraw()

    def reopen(self, *, keep: bool) -> None:
        """Go on from the order that was given."""
        super().reopen(keep=keep)
        self._graded = False
        self.typed = ""
        self._items.can_focus = True
        self.query_one("#note", Static).display = True
        self._items.redraw()
        self.take_focus()

    def check_consume_key(self, key: str, character: str | None) -> bool:  # noqa: ARG002
        """Whether a key is one of the letters that are typed."""
        return not self.closed and character is not None and character.isalpha()

    async def on_key(self, event: events.Key) -> None:
        """Put the line of a typed letter after those typed before."""
        letter = event.character or ""
        if self.closed or len(letter) != 1 or not letter.isalpha():
            return
        event.stop()
        if letter in self.order and letter not in self.typed:
            rest = [other for other in self.order if other not in self.typed + letter]
            self.typed += letter
            self._arrange((*self.typed, *rest))
            self._items.highlighted = len(self.typed) - 1

    def watch_order(self) -> None:
        """Show the lines in their order."""
        if self.is_mounted:
            self._items.redraw()
            self.post_message(self.Edited())

    def watch_typed(self, typed: str) -> None:
        """Show the letters typed so far."""
        self._say(
            f"Order so far: {' '.join(typed)}. Backspace removes the last one." if typed else _HOW
        )

    def watch_held(self, held: bool) -> None:
        """Say what the arrows do now."""
        self._say("↑ ↓ moves the line; Space drops it." if held else _HOW)
        if self.is_mounted:
            self._items.redraw()

    @on(Items.Pressed)
    def _press(self, message: Items.Pressed) -> None:
        message.stop()
        self.held = False

    @on(Items.Dragged)
    def _drag(self, message: Items.Dragged) -> None:
        message.stop()
        if not self.closed:
            self._move(self._items.highlighted, message.place)
            self._items.highlighted = message.place

    def action_pick(self) -> None:
        """Pick the highlighted line up, or put it down."""
        self.held = not self.held

    def action_step(self, by: int) -> None:
        """Go up or down, with the line that is picked up."""
        if self.held:
            self.action_shift(by)
        else:
            self._items.action_move(by)

    def action_shift(self, by: int) -> None:
        """Move the highlighted line."""
        here = self._items.highlighted
        there = max(0, min(here + by, len(self.order) - 1))
        self._move(here, there)
        self._items.highlighted = there

    def action_untype(self) -> None:
        """Take back the letter typed last."""
        self.typed = self.typed[:-1]

    def action_submit(self) -> None:
        """Give the order as the response; one in which nothing was moved is none."""
        self.held = False
        if self.hands_in:
            self.hand_in()
            return
        if not self._touched:
            self._touched = True
            self._say(
                f"You haven't moved anything yet, and this order isn't right. {_HOW}", reveal=True
            )
            # Only who has read that can mean this order.
            self.about = note = self.query_one(_Note)
            note.changed()
            return
        self.give(self.variant.read(" ".join(self.order)))

    @property
    def _items(self) -> Items:
        return self.query_one(Items)

    def _move(self, here: int, there: int) -> None:
        letters = list(self.order)
        letters.insert(there, letters.pop(here))
        self.typed = ""
        self._arrange(tuple(letters))

    def _arrange(self, order: tuple[str, ...]) -> None:
        self._touched = True
        self.order = order

    def _say(self, text: str, *, reveal: bool = False) -> None:
        if self.is_mounted:
            note = self.query_one("#note", Static)
            note.update(Content(text))
            if reveal:
                note.scroll_visible(animate=False)

    def _line(self, place: int, width: int) -> typeset.Lines:
        letter = self.order[place]
        marked = place == self._items.highlighted and self._items.has_focus
        held = marked and self.held
        style = "bold" if held else ""
        text = self._lines[ascii_lowercase.index(letter)]
        first, *others = typeset.marked_up(text, max(width - 9, typeset.NARROWEST), style) or [
            typeset.BLANK
        ]
        sign, colour = ("≡ " if held else "▸ " if marked else "  "), "$text-accent"
        if self._graded:
            right = self.variant.key[place] == letter
            sign, colour = (f"{RIGHT} ", "$text-success") if right else (f"{WRONG} ", "$text-error")
        head = Content.assemble(
            (sign, f"bold {colour}"),
            (f"{place + 1}. ", typeset.FAINT),
            (f"{letter}  ", "bold"),
        )
        return [head + first, *typeset.indented(others, " " * head.cell_length)]
