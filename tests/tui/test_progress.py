"""The screen of progress, over a history in memory and over files in trouble."""

import sqlite3
import threading
from contextlib import asynccontextmanager, closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from quizapp.bank.reader import Banks
from quizapp.history import History, recorder
from quizapp.history.interview_recorder import InterviewRecorder
from quizapp.history.recorder import FILE, LazyHistory
from quizapp.interview import blueprints
from quizapp.interview.blueprints import Blueprints
from quizapp.interview.sitting import Interview
from quizapp.questions.base import Verdict
from quizapp.record import Attempt
from quizapp.system.settings import SettingsFile
from quizapp.tui import outlook
from quizapp.tui.app import QuizApp
from quizapp.tui.services import Services
from tests.stubs import TRACKS, FakeClock, Gate
from tests.tui.conftest import Sitting, banks

SHORT = blueprints.read_text(
    """\
schema: 1
blueprint: short
title: Short one
minutes: 5
sections:
  - title: Numbers
    questions: [pick]
""",
    Path("short.yaml"),
)
NOW = datetime(2026, 1, 1, tzinfo=UTC)  # as the clock of every sitting has it


def attempt(number=1, topic="entropy", score=1.0, *, slips=(), ago=0):
    return Attempt(
        question=f"b/{topic}",
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
        at=NOW - timedelta(days=ago),
    )


def fill(history):
    """Answer five of entropy, three of them right, two of softmax, and take a mock."""
    scores = (1.0, 1.0, 1.0, 0.0, 0.0)
    slips = {3: ("missing_minus",), 4: ("missing_minus",)}
    history.session("practice").submit(
        [
            attempt(number, score=score, slips=slips.get(number, ()), ago=1)
            for number, score in enumerate(scores)
        ]
    )
    history.session("practice").submit([attempt(number, "softmax") for number in range(2)])
    history.session("mock", title="Short [b]one[/b]", blueprint="short").submit(
        [attempt(8, "surprisal"), attempt(9, "surprisal"), attempt(10, "surprisal", 0.5)],
        {"questions": 4},
    )


def line_of(sitting, text):
    return next(line for line in sitting.shown().splitlines() if text in line)


@asynccontextmanager
async def seen(sit, *, size=(80, 60), filled=True):
    """Open the screen from home."""
    async with sit("pick", "fresh", "steps", home=True, size=size) as sitting:
        if filled:
            fill(sitting.app._history.opened(print))
        await sitting.press("p")
        yield sitting


async def test_a_practice_session_is_opened_again(sit):
    async with sit("dog", "precise", size=(80, 60)) as sitting:
        for number in ("7", "0.35667"):
            await sitting.answer(number)
            await sitting.press("enter")
        await sitting.press("escape", "p")
        assert "50%  1 of 2" in line_of(sitting, "1 Jan 2026")
        while not sitting.app.screen.marked.startswith("session:"):
            await sitting.press("down")
        await sitting.press("enter")
        assert sitting.screen == "SummaryScreen"
        assert "1 of 2" in sitting.shown()
        assert "Esc Back" in sitting.shown()
        await sitting.press("down", "enter")
        assert sitting.screen == "ReviewScreen"
        assert "you  7" in sitting.shown()
        await sitting.press("escape", "escape")
        assert sitting.screen == "ProgressScreen"
        await sitting.press("enter", "m")
        assert sitting.screen == "PracticeScreen"
        assert sitting.practice.current.variant.question.id == "dog"


async def test_a_session_whose_questions_are_gone_says_so(sit):
    async with seen(sit) as sitting:
        sitting.app.screen.marked = "session:1"
        await sitting.press("enter")
        assert sitting.screen == "ProgressScreen"
        (told,) = sitting.app._notifications
        assert "None of this session's questions" in told.message


