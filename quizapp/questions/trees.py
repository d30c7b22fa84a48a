"""An author's expressions as trees: each text is parsed once, and held by its question."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from quizapp import expressions
from quizapp.expressions import draws, size
from quizapp.expressions.draws import Arguments
from quizapp.expressions.grammar import Node, parse
from quizapp.quantities import Quantities, with_own
from quizapp.quantities.quantity import Quantity
from quizapp.questions import template
from quizapp.questions.template import Template

if TYPE_CHECKING:
    from quizapp.expressions.by_definition import Forest

_Parsed = TypeVar("_Parsed")


class Trees:
    """The texts of one question, parsed when they are first needed.

    Parameters
    ----------
    let
        The question's names, each with its expression.
    own
        The quantities that its bank knows besides the built-in ones.
    """

    def __init__(self, let: Mapping[str, str], own: tuple[Quantity, ...] = ()) -> None:
        self._let = let
        self._own = own
        self._expressions: dict[str, Node] = {}
        self._templates: dict[str, Template] = {}
        self._draws: dict[str, Arguments] = {}

    def copy(self) -> Trees:
        """Return the same trees, for a question that differs in some texts."""
        other = Trees(self._let, self._own)
        other._expressions = self._expressions.copy()
        other._templates = self._templates.copy()
        other._draws = self._draws.copy()
        other.__dict__["forest"] = self.forest
        return other

    def expression(self, text: str) -> Node:
        """Return the tree of an expression."""
        return _once(self._expressions, text, parse)

    def template(self, text: str) -> Template:
        """Return a text, taken apart at what is filled in."""
        return _once(self._templates, text, lambda new: template.parsed(new, self.expression))

    def draw(self, text: str) -> Arguments:
        """Return what a draw calls, and with which arguments."""
        return _once(self._draws, text, draws.arguments_of)

    @cached_property
    def quantities(self) -> Quantities:
        """The quantities that the expressions may call."""
        return with_own(self._own)

    @cached_property
    def forest(self) -> Forest:
        """What is known of the trees that are worked by definition."""
        return expressions.by_definition.Forest(self.quantities)

    @cached_property
    def lets(self) -> Mapping[str, Node]:
        """The trees of the question's names; raises `ExpressionError` when they are too deep."""
        trees = {name: self.expression(text) for name, text in self._let.items()}
        size.check_depth(trees, self.quantities)
        return trees


def _once(known: dict[str, _Parsed], text: str, parsed: Callable[[str], _Parsed]) -> _Parsed:
    if text not in known:
        known[text] = parsed(text)
    return known[text]
