"""The list of subjects: the tracks that there are, one of which is followed."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from quizapp.text.visible import safe
from quizapp.tui import typeset
from quizapp.tui.leaving import ModalScreen
from quizapp.tui.widgets.menu import Menu, MenuEntry
from quizapp.tui.widgets.sheet import SheetView

if TYPE_CHECKING:
    from quizapp.bank.collection import Banks
    from quizapp.bank.tracks import Tracks


class SubjectsScreen(ModalScreen[str]):
    """Lets the learner choose the track to follow; dismissed with its name.

    Parameters
    ----------
    tracks
        All there are.
    banks
        Say how many questions each has.
    """

    CSS_PATH = "../practice.tcss"
    DEFAULT_CSS = """
    SubjectsScreen Menu { height: auto; max-height: 12; margin: 1 0; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,t", "dismiss", "Back", id="subjects.back"),
    ]

    def __init__(self, tracks: Tracks, banks: Banks) -> None:
        super().__init__()
        self._tracks = tracks
        self._entries = [
            MenuEntry(
                one.name,
                safe(one.title),
                questions=sum(len(banks.by_topic.get(topic, ())) for topic in one.by_name),
                does="Choose",
            )
            for one in tracks.tracks
        ]

    def compose(self) -> ComposeResult:
        """List them, with what the highlighted one is about."""
        menu = Menu(self._entries, self._tracks.chosen.name, id="subjects")
        self.watch(menu, "highlighted", self._show_about, init=False)
        with VerticalScroll(classes="sheet", can_focus=False):
            yield Static(Content.styled("What subject do you want to work on?", "bold"))
            yield menu
            yield SheetView(self._about, id="about-subject")

    def on_mount(self) -> None:
        """Give the list a line for each."""
        self.query_one(Menu).styles.height = len(self._entries)

    def _show_about(self) -> None:
        self.query_one(SheetView).show(self._about)

    @on(Menu.Chosen)
    def _choose(self, message: Menu.Chosen) -> None:
        message.stop()
        self.dismiss(message.name)

    def _about(self, width: int) -> typeset.Lines:
        named = self.query_one(Menu).highlighted
        track = next(one for one in self._tracks.tracks if one.name == named)
        topics = ", ".join(one.shown for one in track.topics)
        return [
            *(typeset.flowed([(safe(track.about), "")], width) if track.about else []),
            *typeset.flowed([(safe(f"Topics: {topics}."), typeset.FAINT)], width),
            typeset.BLANK,
            Content.styled("Enter to choose, Esc to go back.", typeset.FAINT),
        ]
