"""Leads through practice sessions: choose what is asked, ask it, leave, continue, sum up."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from textual.app import App

from quizapp import history, practice, tui
from quizapp.errors import QuizappError, UsageError
from quizapp.practice.selection import Selection
from quizapp.text.commands import quoted
from quizapp.text.gone import left_out
from quizapp.text.phrases import slip_title
from quizapp.tui import offers, screens
from quizapp.tui.ahead import CHOICE

if TYPE_CHECKING:
    from quizapp.bank.collection import Banks
    from quizapp.bank.tracks import Tracks
    from quizapp.history.practice_recorder import Left, PracticeRecorder
    from quizapp.learning.outlook import Outlook
    from quizapp.practice.asked import Asked, Summary
    from quizapp.practice.session import Practice
    from quizapp.questions.base import Question, Variant
    from quizapp.record import RemarkKind, Session
    from quizapp.tui.offers import Offer
    from quizapp.tui.outlook import Drill
    from quizapp.tui.services import AtPractice, Services

_OPENS_HISTORY_AFTER: Final = 0.5
"""Seconds from the first question to the opening of the history."""


class Sitting(NamedTuple):
    """A session with what it is about."""

    practice: Practice
    selection: Selection
    title: str
    recorder: PracticeRecorder


class Practising:
    """Shows the screens of practice sessions in an app.

    Parameters
    ----------
    app
        Shows them.
    services
        What the app works with.
    banks
        Returns the banks as they are now.
    tracks
        Returns the tracks, with the one that is followed now.
    draws
        Returns whether what draws numbers is loaded.
    habits
        Returns the mistakes that are known as habits.
    returned
        Called when a session is left or over.
    opening
        How many questions a session has, and what decides the first one.
    """

    def __init__(
        self,
        app: App[Any],
        services: Services,
        *,
        banks: Callable[[], Banks],
        tracks: Callable[[], Tracks],
        draws: Callable[[], bool],
        habits: Callable[[], tuple[str, ...]],
        returned: Callable[[], None],
        opening: AtPractice | None = None,
    ) -> None:
        self._app = app
        self._services = services
        self._history = services.history
        self._banks = banks
        self._tracks = tracks
        self._draws = draws
        self._habits = habits
        self._returned = returned
        self._seed = opening.seed if opening else None
        """The seed of the next session, where it was said."""
        self._said_count = opening.length if opening else None
        self.sitting: Sitting | None = None
        """The last session, open or over."""
        self._open: list[Sitting] = []
        """The sessions of this run that can be continued, the latest last."""
        self._left_before: dict[str, Left] = {}
        """Those of earlier runs, by the name of their offer."""

    # Ways in

    def start(
        self,
        selection: Selection,
        title: str = "",
        *,
        met: Sequence[Variant] = (),
        refused: Callable[[QuizappError], None] | None = None,
    ) -> None:
        """Choose what is asked and start a session.

        Parameters
        ----------
        selection
            What it is about.
        title
            The same, as shown, unless the selection says it.
        met
            Variants that are not to be asked again.
        refused
            Called with the reason when there is nothing to ask; shows it unless given.
        """
        title = title or self._title(selection)
        refused = refused or partial(tui.notices.refuse, self._app)
        seed, self._seed = self._seed, None

        def found() -> Callable[[], None]:
            try:
                return partial(self._begin, self._begun(selection, title, seed, met))
            except QuizappError as error:
                return partial(refused, error)

        if self._takes_long(selection, seed):
            self._find_apart(lambda: self._app.call_from_thread(found()))
        else:
            found()()

    def start_today(self, known: Outlook | None, *, places: bool) -> None:
        """Ask what today is for, or what finds out where the learner stands.

        Parameters
        ----------
        known
            Where the learner stands; it is found out first where that is None.
        places
            Whether it is to be found out by questions.
        """
        if known is not None:
            self.start(*tui.outlook.asked_today(known, places=places))
            return
        banks, tracks = self._banks(), self._tracks()

        def find() -> None:
            found = tui.outlook.look(self._services, banks, tracks)
            self._app.call_from_thread(self.start_today, found, places=places)

        self._find_apart(find)

    def drill(self, slip: str) -> None:
        """Ask a few questions in which a mistake can be made."""
        banks, tracks = self._banks(), self._tracks()

        def find() -> None:
            names = tui.outlook.drill(self._services, banks, tracks, slip)
            if names:
                asked = Selection(ids=names, ordered=True)
                self._app.call_from_thread(self.start, asked, slip_title(slip))
            else:
                says = "You can't make this mistake in any question that is loaded."
                self._app.call_from_thread(self._app.notify, says, markup=False)

        self._find_apart(find)

    def _takes_long(self, selection: Selection, seed: int | None) -> bool:
        """Whether a key had to wait till it is found what to ask first."""
        if seed is not None:
            return not self._draws()
        return selection.is_open and not self._history.is_short

    def _begun(
        self, selection: Selection, title: str, said: int | None, met: Sequence[Variant]
    ) -> Sitting:
        """Return a session that asks its first question; any thread may begin it.

        Parameters
        ----------
        selection
            What it is about.
        title
            The same, as shown.
        said
            The seed, where one was said.
        met
            Variants that are not to be asked again.

        Raises
        ------
        UsageError
            When there is nothing to ask.
        """
        seed = self._services.chance() if said is None else said
        # Where numbers can't be drawn yet, the first question has some that were drawn before.
        is_ready = said is None and not self._draws()
        banks = self._banks()
        recorder = self._history.begin(selection, title, seed, banks.revisions, self._tell)
        asked = self._in_order(selection) if said is None and selection.is_open else selection
        named = len(asked.ids or ())
        session = practice.session.Practice(
            asked.choose(banks.questions, self._tracks()),
            clock=self._services.clock,
            recorder=recorder.record,
            note=recorder.note,
            seed=seed,
            # Whoever names questions wants them all.
            count=named if asked.ordered else max(self._count, named),
            in_order=asked.ordered,
            repeats=asked.ordered and not asked.places,
            follow_ups=(lambda _: ()) if asked.places else banks.follow_ups,
            leads=self._leads() if asked.places else (lambda _: None),
            met=met,
            opening=(lambda one: one.ready_variant(seed)) if is_ready else None,
            tracks=self._tracks(),
        )
        if session.next() is None:
            raise UsageError(
                f"none of these questions can be shown; run {quoted('bank', 'check')} to see why"
            )
        return Sitting(session, selection, title, recorder)

    def _begin(self, sitting: Sitting) -> None:
        """Ask the first question of a session."""
        # One in which nothing was done is no loss.
        self._open = [one for one in self._open if one.recorder.is_begun]
        self._sit(sitting)

    def _leads(self) -> Callable[[Sequence[Asked]], Question | None]:
        return practice.placing.leads(self._banks().questions, self._tracks())

    def _title(self, selection: Selection) -> str:
        titles = {bank.name: bank.title for bank in self._banks().banks}
        return titles.get(selection.bank) or selection.title(self._tracks())

    # What is asked

    @property
    def _count(self) -> int:
        return self._said_count or practice.session.DEFAULT_COUNT

    def _in_order(self, selection: Selection) -> Selection:
        """Name what is worth most now, where neither a topic nor a question is named."""
        banks, now = self._banks(), self._services.clock.now().astimezone()
        with suppress(QuizappError):  # where nothing fits, it is said as the session begins
            return practice.order.in_order(
                selection,
                banks.questions,
                self._tracks(),
                tui.outlook.answers(self._services, banks, now),
                tui.outlook.aim_of(self._services),
                now,
                self._count,
            )
        return selection

    def _find_apart(self, find: Callable[[], None]) -> None:
        """Find what is to be asked in a thread; who asks for something else gets only that."""
        self._app.run_worker(find, thread=True, exclusive=True, group=CHOICE)

    # The session

    def _sit(self, sitting: Sitting) -> None:
        """Ask from a session."""
        self._put_last(sitting)
        screen = screens.practice.PracticeScreen(
            sitting.practice, self._services.settings, self._remarks
        )
        self._app.push_screen(screen, self._left)
        # While the question is being read, so that the first answer need not wait for it.
        self._app.set_timer(_OPENS_HISTORY_AFTER, partial(self._history.opened, self._tell))

    def _put_last(self, sitting: Sitting) -> None:
        self._open = [*(one for one in self._open if one is not sitting), sitting]
        self.sitting = sitting

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
        self._returned()
        if over:
            self.sum_up()

    # Its summary

    @property
    def has_summary(self) -> bool:
        """Whether anything was asked in the last session."""
        return self.sitting is not None and bool(self.sitting.practice.summary().asked)

    def sum_up(self) -> None:
        """Show the summary of the last session."""
        if self.sitting is not None:
            _, selection, title, _ = self.sitting
            self._show_summary(self.sitting.practice.summary(), selection, title)

    def look_back(self, session: Session) -> None:
        """Show the summary of a session that is over."""
        try:
            kept = self._history.opened(self._tell)
            attempts = [one.attempt for one in kept.attempts(session=session.number)]
            summary = practice.past.summary_of(attempts, self._banks().find, self._tracks())
            selection = history.practice_recorder.selection_of(kept, session.number)
        except QuizappError as error:
            tui.notices.refuse(self._app, error)
            return
        self._show_summary(summary, selection, session.title, reopened=True)

    def _show_summary(
        self, summary: Summary, selection: Selection, title: str, *, reopened: bool = False
    ) -> None:
        summary = summary._replace(known_habits=self._habits())

        def left(wish: Drill | str | None) -> None:
            if isinstance(wish, tui.outlook.Drill):
                self.drill(wish.slip)
            elif wish == "missed":
                missed = Selection(ids=summary.missed, ordered=True)
                self.start(missed, "What you missed", met=[one.variant for one in summary.asked])
            elif wish == "again" and selection.ordered:
                # What was chosen for that time is followed by what is worth most now.
                self.start(Selection(), tui.outlook.DAILY)
            elif wish == "again":
                self.start(selection, title)

        self._app.push_screen(
            screens.summary.SummaryScreen(summary, title, reopened=reopened), left
        )

    # What can be continued

    def find_left(self) -> None:
        """Find the sessions of earlier runs that were left."""
        here = {one.recorder.session for one in self._open}
        kept = history.practice_recorder.left(self._history.opened(self._tell))
        self._left_before = {
            f"{offers.LEFT}{one.session}": one for one in kept if one.session not in here
        }

    def offered(self) -> list[Offer]:
        """Return what is offered of the sessions that were left."""
        opened = [(one.title, one.practice) for one in self._open]
        return offers.sessions(opened, self._left_before.items())

    def resume(self, name: str) -> None:
        """Ask what was asked when a session was left, or what comes next.

        Parameters
        ----------
        name
            That of its offer.

        Raises
        ------
        QuizappError
            When none of its questions is left, or the history can't be read.
        """
        place = _place(name)
        sitting = self._restored(self._left_before[name]) if place is None else self._open[place]
        session = sitting.practice
        session.resume()
        goes_on = bool(session.asked) and session.current.is_open
        if goes_on or session.next() is not None:
            self._sit(sitting)
        else:
            self._put_last(sitting)
            self._left(True)

    def abandon(self, name: str) -> None:
        """Give a session up that was left.

        Raises
        ------
        HistoryError
            When the history can't be read.
        """
        place = _place(name)
        if place is None:
            session = self._left_before[name].session
            self._history.resume(session, {}, self._tell).end()
        else:
            self._open.pop(place).recorder.end()

    def _restored(self, kept: Left) -> Sitting:
        """Return a session of an earlier run, as far as its questions are there."""
        banks = self._banks()
        answered = self._history.opened(self._tell).attempts(session=kept.session)
        recorder = self._history.resume(kept.session, banks.revisions, self._tell)
        session = practice.session.Practice.restored(
            kept.course,
            [one.attempt for one in answered],
            find=banks.find,
            clock=self._services.clock,
            recorder=recorder.record,
            note=recorder.note,
            seed=kept.seed,
            follow_ups=banks.follow_ups,
            tracks=self._tracks(),
        )
        if session.left_out:
            self._tell(left_out(session.left_out))
        return Sitting(session, kept.selection, kept.title, recorder)

    def _remarks(self, question: str) -> Mapping[RemarkKind, str]:
        return tui.remarking.Remarking(self._app, self._history, self._banks()).of(question)

    def _tell(self, sentence: str) -> None:
        tui.notices.warn(self._app, sentence)


def _place(name: str) -> int | None:
    """Return the place of a session of this run from the name of its offer."""
    kind, _, number = name.partition(":")
    return int(number) if f"{kind}:" == offers.OPEN else None
