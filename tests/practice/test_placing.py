"""A placement as it is lived: each answer leads up or down the track."""

from quizapp.bank.tracks import Topic, Track, Tracks
from quizapp.practice.placing import leads
from quizapp.practice.session import Practice
from tests.learning.answers import WEIGHTS, questions
from tests.stubs import FakeClock

TRACK = Track(name="t", title="T", topics=tuple(Topic(topic=topic) for topic in WEIGHTS))


def lived(answer):
    """Return the topics that are asked of someone who gives the same answer to all."""
    there = questions()
    found = Practice(
        there[:4],
        clock=FakeClock(),
        recorder=lambda _: None,
        seed=1,
        count=4,
        in_order=True,
        leads=leads(there, Tracks.of((TRACK,))),
    )
    topics = []
    while (asked := found.next()) is not None:
        topics.append(asked.variant.question.topic)
        found.respond(asked.variant.read(answer))
    return topics


def test_right_answers_lead_up_the_track():
    assert lived("1")[1:] == ["softmax"] * 3


def test_wrong_answers_lead_down_the_track():
    assert lived("7")[1:] == ["surprisal"] * 3
