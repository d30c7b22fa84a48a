"""Questions in a spreadsheet: one fixed question a row, out of a bank and into one.

A row can't say what varies. What is generated goes out as variants, and is written in YAML.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from unicodedata import normalize

from quizapp.authoring.rows import columns, entry, wrong_letters, wrong_parts
from quizapp.authoring.templates import FIRST_LINE
from quizapp.bank import reader
from quizapp.bank.reading import foreign
from quizapp.errors import BankError, FileError, UsageError
from quizapp.questions.base import Variant
from quizapp.questions.names import LONGEST_NAME, is_name
from quizapp.system import files
from quizapp.text.commands import quoted
from quizapp.text.suggestions import nearest

MAXIMUM_SIZE: Final = 5_000_000
_ACTS: Final = re.compile(r"'*[=+\-@\t\r]")
_NUMBER: Final = re.compile(r"[+-]?[\d.]+(?:e[+-]?\d+)?", re.IGNORECASE)
_DELIMITERS: Final = {",": "commas", ";": "semicolons", "\t": "tabs"}
_SEPARATOR: Final = re.compile(r'"?sep=(.)"?[,;\t]*\r?\n', re.IGNORECASE)
"""A first line that tells a spreadsheet program what separates the cells."""
_NEEDED: Final = ("type", "topic", "level", "stem")
_OTHER_NAMES: Final[Mapping[str, str]] = {
    **dict.fromkeys(("question", "question text", "prompt", "front", "text"), "stem"),
    **dict.fromkeys(("difficulty", "difficulty level"), "level"),
    **dict.fromkeys(("category", "subject", "deck", "tags", "tag"), "topic"),
    **dict.fromkeys(("kind", "question type", "format"), "type"),
    **dict.fromkeys(("answers", "choices"), "options"),
    **dict.fromkeys(
        ("correct answer", "correct answer(s)", "correct_answer", "right answer", "right"),
        "correct",
    ),
    **dict.fromkeys(("explanation", "feedback", "rationale"), "solution"),
    **dict.fromkeys(("back", "model answer"), "model_answer"),
    **dict.fromkeys(("number", "no", "nr", "#"), "id"),
    "hint": "hints",
    "name": "title",
}
"""What other tables call a column → what it is called here."""
_ONE_OPTION: Final = re.compile(r"(?:option|answer|choice)[ _-]?[a-h1-9]")
_LEVELS: Final[Mapping[str, str]] = {
    "very easy": "1",
    "easy": "2",
    "medium": "3",
    "hard": "4",
    "very hard": "5",
}
_WORDS_OF_ID: Final = 6
_WRONG: Final = "\0"
"""Stands for a column in a row that can't be read, with why."""
_BREAKS: Final = re.compile("\r\n?|[\x85\u2028\u2029]")


@dataclass(frozen=True)
class Taken:
    """What came out of a spreadsheet."""

    text: str
    """The bank; empty when no row could be imported."""
    questions: int
    problems: tuple[str, ...]
    """``file:line: why`` for each row that couldn't."""


# Out


def written(variants: Iterable[Variant]) -> str:
    """Return variants as the text of a CSV file, a row each."""
    out = io.StringIO()
    rows = csv.DictWriter(out, columns(), restval="", lineterminator="\n")
    known: set[str] = set()
    rows.writeheader()
    for variant in variants:
        row = _row(variant)
        row["id"] = _free(row["id"], known)
        known.add(row["id"])
        rows.writerow({name: _safe(text) for name, text in row.items()})
    return out.getvalue()


_NOT_CARRIED: Final[Mapping[str, str]] = {
    "draw": "draws",
    "let": "let",
    "follow_ups": "follow_ups",
    "after": "after",
    "source": "source",
}
"""Field of every type that no column holds → what a message calls it."""


def left_out(variants: Iterable[Variant]) -> str:
    """Return what a table leaves out of some questions; nothing when it holds all."""
    questions = {variant.question.name: variant.question for variant in variants}.values()
    counts = {
        what: sum(1 for question in questions if getattr(question, name))
        for name, what in _NOT_CARRIED.items()
    }
    for question in questions:
        for what, count in question.left_out().items():
            counts[what] = counts.get(what, 0) + count
    told = ", ".join(f"{what} ({count})" for what, count in counts.items() if count)
    return f"a table has no columns for these, so they weren't exported: {told}" if told else ""


