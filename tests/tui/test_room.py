"""The screens of interviews, under a handed-in clock and over a real history in memory."""

import sqlite3
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import SimpleNamespace

import pytest
from textual import events
from textual.app import App
from textual.widgets import Input, TextArea

from quizapp.bank import reader
from quizapp.errors import UsageError
from quizapp.history import History
from quizapp.interview import blueprints
from quizapp.interview.events import End
from quizapp.learning.confidence import POINTS
from quizapp.system.settings import SettingsFile
from quizapp.tui import app as quizapp_app
from quizapp.tui import themes
from quizapp.tui.interviewing import Interviewing
from quizapp.tui.screens import interview as room_screen
from quizapp.tui.screens.help import HelpScreen
from quizapp.tui.screens.interviews import InterviewsScreen
from quizapp.tui.services import Services
from tests.stubs import TRACKS, FakeClock

BANK = """\
schema: 1
bank: small
questions:
  - id: loss
    type: numeric
    topic: surprisal
    level: 1
    title: First loss
    stem: The truth got 0.5. Surprisal in bits?
    answer: surprisal(0.5)
    unit: bits
    hints: [Take the logarithm.]
    follow_ups: [worse]
  - id: worse
    type: numeric
    topic: surprisal
    level: 2
    stem: And had it got 0.25?
    answer: surprisal(0.25)
    unit: bits
  - id: pick
    type: choice
    topic: entropy
    level: 1
    stem: Which one?
    options:
      - text: The right one
        correct: true
      - text: The wrong one
        why: It only tempts.
  - id: lines
    type: order
    topic: entropy
    level: 1
    stem: Put these in order.
    lines:
      - First this.
      - Then this.
      - Last this.
  - id: talk
    type: open
    topic: entropy
    level: 2
    stem: Why is that so?
    limit: 60s
    model_answer: Because of the logarithm.
    rubric:
      - id: first
        text: One thing.
        weight: 3
      - id: second
        text: Another.
"""
BLUEPRINT = """\
schema: 1
blueprint: short
title: Short one
about: As short as it gets.
minutes: 10
pause: true
sections:
  - title: Numbers
    questions: [loss]
    seconds: 60s
    follow_ups: true
  - title: Words
    questions: [pick, lines, talk]
"""
BANKS = reader.Banks((reader.read_text(BANK, Path("small.yaml")),), ())
SHORT = blueprints.read_text(BLUEPRINT, Path("short.yaml"))
STRICT = replace(SHORT, name="strict", pause=False)
EMPTY = blueprints.read_text(
    BLUEPRINT.replace("[loss]", "[nothing]").replace("short", "empty"), Path("empty.yaml")
)
SHELF = blueprints.Blueprints((SHORT, STRICT, EMPTY))


class Rooms(App):
    """An app with nothing but interviews."""

    CSS_PATH = Path(quizapp_app.__file__).with_name("app.tcss")
    COMMAND_PALETTE_BINDING = "f12"
    HORIZONTAL_BREAKPOINTS = quizapp_app.QuizApp.HORIZONTAL_BREAKPOINTS
    VERTICAL_BREAKPOINTS = quizapp_app.QuizApp.VERTICAL_BREAKPOINTS

    def on_mount(self):
        self.register_theme(themes.DARK)
        self.theme = themes.DARK.name


@dataclass
class Candidate:
    """Someone in the room, as a test sees it."""

    app: App
    pilot: object
    clock: FakeClock
    history: History
    interviewing: Interviewing
    practised: list = field(default_factory=list)

    async def press(self, *keys):
        """Press keys one by one, each by someone who has seen what the one before did."""
        for key in keys:
            await self.pilot.press(key)
            await self.settle()
            self.shown()

    async def settle(self):
        await self.pilot.pause()

    async def begin(self, code="short@1"):
        self.interviewing.begin(code)
        await self.settle()

    async def resume(self):
        self.interviewing.resume()
        await self.settle()

    async def wait(self, seconds):
        self.clock.wait(seconds)
        self.room.tick()
        await self.settle()

    async def kept(self, text):
        """Wait until what is typed is kept."""
        while self.answers[0].typed != text:
            await self.settle()

    @property
    def room(self):
        return next(one for one in self.app.screen_stack if type(one).__name__ == "RoomScreen")

    @property
    def interview(self):
        return self.room.interview

    @property
    def answers(self):
        return self.interview.state.answers

    @property
    def screen(self):
        return type(self.app.screen).__name__

    def shown(self):
        strips = self.app.screen._compositor.render_strips()
        return "\n".join(strip.text for strip in strips[: self.app.size.height])

    def told(self):
        """Return what was said last beside the screen."""
        return list(self.app._notifications)[-1].message

    @property
    def row(self):
        return self.app.screen.query_one("Navigator").render().plain.split("   ")[0]


