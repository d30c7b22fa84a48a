"""Doors of packages: modules and names that are loaded when they are first asked for.

Whoever imports a package with a door at the top of a file, and writes ``reports.paper.write``,
waits for nothing that isn't used (PEP 562). For mypy the package's ``__init__`` imports what can
be asked for; when the program runs, the door finds it.
"""

from __future__ import annotations

import sys
from importlib import import_module

TYPE_CHECKING = False  # not from typing, which takes longer than telling the version
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any


def door(package: str, **names: str) -> Callable[[str], Any]:
    """Return the ``__getattr__`` of a package, through which each of its modules can be had.

    Parameters
    ----------
    package
        Its ``__name__``.
    names
        Module → the names in it that can be had from the package itself.
    """
    where = {name: module for module, found in names.items() for name in found.split()}

    def load(name: str) -> Any:  # noqa: ANN401 - whatever has the name
        path = f"{package}.{where.get(name, name)}"
        try:
            module = import_module(path)
        except ModuleNotFoundError as error:
            if error.name != path:
                raise
            raise AttributeError(f"module {package!r} has no attribute {name!r}") from None
        found = getattr(module, name) if name in where else module
        setattr(sys.modules[package], name, found)
        return found

    return load
