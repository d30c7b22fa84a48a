"""Every screen as its text, at the size most terminals have and at the smallest supported."""

from __future__ import annotations

from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from textual.widgets import TextArea

from quizapp.authoring import draft, place
from quizapp.errors import Problem
from quizapp.history.recorder import LazyHistory
from quizapp.practice.selection import Selection
from quizapp.questions.base import Verdict
from quizapp.record import Attempt
from quizapp.system.settings import SettingsFile
from quizapp.tui.app import QuizApp
from quizapp.tui.screens.summary import SummaryScreen
from quizapp.tui.services import AtPractice, Services
from tests.stubs import FakeClock

pytestmark = [
    pytest.mark.parametrize("size", [(80, 24), (50, 16)], ids=["80x24", "50x16"]),
    pytest.mark.usefixtures("without_waiting"),
]

_OF_PATH = 20
"""Characters of a path by which it is known where the rest of it is cut off."""


class Visit:
    """An app that runs, and someone who uses it and keeps what is on its screen."""

    def __init__(self, app, pilot, clock, golden):
        self.app = app
        self.clock = clock
        self._pilot = pilot
        self._golden = golden

    async def press(self, *keys):
        for key in keys:
            await self._pilot.press(key)
            await self.settle()

    async def type(self, text):
        await self.press(*text)
        if hasattr(self.app.screen, "tick"):  # as it does by itself a second later
            self.app.screen.leave_off()
            self.app.screen.tick()

    async def settle(self):
        await self._pilot.pause()

    async def shoot(self, name):
        self.app.clear_notifications()
        await self.settle()
        strips = self.app.screen._compositor.render_strips()
        lines = [strip.text for strip in strips[: self.app.size.height]]
        self._golden(name, "\n".join(" FOLDER" if _is_path(line) else line for line in lines))


def _is_path(line):
    return line.strip().startswith(str(Path.cwd())[:_OF_PATH])


@pytest.fixture
def visit(golden, banks, more_banks, shelf, tracks, size, tmp_path, monkeypatch):
    """Start the app at home, or in a session on questions by their ids."""
    monkeypatch.chdir(tmp_path)  # so that paths on the screen are the same everywhere

    @asynccontextmanager
    async def opened(*ids, problems=()):
        clock = FakeClock()
        history = LazyHistory(Path("data"), clock)
        names = tuple(one if "/" in one else f"golden/{one}" for one in ids)
        loaded = more_banks if any("/" in one for one in ids) else banks
        app = QuizApp(
            Services(
                banks=lambda: replace(loaded, problems=tuple(problems)),
                kept=lambda: replace(loaded, problems=tuple(problems)),
                clock=clock,
                history=history,
                blueprints=lambda: shelf,
                chance=lambda: 3,
                settings=SettingsFile(),
                tracks=tracks,
            ),
            AtPractice(Selection(ids=names)) if ids else None,
        )
        async with app.run_test(size=size) as pilot:
            yield Visit(app, pilot, clock, golden)
        history.close()

    return opened


# Home


async def test_home(visit):
    problem = Problem(Path("mine.yaml"), 3, 1, "a numeric question lacks 'answer'")
    async with visit(problems=[problem]) as home:
        await home.shoot("first")
        await home.press("down", "down")
        await home.shoot("lower")
        await home.press("l")
        await home.shoot("problems")


async def test_home_with_what_can_be_continued(visit):
    async with visit() as home:
        await home.press("enter", "f4", "escape")
        home.app.interviewing.begin("short@1")
        await home.settle()
        home.clock.wait(75)
        await home.press("escape", "enter")
        await home.shoot("home")
        await home.press("delete")
        await home.shoot("abandon")


# Practice


async def test_practice_of_a_number(visit):
    async with visit("loss") as practice:
        await practice.shoot("asked")
        await practice.press("f2")
        await practice.shoot("what-a-hint-costs")
        await practice.press("f2")
        await practice.shoot("hint")
        await practice.type("minus")
        await practice.press("enter")
        await practice.shoot("unreadable")
        await practice.press("ctrl+u")
        await practice.type("1-0.65")
        await practice.shoot("typed")
        await practice.press("enter")
        await practice.shoot("slip")
        await practice.press("w")
        await practice.shoot("working")
        await practice.press("r")
        await practice.shoot("again")
        await practice.type("1/5")
        await practice.press("enter")
        await practice.shoot("wrong")


async def test_practice_of_a_number_imprecise_and_then_right(visit):
    async with visit("loss", "loss-bits") as practice:
        await practice.type("0.43")
        await practice.press("enter")
        await practice.shoot("imprecise")
        await practice.press("ctrl+u")
        await practice.type("-ln(0.65)")
        await practice.press("enter")
        await practice.shoot("right")
        await practice.press("w")
        await practice.shoot("solution")
        await practice.press("enter")
        await practice.shoot("follow-up")
        await practice.type("1.386")
        await practice.press("enter")
        await practice.shoot("wrong-unit")


