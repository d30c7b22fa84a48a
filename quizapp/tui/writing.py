"""Opens banks to be written."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from textual.app import App

from quizapp import authoring, tui
from quizapp.errors import QuizappError, UsageError
from quizapp.system import folders
from quizapp.tui import screens

if TYPE_CHECKING:
    from quizapp.bank.collection import Banks


class Writing:
    """Shows the screen to write on in an app.

    Parameters
    ----------
    app
        Shows it.
    folder
        The learner's own data.
    banks
        Those that are there.
    renewed
        Called when something else stands in a file.
    """

    def __init__(
        self, app: App[Any], folder: Path, banks: Banks, renewed: Callable[[], object]
    ) -> None:
        self._app = app
        self._folder = folder
        self._banks = banks
        self._renewed = renewed

    def open(self, what: str) -> bool:
        """Open a file, the bank of a question, or the learner's own; return whether that is done.

        Why it can't be done is shown.
        """
        try:
            found = authoring.place.find(what, self._banks, folders.user_banks(self._folder))
            if found.copied:
                self._renewed()
                says = f"You're editing your own copy: {found.path.name}."
                self._app.notify(says, markup=False)
            if found.path.is_relative_to(folders.NOWHERE):
                raise UsageError(folders.NO_HOME)
            draft = authoring.draft.Draft.open(found.path, self._folder / "drafts")
        except QuizappError as error:
            tui.notices.refuse(self._app, error)
            return False
        self._app.push_screen(screens.author.AuthorScreen(draft, self._renewed, found.line))
        return True

    def open_question(self, name: str) -> None:
        """Open a question, or offer a copy of it where it is not the learner's own."""
        bank = authoring.place.bank_of(self._banks.find(name), self._banks)
        if authoring.draft.is_editable(Path(bank.path)):
            self.open(name)
            return

        def chosen(choice: str | None) -> None:
            if choice == "copy":
                self.open(name)

        options = (
            screens.dialog.DialogOption("copy", "enter", "Enter", "Make my own copy and edit it"),
            screens.dialog.DialogOption("stay", "escape", "Esc", "Cancel"),
        )
        about = f"{name} is in a bank that you can't edit here."
        asks = screens.dialog.Dialog("Edit a copy instead?", (about,), options)
        self._app.push_screen(asks, chosen)
