"""Read a tree of positioned values by the schema, collecting all that is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from itertools import islice
from typing import Any, Final, TypeAlias, TypeGuard

from quizapp.answers.words.speech import SPEECH
from quizapp.bank import schema
from quizapp.bank.collection import Place
from quizapp.bank.reading import earlier, wording
from quizapp.bank.reading.contradictions import contradictions, entries, same_ids
from quizapp.bank.reading.expressions import (
    Fault,
    KnownNames,
    draw_faults,
    expression_faults,
    is_prose,
    template_faults,
)
from quizapp.bank.reading.nodes import (
    NOTHING,
    Entry,
    Mapping,
    RefusedNode,
    Scalar,
    Sequence,
    YamlNode,
)
from quizapp.bank.reading.quantities import Declarations, QuantitiesOf, formula_fault, parameters
from quizapp.bank.reading.yaml_errors import Complaint, shown
from quizapp.errors import QuizappError
from quizapp.expressions.vocabulary import CONSTANTS
from quizapp.quantities.declared import Takes
from quizapp.quantities.quantity import Example
from quizapp.quantities.units import ALIASES, BASES, UNITS, nearly
from quizapp.questions import kinds
from quizapp.questions.names import LONGEST_NAME, SLUG, is_name
from quizapp.questions.template import WORKING
from quizapp.questions.types import TYPES
from quizapp.text.suggestions import nearest

MAXIMUM_PROBLEMS: Final = 1_000
LONGEST_TEXT: Final = 20_000
MOST_NAMES: Final = 100
MOST_FAULTS: Final = 20
"""Problems told of one text; in a text with more, most are echoes of the first."""

_NEW_NAME = re.compile(r"[A-Za-z_][A-Za-z_0-9]*", re.ASCII)
_WORDS = re.compile(r"[A-Za-z0-9]+")
_UNDERSCORED = re.compile(r"[A-Za-z0-9]+(?:[-_][A-Za-z0-9]+)*")
_DURATION = re.compile(r"([0-9]{1,5}(?:\.[0-9]{1,3})?)\s*([sm]?)")
_SHARE = re.compile(r"([0-9]{1,9}(?:\.[0-9]{1,9})?)\s*%")
_LEXICON_NAME = re.compile(r"(?<!\w)@(\w+)")
_TEXTS: Final = (kinds.PlainText, kinds.TemplateText, kinds.Phrase)
_TAKEN: Final = {*CONSTANTS, WORKING, "and", "or", "not"}


class TooManyProblemsError(QuizappError):
    """A file that is wrong throughout; reading on would tell nothing new."""


class _Missing:
    """What a value that can't be read is read as."""


MISSING: Final = _Missing()

Label: TypeAlias = "str | tuple[int, Label]"
"""How messages call a value: by its field, or as an entry of what is called so."""


