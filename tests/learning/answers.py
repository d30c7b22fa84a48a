"""Questions and answers for the tests of learning."""

from datetime import UTC, datetime, timedelta

from quizapp.learning.answered import Answered, day_of
from quizapp.learning.learner import Learner
from quizapp.learning.syllabus import Syllabus
from quizapp.questions.choice import ChoiceQuestion
from quizapp.questions.numeric import NumericQuestion

MORNING = datetime(2026, 11, 27, 9, tzinfo=UTC)
"""Of the first day."""
WEIGHTS = {"surprisal": 1.0, "entropy": 2.0, "softmax": 3.0}


def numeric(identity, topic="entropy", level=2, **fields):
    draw = {} if fields.pop("fixed", False) else {"k": "integer(2, 9)"}
    stem = "What is it?"
    fields = {"answer": "surprisal(1 / 2)", "unit": "bits", "draw": draw, "stem": stem, **fields}
    return NumericQuestion(id=identity, bank="bank", topic=topic, level=level, **fields)


def choice(identity, topic="entropy", level=2):
    return ChoiceQuestion(
        id=identity, bank="bank", topic=topic, level=level, stem="Which?", options=()
    )


def questions(each=6):
    """Return generated questions for every topic, two of each level."""
    return [
        numeric(f"{topic}-{number}", topic, level=1 + number // 2)
        for topic in WEIGHTS
        for number in range(each)
    ]


def syllabus(*given):
    return Syllabus(given or questions(), WEIGHTS)


def moment(day=0, minutes=0.0):
    return MORNING + timedelta(days=day, minutes=minutes)


def answer(question, day=0, minutes=0.0, share=1.0, **fields):
    at = moment(day, minutes)
    name = question if "/" in question else f"bank/{question}"
    topic = fields.pop("topic", name.removeprefix("bank/").rpartition("-")[0])
    return Answered(
        question=name,
        topic=topic,
        at=at.timestamp(),
        day=day_of(at).toordinal(),
        share=share,
        **{"seconds": 60.0, **fields},
    )


def learner(*answers, among=None):
    return Learner(among or syllabus(), answers)
