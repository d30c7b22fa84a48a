"""What a session asks, in which order, what counts, and what is kept."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizapp.answers.words.points import Point
from quizapp.errors import UsageError
from quizapp.practice.asked import Outcome
from quizapp.practice.session import Practice
from quizapp.questions.base import Verdict
from quizapp.questions.choice import ChoiceQuestion, Option
from quizapp.questions.numeric import NumericQuestion, Tolerance
from quizapp.questions.open import OpenQuestion
from tests.stubs import FakeClock


def fixed(name, *, level=1, answer="surprisal(0.7)", topic="surprisal", **more):
    return NumericQuestion(
        id=name, bank="b", topic=topic, level=level, stem="?", answer=answer, unit="nats", **more
    )


def drawn(name, *, level=1, draw="integer(1, 1000)", **more):
    return NumericQuestion(
        id=name,
        bank="b",
        topic="x",
        level=level,
        stem="{{ k }}",
        answer="k",
        draw={"k": draw},
        **more,
    )


def several():
    options = (Option("a", correct=True), Option("b", correct=True), Option("c", why="no"))
    return ChoiceQuestion(id="several", bank="b", topic="x", level=1, stem="?", options=options)


def session(*questions, seed=1, recorder=None, clock=None, **more):
    recorded = []
    practice = Practice(
        questions,
        clock=clock or FakeClock(),
        recorder=recorder or recorded.append,
        seed=seed,
        **more,
    )
    return practice, recorded


def variants(practice):
    found = []
    while (asked := practice.next()) is not None:
        found.append((asked.variant.question.id, tuple(asked.variant.parameters.items())))
    return found


def answer(practice, raw):
    return practice.respond(practice.current.variant.read(raw))


# What is asked


def test_questions_go_from_easy_to_hard():
    questions = [fixed(f"q{place}", level=1 + place % 5) for place in range(10)]
    practice, _ = session(*questions)
    levels = []
    while (asked := practice.next()) is not None:
        levels.append(asked.variant.question.level)
    assert levels == sorted(levels)
    assert len(levels) == 10


def test_a_fixed_question_is_asked_once_and_drawn_ones_fill_the_rest():
    practice, _ = session(fixed("once"), drawn("often"), count=8)
    asked = [name for name, _ in variants(practice)]
    assert sorted(asked) == ["often"] * 7 + ["once"]


@pytest.mark.parametrize("count", [1, 3, 10, 25])
def test_as_many_are_asked_as_was_said(count):
    practice, _ = session(*(drawn(f"q{place}") for place in range(4)), count=count)
    assert practice.count == count
    assert len(variants(practice)) == count


def test_fewer_are_asked_where_there_are_only_fixed_ones():
    practice, _ = session(fixed("one"), fixed("two"), count=10)
    assert practice.count == 2


@given(st.integers(0, 10**6), st.integers(1, 12))
@settings(max_examples=25, deadline=None)
def test_no_variant_comes_again_while_there_are_others(seed, values):
    practice, _ = session(drawn("q", draw=f"integer(1, {values})"), seed=seed, count=values)
    asked = variants(practice)
    assert len(set(asked)) == values


def test_variants_come_again_once_all_were_asked():
    practice, _ = session(drawn("q", draw="integer(1, 2)"), count=5)
    assert len(variants(practice)) == 5


@given(st.integers(0, 10**6))
@settings(max_examples=25, deadline=None)
def test_the_same_seed_asks_the_same(seed):
    questions = [drawn("one"), drawn("two", level=2), fixed("three")]
    first, second = (session(*questions, seed=seed)[0] for _ in range(2))
    assert variants(first) == variants(second)


def test_another_seed_asks_otherwise():
    asked = {tuple(variants(session(drawn("q"), seed=seed)[0])) for seed in range(10)}
    assert len(asked) == 10


def test_what_was_prepared_is_asked_and_is_what_would_be_asked_anyway():
    def practice():
        return session(drawn("a"), drawn("b", level=2), seed=4, count=4)[0]

    prepared = practice()
    found = []
    while True:
        ready = prepared.prepare()
        asked = prepared.next()
        if asked is None:
            break
        assert asked.variant is ready
        found.append((asked.variant.question.id, tuple(asked.variant.parameters.items())))
    assert ready is None
    assert found == variants(practice())


def test_what_was_prepared_stays_so_when_something_else_is_asked_between():
    practice, _ = session(drawn("a"), drawn("b", level=2), seed=4, count=2)
    practice.next()
    ready = practice.prepare()
    practice.another()
    assert practice.next().variant is ready


def test_other_numbers_of_what_is_asked_are_prepared_too(monkeypatch):
    practice, _ = session(drawn("a"), seed=4, count=1)
    practice.next()
    assert practice.prepare() is None
    monkeypatch.setattr(NumericQuestion, "variant", None)
    first, again = practice.current.variant, practice.another().variant
    assert again.parameters != first.parameters


def test_what_cannot_be_asked_is_not_prepared():
    practice, _ = session(fixed("a"), drawn("b", level=2, reject="k > 0"), seed=4, count=2)
    practice.next()
    assert practice.prepare() is None
    assert practice.next() is None


def test_what_was_calculated_is_let_go_with_its_question_and_comes_back():
    practice, *_ = session(drawn("first"), drawn("second"))
    practice.next()
    answer(practice, "1")
    asked = practice.current
    key = asked.variant.key
    practice.next()
    assert not any(name.startswith("_calculated") for name in vars(asked.variant))
    assert asked.variant.key == key


def test_questions_can_be_asked_in_the_order_given():
    names = [f"q{5 - place}" for place in range(5)]
    practice, _ = session(*(fixed(name, level=3) for name in names), in_order=True)
    assert [name for name, _ in variants(practice)] == names


def test_the_position_counts_from_one():
    practice, _ = session(fixed("one"), fixed("two"))
    positions = []
    while practice.next() is not None:
        positions.append((practice.position, practice.count))
    assert positions == [(1, 2), (2, 2)]


def test_a_session_without_questions_is_refused():
    with pytest.raises(UsageError, match="no question matches"):
        session()


@pytest.mark.parametrize(
    "broken",
    [
        drawn("broken", reject="k > 0"),
        fixed("broken", answer="0/0"),
        drawn("broken", hints=("{{ [1][k] }}",)),
        drawn("broken", solution="{{ [1][k] }}"),
    ],
    ids=["no draw", "no key", "no hint", "no solution"],
)
def test_what_cannot_be_asked_to_its_end_is_passed_over(broken):
    practice, recorded = session(broken, fixed("good", level=2))
    assert [name for name, _ in variants(practice)] == ["good"]
    assert practice.count == 1
    assert recorded == []


def test_a_session_of_nothing_that_can_be_asked_ends_at_once():
    practice, _ = session(fixed("broken", answer="0/0"))
    assert practice.next() is None
    practice.skip()
    assert practice.summary().asked == ()


# Another, skip


def test_another_variant_takes_the_place_of_the_one_before():
    practice, _ = session(drawn("q"), count=3)
    first = practice.next()
    second = practice.another()
    assert first.outcome is Outcome.SKIPPED
    assert second is practice.current
    assert second.variant.parameters != first.variant.parameters
    assert practice.position == 1


def test_a_question_is_kept_where_there_is_no_other_variant():
    practice, _ = session(drawn("q", reject="k > 1", draw="integer(1, 40)"), count=1)
    first = practice.next()
    object.__setattr__(first.variant.question, "reject", "k > 0")
    with pytest.raises(UsageError):
        practice.another()
    assert practice.current is first
    assert first.outcome is Outcome.OPEN


def test_what_is_left_unanswered_is_skipped_with_its_time():
    clock = FakeClock()
    practice, recorded = session(fixed("one"), fixed("two"), clock=clock)
    first = practice.next()
    clock.wait(7)
    practice.next()
    assert (first.outcome, first.seconds) == (Outcome.SKIPPED, 7)
    assert recorded == []
    assert practice.summary().answered == ()


def test_what_was_answered_is_not_skipped_later():
    practice, _ = session(fixed("one"))
    practice.next()
    answer(practice, "0.357")
    practice.skip()
    assert practice.current.outcome is Outcome.ANSWERED


# What counts


def test_the_first_response_counts():
    practice, recorded = session(fixed("one"))
    asked = practice.next()
    answer(practice, "3")
    answer(practice, "0.357")
    assert asked.grade.verdict is Verdict.INCORRECT
    assert len(recorded) == 2
    assert not asked.awaits


@pytest.mark.parametrize(
    ("second", "verdict"),
    [("0.357", "correct"), ("3.21", "incorrect"), ("0.36", "imprecise")],
)
def test_after_an_imprecise_response_the_second_counts(second, verdict):
    practice, _ = session(fixed("one", tolerance=Tolerance(relative=0.005)))
    asked = practice.next()
    answer(practice, "0.36")
    assert asked.awaits
    answer(practice, second)
    assert not asked.awaits
    answer(practice, "0.3567")
    assert asked.grade.verdict == verdict


def test_a_repeated_wrong_response_is_known():
    practice, _ = session(fixed("one"))
    asked = practice.next()
    answer(practice, "3")
    assert asked.repeats(asked.variant.read(" 3 "))
    assert not asked.repeats(asked.variant.read("4"))


# What is kept


def test_an_attempt_holds_what_was_typed_and_drawn():
    clock = FakeClock()
    practice, recorded = session(drawn("q", level=3), clock=clock)
    asked = practice.next()
    clock.wait(12.5)
    key = asked.variant.parameters["k"]
    answer(practice, f" {key} ")
    (attempt,) = recorded
    assert (attempt.question, attempt.type, attempt.topic) == ("b/q", "numeric", "x")
    assert attempt.parameters == {"k": key}
    assert attempt.seed == asked.variant.seed
    assert attempt.response == f" {key} "
    assert (attempt.value, attempt.verdict, attempt.score) == (key, Verdict.CORRECT, 1)
    assert (attempt.seconds, attempt.at) == (12.5, clock.now())


def test_each_graded_response_is_recorded_once_and_the_moment_it_is_graded():
    order = []
    practice, _ = session(fixed("one"), recorder=lambda attempt: order.append(attempt.response))
    practice.next()
    answer(practice, "3")
    order.append("graded")
    assert order == ["3", "graded"]


def test_a_recorder_that_fails_leaves_the_response_to_be_given_again():
    failing = [True]

    def recorder(_):
        if failing.pop() if failing else False:
            raise OSError("the disk is full")

    practice, _ = session(fixed("one"), recorder=recorder)
    asked = practice.next()
    with pytest.raises(OSError, match="full"):
        answer(practice, "0.357")
    assert asked.outcome is Outcome.OPEN
    answer(practice, "0.357")
    assert len(asked.attempts) == 1


@pytest.mark.parametrize("then", ["next", "another", "respond"])
def test_a_response_that_comes_late_is_refused(then):
    practice, recorded = session(drawn("one"), drawn("two"), count=2)
    practice.next()
    turn, reading = practice.turn, practice.current.variant.read("0")
    if then == "respond":
        practice.respond(reading, turn)
    else:
        getattr(practice, then)()
    before = list(recorded)
    with pytest.raises(UsageError, match="too late"):
        practice.respond(reading, turn)
    assert recorded == before
    practice.respond(reading, practice.turn)
    assert len(recorded) == len(before) + 1


# Summary


def test_slips_are_summed_up_the_most_frequent_first():
    practice, _ = session(*(fixed(name) for name in "abc"))
    for raw in ("0.515", "-0.357", "-0.357"):
        practice.next()
        answer(practice, raw)
    assert list(practice.summary().slips.items()) == [("missing_minus", 2), ("bits_vs_nats", 1)]


def test_a_summary_adds_up():
    clock = FakeClock()
    points = (Point("x", "X"), Point("y", "Y"))
    explain = OpenQuestion(
        id="open", bank="b", topic="z", level=5, stem="?", rubric=points, model_answer="m"
    )
    questions = [fixed("one"), fixed("two"), several(), explain]
    practice, _ = session(*questions, clock=clock, in_order=True)
    for raw in ("-0.357", "0.515"):
        practice.next()
        clock.wait(10)
        answer(practice, raw)
    asked = practice.next()
    clock.wait(20)
    answer(practice, asked.variant.key[0])
    asked = practice.next()
    clock.wait(30)
    practice.respond(asked.variant.judged(asked.variant.read("words"), ("x",)))
    summary = practice.summary()
    assert summary.score == 0 + 0.5 + 0.5 + 0.5
    assert summary.seconds == 70
    assert summary.slips == {"missing_minus": 1, "bits_vs_nats": 1}
    assert summary.topics() == {"surprisal": (0.5, 2), "x": (0.5, 1), "z": (0.5, 1)}
    assert len(summary.answered) == 4


def test_a_summary_leaves_out_what_is_still_asked():
    practice, _ = session(fixed("one"), fixed("two"))
    practice.next()
    assert practice.summary().asked == ()


# Follow-ups


def asking_on(*questions, **more):
    """Return a session in which each question's follow-ups are found by their ids."""
    there = {question.id: question for question in (*questions, *more.pop("others", ()))}

    def follow_ups(question):
        return [there[name] for name in question.follow_ups]

    return session(*questions, follow_ups=follow_ups, in_order=True, **more)


