import re
import shutil
from contextlib import asynccontextmanager, closing
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from textual.widgets import Input

from quizapp.errors import Problem
from quizapp.history.recorder import LazyHistory
from quizapp.interview.blueprints import Blueprints
from quizapp.interview.blueprints import read_text as read_blueprint
from quizapp.practice.selection import Selection
from quizapp.questions.base import Verdict
from quizapp.record import Attempt
from quizapp.system.settings import SettingsFile
from quizapp.tui import outlook, themes
from quizapp.tui.app import QuizApp
from quizapp.tui.screens import practice as practice_screen
from quizapp.tui.services import Services
from quizapp.tui.widgets.menu import Menu
from tests.stubs import TRACKS, FakeClock, Gate
from tests.tui.conftest import Sitting, banks


async def test_a_topic_of_the_chain_starts_a_session_on_it(sit):
    async with sit("fresh", "pick", "dog", home=True) as sitting:
        assert "Surprisal" in sitting.shown()
        await topic(sitting, "entropy")
        assert sitting.practice.current.variant.question.topic == "entropy"


async def test_a_bank_can_be_picked_by_its_title(sit):
    async with sit("pick", home=True) as sitting:
        await sitting.press("end", "enter", "end", "enter")
        assert sitting.app.practising.sitting.title == "Test bank"


async def test_banks_are_one_line_until_it_is_opened(sit):
    async with sit("pick", home=True) as sitting:
        await sitting.press("end")
        assert "+ Question banks" in sitting.shown()
        await sitting.press("enter")
        assert "− Question banks" in sitting.shown()
        assert "Test bank" in sitting.shown()
        await sitting.press("enter")
        assert "Test bank" not in sitting.shown()


async def test_a_topic_without_questions_does_not_start(sit):
    async with sit("pick", home=True) as sitting:
        sitting.app.screen.query_one(Menu).highlighted = "topic:surprisal"
        await sitting.press("enter")
        assert sitting.screen == "HomeScreen"
        assert "No questions here yet" in sitting.shown()


async def test_home_says_which_bank_was_left_out_and_why(sit):
    problem = Problem(Path("mine.yaml"), 3, 1, "[b]bad[/b] key")
    async with sit("pick", home=True, problems=[problem]) as sitting:
        assert "mine.yaml couldn't be loaded (line 3): [b]bad[/b] key" in sitting.shown()
        sitting.app.screen.banks = banks(
            "pick", "dog", problems=[Problem(problem.path, 5, 1, "odd")]
        )
        await sitting.pilot.pause()
        assert "couldn't be loaded (line 5): odd" in sitting.shown()
        assert "(line 3)" not in sitting.shown()
        await sitting.press("l")
        assert sitting.screen == "ProblemsScreen"


async def test_the_summary_has_score_slips_and_questions_and_leads_on(sit):
    async with sit("pick", "dog") as sitting:
        await sitting.press("f4")
        await sitting.answer("0.5146")
        await sitting.press("enter")
        shown = sitting.shown()
        assert "0.5 of 1" in shown
        assert "Bits and nats mixed up" in shown
        assert "Skipped" in shown
        first = sitting.practice
        await sitting.press("enter")
        assert sitting.practice is not first
        assert sitting.screen == "PracticeScreen"


async def test_what_was_missed_is_asked_again_from_the_summary(sit):
    async with sit("dog", "precise") as sitting:
        await sitting.answer("0.35667")
        await sitting.press("enter")
        await sitting.answer("7")
        missed = sitting.practice.current.variant.question
        await sitting.press("enter", "m")
        assert sitting.screen == "PracticeScreen"
        assert sitting.practice.count == 1
        assert sitting.practice.current.variant.question == missed
        assert sitting.app.practising.sitting.title == "What you missed"


async def test_the_answers_of_a_session_are_looked_at_again_from_the_first_miss(sit):
    async with sit("dog", "precise") as sitting:
        await sitting.press("f5", "enter")
        await sitting.answer("7")
        await sitting.press("enter", "r")
        assert sitting.screen == "ReviewScreen"
        assert "Not answered, solution shown" in sitting.shown()
        await sitting.press("right")
        assert "you  7" in sitting.shown()
        await sitting.press("escape")
        assert sitting.screen == "SummaryScreen"


