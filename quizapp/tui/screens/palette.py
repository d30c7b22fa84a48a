"""What an author chooses by typing a part of it: something to insert, a question or a line."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import ClassVar, Final, TypeVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Input, Static
from textual.widgets.option_list import Option as Line

from quizapp.authoring import entries, lines
from quizapp.authoring.entries import BankEntry, Edit
from quizapp.authoring.insertions import Insertion, insertions, matching, whole
from quizapp.authoring.preview import VariantRow
from quizapp.quantities.quantity import Quantity
from quizapp.text.visible import safe
from quizapp.tui.leaving import ModalScreen
from quizapp.tui.screens.dialog import STAY, Dialog, DialogOption
from quizapp.tui.widgets.line import LineInput
from quizapp.tui.widgets.standard import OptionList

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
    Palette #keys { height: auto; margin-top: 1; color: $foreground-muted; }
    Palette #columns {
        height: 1; color: $foreground-muted; text-wrap: nowrap; text-overflow: ellipsis;
    }
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
    KEYS: ClassVar[str] = ""
    """What else can be pressed."""
    head = ""
    """What stands above the lines."""

    def compose(self) -> ComposeResult:
        """Lay out the words and what fits them."""
        with Vertical(id="palette"):
            yield LineInput(placeholder=self.HINT, id="words", compact=True)
            if self.head:
                yield Static(safe(self.head), id="columns", markup=False)
            yield OptionList(id="found", markup=False)
            keys = f"↑ ↓ Choose   Enter {self.CHOOSES}   Esc Back"
            yield Static("\n".join(filter(None, (keys, self.KEYS))), id="keys", markup=False)

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
        if event.option in self.query_one(OptionList).options:  # not narrowed since
            self.dismiss(self._found[event.option_index][0])


class InsertionsScreen(Palette[Insertion]):
    """Lets something be chosen that is inserted."""

    HINT = "a question, draw, function or field"
    CHOOSES = "Insert"

    def __init__(self, declared: Iterable[Quantity] = (), *, only_whole: bool = False) -> None:
        super().__init__()
        self._declared = tuple(declared)
        self._only_whole = only_whole

    def found(self, typed: str) -> Sequence[tuple[Insertion, str]]:
        """Return what can be inserted, with its help."""
        return [
            (one, f"{one.name + (':' if one.kind == 'field' else ''):<{_NAME}}  {one.help}")
            for one in matching(typed, self._declared)
            if not self._only_whole or one.kind in ("question", "quantity")
        ]


class EntriesScreen(Palette[int]):
    """Lists the questions and quantities of a bank's text, to go to one or to rearrange them.

    Parameters
    ----------
    text
        Returns the bank's text.
    line
        Where the author is, counted from 1.
    change
        Called with an edit; returns the text after it.
    undo
        Called to undo the last edit; returns the text after it.
    """

    HINT = "words to filter by"
    CHOOSES = "Go"
    KEYS = "F3 New   F5 Copy   Shift+↑ ↓ Move   F8 Delete"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f3", "new", "New", priority=True),
        Binding("f5", "duplicate", "Copy", priority=True),
        Binding("shift+up", "shift(-1)", "Move up", priority=True),
        Binding("shift+down", "shift(1)", "Move down", priority=True),
        Binding("f8", "delete", "Delete", priority=True),
        Binding("ctrl+z", "undo", "Undo", priority=True),
    ]

    def __init__(
        self,
        text: Callable[[], str],
        line: int,
        change: Callable[[Edit], str],
        undo: Callable[[], str],
    ) -> None:
        super().__init__()
        self._text = text()
        """As it is listed."""
        self._text_now = text
        self._line = line
        self._change = change
        self._undo = undo

    def found(self, typed: str) -> Sequence[tuple[int, str]]:
        """Return the entries that some words fit."""
        self._entries = entries.matching(self._text, typed)
        wide = max((len(one.name) for one in self._entries), default=0)
        return [
            (one.line + 1, f"{one.name:<{wide}}  {entries.described(self._text, one)}")
            for one in self._entries
        ]

    def _show(self, typed: str) -> None:
        """Show what fits, and mark the entry that the author is at."""
        super()._show(typed)
        if self._entries:
            marked = [one.first < self._line for one in self._entries]
            self.query_one(OptionList).highlighted = max(sum(marked) - 1, 0)

    @property
    def _marked(self) -> BankEntry | None:
        place = self.query_one(OptionList).highlighted
        return None if place is None or not self._entries else self._entries[place]

    def action_new(self) -> None:
        """Choose the type of a new question, and add it after the others."""

        def chosen(insertion: Insertion | None) -> None:
            if insertion is not None and (edit := whole(insertion, self._text)) is not None:
                self._make(edit)

        self.app.push_screen(InsertionsScreen(only_whole=True), chosen)

    def action_duplicate(self) -> None:
        """Put a copy after the entry that is marked."""
        if self._marked is not None:
            self._make(entries.duplicated(self._text, self._marked))

    def action_shift(self, by: int) -> None:
        """Move the entry that is marked past its neighbour."""
        edit = self._marked and entries.moved(self._text, self._marked, by)
        if edit:
            self._make(edit)

    def action_delete(self) -> None:
        """Take the entry that is marked out of the bank, when that is confirmed."""
        marked = self._marked
        if marked is None:
            return

        def chosen(name: str | None) -> None:
            if name == "delete":
                self._make(entries.deleted(self._text, marked))

        why = "Ctrl+Z brings it back. If anyone has answered it, add its id to 'retired:'."
        options = (DialogOption("delete", "d", "d", "Delete"), STAY)
        kept = why if marked.kind == "questions" else "Ctrl+Z brings it back."
        self.app.push_screen(Dialog(f"Delete {marked.name}?", (kept,), options), chosen)

    def action_undo(self) -> None:
        """Undo the last edit of the text."""
        self._text = self._undo()
        self._show(self.query_one(Input).value)

    def _make(self, edit: Edit) -> None:
        """Change the text and mark what was changed; where it isn't as listed, list it anew."""
        if (now := self._text_now()) == self._text:
            now = self._change(edit)
            self._line = edit.cursor + 1
        self._text = now
        self._show(self.query_one(Input).value)


