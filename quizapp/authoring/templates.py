"""A first bank to change into one's own: a question of each type, with what the fields are for."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from itertools import count
from typing import Final

from quizapp.bank.json_schema import first_line

_NUMERIC: Final = """\
  # A fixed numeric question: the answer is an expression, and its working is computed.
  # Try it: quizapp calc "surprisal(0.8)"
  - id: likely-rain
    type: numeric
    topic: cross-entropy-loss
    level: 1                      # from 1, a warm-up, to 5
    stem: |
      A model gives rain a probability of 0.8, and it rains.
      What is its log loss, in nats?
    answer: surprisal(0.8)
    unit: nats                    # nats, bits, bans, percent or none
"""

_GENERATED: Final = """\
  # A generated question: what is drawn varies, and {{ }} puts it into the text.
  - id: even-guess
    type: numeric
    topic: cross-entropy-loss
    level: 2
    draw:
      k: integer(3, 12)
    stem: |
      A model spreads its belief evenly over {{ k }} classes.
      What is the cross-entropy loss of one example, in nats?
    answer: surprisal(1 / k)
    unit: nats
    tolerance: 1%
    hints:
      - What probability does the true class get?
    slips:                        # your own, beside those that come with the engine
      - id: gave-the-probability
        instead: 1 / k
        says: That is the probability of the true class. The loss is minus its logarithm.
"""

_CHOICE: Final = """\
  # A choice: each wrong option says why it tempts. Options are shuffled.
  - id: loss-of-certainty
    type: choice
    topic: cross-entropy-loss
    level: 2
    stem: A model gives the true class the probability 0. What is the cross-entropy loss?
    options:
      - text: It is infinite.
        correct: true
        why: Minus the logarithm grows without bound as the probability goes to 0.
      - text: It is 1.
        why: That would be the largest error of a probability; the logarithm has no such bound.
      - text: It is 0.
        why: The loss is 0 where the true class gets all the probability, not none of it.
"""

_ORDER: Final = """\
  # An order: the lines stand here as they belong, and are shuffled when asked.
  - id: steps-to-the-loss
    type: order
    topic: cross-entropy-loss
    level: 2
    stem: Bring the way from logits to the loss into its order.
    lines:
      - Subtract the largest logit from all of them.
      - Take the exponential of each.
      - Divide by their sum.
      - Take minus the logarithm of the true class's share.
"""

_OPEN: Final = """\
  # An open question: the learner ticks the points that the answer made.
  - id: why-the-logarithm
    type: open
    topic: cross-entropy-loss
    level: 3
    limit: 60s
    stem: Why does the loss take a logarithm of the probability?
    hints:
      - What happens to the probability of many independent examples?
    rubric:
      - id: sums
        text: The logarithm turns the product over examples into a sum.
      - id: confident-errors
        text: Confident errors cost very much, without any bound.
    model_answer: |
      The likelihood of independent examples is a product, and the logarithm makes it a sum,
      which is easy to differentiate and doesn't underflow. And it makes a confident error
      very expensive: the loss grows without bound as the true class's probability goes to 0.
"""

_BLUEPRINT: Final = """\
{first_line}
# A mock interview. Check it with 'quizapp bank check FILE'; start it with 'quizapp mock {name}'.
schema: 1
blueprint: {name}
title: My own interview
about: A quarter of an hour on losses.
minutes: 15
pause: true                       # whether the clock can be stopped
sections:
  - title: By hand
    topics: [entropy, cross-entropy-loss]
    type: numeric
    levels: 1-3
    count: 3
    seconds: 2m                   # planned for each question
    follow_ups: true
  - title: Quick questions
    topic: softmax
    type: choice
    count: 3
    seconds: 60s
  # A section can ask from one bank only, or ask the questions that it names:
  # - title: My own questions
  #   bank: my-questions
  #   count: 2
  # - title: In this order
  #   questions: [my-questions/likely-rain, my-questions/even-guess]
"""

QUESTIONS: Final[Mapping[str, str]] = {
    "numeric": _NUMERIC,
    "choice": _CHOICE,
    "order": _ORDER,
    "open": _OPEN,
}
"""Type → the text of one question, as an entry of the list `questions`."""


def starter(name: str) -> str:
    """Return the text of a bank with four questions, ready to be asked and to be changed."""
    head = f"""\
{first_line()}
# Check it with 'quizapp bank check FILE'; the guide is question_bank/README.md of the project.
# For completion in an editor, put the schema beside it: quizapp bank schema > schema.json
schema: 1
bank: {name}                      # a question's full name is {name}/id
title: My own questions
questions:
"""
    return head + "\n".join((_NUMERIC, _GENERATED, _CHOICE, _OPEN))


def blueprint(name: str) -> str:
    """Return the text of a mock interview, ready to be taken and to be changed."""
    return _BLUEPRINT.format(first_line=first_line(), name=name)


def question(kind: str, taken: Collection[str], topic: str = "") -> str:
    """Return the text of one question of a type, under an id that is not taken."""
    text = QUESTIONS[kind]
    first = text.partition("- id: ")[2].partition("\n")[0]
    names = (first if number == 1 else f"{first}-{number}" for number in count(1))
    name = next(one for one in names if one not in taken)
    text = text.replace(f"- id: {first}\n", f"- id: {name}\n", 1)
    return text.replace(f"topic: {_TOPIC}\n", f"topic: {topic}\n") if topic else text


def next_question(kind: str, text: str) -> str:
    """Return a question of a type for the end of a bank's text, which may have mistakes.

    Its id is free, its topic is that of the last question, and it is indented like the others.
    """
    topics = _TOPICS.findall(text)
    entry = question(kind, _IDS.findall(text), topics[-1] if topics else "")
    return _indented(entry, _indent(text))


_TOPIC: Final = "cross-entropy-loss"
"""What the questions here are about."""
_IDS: Final = re.compile(r"\bid:[ \t]*[\"']?([\w-]+)")
_TOPICS: Final = re.compile(r"\btopic:[ \t]*[\"']?([A-Za-z0-9-]+)")


def _indent(text: str) -> int:
    """Return how far the entries of the list of questions are indented."""
    found = re.search(r"^questions:[^\n]*\n(?:[ \t]*(?:#[^\n]*)?\r?\n)*( *)- ", text, re.MULTILINE)
    return len(found[1]) if found else 2


def _indented(entry: str, indent: int) -> str:
    """Return an entry that stands two columns in, moved to another column."""
    shift = indent - 2
    if shift >= 0:
        return re.sub(r"^(?=.)", " " * shift, entry, flags=re.MULTILINE)
    return re.sub(rf"^ {{{-shift}}}", "", entry, flags=re.MULTILINE)
