"""What the progress screen shows: lines, and on which of them Enter does something."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final, NamedTuple

from textual.content import Content

from quizapp import learning
from quizapp.progress import ENOUGH
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
from quizapp.text.visible import safe
from quizapp.tui import typeset
from quizapp.tui.home_page import PLACEMENT, PLACES, TODAY, to_do
from quizapp.tui.widgets.chart import ChartColumn, chart, places

if TYPE_CHECKING:
    from quizapp.learning.confidence import Calibration
    from quizapp.learning.learner import Knew
    from quizapp.learning.outlook import Outlook
    from quizapp.learning.plan import TopicState
    from quizapp.progress import AnySum, MockProgress, Progress, SlipProgress, TopicProgress
    from quizapp.record import Session

NEXT: Final = "next"
TOPIC: Final = "topic:"
SLIP: Final = "slip:"
SESSION: Final = "session:"
MOCK: Final = "mock:"
"""What Enter does on a line: its name, or how that begins."""
_BAR: Final = 14
_WIDE: Final = 60
"""Columns from which there is room for bars."""
_WIDEST: Final = 84
"""Columns from which there is room for a topic's whole time too."""
_CHART_HEIGHT: Final = 3
_SLIPS_SHOWN: Final = 8
_WEEKS_KNOWN: Final = 4
_MOCKS_SHOWN: Final = 20
_MARK: Final = "▸ "
_NO_MARK: Final = "  "
_DAY: Final = timedelta(days=1)
_WEEK: Final = timedelta(days=7)
_BY_DAY: Final = timedelta(days=14)
"""How far back answers are told by day, and not by week."""


class ProgressReport(NamedTuple):
    """What was read."""

    notices: tuple[str, ...]
    """What the history has to say of itself."""
    progress: Progress | None
    """None when it can't be read."""
    sessions: tuple[Session, ...] = ()
    """The last practice sessions with answers, the latest first."""


class ProgressLine(NamedTuple):
    """One line, with the name of what Enter does on it."""

    content: Content
    name: str = ""


