"""What a screen is for, and every key that works on it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, ClassVar

from textual.actions import parse
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.dom import DOMNode
from textual.screen import Screen

from quizapp.tui import typeset
from quizapp.tui.leaving import ModalScreen
from quizapp.tui.widgets.keys import described
from quizapp.tui.widgets.sheet import SheetView


class HelpScreen(ModalScreen[None]):
    """Explains a screen and its keys.

    Parameters
    ----------
    explained
        The screen.
    """

    CSS_PATH = "../practice.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,enter,q,question_mark,f1", "dismiss", "Back", id="help.back"),
    ]

    def __init__(self, explained: Screen[Any]) -> None:
        super().__init__()
        self._about = type(explained).HELP or ""
        self._now, self._later = _keys(explained)

    def compose(self) -> ComposeResult:
        """Explain."""
        with VerticalScroll(classes="sheet"):
            yield SheetView(self._lines)

    def _lines(self, width: int) -> typeset.Lines:
        lines = [*typeset.marked_up(self._about, width), typeset.BLANK] if self._about else []
        wide = max(map(len, [*self._now.values(), *self._later.values()]), default=0)
        for says, keys in self._now.items():
            lines += typeset.flowed([(says, "")], width, f"{keys:<{wide}}  ")
        if self._later:
            lines += [typeset.BLANK, Content.styled("Not available right now", typeset.FAINT)]
        for says, keys in self._later.items():
            lines += typeset.flowed([(says, typeset.FAINT)], width, f"{keys:<{wide}}  ")
        return [*lines, typeset.BLANK, Content.styled("Press Esc to go back.", typeset.FAINT)]


def _keys(screen: Screen[Any]) -> tuple[dict[str, str], dict[str, str]]:
    """Return what can be done → its keys, in the order of the bindings: now, and at other times."""
    focused = [screen.focused] if screen.focused else []
    ruled_out: frozenset[str] = getattr(screen, "ruled_out", frozenset())
    now: dict[str, list[str]] = {}
    later: dict[str, list[str]] = {}
    for owner in (*focused, screen, screen.app):
        for binding in owner.BINDINGS:
            if not isinstance(binding, Binding) or not binding.id or binding.action in ruled_out:
                continue
            says = described(screen, owner, binding) + (
                f": {_small(binding.tooltip)}" if binding.tooltip else ""
            )
            found = now if _works(owner, binding.action) else later
            for key in binding.key.split(","):
                shown = screen.app.get_key_display(replace(binding, key=key))
                found.setdefault(says, []).append(shown)
    return _joined(now), _joined({says: keys for says, keys in later.items() if says not in now})


def _small(tooltip: str) -> str:
    """Return what stands after a colon."""
    return f"{tooltip[:1].lower()}{tooltip[1:]}"


def _works(owner: DOMNode, action: str) -> bool:
    """Return whether a key does something now, or would if there were more left to do."""
    _, name, parameters = parse(action)
    return owner.check_action(name, parameters) is not False


def _joined(found: Mapping[str, list[str]]) -> dict[str, str]:
    return {says: " ".join(dict.fromkeys(keys)) for says, keys in found.items()}
