"""A practice session that is left or killed goes on from what was kept of it."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizapp.answers.words.points import Point
from quizapp.errors import UnreadableError, UsageError
from quizapp.practice.asked import Outcome
from quizapp.practice.events import PracticeMove, fold
from quizapp.practice.session import Practice
from quizapp.questions.base import Verdict
from quizapp.questions.choice import ChoiceQuestion, Option
from quizapp.questions.numeric import NumericQuestion
from quizapp.questions.open import OpenQuestion
from tests.stubs import FakeClock


def numeric(name, *, level=1, answer="k", draw=None, **more):
    draw = {"k": "integer(2, 60)"} if draw is None else draw
    return NumericQuestion(
        id=name, bank="b", topic=name, level=level, stem="?", answer=answer, draw=draw, **more
    )


QUESTIONS = (
    numeric("first", follow_ups=("later",), hints=("one", "two")),
    numeric("later", level=3, answer="k + 1"),
    numeric("small", level=2, draw={"k": "integer(2, 4)"}),
    numeric("decimals", level=2, answer="q[0]", draw={"q": "probabilities(3, step=0.05)"}),
    numeric("fixed", level=2, answer="0.25", draw={}),
    ChoiceQuestion(
        id="several",
        bank="b",
        topic="x",
        level=2,
        stem="?",
        options=(Option("a", correct=True), Option("b", correct=True), Option("c", why="no")),
    ),
    OpenQuestion(
        id="words",
        bank="b",
        topic="x",
        level=3,
        stem="?",
        rubric=(Point("mean", "a mean"), Point("surprise", "of surprisal")),
        model_answer="The mean surprisal.",
    ),
)


@dataclass
class Paper:
    """Keeps what a history would: events as JSON, and attempts."""

    questions: tuple = QUESTIONS
    events: list = field(default_factory=list)
    attempts: list = field(default_factory=list)
    clock: FakeClock = field(default_factory=FakeClock)
    seed: int = 7

    def note(self, kind, data):
        self.events.append((str(kind), json.loads(json.dumps(data))))
        if kind == PracticeMove.WITHDRAWN:
            variant = (data["question"], data["seed"])
            mine = [one for one in self.attempts if (one.question, one.seed) == variant]
            self.attempts.remove(mine[-1])

    def record(self, attempt):
        self.attempts.append(attempt)
        self.note(PracticeMove.ANSWERED, {})

    def find(self, name):
        for question in self.questions:
            if question.name == name:
                return question
        raise UsageError(name)

    def follow_ups(self, question):
        names = [f"b/{name}" for name in question.follow_ups]
        return [one for one in self.questions if one.name in names]

    @property
    def options(self):
        return {
            "clock": self.clock,
            "recorder": self.record,
            "note": self.note,
            "seed": self.seed,
            "follow_ups": self.follow_ups,
        }

    def begun(self, *names, **options):
        chosen = [one for one in self.questions if not names or one.id in names]
        practice = Practice(chosen, **self.options, **options)
        practice.next()
        return practice

    def restored(self):
        return Practice.restored(
            fold(self.events), list(self.attempts), find=self.find, **self.options
        )


def standing(practice):
    """Return all that can be seen of a session."""
    return (
        practice.position,
        practice.count,
        [
            (
                one.variant.question.name,
                one.variant.seed,
                dict(one.variant.parameters),
                one.variant.stem,
                one.follow_up,
                one.hints_shown,
                one.typed,
                one.outcome,
                one.grade,
                one.attempts,
                one.is_open,
            )
            for one in practice.asked
        ],
    )


def respond(practice, raw):
    variant = practice.current.variant
    reading = variant.read(raw)
    if variant.question.type == "open":
        reading = variant.judged(reading, ("mean",))
    practice.respond(reading)


STEPS = st.one_of(
    st.tuples(st.just("answer"), st.sampled_from(["key", "1", "a", "a, b", "some words"])),
    st.tuples(st.just("type"), st.sampled_from(["0.", "a", ""])),
    st.tuples(st.sampled_from(["next", "skip", "another", "hint", "pause", "kill"]), st.none()),
    st.tuples(st.sampled_from(["withdraw", "show"]), st.none()),
    st.tuples(st.just("wait"), st.integers(1, 90)),
)


def act(practice, paper, step, value):
    match step:
        case "answer":
            try:
                key = practice.current.variant.key_text if value == "key" else value
                respond(practice, key)
            except UnreadableError:
                practice.type(value)
        case "type":
            practice.type(value)
        case "wait":
            paper.clock.wait(value)
        case "kill":
            return paper.restored()
        case "withdraw" if practice.last_answer is None:
            pass
        case "show" if practice.current.outcome is not Outcome.OPEN:
            pass
        case "pause":
            practice.pause()
            practice.resume()
        case "another" if not practice.current.variant.question.generated:
            pass
        case "next" | "skip" if len(practice.asked) > 12:
            pass
        case _:
            getattr(practice, step)()
    return practice


@settings(max_examples=60)
@given(steps=st.lists(STEPS, max_size=25))
def test_killed_after_any_step_it_is_the_same_again_and_asks_the_same(steps):
    paper = Paper()
    practice = paper.begun(count=8)
    for step, value in steps:
        practice = act(practice, paper, step, value)
        assert standing(paper.restored()) == standing(practice)
    others = Paper(events=list(paper.events), attempts=list(paper.attempts), clock=paper.clock)
    again = others.restored()
    while (one := practice.next()) is not None:
        other = again.next()
        assert other.variant.question == one.variant.question
        assert other.variant.parameters == one.variant.parameters
    assert again.next() is None
    assert again.summary().topics() == practice.summary().topics()


@pytest.mark.parametrize("seed", range(8))
def test_variants_that_were_met_do_not_come_again_after_it(seed):
    paper = Paper(seed=seed)
    practice = paper.begun("small", count=3)
    met = {practice.current.variant.parameters["k"]}
    while (one := (practice := paper.restored()).next()) is not None:
        met.add(one.variant.parameters["k"])
    assert met == {2, 3, 4}


def test_once_all_variants_were_met_they_come_in_the_same_order():
    straight, again = Paper(), Paper()
    practice, other = straight.begun("small", count=8), again.begun("small", count=8)
    while (one := practice.next()) is not None:
        other = again.restored()
        assert other.next().variant.seed == one.variant.seed


def test_a_follow_up_that_was_asked_is_not_asked_again():
    paper = Paper()
    practice = paper.begun("first", count=3)
    asked = []
    while practice.asked and len(asked) < 9:
        asked.append(practice.current.variant.question.id)
        respond(practice, "1")
        practice = paper.restored()
        if practice.next() is None:
            break
    assert asked == ["first", "later", "first", "first"]


def test_a_question_that_cannot_be_shown_does_not_count():
    broken = (numeric("broken", hints=("{{ nothing }}",)), numeric("other", level=2))
    paper = Paper(questions=broken)
    practice = paper.begun(count=2)
    assert practice.current.variant.question.id == "other"
    assert standing(paper.restored())[:2] == standing(practice)[:2]


def test_what_is_half_typed_and_the_hints_come_back():
    paper = Paper()
    practice = paper.begun("first")
    practice.hint()
    practice.type("0.")
    practice.type("0.3")
    back = paper.restored().current
    assert (back.hints_shown, back.typed, back.is_open) == (1, "0.3", True)


def test_an_attempt_knows_the_hints_and_the_working_that_came_before_it():
    paper = Paper()
    practice = paper.begun("first")
    respond(practice, "1000")
    practice.hint()
    practice.see_working()
    practice.see_working()
    practice = paper.restored()
    practice.respond(practice.current.variant.read("1001"), confidence=0.7)
    first, second = practice.current.attempts
    assert (first.hints, first.working_seen, first.confidence) == (0, False, None)
    assert (second.hints, second.working_seen, second.confidence) == (1, True, 0.7)


def test_a_solution_that_is_asked_for_counts_as_an_answer_worth_nothing():
    paper = Paper()
    practice = paper.begun("first")
    practice.type("0.3")
    practice.show()
    for sitting in (practice, paper.restored()):
        (shown,) = sitting.current.attempts
        assert (shown.shown, shown.response, shown.score) == (True, "", 0)
        assert sitting.current.outcome is Outcome.ANSWERED
        assert (sitting.summary().score, sitting.current.is_open) == (0, False)
        with pytest.raises(UsageError, match="isn't waiting"):
            sitting.show()


def test_an_imprecise_first_try_comes_back_and_the_second_counts():
    paper = Paper(questions=(numeric("precise", answer="0.1234", draw={}),))
    practice = paper.begun()
    respond(practice, "0.12")
    back = paper.restored()
    assert back.current.is_open
    assert back.current.grade.verdict is Verdict.IMPRECISE
    respond(back, "0.1234")
    assert back.summary().score == 1
    assert not paper.restored().current.is_open


def test_a_half_typed_retry_comes_back_and_an_answered_question_does_not():
    paper = Paper()
    practice = paper.begun("fixed")
    respond(practice, "3")
    assert not paper.restored().current.is_open
    practice.type("0.2")
    back = paper.restored()
    assert (back.current.is_open, back.current.typed) == (True, "0.2")
    respond(back, "0.25")
    assert not paper.restored().current.is_open
    assert paper.restored().summary().score == 0


def test_time_counts_only_while_the_session_is_open():
    paper = Paper()
    practice = paper.begun("fixed")
    paper.clock.wait(20)
    practice.pause()
    paper.clock.wait(3600)
    back = paper.restored()
    paper.clock.wait(5)
    respond(back, "0.25")
    assert paper.attempts[0].seconds == 25


def test_the_grade_that_was_given_stays_though_the_question_has_changed():
    paper = Paper()
    practice = paper.begun("fixed")
    respond(practice, "0.25")
    paper.questions = tuple(
        replace(one, answer="0.75") if one.id == "fixed" else one for one in QUESTIONS
    )
    assert paper.restored().current.grade.verdict is Verdict.CORRECT


def test_questions_that_are_gone_are_left_out_and_named():
    paper = Paper()
    practice = paper.begun(count=7)
    names = [one.question for one in fold(paper.events).stops] + list(fold(paper.events).left)
    gone = names[:1] + names[2:3]
    paper.questions = tuple(one for one in QUESTIONS if one.name not in gone)
    back = paper.restored()
    assert sorted(back.left_out) == sorted(gone)
    assert back.count == practice.count - 1
    asked = []
    while (one := back.next()) is not None:
        asked.append(one.variant.question.name)
    assert [name for name in names if name not in gone] == asked


def test_a_question_that_is_gone_while_it_is_asked_leads_to_the_next():
    paper = Paper()
    practice = paper.begun(count=7)
    respond(practice, practice.current.variant.key_text)
    practice.next()
    gone = practice.current.variant.question.name
    paper.questions = tuple(one for one in QUESTIONS if one.name != gone)
    back = paper.restored()
    assert back.left_out == (gone,)
    assert back.current.outcome is Outcome.ANSWERED
    assert back.next().variant.question.name != gone


def test_a_question_that_refuses_its_numbers_now_is_left_out():
    paper = Paper()
    paper.begun("first", count=1)
    paper.questions = tuple(replace(one, reject="k > 0") for one in QUESTIONS if one.id == "first")
    assert paper.restored().left_out == ("b/first",)


def test_a_session_of_which_nothing_is_left_says_what_to_do():
    paper = Paper()
    paper.begun()
    paper.questions = ()
    with pytest.raises(UsageError, match="add their bank with --bank, or abandon the session"):
        paper.restored()


def test_an_attempt_that_the_history_lost_leaves_the_rest():
    paper = Paper()
    practice = paper.begun("fixed", "first", count=2)
    respond(practice, practice.current.variant.key_text)
    practice.next()
    respond(practice, practice.current.variant.key_text)
    del paper.attempts[0]
    assert [one.outcome for one in paper.restored().asked] == [Outcome.SKIPPED, Outcome.ANSWERED]


@pytest.mark.parametrize(
    "events",
    [
        [],
        [("asked", {})],
        [("began", {})],
        [("began", {"plan": ["b/fixed"]}), ("hinted", {})],
        [("began", {"plan": ["b/fixed"]}), ("asked", {"question": "b/fixed"})],
        [("began", {"plan": 3})],
    ],
)
def test_events_that_tell_of_no_session_are_refused(events):
    with pytest.raises(UsageError, match="these events hold no practice session"):
        fold(events)


def test_events_of_a_later_version_change_nothing():
    paper = Paper()
    paper.begun()
    before = fold(paper.events)
    assert fold([*paper.events, ("sang", {"song": "la"})]) == before


def test_what_is_to_come_again_is_kept_for_the_next_time():
    notes = []
    attempts = []
    questions = [numeric(f"q{number}") for number in range(8)]
    practice = Practice(
        questions,
        clock=FakeClock(),
        recorder=lambda attempt: (
            attempts.append(attempt),
            notes.append((PracticeMove.ANSWERED, {})),
        ),
        seed=1,
        count=8,
        in_order=True,
        note=lambda kind, data: notes.append((kind, json.loads(json.dumps(data)))),
        repeats=True,
    )
    practice.next()
    practice.respond(practice.current.variant.read("100000"))
    practice.next()
    known = {question.name: question for question in questions}
    restored = Practice.restored(
        fold(notes),
        attempts,
        find=known.__getitem__,
        clock=FakeClock(),
        recorder=lambda _: None,
        seed=1,
    )
    assert (restored.position, restored.count) == (practice.position, practice.count) == (2, 8)
    order = []
    while restored.next() is not None:
        order.append(restored.current.variant.question.id)
    assert order == ["q2", "q3", "q4", "q5", "q0", "q6"]