class ProgressPage(NamedTuple):
    """The lines of what was read."""

    report: ProgressReport | None
    """None until it is read."""
    outlook: Outlook | None
    """Where the learner stands, as far as that is known."""
    meanings: Callable[[], Mapping[str, str]]
    """Returns slip → what it means; called when a slip is shown."""
    marked: str
    """The name of the line that is marked."""

    def rows(self, width: int) -> list[ProgressLine]:
        """Return the lines at a width."""
        rows = [
            ProgressLine(Content.styled("Your progress", "bold $text-accent")),
            ProgressLine(typeset.BLANK),
        ]
        if self.report is None:
            return [*rows, ProgressLine(Content.styled("Loading your history…", typeset.FAINT))]
        for notice in self.report.notices:
            rows += _plain(typeset.flowed([(safe(notice), "$text-warning")], width, "! "))
            rows.append(ProgressLine(typeset.BLANK))
        progress = self.report.progress
        if progress is None:
            says = "Press Esc, then p to try again."
            return [*rows, *_plain(typeset.flowed([(says, typeset.FAINT)], width))]
        rows += self._head(progress, width)
        if progress.total.attempts:
            rows += _part("By day" if _is_recent(progress) else "By week", _times(progress, width))
            rows += _part("By topic", self._topics(progress, width))
            rows += _part("Mistakes", self._slips(progress.slips, width))
        if self.outlook is not None and self.outlook.knew:
            rows += _part("How well I knew you", _knew(self.outlook.knew, width))
        if progress.confidence is not None:
            rows += _part("Confidence", _confidence(progress.confidence, width))
        if self.report.sessions:
            rows += _part("Practice sessions", self._sessions(self.report.sessions, width))
        return [*rows, *_part("Mock interviews", self._mocks(progress.mocks, width))]

    def _head(self, progress: Progress, width: int) -> list[ProgressLine]:
        total = progress.total
        if not total.attempts:
            says = (
                "Nothing here yet. Once you've answered a question, this page shows your results "
                "by topic, by week and by mistake."
            )
            return [
                *_plain(typeset.flowed([(says, "")], width)),
                ProgressLine(typeset.BLANK),
                self._stop(PLACEMENT, PLACES, typeset.BLANK, width),
            ]
        pieces = (counted(total.attempts, "answer"), right_of(total), duration(total.seconds))
        says = " · ".join(piece.replace(" ", "\u00a0") for piece in pieces)  # wrapped between them
        today = to_do(self.outlook)
        topic = f"Or one topic: {progress.tracks.title(progress.next.topic)}"
        return [
            *_plain(typeset.flowed([(streak_line(progress.streak), "bold")], width)),
            *_plain(typeset.flowed([(says, "")], width)),
            ProgressLine(typeset.BLANK),
            self._stop(TODAY, today, typeset.BLANK, width),
            self._stop(NEXT, topic, typeset.BLANK, width),
            *_plain(typeset.flowed([(why(progress.next), typeset.FAINT)], width, "    ")),
        ]

    def _topics(self, progress: Progress, width: int) -> Iterator[ProgressLine]:
        topics = progress.topics
        states = {one.topic: one for one in self.outlook.topics} if self.outlook else {}
        count = _topic_columns(width, self.outlook is not None)
        cells = [
            (*self._known_cells(states, one, width), *_topic_cells(one)[:count]) for one in topics
        ]
        head = (*self._known_head(width), "correct", "score", "median time", "total time")
        head = head[: len(cells[0])]
        widths = _widths([head, *cells])
        line = Content.styled(_joined(head, widths), typeset.FAINT)
        yield ProgressLine(typeset.apart(typeset.BLANK, line, width))
        for one, texts in zip(topics, cells, strict=True):
            share = one.accuracy if one.accuracy is not None and one.answered >= ENOUGH else None
            drawn = _bar(share, width) if self.outlook is None else typeset.BLANK
            right = Content.assemble(drawn, _joined(texts, widths))
            yield self._stop(f"{TOPIC}{one.topic}", progress.tracks.title(one.topic), right, width)
        if any(one.answered < ENOUGH for one in topics):
            yield ProgressLine(Content.styled(f"{_NO_MARK}{TOO_FEW}", typeset.FAINT))

    def _known_head(self, width: int) -> tuple[str, ...]:
        """Return the titles of what is known of a topic beside its numbers."""
        if self.outlook is None:
            return ()
        ahead = self.outlook.aim.interview
        then = f"in {learning.selection.UPKEEP} days" if ahead is None else f"on {short_day(ahead)}"
        return ("lately", "now", then) if width >= _WIDE else ("now",)

    def _known_cells(
        self, states: Mapping[str, TopicState], one: TopicProgress, width: int
    ) -> tuple[str, ...]:
        if self.outlook is None:
            return ()
        state, lately = states.get(one.topic), self.outlook.lately.get(one.topic, ())
        recalls = (percent(state.now), percent(state.then)) if state and lately else (NONE,) * 2
        return (_marks(lately), *recalls) if width >= _WIDE else recalls[:1]

    def _slips(self, slips: Sequence[SlipProgress], width: int) -> Iterator[ProgressLine]:
        if not slips:
            says = "None so far: none of your wrong answers matched a known mistake."
            yield from _plain(typeset.flowed([(says, "")], width, _NO_MARK))
            return
        known = self.meanings()
        for one in slips[:_SLIPS_SHOWN]:
            often = times(one.times) + (f", last {day(one.last)}" if width >= _WIDE else "")
            right = Content.styled(often, typeset.FAINT)
            yield self._stop(f"{SLIP}{one.slip}", slip_title(one.slip), right, width)
            means = typeset.marked_up(known.get(one.slip, ""), width - 4, typeset.FAINT)
            yield from _plain(typeset.indented(means, "    "))
        more = len(slips) - _SLIPS_SHOWN
        if more > 0:
            yield ProgressLine(Content.styled(f"{_NO_MARK}and {more} less common", typeset.FAINT))

    def _sessions(self, sessions: Sequence[Session], width: int) -> Iterator[ProgressLine]:
        cells = [_sitting_cells(one.score, one.answered, one.seconds, width) for one in sessions]
        widths = _widths(cells)
        for one, texts in zip(sessions, cells, strict=True):
            right = Content(_joined(texts, widths))
            text = f"{day(one.began):>11}  {one.title or 'practice'}"
            yield self._stop(f"{SESSION}{one.number}", text, right, width)

    def _mocks(self, mocks: Sequence[MockProgress], width: int) -> Iterator[ProgressLine]:
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
            yield self._stop(f"{MOCK}{one.session}", text, right, width)
        more = len(mocks) - len(shown)
        if more > 0:
            yield ProgressLine(
                Content.styled(f"{_NO_MARK}and {more:,} earlier ones", typeset.FAINT)
            )

    def _stop(self, name: str, text: str, right: Content, width: int) -> ProgressLine:
        """Return a line on which Enter does something."""
        marked = name == self.marked
        left = Content.assemble(
            (_MARK if marked else _NO_MARK, "bold $text-accent"),
            (safe(text), "bold" if marked else ""),
        )
        return ProgressLine(typeset.apart(left, right, width), name)


