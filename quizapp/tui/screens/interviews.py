"""The screen that offers interviews: those to go on with, and those to begin."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar, Final

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from quizapp.blueprint import gaps
from quizapp.tui import typeset
from quizapp.tui.tones import TONES, toggle_tones
from quizapp.tui.widgets.keys import KeyLine
from quizapp.tui.widgets.menu import Entry, Menu
from quizapp.tui.widgets.sheet import SheetView
from quizapp.tui.widgets.timer import clock_face
from quizapp.working.prose import safe

if TYPE_CHECKING:
    from quizapp.bank.blueprints import Blueprint, Blueprints, Section
    from quizapp.bank.reader import Banks
    from quizapp.settings import SettingsFile
    from quizapp.tui.interviewing import Unfinished

_RESUME: Final = "resume:"
_BEGIN: Final = "begin:"
_NARROW: Final = 72
"""Columns below which what an interview is stands under the list, without its title."""


class InterviewsScreen(Screen["int | str | None"]):
    """Offers interviews; dismissed with the session to go on with, or the blueprint to begin.

    Parameters
    ----------
    blueprints
        What can be begun.
    banks
        What it is filled from.
    unfinished
        What can be gone on with, the latest first.
    settings
        Say whether tones are heard.
    """

    CSS_PATH = "../practice.tcss"
    CSS = """
    InterviewsScreen.-narrow #menu { height: auto; max-height: 50%; }
    InterviewsScreen.-narrow #about { height: 1fr; max-height: 100%; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Home", id="interviews.leave"),
        Binding("t", "tones", "Tones on or off", id="interviews.tones", tooltip=TONES),
    ]

    def __init__(
        self,
        blueprints: Blueprints,
        banks: Banks,
        unfinished: Sequence[Unfinished],
        settings: SettingsFile,
    ) -> None:
        super().__init__()
        self._settings = settings
        by_length = sorted(blueprints.blueprints, key=lambda one: one.minutes)
        self._blueprints = {f"{_BEGIN}{one.name}": one for one in by_length}
        self._unfinished = {f"{_RESUME}{one.session}": one for one in unfinished}
        self._lacks = {
            name: "; ".join(gap.message for gap in gaps(one, banks))
            for name, one in self._blueprints.items()
        }

    def compose(self) -> ComposeResult:
        """Lay the list out beside what is in the interview."""
        title = Content.assemble(("Mock interviews", "bold $text-accent"), "  with a clock")
        yield Static(title, id="title")
        says = "No feedback until the end, then a scorecard"
        yield Static(Content.styled(says, typeset.FAINT), id="question")
        with Horizontal(id="choice"):
            yield Menu(self._entries(), id="menu")
            yield SheetView(self._about, id="about")
        yield KeyLine()

    @on(Menu.Highlighted)
    def _show_about(self) -> None:
        self.query_one("#about", SheetView).show(self._about)

    @on(Menu.Chosen)
    def _choose(self, message: Menu.Chosen) -> None:
        message.stop()
        if message.name in self._unfinished:
            self.dismiss(self._unfinished[message.name].session)
        else:
            self.dismiss(message.name.removeprefix(_BEGIN))

    def action_tones(self) -> None:
        """Let tones be heard, or not."""
        toggle_tones(self, self._settings)

    def action_leave(self) -> None:
        """Go home."""
        self.dismiss(None)

    def _entries(self) -> list[Entry]:
        entries = []
        if self._unfinished:
            entries.append(Entry("", "UNFINISHED"))
            entries += [
                Entry(name, f"{safe(one.title)}, {_left(one)}")
                for name, one in self._unfinished.items()
            ]
            entries += [Entry("", ""), Entry("", "BEGIN")]
        for name, one in self._blueprints.items():
            minutes = f"{one.minutes:g} min"
            entries.append(
                Entry(
                    name, f"{minutes:>6}  {safe(one.title)}", "", 0 if self._lacks[name] else None
                )
            )
        if not self._blueprints:
            entries.append(Entry("", "No blueprint is there to begin."))
        return entries

    def _about(self, width: int) -> typeset.Lines:
        """Return what the highlighted interview is."""
        name = self.query_one(Menu).highlighted
        if name in self._unfinished:
            return _about_unfinished(self._unfinished[name], width)
        if name not in self._blueprints:
            return []
        blueprint = self._blueprints[name]
        narrow = self.app.size.width < _NARROW
        title = typeset.flowed([(safe(blueprint.title), "bold")], width)
        lines = [] if narrow else [*title, typeset.BLANK]
        says = safe(blueprint.about) or f"{blueprint.minutes:g} minutes."
        lines += [*typeset.flowed([(says, "")], width), typeset.BLANK]
        if self._lacks[name]:
            return [*lines, *typeset.flowed([(self._lacks[name], "$text-warning")], width, "! ")]
        for section in blueprint.sections:
            follows = ", then asked on" if section.follow_ups else ""
            pieces = [(safe(section.title), ""), (follows, typeset.FAINT)]
            lines += typeset.flowed(pieces, width, f"{_count(section):>2}  ")
        return [*lines, typeset.BLANK, *typeset.flowed([(_rules(blueprint), typeset.FAINT)], width)]


def _left(one: Unfinished) -> str:
    if not one.remaining:
        return "time is up"
    return f"{clock_face(one.remaining)} left{', paused' if one.paused else ''}"


def _about_unfinished(one: Unfinished, width: int) -> typeset.Lines:
    if not one.remaining:
        says = "Its time ran out while you were away. Enter shows the scorecard of what you had."
    elif one.paused:
        says = "Its clock stands still. Enter goes back to it."
    else:
        says = "Its clock is running. Enter goes back to where you were."
    return [
        Content.styled(safe(one.title), "bold"),
        typeset.BLANK,
        *typeset.flowed([(says, "")], width),
    ]


def _count(section: Section) -> int:
    """Return how many questions a section asks, follow-ups aside."""
    return section.count + len(section.questions) + bool(section.pitch)


def _rules(blueprint: Blueprint) -> str:
    return "The clock can be stopped." if blueprint.pause else "The clock can't be stopped."
