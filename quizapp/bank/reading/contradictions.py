"""What must hold between the fields of a record, and no single field can say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from math import e, isclose
from typing import assert_never

from quizapp.bank.reading.nodes import Entry, Mapping, Scalar, Sequence, YamlNode
from quizapp.bank.reading.yaml_errors import Complaint, shown
from quizapp.errors import ExpressionError
from quizapp.expressions import grammar
from quizapp.expressions.grammar import parsed
from quizapp.quantities.units import BASES
from quizapp.questions import kinds
from quizapp.questions.kinds import Record, Rule
from quizapp.text.suggestions import nearest


def entries(node: YamlNode) -> dict[str, Entry]:
    """Return the fields of a mapping by name; none when it is no mapping."""
    return node.entries if isinstance(node, Mapping) else {}


def items_of(node: YamlNode, name: str) -> tuple[YamlNode, ...]:
    """Return what is in a list that is a field of a mapping; nothing where there is none."""
    entry = entries(node).get(name)
    return entry.value.items if entry is not None and isinstance(entry.value, Sequence) else ()


def contradictions(record: Record, node: Mapping) -> Iterator[Complaint]:
    """Yield what is wrong between the fields of a record."""
    match record.name:
        case "pattern":
            yield from _two_orders(node)
        case "section":
            yield from _two_choices(node)
        case "figure":
            yield from _lacking(node)
    for rule in record.rules:
        yield from _broken(rule, node)


def _broken(rule: Rule, node: Mapping) -> Iterator[Complaint]:
    match rule:
        case kinds.Differ(field=name, what=what, by=by):
            texts = (_scalar(item, by) if by else item for item in items_of(node, name))
            yield from _same((text for text in texts if isinstance(text, Scalar)), what)
        case kinds.AnyTrue():
            yield from _none_true(rule, node)
        case kinds.StartsWithText(field=name, otherwise=otherwise):
            first = next(iter(items_of(node, name)), None)
            if isinstance(first, Mapping):
                yield first.line, first.column, otherwise
        case kinds.KnownPoints():
            yield from _unknown_points(node)
        case kinds.OneBase(within=within):
            for part in items_of(node, within) if within else (node,):
                yield from _other_bases(node, part)
        case _:
            assert_never(rule)


def same_ids(node: Sequence) -> Iterator[Complaint]:
    """Yield the entries of a list whose id is taken by an earlier one."""
    lines: dict[str, int] = {}
    named = (item for item in node.items if type(item) is Mapping and "id" in item.entries)
    for identity in (item.entries["id"].value for item in named):
        if not isinstance(identity, Scalar):
            continue
        if identity.text in lines:
            message = (
                f"the id '{shown(identity.text)}' is already used on line "
                f"{lines[identity.text]}; choose another"
            )
            yield identity.line, identity.column, message
        lines.setdefault(identity.text, identity.line)


def _two_orders(node: Mapping) -> Iterator[Complaint]:
    fields = entries(node)
    if ("seq" in fields) == ("all" in fields):
        message = "use either seq (phrases in this order) or all (any order), and not both"
        yield node.line, node.column, message


def _two_choices(node: Mapping) -> Iterator[Complaint]:
    """Yield what keeps a section from saying in one way which questions it asks."""
    fields = entries(node)
    if not {"count", "questions", "pitch"} & set(fields):
        message = "this section asks nothing; add count, questions or pitch"
        yield node.line, node.column, message
    for name in ("topic", "type", "levels"):
        if name not in fields:
            continue
        field = fields[name]
        if "count" not in fields:
            message = f"'{name}' only works together with count; add count, or delete '{name}'"
            yield field.line, field.column, message
        elif "questions" in fields:
            message = f"'{name}' has no effect where the questions are named; delete '{name}'"
            yield field.line, field.column, message


_NEEDED = {
    "low": "a number",
    "high": "a number",
    "rows": "a list of their names",
    "columns": "a list of their names",
}
"""What is written in a field of a figure."""


def _lacking(node: Mapping) -> Iterator[Complaint]:
    """Yield what a figure needs to be drawn, and doesn't have."""
    fields = entries(node)
    if not {"lines", "points", "bars", "matrix"} & set(fields):
        message = "this figure shows nothing; add lines, points, bars or matrix"
        yield node.line, node.column, message
    for name, needed in (("lines", ("low", "high")), ("matrix", ("rows", "columns"))):
        for one in needed:
            if name in fields and one not in fields:
                field = fields[name]
                message = (
                    f"'{name}' needs '{one}' beside it; add '{one}:' followed by {_NEEDED[one]}"
                )
                yield field.line, field.column, message