async def test_a_question_of_a_session_is_opened_from_the_summary(sit):
    async with sit("pick", "dog", "precise") as sitting:
        await sitting.press("f4")
        for number in ("7", "0.35667"):
            await sitting.answer(number)
            await sitting.press("enter")
        assert "Enter One more" in sitting.shown()
        await sitting.press("down", "down", "down", "down", "up")
        assert "Enter Open" in sitting.shown()
        await sitting.press("enter")
        assert sitting.screen == "ReviewScreen"
        assert "2 of 3" in sitting.shown()
        await sitting.press("left")
        assert "Not answered" in sitting.shown()
        await sitting.press("escape", *["up"] * 3, "enter")
        assert sitting.screen == "PracticeScreen"


async def test_a_question_looked_at_again_is_asked_with_new_numbers(sit):
    async with sit("fresh", "dog") as sitting:
        await sitting.press("f5", "enter")
        await sitting.answer("0.35667")
        await sitting.press("enter", "r")
        before = sitting.app.screen._results[0].planned.variant.parameters
        assert "v New numbers" in sitting.shown()
        await sitting.press("v")
        assert sitting.screen == "PracticeScreen"
        assert sitting.practice.count == 1
        assert sitting.practice.current.variant.parameters != before
        await sitting.press("f5", "enter", "escape")
        assert sitting.screen == "ReviewScreen"


async def test_the_review_goes_from_miss_to_miss(sit):
    async with sit("dog", "precise", "users") as sitting:
        for number in ("7", "0.35667", "8"):
            await sitting.answer(number)
            await sitting.press("enter")
        await sitting.press("r", "m")
        assert "3 of 3" in sitting.shown()
        assert "New numbers" not in sitting.shown()


async def test_a_habit_is_named_in_the_summary_and_unlearned_from_it(sit):
    async with sit("dog", "precise") as sitting:
        for _ in range(2):
            await sitting.answer("-0.35667")
            await sitting.press("enter")
        shown = sitting.shown()
        assert re.search("Minus sign missing +twice, a habit", shown)
        await sitting.press("down")
        assert "▸ Minus sign missing" in sitting.shown()
        assert "Enter Start" in sitting.shown()
        await sitting.press("enter")
        while sitting.screen != "PracticeScreen":
            await sitting.pilot.pause()
        assert sitting.app.practising.sitting.title == "Minus sign missing"


async def test_a_mistake_made_once_is_no_habit_unless_it_was_known_as_one(sit):
    async with sit("dog") as sitting:
        await sitting.answer("-0.35667")
        await sitting.press("enter")
        assert "a habit" not in sitting.shown()
        summary = sitting.app.screen.summary
        known = summary._replace(known_habits=("missing_minus", "swapped_p_and_q"))
        assert (summary.habits, known.habits) == ((), ("missing_minus",))


async def test_a_session_without_answers_ends_in_an_invitation(sit):
    async with sit("pick") as sitting:
        await sitting.press("f4")
        assert sitting.screen == "SummaryScreen"
        assert "Nothing answered this time" in sitting.shown()


async def test_a_selection_that_fits_nothing_ends_the_app_with_a_usage_error(sit):
    async with sit("pick", start_at=Selection(topic="nowhere")) as sitting:
        assert sitting.app.return_code == 2


async def test_the_theme_changes_between_dark_and_light(sit):
    async with sit("pick", home=True) as sitting:
        assert sitting.app.current_theme.dark
        await sitting.press("ctrl+t")
        assert not sitting.app.current_theme.dark


async def test_the_theme_is_remembered(sit, tmp_path):
    path = tmp_path / "settings.toml"
    async with sit("pick", home=True, settings=SettingsFile(path)) as sitting:
        await sitting.press("ctrl+t")
    async with sit("pick", home=True, settings=SettingsFile(path)) as sitting:
        assert not sitting.app.current_theme.dark
        assert sitting.app.screen.styles.background.hex.lower() == themes.LIGHT.background
        await sitting.press("ctrl+t")
    assert path.read_text() == 'theme = "ink"\n'


async def test_settings_that_cannot_be_read_are_told_and_cost_nothing_else(sit, tmp_path):
    path = tmp_path / "settings.toml"
    path.write_text("theme = 'pink'")
    async with sit("pick", home=True, settings=SettingsFile(path), size=(110, 34)) as sitting:
        (told,) = sitting.app._notifications
        assert 'theme must be "ink" or "paper"' in told.message
        assert sitting.app.current_theme.dark
        await sitting.press("ctrl+t")
        assert not sitting.app.current_theme.dark
    assert path.read_text() == "theme = 'pink'"


async def test_an_app_that_is_being_left_offers_no_interview(sit):
    async with sit("dog", home=True) as sitting:
        app = sitting.app
    app._offer()
    assert not app.screen_stack


