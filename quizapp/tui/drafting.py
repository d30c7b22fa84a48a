"""Saves what is written in a text area, and loses none of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from textual.app import SuspendNotSupported

from quizapp import system, tui
from quizapp.authoring.draft import ChangedUnderneathError, Draft
from quizapp.errors import QuizappError, UsageError
from quizapp.tui.screens.dialog import Dialog, DialogOption

if TYPE_CHECKING:
    from textual.timer import Timer

    from quizapp.tui.widgets.bank_text import BankText

_REST: Final = 0.15
"""Seconds between two times that unsaved work is kept while somebody types."""


class Drafting:
    """Brings a file and the text area in which it is written together.

    Parameters
    ----------
    area
        Has the text.
    draft
        The file.
    has_errors
        Returns whether the text can't be used as it is.
    renewed
        Called when something else stands in the file than was known.
    """

    def __init__(
        self,
        area: BankText,
        draft: Draft,
        has_errors: Callable[[], bool],
        renewed: Callable[[], None],
    ) -> None:
        self._area = area
        self._draft = draft
        self._has_errors = has_errors
        self._renewed = renewed
        self._rests: Timer | None = None
        """Runs after unsaved work was kept."""
        self._unkept: str | None = None
        """Work that is neither saved nor kept."""

    @property
    def is_changed(self) -> bool:
        """Whether there is something to save."""
        return self._draft.is_new or self._area.text != self._draft.text

    # Unsaved work

    def typed(self) -> None:
        """Keep what is there now, at once or after a rest."""
        self._unkept = self._area.text
        if self._rests is None:
            self.keep()

    def keep(self) -> None:
        """Keep unsaved work, and after a rest again and again while it changes."""
        self._rests = None
        if self._unkept is not None:
            self.keep_now()
            self._rests = self._area.set_timer(_REST, self.keep)

    def keep_now(self) -> None:
        """Keep unsaved work, if there is any."""
        text, self._unkept = self._unkept, None
        is_offered = self._draft.recovered is not None
        if text is None or is_offered or not (self._draft.is_new or text != self._draft.text):
            return
        trouble = self._draft.keep(text)
        if trouble:
            self._area.notify(trouble, severity="warning", markup=False)

    def discard(self) -> None:
        """Forget unsaved work."""
        self._unkept = None
        self._draft.discard()

    def offer_recovered(self) -> None:
        """Offer what an earlier time left unsaved, if it did."""
        text = self._draft.recovered
        if text is None:
            return

        def chosen(name: str | None) -> None:
            if name == "take":
                self._draft.recovered = None
                self._replace(text)
            elif name == "drop":
                self._draft.discard()

        options = (
            DialogOption(
                "take", "enter", "Enter", "Restore it (undo brings back the saved version)"
            ),
            DialogOption("drop", "d", "d", "Discard it and open the saved version"),
        )
        why = "quizapp closed before this text was saved."
        self._area.app.push_screen(Dialog("Unsaved work", (why,), options), chosen)

    # The file

    def save(self, *, over: bool = False) -> bool:
        """Write the file, over what others wrote if that is wanted; return whether it is done."""
        try:
            self._draft.save(self._area.text, over=over)
        except ChangedUnderneathError as error:
            self._ask_whose(str(error))
            return False
        except QuizappError as error:
            self._area.notify(
                f"{error}. Nothing is lost: your text is still here.",
                severity="error",
                timeout=20,
                markup=False,
            )
            return False
        self._renewed()
        wrong = " It has errors, so this bank isn't used until you fix them."
        self._area.notify(f"Saved.{wrong if self._has_errors() else ''}", markup=False)
        return True

    def _ask_whose(self, why: str) -> None:
        def chosen(name: str | None) -> None:
            if name == "mine":
                self.save(over=True)
            elif name == "theirs":
                self._take_over()

        options = (
            DialogOption("mine", "m", "m", "Save mine (the other version is kept as FILE~)"),
            DialogOption("theirs", "t", "t", "Load the other version (undo brings mine back)"),
            DialogOption("cancel", "escape", "Esc", "Keep editing"),
        )
        asks = Dialog("The file has changed on disk", (f"{why}.",), options)
        self._area.app.push_screen(asks, chosen)

    def _take_over(self) -> None:
        """Show what stands in the file now; undo brings back what was here."""
        try:
            text = self._draft.reload()
        except QuizappError as error:
            tui.notices.refuse(self._area.app, error)
            return
        self._replace(text)
        self._renewed()

    def _replace(self, text: str) -> None:
        self._area.replace(text, self._area.document.start, self._area.document.end)

    def edit_elsewhere(self) -> None:
        """Open the file in the learner's own editor, and come back with what was written."""
        try:
            editor = system.editor.command()
        except UsageError as error:
            tui.notices.refuse(self._area.app, error)
            return
        if self.is_changed and not self.save():
            return
        refused: Exception | None = None
        try:
            with self._area.app.suspend():
                try:
                    system.editor.edit(editor, self._draft.path)
                except OSError as error:
                    refused = error  # caught in here: an error that leaves keeps the app suspended
        except SuspendNotSupported as error:
            refused = error
        if refused is not None:
            says = f"I couldn't start {editor[0]}: {refused}. Check EDITOR."
            self._area.notify(says, severity="error", markup=False)
            return
        self._take_over()

    def leave(self, then: Callable[[], object]) -> None:
        """Do something when there is nothing to save, or the learner said what becomes of it."""
        if not self.is_changed:
            self.discard()
            then()
            return

        def chosen(name: str | None) -> None:
            if name == "drop":
                self.discard()
            if name == "drop" or (name == "save" and self.save()):
                then()

        options = (
            DialogOption("save", "s", "s", "Save and leave"),
            DialogOption("drop", "d", "d", "Leave without saving"),
            DialogOption("stay", "escape", "Esc", "Keep editing"),
        )
        asks = Dialog("You have unsaved changes", (str(self._draft.path),), options)
        self._area.app.push_screen(asks, chosen)
