"""The questions and quantities in a bank's text, which may have mistakes, and edits of them.

Edits change whole lines of the text and nothing else, so that comments and layout stay.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from quizapp.system import files

_LISTS: Final = ("quantities", "questions")
"""The lists of a bank that have entries."""
_KEY: Final = {"quantities": "name", "questions": "id"}
"""The field that names an entry of each list."""


class BankEntry(NamedTuple):
    """An entry of a list, with the comment above it. Lines are counted from 0."""

    kind: str
    """The list it is in: quantities or questions."""
    name: str
    first: int
    """The first line: that of the comment above it, where it has one."""
    line: int
    """The line of its name."""
    end: int
    """The line after its last one; blank lines after it don't count."""


class Edit(NamedTuple):
    """Lines that take the place of others. Lines are counted from 0."""

    first: int
    end: int
    """The line after the last one that is replaced."""
    lines: tuple[str, ...]
    cursor: int
    """The line to go to, in the text after the edit."""


def entries(text: str) -> tuple[BankEntry, ...]:
    """Return the questions and quantities of a text, in its order."""
    lines = text.split("\n")
    return tuple(
        entry for kind, start, end in _blocks(lines) for entry in _in(kind, lines, start, end)
    )


def matching(text: str, typed: str) -> tuple[BankEntry, ...]:
    """Return the entries whose lines hold all of some words; no words fit all."""
    lines = text.split("\n")
    words = typed.casefold().split()
    return tuple(
        entry
        for entry in entries(text)
        if all(word in "\n".join(lines[entry.first : entry.end]).casefold() for word in words)
    )


def described(text: str, entry: BankEntry) -> str:
    """Return what tells an entry from others, as far as its text says it."""
    lines = text.split("\n")[entry.first : entry.end]
    body = "\n".join(lines)
    if entry.kind == "quantities":
        return " ".join(("quantity", *_TITLE.findall(body)[:1]))
    named = [found[1] for pattern in _TOLD if (found := pattern.search(body))]
    return " · ".join(named)


_TITLE: Final = re.compile(r"^[ -]+title:[ \t]*(\S.*)$", re.MULTILINE)
_TOLD: Final = (
    re.compile(r"^[ -]+type:[ \t]*(\w+)", re.MULTILINE),
    re.compile(r"^[ -]+level:[ \t]*(\d)", re.MULTILINE),
    re.compile(r"^[ -]+stem:[ \t]*(?:[|>][^\n]*\n\s*)?(\S[^\n]*)", re.MULTILINE),
)
"""How the type, the level and the first line of the stem are written."""


def at(text: str, line: int) -> BankEntry | None:
    """Return the entry that a line belongs to: the last one that begins before its end."""
    before = [entry for entry in entries(text) if entry.first <= line]
    return before[-1] if before else None


def duplicated(text: str, entry: BankEntry) -> Edit:
    """Return what puts a copy of an entry after it, under a name that is free."""
    lines = text.split("\n")
    taken = {one.name for one in entries(text)}
    name = next(one for one in _numbered(entry) if one not in taken)
    copied = lines[entry.first : entry.end]
    place = entry.line - entry.first
    named = re.compile(rf"(\b{_KEY[entry.kind]}:[ \t]*[\"']?){re.escape(entry.name)}\b")
    copied[place] = named.sub(rf"\g<1>{name}", copied[place], count=1)
    gap = _gap(text, entry)
    return Edit(entry.end, entry.end, (*gap, *copied), entry.end + len(gap) + place)


def moved(text: str, entry: BankEntry, by: int) -> Edit | None:
    """Return what exchanges an entry with the one after it (`by` 1) or before it (−1)."""
    other = _neighbour(text, entry, by)
    if other is None:
        return None
    lines = text.split("\n")
    upper, lower = sorted((entry, other), key=lambda one: one.first)
    between = lines[upper.end : lower.first]
    body = lines[lower.first : lower.end]
    changed = (*body, *between, *lines[upper.first : upper.end])
    start = upper.first if by < 0 else upper.first + len(body) + len(between)
    return Edit(upper.first, lower.end, changed, start + entry.line - entry.first)


def deleted(text: str, entry: BankEntry) -> Edit:
    """Return what takes an entry away, and the blank lines between it and a neighbour."""
    after, before = _neighbour(text, entry, 1), _neighbour(text, entry, -1)
    if after is not None:
        return Edit(entry.first, after.first, (), entry.first + after.line - after.first)
    if before is not None:
        return Edit(before.end, entry.end, (), before.line)
    return Edit(entry.first, entry.end, (), max(entry.first - 1, 0))


