"""The questions of an interview one by one: your response, the verdict, the slip, the working."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive

from quizapp.answers.words import aloud
from quizapp.errors import UnreadableError
from quizapp.learning.recall import RIGHT
from quizapp.record import sureness_words
from quizapp.reports.review import title_of, verdict_of
from quizapp.text.phrases import pace
from quizapp.text.visible import safe
from quizapp.tui import typeset
from quizapp.tui.leaving import Screen
from quizapp.tui.screens.scorecard import colour_of
from quizapp.tui.widgets.field import reading_line
from quizapp.tui.widgets.head import QuestionHead
from quizapp.tui.widgets.keys import KeyLine
from quizapp.tui.widgets.sheet import SheetView
from quizapp.tui.widgets.verdict import VerdictLines

if TYPE_CHECKING:
    from quizapp.bank.tracks import Tracks
    from quizapp.interview.results import Result
    from quizapp.questions.base import Variant


class ReviewScreen(Screen[None]):
    """Shows one question after the other.

    Parameters
    ----------
    results
        How each came out, in order.
    tracks
        Say how topics are called.
    first
        The place that is shown first.
    """

    CSS_PATH = "../practice.tcss"
    HELP = (
        "Every question again, with your answer, the result, the likely mistake, and the worked "
        "solution. Right where you are, you can try the same question with new numbers."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,right,n", "go(1)", "Next", id="review.next"),
        Binding("left,p", "go(-1)", "Previous", id="review.back"),
        Binding("m", "go_to_missed", "Next missed", id="review.missed"),
        Binding(
            "v",
            "another",
            "New numbers",
            id="review.another",
            tooltip="Same question, new numbers",
        ),
        Binding("s", "steps", "Steps", id="review.steps", tooltip="Every step, or the short form"),
        Binding("escape", "dismiss", "Back", id="review.leave"),
        Binding("up,k", "scroll(-1)", "Scroll up", id="review.up", show=False),
        Binding("down,j", "scroll(1)", "Scroll down", id="review.down", show=False),
        Binding("pageup", "scroll(-10)", "Page up", id="review.page_up", show=False),
        Binding("pagedown,space", "scroll(10)", "Page down", id="review.page_down", show=False),
    ]

    place: reactive[int] = reactive(0, init=False, bindings=True)
    at_length: reactive[bool] = reactive(False, init=False)

    class QuestionWanted(Message):
        """A question is to be asked once more, in another variant than this one."""

        def __init__(self, variant: Variant) -> None:
            super().__init__()
            self.variant = variant

    def __init__(self, results: Sequence[Result], tracks: Tracks, first: int = 0) -> None:
        super().__init__()
        self.set_reactive(ReviewScreen.place, first)
        self._tracks = tracks
        self._results = tuple(results)

    def compose(self) -> ComposeResult:
        """Lay the question out under its head."""
        with Vertical(id="column"):
            yield QuestionHead()
            with VerticalScroll(id="reading", can_focus=False):
                yield SheetView(id="again")
        yield KeyLine()

    def watch_place(self, place: int) -> None:
        """Show the question at a place."""
        result = self._results[place]
        question = result.planned.variant.question
        head = self.query_one(QuestionHead)
        head.topic, head.level = self._tracks.title(question.topic), question.level
        head.position, head.count = place + 1, len(self._results)
        self.set_reactive(ReviewScreen.at_length, False)
        self.query_one("#again", SheetView).show(lambda width: lines_of(result, width))
        self.query_one("#reading").scroll_home(animate=False)

    def watch_at_length(self, at_length: bool) -> None:
        """Show every step of the solution, or as many as fit on a whiteboard."""
        result = self._results[self.place]
        sheet = self.query_one("#again", SheetView)
        sheet.show(lambda width: lines_of(result, width, at_length=at_length))

    def on_mount(self) -> None:
        """Show the first question."""
        self.query_one("#reading").styles.height = "1fr"
        self.watch_place(self.place)

    def validate_place(self, place: int) -> int:
        """Stay among the questions."""
        return max(0, min(place, len(self._results) - 1))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Grey a way out that leads nowhere, and leave out what has nothing to show."""
        if action == "go" and parameters:
            by = 1 if parameters[0] == 1 else -1
            return True if 0 <= self.place + by < len(self._results) else None
        if action == "go_to_missed":
            return None if self._next_missed is None else True
        variant = self._results[self.place].planned.variant
        if action == "another":
            return variant.question.generated
        if action == "steps":
            return variant.has_more_steps
        return True

    def action_go(self, by: int) -> None:
        """Go to the next question or the one before."""
        self.place += by

    @property
    def _next_missed(self) -> int | None:
        """The place of the next question that was not right."""
        later = range(self.place + 1, len(self._results))
        return next((place for place in later if self._results[place].score < RIGHT), None)

    def action_go_to_missed(self) -> None:
        """Go to the next question that was not right."""
        if self._next_missed is not None:
            self.place = self._next_missed

    def action_another(self) -> None:
        """Ask for the same question with new numbers."""
        self.post_message(self.QuestionWanted(self._results[self.place].planned.variant))

    def action_steps(self) -> None:
        """Show every step of the solution, or as many as fit on a whiteboard."""
        self.at_length = not self.at_length

    def action_scroll(self, lines: int) -> None:
        """Scroll by lines."""
        self.query_one("#reading").scroll_relative(y=lines, animate=False)


