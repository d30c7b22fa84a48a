"""Put into words what is wrong with YAML, which its parser reports in terms of tokens."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final, TypeAlias

import yaml

Complaint: TypeAlias = tuple[int, int, str]
"""A line and a column, counted from 1, and what is wrong there."""

MAXIMUM_DEPTH: Final = 30
TOO_DEEP: Final = f"nested more than {MAXIMUM_DEPTH} levels deep; a bank never needs more than 8"


def place(text: str, index: int) -> tuple[int, int]:
    """Return the line and column of a character, counted from 1."""
    return text.count("\n", 0, index) + 1, index - text.rfind("\n", 0, index)


def shown(text: str, length: int = 40) -> str:
    """Return text as a message can quote it: one line, not too long, nothing invisible in it."""
    line = " ".join(named(text[: 2 * length]).split())
    return line if len(line) <= length else line[: length - 1] + "…"


def named(text: str) -> str:
    """Return text in which each invisible character that isn't ordinary space is named."""
    return "".join(
        letter if letter.isprintable() or letter in "\t\n\r" else f"[U+{ord(letter):04X}]"
        for letter in text
    )


def eaten_backslash(escape: str) -> str:
    """Return a complaint about a backslash of TeX that double quotes took for an escape."""
    return (
        f"double quotes read '{escape}' as an escape, not as TeX; put the text in single quotes, "
        "or on the lines below 'field: |'"
    )


def complaint_about(error: yaml.YAMLError, text: str) -> Complaint:
    """Return what the parser refused, in words and at the place where it can be fixed."""
    if not isinstance(error, yaml.MarkedYAMLError) or error.problem_mark is None:
        return 1, 1, f"this isn't YAML: {shown(str(error), 80)}"
    problem = f"{error.context or ''}: {error.problem or ''}"
    noticed = min(error.problem_mark.index, len(text))
    line = text.rfind("\n", 0, noticed)
    before = text.rfind("\n", 0, max(line, 0))  # which a field may continue unnoticed
    if strange := _STRANGE_INDENT.search(text, before + 1, noticed + 1):
        return (*place(text, strange.start(1)), _strange_space(strange[1]))
    opened = error.context_mark.index if error.context_mark else noticed
    for pattern, tell in _TELLERS:
        if pattern.search(problem):
            index, message = tell(text, noticed, opened)
            return (*place(text, index), message)
    return (*place(text, noticed), f"this isn't YAML: {error.problem}")


_Told: TypeAlias = tuple[int, str]
_Tell: TypeAlias = Callable[[str, int, int], _Told]

_QUOTE_IT: Final = "put the whole text in single quotes, or on the lines below 'field: |'"
_NO_TABS: Final = "tabs can't be used for indentation; use spaces"


_STRANGE_INDENT: Final = re.compile(r"^ *([^\S\n\r\t ])", re.MULTILINE)
"""A space that only looks like one, where a line begins."""


def _strange_space(letter: str) -> str:
    return (
        f"this line begins with an invisible character, U+{ord(letter):04X}, which isn't an "
        "ordinary space; type the indentation anew"
    )


def _where_noticed(message: str) -> _Tell:
    return lambda _text, noticed, _opened: (noticed, message)


def _line_before(text: str, index: int) -> str:
    """Return the part of the line that stands before a character."""
    return text[text.rfind("\n", 0, index) + 1 : index]


def _bad_start(text: str, noticed: int, _opened: int) -> _Told:
    if text[noticed : noticed + 1] == "\t":
        return noticed, _NO_TABS
    return noticed, f"a value can't start with '{text[noticed : noticed + 1]}'; {_QUOTE_IT}"


def _bad_mark(text: str, _noticed: int, opened: int) -> _Told:
    """Report a ``*``, ``&`` or ``!``, which YAML takes for an alias, an anchor or a tag."""
    if _line_before(text, opened).endswith(("] ", "' ", '" ')):
        return opened, f"the value has already ended here; {_QUOTE_IT}"
    return opened, f"a value can't start with '{text[opened : opened + 1]}'; {_QUOTE_IT}"


def _bad_escape(text: str, noticed: int, _opened: int) -> _Told:
    start = text.rfind("\\", 0, noticed + 1)
    return start, eaten_backslash(text[start : start + 2])


