"""The line of keys that do something now."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from textual import events
from textual.binding import ActiveBinding, Binding
from textual.content import Content
from textual.widget import Widget

from quizapp.tui.widgets.lined import Lined

if TYPE_CHECKING:
    from textual.dom import DOMNode
    from textual.screen import Screen

_LAST: Final = "help"
"""The action whose key is always there, at the end of the line."""
_LEAVES: Final = "escape"
"""The key that is not left out either: nobody shall have to look for the way out."""
_HOME: Final = "Home"
_BACK: Final = "Back"
_GAP: Final = 2


class _Entry(NamedTuple):
    key: str
    shown: str
    description: str
    enabled: bool

    @property
    def width(self) -> int:
        return len(self.shown) + 1 + len(self.description)


class KeyLine(Lined, Widget):
    """Shows the keys of the screen in their order, as many as fit; to leave and help always."""

    DEFAULT_CSS = """
    KeyLine {
        dock: bottom;
        height: 1;
        padding: 0 2;
        color: $foreground-muted;
        background: $panel;
    }
    """
    ALLOW_SELECT = False
    ROWS: Final = 1
    """Its height."""

    def __init__(self) -> None:
        super().__init__()
        self._found: list[_Entry] = []
        """The keys that were found to fit."""
        self._found_for: tuple[object, ...] = ()
        """What they were found for: the width, and what has the focus."""
        self._shown: tuple[int, list[_Entry]] | None = None
        """The width and the keys that were to be painted last; None before any were.

        Others may have been found since: what is painted elsewhere asks for these lines, too.
        """
        self._asks = False
        """Whether it is still to be found out what a change of the keys means."""

    def on_mount(self) -> None:
        """Follow the screen's bindings."""
        self.screen.bindings_updated_signal.subscribe(self, self._bindings_changed)

    def written(self, rows: range) -> Iterable[Content]:
        """Return the keys that fit."""
        found = self._fitting(self.size.width)
        self._shown = self._shown or (self.size.width, found)
        return [_said(found) for _ in rows]

    def on_click(self, event: events.Click) -> None:
        """Press the key that was clicked."""
        end = self.styles.padding.left
        for entry in self._fitting(self.size.width):
            start, end = end, end + entry.width
            if start <= event.x < end:
                if entry.enabled:
                    self.app.simulate_key(entry.key)
                return
            end += _GAP

    def _bindings_changed(self, _screen: Screen[object]) -> None:
        """Ask once what several changes come to."""
        if not self._asks:
            self._asks = True
            self.call_later(self._show_changes)

    def _show_changes(self) -> None:
        """Show other keys; where they are the same, nothing is to be painted."""
        self._asks = False
        if self._shown is None:
            return  # what will be shown is found out when it is painted
        self._found_for = ()
        found = (self.size.width, self._fitting(self.size.width))
        if found != self._shown:
            self._shown = found
            self.refresh()

    def _fitting(self, width: int) -> list[_Entry]:
        """Return the keys that fit, found out once for all that asks."""
        asked = (width, self.screen.focused)
        if self._found_for != asked:
            self._found, self._found_for = self._row(width), asked
        return self._found

    def _row(self, width: int) -> list[_Entry]:
        """Return the keys for which there is room."""
        entries = self._entries()
        if _LAST in entries:
            entries[_LAST] = entries.pop(_LAST)
        kept = {name for name, one in entries.items() if name == _LAST or one.key == _LEAVES}
        room = width + _GAP - sum(entries[name].width + _GAP for name in kept)
        for name, one in entries.items():
            if name not in kept and one.width + _GAP <= room:
                room -= one.width + _GAP
                kept.add(name)
        return [one for name, one in entries.items() if name in kept]

    def _entries(self) -> dict[str, _Entry]:
        """Return an entry for each action, under its shortest key."""
        found: dict[str, _Entry] = {}
        screen, app = self.screen, self.app
        bindings = (one for one in screen.BINDINGS if isinstance(one, Binding))
        declared = {one.id: place for place, one in enumerate(bindings)}

        def place(active: ActiveBinding) -> int:
            """Return the place as the screen declares it; a field's own keys come first."""
            name = active.binding.id
            if active.node is screen and name in declared:
                return declared[name]
            return len(declared) if active.node is app else -1

        active = (one for one in screen.active_bindings.values() if one.binding.show)
        for node, binding, enabled, _ in sorted(active, key=place):
            shown = app.get_key_display(binding)
            name = binding.action.rpartition(".")[2]
            if name not in found or len(shown) < len(found[name].shown):
                said = described(screen, node, binding)
                found[name] = _Entry(binding.key, shown, said, enabled)
        return found


def described(screen: Screen[Any], owner: DOMNode, binding: Binding) -> str:
    """Return what a key does now; home is only back where another screen lies between."""
    does: Mapping[str, str] = getattr(owner, "does", {})
    if binding.action in does:
        return does[binding.action]
    stack = screen.app.screen_stack
    over_another = screen in stack and stack.index(screen) > 1
    return _BACK if over_another and binding.description == _HOME else binding.description


def _said(entries: Iterable[_Entry]) -> Content:
    pieces: list[tuple[str, str]] = []
    for entry in entries:
        if pieces:
            pieces.append((" " * _GAP, ""))
        if entry.enabled:
            pieces += ((entry.shown, "bold $text-accent"), (f" {entry.description}", ""))
        else:
            pieces.append((f"{entry.shown} {entry.description}", "$foreground 30%"))
    return Content.assemble(*pieces)
