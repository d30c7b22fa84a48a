"""A practice session line by line, for screen readers and pipes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final, TextIO

from quizapp.errors import UnreadableError
from quizapp.questions.base import Grade, Reading, Variant, Verdict
from quizapp.questions.choice import ChoiceVariant
from quizapp.questions.numbers import NumericVariant
from quizapp.questions.open import OpenVariant
from quizapp.questions.order import OrderVariant
from quizapp.reports.grading import VERDICTS, choice_lines, order_lines
from quizapp.selection import topic_title
from quizapp.session import Asked, Practice
from quizapp.working.prose import plain, safe
from quizapp.working.text import working_lines

Say = Callable[[str], None]

HELP: Final = (
    "Type your answer and press Enter. Instead of an answer: "
    "hint, skip, another (other numbers), stop, help."
)
_ASKS: Final = {
    "numeric": "A number or a calculation, such as 0.36 or -ln(0.7)",
    "choice": "Letters",
    "order": "All letters in order, such as c a b",
    "open": "Your answer; an empty line ends it",
}


class _StoppedError(Exception):
    """The learner wants to stop, or there is no more input."""


def run(session: Practice, source: TextIO, say: Say) -> None:
    """Ask a session's questions until it ends, is stopped, or the input ends; then sum up.

    Parameters
    ----------
    session
        What is asked.
    source
        Where responses are read from, a line each.
    say
        Prints a line.
    """
    lines = iter(source.readline, "")
    say(HELP)
    try:
        asked = session.next()
        while asked is not None:
            asked = _one(session, asked, lines, say) or session.next()
    except _StoppedError:
        pass
    _sum_up(session, say)


def _one(session: Practice, asked: Asked, lines: Iterator[str], say: Say) -> Asked | None:
    """Ask one question; return another variant where one was asked for."""
    variant = asked.variant
    _ask(session, variant, say)
    while True:
        raw = _line(lines)
        match raw.strip().lower():
            case "skip":
                session.skip()
                return None
            case "another" if variant.question.generated:
                return session.another()
            case "another":
                say("This question has no other numbers. Type your answer, or skip.")
            case "hint":
                _hint(asked, say)
            case "help" | "?":
                say(HELP)
            case _:
                if _responded(session, asked, raw, lines, say):
                    return None


def _line(lines: Iterator[str]) -> str:
    line = next(lines, None)
    if line is None or line.strip().lower() in ("stop", "quit", "exit"):
        raise _StoppedError
    return line.rstrip("\n")


def _ask(session: Practice, variant: Variant, say: Say) -> None:
    question = variant.question
    say("")
    say(
        f"Question {session.position} of {session.count}. "
        f"{topic_title(question.topic)}, level {question.level}."
    )
    say(plain(variant.stem))
    match variant:
        case ChoiceVariant():
            say("\n".join(choice_lines(variant)))
            several = "one or more" if variant.question.takes_several else "one"
            say(f"{_ASKS['choice']} ({several}):")
        case OrderVariant():
            say("\n".join(order_lines(variant)))
            say(f"{_ASKS['order']}:")
        case NumericVariant():
            unit = variant.question.unit
            asked = f", in {unit}" if unit != "none" else ""
            say(f"{_ASKS['numeric']}{asked}, {variant.question.tolerance}:")
        case _:
            say(f"{_ASKS[question.type]}:")


def _hint(asked: Asked, say: Say) -> None:
    hints = asked.variant.hints
    if asked.hints_shown >= len(hints):
        say("There is no further hint.")
        return
    say(f"Hint {asked.hints_shown + 1} of {len(hints)}: {plain(hints[asked.hints_shown])}")
    asked.hints_shown += 1


def _responded(session: Practice, asked: Asked, raw: str, lines: Iterator[str], say: Say) -> bool:
    """Grade a response; return whether the question is done."""
    variant = asked.variant
    if isinstance(variant, OpenVariant):
        raw = "\n".join([raw, *iter(lambda: _line(lines), "")])
    try:
        reading = variant.read(raw)
    except UnreadableError as error:
        say(f"Not readable, and it costs nothing. {error}")
        return False
    if isinstance(variant, OpenVariant):
        reading = _judged(variant, reading, lines, say)
    else:
        say(f"Read as: {safe(reading.echo)}")
    first = asked.grade is None
    grade = session.respond(reading)
    _tell(variant, grade, say)
    if grade.verdict is Verdict.IMPRECISE and first:
        say("Type it again with more digits:")
        return False
    _explain(variant, say)
    return True


def _judged(variant: OpenVariant, reading: Reading, lines: Iterator[str], say: Say) -> Reading:
    """Show the model answer, and ask point by point what was said."""
    say(f"A good answer: {plain(variant.key_text)}")
    say("Which of these did you say? y or n for each.")
    ticked = []
    for point in variant.points:
        say(plain(f"- {point.text}"))
        if _line(lines).strip().lower() in ("y", "yes"):
            ticked.append(point.id)
    return variant.judged(reading, tuple(ticked))


def _tell(variant: Variant, grade: Grade, say: Say) -> None:
    say(f"{VERDICTS[grade.verdict]}.")
    say(plain(grade.feedback))
    if grade.your_line:
        say(f"Your line:  {grade.your_line}")
    if grade.right_line:
        say(f"Right line: {grade.right_line}")
    if grade.verdict not in (Verdict.CORRECT, Verdict.IMPRECISE) and not isinstance(
        variant, OpenVariant
    ):
        say(f"The answer is {variant.key_text}.")


def _explain(variant: Variant, say: Say) -> None:
    match variant:
        case NumericVariant():
            say("\n".join(working_lines(variant.working)))
        case ChoiceVariant():
            say("\n".join(choice_lines(variant, marked=True)))
    if variant.solution and not isinstance(variant, NumericVariant):
        say(plain(variant.solution))


def _sum_up(session: Practice, say: Say) -> None:
    session.skip()
    summary = session.summary()
    say("")
    if not summary.answered:
        say("Nothing answered this time. Come back soon.")
        return
    count = len(summary.answered)
    say(f"{summary.score:g} of {count} points, in {summary.seconds / 60:.0f} minutes.")
    for topic, (score, answered) in summary.topics().items():
        say(f"{topic_title(topic)}: {score:g} of {answered}.")
    for slip, times in summary.slips.items():
        say(f"Slip: {slip.replace('_', ' ')}{f', {times} times' if times > 1 else ''}.")