def added(text: str, kind: str, entry: str) -> Edit:
    """Return what puts a new entry at the end of a list, which is begun where there is none.

    Parameters
    ----------
    kind
        The list: quantities or questions.
    entry
        Its lines, beginning two columns in; they are moved to where the list stands.
    """
    lines = text.split("\n")
    there = [one for one in entries(text) if one.kind == kind]
    if there:
        last = there[-1]
        indent = len(lines[last.line]) - len(lines[last.line].lstrip(" "))
        if not lines[last.line].lstrip(" ").startswith("- "):
            indent -= 2
        body = indented(entry, indent).rstrip("\n").split("\n")
        gap = _gap(text, last)
        return Edit(last.end, last.end, (*gap, *body), _named(body, kind, last.end + len(gap)))
    body = entry.rstrip("\n").split("\n")
    heads = [start for name, start, _ in _blocks(lines) if name == kind]
    if heads:
        return Edit(heads[0], heads[0], tuple(body), _named(body, kind, heads[0]))
    # Names stand before their users: quantities before the questions.
    before = [
        start - 1 for name, start, _ in _blocks(lines) if _LISTS.index(name) > _LISTS.index(kind)
    ]
    end = len(lines) - (not lines[-1])
    place = before[0] if before else end
    return Edit(place, place, (f"{kind}:", *body), _named(body, kind, place + 1))


def applied(text: str, edit: Edit) -> str:
    """Return a text after an edit."""
    lines = text.split("\n")
    lines[edit.first : edit.end] = edit.lines
    return "\n".join(lines)


def indented(entry: str, indent: int) -> str:
    """Return an entry that stands two columns in, moved to another column."""
    shift = indent - 2
    if shift >= 0:
        return re.sub(r"^(?=.)", " " * shift, entry, flags=re.MULTILINE)
    return re.sub(rf"^ {{{-shift}}}", "", entry, flags=re.MULTILINE)


def _blocks(lines: list[str]) -> list[tuple[str, int, int]]:
    """Return the lists that a text has: the name, the line after the head, the line after all."""
    found: list[tuple[str, int, int]] = []
    kind, start = "", 0
    for number, line in enumerate([*lines, "end:"]):
        if not _IS_TOP.match(line):
            continue
        if kind:
            found.append((kind, start, number))
        name = line.partition(":")[0]
        kind, start = (name if name in _LISTS else ""), number + 1
    return found


_IS_TOP: Final = re.compile(r"[^\s#-]")


def _in(kind: str, lines: list[str], start: int, end: int) -> list[BankEntry]:
    """Return the entries between two lines."""
    marks = [
        (number, found) for number in range(start, end) if (found := _DASH.match(lines[number]))
    ]
    if not marks:
        return []
    indent = len(marks[0][1][1])
    begins = [number for number, found in marks if len(found[1]) == indent]
    heads = [_with_comment(lines, number, start, indent) for number in begins]
    key = re.compile(rf"(?: {{{indent}}}- +| +){_KEY[kind]}:[ \t]*[\"']?([\w-]+)")
    made = []
    for begin, first, after in zip(begins, heads, [*heads[1:], end], strict=True):
        stop = after
        while stop > begin + 1 and not lines[stop - 1].strip():
            stop -= 1
        named = (
            (number, found[1])
            for number in range(begin, stop)
            if (found := key.match(lines[number]))
        )
        line, name = next(named, (begin, ""))
        made.append(BankEntry(kind, name, first, line, stop))
    return made


_DASH: Final = re.compile(r"( *)- ")


def _with_comment(lines: list[str], number: int, start: int, indent: int) -> int:
    """Return the line where the comment above an entry begins, or the entry's own."""
    comment = re.compile(rf" {{0,{indent}}}#")
    while number > start and comment.match(lines[number - 1]):
        number -= 1
    return number


def _neighbour(text: str, entry: BankEntry, by: int) -> BankEntry | None:
    """Return the entry of the same list before or after one."""
    same = [one for one in entries(text) if one.kind == entry.kind]
    place = next(place for place, one in enumerate(same) if one.first == entry.first) + by
    return same[place] if 0 <= place < len(same) else None


def _gap(text: str, entry: BankEntry) -> tuple[str, ...]:
    """Return the blank lines that go between an entry and one that comes after it."""
    neighbours = [_neighbour(text, entry, by) for by in (1, -1)]
    pairs = [sorted((entry, other), key=lambda one: one.first) for other in neighbours if other]
    if not pairs:
        return ("",)
    upper, lower = pairs[0]
    return ("",) * (lower.first - upper.end)


def _named(body: Iterable[str], kind: str, start: int) -> int:
    """Return the line of the name in new lines that begin at a line."""
    key = re.compile(rf" *(?:- )?{_KEY[kind]}:")
    return start + next((place for place, line in enumerate(body) if key.match(line)), 0)


def _numbered(entry: BankEntry) -> Iterator[str]:
    """Yield names for a copy: those of quantities can have no hyphen."""
    names = files.numbered(entry.name)
    return (name.replace("-", "_") if entry.kind == "quantities" else name for name in names)
