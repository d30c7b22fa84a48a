"""An interview that tests take: its bank, its blueprint and a log on paper."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from quizapp.bank import reader
from quizapp.interview import blueprints
from quizapp.interview.events import InterviewEvent, InterviewMove

BANK = """\
schema: 1
bank: small
questions:
  - id: loss
    type: numeric
    topic: loss
    level: 1
    draw:
      q: probabilities(3, step=0.05)
    stem: 'The truth got $q_0$ of {{ q }}. Surprisal in nats?'
    answer: surprisal(q[0])
    unit: nats
    follow_ups: [worse]
  - id: worse
    type: numeric
    topic: loss
    level: 2
    draw:
      q: probabilities(3, step=0.05)
      d: integer(2, 9)
    stem: 'And the second of {{ q }}, {{ d }} times?'
    answer: d * surprisal(q[1])
    unit: nats
  - id: pick
    type: choice
    topic: words
    level: 1
    stem: Which?
    options:
      - text: This
        correct: true
      - text: That
        why: No.
  - id: talk
    type: open
    topic: words
    level: 2
    stem: Why?
    limit: 60s
    model_answer: So.
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
title: Short
minutes: 10
pause: true
sections:
  - title: Numbers
    questions: [loss]
    seconds: 60s
    follow_ups: true
  - title: Words
    questions: [pick, talk]
"""
BANKS = reader.Banks((reader.read_text(BANK, Path("small.yaml")),), ())
SHORT = blueprints.read_text(BLUEPRINT, Path("short.yaml"))
STRICT = replace(SHORT, pause=False)
LOSS, WORSE, PICK, TALK = range(4)
START = datetime(2026, 11, 21, 9, tzinfo=UTC)


@dataclass
class Paper:
    """A log that keeps what a database would: events as JSON."""

    rows: list = field(default_factory=list)
    attempts: list = field(default_factory=list)

    def __call__(self, event, attempts):
        self.rows.append((str(event.kind), json.dumps(event.payload)))
        if event.kind == InterviewMove.SUBMITTED:
            self.attempts += attempts

    @property
    def events(self):
        return [
            InterviewEvent.kept(kind, json.loads(payload), START) for kind, payload in self.rows
        ]


def key(interview, place):
    variant = interview.planned[place].variant
    return f"{variant.key:.6g}" if variant.question.type == "numeric" else variant.key_text


def banks_without(*gone, bank=BANKS.banks[0]):
    left = tuple(one for one in bank.questions if one.id not in gone)
    return reader.Banks((replace(bank, questions=left),), ())
