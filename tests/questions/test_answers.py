"""What people type, graded through questions of one expression, without slips of their own."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from quizapp.bank import reader
from quizapp.errors import UnreadableError

CASES = Path(__file__).parent.parent / "cases"
ANSWERS = json.loads((CASES / "answers.json").read_text())
VERDICTS = {
    "correct": {"correct"},
    "correct_other_unit": {"correct"},
    "wrong_unit": {"wrong_unit"},
    "unparsable": {"unreadable"},
    "incorrect": {"incorrect", "imprecise", "partial"},
}
LEAST_RIGHT_VERDICTS = 0.98
LEAST_RIGHT_SLIPS = 0.98


@pytest.fixture(scope="module")
def outcomes():
    questions = {one.id: one for one in reader.read(CASES / "answers.yaml").questions}
    return [(answer, *_graded(questions[answer["question_id"]], answer)) for answer in ANSWERS]


def _graded(question, answer):
    variant = question.variant(0)
    try:
        grade = variant.grade(variant.read(_typed(answer["input"])))
    except UnreadableError:
        return "unreadable", ()
    return str(grade.verdict), grade.slips


def _typed(text):
    if isinstance(text, str):
        return text
    return text.get("prefix", "") + text["repeat"] * text["times"] + text.get("suffix", "")


def _expected(answer):
    words = [answer["verdict"], *answer.get("also_acceptable_verdicts", [])]
    return set().union(*(VERDICTS[word] for word in words))


def test_the_cases_get_their_verdicts(outcomes):
    wrong = [
        (answer["id"], answer["input"], verdict)
        for answer, verdict, _ in outcomes
        if verdict not in _expected(answer)
    ]
    assert 1 - len(wrong) / len(outcomes) >= LEAST_RIGHT_VERDICTS, wrong


def test_the_cases_get_their_slips(outcomes):
    readable = [one for one in outcomes if one[1] != "unreadable"]
    wrong = [
        (answer["id"], answer["input"], slips, answer["diagnosis"])
        for answer, _, slips in readable
        if set(slips) != set(filter(None, (answer["diagnosis"] or "").split("+")))
    ]
    assert 1 - len(wrong) / len(readable) >= LEAST_RIGHT_SLIPS, wrong
