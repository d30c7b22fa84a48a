"""The widget that takes the response to a type of question, found by the name of the type."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from quizapp.questions.base import Variant
    from quizapp.tui.widgets.response import Response


def response_to(variant: Variant, *, hands_in: bool = False) -> Response:
    """Return the widget for a variant: ``NumericResponse`` of `numeric`, and so on.

    Each is imported when it is first needed: the first question waits for one of them only.
    """
    kind = variant.question.type
    module = import_module(f"quizapp.tui.widgets.{kind}")
    widget: type[Response] = getattr(module, f"{kind.title()}Response")
    return widget(variant, hands_in=hands_in)
