"""Leads through interviews: choose one or go on with one, the room, the points, the scorecard."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING, Any

from textual.app import App

from quizapp import history, interview, tui
from quizapp.bank.tracks import NO_TRACKS, Tracks
from quizapp.errors import QuizappError
from quizapp.practice.selection import Selection
from quizapp.tui import screens

if TYPE_CHECKING:
    from quizapp.bank.collection import Banks
    from quizapp.history.interview_recorder import Interviews, RecordedInterview, Unfinished
    from quizapp.tui.services import Services


class Interviewing:
    """Shows the screens of interviews in an app.

    Parameters
    ----------
    app
        Shows them.
    services
        What the app works with.
    banks
        Returns the banks as they are now.
    practise
        Starts a practice session.
    returned
        Called when the last of the screens is left.
    tracks
        Returns the tracks, with the one that is followed now.
    """

    def __init__(
        self,
        app: App[Any],
        services: Services,
        *,
        banks: Callable[[], Banks],
        practise: Callable[[Selection], None],
        returned: Callable[[], None] = lambda: None,
        tracks: Callable[[], Tracks] = lambda: NO_TRACKS,
    ) -> None:
        self._app = app
        self._services = services
        self._banks = banks
        self._practise = practise
        self._tracks = tracks
        self._returned = returned

    @cached_property
    def _interviews(self) -> Interviews:
        services = self._services
        return history.interview_recorder.Interviews(
            blueprints=services.blueprints,
            banks=lambda: self._banks(),
            history=lambda: services.history.opened(self._tell),
            clock=services.clock,
            chance=services.chance,
            tell=self._tell,
            tracks=self._tracks,
        )

    # Ways in

    def unfinished(self) -> tuple[Unfinished, ...]:
        """Return the interviews that can be gone on with, the latest first."""
        return self._interviews.unfinished()

    def choose(self) -> None:
        """Let the learner choose an interview, or go on with one."""
        screen = screens.interviews.InterviewsScreen(
            self._services.blueprints(),
            self._banks(),
            self._tracks(),
            self.unfinished,
            self.abandon,
            last=lambda: self._interviews.last(),
            at_once=self._services.history.is_open,
            settings=self._services.settings,
            now=self._services.clock.seconds,
        )
        self._app.push_screen(screen, self._chosen)

    def begin(self, code: str) -> None:
        """Begin the interview of a code, such as ``phone-screen@17``.

        Raises
        ------
        UsageError
            When there is no such blueprint, or the banks can't fill it.
        """
        self._enter(self._interviews.begin(code))

    def resume(self, session: int | None = None) -> None:
        """Go on with an interview, the latest unless one is said; show its scorecard if it is over.

        Raises
        ------
        UsageError
            When there is none, or all its questions are gone from the banks.
        """
        self._enter(self._interviews.resume(session))

    def abandon(self, session: int) -> None:
        """Give an interview up that was left.

        Raises
        ------
        HistoryError
            When the history can't be read.
        """
        self._interviews.abandon(session)

    def asks_to_quit(self) -> bool:
        """Ask whether to leave the interview under way; return whether there is one to ask about.

        Who quits again while that is asked has answered.
        """
        rooms = [
            one for one in self._app.screen_stack if isinstance(one, screens.interview.RoomScreen)
        ]
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
            tui.notices.refuse(self._app, error)
            self._returned()

    # The room, and what comes after it

    def _enter(self, recorded: RecordedInterview) -> None:
        def left(over: bool | None) -> None:
            if over and recorded.interview.ended is not interview.events.End.ABANDONED:
                self._conclude(recorded)
                return
            recorded.recorder.leave()
            self._returned()

        if recorded.interview.ended is None:
            self._app.push_screen(
                screens.interview.RoomScreen(recorded.interview, self._services.settings), left
            )
        else:
            left(True)

    def _conclude(self, recorded: RecordedInterview) -> None:
        """Let the points of open answers be ticked, one by one, and then show the scorecard."""
        waiting = [one for one in recorded.interview.results() if one.awaits]
        if not waiting:
            self._show_card(recorded)
            return
        result = waiting[0]

        def ticked(points: tuple[str, ...] | None) -> None:
            if points is None:
                self._show_card(recorded)
                return
            recorded.interview.confirm(result.place, points)
            self._conclude(recorded)

        self._app.push_screen(screens.tick_points.PointsScreen(result, len(waiting)), ticked)

    def _show_card(self, recorded: RecordedInterview) -> None:
        scorecard = self._interviews.scorecard(recorded)

        def left(wish: str | None) -> None:
            if wish == "points":
                self._conclude(recorded)
                return
            recorded.recorder.leave()
            self._returned()
            if wish == "missed":
                self._practise(Selection(ids=scorecard.missed, ordered=True))
            if wish == "start" and scorecard.next is not None:
                self._practise(scorecard.next)

        self._app.push_screen(screens.scorecard.ScorecardScreen(scorecard), left)

    def _tell(self, text: str) -> None:
        tui.notices.warn(self._app, text)
