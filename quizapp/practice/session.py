"""One sitting of practice: what is asked next, what was answered, how it went.

Pure: the clock, chance and the recorder are handed in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from typing import Any, Final

from quizapp.bank.tracks import NO_TRACKS, Tracks
from quizapp.errors import QuizappError, UsageError
from quizapp.expressions.chance import Chance
from quizapp.learning.recall import RIGHT
from quizapp.learning.selection import FEWEST_BETWEEN, OTHERS_BETWEEN
from quizapp.practice.asked import Asked, Outcome, Summary, Turn
from quizapp.practice.events import Course, How, PracticeMove, Stop
from quizapp.practice.variants import SEEDS, check_shown, drawn, graded_again, mark_of, variant_seed
from quizapp.questions.base import (
    Grade,
    Question,
    Reading,
    Variant,
    Verdict,
    follow_up_to,
)
from quizapp.record import Attempt, Confidence
from quizapp.system.clock import Clock
from quizapp.text.commands import quoted

DEFAULT_COUNT: Final = 10
"""Questions of a session, unless said."""
_MOST_TRIES: Final = 40
"""Seeds that are tried for a variant not yet met."""

Recorder = Callable[[Attempt], None]
"""Keeps an attempt; called the moment it is graded."""
Note = Callable[[str, Mapping[str, Any]], None]
"""Keeps what else happens, of a `PracticeMove` and with data of JSON's own types."""


