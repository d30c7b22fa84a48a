"""Interviews under a handed-in clock: what is kept, what ends them, and how they go on."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.bank import reader
from quizapp.bank.tracks import Topic, Track, Tracks
from quizapp.errors import UnreadableError, UsageError
from quizapp.interview.events import End, InterviewEvent, InterviewMove, fold
from quizapp.interview.results import marked
from quizapp.interview.scorecard import card, of_events
from quizapp.interview.sitting import Interview, Standing
from quizapp.learning.confidence import POINTS
from quizapp.questions.base import Verdict
from quizapp.record import Confidence
from tests.interview.cases import (
    BANKS,
    LOSS,
    PICK,
    SHORT,
    START,
    STRICT,
    TALK,
    WORSE,
    Paper,
    banks_without,
    key,
)
from tests.stubs import FakeClock


@pytest.fixture
def clock():
    return FakeClock()


@pytest.fixture
def paper():
    return Paper()


@pytest.fixture
def interview(clock, paper):
    return Interview.begin(SHORT, BANKS, 17, clock=clock, log=paper)


def returned(paper, clock, *, away=0.0):
    clock.wait(away)
    clock.monotonic = 5.0  # another run counts from another moment
    return Interview.resume(paper.events, BANKS, clock=clock, log=paper)


def empties(interview):
    return [one.place for one in interview.navigator() if not one.answered]


def test_it_begins_with_the_first_question_and_all_the_time(interview, paper):
    assert interview.remaining == 600
    assert interview.state.current == LOSS
    assert [kind for kind, *_ in paper.rows] == ["began", "shown"]
    assert interview.state.code.startswith("short@17#")


def test_a_follow_up_comes_up_with_the_answer_to_its_question_and_inherits_its_numbers(interview):
    assert [one.place for one in interview.navigator()] == [LOSS, PICK, TALK]
    with pytest.raises(UsageError, match="this interview has no question 2"):
        interview.show(WORSE)
    interview.answer("0.1")
    assert [one.place for one in interview.navigator()] == [LOSS, WORSE, PICK, TALK]
    before, after = interview.planned[LOSS].variant, interview.planned[WORSE].variant
    assert after.parameters["q"] == before.parameters["q"]
    assert set(after.parameters) == {"q", "d"}
    interview.clear()
    assert [one.place for one in interview.navigator()] == [LOSS, WORSE, PICK, TALK]


def test_an_answer_can_be_changed_until_the_end_and_only_the_last_is_graded(interview, paper):
    interview.answer("5")
    interview.answer(key(interview, LOSS))
    assert interview.results() == ()
    assert interview.attempts() == ()
    interview.submit()
    assert interview.results()[0].grade.verdict is Verdict.CORRECT
    assert interview.state.answers[LOSS].changes == 1
    (attempt,) = paper.attempts
    assert (attempt.question, attempt.score) == ("small/loss", 1)
    assert attempt.response == key(interview, LOSS)
    assert attempt.parameters == interview.planned[LOSS].variant.parameters


def test_an_unreadable_answer_is_told_at_once_kept_as_typed_and_costs_nothing(interview):
    with pytest.raises(UnreadableError):
        interview.answer("zero point")
    assert empties(interview) == [LOSS, PICK, TALK]
    assert interview.state.answers[LOSS].typed == "zero point"
    interview.submit()
    result = interview.results()[LOSS]
    assert (result.grade, result.score, result.answer.typed) == (None, 0, "zero point")
    assert interview.attempts() == ()


def test_an_unreadable_second_answer_leaves_the_first(interview):
    interview.answer("0.5")
    with pytest.raises(UnreadableError):
        interview.answer("0.5.5")
    assert interview.state.answers[LOSS].response == "0.5"
    interview.submit()
    assert [one.response for one in interview.attempts()] == ["0.5"]


def test_flags_answers_and_the_current_question_show_in_the_navigator(interview):
    interview.flag()
    interview.answer("1")
    interview.show(TALK)
    interview.type("half a sen")
    first, _, pick, talk = interview.navigator()
    assert first == Standing(place=LOSS, answered=True, flagged=True, current=False, typed=False)
    assert pick == Standing(place=PICK, answered=False, flagged=False, current=False, typed=False)
    assert talk == Standing(place=TALK, answered=False, flagged=False, current=True, typed=True)
    assert interview.unsettled() == (
        "2 not answered: 2, 3; 1 typed but not readable: 4; 1 flagged: 1"
    )
    interview.show(LOSS)
    interview.flag()
    assert not interview.navigator()[LOSS].flagged


def test_blanks_in_a_field_are_no_answer(interview):
    interview.type("  \n ")
    assert not interview.navigator()[0].typed
    assert interview.unsettled() == "3 not answered: 1, 2, 3"


def test_an_answer_typed_for_another_question_is_refused(interview):
    interview.show(PICK)
    with pytest.raises(UsageError, match="question 1 is not the one that is shown"):
        interview.answer("0.7", LOSS)
    assert interview.state.answers[LOSS].response is None


def test_an_answer_counts_for_the_track_that_has_its_topic(clock, paper):
    mine = Track(name="mine", title="Mine", topics=(Topic(topic="loss"),))
    tracks = Tracks((mine,), chosen=mine)
    interview = Interview.begin(SHORT, BANKS, 17, clock=clock, log=paper, tracks=tracks)
    interview.answer("0.7")
    interview.show(TALK)
    interview.answer("Because.")
    interview.submit()
    assert [(one.topic, one.track) for one in paper.attempts] == [("loss", "mine"), ("words", "")]


def test_nothing_is_unsettled_when_all_is_answered(interview):
    for place in (LOSS, WORSE, PICK, TALK):
        interview.show(place)
        interview.answer("a" if place == PICK else "1")
    assert interview.unsettled() == ""


def test_submitting_with_empties_grades_what_there_is(interview, paper):
    interview.show(PICK)
    interview.answer("a")
    interview.submit()
    assert interview.ended is End.LEARNER
    assert [one.grade is None for one in interview.results()] == [True, False, True]
    assert len(paper.attempts) == 1
    interview.submit()
    assert sum(kind == "submitted" for kind, *_ in paper.rows) == 1


def test_nothing_changes_after_the_end(interview, paper):
    interview.submit()
    before = (interview.state, len(paper.rows))
    assert interview.answer("1") is None
    for step in (interview.flag, interview.clear, interview.pause, interview.go_on):
        step()
    interview.show(TALK)
    interview.abandon()
    assert (interview.state, len(paper.rows)) == before


def test_the_last_minute_begins_with_sixty_seconds(interview, clock):
    clock.wait(539)
    assert not interview.is_last_minute
    clock.wait(1)
    assert interview.is_last_minute
    assert interview.remaining == 60


@pytest.mark.parametrize(
    ("typed", "response", "left"),
    [
        ("0.7", "0.7", ""),  # it can be read
        ("0.7 +", None, "0.7 +"),  # it can't
        ("  ", None, ""),  # nothing
        (None, None, ""),  # the front end has no field
    ],
)
def test_what_is_being_typed_when_time_ends_is_kept(interview, clock, typed, response, left):
    clock.wait(599)
    assert not interview.tick(typed)
    clock.wait(1)
    assert interview.tick(typed)
    assert interview.ended is End.CLOCK
    answer = interview.state.answers[LOSS]
    assert (answer.response, answer.typed) == (response, left)


def test_an_answer_sent_a_moment_too_late_is_kept_as_what_was_typed(interview, clock):
    clock.wait(600.2)
    assert interview.answer("0.7") is None
    assert interview.ended is End.CLOCK
    assert interview.state.answers[LOSS].response == "0.7"
    assert interview.state.answers[LOSS].seconds == 600


def test_typing_over_an_answer_when_time_ends_leaves_the_answer_if_it_cannot_be_read(
    interview, clock
):
    interview.answer("0.7")
    clock.wait(601)
    interview.tick("0.75 or")
    assert interview.state.answers[LOSS].response == "0.7"
    assert interview.state.answers[LOSS].typed == "0.75 or"


def test_what_was_typed_elsewhere_and_never_answered_stays_unanswered(interview, clock):
    interview.type("0.7")
    interview.show(PICK)
    clock.wait(601)
    interview.tick("")
    assert interview.state.answers[LOSS].response is None
    assert interview.state.answers[LOSS].typed == "0.7"


def test_time_that_ran_out_while_away_ends_it_at_the_deadline(interview, clock, paper):
    interview.answer("0.7")
    interview.show(TALK)
    interview.type("Because the lo")
    back = returned(paper, clock, away=3600)
    assert back.ended is End.CLOCK
    assert back.remaining == 0
    assert back.state.answers[TALK].response == "Because the lo"
    assert [one.question for one in paper.attempts] == ["small/loss", "small/talk"]
    over = next(event for event in paper.events if event.kind == InterviewMove.OVER)
    assert over.at == START + timedelta(minutes=10)
    assert back.state.away_seconds == 600


def test_coming_back_leaves_the_time_that_is_left_and_counts_the_absence_for_no_question(
    interview, clock, paper
):
    clock.wait(30)
    interview.answer("0.7")
    back = returned(paper, clock, away=100)
    assert back.remaining == 470
    assert back.state.current == LOSS
    assert back.spent(LOSS) == 30
    assert back.state.away_seconds == 100
    clock.wait(5)
    assert back.spent(LOSS) == 35
    assert [one.name for one in back.planned.values()] == [
        one.name for one in interview.planned.values()
    ]
    assert [one.variant.stem for one in back.planned.values()] == [
        one.variant.stem for one in interview.planned.values()
    ]


def test_time_is_counted_for_the_question_on_the_screen(interview, clock):
    clock.wait(10)
    interview.show(PICK)
    clock.wait(20)
    interview.show(LOSS)
    clock.wait(5)
    interview.submit()
    seconds = {one.place: one.answer.seconds for one in interview.results()}
    assert seconds == {LOSS: 15, PICK: 20, TALK: 0}


def test_a_pause_moves_the_deadline_and_is_recorded(interview, clock):
    clock.wait(100)
    interview.pause("0.")
    clock.wait(10_000)
    assert interview.remaining == 500
    assert not interview.tick()
    assert interview.answer("1") is None
    interview.go_on()
    assert interview.remaining == 500
    assert (interview.state.pauses, interview.state.paused_seconds) == (1, 10_000)
    assert interview.spent(LOSS) == 100
    assert interview.state.answers[LOSS].typed == "0."


def test_a_pause_lasts_while_the_program_is_closed(interview, clock, paper):
    clock.wait(100)
    interview.pause()
    back = returned(paper, clock, away=86_400)
    assert back.state.paused is not None
    assert back.remaining == 500
    back.go_on()
    clock.wait(1)
    assert back.remaining == 499


def test_a_blueprint_without_pauses_refuses_them(clock, paper):
    interview = Interview.begin(STRICT, BANKS, 17, clock=clock, log=paper)
    assert not interview.can_pause
    with pytest.raises(UsageError, match="you can't pause this interview"):
        interview.pause()


@pytest.mark.parametrize("jump", [-86_400, -30, 30, 59])
def test_a_clock_that_is_set_a_little_or_back_changes_nothing(interview, clock, jump):
    clock.wait(10)
    clock.wall += timedelta(seconds=jump)
    assert interview.remaining == 590
    interview.answer("1")
    clock.wait(10)
    assert interview.remaining == 580
    assert interview.spent(LOSS) == 20


def test_a_machine_that_slept_finds_the_time_gone(interview, clock):
    clock.wall += timedelta(seconds=300)  # the clock that never goes back stands still in sleep
    assert interview.remaining == 300
    clock.wall -= timedelta(seconds=300)
    assert interview.remaining == 300


def test_a_clock_set_back_between_runs_gives_no_time_from_before_the_last_event(
    interview, clock, paper
):
    clock.wait(400)
    interview.answer("1")
    clock.wall = START - timedelta(days=1)
    assert returned(paper, clock).remaining == 200


@pytest.mark.parametrize("said", ["guess", "sure"])
def test_confidence_of_before_is_kept_in_words(interview, paper, clock, said):
    interview.answer("50")
    interview.rate(0.9)
    kind, payload = paper.rows[-1]
    paper.rows[-1] = (kind, payload.replace("0.9", f'"{said}"'))
    back = returned(paper, clock)
    assert back.state.answers[LOSS].confidence is Confidence(said)
    back.submit()
    card = of_events(paper.events, BANKS)
    assert card.sure_errors == ((LOSS + 1,) if said == "sure" else ())
    assert [one.confidence for one in paper.attempts] == [Confidence(said)]


def test_confidence_is_kept_and_is_no_part_of_the_score(interview, paper):
    interview.answer("50")
    interview.rate(0.9)
    interview.submit()
    assert interview.results()[LOSS].answer.confidence == 0.9
    assert [one.confidence for one in paper.attempts] == [0.9]
    assert paper.events[-1].data["questions"] == 4
    assert interview.results()[LOSS].score == 0


def test_an_open_answer_waits_for_its_points_and_the_last_ticks_hold(interview, paper):
    interview.show(TALK)
    interview.answer("Because.")
    with pytest.raises(UsageError, match="only after the interview"):
        interview.confirm(TALK, ["first"])
    interview.submit()
    assert interview.results()[-1].awaits
    assert [(one.question, one.score) for one in paper.attempts] == [("small/talk", 0)]
    with pytest.raises(UsageError, match="the rubric has no point 'third'"):
        interview.confirm(TALK, ["third"])
    with pytest.raises(UsageError, match="on open questions you answered"):
        interview.confirm(PICK, [])
    assert interview.confirm(TALK, ["first"]).score == 0.75
    assert paper.events[-1].data == {"place": TALK, "points": ["first"], "score": 0.75}
    assert interview.confirm(TALK, ["first", "second"]).score == 1
    assert not interview.results()[-1].awaits
    assert fold(paper.events) == interview.state


def test_an_interview_given_up_keeps_its_answers_and_grades_nothing(interview, paper):
    interview.answer("1")
    interview.abandon()
    assert interview.ended is End.ABANDONED
    assert interview.results() == ()
    assert paper.attempts == []
    assert fold(paper.events).answers[LOSS].response == "1"


def test_a_log_that_fails_leaves_the_state_as_it_was(interview):
    def full(*_):
        raise OSError(28, "No space left on device")

    interview._log = full
    before = interview.state
    with pytest.raises(OSError, match="No space"):
        interview.answer("1")
    assert interview.state == before


@pytest.mark.usefixtures("interview")
def test_a_crash_between_the_end_and_the_attempts_leaves_them_to_be_made(interview, paper, clock):
    interview.answer("1")
    interview.submit()
    assert paper.rows.pop()[0] == "submitted"
    made, paper.attempts = paper.attempts, []
    back = returned(paper, clock, away=86_400)
    assert back.ended is End.LEARNER
    assert paper.attempts == made
    assert paper.rows[-1][0] == "submitted"
    assert returned(paper, clock).state.submitted
    assert paper.attempts == made


def test_answers_from_another_terminal_after_the_end_change_nothing(interview, paper, clock):
    other = returned(paper, clock)
    interview.submit()
    other.answer("1")
    assert fold(paper.events).answers == interview.state.answers


def test_an_interview_outlives_a_question_that_is_gone(interview, paper, clock):
    interview.show(PICK)
    interview.answer("a")
    interview.show(LOSS)
    interview.type("0.7")
    back = Interview.resume(paper.events, banks_without("loss"), clock=clock, log=paper)
    assert back.left_out == ("small/loss",)
    assert back.state.current == PICK
    assert [one.place for one in back.navigator()] == [PICK, TALK]
    back.submit()
    assert [one.place for one in back.results()] == [PICK, TALK]
    assert [one.question for one in paper.attempts] == ["small/pick"]


@pytest.mark.usefixtures("interview")
@pytest.mark.parametrize("by", ["submit", "tick", "abandon"])
def test_it_ends_in_every_way_while_a_question_is_gone(paper, clock, by):
    back = Interview.resume(paper.events, banks_without("loss"), clock=clock, log=paper)
    clock.wait(3600 if by == "tick" else 1)
    getattr(back, by)()
    assert back.ended is {"submit": End.LEARNER, "tick": End.CLOCK, "abandon": End.ABANDONED}[by]


def test_the_question_shown_may_be_the_one_that_is_gone_when_the_time_ran_out(
    interview, paper, clock
):
    interview.type("0.7")
    clock.wait(3600)
    back = Interview.resume(paper.events, banks_without("loss"), clock=clock, log=paper)
    assert back.ended is End.CLOCK
    assert back.state.answers[LOSS].typed == "0.7"
    assert back.attempts() == ()


def test_a_question_that_comes_back_has_its_answer(interview, paper, clock):
    interview.answer("0.7")
    Interview.resume(paper.events, banks_without("loss"), clock=clock, log=paper)
    back = returned(paper, clock)
    assert back.left_out == ()
    assert back.state.answers[LOSS].response == "0.7"


def test_a_follow_up_is_asked_though_its_question_is_gone_if_that_was_answered(
    interview, paper, clock
):
    interview.answer("0.7")
    back = Interview.resume(paper.events, banks_without("loss", "pick"), clock=clock, log=paper)
    assert [one.place for one in back.navigator()] == [WORSE, TALK]


@pytest.mark.usefixtures("interview")
def test_a_question_whose_texts_cannot_be_shown_any_more_is_left_out(paper, clock):
    (bank,) = BANKS.banks
    questions = tuple(
        replace(one, stem="{{ nothing }}") if one.id == "pick" else one for one in bank.questions
    )
    changed = reader.Banks((replace(bank, questions=questions),), ())
    back = Interview.resume(paper.events, changed, clock=clock, log=paper)
    assert back.left_out == ("small/pick",)


@pytest.mark.usefixtures("interview")
@pytest.mark.parametrize("gone", [("loss", "worse", "pick", "talk"), ("loss", "pick", "talk")])
def test_an_interview_of_which_nothing_is_left_says_what_to_do(paper, clock, gone):
    rows = list(paper.rows)
    with pytest.raises(UsageError, match="name their bank with --bank"):
        Interview.resume(paper.events, banks_without(*gone), clock=clock, log=paper)
    assert paper.rows == rows


def test_events_without_a_beginning_are_no_interview():
    with pytest.raises(UsageError, match="these events hold no interview"):
        fold([InterviewEvent(InterviewMove.SHOWN, START, {"place": 0})])
    with pytest.raises(UsageError, match="these events hold no interview"):
        fold([])


def test_events_of_a_later_version_change_nothing(interview, paper):
    events = [*paper.events, InterviewEvent("sang", START, {"song": "la"})]
    assert fold(events) == interview.state


STEPS = st.one_of(
    st.tuples(st.just("wait"), st.floats(0, 200)),
    st.tuples(st.just("jump"), st.integers(-50, 50)),
    st.tuples(st.just("show"), st.sampled_from([LOSS, PICK, TALK])),
    st.tuples(st.just("answer"), st.sampled_from(["0.7", "a", "b", "??", "In words.", ""])),
    st.tuples(st.just("type"), st.sampled_from(["0.", "a", ""])),
    st.tuples(st.just("rate"), st.sampled_from(POINTS)),
    st.tuples(st.sampled_from(["clear", "flag", "pause", "go_on", "tick", "kill"]), st.none()),
    st.tuples(st.sampled_from(["submit"]), st.sampled_from(["0.7", "", None])),
)


def act(interview, clock, paper, step, value):
    if step == "wait":
        clock.wait(value)
    elif step == "jump":
        clock.wall += timedelta(seconds=value)
    elif step == "kill":
        return returned(paper, clock)
    else:
        with suppress(UnreadableError):
            getattr(interview, step)(*([] if value is None else [value]))
    return interview


@given(steps=st.lists(STEPS, max_size=25))
def test_killed_after_any_event_it_is_the_same_again(steps):
    clock, paper, states = FakeClock(), Paper(), []
    interview = Interview.begin(SHORT, BANKS, 17, clock=clock, log=paper)
    for step, value in steps:
        interview = act(interview, clock, paper, step, value)
        states.append((len(paper.rows), interview.state))
    events = paper.events
    for count, state in states:
        assert fold(events[:count]) == state
    for cut in range(1, len(events) + 1):
        state = fold(events[:cut])
        for event in events[cut:]:
            state = state.after(event)
        assert state == interview.state
    moments = [event.at for event in events]
    assert moments == sorted(moments)
    assert sum(event.kind == InterviewMove.SUBMITTED for event in events) <= 1
    assert interview.state.submitted == (interview.ended is not None)


def garbled(rows):
    """Yield the events of an interview with one bit of one of them flipped, where that is JSON."""
    for number, (kind, payload) in enumerate(rows):
        for place in range(len(payload)):
            for bit in range(7):
                flipped = (
                    payload[:place] + chr(ord(payload[place]) ^ 1 << bit) + payload[place + 1 :]
                )
                with suppress(ValueError):
                    data = json.loads(flipped)
                    if isinstance(data, dict):
                        yield [*rows[:number], (kind, flipped), *rows[number + 1 :]]


def test_an_event_that_a_damaged_disk_garbled_costs_itself_alone(interview, paper, clock):
    interview.answer(key(interview, LOSS))
    interview.show(PICK)
    interview.flag()
    interview.answer("a")
    interview.show(TALK)
    interview.type("half")
    interview.submit()
    for result in interview.results():
        if result.awaits:
            interview.confirm(result.place, ["first"])
    kept, refused = 0, 0
    for rows in islice(garbled(paper.rows), 0, None, 41):
        events = [InterviewEvent.kept(kind, json.loads(payload), START) for kind, payload in rows]
        try:
            resumed = Interview.resume(events, BANKS, clock=clock, log=Paper())
        except UsageError:
            refused += 1
            continue
        kept += 1
        with suppress(UsageError):  # one that was not finished has none
            card(resumed.results(), resumed.state)
    assert kept > 4 * refused


def test_each_answer_is_graded_once(monkeypatch, paper, clock):
    graded = []

    def counted(place, *rest):
        graded.append(place)
        return marked(place, *rest)

    monkeypatch.setattr("quizapp.interview.results.marked", counted)
    interview = Interview.begin(SHORT, BANKS, 1, clock=clock, log=paper)
    for place, text in ((LOSS, "1"), (TALK, "Because.")):
        interview.show(place)
        interview.answer(text)
    interview.submit()
    assert [one.place for one in interview.results()] == graded == list(interview.state.places)
    interview.confirm(TALK, ["first"])
    assert interview.results()[-1].score == 0.75
    assert graded[-1] == TALK
    assert len(graded) == len(interview.state.places) + 1
