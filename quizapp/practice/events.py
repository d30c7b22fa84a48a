"""What happened in a practice session, event by event, and where the session stands then.

The course is a fold over the events: after a crash it is the same again once they are replayed.
The attempts lie beside the events; each `PracticeMove.ANSWERED` stands for the next one of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any, NamedTuple

from quizapp import record
from quizapp.errors import UsageError


class PracticeMove(StrEnum):
    """What can happen in a practice session."""

    BEGAN = record.BEGAN
    ASKED = "asked"
    HINTED = "hinted"
    EXPLAINED = "explained"
    """The working was looked at."""
    TYPED = "typed"
    """What stands in the field and is no answer yet."""
    ANSWERED = "answered"
    """An answer was graded."""
    WITHDRAWN = "withdrawn"
    """The last answer was taken back as mistyped."""
    PLANNED = "planned"
    """What is still to be asked has changed."""
    SKIPPED = "skipped"
    PAUSED = "paused"
    """The session was left, to be continued."""


class How(StrEnum):
    """Why a question is asked."""

    PLANNED = "planned"
    FOLLOW_UP = "follow_up"
    ANOTHER = "another"
    """It is the one before, with new numbers."""


class Stop(NamedTuple):
    """One variant that was asked, with what became of it."""

    question: str
    """The full name, ``bank/id``."""
    seed: int
    parameters: Mapping[str, Any]
    follow_up: bool
    draws: int
    """How many variants of its question the session had drawn with it."""
    hints: int = 0
    working_seen: bool = False
    typed: str = ""
    answers: int = 0
    """How many answers were graded."""
    skipped: bool = False
    seconds: float = 0.0
    """Time that it was asked, as far as that is known."""


class Course(NamedTuple):
    """Where a session stands after some events."""

    data: Mapping[str, Any]
    """What else was said at the beginning."""
    length: int
    """How many questions it has."""
    left: tuple[str, ...]
    """Full names of what is still to be asked, in order."""
    stops: tuple[Stop, ...] = ()

    @property
    def position(self) -> int:
        """Which question of `length` is being asked, from 1."""
        return self.length - len(self.left)

    @classmethod
    def begun(cls, data: Mapping[str, Any]) -> Course:
        """Return the course after the first event."""
        return cls(data=data, length=len(data["plan"]), left=tuple(data["plan"]))

    def after(self, kind: str, data: Mapping[str, Any]) -> Course:
        """Return the course after one more event; unknown kinds change nothing."""
        match kind:
            case PracticeMove.ASKED:
                return self._asked(data)
            case PracticeMove.HINTED:
                return self._with(data, hints=self.stops[-1].hints + 1)
            case PracticeMove.EXPLAINED:
                return self._with(data, working_seen=True)
            case PracticeMove.TYPED:
                return self._with(data, typed=data["text"])
            case PracticeMove.ANSWERED:
                return self._with(data, answers=self.stops[-1].answers + 1, typed="")
            case PracticeMove.WITHDRAWN:
                return self._with(data)._withdrawn()
            case PracticeMove.SKIPPED:
                return self._with(data, skipped=True)
            case PracticeMove.PLANNED:
                return self._replace(left=tuple(data["plan"]), length=data["count"])
            case PracticeMove.PAUSED:
                return self._with(data)
            case _:
                return self

    def _asked(self, data: Mapping[str, Any]) -> Course:
        name, how = data["question"], data["how"]
        stop = Stop(
            question=name,
            seed=data["seed"],
            parameters=data["parameters"],
            follow_up=how == How.FOLLOW_UP or (how == How.ANOTHER and self.stops[-1].follow_up),
            draws=data["draws"],
        )
        course = self._replace(stops=(*self.stops, stop))
        if how == How.ANOTHER or name not in self.left:
            return course
        place = self.left.index(name)
        if how == How.FOLLOW_UP:
            return course._replace(left=self.left[:place] + self.left[place + 1 :])
        # Those before it could not be asked.
        return course._replace(left=self.left[place + 1 :], length=self.length - place)

    def _withdrawn(self) -> Course:
        place = max(at for at, stop in enumerate(self.stops) if stop.answers)
        stop = self.stops[place]._replace(answers=self.stops[place].answers - 1)
        return self._replace(stops=(*self.stops[:place], stop, *self.stops[place + 1 :]))

    def _with(self, data: Mapping[str, Any], **changes: Any) -> Course:  # noqa: ANN401 - fields
        last = self.stops[-1]
        stop = last._replace(seconds=data.get("seconds", last.seconds), **changes)
        return self._replace(stops=(*self.stops[:-1], stop))


def fold(events: Iterable[tuple[str, Mapping[str, Any]]]) -> Course:
    """Return the course after some events, a kind and its data each.

    Raises
    ------
    UsageError
        When they don't begin with a beginning, or don't fit together.
    """
    rest = iter(events)
    kind, data = next(rest, ("", {}))
    try:
        if kind != PracticeMove.BEGAN:
            raise KeyError(kind)
        course = Course.begun(data)
        for one in rest:
            course = course.after(*one)
    except (LookupError, TypeError, ValueError, AttributeError) as error:
        raise UsageError("these events hold no practice session") from error
    return course