class FieldValues:
    """Reads values by kind; whatever is wrong becomes a complaint, and reading goes on."""

    def __init__(self, complaints: Iterable[Complaint], shelf: QuantitiesOf) -> None:
        self.complaints = list(complaints)
        self.declarations = Declarations()
        self._shelf = shelf
        self.places: dict[tuple[str, str], Place] = {}
        """Where each field stands, by a question's id, or ``quantity`` and its name, and the name
        of the field."""
        self._scope = KnownNames()
        self._phrases: list[Scalar] = []
        self._takes: Takes = ()
        """The parameters of the quantity that is being read."""

    def complain(self, place: Place, message: str) -> None:
        """Note what is wrong at a place."""
        self.complaints.append((*place, message))
        if len(self.complaints) >= MAXIMUM_PROBLEMS:
            raise TooManyProblemsError("")

    def _note(self, complaints: Iterable[Complaint]) -> None:
        for line, column, message in complaints:
            self.complain((line, column), message)

    def read(self, node: YamlNode, kind: kinds.FieldKind, label: Label) -> Any:  # noqa: ANN401 - by kind
        """Return the value of a node, or `MISSING` after a complaint."""
        return _READERS[type(kind)](self, node, kind, label)

    def _either(self, node: YamlNode, kind: kinds.Either, label: Label) -> Any:  # noqa: ANN401 - by kind
        return self.read(node, kind.record if isinstance(node, Mapping) else kind.plain, label)

    def _wrong(
        self, node: YamlNode, kind: kinds.FieldKind, label: Label, hint: str = ""
    ) -> _Missing:
        match node:
            case RefusedNode():
                return MISSING
            case Scalar() if node.is_empty and node.text:
                found = f"{node.text}, which YAML reads as nothing"
                if isinstance(kind, (*_TEXTS, kinds.Slug)) and node.text != "~":
                    hint = "; put it in single quotes if this word is meant"
            case Scalar(text=text):
                found = f"'{shown(text)}'" if text.strip() else "empty"
            case Sequence():
                found = "a list"
            case _:
                found = "a set of fields"
        if isinstance(node, Mapping) and isinstance(kind, _TEXTS):
            hint = (
                "; put text with a colon and a space in single quotes, or on the lines below "
                "'field: |'"
            )
        place = (node.line, node.column)
        hint = hint or _about_form(node, kind)
        described = kinds.described(kind)
        self.complain(place, f"{_shown_label(label)} is {found}; it must be {described}{hint}")
        return MISSING

    def _scalar(self, node: YamlNode, kind: kinds.FieldKind, label: Label) -> Any:  # noqa: ANN401 - by kind
        if isinstance(node, Sequence) and isinstance(kind, kinds.Expression):
            node = node.written or node
        if type(node) is not Scalar or (node.text in NOTHING and node.is_empty):
            return self._wrong(node, kind, label)
        text = node.text.strip()
        if len(text) > LONGEST_TEXT:
            message = (
                f"{_shown_label(label)} is longer than {LONGEST_TEXT:,} characters; shorten it"
            )
            self.complain((node.line, node.column), message)
            return MISSING
        value_of, check = _SCALARS[type(kind)]
        value = value_of(node, text, kind) if value_of else text or MISSING
        if value is MISSING:
            return self._wrong(node, kind, label, _hint(node, kind))
        if check:
            check(self, node, kind, label)
        return value

    def _check_text(self, node: Scalar, _: kinds.PlainText, label: Label) -> None:
        if label == "formula" and (fault := formula_fault(node.text.strip())):
            self.complain((node.line, node.column), fault)
        elif label == "says" and "{{" in node.text:
            message = "what a quantity says holds for all its questions; leave out the {{ }}"
            self.complain((node.line, node.column), message)

    def _check_template(self, node: Scalar, kind: kinds.TemplateText, _: Label) -> None:
        if "{{" in node.text:
            self._faults(node, template_faults(node.text, self._scope, working=kind.working))

    def _check_expression(self, node: Scalar, kind: kinds.Expression, label: Label) -> None:
        scope = self._scope.with_numbers(kind.also) if kind.also else self._scope
        faults = list(expression_faults(node.text, scope))
        if label == "answer" and faults and is_prose(node.text, self._scope):
            message = f"{faults[0][1]}; for an answer in words, use a choice or open question"
            faults = [(faults[0][0], message)]
        self._faults(node, faults)

    def _check_draw(self, node: Scalar, _: kinds.DrawCall, __: Label) -> None:
        self._faults(node, draw_faults(node.text, self._scope))

    def _note_phrase(self, node: Scalar, _: kinds.Phrase, __: Label) -> None:
        if "@" in node.text:
            self._phrases.append(node)

    def _check_called(self, node: Scalar, _: kinds.Called, __: Label) -> None:
        text = node.text.strip()
        if text != "logarithmic" and text not in self._scope.quantities:
            hint = nearest(text[:60], self._scope.quantities)
            message = f"no quantity called '{shown(text)}'{hint}"
            self.complain((node.line, node.column), message)

    def _faults(self, node: Scalar, faults: Iterable[Fault]) -> None:
        refused = self.declarations.refused
        if refused and any(name in node.text for name in refused):
            return  # what it calls is told of where that is declared
        for offset, message in islice(faults, MOST_FAULTS):
            self.complain(node.place(offset), message)

    def _check_lexicon(self, lexicon: dict[str, Any] | _Missing) -> None:
        """Complain of each ``@NAME`` that neither the lexicon nor the program has."""
        if isinstance(lexicon, _Missing):
            return
        hints = 0
        for phrase in self._phrases:
            unknown = (
                match
                for match in _LEXICON_NAME.finditer(phrase.text)
                if match.group(1) not in lexicon and match.group(1) not in SPEECH
            )
            for match in islice(unknown, MOST_FAULTS):
                name = match.group(1)
                # The nearest of many names takes a while; the first few show what is wrong.
                hint = nearest(name[:60], lexicon) if hints < MOST_FAULTS else ""
                hints += 1
                hint = hint or "; add it there, with its synonyms"
                message = f"the lexicon has no '{shown(name)}'{hint}"
                self.complain(phrase.place(match.start()), message)

    def _list(self, node: YamlNode, kind: kinds.ListOf, label: Label) -> Any:  # noqa: ANN401 - by kind
        if not isinstance(node, Sequence):
            return self._wrong(node, kind, label)
        items = node.items
        if len(items) < kind.least:
            count = f"only {len(items)}" if items else "no entries"
            message = f"{_shown_label(label)} has {count}; it needs at least {kind.least}"
            self.complain((node.line, node.column), message)
        if len(items) > kind.most:
            count = f"{len(items):,} entries"
            message = f"{_shown_label(label)} has {count}; the maximum is {kind.most}"
            self.complain((node.line, node.column), message)
            return MISSING
        read = _READERS[type(kind.of)]
        numbered = enumerate(items, 1)
        values = tuple([read(self, item, kind.of, (count, label)) for count, item in numbered])
        if Mapping in map(type, items):
            self._note(same_ids(node))
        return values

    def _mapping(self, node: YamlNode, kind: kinds.MappingOf, label: Label) -> Any:  # noqa: ANN401
        if not isinstance(node, Mapping):
            return self._wrong(node, kind, label)
        return {name: self.read(entry.value, kind.of, name) for name, entry in node.entries.items()}

    def _new_names(self, node: YamlNode, kind: kinds.NewNames, label: Label) -> Any:  # noqa: ANN401
        """Read names that expressions may use, each known only to those below it."""
        if not isinstance(node, Mapping):
            return self._wrong(node, kind, label)
        if len(node.entries) > MOST_NAMES:
            message = f"{_shown_label(label)} has more than {MOST_NAMES} names; shorten it"
            self.complain((node.line, node.column), message)
            return MISSING
        values = {}
        defined = self._scope.words if kind.words else self._scope.numbers
        self._scope.later = set(node.entries)
        for name, entry in node.entries.items():
            self._check_new_name(name, entry)
            values[name] = self.read(entry.value, kind.of, name)
            defined.setdefault(name, entry.line)
            self._scope.later.discard(name)
        return values

    def _check_new_name(self, name: str, entry: Entry) -> None:
        taken = self._scope.numbers.get(name) or self._scope.words.get(name)
        if taken:
            message = f"'{name}' is already defined on line {taken}; choose another name"
        elif name in _TAKEN:
            message = f"'{name}' is a built-in name; choose another"
        elif not _NEW_NAME.fullmatch(name) or len(name) > LONGEST_NAME:
            message = f"'{shown(name)}' can't be used in expressions; use letters, digits and _"
        else:
            return
        self.complain((entry.line, entry.column), message)

    def _parameters(self, node: YamlNode, kind: kinds.Parameters, label: Label) -> Any:  # noqa: ANN401
        """Read the parameters of a quantity, which its expressions may use from here on."""
        if not isinstance(node, Scalar | Sequence) or (isinstance(node, Scalar) and node.is_empty):
            return self._wrong(node, kind, label)
        read = parameters(node)
        if isinstance(read, str):
            self.complain((node.line, node.column), read)
            return MISSING
        self._scope.numbers.update((name, node.line) for name, _ in read)
        self._takes = read
        return read

    def _example(self, node: YamlNode, kind: kinds.ExampleRow, label: Label) -> Any:  # noqa: ANN401
        """Read the arguments of a quantity, and what it gives."""
        if not isinstance(node, Mapping):
            return self._wrong(node, kind, label)
        scope, self._scope = self._scope, KnownNames(quantities=self._scope.quantities)
        known = [name for name, _ in self._takes]
        values: dict[str, Any] = {}
        meant: set[str] = set()
        for name, entry in node.entries.items():
            if name == "unit":
                values["unit"] = self.read(entry.value, kinds.OneOf(tuple(BASES)), "unit")
            elif name in known or name == "gives":
                values[name] = self._given(entry.value, name)
            else:
                absent = [one for one in (*known, "gives") if one not in node.entries]
                hint = nearest(name[:60], absent)
                if len(absent) == 1:
                    hint = f"; did you mean '{absent[0]}'?"
                meant.update(one for one in absent if f"'{one}'" in hint)
                message = f"'{shown(name)}' isn't a parameter of this quantity{hint}"
                self.complain((entry.line, entry.column), message)
        self._scope = scope
        for name in [*(name for name, default in self._takes if not default), "gives"]:
            if name not in values and name not in meant:
                message = f"this example has no '{name}'; add '{name}:' followed by its value"
                self.complain((node.line, node.column), message)
        gives, unit = values.pop("gives", ""), values.pop("unit", "nats")
        return Example(tuple(values.items()), gives, unit)

    def _given(self, node: YamlNode, label: Label) -> Any:  # noqa: ANN401 - an expression
        """Read a value of an example; a list may stand on one line or on several."""
        text = _on_one_line(node)
        if text is None:
            return self.read(node, kinds.Expression(), label)
        for _, message in expression_faults(text, self._scope):
            self.complain((node.line, node.column), message)
        return text

    def _declare(self, name: str, node: YamlNode, read: Any) -> Any:  # noqa: ANN401 - by kind
        """Take in the quantities that the field of a bank brings."""
        if not isinstance(read, tuple) or MISSING in read:
            return read
        if name == "uses" and isinstance(node, Sequence):
            used = {}
            for item, bank in zip(node.items, read, strict=True):
                try:
                    used[bank] = self._shelf(bank)
                except QuizappError as error:
                    self.complain((item.line, item.column), str(error))
            for message in self.declarations.use(used):
                self.complain((node.line, node.column), message)
        elif name == "quantities" and not self.complaints:
            self._note(self.declarations.settle(node, read))
            return self.declarations.own
        return read

    def _record(self, node: YamlNode, record: kinds.Record, label: Label) -> Any:  # noqa: ANN401
        """Read named fields into the class of the record, or into a dictionary by name."""
        if not isinstance(node, Mapping):
            return self._wrong(node, record, label)
        before = len(self.complaints)
        written = entries(node)
        if record is schema.ANY_QUESTION:
            record = self._question_record(written)
        if record is schema.QUANTITY:
            logarithmic = {"base": 0} if _text(written, "logarithmic") == "true" else {}
            self._scope = KnownNames(logarithmic, quantities=self.declarations.all, place="takes")
            self._takes = ()
            self._place(f"quantity {_text(written, 'name')}", written)
        values = {}
        meant = self._check_unknown(written, record)
        for field in record.fields:
            entry = written.get(field.name)
            if entry is not None:
                if record is schema.BANK and field.name == "quantities":
                    self._note(self.declarations.announce(entry.value))
                read = _READERS[type(field.kind)]
                values[field.name] = read(self, entry.value, field.kind, field.name)
                if record is schema.BANK:
                    value = self._declare(field.name, entry.value, values[field.name])
                    values[field.name] = value
            elif field.required and not (field.name in meant or field.unless in {*meant, *written}):
                self.complain(
                    (node.line, node.column),
                    f"this {record.name} has no '{field.name}'; add '{field.name}:' followed by "
                    f"{kinds.described(field.kind)}",
                )
        self._note(contradictions(record, node))
        if record is schema.BANK:
            self._check_lexicon(values.get("lexicon", {}))
            self._note(wording.faults(node))
            self._note(earlier.faults(node, is_name))
        if len(self.complaints) > before:
            return MISSING
        return record.makes(**values)

    def _question_record(self, written: dict[str, Entry]) -> kinds.Record:
        """Return the fields that a question of this type has, and begin with no names."""
        kind = _text(written, "type")
        self._scope = KnownNames(
            working=kind in TYPES and TYPES[kind].stepwise, quantities=self.declarations.all
        )
        self._place(_text(written, "id"), written)
        return schema.of_type(kind)

    def _place(self, identity: str, written: dict[str, Entry]) -> None:
        """Note where the fields of a question or a quantity stand."""
        for name, (value, _) in written.items():
            self.places.setdefault((identity, name), (value.line, value.column))
            if name == "examples" and isinstance(value, Sequence):
                for number, item in enumerate(value.items, 1):
                    self.places[identity, f"example {number}"] = (item.line, item.column)

    def _check_unknown(self, written: dict[str, Entry], record: kinds.Record) -> set[str]:
        """Complain of unknown fields, and return the names that were meant."""
        meant: set[str] = set()
        if written.keys() <= record.names:
            return meant
        known = [field.name for field in record.fields]
        for name, entry in written.items():
            if name in known:
                continue
            types = schema.types_with(name) if record.name.endswith("question") else ()
            if types and record is schema.ANY_QUESTION:
                continue
            if types:
                message = (
                    f"'{name}' is for {types[0]} questions, and this is "
                    f"{kinds.article(record.name)}; change the type or delete the field"
                )
            else:
                hint = _inside(name, record) or nearest(name[:60], known)
                meant.update(field for field in known if f"'{field}'" in hint)
                hint = hint or f"; {kinds.article(record.name)} can have: {', '.join(known)}"
                message = f"unknown field '{shown(name)}'{hint}"
            self.complain((entry.line, entry.column), message)
        return meant


