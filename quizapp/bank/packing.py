"""What was read, as plain values of few kinds that can be kept, and back.

A value of the program stands as a mark, its class and its fields; everything else stands as it is.
Questions and banks are folded: they stand in tables by column, and each column is unpacked when
the first of its rows is asked for it. What no list shows, their class too, comes when one of them
is needed in full. So many questions are there as fast as few.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import MISSING, fields
from functools import cached_property
from importlib import import_module
from itertools import repeat
from pathlib import Path
from threading import RLock
from typing import Any, Final, NamedTuple

from quizapp.system import cache

_OBJECT: Final = Ellipsis
"""What an object's class and fields stand after; no bank has such a value."""
_PATH: Final = ""
"""Stands for the class of paths."""
_TABLE: Final = None
"""Stands for the class of what is in a table."""
_ONE_AT_A_TIME: Final = RLock()
"""Held while rows change, so that two threads don't give them different values."""
_ALONE: Final = 0
"""Stands for the number of rows of a table that is there for one value."""
_KIND, _SHARED, _BODY = "_kind", "_shared", "_body"
"""Columns of a table that no list shows: the name of a row's class, the place among what is shared
of the fields that it shares with others, and its other fields."""


def packed(value: object, path: Path) -> object:
    """Return what `marshal` takes for a value that was read.

    Parameters
    ----------
    value
        Frozen values of the program in any depth.
    path
        The file it was read from, which is left out.
    """
    packing = _Packing(path)
    return packing.packed(value), cache.as_bytes(packing.shared)


def unpacked(plain: Any, path: Path) -> Any:  # noqa: ANN401 - whatever was packed
    """Return the value that was packed, as if read from a file of this path."""
    value, shared = plain
    return _Unpacking(_Shared(path, shared)).unpacked(value)


class _Packing:
    def __init__(self, path: Path, whole: _Packing | None = None) -> None:
        self.path = path
        self.known: dict[Any, Any] = {}
        """What is packed already, by identity or as text, so that it is there once."""
        self.whole = whole or self
        """What packs all of the file."""
        self.shared: list[Any] = []
        """Fields that rows of tables share with others, for all of the file."""
        self.places: dict[tuple[int, ...], int] = {}
        """Identity of what is shared → its place."""

    def packed(self, value: Any) -> Any:  # noqa: ANN401 - any value that was read
        if type(value) in _PLAIN:
            return value
        if isinstance(value, str):
            text = str(value)
            return self.known.setdefault(text, text)
        if isinstance(value, frozenset):
            found = frozenset(map(self.packed, value))
            return self.known.setdefault(found, found)
        if isinstance(value, Path):
            return (_OBJECT, _PATH, "" if value == self.path else str(value))
        if isinstance(value, Mapping):
            return {self.packed(name): self.packed(part) for name, part in value.items()}
        if not _is_object(value):
            if isinstance(value, tuple) and value and all(map(_is_folded, value)):
                return (_OBJECT, _TABLE, self._table(value), len(value))
            is_list = isinstance(value, tuple | list)
            return type(value)(map(self.packed, value)) if is_list else value
        if _is_folded(value):
            return (_OBJECT, _TABLE, self._table((value,)), _ALONE)
        if id(value) not in self.known:
            self.known[id(value)] = (self._object(value), value)
        return self.known[id(value)][0]

    def _object(self, value: object) -> tuple[Any, ...]:
        kind = type(value)
        there = [self.packed(getattr(value, one)) for one in _names(kind)]
        return (_OBJECT, self.packed(_called(kind)), _nested(there), *there)

    def _table(self, rows: Sequence[Any]) -> dict[str, bytes]:
        """Return rows by column, each packed apart, because it is unpacked apart."""
        columns = {name: [getattr(row, name) for row in rows] for name in rows[0].listed}
        usual = {kind: dict(_usual(kind)) for kind in set(map(type, rows))}
        bodies = [self._body(row, usual[type(row)]) for row in rows]
        columns |= {
            _KIND: [_called(type(row)) for row in rows],
            _SHARED: [self._shared(row) for row in rows],
            _BODY: [cache.as_bytes(body) if body else b"" for body in bodies],
        }
        return {name: self._column(values) for name, values in columns.items()}

    def _column(self, values: list[Any]) -> bytes:
        apart = _Packing(self.path, self.whole)
        plain = [apart.packed(one) for one in values]
        return cache.as_bytes((plain, _nested(plain)))

    def _body(self, row: Any, usual: Mapping[str, Any]) -> dict[str, Any]:  # noqa: ANN401 - any object
        """Return the fields of a row that stand nowhere else, but those left as they are."""
        elsewhere = {*row.listed, *row.shared}
        apart = _Packing(self.path, self.whole)
        own = {one: getattr(row, one) for one in _names(type(row)) if one not in elsewhere}
        return {
            one: apart.packed(value)
            for one, value in own.items()
            # By their texts as well, since -0.0 and True are equal to others.
            if one not in usual or value != usual[one] or repr(value) != repr(usual[one])
        }

    def _shared(self, row: Any) -> int:  # noqa: ANN401 - any object
        """Return the place of the fields that a row shares with others."""
        whole = self.whole
        values = [getattr(row, one) for one in row.shared]
        known = tuple(map(id, values))
        if known not in whole.places:
            whole.places[known] = len(whole.shared)
            packed = map(whole.packed, values)
            whole.shared.append(dict(zip(row.shared, packed, strict=True)))
        return whole.places[known]


