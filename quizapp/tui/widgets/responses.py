"""Which widget takes the response to which type of question."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from quizapp.tui.widgets.numeric import NumericResponse
from quizapp.tui.widgets.response import Response

if TYPE_CHECKING:
    from quizapp.questions.base import Variant

RESPONSES: Final[Mapping[str, type[Response]]] = {
    "numeric": NumericResponse,
}


def response_to(variant: Variant) -> Response:
    """Return the widget that takes the response to a variant."""
    return RESPONSES[variant.question.type](variant)