def test_an_answer_leads_to_its_follow_up_with_the_same_numbers():
    first, later = drawn("first", follow_ups=("later",)), drawn("later")
    practice, recorded = asking_on(first, drawn("rest"), others=[later], count=2)
    asked = practice.next()
    answer(practice, "1")
    follow_up = practice.next()
    assert follow_up.variant.question.id == "later"
    assert follow_up.follow_up
    assert follow_up.variant.parameters == asked.variant.parameters
    assert (practice.position, practice.count) == (1, 2)
    answer(practice, "2")
    assert practice.next().variant.question.id == "rest"
    assert (practice.position, practice.count) == (2, 2)
    assert [one.question for one in recorded] == ["b/first", "b/later"]
    assert [one.follow_up for one in practice.summary().asked] == [False, True]


def test_a_skipped_question_is_not_asked_on():
    practice, _ = asking_on(fixed("first", follow_ups=("later",)), others=[fixed("later")])
    practice.next()
    assert practice.next() is None


def test_a_follow_up_can_be_skipped_and_is_asked_once():
    first = drawn("first", follow_ups=("later",))
    practice, _ = asking_on(first, others=[drawn("later")], count=2)
    practice.next()
    answer(practice, "1")
    assert practice.next().follow_up
    assert practice.next().variant.question.id == "first"
    answer(practice, "1")
    assert practice.next() is None
    assert [one.outcome for one in practice.summary().asked] == [
        Outcome.ANSWERED,
        Outcome.SKIPPED,
        Outcome.ANSWERED,
    ]


