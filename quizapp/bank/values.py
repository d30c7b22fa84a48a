"""Read a tree of positioned values by the schema, collecting all that is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, Final, TypeAlias

from quizapp.bank import schema
from quizapp.bank.document import Entry, Mapping, Node, Refused, Scalar, Sequence
from quizapp.bank.formulas import (
    Fault,
    Scope,
    draw_faults,
    expression_faults,
    template_faults,
)
from quizapp.bank.syntax import Complaint, shown
from quizapp.errors import QuizappError
from quizapp.expressions.vocabulary import CONSTANTS
from quizapp.nearest import nearest
from quizapp.questions.choice import Option
from quizapp.questions.numeric import AuthorSlip, Tolerance
from quizapp.questions.open import Misconception, Point
from quizapp.questions.template import WORKING

MAXIMUM_PROBLEMS: Final = 1_000
LONGEST_TEXT: Final = 20_000

Place: TypeAlias = tuple[int, int]
"""A line and a column, counted from 1."""

_CLASSES: Final = {
    "slip": AuthorSlip,
    "option": Option,
    "point": Point,
    "misconception": Misconception,
    "tolerance": Tolerance,
    "pattern": dict,
}
_NEW_NAME = re.compile(r"[A-Za-z_][A-Za-z_0-9]*", re.ASCII)
_SLUG = re.compile(r"[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*")
_UNDERSCORED = re.compile(r"[A-Za-z0-9]+(?:[-_][A-Za-z0-9]+)*")
_DURATION = re.compile(r"([0-9]{1,5}(?:\.[0-9]{1,3})?)\s*([sm]?)")
_SHARE = re.compile(r"([0-9]{1,9}(?:\.[0-9]{1,9})?)\s*%")
_LEXICON_NAME = re.compile(r"(?<!\w)@(\w+)")
_TAKEN: Final = {*CONSTANTS, WORKING, "and", "or", "not"}


class TooManyProblemsError(QuizappError):
    """A file that is wrong throughout; reading on would tell nothing new."""


class _Missing:
    """What a value that can't be read is read as."""


MISSING: Final = _Missing()


