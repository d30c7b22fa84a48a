"""What can stand where an author types in a bank's text: fields, functions, names, units.

What is offered follows from the format in `quizapp.bank.schema`, found by the keys above the line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import Final, NamedTuple

from quizapp.authoring import entries, insertions
from quizapp.authoring.entries import BankEntry
from quizapp.authoring.insertions import Insertion
from quizapp.bank import schema
from quizapp.quantities.quantity import Quantity
from quizapp.quantities.units import UNITS
from quizapp.questions import kinds
from quizapp.questions.kinds import FieldKind, Record
from quizapp.questions.types import TYPES

_LINE: Final = re.compile(
    r"(?P<lead> *(?:- +)*)(?:(?P<quote>[\"']?)(?P<key>[\w-]+)(?P=quote):(?: +|$))?(?P<rest>.*)"
)
"""A line of YAML: what stands before its first word, its key, and what the key holds."""
_WORD: Final = re.compile(r"[A-Za-z][\w-]*")
_NAME: Final = re.compile(r"(?<![\w.])[A-Za-z_]\w*$")
_BLOCK: Final = re.compile(r"[|>][-+\d]*\s*(?:#.*)?")
"""What begins a text of several lines."""
_SLOT: Final = re.compile(r"\{\{((?:(?!\}\}).)*)$")
"""An expression in a text that isn't closed yet."""
_COMMENT: Final = re.compile(r"(?:^|\s)#")
_LEAST: Final = 2
"""Letters of a name in an expression from which on more is offered."""
_NAMING: Final = {"draw": "drawn", "let": "named under 'let'", "words": "a list of words"}
"""The fields that give names to expressions, and what is said of the names."""


class Completions(NamedTuple):
    """What can take the place of the word before the cursor."""

    typed: str
    """The beginning of it, as typed."""
    offered: tuple[Insertion, ...]


class _Key(NamedTuple):
    """A key that a line stands under."""

    column: int
    name: str
    """Empty for an entry of a list."""
    rest: str
    """What follows it on its line."""


def at(text: str, row: int, column: int, declared: Iterable[Quantity] = ()) -> Completions | None:
    """Return what can stand at a place; None where nothing fits or the word is complete.

    Parameters
    ----------
    text
        The bank's text, which may have mistakes.
    row, column
        The place, counted from 0.
    declared
        The quantities that the bank declares or uses.
    """
    lines = text.split("\n")
    line = lines[row][:column]
    follows = lines[row][column : column + 1]
    found = _LINE.fullmatch(line)
    if found is None or follows.isalnum() or follows == "_" or _COMMENT.search(line):
        return None
    place = _Place(text, lines, row, tuple(declared))
    above = _above(lines, row)
    block = next((key for key in above if _BLOCK.fullmatch(key.rest)), None)
    if block is not None:
        names = [key.name for key in above if key.column <= block.column and key.name]
        return place.value(names, line)
    names = [key.name for key in above if key.name]
    if found["key"]:
        return place.value([*names, found["key"]], found["rest"])
    kind = place.kind(names)
    if isinstance(kind, kinds.Either):
        kind = kind.record
    if isinstance(kind, Record):
        beside = _beside(lines, row, len(found["lead"]))
        fields = (insertions.of_field(field) for field in kind.fields if field.name not in beside)
        return _whole_word(found["rest"], fields)
    return place.value(names, found["rest"])