_PLAIN: Final = frozenset({bool, int, float, type(None)})
_NESTED: Final = frozenset({tuple, list, dict})


class _Shared:
    """What the values of one file share: its path, and fields that rows of tables have alike."""

    def __init__(self, path: Path, packed: bytes) -> None:
        self.path = path
        self._packed = packed

    @cached_property
    def fields(self) -> list[dict[str, Any]]:
        """Those of the rows, unpacked when the first of them is."""
        found: list[dict[str, Any]] = _Unpacking(self).unpacked(cache.from_bytes(self._packed))
        return found


class _Unpacking:
    def __init__(self, shared: _Shared) -> None:
        self.shared = shared
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
        if plain[1] is _TABLE:
            _, _, columns, count = plain
            rows = _Table(columns, self.shared, count or 1).rows
            return rows if count else rows[0]
        if plain[1] == _PATH:
            return Path(plain[2]) if plain[2] else self.shared.path
        if (found := self.known.get(id(plain))) is not None:
            return found[1]
        values = self.values(list(plain[3:]), plain[2])
        shape = _shape(plain[1])
        if shape.is_tuple:
            made = shape.kind(*values)
        else:
            made = object.__new__(shape.kind)
            made.__dict__.update(zip(shape.names, values, strict=True))
        self.known[id(plain)] = (plain, made)
        return made

    def values(self, values: list[Any], nested: Sequence[int]) -> list[Any]:
        """Return values of which some must be unpacked."""
        for place in nested:
            values[place] = self.unpacked(values[place])
        return values


def _has_objects(plain: Any) -> bool:  # noqa: ANN401 - any plain value
    """Whether something in a plain value must be unpacked."""
    if type(plain) not in _NESTED:
        return False
    if isinstance(plain, dict):
        return any(map(_has_objects, plain.values()))
    return plain[:1] == (_OBJECT,) or any(map(_has_objects, plain))


def _nested(values: list[Any]) -> tuple[int, ...]:
    """Return which of some plain values must be unpacked."""
    return tuple(place for place, one in enumerate(values) if _has_objects(one))


def _is_folded(value: object) -> bool:
    """Whether a value stands in a table, as lists show only some of it."""
    return hasattr(value, "listed")


def _is_object(value: object) -> bool:
    """Whether a value is made of named fields."""
    return hasattr(value, "__dataclass_fields__") or hasattr(value, "_fields")


def _called(kind: type) -> str:
    """Return by which name a class is found again."""
    return f"{kind.__module__}:{kind.__qualname__}"


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


def _usual(kind: Any) -> Iterator[tuple[str, Any]]:  # noqa: ANN401 - a class
    """Yield the fields that a value need not give, each with what it is then."""
    for one in fields(kind):
        if one.default_factory is not MISSING:
            yield one.name, one.default_factory()
        elif one.default is not MISSING:
            yield one.name, one.default


class _Table:
    """Rows that are folded; a column is unpacked when one of them is first asked for it."""

    def __init__(self, columns: dict[str, bytes], shared: _Shared, count: int) -> None:
        self.shared = shared
        self._names = frozenset(columns)
        self._packed = columns
        self.rows = tuple(map(Folded, repeat(self, count)))

    def tell(self, name: str) -> bool:
        """Let the rows know what stands in a column; return whether there is one of a name."""
        if name in self._packed:
            with _ONE_AT_A_TIME:
                self._tell(name)
        return name in self._names

    def _tell(self, name: str) -> None:
        if (packed := self._packed.get(name)) is None:
            return  # another thread was faster
        values = _Unpacking(self.shared).values(*cache.from_bytes(packed))
        for row, value in zip(self.rows, values, strict=True):
            if type(row) is Folded:
                setattr(row, name, value)  # not in its dictionary, which would have to be made
        del self._packed[name]


class Folded:
    """A row of a table, which becomes what it was when more is needed than stands there."""

    def __init__(self, table: _Table) -> None:
        self._table = table

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - any attribute
        held = self.__dict__
        if (table := held.get("_table")) is not None and table.tell(name) and name in held:
            return held[name]
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
    name = _told(folded, _KIND)
    return type(folded) if name is None else _shape(name).kind


def _told(folded: Folded, column: str) -> Any:  # noqa: ANN401 - any plain value
    """Return what stands in a column; None where another thread has unfolded the row."""
    held = folded.__dict__
    if (table := held.get("_table")) is not None:
        table.tell(column)
    return held.get(column)


def _unfold(folded: Any) -> Any:  # noqa: ANN401 - any object
    """Let something be what it was when it was packed."""
    table = folded.__dict__.get("_table")
    name, place, body = (_told(folded, column) for column in (_KIND, _SHARED, _BODY))
    if table is None or body is None:
        return folded  # another thread was faster
    shape = _shape(name)
    for one in shape.names:
        table.tell(one)
    shared = table.shared.fields[place]
    own = _Unpacking(table.shared).unpacked(cache.from_bytes(body)) if body else {}
    with _ONE_AT_A_TIME:
        if type(folded) is Folded:
            folded.__dict__.update(shared)
            folded.__dict__.update(own)
            for one, value in _usual(shape.kind):
                folded.__dict__.setdefault(one, value)
            folded.__class__ = shape.kind
            for one in folded.__dict__.keys() - set(shape.names):  # what lists know without it
                del folded.__dict__[one]
    return folded
