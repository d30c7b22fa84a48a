"""An answer in words, then the rubric to judge it by."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import Enum
from typing import TYPE_CHECKING, ClassVar, Final

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, Vertical
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widgets import Static

from quizapp.answers import words
from quizapp.answers.words import aloud
from quizapp.errors import UnreadableError
from quizapp.questions.base import Grade, Reading
from quizapp.text.phrases import RIGHT
from quizapp.text.visible import safe
from quizapp.tui import typeset
from quizapp.tui.widgets.bindings import run_binding
from quizapp.tui.widgets.items import NOWHERE, Items
from quizapp.tui.widgets.response import Response
from quizapp.tui.widgets.sheet import SheetView
from quizapp.tui.widgets.speaking import SpeakingClock
from quizapp.tui.widgets.standard import TextArea

if TYPE_CHECKING:
    from quizapp.answers.words.findings import Finding
    from quizapp.questions.open import OpenVariant


_HOW: Final = "Tick the points you made with Space, then press Enter."
_FOUND: Final = (
    "I look for key phrases and can be wrong. Tick anything I missed with Space, then press Enter."
)
_READ: Final = "Read the question. Then press Enter and answer aloud."
_SPEAK: Final = "Speak now. When you're done, press Enter to see a model answer."
_SPEAK_ON: Final = "Speak now. When you're done, press Enter to move on."
"""Where what is told comes after the end."""
_RATE: Final = "How well did you do? Choose with ↑ ↓ or a, p, w, then press Enter."
_LONGEST_QUOTE: Final = 120
_BESIDE: Final = 88
"""Columns from which rubric and model answer stand side by side."""


class Way(Enum):
    """How the answer is given."""

    WRITTEN = "written"
    TO_BE_SPOKEN = "to be spoken"
    """As soon as the learner has read the question."""
    SPOKEN = "spoken"
    """The clock runs."""


class AnswerArea(TextArea):
    """A field for a text."""

    async def _on_key(self, event: events.Key) -> None:
        if await run_binding(self, event.key):
            event.stop()
            event.prevent_default()


class OpenResponse(Response):
    """Takes an answer in words, shows a good one, and lets the learner tick what was said."""

    DEFAULT_CSS = """
    OpenResponse {
        TextArea {
            height: 8;
            background: transparent;
            border: round $border-blurred;
            border-subtitle-color: $foreground-muted;
            &:focus { border: round $accent; background: transparent; }
        }
        SpeakingClock { display: none; }
        &.-aloud SpeakingClock { display: block; }
        &.-aloud TextArea { display: none; }
        .note { height: auto; color: $foreground-muted; }
        #judging { height: auto; display: none; }
        #said, #corrected { margin-bottom: 1; }
        #beside { height: auto; layout: vertical; }
        #how { margin-bottom: 1; }
        #rubric { height: auto; width: 1fr; margin-bottom: 1; }
        #model { width: 1fr; }
        &.-beside #beside { layout: horizontal; }
        &.-beside #rubric { margin-right: 3; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "show_model", "Compare", id="open.compare", tooltip="See a model answer"),
        Binding("ctrl+s", "hand_in", "Answer", id="open.hand_in"),
        Binding("enter", "start_speaking", "Start speaking", id="open.start_speaking"),
        Binding("enter", "stop_speaking", "Done", id="open.stop_speaking"),
        Binding(
            "ctrl+r",
            "speak",
            "Speak",
            id="open.speak",
            tooltip="Answer aloud with a clock, and tick your points; next time too",
        ),
        Binding("ctrl+r", "write", "Type", id="open.write", tooltip="Type open answers again"),
        Binding("enter", "confirm", "Confirm", id="open.confirm"),
        Binding("space", "tick", "Tick", id="open.tick"),
        Binding("a", "rate(0)", "Again", id="open.again", show=False),
        Binding("p", "rate(1)", "Partly", id="open.partly", show=False),
        Binding("w", "rate(2)", "Well", id="open.well", show=False),
        Binding("up", "rate_by(-1)", "Up", id="open.up", show=False),
        Binding("down", "rate_by(1)", "Down", id="open.down", show=False),
    ]
    IN_READING: ClassVar[bool] = True
    VERDICT_ABOVE: ClassVar[bool] = True

    judged: reactive[Reading | None] = reactive(None, bindings=True)
    """What was written, once it stands beside the rubric."""
    ticked: reactive[frozenset[int]] = reactive(frozenset())
    way: reactive[Way] = reactive(Way.WRITTEN, init=False, bindings=True)

    variant: OpenVariant

    class AloudSwitched(Message):
        """The learner wants to speak open answers from now on, or to write them."""

        def __init__(self, *, aloud: bool) -> None:
            super().__init__()
            self.aloud = aloud

    def __init__(self, variant: OpenVariant, *, hands_in: bool = False) -> None:
        super().__init__(variant, hands_in=hands_in)
        self._points = variant.points
        self._found: dict[str, Finding] = {}
        self._nearest: dict[str, str] = {}
        self._settled: set[str] = set()
        """Ids of the points that the learner has ticked or unticked."""
        self._graded = False
        self._clock: Callable[[], float] | None = None
        self._spoken = ""
        """What is recorded of the answer that was spoken last."""

    def compose(self) -> ComposeResult:
        """Lay out the field; what it is judged by comes later."""
        yield AnswerArea(show_line_numbers=False, soft_wrap=True, tab_behavior="focus")
        yield SpeakingClock(self.variant.question.seconds)
        yield Static(Content(self._invitation), classes="note", id="note")
        with Vertical(id="judging"):
            yield SheetView(id="said")
            yield SheetView(id="corrected")
            yield Static(Content(_RATE if self.variant.rates else _HOW), classes="note", id="how")
            with Container(id="beside"):
                with Vertical(id="rubric"):
                    yield Items(len(self._points), self._point, highlighted=0)
                yield SheetView(id="model")

    @property
    def compares(self) -> bool:
        """Whether the model answer is shown."""
        return self.judged is not None

    @property
    def writing(self) -> TextArea:
        """The field."""
        return self.query_one(TextArea)

    @property
    def written(self) -> str:
        """The text, or what is recorded of the answer that is spoken in its place."""
        if self.hands_in and self.way is Way.SPOKEN:
            return aloud.spoken(self._speaking.so_far)
        typed = "" if self.hands_in and self.way is Way.TO_BE_SPOKEN else self.writing.text
        return typed or self._spoken

    def restore(self, text: str) -> None:
        """Put the text back, to be written on; in an interview, also what was spoken."""
        is_spoken = aloud.seconds_spoken(text) is not None
        self._spoken = text if is_spoken and self.hands_in else ""
        if self._spoken or self.way is Way.SPOKEN:
            self.way = Way.TO_BE_SPOKEN
        if not is_spoken:
            self.writing.text = text
            self.writing.move_cursor(self.writing.document.end)
            self.way = Way.WRITTEN if text else self.way
        self._show_invitation()

    def take_focus(self) -> None:
        """Let the learner write; at once, so that keys which wait already reach the field."""
        speaks = self.way is not Way.WRITTEN
        self.screen.set_focus(self._speaking if speaks else self.writing)

    def take_time(self, clock: Callable[[], float], *, aloud: bool) -> None:
        """Offer to speak the answer."""
        self._clock = clock
        if aloud:
            self.way = Way.TO_BE_SPOKEN
        self.screen.refresh_bindings()

    def close(self, grade: Grade) -> None:
        """Keep the ticks as they are; whoever gave no answer sees the model answer now."""
        super().close(grade)
        self._graded = True
        self._speaking.stop()
        if self.judged is None:
            self._show_model()
        self._items.can_focus = False
        self.query_one("#how").display = False
        self._items.redraw()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Offer what fits the moment: first writing, then ticking."""
        if self._graded:
            return False
        match action:
            case "hand_in":
                return self.hands_in and self._takes(Way.WRITTEN)
            case "show_model":
                return self._takes(Way.WRITTEN) and not self.hands_in
            case "speak":
                return self._takes(Way.WRITTEN) and self._clock is not None
            case "write":
                return self._takes(Way.TO_BE_SPOKEN) or self._takes(Way.SPOKEN)
            case "start_speaking":
                return self._takes(Way.TO_BE_SPOKEN)
            case "stop_speaking":
                return self._takes(Way.SPOKEN)
            case "confirm" | "tick":
                return self.judged is not None
            case "rate" | "rate_by":
                return self.judged is not None and self.variant.rates
        return True

    def on_resize(self, event: events.Resize) -> None:
        """Put rubric and model answer side by side where there is room."""
        self.set_class(event.size.width >= _BESIDE, "-beside")

    def _takes(self, way: Way) -> bool:
        """Whether an answer is still taken, in that way."""
        return self.judged is None and self.way is way

    def watch_way(self, way: Way) -> None:
        """Show the field, or the clock in its place."""
        self.set_class(way is not Way.WRITTEN, "-aloud")
        if way is not Way.SPOKEN:
            self._speaking.stop()
        self._show_invitation()

    def _show_invitation(self) -> None:
        """Say what to do now."""
        self.query_one("#note", Static).update(Content(self._invitation))

    def action_speak(self) -> None:
        """Speak this answer, and the next ones; the clock runs at once."""
        self.post_message(self.AloudSwitched(aloud=True))
        self.action_start_speaking()

    def action_write(self) -> None:
        """Write this answer, and the next ones."""
        self.post_message(self.AloudSwitched(aloud=False))
        self.way = Way.WRITTEN
        self.take_focus()

    def action_start_speaking(self) -> None:
        """Let the clock run."""
        if self._clock is not None:
            self.way = Way.SPOKEN
            self.take_focus()
            self._speaking.start(self._clock)

    def action_stop_speaking(self) -> None:
        """Stop the clock, and show what to compare the answer with, or hand it in."""
        spoken = aloud.spoken(self._speaking.stop())
        if self.hands_in:
            self.restore(spoken)
            self.hand_in()
        else:
            self.judged = self.variant.read(spoken)

    def watch_judged(self, reading: Reading | None) -> None:
        """Put the good answer and the rubric in the place of the field."""
        if reading is None:
            return
        said = aloud.words_of(reading.raw).strip()
        self._look_for_points(reading)
        self.query_one("#said", SheetView).show(
            lambda width: _titled("Your answer", reading.echo, _kept(said, width))
        )
        self._show_model()
        self._items.focus(scroll_visible=False)
        self.about = self._items

    def _show_model(self) -> None:
        """Put the model answer and the points in the place of the field."""
        self.query_one(TextArea).display = False
        self.remove_class("-aloud")
        self.query_one("#note").display = False
        self.query_one("#model", SheetView).show(
            lambda width: _titled(
                "Model answer", "", typeset.marked_up(self.variant.key_text, width)
            )
        )
        self.query_one("#judging").styles.display = "block"

    def _look_for_points(self, reading: Reading) -> None:
        """Tick what was found, and ask first of what is unsure."""
        found = self.variant.found(reading)
        if found is None:
            return
        self._found = {one.id: one for one in found.points if one.quote}
        self._nearest = {one.id: one.nearest for one in found.points if one.nearest}
        unsure = [point for point in self._points if point.id in found.unsure]
        self._points = (*unsure, *(point for point in self._points if point not in unsure))
        self.set_reactive(
            OpenResponse.ticked,
            frozenset(
                place
                for place, point in enumerate(self._points)
                if point.id in self._found
                and self._found[point.id].status is words.findings.Status.COVERED
            ),
        )
        if self._found:
            self.query_one("#how", Static).update(Content(_FOUND))
        corrections = {one.id: one.text for one in self.variant.question.misconceptions}
        stated = [(one.quote, corrections[one.id]) for one in found.misconceptions]
        if stated:
            self.query_one("#corrected", SheetView).show(lambda width: _corrected(stated, width))

    @on(TextArea.Changed)
    def _tell_edited(self, event: TextArea.Changed) -> None:
        event.stop()
        text = event.text_area.text
        event.text_area.border_subtitle = aloud.length(text) if text.strip() else ""
        self.post_message(self.Edited())

    def watch_ticked(self) -> None:
        """Show the ticks."""
        if self.is_mounted:
            self._items.redraw()

    @on(Items.Pressed)
    def _press(self, message: Items.Pressed) -> None:
        message.stop()
        if not self.closed:
            self._toggle(message.place)

    def action_show_model(self) -> None:
        """Read what was written, and show what to compare it with."""
        try:
            self.judged = self.variant.read(self.query_one(TextArea).text)
        except UnreadableError as error:
            self.query_one("#note", Static).update(Content(str(error)))

    def judge(self, reading: Reading) -> None:
        """Put an answer beside what it is judged by."""
        self.judged = reading

    def action_hand_in(self) -> None:
        """Hand the text in."""
        self.hand_in()

    def action_tick(self) -> None:
        """Tick the highlighted point, or take the tick away."""
        if self._items.highlighted != NOWHERE:
            self._toggle(self._items.highlighted)

    def action_rate(self, place: int) -> None:
        """Rate the answer as a whole."""
        self._items.highlighted = place
        self.ticked = frozenset({place})

    def action_rate_by(self, by: int) -> None:
        """Rate it worse or better."""
        here = self._items.highlighted + by if self.ticked else self._items.highlighted
        self.action_rate(max(0, min(here, len(self._points) - 1)))

    def _toggle(self, place: int) -> None:
        if self.variant.rates:
            self.action_rate(place)
            return
        self._settled.add(self._points[place].id)
        self.ticked = self.ticked ^ {place}

    def action_confirm(self) -> None:
        """Give the answer with the points that were ticked."""
        if self.judged is not None and not (self.variant.rates and not self.ticked):
            ticked = tuple(self._points[place].id for place in sorted(self.ticked))
            self.give(self.variant.judged(self.judged, ticked))

    @property
    def _speaking(self) -> SpeakingClock:
        return self.query_one(SpeakingClock)

    @property
    def _items(self) -> Items:
        return self.query_one(Items)

    @property
    def _invitation(self) -> str:
        """What to do now."""
        if self.way is Way.SPOKEN:
            return _SPEAK_ON if self.hands_in else _SPEAK
        if self.way is Way.TO_BE_SPOKEN:
            again = f"Answered: {aloud.length(self._spoken)}. Press Enter to answer again."
            return again if self._spoken else _READ
        if self.hands_in:
            return "Write it the way you'd say it. Ctrl+S saves it and moves on."
        limit = self.variant.question.limit
        time = f"In an interview you'd get {limit:g} seconds. " if limit else ""
        return f"{time}Write it the way you'd say it. Ctrl+S shows a model answer."

    def _point(self, place: int, width: int) -> typeset.Lines:
        point = self._points[place]
        found = self._found.get(point.id)
        ticked = place in self.ticked
        asked = not (ticked or found is None or point.id in self._settled or self._graded)
        marked = place == self._items.highlighted and self._items.has_focus
        head = Content.assemble(
            ("▸ " if marked else "  ", "bold $text-accent"),
            (f"[{RIGHT}] ", "bold $text-success")
            if ticked
            else ("[?] ", "bold $text-warning")
            if asked
            else ("[ ] ", typeset.FAINT),
        )
        style = typeset.FAINT if self._graded and ticked else ""
        first, *others = typeset.marked_up(point.shown, max(width - 6, 1), style) or [typeset.BLANK]
        if found is not None:
            others += _quoted(found.quote, "did you mean this?" if asked else "", width - 6)
        elif point.id in self._nearest and not (ticked or self._graded):
            others += _quoted(self._nearest[point.id], "comes nearest", width - 6)
        return [head + first, *typeset.indented(others, " " * 6)]


def _quoted(quote: str, asks: str, width: int) -> typeset.Lines:
    """Return the learner's own words, and what is asked of them."""
    shown = safe(quote)
    if len(shown) > _LONGEST_QUOTE:
        shown = f"{shown[: _LONGEST_QUOTE - 1].rstrip()}…"
    return typeset.flowed([(f"“{shown}” {asks}".rstrip(), typeset.FAINT)], max(width, 1))


def _corrected(stated: Sequence[tuple[str, str]], width: int) -> typeset.Lines:
    """Return the misconceptions that were stated, each with what is right."""
    lines: typeset.Lines = []
    for quote, right in stated:
        lines += (
            [Content.styled("Watch out", "bold $text-warning")] if not lines else [typeset.BLANK]
        )
        lines += typeset.indented(_quoted(quote, "", width - 2), "  ")
        lines += typeset.indented(typeset.marked_up(right, width - 2), "  ")
    return lines


def _titled(title: str, about: str, lines: typeset.Lines) -> typeset.Lines:
    head = Content.assemble((title, "bold"), (f"  {about}" if about else "", typeset.FAINT))
    return [head, *lines]


def _kept(text: str, width: int) -> typeset.Lines:
    """Return what the learner wrote as it was written, wrapped."""
    return [
        line
        for written in (text.split("\n") if text else ())
        for line in typeset.flowed([(safe(written), typeset.FAINT)], width - 2, "  ")
    ]
