"""Values: classes of named fields, made in a quarter of the time that `dataclasses` takes.

For each frozen class that writes and compiles seven methods, in half a millisecond; the first
question of a session needs sixty classes. Here only ``__init__`` is written, and the others are
the same functions for all. That no field changes is for mypy to hold, which sees the decorator of
the standard library.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from operator import attrgetter
from typing import TYPE_CHECKING, Any


def _value(cls: Any = None, /, **options: bool) -> Any:  # noqa: ANN401 - a class, or what makes one
    """Make a class one of named fields; see `dataclasses.dataclass`."""
    if cls is None:
        return lambda one: _value(one, **options)
    if not options.pop("frozen", False) or not options.get("eq", True):
        return dataclasses.dataclass(cls, **options)
    made: Any = dataclasses.dataclass(cls, **{**options, "eq": False, "repr": False})
    for name, method in _methods(dataclasses.fields(made)).items():
        if cls.__dict__.get(name) is None:  # else the class has its own
            setattr(made, name, method)
    return made


def _methods(fields: Sequence[dataclasses.Field[Any]]) -> dict[str, Callable[..., object]]:
    """Return the methods of a class with some fields, by name."""
    compared = [one.name for one in fields if one.compare]
    shown = [one.name for one in fields if one.repr]
    values: Callable[[object], object] = attrgetter(*compared) if compared else lambda _: ()

    def equal(one: object, other: object) -> bool:
        return values(one) == values(other) if one.__class__ is other.__class__ else NotImplemented

    def text(one: object) -> str:
        told = ", ".join(f"{name}={getattr(one, name)!r}" for name in shown)
        return f"{one.__class__.__qualname__}({told})"

    return {"__eq__": equal, "__hash__": lambda one: hash(values(one)), "__repr__": text}


if TYPE_CHECKING:
    from dataclasses import dataclass as dataclass
else:
    dataclass = _value
