"""A type of question that the program doesn't know goes through every front end and report.

It is a module, its entry in the list of types, and its widget; nothing else is told of it.
"""

from __future__ import annotations

import io
import json
import re
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from quizapp.authoring import spreadsheet, templates
from quizapp.bank import cache, json_schema, reader
from quizapp.bank.checking import questions as checks
from quizapp.interview import blueprints
from quizapp.interview.assembly import Planned
from quizapp.interview.events import Answer
from quizapp.interview.results import marked
from quizapp.plain import practice as plain
from quizapp.practice.selection import Selection
from quizapp.practice.session import Practice
from quizapp.questions.base import Verdict
from quizapp.questions.types import TYPES
from quizapp.reports import grading, listing, paper, review
from quizapp.reports.json import plain as as_json
from quizapp.text.lines import lines
from quizapp.tui.screens import browse
from quizapp.tui.screens import review as review_screen
from quizapp.tui.widgets.response import Response
from quizapp.tui.widgets.responses import response_to
from tests.stubs import FakeClock
from tests.toy import truth_widget
from tests.toy.truth import TruthQuestion
from tests.toy.truth_widget import TruthResponse
from tests.tui import test_room

ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def truth(monkeypatch):
    monkeypatch.setitem(TYPES, "truth", TruthQuestion)
    monkeypatch.setitem(sys.modules, "quizapp.tui.widgets.truth", truth_widget)


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
    table = spreadsheet.written([variant])
    assert "is-it-so,truth,entropy" in table
    taken = spreadsheet.taken(table.encode(), Path("small.csv"), "small")
    assert taken.problems == ()
    again = reader.read_text(taken.text, Path("small.yaml")).questions[0]
    assert (type(again), again.holds) == (TruthQuestion, False)


def test_it_is_looked_at_again_after_an_interview(banks):
    variant = grading.find(banks, "is-it-so")
    answer = Answer(response="true", at=datetime(2026, 1, 1, tzinfo=UTC))
    result = marked(0, Planned(variant=variant, section="One", seconds=60), answer)
    assert lines(review.review(1, result).answer) == ["Answer: false", "", "It is a mean."]
    assert review.structure_of(1, result)["verdict"] == "incorrect"
    screen = [line.plain for line in review_screen.lines_of(result, 60)]
    assert screen[-3:] == ["Answer  false", "", "It is a mean."]


def test_it_is_browsed_and_answered_on_screens(banks):
    (question,) = banks.questions
    laid_out = browse._layout(question, (), (), 0, key=True, at_length=False, offers=False)
    shown = [line.plain for line in laid_out(60)]
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


def test_it_is_in_lists_and_chosen_by_its_name(banks):
    (entry,) = listing.structures(banks.questions)
    assert entry["type"] == "truth"
    assert any("truth" in line for line in listing.lines(banks.questions))
    assert Selection(type="truth").choose(banks.questions) == [*banks.questions]
    assert listing.matching(listing.entries(banks.questions), "type:truth")


async def test_it_is_practised_from_home_to_the_summary(sit, banks):
    async with sit(*banks.questions, home=True) as sitting:
        await sitting.press("down", "enter")
        assert "Is entropy ever negative?" in sitting.shown()
        assert "true or false" in sitting.shown()
        await sitting.answer("maybe")
        assert "Type true or false." in sitting.shown()
        await sitting.press(*"true", "enter")
        (attempt,) = sitting.recorded
        assert (attempt.type, attempt.verdict) == ("truth", Verdict.INCORRECT)
        await sitting.press("w")
        assert "It is a mean." in sitting.shown()
        await sitting.press("enter")
        assert sitting.screen == "SummaryScreen"


async def test_a_whole_interview_asks_it_beside_each_type_there_is(monkeypatch):
    entries = "".join(kind.examples[-1] for kind in map(TYPES.__getitem__, TYPES))
    text = f"schema: 1\nbank: small\nquestions:\n{entries}"
    every = reader.Banks((reader.read_text(text, Path("small.yaml")),), ())
    ids = ", ".join(question.id for question in every.questions)
    plan = test_room.BLUEPRINT.replace("[loss]", "[is-it-so]")
    plan = plan.replace("[pick, lines, talk]", f"[{ids.replace(', is-it-so', '')}]")
    shelf = blueprints.Blueprints((blueprints.read_text(plan, Path("short.yaml")),))
    monkeypatch.setattr(test_room, "BANKS", every)
    monkeypatch.setattr(test_room, "SHELF", shelf)
    async with test_room.opened() as candidate:
        await candidate.begin()
        interview = candidate.interview
        for place in interview.state.places:
            variant = candidate.interview.planned[place].variant
            field = candidate.room.query_one(Response)
            field.restore(typed_at_once(variant))
            field.take_focus()
            await candidate.settle()
            for _ in range(len(getattr(variant, "parts", "1"))):
                await candidate.press("ctrl+s" if variant.question.in_words else "enter")
            assert candidate.answers[place].response is not None, variant.question.type
        await candidate.press("f10", "enter")
        while candidate.screen == "PointsScreen":
            await candidate.press("w", "enter")
        assert candidate.screen == "ScorecardScreen"
        await candidate.press("enter")
        assert candidate.screen == "ReviewScreen"
        results = interview.results()
        assert {one.planned.variant.question.type for one in results} == set(TYPES)
        scores = {one.planned.variant.question.type: one.score for one in results}
        assert scores == dict.fromkeys(TYPES, 1)


def typed_at_once(variant):
    """Return the right answer as it stands in the field for it."""
    if variant.question.in_words:
        return "An answer."
    if variant.question.type == "parts":
        return "; ".join(str(float(key)) for key in variant.key)
    return variant.key_text.split(" nats")[0]


NAMES = "|".join(kind.title() for kind in TYPES)
BRANCHES = re.compile(
    rf"(?:isinstance\([^)]*|case |import \(?[^()]*)\b(?:{NAMES})(?:Question|Variant)\b"
    rf"|\.type (?:==|!=|in) [(\[{{]?[\"']\w|[\"'](?:{'|'.join(TYPES)}) question"
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
