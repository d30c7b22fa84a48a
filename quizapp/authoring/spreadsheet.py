"""Questions in a spreadsheet: one fixed question a row, out of a bank and into one.

A row can't say what varies. What is generated goes out as variants, and is written in YAML.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from string import ascii_lowercase
from typing import Any, Final

from quizapp.bank import reader, schema
from quizapp.bank.json_schema import first_line
from quizapp.errors import BankError, UsageError
from quizapp.questions.base import Variant
from quizapp.questions.choice import ChoiceVariant
from quizapp.questions.numeric import NumericVariant
from quizapp.questions.open import OpenVariant
from quizapp.questions.order import OrderVariant
from quizapp.text.suggestions import nearest

COLUMNS: Final[Mapping[str, str]] = {
    "id": "letters, digits and hyphens",
    "type": "numeric, choice, order or open",
    "topic": "such as softmax",
    "level": "from 1 to 5",
    "title": "a short name",
    "stem": "the text that asks",
    "answer": "of a numeric question: a number or an expression",
    "unit": "nats, bits, bans, percent or none",
    "tolerance": "such as 1%",
    "options": "of a choice, with | between them",
    "correct": "the letters of the right options, such as b or a, c",
    "whys": "a reason for each option, with | between them",
    "lines": "of an order, as they belong, with | between them",
    "rubric": "of an open question: what a good answer says, with | between",
    "model_answer": "of an open question",
    "hints": "with | between them",
    "solution": "a text beside the computed working",
}
"""Column → what a cell of it holds."""

MAXIMUM_SIZE: Final = 5_000_000
_ACTS: Final = re.compile(r"'*[=+\-@\t\r]")
_NUMBER: Final = re.compile(r"[+-]?[\d.]+(?:e[+-]?\d+)?", re.IGNORECASE)
_DELIMITERS: Final = {",": "commas", ";": "semicolons", "\t": "tabs"}
_WRONG: Final = "\0"
"""Stands for a column in a row that can't be read, with why."""
_BREAKS: Final = re.compile("\r\n?|[\x85\u2028\u2029]")
_PARTS: Final = re.compile(r"\s*(?<!\\)\|\s*")


@dataclass(frozen=True)
class Taken:
    """What came out of a spreadsheet."""

    text: str
    """The bank; empty when no row could be carried over."""
    questions: int
    problems: tuple[str, ...]
    """``file:line: why`` for each row that couldn't."""


# Out


def written(variants: Iterable[Variant]) -> str:
    """Return variants as the text of a CSV file, a row each."""
    out = io.StringIO()
    rows = csv.DictWriter(out, COLUMNS, restval="", lineterminator="\n")
    known: set[str] = set()
    rows.writeheader()
    for variant in variants:
        row = _row(variant)
        row["id"] = _free(row["id"], known)
        known.add(row["id"])
        rows.writerow({name: _safe(text) for name, text in row.items()})
    return out.getvalue()


def _free(name: str, known: Container[str]) -> str:
    """Return an id that no row above has."""
    ends = ("" if number == 1 else f"-{number}" for number in count(1))
    names = (name[: schema.LONGEST_NAME - len(end)] + end for end in ends)
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
    match variant:
        case NumericVariant():
            numeric = variant.question
            fixed = not (numeric.draw or numeric.let)
            share = f"{numeric.tolerance.relative * 100:.9f}".rstrip("0").rstrip(".")
            row |= {
                "answer": numeric.answer if fixed else _number(variant.key),
                "unit": numeric.unit,
                "tolerance": f"{share}%",
            }
        case ChoiceVariant():
            letters = zip(ascii_lowercase, variant.options, strict=False)
            row |= {
                "options": _joined(option.text for option in variant.options),
                "correct": ", ".join(letter for letter, option in letters if option.correct),
                "whys": _joined(option.why for option in variant.options),
            }
        case OrderVariant():
            row |= {"lines": _joined(map(variant.fill, variant.question.lines))}
        case OpenVariant():
            row |= {
                "rubric": _joined(point.text for point in variant.points),
                "model_answer": variant.key_text.strip(),
            }
        case _:
            pass
    return row


def _number(value: Any) -> str:  # noqa: ANN401 - a number or lists of them
    if hasattr(value, "tolist"):
        value = value.tolist()
    if isinstance(value, list):
        return f"[{', '.join(map(_number, value))}]"
    return repr(float(value))


def _joined(texts: Iterable[str]) -> str:
    return " | ".join(text.strip().replace("|", "\\|") for text in texts)


def _safe(text: str) -> str:
    """Return a cell that no spreadsheet takes for a formula."""
    return f"'{text}" if _ACTS.match(text) and not _NUMBER.fullmatch(text) else text


