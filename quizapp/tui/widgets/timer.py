"""The two lines over a question of an interview: where one is, and how much time is left."""

from __future__ import annotations

from dataclasses import dataclass

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from quizapp.text.phrases import clock_face, pace
from quizapp.tui import typeset


@dataclass(frozen=True, kw_only=True)
class Now:
    """What the timer shows at a moment."""

    section: str
    number: int
    count: int
    level: int
    follows: int | None
    """The number of the question that it follows up."""
    marks: str
    """What the learner said about the question: flagged, sure."""
    spent: float
    planned: float
    remaining: float
    last_minute: bool


class Timer(Widget):
    """Shows section, question, its time against the plan, and the time that is left.

    Calm until the last minute, which is named and coloured.
    """

    DEFAULT_CSS = """
    Timer {
        height: 2;
        color: $foreground-muted;
    }
    """

    now: reactive[Now | None] = reactive(None)

    def render(self) -> Content:
        """Return both lines."""
        now = self.now
        if now is None:
            return typeset.BLANK
        left = clock_face(now.remaining)
        if now.last_minute:
            clock = Content.styled(f"Last minute: {left} left", "bold $text-error")
        else:
            clock = Content.assemble((left, "$foreground"), " left")
        follows = f"  follow-up to question {now.follows}" if now.follows else ""
        section = Content.assemble((now.section, "bold $foreground"), follows)
        question = f"Question {now.number} of {now.count} · level {now.level}"
        marks = Content.assemble(question, (f"  {now.marks}" if now.marks else "", "$text-accent"))
        width = self.size.width
        return typeset.page(
            [
                typeset.apart(section, clock, width),
                typeset.apart(marks, Content(pace(now.spent, now.planned)), width),
            ]
        )