class VariantsScreen(Palette[int]):
    """Shows variants of a question side by side; dismissed with the seed of one.

    Parameters
    ----------
    columns
        What stands above the cells of each row.
    rows
        A variant each.
    """

    HINT = "words or numbers to filter by"
    CHOOSES = "Preview"

    def __init__(self, columns: Sequence[str], rows: Sequence[VariantRow]) -> None:
        super().__init__()
        cells = [("seed", *columns), *((str(row.seed), *row.cells) for row in rows)]
        wide = [max(map(len, column)) for column in zip(*cells, strict=True)]
        shown = [
            "  ".join(cell.rjust(width) for cell, width in zip(row, wide, strict=True))
            for row in cells
        ]
        self.head = shown[0]
        self._rows = tuple(zip((row.seed for row in rows), shown[1:], strict=True))

    def found(self, typed: str) -> Sequence[tuple[int, str]]:
        """Return the variants whose rows hold all of some words."""
        words = typed.casefold().split()
        return [row for row in self._rows if all(word in row[1].casefold() for word in words)]


class LinesScreen(Palette[int]):
    """Lets a line of a bank's text be chosen, by words or by its number."""

    HINT = "words to find, or the number of a line"
    CHOOSES = "Go"

    def __init__(self, text: str) -> None:
        super().__init__()
        self._text = text
        self.words = ""
        """What was looked for last."""

    def found(self, typed: str) -> Sequence[tuple[int, str]]:
        """Return the lines that are meant."""
        self.words = typed
        return [
            (one.number, f"{one.number:>5}  {one.text}") for one in lines.found(self._text, typed)
        ]
