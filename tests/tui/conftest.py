from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pytest

from quizapp.bank.reader import Banks, read_text
from quizapp.history import History
from quizapp.history.recorder import LazyHistory
from quizapp.interview.blueprints import Blueprints
from quizapp.practice.selection import Selection
from quizapp.system.settings import SettingsFile
from quizapp.tui.app import QuizApp
from quizapp.tui.services import AtPractice, Services
from tests.stubs import TRACKS, FakeClock

QUESTIONS = {
    "dog": r"""
  - id: dog
    type: numeric
    topic: cross-entropy-loss
    level: 2
    stem: The label is a dog, which got $q = 0.7$. What is the loss, in nats?
    answer: cross_entropy([1, 0, 0], [0.7, 0.2, 0.1])
    unit: nats
    hints:
      - Only the true class survives.
      - Take $-\ln q$.
    solution: |
      Look at the dog.

      {{ working }}

      The cats don't matter.
""",
    "precise": r"""
  - id: precise
    type: numeric
    topic: cross-entropy-loss
    level: 2
    stem: The label is a dog, which got 0.7. What is the loss, in nats?
    answer: surprisal(0.7)
    unit: nats
    tolerance: 0.1%
""",
    "fresh": r"""
  - id: fresh
    type: numeric
    topic: surprisal
    level: 1
    draw:
      p: decimal(0.05, 0.95, 0.05)
    stem: An event has probability {{ p }}. What is its surprisal, in bits?
    answer: surprisal(p)
    unit: bits
""",
    "list": r"""
  - id: list
    type: numeric
    topic: softmax
    level: 1
    stem: What is the softmax of the logits [0, 0, 0]?
    answer: softmax([0, 0, 0])
""",
    "rows": r"""
  - id: rows
    type: numeric
    topic: softmax
    level: 1
    stem: What is the softmax of each row?
    answer: softmax([[0, 0], [0, 0]])
""",
    "users": r"""
  - id: users
    type: numeric
    topic: surprisal
    level: 1
    stem: How many users are needed?
    answer: 23170
    tolerance: 0
""",
    "asked-on": r"""
  - id: asked-on
    type: numeric
    topic: surprisal
    level: 1
    draw:
      p: decimal(0.05, 0.95, 0.05)
    stem: An event has probability {{ p }}. What is its surprisal, in bits?
    answer: surprisal(p)
    unit: bits
    follow_ups: [later]
""",
    "later": r"""
  - id: later
    type: numeric
    topic: surprisal
    level: 2
    draw:
      p: decimal(0.05, 0.95, 0.05)
    stem: And the surprisal of probability {{ p }} in nats?
    answer: surprisal(p)
    unit: nats
""",
    "steps": r"""
  - id: steps
    type: numeric
    topic: softmax
    level: 3
    stem: The logits are [2, 1, 0], the label is the first. What is the loss, in nats?
    answer: cross_entropy_logits([2, 1, 0], 0)
    unit: nats
""",
    "pick": r"""
  - id: pick
    type: choice
    topic: entropy
    level: 1
    stem: What is largest?
    options:
      - text: the right one
        correct: true
        why: because it is
      - text: the first wrong one
        why: it only tempts
      - text: the second wrong one
        why: it is small
""",
    "several": r"""
  - id: several
    type: choice
    topic: entropy
    level: 1
    stem: Which hold?
    options:
      - text: this holds
        correct: true
        why: it does
      - text: this holds too
        correct: true
        why: it does so too
      - text: this does not
        why: it never did
""",
    "chain": r"""
  - id: chain
    type: order
    topic: entropy
    level: 1
    stem: Put these in order.
    lines:
      - first comes this
      - then this
      - last this
""",
    "pairs": r"""
  - id: pairs
    type: match
    topic: entropy
    level: 1
    stem: What belongs together?
    pairs:
      - left: one
        right: uno
      - left: two
        right: due
    distractors:
      - tre
""",
    "name": r"""
  - id: name
    type: short
    topic: entropy
    level: 1
    stem: What makes logits probabilities?
    accepts:
      - softmax
      - normalized exponential
    wrong:
      - text: sigmoid
        why: That takes one logit by itself.
""",
    "parts": r"""
  - id: parts
    type: parts
    topic: binary
    level: 1
    stem: Of 50 alarms 40 were right, and 40 cases were missed.
    parts:
      - label: precision
        answer: 40 / 50
        slips:
          - id: gave-recall
            instead: 40 / 80
            says: That's the recall.
      - label: recall
        answer: 100 * 40 / 80
        unit: percent
""",
    "told": r"""
  - id: told
    type: open
    topic: entropy
    level: 1
    stem: Tell me about entropy.
    model_answer: The mean surprisal of a distribution.
""",
    "words": r"""
  - id: words
    type: open
    topic: entropy
    level: 1
    stem: What is entropy?
    rubric:
      - id: mean
        text: It is a mean.
        match: [mean]
        examples: [it is a mean]
        wrong: [no idea]
      - id: surprise
        text: Of surprisal.
        match: [surprise]
        examples: [the surprise]
        wrong: [no idea]
    misconceptions:
      - id: median
        text: A mean is no median.
        match: [is the median]
    model_answer: The mean surprisal of a distribution.
""",
}


