"""Name the steps of an answer after what they are of, where several are alike."""

from __future__ import annotations

from collections import Counter
from functools import cached_property
from typing import Any, Final

import numpy as np

from quizapp.expressions.by_definition import Textbook
from quizapp.expressions.grammar import Call, Name, Node
from quizapp.expressions.vocabulary import bind, first_argument
from quizapp.text.phrases import listed as enumerated
from quizapp.working.numerals import entry_texts, listed

LEAST_WORD: Final = 3
"""Letters of a name that is a word, and no symbol."""
_MOST_ENTRIES: Final = 4
"""A longer list names nothing."""
_SCALING: Final = frozenset({"proportions"})
"""Quantities that are said by what they are of: the entropy of [7, 3] is that of its shares."""
_OVER_A_TABLE: Final = {"sum": "sums", "mean": "means"}
"""What comes of each row or column of a table."""
_UNSAID: Final = frozenset({"count", "option", "flag"})
"""Kinds of parameters that don't tell one step from another."""


class Naming:
    """The names of the quantity calls under an answer."""

    def __init__(self, textbook: Textbook, root: Node) -> None:
        self._textbook = textbook
        self._root = root

    @cached_property
    def _steps(self) -> list[Call]:
        """The calls that have a step of their own in the working."""
        return [call for call in self._textbook.calls(self._root) if self._is_step(call)]

    def _is_step(self, call: Call) -> bool:
        expansion = self._textbook.expansion(call)
        return not isinstance(expansion, Call) or expansion.function not in (
            self._textbook.quantities
        )

    @cached_property
    def _alike(self) -> Counter[str]:
        return Counter(call.function for call in self._steps)

    def is_alone(self, call: Call) -> bool:
        """Whether no other step works the same quantity."""
        return self._alike[call.function] <= 1

    def of(self, call: Call) -> str:
        """Return what a step is called: its title, with what it is of where there are several."""
        if np.ndim(self._textbook.value(call)) == 1 and call.function in _OVER_A_TABLE:
            return f"{self.line_of(call)} {_OVER_A_TABLE[call.function]}"
        title = self._textbook.quantities[call.function].title
        of = "" if self.is_alone(call) else self._arguments(call)
        if not of:
            return title
        alike = [one for one in self._steps if one.function == call.function]
        is_twice = sum(self._arguments(one) == of for one in alike) > 1
        link = ": " if " of " in title else " of "
        return f"{title}{link}{of}{self._options(call) if is_twice else ''}"

    def _options(self, call: Call) -> str:
        """Return the numbers that a call names, which tell it from one of the same arguments."""
        given = bind(call, self._textbook.quantities[call.function].parameters)
        values = self._textbook.arguments(call)
        said = [
            f", {parameter.name.replace('_', ' ')} {self._said(given[parameter.name], value)}"
            for parameter in self._textbook.quantities[call.function].parameters
            if parameter.keyword and parameter.name in given and parameter.kind not in _UNSAID
            for value in (values[parameter.name],)
            if isinstance(value, (int, float)) and not isinstance(value, bool)
        ]
        return "".join(said)

    def line_of(self, call: Call) -> str:
        """Return what a call takes one by one of a table: its rows, or its columns."""
        of = self._textbook.resolved(first_argument(call, self._textbook.quantities))
        return "column" if isinstance(of, Call) and of.function == "transpose" else "row"

    def spoken(self, call: Call) -> str:
        """Return what a step is called within a sentence; a bank's own title may be a heading."""
        name = self.of(call)
        own = self._textbook.quantities.is_own(call.function) and name[1:2].islower()
        return f"{name[0].lower()}{name[1:]}" if own else name

    def _arguments(self, call: Call) -> str:
        """Return the arguments of a call in words or numbers; nothing where that would be long."""
        given = bind(call, self._textbook.quantities[call.function].parameters)
        values = self._textbook.arguments(call)
        said = [
            self._said(given[parameter.name], values[parameter.name])
            for parameter in self._textbook.quantities[call.function].parameters
            if parameter.name in given and not parameter.keyword and parameter.kind not in _UNSAID
        ]
        return enumerated(said) if said and all(said) else ""

    def _said(self, node: Node, value: Any) -> str:  # noqa: ANN401 - a value of the language
        if isinstance(node, Name) and len(node.name) >= LEAST_WORD:
            return node.name.replace("_", " ")
        if isinstance(node, Call) and node.function in _SCALING:
            (of,) = node.arguments
            return self._said(of, self._textbook.value(of))
        if np.ndim(value) > 2 or np.shape(value)[-1:] > (_MOST_ENTRIES,):
            return ""
        written = entry_texts(value)
        if np.ndim(value) == 2 and isinstance(written, list):
            return enumerated([listed(row) for row in written])
        return written if isinstance(written, str) else listed(written)
