"""Leads through interviews: choose one or go on with one, the room, the points, the scorecard."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from textual.app import App

from quizapp.errors import HistoryError, QuizappError, UsageError
from quizapp.interview.assembly import Code, changes, difference
from quizapp.interview.events import End, Event, Kind, fold
from quizapp.interview.sitting import Interview
from quizapp.practice.selection import Selection
from quizapp.reports.scorecard import Earlier, before, card
from quizapp.system.settings import SettingsFile
from quizapp.tui.gone import left_out
from quizapp.tui.widgets.timer import clock_face

if TYPE_CHECKING:
    from quizapp.bank.reader import Banks
    from quizapp.history import Event as Kept
    from quizapp.history import History, SessionLog
    from quizapp.interview.blueprints import Blueprints
    from quizapp.practice.session import Attempt, Clock


@dataclass(frozen=True)
class Unfinished:
    """An interview that can be gone on with."""

    session: int
    title: str
    remaining: float
    """Seconds left when this was found out; less than none when the time ran out before."""
    paused: bool
    since: float = 0.0
    """When it was found out, by the clock that never goes back."""

    def left(self, now: float) -> float:
        """Return the seconds that are left now; none when the time ran out meanwhile."""
        return max(self._left(now), 0.0)

    def over_for(self, now: float) -> float:
        """Return for how many seconds its time has been over."""
        return max(-self._left(now), 0.0)

    def says(self, now: float) -> str:
        """Say how much time is left."""
        if not self.left(now):
            return "time is up"
        return f"{clock_face(self.left(now))} left{', paused' if self.paused else ''}"

    def _left(self, now: float) -> float:
        return self.remaining if self.paused else self.remaining - (now - self.since)


class Diary:
    """Keeps what happens in an interview in the history.

    Parameters
    ----------
    history
        Where.
    tell
        Shows at once what can't be saved.
    log
        Of the session, where it goes on; otherwise one is begun with the interview.
    """

    def __init__(
        self, history: History, tell: Callable[[str], None], log: SessionLog | None = None
    ) -> None:
        self._history = history
        self._tell = tell
        self._log = log

    def __call__(self, event: Event, attempts: Sequence[Attempt]) -> None:
        """Keep an event, and with it its attempts."""
        if self._log is None:
            self._log = self._begun(event)
        match event.kind:
            case Kind.SUBMITTED:
                self._log.submit(attempts, event.payload, event.data["confidences"])
            case Kind.CONFIRMED:
                data = event.data
                self._log.confirm(attempts[0], data["points"], data["score"], event.payload)
            case Kind.TYPED:
                self._log.draft(event.kind, event.payload)
            case _:
                self._log.event(event.kind, event.payload)

    @property
    def session(self) -> int | None:
        """The session's number, once something was saved."""
        return self._log.number if self._log is not None else None

    def leave(self) -> None:
        """Try a last time to save what waits."""
        if self._log is not None:
            self._log.leave()

    def _begun(self, event: Event) -> SessionLog:
        data = event.data
        return self._history.session(
            "mock",
            title=data["title"],
            seed=data["seed"],
            blueprint=data["blueprint"],
            code=data["code"],
            revisions=data["banks"],
            tell=self._tell,
        )


