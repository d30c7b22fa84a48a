"""How much may be calculated before it is given up: counted, so that each machine agrees.

A step is about as much as one operation on two numbers. As numpy's `errstate` does, a bound holds
for all that its thread calculates within, and a bound within a bound leaves that less.
"""

from __future__ import annotations

from contextvars import ContextVar
from typing import Final, NamedTuple, Self

from quizapp.errors import ExpressionError

ENTRIES_A_STEP: Final = 64
"""Entries of a list that one step gets through."""


class Effort:
    """A bound that holds within ``with``, and each time that it is entered for what is left."""

    def __init__(self, most: int) -> None:
        self.left = most
        """Steps that may still be spent; -1 once more were wanted."""

    def __enter__(self) -> Self:
        around = _current.get()
        if around is not None:
            self.left = min(self.left, around.left)
        # Not in here, as another thread may enter the same.
        _entered.set(_Entered(around, self.left, _entered.get()))
        _current.set(self)
        return self

    def __exit__(self, *_: object) -> None:
        entered = _entered.get()
        assert entered is not None
        _entered.set(entered.outer)
        _current.set(entered.around)
        if entered.around is not None:
            entered.around.left -= entered.before - self.left

    @property
    def is_spent(self) -> bool:
        """Whether something was given up."""
        return self.left < 0


class _Entered(NamedTuple):
    """What a thread goes back to when it leaves a bound."""

    around: Effort | None
    before: int
    """Steps that were left when the bound was entered."""
    outer: _Entered | None


_current: ContextVar[Effort | None] = ContextVar("effort", default=None)
_entered: ContextVar[_Entered | None] = ContextVar("entered", default=None)


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
