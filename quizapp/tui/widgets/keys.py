"""The line of keys that do something now."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from textual import events
from textual.content import Content
from textual.widget import Widget

if TYPE_CHECKING:
    from textual.screen import Screen

_LAST: Final = "help"
"""The action whose key is always there, at the end of the line."""
_GAP: Final = 2


@dataclass(frozen=True)
class _Entry:
    key: str
    shown: str
    description: str
    enabled: bool

    @property
    def width(self) -> int:
        return len(self.shown) + 1 + len(self.description)


class KeyLine(Widget):
    """Shows the keys of the screen in their order, as many as fit, and always the one for help."""

    DEFAULT_CSS = """
    KeyLine {
        dock: bottom;
        height: 1;
        padding: 0 2;
        color: $foreground 60%;
        background: $panel;
    }
    """
    ALLOW_SELECT = False

    def on_mount(self) -> None:
        """Follow the screen's bindings."""
        self.screen.bindings_updated_signal.subscribe(self, self._bindings_changed)

    def render(self) -> Content:
        """Return the keys that fit."""
        parts: list[Content] = []
        for entry in self._fitting():
            if entry.enabled:
                parts.append(
                    Content.assemble((entry.shown, "bold $text-accent"), f" {entry.description}")
                )
            else:
                parts.append(
                    Content.styled(f"{entry.shown} {entry.description}", "$foreground 30%")
                )
        return Content(" " * _GAP).join(parts)

    def on_click(self, event: events.Click) -> None:
        """Press the key that was clicked."""
        end = self.styles.padding.left
        for entry in self._fitting():
            start, end = end, end + entry.width
            if start <= event.x < end:
                if entry.enabled:
                    self.app.simulate_key(entry.key)
                return
            end += _GAP

    def _bindings_changed(self, _screen: Screen[object]) -> None:
        self.refresh()

    def _fitting(self) -> list[_Entry]:
        entries = self._entries()
        last = entries.pop(_LAST, None)
        room = self.size.width - (last.width + _GAP if last else 0)
        found: list[_Entry] = []
        for entry in entries.values():
            room -= entry.width + (_GAP if found else 0)
            if room < 0:
                break
            found.append(entry)
        return [*found, last] if last else found

    def _entries(self) -> dict[str, _Entry]:
        """Return an entry for each action, under its shortest key."""
        found: dict[str, _Entry] = {}
        for _, binding, enabled, _ in self.screen.active_bindings.values():
            if not binding.show:
                continue
            shown = self.app.get_key_display(binding)
            name = binding.action.rpartition(".")[2]
            if name not in found or len(shown) < len(found[name].shown):
                found[name] = _Entry(binding.key, shown, binding.description, enabled)
        return found
