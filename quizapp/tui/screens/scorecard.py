"""The screen after an interview: what it came to, and where to go from there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar, Final

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content

from quizapp.learning.recall import RIGHT
from quizapp.record import sureness_words
from quizapp.reports.review import title_of, verdict_of
from quizapp.reports.scorecard import for_a_friend, remarks, verdict
from quizapp.text.phrases import clock_face, moment, percent, score_of, slip_title
from quizapp.text.visible import safe
from quizapp.tui import screens, typeset
from quizapp.tui.leaving import Screen
from quizapp.tui.widgets.keys import KeyLine
from quizapp.tui.widgets.sheet import SheetView
from quizapp.tui.widgets.verdict import COLOURS

if TYPE_CHECKING:
    from quizapp.interview.results import Result
    from quizapp.interview.scorecard import Earlier, Scorecard, Subtotal

_BAR: Final = 16
"""Columns of a bar, where there is room for one."""
_WIDE: Final = 60
"""Columns from which there is room for bars, and for verdicts in words."""


class ScorecardScreen(Screen[str]):
    """Shows a scorecard; dismissed with what is wanted next: start, missed, points or home.

    Parameters
    ----------
    card
        What the interview came to.
    """

    CSS_PATH = "../practice.tcss"
    DEFAULT_CSS = """
    ScorecardScreen SheetView { margin: 0 1 0 0; }
    """
    HELP = (
        "Your result by section and topic, and the time each question took against the plan. A `+` "
        "marks a follow-up. Lucky guesses and confident mistakes are worth a second look."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "enter,r", "review", "Review", id="card.review", tooltip="Go through every question"
        ),
        Binding(
            "m",
            "leave('missed')",
            "Retry what I missed",
            id="card.missed",
            tooltip="What you missed, with new numbers",
        ),
        Binding(
            "n",
            "leave('start')",
            "Next up",
            id="card.start",
            tooltip="The topic that cost you most",
        ),
        Binding(
            "t", "leave('points')", "Check answers", id="card.points", tooltip="Your open answers"
        ),
        Binding("escape", "leave('home')", "Home", id="card.home"),
        Binding("up,k", "scroll(-1)", "Scroll up", id="card.up", show=False),
        Binding("down,j", "scroll(1)", "Scroll down", id="card.down", show=False),
        Binding("pageup", "scroll(-10)", "Page up", id="card.page_up", show=False),
        Binding("pagedown,space", "scroll(10)", "Page down", id="card.page_down", show=False),
    ]

    def __init__(self, card: Scorecard) -> None:
        super().__init__()
        self.card = card

    def compose(self) -> ComposeResult:
        """Lay the scorecard out."""
        with VerticalScroll(id="column", can_focus=False):
            yield SheetView(self._lines)
        yield KeyLine()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave out what there is nothing for."""
        if action == "leave" and parameters == ("start",):
            return self.card.next is not None
        if action == "leave" and parameters == ("missed",):
            return bool(self.card.missed)
        if action == "leave" and parameters == ("points",):
            return bool(self.card.awaiting)
        return True

    def action_review(self) -> None:
        """Look at each question again, from the first that was missed."""
        scores = [one.score < RIGHT for one in self.card.results]
        first = scores.index(True) if True in scores else 0
        self.app.push_screen(
            screens.review.ReviewScreen(self.card.results, self.card.tracks, first)
        )

    def action_leave(self, wish: str) -> None:
        """Go where is wished."""
        self.dismiss(wish)

    def action_scroll(self, lines: int) -> None:
        """Scroll by lines."""
        self.query_one(VerticalScroll).scroll_relative(y=lines, animate=False)

    def _lines(self, width: int) -> typeset.Lines:
        card = self.card
        lines = self._score(width)
        said = remarks(card, beside_score=True)
        for remark in said[:-1] if card.next else said:
            lines += typeset.flowed([(safe(remark), "")], width, "· ")
        if card.missed:
            says = (
                f"Review the {len(card.missed)} you missed"
                if len(card.missed) > 1
                else "Review the one you missed"
            )
            pieces = [(f"{says} (", "bold"), ("r", "bold $text-accent"), (")", "bold")]
            lines += typeset.flowed(pieces, width, "▸ ")
        if card.next is not None:
            pieces = [
                (f"Next up: {safe(card.next.title(card.tracks))} (", "bold"),
                ("n", "bold $text-accent"),
                (")", "bold"),
            ]
            lines += typeset.flowed(pieces, width, "▸ ")
        lines += _part("By section", [_share(one.title, one, width) for one in card.sections])
        topics = [_share(self.card.tracks.title(one.title), one, width) for one in card.topics]
        lines += _part("By topic", topics)
        lines += _part("Mistakes", [_slip(slip, count) for slip, count in card.slips.items()])
        asked = [_asked(number, one, width) for number, one in enumerate(card.results, 1)]
        lines += _part("Time per question, against the plan", asked)
        lines += _part("Earlier interviews", [_before(one, width) for one in card.earlier])
        return [
            *lines,
            typeset.BLANK,
            *typeset.flowed([(safe(for_a_friend(card)), typeset.FAINT)], width),
        ]

    def _score(self, width: int) -> typeset.Lines:
        total = self.card.total
        left = Content.assemble(
            (percent(total.right), "bold"),
            (f"   {score_of(total.score, total.questions)} correct", ""),
            (f"   {safe(self.card.title)}", typeset.FAINT),
        )
        used = f"{clock_face(self.card.used)} of {clock_face(60 * self.card.minutes)}"
        done, rest = typeset.bar(total.right, width)
        said = verdict(self.card)
        colour = "$text-success" if self.card.passes else "$text-warning"
        return [
            typeset.apart(left, Content.styled(used, typeset.FAINT), width),
            Content.assemble((done, colour), (rest, typeset.REST)),
            typeset.BLANK,
            *(typeset.flowed([(said, f"bold {colour}")], width) if said else []),
        ]


