"""What was read, as plain values of few kinds that can be kept, and back.

A value of the program stands as a mark, its class and its fields; everything else stands as it is.
A question and a bank are folded: what lists show of them is there at once, and all else, their
class too, is loaded when it is first needed. So many questions are there as fast as few.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import fields
from importlib import import_module
from pathlib import Path
from typing import Any, Final, NamedTuple, TypeAlias

from quizapp.system import cache

_OBJECT: Final = Ellipsis
"""What an object's class and fields stand after; no bank has such a value."""
_PATH: Final = ""
"""Stands for the class of paths."""
_REST: Final = "_rest"
"""Where something folded has what is not unpacked yet."""


def packed(value: object, path: Path) -> object:
    """Return what `marshal` takes for a value that was read.

    Parameters
    ----------
    value
        Frozen values of the program in any depth.
    path
        The file it was read from, which is left out.
    """
    return _Packing(path).packed(value)


def unpacked(plain: object, path: Path) -> Any:  # noqa: ANN401 - whatever was packed
    """Return the value that was packed, as if read from a file of this path."""
    return _Unpacking(path).unpacked(plain)


class _Packing:
    def __init__(self, path: Path) -> None:
        self.path = path
        self.known: dict[Any, Any] = {}
        """What is packed already, by identity or as text, so that it is there once."""

    def packed(self, value: Any) -> Any:  # noqa: ANN401 - any value that was read
        if isinstance(value, str):
            return self.known.setdefault(str(value), str(value))
        if isinstance(value, Path):
            return (_OBJECT, _PATH, "" if value == self.path else str(value))
        if isinstance(value, Mapping):
            return {self.packed(name): self.packed(part) for name, part in value.items()}
        if not _is_object(value):
            return type(value)(map(self.packed, value)) if _holds(value) else value
        if id(value) not in self.known:
            self.known[id(value)] = (self._object(value), value)
        return self.known[id(value)][0]

    def _object(self, value: object) -> tuple[Any, ...]:
        kind = type(value)
        name = f"{kind.__module__}:{kind.__qualname__}"
        names = _names(kind)
        if listed := getattr(kind, "listed", ()):  # what only folded classes say
            shared = {one: self.packed(getattr(value, one)) for one in getattr(kind, "shared", ())}
            # Packed apart, because it is unpacked apart.
            apart = _Packing(self.path)
            own = set(names).difference(listed, shared)
            body = {one: apart.packed(getattr(value, one)) for one in names if one in own}
            later = (self.packed(name), shared, cache.as_bytes(body) if body else b"")
            row = [self.packed(getattr(value, one)) for one in listed]
            return (_OBJECT, listed, _nested(row), row, later)
        there = [self.packed(getattr(value, one)) for one in names]
        return (_OBJECT, self.packed(name), _nested(there), *there)


class _Unpacking:
    def __init__(self, path: Path) -> None:
        self.path = path
        self.known: dict[int, tuple[Any, Any]] = {}
        """What objects were packed as, by its identity, and the objects."""

    def unpacked(self, plain: Any) -> Any:  # noqa: ANN401 - any plain value
        kind = type(plain)
        if kind is tuple and plain and plain[0] is _OBJECT:
            return self._object(plain)
        if kind is tuple or kind is list:
            return kind([self.unpacked(one) if type(one) in _NESTED else one for one in plain])
        if kind is dict:
            return {
                name: self.unpacked(one) if type(one) in _NESTED else one
                for name, one in plain.items()
            }
        return plain

    def _object(self, plain: tuple[Any, ...]) -> Any:  # noqa: ANN401 - any object
        if plain[1] == _PATH:
            return Path(plain[2]) if plain[2] else self.path
        if type(plain[1]) is tuple:
            return self._folded(*plain[1:])
        if (found := self.known.get(id(plain))) is not None:
            return found[1]
        values = self._values(list(plain[3:]), plain[2])
        shape = _shape(plain[1])
        if shape.is_tuple:
            made = shape.kind(*values)
        else:
            made = object.__new__(shape.kind)
            made.__dict__.update(zip(shape.names, values, strict=True))
        self.known[id(plain)] = (plain, made)
        return made

    def _folded(
        self, names: tuple[str, ...], nested: tuple[int, ...], row: list[Any], later: _Later
    ) -> Folded:
        made = Folded()
        held = made.__dict__
        held.update(zip(names, self._values(row, nested), strict=True))
        held[_REST] = (self, later)
        return made

    def _values(self, values: list[Any], nested: tuple[int, ...]) -> list[Any]:
        for place in nested:
            values[place] = self.unpacked(values[place])
        return values


