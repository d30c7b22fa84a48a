"""The types of question: the one list of them."""

from __future__ import annotations

from typing import Final

from quizapp.questions.base import Question
from quizapp.questions.choice import ChoiceQuestion
from quizapp.questions.match import MatchQuestion
from quizapp.questions.numeric import NumericQuestion
from quizapp.questions.open import OpenQuestion
from quizapp.questions.order import OrderQuestion
from quizapp.questions.short import ShortQuestion

TYPES: Final[dict[str, type[Question]]] = {
    kind.type: kind
    for kind in (
        NumericQuestion,
        ChoiceQuestion,
        OrderQuestion,
        OpenQuestion,
        MatchQuestion,
        ShortQuestion,
    )
}
"""What can be asked, by the word that banks use."""