def _part(title: str, lines: Sequence[Content]) -> typeset.Lines:
    """Return lines under a heading; nothing when there are none."""
    return [typeset.BLANK, Content.styled(title, typeset.FAINT), *lines] if lines else []


def _share(title: str, one: Subtotal, width: int) -> Content:
    done, rest = typeset.bar(one.right, _BAR if width >= _WIDE else 0)
    right = Content.assemble(
        (f"{score_of(one.score, one.questions)}  ", ""),
        (done, typeset.DONE),
        (rest, typeset.REST),
        (f" {_times(one.seconds, one.planned)}", typeset.FAINT),
    )
    return typeset.apart(Content(f"  {safe(title)}"), right, width)


def _slip(slip: str, count: int) -> Content:
    often = f"  {count} times" if count > 1 else ""
    return Content.assemble("  ", (slip_title(slip), "bold"), (often, typeset.FAINT))


def _asked(number: int, one: Result, width: int) -> Content:
    sign, _, words = verdict_of(one).partition(" ")
    colour = colour_of(one)
    sure = f"  {sureness_words(one.answer.confidence)}" if one.answer.confidence else ""
    follows = "+" if one.planned.follows is not None else " "
    left = Content.assemble(
        (f"{sign} ", colour), (f"{number:>2}{follows} ", typeset.FAINT), safe(title_of(one))
    )
    right = Content.assemble(
        (sure if width >= _WIDE else "", typeset.FAINT),
        (f"  {words}" if width >= _WIDE else "", colour),
        (f" {_times(one.answer.seconds, one.planned.seconds)}", typeset.FAINT),
    )
    return typeset.apart(left, right, width)


def _before(one: Earlier, width: int) -> Content:
    left = f"  {moment(one.began.astimezone())}"
    right = f"{score_of(one.score, one.questions)}  {percent(one.right):>5}  "
    return typeset.apart(Content(left), Content(f"{right}{clock_face(one.seconds)}"), width)


def _times(seconds: float, planned: float) -> str:
    return f"{clock_face(seconds):>5} / {clock_face(planned):>5}"


def colour_of(one: Result) -> str:
    """Return the colour of a verdict; that of faint text where there is none."""
    return typeset.FAINT if one.grade is None or one.awaits else COLOURS[one.grade.verdict]
