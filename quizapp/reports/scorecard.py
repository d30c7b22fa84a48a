"""How an interview went: what it came to, and each question looked at again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from textwrap import shorten
from typing import TYPE_CHECKING, Any, Final

from quizapp.bank.collection import Banks
from quizapp.errors import UsageError
from quizapp.interview.assembly import Planned
from quizapp.interview.events import Confidence, End, Event, State, fold
from quizapp.interview.results import Result, restored, results
from quizapp.practice.selection import CHAIN, Selection, topic_title
from quizapp.progress import duration, percent, slip_title
from quizapp.questions.base import Verdict
from quizapp.reports.review import Review, review, structure, title_of, verdict_of
from quizapp.text.prose import safe

if TYPE_CHECKING:
    from quizapp.history import History, Mock

_WIDEST: Final = 24
"""Columns of a cell on a terminal."""
_SLOW: Final = 1.25
"""Share of the planned time from which on a question was slow."""


@dataclass(frozen=True, kw_only=True)
class Share:
    """What some of the questions came to."""

    title: str
    score: float
    questions: int
    seconds: float
    planned: float

    @property
    def right(self) -> float:
        """The mean score, from 0 to 1."""
        return self.score / self.questions if self.questions else 0.0


@dataclass(frozen=True, kw_only=True)
class Earlier:
    """A mock of the same blueprint before this one."""

    began: datetime
    code: str
    score: float
    """The sum of the scores."""
    questions: int
    seconds: float

    @property
    def right(self) -> float:
        """The mean score, from 0 to 1."""
        return self.score / self.questions if self.questions else 0.0


@dataclass(frozen=True)
class Table:
    """Rows of text under headings."""

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, kw_only=True)
class Scorecard:
    """What an interview came to."""

    title: str
    code: str
    began: datetime
    ended: End
    minutes: float
    used: float
    """Seconds from the beginning to the end, without pauses."""
    pauses: int
    paused_seconds: float
    away_seconds: float
    results: tuple[Result, ...]
    left_out: tuple[str, ...] = ()
    """Full names of the questions that are gone from the banks."""
    earlier: tuple[Earlier, ...] = ()
    """The latest last."""

    @property
    def total(self) -> Share:
        """What all questions came to."""
        return _share("Total", self.results)

    @property
    def sections(self) -> tuple[Share, ...]:
        """What each section came to, in order."""
        return _shares(self.results, lambda one: one.planned.section)

    @property
    def topics(self) -> tuple[Share, ...]:
        """What each topic came to, along the chain; the titles are the topics' names."""
        shares = _shares(self.results, lambda one: one.planned.variant.question.topic)
        chain = list(CHAIN)
        return tuple(
            sorted(shares, key=lambda one: chain.index(one.title) if one.title in chain else 99)
        )

    @property
    def slips(self) -> dict[str, int]:
        """Slips made and how often, the most frequent first."""
        counts: dict[str, int] = {}
        for one in self.results:
            for slip in one.grade.slips if one.grade else ():
                counts[slip] = counts.get(slip, 0) + 1
        return dict(sorted(counts.items(), key=lambda pair: -pair[1]))

    @property
    def lucky(self) -> tuple[int, ...]:
        """Numbers of the questions that were guessed and right."""
        return self._numbers(lambda one: _is_right(one) and _sure(one) is Confidence.GUESS)

    @property
    def sure_errors(self) -> tuple[int, ...]:
        """Numbers of the questions that the learner was sure of and that were not right."""
        return self._numbers(
            lambda one: (
                one.grade is not None
                and not one.awaits
                and not _is_right(one)
                and _sure(one) is Confidence.SURE
            )
        )

    @property
    def awaiting(self) -> tuple[int, ...]:
        """Numbers of the open answers whose points are not ticked yet."""
        return self._numbers(lambda one: one.awaits)

    @property
    def unanswered(self) -> tuple[int, ...]:
        """Numbers of the questions without an answer."""
        return self._numbers(lambda one: one.grade is None)

    @property
    def slow(self) -> tuple[int, ...]:
        """Numbers of the questions that took much longer than planned."""
        return self._numbers(lambda one: one.answer.seconds > _SLOW * one.planned.seconds)

    @property
    def next(self) -> Selection | None:
        """What to practise next: the topic where most was lost; None when nothing was."""
        known = [one for one in self.results if not one.awaits]
        shares = _shares(known, lambda one: one.planned.variant.question.topic)
        lossy = [one for one in shares if one.score < one.questions]
        if not lossy:
            return None
        weakest = min(lossy, key=lambda one: (one.right, -one.questions))
        return Selection(topic=weakest.title)

    def tables(self) -> tuple[Table, ...]:
        """Return the numbers as tables."""
        kinds = [
            Table("By section", ("Section", *_COUNTS), tuple(map(_counted, self.sections))),
            Table(
                "By topic",
                ("Topic", *_COUNTS),
                tuple((topic_title(one.title), *_counted(one)[1:]) for one in self.topics),
            ),
            Table(
                "Questions",
                ("", "Question", "Verdict", "Score", "Time", "Plan", "Sure?"),
                tuple(self._row(number, one) for number, one in enumerate(self.results, 1)),
            ),
            Table(
                "Slips",
                ("Slip", "Times"),
                tuple((slip_title(slip), str(count)) for slip, count in self.slips.items()),
            ),
            Table("Before", ("On", "Score", "Right", "Time"), tuple(map(_before, self.earlier))),
        ]
        return tuple(table for table in kinds if table.rows)

    def remarks(self, *, beside_score: bool = False) -> tuple[str, ...]:
        """Return what there is to say, a sentence each.

        Parameters
        ----------
        beside_score
            Whether score and time are told already, where the sentences will stand.
        """
        total = self.total
        over = total.seconds - total.planned
        pace = "over" if over > 0 else "under"
        scored = (
            f"{_number(total.score)} of {total.questions} points, {percent(total.right)}, in "
            f"{_lasting(self.used)} of {_lasting(60 * self.minutes)}"
        )
        told = f"{percent(total.right)} of the points" if beside_score else scored
        said = [
            f"{told}; {_ENDS[self.ended]}.",
            (
                f"Pace: {_lasting(total.seconds)} on questions that were planned for "
                f"{_lasting(total.planned)}, {_lasting(abs(over))} {pace}."
            ),
            self.awaiting
            and f"{_listed('Points to tick', self.awaiting)}; they count 0 till then.",
            self.unanswered and f"{_listed('Not answered', self.unanswered)}.",
            self.left_out
            and f"Left out, because no bank has them now: {', '.join(self.left_out)}.",
            self.slow and f"{_listed('Much slower than planned', self.slow)}.",
            self.lucky and f"{_listed('Guessed and right', self.lucky)}.",
            self.sure_errors and f"{_listed('Sure and not right', self.sure_errors)}.",
            self.pauses
            and f"Paused {_times(self.pauses)}, {_lasting(self.paused_seconds)} in all.",
            self.away_seconds >= 1 and f"Away for {_lasting(self.away_seconds)}: the clock ran on.",
            self._compared(),
            self.next and f"To practise next: {self.next.title}.",
        ]
        return tuple(text for text in said if text)

    def reviews(self) -> tuple[Review, ...]:
        """Return each question looked at again, in order."""
        return tuple(review(number, one) for number, one in enumerate(self.results, start=1))

    def lines(self) -> list[str]:
        """Return the scorecard for people, without the reviews."""
        lines = [safe(self.title), "", *(safe(remark) for remark in self.remarks())]
        for table in self.tables():
            lines += ["", safe(table.title), *_aligned(table)]
        return lines

    def structure(self) -> dict[str, Any]:
        """Return the scorecard and the reviews for programs."""
        return {
            "title": self.title,
            "code": self.code,
            "began": self.began.isoformat(),
            "ended": str(self.ended),
            "minutes": self.minutes,
            "used_seconds": self.used,
            "pauses": self.pauses,
            "paused_seconds": self.paused_seconds,
            "away_seconds": self.away_seconds,
            **_numbers_of(self.total),
            "sections": [{"section": one.title, **_numbers_of(one)} for one in self.sections],
            "topics": [{"topic": one.title, **_numbers_of(one)} for one in self.topics],
            "slips": self.slips,
            "lucky_guesses": self.lucky,
            "sure_errors": self.sure_errors,
            "next_topic": self.next.topic if self.next else None,
            "earlier": [asdict(one) | {"began": one.began.isoformat()} for one in self.earlier],
            "left_out": self.left_out,
            "results": [structure(number, one) for number, one in enumerate(self.results, 1)],
        }

    def _numbers(self, holds: Callable[[Result], bool]) -> tuple[int, ...]:
        return tuple(number for number, one in enumerate(self.results, 1) if holds(one))

    def _row(self, number: int, one: Result) -> tuple[str, ...]:
        sure = _sure(one)
        return (
            f"{number}{'+' if one.planned.follows is not None else ''}",
            title_of(one),
            verdict_of(one),
            _number(one.score),
            duration(one.answer.seconds),
            duration(one.planned.seconds),
            str(sure) if sure else "",
        )

    def _compared(self) -> str:
        if not self.earlier:
            return ""
        last = self.earlier[-1]
        more = self.total.right - last.right
        how = "as much as" if abs(more) < 0.005 else "more than" if more > 0 else "less than"
        when = last.began.date().isoformat()
        return f"That is {how} the time before, {percent(last.right)} on {when}."


