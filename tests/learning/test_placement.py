import pytest

from quizapp.learning.placement import QUESTIONS, Probe, ask, start
from quizapp.learning.syllabus import Syllabus
from tests.learning.answers import numeric

TOPICS = [f"topic{number}" for number in range(8)]
SYLLABUS = Syllabus(
    [numeric(f"{topic}-{level}", topic, level) for topic in TOPICS for level in range(1, 6)],
    dict.fromkeys(TOPICS, 1.0),
)


def placed(knows):
    """Return what is asked of somebody who knows some first topics."""
    asked = []
    while (one := ask(SYLLABUS, asked)) is not None:
        asked.append(Probe(one.name, one.topic, TOPICS.index(one.topic) < knows))
    return asked


@pytest.mark.parametrize("knows", range(9))
def test_eight_questions_find_where_somebody_stands(knows):
    asked = placed(knows)
    assert len({one.question for one in asked}) == len(asked) == QUESTIONS
    assert start(SYLLABUS, asked) == TOPICS[min(knows, 7)]


def test_it_begins_in_the_middle_with_an_easy_question():
    first = ask(SYLLABUS, [])
    assert (first.topic, first.level) == ("topic4", 2)


def test_skipping_it_begins_at_the_beginning():
    assert start(SYLLABUS, []) == "topic0"


def test_a_lucky_guess_does_not_move_the_place():
    asked = placed(3)
    lucky = [one._replace(right=one.right or one.topic == "topic6") for one in asked]
    assert start(SYLLABUS, lucky) == "topic3"


def test_without_questions_there_is_nothing_to_ask():
    empty = Syllabus([], {"topic0": 1.0})
    assert ask(empty, []) is None
    assert start(empty, []) == ""


def test_a_short_track_is_asked_as_far_as_it_goes():
    short = Syllabus([numeric("topic0-1", "topic0", 1)], {"topic0": 1.0})
    one = ask(short, [])
    assert ask(short, [Probe(one.name, one.topic, True)]) is None
