"""How sure a learner is of an answer, asked in the same way in practice and in interviews."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from quizapp.learning.confidence import POINTS
from quizapp.text.phrases import percent
from quizapp.tui import typeset

KEYS: Final = {str(place): point for place, point in enumerate(POINTS, start=1)}
"""Key → the probability of being right that it stands for."""


def question(offered: Sequence[float], width: int, *, more: str = "") -> typeset.Lines:
    """Ask for one of the probabilities on offer, each beside its key.

    Parameters
    ----------
    more
        What another key does.
    """
    keys = [
        f"{key}\u00a0=\u00a0{percent(point)}" for key, point in KEYS.items() if point in offered
    ]
    asks = typeset.flowed([("How sure are you? Press a number:", "bold")], width)
    return asks + typeset.flowed(
        [(", ".join([*keys, more] if more else keys), "$text-accent")], width
    )