_COUNTS: Final = ("Score", "Right", "Time", "Plan")


def _lasting(seconds: float) -> str:
    """Return a duration in a sentence, without a second part that is nothing."""
    return duration(seconds).removesuffix(" 0 s").removesuffix(" 0 min")


_ENDS: Final = {
    End.LEARNER: "you submitted it",
    End.CLOCK: "the time ran out",
    End.ABANDONED: "you gave it up",
}


def card(
    planned: Mapping[int, Planned], state: State, earlier: Sequence[Earlier] = ()
) -> Scorecard:
    """Return the scorecard of an interview that is over.

    Raises
    ------
    UsageError
        When it goes on, or was given up.
    """
    marked = results(planned, state)
    if state.ended is None or not marked:
        raise UsageError("this interview has no scorecard: it was not finished")
    over = state.over or state.last
    return Scorecard(
        title=state.data.get("title", ""),
        code=state.code,
        began=state.began,
        ended=state.ended,
        minutes=state.data["minutes"],
        used=(over - state.began).total_seconds() - state.paused_seconds,
        pauses=state.pauses,
        paused_seconds=state.paused_seconds,
        away_seconds=state.away_seconds,
        results=marked,
        left_out=tuple(state.plan[place]["question"] for place in sorted(state.left_out)),
        earlier=tuple(earlier),
    )


