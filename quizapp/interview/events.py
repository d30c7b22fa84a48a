"""What happened in an interview, event by event, and where the interview stands then.

The state is a fold over the events: after a crash it is the same again once they are replayed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final

from quizapp import record
from quizapp.errors import UsageError
from quizapp.record import Confidence, Sureness


class InterviewMove(StrEnum):
    """What can happen in an interview."""

    BEGAN = record.BEGAN
    RETURNED = "returned"
    """The program was started again."""
    SHOWN = "shown"
    TYPED = "typed"
    """Text that is no answer yet, or can't be read as one."""
    ANSWERED = "answered"
    CLEARED = "cleared"
    FLAGGED = "flagged"
    UNFLAGGED = "unflagged"
    CONFIDENCE = "confidence"
    PAUSED = "paused"
    RESUMED = "resumed"
    OVER = "over"
    """The learner or the clock ended it; what comes later is no answer."""
    SUBMITTED = record.SUBMITTED
    """The answers have become attempts."""
    ENDED = record.ENDED
    """Given up, unless it was over before."""
    CONFIRMED = record.CONFIRMED
    """Rubric points ticked after the end."""


class End(StrEnum):
    """What ended an interview."""

    LEARNER = "learner"
    CLOCK = "clock"
    ABANDONED = "abandoned"


