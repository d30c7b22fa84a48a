"""A list to choose one entry from, with a rail for what comes in a chain."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import ClassVar, Final, NamedTuple

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView

from quizapp.text.phrases import counted
from quizapp.tui import typeset
from quizapp.tui.widgets.lined import Lined


class MenuEntry(NamedTuple):
    """One line of a menu."""

    name: str
    """What is posted when it is chosen; empty for a heading."""
    text: str
    rail: str = ""
    """The sign of its place in a chain."""
    questions: int | None = None
    """How many; None while that is not known."""
    urgent: bool = False
    """Whether time runs while it waits."""
    right: tuple[tuple[str, str], ...] = ()
    """What stands at the right end instead of the number of questions, in styled pieces."""
    does: str = "Start"
    """What Enter does with it, in a word."""

    @property
    def can_be_chosen(self) -> bool:
        """Whether there is something behind it, as far as is known."""
        return bool(self.name) and self.questions != 0


_MARKED: Final = "▸"


class Menu(Lined, ScrollView, can_focus=True):
    """Entries, one of them highlighted."""

    DEFAULT_CSS = """
    Menu {
        background: transparent;
        scrollbar-size-vertical: 1;
        scrollbar-color: $foreground 20%;
        scrollbar-background: $background;
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "choose", "Start", id="menu.choose"),
        Binding("up,k", "move(-1)", "Up", show=False),
        Binding("down,j", "move(1)", "Down", show=False),
        Binding("home,pageup", "edge(1)", "First", show=False),
        Binding("end,pagedown", "edge(-1)", "Last", show=False),
    ]
    ALLOW_SELECT = False

    entries: reactive[tuple[MenuEntry, ...]] = reactive((), init=False)
    highlighted: reactive[str] = reactive("", init=False, repaint=False)
    """The name of the entry that Enter chooses."""

    class Chosen(Message):
        """An entry was chosen."""

        def __init__(self, name: str) -> None:
            super().__init__()
            self.name = name

    def __init__(self, entries: Sequence[MenuEntry], highlighted: str = "", *, id: str) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self.set_reactive(Menu.entries, tuple(entries))
        self.set_reactive(Menu.highlighted, highlighted or _first(entries))

    def on_mount(self) -> None:
        """Say how long the list is, and take the keys."""
        self.focus()
        self.virtual_size = Size(0, len(self.entries))

    def watch_entries(self) -> None:
        """Keep the highlight on an entry that is there."""
        self.virtual_size = Size(0, len(self.entries))
        if not any(entry.name == self.highlighted for entry in self.entries):
            self.highlighted = _first(self.entries)
        self.refresh()

    def watch_highlighted(self, before: str, now: str) -> None:
        """Mark the entry instead of the one before, scroll to it, and say what Enter does."""
        for place, entry in enumerate(self.entries):
            if entry.name in (before, now):
                self.refresh_line(place)
        self.scroll_to_region(Region(0, self._place, 1, 1), animate=False)
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Grey Enter where there is nothing behind an entry."""
        is_there = action != "choose" or not self.entries or self._entry.can_be_chosen
        return True if is_there else None

    @property
    def does(self) -> Mapping[str, str]:
        """What keys do with the highlighted entry, in a word, by their action."""
        return {"choose": self._entry.does} if self.entries else {}

    def written(self, rows: range) -> Iterable[Content]:
        """Return the entries that are seen in some rows."""
        width = max(self.scrollable_content_region.width, 1)
        first = round(self.scroll_y)
        seen = self.entries[first + rows.start : first + rows.stop]
        lines = (_line(entry, width, marked=entry.name == self.highlighted) for entry in seen)
        blank = (typeset.BLANK for _ in range(len(rows) - len(seen)))
        return [*lines, *blank]

    def on_click(self, event: events.Click) -> None:
        """Highlight the entry under the mouse, and choose it when it is clicked again."""
        place = event.y + round(self.scroll_y)
        if place >= len(self.entries) or not self.entries[place].name:
            return
        if self.highlighted == self.entries[place].name:
            self.action_choose()
        else:
            self.highlighted = self.entries[place].name

    def action_choose(self) -> None:
        """Choose the highlighted entry."""
        if self._entry.can_be_chosen:
            self.post_message(self.Chosen(self.highlighted))

    def action_move(self, by: int) -> None:
        """Highlight the entry above or below."""
        places = [place for place, entry in enumerate(self.entries) if entry.name]
        at = places.index(self._place) + by
        if 0 <= at < len(places):
            self.highlighted = self.entries[places[at]].name
        elif at < 0:
            self.scroll_home(animate=False)

    def action_edge(self, step: int) -> None:
        """Highlight the first or the last entry."""
        self.highlighted = _first(self.entries[::step])
        if step > 0:
            self.scroll_home(animate=False)

    def show_below(self) -> None:
        """Scroll to what is below the highlighted entry."""
        self.scroll_to(y=self._place, animate=False)

    @property
    def _entry(self) -> MenuEntry:
        return self.entries[self._place]

    @property
    def _place(self) -> int:
        return next(
            (place for place, entry in enumerate(self.entries) if entry.name == self.highlighted), 0
        )


@lru_cache(maxsize=256)
def _line(entry: MenuEntry, width: int, *, marked: bool) -> Content:
    """Return the line of an entry, put together once, so that it is rendered once."""
    if not entry.name:
        heading = Content.styled(f"   {entry.text}", typeset.FAINT)
        right = Content.assemble(*entry.right)
        room = max(width - right.cell_length - 1, 1)
        heading = heading.truncate(room, ellipsis=True)
        return heading.pad_right(room - heading.cell_length) + right
    count = counted(entry.questions, "question") if entry.questions else ""
    count = "–" if entry.questions == 0 else count
    right = Content.assemble(*(entry.right or ((count, typeset.FAINT),)))
    room = width - 3 - len(entry.rail) - right.cell_length - 2
    style = "bold" if marked else "" if entry.can_be_chosen else typeset.FAINTER
    if entry.urgent:
        style = f"{style} $text-error".strip()
    text = Content.styled(entry.text, style).truncate(max(room, 1), ellipsis=True)
    gap = " " * max(room - text.cell_length + 1, 1)
    line = Content.assemble(
        (f" {_MARKED if marked else ' '} ", "bold $text-accent"),
        (entry.rail, typeset.FAINTER),
        text,
        gap,
        right,
        " ",
    )
    return line.stylize_before("on $accent 18%") if marked else line


def _first(entries: Sequence[MenuEntry]) -> str:
    return next((entry.name for entry in entries if entry.name), "")