@asynccontextmanager
async def opened(*, clock=None, history=None, size=(80, 24), settings=None):
    clock = clock or FakeClock()
    history = history or History.in_memory(clock)
    app = Rooms()
    practised = []
    interviewing = Interviewing(
        app,
        Services(
            banks=lambda: BANKS,
            blueprints=lambda: SHELF,
            history=SimpleNamespace(opened=lambda _tell: history, is_open=False),
            clock=clock,
            chance=lambda: 5,
            tracks=TRACKS,
            settings=settings or SettingsFile(),
        ),
        banks=lambda: BANKS,
        practise=practised.append,
    )
    async with app.run_test(size=size) as pilot:
        yield Candidate(app, pilot, clock, history, interviewing, practised)


@pytest.fixture
async def candidate():
    async with opened() as found:
        await found.begin()
        yield found


async def test_the_room_shows_clock_pace_question_and_row(candidate):
    await candidate.wait(15)
    shown = candidate.shown()
    assert "9:45 left" in shown
    assert "0:15 of 1:00" in shown
    assert "Question 1 of 4" in shown
    assert "Surprisal in bits?" in shown
    assert "▸1○  2○  3○  4○" in shown
    assert "0 of 4 answered" in shown


async def test_enter_answers_and_goes_on_to_the_follow_up_without_a_verdict(candidate):
    await candidate.press(*"7")
    assert "7 bits" in candidate.shown()
    await candidate.press("enter")
    shown = candidate.shown()
    assert candidate.answers[0].response == "7"
    assert "And had it got 0.25?" in shown
    assert "follow-up to question 1" in shown
    assert "one more question" in shown
    assert "Question 2 of 5" in shown
    assert not any(said in shown for said in ("Not right", "✗", "Correct", "Hint"))


async def test_a_key_right_after_enter_belongs_to_the_next_question(candidate):
    await at_once(candidate, "7", "enter", "9")
    assert candidate.answers[0].response == "7"
    assert candidate.app.screen.query_one(Input).value == "9"


async def test_a_letter_right_after_enter_does_not_change_the_choice(candidate):
    await candidate.press("ctrl+n", "b")
    await at_once(candidate, "enter", "a")
    assert candidate.answers[2].response == "b"


async def at_once(candidate, *keys):
    """Press keys in one go, as a terminal hands them on after a delay."""
    for key in keys:
        candidate.app.post_message(events.Key(key, key if len(key) == 1 else None))
    await candidate.settle()
    await candidate.settle()


@pytest.mark.parametrize("times", [2, 5])
@pytest.mark.parametrize(
    ("place", "keys", "response"),
    [(0, "7", "7"), (2, "b", "b"), (3, "cab", "c a b"), (4, "because", "because")],
)
async def test_keys_pressed_again_before_the_next_question_is_seen_answer_nothing(
    candidate, place, keys, response, times
):
    while candidate.interview.state.current != place:
        await candidate.press("ctrl+n")
    await at_once(candidate, *keys, *["ctrl+s" if place == 4 else "enter"] * times)
    answered = {at: one.response for at, one in enumerate(candidate.answers) if one.response}
    assert answered == {place: response}
    assert candidate.screen == "RoomScreen"
    events_ = candidate.history.events(1)
    assert [one.kind for one in events_].count("answered") == 1


async def test_what_is_typed_ahead_waits_in_the_next_field_for_an_enter_of_its_own(candidate):
    await at_once(candidate, "7", "enter", "9", "enter")
    assert [one.response for one in candidate.answers[:2]] == ["7", None]
    assert candidate.app.screen.query_one(Input).value == "9"
    await candidate.press("enter")
    assert candidate.answers[1].response == "9"


async def test_an_answer_can_be_given_again_after_one_that_was_not_taken(candidate):
    await at_once(candidate, *"abc", "enter", "enter")
    await candidate.press("4", "enter")
    assert candidate.answers[0].response == "4"


async def test_ctrl_s_answers_a_written_question_and_submits_no_interview(candidate):
    await candidate.press("ctrl+s")
    assert candidate.screen == "RoomScreen"
    assert candidate.interview.ended is None


