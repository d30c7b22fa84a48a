"""What an author chooses by typing a part of it: something to insert, or a line to go to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar, Final, TypeVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option as Line

from quizapp.authoring import lines
from quizapp.authoring.insertions import Insertion, insertions, matching
from quizapp.quantities.quantity import Quantity
from quizapp.text.visible import safe
from quizapp.tui.widgets.line import LineInput

_NAME: Final = max(len(one.name) for one in insertions())
"""Columns of the names of what can be inserted."""
_Chosen = TypeVar("_Chosen")


class Palette(ModalScreen[_Chosen | None]):
    """Lets something be chosen by typing a part of it."""

    DEFAULT_CSS = """
    Palette { align: center middle; }
    Palette #palette {
        width: 90%; max-width: 90; height: 80%; background: $surface; padding: 1 2;
        border: round $foreground 30%;
    }
    Palette #keys { height: 1; margin-top: 1; color: $foreground 60%; }
    Palette Input { margin: 0 0 1 0; }
    Palette OptionList {
        height: 1fr; border: none; padding: 0; background: $surface;
        text-wrap: nowrap; text-overflow: ellipsis;
        scrollbar-size: 0 1;
        scrollbar-color: $foreground 20%;
        scrollbar-background: $surface;
    }
    Palette OptionList > .option-list--option-highlighted {
        background: $accent 25%; color: $foreground; text-style: none;
    }
    Palette.-short #palette { width: 100%; height: 100%; padding: 0 1; }
    Palette.-short #keys { margin-top: 0; }
    Palette.-short Input { margin: 0; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", "Back"),
        Binding("down", "move(1)", show=False, priority=True),
        Binding("up", "move(-1)", show=False, priority=True),
    ]

    HINT: ClassVar[str] = ""
    """What can be typed."""
    CHOOSES: ClassVar[str] = ""
    """What Enter does."""

    def compose(self) -> ComposeResult:
        """Lay out the words and what fits them."""
        with Vertical(id="palette"):
            yield LineInput(placeholder=self.HINT, id="words", compact=True)
            yield OptionList(id="found", markup=False)
            keys = f"↑ ↓ Choose   Enter {self.CHOOSES}   Esc Back"
            yield Static(keys, id="keys", markup=False)

    def found(self, typed: str) -> Sequence[tuple[_Chosen, str]]:
        """Return what fits some words, each with the line that shows it."""
        raise NotImplementedError

    def on_mount(self) -> None:
        """Show all."""
        self._show("")

    @on(Input.Changed)
    def _narrow(self, event: Input.Changed) -> None:
        self._show(event.value)

    def _show(self, typed: str) -> None:
        self._found = self.found(typed)
        shown = self.query_one(OptionList)
        shown.clear_options()
        shown.add_options(Line(safe(line)) for _, line in self._found)
        if self._found:
            shown.highlighted = 0

    def action_move(self, lines: int) -> None:
        """Mark another one."""
        found = self.query_one(OptionList)
        (found.action_cursor_down if lines > 0 else found.action_cursor_up)()

    @on(Input.Submitted)
    def _entered(self) -> None:
        place = self.query_one(OptionList).highlighted
        self.dismiss(self._found[place][0] if place is not None and self._found else None)

    @on(OptionList.OptionSelected)
    def _selected(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(self._found[event.option_index][0])


class InsertionsScreen(Palette[Insertion]):
    """Lets something be chosen that is inserted."""

    HINT = "a question, draw, function or field"
    CHOOSES = "Insert"

    def __init__(self, declared: Iterable[Quantity] = ()) -> None:
        super().__init__()
        self._declared = tuple(declared)

    def found(self, typed: str) -> Sequence[tuple[Insertion, str]]:
        """Return what can be inserted, with its help."""
        return [
            (one, f"{one.name + (':' if one.kind == 'field' else ''):<{_NAME}}  {one.help}")
            for one in matching(typed, self._declared)
        ]


class LinesScreen(Palette[int]):
    """Lets a line of a bank's text be chosen: one of its questions, unless something is typed."""

    HINT = "words to find, or the number of a line"
    CHOOSES = "Go"

    def __init__(self, text: str) -> None:
        super().__init__()
        self._text = text

    def found(self, typed: str) -> Sequence[tuple[int, str]]:
        """Return the lines that are meant."""
        return [
            (one.number, f"{one.number:>5}  {one.text}") for one in lines.found(self._text, typed)
        ]
