"""Which questions fit what was asked for, and what is said when none does."""

from __future__ import annotations

import pytest

from quizapp.errors import UsageError
from quizapp.practice.selection import CHAIN, Selection, topic_title
from quizapp.questions.numeric import NumericQuestion
from quizapp.questions.order import OrderQuestion


def numeric(name, topic, level, bank="one"):
    return NumericQuestion(id=name, bank=bank, topic=topic, level=level, stem="?", answer="1")


QUESTIONS = [
    numeric("a", "entropy", 1),
    numeric("b", "entropy", 3),
    numeric("c", "softmax", 5, bank="two"),
    OrderQuestion(id="d", bank="two", topic="my-own", level=2, stem="?", lines=("x", "y")),
]


@pytest.mark.parametrize(
    ("selection", "names"),
    [
        (Selection(), "abcd"),
        (Selection(topic="entropy"), "ab"),
        (Selection(type="order"), "d"),
        (Selection(levels=(2, 3)), "bd"),
        (Selection(bank="two"), "cd"),
        (Selection(topic="entropy", levels=(3, 5)), "b"),
    ],
)
def test_a_selection_narrows_what_is_asked(selection, names):
    assert "".join(question.id for question in selection.choose(QUESTIONS)) == names


@pytest.mark.parametrize(
    ("selection", "says"),
    [
        (Selection(topic="entropi"), "there is no topic 'entropi'; did you mean 'entropy'?"),
        (Selection(topic="xyz"), "there is no topic 'xyz'; choose from: entropy, my-own, softmax"),
        (Selection(bank="three"), "there is no bank 'three'; choose from: one, two"),
        (Selection(type="open"), "there is no type 'open'; choose from: numeric, order"),
        (Selection(topic="softmax", type="order"), "no question matches all of these"),
        (Selection(topic="entropy", levels=(5, 5)), "try more levels or another type"),
    ],
)
def test_a_selection_of_nothing_says_what_there_is(selection, says):
    with pytest.raises(UsageError, match=says.replace("?", r"\?")):
        selection.choose(QUESTIONS)


def test_without_questions_it_is_said_that_there_are_none():
    with pytest.raises(UsageError, match="no questions found"):
        Selection(topic="entropy").choose([])


def test_topics_have_titles():
    assert topic_title("cross-entropy-loss") == "Cross-entropy loss"
    assert topic_title("my-own-topic") == "My own topic"
    assert topic_title("ab-testing") == "A/B testing"
    assert topic_title("roc-and-auc") == "ROC and AUC"
    assert topic_title("naive-bayes") == "Naive Bayes"
    assert Selection(topic="softmax").title == "Softmax"
    assert Selection(bank="two").title == "two"
    assert Selection().title == "Everything"
    assert next(iter(CHAIN)) == "surprisal"