async def test_practice_with_confidence(visit):
    async with visit("loss") as practice:
        practice.app._services.settings.change(confidence=True)
        await practice.type("0.43")
        await practice.press("enter")
        await practice.shoot("asked")
        await practice.press("5")
        await practice.shoot("rated")


async def test_practice_of_who_doesnt_know(visit):
    async with visit("loss", "loss-bits") as practice:
        await practice.press("f5")
        await practice.shoot("shown")
        await practice.press("v")
        await practice.type("0.5")
        await practice.press("enter", "n")
        await practice.shoot("note")
        await practice.press("escape", "d")
        await practice.shoot("doubt")
        await practice.press("escape", "m")
        await practice.shoot("mistyped")


async def test_practice_of_a_list(visit):
    async with visit("softmax-list", "softmax-rows", "users") as practice:
        await practice.shoot("asked")
        await practice.type("0.665, 0.245, 0.9")
        await practice.shoot("typed")
        await practice.press("enter")
        await practice.shoot("partial")
        await practice.press("enter")
        await practice.shoot("rows")
        await practice.press("f4")
        await practice.type("23,169")
        await practice.press("enter")
        await practice.shoot("off-by-one")


async def test_practice_of_a_choice(visit):
    async with visit("largest", "which-hold") as practice:
        await practice.shoot("asked")
        await practice.press("b", "enter")
        await practice.shoot("first")
        await practice.press("r", "a", "enter")
        await practice.shoot("second")
        await practice.press("enter")
        await practice.shoot("several")
        await practice.press("a", "enter", "pagedown")
        await practice.shoot("several-answered")
        await practice.press("w")
        await practice.shoot("several-solution")


async def test_practice_of_an_order(visit):
    async with visit("pipeline") as practice:
        await practice.shoot("asked")
        await practice.press("space", "down")
        await practice.shoot("moving")
        await practice.press("space", "enter")
        await practice.shoot("wrong")
        await practice.press("r")
        await practice.shoot("again")


async def test_practice_of_an_open_question(visit):
    async with visit("explain") as practice:
        await practice.shoot("asked")
        await practice.type("It is the median, or the mean of something.")
        await practice.shoot("typed")
        await practice.press("ctrl+s")
        await practice.shoot("compared")
        await practice.press("down", "space")
        await practice.shoot("ticked")
        await practice.press("enter")
        await practice.shoot("graded")


async def test_practice_of_an_open_question_without_a_rubric(visit):
    async with visit("types/story") as practice:
        await practice.type("I chose the Brier score.")
        await practice.press("ctrl+s")
        await practice.shoot("compared")
        await practice.press("p")
        await practice.shoot("rated")
        await practice.press("enter")
        await practice.shoot("graded")


async def test_practice_of_parts(visit):
    async with visit("types/rates") as practice:
        await practice.shoot("asked")
        await practice.type("1/2")
        await practice.press("enter")
        await practice.type("60%")
        await practice.shoot("typed")
        await practice.press("enter", "enter")
        await practice.shoot("empty")
        await practice.type("20")
        await practice.press("enter")
        await practice.shoot("graded")
        await practice.press("w")
        await practice.shoot("solution")


async def test_practice_of_a_match(visit):
    async with visit("types/tasks") as practice:
        await practice.shoot("asked")
        await practice.press("a", "b")
        await practice.shoot("typed")
        await practice.press("enter")
        await practice.shoot("missing")
        await practice.press("c", "enter")
        await practice.shoot("graded")
        await practice.press("w")
        await practice.shoot("solution")


async def test_practice_of_a_short_answer(visit):
    async with visit("types/name") as practice:
        await practice.shoot("asked")
        await practice.type("a sigmoid")
        await practice.press("enter")
        await practice.shoot("wrong")
        await practice.press("r")
        await practice.type("softmx")
        await practice.press("enter")
        await practice.shoot("right")


async def test_practice_left_to_change_a_question(visit, monkeypatch):
    monkeypatch.setattr(draft, "is_editable", lambda _: False)
    monkeypatch.setattr(place, "is_editable", lambda _: False)
    async with visit("loss") as practice:
        await practice.press("ctrl+e")
        await practice.shoot("copy")


async def test_summary(visit):
    async with visit("loss", "largest", "users") as practice:
        practice.clock.wait(40)
        await practice.type("1/5")
        await practice.press("enter", "enter", "f4", "enter")
        await practice.type("23170")
        practice.clock.wait(20)
        await practice.press("enter", "enter", "enter")
        while not isinstance(practice.app.screen, SummaryScreen):
            await practice.press("f4")
        await practice.shoot("top")
        await practice.press("down", "down")
        await practice.shoot("marked")
        await practice.press("pagedown")
        await practice.shoot("below")


# Looking