async def test_points_are_confirmed_one_answer_at_a_time(candidate):
    while candidate.interview.state.current != 4:
        await candidate.press("ctrl+n")
    await candidate.press(*"because", "ctrl+s", "f10", "enter")
    assert candidate.screen == "PointsScreen"
    await at_once(candidate, "enter", "enter", "enter")
    assert candidate.screen == "ScorecardScreen"


async def test_unreadable_is_said_at_once_kept_and_no_answer(candidate):
    await candidate.press(*"abc", "enter")
    assert candidate.interview.state.current == 0
    assert "? " in candidate.shown()
    assert candidate.answers[0].typed == "abc"
    assert candidate.answers[0].response is None
    assert "▸1?" in candidate.row
    await candidate.press("ctrl+n")
    assert "I kept what you typed for question 1" in candidate.shown()


async def test_leaving_a_question_keeps_what_can_be_read_as_its_answer(candidate):
    await candidate.press("1", "ctrl+n")
    assert candidate.answers[0].response == "1"
    await candidate.press("ctrl+p")
    assert candidate.app.screen.query_one(Input).value == "1"


async def test_an_answer_can_be_changed_and_taken_back(candidate):
    await candidate.press("1", "enter", "ctrl+p", "backspace", "2", "enter", "ctrl+p")
    assert candidate.answers[0].response == "2"
    assert candidate.answers[0].changes == 1
    await candidate.press("backspace", "enter")
    assert candidate.answers[0].response is None
    assert "has been cleared" in candidate.shown()
    await candidate.press("3", "ctrl+n", "ctrl+p", "f8")
    assert candidate.answers[0].response is None
    assert candidate.app.screen.query_one(Input).value == ""


async def test_flags_and_confidence_are_shown_in_words_and_signs(candidate):
    await candidate.press("f5", "f6")
    assert "5 = 90%" in candidate.shown().replace("\u00a0", " ")
    await candidate.press("1")
    assert "▸1○⚑" in candidate.row
    assert "flagged  10% sure" in candidate.shown()
    await candidate.press("f6", "3", "f5")
    assert candidate.answers[0].confidence == 0.5
    assert not candidate.answers[0].flagged


async def test_confidence_can_be_taken_back_also_beside_a_text(candidate):
    await candidate.press(*["ctrl+n"] * 3)
    said = []
    for key in "1234560":
        await candidate.press("f6", key)
        said.append(candidate.answers[4].confidence)
    assert said == [*POINTS, None]
    assert candidate.app.screen.query_one(TextArea).has_focus


async def test_whoever_is_asked_how_sure_they_are_need_not_say_it(candidate):
    await candidate.press("f6", "escape")
    assert "How sure" not in candidate.shown()
    await candidate.press("f6", "f6", "f6", "2", "7")
    assert candidate.answers[0].confidence == POINTS[1]
    await candidate.press("f6", ".", "5")
    assert candidate.app.screen.query_one(Input).value == "7.5"
    await candidate.press("f6", "f5")
    assert candidate.answers[0].flagged
    await candidate.press("f6", "f10")
    assert "Submit the interview?" in candidate.shown()


async def test_of_a_choice_nobody_is_less_sure_than_by_chance(candidate):
    await candidate.press("ctrl+n", "f6")
    assert "10%" not in candidate.shown()
    await candidate.press("1", "6")
    assert candidate.answers[candidate.interview.state.current].confidence == POINTS[-1]


async def test_the_keys_that_matter_most_stand_in_the_lowest_line(candidate):
    keys = ("Answer", "Next", "Submit", "Leave")
    for _ in range(4):
        last = candidate.shown().splitlines()[-1]
        places = [last.find(says) for says in keys]
        assert -1 not in places
        assert places == sorted(places)
        await candidate.press("ctrl+n")


async def test_who_wants_to_be_asked_says_how_sure_they_are_before_the_next_question(candidate):
    candidate.room._settings.change(confidence=True)
    await candidate.press("1", "enter")
    assert "How sure are you?" in candidate.shown()
    await candidate.press("5")
    assert candidate.answers[0].confidence == POINTS[4]
    assert candidate.interview.state.current != 0
    await candidate.press("b", "enter", "enter")
    assert "How sure" not in candidate.shown()