def _inside(name: str, record: kinds.Record) -> str:
    """Say where a field belongs that only an entry inside a record can have; or nothing."""
    inner = next((one for one in kinds.records(record.fields) if name in one.names), None)
    if inner is None:
        return ""
    return f"; it belongs to {kinds.article(inner.name)}: indent it like the other fields there"


def _on_one_line(node: YamlNode) -> str | None:
    """Return a list with an entry on each line as it would stand on one; None for all else."""
    if not isinstance(node, Sequence) or node.written is not None:
        return None
    texts = [item.text if isinstance(item, Scalar) else _on_one_line(item) for item in node.items]
    written = [
        item.written.text if text is None and isinstance(item, Sequence) and item.written else text
        for item, text in zip(node.items, texts, strict=True)
    ]
    return f"[{', '.join(text or '' for text in written)}]"


def _shown_label(label: Label) -> str:
    """Return how messages call a value."""
    return label if isinstance(label, str) else f"entry {label[0]} of {_shown_label(label[1])}"


def _text(written: dict[str, Entry], name: str) -> str:
    """Return a field's text as written, or nothing."""
    value = written[name].value if name in written else None
    return value.text if isinstance(value, Scalar) else ""


def _slug(_: Scalar, text: str, kind: kinds.Slug) -> str | _Missing:
    return text if is_name(text, _UNDERSCORED if kind.underscores else SLUG) else MISSING


