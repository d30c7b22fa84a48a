"""The room: the questions of an interview under its clock, without any verdict."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from quizapp.errors import UnreadableError
from quizapp.interview.events import End
from quizapp.learning.confidence import on_offer
from quizapp.record import sureness_words
from quizapp.text.phrases import clock_face, sentence
from quizapp.text.visible import safe
from quizapp.tui import sureness, typeset
from quizapp.tui.ahead import press_again
from quizapp.tui.bell import TONES, toggle_tones
from quizapp.tui.leaving import Screen
from quizapp.tui.screens.dialog import Dialog, DialogOption
from quizapp.tui.widgets.keys import KeyLine
from quizapp.tui.widgets.navigator import Navigator, number_of
from quizapp.tui.widgets.passage import Passage
from quizapp.tui.widgets.response import Response
from quizapp.tui.widgets.responses import response_to
from quizapp.tui.widgets.sheet import SheetView
from quizapp.tui.widgets.timer import Now, Timer

if TYPE_CHECKING:
    from textual.timer import Timer as Clockwork

    from quizapp.interview.events import Answer
    from quizapp.interview.sitting import Interview
    from quizapp.system.settings import SettingsFile
    from quizapp.tui.widgets.open import OpenResponse

_KEPT_AFTER: Final = 0.1
"""Seconds after which what is typed is kept."""
_LAST: Final = "That's the last question. You can still change anything; F10 submits."
_ONE_MORE: Final = "A follow-up to your answer: one more question."
_STAY: Final = DialogOption("stay", "escape", "Esc", "Back to the interview")
_STAY_BY_ENTER: Final = DialogOption("stay", "escape,enter", "Esc", "Back to the interview")
"""Beside what can't be undone: Enter is pressed without thinking."""