async def test_every_type_is_answered_and_found_again(candidate):
    await candidate.press("1", "enter", "2", "enter", "b", "enter")
    await candidate.press(*"bca", "enter")
    await candidate.press(*"so it is", "ctrl+s")
    said = [one.response for one in candidate.answers]
    assert said == ["1", "2", "b", "b c a", "so it is"]
    assert "That's the last question" in candidate.shown()
    assert candidate.app.screen.query_one(TextArea).text == "so it is"
    await candidate.press("ctrl+p")
    assert candidate.room._field.written == "b c a"
    await candidate.press("pageup")
    assert candidate.room._field.written == "b"
    assert [one.changes for one in candidate.answers] == [0] * 5


async def test_nothing_is_handed_in_by_enter_on_an_empty_field(candidate):
    await candidate.press("enter")
    assert "or press Ctrl+N to move on" in candidate.shown()
    await candidate.press("ctrl+n", "ctrl+n", "enter")
    assert candidate.answers[3].response is None


async def test_the_last_minute_is_named(candidate):
    await candidate.wait(539)
    assert "Last minute" not in candidate.shown()
    await candidate.wait(2)
    assert "Last minute: 0:59 left" in candidate.shown()


def bells(app, monkeypatch):
    rung = []
    monkeypatch.setattr(app, "bell", lambda: rung.append(True))
    return rung


async def test_usually_no_tone_is_heard(candidate, monkeypatch):
    rung = bells(candidate.app, monkeypatch)
    await candidate.wait(545)
    await candidate.wait(60)
    assert candidate.screen == "ScorecardScreen"
    assert rung == []


async def test_tones_sound_once_in_the_last_minute_and_once_at_the_end(tmp_path, monkeypatch):
    settings = SettingsFile(tmp_path / "settings.toml")
    async with opened(settings=settings) as candidate:
        rung = bells(candidate.app, monkeypatch)
        candidate.interviewing.choose()
        await candidate.settle()
        await candidate.press("t")
        assert "The bell is on" in candidate.told()
        assert len(rung) == 1
        await candidate.press("enter")
        await candidate.wait(539)
        assert len(rung) == 1
        await candidate.wait(2)
        await candidate.wait(2)
        assert len(rung) == 2
        await candidate.wait(60)
        assert candidate.screen == "ScorecardScreen"
        assert len(rung) == 3
    assert SettingsFile(tmp_path / "settings.toml").now.tones


async def test_tones_can_be_stopped_in_the_room(monkeypatch):
    settings = SettingsFile()
    settings.change(tones=True)
    async with opened(settings=settings) as candidate:
        await candidate.begin()
        rung = bells(candidate.app, monkeypatch)
        await candidate.press("f9")
        assert candidate.told() == "The bell is off."
        await candidate.wait(545)
        assert rung == []


async def test_what_is_typed_when_the_time_runs_out_is_the_response(candidate):
    await candidate.wait(590)
    await candidate.press("1")
    await candidate.wait(11)
    assert candidate.screen == "ScorecardScreen"
    shown = candidate.shown()
    assert "Time ran out" in shown
    assert "1 of 5" in shown
    (mock,) = candidate.history.mocks()
    assert mock.session.score == 1
    (recorded,) = candidate.history.attempts()
    assert recorded.attempt.response == "1"


async def test_the_last_minute_is_named_to_who_comes_back_in_it_without_a_tone(monkeypatch):
    settings = SettingsFile()
    settings.change(tones=True)
    async with opened(settings=settings) as candidate:
        await candidate.begin()
        await candidate.press("escape", "enter")
        candidate.clock.wait(570)
        rung = bells(candidate.app, monkeypatch)
        await candidate.resume()
        assert "Last minute: 0:30 left" in candidate.shown()
        await candidate.wait(1)
        assert rung == []


async def test_a_text_that_is_being_written_when_the_time_runs_out_is_the_response(candidate):
    await candidate.press(*["ctrl+n"] * 3)
    await candidate.press(*"because of")
    await candidate.wait(601)
    assert candidate.screen == "PointsScreen"
    assert "because of" in candidate.shown()
    (recorded,) = candidate.history.attempts()
    assert recorded.attempt.response == "because of"
    assert recorded.attempt.seconds == 600


async def test_enter_after_the_last_second_ends_it_once(candidate):
    await candidate.press("1")
    candidate.clock.wait(601)
    await candidate.press("enter")
    assert candidate.screen == "ScorecardScreen"
    assert "Time ran out" in candidate.shown()
    (recorded,) = candidate.history.attempts()
    assert recorded.attempt.response == "1"