def _new_name(_: Scalar, text: str, __: kinds.NewFunction | kinds.Called) -> str | _Missing:
    return text if is_name(text, _NEW_NAME) else MISSING


def _reference(_: Scalar, text: str, __: kinds.Reference) -> str | _Missing:
    bank, slash, identity = text.rpartition("/")
    return text if is_name(identity) and (not slash or is_name(bank)) else MISSING


def _word(_: Scalar, text: str, kind: kinds.OneOf) -> str | _Missing:
    return text if text in kind.words else MISSING


def _boolean(node: Scalar, _: str, __: kinds.Boolean) -> bool | _Missing:
    return node.value if isinstance(node.value, bool) else MISSING


def _duration(_: Scalar, text: str, __: kinds.Duration) -> float | _Missing:
    written = _DURATION.fullmatch(text)
    if written is None:
        return MISSING
    seconds = float(written.group(1)) * (60 if written.group(2) == "m" else 1)
    return seconds if 0 < seconds <= 3600 else MISSING


def _levels(_: Scalar, text: str, __: kinds.Levels) -> tuple[int, int] | _Missing:
    return kinds.read_levels(text) or MISSING


def _unit(_: Scalar, text: str, __: kinds.UnitWord) -> str | _Missing:
    """Return a unit by its name, or a word that is not nearly one."""
    name = ALIASES.get(text, text)
    fits = name in UNITS or (_UNIT.fullmatch(name) and not nearly(name))
    return name if fits else MISSING


