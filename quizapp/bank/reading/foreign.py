"""Tell what a file seems to be that is no bank, and what to do with it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from pathlib import PurePath
from typing import Final

_LOOKED_AT: Final = 50_000
"""Bytes of a file that are looked at; its kind shows early."""

_TO_TABLE: Final = (
    "copy its questions into a table, one per row, save it as CSV and import that; "
    "'quizapp bank import --help' lists the columns"
)
_SHEET: Final = "save the sheet as CSV in UTF-8 and import that with 'quizapp bank import'"
_UNPACK: Final = "unpack it first, and use the .yaml file inside"
_BEGIN: Final = "a bank is a YAML file; create one with 'quizapp bank new'"

ADVICE: Final[Mapping[str, str]] = {
    "an Anki deck": _TO_TABLE,
    "notes exported from Anki": _TO_TABLE,
    "a GIFT file": _TO_TABLE,
    "an Aiken file": _TO_TABLE,
    "Moodle XML": _TO_TABLE,
    "Markdown": _TO_TABLE,
    "R Markdown": _TO_TABLE,
    "an Org file": _TO_TABLE,
    "JSON": _TO_TABLE,
    "a Jupyter notebook": _TO_TABLE,
    "HTML": _TO_TABLE,
    "XML": _TO_TABLE,
    "a Word document": _TO_TABLE,
    "a LibreOffice document": _TO_TABLE,
    "a PDF": _TO_TABLE,
    "an Excel workbook": _SHEET,
    "a LibreOffice spreadsheet": _SHEET,
    "a table": "make a bank from it with 'quizapp bank import'",
    "a zip archive": _UNPACK,
    "a compressed archive": _UNPACK,
    "an image": _BEGIN,
    "an SQLite database": _BEGIN,
}
"""What a file seems to be → what to do."""

_SUFFIXES: Final[Mapping[str, str]] = {
    ".apkg": "an Anki deck",
    ".colpkg": "an Anki deck",
    ".gift": "a GIFT file",
    ".md": "Markdown",
    ".markdown": "Markdown",
    ".rmd": "R Markdown",
    ".qmd": "R Markdown",
    ".org": "an Org file",
    ".json": "JSON",
    ".jsonl": "JSON",
    ".ndjson": "JSON",
    ".ipynb": "a Jupyter notebook",
    ".html": "HTML",
    ".htm": "HTML",
    ".xml": "XML",
    ".docx": "a Word document",
    ".doc": "a Word document",
    ".odt": "a LibreOffice document",
    ".pdf": "a PDF",
    ".xlsx": "an Excel workbook",
    ".xls": "an Excel workbook",
    ".ods": "a LibreOffice spreadsheet",
    ".csv": "a table",
    ".tsv": "a table",
    ".zip": "a zip archive",
    ".gz": "a compressed archive",
    ".7z": "a compressed archive",
}
_BEGINNINGS: Final[Mapping[bytes, str]] = {
    b"SQLite format 3\0": "an SQLite database",
    b"%PDF-": "a PDF",
    b"\x1f\x8b": "a compressed archive",
    b"\x28\xb5\x2f\xfd": "a compressed archive",
    b"7z\xbc\xaf\x27\x1c": "a compressed archive",
    b"\x89PNG": "an image",
    b"\xff\xd8\xff": "an image",
    b"GIF8": "an image",
}
_PACKED: Final[Mapping[bytes, str]] = {
    b"collection.anki2": "an Anki deck",
    b"xl/workbook": "an Excel workbook",
    b"word/document": "a Word document",
    b"opendocument.spreadsheet": "a LibreOffice spreadsheet",
    b"opendocument.text": "a LibreOffice document",
}
"""What a zip archive holds → what it is."""

_FIELDS: Final = re.compile(
    r"^[ \t]*(?:- )?(bank|id|type|topic|level|stem|answer|options|rubric|lines|title)[ \t]*:(?=\s)",
    re.MULTILINE,
)
_HEADS: Final = re.compile(
    r"^(?:[\"'{ ]{0,4}schema[\"']?|questions|blueprint|sections) *:", re.MULTILINE
)
_GIFT: Final = re.compile(
    r"^::[^:\n]+::|^\$CATEGORY:|(?<!\\)\{[ \t]*(?:T|F|TRUE|FALSE|#-?\d[^{}\n]*)\}"
    r"|(?<![\\{])\{(?!\{)[^{}=~\n]{0,200}\n?[ \t]{0,20}[=~][^{}]{1,2000}\}",
    re.MULTILINE,
)
_AIKEN: Final = re.compile(r"^A[.)] .*\n(?:.*\n){1,25}?ANSWER: *[A-Z]\s*$", re.MULTILINE)
_ORG: Final = re.compile(
    r"^\*+ .*\n(?:.*\n){0,5}?[ \t]*:(?:PROPERTIES|END):|^#\+TITLE:", re.MULTILINE
)
_MARKDOWN: Final = re.compile(
    r"^#{1,6} \S.*\n\s*\n|^#{2,6} \S|^\*\*\S.*\*\*|^[*-] \[[ xX]\] |^```|^\|[ :|-]+\|\s*$",
    re.MULTILINE,
)
_DELIMITERS: Final = (",", ";", "\t")


def advice(data: bytes, name: str) -> str:
    """Say what a file that can't be read as a bank seems to be, and what to do; or nothing.

    Parameters
    ----------
    data
        What is in it, or as much as could be read.
    name
        The file's name.
    """
    kind = seems(data, name)
    return f"this looks like {kind}, not a bank: {ADVICE[kind]}" if kind else ""


def seems(data: bytes, name: str) -> str:
    """Return what a file seems to be; nothing for a bank, and for what can't be told."""
    start = data[:_LOOKED_AT]
    suffix = PurePath(name).suffix.casefold()
    if start.startswith(b"PK\x03\x04"):
        held = (kind for part, kind in _PACKED.items() if part in data)
        return next(held, _SUFFIXES.get(suffix, "a zip archive"))
    for beginning, kind in _BEGINNINGS.items():
        if start.startswith(beginning):
            return kind
    text = start.decode("utf-8-sig", "replace").replace("\r\n", "\n")
    if is_bank(text, suffix):
        return ""
    found = next((kind for kind, fits in _TEXTS.items() if fits(text)), "")
    return found or _SUFFIXES.get(suffix, "")


