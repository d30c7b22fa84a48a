"""Lets the learner star a question, write a note on it, or doubt its answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual.app import App

from quizapp.errors import HistoryError
from quizapp.history.remarks import Remarks
from quizapp.text.prose import plain
from quizapp.text.visible import safe
from quizapp.tui import screens

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from quizapp.bank.collection import Banks
    from quizapp.history.recorder import LazyHistory
    from quizapp.questions.base import Variant
    from quizapp.record import RemarkKind


class Remarking:
    """Asks for remarks in an app.

    Parameters
    ----------
    app
        Shows what is asked.
    history
        Keeps what is said.
    banks
        Say which questions have new names.
    """

    def __init__(self, app: App[Any], history: LazyHistory, banks: Banks) -> None:
        self._app = app
        self._remarks = Remarks(lambda: history.opened(self._tell), lambda: banks.renamed)

    def of(self, question: str) -> Mapping[RemarkKind, str]:
        """Return what stands of a question; nothing where that can't be read."""
        try:
            return self._remarks.of(question)
        except HistoryError:
            return {}

    def remark(self, kind: RemarkKind, variant: Variant, then: Callable[[], None]) -> None:
        """Switch the star of a question, or ask for a note or a doubt; then do something."""
        try:
            if kind == "star":
                starred = self._remarks.switch_star(variant)
                self._tell("Starred." if starred else "No longer starred.")
                then()
            else:
                self._ask(kind, variant, then)
        except HistoryError as error:
            self._tell(str(error))

    def _ask(self, kind: RemarkKind, variant: Variant, then: Callable[[], None]) -> None:
        before = self._remarks.of(variant.question.name).get(kind)

        def said(text: str | None) -> None:
            if text is None:
                return
            taken_back = not text and (kind == "note" or before is not None)
            try:
                self._remarks.add(kind, variant, None if taken_back else text)
                then()
            except HistoryError as error:
                self._tell(str(error))

        if kind == "note":
            title, about = "Your note on this question", ""
        else:
            title = "Is this answer wrong?"
            about = f"The program says: {safe(plain(variant.key_text, flat=True))}. What is right?"
        back = "Delete the text to take it back." if before is not None else ""
        self._app.push_screen(
            screens.line.LineScreen(title, f"{about} {back}".strip(), before or ""), said
        )

    def _tell(self, text: str) -> None:
        self._app.notify(text, markup=False)