async def test_what_a_narrow_home_says_of_a_topic_is_never_cut_off(sit):
    async with sit("fresh", "dog", home=True, size=(50, 16)) as sitting:
        for _ in range(14):
            about = [line for line in sitting.shown().splitlines()[11:15] if line.strip()]
            assert about[-1].rstrip().endswith("."), about
            await sitting.press("down")


def broken():
    """Return a question that can't be shown."""
    return replace(banks("dog").questions[0], stem="{{ nothing }}")


async def test_questions_that_cannot_be_shown_start_no_session_and_say_what_to_do(sit):
    async with sit(broken(), home=True) as sitting:
        sitting.app.screen.query_one(Menu).highlighted = "everything"
        await sitting.press("enter")
        assert sitting.screen == "HomeScreen"
        (told,) = sitting.app._notifications
        assert told.message == (
            "None of these questions can be shown; run 'quizapp bank check' to see why."
        )
    async with sit(broken()) as sitting:
        assert sitting.app.return_code == 2


async def test_a_session_from_the_command_line_has_the_title_of_its_bank(sit):
    async with sit("dog", start_at=Selection(bank="tests")) as sitting:
        assert sitting.app.practising.sitting.title == "Test bank"


async def test_a_theme_that_cannot_be_kept_is_told(sit, tmp_path):
    (tmp_path / "file").write_text("")
    settings = SettingsFile(tmp_path / "file" / "settings.toml")
    async with sit("dog", home=True, settings=settings) as sitting:
        told = len(sitting.app._notifications)
        await sitting.press("ctrl+t")
        assert not sitting.app.current_theme.dark
        assert len(sitting.app._notifications) == told + 1


# Today


@asynccontextmanager
async def practised(folder, *names, answers=(), **more):
    """Start the app at home after answers to a question, each given so many days ago."""
    clock = FakeClock(NOON)
    with closing(LazyHistory(folder, clock)) as history:
        log = history.opened(print).session("practice")
        for question, days, score, *slips in answers:
            log.record(attempt(question, NOON - timedelta(days=days), score, *slips))
        log.end()
    async with at_home(folder, *names, **more) as sitting:
        yield sitting


def attempt(question, at, score, *slips):
    return Attempt(
        question=f"tests/{question}",
        type="numeric",
        topic="surprisal",
        seed=1,
        parameters={},
        response="1",
        value=1.0,
        verdict=Verdict.CORRECT if score else Verdict.INCORRECT,
        score=score,
        slips=slips,
        seconds=30.0,
        at=at,
    )


async def test_home_begins_with_today_and_enter_starts_it(tmp_path):
    missed = [("fresh", 1, 0.0)]
    async with practised(tmp_path, "fresh", "pick", "dog", answers=missed) as sitting:
        assert "▸ Today: 3 questions, about 3 min: 1 to repeat and 2 new" in sitting.shown()
        assert "Again: Surprisal. New: " in " ".join(sitting.shown().split())
        await sitting.press("enter")
        await sitting.settled()
        assert sitting.practice.count == 3
        assert sitting.practice.current.variant.question.id == "fresh"
        assert sitting.app.practising.sitting.title == "Daily questions"


@pytest.mark.parametrize(
    ("answers", "title", "count"),
    [([("fresh", 1, 0.0)], "Daily questions", 3), ([], "Where you stand", 3)],
)
async def test_whoever_is_faster_than_the_plan_gets_the_same_of_it(tmp_path, answers, title, count):
    async with practised(tmp_path, "fresh", "pick", "dog", answers=answers) as sitting:
        sitting.app._home.outlook = None
        await sitting.press("enter")
        await sitting.settled()
        assert sitting.app.practising.sitting.title == title
        assert sitting.practice.count == count


async def test_keys_that_are_pressed_while_it_is_chosen_go_to_the_question(tmp_path, monkeypatch):
    missed = [("fresh", 1, 0.0)]
    async with practised(tmp_path, "fresh", "pick", "dog", answers=missed) as sitting:
        sitting.app._home.outlook = None
        gate, look = Gate(), outlook.look
        monkeypatch.setattr(outlook, "look", lambda *given: gate() or look(*given))
        try:
            await sitting.press("enter", "enter", "7")
            assert sitting.screen == "HomeScreen"
        finally:
            gate.open()
        await sitting.app.workers.wait_for_complete()
        await sitting.settled()
        assert sitting.screen == "PracticeScreen"
        assert sitting.app.screen.query_one(Input).value == "7"
        assert len(sitting.app.screen_stack) == 2


