from quizapp.learning.outlook import outlook
from quizapp.learning.placement import QUESTIONS
from quizapp.learning.selection import Aim
from tests.learning.answers import answer, learner, moment


def test_who_is_new_is_asked_up_and_down_the_track_first():
    found = outlook(learner(), Aim(), moment())
    assert found.is_new
    assert len(set(found.placement)) == QUESTIONS


def test_who_answered_something_needs_no_placement():
    found = outlook(learner(answer("entropy-1")), Aim(), moment())
    assert not found.is_new
    assert found.placement == ()
    assert [(one.topic, one.met) for one in found.topics] == [
        ("surprisal", 0),
        ("entropy", 1),
        ("softmax", 0),
    ]
