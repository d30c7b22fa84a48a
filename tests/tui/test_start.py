"""How the app starts: what it has before its first question, and what it does with garbage."""

from __future__ import annotations

import gc
import subprocess
import sys
import threading
from contextlib import asynccontextmanager
from datetime import UTC, datetime

import pytest
from textual.widgets import Input

from quizapp.history import recorder
from quizapp.history.recorder import LazyHistory
from quizapp.interview.blueprints import Blueprints
from quizapp.practice.selection import Selection
from quizapp.questions.numeric import NumericQuestion
from quizapp.system.settings import SettingsFile
from quizapp.tui.app import QuizApp
from quizapp.tui.services import AtAuthor, AtInterview, AtPractice, Services
from quizapp.tui.widgets.menu import Menu
from tests.stubs import Gate
from tests.tui.conftest import FakeClock, FakeHistory, Sitting, banks


def ready():
    (question,) = banks("fresh").questions
    return question.made_ready(range(4))


async def test_the_first_question_is_asked_without_drawing(sit):
    async with sit(ready()) as it:
        assert it.screen == "PracticeScreen"
        assert "What is its surprisal, in bits?" in it.shown()
        assert it.practice.asked[0].variant == ready().ready_variant(3)
        assert it.practice.asked[0].variant.filled


async def test_numbers_are_new_as_soon_as_they_can_be_drawn(sit):
    async with sit(ready(), home=True) as it:
        it.app.settled()
        await it.press("enter")
        assert it.practice.current.variant.seed not in range(4)


async def test_who_chooses_a_seed_gets_what_it_draws(sit):
    async with sit(ready(), seed=3) as it:
        assert it.practice.current.variant.seed not in range(4)


async def test_garbage_of_a_run_can_be_collected_after_it(sit):
    async with sit("fresh", home=True) as it:
        it.app.settled()
        assert gc.get_freeze_count()
    assert gc.get_freeze_count() == 0
    assert gc.isenabled()


class Slow:
    """Banks that are read only when a test lets them be."""

    def __init__(self):
        self.gate = Gate()
        self.threads = []

    def __call__(self):
        self.threads.append(threading.current_thread())
        self.gate()
        return banks("fresh", "pick")


@asynccontextmanager
async def reading(tmp_path, opening=None, **more):
    """Start the app while its banks are being read."""
    slow, clock = Slow(), FakeClock(datetime(2026, 1, 1, tzinfo=UTC), 0.0)
    given = {"history": FakeHistory([], clock, tmp_path), **more}
    app = QuizApp(
        Services(
            banks=slow,
            clock=clock,
            blueprints=lambda: Blueprints((), ()),
            chance=lambda: 3,
            settings=SettingsFile(),
            **given,
        ),
        opening,
    )
    async with app.run_test(notifications=True) as pilot:
        sitting = Sitting(app, pilot, clock)
        try:
            yield sitting, slow
        finally:
            slow.gate.open()


async def test_keys_are_answered_while_banks_are_read(tmp_path):
    async with reading(tmp_path) as (it, slow):
        before = it.app.screen.query_one(Menu).highlighted
        await it.press("down")
        assert it.app.screen.query_one(Menu).highlighted != before
        slow.gate.open()
        await it.app.workers.wait_for_complete()
        await it.settled()
        assert threading.main_thread() not in slow.threads
        assert len(it.app.banks.questions) == 2


@pytest.mark.parametrize(
    ("key", "screen"),
    [
        ("enter", "PracticeScreen"),
        ("b", "BrowseScreen"),
        ("m", "InterviewsScreen"),
        ("a", "AuthorScreen"),
    ],
)
async def test_what_needs_the_banks_comes_when_they_are_read(tmp_path, key, screen):
    async with reading(tmp_path) as (it, slow):
        await it.press(key)
        assert it.screen == "HomeScreen"
        it.app._say_that_it_reads()
        await it.settled()
        assert "your questions are being read" in it.shown()
        slow.gate.open()
        await it.app.workers.wait_for_complete()
        await it.settled()
        assert it.screen == screen


async def test_keys_go_to_what_they_were_pressed_for(tmp_path):
    async with reading(tmp_path) as (it, slow):
        await it.press("b", *"pic", "enter", "m")
        assert it.screen == "HomeScreen"
        slow.gate.open()
        await it.app.workers.wait_for_complete()
        await it.settled()
        assert it.screen == "BrowseScreen"
        assert it.app.screen.query_one(Input).value == "picm"


async def test_esc_gives_up_what_waits_for_banks(tmp_path):
    async with reading(tmp_path, AtPractice(Selection())) as (it, slow):
        await it.press("a", "escape")
        assert "today" in it.shown().lower()
        slow.gate.open()
        await it.app.workers.wait_for_complete()
        await it.settled()
        assert it.screen == "HomeScreen"