class RoomScreen(Screen[bool]):
    """Takes the answers of an interview; dismissed with whether it is over.

    Parameters
    ----------
    interview
        The interview, under way.
    settings
        Say whether tones are heard, and open answers spoken.
    """

    CSS_PATH = "../practice.tcss"
    DEFAULT_CSS = """
    RoomScreen {
        #said { height: auto; padding: 0 2; color: $text-accent; display: none; }
    }
    RoomScreen.-short Navigator { border-bottom: none; }
    RoomScreen.-short TextArea { height: 5; }
    RoomScreen.-paused #column { visibility: hidden; }
    """
    HELP = (
        "A timed interview. In the row of questions: ▸ you are here, ● answered, ○ not answered, ? "
        "typed but not readable yet, ⚑ flagged. You can go back and change any answer until you "
        "submit. If I can't read one, I'll say so right away, and it doesn't count; the right "
        "answers come at the end. Saying how sure you are is optional and never part of the score. "
        "When time runs out, whatever is in the field counts if I can read it."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+n,pagedown", "go(1)", "Next", id="room.next"),
        Binding("f10", "finish", "Submit", id="room.submit", tooltip="Finish early"),
        Binding("f5", "flag", "Flag", id="room.flag", tooltip="Come back to it later"),
        # Before the field, which would select text.
        Binding("f7", "pause", "Pause", id="room.pause", tooltip="Stop the clock", priority=True),
        Binding(
            "f6",
            "sure",
            "Confidence",
            id="room.sure",
            tooltip="Say how sure you are of your answer",
            priority=True,
        ),
        Binding("ctrl+p,pageup", "go(-1)", "Previous", id="room.back"),
        Binding("f8", "clear", "Clear", id="room.clear", tooltip="Clear your answer"),
        Binding(
            "escape", "leave", "Leave", id="room.leave", tooltip="Leave for now, or abandon it"
        ),
        Binding("f9", "tones", "Bell on or off", id="room.tones", show=False, tooltip=TONES),
        Binding("up,ctrl+up", "scroll(-1)", "Scroll up", id="room.up", show=False),
        Binding("down,ctrl+down", "scroll(1)", "Scroll down", id="room.down", show=False),
    ]

    def __init__(self, interview: Interview, settings: SettingsFile) -> None:
        super().__init__()
        self.interview = interview
        self._settings = settings
        self._field: Response | None = None
        self._keeping: Clockwork | None = None
        """Runs when something was typed that is to be kept."""
        self._was_last_minute = interview.is_last_minute
        self._rates = self._then_goes_on = False
        """Whether the learner is asked how sure they are, and whether the next question follows."""

    def compose(self) -> ComposeResult:
        """Lay out the clock, the row of questions, and the stem."""
        with Vertical(id="column"):
            yield Timer()
            yield Navigator()
            with Passage(id="reading"):
                yield SheetView(id="stem")
            yield Static(id="said", markup=False)
        yield KeyLine()

    async def on_mount(self) -> None:
        """Show the question that was shown last, and let the clock be seen to run."""
        await self._ask()
        self.set_interval(1, self.tick)
        if self.interview.state.paused is not None:
            self._hide_question()

    async def on_key(self, event: events.Key) -> None:
        """Take how sure the learner is; lose nothing that was typed before the field was there."""
        if self._rates:
            event.stop()
            await self._take_sureness(event)
        elif event.key == "enter":
            event.stop()
        elif self._field is not None:
            self._field.hand_on(event)

    def on_resize(self, _event: events.Resize) -> None:
        """Share the new height between text and response."""
        self.call_after_refresh(self._fit)

    # The clock

    def tick(self) -> None:
        """Look at the clock: show it, and leave when the time is up."""
        written = self._field.written if self._field is not None else None
        self.interview.tick(written)
        self._fit()  # the terminal may have changed in a pause
        self._update()

    def _update(self) -> None:
        """Show how everything stands, or leave when the interview is over."""
        interview = self.interview
        if interview.ended is not None:
            if interview.ended is End.CLOCK:
                self._sound()
            self._leave(over=True)
            return
        standings = interview.navigator()
        self.query_one(Navigator).standings = standings
        place = interview.state.current or 0
        planned, answer = interview.planned[place], interview.state.answers[place]
        self.query_one(Timer).now = Now(
            section=safe(planned.section),
            number=number_of(standings, place),
            count=len(standings),
            level=planned.variant.question.level,
            follows=None if planned.follows is None else number_of(standings, planned.follows),
            marks=_marks(answer),
            spent=interview.spent(place),
            planned=planned.seconds,
            remaining=interview.remaining,
            last_minute=interview.is_last_minute,
        )
        if interview.is_last_minute and not self._was_last_minute:
            self._sound()
        self._was_last_minute = interview.is_last_minute

    def _sound(self) -> None:
        if self._settings.now.tones:
            self.app.bell()

    def _leave(self, *, over: bool) -> None:
        """Leave the room, and whatever lies over it."""
        if not self.is_running or self not in self.app.screen_stack:
            return
        while self.app.screen is not self:
            self.app.pop_screen()
        self.dismiss(over)

    # The question

    @property
    def _answer(self) -> Answer:
        return self.interview.state.answers[self.interview.state.current or 0]

    async def _ask(self) -> None:
        """Show the current question, with what was written before."""
        interview = self.interview
        planned = interview.planned[interview.state.current or 0]
        variant = planned.variant
        asked = variant.asked()
        self.query_one("#stem", SheetView).show(lambda width: typeset.laid_out(asked, width))
        reading = self.query_one(Passage)
        field = self._field
        if field is None or not field.ask(variant):
            field = await self._put_in_place(response_to(variant, hands_in=True))
        place = interview.state.current or 0
        field.turn, field.about = interview.state.current, self.query_one("#stem", SheetView)
        # It stands still in a pause, as the interview does.
        field.take_time(lambda: interview.spent(place), aloud=self._settings.now.aloud)
        written = self._answer.typed or self._answer.response or ""
        field.restore(written)
        self._rates = False
        self._say("" if written or planned.follows is None else _ONE_MORE)
        self._update()
        reading.scroll_home(animate=False)
        field.take_focus()
        self.call_after_refresh(self._fit)
        self.refresh_bindings()

    async def _put_in_place(self, field: Response) -> Response:
        """Put a field in the place of the one before."""
        if self._field is not None:
            before, self._field = self._field, None
            await before.remove()
        if field.IN_READING:
            await self.query_one(Passage).mount(field)
        else:
            await self.query_one("#column").mount(field, before="#said")
        self._field = field
        return field

    def _fit(self) -> None:
        """Keep the field in sight: the text above it scrolls in what is left."""
        if self.has_class("-paused"):  # nothing of it is laid out then
            return
        column = self.query_one("#column")
        reading = self.query_one("#reading")
        others = (one for one in column.children if one is not reading and one.display)
        taken = sum(one.outer_size.height for one in others)
        reading.styles.max_height = max(column.content_size.height - taken, 1)

    def _say(self, text: str) -> None:
        self._show_said(Content(text))

    def _show_said(self, text: Content) -> None:
        said = self.query_one("#said", Static)
        said.update(text)
        said.display = bool(text)
        self.call_after_refresh(self._fit)

    def leave_off(self) -> None:
        """Keep what is typed, as the program ends."""
        self._keep_typed()

    def _settle(self) -> str:
        """Take what is written as the answer if it can be read; say that it can't otherwise."""
        if self._field is None or not self.interview.state.is_running:
            return ""
        written = self._field.written
        if written.strip():
            try:
                self.interview.answer(written)
            except UnreadableError:
                standings = self.interview.navigator()
                number = number_of(standings, self.interview.state.current)
                return (
                    f"I kept what you typed for question {number}, but I can't read it as an "
                    "answer yet."
                )
        elif self._answer.response is not None:
            self.interview.clear()
        else:
            self.interview.type("")
        return ""

    # What the learner does

    @on(Response.Edited)
    def _edited(self, message: Response.Edited) -> None:
        """Keep what is typed, soon: not at each key, and not only when typing pauses."""
        message.stop()
        if self._keeping is None:
            self._keeping = self.set_timer(_KEPT_AFTER, self._keep_typed)

    def _keep_typed(self) -> None:
        self._keeping = None
        if self._field is not None:
            self.interview.type(self._field.written)

    @on(Response.HandedIn)
    async def _handed_in(self, message: Response.HandedIn) -> None:
        message.stop()
        field = self._field
        if field is None or message.turn != self.interview.state.current:
            return
        if not message.written.strip():
            self._hand_in_nothing(field)
        else:
            try:
                self.interview.answer(message.written, message.turn)
            except UnreadableError as error:
                field.amend(error)
                self._update()
            else:
                if self._settings.now.confidence and self._answer.confidence is None:
                    self._ask_sureness(then_goes_on=True)
                else:
                    await self._go_by(1)
        if self._field is field:
            field.take_another()

    @on(Response.TypedAhead)
    async def _typed_ahead(self, message: Response.TypedAhead) -> None:
        """Let what was typed after an answer stand in the next field, and other keys work."""
        message.stop()
        if message.key.is_printable:
            await self.on_key(message.key)
        else:
            message.press(self.app)

    def _hand_in_nothing(self, field: Response) -> None:
        if self._answer.response is None:
            field.complain("Type an answer first, or press Ctrl+N to move on.")
            return
        self.interview.clear()
        self._update()
        self._say("Your answer has been cleared.")

    async def action_go(self, by: int) -> None:
        """Go to the next question or the one before, with what is written kept."""
        unread = self._settle()
        await self._go_by(by)
        if unread and self.interview.ended is None:
            self._say(unread)

    @on(Navigator.Chosen)
    async def _go_there(self, message: Navigator.Chosen) -> None:
        message.stop()
        unread = self._settle()
        await self._show(message.place)
        if unread and self.interview.ended is None:
            self._say(unread)

    async def _go_by(self, by: int) -> None:
        places = self.interview.state.places
        here = places.index(self.interview.state.current or 0) + by
        if 0 <= here < len(places):
            await self._show(places[here])
            return
        self._update()
        self._say(_LAST if by > 0 else "This is the first question.")

    async def _show(self, place: int) -> None:
        self.interview.show(place)
        if self.interview.ended is None:
            await self._ask()
        else:
            self._update()

    def action_flag(self) -> None:
        """Flag the question, or take the flag away."""
        self.interview.flag()
        self._update()

    def action_sure(self) -> None:
        """Ask how sure the learner is of the answer, or no longer."""
        if self._rates:
            self._end_rating()
        else:
            self._ask_sureness(then_goes_on=False)

    def _ask_sureness(self, *, then_goes_on: bool) -> None:
        self._rates, self._then_goes_on = True, then_goes_on
        self.set_focus(None)
        self._update()
        more = "0\u00a0=\u00a0take it back" if self._answer.confidence else ""
        width = self.query_one("#column").content_size.width - 4
        self._show_said(typeset.page(sureness.question(self._sureness_offered, width, more=more)))

    @property
    def _sureness_offered(self) -> tuple[float, ...]:
        planned = self.interview.planned[self.interview.state.current or 0]
        return on_offer(planned.variant.chance)

    async def _take_sureness(self, key: events.Key) -> None:
        """Take how sure the learner is; any other key does what it does at other times."""
        said = sureness.KEYS.get(key.key)
        if said in self._sureness_offered or key.key in ("0", "enter"):
            if key.key != "enter":
                self.interview.rate(said)
            goes_on = self._then_goes_on
            self._end_rating()
            if goes_on:
                await self._go_by(1)
        elif key.key not in sureness.KEYS:
            self._end_rating()
            if key.key != "escape":
                press_again(self.app, key)

    def _end_rating(self) -> None:
        self._rates = False
        self._say("")
        self._update()
        if self._field is not None:
            self._field.take_focus()

    def on_open_response_aloud_switched(self, message: OpenResponse.AloudSwitched) -> None:
        """Remember whether open answers are spoken."""
        refused = self._settings.change(aloud=message.aloud)
        if refused:
            self._say(refused)

    def action_tones(self) -> None:
        """Let tones be heard, or not."""
        toggle_tones(self, self._settings)

    def action_clear(self) -> None:
        """Take the answer back and empty the field."""
        self.interview.clear()
        if self._field is not None:
            self._field.restore("")
        self._update()

    def action_scroll(self, lines: int) -> None:
        """Scroll the text by lines."""
        self.query_one("#reading").scroll_relative(y=lines, animate=False)

    @property
    def ruled_out(self) -> frozenset[str]:
        """The actions that this interview does not allow."""
        return frozenset() if self.interview.can_pause else frozenset({"pause"})

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Leave out what this interview does not allow."""
        return action not in self.ruled_out

    # The ways out

    def action_finish(self) -> None:
        """Ask whether to submit, and say what is still empty."""
        self._settle()
        self._update()
        if self.interview.ended is not None:
            return
        unsettled = self.interview.unsettled()
        text = [
            sentence(unsettled) if unsettled else "You've answered everything.",
            f"You have {clock_face(self.interview.remaining)} left. After you submit, you can't "
            f"change anything.",
        ]
        submit = DialogOption("submit", "enter", "Enter", "Submit")
        self.app.push_screen(Dialog("Submit the interview?", text, [submit, _STAY]), self._submit)

    def _submit(self, choice: str | None) -> None:
        if choice == "submit":
            self.interview.submit(self._field.written if self._field is not None else None)
        self._update()

    def action_leave(self) -> None:
        """Ask whether to leave for now or for good."""
        leave = DialogOption("leave", "enter", "Enter", "Leave for now (the clock keeps running)")
        self._ask_to_leave("Leave the interview?", leave)

    def asks_to_quit(self) -> bool:
        """Ask whether to quit; return whether that is to be waited for."""
        if isinstance(self.app.screen, Dialog):
            return False
        quits = DialogOption("quit", "enter", "Enter", "Quit for now (the clock keeps running)")
        self._ask_to_leave("Quit in the middle of an interview?", quits)
        return self.interview.ended is None

    def _ask_to_leave(self, title: str, leave: DialogOption) -> None:
        self._settle()
        self._update()
        if self.interview.ended is not None:
            return
        text = [
            f"The clock keeps running while you're away: {clock_face(self.interview.remaining)} "
            "left. Your answers are saved; come back before it reaches zero.",
        ]
        abandon = DialogOption("abandon", "a", "a", "Abandon it (your answers won't be graded)")
        self.app.push_screen(Dialog(title, text, [leave, abandon, _STAY]), self._left)

    def _left(self, choice: str | None) -> None:
        if choice == "quit":
            self.app.exit()
        elif choice == "leave":
            self._leave(over=False)
        elif choice == "abandon":
            text = ["There will be no scorecard, and you can't continue it."]
            sure = DialogOption("abandon", "y", "y", "Abandon")
            dialog = Dialog("Abandon the interview?", text, [sure, _STAY_BY_ENTER])
            self.app.push_screen(dialog, self._abandoned)

    def _abandoned(self, choice: str | None) -> None:
        if choice == "abandon":
            self.interview.abandon()
        self._update()

    def action_pause(self) -> None:
        """Stop the clock, and cover the question meanwhile."""
        self._settle()
        self.interview.pause(self._field.written if self._field is not None else None)
        self._update()
        if self.interview.state.paused is not None and self.interview.ended is None:
            self._hide_question()

    def _hide_question(self) -> None:
        left = clock_face(self.interview.remaining)
        text = [f"The clock is stopped at {left}. The scorecard will mention the pause."]
        options = [
            DialogOption("go_on", "enter", "Enter", "Continue"),
            DialogOption("leave", "escape", "Esc", "Leave (the clock stays stopped)"),
        ]
        self.add_class("-paused")
        self.app.push_screen(Dialog("Paused", text, options), self._shown_again)

    def _shown_again(self, choice: str | None) -> None:
        if choice == "leave":
            self._leave(over=False)
            return
        self.remove_class("-paused")
        self.interview.go_on()
        self._update()
        if self._field is not None:
            self._field.take_focus()


def _marks(answer: Answer) -> str:
    flagged = "flagged" if answer.flagged else ""
    return "  ".join(filter(None, (flagged, sureness_words(answer.confidence))))
