"""The line above a question: its topic, its level and how far the session is."""

from __future__ import annotations

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from quizapp.tui import typeset


class QuestionHead(Widget):
    """Shows topic, level, and the place in the session with a thin bar."""

    DEFAULT_CSS = """
    QuestionHead {
        height: 2;
        color: $foreground-muted;
    }
    """

    topic: reactive[str] = reactive("")
    level: reactive[int] = reactive(1)
    position: reactive[int] = reactive(0)
    count: reactive[int] = reactive(0)
    follow_up: reactive[bool] = reactive(False)
    """Whether the question follows up the one before."""
    title: reactive[str] = reactive("")
    """What the question is called, once that gives nothing away."""

    def render(self) -> Content:
        """Return both lines."""
        width = self.size.width
        place = f"{self.position} of {self.count}"
        room = max(width - len(place) - 1, 0)
        asks_on = "  Follow-up" if self.follow_up else ""
        left = Content.assemble(
            (self.topic, "bold $foreground"),
            (asks_on, "$text-accent"),
            f"  level {self.level}",
            f"  {self.title}",
        )
        left = left.truncate(room, ellipsis=True).pad_right(max(room - left.cell_length, 0) + 1)
        done, rest = typeset.bar(self.position / self.count if self.count else 0, width)
        return Content("\n").join(
            [
                Content.assemble(left, place),
                Content.assemble((done, "$accent"), (rest, typeset.REST)),
            ]
        )
