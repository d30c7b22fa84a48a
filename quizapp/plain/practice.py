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
from quizapp.text.prose import plain
from quizapp.text.suggestions import one_of
from quizapp.text.visible import safe

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
    sitting = _Sitting(session, source, say, remarks, asks_confidence=asks_confidence)
    sitting.run(habits)


class _Sitting:
    """A session, with who asks and who answers."""

    def __init__(
        self,
        session: Practice,
        source: TextIO,
        say: Say,
        remarks: Remarks | None,
        *,
        asks_confidence: bool,
    ) -> None:
        self._session = session
        self._source = source
        self._say = say
        self._remarks = remarks
        self._asks_confidence = asks_confidence

    def run(self, habits: Callable[[], Collection[str]]) -> None:
        """Ask until it ends, and sum up."""
        self._say(HELP)
        try:
            asked = self._session.next()
            while asked is not None:
                asked = self._ask_until_done(asked) or self._session.next()
        except (StoppedError, KeyboardInterrupt):
            pass
        self._sum_up(habits)

    def _ask_until_done(self, asked: Asked) -> Asked | None:
        """Ask one question; return another variant where one was asked for."""
        try:
            self._ask(asked.variant)
            while True:
                raw = line_of(self._source)
                match raw.strip(" .!\n").lower().replace("’", "'"):
                    case "show" | "idk" | "i don't know" | "don't know" | "dunno" | "no idea":
                        return self._shown(asked.variant)
                    case "mistyped":
                        self._withdraw()
                    case ("star" | "note" | "doubt") as kind if self._remarks:
                        self._remark(kind, self._remarks)
                    case "skip":
                        return None
                    case "new" | "another":
                        other = self._another()
                        if other is not None:
                            return other
                    case "hint":
                        self._hint(asked)
                    case "steps":
                        self._tell_steps()
                    case "help" | "?":
                        self._say(HELP)
                        self._say(MORE_HELP)
                    case _:
                        if self._responded(asked, raw):
                            return None
        except QuizappError as error:
            self._say(f"Skipping this question, which can't be shown: {safe(str(error))}")
            return None

    def _confidence(self, variant: Variant) -> float | None:
        """Ask how sure the learner is, until it is one of the probabilities on offer, or nothing.

        None is returned of a learner who doesn't say it.
        """
        offered = confidences(variant)
        asks = f"How sure are you, in %? Type {one_of(offered)}; or press Enter to go on:"
        while True:
            self._say(asks)
            said = line_of(self._source).strip().removesuffix("%").strip()
            if not said:
                return None
            if said in offered:
                return offered[said]

    def _another(self) -> Asked | None:
        if self._session.current.variant.question.generated:
            try:
                return self._session.another()
            except QuizappError:
                pass  # what keeps it from being drawn is the author's business, not the learner's
        self._say("This question always has the same numbers. Type your answer, or skip.")
        return None

    def _shown(self, variant: Variant) -> Asked | None:
        """Show the solution instead of grading; return another variant, if one is wanted."""
        if self._session.current.outcome is Outcome.OPEN:
            self._session.show()
        self._session.see_working()
        self._say(f"The answer is {variant.key_text}.")
        self._explain(variant, None)
        while variant.question.generated:
            self._say(
                "Press Enter for the next question, or type new for this one with new numbers."
            )
            match line_of(self._source).strip().lower():
                case "":
                    break
                case "new":
                    return self._another()
        return None

    def _tell_steps(self) -> None:
        """Tell every step of the last solution."""
        done = [asked.variant for asked in self._session.asked if asked.outcome is Outcome.ANSWERED]
        if not done:
            self._say("Answer a question first.")
        elif not done[-1].has_more_steps:
            self._say("The last solution has no more steps than you were shown.")
        else:
            shown = (one for one in done[-1].explained_at_length() if not isinstance(one, Blank))
            self._say("\n".join(["", *lines(shown, flat=True), ""]))

    def _withdraw(self) -> None:
        last = self._session.last_answer
        if last is None:
            self._say("You have no answer to take back.")
            return
        self._session.withdraw()
        self._say(f"Your answer {safe(aloud.for_people(last.response))} doesn't count.")

    def _remark(self, kind: RemarkKind, remarks: Remarks) -> None:
        """Keep a star or a note on the question, or a doubt about the answer to the last one."""
        variant = self._session.current.variant
        try:
            if kind == "star":
                starred = remarks.switch_star(variant)
                self._say("Starred." if starred else "No longer starred.")
                return
            if kind == "doubt":
                last = self._session.last_answered
                if last is None:
                    self._say("Answer a question first.")
                    return
                variant = last.variant
                self._say(
                    f"What is wrong with the answer {variant.key_text}? One line, or press Enter:"
                )
            else:
                note = remarks.of(variant.question.name).get("note")
                self._say(f"Your note is: {safe(note)}" if note else "You have no note yet.")
                self._say("Type a note of one line, or press Enter to leave it as it is:")
            text = line_of(self._source).strip()
            if text or kind == "doubt":
                remarks.add(kind, variant, text)
                self._say("Saved.")
        except HistoryError as error:
            self._say(safe(str(error)))

    def _ask(self, variant: Variant) -> None:
        question = variant.question
        self._say("")
        asks = "Follow-up, question" if self._session.current.follow_up else "Question"
        self._say(
            f"{asks} {self._session.position} of {self._session.count}. "
            f"{self._session.tracks.title(question.topic)}, level {question.level}."
        )
        put(variant, self._say)

    def _hint(self, asked: Asked) -> None:
        hints = asked.variant.hints
        if asked.hints_shown >= len(hints):
            self._say("No more hints." if hints else "This question has no hints.")
            return
        hint = plain(hints[asked.hints_shown], flat=True)
        self._say(f"Hint {asked.hints_shown + 1} of {len(hints)}: {hint}")
        self._session.hint()

    def _responded(self, asked: Asked, raw: str) -> bool:
        """Grade a response; return whether the question is done."""
        variant = asked.variant
        if variant.question.in_words and raw.strip().lower() == "aloud":
            began = self._session.clock.seconds()
            self._say("Speak now. When you're done, press Enter.")
            line_of(self._source)
            raw = aloud.spoken(self._session.clock.seconds() - began)
            self._say(f"{aloud.length(raw).capitalize()}.")
        elif variant.question.in_words:
            raw = text_of(raw, lambda: self._source.readline().removesuffix("\n"))
        try:
            raw = whole(variant, raw, lambda: line_of(self._source), self._say)
            reading = variant.read(raw)
        except UnreadableError as error:
            self._say(f"I couldn't read that (it doesn't count). {safe(str(error))}")
            return False
        if variant.points:
            reading = judged(variant, reading, self._source, self._say)
        else:
            self._say(f"Read as: {safe(reading.echo)}")
        # Who has seen what the answer is judged by is not guessing any more.
        rated = self._asks_confidence and not asked.attempts and not variant.question.in_words
        grade = self._session.respond(
            reading, confidence=self._confidence(variant) if rated else None
        )
        self._tell(variant, grade)
        if asked.awaits:
            self._say("Try again with more digits:")
            return False
        self._explain(variant, grade)
        return True

    def _tell(self, variant: Variant, grade: Grade) -> None:
        _, _, verdict = VERDICTS[grade.verdict].partition(" ")
        self._say(f"{verdict}.")
        self._say(plain(grade.feedback, flat=True))
        if grade.your_line:
            self._say(f"Your line: {grade.your_line}")
        if grade.right_line:
            self._say(f"Right line: {grade.right_line}")
        if grade.verdict not in (Verdict.CORRECT, Verdict.IMPRECISE) and not variant.points:
            self._say(f"The answer is {variant.key_text}.")

    def _explain(self, variant: Variant, grade: Grade | None) -> None:
        """Tell the reasons that were not told yet, and how one gets to the answer."""
        told = "" if grade is None else grade.feedback
        for block in variant.answered():
            if isinstance(block, Lettered) and block.why and block.why not in told:
                kind = "right" if block.correct else "wrong"
                self._say(plain(f"{block.letter} is {kind}. {block.why}", flat=True))
        correct = grade is not None and grade.verdict is Verdict.CORRECT
        known = Lettered if correct else Blank
        explained = lines(
            (one for one in variant.explained() if not isinstance(one, known)), flat=True
        )
        if explained:
            self._say("\n".join(["", *explained]))

    def _sum_up(self, habits: Callable[[], Collection[str]]) -> None:
        self._session.skip()
        summary = self._session.summary()
        self._say("")
        if not summary.answered:
            self._say("Nothing answered this time. Come back soon.")
            return
        count = len(summary.answered)
        unit = "point" if count == 1 else "points"
        self._say(f"{score_of(summary.score, count)} {unit}, in {duration(summary.seconds)}.")
        if again := comes_again(len(summary.missed), len(summary.repaired)):
            self._say(again)
        for topic, (score, answered) in summary.topics().items():
            self._say(f"{summary.tracks.title(topic)}: {score_of(score, answered)}.")
        if summary.slips:
            summary = summary._replace(known_habits=habits())
        for slip, count in summary.slips.items():
            is_habit = slip in summary.habits
            says = f"Mistake to watch for: {slip_title(slip)}, {times(count)}"
            self._say(
                f"{says}, a habit. To unlearn it: {command('practice', '--slip', slip)}"
                if is_habit
                else f"{says}."
            )
