"""What the guide to the format shows is true, and it leaves nothing out."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from quizapp.bank import reader, schema
from quizapp.bank.checking import questions
from quizapp.expressions.draws import DRAWS
from quizapp.expressions.vocabulary import FUNCTIONS
from quizapp.interview import assembly, blueprints
from quizapp.quantities import QUANTITIES

GUIDE = (Path(__file__).parent.parent / "question_bank" / "README.md").read_text("utf-8")
_SHOWN = re.findall(r"```yaml\n(.*?)```", GUIDE, re.DOTALL)
INTERVIEWS = [text for text in _SHOWN if "\nsections:" in text]
EXAMPLES = [text for text in _SHOWN if text not in INTERVIEWS]
RECORDS = [
    schema.BANK,
    schema.TOLERANCE,
    schema.SLIP,
    schema.OPTION,
    schema.POINT,
    schema.PATTERN,
    schema.MISCONCEPTION,
    *schema.QUESTIONS.values(),
    schema.BLUEPRINT,
    schema.SECTION,
]


@pytest.mark.parametrize("number", range(len(EXAMPLES)))
def test_every_example_is_a_bank_with_nothing_to_warn_of(number):
    bank = reader.read_text(EXAMPLES[number], Path(f"example-{number}.yaml"))
    report = questions.check(reader.Banks((bank,), ()), 20)
    assert [str(problem) for problem in report.all_problems] == []


def test_the_interview_can_be_filled_by_the_shipped_banks_without_a_warning():
    (text,) = INTERVIEWS
    shown = blueprints.read_text(text, Path("analyst.yaml"))
    banks = reader.load([reader.shipped()])
    problems = assembly.check(blueprints.Blueprints((shown,)), banks)
    assert [str(problem) for problem in problems] == []
    assert {one.variant.question.bank for one in assembly.assemble(shown, banks, 3)[:3]} == {
        "probability"
    }


def test_the_examples_show_every_type():
    shown = {kind for example in EXAMPLES for kind in re.findall(r"type: (\w+)", example)}
    assert shown == set(schema.TYPES)


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.name)
def test_every_field_is_explained(record):
    missing = [
        field.name
        for field in record.fields
        if not re.search(rf"^\| `{field.name}`.*\| {re.escape(field.about)} \|$", GUIDE, re.M)
    ]
    assert missing == []


@pytest.mark.parametrize(
    ("name", "meaning"),
    [(name, one.meaning) for name, one in (DRAWS | FUNCTIONS | QUANTITIES).items()],
)
def test_every_function_is_explained(name, meaning):
    assert re.search(rf"^\| `{name}\b.*\| {re.escape(meaning)} \|$", GUIDE, re.M)
