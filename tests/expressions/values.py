"""What the text of an expression or of a draw comes to."""

from __future__ import annotations

from math import e

from quizapp.expressions.by_engine import Engine
from quizapp.expressions.draws import arguments_of, drawn
from quizapp.expressions.grammar import parse


def evaluate(text, base=e):
    """Return the value of an expression by the engine."""
    return Engine({}, base=base).value(parse(text))


def draw(text, *name, earlier=None):
    """Return the parameter that a draw gives."""
    return drawn(arguments_of(text), *name, earlier=earlier)