def test_a_follow_up_that_was_to_be_asked_later_is_asked_now_instead():
    questions = [fixed("first", follow_ups=("later",)), fixed("rest"), fixed("later")]
    practice, _ = asking_on(*questions)
    practice.next()
    answer(practice, "1")
    assert practice.next().variant.question.id == "later"
    assert practice.position == 2
    assert [name for name, _ in variants(practice)] == ["rest"]


def test_follow_ups_are_asked_on_in_turn():
    first = fixed("first", follow_ups=("second",))
    second = fixed("second", follow_ups=("first", "third"))
    practice, _ = asking_on(first, others=[second, fixed("third")])
    names = []
    while (asked := practice.next()) is not None:
        names.append(asked.variant.question.id)
        answer(practice, "1")
    assert names == ["first", "second", "third"]


def test_a_follow_up_that_refuses_the_numbers_is_left_out():
    first = drawn("first", draw="integer(1, 9)", follow_ups=("refuses", "broken", "takes"))
    refuses = drawn("refuses", reject="k < 10")
    broken = drawn("broken", hints=("{{ nothing }}",))
    practice, _ = asking_on(first, others=[refuses, broken, drawn("takes")], count=1)
    practice.next()
    answer(practice, "1")
    assert practice.next().variant.question.id == "takes"