class Practice:
    """A practice session over a selection of questions.

    Parameters
    ----------
    questions
        What may be asked.
    clock
        Tells the time.
    recorder
        Keeps each attempt the moment it is graded.
    seed
        Decides the order and the variants.
    count
        How many questions; each fixed one is asked once at most.
    in_order
        Ask in the order given instead of a shuffled one by level.
    follow_ups
        Returns what may be asked on after a question: once in a session, right after an answer,
        with its numbers. It doesn't count, unless it was to be asked later anyway; the seed asks
        the others as it would without it.
    opening
        Returns a variant to begin with that is there before any can be drawn, if there is one.
    note
        Keeps what else happens; `restored` goes on from it.
    repeats
        Ask a generated question that was missed again, with new numbers, after about five others;
        what comes between, follow-ups too, takes the place of the last questions.
    tracks
        Say how topics are called, and for which track an attempt counts.
    leads
        Returns what to ask next by what was asked, instead of what is planned; None for that.
    met
        Variants that were met before, and are not asked where there are others.

    Raises
    ------
    UsageError
        When there is nothing to ask.
    """

    def __init__(
        self,
        questions: Sequence[Question],
        *,
        clock: Clock,
        recorder: Recorder,
        seed: int,
        count: int = DEFAULT_COUNT,
        in_order: bool = False,
        follow_ups: Callable[[Question], Iterable[Question]] = lambda _: (),
        opening: Callable[[Question], Variant | None] | None = None,
        note: Note = lambda *_: None,
        tracks: Tracks = NO_TRACKS,
        repeats: bool = False,
        leads: Callable[[Sequence[Asked]], Question | None] = lambda _: None,
        met: Iterable[Variant] = (),
    ) -> None:
        self.clock = clock
        self._recorder = recorder
        self._seed = seed
        self._seen = {mark_of(variant) for variant in met}
        self._drawn: dict[str, int] = {}
        self._paused: float | None = None
        self._follow_ups = follow_ups
        self._opening = opening
        self._note = note
        self._leads = leads
        self.tracks = tracks
        self._met: set[str] = set()
        """Full names of what was asked."""
        self._prepared: dict[str, Variant] = {}
        """What can be asked next, drawn and worked out, by the full name of its question."""
        self._repeats = repeats
        self._again: set[str] = set()
        """Full names of what was missed and is still to come again."""
        self._plan = _planned(questions, seed, count, in_order=in_order)
        if not self._plan:
            raise UsageError("no question matches; try another topic, type or level")
        self.count = len(self._plan)
        self.asked: list[Asked] = []
        self.left_out: tuple[str, ...] = ()
        """Full names of the questions that were gone when the session was continued."""
        beginning = {"plan": [question.name for question in self._plan]}
        note(PracticeMove.BEGAN, {**beginning, **({"repeats": True} if repeats else {})})

    @classmethod
    def restored(
        cls,
        course: Course,
        attempts: Iterable[Attempt],
        *,
        find: Callable[[str], Question],
        clock: Clock,
        recorder: Recorder,
        seed: int,
        follow_ups: Callable[[Question], Iterable[Question]] = lambda _: (),
        note: Note = lambda *_: None,
        tracks: Tracks = NO_TRACKS,
    ) -> Practice:
        """Go on with a session from its course and its attempts, in order.

        Questions that are gone are left out; `left_out` names them.

        Parameters
        ----------
        find
            Returns the question of a full name; raises where there is none.

        Raises
        ------
        UsageError
            When all of them are gone.
        """
        known: dict[str, Question] = {}
        for name in {*course.left, *(stop.question for stop in course.stops)}:
            with suppress(QuizappError):
                known[name] = find(name)
        if not known:
            raise UsageError(
                "none of this session's questions are in the banks that are loaded; add their bank "
                "with --bank, or abandon the session"
            )
        practice = cls(
            list(known.values()),
            clock=clock,
            recorder=recorder,
            seed=seed,
            follow_ups=follow_ups,
            tracks=tracks,
            repeats=course.data.get("repeats") is True,
        )
        practice._note = note
        practice._restore(course, list(attempts), known)
        return practice

    @property
    def current(self) -> Asked:
        """What is being asked."""
        return self.asked[-1]

    @property
    def position(self) -> int:
        """Which question of `count` is being asked, from 1."""
        return self.count - len(self._plan)

    def next(self) -> Asked | None:
        """Ask the next question; None when the session is over.

        A question of which no variant can be drawn or shown is left out.
        """
        self.skip()
        if self.asked and self.current.outcome is Outcome.ANSWERED:
            missed = self._repeats and self._ask_again()
            if self._asks_on():
                if self._repeats:
                    self._drop_last()
                    self._replan()
                return self.current
            if missed:
                self._replan()
        self._lead()
        while self._plan:
            question = self._plan.pop(0)
            try:
                return self._ask(self._unseen(question), question, How.PLANNED)
            except QuizappError:
                self.count -= 1
        return None

    def prepare(self) -> Variant | None:
        """Draw what is planned next, and then other numbers of what is asked, and work them out.

        Any thread may do so: what asks next takes what is there, and waits for nothing. What is
        planned is returned, where it can be drawn.
        """
        planned = self._plan[:1]
        again = [
            asked.variant.question for asked in self.asked[-1:] if asked.variant.question.generated
        ]
        self._prepared = {}
        for question in (*planned, *again):
            with suppress(QuizappError):  # it is left out, as `next` will leave it out
                variant = drawn(question, self._next_seed(question))
                variant.explained()
                self._prepared[question.name] = variant
        return next((self._prepared.get(question.name) for question in planned), None)

    def another(self) -> Asked:
        """Ask another variant of the same question.

        Raises
        ------
        QuizappError
            When there is none; then the current one is still asked.
        """
        question = self._question
        variant = self._unseen(question)
        self.skip()
        return self._ask(variant, question, How.ANOTHER)

    def skip(self) -> None:
        """Leave the current question, if there is one that waits for its answer."""
        if self.asked and self.current.outcome is Outcome.OPEN:
            self.current.seconds = self._happen(PracticeMove.SKIPPED)
            self.current.skipped = True

    def hint(self) -> None:
        """Show one more hint."""
        self._happen(PracticeMove.HINTED)
        self.current.hints_shown += 1

    def see_working(self) -> None:
        """Know of later responses that the working was looked at before."""
        if not self.current.working_seen:
            self._happen(PracticeMove.EXPLAINED)
            self.current.working_seen = True

    def type(self, text: str) -> None:
        """Keep what stands in the field, without taking it as a response."""
        if text != self.current.typed:
            self._happen(PracticeMove.TYPED, text=text)
            self.current.typed = text

    def pause(self) -> None:
        """Stop the time of the current question."""
        if self._paused is None:
            self._happen(PracticeMove.PAUSED)
            self._paused = self.clock.seconds()

    def resume(self) -> None:
        """Let the time of the current question go on."""
        if self._paused is not None:
            self.current.began += self.clock.seconds() - self._paused
            self._paused = None

    @property
    def turn(self) -> Turn:
        """What the next response is for."""
        return Turn(len(self.asked), len(self.current.attempts))

    def respond(
        self,
        reading: Reading,
        turn: Turn | None = None,
        *,
        confidence: float | Confidence | None = None,
    ) -> Grade:
        """Grade and record a response to the current variant.

        Parameters
        ----------
        reading
            The response.
        turn
            What it was typed for, where something may have come between.
        confidence
            How sure the learner said to be.

        Raises
        ------
        UsageError
            When that is over: another question is asked, or another response was given.
        """
        if turn is not None and turn != self.turn:
            raise UsageError("this response comes too late for its question")
        grade = self.current.variant.grade(reading)
        self._record(reading.raw, grade, confidence)
        return grade

    def show(self) -> Grade:
        """Record that the learner asks for the solution instead of answering.

        Raises
        ------
        UsageError
            When the question was answered or skipped before.
        """
        if self.current.outcome is not Outcome.OPEN:
            raise UsageError("this question isn't waiting for an answer")
        grade = Grade(verdict=Verdict.SHOWN, score=0.0, feedback="", slips=(), value=None)
        self._record("", grade, None)
        return grade

    @property
    def last_answer(self) -> Attempt | None:
        """The last answer, if it can be taken back: it was given and not shown."""
        last = self.last_answered.attempts[-1] if self.last_answered else None
        return None if last is None or last.shown else last

    @property
    def last_answered(self) -> Asked | None:
        """What was answered or shown last."""
        return next((asked for asked in reversed(self.asked) if asked.attempts), None)

    def withdraw(self) -> None:
        """Take back the last answer as mistyped: it is kept, and nothing counts it.

        Raises
        ------
        UsageError
            When there is none.
        """
        answered = self.last_answered
        if answered is None or answered.attempts[-1].shown:
            raise UsageError("you have no answer to take back")
        last = answered.attempts[-1]
        self._happen(PracticeMove.WITHDRAWN, question=last.question, seed=last.seed)
        answered.attempts.pop()
        earlier, answered.attempts, answered.grade = answered.attempts, [], None
        for attempt in earlier:
            answered.add(attempt, graded_again(answered.variant, attempt))
        was_left = answered is not self.current and answered.outcome is not Outcome.ANSWERED
        answered.skipped = answered.skipped or was_left

    def summary(self) -> Summary:
        """Return what the session came to so far."""
        asked = [one for one in self.asked if one.outcome is not Outcome.OPEN]
        return Summary(tuple(asked), self.tracks)

    def _record(self, response: str, grade: Grade, confidence: float | Confidence | None) -> None:
        asked = self.current
        attempt = Attempt.of(
            asked.variant,
            response,
            grade,
            seconds=self._elapsed,
            at=self.clock.now(),
            hints=asked.hints_shown,
            working_seen=asked.working_seen,
            confidence=confidence,
            track=self.tracks.of_topic(asked.variant.question.topic),
        )
        self._recorder(attempt)
        asked.add(attempt, grade)
        asked.typed = ""

    @property
    def _elapsed(self) -> float:
        """Seconds that the current question was asked, up to now or to the pause."""
        now = self.clock.seconds() if self._paused is None else self._paused
        return now - self.current.began

    def _happen(self, kind: PracticeMove, **data: Any) -> float:  # noqa: ANN401 - JSON
        """Note what happens to the current question with its time, which is returned."""
        seconds = self._elapsed
        self._note(kind, {**data, "seconds": seconds})
        return seconds

    def _ask(self, variant: Variant, question: Question, how: How) -> Asked:
        follow_up = how is How.FOLLOW_UP or (how is How.ANOTHER and self.current.follow_up)
        draws = self._drawn.get(question.name, 0)
        told = {
            "question": question.name,
            "seed": variant.seed,
            "parameters": dict(variant.parameters),
            "how": str(how),
            "draws": draws,
        }
        self._note(PracticeMove.ASKED, told)
        self._question = question
        self._met.add(question.name)
        if self.asked:
            self.current.variant.forget()
        self.asked.append(Asked(variant, self.clock.seconds(), follow_up, draws=draws))
        return self.current

    def _restore(
        self, course: Course, attempts: list[Attempt], known: Mapping[str, Question]
    ) -> None:
        """Take the place that the course tells of, as far as its questions are known."""
        self._plan = [known[name] for name in course.left if name in known]
        gone = [name for name in course.left if name not in known]
        self.count = course.length - len(gone)
        if self._repeats:
            asked_before = {stop.question for stop in course.stops}
            self._again = asked_before.intersection(course.left)
        now = self.clock.seconds()
        for stop in course.stops:
            self._met.add(stop.question)
            self._drawn[stop.question] = stop.draws
            mine = _taken(attempts, stop)
            try:
                variant = known[stop.question].with_parameters(stop.parameters, stop.seed)
                check_shown(variant)
            except (KeyError, QuizappError):
                gone.append(stop.question)
                continue
            self._question = known[stop.question]
            self._seen.add(mark_of(variant))
            asked = Asked(variant, now - stop.seconds, stop.follow_up, draws=stop.draws)
            asked.hints_shown, asked.typed = stop.hints, stop.typed
            asked.working_seen = stop.working_seen
            asked.seconds = stop.seconds
            for attempt in mine:
                asked.add(attempt, graded_again(variant, attempt))
            # What another was asked after is waited for no more.
            asked.skipped = stop.skipped or (asked.grade is None and stop is not course.stops[-1])
            self.asked.append(asked)
        self.left_out = tuple(dict.fromkeys(gone))

    def _asks_on(self) -> bool:
        """Ask the follow-up of the current question, if it has one that was not asked yet."""
        variant = self.current.variant
        there = {one.name: one for one in self._follow_ups(variant.question)}
        found = follow_up_to(variant, there.values(), self._own_seed, taken=self._met)
        if found is None:
            return False
        question = there[found.question.name]
        try:
            check_shown(found)
        except QuizappError:
            self._met.add(question.name)
            return self._asks_on()
        if question in self._plan:
            self._plan.remove(question)
        self._seen.add(mark_of(found))
        self._ask(found, question, How.FOLLOW_UP)
        return True

    def _ask_again(self) -> bool:
        """Plan the current question once more, after others, if it was missed.

        It takes the place of the last one, so that the session keeps to its length.
        """
        question, grade = self.current.variant.question, self.current.grade
        self._again.discard(question.name)
        missed = grade is not None and grade.score < RIGHT
        enough = len(self._plan) >= FEWEST_BETWEEN
        if not (missed and enough and question.generated) or question in self._plan:
            return False
        if len(self._plan) > OTHERS_BETWEEN:
            self._drop_last()
        else:
            self.count += 1
        self._plan.insert(OTHERS_BETWEEN, question)
        self._again.add(question.name)
        return True

    def _drop_last(self) -> None:
        """Leave out the last question that isn't to come again."""
        for place in reversed(range(len(self._plan))):
            if self._plan[place].name not in self._again:
                del self._plan[place]
                return
        self.count += 1

    def _lead(self) -> None:
        """Plan what the answers lead to, in the place of what was planned next."""
        found = self._leads(self.asked) if self._plan else None
        if found is None or found is self._plan[0]:
            return
        others = [question for question in self._plan if question is not found]
        self._plan = [found, *others[len(others) == len(self._plan) :]]
        self._replan()

    def _replan(self) -> None:
        """Note what is planned now."""
        plan = [question.name for question in self._plan]
        self._note(PracticeMove.PLANNED, {"plan": plan, "count": self.count})

    def _own_seed(self, question: Question) -> int:
        return Chance(self._seed, question.name, "asked on").below(SEEDS)

    def _next_seed(self, question: Question) -> int:
        """Return the seed that a question is drawn from next."""
        return variant_seed(self._seed, question, self._drawn.get(question.name, 0))

    def _unseen(self, question: Question) -> Variant:
        """Return a variant with parameters not yet met in this session, if there is one."""
        variant = self._opening(question) if self._opening and not self.asked else None
        if variant is not None and mark_of(variant) not in self._seen:
            self._seen.add(mark_of(variant))
            return variant
        for _ in range(_MOST_TRIES if question.generated else 1):
            seed = self._next_seed(question)
            self._drawn[question.name] = self._drawn.get(question.name, 0) + 1
            variant = self._prepared.get(question.name)
            if variant is None or variant.seed != seed:
                variant = drawn(question, seed)
            mark = mark_of(variant)
            if mark not in self._seen:
                self._seen.add(mark)
                break
        if variant is None:
            raise UsageError(
                f"no numbers could be drawn for {question.name}; run {quoted('bank', 'check')}"
            )
        return variant


def _taken(attempts: list[Attempt], stop: Stop) -> list[Attempt]:
    """Return the attempts at a stop, the first that there are; taken out of the list."""
    mine = [
        attempt
        for attempt in attempts
        if (attempt.question, attempt.seed) == (stop.question, stop.seed)
    ]
    mine = mine[: stop.answers]
    for attempt in mine:
        attempts.remove(attempt)
    return mine


def _planned(
    questions: Sequence[Question], seed: int, count: int, *, in_order: bool
) -> list[Question]:
    """Return the questions of a session: shuffled, from easy to hard, each fixed one once."""
    if in_order:
        chosen = list(questions)
    else:
        order = Chance(seed, "order").shuffled(len(questions))
        chosen = [questions[place] for place in order]
    generated = [question for question in chosen if question.generated]
    while generated and len(chosen) < count:
        chosen.extend(generated)
    chosen = chosen[:count]
    return chosen if in_order else sorted(chosen, key=lambda question: question.level)
