"""A practice session line by line, for screen readers and pipes."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import TYPE_CHECKING, Final, TextIO

from quizapp.answers.words import aloud
from quizapp.errors import HistoryError, QuizappError, UnreadableError
from quizapp.plain.dialogue import (
    Say,
    StoppedError,
    confidences,
    judged,
    line_of,
    put,
    text_of,
    whole,
)
from quizapp.practice.asked import Asked, Outcome
from quizapp.practice.session import Practice
from quizapp.questions.base import Grade, Variant, Verdict
from quizapp.text.blocks import Blank, Lettered
from quizapp.text.commands import command
from quizapp.text.lines import lines
from quizapp.text.phrases import VERDICTS, comes_again, duration, score_of, slip_title, times
from quizapp.text.prose import plain, safe

if TYPE_CHECKING:
    from quizapp.history.remarks import Remarks
    from quizapp.record import RemarkKind

HELP: Final = (
    "Type your answer and press Enter. Other commands: hint (your answer then counts less), "
    "show (the solution, for no points), skip, new (new numbers), stop, help."
)
MORE_HELP: Final = (
    "About your last answer: mistyped (it won't count), doubt (the program's answer is wrong), "
    "steps (every step of the solution). "
    "About this question: star, note. An open question: aloud (speak your answer)."
)


def run(
    session: Practice,
    source: TextIO,
    say: Say,
    remarks: Remarks | None = None,
    *,
    asks_confidence: bool = False,
    habits: Callable[[], Collection[str]] = tuple,
) -> None:
    """Ask a session's questions until it ends, is stopped, or the input ends; then sum up.

    Parameters
    ----------
    session
        What is asked.
    source
        Where responses are read from, a line each.
    say
        Prints a line.
    remarks
        Keeps stars, notes and doubts; without it there are none.
    asks_confidence
        Whether to ask how sure the learner is before each verdict.
    habits
        Returns the slips that are known as habits.
    """
    say(HELP)
    try:
        asked = session.next()
        while asked is not None:
            other = _one(session, asked, source, say, remarks, asks_confidence=asks_confidence)
            asked = other or session.next()
    except (StoppedError, KeyboardInterrupt):
        pass
    _sum_up(session, say, habits)


def _one(
    session: Practice,
    asked: Asked,
    source: TextIO,
    say: Say,
    remarks: Remarks | None,
    *,
    asks_confidence: bool,
) -> Asked | None:
    """Ask one question; return another variant where one was asked for."""
    try:
        _ask(session, asked.variant, say)
        while True:
            raw = line_of(source)
            match raw.strip(" .!\n").lower().replace("’", "'"):
                case "show" | "idk" | "i don't know" | "don't know" | "dunno" | "no idea":
                    return _shown(session, asked.variant, source, say)
                case "mistyped":
                    _withdraw(session, say)
                case ("star" | "note" | "doubt") as kind if remarks:
                    _remark(session, kind, remarks, source, say)
                case "skip":
                    return None
                case "new" | "another":
                    other = _another(session, say)
                    if other is not None:
                        return other
                case "hint":
                    _hint(session, asked, say)
                case "steps":
                    _tell_steps(session, say)
                case "help" | "?":
                    say(HELP)
                    say(MORE_HELP)
                case _:
                    if _responded(
                        session, asked, raw, source, say, asks_confidence=asks_confidence
                    ):
                        return None
    except QuizappError as error:
        say(f"Skipping this question, which can't be shown: {safe(str(error))}")
        return None


def _confidence(variant: Variant, source: TextIO, say: Say) -> float:
    """Ask how sure the learner is, until that is one of the probabilities on offer."""
    offered = confidences(variant)
    *most, last = offered
    while True:
        say(f"How sure are you, in %? Type {', '.join(most)} or {last}:")
        said = line_of(source).strip().removesuffix("%").strip()
        if said in offered:
            return offered[said]


def _another(session: Practice, say: Say) -> Asked | None:
    if session.current.variant.question.generated:
        try:
            return session.another()
        except QuizappError:
            pass  # what keeps it from being drawn is the author's business, not the learner's
    say("This question always has the same numbers. Type your answer, or skip.")
    return None


def _shown(session: Practice, variant: Variant, source: TextIO, say: Say) -> Asked | None:
    """Show the solution instead of grading an answer; return another variant, if one is wanted."""
    if session.current.outcome is Outcome.OPEN:
        session.show()
    session.see_working()
    say(f"The answer is {variant.key_text}.")
    _explain(variant, None, say)
    while variant.question.generated:
        say("Press Enter for the next question, or type new for this one with new numbers.")
        match line_of(source).strip().lower():
            case "":
                break
            case "new":
                return _another(session, say)
    return None


def _tell_steps(session: Practice, say: Say) -> None:
    """Tell every step of the last solution."""
    done = [asked.variant for asked in session.asked if asked.outcome is Outcome.ANSWERED]
    if not done:
        say("Answer a question first.")
    elif not done[-1].has_more_steps:
        say("The last solution has no more steps than you were shown.")
    else:
        shown = (one for one in done[-1].explained_at_length() if not isinstance(one, Blank))
        say("\n".join(["", *lines(shown, flat=True), ""]))


def _withdraw(session: Practice, say: Say) -> None:
    last = session.last_answer
    if last is None:
        say("You have no answer to take back.")
        return
    session.withdraw()
    say(f"Your answer {safe(aloud.for_people(last.response))} doesn't count.")


def _remark(
    session: Practice, kind: RemarkKind, remarks: Remarks, source: TextIO, say: Say
) -> None:
    """Keep a star or a note on the question, or a doubt about the answer to the last one."""
    variant = session.current.variant
    try:
        if kind == "star":
            starred = remarks.switch_star(variant)
            say("Starred." if starred else "No longer starred.")
            return
        if kind == "doubt":
            last = session.last_answered
            if last is None:
                say("Answer a question first.")
                return
            variant = last.variant
            say(f"What is wrong with the answer {variant.key_text}? One line, or press Enter:")
        else:
            note = remarks.of(variant.question.name).get("note")
            say(f"Your note is: {safe(note)}" if note else "You have no note yet.")
            say("Type a note of one line, or press Enter to leave it as it is:")
        text = line_of(source).strip()
        if text or kind == "doubt":
            remarks.add(kind, variant, text)
            say("Saved.")
    except HistoryError as error:
        say(safe(str(error)))


def _ask(session: Practice, variant: Variant, say: Say) -> None:
    question = variant.question
    say("")
    asks = "Follow-up, question" if session.current.follow_up else "Question"
    say(
        f"{asks} {session.position} of {session.count}. "
        f"{session.tracks.title(question.topic)}, level {question.level}."
    )
    put(variant, say)


def _hint(session: Practice, asked: Asked, say: Say) -> None:
    hints = asked.variant.hints
    if asked.hints_shown >= len(hints):
        say("No more hints." if hints else "This question has no hints.")
        return
    hint = plain(hints[asked.hints_shown], flat=True)
    say(f"Hint {asked.hints_shown + 1} of {len(hints)}: {hint}")
    session.hint()


def _responded(
    session: Practice, asked: Asked, raw: str, source: TextIO, say: Say, *, asks_confidence: bool
) -> bool:
    """Grade a response; return whether the question is done."""
    variant = asked.variant
    if variant.question.in_words and raw.strip().lower() == "aloud":
        began = session.clock.seconds()
        say("Speak now. When you're done, press Enter.")
        line_of(source)
        raw = aloud.spoken(session.clock.seconds() - began)
        say(f"{aloud.length(raw).capitalize()}.")
    elif variant.question.in_words:
        raw = text_of(raw, lambda: source.readline().removesuffix("\n"))
    try:
        raw = whole(variant, raw, lambda: line_of(source), say)
        reading = variant.read(raw)
    except UnreadableError as error:
        say(f"I couldn't read that (it doesn't count). {safe(str(error))}")
        return False
    if variant.points:
        reading = judged(variant, reading, source, say)
    else:
        say(f"Read as: {safe(reading.echo)}")
    # Who has seen what the answer is judged by is not guessing any more.
    rated = asks_confidence and not asked.attempts and not variant.question.in_words
    grade = session.respond(
        reading, confidence=_confidence(variant, source, say) if rated else None
    )
    _tell(variant, grade, say)
    if asked.awaits:
        say("Try again with more digits:")
        return False
    _explain(variant, grade, say)
    return True


def _tell(variant: Variant, grade: Grade, say: Say) -> None:
    _, _, verdict = VERDICTS[grade.verdict].partition(" ")
    say(f"{verdict}.")
    say(plain(grade.feedback, flat=True))
    if grade.your_line:
        say(f"Your line: {grade.your_line}")
    if grade.right_line:
        say(f"Right line: {grade.right_line}")
    if grade.verdict not in (Verdict.CORRECT, Verdict.IMPRECISE) and not variant.points:
        say(f"The answer is {variant.key_text}.")


def _explain(variant: Variant, grade: Grade | None, say: Say) -> None:
    """Tell the reasons that were not told yet, and how one gets to the answer."""
    told = "" if grade is None else grade.feedback
    for block in variant.answered():
        if isinstance(block, Lettered) and block.why and block.why not in told:
            kind = "right" if block.correct else "wrong"
            say(plain(f"{block.letter} is {kind}. {block.why}", flat=True))
    correct = grade is not None and grade.verdict is Verdict.CORRECT
    known = Lettered if correct else Blank
    explained = lines((one for one in variant.explained() if not isinstance(one, known)), flat=True)
    if explained:
        say("\n".join(["", *explained]))


def _sum_up(session: Practice, say: Say, habits: Callable[[], Collection[str]]) -> None:
    session.skip()
    summary = session.summary()
    say("")
    if not summary.answered:
        say("Nothing answered this time. Come back soon.")
        return
    count = len(summary.answered)
    unit = "point" if count == 1 else "points"
    say(f"{score_of(summary.score, count)} {unit}, in {duration(summary.seconds)}.")
    if again := comes_again(len(summary.missed), len(summary.repaired)):
        say(again)
    for topic, (score, answered) in summary.topics().items():
        say(f"{summary.tracks.title(topic)}: {score_of(score, answered)}.")
    if summary.slips:
        summary = summary._replace(known_habits=habits())
    for slip, count in summary.slips.items():
        is_habit = slip in summary.habits
        says = f"Mistake to watch for: {slip_title(slip)}, {times(count)}"
        say(
            f"{says}, a habit. To unlearn it: {command('practice', '--slip', slip)}"
            if is_habit
            else f"{says}."
        )
