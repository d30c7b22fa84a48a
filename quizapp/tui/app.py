"""The app: loads the banks after its first paint, and leads from screen to screen."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Final, NamedTuple, cast

from rich.text import Text
from textual import on, work
from textual.app import App
from textual.binding import Binding, BindingType
from textual.screen import Screen
from textual.worker import get_current_worker

from quizapp import authoring, history, practice, reports, tui
from quizapp.bank.collection import Banks
from quizapp.errors import QuizappError, UsageError
from quizapp.history.recorder import has_history
from quizapp.practice.selection import Selection
from quizapp.system import folders, garbage
from quizapp.text.gone import left_out
from quizapp.text.phrases import slip_title
from quizapp.tui import offers, screens, themes
from quizapp.tui.offers import Offer
from quizapp.tui.screens.home import HomeScreen
from quizapp.tui.services import AtAuthor, AtInterview, AtPractice, AtUnfinished, Opening, Services

if TYPE_CHECKING:
    from rich.console import RenderableType
    from textual.driver import Driver

    from quizapp.bank.tracks import Tracks
    from quizapp.history.interview_recorder import Unfinished
    from quizapp.history.practice_recorder import Left, PracticeRecorder
    from quizapp.learning.answered import Answered
    from quizapp.learning.outlook import Outlook
    from quizapp.practice.asked import Asked, Summary
    from quizapp.practice.session import Practice
    from quizapp.questions.base import Question, Variant
    from quizapp.record import Session
    from quizapp.tui.flow import Interviewing
    from quizapp.tui.outlook import Drill
    from quizapp.tui.remarking import Remarking
    from quizapp.tui.screens.practice import PracticeScreen
    from quizapp.tui.screens.review import ReviewScreen


_KEYCAPS: Final = {
    "enter": "Enter",
    "escape": "Esc",
    "space": "Space",
    "home": "Home",
    "end": "End",
    "backspace": "Backspace",
    "delete": "Delete",
    "pageup": "PgUp",
    "pagedown": "PgDn",
    "question_mark": "?",
    **{f"f{number}": f"F{number}" for number in range(1, 13)},
}
_OPENS_HISTORY_AFTER: Final = 0.5
"""Seconds from the first question to the opening of the history."""
_LOADS_NUMBERS_AFTER: Final = 1.0
"""Seconds from the first frame to the loading of what draws numbers."""
_HANDS_OVER: Final = 0.0005
"""Seconds that a thread which computes may keep the one that paints waiting."""
_SILENT: Final = 0.3
"""Seconds that a key may wait for the banks before that is said."""
_USAGE: Final = 2
"""Exit code of a request that can't be met."""


class Sitting(NamedTuple):
    """A session with what it is about."""

    practice: Practice
    selection: Selection
    title: str
    recorder: PracticeRecorder


