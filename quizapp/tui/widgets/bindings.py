"""Keys whose work is done in the order in which they were pressed."""

from __future__ import annotations

from textual.binding import Binding
from textual.widget import Widget


async def run_binding(widget: Widget, key: str) -> bool:
    """Do what a widget binds to a key, at once; return whether it could be done.

    Usually that waits till the key has passed all that lies around the widget, and by then the
    widget may have taken keys that were pressed later.
    """
    declared = (one for base in type(widget).__mro__ for one in base.__dict__.get("BINDINGS", ()))
    bound = [one for one in declared if isinstance(one, Binding) and key in one.key.split(",")]
    for binding in bound:
        if await widget.app.run_action(binding.action, widget):
            return True
    return False
