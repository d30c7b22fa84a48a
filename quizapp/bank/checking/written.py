"""What the author of a question wrote, found by what the format says of its fields."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from quizapp.bank import schema
from quizapp.expressions import grammar
from quizapp.questions import kinds
from quizapp.questions.base import Question


def texts(question: Question) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield each field in whose texts values are filled in, with these texts."""
    for field in schema.of_type(question.type).fields:
        found = tuple(_written(getattr(question, field.name), field.kind, kinds.TemplateText))
        if found:
            yield field.name, found


def templates(question: Question) -> Iterator[str]:
    """Yield every text of a question in which values are filled in."""
    for _, found in texts(question):
        yield from found


def unused(question: Question) -> Iterator[tuple[str, str]]:
    """Yield the field and the name of each draw, let or list of words that nothing uses."""
    trees = question.trees
    used = {name for text in templates(question) for name in trees.template(text).names}
    for field in schema.of_type(question.type).fields:
        if field.name != "let":
            for text in _written(getattr(question, field.name), field.kind, kinds.Expression):
                used |= grammar.names(trees.expression(text))
    for name, text in reversed(tuple(question.let.items())):
        if name in used:
            used |= grammar.names(trees.expression(text))
    for field_name in ("draw", "let", "words"):
        for name in getattr(question, field_name):
            if name not in used:
                yield field_name, name


def _written(value: Any, kind: kinds.FieldKind, wanted: type) -> Iterator[str]:  # noqa: ANN401 - by kind
    """Yield the texts of a wanted kind in a value of a kind."""
    match kind:
        case kinds.Record(fields=fields):
            for field in fields:
                yield from _written(getattr(value, field.name, None), field.kind, wanted)
        case kinds.ListOf(of=of):
            for item in value or ():
                yield from _written(item, of, wanted)
        case kinds.Either(plain=plain):
            yield from _written(value, plain, wanted)
        case kinds.NewNames(of=of) | kinds.MappingOf(of=of):
            for item in value.values() if isinstance(value, Mapping) else ():
                yield from _written(item, of, wanted)
        case _:
            if isinstance(value, str) and value and isinstance(kind, wanted):
                yield value
