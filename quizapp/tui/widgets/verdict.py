"""What a response was worth, and why."""

from __future__ import annotations

from typing import Final, NamedTuple

from textual.content import Content

from quizapp.questions.base import Grade, Verdict
from quizapp.text.phrases import VERDICTS
from quizapp.text.visible import safe
from quizapp.tui import typeset, widgets

COLOURS: Final = {
    Verdict.CORRECT: "$text-success",
    Verdict.WRONG_UNIT: "$text-warning",
    Verdict.IMPRECISE: "$text-warning",
    Verdict.PARTIAL: "$text-warning",
    Verdict.INCORRECT: "$text-error",
    Verdict.SHOWN: "$foreground-muted",
}


def verdict_words(verdict: Verdict) -> tuple[str, str]:
    """Return the sign and the words of a verdict."""
    sign, _, words = VERDICTS[verdict].partition(" ")
    return sign, words


class VerdictLines(NamedTuple):
    """A graded response as lines."""

    response: str
    """How it was read; empty where the response stands on the screen anyway."""
    grade: Grade
    counts: bool = True
    """Whether it is the one that counts, and not a later try."""
    reveals: bool = True
    """Whether the right line is shown: not to someone who may want to try again."""
    beside: tuple[str, ...] = ()
    """What stands beside the verdict, as far as it fits."""
    takeaway: str = ""
    """What is shown below a right answer."""
    remarks: tuple[str, ...] = ()
    """The learner's own, on the question."""

    @property
    def hides(self) -> bool:
        """Whether there is a right line that isn't shown yet."""
        return bool(self.grade.right_line) and not self.reveals

    def lines(self, width: int) -> typeset.Lines:
        """Return response, verdict, reason, and the learner's line above the right one."""
        lines: typeset.Lines = []
        if self.response:
            lines += [
                Content.assemble(
                    ("you  ", typeset.FAINT), widgets.field.reading_line(self.response)
                ),
                typeset.BLANK,
            ]
        sign, words = verdict_words(self.grade.verdict)
        colour = COLOURS[self.grade.verdict]
        again = "" if self.counts else "  (only your first answer counts)"
        head = Content.assemble((f"{sign} {words}", f"bold {colour}"), (again, typeset.FAINT))
        for said in filter(None, self.beside):
            longer = head + Content.styled(f"   {said}", typeset.FAINT)
            head = longer if longer.cell_length <= width else head
        lines.append(head)
        feedback = self.grade.feedback
        if feedback and feedback != "Right.":
            lines += typeset.indented(typeset.marked_up(feedback, width - 2), "  ")
        right = self.grade.right_line if self.reveals else ""
        both = (("yours", self.grade.your_line, colour), ("right", right, ""))
        if any(line for _, line, _ in both):
            lines.append(typeset.BLANK)
        for name, line, style in both:
            if line:
                lines += typeset.indented(_named_line(name, line, style, width - 2), "  ")
        if self.takeaway and self.counts and self.grade.verdict is Verdict.CORRECT:
            lines += [typeset.BLANK, *typeset.marked_up(self.takeaway, width)]
        if self.remarks:
            lines.append(typeset.BLANK)
        for remark in self.remarks:
            lines += typeset.flowed([(safe(remark), typeset.FAINT)], width)
        return lines


def _named_line(name: str, line: str, style: str, width: int) -> typeset.Lines:
    return typeset.flowed([(safe(line), style)], width, f"{name}  ")
