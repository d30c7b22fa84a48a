"""What the guide and the reference to the format show is true, and they leave nothing out."""

from __future__ import annotations

import re
import runpy
from pathlib import Path

import pytest

from quizapp.bank import collection, reader, track_reader, tracks
from quizapp.bank.checking import questions
from quizapp.interview import assembly, blueprints
from quizapp.questions.types import TYPES
from tests.stubs import shipped_banks

ROOT = Path(__file__).parent.parent
GUIDE, REFERENCE = (
    (ROOT / "question_bank" / name).read_text("utf-8") for name in ("README.md", "REFERENCE.md")
)
_SHOWN = re.findall(r"^```yaml\n(.*?)^```", GUIDE + REFERENCE, re.DOTALL | re.MULTILINE)
INTERVIEWS = [text for text in _SHOWN if "\nsections:" in text]
SUBJECTS = [text for text in _SHOWN if "\ntopics:" in text]
EXAMPLES = [text for text in _SHOWN if text not in (*INTERVIEWS, *SUBJECTS)]


def example(number: int) -> collection.Bank:
    text = EXAMPLES[number]
    name = "spam" if "\nquantities:" in text else f"example-{number}"
    return reader.read_text(text, Path(f"{name}.yaml"))


@pytest.mark.parametrize("number", range(len(EXAMPLES)))
def test_every_example_is_a_bank_with_nothing_to_warn_of(number):
    report = questions.check(reader.Banks((example(number),), ()), 50)
    assert [str(problem) for problem in report.all_problems] == []
    assert [one.question for one in report.findings if one.undiagnosable] == []


@pytest.fixture(scope="module")
def banks() -> collection.Banks:
    """Return the examples beside the shipped banks."""
    examples = tuple(map(example, range(len(EXAMPLES))))
    return reader.Banks((*shipped_banks().banks, *examples), ())


def test_the_interview_can_be_filled_by_the_examples_and_the_shipped_banks(banks):
    (text,) = INTERVIEWS
    shown = blueprints.read_text(text, Path("phone.yaml"))
    problems = assembly.check(blueprints.Blueprints((shown,)), banks)
    assert [str(problem) for problem in problems] == []
    asked = [one.variant.question for one in assembly.assemble(shown, banks, 3)]
    assert {one.topic for one in asked[:3]} <= {"coins", "classification"}
    assert {one.bank for one in asked[3:5]} == {"probability"}


def test_the_subject_puts_topics_of_the_examples_in_order(banks):
    (text,) = SUBJECTS
    shown = track_reader.read_text(text, Path("first-round.yaml"))
    problems = track_reader.check(tracks.Tracks((shown,)), banks)
    assert [str(problem) for problem in problems] == []
    assert list(shown.by_name) == ["coins", "classification", "model-memory"]


def test_the_examples_show_every_type():
    shown = {kind for example in EXAMPLES for kind in re.findall(r"type: (\w+)", example)}
    assert shown == set(TYPES)


def test_the_tables_are_what_the_declarations_say():
    made = runpy.run_path(str(ROOT / "docs" / "reference.py"))["page"]()
    assert made == REFERENCE, "question_bank/REFERENCE.md is out of date: write it with 'make docs'"