def test_a_follow_up_that_cannot_be_explained_is_left_out_for_good():
    first = drawn("first", draw="integer(2, 9)", follow_ups=("broken", "takes"))
    broken = drawn("broken", solution="{{ [1][k] }}")
    practice, _ = asking_on(first, others=[broken, drawn("takes")], count=1)
    practice.next()
    answer(practice, "1")
    assert practice.next().variant.question.id == "takes"
    answer(practice, "1")
    assert practice.next() is None


def test_a_follow_up_whose_solution_cannot_be_shown_is_left_out():
    first = fixed("first", follow_ups=("broken", "takes"))
    broken = fixed("broken", solution="{{ nothing }}")
    practice, _ = asking_on(first, others=[broken, fixed("takes")], count=1)
    practice.next()
    answer(practice, "1")
    assert practice.next().variant.question.id == "takes"


def test_a_follow_up_has_other_numbers_too():
    practice, _ = asking_on(drawn("first", follow_ups=("later",)), others=[drawn("later")], count=1)
    first = practice.next()
    answer(practice, "1")
    practice.next()
    other = practice.another()
    assert other.variant.question.id == "later"
    assert other.follow_up
    assert other.variant.parameters != first.variant.parameters


def test_what_else_the_seed_asks_is_the_same_with_follow_ups():
    questions = [drawn(f"q{n}", follow_ups=("later",)) for n in range(4)]
    plain, _ = session(*questions, count=8)
    asks_on, _ = session(*questions, count=8, follow_ups=lambda _: [drawn("later")])
    found = []
    while (asked := asks_on.next()) is not None:
        if not asked.follow_up:
            found.append((asked.variant.question.id, tuple(asked.variant.parameters.items())))
        answer(asks_on, "1")
    assert found == variants(plain)


