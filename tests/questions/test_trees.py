"""What an author writes is parsed once, however often it is drawn, asked, graded and worked."""

from collections import Counter
from dataclasses import replace

import pytest

from quizapp.expressions import grammar
from quizapp.questions.numeric import AuthorSlip, NumericQuestion

QUESTION = NumericQuestion(
    id="mean-of-two",
    bank="own",
    topic="means",
    level=1,
    stem="A {{ thing[0] }} has {{ a }} and {{ b + 1 }}; on average?",
    draw={"a": "integer(2, 90)", "b": "decimal(1, 9, 0.5)"},
    let={"total": "a + (b + 1)", "half": "total / 2"},
    words={"thing": ("cat", "dog")},
    reject="a == b - 1",
    answer="half",
    hints=("Add {{ a }} first.",),
    solution="The total is {{ total:1 }}.\n\n{{ working }}",
    slips=(AuthorSlip("not-halved", "total - 0", "That is the total {{ total * 1 }}."),),
)
EXPRESSIONS = {
    *("integer(2, 90)", "decimal(1, 9, 0.5)", "a + (b + 1)", "total / 2", "a == b - 1", "half"),
    *("thing[0]", "a", "b + 1", "total", "total - 0", "total * 1"),
}


@pytest.fixture
def parsed(monkeypatch):
    """Return what is parsed from now on, with how often."""
    counts = Counter()

    class Counting(grammar._Parser):
        def __init__(self, text):
            counts[text] += 1
            super().__init__(text)

    monkeypatch.setattr(grammar, "_Parser", Counting)
    return counts


def _use(variant):
    _ = variant.stem, variant.hints, variant.solution, variant.key_text, variant.working
    for response in ("1", "7.25", variant.key_text):
        variant.grade(variant.read(response))


def test_each_text_of_a_question_is_parsed_once(parsed):
    question = replace(QUESTION)
    for seed in range(10):
        _use(question.variant(seed))
    assert {text: parsed[text] for text in EXPRESSIONS} == dict.fromkeys(EXPRESSIONS, 1)


def test_a_follow_up_with_inherited_numbers_parses_only_those(parsed):
    question = replace(QUESTION)
    _use(question.variant(0))
    parsed.clear()
    variant = question.with_parameters({"a": 12, "z": 3})
    _use(variant)
    assert variant.parameters["a"] == 12
    assert {text for text in parsed if text in EXPRESSIONS} == set()
