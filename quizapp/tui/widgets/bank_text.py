"""The text of a bank while it is written, and what is offered at its cursor."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Offset
from textual.message import Message
from textual.reactive import var
from textual.theme import Theme
from textual.widgets.option_list import Option as Line
from textual.widgets.text_area import Selection, TextAreaTheme

from quizapp.authoring import lines
from quizapp.authoring.draft import without_controls
from quizapp.text.visible import safe
from quizapp.tui.widgets.standard import OptionList, TextArea

if TYPE_CHECKING:
    from textual.widgets._text_area import Highlight
    from tree_sitter import Node

    from quizapp.authoring.completion import Completions
    from quizapp.authoring.entries import Edit
    from quizapp.authoring.insertions import Insertion

_INDENT: Final = 2
"""Columns of one level of YAML."""
_ROWS: Final = 6
"""Lines that are offered at once."""
_WIDEST: Final = 60
"""Columns of the list."""
_TOGETHER: Final = 64
"""Lines whose colours are found together."""


def syntax_colours(theme: Theme) -> TextAreaTheme:
    """Return the colours of YAML that go with one of our themes."""
    colours = {
        "yaml.field": theme.primary,
        "string": theme.foreground,
        "number": theme.accent,
        "boolean": theme.accent,
        "constant.builtin": theme.accent,
        "comment": theme.success,
        "type": theme.warning,
        "error": theme.error,
        "string.escape": theme.warning,
        "punctuation.delimiter": theme.secondary,
        "punctuation.bracket": theme.secondary,
        "punctuation.special": theme.secondary,
    }
    return TextAreaTheme(
        theme.name, syntax_styles={name: Style(color=c) for name, c in colours.items()}
    )


class BankText(TextArea):
    """A text that takes in nothing which acts on a terminal, and indents as YAML does."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+home", "to_the_start", show=False),
        Binding("ctrl+end", "to_the_end", show=False),
    ]

    is_offering: var[bool] = var(False)
    """Whether something is offered: then some keys are for the list."""

    class Typed(Message):
        """A character was typed."""

    class Chose(Message):
        """A key was pressed that is for the list: up, down, or tab and enter to take."""

        def __init__(self, key: str) -> None:
            super().__init__()
            self.key = key

    def on_mount(self) -> None:
        """Indent by two columns."""
        self.indent_width = 2

    def colour(self) -> None:
        """Colour the text as YAML from now on, with cursor and text where they are."""
        selection, place = self.selection, self.scroll_offset
        self.language = "yaml"
        self.selection = selection
        self.scroll_to(*place, animate=False)

    def on_paste(self, event: events.Paste) -> None:
        """Leave out what can't be shown; the text area then takes the rest."""
        event.text = without_controls(event.text)

    def _build_highlight_map(self) -> None:
        """Colour only what comes into sight: to ask for the whole text at each key is slow."""
        self._line_cache.clear()
        self._highlights = _Colours(self)

    async def _on_key(self, event: events.Key) -> None:
        if self.is_offering and event.key in ("up", "down", "tab", "enter"):
            self.post_message(self.Chose(event.key))
        elif event.key == "enter":
            row, column = self.cursor_location
            indent = lines.next_indent(self.document.get_line(row)[:column])
            self.replace(f"\n{' ' * indent}", *self.selection)
        elif event.key == "backspace" and self._is_in_indent:
            row, column = self.cursor_location
            self.delete((row, (column - 1) // _INDENT * _INDENT), (row, column))
        else:
            if event.is_printable:
                self.post_message(self.Typed())
            return
        event.stop()
        event.prevent_default()

    @property
    def _is_in_indent(self) -> bool:
        """Whether nothing is selected, and only spaces stand before the cursor, and some do."""
        row, column = self.cursor_location
        before = self.document.get_line(row)[:column]
        return self.selection.is_empty and before == " " * column != ""

    def action_to_the_start(self) -> None:
        """Go to the start of the text."""
        self.move_cursor(self.document.start)

    def action_to_the_end(self) -> None:
        """Go to the end of the text."""
        self.move_cursor(self.document.end)

    def edit_lines(self, edit: Edit) -> None:
        """Put lines in the place of others, as one edit that can be undone."""
        text = "\n".join(edit.lines)
        if edit.end < self.document.line_count:
            start, end = (edit.first, 0), (edit.end, 0)
            text += "\n" if edit.lines else ""
        else:  # no line follows: the end of the line before is replaced too
            before = max(edit.first - 1, 0)
            start = (before, len(self.document.get_line(before))) if edit.first else (0, 0)
            end = self.document.end
            text = f"\n{text}" if edit.first and edit.lines else text
        self.replace(text, start, end)
        self.move_cursor((edit.cursor, 0), center=True)

    def complete(self, typed: str, chosen: Insertion) -> None:
        """Put what was chosen in the place of a word before the cursor; select its arguments."""
        row, column = self.cursor_location
        follows = self.document.get_line(row)[column : column + 1]
        text = chosen.name if follows and follows in "(:" else chosen.text
        start = column - len(typed)
        self.replace(text, (row, start), (row, column))
        opens = text.find("(") + 1
        if opens:
            self.selection = Selection((row, start + opens), (row, start + len(text) - 1))


class _Colours(dict[int, list["Highlight"]]):
    """The colours of lines, found for the lines about the one that is asked for."""

    def __init__(self, area: TextArea) -> None:
        super().__init__()
        self._area = area

    def __bool__(self) -> bool:
        """Have colours although none were asked for yet."""
        return True

    def __missing__(self, row: int) -> list[Highlight]:
        first = row - row % _TOGETHER
        rows = range(first, first + _TOGETHER)
        for one in rows:
            self[one] = []
        query = self._area._highlight_query
        if query is not None:
            document = self._area.document
            found = document.query_syntax_tree(query, (first, 0), (first + _TOGETHER, 0))
            for name, nodes in found.items():
                for node in nodes:
                    self._add(name, node, rows)
        return self[row]

    def _add(self, name: str, node: Node, rows: range) -> None:
        """Colour the lines of a node, all of them but the first from their start."""
        (top, left), (bottom, right) = node.start_point, node.end_point
        for one in range(max(top, rows[0]), min(bottom, rows[-1]) + 1):
            self[one].append((left if one == top else 0, right if one == bottom else None, name))


class CompletionList(OptionList, can_focus=False):
    """A small list at the cursor of what can be typed there."""

    DEFAULT_CSS = """
    CompletionList {
        display: none; overlay: screen; height: auto; width: auto;
        border: none; padding: 0 1; background: $surface;
        text-wrap: nowrap; text-overflow: ellipsis;
        scrollbar-size: 0 0;
        &.-open { display: block; }
        & > .option-list--option-highlighted {
            background: $accent 25%; color: $foreground; text-style: none;
        }
    }
    """

    found: Completions | None = None
    """What is offered now."""

    def offer(self, found: Completions, cursor: Offset, field: int) -> None:
        """Show what fits below the cursor, or above it where there is no room.

        Parameters
        ----------
        cursor
            Where the cursor is on the screen.
        field
            The line of the screen on which the text ends.
        """
        self.found = found
        shown = [_told(one) for one in found.offered]
        rows = min(len(shown), _ROWS)
        width = min(max(map(len, shown)) + 2, _WIDEST, self.screen.size.width)
        self.clear_options()
        self.add_options(Line(safe(line)) for line in shown)
        self.highlighted = 0
        self.styles.height = rows
        self.styles.width = width
        left = min(cursor.x - len(found.typed) - 1, self.screen.size.width - width)
        below = cursor.y + 1
        top = below if below + rows <= field else cursor.y - rows
        self.absolute_offset = Offset(max(left, 0), max(top, 0))
        self.add_class("-open")

    def close(self) -> None:
        """Offer nothing."""
        self.found = None
        self.remove_class("-open")

    @property
    def chosen(self) -> Insertion | None:
        """The one that is marked."""
        if self.found is None or self.highlighted is None:
            return None
        return self.found.offered[self.highlighted]


def _told(one: Insertion) -> str:
    """Return the line of something that is offered."""
    called = one.text if one.kind in ("draw", "function") else one.name
    return f"{called}  {one.help}".rstrip()