async def test_it_sums_up_and_says_of_how_many(sit):
    async with seen(sit) as sitting:
        shown = sitting.shown()
        assert sitting.screen == "ProgressScreen"
        assert "10 answers · 75% correct (7.5 of 10) · 5 min".replace(" ", "") in shown.replace(
            "\u00a0", " "
        ).replace(" ", "")
        entropy = line_of(sitting, "  Entropy")
        assert "60%" in entropy
        assert "3 of 5" in entropy
        assert "30 s" in entropy


async def test_nothing_is_computed_from_too_few(sit):
    async with seen(sit) as sitting:
        softmax = line_of(sitting, "  Softmax")
        assert "–" in softmax
        assert "2 of 2" in softmax
        assert "%" not in softmax
        assert "fewer than 3 answers" in sitting.shown()


async def test_a_slip_is_told_in_words_with_what_it_means(sit):
    async with seen(sit) as sitting:
        assert "twice, last" in line_of(sitting, "Minus sign missing")
        assert "The log of a probability is never positive" in sitting.shown()


async def test_enter_practises_what_is_weakest(sit):
    async with seen(sit) as sitting:
        await sitting.press("down")
        assert "▸ Or one topic: Entropy" in sitting.shown()
        await sitting.press("enter")
        assert sitting.screen == "PracticeScreen"
        assert sitting.practice.current.variant.question.topic == "entropy"


async def test_a_topic_is_marked_and_practised(sit):
    async with seen(sit) as sitting:
        await sitting.press("down", "down")
        assert "▸ Surprisal" in sitting.shown()
        await sitting.press("enter")
        assert sitting.practice.current.variant.question.topic == "surprisal"


async def test_a_mock_opens_its_scorecard(sit):
    async with seen(sit) as sitting:
        opened = []
        sitting.app.screen._open_mock = opened.append
        await sitting.press("end")
        assert "▸  1 Jan 2026  Short [b]one[/b]" in sitting.shown()
        assert "62%  2.5 of 4" in line_of(sitting, "Short")
        await sitting.press("enter")
        assert opened == [3]


async def test_the_scorecard_of_a_mock_leads_back(sit):
    async with seen(sit, filled=False) as sitting:
        app = sitting.app
        recorder = InterviewRecorder(app._history.opened(print), pytest.fail)
        interview = Interview.begin(SHORT, app.banks, 1, clock=app._clock, log=recorder)
        interview.submit()
        await sitting.press("question_mark", "escape")  # it is read again on coming back
        await sitting.press("end", "enter")
        assert sitting.screen == "ScorecardScreen"
        assert "Short one" in sitting.shown()
        assert "Esc Back" in sitting.shown()
        await sitting.press("escape")
        assert sitting.screen == "ProgressScreen"
        assert "Esc Home" in sitting.shown()
        assert "0 of 1" in line_of(sitting, "Short one")


async def test_a_mock_that_has_no_scorecard_says_why(sit):
    async with seen(sit) as sitting:  # it was submitted without any events of its own
        await sitting.press("end", "enter")
        assert sitting.screen == "ProgressScreen"
        assert len(sitting.app._notifications) == 1


async def test_an_empty_history_invites(sit):
    async with seen(sit, filled=False) as sitting:
        assert "Nothing here yet." in sitting.shown()
        assert "None yet. Press m" in sitting.shown()
        assert "▸ Start: find out where you stand" in sitting.shown()
        await sitting.press("enter")
        assert sitting.screen == "PracticeScreen"
        assert sitting.app.practising.sitting.title == "Where you stand"


async def test_the_interviews_are_a_key_away(sit):
    async with seen(sit, filled=False) as sitting:
        await sitting.press("m")
        assert sitting.screen == "InterviewsScreen"


@pytest.mark.parametrize("key", ["escape", "p"])
async def test_it_leads_home(sit, key):
    async with seen(sit) as sitting:
        await sitting.press(key)
        assert sitting.screen == "HomeScreen"