async def test_browse(visit):
    async with visit() as browse:
        await browse.press("b")
        await browse.shoot("all")
        await browse.press("down", "down", "f5")
        await browse.shoot("key")
        await browse.type("softmax")
        await browse.shoot("searched")
        await browse.type("zebra")
        await browse.shoot("none")


def attempt(number, clock, topic="entropy", score=1.0, slips=()):
    return Attempt(
        question=f"golden/{topic}",
        type="numeric",
        topic=topic,
        seed=number,
        parameters={},
        response="1",
        value=1.0,
        verdict=Verdict.CORRECT if score == 1 else Verdict.INCORRECT,
        score=score,
        slips=slips,
        seconds=30.0,
        at=clock.now() - timedelta(days=number),
    )


async def test_progress(visit):
    async with visit() as home:
        await home.press("p")
        await home.shoot("empty")
        await home.press("escape")
        history = home.app._history.opened(print)
        scores = (1.0, 1.0, 1.0, 0.0, 0.5)
        slips = {3: ("missing_minus",), 4: ("missing_minus",)}
        history.session("practice").submit(
            [
                attempt(number, home.clock, score=score, slips=slips.get(number, ()))
                for number, score in enumerate(scores)
            ]
        )
        history.session("practice").submit(
            [attempt(number, home.clock, "softmax") for number in range(2)]
        )
        history.session("mock", title="Short interview", blueprint="short").submit(
            [attempt(8, home.clock, "surprisal"), attempt(9, home.clock, "surprisal", 0.5)],
            {"questions": 4},
        )
        await home.press("p")
        await home.shoot("full")
        await home.press("pagedown")
        await home.shoot("full-below")
        await home.press("end")
        await home.shoot("full-end")


# Interviews


async def test_interviews(visit):
    async with visit() as home:
        await home.press("m")
        await home.shoot("first")
        await home.press("escape")
        home.app.interviewing.begin("short@1")
        await home.settle()
        home.clock.wait(75)
        await home.press("escape", "enter", "m")
        await home.shoot("one-left")


async def test_room(visit):
    async with visit() as room:
        room.app.interviewing.begin("short@1")
        await room.settle()
        await room.shoot("number")
        room.clock.wait(15)
        await room.type("1/2")
        await room.press("f6")
        await room.shoot("how-sure")
        await room.press("1", "f5")
        room.app.screen.tick()
        await room.shoot("number-typed")
        await room.press("enter")
        await room.shoot("follow-up")
        await room.press("ctrl+n")
        await room.shoot("choice")
        await room.press("b", "enter")
        await room.shoot("order")
        await room.press("space", "down", "space", "enter")
        await room.shoot("open")
        await room.press("f7")
        await room.shoot("paused")
        await room.press("enter")
        room.clock.wait(550)
        room.app.screen.tick()
        await room.type("It is a mean.")
        await room.shoot("last-minute")
        await room.press("escape")
        await room.shoot("leaving")
        await room.press("escape", "f10")
        await room.shoot("overview")
        await room.press("enter")
        await room.shoot("after-overview")


async def test_after_an_interview(visit):
    async with visit() as room:
        room.app.interviewing.begin("short@1")
        await room.settle()
        room.clock.wait(90)
        await room.type("1/5")
        await room.press("enter", "ctrl+n", "a", "f6", "5", "enter")
        await room.press("space", "down", "space", "enter")
        await room.type("It is a mean.")
        room.clock.wait(120)
        await room.press("f10", "enter")
        await room.shoot("points")
        await room.press("enter")
        await room.shoot("scorecard")
        await room.press("pagedown")
        await room.shoot("scorecard-below")
        await room.press("enter")
        for number in range(1, 6):
            await room.shoot(f"review-{number}")
            await room.press("pagedown")
            await room.shoot(f"review-{number}-below")
            await room.press("n")


# Writing


async def test_author(visit):
    async with visit() as author:
        author.app.write("mine.yaml")
        await author.settle()
        await author.shoot("new")
        await author.press("f3")
        await author.shoot("insert")
        await author.press("escape", "f4")
        await author.shoot("try")
        await author.press("escape")
        text = author.app.screen.query_one(TextArea)
        text.text = text.text.replace("surprisal(0.8)", "surprise(0.8)")
        author.app.screen._read()
        await author.settle()
        await author.shoot("problem")


# Help


async def test_help(visit):
    async with visit("loss") as practice:
        await practice.press("f1")
        await practice.shoot("practice")
        await practice.press("pagedown")
        await practice.shoot("practice-below")
        await practice.press("escape", "escape")
        for key, name in (("", "home"), ("b", "browse"), ("p", "progress"), ("m", "interviews")):
            await practice.press(*key, "f1")
            await practice.shoot(name)
            await practice.press("escape", *(["escape"] if key else []))
        practice.app.interviewing.begin("short@1")
        await practice.settle()
        await practice.press("f1")
        await practice.shoot("room")
