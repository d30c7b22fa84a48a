"""A mock interview: the clock runs on, answers can be changed, no verdict comes before the end.

Pure: the clock and the log are handed in. What happens is written to the log as events before it
takes effect, so that an interview that was killed goes on where it was.

The deadline is a moment in UTC. Within a run time is told by the clock that never goes back, so
that setting the machine's clock changes nothing; only when UTC runs ahead of it by more than
`SLACK` seconds was the machine asleep, and that time counts. Between runs time is told by UTC, and
is never earlier than the last event.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Final

from quizapp.bank.collection import Banks
from quizapp.bank.tracks import NO_TRACKS, Tracks
from quizapp.errors import UnreadableError, UsageError
from quizapp.interview.assembly import Code, Planned, assemble, fingerprint, revisions
from quizapp.interview.blueprints import Blueprint
from quizapp.interview.events import End, InterviewEvent, InterviewMove, State, fold
from quizapp.interview.results import Result, attempts, described, marked, restored, results
from quizapp.questions.base import Reading
from quizapp.record import Attempt
from quizapp.system.clock import Clock

SLACK: Final = 60.0
"""Seconds by which the clocks may differ before the machine is taken to have slept."""
LAST_MINUTE: Final = 60.0


Log = Callable[[InterviewEvent, Sequence[Attempt]], None]
"""Keeps an event durably; the state changes only afterwards.

