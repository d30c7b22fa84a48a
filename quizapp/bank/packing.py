"""What was read, as plain values of few kinds that can be kept, and back.

A value of the program stands as a mark, its class and its fields; everything else stands as it is.
A question is folded: what lists show of it is there at once, and the rest of its fields are
unpacked when one of them is first needed. So many questions are there as fast as few.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from quizapp.system import cache

if TYPE_CHECKING:
    from quizapp.questions.base import Question

_OBJECT: Final = Ellipsis
"""What an object's class and fields stand after; no bank has such a value."""
_PATH: Final = ""
"""Stands for the class of paths."""
_FOLDED: Final = "_folded"
"""Where a question has the fields that are not unpacked yet."""
_SHAPE: Final = "_shape"
"""Where its class says what it is unpacked to."""


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


@dataclass(frozen=True)
class _Packing:
    path: Path
    known: dict[Any, Any] = field(default_factory=dict)
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
        shape = _shape(f"{type(value).__module__}:{type(value).__qualname__}")
        there = [self.packed(getattr(value, name)) for name in shape.names]
        if shape.later:
            # Packed apart, because it is unpacked apart.
            apart = _Packing(self.path)
            folded = [apart.packed(getattr(value, name)) for name in shape.later]
            there.append(cache.as_bytes(folded))
        nested = tuple(place for place, one in enumerate(there) if _has_objects(one))
        return (_OBJECT, self.packed(shape.name), nested, *there)


@dataclass(frozen=True)
class _Unpacking:
    path: Path
    known: dict[int, Any] = field(default_factory=dict)
    """Objects by the identity of what they were packed as."""

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
        shape = _shape(plain[1])
        if shape.later and not plain[2]:  # one of many questions, which nothing shares
            made = object.__new__(shape.made)
            made.__dict__.update(zip(shape.attributes, plain[3:], strict=True))
            return made
        if (found := self.known.get(id(plain))) is not None:
            return found
        values = list(plain[3:])
        for place in plain[2]:
            values[place] = self.unpacked(values[place])
        if shape.is_tuple:
            made = shape.kind(*values)
        else:
            made = object.__new__(shape.made)
            made.__dict__.update(zip(shape.attributes, values, strict=True))
        self.known[id(plain)] = made
        return made


_NESTED: Final = frozenset({tuple, list, dict})


def _has_objects(plain: Any) -> bool:  # noqa: ANN401 - any plain value
    """Whether something in a plain value must be unpacked."""
    if isinstance(plain, Mapping):
        return any(map(_has_objects, plain.values()))
    if isinstance(plain, tuple | list):
        return plain[:1] == (_OBJECT,) or any(map(_has_objects, plain))
    return False


def _is_object(value: object) -> bool:
    """Whether a value is made of named fields."""
    return hasattr(value, "__dataclass_fields__") or hasattr(value, "_fields")


def _holds(value: object) -> bool:
    return isinstance(value, tuple | list | frozenset)


class _Shape(NamedTuple):
    """How objects of a class are packed."""

    name: str
    kind: Any
    """The class."""
    names: tuple[str, ...]
    """The fields that are there at once."""
    later: tuple[str, ...]
    """Those that are unpacked when one of them is needed."""
    made: Any
    """The class of an object that is not unpacked whole yet."""
    attributes: tuple[str, ...]
    """The names under which an object has what is there at once."""
    is_tuple: bool = False


@functools.cache
def _shape(name: str) -> _Shape:
    """Return how objects of a class are packed that is named by its module and name."""
    module, _, kind_name = name.partition(":")
    kind = getattr(import_module(module), kind_name)
    if issubclass(kind, tuple):
        return _Shape(name, kind, kind._fields, (), kind, kind._fields, is_tuple=True)
    names = tuple(one.name for one in fields(kind))
    listed = getattr(kind, "listed", None)  # what only questions say
    if listed is None:
        return _Shape(name, kind, names, (), kind, names)
    later = tuple(one for one in names if one not in listed)
    apart = {one: _Unfolding(one) for one in later}
    folded = {"__eq__": _equal, "__hash__": kind.__hash__, _SHAPE: name, **apart}
    made = type(kind.__name__, (kind,), folded)
    return _Shape(name, kind, listed, later, made, (*listed, _FOLDED))


class _Unfolding:
    """A field that is not unpacked yet."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __get__(self, question: Question | None, _: type) -> Any:  # noqa: ANN401 - any field
        if question is None:
            raise AttributeError(self._name)
        return getattr(_unfold(question), self._name)


def _unfold(question: Question) -> Question:
    """Let a question be what it was when it was packed."""
    held = question.__dict__
    folded, name = held.get(_FOLDED), getattr(question, _SHAPE, "")
    if folded is not None and name:  # else another thread was faster
        shape = _shape(name)
        values = _Unpacking(Path()).unpacked(cache.from_bytes(folded))
        held.update(zip(shape.later, values, strict=True))
        object.__setattr__(question, "__class__", shape.kind)
        held.pop(_FOLDED, None)
    return question


def _equal(question: Question, other: object) -> bool:
    return bool(_unfold(question) == other)