async def test_keys_for_what_does_not_come_do_nothing(tmp_path):
    async with reading(tmp_path, AtAuthor("no-such-question")) as (it, slow):
        await it.press("d")
        slow.gate.open()
        await it.app.workers.wait_for_complete()
        await it.settled()
        assert it.screen == "HomeScreen"


async def test_a_session_that_was_asked_for_waits_for_its_banks(tmp_path):
    async with reading(tmp_path, AtPractice(Selection())) as (it, slow):
        slow.gate.open()
        await it.app.workers.wait_for_complete()
        await it.settled()
        assert it.screen == "PracticeScreen"


class Watched(LazyHistory):
    """A history that is there, and tells which threads read it apart."""

    def __init__(self, folder, clock):
        super().__init__(folder, clock)
        self.opened(print)
        self.threads = []

    def read_apart(self, reading):
        self.threads.append(threading.current_thread() is threading.main_thread())
        return super().read_apart(reading)


@pytest.mark.parametrize(("most", "at_once"), [(0, False), (1_000_000, True)])
async def test_only_a_long_history_is_read_apart_to_choose_by_it(
    tmp_path, monkeypatch, most, at_once
):
    monkeypatch.setattr(recorder, "_SHORT", most)
    history = Watched(tmp_path, FakeClock(datetime(2026, 1, 1, tzinfo=UTC), 0.0))
    kept = {"kept": lambda: banks("pick"), "history": history}
    async with reading(tmp_path, AtPractice(Selection()), **kept) as (it, _):
        await it.settled()
        assert it.screen == "PracticeScreen"
        assert history.threads == [at_once]
    history.close()


async def test_what_is_typed_while_numbers_of_ones_own_seed_are_drawn_is_kept(sit, monkeypatch):
    gate, draw = Gate(), NumericQuestion.variant

    def drawn(self, seed):
        assert threading.current_thread() is not threading.main_thread()
        gate()
        return draw(self, seed)

    monkeypatch.setattr(NumericQuestion, "variant", drawn)
    async with sit("fresh", seed=3) as it:
        await it.press("0", ".", "3")
        assert it.screen == "HomeScreen"
        gate.open()
        await it.settled()
        assert it.screen == "PracticeScreen"
        assert it.app.screen.query_one(Input).value == "0.3"


@pytest.mark.parametrize(
    ("opening", "screen", "leaves"),
    [
        (AtInterview(), "InterviewsScreen", ["escape"]),
        (AtAuthor(), "AuthorScreen", ["escape", "d"]),
        (AtPractice(Selection()), "PracticeScreen", ["escape"]),
    ],
)
async def test_home_is_laid_out_when_what_was_opened_is_left(tmp_path, opening, screen, leaves):
    async with reading(tmp_path, opening, kept=lambda: banks("pick")) as (it, _):
        assert it.screen == screen
        assert not it.app.screen_stack[0].query(Menu)
        await it.press(*leaves)
        assert it.screen == "HomeScreen"
        assert "today" in it.shown().lower()
        await it.app.workers.wait_for_complete()
        await it.settled()
        assert it.app.screen.outlook is not None


async def test_home_is_there_where_nothing_can_be_written(tmp_path):
    kept = {"kept": lambda: banks("pick")}
    async with reading(tmp_path, AtAuthor("no-such-question"), **kept) as (it, _):
        await it.settled()
        assert "today" in it.shown().lower()
        assert "no-such-question" in it.shown()


async def test_home_is_there_while_banks_are_read_for_long(tmp_path):
    async with reading(tmp_path, AtPractice(Selection())) as (it, slow):
        it.app._say_that_it_reads()
        await it.settled()
        assert "today" in it.shown().lower()
        slow.gate.open()
        await it.app.workers.wait_for_complete()
        await it.settled()
        assert it.screen == "PracticeScreen"


async def test_banks_that_are_kept_are_there_at_once(tmp_path):
    kept = {"kept": lambda: banks("pick")}
    async with reading(tmp_path, AtPractice(Selection()), **kept) as (it, _):
        assert it.screen == "PracticeScreen"


@pytest.mark.parametrize(("chosen", "expected"), [(None, "120"), ("30", "30")])
def test_a_key_waits_little_for_what_was_painted_just_before(monkeypatch, chosen, expected):
    monkeypatch.delenv("TEXTUAL_FPS", raising=False)
    if chosen is not None:
        monkeypatch.setenv("TEXTUAL_FPS", chosen)
    shown = "import quizapp.tui; from textual import constants; print(constants.MAX_FPS)"
    ended = subprocess.run(
        [sys.executable, "-c", shown], capture_output=True, text=True, check=True
    )
    assert ended.stdout.strip() == expected