def _free(name: str, known: Container[str]) -> str:
    """Return an id that no row above has."""
    names = files.numbered(name, longest=LONGEST_NAME)
    return next(one for one in names if one not in known)


def _row(variant: Variant) -> dict[str, str]:
    question = variant.question
    row = {
        "id": f"{question.id}-{variant.seed}" if question.generated else question.id,
        "type": question.type,
        "topic": question.topic,
        "level": str(question.level),
        "title": question.title,
        "stem": variant.stem.strip(),
        "hints": _joined(variant.hints),
        "solution": variant.solution.strip(),
    }
    cells = variant.cells().items()
    return row | {name: cell if isinstance(cell, str) else _joined(cell) for name, cell in cells}


def _joined(texts: Iterable[str]) -> str:
    return " | ".join(text.strip().replace("|", "\\|") for text in texts)


def _safe(text: str) -> str:
    """Return a cell that no spreadsheet takes for a formula."""
    return f"'{text}" if _ACTS.match(text) and not _NUMBER.fullmatch(text) else text


# In


def content(path: Path) -> bytes:
    """Return what is in a table's file.

    Raises
    ------
    UsageError
        When it can't be read.
    """
    try:
        return files.read(path, MAXIMUM_SIZE)
    except FileError as error:
        kind = foreign.seems(b"", path.name) if error.reason == "too large" else ""
        if kind and kind != "a table":
            raise UsageError(_other(path, kind)) from error
        todo = "split it" if error.reason == "too large" else "give a CSV file"
        raise UsageError(f"{path}: {error}; {todo}") from error


def _other(path: Path, kind: str) -> str:
    return f"{path}: this looks like {kind}, not a table: {foreign.ADVICE[kind]}"


def taken(data: bytes, path: Path, name: str) -> Taken:
    """Return the bank that a CSV file holds.

    Parameters
    ----------
    data
        The file.
    path
        Names it in messages.
    name
        Of the bank.

    Raises
    ------
    UsageError
        When it is no CSV file with these columns.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        _check_kind(data, path)
        line = data[: error.start].count(b"\n") + 1
        raise UsageError(
            f"{path}:{line}: the file isn't UTF-8 (byte {data[error.start]:#04x}); save it as CSV "
            "in UTF-8"
        ) from None
    head = f"{FIRST_LINE}\nschema: 1\nbank: {name}\nquestions:\n"
    entries: list[str] = []
    problems: list[str] = []
    lines: dict[str, int] = {}
    rows = list(_rows(text, path))
    named = {row["id"] for _, row in rows if row.get("id")}
    for line, row in rows:
        if why := row.get(_WRONG) or wrong_parts(row) or wrong_letters(row):
            problems.append(f"{path}:{line}: {why}")
            continue
        _complete(row, named)
        question = entry(row)
        identity = row["id"]
        if identity in lines:
            problems.append(f"{path}:{line}: the id '{identity}' is also on line {lines[identity]}")
            continue
        try:
            reader.read_text(head + question, Path(path.name).with_suffix(".yaml"))
        except BankError as error:
            whys = "; ".join(dict.fromkeys(problem.message for problem in error.problems))
            problems.append(f"{path}:{line}: {whys}")
            continue
        lines[identity] = line
        entries.append(question)
    bank = head + "\n".join(entries) if entries else ""
    return Taken(bank, len(entries), tuple(problems))


def _check_kind(data: bytes, path: Path) -> None:
    """Refuse a file that seems to be something else, and say what to do with it."""
    if foreign.is_bank(data.decode("utf-8", "replace"), path.suffix):
        raise UsageError(
            f"{path}: this is a bank, not a table; install it with {quoted('bank', 'add', path)}"
        )
    kind = foreign.seems(data, path.name)
    if kind and kind != "a table":
        raise UsageError(_other(path, kind))


def _complete(row: dict[str, str], named: set[str]) -> None:
    """Write what a cell means as a bank writes it, and give a row without an id one."""
    topic = row.get("topic", "")
    row["topic"] = topic if is_name(topic) else slug(topic) or topic
    level = row.get("level", "")
    row["level"] = _LEVELS.get(level.casefold(), re.sub(r"[.,]0+$", "", level))
    if not row.get("id"):
        words = slug(row.get("stem", "")).split("-")[:_WORDS_OF_ID]
        row["id"] = _free("-".join(words)[:LONGEST_NAME].strip("-") or "question", named)
        named.add(row["id"])


def slug(text: str) -> str:
    """Return letters and digits of a text with hyphens between them; it may be empty."""
    plain = normalize("NFKD", text.casefold()).encode("ascii", "ignore").decode("ascii")
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:LONGEST_NAME].rstrip("-")


def _rows(text: str, path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield the rows with their lines; those that are empty are none."""
    separator = _SEPARATOR.match(text)
    before = 1 if separator else 0
    table = text[separator.end() :] if separator else text
    first = table.partition("\n")[0]
    delimiter = separator[1] if separator else max(_DELIMITERS, key=first.count)
    rows = csv.reader(io.StringIO(table, newline=""), delimiter=delimiter, strict=True)
    begins = before + 1
    try:
        names = [name.strip().casefold() for name in next(rows, [])]
        _check_columns(names, text, path, before + 1)
        begins = before + rows.line_num + 1
        for cells in rows:
            line, begins = begins, before + rows.line_num + 1
            if any(cell.strip() for cell in cells):
                row = dict(zip(names, map(_cell, cells), strict=False))
                if why := _wrong_cells(cells, names, delimiter):
                    row[_WRONG] = why
                yield line, row
    except csv.Error as error:
        if "unexpected end" in str(error):
            raise UsageError(
                f"{path}:{begins}: a quote in this row isn't closed; add the closing one, and "
                'write "" for a quote that belongs to the text'
            ) from None
        raise UsageError(
            f"{path}:{before + rows.line_num}: this isn't valid CSV: {error}"
        ) from None


