"""Read the quantities that a bank declares or uses: what no single field of them can say."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final, TypeAlias

from quizapp.bank.reading.contradictions import entries
from quizapp.bank.reading.nodes import Entry, Scalar, Sequence, YamlNode
from quizapp.bank.reading.yaml_errors import Complaint, shown
from quizapp.errors import ExpressionError
from quizapp.expressions import grammar, size
from quizapp.expressions.grammar import Call, parsed
from quizapp.expressions.vocabulary import ALL_FUNCTIONS, CONSTANTS, is_entrywise
from quizapp.quantities import QUANTITIES, Quantities, with_own
from quizapp.quantities.declared import Takes, declared
from quizapp.quantities.quantity import Quantity
from quizapp.questions.template import WORKING
from quizapp.text.formulas import MAXIMUM_LENGTH

QuantitiesOf: TypeAlias = Callable[[str], tuple[Quantity, ...]]
"""Returns what a bank declares or uses; raises `BankError` or `UsageError` where it can't."""

MOST_PARAMETERS: Final = 20
RESERVED: Final = frozenset({*CONSTANTS, WORKING, "and", "or", "not", "base", "result", "way"})
"""Names that have a meaning of their own in a definition or in a mistake."""

_PARAMETER = re.compile(r"\s*([A-Za-z_][A-Za-z_0-9]{0,63})\s*(?:=\s*(-?[0-9.]+(?:[eE]-?\d+)?))?\s*")
_WORDS: Final = re.compile(r"\w+")
_DEFINING: Final = ("means", "where", "absent_when")
"""The fields that decide what a quantity comes to."""

Fields: TypeAlias = dict[str, Any]


class Declarations:
    """The quantities that the expressions of a bank may call, as far as they are known yet."""

    def __init__(self) -> None:
        self.used: tuple[Quantity, ...] = ()
        """Those of other banks."""
        self.own: tuple[Quantity, ...] = ()
        self.all: Quantities = QUANTITIES
        self.refused: set[str] = set()
        """Names that quantities can't have, and those to write instead."""
        self._lines: dict[str, int] = {}

    def use(self, used: Mapping[str, tuple[Quantity, ...]]) -> Iterator[str]:
        """Take in the quantities of other banks; yield names that mean two things there."""
        found: dict[str, tuple[str, Quantity]] = {}
        for bank, quantities in used.items():
            for quantity in quantities:
                first = found.setdefault(quantity.name, (bank, quantity))
                if first[1] != quantity:
                    yield (
                        f"'{quantity.name}' is a quantity of {first[0]} and another one of {bank}; "
                        "use only one of these banks"
                    )
        self.used = tuple(quantity for _, quantity in found.values())
        self.all = with_own(self.used)

    def announce(self, node: YamlNode) -> Iterator[Complaint]:
        """Take in names and parameters, so that the definitions may call each other."""
        announced: dict[str, Quantity] = {}
        for item in node.items if isinstance(node, Sequence) else ():
            written = entries(item)
            name = _scalar(written, "name")
            if name is None:
                continue
            if not name.text.isidentifier():  # told of where the field is read
                self.refused |= {name.text.strip(), "_".join(_WORDS.findall(name.text))} - {""}
                continue
            if message := self._taken(name):
                self.refused.add(name.text)
                yield name.line, name.column, message
                continue
            self._lines[name.text] = name.line
            takes = written.get("takes")
            read = parameters(takes.value) if takes is not None else ""
            logarithmic = _scalar(written, "logarithmic")
            fields = {
                "name": name.text,
                "takes": () if isinstance(read, str) else read,
                "logarithmic": logarithmic is not None and logarithmic.value is True,
                "means": "0",
            }
            announced[name.text] = declared(fields)
        self.all = with_own((*self.used, *announced.values()))

    def _taken(self, name: Scalar) -> str:
        """Return why a quantity can't have a name; nothing when it can."""
        text = name.text
        if text in self._lines:
            return f"'{text}' is already defined on line {self._lines[text]}; choose another name"
        if text in QUANTITIES or text in ALL_FUNCTIONS or text in RESERVED or text == "option":
            return f"'{text}' is a built-in name; choose another"
        if any(quantity.name == text for quantity in self.used):
            return f"'{text}' is a quantity of a bank that this one uses; choose another name"
        return ""

    def settle(self, node: YamlNode, read: tuple[Fields, ...]) -> Iterator[Complaint]:
        """Make quantities of fields that were read; yield what is wrong between them."""
        assert isinstance(node, Sequence)
        fields = {one["name"]: one for one in read}
        places = dict(zip(fields, map(entries, node.items), strict=True))
        order, circles = _ordered(fields)
        for name, at in circles:
            yield _place(places[name], at, f"'{name}' leads back to itself; a quantity can't")
        if circles:
            return
        known = {**QUANTITIES, **{quantity.name: quantity for quantity in self.used}}
        for name in order:
            entrywise = is_entrywise(parsed(fields[name]["means"]), known)
            known[name] = declared(fields[name], entrywise=entrywise)
        settled = Quantities(known)
        for name in order:
            for at, text, message in _too_large(known[name], settled):
                where = places[name] if at in places[name] else _slip_at(places[name], text)
                yield _place(where, at, message)
        self.own = tuple(known[name] for name in fields)
        self.all = with_own((*self.used, *self.own))


