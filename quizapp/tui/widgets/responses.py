"""Which widget takes the response to which type of question."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quizapp.questions.choice import ChoiceVariant
from quizapp.questions.numeric import NumericVariant
from quizapp.questions.open import OpenVariant
from quizapp.questions.order import OrderVariant

if TYPE_CHECKING:
    from quizapp.questions.base import Variant
    from quizapp.tui.widgets.response import Response


def response_to(variant: Variant) -> Response:
    """Return the widget that takes the response to a variant.

    Each is imported when it is first needed: the first question waits for one of them only.
    """
    match variant:
        case ChoiceVariant():
            from quizapp.tui.widgets.choice import ChoiceResponse

            return ChoiceResponse(variant)
        case OrderVariant():
            from quizapp.tui.widgets.order import OrderResponse

            return OrderResponse(variant)
        case OpenVariant():
            from quizapp.tui.widgets.open import OpenResponse

            return OpenResponse(variant)
        case _:
            from quizapp.tui.widgets.numeric import NumericResponse

            assert isinstance(variant, NumericVariant)
            return NumericResponse(variant)
