"""Write questions: the bank's text, and beside it what it comes to."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar, Final

from rich.text import Text
from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.timer import Timer
from textual.widgets import Input, Static, TextArea

from quizapp import authoring, reports
from quizapp.authoring import lines
from quizapp.authoring.preview import ReadText
from quizapp.errors import QuizappError
from quizapp.text.visible import safe
from quizapp.tui import screens, themes
from quizapp.tui.drafting import Drafting
from quizapp.tui.leaving import Screen
from quizapp.tui.widgets.bank_text import BankText, CompletionList, syntax_colours
from quizapp.tui.widgets.keys import KeyLine
from quizapp.tui.widgets.line import LineInput

if TYPE_CHECKING:
    from quizapp.authoring.draft import Draft
    from quizapp.authoring.entries import Edit
    from quizapp.authoring.insertions import Insertion
    from quizapp.questions.base import Variant

_PAUSE: Final = 0.25
"""Seconds without a key after which the text is read."""
_MOST_PROBLEMS: Final = 3
"""Problems shown at once."""
_BOTH: Final = 100
"""Columns from which on text and preview stand side by side."""
_ROOM: Final = 140
"""Columns from which on the preview is then as wide as a learner's."""
_LEARNERS: Final = 76
"""Columns of a learner's text in a terminal of 80."""
_STALE: Final = "Last version without errors:"


