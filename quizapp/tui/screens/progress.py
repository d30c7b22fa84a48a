"""The screen of what all attempts say, and of where to go from there."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache, partial
from typing import TYPE_CHECKING, ClassVar, Final

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.worker import get_current_worker

from quizapp import history
from quizapp.errors import HistoryError
from quizapp.practice.selection import Selection
from quizapp.progress import measure
from quizapp.text.phrases import sentence
from quizapp.tui import notices, typeset
from quizapp.tui.home_page import PLACEMENT, TODAY
from quizapp.tui.leaving import Screen
from quizapp.tui.outlook import Drill
from quizapp.tui.progress_page import MOCK, NEXT, SESSION, SLIP, TOPIC, ProgressPage, ProgressReport
from quizapp.tui.widgets.keys import KeyLine
from quizapp.tui.widgets.sheet import SheetView

if TYPE_CHECKING:
    from quizapp.bank.tracks import Tracks
    from quizapp.history import History
    from quizapp.history.recorder import LazyHistory
    from quizapp.learning.outlook import Outlook
    from quizapp.record import Session

INTERVIEWS: Final = "interviews"
"""With what the screen is dismissed when the mock interviews are wanted."""
_SESSIONS_SHOWN: Final = 20


class ProgressScreen(Screen["Selection | Drill | str"]):
    """Shows progress; dismissed with what to practise, or where to go.

    That is a selection, a `Drill`, `INTERVIEWS`, or home's `TODAY` or `PLACEMENT`.

    Parameters
    ----------
    history
        Has the history.
    meanings
        Returns slip → what it means; called when a slip is shown.
    open_mock
        Shows the scorecard of a session.
    open_session
        Shows the summary of a practice session.
    tracks
        Say in which order topics go, and how they are called.
    outlook
        Where the learner stands, as far as that is known.
    """

    CSS_PATH = "../practice.tcss"
    DEFAULT_CSS = """
    ProgressScreen SheetView { margin: 0 1 0 0; }
    """
    HELP = (
        "Your results so far. In practice, your first answer to a question counts (your second, if "
        "the first wasn't precise enough); in a mock interview, what you submitted counts. Topics "
        "with fewer than three answers show no percentage. Use the arrow keys to move. Enter "
        "starts what is selected, asks five questions against the selected mistake, or opens the "
        "selected session or scorecard. ✓, ½ and ✗ are a topic's last ten answers."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "choose", "Open", id="progress.choose", tooltip="The selected line"),
        Binding("n", "start", "Next up", id="progress.next", tooltip="What is worth most today"),
        Binding("m", "interviews", "Mock", id="progress.interviews", tooltip="A timed interview"),
        Binding("escape", "leave", "Home", id="progress.home"),
        Binding("p", "leave", "Home", id="progress.home_too", show=False),
        Binding("up,k", "move(-1)", "Up", id="progress.up", show=False),
        Binding("down,j", "move(1)", "Down", id="progress.down", show=False),
        Binding("pageup", "page(-1)", "Page up", id="progress.page_up", show=False),
        Binding("pagedown,space", "page(1)", "Page down", id="progress.page_down", show=False),
        Binding("home", "edge(-1)", "Top", id="progress.top", show=False),
        Binding("end", "edge(1)", "End", id="progress.end", show=False),
    ]

    def __init__(
        self,
        history: LazyHistory,
        meanings: Callable[[], Mapping[str, str]],
        open_mock: Callable[[int], None],
        open_session: Callable[[Session], None],
        tracks: Tracks,
        outlook: Outlook | None = None,
    ) -> None:
        super().__init__()
        self._outlook = None if outlook is None or outlook.is_new else outlook
        self._history = history
        self._meanings = cache(meanings)
        self._open_mock = open_mock
        self._open_session = open_session
        self._tracks = tracks
        self.report: ProgressReport | None = None
        """None until it is read."""
        self.marked = TODAY
        """The name of what Enter does."""

    def compose(self) -> ComposeResult:
        """Lay the page out."""
        with VerticalScroll(id="column", can_focus=False):
            yield SheetView(self._lines)
        yield KeyLine()

    def on_screen_resume(self) -> None:
        """Read, now and whenever the learner comes back from what was opened here."""
        if self._history.is_at_hand:
            self._show(_read(self._history.opened(self._tell), self._tracks, self._recalled))
        elif self._history.is_empty:
            nothing = measure(history.Tallies(), self._history.today(), tracks=self._tracks)
            self._show(ProgressReport((), nothing))
        else:
            self._read_apart()

    @work(thread=True, exclusive=True, group="history")
    def _read_apart(self) -> None:
        """Read away from the screen: a file that is long, held or damaged takes its time."""
        report = self._history.read_apart(
            partial(_read, tracks=self._tracks, recalled=self._recalled)
        )
        if not get_current_worker().is_cancelled:
            self.app.call_from_thread(self._show, report)

    @property
    def _recalled(self) -> Mapping[str, float]:
        topics = self._outlook.topics if self._outlook else ()
        return {one.topic: one.now for one in topics}

    def _tell(self, says: str) -> None:
        notices.warn(self.app, says)

    def _show(self, report: ProgressReport) -> None:
        self.report = report
        if self.marked in (TODAY, PLACEMENT):
            self.marked = self._first
        if self.is_mounted:
            self._redraw()
            self.refresh_bindings()

    # What can be done

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Leave out what there is nothing for."""
        if action in ("choose", "start"):
            return self.report is not None and self.report.progress is not None
        return True

    @property
    def does(self) -> Mapping[str, str]:
        """What keys do with the marked line, in a word, by their action."""
        return {} if self.marked.startswith((SESSION, MOCK)) else {"choose": "Start"}

    def action_choose(self) -> None:
        """Practise the topic or against the mistake, or open the session, that is marked."""
        sessions = self.report.sessions if self.report else ()
        if self.marked.startswith(SESSION):
            number = int(self.marked.removeprefix(SESSION))
            self._open_session(next(one for one in sessions if one.number == number))
        elif self.marked.startswith(MOCK):
            self._open_mock(int(self.marked.removeprefix(MOCK)))
        elif self.marked.startswith(SLIP):
            self.dismiss(Drill(self.marked.removeprefix(SLIP)))
        elif self.marked.startswith(TOPIC):
            self.dismiss(Selection(topic=self.marked.removeprefix(TOPIC)))
        elif self.marked == NEXT and self.report and self.report.progress:
            self.dismiss(Selection(topic=self.report.progress.next.topic))
        else:
            self.action_start()

    def action_start(self) -> None:
        """Practise what home suggests."""
        self.dismiss(self._first)

    @property
    def _first(self) -> str:
        """What home suggests: today, or what finds out where somebody stands who is new."""
        progress = self.report.progress if self.report else None
        return TODAY if progress is None or progress.total.attempts else PLACEMENT

    def action_interviews(self) -> None:
        """Choose an interview."""
        self.dismiss(INTERVIEWS)

    def action_leave(self) -> None:
        """Go home."""
        self.dismiss()

    def action_move(self, step: int) -> None:
        """Mark the line above or below that does something; scroll where none is in sight."""
        stops = self._stops()
        names = list(stops)
        place = names.index(self.marked) + step if self.marked in stops else 0
        view = self._view
        top, bottom = view.scroll_offset.y, view.scroll_offset.y + view.size.height
        if 0 <= place < len(names) and top - 2 <= stops[names[place]] <= bottom:
            self._mark(names[place])
        elif self.marked in stops and not top <= stops[self.marked] < bottom:
            self._mark_nearest(step)
        else:
            view.scroll_relative(y=step, animate=False)

    def action_page(self, step: int) -> None:
        """Scroll by a page, and mark what is in sight then."""
        height = max(self._view.size.height - 2, 1)
        self._view.scroll_relative(y=step * height, animate=False)
        self.call_after_refresh(self._mark_nearest, step)

    def action_edge(self, step: int) -> None:
        """Go to the top or to the end."""
        if step < 0:
            self._view.scroll_home(animate=False)
        else:
            self._view.scroll_end(animate=False)
        stops = list(self._stops())
        if stops:
            self.marked = stops[0 if step < 0 else -1]
            self._redraw()

    @property
    def _view(self) -> VerticalScroll:
        return self.query_one(VerticalScroll)

    def _mark(self, name: str) -> None:
        self.marked = name
        self._redraw()
        view, line = self._view, self._stops()[name]
        top, height = view.scroll_offset.y, view.size.height
        if line == next(iter(self._stops().values())):
            view.scroll_home(animate=False)
        elif line < top:
            view.scroll_to(y=line, animate=False)
        elif line >= top + height - 1:
            view.scroll_to(y=line - height + 2, animate=False)

    def _mark_nearest(self, step: int) -> None:
        """Mark the first line in sight that does something, or the last going up; if there is one.

        Where there is none the page scrolls on, so that nothing on it is out of reach.
        """
        view = self._view
        top, bottom = view.scroll_offset.y, view.scroll_offset.y + view.size.height
        seen = [name for name, line in self._stops().items() if top <= line < bottom]
        if self.marked in seen:
            return
        if seen:
            self.marked = seen[0 if step > 0 else -1]
            self._redraw()
        else:
            view.scroll_relative(y=step, animate=False)

    def _redraw(self) -> None:
        self.query_one(SheetView).show(self._lines)

    def _stops(self) -> dict[str, int]:
        """Return what Enter can do → its line."""
        rows = self._page.rows(self.query_one(SheetView).size.width)
        return {row.name: line for line, row in enumerate(rows) if row.name}

    # What is shown

    @property
    def _page(self) -> ProgressPage:
        return ProgressPage(self.report, self._outlook, self._meanings, self.marked)

    def _lines(self, width: int) -> typeset.Lines:
        return [
            row.content.pad_right(max(width - row.content.cell_length, 0)).stylize_before(
                "on $accent 18%"
            )
            if row.name and row.name == self.marked
            else row.content
            for row in self._page.rows(width)
        ]


def _read(history: History, tracks: Tracks, recalled: Mapping[str, float]) -> ProgressReport:
    try:
        progress = measure(
            history.tallies(), history.today(), history.zone, tracks, recalled=recalled
        )
    except HistoryError as error:
        return ProgressReport((sentence(error), *history.notices), None)
    found = history.sessions("practice", last=_SESSIONS_SHOWN)
    answered = tuple(
        one._replace(began=one.began.astimezone(history.zone))
        for one in reversed(found)
        if one.answered
    )
    return ProgressReport(tuple(dict.fromkeys(history.notices)), progress, answered)
