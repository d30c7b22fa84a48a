"""Draw a question's parameters, and value its expressions over them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any

import numpy as np

from quizapp.expressions import draws
from quizapp.expressions.by_definition import Textbook
from quizapp.expressions.by_engine import Engine
from quizapp.expressions.grammar import Node
from quizapp.quantities.units import BASES
from quizapp.questions.base import Question


def draw_parameters(question: Question, seed: int | str, attempt: int) -> dict[str, Any] | None:
    """Return the parameters of one draw; None when the author rejects them."""
    drawn: dict[str, Any] = {}
    for name, text in question.draw.items():
        call = question.trees.draw(text)
        about = (question.bank, question.id, seed, attempt, name)
        drawn[name] = draws.drawn(call, *about, earlier=drawn)
    if question.reject:
        rejected = question.trees.expression(question.reject)
        refused = Scope(question, drawn).engine.value(rejected)
        if refused.any() if isinstance(refused, np.ndarray) else refused:
            return None
    return drawn


class Scope:
    """A question's names with their values, for its texts and its answer.

    A `let` that the stem shows is given to the learner, so its value stands in the answer as a
    number; the others are part of what is asked.
    """

    def __init__(
        self,
        question: Question,
        drawn: Mapping[str, Any],
        unit: str = "none",
        lets: Mapping[str, Node] | None = None,
    ) -> None:
        self._question = question
        self._base = BASES.get(unit, np.e)
        self._lets = question.trees.lets if lets is None else lets
        self._quantities = question.trees.quantities
        self._filled: dict[str, str] = {}
        self._names: dict[str, Any] = {
            **drawn,
            **{name: tuple(words) for name, words in question.words.items()},
        }

    @cached_property
    def engine(self) -> Engine:
        """Values by the engine."""
        return Engine(self._names, self._lets, self._base, self._quantities)

    @cached_property
    def textbook(self) -> Textbook:
        """Values by definition, over what the stem gives."""
        shown = self._question.trees.template(self._question.stem).names
        given = {name: self.engine.value(self._lets[name]) for name in self._lets if name in shown}
        asked = {name: tree for name, tree in self._lets.items() if name not in shown}
        return Textbook(
            {**self._names, **given},
            asked,
            self._base,
            self._quantities,
            self._question.trees.forest,
            self.engine,
        )

    def value(self, text: str, **more: float) -> Any:  # noqa: ANN401 - a value of the language
        """Return the value of one of the question's expressions, under further names."""
        tree = self._question.trees.expression(text)
        if not more:
            return self.engine.value(tree)
        names = {**self._names, **more}
        return Engine(names, self._lets, self._base, self._quantities).value(tree)

    def fill(self, text: str) -> str:
        """Return one of the question's texts with its values in."""
        if text not in self._filled:
            template = self._question.trees.template(text)
            self._filled[text] = template.fill(self.engine.value)
        return self._filled[text]