def _second_colon(text: str, noticed: int, _opened: int) -> _Told:
    before = _line_before(text, noticed)
    if re.search(r":\s", before.lstrip("- ")):
        return noticed, f"a colon and a space inside a text start a new field here; {_QUOTE_IT}"
    previous = text[: noticed - len(before)].rstrip()
    line = previous[previous.rfind("\n") + 1 :]
    joined = re.match(r"\s*-(?=[\w])[^:]*: ", line)
    if joined:
        index = len(previous) - len(line) + line.index("-") + 1
        return index, "put a space after the '-' that starts an entry of a list"
    unspaced = re.match(r"[\s-]*[\w]+:(?=[^\s:])", line)
    if unspaced and ": " not in line:
        index = len(previous) - len(line) + unspaced.end()
        return index, "put a space after the colon of a field"
    return (
        noticed - len(before.lstrip()),
        "this line is indented as if it continued the text above; line it up with the other "
        "fields, or use '|' for text that spans several lines",
    )


def _no_field(text: str, _noticed: int, opened: int) -> _Told:
    unspaced = re.match(r"[\w-]+:(?=\S)", text[opened : opened + 80])
    if unspaced:
        return opened + unspaced.end(), "put a space after the colon of a field"
    return opened, (
        "this line has no 'field: value'; put text that spans several lines below 'field: |', "
        "indented further than the field"
    )


def _rest_of_line(before: str, noticed: int) -> _Told:
    """Report something that follows a complete value on its line."""
    quote = before.rstrip()[-1]
    if quote == "'":
        return noticed, "the quote before this ends the text; write '' for a quote inside quotes"
    if quote == '"':
        return noticed, f"the quote before this ends the text; {_QUOTE_IT}"
    return noticed, f"the value has already ended here; {_QUOTE_IT}"


def _bad_field(text: str, noticed: int, opened: int) -> _Told:
    before = _line_before(text, noticed)
    if before.strip():
        return _rest_of_line(before, noticed)
    column = place(text, opened)[1]
    if text.startswith("- ", noticed):
        return noticed, (
            "a list entry isn't allowed here; indent it like the other entries of its list, or "
            "put '- ' before the first of the fields above too, to make them an entry as well"
        )
    return noticed, (
        "this line doesn't line up with any field above; the fields around it start in column "
        f"{column}: indent it to match, or further to continue a '|' text"
    )


def _bad_entry(text: str, noticed: int, opened: int) -> _Told:
    before = _line_before(text, noticed)
    if before.strip():
        return _rest_of_line(before, noticed)
    column = place(text, opened)[1]
    return noticed, (
        "this line doesn't line up with anything above; entries of this list start with '- ' in "
        f"column {column}, and their fields in column {column + 2}"
    )


def _bad_bracket(text: str, noticed: int, opened: int) -> _Told:
    bracket = text[opened : opened + 1]
    closing = {"{": "}"}.get(bracket, "]")
    if "\n" in text[opened:noticed]:
        return opened, (
            f"this '{bracket}' isn't closed before the next field starts; add '{closing}'"
        )
    return noticed, (
        f"this isn't allowed inside '{bracket} {closing}'; put each entry on its own line, or put "
        "the text or expression in single quotes"
    )


def _bad_quote(text: str, _noticed: int, opened: int) -> _Told:
    return opened, (
        f"this {text[opened : opened + 1]} isn't closed; add the closing one at the end of the text"
    )


_TELLERS: Final[tuple[tuple[re.Pattern[str], _Tell], ...]] = tuple(
    (re.compile(pattern), tell)
    for pattern, tell in (
        # libyaml 0.2.6 looks so far ahead that its own, higher limit is met before ours.
        (r"exceeded maximum nesting depth", _where_noticed(TOO_DEEP)),
        (r"found a tab character", _where_noticed(_NO_TABS)),
        (r"cannot start any token", _bad_start),
        (r"(unknown escape|Unicode character escape|hexdecimal|hexadecimal)", _bad_escape),
        (r"while scanning a quoted scalar: found unexpected (end|document)", _bad_quote),
        (r"mapping values are not allowed", _second_colon),
        (r"could not find expected ':'", _no_field),
        (r"while parsing a block mapping", _bad_field),
        (r"while parsing a block collection", _bad_entry),
        (r"while parsing a flow (mapping|sequence)", _bad_bracket),
        (r"expected (the )?node content|mapping keys are not allowed", _bad_start),
        (
            r"found unexpected ':'",
            _where_noticed(
                "inside brackets or braces, put a space after the colon, or the whole text in "
                "single quotes"
            ),
        ),
        (r"while (scanning|parsing) an? (alias|anchor|tag|node)|tag handle", _bad_mark),
        (
            r"sequence entries are not allowed",
            _where_noticed(
                "start a list on the line below its field; put text that starts with '- ' in "
                "single quotes"
            ),
        ),
        (
            r"while scanning a block scalar: .*(comment or (a )?line break|chomping|indentation)",
            _where_noticed("after '|' or '>', start the text on the next line, indented"),
        ),
        (
            r"document start|directive|incompatible YAML",
            _where_noticed(
                "a bank is one document without directives; delete '...' and lines that start "
                "with %"
            ),
        ),
    )
)