async def test_one_more_after_what_was_chosen_for_once_is_called_what_it_is(tmp_path):
    async with practised(tmp_path, "fresh", "pick", "dog", answers=[]) as sitting:
        await sitting.press("enter", "f5", "enter", "f5", "enter", "f5", "enter")
        assert "Where you stand" in sitting.shown()
        await sitting.press("enter")
        await sitting.settled()
        assert sitting.app.practising.sitting.title == "Daily questions"


async def test_a_topic_says_how_much_was_met_how_well_it_is_known_and_what_is_due(tmp_path):
    missed = [("fresh", 1, 0.0)]
    async with practised(tmp_path, "fresh", "later", "pick", answers=missed) as sitting:
        (line,) = [one for one in sitting.shown().splitlines() if "┌─ Surprisal" in one]
        met, of, known, _bar, now, due = line.split()[2:]
        assert (met, of, known, due) == ("1", "of", "2", "1")
        assert now.endswith("%")


async def test_the_evening_before_is_for_what_is_known_badly_and_for_nothing_new(tmp_path):
    settings = SettingsFile()
    settings.change(interview=NOON.date() + timedelta(days=1))
    answers = [("fresh", 1, 0.0, "swapped"), ("words", 1, 1.0), ("fresh", 2, 0.0, "swapped")]
    names = ("fresh", "words", "pick")
    async with practised(tmp_path, *names, answers=answers, settings=settings) as sitting:
        shown = sitting.shown()
        assert "Today: 2 questions, about 2 min: 1 to repeat and 1 mixed" in shown
        assert "The evening before: nothing new" in shown
        await sitting.press("down")
        assert "▸ Read the sheet on Surprisal" in sitting.shown()
        await sitting.press("enter")
        assert sitting.screen == "TopicSheetScreen"
        await sitting.press("escape", "down", "down")
        line = next(line for line in sitting.shown().splitlines() if "▸ Mistake: Swapped" in line)
        assert line.split()[-1] == "twice"
        assert "the mistakes you made most" in sitting.shown()
        await sitting.press("down", "enter")
        await sitting.app.workers.wait_for_complete()
        await sitting.settled()
        assert sitting.practice.current.variant.question.id == "words"
        assert "Then press Enter and answer aloud." in sitting.shown()
        await sitting.press("escape")
        sitting.app.screen.query_one(Menu).highlighted = "slip:swapped"
        await sitting.press("enter")
        await sitting.app.workers.wait_for_complete()
        await sitting.settled()
        assert sitting.practice.current.variant.question.id == "fresh"
        assert sitting.app.practising.sitting.title == "Swapped"


async def test_today_is_another_after_a_session(tmp_path):
    async with practised(tmp_path, "pick", "dog", answers=[("dog", 1, 1.0)]) as sitting:
        await sitting.press("enter")
        await sitting.settled()
        await sitting.press("a", "enter", "escape")
        await sitting.settled()
        sitting.app.screen.query_one(Menu).highlighted = "today"
        await sitting.settled()
        assert "You have done " in sitting.shown()


async def test_who_is_new_is_welcomed_and_asked_questions_up_and_down_the_track(tmp_path):
    async with at_home(tmp_path, *ALL) as sitting:
        assert "Welcome." in sitting.shown()
        assert "▸ Start: find out where you stand" in sitting.shown()
        await sitting.press("enter")
        await sitting.settled()
        practice = sitting.practice
        assert practice.count == len(ALL)
        topics = {"surprisal", "entropy", "cross-entropy-loss"}
        first = practice.current.variant.question.topic
        assert first in topics
        await sitting.press("f5", "escape")
        await sitting.settled()
        assert "Welcome." not in sitting.shown()
        assert "find out where you stand" not in sitting.shown()


async def test_the_date_and_the_minutes_are_asked_for_and_kept(sit, tmp_path):
    settings = SettingsFile(tmp_path / "settings.toml")
    async with sit("pick", home=True, settings=settings) as sitting:
        await sitting.press("d")
        assert "When is your interview?" in sitting.shown()
        await sitting.answer("soon")
        assert "I can't read that date" in sitting.shown()
        await sitting.press("ctrl+u")
        await sitting.answer("10 Jan")
        assert "How many minutes a day?" in sitting.shown()
        await sitting.press("ctrl+u")
        await sitting.answer("35")
        await sitting.settled()
        assert "Interview in 10 days, 10 Jan" in sitting.shown()
        assert (settings.now.interview, settings.now.minutes) == (date(2026, 1, 10), 35)


