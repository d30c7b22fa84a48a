"""A mock interview line by line, for screen readers and pipes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final, TextIO

from quizapp.answers.words import aloud
from quizapp.errors import UnreadableError, UsageError
from quizapp.interview.events import End
from quizapp.interview.results import Result
from quizapp.interview.sitting import Interview
from quizapp.plain.dialogue import Say, StoppedError, confidences, judged, put, text_of, whole
from quizapp.record import sureness_words
from quizapp.text.commands import quoted
from quizapp.text.lines import lines
from quizapp.text.phrases import duration, sentence
from quizapp.text.visible import safe

HELP: Final = (
    "Type your answer and press Enter; the next question follows. You can change any answer until "
    "you submit. Instead of an answer: next, back, go 3 (question 3), flag, clear (remove your "
    "answer), aloud (speak your answer to an open question), sure 70 (how sure you are, in %), "
    "time, list (all questions), repeat, submit, leave (the clock keeps running), abandon, help."
)
_PAUSE: Final = "This interview can be paused: type pause."
_LEAVES: Final = ("leave", "stop", "quit", "exit")
_YES: Final = ("y", "yes")
_MOST_DIGITS: Final = 4
"""Of a question's number."""


def run(interview: Interview, source: TextIO, say: Say) -> None:
    """Ask an interview's questions until it is over, is left, or the input ends.

    The clock is looked at before each line counts: a line that comes too late is no answer. After
    the end the points of open answers are ticked.

    Parameters
    ----------
    interview
        Under way, or over with points to tick.
    source
        Where lines are read from.
    say
        Prints a line.
    """
    room = _Room(interview, source, say)
    try:
        room.hold()
        _tick_points(interview, source, say)
    except (StoppedError, KeyboardInterrupt):
        _leave(interview, say)


def _leave(interview: Interview, say: Say) -> None:
    """Say what becomes of an interview that is left."""
    if interview.ended is not None:
        say("You can check the remaining answers later, in the app.")
        return
    clock = "The clock is stopped" if interview.state.paused else "The clock keeps running"
    say(
        f"{clock}, with {duration(interview.remaining)} left. Your answers are saved; continue "
        f"with {quoted('mock', '--plain', '--resume')}."
    )


def _tick_points(interview: Interview, source: TextIO, say: Say) -> None:
    """Ask which points each open answer made."""
    if interview.ended is End.ABANDONED:
        return
    for result in interview.results():
        if result.awaits:
            interview.confirm(result.place, _ticked(result, source, say))


def _ticked(result: Result, source: TextIO, say: Say) -> tuple[str, ...]:
    variant = result.planned.variant
    say("")
    say("\n".join(lines(variant.asked(), flat=True)))
    say(f"Your answer: {safe(aloud.for_people(result.answer.response or ''))}")
    reading = variant.read(result.answer.response or "")
    return tuple(judged(variant, reading, source, say).value)


