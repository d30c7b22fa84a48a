"""Options under letters, one or several to choose."""

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
from quizapp.questions.base import Grade
from quizapp.text.phrases import RIGHT, WRONG, counted
from quizapp.tui import typeset
from quizapp.tui.widgets.items import NOWHERE, Items
from quizapp.tui.widgets.response import Response, letters_in

if TYPE_CHECKING:
    from quizapp.questions.choice import ChoiceVariant


class ChoiceResponse(Response):
    """Takes one letter or several; after the answer it gives each option's reason."""

    DEFAULT_CSS = """
    ChoiceResponse {
        #note { height: auto; color: $foreground-muted; padding: 1 0 0 0; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "submit", "Answer", id="answer.submit"),
        Binding("space", "choose", "Choose", id="answer.toggle"),
        Binding("up", "move(-1)", "Up", id="choice.up", show=False),
        Binding("down", "move(1)", "Down", id="choice.down", show=False),
    ]
    IN_READING: ClassVar[bool] = True
    TELLS_WHY: ClassVar[bool] = True
    VERDICT_ABOVE: ClassVar[bool] = True

    chosen: reactive[frozenset[int]] = reactive(frozenset())
    variant: ChoiceVariant

    def __init__(self, variant: ChoiceVariant, *, hands_in: bool = False) -> None:
        super().__init__(variant, hands_in=hands_in)
        self._options = variant.options
        self._several = variant.question.takes_several
        self._graded = False

    def compose(self) -> ComposeResult:
        """Lay the options out above what to do with them."""
        yield Items(len(self._options), self._option)
        yield Static(Content(self._note), id="note")

    @property
    def written(self) -> str:
        """The chosen letters."""
        return ", ".join(self._letters)

    def restore(self, text: str) -> None:
        """Choose the same options again."""
        letters = letters_in(self.variant, text)
        self.chosen = frozenset(ascii_lowercase.index(letter) for letter in letters)
        self._items.highlighted = min(self.chosen, default=NOWHERE)

    def take_focus(self) -> None:
        """Let the learner choose."""
        self._items.focus(scroll_visible=False)

    def close(self, grade: Grade) -> None:
        """Show which options are right and what was chosen, with their reasons; fold the rest."""
        super().close(grade)
        self._graded = True
        self.folded = len(self._told) < len(self._options)
        self._items.can_focus = False
        self.query_one("#note", Static).display = self.folded
        self._items.redraw()

    def watch_folded(self) -> None:
        """Show every reason, or count those that are folded."""
        note = self.query_one("#note", Static)
        note.display = self.folded
        more = counted(len(self._options) - len(self._told), "more option")
        note.update(Content(f"{more}: press w to see why."))
        self._items.redraw()

    def check_consume_key(self, key: str, character: str | None) -> bool:  # noqa: ARG002
        """Whether a key chooses: letters do, whatever else they do on the screen."""
        return not self.closed and character is not None and character.isalpha()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Offer Space where it does what Enter doesn't."""
        return self._several if action == "choose" else True

    async def on_key(self, event: events.Key) -> None:
        """Choose the option of a letter."""
        letter = (event.character or "").lower()
        if self.closed or len(letter) != 1 or not letter.isalpha():
            return
        event.stop()
        place = ascii_lowercase.find(letter)
        if 0 <= place < len(self._options):
            self._items.highlighted = place
            self._choose(place)
        else:
            last = ascii_lowercase[len(self._options) - 1]
            self._say(f"There's no option {letter}. Type a letter from a to {last}.", reveal=True)

    def watch_chosen(self) -> None:
        """Show what is chosen, in signs and in words."""
        if self.is_mounted:
            self._items.redraw()
            self._say(self._note)
            self.post_message(self.Edited())

    @on(Items.Pressed)
    def _press(self, message: Items.Pressed) -> None:
        message.stop()
        if not self.closed:
            self._choose(message.place)

    def action_move(self, by: int) -> None:
        """Highlight the option above or below; choose it where there is but one to choose."""
        self._items.action_move(by)
        if not self._several:
            self.chosen = frozenset({self._items.highlighted})

    def action_choose(self) -> None:
        """Choose the highlighted option, or unchoose it."""
        if self._items.highlighted != NOWHERE:
            self._choose(self._items.highlighted)

    def action_submit(self) -> None:
        """Give the chosen letters as the response."""
        if self.hands_in:
            self.hand_in()
            return
        if not self.chosen:
            self._say(f"Nothing chosen yet. {self._note}", reveal=True)
            return
        try:
            reading = self.variant.read(", ".join(self._letters))
        except UnreadableError as error:
            self._say(str(error))
            return
        self.give(reading)

    @property
    def _items(self) -> Items:
        return self.query_one(Items)

    @property
    def _told(self) -> frozenset[int]:
        """The places of the options whose reasons come first: the right ones and the chosen."""
        right = {place for place, option in enumerate(self._options) if option.correct}
        return self.chosen | right

    @property
    def _letters(self) -> list[str]:
        return [ascii_lowercase[place] for place in sorted(self.chosen)]

    @property
    def _note(self) -> str:
        if self.chosen:
            return f"Your answer: {', '.join(self._letters)}. Press Enter."
        if self._several:
            return (
                "Choose all that apply: type the letters, or use ↑ ↓ and Space. Then press Enter."
            )
        return "Choose one: type its letter, or use ↑ ↓. Then press Enter."

    def _choose(self, place: int) -> None:
        self.chosen = self.chosen ^ {place} if self._several else frozenset({place})

    def _say(self, text: str, *, reveal: bool = False) -> None:
        note = self.query_one("#note", Static)
        note.update(Content(text))
        if reveal:
            note.scroll_visible(animate=False)

    def _option(self, place: int, width: int) -> typeset.Lines:
        if self.folded and place not in self._told:
            return []
        option = self._options[place]
        chosen = place in self.chosen
        on_sign, off_sign = ("■", "□") if self._several else ("●", "○")
        sign = on_sign if chosen else off_sign
        marked = place == self._items.highlighted and self._items.has_focus
        style = "bold" if chosen and not self._graded else ""
        lines = typeset.marked_up(option.text, max(width - 8, typeset.NARROWEST), style)
        head = Content.assemble(
            ("▸ " if marked else "  ", "bold $text-accent"),
            (f"{sign} ", "bold $text-accent" if chosen else typeset.FAINT),
        )
        letter = Content.styled(f"{ascii_lowercase[place]}  ", "bold")
        if self._graded:
            verdict, colour = (RIGHT, "success") if option.correct else (WRONG, "error")
            judged = (f"{verdict} ", f"bold $text-{colour}")
            head = Content.assemble((f"{sign} ", typeset.FAINT), judged)
            if option.why:
                lines += typeset.marked_up(option.why, max(width - 8, 1), typeset.FAINT)
        first, *others = lines or [typeset.BLANK]
        return [head + letter + first, *typeset.indented(others, " " * 7)]
