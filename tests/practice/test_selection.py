"""Which questions fit what was asked for, and what is said when none does."""

from __future__ import annotations

import pytest

from quizapp.bank.tracks import Topic, Track, Tracks
from quizapp.errors import UsageError
from quizapp.practice.selection import Selection
from quizapp.questions.numeric import NumericQuestion
from quizapp.questions.order import OrderQuestion
from tests.stubs import TRACKS


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
        (Selection(topic="entropi"), "no topic called 'entropi'; did you mean 'entropy'?"),
        (Selection(topic="xyz"), "no topic called 'xyz'; choose from: entropy, my-own, softmax"),
        (Selection(bank="three"), "no bank called 'three'; choose from: one, two"),
        (Selection(type="open"), "no type called 'open'; choose from: numeric, order"),
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


def test_a_selection_is_called_by_its_topic_as_the_track_does_or_by_its_bank():
    assert Selection(topic="softmax").title(TRACKS) == "Softmax"
    assert Selection(topic="softmax", levels=(2, 4)).title(TRACKS) == "Softmax (levels 2 to 4)"
    assert Selection(type="order", levels=(1, 1)).title() == "Everything (order, level 1)"
    assert Selection(bank="two").title(TRACKS) == "two"
    assert Selection().title(TRACKS) == "Everything"
    assert Selection(topics=tuple(TRACKS.chosen.by_name)).title(TRACKS) == "Cross-entropy"
    assert Selection(topics=("a", "b")).title(TRACKS) == "2 topics"


def test_everything_leaves_the_topics_of_other_tracks_out_unless_there_are_no_others():
    mine, other = (
        Track(name=name, title=name, topics=(Topic(topic=topic),))
        for name, topic in (("mine", "softmax"), ("other", "entropy"))
    )
    tracks = Tracks((mine, other), chosen=mine)
    everything = {one.topic for one in Selection().choose(QUESTIONS)}
    assert {one.topic for one in Selection().choose(QUESTIONS, tracks)} == everything - {"entropy"}
    assert Selection(topic="entropy").choose(QUESTIONS, tracks)
    assert Selection(topics=("entropy",)).choose(QUESTIONS, tracks)
    only = [one for one in QUESTIONS if one.topic == "entropy"]
    assert Selection().choose(only, tracks) == only