With `InterviewMove.SUBMITTED` come the attempts, to be kept in the same transaction; with
`InterviewMove.CONFIRMED` the attempt whose `points` were ticked, and its `score`.
"""


@dataclass(frozen=True, kw_only=True)
class Standing:
    """One question as the navigator shows it."""

    place: int
    answered: bool
    flagged: bool
    current: bool
    typed: bool
    """Whether something is typed that is no answer."""


class Interview:
    """An interview under way or over; `begin` and `resume` make one.

    Every step looks at the clock first: when the time is up, what was handed in is kept as at the
    end, and `ended` says so.
    """

    def __init__(
        self,
        planned: Mapping[int, Planned],
        state: State,
        *,
        clock: Clock,
        log: Log,
        tracks: Tracks = NO_TRACKS,
    ) -> None:
        self.planned = planned
        """By place."""
        self.state = state
        self._clock = clock
        self._log = log
        self.tracks = tracks
        """Say how topics are called, and for which track an attempt counts."""
        self._anchor = max(clock.now(), state.last)
        self._anchored = clock.seconds()
        self._results: tuple[Result, ...] = ()
        self._attempts: dict[int, Attempt] | None = None

    @classmethod
    def begin(
        cls,
        blueprint: Blueprint,
        banks: Banks,
        seed: int,
        *,
        clock: Clock,
        log: Log,
        tracks: Tracks = NO_TRACKS,
    ) -> Interview:
        """Start the clock and show the first question.

        Raises
        ------
        UsageError
            When the banks can't fill the blueprint.
        """
        planned = assemble(blueprint, banks, seed)
        now = clock.now()
        code = Code(blueprint.name, seed, fingerprint(blueprint, banks))
        data = {
            "code": code.shared,
            "blueprint": blueprint.name,
            "title": blueprint.title,
            "seed": seed,
            "minutes": blueprint.minutes,
            "pause": blueprint.pause,
            "banks": revisions(blueprint, banks),
            "deadline": (now + timedelta(minutes=blueprint.minutes)).isoformat(),
            "plan": [described(one) for one in planned],
        }
        event = InterviewEvent(InterviewMove.BEGAN, now, data)
        log(event, ())
        state = State.begun(event)
        interview = cls(dict(enumerate(planned)), state, clock=clock, log=log, tracks=tracks)
        interview.show(0)
        return interview

    @classmethod
    def resume(
        cls,
        events: Iterable[InterviewEvent],
        banks: Banks,
        *,
        clock: Clock,
        log: Log,
        tracks: Tracks = NO_TRACKS,
    ) -> Interview:
        """Go on with an interview from its events; one whose time ran out meanwhile is over.

        Questions that are gone from the banks are left out; `left_out` names them.

        Raises
        ------
        UsageError
            When all of them are gone.
        """
        planned, state = restored(fold(events), banks)
        interview = cls(planned, state, clock=clock, log=log, tracks=tracks)
        if state.ended is None:
            now = interview.moment()
            interview._happen(
                InterviewMove.RETURNED, now if state.paused else min(now, state.deadline)
            )
            if not interview.tick() and state.current not in planned:
                interview.show(interview._nearest(state.current or 0))
        elif state.ended is not End.ABANDONED and not state.submitted:
            interview._submit()
        return interview

    @property
    def ended(self) -> End | None:
        """What ended it; None while it goes on."""
        return self.state.ended

    @property
    def left_out(self) -> tuple[str, ...]:
        """Full names of the questions that are gone from the banks, each once."""
        gone = [self.state.plan[place]["question"] for place in sorted(self.state.left_out)]
        return tuple(dict.fromkeys(gone))

    @property
    def can_pause(self) -> bool:
        """Whether the blueprint lets the clock be stopped."""
        return bool(self.state.data.get("pause"))

    @property
    def remaining(self) -> float:
        """Seconds to the deadline; it stands still while paused."""
        now = self.state.paused or self.moment()
        return max((self.state.deadline - now).total_seconds(), 0.0)

    @property
    def is_last_minute(self) -> bool:
        """Whether it is time to say how little is left."""
        return self.ended is None and self.remaining <= LAST_MINUTE

    def moment(self) -> datetime:
        """Return the time in UTC as this interview counts it; it never goes back."""
        passed = timedelta(seconds=self._clock.seconds() - self._anchored)
        moment, wall = self._anchor + passed, self._clock.now()
        if (wall - moment).total_seconds() > SLACK:
            self._anchor, self._anchored = wall, self._clock.seconds()
            return wall
        return moment

    def spent(self, place: int) -> float:
        """Return the seconds that a question has been on the screen, up to now or the deadline."""
        before = self.state.answers[place].seconds
        if place != self.state.current or not self.state.is_running:
            return before
        until = min(self.moment(), self.state.deadline)
        return before + max((until - self.state.last).total_seconds(), 0.0)

    def navigator(self) -> tuple[Standing, ...]:
        """Return how each question stands, in order; a follow-up comes up with its answer."""
        return tuple(
            Standing(
                place=place,
                answered=answer.response is not None,
                flagged=answer.flagged,
                current=place == self.state.current,
                typed=bool(answer.typed.strip()),
            )
            for place in self.state.places
            for answer in (self.state.answers[place],)
        )

    def unsettled(self) -> str:
        """Say what is still empty, unread or flagged; nothing when all is answered."""
        numbered = list(enumerate(self.navigator(), start=1))
        kinds = (
            (
                "not answered",
                [n for n, standing in numbered if not standing.answered and not standing.typed],
            ),
            (
                "typed but not readable",
                [n for n, standing in numbered if standing.typed and not standing.answered],
            ),
            ("flagged", [n for n, standing in numbered if standing.flagged]),
        )
        return "; ".join(_listed(what, places) for what, places in kinds if places)

    def show(self, place: int) -> None:
        """Put a question on the screen."""
        if not self._is_open() or place == self.state.current:
            return
        if place not in self.state.places:
            raise UsageError(f"this interview has no question {place + 1}")
        self._happen(InterviewMove.SHOWN, place=place)

    def answer(self, raw: str, shown: int | None = None) -> Reading | None:
        """Take an answer to the question shown, in place of a former one; None when time is up.

        Parameters
        ----------
        raw
            The answer.
        shown
            The question it was typed for, where another may have been shown since.

        Raises
        ------
        UnreadableError
            When it can't be read: it is kept as typed, and a former answer stands.
        UsageError
            When it was typed for another question than the one shown.
        """
        if shown is not None and shown != self.state.current:
            raise UsageError(f"question {shown + 1} is not the one that is shown")
        place = self._place(raw)
        if place is None:
            return None
        try:
            reading = self.planned[place].variant.read(raw)
        except UnreadableError:
            self.type(raw)
            raise
        if raw != self.state.answers[place].response or self.state.answers[place].typed:
            self._happen(InterviewMove.ANSWERED, place=place, text=raw)
        return reading

    def type(self, raw: str) -> None:
        """Keep what stands in the field, without taking it as the answer."""
        place = self._place(raw)
        if place is None:
            return
        answer = self.state.answers[place]
        text = "" if raw == answer.response else raw
        if text != answer.typed:
            self._happen(InterviewMove.TYPED, place=place, text=text)

    def clear(self) -> None:
        """Take the answer to the question shown back."""
        place = self._place()
        if place is not None:
            self._happen(InterviewMove.CLEARED, place=place)

    def flag(self) -> None:
        """Flag the question shown, or take the flag away."""
        place = self._place()
        if place is not None:
            flagged = self.state.answers[place].flagged
            self._happen(InterviewMove.UNFLAGGED if flagged else InterviewMove.FLAGGED, place=place)

    def rate(self, confidence: float | None) -> None:
        """Note how sure the learner is of the question shown; None takes it back."""
        place = self._place()
        if place is not None:
            self._happen(InterviewMove.CONFIDENCE, place=place, value=confidence)

    def pause(self, typed: str | None = None) -> None:
        """Stop the clock.

        Raises
        ------
        UsageError
            When the blueprint doesn't allow it.
        """
        if not self.can_pause:
            raise UsageError("you can't pause this interview")
        if self._is_open(typed):
            if typed is not None:
                self.type(typed)
            self._happen(InterviewMove.PAUSED)

    def go_on(self) -> None:
        """Let the clock run again after a pause, which moves the deadline."""
        if self.ended is None and self.state.paused is not None:
            self._happen(InterviewMove.RESUMED)

    def tick(self, typed: str | None = None) -> bool:
        """End the interview if its time is up; return whether it is over.

        Parameters
        ----------
        typed
            What stands in the field, if it isn't what was told last: kept as the response if it
            can be read, else as typed.
        """
        if self.ended is None and self.remaining <= 0:
            self._end(End.CLOCK, typed)
        return self.ended is not None

    def submit(self, typed: str | None = None) -> None:
        """End the interview before its time, with what stands in the field kept as at the end."""
        if not self.tick(typed):
            self._end(End.LEARNER, typed)

    def abandon(self) -> None:
        """Give the interview up: its answers are kept, and not graded."""
        if self.ended is None:
            self._happen(InterviewMove.ENDED)

    def confirm(self, place: int, points: Sequence[str]) -> Result:
        """Keep which points of the rubric an open answer made, after the end.

        Raises
        ------
        UsageError
            When the question has no answer to judge, or the rubric no such point.
        """
        attempt = self._attempted().get(place)
        variant = self.planned[place].variant
        if attempt is None or not variant.points:
            raise UsageError(
                "you can tick points only after the interview, on open questions you answered"
            )
        unknown = set(points) - {point.id for point in variant.points}
        if unknown:
            raise UsageError(f"the rubric has no point '{sorted(unknown)[0]}'")
        answer = replace(self.state.answers[place], points=tuple(points))
        result = marked(place, self.planned[place], answer)
        self._happen(
            InterviewMove.CONFIRMED,
            attempts=(attempt,),
            place=place,
            points=list(points),
            score=result.score,
        )
        return result

    def results(self) -> tuple[Result, ...]:
        """Return how each question came out, in order; nothing before the end."""
        self._results = results(self.planned, self.state, self._results)
        return self._results

    def attempts(self) -> tuple[Attempt, ...]:
        """Return an attempt for each question answered, in order; nothing before the end.

        They are always the same objects, with the points of open answers not yet ticked.
        """
        return tuple(self._attempted().values())

    def _attempted(self) -> dict[int, Attempt]:
        """Return the attempts by place, once there are any."""
        if self.ended is None:
            return {}
        if self._attempts is None:
            self._attempts = attempts(self.results(), self.tracks)
        return self._attempts

    def _is_open(self, typed: str | None = None) -> bool:
        """Whether something can still be done, now."""
        return not self.tick(typed) and self.state.is_running

    def _place(self, typed: str | None = None) -> int | None:
        """Return the question shown, while something can be done about it."""
        return self.state.current if self._is_open(typed) else None

    def _happen(
        self,
        kind: InterviewMove,
        at: datetime | None = None,
        *,
        attempts: Sequence[Attempt] = (),
        **data: Any,  # noqa: ANN401 - JSON
    ) -> None:
        """Log an event, and then let it take effect."""
        event = InterviewEvent(kind, at or self.moment(), data)
        self._log(event, attempts)
        self.state = self.state.after(event)

    def _end(self, by: End, typed: str | None) -> None:
        place = self.state.current
        data: dict[str, Any] = {"by": str(by)}
        if place is not None and place in self.planned:
            answer = self.state.answers[place]
            text = answer.typed if typed is None else typed
            if text.strip() and text != answer.response:
                data |= {"place": place, "text": text, "reads": self._reads(place, text)}
        at = self.state.deadline if by is End.CLOCK else None
        self._happen(InterviewMove.OVER, at, **data)
        self._submit()

    def _submit(self) -> None:
        """Make attempts of the answers; where that fails, `resume` does it."""
        made = tuple(self._attempted().values())
        self._happen(InterviewMove.SUBMITTED, attempts=made, questions=len(self.state.places))

    def _nearest(self, place: int) -> int:
        """Return the question that is asked from a place on, or else the last one."""
        places = self.state.places
        return next((one for one in places if one >= place), places[-1])

    def _reads(self, place: int, text: str) -> bool:
        try:
            self.planned[place].variant.read(text)
        except UnreadableError:
            return False
        return True


def _listed(what: str, places: Sequence[int]) -> str:
    return f"{len(places)} {what}: {', '.join(map(str, places))}"