def _none_true(rule: kinds.AnyTrue, node: Mapping) -> Iterator[Complaint]:
    items = items_of(node, rule.field)
    flags = [_scalar(item, rule.flag) for item in items]
    written = any(isinstance(item, Mapping) for item in items)
    if written and all(flag is None or flag.value is False for flag in flags):
        yield items[0].line, items[0].column, rule.otherwise


def _same(texts: Iterable[Scalar], what: str) -> Iterator[Complaint]:
    """Yield a text that is offered twice, so that no response could be right."""
    seen: dict[str, Scalar] = {}
    for text in texts:
        first = seen.setdefault(text.text.strip(), text)
        if first is not text:
            message = f"this {what} repeats the one on line {first.line}; change one"
            yield text.line, text.column, message


def _unknown_points(node: Mapping) -> Iterator[Complaint]:
    """Yield the points that a misconception blocks and the rubric lacks."""
    identities = [_scalar(point, "id") for point in items_of(node, "rubric")]
    points = [identity.text for identity in identities if identity is not None]
    for misconception in items_of(node, "misconceptions"):
        for blocked in items_of(misconception, "blocks"):
            if points and isinstance(blocked, Scalar) and blocked.text not in points:
                hint = nearest(blocked.text[:60], points) or f"; it has {', '.join(points[:12])}"
                message = f"the rubric has no point '{shown(blocked.text)}'{hint}"
                yield blocked.line, blocked.column, message


def _other_bases(node: Mapping, part: YamlNode) -> Iterator[Complaint]:
    """Yield each `base` in an answer, or in a let that it uses, that is not the unit's.

    Parameters
    ----------
    node
        The question.
    part
        What has the answer and its unit.
    """
    unit = _scalar(part, "unit")
    base = BASES.get(unit.text) if unit is not None else None
    answer = _scalar(part, "answer")
    if unit is None or base is None or answer is None:
        return
    let = entries(node).get("let")
    lets = entries(let.value) if let is not None else {}
    texts = (answer, *(entry.value for entry in lets.values()))
    if not any("base" in text.text for text in texts if isinstance(text, Scalar)):
        return
    waiting = [answer]
    seen: set[str] = set()
    while waiting:
        text = waiting.pop()
        try:
            tree = parsed(text.text)
        except ExpressionError:
            continue
        for column in _bases_but(base, tree):
            line, place = text.place(column - 1)
            message = (
                f"the unit '{unit.text}' already sets the base; remove base=…, or change the unit"
            )
            yield line, place, message
        used = grammar.names(tree) - seen
        seen |= used
        values = (lets[name].value for name in sorted(used) if name in lets)
        waiting.extend(value for value in values if isinstance(value, Scalar))


def _bases_but(base: float, tree: grammar.Node) -> Iterator[int]:
    for node in grammar.walk(tree):
        if isinstance(node, grammar.Call):
            for name, value in node.options:
                agrees = value == grammar.Name("e") and base == e
                if isinstance(value, grammar.NumberLiteral):
                    agrees = isclose(value.value, base)
                if name == "base" and not agrees:
                    yield value.column


def _scalar(node: YamlNode, name: str) -> Scalar | None:
    entry = entries(node).get(name)
    return entry.value if entry is not None and isinstance(entry.value, Scalar) else None