def of_events(events: Iterable[Event], banks: Banks, earlier: Sequence[Earlier] = ()) -> Scorecard:
    """Return the scorecard of an interview from what the history kept of it.

    Raises
    ------
    UsageError
        When it was not finished, or all its questions are gone from the banks.
    """
    return card(*restored(fold(events), banks), earlier)


def of_session(history: History, session: int | None, banks: Banks) -> Scorecard:
    """Return the scorecard of a mock interview by its session's number; of the last when None.

    Raises
    ------
    UsageError
        When there is no such interview, or it was not finished.
    """
    mocks = history.mocks()
    if not mocks:
        raise UsageError("no mock interview was finished yet; 'quizapp mock' begins one")
    numbers = [mock.session.number for mock in mocks]
    number = numbers[-1] if session is None else session
    if number not in numbers:
        known = ", ".join(map(str, numbers[-5:]))
        raise UsageError(f"session {number} is no finished mock interview; the latest are {known}")
    events = [Event.kept(one.kind, one.payload, one.at) for one in history.events(number)]
    this = mocks[numbers.index(number)].session
    return of_events(events, banks, before(history.mocks(this.blueprint), number, this.began))


def before(mocks: Iterable[Mock], session: int | None, began: datetime) -> tuple[Earlier, ...]:
    """Return the other interviews that began before a session, the latest last."""
    return tuple(
        Earlier(
            began=mock.session.began,
            code=mock.session.code,
            score=mock.session.score,
            questions=mock.questions,
            seconds=mock.session.seconds,
        )
        for mock in mocks
        if mock.session.number != session and mock.session.began < began
    )


def _share(title: str, results: Sequence[Result]) -> Share:
    return Share(
        title=title,
        score=sum(one.score for one in results),
        questions=len(results),
        seconds=sum(one.answer.seconds for one in results),
        planned=sum(one.planned.seconds for one in results),
    )


def _shares(results: Iterable[Result], group: Callable[[Result], str]) -> tuple[Share, ...]:
    groups: dict[str, list[Result]] = {}
    for one in results:
        groups.setdefault(group(one), []).append(one)
    return tuple(_share(title, some) for title, some in groups.items())


def _is_right(one: Result) -> bool:
    return one.grade is not None and one.grade.verdict is Verdict.CORRECT


def _sure(one: Result) -> Confidence | None:
    return one.answer.confidence


def _number(value: float) -> str:
    return f"{value:.3g}"


def _times(count: int) -> str:
    return {1: "once", 2: "twice"}.get(count, f"{count} times")


def _listed(what: str, numbers: Sequence[int]) -> str:
    return f"{what}: {', '.join(map(str, numbers))}"


def _counted(one: Share) -> tuple[str, ...]:
    return (
        one.title,
        f"{_number(one.score)} of {one.questions}",
        percent(one.right),
        duration(one.seconds),
        duration(one.planned),
    )


def _before(one: Earlier) -> tuple[str, ...]:
    return (
        one.began.date().isoformat(),
        f"{_number(one.score)} of {one.questions}",
        percent(one.right),
        duration(one.seconds),
    )


def _numbers_of(share: Share) -> dict[str, Any]:
    return {
        "score": share.score,
        "questions": share.questions,
        "seconds": share.seconds,
        "planned_seconds": share.planned,
    }


def _aligned(table: Table) -> list[str]:
    rows = [table.head, *table.rows]
    cells = [[shorten(safe(cell), _WIDEST, placeholder="…") for cell in row] for row in rows]
    widths = [max(len(row[place]) for row in cells) for place in range(len(table.head))]
    return [
        "  ".join(f"{cell:<{width}}" for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in cells
    ]