async def test_time_runs_out_under_a_dialog(candidate):
    await candidate.press("1", "f10")
    assert candidate.screen == "Dialog"
    await candidate.wait(601)
    assert candidate.screen == "ScorecardScreen"


@pytest.fixture
def kept_at_once(monkeypatch):
    monkeypatch.setattr(room_screen, "_KEPT_AFTER", 0.001)


@pytest.mark.usefixtures("kept_at_once")
async def test_what_is_typed_is_kept_before_it_is_handed_in(candidate):
    await candidate.press(*"0.2")
    await candidate.kept("0.2")
    (session,) = candidate.history.unfinished_mocks()
    events = candidate.history.events(session.number)
    assert [one.payload["text"] for one in events if one.kind == "typed"] == ["0.2"]


async def test_typing_is_not_kept_at_each_key_but_when_the_room_is_left(candidate, monkeypatch):
    monkeypatch.setattr(room_screen, "_KEPT_AFTER", 3600)
    await candidate.press(*"0.2+")
    assert candidate.answers[0].typed == ""
    await candidate.press("escape")
    assert candidate.answers[0].typed == "0.2+"


async def test_an_interview_that_was_left_goes_on_with_the_time_that_is_left(candidate):
    await candidate.press("1", "enter", "escape")
    assert "The clock keeps running" in candidate.shown()
    await candidate.press("enter")
    candidate.clock.wait(120)
    (unfinished,) = candidate.interviewing.unfinished()
    assert unfinished.remaining == 480
    candidate.interviewing.choose()
    await candidate.settle()
    assert "Short one, 8:00 left" in candidate.shown()
    await candidate.press("enter")
    assert "8:00 left" in candidate.shown()
    assert candidate.answers[0].response == "1"
    assert candidate.interview.state.current == 1


@pytest.mark.usefixtures("kept_at_once")
async def test_what_was_typed_is_in_the_field_of_who_comes_back():
    async with opened() as first:
        await first.begin()
        await first.press(*"1+")
        await first.kept("1+")
        clock, history = first.clock, first.history
    clock.wait(60)
    async with opened(clock=clock, history=history) as later:
        await later.resume()
        assert "9:00 left" in later.shown()
        assert later.app.screen.query_one(Input).value == "1+"


async def test_an_interview_whose_time_ran_out_away_ends_in_its_scorecard():
    async with opened() as first:
        await first.begin()
        await first.press("1", "enter")
        clock, history = first.clock, first.history
    clock.wait(3600)
    async with opened(clock=clock, history=history) as later:
        (unfinished,) = later.interviewing.unfinished()
        assert unfinished.left(clock.seconds()) == 0
        await later.resume()
        assert later.screen == "ScorecardScreen"
        assert "Time ran out" in later.shown()
        assert later.interviewing.unfinished() == ()
        assert history.mocks()[0].session.score == 1


async def test_a_pause_stops_the_clock_and_covers_the_question(candidate):
    await candidate.press("1", "f7")
    assert "The clock is stopped at 10:00" in candidate.shown()
    assert "Surprisal in bits?" not in candidate.shown()
    await candidate.wait(300)
    await candidate.press("enter")
    assert "Surprisal in bits?" in candidate.shown()
    assert "10:00 left" in candidate.shown()
    assert candidate.interview.state.pauses == 1
    assert isinstance(candidate.app.focused, Input)


async def test_an_interview_left_in_a_pause_comes_back_in_it(candidate):
    await candidate.press("f7", "escape")
    candidate.clock.wait(5000)
    await candidate.resume()
    assert "The clock is stopped at 10:00" in candidate.shown()


async def test_where_the_blueprint_allows_no_pause_there_is_none():
    async with opened() as candidate:
        await candidate.begin("strict@1")
        await candidate.press("f7")
        assert candidate.screen == "RoomScreen"
        assert candidate.interview.state.paused is None


async def test_help_leaves_out_what_the_interview_does_not_allow():
    async with opened(size=(80, 50)) as candidate:
        for code, there in (("strict@1", False), ("short@1", True)):
            await candidate.begin(code)
            candidate.app.push_screen(HelpScreen(candidate.room))
            await candidate.settle()
            assert ("stop the clock" in candidate.shown()) is there
            candidate.app.pop_screen()
            candidate.app.pop_screen()
            await candidate.settle()


