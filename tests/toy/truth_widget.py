"""The widget of a type of question that the program doesn't know."""

from __future__ import annotations

from quizapp.tui.widgets.field import FieldResponse


class TruthResponse(FieldResponse):
    @property
    def wanted(self):
        return "true or false"