class Values:
    """Reads values by kind; whatever is wrong becomes a complaint, and reading goes on."""

    def __init__(self, complaints: Iterable[Complaint]) -> None:
        self.complaints = list(complaints)
        self.places: dict[tuple[str, str], Place] = {}
        """Where each field of each question stands, by question id and name of the field."""
        self._scope = Scope()
        self._lexicon_uses: list[tuple[str, Place]] = []

    def complain(self, place: Place, message: str) -> None:
        """Note what is wrong at a place."""
        self.complaints.append((*place, message))
        if len(self.complaints) >= MAXIMUM_PROBLEMS:
            raise TooManyProblemsError("")

    def read(self, node: Node, kind: schema.Kind, label: str) -> Any:  # noqa: ANN401 - by kind
        """Return the value of a node, or `MISSING` after a complaint."""
        if isinstance(node, Refused):
            return MISSING
        match kind:
            case schema.Record():
                return self._record(node, kind, label)
            case schema.ListOf():
                return self._list(node, kind, label)
            case schema.MappingOf():
                return self._mapping(node, kind, label)
            case schema.NewNames():
                return self._new_names(node, kind, label)
            case schema.Either():
                chosen = kind.record if isinstance(node, Mapping) else kind.plain
                return self.read(node, chosen, label)
            case schema.Expression():
                if isinstance(node, Sequence) and node.written is not None:
                    node = node.written
        if not isinstance(node, Scalar) or (not node.style and node.value is None):
            return self._wrong(node, kind, label)
        return self._scalar(node, kind, label)

    def _wrong(self, node: Node, kind: schema.Kind, label: str, hint: str = "") -> _Missing:
        match node:
            case Scalar(text=text):
                found = f"'{shown(text)}'" if text.strip() else "empty"
            case Sequence():
                found = "a list"
            case _:
                found = "a set of fields"
        texts = (schema.Text, schema.Template, schema.Phrase)
        if isinstance(node, Mapping) and isinstance(kind, texts):
            hint = "; text with a colon and a space goes in single quotes, or after '|'"
        place = (node.line, node.column)
        self.complain(place, f"{label} is {found}; it must be {schema.described(kind)}{hint}")
        return MISSING

    def _scalar(self, node: Scalar, kind: schema.Kind, label: str) -> Any:  # noqa: ANN401 - by kind
        text = node.text.strip()
        if len(text) > LONGEST_TEXT:
            message = f"{label} is longer than {LONGEST_TEXT:,} characters; shorten it"
            self.complain((node.line, node.column), message)
            return MISSING
        value = _plain_value(node, kind)
        if isinstance(value, _Missing):
            return self._wrong(node, kind, label, _hint(node, kind))
        match kind:
            case schema.Template(working=working):
                self._faults(node, template_faults(node.text, self._scope, working=working))
            case schema.Expression():
                self._faults(node, expression_faults(node.text, self._scope))
            case schema.Draw():
                self._faults(node, draw_faults(node.text))
            case schema.Phrase():
                for match in _LEXICON_NAME.finditer(node.text):
                    self._lexicon_uses.append((match.group(1), node.place(match.start())))
        return value

    def _faults(self, node: Scalar, faults: Iterable[Fault]) -> None:
        for offset, message in faults:
            self.complain(node.place(offset), message)

    def _check_lexicon(self, lexicon: dict[str, Any] | _Missing) -> None:
        """Complain of each ``@NAME`` that the lexicon lacks."""
        if isinstance(lexicon, _Missing):
            return
        known = list(lexicon)
        for name, place in self._lexicon_uses:
            if name not in known:
                hint = nearest(name[:60], known) or "; add it there, with its synonyms"
                self.complain(place, f"the lexicon has no '{shown(name)}'{hint}")

    def _list(self, node: Node, kind: schema.ListOf, label: str) -> Any:  # noqa: ANN401 - by kind
        if not isinstance(node, Sequence):
            return self._wrong(node, kind, label)
        if len(node.items) < kind.least:
            count = "no entries" if not node.items else f"only {len(node.items)}"
            self.complain(
                (node.line, node.column), f"{label} has {count}; it needs at least {kind.least}"
            )
        entries = enumerate(node.items, 1)
        read = [self.read(item, kind.of, f"entry {count} of {label}") for count, item in entries]
        self._check_ids(node)
        return tuple(read)

    def _check_ids(self, node: Sequence) -> None:
        """Complain of entries that share their id."""
        lines: dict[str, int] = {}
        for item in node.items:
            identity = _entries(item).get("id") if isinstance(item, Mapping) else None
            if identity is None or not isinstance(identity.value, Scalar):
                continue
            value = identity.value
            if value.text in lines:
                message = (
                    f"the id '{shown(value.text)}' is taken by line {lines[value.text]}; "
                    "choose another"
                )
                self.complain((value.line, value.column), message)
            lines.setdefault(value.text, value.line)

    def _mapping(self, node: Node, kind: schema.MappingOf, label: str) -> Any:  # noqa: ANN401
        if not isinstance(node, Mapping):
            return self._wrong(node, kind, label)
        return {key.text: self.read(value, kind.of, key.text) for key, value in node.entries}

    def _new_names(self, node: Node, kind: schema.NewNames, label: str) -> Any:  # noqa: ANN401
        """Read names that expressions may use, each known only to those below it."""
        if not isinstance(node, Mapping):
            return self._wrong(node, kind, label)
        values = {}
        defined = self._scope.words if kind.words else self._scope.numbers
        remaining = [key.text for key, _ in node.entries]
        for key, value in node.entries:
            self._scope.later = frozenset(remaining)
            remaining.pop(0)
            self._check_new_name(key)
            values[key.text] = self.read(value, kind.of, key.text)
            defined.setdefault(key.text, key.line)
        self._scope.later = frozenset()
        return values

    def _check_new_name(self, key: Scalar) -> None:
        name = key.text
        taken = self._scope.numbers.get(name) or self._scope.words.get(name)
        if taken:
            message = f"'{name}' is defined in line {taken} already; choose another name"
        elif name in _TAKEN:
            message = f"'{name}' has a meaning of its own; choose another name"
        elif not _NEW_NAME.fullmatch(name) or len(name) > schema.LONGEST_NAME:
            message = f"'{shown(name)}' can't be used in expressions; write letters, digits and _"
        else:
            return
        self.complain((key.line, key.column), message)

    def _record(self, node: Node, record: schema.Record, label: str) -> Any:  # noqa: ANN401
        """Read named fields into the class of the record, or into a dictionary by name."""
        if not isinstance(node, Mapping):
            return self._wrong(node, record, label)
        before = len(self.complaints)
        entries = _entries(node)
        if record is schema.ANY_QUESTION:
            record = self._question_record(entries)
        values = {}
        for field in record.fields:
            entry = entries.get(field.name)
            if entry is not None:
                values[field.name] = self.read(entry.value, field.kind, field.name)
            elif field.required:
                self.complain(
                    (node.line, node.column),
                    f"this {record.name} lacks '{field.name}'; add {field.name}: "
                    f"{schema.described(field.kind)}",
                )
        self._check_unknown(entries, record)
        self._check_together(node, record, values)
        if len(self.complaints) > before:
            return MISSING
        return _CLASSES.get(record.name, dict)(**values)

    def _question_record(self, entries: dict[str, Entry]) -> schema.Record:
        """Return the fields that a question of this type has, and begin with no names."""
        written = entries["type"].value if "type" in entries else None
        kind = written.text if isinstance(written, Scalar) else ""
        self._scope = Scope(working=kind == "numeric")
        identity = entries["id"].value if "id" in entries else None
        if isinstance(identity, Scalar):
            for name, entry in entries.items():
                value = entry.value
                self.places.setdefault((identity.text, name), (value.line, value.column))
        return schema.QUESTIONS.get(kind, schema.ANY_QUESTION)

    def _check_unknown(self, entries: dict[str, Entry], record: schema.Record) -> None:
        known = [field.name for field in record.fields]
        for name, (key, _) in entries.items():
            if name in known:
                continue
            others = [
                kind
                for kind, fields in schema.TYPE_FIELDS.items()
                if any(field.name == name for field in fields)
            ]
            if others and record is schema.ANY_QUESTION:
                continue
            if others and record in schema.QUESTIONS.values():
                message = (
                    f"'{name}' is a field of {others[0]} questions, and this is a {record.name}; "
                    "change its type or delete the field"
                )
            else:
                hint = nearest(name[:60], known) or f"; it can have {', '.join(known)}"
                message = f"a {record.name} has no field '{shown(name)}'{hint}"
            self.complain((key.line, key.column), message)

    def _check_together(self, node: Mapping, record: schema.Record, values: dict[str, Any]) -> None:
        """Check what no single field can say."""
        match record.name:
            case "pattern" if ("seq" in values) == ("all" in values):
                self.complain(
                    (node.line, node.column),
                    "a pattern has either seq (phrases in this order) or all (in any order)",
                )
            case "bank":
                self._check_lexicon(values.get("lexicon", {}))
            case "choice question":
                self._check_options(node)
            case "order question":
                self._check_lines(node)
            case "open question":
                self._check_blocks(node)

    def _check_options(self, node: Mapping) -> None:
        options = _items(node, "options")
        texts = [option for option in options if isinstance(option, Mapping)]
        self._check_different([_field(option, "text") for option in texts], "option")
        correct = [_field(option, "correct") for option in texts]
        if texts and not any(flag is not None and flag.value is True for flag in correct):
            place = (options[0].line, options[0].column)
            self.complain(place, "no option is right; add 'correct: true' to those that are")

    def _check_lines(self, node: Mapping) -> None:
        lines = _items(node, "lines")
        self._check_different([line for line in lines if isinstance(line, Scalar)], "line")

    def _check_different(self, scalars: Iterable[Scalar | None], what: str) -> None:
        """Complain of a text that is offered twice, for which no response could be right."""
        lines: dict[str, int] = {}
        for scalar in scalars:
            if scalar is None:
                continue
            first = lines.setdefault(scalar.text.strip(), scalar.line)
            if first != scalar.line:
                message = f"this {what} is the same as that of line {first}; change one"
                self.complain((scalar.line, scalar.column), message)

    def _check_blocks(self, node: Mapping) -> None:
        """Complain of blocked points that the rubric lacks."""
        points = [
            identity.text
            for point in _items(node, "rubric")
            if isinstance(point, Mapping) and (identity := _field(point, "id")) is not None
        ]
        for misconception in _items(node, "misconceptions"):
            for blocked in _items(misconception, "blocks"):
                if isinstance(blocked, Scalar) and blocked.text not in points:
                    hint = nearest(blocked.text[:60], points) or f"; it has {', '.join(points)}"
                    message = f"the rubric has no point '{shown(blocked.text)}'{hint}"
                    self.complain((blocked.line, blocked.column), message)


