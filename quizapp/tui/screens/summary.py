"""The screen after a session: what it came to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, ClassVar, Final

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.geometry import Region
from textual.reactive import reactive

from quizapp import interview
from quizapp.questions.base import Verdict
from quizapp.record import CONFIRMED
from quizapp.text.phrases import clock_face, comes_again, points, score_of, slip_title, times
from quizapp.text.prose import first_line
from quizapp.text.visible import safe
from quizapp.tui import outlook, screens, typeset
from quizapp.tui.leaving import Screen
from quizapp.tui.widgets.keys import KeyLine
from quizapp.tui.widgets.sheet import SheetView
from quizapp.tui.widgets.verdict import COLOURS, verdict_words

if TYPE_CHECKING:
    from quizapp.interview.results import Result
    from quizapp.practice.asked import Asked, Summary

_BAR: Final = 24
_MARK: Final = "▸ "
_MARKS: Final = {"up": -1, "k": -1, "down": 1, "j": 1}
"""Keys that mark another question, with how far below it is."""


class SummaryScreen(Screen["outlook.Drill | str"]):
    """Sums a session up; dismissed with what is wanted next: again, missed, home or a drill.

    Parameters
    ----------
    summary
        What the session came to.
    title
        What it was about.
    reopened
        Whether the session was over long before.
    """

    CSS_PATH = "../practice.tcss"
    HELP = (
        "Your session at a glance. The mistakes listed are the ones that explain your wrong "
        "answers: watch for them next time. A habit is one you made more than once. Go down to a "
        "mistake and press Enter for a few questions in which you could make it again; on a "
        "question, Enter shows your answer and the solution."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "open", "Open", id="summary.open"),
        Binding("enter", "leave('again')", "One more", id="summary.again"),
        Binding(
            "m",
            "leave('missed')",
            "Retry what I missed",
            id="summary.missed",
            tooltip="Only what you missed, with new numbers",
        ),
        Binding(
            "r", "review", "Review", id="summary.review", tooltip="Go through your answers again"
        ),
        Binding("escape", "leave('home')", "Home", id="summary.home"),
        Binding("escape", "leave('back')", "Back", id="summary.back"),
        Binding("up,k", "mark(-1)", "Up", show=False),
        Binding("down,j", "mark(1)", "Down", show=False),
        Binding("pageup", "scroll(-10)", "Page up", show=False),
        Binding("pagedown,space", "scroll(10)", "Page down", show=False),
    ]

    marked: reactive[int | None] = reactive(None, init=False, bindings=True)
    """Which of the mistakes and questions Enter is for, counted from 0."""

    def __init__(self, summary: Summary, title: str, *, reopened: bool = False) -> None:
        super().__init__()
        self.summary = summary
        self._stops: tuple[str | int, ...] = (*summary.slips, *range(len(summary.asked)))
        """What can be marked: mistakes, and the places of questions."""
        self._title = title
        self._reopened = reopened

    def compose(self) -> ComposeResult:
        """Lay the summary out."""
        with VerticalScroll(id="column", can_focus=False):
            yield SheetView(self._lines)
        yield KeyLine()

    def on_key(self, event: events.Key) -> None:
        """Begin nothing by an Enter that was pressed before the summary was there."""
        if event.key in _MARKS:
            # Not by its binding: before that is run, an Enter could be meant for what it marks.
            event.stop()
            if self.summary.answered:
                self.action_mark(_MARKS[event.key])
        elif event.key == "enter":
            event.stop()
            if self.is_current and self.query_one(SheetView).came_before(event):
                if self.marked is None:
                    self.action_leave("again")
                else:
                    self.action_open()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave out what there is nothing for."""
        match action, *parameters:
            case ["leave", "missed"]:
                return bool(self.summary.missed)
            case ["leave", "again"]:
                return self.marked is None
            case ["leave", "home" | "back" as where]:
                return self._reopened is (where == "back")
            case ["open"]:
                return self.marked is not None
            case ["review" | "mark"]:
                return bool(self.summary.answered)
        return True

    @property
    def does(self) -> Mapping[str, str]:
        """What keys do with what is marked, in a word, by their action."""
        return {"open": "Start"} if isinstance(self._marked, str) else {}

    @property
    def _marked(self) -> str | int | None:
        """The mistake, or the place of the question, that is marked."""
        return None if self.marked is None else self._stops[self.marked]

    def action_leave(self, wish: str) -> None:
        """Go where is wished."""
        self.dismiss(wish)

    def action_review(self) -> None:
        """Look at each answer again, from the first that was missed."""
        asked = self.summary.asked
        missed = (place for place, one in enumerate(asked) if one.grade and one.grade.score < 1)
        self._review_from(next(missed, 0))

    def action_open(self) -> None:
        """Look at the marked question again, or unlearn the marked mistake."""
        match self._marked:
            case int() as place:
                self._review_from(place)
            case str() as slip:
                self.dismiss(outlook.Drill(slip))

    def _review_from(self, first: int) -> None:
        found = [result_of(asked) for asked in self.summary.asked]
        self.app.push_screen(screens.review.ReviewScreen(found, self.summary.tracks, first))

    def action_mark(self, by: int) -> None:
        """Mark the mistake or question below or above; above the first, none."""
        place = (-1 if self.marked is None else self.marked) + by
        self.marked = None if place < 0 else min(place, len(self._stops) - 1)

    def watch_marked(self, marked: int | None) -> None:
        """Show what is marked, and bring it in sight."""
        sheet, view = self.query_one(SheetView), self.query_one(VerticalScroll)
        sheet.lay_out(self._lines)
        if marked is None:
            view.scroll_home(animate=False)
            return
        lines = [line.plain for line in self._lines(sheet.size.width)]
        # No line where it has no room, as before it is laid out.
        for y in (y for y, line in enumerate(lines) if line.startswith(_MARK)):
            self.call_after_refresh(view.scroll_to_region, Region(0, y, 1, 1), animate=False)

    def action_scroll(self, lines: int) -> None:
        """Scroll by lines."""
        self.query_one(VerticalScroll).scroll_relative(y=lines, animate=False)

    def _lines(self, width: int) -> typeset.Lines:
        summary = self.summary
        if not summary.answered:
            return [
                Content.styled(self._title, "bold"),
                typeset.BLANK,
                *typeset.flowed([(_nothing(len(summary.asked)), "")], width),
            ]
        lines = self._score(width)
        again = comes_again(len(summary.missed), len(summary.repaired))
        if again and not self._reopened:
            lines += [typeset.BLANK, *typeset.flowed([(again, "")], width)]
        topics = summary.topics()
        if len(topics) > 1:
            lines += [typeset.BLANK, _heading("By topic")]
            lines += [
                _topic_line(summary.tracks.title(topic), *found, width)
                for topic, found in topics.items()
            ]
        if summary.slips:
            lines += [typeset.BLANK, _heading("Mistakes to watch for")]
            for slip, count in summary.slips.items():
                lines += self._slip_lines(slip, count, width)
        lines += [typeset.BLANK, _heading("Questions")]
        for place, asked in enumerate(summary.asked):
            lines.append(_asked_line(asked, width, is_marked=place == self._marked))
        return lines

    def _score(self, width: int) -> typeset.Lines:
        summary = self.summary
        count = len(summary.answered)
        skipped = sum(asked.grade is None for asked in summary.asked)
        left = Content.assemble(
            (points(summary.score), "bold $text-accent"),
            (f" of {count}", "bold"),
            (f"   {self._title}", typeset.FAINT),
        )
        took = clock_face(summary.seconds) + (f", {skipped} skipped" if skipped else "")
        done, rest = typeset.bar(summary.score / count, width)
        return [
            typeset.apart(left, Content.styled(took, typeset.FAINT), width),
            Content.assemble((done, typeset.DONE), (rest, typeset.REST)),
        ]

    def _slip_lines(self, slip: str, count: int, width: int) -> typeset.Lines:
        """Return a slip by name, how often, whether it is a habit, and what was said about it."""
        often = (times(count) if count > 1 else "", "a habit" * (slip in self.summary.habits))
        named = [asked.grade for asked in self.summary.answered if asked.grade]
        says = next((grade.feedback for grade in named if grade.slips == (slip,)), "")
        left = Content.assemble(_mark(is_marked=slip == self._marked), (slip_title(slip), "bold"))
        right = Content.styled(", ".join(filter(None, often)), typeset.FAINT)
        told = typeset.marked_up(says, width - 4, typeset.FAINT)
        return [typeset.apart(left, right, width), *typeset.indented(told, "    ")]


