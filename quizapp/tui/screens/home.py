"""The first screen: what to practise."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, ClassVar, Final

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widgets import Static

from quizapp.bank.tracks import NO_TRACKS, Tracks
from quizapp.text.visible import safe
from quizapp.tui import typeset
from quizapp.tui.home_page import (
    DATE,
    INTERVIEW,
    MORE,
    PITCHES,
    PLACEMENT,
    SHEET,
    SLIP,
    SUBJECTS,
    TODAY,
    TOPIC,
    HomePage,
    asked_by,
)
from quizapp.tui.leaving import Screen
from quizapp.tui.widgets.keys import KeyLine
from quizapp.tui.widgets.menu import Menu
from quizapp.tui.widgets.sheet import SheetView

if TYPE_CHECKING:
    from quizapp.bank.collection import Banks
    from quizapp.learning.outlook import Outlook
    from quizapp.practice.selection import Selection
    from quizapp.tui.offers import Offer

_WELCOME: Final = (
    "Welcome. Each answer is graded at once, with the mistake you made and the solution for your "
    "own numbers. What you miss comes back until it's right, and each day brings what is worth "
    "most for your interview."
)
_NARROW: Final = 72
"""Columns below which topics have no bar."""


class HomeScreen(Screen[None]):
    """Lets the learner pick a topic of the followed track, everything, or one bank.

    Parameters
    ----------
    tracks
        All there are, with the one that is followed.
    awake
        Whether it is shown at once; under what is opened first it waits with its widgets until
        that is left.
    is_new
        Whether the learner has no history yet.
    """

    HELP = (
        "Today is what is worth most for your interview, in the time you have a day. Or pick a "
        "topic: each builds on the one before. The list shows how many of its questions you have "
        "met, how likely you are to get one right now, and how many are due: missed before, or "
        "about to be forgotten. You can leave a session at any time: it is saved, and you can "
        "continue it here for two weeks."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "x,delete",
            "abandon",
            "Abandon",
            id="home.abandon",
            tooltip="End it for good; your answers stay saved",
        ),
        Binding(
            "l",
            "problems",
            "Problems",
            id="home.problems",
            tooltip="The errors in your question banks",
        ),
        Binding("m", "interviews", "Mock", id="home.interviews", tooltip="A timed interview"),
        Binding("b", "browse", "Browse", id="home.browse", tooltip="Every question, searchable"),
        Binding("p", "progress", "Progress", id="home.progress", tooltip="Your results so far"),
        Binding("s", "sheet", "Sheet", id="home.sheet", tooltip="The topic on one page"),
        Binding("d", "date", "Date", id="home.date", tooltip="The date of your interview"),
        Binding("a", "author", "Write", id="home.author", tooltip="Your own questions"),
        Binding("t", "subjects", "Subject", id="home.subjects", tooltip="Work on another one"),
        Binding("u", "summary", "Summary", id="home.summary", tooltip="The session so far"),
    ]

    # What shows them is painted by itself: the screen need not be painted as a whole.
    awake: reactive[bool] = reactive(True, init=False, recompose=True)
    tracks: reactive[Tracks] = reactive(NO_TRACKS, init=False, repaint=False, bindings=True)
    banks: reactive[Banks | None] = reactive(None, init=False, repaint=False)
    """None until they are loaded."""
    offers: reactive[tuple[Offer, ...]] = reactive((), init=False, repaint=False, bindings=True)
    """What can be continued, the most urgent first."""
    outlook: reactive[Outlook | None] = reactive(None, init=False, repaint=False)
    """Where the learner stands; None until that is known."""
    has_summary: reactive[bool] = reactive(False, init=False, repaint=False, bindings=True)

    class Painted(Message):
        """Home is on the screen."""

    class Woken(Message):
        """Home is shown for the first time, after what was opened first."""

    class Started(Message):
        """A selection was chosen."""

        def __init__(self, selection: Selection, title: str) -> None:
            super().__init__()
            self.selection = selection
            self.title = title

    class Continued(Message):
        """Something that was left is to go on."""

        def __init__(self, name: str) -> None:
            super().__init__()
            self.name = name

    class AbandonWanted(Message):
        """Something that was left is not to go on any more."""

        def __init__(self, name: str, text: str) -> None:
            super().__init__()
            self.name = name
            self.text = text

    class TodayWanted(Message):
        """What today is for is to be asked, or what finds out where the learner stands."""

        def __init__(self, *, places: bool) -> None:
            super().__init__()
            self.places = places

    class DateWanted(Message):
        """The date of the interview is to be asked for."""

    class SheetWanted(Message):
        """A topic is to be shown on one page."""

        def __init__(self, topic: str) -> None:
            super().__init__()
            self.topic = topic

    class DrillWanted(Message):
        """Questions are to be asked in which a slip can be made."""

        def __init__(self, slip: str) -> None:
            super().__init__()
            self.slip = slip

    class PitchesWanted(Message):
        """Open questions are to be answered aloud."""

        def __init__(self, questions: tuple[str, ...]) -> None:
            super().__init__()
            self.questions = questions

    class SubjectsWanted(Message):
        """The subjects are to be shown."""

    class InterviewsWanted(Message):
        """The interviews are to be shown."""

    class ProgressWanted(Message):
        """What all attempts say is to be shown."""

    class AuthorWanted(Message):
        """The learner wants to write questions."""

    class BrowseWanted(Message):
        """All questions are to be shown."""

    class SummaryWanted(Message):
        """The summary of the last session is to be shown."""

    class ProblemsWanted(Message):
        """The banks' problems are to be shown."""

    def __init__(self, tracks: Tracks, *, awake: bool = True, is_new: bool = False) -> None:
        super().__init__(id="home")
        self._is_new = is_new
        self._was_covered = False
        """Whether another screen was over it."""
        self._unfolded = False
        self.set_reactive(HomeScreen.tracks, tracks)
        self.set_reactive(HomeScreen.awake, awake)

    def compose(self) -> ComposeResult:
        """Lay out the topics, which are known before any bank is."""
        if not self.awake:
            return
        leads = self.offers and self.offers[0].leads
        first = self.offers[0].name if leads else self._page.first
        yield Static(self._head, id="title")
        menu = Menu(self._page.entries(), first, id="menu")
        self.watch(menu, "highlighted", self._show_about, init=False)
        yield menu
        yield SheetView(self._about, id="about")
        yield from self._left_out()
        yield KeyLine()

    def on_show(self) -> None:
        """Tell whoever waits for the first frame, which is painted before this is handled."""
        self.post_message(self.Painted())

    def on_screen_suspend(self) -> None:
        """Note that something was opened."""
        self._was_covered = True

    def on_screen_resume(self) -> None:
        """Wake up when what was opened first is left."""
        if self._was_covered:
            self.wake()

    def wake(self) -> None:
        """Show what there is to practise from now on."""
        if not self.awake:
            self.awake = True
            self.post_message(self.Woken())

    def watch_tracks(self) -> None:
        """Show the topics of another subject."""
        self.outlook = None
        if self.query(Menu):
            self._refill()
            self._menu.highlighted = self._page.first

    def watch_outlook(self, outlook: Outlook | None) -> None:
        """Show what to do today, and how far each topic is."""
        was_first = self.query(Menu) and self._menu.highlighted == self._page.first
        self._is_new = self._is_new if outlook is None else outlook.is_new
        if self.query(Menu):
            self._refill()
            if was_first:
                self._menu.highlighted = self._page.first

    def on_resize(self) -> None:
        """Show of topics what there is room for."""
        if self.query(Menu):
            self._menu.entries = tuple(self._page.entries())

    def watch_banks(self) -> None:
        """Fill in how many questions there are."""
        if self.query(Menu):
            self._refill()
            self.query(".left-out").remove()
            self.mount_all(self._left_out(), before="KeyLine")
            self.refresh_bindings()

    def offer(self, offers: Sequence[Offer], *, show: bool = False) -> None:
        """Offer what can be continued.

        Parameters
        ----------
        offers
            The most urgent first.
        show
            Highlight the first where it leads; else that is done for a clock that begins to run,
            and once, while nothing else is highlighted.
        """
        before = {one.name for one in self.offers}
        self.offers = tuple(offers)
        if not self.offers or not self.offers[0].leads or not self.query(Menu):
            return
        runs = self.offers[0].urgent and self.offers[0].name not in before
        if show or runs or (not before and self._menu.highlighted == self._page.first):
            self._menu.highlighted = self.offers[0].name

    def watch_offers(self) -> None:
        """Show what can be continued."""
        if self.query(Menu):
            self._refill()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Hide what there is nothing for."""
        match action:
            case "summary":
                return self.has_summary
            case "sheet":
                return self._topic is not None
            case "subjects":
                return len(self.tracks.tracks) > 1
            case "abandon":
                return self._offered is not None
            case "problems":
                return bool(self.banks and self.banks.problems)
        return True

    def _show_about(self) -> None:
        self.query_one("#about", SheetView).show(self._about)
        self.refresh_bindings()

    @on(Menu.Chosen)
    def _start(self, message: Menu.Chosen) -> None:
        message.stop()
        if self._offered is not None:
            self.post_message(self.Continued(message.name))
        elif message.name in (TODAY, PLACEMENT):
            self.post_message(self.TodayWanted(places=message.name == PLACEMENT))
        elif message.name.startswith(SHEET):
            self.post_message(self.SheetWanted(message.name.removeprefix(SHEET)))
        elif message.name.startswith(SLIP):
            self.post_message(self.DrillWanted(message.name.removeprefix(SLIP)))
        elif message.name == PITCHES and self._page.evening is not None:
            self.post_message(self.PitchesWanted(self._page.evening.pitches))
        elif message.name == DATE:
            self.action_date()
        elif message.name == MORE:
            self._unfolded = not self._unfolded
            self._refill()
            if self._unfolded:
                self._menu.show_below()
        elif message.name == INTERVIEW:
            self.action_interviews()
        elif message.name == SUBJECTS:
            self.action_subjects()
        else:
            entry = next(one for one in self._menu.entries if one.name == message.name)
            self.post_message(self.Started(asked_by(message.name), entry.text))

    def action_sheet(self) -> None:
        """Ask for the highlighted topic on one page."""
        if self._topic is not None:
            self.post_message(self.SheetWanted(self._topic))

    def action_date(self) -> None:
        """Ask for the date of the interview."""
        self.post_message(self.DateWanted())

    def action_interviews(self) -> None:
        """Ask for the interviews."""
        self.post_message(self.InterviewsWanted())

    def action_subjects(self) -> None:
        """Ask for the subjects."""
        self.post_message(self.SubjectsWanted())

    def action_author(self) -> None:
        """Ask for the screen to write questions on."""
        self.post_message(self.AuthorWanted())

    def action_browse(self) -> None:
        """Show all questions."""
        self.post_message(self.BrowseWanted())

    def action_progress(self) -> None:
        """Ask for the progress."""
        self.post_message(self.ProgressWanted())

    def action_abandon(self) -> None:
        """Ask for an end of what is highlighted."""
        if self._offered is not None:
            self.post_message(self.AbandonWanted(self._offered.name, self._offered.text))

    def action_summary(self) -> None:
        """Ask for the summary."""
        self.post_message(self.SummaryWanted())

    def action_problems(self) -> None:
        """Ask for the list of problems."""
        self.post_message(self.ProblemsWanted())

    @property
    def _page(self) -> HomePage:
        return HomePage(
            self.tracks,
            self.banks,
            self.offers,
            self.outlook,
            is_new=self._is_new,
            unfolded=self._unfolded,
            is_narrow=self.app.size.width < _NARROW,
        )

    @property
    def _head(self) -> Content:
        """The line above all, with a word to who is new."""
        title = self._page.title
        return Content.assemble(title, "\n\n", (_WELCOME, "$foreground")) if self._is_new else title

    @property
    def _menu(self) -> Menu:
        return self.query_one(Menu)

    @property
    def _offered(self) -> Offer | None:
        """The offer that is highlighted, if one is."""
        if not self.query(Menu):
            return None
        return self._page.offer(self._menu.highlighted)

    @property
    def _topic(self) -> str | None:
        """The topic that is highlighted, if one is and has questions."""
        name = self._menu.highlighted if self.query(Menu) else ""
        is_there = name.startswith(TOPIC) and self._page.questions_behind(name)
        return name.removeprefix(TOPIC) if is_there else None

    def _refill(self) -> None:
        title, head = self.query_one("#title", Static), self._head
        if title.content != head:
            title.update(head)
        self._menu.entries = tuple(self._page.entries())
        self._show_about()

    def _about(self, width: int) -> typeset.Lines:
        return self._page.about(self._menu.highlighted, width)

    def _left_out(self) -> Iterator[Static]:
        """Yield a line about the banks that were left out, if there are any."""
        left_out = self.banks.left_out if self.banks else ()
        if self.banks is None or not left_out:
            return
        problem = next(one for one in self.banks.problems if one.path == left_out[0])
        more = f" (and {len(left_out) - 1} more)" if len(left_out) > 1 else ""
        says = f"{safe(problem.path.name)}{more} couldn't be loaded (line {problem.line}): "
        line = Content.assemble(("! ", "bold $text-warning"), says, safe(problem.message))
        yield Static(line, classes="left-out")