def _plain(lines: typeset.Lines) -> list[ProgressLine]:
    return [ProgressLine(line) for line in lines]


def _part(title: str, rows: Iterator[ProgressLine]) -> list[ProgressLine]:
    """Return lines under a heading."""
    return [ProgressLine(typeset.BLANK), ProgressLine(Content.styled(title, typeset.FAINT)), *rows]


def _confidence(found: Calibration, width: int) -> Iterator[ProgressLine]:
    """Yield what came of each probability that was given, and what it comes to."""
    for line in confidence_table(found):
        yield ProgressLine(_cut(Content(f"{_NO_MARK}{line}"), width))
    for sentence in confidence_words(found):
        yield from _plain(typeset.flowed([(sentence, typeset.FAINT)], width, _NO_MARK))


def _marks(shares: Sequence[float]) -> str:
    """Return answers in a sign each, the latest last."""
    return "".join(
        RIGHT if one >= learning.recall.RIGHT else "½" if one > 0 else WRONG for one in shares
    )


def _knew(weeks: Sequence[Knew], width: int) -> Iterator[ProgressLine]:
    """Yield how well each of the last weeks was predicted, beside a constant."""
    says = (
        "Before each answer, I estimate how likely you are to be right. The log loss of these "
        "estimates, in nats per answer; lower is better:"
    )
    yield from _plain(typeset.flowed([(says, typeset.FAINT)], width, _NO_MARK))
    for one in weeks[: -_WEEKS_KNOWN - 1 : -1]:
        left = Content(f"{_NO_MARK}week of {short_day(one.week)}")
        costs = f"{one.loss:.2f} nats; guessing your average so far: {one.constant:.2f} nats"
        yield ProgressLine(
            typeset.apart(left, Content(costs if width >= _WIDE else f"{one.loss:.2f} nats"), width)
        )


def _times(progress: Progress, width: int) -> Iterator[ProgressLine]:
    """Yield a chart of the last days, or weeks where there are many; those without answers too."""
    by_day = _is_recent(progress)
    titles = ("answers", "correct", "time", "day" if by_day else "week of")
    step = _DAY if by_day else _WEEK
    known: dict[date, AnySum] = (
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


def _column(found: AnySum | None, begins: date) -> ChartColumn:
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
    done, rest = typeset.bar(share, length)
    return Content.assemble((done, typeset.DONE), (rest, typeset.REST), " ")


def _cut(content: Content, width: int) -> Content:
    return content.truncate(width, ellipsis=True)