_NESTED: Final = frozenset({tuple, list, dict})


def _has_objects(plain: Any) -> bool:  # noqa: ANN401 - any plain value
    """Whether something in a plain value must be unpacked."""
    if isinstance(plain, Mapping):
        return any(map(_has_objects, plain.values()))
    if isinstance(plain, tuple | list):
        return plain[:1] == (_OBJECT,) or any(map(_has_objects, plain))
    return False


def _nested(values: list[Any]) -> tuple[int, ...]:
    """Return which of some plain values must be unpacked."""
    return tuple(place for place, one in enumerate(values) if _has_objects(one))


def _is_object(value: object) -> bool:
    """Whether a value is made of named fields."""
    return hasattr(value, "__dataclass_fields__") or hasattr(value, "_fields")


def _holds(value: object) -> bool:
    return isinstance(value, tuple | list | frozenset)


class _Shape(NamedTuple):
    """How objects of a class are packed."""

    kind: Any
    """The class."""
    names: tuple[str, ...]
    """Its fields."""
    is_tuple: bool


def _names(kind: type) -> tuple[str, ...]:
    """Return the fields of a class."""
    named: tuple[str, ...] = getattr(kind, "_fields", ())
    return named or tuple(one.name for one in fields(kind))


@functools.cache
def _shape(name: str) -> _Shape:
    """Return how objects of a class are packed that is named by its module and name."""
    module, _, kind_name = name.partition(":")
    kind = getattr(import_module(module), kind_name)
    return _Shape(kind, _names(kind), issubclass(kind, tuple))


_Later: TypeAlias = tuple[str, dict[str, Any], bytes]
"""The class of something folded, the fields that it shares with others, and the rest of them."""


class Folded:
    """Something with what lists show of it, which becomes what it was when more is needed."""

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - any attribute
        return getattr(_unfold(self), name)

    @property
    def __class__(self) -> type:
        """The class that it has when it is unfolded."""
        found: type = _kind(self)
        return found

    @__class__.setter
    def __class__(self, kind: type) -> None:
        object.__dict__["__class__"].__set__(self, kind)

    @property
    def __dataclass_fields__(self) -> Mapping[str, Any]:
        """The fields of that class."""
        found: Mapping[str, Any] = _kind(self).__dataclass_fields__
        return found

    def __eq__(self, other: object) -> bool:
        return bool(_unfold(self) == other)

    def __hash__(self) -> int:
        return hash(_unfold(self))


def _kind(folded: Folded) -> Any:  # noqa: ANN401 - a class
    """Return what something folded is."""
    rest = folded.__dict__.get(_REST)
    return type(folded) if rest is None else _shape(rest[1][0]).kind


def _unfold(folded: Any) -> Any:  # noqa: ANN401 - any object
    """Let something be what it was when it was packed."""
    held = folded.__dict__
    rest = held.get(_REST)
    if rest is not None:  # else another thread was faster
        unpacking, (name, shared, body) = rest
        shape = _shape(name)
        held.update(unpacking.unpacked(shared))
        if body:
            held.update(_Unpacking(Path()).unpacked(cache.from_bytes(body)))
        folded.__class__ = shape.kind
        for one in held.keys() - set(shape.names):  # what lists know without the class
            held.pop(one, None)
    return folded
