"""An answer in words, then the rubric to judge it by."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, Vertical
from textual.content import Content
from textual.reactive import reactive
from textual.widgets import Static, TextArea

from quizapp.errors import UnreadableError
from quizapp.questions.base import Grade, Reading
from quizapp.tui import typeset
from quizapp.tui.widgets.items import NOWHERE, Items
from quizapp.tui.widgets.response import Response
from quizapp.tui.widgets.sheet import SheetView

if TYPE_CHECKING:
    from quizapp.questions.open import OpenVariant


_HOW: Final = "Space ticks what you said, Enter confirms."
_BESIDE: Final = 68
"""Columns from which rubric and model answer stand side by side."""


class OpenResponse(Response):
    """Takes an answer in words, shows a good one, and lets the learner tick what was said."""

    DEFAULT_CSS = """
    OpenResponse {
        TextArea {
            height: 8;
            background: transparent;
            border: round $border-blurred;
            &:focus { border: round $accent; background: transparent; }
        }
        .note { height: auto; color: $foreground 60%; }
        #judging { height: auto; display: none; }
        #said { margin-bottom: 1; }
        #beside { height: auto; layout: vertical; }
        #how { margin-bottom: 1; }
        #rubric { height: auto; width: 1fr; margin-bottom: 1; }
        #model { width: 1fr; }
        &.-beside #beside { layout: horizontal; }
        &.-beside #rubric { margin-right: 3; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "show_model", "Compare", id="open.compare", tooltip="A good answer"),
        Binding("enter", "confirm", "Confirm", id="open.confirm"),
        Binding("space", "tick", "Tick", id="open.tick"),
    ]
    IN_READING: ClassVar[bool] = True

    judged: reactive[Reading | None] = reactive(None, bindings=True)
    """What was written, once it stands beside the rubric."""
    ticked: reactive[frozenset[int]] = reactive(frozenset())

    variant: OpenVariant

    def __init__(self, variant: OpenVariant) -> None:
        super().__init__(variant)
        self._points = variant.points
        self._graded = False

    def compose(self) -> ComposeResult:
        """Lay out the field; what it is judged by comes later."""
        yield TextArea(show_line_numbers=False, soft_wrap=True, tab_behavior="focus")
        yield Static(Content(self._invitation), classes="note", id="note")
        with Vertical(id="judging"):
            yield SheetView(id="said")
            with Container(id="beside"):
                with Vertical(id="rubric"):
                    yield Static(Content(_HOW), classes="note", id="how")
                    yield Items(len(self._points), self._point, highlighted=0)
                yield SheetView(id="model")

    @property
    def writing(self) -> TextArea:
        """The field."""
        return self.query_one(TextArea)

    @property
    def written(self) -> str:
        """The text."""
        return self.query_one(TextArea).text

    def restore(self, text: str) -> None:
        """Put the text back, to be written on."""
        area = self.query_one(TextArea)
        area.text = text
        area.move_cursor(area.document.end)

    def take_focus(self) -> None:
        """Let the learner write; at once, so that keys which wait already reach the field."""
        self.screen.set_focus(self.writing)

    def close(self, grade: Grade) -> None:  # noqa: ARG002 - the ticks stay as they are
        """Keep the ticks as they are."""
        self._graded = True
        self._items.can_focus = False
        self.query_one("#how").display = False
        self._items.redraw()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Offer what fits the moment: first writing, then ticking."""
        if self._graded:
            return False
        match action:
            case "show_model":
                return self.judged is None
            case "confirm" | "tick":
                return self.judged is not None
        return True

    def on_resize(self, event: events.Resize) -> None:
        """Put rubric and model answer side by side where there is room."""
        self.set_class(event.size.width >= _BESIDE, "-beside")

    def watch_judged(self, reading: Reading | None) -> None:
        """Put the good answer and the rubric in the place of the field."""
        if reading is None:
            return
        said = reading.raw.strip()
        self.query_one(TextArea).display = False
        self.query_one("#note").display = False
        self.query_one("#said", SheetView).show(lambda width: _titled("You", _kept(said, width)))
        self.query_one("#model", SheetView).show(
            lambda width: _titled("A good answer", typeset.marked_up(self.variant.key_text, width))
        )
        self.query_one("#judging").styles.display = "block"
        self._items.focus(scroll_visible=False)

    def watch_ticked(self) -> None:
        """Show the ticks."""
        if self.is_mounted:
            self._items.redraw()

    @on(Items.Pressed)
    def _press(self, message: Items.Pressed) -> None:
        message.stop()
        self.ticked = self.ticked ^ {message.place}

    @on(Items.Moved)
    def _moved(self, message: Items.Moved) -> None:
        message.stop()

    def action_show_model(self) -> None:
        """Read what was written, and show what to compare it with."""
        try:
            self.judged = self.variant.read(self.query_one(TextArea).text)
        except UnreadableError as error:
            self.query_one("#note", Static).update(Content(str(error)))

    def action_tick(self) -> None:
        """Tick the highlighted point, or take the tick away."""
        if self._items.highlighted != NOWHERE:
            self.ticked = self.ticked ^ {self._items.highlighted}

    def action_confirm(self) -> None:
        """Give the answer with the points that were ticked."""
        if self.judged is not None:
            ticked = tuple(self._points[place].id for place in sorted(self.ticked))
            self.post_message(self.Given(self.variant.judged(self.judged, ticked)))

    @property
    def _items(self) -> Items:
        return self.query_one(Items)

    @property
    def _invitation(self) -> str:
        limit = self.variant.question.limit
        time = f"An interviewer would give it {limit:g} seconds. " if limit else ""
        return f"{time}Write as you would say it; Ctrl+S compares it with a good answer."

    def _point(self, place: int, width: int) -> typeset.Lines:
        point = self._points[place]
        ticked = place in self.ticked
        marked = place == self._items.highlighted and self._items.has_focus
        head = Content.assemble(
            ("▸ " if marked else "  ", "bold $text-accent"),
            ("[✓] " if ticked else "[ ] ", "bold $text-success" if ticked else typeset.FAINT),
        )
        style = typeset.FAINT if self._graded and ticked else ""
        first, *others = typeset.marked_up(point.text, max(width - 6, 1), style) or [typeset.BLANK]
        return [head + first, *typeset.indented(others, " " * 6)]


def _titled(title: str, lines: typeset.Lines) -> typeset.Lines:
    return [Content.styled(title, "$text-accent"), *lines]


def _kept(text: str, width: int) -> typeset.Lines:
    """Return what the learner wrote as it was written, wrapped."""
    from quizapp.working.prose import safe

    return [
        line
        for written in text.split("\n")
        for line in typeset.flowed([(safe(written), typeset.FAINT)], width - 2, "  ")
    ]