def test_a_session_begins_with_what_is_drawn_before_it():
    asked = drawn("q").made_ready((7, 8))
    practice, _ = session(asked, count=3, opening=lambda question: question.ready_variant(1))
    seeds = [one.variant.seed for one in iter(practice.next, None)]
    assert seeds[0] == 8
    assert 8 not in seeds[1:]


def test_a_session_draws_what_is_not_there_before_it():
    practice, _ = session(fixed("q"), opening=lambda question: question.ready_variant(1))
    assert practice.next().variant.question.id == "q"


# Taking back, and giving in


def test_an_answer_that_was_mistyped_is_taken_back():
    noted = []
    practice, recorded = session(fixed("a"), fixed("b"), note=lambda *one: noted.append(one))
    practice.next()
    answer(practice, "7")
    practice.withdraw()
    assert (noted[-1][0], noted[-1][1]["question"]) == ("withdrawn", recorded[0].question)
    assert practice.current.outcome is Outcome.OPEN
    assert answer(practice, "7").verdict is Verdict.INCORRECT
    practice.withdraw()
    assert answer(practice, "0.357").verdict is Verdict.CORRECT
    assert practice.current.grade.score == 1
    assert [one.response for one in recorded] == ["7", "7", "0.357"]


def test_taking_back_the_second_try_leaves_the_imprecise_first():
    practice, _ = session(fixed("a", tolerance=Tolerance(relative=0.001)))
    practice.next()
    assert answer(practice, "0.36").verdict is Verdict.IMPRECISE
    answer(practice, "7")
    practice.withdraw()
    assert practice.current.grade.verdict is Verdict.IMPRECISE
    assert practice.current.awaits
    answer(practice, "0.35667")
    assert practice.current.grade.verdict is Verdict.CORRECT