def _ordered(fields: Mapping[str, Fields]) -> tuple[list[str], list[tuple[str, str]]]:
    """Return names after those that they call, and the fields by which they come to themselves."""
    calls = {
        name: [
            (called, field)
            for field in _DEFINING
            if one.get(field)
            for called in sorted(_called(one[field]))
            if called in fields
        ]
        for name, one in fields.items()
    }
    done: list[str] = []
    waiting = dict(calls)
    while ready := [name for name, on in waiting.items() if all(one in done for one, _ in on)]:
        done += ready
        for name in ready:
            del waiting[name]
    circles = [
        (name, next(field for one, field in on if one in waiting)) for name, on in waiting.items()
    ]
    return done, circles


def _called(text: str) -> frozenset[str]:
    return frozenset(node.function for node in grammar.walk(parsed(text)) if isinstance(node, Call))


def _too_large(quantity: Quantity, known: Quantities) -> Iterator[tuple[str, str, str]]:
    """Yield each field, with its text, that is too large with the quantities that it calls."""
    texts = [(field, getattr(quantity, field)) for field in _DEFINING if getattr(quantity, field)]
    texts += [("instead", slip.instead) for slip in quantity.slips]
    texts += [("when", slip.when) for slip in quantity.slips if slip.when]
    texts += [("each", slip.each) for slip in quantity.slips if slip.each]
    for field, text in texts:
        try:
            size.check_extent(parsed(text), known)
        except ExpressionError as error:
            yield field, text, error.message


def _slip_at(written: Mapping[str, Entry], text: str) -> dict[str, Entry]:
    """Return the fields of the mistake that says a text."""
    slips = written["slips"].value
    found = [entries(item) for item in slips.items] if isinstance(slips, Sequence) else []
    for one in found:
        for entry in one.values():
            if isinstance(entry.value, Scalar) and entry.value.text.strip() == text:
                return one
    return dict(written)


def _place(written: Mapping[str, Entry], field: str, message: str) -> Complaint:
    entry = written.get(field) or written["name"]
    return entry.value.line, entry.value.column, message


def _scalar(written: Mapping[str, Entry], name: str) -> Scalar | None:
    value = written[name].value if name in written else None
    return value if isinstance(value, Scalar) else None


def parameters(node: YamlNode) -> Takes | str:
    """Return parameters with their defaults, or what is wrong with the way they are written."""
    text = node.text if isinstance(node, Scalar) else ""
    if isinstance(node, Sequence):
        text = ", ".join(item.text for item in node.items if isinstance(item, Scalar))
    found: dict[str, str] = {}
    for part in text.split(","):
        written = _PARAMETER.fullmatch(part)
        if written is None:
            wrong = shown(part.strip()[:60])
            return f"'{wrong}' isn't a parameter; write names with commas between, as in a, b, k=2"
        name, default = written[1], written[2] or ""
        if name in RESERVED:
            return f"'{name}' is a built-in name; choose another"
        if name in found:
            return f"'{name}' appears twice; keep one"
        if not default and any(found.values()):
            return f"'{name}' has no default; put it before those that have one"
        found[name] = default
    if len(found) > MOST_PARAMETERS:
        return f"there are more than {MOST_PARAMETERS} parameters; pass a list"
    return tuple(found.items())


def formula_fault(text: str) -> str:
    """Return what is wrong with the TeX of a formula; nothing when it can be tried."""
    if len(text) > MAXIMUM_LENGTH:
        return f"this formula is longer than {MAXIMUM_LENGTH:,} characters; shorten it"
    if "$" in text:
        return "leave out the dollar signs; a formula is TeX throughout"
    return ""
