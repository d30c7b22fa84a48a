"""The format of banks, blueprints and tracks as JSON Schema, for editors that check and complete.

It is made from the declarations that the reader uses. What a schema can't say, such as whether an
expression can be read or a name is used twice, only ``quizapp bank check`` says.
"""

from __future__ import annotations

import json
from typing import Any, Final

from quizapp.bank import schema
from quizapp.expressions.draws import DRAWS
from quizapp.questions import kinds
from quizapp.questions.kinds import Field, FieldKind, Record
from quizapp.questions.names import LONGEST_NAME
from quizapp.questions.types import TYPES

_DIALECT: Final = "http://json-schema.org/draft-07/schema#"
_SLUG: Final = "^[A-Za-z0-9]+(-[A-Za-z0-9]+)*$"
_WORD: Final = "^[A-Za-z0-9]+([-_][A-Za-z0-9]+)*$"
_PLAIN: Final = ("string", "number", "boolean")
"""What YAML makes of a text without quotes."""


def bank() -> dict[str, Any]:
    """Return the schema of a bank."""
    found = _record(schema.BANK)
    types = schema.of_each_type()
    each = [_typed(name, record) for name, record in types.items()]
    entry = _field(next(one for one in schema.BANK.fields if one.name == "questions"))
    known = sorted({field.name for record in types.values() for field in record.fields})
    entry["items"] = {
        "type": "object",
        "required": [field.name for field in schema.COMMON if field.required],
        "properties": {"type": {"enum": list(TYPES)}},
        "propertyNames": {"enum": known},
        "allOf": each,
    }
    found["properties"]["questions"] = entry
    return {"$schema": _DIALECT, "title": "A bank of quizapp", **found}


def blueprint() -> dict[str, Any]:
    """Return the schema of a mock interview's blueprint."""
    return {
        "$schema": _DIALECT,
        "title": "A blueprint of quizapp",
        **_record(schema.BLUEPRINT),
    }


def track() -> dict[str, Any]:
    """Return the schema of a track."""
    return {"$schema": _DIALECT, "title": "A subject of quizapp", **_record(schema.TRACK)}


def written(schema: dict[str, Any]) -> str:
    """Return a schema as it is printed."""
    return json.dumps(schema, indent=2, ensure_ascii=False)


def _typed(name: str, record: Record) -> dict[str, Any]:
    """Return what holds for questions of one type."""
    return {
        "if": {"properties": {"type": {"const": name}}, "required": ["type"]},
        "then": _record(record),
    }


def _record(record: Record) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": {field.name: _field(field) for field in record.fields},
        "additionalProperties": False,
        **_needed(record),
    }


def _needed(record: Record) -> dict[str, Any]:
    """Return which fields of a record have to be there."""
    required = [field for field in record.fields if field.required]
    either = [
        [{"required": [one.name]}, {"required": [one.unless]}] for one in required if one.unless
    ]
    return {
        "required": [field.name for field in required if not field.unless],
        **({"anyOf": either[0]} if either else {}),
    }


def _field(field: Field) -> dict[str, Any]:
    usual = {} if field.usual is None else {"default": field.usual}
    return {"description": field.about, **_kind(field.kind), **usual}


def _kind(kind: FieldKind) -> dict[str, Any]:
    """Return the schema of a value of a kind."""
    match kind:
        case kinds.Slug(underscores=underscores):
            pattern = _WORD if underscores else _SLUG
            return {"type": "string", "pattern": pattern, "maxLength": LONGEST_NAME}
        case kinds.DrawCall():
            return {"type": "string", "pattern": rf"^\s*({'|'.join(sorted(DRAWS))})\s*\("}
        case kinds.Expression() | kinds.Parameters():
            return {"type": [*_PLAIN, "array"]}
        case kinds.UnitWord():
            return {"type": "string", "maxLength": kinds.LONGEST_UNIT}
        case kinds.NewFunction():
            pattern = "^[A-Za-z_][A-Za-z_0-9]*$"
            return {"type": "string", "pattern": pattern, "maxLength": LONGEST_NAME}
        case kinds.ExampleRow():
            values = {"type": [*_PLAIN, "array"]}
            return {"type": "object", "required": ["gives"], "additionalProperties": values}
        case kinds.Whole(least=least, most=most):
            return {"type": "integer", "minimum": least, "maximum": most}
        case kinds.RealNumber(least=least, most=most):
            return {"type": "number", "minimum": least, "maximum": most}
        case kinds.Proportion() | kinds.Duration() | kinds.Levels():
            return {"type": ["string", "number"], "description": kinds.described(kind)}
        case kinds.Boolean():
            return {"type": "boolean"}
        case kinds.OneOf(words=words):
            return {"enum": list(words)}
        case kinds.ListOf(of=of, least=least, most=most):
            return {"type": "array", "items": _kind(of), "minItems": least, "maxItems": most}
        case kinds.MappingOf(of=of) | kinds.NewNames(of=of):
            return {"type": "object", "additionalProperties": _kind(of)}
        case kinds.Record():
            return _record(kind)
        case kinds.Either(plain=plain, record=record):
            return {"anyOf": [_kind(plain), _record(record)]}
        case _:
            return {"type": list(_PLAIN)}
