"""A type of question that the program doesn't know goes through every front end and report.

It is a class, its entry in the list of types, and its widget; nothing else is told of it.
"""

from __future__ import annotations

import io
import json
import re
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType
from typing import ClassVar

import pytest
from textual.widgets import Input

from quizapp.authoring import spreadsheet, templates
from quizapp.bank import cache, json_schema, reader
from quizapp.bank.checking import questions as checks
from quizapp.errors import UnreadableError
from quizapp.interview.assembly import Planned
from quizapp.interview.events import Answer
from quizapp.interview.results import marked
from quizapp.plain import practice as plain
from quizapp.practice.session import Practice
from quizapp.questions.base import Grade, Question, Reading, Variant, Verdict
from quizapp.questions.kinds import Boolean, Field
from quizapp.questions.types import TYPES
from quizapp.reports import grading, paper, review
from quizapp.reports.json import plain as as_json
from quizapp.tui.screens import browse
from quizapp.tui.screens import review as review_screen
from quizapp.tui.widgets.response import Response
from quizapp.tui.widgets.responses import response_to
from tests.stubs import FakeClock

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True, kw_only=True)
class TruthQuestion(Question):
    type: ClassVar[str] = "truth"
    examples: ClassVar[tuple[str, ...]] = (
        "  - id: is-it-so\n    type: truth\n    topic: entropy\n    level: 1\n"
        "    stem: Is entropy ever negative?\n    holds: false\n    solution: It is a mean.\n",
    )

    holds: bool

    @classmethod
    def fields(cls):
        return (Field("holds", Boolean(), "whether it is true", required=True),)

    def variant(self, seed=0):
        return TruthVariant(self, seed, self.draw_parameters(seed))


@dataclass(frozen=True)
class TruthVariant(Variant):
    question: TruthQuestion
    seed: int
    parameters: dict

    @property
    def key_text(self):
        return "true" if self.question.holds else "false"

    def read(self, raw):
        said = raw.strip().lower()
        if said not in ("true", "false"):
            raise UnreadableError("Type true or false.")
        return Reading(raw, said, said)

    def grade(self, reading):
        right = reading.value == self.key_text
        verdict = Verdict.CORRECT if right else Verdict.INCORRECT
        return Grade(verdict=verdict, score=right, feedback="Think.", value=reading.value)


class TruthResponse(Response):
    def compose(self):
        yield Input()

    def take_focus(self):
        self.query_one(Input).focus()


@pytest.fixture(autouse=True)
def truth(monkeypatch):
    monkeypatch.setitem(TYPES, "truth", TruthQuestion)
    widget = ModuleType("quizapp.tui.widgets.truth")
    widget.TruthResponse = TruthResponse
    monkeypatch.setitem(sys.modules, widget.__name__, widget)


@pytest.fixture
def banks():
    text = "schema: 1\nbank: small\nquestions:\n" + TruthQuestion.examples[0]
    return reader.Banks((reader.read_text(text, Path("small.yaml")),), ())


def test_it_is_shown_graded_printed_and_exported(banks):
    variant = grading.find(banks, "is-it-so")
    shown = grading.shown_lines(variant)
    assert shown[2:] == ["Is entropy ever negative?", "", "Answer: false", "", "It is a mean."]
    assert json.loads(json.dumps(as_json(grading.shown(variant))))["key"] == "false"
    assert grading.graded_variant(variant, "false")["verdict"] == "correct"
    assert grading.graded_variant(variant, "perhaps")["verdict"] == "unreadable"
    assert "Answer: false" in paper.write([variant])
    assert "is-it-so,truth,entropy" in spreadsheet.written([variant])


def test_it_is_looked_at_again_after_an_interview(banks):
    variant = grading.find(banks, "is-it-so")
    answer = Answer(response="true", at=datetime(2026, 1, 1, tzinfo=UTC))
    result = marked(0, Planned(variant=variant, section="One", seconds=60), answer)
    assert review.review(1, result).answer == ("Answer: false", "", "It is a mean.")
    assert review.structure_of(1, result)["verdict"] == "incorrect"
    screen = [line.plain for line in review_screen.lines_of(result, 60)]
    assert screen[-3:] == ["Answer  false", "", "It is a mean."]


def test_it_is_browsed_and_answered_on_screens(banks):
    (question,) = banks.questions
    shown = [line.plain for line in browse._layout(question, "", 0, "", key=True)(60)]
    assert shown[-5:] == ["Is entropy ever negative?", "", "Answer  false", "", "It is a mean."]
    for hands_in in (False, True):
        widget = response_to(question.variant(), hands_in=hands_in)
        assert type(widget) is TruthResponse
        assert widget.hands_in is hands_in


def test_it_is_asked_line_by_line(banks):
    said, recorded = [], []
    practice = Practice(banks.questions, clock=FakeClock(), recorder=recorded.append, seed=1)
    plain.run(practice, io.StringIO("maybe\ntrue\n"), said.append)
    assert recorded[0].verdict is Verdict.INCORRECT
    assert "The answer is false." in said
    assert any("It is a mean." in line for line in said)


def test_authors_can_begin_check_and_complete_it(banks, tmp_path):
    assert "type: truth" in templates.starter("mine")
    assert not list(checks.check(banks, 3).all_problems)
    assert "truth" in json.dumps(json_schema.bank())
    (tmp_path / "small.yaml").write_text(
        "schema: 1\nbank: small\nquestions:\n" + TruthQuestion.examples[0]
    )
    for _ in range(2):  # read, then as it was kept
        kept = cache.load_banks([tmp_path / "small.yaml"], tmp_path / "kept")
        assert kept.questions[0].holds is False


BRANCHES = re.compile(
    r"isinstance\([^)]*(?:Numeric|Choice|Order|Open)(?:Question|Variant)"
    r"|case (?:Numeric|Choice|Order|Open)(?:Question|Variant)"
    r"|\.type (?:==|!=|in) [(\[{]?\"\w|\w\.type == \w+Question"
)
OF_A_TYPE = ("questions", "tui/widgets")
"""Where a type may be known: what it is, and how it is answered."""


def test_nothing_else_asks_for_the_type_of_a_question():
    found = [
        f"{file.relative_to(ROOT)}: {match[0]}"
        for file in sorted((ROOT / "quizapp").rglob("*.py"))
        if not file.relative_to(ROOT / "quizapp").as_posix().startswith(OF_A_TYPE)
        for match in BRANCHES.finditer(file.read_text("utf-8"))
    ]
    assert found == []