class Interviewing:
    """Shows the screens of interviews in an app.

    Parameters
    ----------
    app
        Shows them.
    blueprints, banks, history
        Return what is loaded when it is first needed.
    clock
        Tells the time.
    chance
        Returns a seed nobody chose.
    practise
        Starts a practice session.
    returned
        Called when the last of the screens is left.
    settings
        What the user has settled, such as whether tones are heard.
    """

    def __init__(
        self,
        app: App[Any],
        *,
        blueprints: Callable[[], Blueprints],
        banks: Callable[[], Banks],
        history: Callable[[], History],
        clock: Clock,
        chance: Callable[[], int],
        practise: Callable[[Selection], None],
        returned: Callable[[], None] = lambda: None,
        settings: SettingsFile | None = None,
    ) -> None:
        self._app = app
        self._blueprints = blueprints
        self._banks = banks
        self._history = history
        self._clock = clock
        self._chance = chance
        self._practise = practise
        self._returned = returned
        self._settings = settings or SettingsFile()

    # Ways in

    def unfinished(self) -> tuple[Unfinished, ...]:
        """Return the interviews that can be gone on with, the latest first."""
        try:
            sessions = self._history().unfinished_mocks()
            found = [
                self._standing(one.number, self._history().events(one.number)) for one in sessions
            ]
        except HistoryError:
            return ()
        return tuple(one for one in reversed(found) if one is not None)

    def choose(self) -> None:
        """Let the learner choose an interview, or go on with one."""
        from quizapp.tui.screens.interviews import InterviewsScreen

        screen = InterviewsScreen(
            self._blueprints(),
            self._banks(),
            self.unfinished,
            self.abandon,
            settings=self._settings,
            now=self._clock.seconds,
        )
        self._app.push_screen(screen, self._chosen)

    def begin(self, text: str) -> None:
        """Begin the interview of a code, such as ``phone-screen@17``.

        Raises
        ------
        UsageError
            When there is no such blueprint, or the banks can't fill it.
        """
        code = Code.parse(text)
        blueprint = self._blueprints().find(code.blueprint)
        banks = self._banks()
        seed = self._chance() if code.seed is None else code.seed
        differs = difference(code, blueprint, banks)
        diary = Diary(self._history(), self._tell)
        interview = Interview.begin(blueprint, banks, seed, clock=self._clock, log=diary)
        if differs:
            self._tell(f"{differs[:1].upper()}{differs[1:]}.")
        self._enter(interview, diary)

    def resume(self, session: int | None = None) -> None:
        """Go on with an interview, the latest unless one is said; show its scorecard if it is over.

        Raises
        ------
        UsageError
            When there is none, or all its questions are gone from the banks.
        """
        if session is None:
            found = self.unfinished()
            if not found:
                raise UsageError("you have no unfinished interview; start one with 'quizapp mock'")
            session = found[0].session
        banks = self._banks()
        events = _events(self._history().events(session))
        recorded = fold(events).data.get("banks", {})
        log = self._history().resume(session, revisions=recorded, tell=self._tell)
        diary = Diary(self._history(), self._tell, log)
        interview = Interview.resume(events, banks, clock=self._clock, log=diary)
        for changed in changes(recorded, banks):
            self._tell(f"Since you started this interview, {changed}.")
        if interview.left_out:
            self._tell(left_out(interview.left_out))
        self._enter(interview, diary)

    def abandon(self, session: int) -> None:
        """Give an interview up that was left.

        Raises
        ------
        HistoryError
            When the history can't be read.
        """
        state = fold(_events(self._history().events(session)))
        log = self._history().resume(session, tell=self._tell)
        now = max(self._clock.now(), state.last)
        Diary(self._history(), self._tell, log)(Event(Kind.ENDED, now), ())

    def asks_to_quit(self) -> bool:
        """Ask whether to leave the interview under way; return whether there is one to ask about.

        Who quits again while that is asked has answered.
        """
        from quizapp.tui.screens.interview import RoomScreen

        rooms = [one for one in self._app.screen_stack if isinstance(one, RoomScreen)]
        return bool(rooms) and rooms[-1].asks_to_quit()

    def _chosen(self, choice: int | str | None) -> None:
        try:
            if isinstance(choice, int):
                self.resume(choice)
            elif choice:
                self.begin(choice)
            else:
                self._returned()
        except QuizappError as error:
            self._tell(str(error))
            self._returned()

    def _standing(self, session: int, kept: Iterable[Kept]) -> Unfinished | None:
        """Return how an interview stands; None when its events say nothing."""
        try:
            state = fold(_events(kept))
        except UsageError:
            return None
        now = state.paused or max(self._clock.now(), state.last)
        left = (state.deadline - now).total_seconds()
        if state.ended is not None:
            left = min(left, 0.0)
        paused = state.paused is not None
        return Unfinished(session, state.data["title"], left, paused, self._clock.seconds())

    # The room, and what comes after it

    def _enter(self, interview: Interview, diary: Diary) -> None:
        from quizapp.tui.screens.interview import RoomScreen

        def left(over: bool | None) -> None:
            if over and interview.ended is not End.ABANDONED:
                self._conclude(interview, diary)
                return
            diary.leave()
            self._returned()

        if interview.ended is None:
            self._app.push_screen(RoomScreen(interview, self._settings), left)
        else:
            left(True)

    def _conclude(self, interview: Interview, diary: Diary) -> None:
        """Let the points of open answers be ticked, one by one, and then show the scorecard."""
        from quizapp.tui.screens.tick_points import PointsScreen

        waiting = [one for one in interview.results() if one.awaits]
        if not waiting:
            self._show_card(interview, diary)
            return
        result = waiting[0]

        def ticked(points: tuple[str, ...] | None) -> None:
            if points is None:
                self._show_card(interview, diary)
                return
            interview.confirm(result.place, points)
            self._conclude(interview, diary)

        self._app.push_screen(PointsScreen(result, len(waiting)), ticked)

    def _show_card(self, interview: Interview, diary: Diary) -> None:
        from quizapp.tui.screens.scorecard import ScorecardScreen

        scorecard = card(interview.planned, interview.state, self._earlier(interview, diary))

        def left(wish: str | None) -> None:
            if wish == "points":
                self._conclude(interview, diary)
                return
            diary.leave()
            self._returned()
            if wish == "practise" and scorecard.next is not None:
                self._practise(scorecard.next)

        self._app.push_screen(ScorecardScreen(scorecard), left)

    def _earlier(self, interview: Interview, diary: Diary) -> tuple[Earlier, ...]:
        """Return the mocks of the same blueprint that began before this one."""
        try:
            mocks = self._history().mocks(interview.state.data["blueprint"])
        except HistoryError:
            return ()
        return before(mocks, diary.session, interview.state.began)

    def _tell(self, text: str) -> None:
        self._app.notify(text, severity="warning", markup=False)


def _events(kept: Iterable[Kept]) -> list[Event]:
    return [Event.kept(one.kind, one.payload, one.at) for one in kept]
