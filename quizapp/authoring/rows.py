"""What a row of a spreadsheet says, as an entry of a bank's list of questions."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from string import ascii_lowercase
from typing import Final

from quizapp.questions.columns import Column
from quizapp.questions.types import TYPES
from quizapp.text.suggestions import one_of

_FIRST: Final[Mapping[str, str]] = {
    "id": "letters, digits and hyphens; made from the stem if empty",
    "type": one_of(TYPES),
    "topic": "a topic, such as softmax",
    "level": "difficulty, 1 to 5; easy, medium and hard are 2, 3 and 4",
    "title": "a short title",
    "stem": "the question text",
}
_LAST: Final[Mapping[str, Column]] = {
    "hints": Column("vaguest first", "hints", several=True),
    "solution": Column("text in addition to the computed solution", "solution"),
}


def columns() -> dict[str, str]:
    """Return each column with what a cell of it holds."""
    several = {True: ", separated by |", False: ""}
    declared = {
        name: f"{column.about}{several[column.several]}" for name, column in _declared().items()
    }
    return {**_FIRST, **declared}


def _declared(kind: str = "") -> dict[str, Column]:
    """Return the columns that fill a field of a question; a type's own first, in its order."""
    own = TYPES[kind].columns if kind in TYPES else {}
    others = {
        name: column
        for question in TYPES.values()
        for name, column in question.columns.items()
        if name not in own
    }
    return {**own, **others, **_LAST}


_PAIRS: Final = (("(", ")"), ("[", "]"), ("{", "}"))
_PARTS: Final = re.compile(r"\s*(?<!\\)\|\s*")


def entry(row: Mapping[str, str]) -> str:
    """Return a row as an entry of the list of questions."""
    out = [f"  - id: {_scalar(row.get('id', ''), 4)}"]
    for name in _FIRST:
        if row.get(name) and name != "id":
            out.append(f"    {name}: {_scalar(row[name], 4)}")
    filled: dict[str, list[dict[str, str]]] = {}
    for name, column in _declared(row.get("type", "")).items():
        field, _, part = column.fills.partition(".")
        if not row.get(name):
            continue
        if part:
            _fill(filled, row, name, column)
        elif column.several:
            out.append(f"    {field}:")
            out += [f"      - {_scalar(text, 6)}" for text in _split(row[name])]
        else:
            says = row[name].casefold() if column.truth else _scalar(row[name], 4)
            out.append(f"    {field}: {says}")
    for field, entries in filled.items():
        out.append(f"    {field}:")
        for one in entries:
            lines = [f"{name}: {text}" for name, text in one.items()]
            out += [f"      - {lines[0]}", *(f"        {line}" for line in lines[1:])]
    return "\n".join(out) + "\n"


def _fill(
    filled: dict[str, list[dict[str, str]]], row: Mapping[str, str], name: str, column: Column
) -> None:
    """Put what a cell says into the entries of the field that it fills a part of."""
    field, _, part = column.fills.partition(".")
    if column.letters:
        for letter, one in zip(ascii_lowercase, filled.get(field, ()), strict=False):
            if letter in _letters(row, name, field):
                one[part] = "true"
        return
    texts = _split(row[name])
    if field not in filled:
        numbers = range(1, len(texts) + 1)
        filled[field] = [
            {"id": f"{column.named}-{number}"} if column.named else {} for number in numbers
        ]
    for one, text in zip(filled[field], texts, strict=False):
        if text:
            one[part] = _scalar(text, 8)


def _first_of(row: Mapping[str, str], field: str) -> str:
    """Return the column that says how many entries a field has."""
    columns = _declared(row.get("type", "")).items()
    return next(name for name, column in columns if column.fills.startswith(f"{field}."))


def wrong_parts(row: Mapping[str, str]) -> str:
    """Return a complaint about a list that seems to be cut inside an entry, or nothing."""
    lists = {name: one for name, one in _declared(row.get("type", "")).items() if one.several}
    for name in lists:
        parts = _split(row.get(name, ""))
        if len(parts) == 1 or not _is_whole(row[name]):
            continue
        if broken := next((part for part in parts if not _is_whole(part)), ""):
            return (
                f"{name}: the entry '{broken[:40]}' is cut in two; | separates entries, so write "
                "\\| for one that belongs to the text"
            )
    for name, column in lists.items():
        field, _, part = column.fills.partition(".")
        first = _first_of(row, field) if part else name
        most, found = len(_split(row.get(first, ""))), len(_split(row.get(name, "")))
        if row.get(name) and found > most:
            return (
                f"there are {found} {name} and {most} {first}; "
                f"write \\| for a | that belongs to the text"
            )
    return ""


def _is_whole(text: str) -> bool:
    """Whether brackets and marks of TeX and code come in pairs."""
    pairs = all(text.count(left) == text.count(right) for left, right in _PAIRS)
    return pairs and all(text.count(mark) % 2 == 0 for mark in ("$", "`"))


def _letters(row: Mapping[str, str], name: str, field: str) -> list[str]:
    """Return the letters of the entries of a field that a cell names.

    It names them by letters, of which ``ac`` is as good as ``a, c``, by their numbers, or by their
    texts; where numbers are texts of other entries too, what it says is returned as it is.
    """
    texts = [text.casefold() for text in _split(row.get(_first_of(row, field), ""))]
    offered = ascii_lowercase[: len(texts)]
    cell = row.get(name, "").casefold()
    found = re.findall(r"[^\s,;|]+", cell)
    letters = [part for one in found for part in (one if set(one) <= set(offered) else [one])]
    if set(letters) <= set(offered):
        return letters
    by_number = _looked_up(found, [str(number + 1) for number in range(len(texts))])
    by_text = _looked_up(_split(cell), texts)
    ways = {tuple(way) for way in (by_number, by_text) if way}
    return list(ways.pop()) if len(ways) == 1 else letters


def _looked_up(found: Sequence[str], names: Sequence[str]) -> list[str]:
    """Return the letters of what is found among names; none where something isn't there."""
    by_name = dict(zip(names, ascii_lowercase, strict=False))
    return [by_name[one] for one in found] if set(found) <= set(by_name) else []


def wrong_letters(row: Mapping[str, str]) -> str:
    """Return a complaint about a letter that names no entry, or nothing."""
    for name, column in _declared(row.get("type", "")).items():
        field = column.fills.partition(".")[0]
        if not column.letters or not row.get(_first_of(row, field)):
            continue
        offered = ascii_lowercase[: len(_split(row[_first_of(row, field)]))]
        wrong = next((one for one in _letters(row, name, field) if one not in offered), "")
        if wrong:
            what = field.removesuffix("s")
            return (
                f"{name}: '{wrong[:40]}' doesn't say which {what} is meant; use letters from a to "
                f"{offered[-1]}"
            )
    return ""


def _split(text: str) -> list[str]:
    return [part.replace("\\|", "|") for part in _PARTS.split(text.strip())]


_PLAIN: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9 _().%+*/-]*")
_WORDS: Final = ("true", "false", "null")


def _scalar(text: str, indent: int) -> str:
    """Return text as a YAML value: as it stands where that is safe, otherwise as a block."""
    if _PLAIN.fullmatch(text) and text.casefold() not in _WORDS and not text.endswith(" "):
        return text
    if not text:
        return '""'
    lines = (f"{' ' * (indent + 2)}{line}" if line else "" for line in text.split("\n"))
    return "|2-\n" + "\n".join(lines)