class _Room:
    """One interview while it is held."""

    def __init__(self, interview: Interview, source: TextIO, say: Say) -> None:
        self._interview = interview
        self._source = source
        self._say = say
        self._was_last_minute = False
        self._commands: Mapping[str, Callable[[], object]] = {
            "next": lambda: self._go_by(1),
            "back": lambda: self._go_by(-1),
            "flag": self._flag,
            "clear": self._clear,
            "time": self._tell_time,
            "": self._tell_time,
            "list": self._list,
            "repeat": self._ask,
            "pause": self._pause,
            "submit": self._submit,
            "abandon": self._abandon,
            "help": self._help,
            "?": self._help,
        }

    def hold(self) -> None:
        """Ask until it is over."""
        interview = self._interview
        if interview.ended is None:
            self._enter()
        while interview.ended is None:
            raw = self._line()
            if interview.ended is None:
                self._take(raw)
                self._warn()
            elif raw.strip():
                self._say("Your last line came too late, and doesn't count.")
        if interview.ended is End.CLOCK:
            self._say("Time is up. The interview is over.")

    def _enter(self) -> None:
        """Say what is to come, and ask the question that was shown last."""
        title = safe(str(self._interview.state.data["title"]))
        self._say(f"{title}. You have {duration(self._interview.remaining)}.")
        self._help()
        if self._interview.state.paused:
            self._wait_to_go_on()
        self._ask()

    def _line(self) -> str:
        """Return the next line, once the clock was looked at.

        Raises
        ------
        StoppedError
            When the interview is left.
        """
        raw = self._source.readline()
        if not self._interview.tick() and (not raw or _command(raw) in _LEAVES):
            raise StoppedError
        return raw.removesuffix("\n")

    def _answer_aloud(self) -> str:
        """Return what is recorded of an answer that is spoken until the next line comes."""
        interview, place = self._interview, self._place
        before = interview.spent(place)
        self._say("Speak now. When you're done, press Enter.")
        self._source.readline()
        raw = aloud.spoken(interview.spent(place) - before)
        interview.tick(raw)
        return raw

    def _line_of_text(self) -> str:
        """Return the next line of an answer of several; an empty one when the time is up."""
        raw = self._source.readline()
        return "" if self._interview.tick() else raw.removesuffix("\n")

    def _line_of_part(self) -> str:
        """Return the next line of an answer of several parts; none is left when the time is up.

        Raises
        ------
        StoppedError
            When the interview is left.
        """
        raw = self._source.readline()
        if self._interview.tick():
            return "?"
        if not raw or _command(raw) in _LEAVES:
            raise StoppedError
        return raw.removesuffix("\n")

    def _take(self, raw: str) -> None:
        """Do what a line says, or take it as an answer."""
        command = _command(raw)
        word, _, rest = command.partition(" ")
        if command in self._commands:
            self._commands[command]()
        elif word == "sure" and (not rest or rest.removesuffix("%").rstrip().isdecimal()):
            self._rate(rest)
        elif word == "go" and rest.isdecimal() and len(rest) <= _MOST_DIGITS:
            self._go_to(int(rest))
        else:
            self._answer(raw)

    # The clock

    def _tell_time(self) -> None:
        self._say(f"{duration(self._interview.remaining)} left.")

    def _warn(self) -> None:
        """Say once that the last minute has begun."""
        if self._interview.is_last_minute and not self._was_last_minute:
            self._was_last_minute = True
            self._say(f"Last minute: {duration(self._interview.remaining)} left.")

    def _pause(self) -> None:
        try:
            self._interview.pause()
        except UsageError as error:
            self._say(sentence(error))
            return
        if self._interview.ended is None:
            self._wait_to_go_on()

    def _wait_to_go_on(self) -> None:
        self._say(
            f"Paused, with {duration(self._interview.remaining)} left. Press Enter to continue."
        )
        self._line()
        self._interview.go_on()
        self._tell_time()

    # The questions

    @property
    def _place(self) -> int:
        return self._interview.state.current or 0

    def _ask(self) -> None:
        """Put the current question, with the time left and what was answered before."""
        interview, place = self._interview, self._place
        planned, answer = interview.planned[place], interview.state.answers[place]
        places = interview.state.places
        self._say("")
        follows = "Follow-up, question" if planned.follows is not None else "Question"
        question = planned.variant.question
        self._say(
            f"{follows} {places.index(place) + 1} of {len(places)}, {safe(planned.section)}. "
            f"{interview.tracks.title(question.topic)}, level {question.level}."
        )
        self._say(
            f"{duration(interview.remaining)} left, {duration(planned.seconds)} planned for this."
        )
        self._warn()
        put(planned.variant, self._say)
        if answer.response is not None:
            self._say(f"Your answer so far: {safe(aloud.for_people(answer.response))}")
        if answer.typed.strip():
            self._say(f"Saved, but I couldn't read it: {safe(answer.typed)}")
        marks = ("flagged" if answer.flagged else "", sureness_words(answer.confidence))
        if any(marks):
            self._say(f"Marked: {', '.join(filter(None, marks))}.")

    def _answer(self, raw: str) -> None:
        interview = self._interview
        variant = interview.planned[self._place].variant
        if variant.question.in_words and _command(raw) == "aloud":
            raw = self._answer_aloud()
        elif variant.question.in_words:
            raw = text_of(raw, self._line_of_text, keep=interview.type)
        try:
            raw = whole(variant, raw, self._line_of_part, self._say)
            reading = interview.answer(raw)
        except UnreadableError as error:
            self._say(f"I couldn't read that, and saved it as you typed it. {safe(str(error))}")
            return
        if reading is not None:
            if not variant.question.in_words:
                self._say(f"Read as: {safe(reading.echo)}")
            elif aloud.seconds_spoken(raw) is not None:
                self._say(f"{reading.echo.capitalize()}.")
            self._go_by(1)

    def _go_by(self, by: int) -> None:
        places = self._interview.state.places
        index = places.index(self._place) + by
        if 0 <= index < len(places):
            self._show(places[index])
        elif by < 0:
            self._say("This is the first question.")
        else:
            self._say("That's the last question. You can still change anything; submit ends it.")

    def _go_to(self, number: int) -> None:
        places = self._interview.state.places
        if 1 <= number <= len(places):
            self._show(places[number - 1])
        else:
            self._say(f"The questions are 1 to {len(places)}.")

    def _show(self, place: int) -> None:
        self._interview.show(place)
        if self._interview.ended is None:
            self._ask()

    def _flag(self) -> None:
        self._interview.flag()
        flagged = self._interview.state.answers[self._place].flagged
        self._say("Flagged." if flagged else "Not flagged any more.")

    def _rate(self, said: str) -> None:
        offered = confidences(self._interview.planned[self._place].variant)
        confidence = offered.get(said.removesuffix("%").strip())
        if confidence is None:
            *most, last = offered
            self._say(f"Say how sure you are in %: sure {', '.join(most)} or {last}.")
            return
        self._interview.rate(confidence)
        self._say(f"Confidence: {sureness_words(confidence)}.")

    def _clear(self) -> None:
        self._interview.clear()
        self._say("Your answer is removed.")

    def _list(self) -> None:
        for number, standing in enumerate(self._interview.navigator(), start=1):
            state = (
                "answered"
                if standing.answered
                else "couldn't be read"
                if standing.typed
                else "not answered"
            )
            marks = [", flagged" * standing.flagged, ", this one" * standing.current]
            self._say(f"{number}: {state}{''.join(marks)}.")

    def _help(self) -> None:
        self._say(f"{HELP} {_PAUSE}" if self._interview.can_pause else HELP)

    # The ways out

    def _submit(self) -> None:
        unsettled = self._interview.unsettled() or "everything is answered"
        self._say(
            f"{sentence(unsettled)} {duration(self._interview.remaining)} left. "
            "Submit? You can't change anything afterwards. y or n:"
        )
        if _command(self._line()) in _YES:
            self._interview.submit()

    def _abandon(self) -> None:
        self._say("Abandon it? There will be no scorecard, and you can't continue it. y or n:")
        if _command(self._line()) in _YES:
            self._interview.abandon()


def _command(raw: str) -> str:
    return " ".join(raw.lower().split())