_UNIT: Final = re.compile(rf"(?=.{{1,{kinds.LONGEST_UNIT}}}$)(?:[$€£¥]|[^\W\d_][\w·/²³^-]*)")

_COMMA: Final = re.compile(r"[+-]?\d+,\d+ ?[%a-z]*")
"""A number with a decimal comma."""


def _proportion(node: Scalar, text: str, _: kinds.Proportion) -> float | _Missing:
    percent = _SHARE.fullmatch(text)
    share = float(percent.group(1)) / 100 if percent else node.value
    return float(share) if _is_number(share) and 0 <= share < 1 else MISSING


def _whole(node: Scalar, _: str, kind: kinds.Whole) -> int | _Missing:
    number = node.value
    if not isinstance(number, int) or isinstance(number, bool):
        return MISSING
    return number if kind.least <= number <= kind.most else MISSING


def _real(node: Scalar, _: str, kind: kinds.RealNumber) -> float | _Missing:
    number = node.value
    return float(number) if _is_number(number) and kind.least <= number <= kind.most else MISSING


def _is_number(value: object) -> TypeGuard[int | float]:
    return isinstance(value, int | float) and not isinstance(value, bool)


_SCALARS: Final[dict[type, tuple[Callable[..., Any] | None, Callable[..., None] | None]]] = {
    kinds.PlainText: (None, FieldValues._check_text),
    kinds.TemplateText: (None, FieldValues._check_template),
    kinds.Phrase: (None, FieldValues._note_phrase),
    kinds.Expression: (None, FieldValues._check_expression),
    kinds.DrawCall: (None, FieldValues._check_draw),
    kinds.Called: (_new_name, FieldValues._check_called),
    kinds.Slug: (_slug, None),
    kinds.UnitWord: (_unit, None),
    kinds.NewFunction: (_new_name, None),
    kinds.Reference: (_reference, None),
    kinds.OneOf: (_word, None),
    kinds.Boolean: (_boolean, None),
    kinds.Duration: (_duration, None),
    kinds.Levels: (_levels, None),
    kinds.Proportion: (_proportion, None),
    kinds.Whole: (_whole, None),
    kinds.RealNumber: (_real, None),
}
"""What a scalar says as a kind, or `MISSING`, where that isn't its text; and what is looked at in
it beside its form."""