@dataclass
class Sitting:
    """A running app as a test sees it."""

    app: QuizApp
    pilot: object
    clock: FakeClock
    recorded: list = field(default_factory=list)

    async def press(self, *keys):
        """Press keys one by one, each when the one before has done its work."""
        for key in keys:
            await self.pilot.press(key)
            await self.settled()
            self.shown()  # a key that is pressed next is pressed by someone who has seen this

    async def type(self, text):
        await self.press(*text)

    async def answer(self, text):
        await self.type(text)
        await self.press("enter")

    async def settled(self):
        """Wait until everything is shown, and a question can be answered."""
        await self.pilot.pause()

    @property
    def practice(self):
        return self.app.practising.sitting.practice

    @property
    def screen(self):
        return type(self.app.screen).__name__

    def shown(self):
        """Return the text of the whole screen."""
        height = self.app.size.height
        strips = self.app.screen._compositor.render_strips()
        return "\n".join(strip.text for strip in strips[:height])


def banks(*asked, problems=()):
    """Return a bank of questions, each by its name above or as it is."""
    read = tuple(_bank(one).questions[0] if isinstance(one, str) else one for one in asked)
    return Banks((replace(_bank("dog"), questions=read),), tuple(problems))


@cache
def _bank(name):
    head = "schema: 1\nbank: tests\ntitle: Test bank\nquestions:"
    return read_text(head + QUESTIONS[name], Path("tests.yaml"))


class FakeHistory(LazyHistory):
    """Keeps attempts in a list too."""

    def __init__(self, recorded, clock, folder):
        super().__init__(folder, clock)
        self._recorded = recorded
        self._history = History.in_memory(clock)

    def begin(self, *arguments):
        recorder = super().begin(*arguments)
        record = recorder.record

        def both(attempt):
            self._recorded.append(attempt)
            record(attempt)

        recorder.record = both
        return recorder


@pytest.fixture(autouse=True)
def _without_waiting(without_waiting):
    """Hold for every test here."""


@pytest.fixture
def sit(tmp_path):
    """Start the app on some of the questions; straight into them unless told."""

    @asynccontextmanager
    async def opened(
        *names,
        home=False,
        size=(80, 24),
        problems=(),
        start_at=None,
        notifications=False,
        count=None,
        seed=None,
        settings=None,
        tracks=TRACKS,
    ):
        recorded = []
        clock = FakeClock(datetime(2026, 1, 1, tzinfo=UTC), 0.0)
        there = banks(*names, problems=problems)
        app = QuizApp(
            Services(
                banks=lambda: there,
                kept=lambda: there,
                clock=clock,
                history=FakeHistory(recorded, clock, tmp_path),
                blueprints=lambda: Blueprints((), ()),
                chance=lambda: 3,
                tracks=tracks,
                settings=settings or SettingsFile(),
            ),
            None if home else AtPractice(start_at or Selection(), count or len(names), seed),
        )
        async with app.run_test(size=size, notifications=notifications) as pilot:
            sitting = Sitting(app, pilot, clock, recorded)
            yield sitting

    return opened
