"""The first screen: what to practise."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, ClassVar, Final

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.screen import Screen
from textual.widgets import Static

from quizapp.bank.tracks import NO_TRACKS, Tracks
from quizapp.practice.selection import Selection
from quizapp.text.phrases import counted
from quizapp.text.visible import safe
from quizapp.tui import typeset
from quizapp.tui.offers import Offer
from quizapp.tui.widgets.head import dots
from quizapp.tui.widgets.keys import KeyLine
from quizapp.tui.widgets.menu import Menu, MenuEntry
from quizapp.tui.widgets.sheet import SheetView

if TYPE_CHECKING:
    from quizapp.bank.collection import Banks
    from quizapp.questions.base import Question

_EVERYTHING: Final = "everything"
_INTERVIEW: Final = "interview"
_TOPIC: Final = "topic:"
_BANK: Final = "bank:"
_SUBJECTS: Final = "subjects"
_ABOUT: Final = {
    _EVERYTHING: "A mix from every topic, from easy to hard. Good for days when you don't know "
    "what you don't know.",
    _INTERVIEW: "Sections, a clock, and no feedback until the end; then a scorecard and a review. "
    "Everything you type is saved, whatever happens.",
    _SUBJECTS: "Other lists of topics, each with an order to learn them in. Your progress in this "
    "one stays.",
}
"""What there is to say of what is no topic and no bank."""
_NARROW: Final = 72
"""Columns below which the description stands under the list, with no room to spare."""


_MOST_NARROW: Final = 3
"""Lines about an entry in a narrow terminal."""


class HomeScreen(Screen[None]):
    """Lets the learner pick a topic of the followed track, everything, or one bank.

    Parameters
    ----------
    tracks
        All there are, with the one that is followed.
    awake
        Whether it is shown at once; under a session it waits with its widgets until that is left.
    """

    HELP = (
        "Pick a topic: each builds on the one before. A session is ten questions, from easy to "
        "hard. You can leave it at any time: it is saved, and you can continue it here for two "
        "weeks. Where there are several subjects, each is a list of topics of its own."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "x,delete",
            "abandon",
            "Abandon",
            id="home.abandon",
            tooltip="Continue it no more; your answers stay saved",
        ),
        Binding("m", "interviews", "Mock", id="home.interviews", tooltip="A timed interview"),
        Binding("b", "browse", "Browse", id="home.browse", tooltip="Every question, searchable"),
        Binding("p", "progress", "Progress", id="home.progress", tooltip="Your results so far"),
        Binding("a", "author", "Write", id="home.author", tooltip="Your own questions"),
        Binding("t", "subjects", "Subject", id="home.subjects", tooltip="Work on another one"),
        Binding("u", "summary", "Summary", id="home.summary", tooltip="The session so far"),
        Binding(
            "l",
            "problems",
            "Problems",
            id="home.problems",
            tooltip="What is wrong in your question banks",
        ),
    ]

    awake: reactive[bool] = reactive(True, init=False, recompose=True)
    tracks: reactive[Tracks] = reactive(NO_TRACKS, init=False, bindings=True)
    banks: reactive[Banks | None] = reactive(None, init=False)
    """None until they are loaded."""
    offers: reactive[tuple[Offer, ...]] = reactive((), init=False, bindings=True)
    """What can be continued, the most urgent first."""
    has_summary: reactive[bool] = reactive(False, init=False, bindings=True)

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

    def __init__(self, tracks: Tracks, *, awake: bool = True) -> None:
        super().__init__(id="home")
        self.set_reactive(HomeScreen.tracks, tracks)
        self.set_reactive(HomeScreen.awake, awake)

    def compose(self) -> ComposeResult:
        """Lay out the topics, which are known before any bank is."""
        if not self.awake:
            return
        first = self.offers[0].name if self.offers else self._first
        yield Static(self._title, id="title")
        yield Static(
            Content.assemble(
                ("What would you like to work on?", "bold"),
                ("  ↑ ↓ Enter", typeset.FAINT),
            ),
            id="question",
        )
        menu = Menu(self._entries(), first, id="menu")
        self.watch(menu, "highlighted", self._show_about, init=False)
        with Horizontal(id="choice"):
            yield menu
            yield SheetView(self._about, id="about")
        yield from self._left_out()
        yield KeyLine()

    def watch_tracks(self) -> None:
        """Show the topics of another subject, the first of them highlighted."""
        if self.query(Menu):
            self.query_one("#title", Static).update(self._title)
            self._refill()
            self._menu.highlighted = self._first

    def watch_banks(self) -> None:
        """Fill in how many questions there are."""
        if self.query(Menu):
            self._refill()
            self.mount_all(self._left_out(), before="KeyLine")
            self.refresh_bindings()

    def offer(self, offers: Sequence[Offer], *, show: bool = False) -> None:
        """Offer what can be continued.

        Parameters
        ----------
        offers
            The most urgent first.
        show
            Highlight the first; else that is done once, while nothing else is highlighted.
        """
        at_first = not self.offers
        self.offers = tuple(offers)
        if (
            self.offers
            and self.query(Menu)
            and (show or (at_first and self._menu.highlighted == self._first))
        ):
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
        elif message.name == _INTERVIEW:
            self.action_interviews()
        elif message.name == _SUBJECTS:
            self.action_subjects()
        else:
            entry = next(one for one in self._menu.entries if one.name == message.name)
            self.post_message(self.Started(_selection(message.name), entry.text))

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
    def _title(self) -> Content:
        return Content.assemble(
            ("quizapp", "bold $text-accent"),
            f"  interview practice: {_safe(self.tracks.chosen.title)}",
        )

    @property
    def _first(self) -> str:
        """What is highlighted at first."""
        topics = self.tracks.chosen.topics
        return f"{_TOPIC}{topics[0].topic}" if topics else _EVERYTHING

    @property
    def _menu(self) -> Menu:
        return self.query_one(Menu)

    @property
    def _offered(self) -> Offer | None:
        """The offer that is highlighted, if one is."""
        if not self.query(Menu):
            return None
        name = self._menu.highlighted
        return next((offer for offer in self.offers if offer.name == name), None)

    def _refill(self) -> None:
        self._menu.entries = tuple(self._entries())
        self._show_about()

    def _entries(self) -> list[MenuEntry]:
        entries = [
            MenuEntry(offer.name, f"Continue: {_safe(offer.text)}", urgent=offer.urgent)
            for offer in self.offers
        ]
        if entries:
            entries.append(MenuEntry("", ""))
        entries.append(MenuEntry("", "Topics: each builds on the one before"))
        last = len(self.tracks.chosen.topics) - 1
        for place, topic in enumerate(self.tracks.chosen.topics):
            rail = "┌─ " if place == 0 else "└▸ " if place == last else "├─ "
            entries.append(self._topic_entry(topic.topic, rail))
        entries += [
            MenuEntry("", ""),
            MenuEntry(_EVERYTHING, "Everything", "", self._count(_EVERYTHING)),
        ]
        entries.append(MenuEntry(_INTERVIEW, "Mock interview"))
        if len(self.tracks.tracks) > 1:
            entries.append(MenuEntry(_SUBJECTS, "Other subjects"))
        others = sorted(self.tracks.in_none(self.banks.by_topic)) if self.banks else ()
        if others:
            entries += [MenuEntry("", ""), MenuEntry("", "Other topics")]
            entries += [self._topic_entry(topic) for topic in others]
        if self.banks and self.banks.banks:
            entries += [MenuEntry("", ""), MenuEntry("", "Banks")]
            for bank in self.banks.banks:
                name = f"{_BANK}{bank.name}"
                entries.append(
                    MenuEntry(name, _safe(bank.title or bank.name), "", self._count(name))
                )
        return entries

    def _topic_entry(self, topic: str, rail: str = "") -> MenuEntry:
        name = f"{_TOPIC}{topic}"
        return MenuEntry(name, _safe(self.tracks.title(topic)), rail, self._count(name))

    def _count(self, name: str) -> int | None:
        return None if self.banks is None else len(self._chosen(name))

    def _chosen(self, name: str) -> Sequence[Question]:
        if self.banks is None:
            return ()
        selection = _selection(name)
        if selection.topic:
            return self.banks.by_topic.get(selection.topic, ())
        if selection.bank:
            return self.banks.by_bank.get(selection.bank, ())
        topics = self.banks.by_topic.items()
        covered = [one for topic, some in topics if self.tracks.covers(topic) for one in some]
        return covered or self.banks.questions

    def _about(self, width: int) -> typeset.Lines:
        """Return what the highlighted entry is about."""
        name = self._menu.highlighted
        offer = self._offered
        if offer is not None and self.app.size.width < _NARROW:
            return typeset.flowed([(offer.says, "")], width)
        if offer is not None:
            return _paragraphs(width, (_safe(offer.text), "bold"), (offer.says, ""))
        entry = next((one for one in self._menu.entries if one.name == name), None)
        if entry is None:
            return []
        if name in (_INTERVIEW, _SUBJECTS):
            return _paragraphs(width, (entry.text, "bold"), (_ABOUT[name], ""))
        says = _safe(self.tracks.about(name.removeprefix(_TOPIC))) or self._covered(name)
        inventory = self._inventory(name)
        if self.app.size.width < _NARROW:
            whole = typeset.flowed([(f"{says} ", ""), *inventory], width)
            # The number of questions stands in the menu too, so it goes before it would be cut off.
            return whole if len(whole) <= _MOST_NARROW else typeset.flowed([(says, "")], width)
        return _paragraphs(width, (entry.text, "bold"), (says, ""), *inventory)

    def _covered(self, name: str) -> str:
        """Return what a bank, or everything, is about."""
        if name == _EVERYTHING:
            return _ABOUT[name]
        title = self.tracks.title
        titles = dict.fromkeys(title(question.topic) for question in self._chosen(name))
        return f"Questions on {_listed([_safe(title) for title in titles])}." if titles else ""

    def _inventory(self, name: str) -> list[tuple[str, str]]:
        """Return the levels and the numbers of questions behind an entry."""
        if self.banks is None:
            return [("…", typeset.FAINT)]
        questions = self._chosen(name)
        if not questions:
            return [("No questions here yet.", typeset.FAINT)]
        low = min(question.level for question in questions)
        high = max(question.level for question in questions)
        levels = dots(low) if low == high else f"{dots(low)} to {dots(high)}"
        fresh = sum(question.generated for question in questions)
        count = counted(len(questions), "question")
        share = "all" if fresh == len(questions) else str(fresh)
        numbers = f", {share} with new numbers each time" if fresh else ""
        return [(f"{levels} ", "$text-accent"), (f"{count}{numbers}.", typeset.FAINT)]

    def _left_out(self) -> Iterator[Static]:
        """Yield a line about the banks that were left out, if there are any."""
        left_out = self.banks.left_out if self.banks else ()
        if self.banks is None or not left_out:
            return
        problem = next(one for one in self.banks.problems if one.path == left_out[0])
        more = f" (and {len(left_out) - 1} more)" if len(left_out) > 1 else ""
        says = f"{_safe(problem.path.name)}{more} couldn't be loaded (line {problem.line}): "
        line = Content.assemble(("! ", "bold $text-warning"), says, _safe(problem.message))
        yield Static(line, id="left-out")


def _selection(name: str) -> Selection:
    if name.startswith(_TOPIC):
        return Selection(topic=name.removeprefix(_TOPIC))
    if name.startswith(_BANK):
        return Selection(bank=name.removeprefix(_BANK))
    return Selection()


def _listed(names: Sequence[str]) -> str:
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))


def _paragraphs(width: int, *paragraphs: tuple[str, str]) -> typeset.Lines:
    lines: typeset.Lines = []
    for text, style in paragraphs:
        if text:
            lines += [typeset.BLANK] if lines else []
            lines += typeset.flowed([(text, style)], width)
    return lines


def _safe(text: str) -> str:
    return safe(text)
