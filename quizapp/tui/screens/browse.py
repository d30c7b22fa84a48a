"""The screen of all questions: narrowed as one types, previewed, practised."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, ClassVar, Final

from rich.text import Text
from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, VerticalScroll
from textual.widgets import DataTable, Input, Static
from textual.worker import get_current_worker

from quizapp import tui
from quizapp.errors import QuizappError
from quizapp.practice.selection import Selection
from quizapp.record import Remark, remark_words
from quizapp.reports.listing import SearchedQuestion, entries, marks, matching, right
from quizapp.text.blocks import Aside
from quizapp.text.phrases import STAR, counted
from quizapp.text.visible import safe
from quizapp.tui import notices, typeset
from quizapp.tui.leaving import Screen
from quizapp.tui.widgets.keys import KeyLine
from quizapp.tui.widgets.line import LineInput
from quizapp.tui.widgets.sheet import SheetView

if TYPE_CHECKING:
    from quizapp.bank.collection import Banks
    from quizapp.bank.tracks import Tracks
    from quizapp.history.recorder import LazyHistory
    from quizapp.progress import QuestionProgress
    from quizapp.questions.base import Question
    from quizapp.record import RemarkKind

_BATCH: Final = 200
"""Rows that the table has at first, and gets more at a time when the learner comes near its end."""
_COLUMNS: Final = {"topic": 18, "type": 7, "level": 5, "bank": 12, "score": 9}
"""Widths of the columns beside that of the title."""
_LEAST: Final = 30
"""Columns that the title has at least, before others are left out."""
_LEFT_OUT: Final = ("bank", "type", "topic")
"""The columns that go when there is no room, the first first."""
_PADDING: Final = 2


class BrowseScreen(Screen[None]):
    """Shows all questions.

    Parameters
    ----------
    banks
        Returns all there are; asked again when the learner comes back.
    tracks
        Say in which order topics go, and how they are called.
    history
        Has the history.
    practise
        Starts a session.
    edit
        Opens a question, by its full name, to be changed.
    """

    CSS_PATH = "../practice.tcss"
    DEFAULT_CSS = """
    BrowseScreen #filter-line { height: 2; padding: 1 3 0 3; layout: horizontal; }
    BrowseScreen Input { width: 1fr; }
    BrowseScreen #found { width: auto; padding: 0 0 0 2; color: $foreground-muted; }
    BrowseScreen #both { width: 100%; height: 1fr; layout: vertical; padding: 1 0 0 0; }
    BrowseScreen DataTable {
        width: 100%; height: 1fr; padding: 0 0 0 2; background: $background;
        scrollbar-size: 0 1;
        scrollbar-color: $foreground 20%;
        scrollbar-background: $background;
    }
    BrowseScreen DataTable > .datatable--header {
        background: $background; color: $foreground-muted;
    }
    BrowseScreen DataTable > .datatable--cursor { background: $accent 25%; color: $foreground; }
    BrowseScreen #preview {
        width: 100%; height: 1fr; padding: 0 1 0 3; border-top: solid $foreground 15%;
    }
    BrowseScreen #preview SheetView { margin: 0 1 0 0; }
    BrowseScreen.-wide #both { layout: horizontal; }
    BrowseScreen.-wide DataTable { width: 60%; height: 100%; }
    BrowseScreen.-wide #preview {
        width: 40%; height: 100%; border-top: none; border-left: solid $foreground 15%;
        padding: 0 1 0 2;
    }
    BrowseScreen.-short #filter-line { height: 1; padding: 0 2; }
    BrowseScreen.-short #both { padding: 0; }
    BrowseScreen.-short DataTable { padding: 0 0 0 1; }
    BrowseScreen.-short #preview { padding: 0 1 0 2; }
    """
    HELP = (
        "Every question. Type to filter: a question must match every word you type, in its id, "
        "topic, type, bank, title or first line; `level:2-4`, `topic:entropy`, `type:choice`, "
        "`bank:article` and `id:dog` search one field; `is:starred`, `is:noted`, `is:missed` and "
        "`is:new` look at what you did. The arrow keys move through the list while "
        "you type. The last column is your score on that question."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "enter",
            "start",
            "Start",
            id="browse.one",
            priority=True,
            tooltip="A session with this question",
        ),
        Binding(
            "f2",
            "start_all",
            "All",
            id="browse.all",
            tooltip="A session with every question listed",
        ),
        Binding(
            "f5",
            "key",
            "Show",
            id="browse.key",
            tooltip="The answer and solution, every step, or neither",
        ),
        Binding(
            "f3",
            "another",
            "New numbers",
            id="browse.another",
            tooltip="New numbers or a new order",
        ),
        Binding(
            "escape", "leave", "Back", id="browse.leave", tooltip="Clear the filter, then go home"
        ),
        Binding(
            "ctrl+e",
            "edit",
            "Edit",
            id="browse.edit",
            show=False,
            priority=True,
            tooltip="Edit this question, or your own copy of it",
        ),
        Binding("up", "move(-1)", "Up", id="browse.up", show=False),
        Binding("down", "move(1)", "Down", id="browse.down", show=False),
        Binding("pageup", "page(-1)", "Page up", id="browse.page_up", show=False),
        Binding("pagedown", "page(1)", "Page down", id="browse.page_down", show=False),
        Binding(
            "shift+up",
            "scroll(-2)",
            "Preview up",
            id="browse.preview_up",
            key_display="Shift+↑",
            show=False,
        ),
        Binding(
            "shift+down",
            "scroll(2)",
            "Preview down",
            id="browse.preview_down",
            key_display="Shift+↓",
            show=False,
        ),
    ]

    def __init__(
        self,
        banks: Callable[[], Banks],
        tracks: Tracks,
        history: LazyHistory,
        practise: Callable[[Selection], None],
        edit: Callable[[str], None],
    ) -> None:
        super().__init__()
        self._banks = banks
        self._tracks = tracks
        self._all = banks().questions
        self._known = entries(self._all, tracks)
        self._history = history
        self._practise = practise
        self._edit = edit
        self._standings: Mapping[str, QuestionProgress] = {}
        self._remarks: tuple[Remark, ...] = ()
        self._found: list[SearchedQuestion] = self._known
        self._columns: dict[str, int] = {}
        self._names: list[str] = []
        self._seed = 0
        self._key_shown = self._at_length = False
        self._previewed = ""

    def compose(self) -> ComposeResult:
        """Lay the table out with its preview."""
        with Container(id="filter-line"):
            yield LineInput(
                placeholder="Type to filter: words, level:2, type:choice",
                select_on_focus=False,
                compact=True,
            )
            yield Static(id="found", markup=False)
        with Container(id="both"):
            table: DataTable[Text] = DataTable(cursor_type="row", zebra_stripes=False)
            table.can_focus = False
            yield table
            with VerticalScroll(id="preview", can_focus=False):
                yield SheetView()
        yield KeyLine()

    @property
    def _table(self) -> DataTable[Text]:
        return self.query_one(DataTable)

    @property
    def chosen(self) -> Question | None:
        """The question under the cursor."""
        place = self._table.cursor_row
        return self._found[place].question if place < len(self._names) else None

    def on_mount(self) -> None:
        """Have more rows ready as the table scrolls."""
        self.watch(self._table, "scroll_y", self._grow, init=False)

    # What there is to know of each question

    def on_screen_resume(self) -> None:
        """Read the history, now and whenever the learner comes back from practice or editing."""
        field = self.query_one(Input)
        field.focus()
        questions = self._banks().questions
        if questions is not self._all:
            self._all = questions
            self._known = entries(questions, self._tracks)
            self._look_up(field.value)
            self._columns = {}
            self._fill()
        if self._history.is_at_hand:
            history = self._history.opened(self._tell)
            self._show_standings(*tui.standings.read(history, self._banks()))
        else:
            self._read_apart()

    @work(thread=True, exclusive=True, group="history")
    def _read_apart(self) -> None:
        """Read away from the screen: a file that is long, held or damaged takes its time."""
        found = self._history.read_apart(lambda history: tui.standings.read(history, self._banks()))
        if not get_current_worker().is_cancelled:
            self.app.call_from_thread(self._show_standings, *found)

    def _tell(self, sentence: str) -> None:
        notices.warn(self.app, sentence)

    def _show_standings(
        self, found: Mapping[str, QuestionProgress], remarks: tuple[Remark, ...]
    ) -> None:
        if self.is_mounted and (found, remarks) != (self._standings, self._remarks):
            self._standings, self._remarks = found, remarks
            self._look_up(self.query_one(Input).value)
            self._columns = {}
            self._fill()

    # The table

    def on_resize(self) -> None:
        """Give the columns the room there is."""
        self.call_after_refresh(self._fit)

    def _fit(self) -> None:
        if self.is_mounted and self._fitting() != self._columns:
            self._fill()

    def _fitting(self) -> dict[str, int]:
        """Return the columns for which there is room, with their widths."""
        room = self._table.outer_size.width - self._table.styles.padding.width - 1 - _PADDING
        names = [name for name in _COLUMNS if name != "score" or self._standings]
        for name in ("", *_LEFT_OUT):
            names = [one for one in names if one != name]
            left = room - sum(_COLUMNS[one] + _PADDING for one in names)
            if left >= _LEAST:
                break
        return {"title": max(left, 1), **{name: _COLUMNS[name] for name in names}}

    @on(Input.Changed)
    def _narrow(self, message: Input.Changed) -> None:
        message.stop()
        self._look_up(message.value)
        self._fill()

    def _look_up(self, words: str) -> None:
        true_of = marks(self._all, self._standings, self._remarks) if "is:" in words else {}
        self._found = matching(self._known, words, true_of)

    def _fill(self) -> None:
        """Fill the table, the cursor staying on its question where that is still there."""
        table = self._table
        before = self._previewed
        columns = self._fitting()
        # As far as the learner had come in the same list; another one begins anew.
        found = [entry.question.name for entry in self._found[: len(self._names)]]
        rows = len(found) if found == self._names else 0
        shown = [entry.question for entry in self._found[: max(rows, _BATCH)]]
        names = [question.name for question in shown]
        with self.app.batch_update():
            if columns != self._columns:
                self._columns = columns
                self._names = names
                table.clear(columns=True)
                for name, width in columns.items():
                    table.add_column(name, width=width)
                table.add_rows([self._row(question) for question in shown])
            elif names != self._names:  # filling it takes longer than all the rest
                self._names = names
                table.clear()
                table.add_rows([self._row(question) for question in shown])
            table.move_cursor(row=names.index(before) if before in names else 0)
        self.query_one("#found", Static).update(self._count)
        self._preview()
        self.refresh_bindings()

    @property
    def _count(self) -> str:
        """How many questions are listed; home counts those of one subject."""
        if len(self._found) < len(self._known):
            return f"{len(self._found):,} of {len(self._known):,}"
        several = ", all subjects" if len(self._tracks.tracks) > 1 else ""
        return f"{counted(len(self._known), 'question')}{several}"

    def _grow(self) -> None:
        """Give the table more rows when few are left below the cursor or what is in sight."""
        table = self._table
        last = max(table.cursor_row, round(table.scroll_y))
        left = len(self._names) - last - 2 * table.size.height
        if left < 0 and len(self._names) < len(self._found):
            more = self._found[len(self._names) : len(self._names) + _BATCH - left]
            self._names += [entry.question.name for entry in more]
            table.add_rows([self._row(entry.question) for entry in more])

    def _row(self, question: Question) -> list[Text]:
        cells = {
            "title": f"{STAR} " * self._is_starred(question) + (question.title or question.id),
            "topic": self._tracks.title(question.topic),
            "type": question.type,
            "level": str(question.level),
            "bank": question.bank,
            "score": right(self._standings.get(question.name)),
        }
        return [
            Text(safe(cells[name]), no_wrap=True, overflow="ellipsis") for name in self._columns
        ]

    def _said(self, question: Question) -> dict[RemarkKind, str]:
        """Return what the learner said about a question."""
        mine = (one for one in self._remarks if one.question == question.name)
        return {one.kind: one.text for one in mine if one.text is not None}

    def _is_starred(self, question: Question) -> bool:
        return bool(self._remarks) and "star" in self._said(question)

    @on(DataTable.RowHighlighted)
    def _highlighted(self, message: DataTable.RowHighlighted) -> None:
        message.stop()
        self._highlighted_now()

    def _highlighted_now(self) -> None:
        """Preview another question; a late message about the same one leaves its key in sight."""
        question = self.chosen
        if question is not None and question.name != self._previewed:
            self._preview()

    # The preview

    def _preview(self) -> None:
        question = self.chosen
        name = question.name if question else ""
        if name != self._previewed:
            self._seed = 0
            self._key_shown = self._at_length = False
        self._previewed = name
        sheet = self.query_one("#preview SheetView", SheetView)
        if question is None:
            says = "No question matches every word. Press Esc to clear them."
            sheet.show(lambda width: typeset.flowed([(says, typeset.FAINT)], width))
            return
        standing = right(self._standings.get(name))
        sheet.show(self._layout(question, standing, key=self._key_shown))
        self.query_one("#preview").scroll_home(animate=False)

    def _layout(
        self, question: Question, standing: str, *, key: bool, offers: bool = True
    ) -> Callable[[int], typeset.Lines]:
        facts = (
            question.name if question.title else "",
            self._tracks.title(question.topic),
            question.type,
            f"level {question.level}",
            standing and f"{standing} correct",
            "new numbers each time" if question.generated else "",
        )
        said = remark_words(self._said(question))
        at_length = self._at_length
        return _layout(
            question, facts, said, self._seed, key=key, at_length=at_length, offers=offers
        )

    # What can be done

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Grey what has no question to work on."""
        if not self.is_mounted or not self.query(DataTable):
            return True
        if action in ("start", "start_all", "key", "edit"):
            return True if self._found else None
        if action == "another":
            return True if self.chosen is not None and self.chosen.varies else None
        return True

    def action_start(self) -> None:
        """Practise the question under the cursor."""
        if self.chosen is not None:
            self._practise(Selection(ids=(self.chosen.name,)))

    def action_start_all(self) -> None:
        """Practise all that match, also those that the table doesn't hold yet."""
        if self._found:
            self._practise(Selection(ids=tuple(entry.question.name for entry in self._found)))

    def action_edit(self) -> None:
        """Open the question under the cursor, to change it."""
        if self.chosen is not None:
            self._edit(self.chosen.name)

    def action_another(self) -> None:
        """Preview another variant."""
        self._seed += 1
        self._preview()

    def action_key(self) -> None:
        """Show the key with its working, then with every step of it, then neither."""
        self._at_length = self._key_shown and not self._at_length and self._has_more_steps()
        self._key_shown = self._at_length or not self._key_shown
        self._preview()
        if self._key_shown:
            self.call_after_refresh(self._scroll_to_key)

    def _has_more_steps(self) -> bool:
        with suppress(QuizappError):  # the preview says what is wrong
            return self.chosen is not None and self.chosen.variant(self._seed).has_more_steps
        return False

    def _scroll_to_key(self) -> None:
        """Have the key in sight, where the question takes the whole room."""
        question = self.chosen
        if question is not None and self._key_shown:
            width = self.query_one("#preview SheetView").size.width
            standing = right(self._standings.get(question.name))
            below = question.marks_offered
            lines = self._layout(question, standing, key=False, offers=not below)
            above = lines(width)
            self.query_one("#preview").scroll_to(y=len(above) + 1, animate=False)

    def action_leave(self) -> None:
        """Clear the words, or go home when there are none."""
        field = self.query_one(Input)
        if field.value:
            field.value = ""
        else:
            self.dismiss()

    def action_move(self, rows: int) -> None:
        """Move the cursor by rows."""
        table = self._table
        place = max(0, min(table.cursor_row + rows, len(self._names) - 1))
        table.move_cursor(row=place)
        self._grow()
        self._highlighted_now()
        self.call_after_refresh(self.refresh_bindings)

    def action_page(self, pages: int) -> None:
        """Move the cursor by pages."""
        self.action_move(pages * max(self._table.size.height - 2, 1))

    def action_scroll(self, lines: int) -> None:
        """Scroll the preview."""
        self.query_one("#preview").scroll_relative(y=lines, animate=False)


def _layout(
    question: Question,
    facts: Sequence[str],
    said: Sequence[str],
    seed: int,
    *,
    key: bool,
    at_length: bool,
    offers: bool,
) -> Callable[[int], typeset.Lines]:
    """Return what lays the preview out; the variant is drawn when it is first seen."""

    def lines(width: int) -> typeset.Lines:
        head = [(safe(question.title or question.name), "bold")]
        about = safe(", ".join(filter(None, facts)))
        found = [
            *typeset.flowed(head, width),
            *typeset.flowed([(about, typeset.FAINT)], width),
            *(line for one in said for line in typeset.flowed([(safe(one), "")], width)),
            typeset.BLANK,
        ]
        try:
            variant = question.variant(seed)
            blocks = [*variant.asked()]
            if offers and not (key and question.marks_offered):
                blocks += variant.offered()
            if key:
                explained = variant.explained_at_length() if at_length else variant.explained()
                blocks += [*variant.answered(), *explained]
                if question.source and question.source != "quizapp":
                    blocks.append(Aside(f"Source: {question.source}"))
            return [*found, *typeset.laid_out(blocks, width)]
        except QuizappError as error:
            return [*found, *typeset.flowed([(safe(str(error)), "$text-warning")], width, "! ")]

    return lines