@pytest.mark.parametrize("size", [(50, 16), (80, 24)])
async def test_every_line_can_be_reached_by_arrows(sit, size):
    async with seen(sit, size=size) as sitting:
        found = set()
        for _ in range(60):
            found.update(map(str.strip, sitting.shown().replace("█", " ").splitlines()))
            await sitting.press("down")
        text = "\n".join(found)
        for part in ("By day", "By topic", "Mistakes", "Mock interviews"):
            assert part in text
        assert sitting.app.screen.marked == "mock:3"
        for _ in range(60):
            await sitting.press("up")
        assert "Your progress" in sitting.shown()
        assert sitting.app.screen.marked == "today"


async def test_it_is_set_anew_for_another_size(sit):
    async with seen(sit, size=(110, 50)) as sitting:
        assert "total time" in sitting.shown()
        await sitting.pilot.resize_terminal(50, 16)
        await sitting.pilot.pause()
        await sitting.press("pagedown", "pagedown")
        assert "3 of 5" in sitting.shown()
        assert "median" not in sitting.shown()


async def test_what_was_answered_meanwhile_is_counted_on_coming_back(sit):
    async with seen(sit) as sitting:
        history = sitting.app._history.opened(print)
        history.session("practice").submit([attempt(20, "binary")])
        await sitting.press("question_mark", "escape")
        assert "11 answers" in sitting.shown().replace("\u00a0", " ")


# Histories in trouble


@asynccontextmanager
async def over(folder, sit_app):
    """Open the screen before anything else has opened the history."""
    history = LazyHistory(folder, FakeClock(NOW))
    app = sit_app(history)
    async with app.run_test(size=(80, 40)) as pilot:
        history.close()
        history._history = None
        await pilot.press("p")
        await pilot.pause()
        strips = app.screen._compositor.render_strips()
        yield " ".join("\n".join(strip.text for strip in strips).split())


@pytest.fixture
def sit_app():
    return lambda history: QuizApp(
        Services(
            banks=lambda: Banks((), ()),
            clock=FakeClock(NOW),
            history=history,
            blueprints=lambda: Blueprints((), ()),
            chance=lambda: 3,
            settings=SettingsFile(),
            tracks=TRACKS,
        )
    )


async def test_a_history_that_is_not_open_yet_is_opened_apart(tmp_path, sit_app):
    with History.open(tmp_path / FILE, FakeClock(NOW)) as history:
        fill(history)
    async with over(tmp_path, sit_app) as shown:
        assert "10 answers" in shown


@pytest.mark.parametrize("key", ["p", "b"])
@pytest.mark.parametrize(("most", "times"), [(0, 1), (1_000_000, 0)])
async def test_what_is_open_is_read_apart_only_where_it_is_long(
    tmp_path, sit_app, monkeypatch, key, most, times
):
    history = LazyHistory(tmp_path, FakeClock(NOW))
    fill(history.opened(print))
    async with sit_app(history).run_test(size=(80, 24)) as pilot:
        await pilot.app.workers.wait_for_complete()
        apart, read_apart = [], history.read_apart

        def read(reading):
            apart.append(threading.current_thread() is not threading.main_thread())
            return read_apart(reading)

        monkeypatch.setattr(recorder, "_SHORT", most)
        monkeypatch.setattr(history, "read_apart", read)
        await pilot.press(key)
        await pilot.app.workers.wait_for_complete()
        await pilot.pause()
        assert apart == [True] * times
        await pilot.press("escape")
    history.close()


async def test_for_who_answered_nothing_no_history_is_made(tmp_path, sit_app):
    async with over(tmp_path, sit_app) as shown:
        assert "Nothing here yet" in shown
    assert not (tmp_path / FILE).exists()


async def test_a_damaged_history_is_told(tmp_path, sit_app):
    (tmp_path / FILE).write_bytes(b"no database at all" * 1000)
    async with over(tmp_path, sit_app) as shown:
        assert "damaged" in shown
        assert "Nothing here yet" in shown


