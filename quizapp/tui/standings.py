"""How questions went and what the learner said about some, for a list of questions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from quizapp.errors import QuizappError
from quizapp.progress import QuestionProgress, standings
from quizapp.record import Remark

if TYPE_CHECKING:
    from quizapp.bank.collection import Banks
    from quizapp.history import History


def read(
    history: History, banks: Banks
) -> tuple[Mapping[str, QuestionProgress], tuple[Remark, ...]]:
    """Return how each question went, and what the learner said about some.

    Nothing when that can't be read, as practice will tell.
    """
    try:
        return standings(history.tallies(), banks.renamed), history.remarks(banks.renamed)
    except QuizappError:
        return {}, ()