def is_bank(text: str, suffix: str = "") -> bool:
    """Whether a text has fields of a bank or a mock interview, right or wrong."""
    start = text[:_LOOKED_AT]
    if _HEADS.search(start):
        return True
    return suffix not in _SUFFIXES and len(set(_FIELDS.findall(start))) > 1


def _is_json(text: str) -> bool:
    """Whether a text, which may be cut off, is JSON or has a JSON object a line."""
    start = text.lstrip()
    if not re.match(r'\{\s*"|\[\s*[{\["]', start):
        return False
    try:
        json.JSONDecoder().raw_decode(start)
    except ValueError as error:
        return len(text) >= _LOOKED_AT - 4 and getattr(error, "pos", 0) > len(start) - 100
    except RecursionError:
        return False
    return True


def _is_table(text: str) -> bool:
    """Whether the first lines have the same number of cells, three or more."""
    lines = [line for line in text.splitlines()[:5] if line.strip()]
    counts = ([line.count(delimiter) for line in lines] for delimiter in _DELIMITERS)
    return len(lines) > 1 and any(min(some) > 1 and some[0] == some[1] for some in counts)


_TEXTS: Final[Mapping[str, Callable[[str], object]]] = {
    "notes exported from Anki": re.compile(r"#separator:").match,
    "Moodle XML": re.compile(r"(?:\s*<[?!][^>]*>)*\s*<quiz[\s>]").match,
    "HTML": re.compile(r"\s*<(?:!doctype html|html)\b", re.IGNORECASE).match,
    "XML": re.compile(r"\s*<\?xml\b").match,
    "a Jupyter notebook": lambda text: _is_json(text) and '"nbformat"' in text,
    "JSON": _is_json,
    "an Org file": _ORG.search,
    "an Aiken file": _AIKEN.search,
    "a GIFT file": _GIFT.search,
    "Markdown": _MARKDOWN.search,
    "a table": _is_table,
}
"""What a text seems to be, the surest signs first."""