async def test_submitting_says_what_is_empty_and_can_be_taken_back(candidate):
    await candidate.press("1", "enter", "f5", "f10")
    assert "4 not answered: 2, 3, 4, 5; 1 flagged: 2" in candidate.shown()
    await candidate.press("escape")
    assert candidate.interview.ended is None
    await candidate.press("f10", "enter")
    assert candidate.screen == "ScorecardScreen"
    assert "You submitted it" in candidate.shown()
    assert "Not answered: 2, 3, 4, 5" in candidate.shown()


async def test_submitting_all_empty_gives_a_scorecard(candidate):
    await candidate.press("f10")
    assert "4 not answered: 1, 2, 3, 4" in candidate.shown()
    await candidate.press("enter")
    assert candidate.screen == "ScorecardScreen"
    assert "0 of 4" in candidate.shown()
    assert "0 of 4 correct" in candidate.shown()
    assert candidate.history.attempts() == ()
    assert len(candidate.history.mocks()) == 1


async def test_submitting_says_what_is_typed_and_no_answer(candidate):
    await candidate.press(*"1+", "f10")
    assert "1 typed but not readable: 1" in candidate.shown()
    await candidate.press("enter")
    assert candidate.interviewing.unfinished() == ()
    assert "Not answered: 1, 2, 3, 4" in candidate.shown()


@pytest.mark.parametrize("reflex", ["enter", "escape"])
async def test_abandoning_is_asked_twice_and_not_under_the_reflex_keys(candidate, reflex):
    await candidate.press("1", "escape", "a", reflex)
    assert candidate.interview.ended is None
    assert candidate.screen == "RoomScreen"


async def test_an_abandoned_interview_has_no_scorecard(candidate):
    interview = candidate.interview
    await candidate.press("1", "escape", "a")
    assert interview.ended is None
    await candidate.press("y")
    assert interview.ended is End.ABANDONED
    assert candidate.screen == "Screen"
    assert candidate.interviewing.unfinished() == ()


async def test_open_answers_are_compared_with_a_good_one_after_the_end(candidate):
    await candidate.press(*["ctrl+n"] * 3)
    await candidate.press(*"so it is", "f10", "enter")
    assert candidate.screen == "PointsScreen"
    shown = candidate.shown()
    assert "Because of the logarithm." in shown
    assert "so it is" in shown
    await candidate.press("space", "enter")
    assert candidate.screen == "ScorecardScreen"
    assert "0.8 of 4" in candidate.shown()
    assert candidate.history.mocks()[0].session.score == 0.75


async def test_confirmed_points_are_in_the_file_and_come_back_in_the_scorecard(tmp_path):
    path, clock = tmp_path / "history.db", FakeClock()
    with History.open(path, clock) as history:
        async with opened(clock=clock, history=history) as candidate:
            await candidate.begin()
            await candidate.press(*["ctrl+n"] * 3)
            await candidate.press(*"so it is", "f10", "enter", "space", "enter")
            assert candidate.screen == "ScorecardScreen"
    with closing(sqlite3.connect(path)) as kept:
        assert kept.execute("SELECT count(*) FROM confirmations").fetchone() == (1,)
    with History.open(path, clock) as history:
        (recorded,) = history.attempts()
        assert (recorded.confirmed, recorded.score) == (("first",), 0.75)
        assert recorded.attempt.score == 0
        (mock,) = history.mocks()
        assert mock.session.score == 0.75
        async with opened(clock=clock, history=history) as candidate:
            candidate.interviewing.resume(mock.session.number)
            await candidate.settle()
            assert candidate.screen == "ScorecardScreen"
            assert "0.8 of 4" in candidate.shown()
            assert "check your answer" not in candidate.shown()
        assert len(history.attempts()) == 1


async def test_points_can_be_ticked_later(candidate):
    await candidate.press(*["ctrl+n"] * 3)
    await candidate.press("w", "f10", "enter", "escape")
    assert "Question 4 needs you to check your answer" in candidate.shown()
    await candidate.press("t")
    assert candidate.screen == "PointsScreen"
    await candidate.press("down", "space", "enter")
    assert "0.3 of 4" in candidate.shown()


async def test_the_scorecard_leads_to_practice_and_compares_with_earlier_mocks(candidate):
    await candidate.press("1", "enter", "f10", "enter", "escape")
    candidate.clock.wait(86400)
    await candidate.begin("short@1")
    await candidate.press("2", "enter", "f6", "5", "f10", "enter")
    shown = candidate.shown()
    assert "Worse than last time (20% on 21 Nov 2026)" in shown
    await candidate.press("n")
    assert candidate.screen == "Screen"
    assert [one.topic for one in candidate.practised] == ["entropy"]