def result_of(asked: Asked) -> Result:
    """Return how a question of a session came out, as those of interviews do."""
    variant, attempt = asked.variant, asked.attempts[-1] if asked.attempts else None
    kept = attempt.value if attempt and variant.points else None
    points = kept.get(CONFIRMED, ()) if isinstance(kept, dict) else ()
    is_shown = asked.grade is not None and asked.grade.verdict is Verdict.SHOWN
    answer = interview.events.Answer(
        response=None if attempt is None or is_shown else attempt.response,
        seconds=asked.seconds,
        points=tuple(points),
    )
    planned = interview.assembly.Planned(
        variant=variant, section="", seconds=variant.question.seconds
    )
    return interview.results.Result(place=0, planned=planned, answer=answer, grade=asked.grade)


def _heading(text: str) -> Content:
    return Content.styled(text, typeset.FAINT)


def _topic_line(topic: str, score: float, count: int, width: int) -> Content:
    done, rest = typeset.bar(score / count, min(_BAR, width // 4))
    left = Content.assemble("  ", topic)
    right = Content.assemble(
        (f"{score_of(score, count)}  ", typeset.FAINT),
        (done, typeset.DONE),
        (rest, typeset.REST),
    )
    return typeset.apart(left, right, width)


def _asked_line(asked: Asked, width: int, *, is_marked: bool) -> Content:
    question = asked.variant.question
    title = safe(question.title) or first_line(asked.variant.stem, width)
    if asked.grade is None:
        sign, words, colour = "–", "Skipped", typeset.FAINT
    else:
        sign, words = verdict_words(asked.grade.verdict)
        colour = COLOURS[asked.grade.verdict]
    right = Content.assemble((words, colour), (f"{clock_face(asked.seconds):>7}", typeset.FAINT))
    asks_on = ("↳ " if asked.follow_up else "", typeset.FAINT)
    left = Content.assemble(
        _mark(is_marked=is_marked),
        (f"{sign} ", colour),
        asks_on,
        (title, "bold" if is_marked else ""),
    )
    return typeset.apart(left, right, width)


def _mark(*, is_marked: bool) -> tuple[str, str]:
    return (_MARK if is_marked else " " * len(_MARK), "bold $text-accent")


def _nothing(skipped: int) -> str:
    if skipped:
        return (
            "Nothing answered this time, and that's fine. A guess teaches more than a skip: "
            "wrong answers come with the mistake and the solution. Press Enter for another round."
        )
    return "Nothing answered yet. Press Enter to start; one question is enough."