def _field(node: Mapping, name: str) -> Scalar | None:
    entry = _entries(node).get(name)
    return entry.value if entry is not None and isinstance(entry.value, Scalar) else None


def _items(node: Node, name: str) -> tuple[Node, ...]:
    entry = _entries(node).get(name) if isinstance(node, Mapping) else None
    return entry.value.items if entry is not None and isinstance(entry.value, Sequence) else ()


def _entries(node: Mapping) -> dict[str, Entry]:
    return {entry.key.text: entry for entry in node.entries}


def _plain_value(node: Scalar, kind: schema.Kind) -> Any:  # noqa: ANN401 - by kind
    """Return what a scalar says as a kind, or `MISSING`."""
    text = node.text.strip()
    value = node.value
    number = value if isinstance(value, int | float) and not isinstance(value, bool) else None
    match kind:
        case schema.Whole(least=least, most=most):
            return number if isinstance(number, int) and least <= number <= most else MISSING
        case schema.Number(least=least, most=most):
            return float(number) if number is not None and least <= number <= most else MISSING
        case schema.Share():
            percent = _SHARE.fullmatch(text)
            share = float(percent.group(1)) / 100 if percent else number
            return float(share) if share is not None and 0 <= share < 1 else MISSING
        case schema.Duration():
            written = _DURATION.fullmatch(text)
            if written is None:
                return MISSING
            seconds = float(written.group(1)) * (60 if written.group(2) == "m" else 1)
            return seconds if 0 < seconds <= 3600 else MISSING
        case schema.Boolean():
            return value if isinstance(value, bool) else MISSING
        case schema.OneOf(words=words):
            return text if text in words else MISSING
        case schema.Slug(underscores=underscores):
            pattern = _UNDERSCORED if underscores else _SLUG
            return text if is_name(text, pattern) else MISSING
        case schema.Reference():
            bank, slash, identity = text.rpartition("/")
            fits = is_name(identity) and (is_name(bank) if slash else True)
            return text if fits else MISSING
        case _:
            return text or MISSING


def is_name(text: str, pattern: re.Pattern[str] = _SLUG) -> bool:
    """Whether a text can name a bank or a question."""
    return len(text) <= schema.LONGEST_NAME and pattern.fullmatch(text) is not None


def _hint(node: Scalar, kind: schema.Kind) -> str:
    """Say what was probably meant by a scalar that isn't of its kind."""
    if isinstance(kind, schema.OneOf):
        return nearest(node.text[:60], kind.words)
    if isinstance(kind, schema.Whole | schema.Number | schema.Boolean) and node.style:
        return "; write it without quotes"
    return ""