async def test_the_review_shows_response_verdict_and_working(candidate):
    await candidate.press("f6", "5", "2", "enter", "4", "enter", "a", "f10", "enter")
    shown = candidate.shown()
    assert "Confident but wrong: 1" in shown
    await candidate.press("r")
    shown = candidate.shown()
    assert "First loss" in shown
    assert "2 → 2" in shown
    assert "✗ Incorrect" in shown
    assert "confidence: 90% sure" in shown
    await candidate.press("pagedown")
    assert "Answer  1 bit" in candidate.shown()
    await candidate.press("right", "right")
    shown = candidate.shown()
    assert "The right one" in shown
    assert "It only tempts." in shown
    await candidate.press("right", "right", "right", "left", "escape")
    assert candidate.screen == "ScorecardScreen"


async def test_the_choice_says_what_is_in_an_interview_and_what_is_lacking():
    async with opened() as candidate:
        candidate.interviewing.choose()
        await candidate.settle()
        shown = candidate.shown()
        assert "10 min  Short one" in shown
        assert "As short as it gets." in shown
        assert "1  Numbers, with" in shown
        assert "3  Words" in shown
        await candidate.press("down", "down", "enter")
        assert "no question called 'nothing'" in " ".join(candidate.shown().split())
        assert candidate.screen == "InterviewsScreen"
        await candidate.press("home", "enter")
        assert candidate.interview.state.code.startswith("short@5#")


async def test_the_choice_says_how_the_last_one_went(candidate):
    await candidate.press("1", "enter", "f10", "enter", "escape")
    candidate.interviewing.choose()
    await candidate.settle()
    shown = " ".join(candidate.shown().split())
    assert "Last time: 20%, 21 Nov 2026." in shown
    await candidate.press("down")
    assert "Last time" not in candidate.shown()


async def left_some(candidate, count):
    """Leave some interviews, one after the other."""
    for number in range(count):
        await candidate.begin(f"short@{number}")
        await candidate.press("escape", "enter")


async def test_interviews_whose_time_ran_out_leave_room_for_those_to_start():
    async with opened() as candidate:
        await left_some(candidate, 8)
        candidate.clock.wait(3600)
        await left_some(candidate, 2)
        candidate.interviewing.choose()
        await candidate.settle()
        shown = candidate.shown()
        assert shown.count("10:00 left") == 2
        assert shown.count("time is up") == 1
        assert "7 older interviews whose time ran out" in shown
        assert "10 min  Short one" in shown
        await candidate.press("down", "down", "down", "enter")
        assert candidate.screen == "InterviewsScreen"
        assert candidate.shown().count("time is up") > 5
        assert "older interviews" not in candidate.shown()


@pytest.mark.parametrize(("keys", "unfinished"), [(["enter"], 1), (["down", "enter"], 2)])
async def test_what_is_chosen_before_all_is_shown_waits_for_it(monkeypatch, keys, unfinished):
    monkeypatch.setattr(InterviewsScreen, "on_mount", lambda _: None)
    async with opened() as candidate:
        await left_some(candidate, 1)
        candidate.interviewing.choose()
        await candidate.settle()
        await candidate.press(*keys)
        assert candidate.screen == "InterviewsScreen"
        candidate.app.screen._complete()  # as after the first frame
        await candidate.settle()
        assert candidate.screen == "RoomScreen"
        assert len(candidate.interviewing.unfinished()) == unfinished


async def test_an_unfinished_interview_can_be_abandoned_from_the_list():
    async with opened() as candidate:
        await left_some(candidate, 2)
        candidate.interviewing.choose()
        await candidate.settle()
        await candidate.press("x", "enter")
        assert len(candidate.interviewing.unfinished()) == 2
        await candidate.press("x", "y")
        (unfinished,) = candidate.interviewing.unfinished()
        assert unfinished.session == 1
        assert candidate.shown().count("10:00 left") == 1
        await candidate.press("x", "y")
        assert "Unfinished" not in candidate.shown()
        assert not candidate.app.screen.check_action("abandon", ())


async def test_an_interview_whose_bank_is_gone_can_be_abandoned(monkeypatch):
    async with opened() as candidate:
        await left_some(candidate, 1)
        monkeypatch.setattr(candidate.interviewing, "_banks", lambda: reader.Banks((), ()))
        candidate.interviewing.choose()
        await candidate.settle()
        await candidate.press("enter")
        assert "name their bank with --bank" in candidate.told()
        candidate.interviewing.choose()
        await candidate.settle()
        await candidate.press("x", "y")
        assert candidate.interviewing.unfinished() == ()