async def test_a_newer_history_is_told(tmp_path, sit_app):
    History.open(tmp_path / FILE, FakeClock(NOW)).close()
    connection = sqlite3.connect(tmp_path / FILE)
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    async with over(tmp_path, sit_app) as shown:
        assert "newer version of quizapp" in shown
        assert "nothing will be saved" in shown


async def test_a_history_that_can_not_be_read_is_told(sit):
    async with sit("pick", home=True) as sitting:
        history = sitting.app._history.opened(print)
        history.close()
        await sitting.press("p")
        assert "can't be read" in sitting.shown()
        await sitting.press("n")
        assert sitting.screen == "ProgressScreen"
        await sitting.press("escape")
        assert sitting.screen == "HomeScreen"


async def test_it_can_be_left_while_the_history_is_being_opened(tmp_path, sit_app):
    gate = Gate()

    class Slow(LazyHistory):
        def read_apart(self, reading):
            gate()
            return super().read_apart(reading)

    History.open(tmp_path / FILE, FakeClock(NOW)).close()
    app = sit_app(Slow(tmp_path, FakeClock(NOW)))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("p")
        await pilot.pause()
        strips = app.screen._compositor.render_strips()
        assert "Loading your history" in "\n".join(strip.text for strip in strips)
        await pilot.press("escape")
        gate.open()
        await pilot.pause()
        assert type(app.screen).__name__ == "HomeScreen"


async def test_a_mistake_is_drilled_by_enter(sit):
    async with seen(sit, size=(80, 60)) as sitting:
        sitting.app.screen.marked = "slip:missing_minus"
        await sitting.press("enter")
        await sitting.settled()
        assert sitting.screen == "PracticeScreen"
        assert sitting.app.practising.sitting.title == "Minus sign missing"
        assert "missing_minus" in sitting.practice.current.variant.question.slip_ids


async def test_a_mistake_is_drilled_in_whichever_subject_it_can_be_made(sit):
    async with seen(sit) as sitting:
        app = sitting.app
        only = {q.topic for q in app.banks.questions if "missing_minus" not in q.slip_ids}
        topics = tuple(one for one in TRACKS.chosen.topics if one.topic in only)
        elsewhere = TRACKS._replace(chosen=TRACKS.chosen._replace(topics=topics))
        assert elsewhere.covered(app.banks.questions) != app.banks.questions
        assert outlook.drill(app._services, app.banks, elsewhere, "missing_minus")


async def test_days_are_told_one_by_one_as_long_as_there_are_few(sit):
    async with seen(sit) as sitting:
        assert "By day" in sitting.shown()
        assert "By week" not in sitting.shown()


async def test_answers_of_long_ago_are_told_by_week(sit):
    async with seen(sit, filled=False) as sitting:
        history = sitting.app._history.opened(print)
        history.session("practice").submit([attempt(1, ago=20), attempt(2)])
        await sitting.press("escape", "p")
        assert "By week" in sitting.shown()


async def test_a_topic_has_its_last_answers_and_what_is_known_now_and_then(sit_over):
    async with sit_over as sitting:
        line = line_of(sitting, "  Entropy")
        assert "✓✓✓✗✗" in line
        assert line.count("%") == 3
        assert "How well I knew you" in sitting.shown()


@pytest.fixture
async def sit_over(tmp_path):
    """Open the screen over a history that learning can read."""

    @asynccontextmanager
    async def opened():
        with closing(LazyHistory(tmp_path, FakeClock(NOW + timedelta(hours=9)))) as history:
            fill(history.opened(print))
            app = QuizApp(
                Services(
                    banks=lambda: banks("pick", "fresh", "steps"),
                    clock=history._clock,
                    history=history,
                    blueprints=lambda: Blueprints((), ()),
                    chance=lambda: 3,
                    settings=SettingsFile(),
                    tracks=TRACKS,
                )
            )
            async with app.run_test(size=(80, 60)) as pilot:
                sitting = Sitting(app, pilot, history._clock)
                await sitting.press("p")
                yield sitting

    return opened()
