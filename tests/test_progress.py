"""What the attempts say: sums over days and topics, streaks, and the words for them."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta, timezone
from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.history import DayTally, Mock, QuestionTally, SlipTally, Tallies
from quizapp.progress import Streak, measure, streak
from quizapp.record import Session
from quizapp.reports import progress as words
from quizapp.reports.progress import streak_line
from tests.stubs import TRACKS

TODAY = date(2026, 11, 21)  # a Saturday
NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
NOTHING = Tallies(questions=(), days=(), slips=(), medians={}, mocks=())


def day(when, answered=4, *, score=3.0, attempts=5, seconds=60.0):
    return DayTally(day=when, attempts=attempts, answered=answered, score=score, seconds=seconds)


def question(name, topic, answered=4, *, score=3.0, attempts=5, seconds=60.0, last=NOON):
    return QuestionTally(
        question=name,
        topic=topic,
        attempts=attempts,
        answered=answered,
        score=score,
        seconds=seconds,
        last=last,
    )


def mock(number=1, score=7.5, questions=10, **changes):
    session = {
        "number": number,
        "kind": "mock",
        "title": "Screening",
        "seed": 17,
        "blueprint": "screening",
        "code": "screening@17",
        "began": NOON,
        "ended": NOON + timedelta(minutes=30),
        "name": NOON.isoformat(),
        "attempts": 9,
        "answered": 9,
        "score": score,
        "seconds": 1500.0,
    }
    return Mock(session=Session(**session | changes), questions=questions)


def measured(recalled=MappingProxyType({}), **tallies):
    tallies = NOTHING._replace(**tallies)
    return measure(tallies, TODAY, UTC, TRACKS, recalled=recalled)


def lines(**tallies):
    tallies = {"days": (day(TODAY),), "questions": (question("b/q", "softmax"),)} | tallies
    return words.lines(measured(**tallies))


def back(*days):
    return [TODAY - timedelta(days=count) for count in days]


# Streaks


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (back(), Streak(days=0, longest=0, today=False)),
        (back(0), Streak(days=1, longest=1, today=True)),
        (back(1), Streak(days=1, longest=1, today=False)),  # today is not over
        (back(2), Streak(days=0, longest=1, today=False)),
        (back(0, 1, 2, 4), Streak(days=3, longest=3, today=True)),
        (back(1, 2, 5, 6, 7, 8), Streak(days=2, longest=4, today=False)),
        (back(-1), Streak(days=0, longest=0, today=False)),  # the clock was wrong then
        (back(-400, 0, 1), Streak(days=2, longest=2, today=True)),
        (back(1, 0, 1), Streak(days=2, longest=2, today=True)),
    ],
)
def test_a_streak_ends_today_or_yesterday(days, expected):
    assert streak(days, TODAY) == expected


def test_a_streak_goes_over_the_new_year():
    days = [date(2026, 12, 31), date(2027, 1, 1)]
    assert streak(days, date(2027, 1, 2)).days == 2


@given(st.sets(st.integers(-5, 60)))
def test_a_streak_is_never_longer_than_the_longest(counts):
    found = streak(back(*counts), TODAY)
    assert 0 <= found.days <= found.longest <= len(counts)


def test_the_streak_is_said_with_what_keeps_it():
    assert streak_line(Streak(days=1, longest=1, today=True)) == "Streak: 1 day"
    assert streak_line(Streak(days=3, longest=9, today=False)) == (
        "Streak: 3 days (longest: 9 days); answer one question today to keep it"
    )
    assert streak_line(Streak(days=0, longest=2, today=False)).startswith("No streak")


# Sums


def test_weeks_are_those_of_iso_8601():
    found = measured(
        days=(
            day(date(2026, 12, 28), answered=2, score=1.0),
            day(date(2027, 1, 3), answered=2, score=2.0),
            day(date(2027, 1, 4)),
        )
    ).weeks
    assert [(week.week, week.begins) for week in found] == [
        ("2026-W53", date(2026, 12, 28)),
        ("2027-W01", date(2027, 1, 4)),
    ]
    assert (found[0].attempts, found[0].answered, found[0].accuracy) == (10, 4, 0.75)


def test_topics_go_along_the_track_and_the_others_by_name():
    found = measured(
        questions=tuple(
            question("b/q", topic) for topic in ("zebra", "softmax", "apple", "surprisal")
        )
    ).topics
    assert [one.topic for one in found] == ["surprisal", "softmax", "apple", "zebra"]


def test_an_answer_whose_topic_is_not_known_is_counted_in_all_but_in_no_topic():
    found = measured(questions=(question("gone/q", ""), question("b/q", "softmax")))
    assert [one.topic for one in found.topics] == ["softmax"]
    assert len(found.questions) == 2
    assert "" not in found.weakest


def test_a_topic_has_its_accuracy_and_times():
    (found,) = measured(
        questions=(
            question("b/one", "softmax", 1, score=1.0, attempts=3, seconds=10.0),
            question("b/two", "softmax", 3, score=1.0, attempts=3, seconds=90.0),
        ),
        medians={"softmax": 20.0},
    ).topics
    assert (found.attempts, found.answered, found.accuracy) == (6, 4, 0.5)
    assert (found.seconds, found.mean_seconds, found.median_seconds) == (100.0, 25.0, 20.0)


def test_a_question_whose_topic_changed_is_one_question():
    earlier = NOON - timedelta(days=1)
    (found,) = measured(
        questions=(question("b/q", "softmax"), question("b/q", "gradient", last=earlier))
    ).questions
    assert (found.question, found.answered, found.last) == ("b/q", 8, NOON)


def test_the_weakest_topics_have_enough_answers_and_are_weak():
    found = measured(
        questions=(
            question("b/1", "surprisal", 4, score=1.0),
            question("b/2", "entropy", 2, score=0.0),  # too few to say
            question("b/3", "softmax", 4, score=3.9),  # not weak
            question("b/4", "binary", 4, score=0.5),
        )
    )
    assert found.weakest == ("binary", "surprisal")


@pytest.mark.parametrize(("answered", "told"), [(2, True), (3, False), (4, False)])
def test_that_answers_are_too_few_is_told_where_they_are(answered, told):
    found = lines(questions=(question("b/q", "softmax", answered),))
    assert (words.TOO_FEW in found) == told


def test_slips_are_by_frequency():
    found = measured(
        slips=(
            SlipTally(slip="b", times=2, last=NOON),
            SlipTally(slip="c", times=7, last=NOON),
            SlipTally(slip="a", times=2, last=NOON),
        )
    ).slips
    assert [(one.slip, one.times) for one in found] == [("c", 7), ("a", 2), ("b", 2)]


def test_a_mocks_accuracy_is_over_all_its_questions():
    (found,) = measured(mocks=(mock(),)).mocks
    assert (found.answered, found.questions, found.accuracy) == (9, 10, 0.75)


def test_accuracy_stays_within_its_bounds_whatever_sums_leave_behind():
    (found,) = measured(questions=(question("b/q", "softmax", 3, score=3.0000000000000004),)).topics
    assert found.accuracy == 1.0


# Words


def test_an_empty_history_invites():
    empty = measure(NOTHING, TODAY, UTC, TRACKS)
    assert words.lines(empty) == ["Nothing answered yet. Start with 'quizapp practice'."]
    assert words.structure(empty) == {
        "attempts": 0,
        "answered": 0,
        "accuracy": None,
        "seconds": 0,
        "streak": {"days": 0, "longest": 0, "today": False},
        "topics": [],
        "days": [],
        "weeks": [],
        "slips": [],
        "weakest": [],
        "next": {"topic": "surprisal", "why": "not started yet"},
        "mocks": [],
        "questions": [],
        "confidence": None,
    }


def test_the_lines_say_it_all():
    assert lines(
        slips=(SlipTally(slip="swapped_p_and_q", times=12, last=NOON),),
        medians={"softmax": 95.0},
        mocks=(mock(),),
        questions=(
            question("b/q", "softmax", 4, score=2.0),
            question("b/r", "softmax", 4, score=2.0),
        ),
    ) == [
        "5 answers to 2 questions, 75% correct (3 of 4), 1 min",
        "Streak: 1 day",
        "Next up: what is worth most today. Run: quizapp practice",
        "Weakest topic: Softmax. Run: quizapp practice --topic softmax",
        "",
        "Topic    answers  correct  median time",
        "Softmax       10      50%   1 min 35 s",
        "",
        "Week of      answers  correct  total time",
        "16 Nov 2026        5      75%       1 min",
        "",
        "Mistake          times         last",
        "Swapped p and q     12  21 Nov 2026",
        "",
        "Mock interview           on      score  correct  total time",
        "Screening       21 Nov 2026  7.5 of 10      75%      25 min",
    ]


def test_what_is_missing_invites():
    said = lines()
    assert "No mock interviews yet. Start one with 'quizapp mock'." in said
    assert any(line.startswith("No mistakes yet") for line in said)


def test_nothing_in_a_history_acts_on_a_terminal():
    hostile = "\x1b[2J\x9b31m"
    said = "\n".join(
        lines(
            questions=(question("b/q", hostile, score=0.0),),
            slips=(SlipTally(slip=hostile, times=1, last=NOON),),
            mocks=(mock(title=hostile),),
        )
    )
    assert all(character.isprintable() or character == "\n" for character in said)


def test_dates_are_the_learners_own():
    east = timezone(timedelta(hours=14))
    tallies = NOTHING._replace(slips=(SlipTally(slip="a", times=1, last=NOON),))
    (slip,) = measure(tallies, TODAY, east, TRACKS).slips
    assert slip.last.date().isoformat() == "2026-11-22"


def test_the_structure_is_json_with_dates_as_text():
    found = words.structure(
        measured(
            days=(day(TODAY),),
            questions=(question("b/q", "softmax"),),
            slips=(SlipTally(slip="a", times=1, last=NOON),),
            mocks=(mock(),),
        )
    )
    read = json.loads(json.dumps(found))
    assert read["weeks"][0]["begins"] == "2026-11-16"
    assert read["slips"][0]["last"] == "2026-11-21T12:00:00+00:00"
    assert read["mocks"][0]["submitted"] == "2026-11-21T12:30:00+00:00"
    assert read["questions"][0]["accuracy"] == 0.75


# What to practise next


def answered(topic, answers, score):
    return question(f"b/{topic}", topic, answers, score=score)


def following(**topics):
    found = tuple(answered(topic.replace("_", "-"), *sums) for topic, sums in topics.items())
    return measured(questions=found).next


def test_the_weakest_topic_with_enough_answers_is_next():
    found = following(surprisal=(10, 9.0), entropy=(10, 6.0), softmax=(2, 0.0))
    assert found.topic == "entropy"
    assert words.why(found) == "the weakest with 3 answers or more: 60% correct (6 of 10)"


def test_a_topic_that_is_known_by_now_is_not_weak_any_more():
    found = [answered("surprisal", 10, 9.0), answered("entropy", 10, 6.0)]
    found.append(answered("softmax", 10, 7.0))
    known = measured(questions=tuple(found), recalled={"entropy": 0.9, "softmax": 0.6})
    assert known.weakest == ("softmax",)
    assert known.next.topic == "softmax"
    says = "the weakest with 3 answers or more: 60% now, 70% correct (7 of 10)"
    assert words.why(known.next) == says


def test_where_none_is_weak_the_track_goes_on():
    assert following(surprisal=(10, 9.0)).topic == "entropy"
    found = following(surprisal=(10, 9.0), entropy=(2, 2.0))
    assert found.topic == "entropy"
    assert words.why(found) == "only 2 answers so far"


def test_where_all_are_strong_the_lowest_is_next():
    strong = {topic.replace("-", "_"): (10, 9.5) for topic in TRACKS.chosen.by_name} | {
        "gradient": (10, 9.0)
    }
    found = following(**strong)
    assert found.topic == "gradient"
    assert words.why(found) == "your weakest topic: 90% correct (9 of 10)"


def test_the_report_says_what_is_next_when_no_topic_is_weak():
    found = lines(questions=(answered("surprisal", 10, 9.0),))
    assert "Or one topic: Entropy, not started yet. Run: quizapp practice --topic entropy" in found


def test_no_share_is_told_of_too_few():
    found = lines(
        days=(day(TODAY, 2, score=1.0, attempts=2),),
        questions=(question("b/q", "softmax", 2, score=1.0, attempts=2),),
    )
    assert found[0] == "2 answers to 1 question, 1 of 2 correct, 1 min"
    assert "Softmax        2        –            –" in found
    assert words.TOO_FEW in found
    assert not any("%" in line for line in found)
