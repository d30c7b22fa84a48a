"""Pairs to find: a letter for each number."""

from __future__ import annotations

from string import ascii_lowercase
from typing import TYPE_CHECKING, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.reactive import reactive
from textual.widgets import Static

from quizapp.errors import UnreadableError
from quizapp.questions.base import Grade, Verdict
from quizapp.questions.match import as_typed
from quizapp.tui import typeset
from quizapp.tui.widgets.items import Items
from quizapp.tui.widgets.response import Response
from quizapp.tui.widgets.sheet import SheetView

if TYPE_CHECKING:
    from quizapp.questions.match import MatchVariant

_HOW = "Type the letter for each number, or use ← →. ↑ ↓ moves, Backspace clears. Then press Enter."


class MatchResponse(Response):
    """Takes a letter for each number; after the answer it marks each pair."""

    DEFAULT_CSS = """
    MatchResponse {
        #rights { height: auto; padding: 1 0 0 0; }
        #note { height: auto; color: $foreground-muted; padding: 1 0 0 0; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "submit", "Answer", id="answer.submit"),
        Binding("left", "turn(-1)", "Letter before", id="match.before", show=False),
        Binding("right", "turn(1)", "Next letter", id="match.next", show=False),
        Binding("backspace", "clear", "Clear the letter", id="match.clear", show=False),
    ]
    IN_READING: ClassVar[bool] = True

    chosen: reactive[dict[int, str]] = reactive({})
    """The letter of each number that has one, from 1."""
    variant: MatchVariant

    def __init__(self, variant: MatchVariant, *, hands_in: bool = False) -> None:
        super().__init__(variant, hands_in=hands_in)
        self._graded = False

    def compose(self) -> ComposeResult:
        """Lay the lefts out above the rights, and what to do below."""
        yield Items(len(self.variant.lefts), self._left, highlighted=0)
        yield SheetView(id="rights")
        yield Static(Content(_HOW), id="note")

    def on_mount(self) -> None:
        """Show what there is to choose from."""
        offered = self.variant.offered()[len(self.variant.lefts) :]
        self.query_one("#rights", SheetView).show(lambda width: typeset.laid_out(offered, width))

    @property
    def written(self) -> str:
        """The pairs so far."""
        return as_typed(self.chosen)

    def restore(self, text: str) -> None:
        """Choose the same pairs again."""
        try:
            self.chosen = self.variant.begun(text)
        except UnreadableError:
            self.chosen = {}

    def take_focus(self) -> None:
        """Let the learner choose."""
        self._items.focus(scroll_visible=False)

    def close(self, grade: Grade) -> None:
        """Mark the pairs that the learner made."""
        super().close(grade)
        self._graded = grade.verdict is not Verdict.SHOWN
        self._items.can_focus = False
        self.query_one("#note", Static).display = False
        self._items.redraw()

    def reopen(self, *, keep: bool) -> None:
        """Go on from the pairs that were given."""
        super().reopen(keep=keep)
        self._graded = False
        self._items.can_focus = True
        self.query_one("#note", Static).display = True
        self._items.redraw()
        self.take_focus()

    def check_consume_key(self, key: str, character: str | None) -> bool:  # noqa: ARG002
        """Whether a key is one of the letters that are typed."""
        return not self.closed and character is not None and character.isalpha()

    async def on_key(self, event: events.Key) -> None:
        """Give the highlighted number the letter typed, and go on to the next."""
        letter = (event.character or "").lower()
        if self.closed or len(letter) != 1 or not letter.isalpha():
            return
        event.stop()
        if letter in ascii_lowercase[: len(self.variant.rights)]:
            self._choose(letter)
            self._items.action_move(1)

    def watch_chosen(self) -> None:
        """Show the pairs."""
        if self.is_mounted:
            self._items.redraw()
            self._say(_HOW)
            self.post_message(self.Edited())

    @on(Items.Pressed)
    def _press(self, message: Items.Pressed) -> None:
        message.stop()

    def action_turn(self, by: int) -> None:
        """Give the highlighted number the next letter, or the one before."""
        offered = ascii_lowercase[: len(self.variant.rights)]
        now = self.chosen.get(self._number)
        place = offered.index(now) + by if now else (0 if by > 0 else -1)
        self._choose(offered[place % len(offered)])

    def action_clear(self) -> None:
        """Take the highlighted number's letter away; of one that has none, the one above."""
        if self._number not in self.chosen:
            self._items.action_move(-1)
        self.chosen = {
            place: letter for place, letter in self.chosen.items() if place != self._number
        }

    def action_submit(self) -> None:
        """Give the pairs as the response, or say which are missing."""
        if self.hands_in:
            self.hand_in()
            return
        if not self.chosen:
            self._say(f"Nothing matched yet. {_HOW}", reveal=True)
            return
        try:
            reading = self.variant.read(self.written)
        except UnreadableError as error:
            self._say(str(error), reveal=True)
            return
        self.give(reading)

    @property
    def _items(self) -> Items:
        return self.query_one(Items)

    @property
    def _number(self) -> int:
        return max(self._items.highlighted, 0) + 1

    def _choose(self, letter: str) -> None:
        self.chosen = {**self.chosen, self._number: letter}

    def _say(self, text: str, *, reveal: bool = False) -> None:
        if self.is_mounted:
            note = self.query_one("#note", Static)
            note.update(Content(text))
            if reveal:
                note.scroll_visible(animate=False)

    def _left(self, place: int, width: int) -> typeset.Lines:
        letter = self.chosen.get(place + 1, "")
        marked = place == self._items.highlighted and self._items.has_focus
        sign, colour = ("▸ " if marked else "  "), "$text-accent"
        if self._graded:
            right = self.variant.key[place] == letter
            sign, colour = ("✓ ", "$text-success") if right else ("✗ ", "$text-error")
        head = Content.assemble(
            (sign, f"bold {colour}"),
            (f"{place + 1}. ", typeset.FAINT),
            (f"{letter or '_'}  ", "bold" if letter else typeset.FAINT),
        )
        text = self.variant.lefts[place]
        first, *others = typeset.marked_up(
            text, max(width - head.cell_length, typeset.NARROWEST)
        ) or [typeset.BLANK]
        return [head + first, *typeset.indented(others, " " * head.cell_length)]
