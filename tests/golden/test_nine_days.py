"""The nine days before an interview as their texts, for somebody who misses much at first.

One learner, one history, one run of the app a day, all by keys; the clock is moved between them.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

import pytest

from quizapp.bank import reader
from quizapp.history.recorder import LazyHistory
from quizapp.interview.blueprints import Blueprints
from quizapp.system.settings import SettingsFile
from quizapp.tui.app import QuizApp
from quizapp.tui.services import Services
from tests.golden.test_screens import Visit
from tests.stubs import TRACKS, FakeClock

pytestmark = pytest.mark.usefixtures("without_waiting")

FIRST = datetime(2026, 11, 27, 18, 30, tzinfo=UTC)
INTERVIEW = "2026-12-06"
LAST = 8
AWAY = 4
"""Days are counted from 0; there is no practice on this one."""
MINUTES = "7"
QUESTIONS = (
    ("rare", "surprisal", 1, "What is the surprisal of {{ p }}, in bits?", "surprisal(p)", "bits"),
    ("both", "surprisal", 2, "Two events of {{ p }} each. Both, in nats?", "2*surprisal(p)", ""),
    ("coin", "entropy", 1, "A coin of {{ p }}: its entropy, in bits?", "entropy([p,1-p])", "bits"),
    ("tosses", "entropy", 2, "Three coins of {{ p }}, in bits?", "3*entropy([p,1-p])", "bits"),
    ("lacks", "entropy", 3, "How far is a coin of {{ p }} from one bit?", "1-entropy([p,1-p])",
     "bits"),
    ("belief", "cross-entropy", 2, "A fair coin, believed to be {{ p }}: cross-entropy, in nats?",
     "cross_entropy([0.5,0.5],[p,1-p])", "nats"),
    ("excess", "cross-entropy", 3, "A fair coin, believed to be {{ p }}: divergence, in nats?",
     "kl_divergence([0.5,0.5],[p,1-p])", "nats"),
    ("perplexed", "cross-entropy", 3, "A mean loss of {{ p }} nats. Which perplexity?", "exp(p)",
     ""),
    ("one-image", "cross-entropy-loss", 1, "The label got {{ p }}. What is the loss, in nats?",
     "surprisal(p)", "nats"),
    ("two-images", "cross-entropy-loss", 2, "The labels got {{ p }} and 0.5. Mean loss, in nats?",
     "(surprisal(p)+surprisal(0.5))/2", "nats"),
    ("summed", "cross-entropy-loss", 3, "Ten labels got {{ p }} each. Summed loss, in nats?",
     "10*surprisal(p)", "nats"),
    ("in-bits", "cross-entropy-loss", 3, "A loss of {{ p }} nats. How many bits?", "p/ln(2)",
     "bits"),
    ("odds", "softmax", 2, "Logits 0 and {{ p }}. What does the second get?", "sigmoid(p)", ""),
    ("ratio", "softmax", 3, "Logits 0 and {{ p }}. How many times as much?", "exp(p)", ""),
    ("push", "gradient", 2, "The label got {{ p }}. Gradient of its logit?", "p-1", ""),
    ("click", "binary", 1, "A click got {{ p }}. What is the loss, in nats?", "surprisal(p)",
     "nats"),
    ("no-click", "binary", 2, "No click, and it got {{ p }}. Loss, in nats?", "surprisal(1-p)",
     "nats"),
    ("tags", "multi-label", 2, "Two tags are on and got {{ p }} each. Summed loss, in nats?",
     "2*surprisal(p)", "nats"),
)  # fmt: skip


def _bank():
    text = "schema: 1\nbank: days\ntitle: Nine days\nquestions:\n"
    for name, topic, level, stem, answer, unit in QUESTIONS:
        text += (
            f"  - id: {name}\n    type: numeric\n    topic: {topic}\n    level: {level}\n"
            f"    draw:\n      p: decimal(0.05, 0.95, 0.05)\n    stem: '{stem}'\n"
            f"    answer: {answer}\n    tolerance: 2%\n" + f"    unit: {unit}\n" * bool(unit)
        )
    return reader.Banks((reader.read_text(text, Path("days.yaml")),), ())


class Learner:
    """Misses two of five at first, and then every sixth."""

    def __init__(self):
        self.met = set()
        self.answers = []
        """Day, question, and whether it was right."""
        self.firsts = self.others = 0

    def answer(self, day, name):
        """Return whether the learner gets a question right."""
        right = self._is_right(name)
        self.answers.append((day, name, right))
        return right

    def _is_right(self, name):
        if name in self.met:
            self.others += 1
            return self.others % 6 > 0
        self.met.add(name)
        self.firsts += 1
        return self.firsts % 5 not in (2, 4)


@pytest.fixture
def world(tmp_path, monkeypatch):
    """Start the app on a day; what it keeps stays from day to day."""
    monkeypatch.chdir(tmp_path)
    clock = FakeClock(FIRST)
    history = LazyHistory(Path("data"), clock)
    settings = SettingsFile()
    banks = _bank()
    seeds = count(3)

    def opened():
        return QuizApp(
            Services(
                banks=lambda: banks,
                kept=lambda: banks,
                clock=clock,
                history=history,
                blueprints=Blueprints,
                chance=seeds.__next__,
                tracks=TRACKS,
                settings=settings,
            )
        )

    yield opened, clock
    history.close()


async def test_nine_days(world, golden):
    opened, clock = world
    learner = Learner()
    for day in range(LAST + 1):
        if day == AWAY:
            continue
        clock.wait((FIRST + timedelta(days=day) - clock.wall).total_seconds())
        app = opened()

        def shoot(name, text, number=day + 1):
            golden(f"{number}-{name}", text)

        async with app.run_test(size=(80, 24)) as pilot:
            visit = Visit(app, pilot, clock, shoot)
            await visit.settle()
            if day == 0:
                await visit.shoot("0-welcome")
                await visit.press("d")
                await visit.type(INTERVIEW)
                await visit.press("enter", *["backspace"] * 2, *MINUTES, "enter", "down")
            await visit.shoot("1-home")
            await visit.press("enter")
            await _practise(visit, learner, day)
            await visit.shoot("4-summary")
            await visit.press("escape")
            await visit.shoot("5-home-after")
            await visit.press("p")
            await visit.shoot("6-progress")
    assert len(learner.met) == len(QUESTIONS)
    for place, (day, name, right) in enumerate(learner.answers):
        if not right and day < LAST:
            assert name in [again for _, again, _ in learner.answers[place + 1 :]]


async def _practise(visit, learner, day):
    """Answer until the day is done; keep the first question and the first miss."""
    await visit.shoot("2-question")
    kept = False
    while (sitting := visit.app.practising.sitting) is not None:
        asked = sitting.practice.current
        right = learner.answer(day, asked.variant.question.id)
        key = float(asked.variant.key)
        await visit.press(*f"{key if right else 3 * abs(key) + 1:.4g}")
        visit.clock.wait(50)
        await visit.press("enter")
        if not right and not kept:
            await visit.shoot("3-missed")
            kept = True
        await visit.press("enter")
        if type(visit.app.screen).__name__ != "PracticeScreen":
            return
