"""The types of question: the one list of them."""

from __future__ import annotations

from collections import UserDict
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import MutableMapping

    from quizapp.questions.base import Question


class _Types(UserDict[str, Any]):
    """Classes by the word for them: ``NumericQuestion`` of `numeric`, and so on.

    Each is imported when it is first asked for: a list of the words needs none of them.
    """

    def __getitem__(self, word: str) -> type[Question]:
        if self.data[word] is None:
            module = import_module(f"quizapp.questions.{word}")
            self.data[word] = getattr(module, f"{word.title()}Question")
        kind: type[Question] = self.data[word]
        return kind


TYPES: Final[MutableMapping[str, type[Question]]] = _Types(
    dict.fromkeys(("numeric", "choice", "order", "open", "match", "short", "parts"))
)
"""What can be asked, by the word that banks use."""