async def test_a_topic_is_shown_on_one_page(sit):
    async with sit("fresh", "dog", home=True, size=(80, 50)) as sitting:
        sitting.app.screen.query_one(Menu).highlighted = "topic:cross-entropy-loss"
        await sitting.settled()
        await sitting.press("s")
        assert sitting.screen == "TopicSheetScreen"
        assert "Common mistakes here" in sitting.shown()
        assert "The cats don't matter." in sitting.shown()
        await sitting.press("escape")
        sitting.app.screen.query_one(Menu).highlighted = "everything"
        await sitting.settled()
        await sitting.press("s")
        assert sitting.screen == "HomeScreen"


# What can be continued


NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
BLUEPRINT = """\
schema: 1
blueprint: short
title: Short one
minutes: 10
pause: true
sections:
  - title: All
    questions: [dog, pick]
"""
ALL = ("fresh", "dog", "several", "chain", "words")


@asynccontextmanager
async def at_home(folder, *names, wall=NOON, settings=None):
    """Start the app at home, over a real history and after whatever was done before."""
    clock = FakeClock(wall, 0.0)
    history = LazyHistory(folder, clock)
    shelf = Blueprints((read_blueprint(BLUEPRINT, Path("short.yaml")),), ())
    app = QuizApp(
        Services(
            banks=lambda: banks(*names),
            clock=clock,
            history=history,
            blueprints=lambda: shelf,
            chance=lambda: 3,
            tracks=TRACKS,
            settings=settings or SettingsFile(),
        )
    )
    async with app.run_test(size=(80, 24)) as pilot:
        app._offer()
        await pilot.pause()
        yield Sitting(app, pilot, clock)
    history.close()


def continued(sitting):
    """Return what home offers to continue."""
    return [
        line.split("Continue: ")[1][:29].strip()
        for line in sitting.shown().splitlines()
        if "Continue: " in line
    ]


async def test_the_line_of_keys_says_what_enter_does_with_each_entry(tmp_path):
    async with at_home(tmp_path, "dog", "pick") as sitting:
        found = {}
        for _ in sitting.app.screen.query_one("Menu").entries:
            shown = sitting.shown().splitlines()
            marked = next(line for line in shown if line.startswith(" ▸ "))
            found[marked[3:].split("  ")[0].strip(" ─├└┌▸+−")] = shown[-1].split()[1]
            await sitting.press("down")
        assert found["When is your interview?"] == "Date"
        assert found["Mock interview"] == "Open"
        assert found["Entropy"] == found["Everything"] == "Start"
        assert found["Question banks"] == "Show"
        await sitting.press("enter")
        assert "Enter Hide" in sitting.shown()


@pytest.mark.parametrize("key", ["enter", "n"])
async def test_progress_says_first_what_home_says(tmp_path, key):
    async with at_home(tmp_path, "dog", "fresh", "pick") as sitting:
        await topic(sitting, "cross-entropy-loss")
        await sitting.answer("0.357")
        await sitting.press("enter", "escape")
        await sitting.app.workers.wait_for_complete()
        await sitting.pilot.pause()
        says = next(line for line in sitting.shown().splitlines() if " Today: 2 questions" in line)
        await sitting.press("p")
        assert f"▸ {says.strip()}" in sitting.shown()
        await sitting.press(key)
        assert sitting.app.practising.sitting.title == "Daily questions"
        assert {name.split("/")[1] for name in sitting.app.practising.sitting.selection.ids} == {
            "fresh",
            "pick",
        }


async def topic(sitting, name):
    """Start a session on a topic."""
    sitting.app.screen.query_one(Menu).highlighted = f"topic:{name}"
    await sitting.press("enter")


async def go_on(sitting):
    """Continue the first session that is offered."""
    sitting.app.screen.query_one(Menu).highlighted = sitting.app._home.offers[0].name
    await sitting.press("enter")
    await sitting.settled()


async def kept(sitting, text):
    while sitting.practice.current.typed != text:
        await sitting.pilot.pause(0.01)


@pytest.fixture
def kept_at_once(monkeypatch):
    monkeypatch.setattr(practice_screen, "_KEPT_AFTER", 0.001)


@pytest.mark.usefixtures("kept_at_once")
@pytest.mark.parametrize(
    ("name", "keys", "written"),
    [
        ("dog", "-ln(0.", "-ln(0."),
        ("words", "a mean", "a mean"),
        ("several", "ab", "a, b"),
        ("chain", "cab", "c a b"),
    ],
)
async def test_what_is_half_typed_survives_a_kill(tmp_path, name, keys, written):
    async with at_home(tmp_path, name) as sitting:
        sitting.app.practising.start(Selection(), "Everything")
        await sitting.settled()
        await sitting.type(keys)
        await kept(sitting, written)
        shutil.copytree(tmp_path, tmp_path / "killed")
    async with at_home(tmp_path / "killed", name) as sitting:
        assert continued(sitting) == ["Everything, 1 of 1"]
        await sitting.press("enter")
        await sitting.settled()
        assert sitting.app.screen._response.written == written


