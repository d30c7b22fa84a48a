"""The JSON Schema says what the reader says, as far as a schema can."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft7Validator

from quizapp.bank import json_schema, reader
from quizapp.errors import BankError

ROOT = Path(__file__).parent.parent.parent / "question_bank"
BANK = Draft7Validator(json_schema.bank())
BLUEPRINT = Draft7Validator(json_schema.blueprint())
TRACK = Draft7Validator(json_schema.track())
GOOD = """\
schema: 1
questions:
  - id: one
    type: numeric
    topic: surprisal
    level: 1
    stem: What is the surprisal of 0.5, in bits?
    answer: surprisal(0.5)
    unit: bits
  - id: two
    type: choice
    topic: surprisal
    level: 2
    stem: Which?
    options:
      - text: This.
        correct: true
      - text: That.
"""


class Words(yaml.CSafeLoader):
    """Reads YAML 1.2 as the reader does: no, yes, on and dates are words."""

    yaml_implicit_resolvers = {  # noqa: RUF012 - as PyYAML declares it
        letter: [pair for pair in pairs if not pair[0].endswith(("timestamp", "bool"))]
        for letter, pairs in yaml.CSafeLoader.yaml_implicit_resolvers.items()
    }


Words.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("^(true|false)$"), list("tf"))


def tree(text):
    return yaml.load(text, Words)


@pytest.mark.parametrize(
    ("path", "schema"),
    [
        (path, schema)
        for files, schema in (("*", BANK), ("blueprints/*", BLUEPRINT), ("tracks/*", TRACK))
        for path in sorted(ROOT.glob(f"{files}.yaml"))
    ],
    ids=lambda one: one.stem if isinstance(one, Path) else "",
)
def test_every_shipped_file_is_valid_and_names_the_schema(path, schema):
    text = path.read_text("utf-8")
    assert [error.message for error in schema.iter_errors(tree(text))] == []
    assert text.startswith("# yaml-language-server: $schema=schema.json\n")


@pytest.mark.parametrize(
    ("file", "schema"),
    [
        ("schema.json", json_schema.bank),
        ("blueprints/schema.json", json_schema.blueprint),
        ("tracks/schema.json", json_schema.track),
    ],
)
def test_the_files_beside_the_banks_are_what_the_command_prints(file, schema):
    assert json.loads((ROOT / file).read_text("utf-8")) == schema()


def test_the_schemas_are_schemas():
    for schema in (json_schema.bank, json_schema.blueprint, json_schema.track):
        Draft7Validator.check_schema(schema())


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("schema: 1\n", "schema: 2\n"),
        ("schema: 1\n", ""),
        ("    level: 1\n", "    level: 7\n"),
        ("    level: 1\n", ""),
        ("    level: 1\n", "    level: easy\n"),
        ("    stem: Which?\n", ""),
        ("type: choice", "type: multiple"),
        ("unit: bits", "unit: a word longer than all that could be one"),
        ("    unit: bits\n", "    units: bits\n"),
        ("    answer: surprisal(0.5)\n", ""),
        ("id: one", "id: one and a half"),
        ("      - text: That.\n", ""),
        ("        correct: true\n", "        correct: maybe\n"),
        ("        correct: true\n", "        right: true\n"),
        ("    stem: Which?\n", "    stem: Which?\n    answer: 1\n"),
        ("    stem: Which?\n", "    stem: Which?\n    hints: Think.\n"),
        ("    unit: bits\n", "    unit: bits\n    draw:\n      k: dice(6)\n"),
    ],
)
def test_what_the_schema_refuses_the_reader_refuses(right, wrong):
    path = Path("bank.yaml")
    reader.read_text(GOOD, path)
    assert BANK.is_valid(tree(GOOD))
    assert right in GOOD
    broken = GOOD.replace(right, wrong, 1)
    assert not BANK.is_valid(tree(broken))
    with pytest.raises(BankError):
        reader.read_text(broken, path)


def _with_defaults(part):
    match part:
        case dict():
            if "default" in part and not isinstance(part["default"], dict):
                yield part
            for inner in part.values():
                yield from _with_defaults(inner)
        case list():
            for inner in part:
                yield from _with_defaults(inner)


@pytest.mark.parametrize("schema", [json_schema.bank, json_schema.blueprint])
def test_each_default_is_a_value_that_its_field_takes(schema):
    found = list(_with_defaults(schema()))
    assert found
    for part in found:
        Draft7Validator(part).validate(part["default"])
