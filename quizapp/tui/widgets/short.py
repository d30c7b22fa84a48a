"""The field for a word or a few."""

from __future__ import annotations

from quizapp.tui.widgets.field import FieldResponse


class ShortResponse(FieldResponse):
    """Takes a word or a few."""

    @property
    def wanted(self) -> str:
        """How much can be typed."""
        return "type a word or a few"
