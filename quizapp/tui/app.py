"""The app: loads the banks after its first paint, and leads from screen to screen."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Final, cast

from rich.text import Text
from textual import events, on, work
from textual._context import active_message_pump
from textual.app import App
from textual.binding import Binding, BindingType
from textual.screen import Screen
from textual.worker import Worker, WorkerFailed, get_current_worker

from quizapp import bank, practice, reports, tui
from quizapp.errors import QuizappError
from quizapp.history.recorder import has_history
from quizapp.system import garbage
from quizapp.tui import leaving, screens, themes
from quizapp.tui.ahead import CHOICE, KeysAhead
from quizapp.tui.screens.home import HomeScreen
from quizapp.tui.services import AtAuthor, AtInterview, AtPractice, AtUnfinished, Opening, Services

if TYPE_CHECKING:
    from rich.console import RenderableType
    from textual.driver import Driver

    from quizapp.bank.collection import Banks
    from quizapp.bank.tracks import Tracks
    from quizapp.history.interview_recorder import Unfinished
    from quizapp.learning.outlook import Outlook
    from quizapp.practice.selection import Selection
    from quizapp.tui.interviewing import Interviewing
    from quizapp.tui.offers import Offer
    from quizapp.tui.outlook import Drill
    from quizapp.tui.practising import Practising
    from quizapp.tui.remarking import Remarking
    from quizapp.tui.screens.practice import PracticeScreen
    from quizapp.tui.screens.review import ReviewScreen
    from quizapp.tui.writing import Writing


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
_LOOKS_FOR_LEFT_AFTER: Final = 0.5
"""Seconds from the first frame to what can be continued."""
_LOADS_NUMBERS_AFTER: Final = 1.0
"""Seconds from the first frame to the loading of what draws numbers."""
_HANDS_OVER: Final = 0.0005
"""Seconds that a thread which computes may keep the one that paints waiting."""
_READING_SAID: Final = 1.5
"""Seconds for which it is said that banks are read: no longer than that may be true."""
_SILENT: Final = 0.3
"""Seconds that a key may wait for the banks before that is said."""
_USAGE: Final = 2
"""Exit code of a request that can't be met."""


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
        first = "author.tcss" if isinstance(opening, AtAuthor) else "practice.tcss"
        super().__init__(css_path=["app.tcss", first] if opening is not None else None)
        self._services = services
        self._clock = services.clock
        self._history = services.history
        self._tracks = services.tracks
        self._opening = opening
        self._interviewing: Interviewing | None = None
        self._practising: Practising | None = None
        self._banks: Banks | None = None
        self._waiting: Callable[[], object] | None = None
        """What is to be done when the banks are read."""
        self._ahead = KeysAhead(self, self._is_on_its_way)
        self._is_settling = False
        """Whether what the first frame did without is loaded, or being loaded."""
        self._draws = False
        """Whether what draws numbers is loaded."""
        self._unfinished: tuple[Unfinished, ...] = ()
        """The interviews that can be continued, the latest first."""
        self.failure: Exception | None = None
        """The error that ended the app, if one did."""
        self._ends = False
        """Whether it was told to end, so that screens lose what they show."""
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
            # Later, as Textual paints nothing until the app is mounted.
            self.call_later(self._open_first, self._opening)

    def _open_first(self, opening: Opening) -> None:
        if (kept := self._services.kept()) is not None:
            self._take(kept)
        self._with_banks(partial(self._open_at_once, opening))
        self.call_after_refresh(self._settle)

    def on_unmount(self) -> None:
        """Leave the garbage collector as it is usually."""
        garbage.reset()

    # Starting

    @property
    def banks(self) -> Banks:
        """The banks; none until they are read."""
        return self._banks or bank.collection.Banks((), ())

    @on(HomeScreen.Painted)
    def _home_painted(self) -> None:
        if self._opening is None and not self._is_settling:
            self._settle()

    def _settle(self) -> None:
        """Load what the first frame did without."""
        self._is_settling = True
        if self._banks is None:
            self._read_banks()
        # Now, as one screen that brings it later has everything parsed anew.
        self.stylesheet.read(Path(__file__).with_name("practice.tcss"))
        self.set_timer(_LOADS_NUMBERS_AFTER, self._load_numbers)
        if self._services.settings.problem:
            self._tell(f"{self._services.settings.problem} Your other settings still apply.")
        if self._opening is None:
            self.set_timer(_LOOKS_FOR_LEFT_AFTER, self._offer)
        self.set_interval(1, self._tick)

    @work(thread=True, exclusive=True, group="banks")
    def _read_banks(self) -> None:
        """Read the banks while the learner looks."""
        banks = self._services.banks()
        len(banks.by_topic)  # which home counts by; of very many here, so that no key waits for it
        if get_current_worker().is_cancelled:
            return  # others are being read, or the app was left
        self.call_from_thread(self._take, banks)

    @work(thread=True, group="numbers")
    def _load_numbers(self) -> None:
        """Import what numbers take while the learner reads, so that no key waits for it."""
        import quizapp.questions.numeric_grading  # what counts is that it is loaded
        import quizapp.working.by_hand  # noqa: F401

        self.call_from_thread(self.settled)

    def _take(self, banks: Banks) -> None:
        """Show banks that were read, and do what waited for them."""
        self._banks = banks.with_problems(self._tracks.problems)
        self._home.banks = self._banks
        waiting, self._waiting = self._waiting, None
        if waiting is None:
            self._look()
            return
        waiting()
        self.call_after_refresh(self._look)  # not before that is on the screen
        self.call_after_refresh(self._ahead.press)

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
            says = "One moment: your questions are being read."
            self.notify(says, markup=False, timeout=_READING_SAID)

    def _is_on_its_way(self) -> bool:
        """Whether another screen was asked for and isn't there yet."""
        return self._waiting is not None or any(
            one.group == CHOICE and not one.is_finished for one in self.workers
        )

    async def on_event(self, event: events.Event) -> None:
        """Keep keys for the screen that is on its way; Esc gives up one that waits for banks."""
        if self._ahead.keep(event):
            return
        if isinstance(event, events.Key) and not self.screen.is_mounted:
            # It has nothing yet that its keys could act on; it is laid out in a task of its own.
            asyncio.get_running_loop().call_soon(self.post_message, event)
            return
        if isinstance(event, events.Key) and event.key == "escape" and self._waiting is not None:
            self._waiting = None
            self._home.wake()
            return
        await super().on_event(event)

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """Press what was pressed while it was chosen what is asked."""
        if event.worker.group == CHOICE and event.worker.is_finished:
            self.call_after_refresh(self._ahead.press)

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
                self.practising.start(selection, refused=self._end_with)
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
            self._end_with(error)

    def _end_with(self, error: QuizappError) -> None:
        # Once home is there: an app can't leave what it has not entered.
        self.call_after_refresh(self.exit, return_code=_USAGE, message=Text(f"quizapp: {error}"))

    # Practice

    @property
    def practising(self) -> Practising:
        """What leads through practice sessions, made when it is first needed."""
        if self._practising is None:
            self._practising = tui.practising.Practising(
                self,
                self._services,
                banks=lambda: self.banks,
                tracks=lambda: self._tracks,
                draws=lambda: self._draws,
                habits=lambda: self._home.outlook.habits if self._home.outlook else (),
                returned=self._practised,
                opening=self._opening if isinstance(self._opening, AtPractice) else None,
            )
        return self._practising

    def _practised(self) -> None:
        """Come home from a session, and show that it can be continued."""
        self._home.has_summary = self.practising.has_summary
        self._look()
        self._offer(show=True)

    @on(HomeScreen.Started)
    def _start_chosen(self, message: HomeScreen.Started) -> None:
        start = partial(self.practising.start, message.selection, message.title)
        self._with_banks(start)

    @on(HomeScreen.TodayWanted)
    def _today_wanted(self, message: HomeScreen.TodayWanted) -> None:
        self._start_today(places=message.places)

    def _start_today(self, *, places: bool) -> None:
        self._with_banks(lambda: self.practising.start_today(self._home.outlook, places=places))

    @on(HomeScreen.DrillWanted)
    def _drill_wanted(self, message: HomeScreen.DrillWanted) -> None:
        self._with_banks(partial(self.practising.drill, message.slip))

    @on(HomeScreen.PitchesWanted)
    def _pitches_wanted(self, message: HomeScreen.PitchesWanted) -> None:
        """Ask open questions, to be spoken until the learner types again."""
        self._keep_setting(aloud=True)
        pitches = practice.selection.Selection(ids=message.questions, ordered=True)
        self._with_banks(partial(self.practising.start, pitches, "Aloud"))

    def on_review_screen_question_wanted(self, message: ReviewScreen.QuestionWanted) -> None:
        """Ask a question that is looked at again, over it."""
        again = practice.selection.Selection(ids=(message.variant.question.name,), ordered=True)
        self.practising.start(again, "Once more", met=(message.variant,))

    @on(HomeScreen.SummaryWanted)
    def _summary_wanted(self) -> None:
        self.practising.sum_up()

    # Interviews

    @property
    def interviewing(self) -> Interviewing:
        """What leads through interviews, made when it is first needed."""
        if self._interviewing is None:
            self._interviewing = tui.interviewing.Interviewing(
                self,
                self._services,
                banks=lambda: self.banks,
                practise=lambda selection: self.practising.start(selection),
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
        self._keep_setting(track=name)

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
            lambda session: self.practising.look_back(session),
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

    def _progress_left(self, wish: Selection | Drill | str | None) -> None:
        match wish:
            case practice.selection.Selection():
                self.practising.start(wish)
            case tui.outlook.Drill(slip):
                self._with_banks(partial(self.practising.drill, slip))
            case screens.progress.INTERVIEWS:
                self.interviewing.choose()
            case tui.home_page.TODAY | tui.home_page.PLACEMENT:
                self._start_today(places=wish == tui.home_page.PLACEMENT)

    # Writing questions

    @on(HomeScreen.AuthorWanted)
    def _author_wanted(self) -> None:
        self.write("")

    def write(self, what: str) -> None:
        """Open a bank to be written: a file, the bank of a question, or the learner's own."""
        self._with_banks(partial(self._write, what))

    def _write(self, what: str) -> None:
        if not self._writing.open(what):
            self._home.wake()

    @property
    def _writing(self) -> Writing:
        return tui.writing.Writing(self, self._history.folder, self.banks, self._read_banks)

    def on_practice_screen_edit_wanted(self, message: PracticeScreen.EditWanted) -> None:
        """Open the question that is asked."""
        self._writing.open_question(message.question)

    # Remarks on a question

    def on_practice_screen_remark_wanted(self, message: PracticeScreen.RemarkWanted) -> None:
        """Keep what the learner says about a question."""
        self._remarking.remark(message.kind, message.variant, message.then)

    @property
    def _remarking(self) -> Remarking:
        return tui.remarking.Remarking(self, self._history, self.banks)

    # Browsing

    @on(HomeScreen.BrowseWanted)
    def _browse_wanted(self) -> None:
        def show() -> None:
            self.push_screen(
                screens.browse.BrowseScreen(
                    lambda: self.banks,
                    self._tracks,
                    self._history,
                    self.practising.start,
                    self.write,
                )
            )

        self._with_banks(show)

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

        self.practising.find_left()
        self._unfinished = self.interviewing.unfinished()
        self._home.offer(self._offers(), show=show)

    def _offers(self) -> list[Offer]:
        now = self._clock.seconds()
        return [*tui.offers.interviews(self._unfinished, now), *self.practising.offered()]

    def _is_offered(self, name: str) -> bool:
        """Whether something can be continued; two keys at once may have meant the same."""
        return any(offer.name == name for offer in self._offers())

    def _tick(self) -> None:
        """Let the time that is left of an interview be seen to run."""
        is_at_home = len(self.screen_stack) == 1  # none is left of an app that is being left
        if is_at_home and any(offer.urgent for offer in self._home.offers):
            self._home.offer(self._offers())

    @on(HomeScreen.Continued)
    def _continue(self, message: HomeScreen.Continued) -> None:
        self._with_banks(partial(self._continue_with, message.name))

    def _continue_with(self, name: str) -> None:
        if not self._is_offered(name):
            return
        try:
            if name.startswith(tui.offers.INTERVIEW):
                self.interviewing.resume(int(name.removeprefix(tui.offers.INTERVIEW)))
            else:
                self.practising.resume(name)
        except QuizappError as error:
            self._refuse(error)

    @on(HomeScreen.AbandonWanted)
    def _abandon_wanted(self, message: HomeScreen.AbandonWanted) -> None:
        def chosen(choice: str | None) -> None:
            if choice == "abandon":
                self._abandon(message.name)

        is_interview = message.name.startswith(tui.offers.INTERVIEW)
        what = "interview" if is_interview else "session"
        keeps = (
            tui.offers.ABANDONED
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
        if not self._is_offered(name):
            return
        try:
            if name.startswith(tui.offers.INTERVIEW):
                self.interviewing.abandon(int(name.removeprefix(tui.offers.INTERVIEW)))
            else:
                self.practising.abandon(name)
        except QuizappError as error:
            self._refuse(error)
        self._offer(show=True)

    @on(HomeScreen.ProblemsWanted)
    def _problems_wanted(self) -> None:
        self.push_screen(screens.problems.ProblemsScreen(self.banks.problems))

    # The end

    def _handle_exception(self, error: Exception) -> None:
        """Keep what is typed, and end; whoever runs the app tells of the error."""
        if isinstance(error, leaving.GONE) and (
            self._ends or leaving.is_left(active_message_pump.get())
        ):
            return  # what it looked for has gone with its screen
        if isinstance(error, WorkerFailed) and isinstance(error.error, Exception):
            error = error.error
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
        self._ends = True
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
        self._keep_setting(theme=self.theme)

    # What is told

    def _keep_setting(self, **changes: object) -> None:
        refused = self._services.settings.change(**changes)
        if refused:
            self._tell(refused)

    def _tell(self, sentence: str) -> None:
        tui.notices.warn(self, sentence)

    def _refuse(self, error: QuizappError) -> None:
        tui.notices.refuse(self, error)