class AuthorScreen(Screen[None]):
    """Takes the text of a bank and shows its questions as a learner will see them.

    Parameters
    ----------
    draft
        The file.
    saved
        Called when the file was written.
    line
        Where to begin, counted from 1.
    """

    CSS_PATH = "../author.tcss"
    HELP = (
        "Write questions in YAML. The preview shows the question under your cursor as a learner "
        "sees it, with its answer, solution and common mistakes; within a quantity, one of its "
        "examples. Errors appear below the text; "
        "until you fix them, the preview shows the last version without errors. Unsaved work "
        "survives a crash, and the previous save is kept next to the file with a `~`. What can "
        "stand where you type is listed: Tab or Enter takes it, Esc closes the list."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "save", "Save", id="author.save", priority=True),
        Binding(
            "f6",
            "side",
            "Preview",
            id="author.side",
            priority=True,
            tooltip="Switch between text and preview",
        ),
        Binding(
            "f2",
            "another",
            "Variant",
            id="author.another",
            tooltip="Same question, new numbers",
        ),
        Binding(
            "f3",
            "insert",
            "Insert",
            id="author.insert",
            tooltip="A question, a draw, a function or a field",
        ),
        Binding("f4", "try_it", "Try", id="author.try", tooltip="Answer it without recording"),
        Binding(
            "f5",
            "variants",
            "Ten",
            id="author.variants",
            tooltip="Ten variants side by side: what the stem shows, and the key",
        ),
        Binding(
            "f7",
            "questions",
            "Questions",
            id="author.questions",
            priority=True,
            tooltip="List the questions: go to one, add, copy, move or delete",
        ),
        Binding(
            "ctrl+f",
            "find",
            "Find",
            id="author.find",
            priority=True,
            tooltip="Find words, or go to a line by its number",
        ),
        Binding(
            "ctrl+g",
            "find_next",
            "Find next",
            id="author.find_next",
            priority=True,
            show=False,
            tooltip="Go to the next line with these words",
        ),
        Binding("f8", "problem", "Error", id="author.problem", tooltip="Go to the first error"),
        Binding("f9", "editor", "Editor", id="author.editor", tooltip="Open $EDITOR"),
        Binding("escape", "leave", "Leave", id="author.leave", priority=True),
    ]

    def __init__(self, draft: Draft, saved: Callable[[], object], line: int = 1) -> None:
        super().__init__()
        self._draft = draft
        self._saved = saved
        self._line = line
        self._reading = ReadText(())
        self._good = ReadText(())
        self._seed = 0
        self._variant: Variant | None = None
        self._waits: Timer | None = None
        self._offered_at: tuple[int, int] | None = None
        self._words = ""
        """What was looked for last."""

    def compose(self) -> ComposeResult:
        """Lay out the text and, beside it, the preview."""
        self._make_room()  # before there is anything whose styles depend on it
        yield Static(id="head", markup=False)
        with Horizontal(id="sides"):
            with Vertical(id="writing"):
                yield BankText(
                    self._draft.text,
                    show_line_numbers=True,
                    soft_wrap=False,
                    tab_behavior="indent",
                    id="text",
                )
                yield Static(id="problems", markup=False)
                yield CompletionList(id="offered", markup=False)
            with VerticalScroll(id="shown", can_focus=False):
                yield Static(id="preview", markup=False)
                with Vertical(id="trying"):
                    yield LineInput(placeholder="Type an answer and press Enter", id="answer")
                    yield Static(id="verdict", markup=False)
        yield KeyLine()

    def on_mount(self) -> None:
        """Read the text, and offer what an earlier time left unsaved."""
        self._drafting = Drafting(
            self._text, self._draft, lambda: bool(self._reading.problems), self._renewed
        )
        for theme in (themes.DARK, themes.LIGHT):
            self._text.register_theme(syntax_colours(theme))
        self.app.theme_changed_signal.subscribe(self, lambda _: self._colour())
        self._colour()
        self._text.move_cursor((max(self._line - 1, 0), 0), center=True)
        self._text.focus()
        self._update_head()
        self.call_after_refresh(self._follow)
        self._drafting.offer_recovered()

    def _follow(self) -> None:
        """Read and colour the text: not before it is on the screen, as that takes long."""
        self._read()
        self._text.colour()

    def _colour(self) -> None:
        """Colour the text for the app's theme."""
        self._text.theme = self.app.current_theme.name

    def on_resize(self) -> None:
        """Show both sides where there is room for them."""
        self._fit()

    def _make_room(self) -> None:
        self.set_class(self.app.size.width < _BOTH, "-one-side")
        self.set_class(self.app.size.width >= _ROOM, "-room")

    def _fit(self) -> None:
        self._make_room()
        self.refresh_bindings()
        self.call_after_refresh(self._show_preview)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 - Textual's signature
        """Offer a way to problems where there are any, and what needs a question where one is."""
        if action == "problem":
            return bool(self._reading.problems)
        if action in ("another", "try_it", "variants"):
            return self._variant is not None
        return True

    @property
    def _text(self) -> BankText:
        return self.query_one("#text", BankText)

    def _renewed(self) -> None:
        self._update_head()
        self._saved()

    # Reading what is written

    @on(TextArea.Changed, "#text")
    def _typed(self) -> None:
        if self._waits is not None:
            self._waits.stop()
        self._waits = self.set_timer(_PAUSE, self._read)
        self._drafting.typed()
        self._update_head()

    @on(TextArea.SelectionChanged, "#text")
    def _moved(self) -> None:
        if self._good.at(self._cursor_line) is not (self._variant and self._variant.question):
            self._seed = 0
            self._show_preview()

        if self._text.cursor_location != self._offered_at:
            self._close_offer()

    # What is offered at the cursor

    @on(BankText.Typed)
    def _offer(self) -> None:
        """Offer what can stand where something was typed."""
        area = self._text
        row, column = area.cursor_location
        found = authoring.completion.at(area.text, row, column, self._good.quantities)
        if found is None:
            self._close_offer()
            return
        self._offered_at = area.cursor_location
        self.query_one(CompletionList).offer(found, area.cursor_screen_offset, area.region.bottom)
        area.is_offering = True

    @on(BankText.Chose)
    def _chose(self, event: BankText.Chose) -> None:
        """Mark another one that is offered, or take the one that is marked."""
        offered = self.query_one(CompletionList)
        if event.key == "down":
            offered.action_cursor_down()
        elif event.key == "up":
            offered.action_cursor_up()
        elif offered.found is not None and offered.chosen is not None:
            self._text.complete(offered.found.typed, offered.chosen)
            self._close_offer()

    def _close_offer(self) -> None:
        self._offered_at = None
        self._text.is_offering = False
        self.query_one(CompletionList).close()

    @property
    def _cursor_line(self) -> int:
        return self._text.cursor_location[0] + 1

    def on_unmount(self) -> None:
        """Keep what was typed just before the program ends."""
        self._drafting.keep_now()

    @work(thread=True, exclusive=True, group="reading")
    def _read(self) -> None:
        text = self._text.text
        found = authoring.preview.read(text, self._draft.path)
        self.app.call_from_thread(self._take, text, found)

    def _take(self, text: str, found: ReadText) -> None:
        if not self.query("#problems"):  # the screen is being left
            return
        if text != self._text.text:
            return
        self._reading = found
        if not found.problems:
            self._good = found
        self.query_one("#shown").set_class(bool(found.problems), "-stale")
        shown = found.problems[:_MOST_PROBLEMS]
        lines = [f"line {one.line}, column {one.column}: {safe(one.message)}" for one in shown]
        more = len(found.problems) - len(shown)
        if more:
            lines.append(f"and {more} more further down")
        self.query_one("#problems", Static).update(
            Content.styled("\n".join(lines), "$text-error") if lines else Content("")
        )
        self._show_preview()
        self.refresh_bindings()

    @property
    def _width(self) -> int:
        shown = self.query_one("#shown")
        # Less the bar that comes with a long question.
        side = shown.content_size.width - shown.styles.scrollbar_size_vertical
        return min(side, _LEARNERS) if side > 30 else _LEARNERS

    def _show_preview(self) -> None:
        """Show the question at the cursor, of the last text that could be read."""
        question = self._good.at(self._cursor_line)
        target = self.query_one("#preview", Static)
        if question is None:
            self._variant = None
            target.update("The preview will appear once the text is valid.")
            return
        try:
            variant = question.variant(self._seed)
            lines = authoring.preview.preview(question, self._seed, self._width)
        except QuizappError as error:
            self._variant = None
            target.update(f"I can't draw numbers for this question: {safe(str(error))}")
            return
        self._variant = variant
        note = (_STALE, "") if self._reading.problems else ()
        target.update(Text("\n".join([*note, *lines])))
        self.refresh_bindings()

    def _update_head(self) -> None:
        state = "new" if self._draft.is_new else "changed" if self._drafting.is_changed else "saved"
        self.query_one("#head", Static).update(f"{safe(str(self._draft.path))}, {state}")

    # Keys

    def action_another(self) -> None:
        """Draw the next variant."""
        self._seed += 1
        self._show_preview()

    def action_variants(self) -> None:
        """Show ten variants side by side, and the one that is chosen in the preview."""
        if self._variant is None:
            return

        def chosen(seed: int | None) -> None:
            if seed is not None:
                self._seed = seed
                self._show_preview()

        try:
            columns, rows = authoring.preview.side_by_side(self._variant.question)
        except QuizappError as error:
            self.notify(f"I can't draw ten variants: {error}", severity="error", markup=False)
            return
        self.app.push_screen(screens.palette.VariantsScreen(columns, rows), chosen)

    def action_side(self) -> None:
        """Change between the text and the preview."""
        self.toggle_class("-previewing")
        if not self.has_class("-previewing"):
            self._text.focus()
        self.call_after_refresh(self._show_preview)

    def action_problem(self) -> None:
        """Go to the first problem."""
        self.remove_class("-previewing")
        if self._reading.problems:
            first = self._reading.problems[0]
            self._text.move_cursor((first.line - 1, max(first.column - 1, 0)), center=True)
            self._text.focus()

    def action_insert(self) -> None:
        """Choose something to insert where the cursor is."""

        def chosen(insertion: Insertion | None) -> None:
            if insertion is None:
                return
            self.remove_class("-previewing")
            edit = authoring.insertions.whole(insertion, self._text.text)
            if edit is None:
                self._text.insert(insertion.text)
            else:
                self._change(edit)
            self._text.focus()

        self.app.push_screen(screens.palette.InsertionsScreen(self._good.quantities), chosen)

    def _change(self, edit: Edit) -> str:
        """Change lines of the text, go to what was changed, and return the text."""
        self._text.edit_lines(edit)
        return self._text.text

    def _undo(self) -> str:
        """Undo the last change of the text, and return the text."""
        self._text.undo()
        return self._text.text

    def action_questions(self) -> None:
        """List the questions, to go to one or to rearrange them."""
        text, line = self._text, self._cursor_line
        listed = screens.palette.EntriesScreen(lambda: text.text, line, self._change, self._undo)
        self.app.push_screen(listed, self._go)

    def action_find(self) -> None:
        """Choose a line to go to, by words or by its number."""
        screen = screens.palette.LinesScreen(self._text.text)

        def chosen(line: int | None) -> None:
            self._words = screen.words if line is not None else self._words
            self._go(line)

        self.app.push_screen(screen, chosen)

    def action_find_next(self) -> None:
        """Go to the next line with the words that were found last; first of all, ask for them."""
        found = [one.number for one in lines.found(self._text.text, self._words)]
        if not self._words or not found:
            self.action_find()
            return
        later = (number for number in found if number > self._cursor_line)
        self._go(next(later, found[0]))

    def _go(self, line: int | None) -> None:
        """Go to a line that was chosen."""
        self.remove_class("-previewing")
        if line is not None:
            self._text.move_cursor((line - 1, 0), center=True)
        self._text.focus()

    def action_try_it(self) -> None:
        """Answer the question of the preview."""
        if self.has_class("-one-side"):
            self.add_class("-previewing")
        self.query_one("#trying").add_class("-open")
        self.query_one("#answer", Input).focus()
        shown = self.query_one("#shown", VerticalScroll)
        self.call_after_refresh(shown.scroll_end, animate=False)

    @on(Input.Submitted, "#answer")
    def _answered(self, event: Input.Submitted) -> None:
        event.stop()
        if self._variant is None:
            return
        outcome = reports.grading.graded_variant(self._variant, event.value)
        if outcome["verdict"] == "unreadable":
            lines = [f"? {safe(outcome['feedback'])}"]
        else:
            lines = reports.grading.graded_lines(outcome)
        self.query_one("#verdict", Static).update("\n".join(lines))
        self.query_one("#shown", VerticalScroll).scroll_end(animate=False)

    # The file

    def action_save(self) -> None:
        """Write the file."""
        self._drafting.save()

    def action_editor(self) -> None:
        """Open the file in the learner's own editor, and come back with what was written."""
        self._drafting.edit_elsewhere()

    def action_leave(self) -> None:
        """Go back; what isn't saved is asked about."""
        if self._offered_at is not None:
            self._close_offer()
        elif self.has_class("-previewing"):
            self.remove_class("-previewing")
            self._text.focus()
        else:
            self._drafting.leave(self.dismiss)
