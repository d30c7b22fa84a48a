"""Doors of packages: names that are loaded when they are first asked for.

A package says in its ``__init__`` what can be had of it and where that is. So whoever imports the
package waits for nothing that isn't used (PEP 562).
"""

from __future__ import annotations

import sys
from importlib import import_module

TYPE_CHECKING = False  # not from typing, which takes longer than telling the version
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any


def door(package: str, **rooms: str) -> Callable[[str], Any]:
    """Return the ``__getattr__`` of a package.

    Parameters
    ----------
    package
        Its ``__name__``.
    rooms
        Module → the names in it that can be had from the package, or none for the module itself.
    """
    where = {name: room for room, names in rooms.items() for name in names.split() or [room]}

    def load(name: str) -> Any:  # noqa: ANN401 - whatever has the name
        if name not in where:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        module = import_module(f"{package}.{where[name]}")
        found = module if where[name] == name else getattr(module, name)
        setattr(sys.modules[package], name, found)
        return found

    return load
