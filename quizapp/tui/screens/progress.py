"""The screen of what all attempts say, and of where to go from there."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING, ClassVar, Final

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.worker import get_current_worker

from quizapp.errors import HistoryError
from quizapp.learning.recall import RIGHT as RECALLED
from quizapp.learning.selection import UPKEEP
from quizapp.practice.selection import Selection
from quizapp.progress import ENOUGH, measure
from quizapp.reports.progress import (
    TOO_FEW,
    confidence_table,
    confidence_words,
    right_of,
    share_of,
    streak_line,
    why,
)
from quizapp.text.phrases import (
    NONE,
    RIGHT,
    WRONG,
    counted,
    day,
    duration,
    percent,
    rough_duration,
    score_of,
    short_day,
    slip_title,
    times,
)
from quizapp.text.prose import safe
from quizapp.tui import typeset
from quizapp.tui.outlook import Drill
from quizapp.tui.widgets.chart import ChartColumn, chart, places
from quizapp.tui.widgets.head import bar
from quizapp.tui.widgets.keys import KeyLine
from quizapp.tui.widgets.sheet import SheetView
from quizapp.tui.widgets.timer import apart

if TYPE_CHECKING:
    from quizapp.bank.tracks import Tracks
    from quizapp.history import History
    from quizapp.history.recorder import LazyHistory
    from quizapp.learning.confidence import Calibration
    from quizapp.learning.learner import Knew
    from quizapp.learning.outlook import Outlook
    from quizapp.learning.plan import TopicState
    from quizapp.progress import MockProgress, Progress, SlipProgress, Sum, TopicProgress
    from quizapp.record import Session

INTERVIEWS: Final = "interviews"
"""With what the screen is dismissed when the mock interviews are wanted."""

_BAR: Final = 14
_WIDE: Final = 60
"""Columns from which there is room for bars."""
_WIDEST: Final = 84
"""Columns from which there is room for a topic's whole time too."""
_CHART_HEIGHT: Final = 3
_SLIPS_SHOWN: Final = 8
_WEEKS_KNOWN: Final = 4
_MOCKS_SHOWN: Final = 20
_NEXT: Final = "next"
_TOPIC: Final = "topic:"
_MOCK: Final = "mock:"
_SESSION: Final = "session:"
_SESSIONS_SHOWN: Final = 20
_SLIP: Final = "slip:"
_MARK: Final = "▸ "
_NO_MARK: Final = "  "
_DAY: Final = timedelta(days=1)
_WEEK: Final = timedelta(days=7)
_BY_DAY: Final = timedelta(days=14)
"""How far back answers are told by day, and not by week."""


@dataclass(frozen=True)
class ProgressReport:
    """What was read."""

    notices: tuple[str, ...]
    """What the history has to say of itself."""
    progress: Progress | None
    """None when it can't be read."""
    sessions: tuple[Session, ...] = ()
    """The last practice sessions with answers, the latest first."""


@dataclass(frozen=True)
class _Row:
    """One line, with the name of what Enter does on it."""

    content: Content
    name: str = ""