def lines_of(one: Result, width: int, *, at_length: bool = False) -> typeset.Lines:
    """Return one question looked at again."""
    variant, grade = one.planned.variant, one.grade
    title = Content.styled(safe(title_of(one)), "bold") if variant.question.title else None
    lines = [title, typeset.BLANK] if title else []
    offered = () if variant.question.marks_offered else variant.offered()
    lines += typeset.laid_out((*variant.asked(), *offered), width)
    lines += [typeset.BLANK, *_response(one, width)]
    if grade is None or one.awaits:
        lines.append(Content.styled(verdict_of(one), f"bold {colour_of(one)}"))
    else:
        lines += VerdictLines("", grade).lines(width)
    lines.append(Content.styled(_circumstances(one), typeset.FAINT))
    return [
        *lines,
        typeset.BLANK,
        *typeset.laid_out(variant.solved(one.answer.points or (), at_length=at_length), width),
    ]


def _response(one: Result, width: int) -> typeset.Lines:
    """Return what the learner answered, and what was typed and was no answer."""
    lines: typeset.Lines = []
    answer, variant = one.answer, one.planned.variant
    if answer.response is not None:
        if variant.question.in_words:
            shown = _plain(aloud.for_people(answer.response).splitlines(), width - 5)
        else:
            shown = [reading_line(_echo(variant, answer.response))]
        first, *others = shown or [typeset.BLANK]
        lines.append(Content.assemble(("you  ", typeset.FAINT), first))
        lines += [*typeset.indented(others, " " * 5), typeset.BLANK]
    if answer.typed.strip():
        says = "In the field when time ran out (couldn't be read): "
        pieces = [(says, typeset.FAINT), (safe(answer.typed), "")]
        lines += [*typeset.flowed(pieces, width), typeset.BLANK]
    return lines


def _echo(variant: Variant, response: str) -> str:
    try:
        return variant.read(response).echo
    except UnreadableError:
        return response


def _circumstances(one: Result) -> str:
    """Return how the answer came about: time, confidence, changes."""
    answer = one.answer
    changes = f"changed {answer.changes} times" if answer.changes > 1 else "changed once"
    parts = (
        f"  {pace(answer.seconds, one.planned.seconds)}",
        f"confidence: {sureness_words(answer.confidence)}" if answer.confidence else "",
        changes if answer.changes else "",
        "flagged" if answer.flagged else "",
    )
    return ", ".join(filter(None, parts))


def _plain(texts: Sequence[str], width: int) -> typeset.Lines:
    return [line for text in texts for line in typeset.flowed([(safe(text), "")], width)]
