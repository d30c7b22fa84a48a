"""Keeps interviews in the history: starts them, goes on with them, and finds those that were left.

Whatever shows an interview, line by line or on screens, comes to it through `Interviews`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from quizapp.bank.tracks import NO_TRACKS, Tracks
from quizapp.errors import HistoryError, UsageError
from quizapp.expressions.chance import Chance
from quizapp.history.scorecards import before
from quizapp.interview.assembly import SEEDS, Code, changes, difference, freshest
from quizapp.interview.events import InterviewEvent, InterviewMove, State, fold
from quizapp.interview.scorecard import Scorecard, card
from quizapp.interview.sitting import Interview
from quizapp.text.commands import quoted
from quizapp.text.gone import left_out
from quizapp.text.phrases import sentence

if TYPE_CHECKING:
    from datetime import date

    from quizapp.bank.collection import Banks
    from quizapp.history import History, SessionLog, Tell
    from quizapp.interview.blueprints import Blueprint, Blueprints
    from quizapp.record import Attempt
    from quizapp.system.clock import Clock

_REMEMBERED: Final = 5
"""Interviews whose questions are asked again last."""
_TRIED: Final = 11
"""Seeds that are tried beside the one nobody chose."""


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

    def _left(self, now: float) -> float:
        return self.remaining if self.paused else self.remaining - (now - self.since)


class InterviewRecorder:
    """Keeps what happens in an interview.

    Parameters
    ----------
    history
        Where.
    tell
        Shows at once what can't be saved.
    log
        Of the session, where it goes on; otherwise one is begun with the interview.
    """

    def __init__(self, history: History, tell: Tell, log: SessionLog | None = None) -> None:
        self._history = history
        self._tell = tell
        self._log = log

    def __call__(self, event: InterviewEvent, attempts: Sequence[Attempt]) -> None:
        """Keep an event, and with it its attempts."""
        if self._log is None:
            self._log = self._begun(event)
        match event.kind:
            case InterviewMove.SUBMITTED:
                self._log.submit(attempts, event.payload)
            case InterviewMove.CONFIRMED:
                data = event.data
                self._log.confirm(attempts[0], data["points"], data["score"], event.payload)
            case InterviewMove.TYPED:
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

    def _begun(self, event: InterviewEvent) -> SessionLog:
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


@dataclass(frozen=True)
class RecordedInterview:
    """An interview, and what keeps it."""

    interview: Interview
    recorder: InterviewRecorder


class Interviews:
    """The ways into an interview.

    Parameters
    ----------
    blueprints, banks, history
        Return what is loaded when it is first needed.
    clock
        Tells the time.
    chance
        Returns a seed nobody chose.
    tell
        Shows a sentence to the learner at once.
    tracks
        Returns the tracks, with the one that is followed now.
    """

    def __init__(
        self,
        *,
        blueprints: Callable[[], Blueprints],
        banks: Callable[[], Banks],
        history: Callable[[], History],
        clock: Clock,
        chance: Callable[[], int],
        tell: Tell,
        tracks: Callable[[], Tracks] = lambda: NO_TRACKS,
    ) -> None:
        self._blueprints = blueprints
        self._banks = banks
        self._history = history
        self._clock = clock
        self._chance = chance
        self._tell = tell
        self._tracks = tracks

    def begin(self, text: str) -> RecordedInterview:
        """Start the interview of a code, such as ``phone-screen@17``.

        Raises
        ------
        UsageError
            When there is no such blueprint, or the banks can't fill it.
        """
        code = Code.parse(text)
        blueprint = self._blueprints().find(code.blueprint)
        banks = self._banks()
        seed = self._seed(blueprint, banks) if code.seed is None else code.seed
        recorder = InterviewRecorder(self._history(), self._tell)
        interview = Interview.begin(
            blueprint, banks, seed, clock=self._clock, log=recorder, tracks=self._tracks()
        )
        differs = difference(code, blueprint, banks)
        if differs:
            self._tell(sentence(differs))
        return RecordedInterview(interview, recorder)

    def _seed(self, blueprint: Blueprint, banks: Banks) -> int:
        """Return a seed nobody chose, whose interview differs from the last ones of the kind."""
        seed = self._chance()
        try:
            last = self._history().mocks(blueprint.name)[-_REMEMBERED:]
            before = [self._asked(mock.session.number) for mock in last]
        except (HistoryError, UsageError):
            return seed
        seeds = (seed, *(Chance(seed, "fresh", count).below(SEEDS) for count in range(_TRIED)))
        return freshest(blueprint, banks, seeds, before) if before else seed

    def _asked(self, session: int) -> list[str]:
        return [str(one["question"]) for one in fold(self._events(session)).plan]

    def resume(self, session: int | None = None) -> RecordedInterview:
        """Go on with an interview, the latest that was left unless one is named.

        Raises
        ------
        UsageError
            When there is none, or all its questions are gone from the banks.
        """
        if session is None:
            found = self.unfinished()
            if not found:
                raise UsageError(
                    f"you have no unfinished interview; start one with {quoted('mock')}"
                )
            session = found[0].session
        banks = self._banks()
        events = self._events(session)
        recorded = fold(events).data.get("banks", {})
        log = self._history().resume(session, revisions=recorded, tell=self._tell)
        recorder = InterviewRecorder(self._history(), self._tell, log)
        interview = Interview.resume(
            events, banks, clock=self._clock, log=recorder, tracks=self._tracks()
        )
        for changed in changes(recorded, banks):
            self._tell(f"Since you started this interview, {changed}.")
        if interview.left_out:
            self._tell(left_out(interview.left_out))
        return RecordedInterview(interview, recorder)

    def abandon(self, session: int) -> None:
        """Give an interview up that was left.

        Raises
        ------
        HistoryError
            When the history can't be read.
        """
        state = fold(self._events(session))
        log = self._history().resume(session, tell=self._tell)
        now = max(self._clock.now(), state.last)
        InterviewRecorder(self._history(), self._tell, log)(
            InterviewEvent(InterviewMove.ENDED, now), ()
        )

    def scorecard(self, recorded: RecordedInterview) -> Scorecard:
        """Return what an interview came to, beside those of its blueprint that began before it.

        Raises
        ------
        UsageError
            When it goes on, or was given up.
        """
        interview, state = recorded.interview, recorded.interview.state
        try:
            mocks = self._history().mocks(state.data["blueprint"])
        except HistoryError:
            mocks = ()
        earlier = before(mocks, recorded.recorder.session, state.began)
        return card(interview.results(), state, earlier, interview.tracks)

    def last(self) -> Mapping[str, tuple[date, float]]:
        """Return when the last one of each blueprint was, and the share of its points."""
        try:
            history = self._history()
            mocks = history.mocks()
        except HistoryError:
            return {}
        return {
            mock.session.blueprint: (
                mock.session.began.astimezone(history.zone).date(),
                mock.session.score / mock.questions,
            )
            for mock in mocks
            if mock.questions
        }

    def unfinished(self) -> tuple[Unfinished, ...]:
        """Return the interviews that can be gone on with, the latest first."""
        try:
            sessions = self._history().unfinished_mocks()
            found = [self._standing(session.number) for session in reversed(sessions)]
        except HistoryError:
            return ()
        return tuple(unfinished for unfinished in found if unfinished is not None)

    def _standing(self, session: int) -> Unfinished | None:
        """Return how an interview stands; None when its events say nothing."""
        try:
            state = fold(self._events(session))
        except UsageError:
            return None
        left = self._seconds_left(state)
        paused = state.paused is not None
        return Unfinished(session, state.data["title"], left, paused, self._clock.seconds())

    def _seconds_left(self, state: State) -> float:
        now = state.paused or max(self._clock.now(), state.last)
        left = (state.deadline - now).total_seconds()
        return left if state.ended is None else min(left, 0.0)

    def _events(self, session: int) -> list[InterviewEvent]:
        return [
            InterviewEvent.kept(kept.kind, kept.payload, kept.at)
            for kept in self._history().events(session)
        ]