_READERS: Final[dict[type, Callable[..., Any]]] = {
    **dict.fromkeys(_SCALARS, FieldValues._scalar),
    kinds.Record: FieldValues._record,
    kinds.ListOf: FieldValues._list,
    kinds.MappingOf: FieldValues._mapping,
    kinds.NewNames: FieldValues._new_names,
    kinds.Either: FieldValues._either,
    kinds.Parameters: FieldValues._parameters,
    kinds.ExampleRow: FieldValues._example,
}
"""How each kind is read."""


def _about_form(node: YamlNode, kind: kinds.FieldKind) -> str:
    """Say what was probably meant by a value that has the form of another."""
    text = node.text.strip() if isinstance(node, Scalar) else ""
    if isinstance(kind, kinds.Proportion | kinds.RealNumber | kinds.Duration) and _COMMA.fullmatch(
        text
    ):
        return f"; use a decimal point: {text.replace(',', '.')}"
    if isinstance(kind, kinds.Record) and isinstance(node, Scalar) and node.text.strip():
        first = next((field.name for field in kind.fields if field.required), "")
        return f"; write '{first}: ' before it" if first == "text" else ""
    if isinstance(kind, kinds.ListOf) and isinstance(node, Mapping):
        return "; write '- ' before the first field of each entry, and indent its other fields"
    if isinstance(node, Scalar) and node.is_empty:
        end = node.source.find("\n", node.end)
        rest = node.source[node.end : None if end < 0 else end]
        if rest.lstrip().startswith("#"):
            return "; '#' starts a comment, so put text that starts with it in single quotes"
    return ""


def _hint(node: Scalar, kind: kinds.FieldKind) -> str:
    """Say what was probably meant by a scalar that isn't of its kind."""
    if isinstance(kind, kinds.UnitWord) and (meant := nearly(node.text.strip()[:60])):
        return f"; did you mean '{meant}'?"
    if isinstance(kind, kinds.OneOf):
        return nearest(node.text[:60], kind.words)
    if isinstance(kind, kinds.Slug | kinds.NewFunction):
        between, form = ("-", SLUG) if isinstance(kind, kinds.Slug) else ("_", _NEW_NAME)
        meant = between.join(_WORDS.findall(node.text[:LONGEST_NAME]))
        return f"; write {meant}" if meant != node.text and is_name(meant, form) else ""
    if isinstance(kind, kinds.Whole | kinds.RealNumber | kinds.Boolean) and node.style:
        return "; write it without quotes"
    return ""