async def test_a_question_that_is_gone_is_named_and_the_interview_goes_on(monkeypatch):
    async with opened() as candidate:
        await left_some(candidate, 1)
        (bank,) = BANKS.banks
        left = tuple(one for one in bank.questions if one.id != "loss")
        now = reader.Banks((replace(bank, questions=left),), ())
        monkeypatch.setattr(candidate.interviewing, "_banks", lambda: now)
        await candidate.resume()
        assert "1 question couldn't be found in any bank (small/loss)." in candidate.told()
        assert "Which one?" in candidate.shown()
        await candidate.press("a", "f10", "enter")
        assert candidate.screen == "ScorecardScreen"
        assert "of 3" in candidate.shown()


async def test_without_an_unfinished_interview_there_is_nothing_to_resume():
    async with opened() as candidate:
        with pytest.raises(UsageError, match="no unfinished interview"):
            candidate.interviewing.resume()


@pytest.mark.parametrize("size", [(50, 16), (80, 24), (120, 40)])
async def test_clock_and_row_fit_every_terminal(size):
    async with opened(size=size) as candidate:
        await candidate.begin()
        shown = candidate.shown()
        assert "10:00 left" in shown
        assert "▸1○" in shown
        assert "in bits, ±1%" in shown


TALK = 4
TO_TALK = ["ctrl+n"] * 3


async def test_an_open_question_is_answered_aloud_by_the_clock_of_the_room(candidate):
    await candidate.press(*TO_TALK, "ctrl+r")
    assert "press Enter to move on" in candidate.shown()
    await candidate.wait(48)
    candidate.room.query_one("SpeakingClock").tick()
    await candidate.settle()
    assert "● 0:48  usually 1:00" in candidate.shown()
    await candidate.press("enter")
    assert candidate.answers[TALK].response == "(spoken, 48 s)"
    assert "4●" in candidate.row
    await candidate.press("f10", "enter")
    assert candidate.screen == "PointsScreen"
    assert "Your answer  spoken in 48 s" in candidate.shown()
    await candidate.press("space", "enter", "r", "right", "right", "right")
    assert "(spoken in 48 s)" in candidate.shown()


async def test_a_spoken_answer_stands_until_another_is_given(candidate):
    await candidate.press(*TO_TALK, "ctrl+r")
    await candidate.wait(20)
    await candidate.press("ctrl+p", "ctrl+n")
    assert "Answered: spoken in 20 s." in candidate.shown()
    await candidate.press("ctrl+p", "ctrl+n", "ctrl+r", "ctrl+p", "ctrl+n")
    assert candidate.answers[TALK].response == "(spoken, 20 s)"
    await candidate.press("enter")
    await candidate.wait(31)
    await candidate.press("enter")
    assert candidate.answers[TALK].response == "(spoken, 31 s)"
    await candidate.press("f8")
    assert candidate.answers[TALK].response is None
    assert "Read the question." in candidate.shown()


async def test_a_pause_stops_the_clock_of_a_spoken_answer(candidate):
    await candidate.press(*TO_TALK, "ctrl+r")
    await candidate.wait(20)
    await candidate.press("f7")
    await candidate.wait(300)
    await candidate.press("enter")
    await candidate.wait(5)
    await candidate.press("enter")
    assert candidate.answers[TALK].response == "(spoken, 25 s)"


async def test_what_is_spoken_when_the_time_runs_out_is_the_response(candidate):
    await candidate.press(*TO_TALK, "ctrl+r")
    await candidate.wait(601)
    (recorded,) = candidate.history.attempts()
    assert recorded.attempt.response == "(spoken, 600 s)"


async def test_whoever_speaks_open_answers_is_offered_the_clock_in_the_next_interview():
    settings = SettingsFile()
    settings.change(aloud=True)
    async with opened(settings=settings) as candidate:
        await candidate.begin()
        await candidate.press(*TO_TALK)
        assert "Then press Enter and answer aloud." in candidate.shown()
        await candidate.press("ctrl+r", *"a log", "ctrl+s")
        assert candidate.answers[TALK].response == "a log"
        assert not settings.now.aloud


async def test_clear_empties_the_field_of_an_open_question(candidate):
    await candidate.press(*TO_TALK, *"so", "ctrl+s", "f8")
    assert candidate.answers[TALK].response is None
    assert candidate.room.query_one(TextArea).text == ""
