"""The screen that offers interviews: those to go on with, and those to begin."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, ClassVar, Final

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Static

from quizapp import interview
from quizapp.interview.blueprints import offered
from quizapp.text.phrases import OTHER_SUBJECTS, day, percent
from quizapp.text.visible import safe
from quizapp.tui import screens, typeset
from quizapp.tui.bell import TONES, toggle_tones
from quizapp.tui.leaving import Screen
from quizapp.tui.offers import ABANDONED, ENDED, RUNNING, STOPPED, time_left
from quizapp.tui.widgets.keys import KeyLine
from quizapp.tui.widgets.menu import Menu, MenuEntry
from quizapp.tui.widgets.sheet import SheetView

if TYPE_CHECKING:
    from quizapp.bank.reader import Banks
    from quizapp.bank.tracks import Tracks
    from quizapp.history.interview_recorder import Unfinished
    from quizapp.interview.blueprints import Blueprint, Blueprints, Section
    from quizapp.system.settings import SettingsFile

_RESUME: Final = "resume:"
_BEGIN: Final = "begin:"
_OLDER: Final = "older"
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
    tracks
        Those of the followed one stand first.
    unfinished
        Returns what can be continued, the latest first.
    abandon
        Gives one of these up.
    last
        Returns for a blueprint when the last one of it was, and the share of its points.
    at_once
        Whether these are asked before the first frame, as it takes no time.
    settings
        Say whether tones are heard.
    now
        Returns the seconds of the clock that never goes back.
    """

    CSS_PATH = "../practice.tcss"
    HELP = (
        "Start an interview, or continue one you haven't finished. The clock starts when you press "
        "Enter and keeps running while you're away; you can pause only some. To give a friend the "
        "same questions, share the code, such as `phone-screen@17`."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Home", id="interviews.leave"),
        Binding(
            "x,delete",
            "abandon",
            "Abandon",
            id="interviews.abandon",
            tooltip="You can't continue it then; your answers won't be graded",
        ),
        Binding("t", "tones", "Bell on or off", id="interviews.tones", tooltip=TONES),
    ]

    def __init__(
        self,
        blueprints: Blueprints,
        banks: Banks,
        tracks: Tracks,
        unfinished: Callable[[], Sequence[Unfinished]],
        abandon: Callable[[int], None],
        *,
        last: Callable[[], Mapping[str, tuple[date, float]]],
        at_once: bool,
        settings: SettingsFile,
        now: Callable[[], float],
    ) -> None:
        super().__init__()
        self._find_last = last
        self._last: Mapping[str, tuple[date, float]] = {}
        self._settings = settings
        self._find = unfinished
        self._abandon = abandon
        self._now = now
        self._unfolded = False
        """Whether the interviews whose time ran out long ago are shown too."""
        own, others = offered(blueprints.blueprints, banks, tracks)
        self._blueprints = {f"{_BEGIN}{one.name}": one for one in (*own, *others)}
        self._first_of_others = f"{_BEGIN}{others[0].name}" if own and others else ""
        self._banks = banks
        self._unfinished: dict[str, Unfinished] = {}
        self._lacks: dict[str, str] = {}
        """What the banks lack for an interview."""
        self._has_looked = False
        self._waits = False
        """Whether something was chosen before all there is was shown."""
        if at_once:
            self._look()

    def on_mount(self) -> None:
        """Show what the first frame did without."""
        if not self._has_looked:
            self.call_after_refresh(self._complete)

    def _look(self) -> None:
        """Find out what can be continued, what was, and what the banks can't fill."""
        self._has_looked = True
        self._unfinished = self._found()
        self._last = self._find_last()
        self._lacks = {
            name: "; ".join(gap.message for gap in interview.assembly.gaps(one, self._banks))
            for name, one in self._blueprints.items()
        }

    def _complete(self) -> None:
        """Show all there is; what can be continued is highlighted where nothing else was."""
        self._look()
        menu = self.query_one(Menu)
        untouched = menu.highlighted == next(iter(self._blueprints), "")
        self._refill()
        if untouched:
            menu.action_edge(1)
        if self._waits:
            menu.action_choose()

    def compose(self) -> ComposeResult:
        """Lay the list out beside what is in the interview."""
        title = Content.assemble(("Mock interviews", "bold $text-accent"), "  timed")
        yield Static(title, id="title")
        says = "No feedback until the end, then a scorecard"
        yield Static(Content.styled(says, typeset.FAINT), id="question")
        menu = Menu(self._entries(), id="menu")
        self.watch(menu, "highlighted", self._show_about, init=False)
        with Horizontal(id="choice"):
            yield menu
            yield SheetView(self._about, id="about")
        yield KeyLine()

    def _show_about(self) -> None:
        self.query_one("#about", SheetView).show(self._about)
        self.refresh_bindings()

    @on(Menu.Chosen)
    def _choose(self, message: Menu.Chosen) -> None:
        message.stop()
        if not self._has_looked:
            self._waits = True
        elif message.name == _OLDER:
            self._unfolded = True
            self._refill()
        elif message.name in self._unfinished:
            self.dismiss(self._unfinished[message.name].session)
        else:
            self.dismiss(message.name.removeprefix(_BEGIN))

    def action_tones(self) -> None:
        """Let tones be heard, or not."""
        toggle_tones(self, self._settings)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Offer to abandon what can be."""
        return action != "abandon" or self._highlighted is not None

    def action_abandon(self) -> None:
        """Ask whether to give the highlighted interview up."""
        one = self._highlighted
        if one is None:
            return

        def chosen(choice: str | None) -> None:
            if choice == "abandon":
                self._abandon(one.session)
                self._unfinished = self._found()
                self._refill()

        text = (f"{one.title}, {time_left(one, self._now())}.", ABANDONED)
        dialog = screens.dialog
        options = (dialog.DialogOption("abandon", "y", "y", "Abandon"), dialog.STAY)
        self.app.push_screen(dialog.Dialog("Abandon this interview?", text, options), chosen)

    def action_leave(self) -> None:
        """Go home."""
        self.dismiss(None)

    def _entries(self) -> list[MenuEntry]:
        entries = []
        if self._unfinished:
            entries.append(MenuEntry("", "Unfinished"))
            entries += self._continuable()
            entries += [MenuEntry("", ""), MenuEntry("", "Start")]
        for name, one in self._blueprints.items():
            if name == self._first_of_others:
                entries += [MenuEntry("", ""), MenuEntry("", OTHER_SUBJECTS)]
            minutes = f"{one.minutes:g} min"
            entries.append(
                MenuEntry(
                    name,
                    f"{minutes:>6}  {safe(one.title)}",
                    "",
                    0 if self._lacks.get(name) else None,
                )
            )
        if not self._blueprints:
            entries.append(MenuEntry("", "No interviews to start. Reinstall quizapp."))
        return entries

    def _continuable(self) -> list[MenuEntry]:
        """Return those that can be continued; of those whose time ran out only the latest."""
        now = self._now()
        running = [name for name, one in self._unfinished.items() if one.left(now)]
        over = [name for name in self._unfinished if name not in running]
        folded = [] if self._unfolded else over[1:]
        entries = [
            MenuEntry(
                name,
                f"{safe(one.title)}, {time_left(one, now)}",
                urgent=_is_running(one, now),
                does="Continue" if one.left(now) else "Scorecard",
            )
            for name in (*running, *over)
            if name not in folded
            for one in (self._unfinished[name],)
        ]
        if folded:
            many = f"{len(folded)} older interviews" if len(folded) > 1 else "1 older interview"
            entries.append(MenuEntry(_OLDER, f"{many} whose time ran out", does="Show"))
        return entries

    def _found(self) -> dict[str, Unfinished]:
        return {f"{_RESUME}{one.session}": one for one in self._find()}

    @property
    def _highlighted(self) -> Unfinished | None:
        """The interview that could be continued and is highlighted."""
        menus = self.query(Menu)
        return self._unfinished.get(menus.first().highlighted) if menus else None

    def _refill(self) -> None:
        self.query_one(Menu).entries = tuple(self._entries())
        self._show_about()

    def _about(self, width: int) -> typeset.Lines:
        """Return what the highlighted interview is."""
        name = self.query_one(Menu).highlighted
        if name in self._unfinished:
            return _about_unfinished(self._unfinished[name], self._now(), width)
        if name == _OLDER:
            return typeset.flowed([("Press Enter to list them all.", "")], width)
        if name not in self._blueprints:
            return []
        blueprint = self._blueprints[name]
        narrow = self.app.size.width < _NARROW
        title = typeset.flowed([(safe(blueprint.title), "bold")], width)
        lines = [] if narrow else [*title, typeset.BLANK]
        says = safe(blueprint.about) or f"A {blueprint.minutes:g}-minute interview."
        lines += [*typeset.flowed([(says, "")], width), typeset.BLANK]
        if lacks := self._lacks.get(name):
            return [*lines, *typeset.flowed([(lacks, "$text-warning")], width, "! ")]
        for section in blueprint.sections:
            follows = ", with follow-ups" if section.follow_ups else ""
            pieces = [(safe(section.title), ""), (follows, typeset.FAINT)]
            lines += typeset.flowed(pieces, width, f"{_count(section):>2}  ")
        lines += [typeset.BLANK, *typeset.flowed([(_rules(blueprint), typeset.FAINT)], width)]
        if blueprint.name in self._last:
            when, share = self._last[blueprint.name]
            lines += typeset.flowed([(f"Last time: {percent(share)}, {day(when)}.", "")], width)
        return lines


def _is_running(one: Unfinished, now: float) -> bool:
    return bool(one.left(now)) and not one.paused


def _about_unfinished(one: Unfinished, now: float, width: int) -> typeset.Lines:
    says = ENDED if not one.left(now) else STOPPED if one.paused else RUNNING
    return [
        Content.styled(safe(one.title), "bold"),
        typeset.BLANK,
        *typeset.flowed([(says, "")], width),
    ]


def _count(section: Section) -> int:
    """Return how many questions a section asks, follow-ups aside."""
    return section.asks


def _rules(blueprint: Blueprint) -> str:
    pauses = "You can pause it." if blueprint.pause else "You can't pause it."
    return f"The clock starts when you press Enter. {pauses}"
