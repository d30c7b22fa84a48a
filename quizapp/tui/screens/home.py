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
from textual.screen import Screen
from textual.widgets import Static

from quizapp import learning, reports
from quizapp.bank.tracks import NO_TRACKS, Tracks
from quizapp.practice.selection import Selection
from quizapp.text.phrases import counted, listed, percent, rough_duration, slip_title, times
from quizapp.text.visible import safe
from quizapp.tui import typeset
from quizapp.tui.offers import Offer
from quizapp.tui.widgets.head import bar
from quizapp.tui.widgets.keys import KeyLine
from quizapp.tui.widgets.menu import Menu, MenuEntry
from quizapp.tui.widgets.sheet import SheetView

if TYPE_CHECKING:
    from quizapp.bank.collection import Banks
    from quizapp.learning.evening import Evening
    from quizapp.learning.outlook import Outlook
    from quizapp.learning.plan import TopicState
    from quizapp.questions.base import Question

_TODAY: Final = "today"
_PLACEMENT: Final = "placement"
_DATE: Final = "date"
_EVERYTHING: Final = "everything"
_INTERVIEW: Final = "interview"
_TOPIC: Final = "topic:"
_BANK: Final = "bank:"
_ASKED_MOST: Final = f"{_BANK}interview"
"""The bank that stands beside the mock interview."""
_SUBJECTS: Final = "subjects"
_MORE: Final = "more"
_SHEET: Final = "sheet:"
_SLIP: Final = "slip:"
_PITCHES: Final = "pitches"
_ABOUT: Final = {
    _TODAY: "What is worth most today: what you missed, what you are about to forget, and what is "
    "new, mixed over the topics.",
    _PLACEMENT: "Eight questions go up and down the topics. Press F5 where you don't know; you can "
    "leave whenever you like.",
    _DATE: "With a date, each day gets what is worth most for it. Without one, everything you "
    "know is kept fresh.",
    _EVERYTHING: "A mix from every topic, from easy to hard. Good for days when you don't know "
    "what you don't know.",
    _INTERVIEW: "Sections, a clock, and no feedback until the end; then a scorecard and a review. "
    "All you type is saved.",
    _SUBJECTS: "Other lists of topics, each with an order to learn them in. Your progress in this "
    "one stays.",
    _SHEET: "One of the topics you know least of those you have met, on one page.",
    _SLIP: "One of the mistakes you made most. Press Enter for a few questions in which you could "
    "make it again.",
    _PITCHES: "The open questions you know best, to answer aloud once more.",
    _MORE: "Press Enter to show them, and again to hide them.",
}
"""What there is to say of what is no topic and no bank, by its name or how that begins."""
_WELCOME: Final = (
    "Welcome. Each answer is graded at once, with the mistake you made and the solution for your "
    "own numbers. What you miss comes back until it's right, and each day brings what is worth "
    "most for your interview."
)
_NARROW: Final = 72
"""Columns below which topics have no bar."""
_MOST_LINES: Final = 3
"""Lines about an entry."""
_BAR: Final = 10


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

    awake: reactive[bool] = reactive(True, init=False, recompose=True)
    tracks: reactive[Tracks] = reactive(NO_TRACKS, init=False, bindings=True)
    banks: reactive[Banks | None] = reactive(None, init=False)
    """None until they are loaded."""
    offers: reactive[tuple[Offer, ...]] = reactive((), init=False, bindings=True)
    """What can be continued, the most urgent first."""
    outlook: reactive[Outlook | None] = reactive(None, init=False)
    """Where the learner stands; None until that is known."""
    has_summary: reactive[bool] = reactive(False, init=False, bindings=True)

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
        first = self.offers[0].name if self.offers else self._first
        yield Static(self._title, id="title")
        yield Static(_WELCOME, id="welcome", classes="-shown" if self._is_new else "")
        menu = Menu(self._entries(), first, id="menu")
        self.watch(menu, "highlighted", self._show_about, init=False)
        yield menu
        yield SheetView(self._about, id="about")
        yield from self._left_out()
        yield KeyLine()

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
            self.query_one("#title", Static).update(self._title)
            self._refill()
            self._menu.highlighted = self._first

    def watch_outlook(self, outlook: Outlook | None) -> None:
        """Show what to do today, and how far each topic is."""
        was_first = self.query(Menu) and self._menu.highlighted == self._first
        self._is_new = self._is_new if outlook is None else outlook.is_new
        if self.query(Menu):
            self.query_one("#title", Static).update(self._title)
            self.query_one("#welcome").set_class(self._is_new, "-shown")
            self._refill()
            if was_first:
                self._menu.highlighted = self._first

    def on_resize(self) -> None:
        """Show of topics what there is room for."""
        if self.query(Menu):
            self._refill()

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
            Highlight the first; else that is done for a clock that begins to run, and once, while
            nothing else is highlighted.
        """
        before = {one.name for one in self.offers}
        self.offers = tuple(offers)
        if not self.offers or not self.query(Menu):
            return
        runs = self.offers[0].urgent and self.offers[0].name not in before
        if show or runs or (not before and self._menu.highlighted == self._first):
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
        elif message.name in (_TODAY, _PLACEMENT):
            self._start_chosen(message.name)
        elif message.name.startswith(_SHEET):
            self.post_message(self.SheetWanted(message.name.removeprefix(_SHEET)))
        elif message.name.startswith(_SLIP):
            self.post_message(self.DrillWanted(message.name.removeprefix(_SLIP)))
        elif message.name == _PITCHES and self._evening is not None:
            self.post_message(self.PitchesWanted(self._evening.pitches))
        elif message.name == _DATE:
            self.action_date()
        elif message.name == _MORE:
            self._unfolded = not self._unfolded
            self._refill()
            if self._unfolded:
                self._menu.show_below()
        elif message.name == _INTERVIEW:
            self.action_interviews()
        elif message.name == _SUBJECTS:
            self.action_subjects()
        else:
            entry = next(one for one in self._menu.entries if one.name == message.name)
            self.post_message(self.Started(_selection(message.name), entry.text))

    def _start_chosen(self, name: str) -> None:
        """Start what learning has chosen; as long as that is not known, what comes without it."""
        selection, title = Selection(), "Daily questions"
        if self.outlook is not None and name == _PLACEMENT:
            asked = self.outlook.placement
            selection = Selection(ids=asked, ordered=True, places=True)
            title = "Where you stand"
        elif self.outlook is not None and self.outlook.today.portion:
            chosen = tuple(one.question for one in self.outlook.today.portion)
            selection = Selection(ids=chosen, ordered=True)
        self.post_message(self.Started(selection, title))

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
    def _title(self) -> Content:
        title = safe(self.tracks.chosen.title)
        ahead = self._countdown()
        said = f"  {title}   {ahead}" if ahead else f"  interview practice: {title}"
        return Content.assemble(("quizapp", "bold $text-accent"), said)

    def _countdown(self) -> str:
        if self.outlook is None:
            return ""

        return reports.today.countdown(self.outlook.aim, self.outlook.today.days_left)

    @property
    def _first(self) -> str:
        """What is highlighted at first."""
        return _PLACEMENT if self._is_new else _TODAY

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

    @property
    def _topic(self) -> str | None:
        """The topic that is highlighted, if one is and has questions."""
        name = self._menu.highlighted if self.query(Menu) else ""
        return name.removeprefix(_TOPIC) if name.startswith(_TOPIC) and self._count(name) else None

    def _refill(self) -> None:
        self._menu.entries = tuple(self._entries())
        self._show_about()

    def _entries(self) -> list[MenuEntry]:
        topics = self.tracks.chosen.topics
        last = len(topics) - 1
        rails = [
            "┌─ " if place == 0 else "└▸ " if place == last else "├─ "
            for place in range(len(topics))
        ]
        return [
            *self._offered_entries(urgent=True),
            *self._todays(),
            *self._evenings(),
            *self._offered_entries(urgent=False),
            MenuEntry(_INTERVIEW, "Mock interview", right=self._mock_says(), does="Open"),
            *self._asked_most(),
            MenuEntry("", ""),
            MenuEntry("", "Topics: each builds on the one before", right=self._columns()),
            *(self._topic_entry(one.topic, rail) for one, rail in zip(topics, rails, strict=True)),
            MenuEntry(_EVERYTHING, "Everything", questions=self._count(_EVERYTHING)),
            *self._other_subjects(),
            *self._more(),
        ]

    def _other_subjects(self) -> Iterator[MenuEntry]:
        if len(self.tracks.tracks) > 1:
            yield MenuEntry(_SUBJECTS, "Other subjects", does="Open")

    def _offered_entries(self, *, urgent: bool) -> Iterator[MenuEntry]:
        for offer in self.offers:
            if offer.urgent is urgent:
                text = f"{offer.does}: {safe(offer.text)}"
                yield MenuEntry(offer.name, text, urgent=urgent, does=offer.does)

    def _todays(self) -> Iterator[MenuEntry]:
        """Yield what to do today; first of all what finds out where the learner stands."""
        if self._is_new:
            count = len(self.outlook.placement) if self.outlook else None
            yield MenuEntry(_PLACEMENT, "Start: find out where you stand", questions=count)
        yield MenuEntry(_TODAY, f"Today{self._todays_summary()}")
        if self._is_new and not self._countdown():
            yield MenuEntry(_DATE, "When is your interview?", does="Date")

    @property
    def _evening(self) -> Evening | None:
        return self.outlook.evening if self.outlook else None

    def _evenings(self) -> Iterator[MenuEntry]:
        """Yield what the evening before the interview is for."""
        found = self._evening
        if found is None:
            return
        yield MenuEntry("", reports.today.EVENING.rstrip("."))
        for topic in found.topics:
            title = safe(self.tracks.title(topic))
            yield MenuEntry(f"{_SHEET}{topic}", f"Read the sheet on {title}", does="Sheet")
        for slip, count in found.slips:
            right = ((times(count), typeset.FAINT),)
            yield MenuEntry(f"{_SLIP}{slip}", f"Mistake: {slip_title(slip)}", right=right)
        if found.pitches:
            text = f"{counted(len(found.pitches), 'pitch', 'pitches')} aloud"
            yield MenuEntry(_PITCHES, text)
        yield MenuEntry("", "")

    def _todays_summary(self) -> str:
        if self.outlook is None:
            return ""

        return f": {reports.today.summary(self.outlook.today, tells_spent=False).rstrip('.')}"

    def _mock_says(self) -> tuple[tuple[str, str], ...]:
        if self.outlook is None:
            return ()

        is_good = learning.plan.is_for_mock(self.outlook.today.days_left)
        return (("today is a good day for one", typeset.FAINT),) if is_good else ()

    def _asked_most(self) -> Iterator[MenuEntry]:
        """Yield the bank that stands beside the mock interview, where it is on this subject."""
        for bank in self.banks.banks if self.banks else ():
            covered = any(self.tracks.covers(one.topic) for one in bank.questions)
            if f"{_BANK}{bank.name}" == _ASKED_MOST and covered:
                title = safe(bank.title or bank.name)
                yield MenuEntry(_ASKED_MOST, title, questions=self._count(_ASKED_MOST))

    def _more(self) -> Iterator[MenuEntry]:
        """Yield one line for the other topics and the banks, and each of them where it is open."""
        if self.banks is None or not self.banks.banks:
            return
        others = sorted(self.tracks.in_none(self.banks.by_topic))
        text = "Other topics, and question banks" if others else "Question banks"
        sign, does = ("− ", "Hide") if self._unfolded else ("+ ", "Show")
        yield MenuEntry(_MORE, text, sign, does=does)
        if not self._unfolded:
            return
        yield from (self._topic_entry(topic) for topic in others)
        for bank in self.banks.banks:
            name = f"{_BANK}{bank.name}"
            if name != _ASKED_MOST:
                title = safe(bank.title or bank.name)
                yield MenuEntry(name, title, questions=self._count(name))

    @property
    def _is_narrow(self) -> bool:
        return self.app.size.width < _NARROW

    def _columns(self) -> tuple[tuple[str, str], ...]:
        if self.outlook is None:
            return ()
        recall = "" if self._is_narrow else f"{'recall':<{_BAR + 1}}"
        return ((f"{'met':>8}  {recall}{'now':>4}  {'due':>4}", typeset.FAINT),)

    def _topic_entry(self, topic: str, rail: str = "") -> MenuEntry:
        name = f"{_TOPIC}{topic}"
        count = self._count(name)
        known = {one.topic: one for one in self.outlook.topics} if self.outlook else {}
        right = self._state(known[topic]) if topic in known else ()
        if count == 0:
            right = (("no questions yet", typeset.FAINTER),)
        return MenuEntry(name, safe(self.tracks.title(topic)), rail, count, right=right)

    def _state(self, one: TopicState) -> tuple[tuple[str, str], ...]:
        """Return how far a topic is: how much of it was met, how well it is known, what is due."""
        met = (f"{f'{one.met} of {one.all}':>8}  ", typeset.FAINT)
        due = (f"  {one.due or '–':>4}", "" if one.due else typeset.FAINTER)
        if not one.met:
            return (
                met,
                (" " * (0 if self._is_narrow else _BAR + 1), ""),
                ("   –", typeset.FAINTER),
                due,
            )
        now = (f"{percent(one.now):>4}", "")
        if self._is_narrow:
            return met, now, due
        done, rest = bar(one.now, _BAR)
        return met, (done, typeset.DONE), (f"{rest} ", typeset.REST), now, due

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
        if self._offered is not None:
            return typeset.flowed([(self._offered.says, "")], width)
        kind = f"{name.partition(':')[0]}:" if ":" in name else name
        if kind in _ABOUT and name != _EVERYTHING:
            return typeset.flowed([(self._todays_topics(name) or _ABOUT[kind], "")], width)
        says = safe(self.tracks.about(name.removeprefix(_TOPIC))) or self._covered(name)
        whole = typeset.flowed([(f"{says} ", ""), *self._inventory(name)], width)
        # The number of questions stands in the menu too, so it goes before it would be cut off.
        return whole if len(whole) <= _MOST_LINES else typeset.flowed([(says, "")], width)

    def _todays_topics(self, name: str) -> str:
        """Return what today is about, where that is known."""
        if name != _TODAY or self.outlook is None:
            return ""

        if not self.outlook.today.portion:
            return "If you want more, Enter asks what is worth most next."
        spent = self.outlook.today.spent
        done = f" You have done {rough_duration(60 * spent)} today." if spent else ""
        return f"{reports.today.topics(self.outlook.today, self.tracks.title)}{done}".strip()

    def _covered(self, name: str) -> str:
        """Return what a bank, or everything, is about."""
        if name == _EVERYTHING:
            return _ABOUT[name]
        title = self.tracks.title
        titles = dict.fromkeys(title(question.topic) for question in self._chosen(name))
        return f"Questions on {listed(safe(title) for title in titles)}." if titles else ""

    def _inventory(self, name: str) -> list[tuple[str, str]]:
        """Return the levels and the numbers of questions behind an entry."""
        if self.banks is None:
            return [("…", typeset.FAINT)]
        questions = self._chosen(name)
        if not questions:
            return [("No questions here yet.", typeset.FAINT)]
        low = min(question.level for question in questions)
        high = max(question.level for question in questions)
        levels = f"level {low}" if low == high else f"levels {low} to {high}"
        fresh = sum(question.generated for question in questions)
        count = counted(len(questions), "question")
        share = "all" if fresh == len(questions) else str(fresh)
        numbers = f", {share} with new numbers each time" if fresh else ""
        return [(f"{count}, {levels}{numbers}.", typeset.FAINT)]

    def _left_out(self) -> Iterator[Static]:
        """Yield a line about the banks that were left out, if there are any."""
        left_out = self.banks.left_out if self.banks else ()
        if self.banks is None or not left_out:
            return
        problem = next(one for one in self.banks.problems if one.path == left_out[0])
        more = f" (and {len(left_out) - 1} more)" if len(left_out) > 1 else ""
        says = f"{safe(problem.path.name)}{more} couldn't be loaded (line {problem.line}): "
        line = Content.assemble(("! ", "bold $text-warning"), says, safe(problem.message))
        yield Static(line, id="left-out")


def _selection(name: str) -> Selection:
    if name.startswith(_TOPIC):
        return Selection(topic=name.removeprefix(_TOPIC))
    if name.startswith(_BANK):
        return Selection(bank=name.removeprefix(_BANK))
    return Selection()
