"""A first bank for an author to edit: a question of each type, and what its fields are for."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Final

from quizapp.questions.types import TYPES
from quizapp.system import files

FIRST_LINE: Final = "# yaml-language-server: $schema=schema.json"
"""The first line of a file, which tells editors where its schema is: beside it.

A path of this machine would be wrong on any other, and would show where its user's files are.
"""
_BLUEPRINT: Final = """\
{first_line}
# A mock interview. To start it: quizapp mock {name}
# To check this file: quizapp bank check FILE
schema: 1
blueprint: {name}
title: My own interview
about: A quarter of an hour on losses.
minutes: 15
pause: true                       # whether the candidate may pause
sections:
  - title: By hand
    topics: [entropy, cross-entropy-loss]
    type: numeric
    levels: 1-3
    count: 3
    seconds: 2m                   # time planned for each question
    follow_ups: true
  - title: Quick questions
    topic: softmax
    type: choice
    count: 3
    seconds: 60s
  # A section can choose from one bank only, or list its questions:
  # - title: My own questions
  #   bank: my-questions
  #   count: 2
  # - title: In this order
  #   questions: [my-questions/likely-rain, my-questions/even-guess]
"""


_SUBJECT: Final = """\
{first_line}
# A subject: topics in the order to learn them.
# To check this file: quizapp bank check FILE
schema: 1
track: {name}
title: My own subject
about: What a loss is made of.
topics:
  - topic: entropy                # what questions say as their 'topic'
    title: Entropy
    about: The surprise that you can expect.
  - topic: softmax
    title: From scores to probabilities
    weight: 2                     # asked twice as often as a topic without a weight
  - topic: cross-entropy-loss     # without a title, the topic is named by its words
"""


def starter(name: str) -> str:
    """Return the text of a bank with questions of each type, ready to use and to edit."""
    head = f"""\
{FIRST_LINE}
# How to write questions: quizapp bank guide
# To check this file: quizapp bank check FILE
# For completion in your own editor: quizapp bank schema > schema.json
schema: 1
bank: {name}  # a question's full name is {name}/id
title: My own questions
questions:
"""
    return head + "\n".join(example for kind in TYPES.values() for example in kind.examples)


_QUANTITY: Final = """\
{first_line}
# A quantity of your own, and a question on it.
# To check this file: quizapp bank check FILE
schema: 1
bank: {name}
quantities:
  - name: f1_score                  # what expressions call it
    title: F1 score
    takes: tp, fp, fn               # its parameters; beta=1 would have a default
    formula: 'F_1 = \\frac{{2\\,TP}}{{2\\,TP + FP + FN}}'
    means: 2 * tp / (2 * tp + fp + fn)
    where: tp > 0                   # elsewhere it has no value
    slips:                          # each is found in every question that calls it
      - id: mean-not-harmonic
        instead: (tp / (tp + fp) + tp / (tp + fn)) / 2
        # A text with a colon and a space in it needs quotes.
        says: 'This is the plain average: F1 is the harmonic mean of precision and recall.'
      - id: gave-the-precision
        instead: tp / (tp + fp)
        says: That's the precision. F1 also counts the cases that were missed.
    source: a calculator
    examples:                       # two or more; 'gives' is checked to the digits you write
      - tp: 40
        fp: 20
        fn: 10
        gives: 0.7273
      - tp: 3
        fp: 0
        fn: 2
        gives: 0.75
questions:
  - id: one-score
    type: numeric
    topic: classification
    level: 2
    draw:
      tp: choice([30, 42, 60])
      fn: integer(tp, 2 * tp)
    let:
      fp: tp / 3
    stem: |
      A filter catches {{{{ tp }}}} spam emails, misses {{{{ fn }}}} and blocks {{{{ fp }}}} others.
      What is its F1 score?
    answer: f1_score(tp, fp, fn)
"""


def quantity(name: str) -> str:
    """Return the text of a bank with a quantity of its own, ready to use and to edit."""
    return _QUANTITY.format(first_line=FIRST_LINE, name=name)


def blueprint(name: str) -> str:
    """Return the text of a mock interview, ready to take and to edit."""
    return _BLUEPRINT.format(first_line=FIRST_LINE, name=name)


def subject(name: str) -> str:
    """Return the text of a subject, ready to practise and to edit."""
    return _SUBJECT.format(first_line=FIRST_LINE, name=name)


def question(kind: str, taken: Collection[str], topic: str = "") -> str:
    """Return the text of one question of a type, under an id that is not taken."""
    text = TYPES[kind].examples[0]
    first = text.partition("- id: ")[2].partition("\n")[0]
    name = next(one for one in files.numbered(first) if one not in taken)
    text = text.replace(f"- id: {first}\n", f"- id: {name}\n", 1)
    return text.replace(f"topic: {_TOPIC}\n", f"topic: {topic}\n") if topic else text


def next_question(kind: str, text: str) -> str:
    """Return a question of a type for a bank's text, which may have mistakes.

    Its id is free, and its topic is that of the last question.
    """
    topics = _TOPICS.findall(text)
    return question(kind, _IDS.findall(text), topics[-1] if topics else "")


def next_quantity(text: str) -> str:
    """Return a quantity for a bank's text, under a name that is free."""
    whole = quantity("any").partition("quantities:\n")[2].partition("questions:\n")[0]
    first = _NAMES.findall(whole)[0]
    taken = _NAMES.findall(text)
    name = next(
        one for one in (one.replace("-", "_") for one in files.numbered(first)) if one not in taken
    )
    return whole.replace(first, name, 1)


_TOPIC: Final = "cross-entropy-loss"
"""What the questions here are about."""
_IDS: Final = re.compile(r"\bid:[ \t]*[\"']?([\w-]+)")
_TOPICS: Final = re.compile(r"\btopic:[ \t]*[\"']?([A-Za-z0-9-]+)")

_NAMES: Final = re.compile(r"\bname:[ \t]*[\"']?(\w+)")