def _wrong_cells(cells: Sequence[str], names: Sequence[str], delimiter: str) -> str:
    """Return a complaint about a cell that has no column; nothing when each has one."""
    if any(cell.strip() for cell in cells[len(names) :]):
        separators = _DELIMITERS.get(delimiter, f"'{delimiter}'")
        return (
            f"this row has {len(cells)} cells but there are {len(names)} columns; put any text "
            f"containing {separators} in quotes"
        )
    cell = next((cell for name, cell in zip(names, cells, strict=False) if cell and not name), "")
    if not cell.strip():
        return ""
    return f"the column of '{cell.strip()[:40]}' has no name; name it in the first line"


def _check_columns(names: Sequence[str], text: str, path: Path, line: int) -> None:
    if sum(name in columns() for name in names) < 2:
        _check_kind(text.encode("utf-8", "replace"), path)
    unknown = dict.fromkeys(name for name in names if name and name not in columns())
    if unknown and not any(name in columns() or _meant(name) for name in names if name):
        raise UsageError(
            f"{path}:{line}: the first line must name the columns, such as {', '.join(_NEEDED)}; "
            f"this one begins with '{next(iter(unknown))[:40]}'"
        )
    if unknown:
        told = ", ".join(f"'{name[:40]}'{_meant(name)}" for name in unknown)
        raise UsageError(
            f"{path}:{line}: unknown column {told}; the columns are {', '.join(columns())}"
        )
    double = next((name for name in names if name and names.count(name) > 1), "")
    if double:
        raise UsageError(f"{path}:{line}: the column '{double}' appears twice")
    missing = [name for name in _NEEDED if name not in names]
    if missing:
        raise UsageError(
            f"{path}:{line}: the first line must name the columns; missing: {', '.join(missing)}"
        )


def _meant(name: str) -> str:
    """Return what an unknown column is probably called here, in parentheses; or nothing."""
    if _ONE_OPTION.fullmatch(name):
        return " (put all options in one column called options, separated by |)"
    if name in _OTHER_NAMES:
        return f" (call it {_OTHER_NAMES[name]})"
    hint = nearest(name, columns()).removeprefix("; ")
    return f" ({hint})" if hint else ""


def _cell(text: str) -> str:
    text = _BREAKS.sub("\n", text).strip()
    return text[1:] if text[:1] == "'" and _ACTS.match(text[1:]) else text
