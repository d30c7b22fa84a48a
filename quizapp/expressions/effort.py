"""How much may be calculated before it is given up: counted, so that each machine agrees.

A step is about as much as one operation on two numbers. As numpy's `errstate` does, a bound holds
for all that its thread calculates within, and a bound within a bound leaves that less.
"""

from __future__ import annotations

from contextvars import ContextVar, Token
from typing import Final, Self

from quizapp.errors import ExpressionError

ENTRIES_A_STEP: Final = 64
"""Entries of a list that one step gets through."""


class Effort:
    """A bound that holds within ``with``, and each time that it is entered for what is left."""

    def __init__(self, most: int) -> None:
        self.left = most
        """Steps that may still be spent; -1 once more were wanted."""
        self._before = most
        self._around: Effort | None = None
        self._token: Token[Effort | None] | None = None

    def __enter__(self) -> Self:
        self._around = _current.get()
        if self._around is not None:
            self.left = min(self.left, self._around.left)
        self._before = self.left
        self._token = _current.set(self)
        return self

    def __exit__(self, *_: object) -> None:
        assert self._token is not None
        _current.reset(self._token)
        if self._around is not None:
            self._around.left -= self._before - self.left

    @property
    def is_spent(self) -> bool:
        """Whether something was given up."""
        return self.left < 0


_current: ContextVar[Effort | None] = ContextVar("effort", default=None)


def spend(steps: int) -> None:
    """Count steps of a calculation.

    Raises
    ------
    ExpressionError
        When there are more than may be.
    """
    effort = _current.get()
    if effort is not None:
        if steps > effort.left:
            effort.left = -1
            raise ExpressionError("this takes too much calculating; make it simpler")
        effort.left -= steps