async def test_several_sessions_are_open_and_each_goes_on_where_it_was(tmp_path):
    async with at_home(tmp_path, *ALL) as sitting:
        await topic(sitting, "surprisal")
        await sitting.type("0.5")
        await sitting.press("escape")
        await topic(sitting, "cross-entropy-loss")
        await sitting.type("-ln")
        await sitting.press("escape")
        assert continued(sitting) == ["Cross-entropy loss, 1 of 1", "Surprisal, 1 of 10"]
        await sitting.press("down", "enter")
        await sitting.settled()
        assert sitting.app.screen._response.written == "0.5"
        await sitting.press("escape")
        assert continued(sitting) == ["Surprisal, 1 of 10", "Cross-entropy loss, 1 of 1"]


@pytest.mark.parametrize("way", ["n", "b", "topic"])
async def test_no_way_to_practise_destroys_an_open_session(tmp_path, way):
    async with at_home(tmp_path, *ALL) as sitting:
        await topic(sitting, "entropy")
        await sitting.press("a", "enter", "enter", "a", "escape")
        (before,) = continued(sitting)
        match way:
            case "n":
                await sitting.press("p")
                await sitting.press("n")
            case "b":
                await sitting.press("b")
                await sitting.press("enter")
            case "topic":
                await topic(sitting, "surprisal")
        await sitting.settled()
        assert sitting.screen == "PracticeScreen"
        await sitting.press("1")
        await sitting.press("escape")
        while sitting.screen != "HomeScreen":
            await sitting.press("escape")
        assert before in continued(sitting)[1:]


@pytest.mark.usefixtures("kept_at_once")
@pytest.mark.parametrize("way", ["ctrl+q", "escape"])
async def test_leaving_the_program_keeps_the_session_with_its_hints_and_its_time(tmp_path, way):
    async with at_home(tmp_path, "dog", "fresh") as sitting:
        await topic(sitting, "cross-entropy-loss")
        await sitting.press("f2", "f2")
        await sitting.type("0.3")
        await kept(sitting, "0.3")
        sitting.clock.monotonic = 40
        await sitting.press(way)
    async with at_home(tmp_path, "dog", "fresh", wall=NOON + timedelta(days=3)) as sitting:
        await go_on(sitting)
        assert "Hint 1 of 2" in sitting.shown()
        assert sitting.app.screen._response.written == "0.3"
        sitting.clock.monotonic = 2
        await sitting.answer("567")
        (attempt,) = sitting.practice.current.attempts
        assert (attempt.response, attempt.seconds) == ("0.3567", 42)
        await sitting.press("enter")
        assert sitting.screen == "SummaryScreen"
    async with at_home(tmp_path, "dog", "fresh") as sitting:
        assert continued(sitting) == []


async def test_what_was_left_on_an_earlier_day_waits_below_today(tmp_path):
    async with at_home(tmp_path, "dog", "fresh") as sitting:
        await topic(sitting, "cross-entropy-loss")
        await sitting.press("f2", "f2", "escape")
    for days, first in ((0, "left:"), (1, "placement")):
        async with at_home(tmp_path, "dog", "fresh", wall=NOON + timedelta(days=days)) as sitting:
            assert continued(sitting) == ["Cross-entropy loss, 1 of 1"]
            assert sitting.app.screen.query_one(Menu).highlighted.startswith(first)


async def test_the_first_day_asks_for_the_date_until_it_is_known(tmp_path):
    async with at_home(tmp_path, "dog", "fresh") as sitting:
        await topic(sitting, "cross-entropy-loss")
        await sitting.answer("0.36")
        await sitting.press("enter", "escape")
        await sitting.settled()
        assert "When is your interview?" in sitting.shown()
    async with at_home(tmp_path, "dog", "fresh", wall=NOON + timedelta(days=1)) as sitting:
        await sitting.settled()
        assert "Today: " in sitting.shown()
        assert "When is your interview?" not in sitting.shown()


async def test_an_imprecise_first_try_is_shown_again(tmp_path):
    async with at_home(tmp_path, "precise") as sitting:
        sitting.app.practising.start(Selection(), "Everything")
        await sitting.settled()
        await sitting.answer("0.36")
        assert "≈ " in sitting.shown()
        await sitting.press("escape")
    async with at_home(tmp_path, "precise") as sitting:
        await sitting.press("enter")
        await sitting.settled()
        assert "≈ " in sitting.shown()
        assert sitting.app.screen._response.written == "0.36"
        assert sitting.practice.current.awaits


