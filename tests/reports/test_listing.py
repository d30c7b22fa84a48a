"""Which questions some words match, and what is told of each."""

from datetime import UTC, date, datetime

import pytest

from quizapp import progress
from quizapp.history import DayTally, QuestionTally, Tallies
from quizapp.practice.selection import Selection
from quizapp.questions.numeric import NumericQuestion
from quizapp.questions.order import OrderQuestion
from quizapp.record import Remark
from quizapp.reports import listing


def numeric(name, topic, level, bank="one", stem="?"):
    return NumericQuestion(id=name, bank=bank, topic=topic, level=level, stem=stem, answer="1")


QUESTIONS = [
    numeric("coin", "entropy", 1, stem="\nA fair coin.\nIs tossed."),
    numeric("dice", "entropy", 3),
    numeric("cat", "cross-entropy-loss", 5, bank="two"),
    OrderQuestion(id="steps", bank="two", topic="my-own", level=2, stem="?", lines=("x", "y")),
]


@pytest.mark.parametrize(
    ("words", "ids"),
    [
        ("", {"coin", "dice", "cat", "steps"}),
        ("ENTROPY", {"coin", "dice", "cat"}),
        ("topic:entropy level:1", {"coin"}),
        ("level:2-3", {"dice", "steps"}),
        ("level:", {"coin", "dice", "cat", "steps"}),
        ("level:9", set()),
        ("bank:two", {"cat", "steps"}),
        ("type:order", {"steps"}),
        ("Fair Coin", {"coin"}),
        ("tossed", set()),
        ("two/cat", {"cat"}),
        ("entropy loss", {"cat"}),
        ("nowhere:coin", set()),
    ],
)
def test_all_words_must_match(words, ids):
    found = listing.matching(listing.entries(QUESTIONS), words)
    assert {entry.question.id for entry in found} == ids


@pytest.mark.parametrize(
    ("words", "ids"),
    [
        ("is:starred", {"coin"}),
        ("is:star entropy", {"coin"}),
        ("is:noted", {"dice"}),
        ("is:missed", {"dice"}),
        ("is:new", {"cat", "steps"}),
        ("is:", {"coin", "dice", "cat", "steps"}),
        ("is:blue", set()),
    ],
)
def test_words_can_name_what_the_learner_did(words, ids):
    at = datetime(2026, 11, 3, tzinfo=UTC)
    remarks = [
        Remark(kind="star", question="one/coin", seed=None, text="", at=at),
        Remark(kind="note", question="one/dice", seed=None, text="mine", at=at),
        Remark(kind="doubt", question="two/cat", seed=1, text="no", at=at),
    ]
    known = {
        name: progress.QuestionProgress(
            question=name,
            last=at,
            attempts=1,
            answered=1,
            accuracy=score,
            seconds=9.0,
        )
        for name, score in (("one/coin", 1.0), ("one/dice", 0.5))
    }
    true_of = listing.marks(QUESTIONS, known, remarks)
    found = listing.matching(listing.entries(QUESTIONS), words, true_of)
    assert {entry.question.id for entry in found} == ids


def test_what_was_answered_is_told_for_people_and_programs():
    tally = QuestionTally(
        question="one/coin",
        topic="entropy",
        attempts=5,
        answered=4,
        score=2.5,
        seconds=9.0,
        last=datetime(2026, 1, 1, tzinfo=UTC),
    )
    day = DayTally(day=date(2026, 1, 1), attempts=5, answered=4, score=2.5, seconds=9.0)
    tallies = Tallies(questions=(tally,), days=(day,), slips=(), medians={}, mocks=())
    known = progress.standings(tallies, {})
    assert any("2.5 of 4" in line for line in listing.lines(QUESTIONS, known))
    coin, dice, *_ = listing.structures(QUESTIONS, known)
    assert (coin["attempts"], coin["accuracy"]) == (5, 0.625)
    assert "attempts" not in dice


def test_a_selection_can_name_its_questions():
    chosen = Selection(ids=("one/dice", "two/cat"))
    assert [question.id for question in chosen.choose(QUESTIONS)] == ["dice", "cat"]
    assert chosen.title() == "2 questions"
    assert Selection(ids=("one/dice",)).title() == "one/dice"