# In


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
    if len(data) > MAXIMUM_SIZE:
        raise UsageError(f"{path} is larger than {MAXIMUM_SIZE:,} bytes; split it")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise UsageError(
            f"{path}:{line}: byte {data[error.start]:#04x} is not UTF-8; save it as CSV in UTF-8"
        ) from None
    head = f"{first_line()}\nschema: 1\nbank: {name}\nquestions:\n"
    entries: list[str] = []
    problems: list[str] = []
    lines: dict[str, int] = {}
    for line, row in _rows(text, path):
        if why := row.get(_WRONG) or _wrong_options(row):
            problems.append(f"{path}:{line}: {why}")
            continue
        entry = _entry(row)
        identity = row.get("id", "")
        if identity in lines:
            problems.append(f"{path}:{line}: the id '{identity}' is also in line {lines[identity]}")
            continue
        try:
            reader.read_text(head + entry, Path(path.name))
        except BankError as error:
            whys = "; ".join(dict.fromkeys(problem.message for problem in error.problems))
            problems.append(f"{path}:{line}: {whys}")
            continue
        lines[identity] = line
        entries.append(entry)
    bank = head + "\n".join(entries) if entries else ""
    return Taken(bank, len(entries), tuple(problems))


def _rows(text: str, path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield the rows with their lines; those that are empty are none."""
    first = text.partition("\n")[0]
    delimiter = max(_DELIMITERS, key=first.count)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        names = [name.strip().casefold() for name in next(rows, [])]
        _check_columns(names, path)
        begins = rows.line_num + 1
        for cells in rows:
            line, begins = begins, rows.line_num + 1
            if any(cell.strip() for cell in cells):
                row = dict(zip(names, map(_cell, cells), strict=False))
                if any(cell.strip() for cell in cells[len(names) :]):
                    row[_WRONG] = (
                        f"there are {len(cells)} cells and {len(names)} columns; put a text with "
                        f"{_DELIMITERS[delimiter]} in quotes"
                    )
                yield line, row
    except csv.Error as error:
        raise UsageError(f"{path}:{rows.line_num}: this is no CSV: {error}") from None


def _check_columns(names: Sequence[str], path: Path) -> None:
    for name in names:
        if name not in COLUMNS:
            known = nearest(name, COLUMNS) or f"; the columns are {', '.join(COLUMNS)}"
            raise UsageError(f"{path}:1: there is no column '{name[:40]}'{known}")
        if names.count(name) > 1:
            raise UsageError(f"{path}:1: the column '{name}' is there twice")
    missing = [name for name in ("id", "type", "topic", "level", "stem") if name not in names]
    if missing:
        raise UsageError(f"{path}:1: the first line names the columns; {missing[0]} is missing")


def _cell(text: str) -> str:
    text = _BREAKS.sub("\n", text).strip()
    return text[1:] if text[:1] == "'" and _ACTS.match(text[1:]) else text


def _entry(row: Mapping[str, str]) -> str:
    """Return a row as an entry of the list of questions."""
    out = [f"  - id: {_scalar(row.get('id', ''), 4)}"]
    for name in ("type", "topic", "level", "title", "stem", "answer", "unit", "tolerance"):
        if row.get(name):
            out.append(f"    {name}: {_scalar(row[name], 4)}")
    if row.get("options"):
        out += ["    options:", *_options(row)]
    for name in ("lines", "hints"):
        if row.get(name):
            out.append(f"    {name}:")
            out += [f"      - {_scalar(part, 6)}" for part in _split(row[name])]
    if row.get("rubric"):
        out.append("    rubric:")
        for number, part in enumerate(_split(row["rubric"]), start=1):
            out += [f"      - id: point-{number}", f"        text: {_scalar(part, 8)}"]
    for name in ("model_answer", "solution"):
        if row.get(name):
            out.append(f"    {name}: {_scalar(row[name], 4)}")
    return "\n".join(out) + "\n"


def _letters(row: Mapping[str, str]) -> list[str]:
    """Return what names the right options; ``ac`` is as good as ``a, c``."""
    found = re.findall(r"[^\s,;|]+", row.get("correct", "").casefold())
    options = ascii_lowercase[: len(_split(row.get("options", "")))]
    return [part for one in found for part in (one if set(one) <= set(options) else [one])]


def _wrong_options(row: Mapping[str, str]) -> str:
    """Say which letter under ``correct`` names no option; nothing when each does."""
    if not row.get("options"):
        return ""
    options = ascii_lowercase[: len(_split(row["options"]))]
    wrong = next((letter for letter in _letters(row) if letter not in options), "")
    if not wrong:
        return ""
    return f"correct: '{wrong[:40]}' is no option; say letters from a to {options[-1]}"


def _options(row: Mapping[str, str]) -> Iterator[str]:
    correct = set(_letters(row))
    whys = _split(row.get("whys", ""))
    for place, option in enumerate(_split(row["options"])):
        yield f"      - text: {_scalar(option, 8)}"
        if ascii_lowercase[place : place + 1] in correct - {""}:
            yield "        correct: true"
        if place < len(whys) and whys[place]:
            yield f"        why: {_scalar(whys[place], 8)}"


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