async def test_a_graded_question_leads_to_the_next_and_time_at_home_is_no_time_of_it(sit):
    async with sit("pick", "dog") as sitting:
        await sitting.press("a", "enter")
        sitting.clock.monotonic = 10
        await sitting.press("escape")
        sitting.clock.monotonic = 500
        await sitting.press("enter")
        sitting.clock.monotonic = 507
        await sitting.settled()
        await sitting.answer("0.3567")
        assert sitting.recorded[1].seconds == 7


async def test_continuing_after_the_last_answer_leads_to_the_summary(sit):
    async with sit("pick") as sitting:
        await sitting.press("a", "enter", "escape")
        assert continued(sitting) == ["Everything, 1 of 1"]
        await sitting.press("enter")
        assert sitting.screen == "SummaryScreen"
        await sitting.press("escape")
        assert continued(sitting) == []


async def test_a_session_in_which_nothing_was_done_is_offered_till_another_starts(tmp_path):
    async with at_home(tmp_path, *ALL) as sitting:
        await topic(sitting, "surprisal")
        await sitting.press("escape")
        assert continued(sitting) == ["Surprisal, 1 of 10"]
        await topic(sitting, "cross-entropy-loss")
        await sitting.press("escape")
        assert continued(sitting) == ["Cross-entropy loss, 1 of 1"]
    async with at_home(tmp_path, *ALL) as sitting:
        assert continued(sitting) == []


async def test_a_session_is_abandoned_by_a_key_of_its_own_and_its_answers_stay(tmp_path):
    async with at_home(tmp_path, "pick", "dog") as sitting:
        assert not sitting.app.screen.check_action("abandon", ())
        sitting.app.practising.start(Selection(), "Everything")
        await sitting.settled()
        await sitting.press("a", "enter", "escape", "x")
        assert "Abandon this session?" in sitting.shown()
        await sitting.press("enter")
        assert continued(sitting) == ["Everything, 1 of 2"]
        await sitting.press("x", "y")
        assert continued(sitting) == []
    async with at_home(tmp_path, "pick", "dog") as sitting:
        assert continued(sitting) == []
        assert len(sitting.app._history.opened(print).attempts()) == 1


async def test_a_session_of_an_earlier_run_can_be_abandoned(tmp_path):
    async with at_home(tmp_path, "pick", "dog") as sitting:
        sitting.app.practising.start(Selection(), "Everything")
        await sitting.settled()
        await sitting.press("a", "escape")
    async with at_home(tmp_path, "pick", "dog") as sitting:
        await sitting.press("x", "y")
        assert continued(sitting) == []


async def test_only_the_latest_sessions_of_the_last_weeks_are_offered(tmp_path):
    for day in range(6):
        wall = NOON + timedelta(days=3 * day)
        async with at_home(tmp_path, "dog", wall=wall) as sitting:
            sitting.app.practising.start(Selection(), f"Day {3 * day}")
            await sitting.settled()
            await sitting.type("1")
            await sitting.press("escape")
    async with at_home(tmp_path, "dog", wall=NOON + timedelta(days=21)) as sitting:
        assert [line[:6].strip(",") for line in continued(sitting)] == [
            "Day 15",
            "Day 12",
            "Day 9",
        ]


async def test_questions_that_are_gone_are_told_and_the_rest_goes_on(tmp_path):
    async with at_home(tmp_path, "pick", "dog") as sitting:
        sitting.app.practising.start(Selection(), "Everything")
        await sitting.settled()
        await sitting.press("a", "escape")
    async with at_home(tmp_path, "dog") as sitting:
        await sitting.press("enter")
        await sitting.settled()
        assert sitting.practice.current.variant.question.id == "dog"
        (told,) = sitting.app._notifications
        assert "1 question couldn't be found in any bank (tests/pick)." in told.message


async def test_a_session_of_which_nothing_is_left_says_what_to_do(tmp_path):
    async with at_home(tmp_path, "pick") as sitting:
        sitting.app.practising.start(Selection(), "Everything")
        await sitting.settled()
        await sitting.press("a", "escape")
    async with at_home(tmp_path, "dog") as sitting:
        await sitting.press("enter")
        (told,) = sitting.app._notifications
        assert told.message.endswith("add their bank with --bank, or abandon the session.")
        assert sitting.screen == "HomeScreen"