class ProgressScreen(Screen["Selection | Drill | str"]):
    """Shows progress; dismissed with what to practise, a `Drill`, or `INTERVIEWS`.

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
        "starts the selected topic, asks five questions against the selected mistake, or opens the "
        "selected session or scorecard. ✓, ½ and ✗ are a topic's last ten answers."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "choose", "Open", id="progress.choose", tooltip="The selected line"),
        Binding("n", "start", "Next up", id="progress.next", tooltip="The suggested topic"),
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
        self._meanings = meanings
        self._open_mock = open_mock
        self._open_session = open_session
        self._tracks = tracks
        self._known: Mapping[str, str] | None = None
        self.report: ProgressReport | None = None
        """None until it is read."""
        self.marked = _NEXT
        """The name of what Enter does."""

    def compose(self) -> ComposeResult:
        """Lay the page out."""
        with VerticalScroll(id="column", can_focus=False):
            yield SheetView(self._lines)
        yield KeyLine()

    def on_screen_resume(self) -> None:
        """Read, now and whenever the learner comes back from what was opened here."""
        if self._history.is_open:
            self._show(_read(self._history.opened(self._tell), self._tracks, self._recalled))
        else:
            self._read_apart()

    @work(thread=True, exclusive=True, group="history")
    def _read_apart(self) -> None:
        """Open and read away from the screen: a file that is held or damaged takes its time."""
        report = self._history.read_apart(
            partial(_read, tracks=self._tracks, recalled=self._recalled)
        )
        if not get_current_worker().is_cancelled:
            self.app.call_from_thread(self._show, report)

    @property
    def _recalled(self) -> Mapping[str, float]:
        topics = self._outlook.topics if self._outlook else ()
        return {one.topic: one.now for one in topics}

    def _tell(self, sentence: str) -> None:
        self.notify(sentence, severity="warning", markup=False)

    def _show(self, report: ProgressReport) -> None:
        self.report = report
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
        return {} if self.marked.startswith((_SESSION, _MOCK)) else {"choose": "Start"}

    def action_choose(self) -> None:
        """Practise the topic or against the mistake, or open the session, that is marked."""
        sessions = self.report.sessions if self.report else ()
        if self.marked.startswith(_SESSION):
            number = int(self.marked.removeprefix(_SESSION))
            self._open_session(next(one for one in sessions if one.number == number))
        elif self.marked.startswith(_MOCK):
            self._open_mock(int(self.marked.removeprefix(_MOCK)))
        elif self.marked.startswith(_SLIP):
            self.dismiss(Drill(self.marked.removeprefix(_SLIP)))
        elif self.marked.startswith(_TOPIC):
            self.dismiss(Selection(topic=self.marked.removeprefix(_TOPIC)))
        else:
            self.action_start()

    def action_start(self) -> None:
        """Practise what is suggested."""
        if self.report is not None and self.report.progress is not None:
            self.dismiss(Selection(topic=self.report.progress.next.topic))

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
        rows = self._rows(self.query_one(SheetView).size.width)
        return {row.name: line for line, row in enumerate(rows) if row.name}

    # What is shown

    def _lines(self, width: int) -> typeset.Lines:
        return [
            row.content.pad_right(max(width - row.content.cell_length, 0)).stylize_before(
                "on $accent 18%"
            )
            if row.name and row.name == self.marked
            else row.content
            for row in self._rows(width)
        ]

    def _rows(self, width: int) -> list[_Row]:
        rows = [_Row(Content.styled("Your progress", "bold $text-accent")), _Row(typeset.BLANK)]
        if self.report is None:
            return [*rows, _Row(Content.styled("Loading your history…", typeset.FAINT))]
        for notice in self.report.notices:
            rows += _plain(typeset.flowed([(safe(notice), "$text-warning")], width, "! "))
            rows.append(_Row(typeset.BLANK))
        progress = self.report.progress
        if progress is None:
            says = "Press Esc, then p to try again."
            return [*rows, *_plain(typeset.flowed([(says, typeset.FAINT)], width))]
        rows += self._head(progress, width)
        if progress.total.attempts:
            rows += _part("By day" if _is_recent(progress) else "By week", _times(progress, width))
            rows += _part("By topic", self._topics(progress, width))
            rows += _part("Mistakes", self._slips(progress.slips, width))
        if self._outlook is not None and self._outlook.knew:
            rows += _part("How well I knew you", _knew(self._outlook.knew, width))
        if progress.confidence is not None:
            rows += _part("Confidence", _confidence(progress.confidence, width))
        if self.report.sessions:
            rows += _part("Practice sessions", self._sessions(self.report.sessions, width))
        return [*rows, *_part("Mock interviews", self._mocks(progress.mocks, width))]

    def _head(self, progress: Progress, width: int) -> list[_Row]:
        topic = safe(progress.tracks.title(progress.next.topic))
        mark = _MARK if self.marked == _NEXT else _NO_MARK
        total = progress.total
        if not total.attempts:
            says = (
                "Nothing here yet. Once you've answered a question, this page shows your results "
                "by topic, by week and by mistake."
            )
            first = Content.assemble((mark, "bold $text-accent"), (f"Start with {topic}", "bold"))
            lines = typeset.flowed([(says, "")], width)
            return [*_plain(lines), _Row(typeset.BLANK), _Row(_cut(first, width), _NEXT)]
        pieces = (counted(total.attempts, "answer"), right_of(total), duration(total.seconds))
        says = " · ".join(piece.replace(" ", "\u00a0") for piece in pieces)  # wrapped between them
        suggested = Content.assemble(
            (mark, "bold $text-accent"),
            (f"Next up: {topic}", "bold"),
        )
        reason = typeset.flowed([(why(progress.next), typeset.FAINT)], width, _NO_MARK)
        return [
            *_plain(typeset.flowed([(streak_line(progress.streak), "bold")], width)),
            *_plain(typeset.flowed([(says, "")], width)),
            _Row(typeset.BLANK),
            _Row(_cut(suggested, width), _NEXT),
            *_plain(reason),
        ]

    def _topics(self, progress: Progress, width: int) -> Iterator[_Row]:
        topics = progress.topics
        states = {one.topic: one for one in self._outlook.topics} if self._outlook else {}
        count = _topic_columns(width, self._outlook is not None)
        cells = [
            (*self._known_cells(states, one, width), *_topic_cells(one)[:count]) for one in topics
        ]
        head = (*self._known_head(width), "correct", "score", "median time", "total time")
        head = head[: len(cells[0])]
        widths = _widths([head, *cells])
        line = Content.styled(_joined(head, widths), typeset.FAINT)
        yield _Row(apart(typeset.BLANK, line, width))
        for one, texts in zip(topics, cells, strict=True):
            share = one.accuracy if one.accuracy is not None and one.answered >= ENOUGH else None
            drawn = _bar(share, width) if self._outlook is None else typeset.BLANK
            right = Content.assemble(drawn, _joined(texts, widths))
            yield self._stop(f"{_TOPIC}{one.topic}", progress.tracks.title(one.topic), right, width)
        if any(one.answered < ENOUGH for one in topics):
            yield _Row(Content.styled(f"{_NO_MARK}{TOO_FEW}", typeset.FAINT))

    def _known_head(self, width: int) -> tuple[str, ...]:
        """Return the titles of what is known of a topic beside its numbers."""
        if self._outlook is None:
            return ()
        ahead = self._outlook.aim.interview
        then = f"in {UPKEEP} days" if ahead is None else f"on {short_day(ahead)}"
        return ("lately", "now", then) if width >= _WIDE else ("now",)

    def _known_cells(
        self, states: Mapping[str, TopicState], one: TopicProgress, width: int
    ) -> tuple[str, ...]:
        if self._outlook is None:
            return ()
        state, lately = states.get(one.topic), self._outlook.lately.get(one.topic, ())
        recalls = (percent(state.now), percent(state.then)) if state and lately else (NONE,) * 2
        return (_marks(lately), *recalls) if width >= _WIDE else recalls[:1]

    def _slips(self, slips: Sequence[SlipProgress], width: int) -> Iterator[_Row]:
        if not slips:
            says = "None so far: none of your wrong answers matched a known mistake."
            yield from _plain(typeset.flowed([(says, "")], width, _NO_MARK))
            return
        if self._known is None:
            self._known = self._meanings()
        for one in slips[:_SLIPS_SHOWN]:
            often = times(one.times) + (f", last {day(one.last)}" if width >= _WIDE else "")
            right = Content.styled(often, typeset.FAINT)
            yield self._stop(f"{_SLIP}{one.slip}", slip_title(one.slip), right, width)
            means = typeset.marked_up(self._known.get(one.slip, ""), width - 4, typeset.FAINT)
            yield from _plain(typeset.indented(means, "    "))
        more = len(slips) - _SLIPS_SHOWN
        if more > 0:
            yield _Row(Content.styled(f"{_NO_MARK}and {more} less common", typeset.FAINT))

    def _sessions(self, sessions: Sequence[Session], width: int) -> Iterator[_Row]:
        cells = [_sitting_cells(one.score, one.answered, one.seconds, width) for one in sessions]
        widths = _widths(cells)
        for one, texts in zip(sessions, cells, strict=True):
            right = Content(_joined(texts, widths))
            text = f"{day(one.began):>11}  {one.title or 'practice'}"
            yield self._stop(f"{_SESSION}{one.number}", text, right, width)

    def _mocks(self, mocks: Sequence[MockProgress], width: int) -> Iterator[_Row]:
        if not mocks:
            says = "None yet. Press m to pick one; ten minutes is enough for a warm-up."
            yield from _plain(typeset.flowed([(says, "")], width, _NO_MARK))
            return
        shown = mocks[: -_MOCKS_SHOWN - 1 : -1]
        cells = [_sitting_cells(one.score, one.questions, one.seconds, width) for one in shown]
        widths = _widths(cells)
        for one, texts in zip(shown, cells, strict=True):
            drawn = _bar(one.accuracy, width, _BAR if width >= _WIDEST else _BAR // 2)
            right = Content.assemble(drawn, _joined(texts, widths))
            title = one.title or one.blueprint or f"session {one.session}"
            text = f"{day(one.submitted):>11}  {title}"
            yield self._stop(f"{_MOCK}{one.session}", text, right, width)
        more = len(mocks) - len(shown)
        if more > 0:
            yield _Row(Content.styled(f"{_NO_MARK}and {more:,} earlier ones", typeset.FAINT))

    def _stop(self, name: str, text: str, right: Content, width: int) -> _Row:
        """Return a line on which Enter does something."""
        marked = name == self.marked
        left = Content.assemble(
            (_MARK if marked else _NO_MARK, "bold $text-accent"),
            (safe(text), "bold" if marked else ""),
        )
        return _Row(apart(left, right, width), name)


def _read(history: History, tracks: Tracks, recalled: Mapping[str, float]) -> ProgressReport:
    try:
        progress = measure(
            history.tallies(), history.today(), history.zone, tracks, recalled=recalled
        )
    except HistoryError as error:
        sentence = str(error)
        return ProgressReport((f"{sentence[:1].upper()}{sentence[1:]}.", *history.notices), None)
    found = history.sessions("practice", last=_SESSIONS_SHOWN)
    answered = tuple(
        replace(one, began=one.began.astimezone(history.zone))
        for one in reversed(found)
        if one.answered
    )
    return ProgressReport(tuple(dict.fromkeys(history.notices)), progress, answered)


def _plain(lines: typeset.Lines) -> list[_Row]:
    return [_Row(line) for line in lines]


def _part(title: str, rows: Iterator[_Row]) -> list[_Row]:
    """Return lines under a heading."""
    return [_Row(typeset.BLANK), _Row(Content.styled(title, typeset.FAINT)), *rows]


def _confidence(found: Calibration, width: int) -> Iterator[_Row]:
    """Yield what came of each probability that was given, and what it comes to."""
    for line in confidence_table(found):
        yield _Row(_cut(Content(f"{_NO_MARK}{line}"), width))
    for sentence in confidence_words(found):
        yield from _plain(typeset.flowed([(sentence, typeset.FAINT)], width, _NO_MARK))


def _marks(shares: Sequence[float]) -> str:
    """Return answers in a sign each, the latest last."""
    return "".join(RIGHT if one >= RECALLED else "½" if one > 0 else WRONG for one in shares)


def _knew(weeks: Sequence[Knew], width: int) -> Iterator[_Row]:
    """Yield how well each of the last weeks was predicted, beside a constant."""
    says = (
        "Before each answer, I estimate how likely you are to be right. The log loss of these "
        "estimates, in nats per answer; lower is better:"
    )
    yield from _plain(typeset.flowed([(says, typeset.FAINT)], width, _NO_MARK))
    for one in weeks[: -_WEEKS_KNOWN - 1 : -1]:
        left = Content(f"{_NO_MARK}week of {short_day(one.week)}")
        costs = f"{one.loss:.2f} nats; guessing your average: {one.constant:.2f} nats"
        yield _Row(apart(left, Content(costs if width >= _WIDE else f"{one.loss:.2f} nats"), width))


def _times(progress: Progress, width: int) -> Iterator[_Row]:
    """Yield a chart of the last days, or weeks where there are many; those without answers too."""
    by_day = _is_recent(progress)
    titles = ("answers", "correct", "time", "day" if by_day else "week of")
    step = _DAY if by_day else _WEEK
    known: dict[date, Sum] = (
        {one.day: one for one in progress.days}
        if by_day
        else {one.begins: one for one in progress.weeks}
    )
    last = progress.today if by_day else progress.today - progress.today.weekday() * _DAY
    count = places(width - len(_NO_MARK), titles)
    first = min(known, default=last)
    shown = [last - step * back for back in range(count) if last - step * back >= first]
    columns = [_column(known.get(begins), begins) for begins in reversed(shown)]
    if not any(column.value for column in columns):
        says = "No answers in the weeks shown."
        yield from _plain(typeset.flowed([(says, "")], width, _NO_MARK))
        return
    yield from _plain(typeset.indented(chart(columns, titles, _CHART_HEIGHT), _NO_MARK))


def _is_recent(progress: Progress) -> bool:
    """Whether all answers are of the last days, so that weeks would say little."""
    return all(progress.today - one.day < _BY_DAY for one in progress.days)


def _column(found: Sum | None, begins: date) -> ChartColumn:
    """Return how many answers there were, how much of them is right, and the time they took."""
    if found is None:
        return ChartColumn(0, ("", "", short_day(begins)))
    under = (share_of(found), rough_duration(found.seconds), short_day(begins))
    return ChartColumn(found.answered, under)


def _topic_cells(one: TopicProgress) -> tuple[str, ...]:
    return (
        share_of(one),
        score_of((one.accuracy or 0.0) * one.answered, one.answered),
        duration(one.median_seconds),
        duration(one.seconds),
    )


def _topic_columns(width: int, has_outlook: bool) -> int:
    """Return how many numbers of a topic there is room for."""
    room = 2 if width < _WIDE else 3 if width < _WIDEST else 4
    return max(room - 1, 2) if has_outlook else room


def _sitting_cells(score: float, questions: int, seconds: float, width: int) -> tuple[str, ...]:
    share = percent(score / questions if questions else None)
    cells = (share, score_of(score, questions), duration(seconds))
    return cells[: 2 if width < _WIDE else 3]


def _widths(rows: Sequence[Sequence[str]]) -> list[int]:
    return [max(len(row[place]) for row in rows) for place in range(len(rows[0]))]


def _joined(cells: Sequence[str], widths: Sequence[int]) -> str:
    return "  ".join(f"{cell:>{width}}" for cell, width in zip(cells, widths, strict=True))


def _bar(share: float | None, width: int, length: int = _BAR) -> Content:
    """Return a bar where there is room for one; without a share, its room."""
    if width < _WIDE:
        return typeset.BLANK
    if share is None:
        return Content(" " * (length + 1))
    done, rest = bar(share, length)
    return Content.assemble((done, typeset.DONE), (rest, typeset.REST), " ")


def _cut(content: Content, width: int) -> Content:
    return content.truncate(width, ellipsis=True)