@dataclass(frozen=True)
class InterviewEvent:
    """One thing that happened; its data are of JSON's own types."""

    kind: str
    at: datetime
    data: Mapping[str, Any] = field(default_factory=dict)

    @property
    def payload(self) -> dict[str, Any]:
        """What a history keeps beside the kind: the data, and when it was by the interview."""
        return {**self.data, "at": self.at.isoformat()}

    @classmethod
    def kept(cls, kind: str, payload: Mapping[str, Any], at: datetime) -> InterviewEvent:
        """Return an event as a history kept it, at a moment by the history's time."""
        data = dict(payload)
        said = data.pop("at", None)
        with suppress(TypeError, ValueError):
            by_the_interview = datetime.fromisoformat(said)
            at = by_the_interview if by_the_interview.tzinfo is not None else at
        return cls(kind, at, data)


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What the learner has done about one question so far."""

    response: str | None = None
    """The answer as typed, which could be read."""
    typed: str = ""
    """What stands in the field and is no answer."""
    at: datetime | None = None
    """When it was answered last; stays when the answer is cleared."""
    changes: int = 0
    flagged: bool = False
    confidence: Sureness | None = None
    seconds: float = 0.0
    """Time it was on the screen."""
    points: tuple[str, ...] | None = None
    """Rubric points confirmed after the end."""


@dataclass(frozen=True, kw_only=True)
class State:
    """Where an interview stands after some events."""

    code: str
    began: datetime
    deadline: datetime
    plan: tuple[Mapping[str, Any], ...]
    data: Mapping[str, Any]
    """What else was said at the beginning: title, minutes, banks, whether it can be paused."""
    answers: tuple[Answer, ...]
    last: datetime
    """When the latest event happened."""
    current: int | None = None
    paused: datetime | None = None
    pauses: int = 0
    paused_seconds: float = 0.0
    away_seconds: float = 0.0
    """From the last event of a run to the start of the next."""
    ended: End | None = None
    over: datetime | None = None
    """When it ended."""
    submitted: bool = False
    left_out: frozenset[int] = frozenset()
    """Places whose questions no bank has any more; the events know nothing of it."""

    @classmethod
    def begun(cls, event: InterviewEvent) -> State:
        """Return the state after the first event."""
        data = event.data
        return cls(
            code=data["code"],
            began=event.at,
            deadline=datetime.fromisoformat(data["deadline"]),
            plan=tuple(data["plan"]),
            data=data,
            answers=tuple(Answer() for _ in data["plan"]),
            last=event.at,
        )

    @property
    def is_running(self) -> bool:
        """Whether time is counted."""
        return self.ended is None and self.paused is None

    @property
    def places(self) -> tuple[int, ...]:
        """The questions that are asked: a follow-up from the first answer to its question on."""
        follows = [record["follows"] for record in self.plan]
        return tuple(
            place
            for place, before in enumerate(follows)
            if place not in self.left_out
            and (before is None or self.answers[before].at is not None)
        )

    def after(self, event: InterviewEvent) -> State:
        """Return the state after one more event; unknown kinds change nothing but the time."""
        if self.ended is not None and event.kind not in (
            InterviewMove.SUBMITTED,
            InterviewMove.CONFIRMED,
        ):
            return self
        state = self._timed(event)
        data = event.data
        match event.kind:
            case InterviewMove.SHOWN:
                state.answers[data["place"]]  # which there must be
                return replace(state, current=data["place"])
            case InterviewMove.ANSWERED:
                return state._answered(data["place"], data["text"], event.at)
            case InterviewMove.TYPED:
                return state._with(data["place"], typed=data["text"])
            case InterviewMove.CLEARED:
                return state._with(data["place"], response=None, typed="", confidence=None)
            case InterviewMove.FLAGGED | InterviewMove.UNFLAGGED:
                return state._with(data["place"], flagged=event.kind == InterviewMove.FLAGGED)
            case InterviewMove.CONFIDENCE:
                said = data["value"]
                # Interviews of before asked in words.
                sure = Confidence(said) if isinstance(said, str) and said else said or None
                return state._with(data["place"], confidence=sure)
            case InterviewMove.CONFIRMED:
                return state._with(data["place"], points=tuple(data["points"]))
            case InterviewMove.PAUSED:
                return replace(state, paused=event.at, pauses=self.pauses + 1)
            case InterviewMove.RESUMED if self.paused is not None:
                length = max(event.at - self.paused, timedelta())
                return replace(
                    state,
                    paused=None,
                    deadline=self.deadline + length,
                    paused_seconds=self.paused_seconds + length.total_seconds(),
                )
            case InterviewMove.OVER:
                if data.get("reads"):
                    state = state._answered(data["place"], data["text"], event.at)
                elif "text" in data:
                    state = state._with(data["place"], typed=data["text"])
                return replace(state, ended=End(data["by"]), over=event.at)
            case InterviewMove.SUBMITTED:
                return replace(state, submitted=True)
            case InterviewMove.ENDED:
                return replace(state, ended=End.ABANDONED, over=event.at)
            case _:
                return state

    def _timed(self, event: InterviewEvent) -> State:
        """Return the state with the time since the last event counted."""
        passed = max((event.at - self.last).total_seconds(), 0.0)
        state = replace(self, last=max(event.at, self.last))
        if not self.is_running or self.current is None:
            return state
        if event.kind == InterviewMove.RETURNED:
            return replace(state, away_seconds=self.away_seconds + passed)
        return state._with(self.current, seconds=self.answers[self.current].seconds + passed)

    def _answered(self, place: int, text: str, at: datetime) -> State:
        former = self.answers[place]
        changed = former.response is not None and former.response != text
        return self._with(
            place, response=text, typed="", at=at, changes=former.changes + int(changed)
        )

    def _with(self, place: int, **changes: Any) -> State:  # noqa: ANN401 - fields of an answer
        answers = list(self.answers)
        answers[place] = replace(answers[place], **changes)
        return replace(self, answers=tuple(answers))


def fold(events: Iterable[InterviewEvent]) -> State:
    """Return the state after some events; one whose data a damaged disk has garbled is left out.

    Raises
    ------
    UsageError
        When they don't begin with a beginning.
    """
    rest = iter(events)
    first = next(rest, None)
    if first is None or first.kind != InterviewMove.BEGAN or not _is_beginning(first.data):
        raise UsageError("these events hold no interview")
    state = State.begun(first)
    for event in rest:
        with suppress(LookupError, TypeError, ValueError):
            state = state.after(event)
    return state


def _is_beginning(data: Mapping[str, Any]) -> bool:
    """Return whether these are the data of an interview's first event."""
    try:
        deadline = datetime.fromisoformat(data["deadline"])
        plan = [(place, one["question"], one["follows"]) for place, one in enumerate(data["plan"])]
    except (LookupError, TypeError, ValueError):
        return False
    return (
        deadline.tzinfo is not None
        and all(isinstance(data.get(name), types) for name, types in _BEGINNING.items())
        and all(
            isinstance(question, str) and (before is None or before in range(place))
            for place, question, before in plan
        )
    )


_BEGINNING: Final[Mapping[str, Any]] = {
    "code": str,
    "blueprint": str,
    "title": str,
    "minutes": int | float,
    "banks": Mapping,
}