async def test_a_running_clock_is_the_first_thing_and_ticks(tmp_path):
    async with at_home(tmp_path, "dog", "pick") as sitting:
        sitting.app.practising.start(Selection(), "Everything")
        await sitting.settled()
        await sitting.press("a", "escape")
        sitting.app.interviewing.begin("short@1")
        await sitting.pilot.pause()
        await sitting.press("escape", "enter")
        sitting.clock.wait(60)
        sitting.app._tick()
        await sitting.pilot.pause()
        assert continued(sitting) == ["Short one, 9:00 left", "Everything, 1 of 2"]
    async with at_home(tmp_path, "dog", "pick", wall=NOON + timedelta(seconds=120)) as sitting:
        assert continued(sitting) == ["Short one, 8:00 left", "Everything, 1 of 2"]
        await sitting.press("enter")
        assert sitting.screen == "RoomScreen"


async def test_time_that_runs_out_at_home_is_said_and_leads_to_the_scorecard(tmp_path):
    async with at_home(tmp_path, "dog", "pick") as sitting:
        sitting.app.interviewing.begin("short@1")
        await sitting.pilot.pause()
        await sitting.press("escape", "enter")
        sitting.clock.wait(601)
        sitting.app._tick()
        await sitting.pilot.pause()
        assert "▸ Scorecard: Short one, time is up" in sitting.shown()
        assert "Enter Scorecard" in sitting.shown()
        await sitting.press("enter")
        assert sitting.screen == "ScorecardScreen"


async def test_what_was_answered_in_an_interview_counts_at_home(tmp_path):
    async with at_home(tmp_path, "dog", "pick") as sitting:
        assert sitting.app.screen.outlook.is_new
        sitting.app.interviewing.begin("short@1")
        await sitting.pilot.pause()
        await sitting.press("1", "enter", "f10", "enter")
        assert sitting.screen == "ScorecardScreen"
        await sitting.press("escape")
        assert not sitting.app.screen.outlook.is_new


async def test_an_interview_whose_time_is_long_over_is_not_on_home(tmp_path):
    async with at_home(tmp_path, "dog", "pick") as sitting:
        sitting.app.interviewing.begin("short@1")
        await sitting.pilot.pause()
        await sitting.press("escape", "enter")
    async with at_home(tmp_path, "dog", "pick", wall=NOON + timedelta(days=2)) as sitting:
        assert continued(sitting) == []


async def test_ctrl_q_asks_in_an_interview_as_escape_does(tmp_path):
    async with at_home(tmp_path, "dog", "pick") as sitting:
        sitting.app.interviewing.begin("short@1")
        await sitting.pilot.pause()
        await sitting.press("1", "ctrl+q")
        assert sitting.app.is_running
        assert "The clock keeps running while you're away" in sitting.shown()
        await sitting.press("escape")
        assert sitting.screen == "RoomScreen"
        await sitting.press("question_mark", "ctrl+q", "enter")
        assert sitting.app._exit
    async with at_home(tmp_path, "dog", "pick") as sitting:
        assert continued(sitting) == ["Short one, 10:00 left"]


async def test_ctrl_q_twice_leaves_an_interview(tmp_path):
    async with at_home(tmp_path, "dog", "pick") as sitting:
        sitting.app.interviewing.begin("short@1")
        await sitting.pilot.pause()
        await sitting.press("ctrl+q", "ctrl+q")
        assert sitting.app._exit


async def test_the_highlight_stays_where_the_learner_put_it(tmp_path):
    async with at_home(tmp_path, "dog", "pick") as sitting:
        sitting.app.practising.start(Selection(), "Everything")
        await sitting.settled()
        await sitting.press("a", "escape")
        menu = sitting.app.screen.query_one(Menu)
        for name in ("interview", "topic:surprisal"):
            await sitting.press("down")
            sitting.app._offer()
            await sitting.pilot.pause()
            assert menu.highlighted == name


async def everything(sitting):
    """Start a session on everything; return the id of its first question."""
    sitting.app.screen.query_one(Menu).highlighted = "everything"
    await sitting.press("enter")
    await sitting.settled()
    return sitting.practice.current.variant.question.id


async def test_everything_begins_with_what_was_missed_before(tmp_path):
    async with at_home(tmp_path, *ALL) as sitting:
        first = await everything(sitting)
        await sitting.press("f5", "enter")
        second = sitting.practice.current.variant.question.id
        await sitting.press("f5")
    async with at_home(tmp_path, *ALL, wall=NOON + timedelta(days=1)) as sitting:
        assert {await everything(sitting), sitting.practice._plan[0].id} == {first, second}
        assert sitting.practice.count == len(ALL)
