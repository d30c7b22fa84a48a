from datetime import date

from quizapp.learning.evening import evening
from quizapp.learning.selection import Aim
from quizapp.questions.open import OpenQuestion
from tests.learning.answers import answer, learner, moment, questions, syllabus

AIM = Aim(date(2026, 12, 1))


def pitch(number):
    return OpenQuestion(
        id=f"entropy-pitch-{number}",
        bank="bank",
        topic="entropy",
        level=2,
        stem="Why?",
        model_answer="So.",
    )


def test_who_begins_the_evening_before_has_something_new_to_do():
    assert evening(learner(), AIM, moment(3)) is None


def test_only_the_day_before_has_an_evening_before():
    known = learner(answer("entropy-0"))
    assert [evening(known, AIM, moment(day)) is None for day in range(6)] == [
        True,
        True,
        True,
        False,
        True,
        True,
    ]
    assert evening(known, Aim(), moment(3)) is None


def test_the_weakest_topics_that_were_met_are_read_again():
    known = learner(
        answer("softmax-0"),
        answer("entropy-0", minutes=1, share=0.0),
        answer("entropy-1", minutes=2, share=0.0),
    )
    assert evening(known, AIM, moment(3)).topics == ("entropy", "softmax")


def test_the_slips_that_were_made_most_are_named_with_how_often():
    known = learner(
        *(answer("softmax-0", minutes=5 * at, slips=("often",)) for at in range(3)),
        answer("entropy-0", minutes=20, slips=("once",)),
        answer("gone-0", minutes=25, slips=("gone",)),
    )
    assert evening(known, AIM, moment(3)).slips == (("often", 3), ("once", 1))


def test_the_open_questions_that_are_known_best_are_spoken():
    there = syllabus(*questions(), *map(pitch, range(5)))
    known = learner(
        *(
            answer(f"entropy-pitch-{at}", minutes=at, share=at / 4, topic="entropy")
            for at in (1, 2, 3, 4)
        ),
        among=there,
    )
    found = evening(known, AIM, moment(3)).pitches
    assert found == tuple(f"bank/entropy-pitch-{at}" for at in (4, 3, 2))