def test_an_answer_to_the_question_before_can_be_taken_back():
    practice, _ = session(fixed("a"), fixed("b"))
    practice.next()
    answer(practice, "7")
    practice.next()
    practice.withdraw()
    assert practice.asked[0].outcome is Outcome.SKIPPED
    assert practice.current.outcome is Outcome.OPEN
    assert practice.last_answer is None
    with pytest.raises(UsageError, match="no answer to take back"):
        practice.withdraw()


def test_a_solution_that_was_shown_cant_be_taken_back():
    practice, recorded = session(fixed("a"))
    practice.next()
    practice.show()
    assert (recorded[0].verdict, recorded[0].score) == (Verdict.SHOWN, 0.0)
    with pytest.raises(UsageError, match="no answer to take back"):
        practice.withdraw()


# What comes again


ALWAYS = 99


def lived(practice, **missed):
    """Answer a whole session, missing some questions so often; return the ids in order."""
    order = []
    while (asked := practice.next()) is not None:
        order.append(asked.variant.question.id)
        turn = order.count(order[-1])
        key = str(asked.variant.key)
        right = turn > missed.get(order[-1], 0)
        answer(practice, key if right else f"{float(key) + 1000}")
    return order


def ten():
    return [drawn(f"q{number}") for number in range(10)]


def test_what_was_missed_comes_again_after_five_others_with_new_numbers():
    practice, recorded = session(*ten(), in_order=True, repeats=True)
    order = lived(practice, q1=1)
    assert order == ["q0", "q1", "q2", "q3", "q4", "q5", "q6", "q1", "q7", "q8"]
    assert practice.position == practice.count == 10
    first, second = (one.parameters for one in recorded if one.question == "b/q1")
    assert first != second


def test_it_comes_until_it_is_right_once():
    practice, _ = session(*ten(), in_order=True, repeats=True)
    order = lived(practice, q0=2)
    assert [place for place, name in enumerate(order) if name == "q0"] == [0, 6, 10]


def test_what_was_right_when_it_came_again_is_told_from_what_was_not():
    practice, _ = session(*ten(), in_order=True, repeats=True)
    lived(practice, q1=1, q2=ALWAYS)
    assert practice.summary().missed == ("b/q1", "b/q2")
    assert practice.summary().repaired == ("b/q1",)


def test_what_is_missed_at_the_end_waits_for_another_day():
    practice, _ = session(*ten(), in_order=True, repeats=True)
    assert lived(practice, q8=ALWAYS, q9=ALWAYS).count("q9") == 1


def test_near_the_end_it_comes_after_fewer():
    practice, _ = session(*ten()[:4], in_order=True, repeats=True, count=4)
    assert lived(practice, q1=ALWAYS) == ["q0", "q1", "q2", "q3", "q1"]


def test_a_fixed_question_that_was_missed_does_not_come_again():
    questions = [fixed("f", answer="3"), *ten()[:7]]
    practice, _ = session(*questions, in_order=True, repeats=True, count=8)
    assert lived(practice, f=ALWAYS).count("f") == 1


def test_follow_ups_count_where_a_session_keeps_to_its_length():
    questions = [drawn("first", follow_ups=("more",)), *ten()[:5]]
    more = drawn("more")
    ask = {"first": [more]}
    practice, _ = session(
        *questions,
        in_order=True,
        repeats=True,
        count=6,
        follow_ups=lambda one: ask.get(one.id, []),
    )
    assert lived(practice) == ["first", "more", "q0", "q1", "q2", "q3"]
    assert practice.position == practice.count == 6


def test_without_being_told_a_session_repeats_nothing():
    practice, _ = session(*ten(), in_order=True)
    assert len(lived(practice, q0=ALWAYS)) == 10


def test_answers_may_lead_to_another_question_than_the_one_planned():
    there = [fixed(name) for name in "abcd"]
    by_id = {one.id: one for one in there}
    wishes = {1: "d", 2: "c", 3: None}

    def leads(asked):
        return by_id.get(wishes.get(len(asked)))

    practice, _ = session(*there[:3], count=3, in_order=True, leads=leads)
    assert [name for name, _ in variants(practice)] == ["a", "d", "c"]