class _Place:
    """A line of a text, with what its expressions can name."""

    def __init__(
        self, text: str, lines: Sequence[str], row: int, declared: Sequence[Quantity]
    ) -> None:
        self._text = text
        self._lines = lines
        self._row = row
        self._declared = declared
        self._entry: BankEntry | None = entries.at(text, row)

    def kind(self, names: Sequence[str]) -> FieldKind | None:
        """Return what is held by an entry of the last of some keys, the outermost first."""
        kind: FieldKind = schema.BANK
        for name in names:
            match kind:
                case Record(fields=fields) | kinds.Either(record=Record(fields=fields)):
                    found = next((field.kind for field in fields if field.name == name), None)
                    if found is None:
                        return None
                    kind = found
                case kinds.MappingOf(of=of) | kinds.NewNames(of=of):
                    kind = of
                case _:
                    return None
            while isinstance(kind, kinds.ListOf):
                kind = kind.of
            if kind is schema.ANY_QUESTION:
                kind = schema.of_type(self._type) if self._type in TYPES else _any_type()
        return kind

    def value(self, names: Sequence[str], before: str) -> Completions | None:
        """Return what fits the end of what a key holds."""
        kind = self.kind(names)
        if isinstance(kind, kinds.Either):
            kind = kind.plain
        match kind:
            case kinds.TemplateText(working=working):
                slot = _SLOT.search(before)
                also = ("working",) if working else ()
                return _last_name(slot[1], self._called(also)) if slot else None
            case kinds.Expression(also=also):
                return _last_name(before, self._called(also))
            case kinds.DrawCall():
                begins = _whole_word(before, insertions.of_kind("draw"))
                return begins or _last_name(before, self._called(()))
            case kinds.OneOf(words=words):
                return _whole_word(before, _values(words))
            case kinds.Boolean():
                return _whole_word(before, _values(("true", "false")))
            case kinds.UnitWord():
                return _whole_word(before, _values(UNITS))
            case kinds.Called():
                return _whole_word(
                    before, _values(insertion.name for insertion in self._quantities)
                )
            case kinds.Reference():
                names = [
                    entry.name for entry in entries.entries(self._text) if entry.kind == "questions"
                ]
                return _whole_word(before, _values(names))
            case kinds.Slug() if names[-1] == "topic":
                others = "\n".join([*self._lines[: self._row], *self._lines[self._row + 1 :]])
                return _whole_word(before, _values(_TOPIC.findall(others)))
            case _:
                return None

    @property
    def _body(self) -> Sequence[str]:
        """The lines of the question or quantity."""
        return self._lines[self._entry.first : self._entry.end] if self._entry else ()

    @property
    def _type(self) -> str:
        found = _TYPE.search("\n".join(self._body))
        return found[1] if found else ""

    @property
    def _quantities(self) -> Iterator[Insertion]:
        yield from insertions.of_quantities(self._declared)
        yield from insertions.of_kind("function")

    def _called(self, also: Iterable[str]) -> Iterator[Insertion]:
        """Yield what an expression can name: its own names first."""
        yield from _values(also)
        takes = _TAKES.search("\n".join(self._body))
        for name in _IDENTIFIER.findall(takes[1] if takes else ""):
            yield Insertion(name, "value", name, "", "a parameter")
        within, deep = "", 0
        for line in self._body:
            found = _LINE.fullmatch(line)
            if found is None or not found["key"]:
                continue
            column = len(found["lead"])
            if within and column > deep:
                yield Insertion(found["key"], "value", found["key"], "", _NAMING[within])
            else:
                within, deep = (found["key"] if found["key"] in _NAMING else ""), column
        yield from self._quantities


_TOPIC: Final = re.compile(r"^[ -]+topic:[ \t]*[\"']?([\w-]+)[\"']?[ \t]*$", re.MULTILINE)
_TYPE: Final = re.compile(r"^[ -]+type:[ \t]*[\"']?(\w+)", re.MULTILINE)
_TAKES: Final = re.compile(r"^[ -]+takes:(.*)$", re.MULTILINE)
_IDENTIFIER: Final = re.compile(r"[A-Za-z_]\w*")


@cache
def _any_type() -> Record:
    """Return the fields that a question may have while its type isn't known."""
    fields = {
        field.name: field for record in schema.of_each_type().values() for field in record.fields
    }
    return Record("question", tuple(fields.values()))


def _values(names: Iterable[str]) -> Iterator[Insertion]:
    return (Insertion(name, "value", name, "", "") for name in names)


def _whole_word(before: str, offered: Iterable[Insertion]) -> Completions | None:
    """Return what a whole text may become, which is a word so far."""
    return _completions(before, offered) if _WORD.fullmatch(before) else None


def _last_name(before: str, offered: Iterable[Insertion]) -> Completions | None:
    """Return what the name at the end of an expression may become."""
    found = _NAME.search(before)
    return _completions(found[0], offered) if found and len(found[0]) >= _LEAST else None


def _completions(typed: str, offered: Iterable[Insertion]) -> Completions | None:
    """Return what begins with a word, unless the word is one of them."""
    known: dict[str, Insertion] = {}
    for insertion in offered:
        if insertion.name.casefold().startswith(typed.casefold()):
            known.setdefault(insertion.name, insertion)
    return Completions(typed, tuple(known.values())) if known and typed not in known else None


def _above(lines: Sequence[str], row: int) -> list[_Key]:
    """Return the keys and entries of lists that a line stands under, the outermost first."""
    found: list[_Key] = []
    reach = _indent(lines[row])
    in_list = lines[row].lstrip(" ").startswith("- ")
    for line in reversed(lines[:row]):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        matched = _LINE.fullmatch(line)
        begins = _indent(line)
        if matched is None or begins > reach:
            continue
        column = len(matched["lead"])
        if matched["key"] and (
            column < reach or (column == reach and in_list and not matched["rest"])
        ):
            found.append(_Key(column, matched["key"], matched["rest"]))
            reach, in_list = column, False
        if begins < column and begins < reach:
            if not matched["key"]:
                found.append(_Key(begins, "", matched["rest"]))
            reach, in_list = begins, True
        if reach == 0 and not in_list:
            break
    return found[::-1]


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _beside(lines: Sequence[str], row: int, column: int) -> set[str]:
    """Return the other fields of the record that a line is in."""
    found: set[str] = set()
    if _indent(lines[row]) == column:  # otherwise it begins the record
        for line in reversed(lines[:row]):
            found |= _key_at(line, column)
            if line.strip() and _indent(line) < column:
                break
    for line in lines[row + 1 :]:
        if line.strip() and _indent(line) < column:
            break
        found |= _key_at(line, column)
    return found


def _key_at(line: str, column: int) -> set[str]:
    """Return the key of a line, if it stands at a column."""
    matched = _LINE.fullmatch(line)
    return (
        {matched["key"]} if matched and matched["key"] and len(matched["lead"]) == column else set()
    )