class QuizApp(App[None]):
    """Interview practice in a terminal.

    Parameters
    ----------
    services
        What it works with.
    opening
        Where it opens, unless at home.
    """

    TITLE = "quizapp"
    CSS_PATH = "app.tcss"
    ENABLE_COMMAND_PALETTE = True
    COMMAND_PALETTE_BINDING = "ctrl+backslash"  # an interview goes back with Ctrl+P
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (72, "-medium"), (104, "-wide")]  # noqa: RUF012 - as Textual declares it
    VERTICAL_BREAKPOINTS = [(0, "-short"), (22, "-tall")]  # noqa: RUF012 - as Textual declares it
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+q", "quit", "Quit", id="app.quit", priority=True),
        Binding("ctrl+t", "toggle_theme", "Switch theme", id="app.theme", show=False),
        Binding("question_mark", "help", "Help", id="app.help"),
        Binding("f1", "help", "Help", id="app.help_anywhere"),
    ]

    def __init__(self, services: Services, opening: Opening | None = None) -> None:
        # Parsed together, as the first screens follow each other at once.
        super().__init__(css_path=["app.tcss", "practice.tcss"] if opening is not None else None)
        self._services = services
        self._clock = services.clock
        self._history = services.history
        self._tracks = services.tracks
        self._opening = opening
        self._interviewing: Interviewing | None = None
        self._seed = opening.seed if isinstance(opening, AtPractice) else None
        self._banks: Banks | None = None
        self._waiting: Callable[[], object] | None = None
        """What is to be done when the banks are read."""
        self._draws = False
        """Whether what draws numbers is loaded."""
        self.sitting: Sitting | None = None
        """The last session, open or over."""
        self._open: list[Sitting] = []
        """The sessions of this run that can be continued, the latest last."""
        self._left_before: dict[str, Left] = {}
        """Those of earlier runs, by the name that home knows them by."""
        self._unfinished: tuple[Unfinished, ...] = ()
        """The interviews that can be continued, the latest first."""
        self.failure: Exception | None = None
        """The error that ended the app, if one did."""
        self.register_theme(themes.DARK)
        self.register_theme(themes.LIGHT)
        # Not assigned: styles that were never parsed need no second reading.
        self.set_reactive(App.theme, self._services.settings.now.theme)
        self.stylesheet.set_variables(self.get_css_variables())

    def get_default_screen(self) -> Screen[None]:
        """Return home, which is under every other screen."""
        return HomeScreen(
            self._tracks,
            awake=self._opening is None,
            is_new=not has_history(self._history.folder),
        )

    def get_driver_class(self) -> type[Driver]:
        """Return what drives the terminal."""
        chosen = super().get_driver_class()
        if chosen.__name__ != "LinuxDriver":
            return chosen
        return tui.terminal.Terminal

    def on_load(self) -> None:
        """Let no key wait for a thread that draws nor, while starting, for garbage."""
        sys.setswitchinterval(_HANDS_OVER)
        garbage.pause()

    def on_mount(self) -> None:
        """Go home, or straight to what was asked for."""
        if self._opening is not None:
            if (kept := self._services.kept()) is not None:
                self._take(kept)
            self._with_banks(partial(self._open_at_once, self._opening))
        self.call_after_refresh(self._settle)

    def on_unmount(self) -> None:
        """Leave the garbage collector as it is usually."""
        garbage.reset()

    # Starting

    @property
    def banks(self) -> Banks:
        """The banks; none until they are read."""
        return self._banks or Banks((), ())

    def _settle(self) -> None:
        """Load what the first frame did without."""
        if self._banks is None:
            self._read_banks()
        self.set_timer(_LOADS_NUMBERS_AFTER, self._load_numbers)
        if self._services.settings.problem:
            self._tell(f"{self._services.settings.problem} Your other settings still apply.")
        if self._opening is None:
            self.set_timer(_OPENS_HISTORY_AFTER, self._offer)
        self.set_interval(1, self._tick)

    @work(thread=True, exclusive=True, group="banks")
    def _read_banks(self) -> None:
        """Read the banks while the learner looks."""
        banks = self._services.banks()
        if get_current_worker().is_cancelled:
            return  # others are being read, or the app was left
        self.call_from_thread(self._take, banks)

    @work(thread=True, group="numbers")
    def _load_numbers(self) -> None:
        """Import what draws numbers while the learner reads, so that no key waits for it."""
        import quizapp.questions.numeric_grading  # noqa: F401 - what counts is that it is loaded

        self.call_from_thread(self.settled)

    def _take(self, banks: Banks) -> None:
        """Show banks that were read, and do what waited for them."""
        self._banks = banks.with_problems(self._tracks.problems)
        self._home.banks = self._banks
        self._look()
        waiting, self._waiting = self._waiting, None
        if waiting is not None:
            waiting()

    def _with_banks(self, do: Callable[[], object]) -> None:
        """Do something that needs the banks: now, or when they are read."""
        if self._banks is not None:
            do()
            return
        if self._waiting is None:
            self.set_timer(_SILENT, self._say_that_it_reads)
        self._waiting = do

    def _say_that_it_reads(self) -> None:
        if self._waiting is not None:
            self._home.wake()
            self.notify("One moment: your questions are being read.", markup=False)

    def settled(self) -> None:
        """Collect garbage from now on, but none of what is there for good."""
        garbage.resume()
        self._draws = True

    def _look(self) -> None:
        """Let home say where the learner stands, as soon as that is found out."""
        if self._banks is not None and self.screen_stack and self._home.awake:
            self._find_outlook(self._banks, self._tracks)

    @work(thread=True, exclusive=True, group="outlook")
    def _find_outlook(self, banks: Banks, tracks: Tracks) -> None:
        found = tui.outlook.look(self._services, banks, tracks)
        if not get_current_worker().is_cancelled:
            self.call_from_thread(self._show_outlook, found)

    def _show_outlook(self, found: Outlook) -> None:
        if self.screen_stack:
            self._home.outlook = found

    @property
    def _home(self) -> HomeScreen:
        return cast(HomeScreen, self.screen_stack[0])

    @on(HomeScreen.Woken)
    def _home_woken(self) -> None:
        self._look()
        self._offer()

    def _open_at_once(self, opening: Opening) -> None:
        match opening:
            case AtPractice(selection):
                begin = partial(self.begin, selection, self._title(selection))
                self._choose(selection, lambda asked: self._or_end(partial(begin, asked)))
            case AtAuthor(what):
                self._write(what)
            case AtUnfinished():
                self._or_end(self.interviewing.resume)
            case AtInterview(""):
                self._or_end(self.interviewing.choose)
            case AtInterview(code):
                self._or_end(partial(self.interviewing.begin, code))

    def _or_end(self, do: Callable[[], None]) -> None:
        """Do what the app was opened for, or end it where that can't be done."""
        try:
            do()
        except QuizappError as error:
            # Once home is there: an app can't leave what it has not entered.
            refused = Text(f"quizapp: {error}")
            self.call_after_refresh(self.exit, return_code=_USAGE, message=refused)

    def _title(self, selection: Selection) -> str:
        titles = {bank.name: bank.title for bank in self.banks.banks}
        return titles.get(selection.bank) or selection.title(self._tracks)

    # Interviews

    @property
    def interviewing(self) -> Interviewing:
        """What leads through interviews, made when it is first needed."""
        if self._interviewing is None:
            self._interviewing = tui.flow.Interviewing(
                self,
                self._services,
                banks=lambda: self.banks,
                practise=self._practise,
                tracks=lambda: self._tracks,
                returned=self._returned,
            )
        return self._interviewing

    def _returned(self) -> None:
        """Come home from an interview; its answers count too."""
        self._look()
        self._offer()

    @on(HomeScreen.InterviewsWanted)
    def _interviews_wanted(self) -> None:
        self._with_banks(self.interviewing.choose)

    # Subjects

    @on(HomeScreen.SubjectsWanted)
    def _subjects_wanted(self) -> None:
        def show() -> None:
            self.push_screen(
                screens.subjects.SubjectsScreen(self._tracks, self.banks), self._subject_chosen
            )

        self._with_banks(show)

    def _subject_chosen(self, name: str | None) -> None:
        if name is None:
            return
        self._tracks = self._tracks.following(name)
        self._home.tracks = self._tracks
        self._look()
        refused = self._services.settings.change(track=name)
        if refused:
            self._tell(refused)

    # The interview that is prepared for

    @on(HomeScreen.DateWanted)
    def _date_wanted(self) -> None:
        tui.aiming.Aiming(self, self._services, self._look).ask()

    # A topic on one page

    @on(HomeScreen.SheetWanted)
    def _sheet_wanted(self, message: HomeScreen.SheetWanted) -> None:
        self._show_sheet(message.topic)

    def on_practice_screen_sheet_wanted(self, message: PracticeScreen.SheetWanted) -> None:
        """Show the topic of the question that was answered, over it."""
        self._show_sheet(message.topic)

    def on_review_screen_question_wanted(self, message: ReviewScreen.QuestionWanted) -> None:
        """Ask a question that is looked at again, over it."""
        again = Selection(ids=(message.variant.question.name,), ordered=True)
        self._begin_or_tell(again, "Once more", (message.variant,))

    def _show_sheet(self, topic: str) -> None:
        questions = self.banks.by_topic.get(topic, ())
        try:
            remarks = self._history.opened(self._tell).remarks(self.banks.renamed)
        except QuizappError:
            remarks = ()
        found = reports.sheets.sheet_of(topic, questions, self._tracks, remarks)
        self.push_screen(screens.topic_sheet.TopicSheetScreen(found))

    # Progress

    @on(HomeScreen.ProgressWanted)
    def _progress_wanted(self) -> None:
        screen = screens.progress.ProgressScreen(
            self._history,
            self._slip_meanings,
            self._open_mock,
            self._open_session,
            self._tracks,
            self._home.outlook,
        )
        self.push_screen(screen, self._progress_left)

    def _slip_meanings(self) -> Mapping[str, str]:
        return reports.slip_meanings.meanings(self.banks.questions)

    def _open_mock(self, session: int) -> None:
        try:
            self.interviewing.resume(session)
        except QuizappError as error:
            self._refuse(error)

    def _open_session(self, session: Session) -> None:
        """Show the summary of a practice session that is over."""
        try:
            kept = self._history.opened(self._tell)
            attempts = [one.attempt for one in kept.attempts(session=session.number)]
            summary = practice.past.summary_of(attempts, self.banks.find, self._tracks)
            summary = replace(summary, known_habits=self._habits)
            selection = history.practice_recorder.selection_of(kept, session.number)
        except QuizappError as error:
            self._refuse(error)
            return
        self.push_screen(
            screens.summary.SummaryScreen(summary, session.title, reopened=True),
            partial(self._summed_up, summary, selection, session.title),
        )

    def _progress_left(self, wish: Selection | Drill | str | None) -> None:
        match wish:
            case Selection():
                self._practise(wish)
            case tui.outlook.Drill(slip):
                self._with_banks(lambda: self._drill(self.banks, slip))
            case screens.progress.INTERVIEWS:
                self.interviewing.choose()

    @on(HomeScreen.DrillWanted)
    def _drill_wanted(self, message: HomeScreen.DrillWanted) -> None:
        self._with_banks(lambda: self._drill(self.banks, message.slip))

    @on(HomeScreen.PitchesWanted)
    def _pitches_wanted(self, message: HomeScreen.PitchesWanted) -> None:
        """Ask open questions, to be spoken until the learner types again."""
        refused = self._services.settings.change(aloud=True)
        if refused:
            self._tell(refused)
        pitches = Selection(ids=message.questions, ordered=True)
        self._with_banks(partial(self._begin_or_tell, pitches, "Aloud"))

    @work(thread=True, exclusive=True, group="choice")
    def _drill(self, banks: Banks, slip: str) -> None:
        """Ask a few questions in which a mistake can be made."""
        names = tui.outlook.drill(self._services, banks, self._tracks, slip)
        if names:
            asked = Selection(ids=names, ordered=True)
            self.call_from_thread(self._begin_or_tell, asked, slip_title(slip))
        else:
            says = "You can't make this mistake in any question that is loaded."
            self.call_from_thread(self.notify, says, markup=False)

    # Writing questions

    @on(HomeScreen.AuthorWanted)
    def _author_wanted(self) -> None:
        self.write("")

    def write(self, what: str) -> None:
        """Open a bank to be written: a file, the bank of a question, or the learner's own."""
        self._with_banks(partial(self._write, what))

    def _write(self, what: str) -> None:
        try:
            found = authoring.place.find(what, self.banks, folders.user_banks(self._history.folder))
            if found.copied:
                self._reload()
                self.notify(f"You're editing your own copy: {found.path.name}.", markup=False)
            if found.path.is_relative_to(folders.NOWHERE):
                raise UsageError(folders.NO_HOME)
            draft = authoring.draft.Draft.open(found.path, self._history.folder / "drafts")
        except QuizappError as error:
            self._home.wake()
            self.notify(str(error), severity="warning", markup=False)
            return
        self.push_screen(screens.author.AuthorScreen(draft, self._reload, found.line))

    def on_practice_screen_remark_wanted(self, message: PracticeScreen.RemarkWanted) -> None:
        """Keep what the learner says about a question."""
        screen = cast("PracticeScreen", self.screen)
        self._remarking.remark(message.kind, message.variant, screen.show_remarks)

    @property
    def _remarking(self) -> Remarking:
        return tui.remarking.Remarking(self, self._history, self.banks)

    def on_practice_screen_edit_wanted(self, message: PracticeScreen.EditWanted) -> None:
        """Open the question that is asked; offer a copy where it is not the learner's own."""
        bank = authoring.place.bank_of(self.banks.find(message.question), self.banks)
        if authoring.draft.is_editable(Path(bank.path)):
            self.write(message.question)
            return

        def chosen(name: str | None) -> None:
            if name == "copy":
                self.write(message.question)

        options = (
            screens.dialog.DialogOption("copy", "enter", "Enter", "Make my own copy and edit it"),
            screens.dialog.DialogOption("stay", "escape", "Esc", "Cancel"),
        )
        about = f"{message.question} is in a bank that you can't edit here."
        self.push_screen(screens.dialog.Dialog("Edit a copy instead?", (about,), options), chosen)

    def _reload(self) -> None:
        """Take over what was written."""
        self._read_banks()

    # Browsing

    @on(HomeScreen.BrowseWanted)
    def _browse_wanted(self) -> None:
        def show() -> None:
            self.push_screen(
                screens.browse.BrowseScreen(
                    lambda: self.banks,
                    self._tracks,
                    self._history,
                    self._practise,
                    self.write,
                )
            )

        self._with_banks(show)

    # Sessions

    def begin(
        self,
        selection: Selection,
        title: str,
        asked: Selection | None = None,
        met: Sequence[Variant] = (),
    ) -> None:
        """Start a session and ask its first question.

        Parameters
        ----------
        selection
            What it is about.
        title
            The same, as shown.
        asked
            What is asked of that, where it was chosen before.
        met
            Variants that are not to be asked again.

        Raises
        ------
        UsageError
            When there is nothing to ask.
        """
        seed = self._services.chance() if self._seed is None else self._seed
        # Where numbers can't be drawn yet, the first question has some that were drawn before.
        is_ready = self._seed is None and not self._draws
        self._seed = None
        count = self._opening.count if isinstance(self._opening, AtPractice) else None
        recorder = self._history.begin(selection, title, seed, self.banks.revisions, self._tell)
        asked = asked or selection
        session = practice.session.Practice(
            asked.choose(self.banks.questions, self._tracks),
            clock=self._clock,
            recorder=recorder.record,
            note=recorder.note,
            seed=seed,
            # Whoever names questions wants them all.
            count=len(asked.ids or ())
            if asked.ordered
            else max(count or practice.session.DEFAULT_COUNT, len(asked.ids or ())),
            in_order=asked.ordered,
            repeats=asked.ordered and not asked.places,
            follow_ups=(lambda _: ()) if asked.places else self.banks.follow_ups,
            leads=self._leads() if asked.places else (lambda _: None),
            met=met,
            opening=(lambda one: one.ready_variant(seed)) if is_ready else None,
            tracks=self._tracks,
        )
        if session.next() is None:
            raise UsageError(
                "none of these questions can be shown; run 'quizapp bank check' to see why"
            )
        # One in which nothing was done is no loss.
        self._open = [one for one in self._open if one.recorder.is_begun]
        self._sit(Sitting(session, selection, title, recorder))

    def _leads(self) -> Callable[[Sequence[Asked]], Question | None]:
        return practice.placing.leads(self.banks.questions, self._tracks)

    def _sit(self, sitting: Sitting) -> None:
        """Let a session be the one that is asked from."""
        self._open = [*(one for one in self._open if one is not sitting), sitting]
        self.sitting = sitting
        self._ask(sitting.practice)

    def _tell(self, sentence: str) -> None:
        """Show what the history has to say, such as that the disk is full."""
        self.notify(sentence, severity="warning", timeout=20, markup=False)

    def _ask(self, session: Practice) -> None:
        self.push_screen(
            screens.practice.PracticeScreen(session, self._services.settings, self._remarking.of),
            self._left,
        )
        # While the question is being read, so that the first answer need not wait for it.
        self.set_timer(_OPENS_HISTORY_AFTER, partial(self._history.opened, self._tell))

    def _left(self, over: bool | None) -> None:
        """Come back from a session: to its summary when it is over, else home."""
        sitting = self.sitting
        if sitting is None:
            return
        if over:
            sitting.recorder.end()
            self._open.remove(sitting)
        else:
            sitting.practice.pause()
        self._home.has_summary = bool(sitting.practice.summary().asked)
        self._look()
        self._offer(show=True)
        if over:
            self._sum_up()

    @property
    def _habits(self) -> tuple[str, ...]:
        """The mistakes that are known as habits."""
        return self._home.outlook.habits if self._home.outlook else ()

    def _sum_up(self) -> None:
        if self.sitting is not None:
            summary, title = self.sitting.practice.summary(), self.sitting.title
            summary = replace(summary, known_habits=self._habits)
            self.push_screen(
                screens.summary.SummaryScreen(summary, title),
                partial(self._summed_up, summary, self.sitting.selection, title),
            )

    def _summed_up(
        self, summary: Summary, selection: Selection, title: str, wish: Drill | str | None
    ) -> None:
        if isinstance(wish, tui.outlook.Drill):
            self._drill(self.banks, wish.slip)
        elif wish == "missed":
            met = [one.variant for one in summary.asked]
            missed = Selection(ids=summary.missed, ordered=True)
            self._begin_or_tell(missed, "What you missed", met)
        elif wish == "again":
            # What was chosen for that time is followed by what is worth most now.
            self._begin_or_tell(Selection() if selection.ordered else selection, title)

    def _practise(self, selection: Selection) -> None:
        self._begin_or_tell(selection, self._title(selection))

    def _begin_or_tell(self, selection: Selection, title: str, met: Sequence[Variant] = ()) -> None:
        def begin(asked: Selection) -> None:
            try:
                self.begin(selection, title, asked, met)
            except QuizappError as error:
                self._refuse(error)

        self._choose(selection, begin)

    def _choose(self, selection: Selection, begin: Callable[[Selection], None]) -> None:
        """Begin with what is worth most now, where neither a topic nor a question is named."""
        if self._seed is not None or not selection.is_open:
            begin(selection)
        elif has_history(self._history.folder):
            self._choose_apart(selection, begin)
        else:
            begin(self._in_order(selection, ()))

    @work(thread=True, exclusive=True, group="choice")
    def _choose_apart(self, selection: Selection, begin: Callable[[Selection], None]) -> None:
        """Choose while a long history is read, without making a key wait for it."""
        now = self._clock.now()
        with suppress(QuizappError):  # what can't be read says nothing
            renamed = self.banks.renamed
            answers = self._history.read_apart(lambda kept: kept.answers(now, renamed))
            selection = self._in_order(selection, answers)
        self.call_from_thread(begin, selection)

    def _in_order(self, selection: Selection, answers: Iterable[Answered]) -> Selection:
        count = self._opening.count if isinstance(self._opening, AtPractice) else None
        with suppress(QuizappError):  # where nothing fits, it is said as the session begins
            return practice.order.in_order(
                selection,
                self.banks.questions,
                self._tracks,
                answers,
                tui.outlook.aim_of(self._services),
                self._clock.now().astimezone(),
                count or practice.session.DEFAULT_COUNT,
            )
        return selection

    def _refuse(self, error: QuizappError) -> None:
        sentence = str(error)
        self.notify(f"{sentence[:1].upper()}{sentence[1:]}.", severity="warning", markup=False)

    # What can be continued

    def _offer(self, *, show: bool = False) -> None:
        """Say on home what can be continued; not to an app that is being left.

        Parameters
        ----------
        show
            Highlight the first of it, wherever the highlight was.
        """
        if not self.screen_stack:
            return

        here = {one.recorder.session for one in self._open}
        kept = history.practice_recorder.left(self._history.opened(self._tell))
        self._left_before = {
            f"{offers.LEFT}{one.session}": one for one in kept if one.session not in here
        }
        self._unfinished = self.interviewing.unfinished()
        self._home.offer(self._offers(), show=show)

    def _offers(self) -> list[Offer]:
        now = self._clock.seconds()
        opened = [(one.title, one.practice) for one in self._open]
        return [
            *offers.interviews(self._unfinished, now),
            *offers.sessions(opened, self._left_before.items()),
        ]

    def _tick(self) -> None:
        """Let the time that is left of an interview be seen to run."""
        is_at_home = len(self.screen_stack) == 1  # none is left of an app that is being left
        if is_at_home and any(offer.urgent for offer in self._home.offers):
            self._home.offer(self._offers())

    # What home asks for

    @on(HomeScreen.Started)
    def _start_chosen(self, message: HomeScreen.Started) -> None:
        begin = partial(self._begin_or_tell, message.selection, message.title)
        self._with_banks(begin)

    @on(HomeScreen.Continued)
    def _continue(self, message: HomeScreen.Continued) -> None:
        self._with_banks(partial(self._continue_with, message.name))

    def _continue_with(self, name: str) -> None:
        kind, _, number = name.partition(":")
        try:
            match f"{kind}:":
                case offers.INTERVIEW:
                    self.interviewing.resume(int(number))
                case offers.OPEN:
                    self._go_on(self._open[int(number)])
                case _:
                    self._go_on(self._restored(self._left_before[name]))
        except QuizappError as error:
            self._refuse(error)

    def _restored(self, kept: Left) -> Sitting:
        """Return a session of an earlier run, as far as its questions are there.

        Raises
        ------
        QuizappError
            When none of them is, or the history can't be read.
        """
        answered = self._history.opened(self._tell).attempts(session=kept.session)
        recorder = self._history.resume(kept.session, self.banks.revisions, self._tell)
        session = practice.session.Practice.restored(
            kept.course,
            [one.attempt for one in answered],
            find=self.banks.find,
            clock=self._clock,
            recorder=recorder.record,
            note=recorder.note,
            seed=kept.seed,
            follow_ups=self.banks.follow_ups,
            tracks=self._tracks,
        )
        if session.left_out:
            self._tell(left_out(session.left_out))
        return Sitting(session, kept.selection, kept.title, recorder)

    def _go_on(self, sitting: Sitting) -> None:
        """Ask what was asked when a session was left, or what comes next."""
        session = sitting.practice
        session.resume()
        goes_on = bool(session.asked) and session.current.is_open
        if not goes_on and session.next() is None:
            self._open = [*(one for one in self._open if one is not sitting), sitting]
            self.sitting = sitting
            self._left(True)
            return
        self._sit(sitting)

    @on(HomeScreen.AbandonWanted)
    def _abandon_wanted(self, message: HomeScreen.AbandonWanted) -> None:
        def chosen(choice: str | None) -> None:
            if choice == "abandon":
                self._abandon(message.name)

        is_interview = message.name.startswith(offers.INTERVIEW)
        what = "interview" if is_interview else "session"
        keeps = (
            offers.ABANDONED
            if is_interview
            else "You can't continue it then. Your answers stay in your progress."
        )
        text = (f"{message.text}.", keeps)
        dialog = screens.dialog.Dialog(
            f"Abandon this {what}?",
            text,
            (screens.dialog.DialogOption("abandon", "y", "y", "Abandon"), screens.dialog.STAY),
        )
        self.push_screen(dialog, chosen)

    def _abandon(self, name: str) -> None:
        kind, _, number = name.partition(":")
        try:
            match f"{kind}:":
                case offers.INTERVIEW:
                    self.interviewing.abandon(int(number))
                case offers.OPEN:
                    self._open.pop(int(number)).recorder.end()
                case _:
                    self._history.resume(int(number), {}, self._tell).end()
        except QuizappError as error:
            self._refuse(error)
        self._offer(show=True)

    @on(HomeScreen.SummaryWanted)
    def _summary_wanted(self) -> None:
        self._sum_up()

    @on(HomeScreen.ProblemsWanted)
    def _problems_wanted(self) -> None:
        self.push_screen(screens.problems.ProblemsScreen(self.banks.problems))

    # The end

    def _handle_exception(self, error: Exception) -> None:
        """Keep what is typed, and end; whoever runs the app tells of the error."""
        if self.failure is None:
            self.failure = error
            with suppress(Exception):  # it may be what failed
                self._leave_off()
        super()._handle_exception(error)

    def _fatal_error(self) -> None:
        """End, without a traceback on the screen."""
        self._close_messages_no_wait()

    def exit(
        self,
        result: None = None,
        return_code: int = 0,
        message: RenderableType | None = None,
    ) -> None:
        """Keep what is half-typed, and end."""
        self._leave_off()
        super().exit(result, return_code, message)

    def _leave_off(self) -> None:
        """Let the screens keep what would be lost."""
        for screen in self.screen_stack:
            leave_off = getattr(screen, "leave_off", None)
            if leave_off is not None:
                leave_off()

    # For every screen

    async def action_quit(self) -> None:
        """End the program; an interview asks first, and half-typed answers are kept."""
        if self._interviewing is None or not self._interviewing.asks_to_quit():
            self.exit()

    def get_key_display(self, binding: Binding) -> str:
        """Return a key as keyboards label it."""
        modifier, _, key = binding.key.rpartition("+")
        if modifier == "ctrl" and len(key) == 1:
            return f"Ctrl+{key.upper()}"
        shown = binding.key_display or super().get_key_display(binding)
        return _KEYCAPS.get(binding.key, shown)

    def action_help(self) -> None:
        """Explain the screen and its keys."""
        if not isinstance(self.screen, screens.help.HelpScreen):
            self.push_screen(screens.help.HelpScreen(self.screen))

    def action_toggle_theme(self) -> None:
        """Change between dark and light, and keep it so."""
        self.theme = themes.LIGHT.name if self.current_theme.dark else themes.DARK.name
        refused = self._services.settings.change(theme=self.theme)
        if refused:
            self._tell(refused)
