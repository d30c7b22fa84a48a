"""The screen that asks: stem, response, verdict, working."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from enum import Enum
from typing import TYPE_CHECKING, ClassVar, Final

from textual import events, on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.reactive import Reactive, reactive
from textual.widget import Widget

from quizapp import learning
from quizapp.errors import QuizappError
from quizapp.questions.base import Grade, Reading, Verdict
from quizapp.record import remark_words, sureness_words
from quizapp.text.phrases import clock_face, percent
from quizapp.text.visible import safe
from quizapp.tui import notices, sureness, typeset
from quizapp.tui.leaving import Screen
from quizapp.tui.widgets.head import QuestionHead
from quizapp.tui.widgets.keys import KeyLine
from quizapp.tui.widgets.passage import Passage
from quizapp.tui.widgets.response import Response
from quizapp.tui.widgets.responses import response_to
from quizapp.tui.widgets.sheet import SheetView
from quizapp.tui.widgets.verdict import VerdictLines
from quizapp.tui.widgets.working import WHOLE, Explanation

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from textual.timer import Timer

    from quizapp.practice.asked import Asked
    from quizapp.practice.session import Practice
    from quizapp.questions.base import Variant
    from quizapp.record import RemarkKind
    from quizapp.system.settings import SettingsFile
    from quizapp.tui.widgets.open import OpenResponse


class Phase(Enum):
    """What the learner can do now."""

    STARTING = "starting"
    ANSWERING = "answering"
    RATING = "rating"
    GRADED = "graded"


_KEPT_AFTER: Final = 0.1
"""Seconds after which what is written is kept."""
_ANSWERING = frozenset({"hint", "show_me", "skip"})
_GRADED = frozenset(
    {"next", "working", "step", "retry", "withdraw", "remark", "sheet", "switch_confidence"}
)


class PracticeScreen(Screen[bool]):
    """Asks the questions of a session; dismissed with whether the session is over.

    Parameters
    ----------
    practice
        The session; its current question is asked, or its first.
    settings
        Say whether the learner is asked how sure they are, and speaks open answers.
    remarks
        Returns what the learner said about a question, by its full name.
    """

    AUTO_FOCUS = ""  # keys go on to the screen once an answer was given
    CSS_PATH = "../practice.tcss"
    HELP = (
        "Read, answer, press Enter. Type numbers the way you'd write them: `0.357`, `35.7%`, "
        "`-ln(0.7)`, `1/8`, `0.36 nats`; lists as `0.7, 0.2, 0.1`. The line under the field shows "
        "how I read your answer. If I can't read it, it doesn't count. If a wrong answer matches a "
        "common mistake, I'll tell you which. Press `w` for the worked solution with your numbers."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "next", "Next", id="practice.next"),
        Binding("w", "working", "Solution", id="practice.working", tooltip="The worked solution"),
        Binding("s", "step", "Step", id="practice.step", tooltip="Every step, one by one"),
        Binding(
            "f2,h",
            "hint",
            "Hint",
            id="practice.hint",
            tooltip="Show a hint; your answer then counts less when I choose what to repeat",
        ),
        Binding(
            "f3,v",
            "another",
            "New numbers",
            id="practice.another",
            tooltip="Same question, new numbers",
        ),
        Binding("r", "retry", "Try again", id="practice.retry", tooltip="Answer it again"),
        Binding(
            "m",
            "withdraw",
            "Mistyped",
            id="practice.withdraw",
            tooltip="Take your answer back and change it; the old one won't count",
        ),
        Binding("t", "sheet", "Sheet", id="practice.sheet", tooltip="The topic on one page"),
        Binding(
            "asterisk",
            "remark('star')",
            "Star",
            id="practice.star",
            show=False,
            tooltip="Star this question, or take its star back",
        ),
        Binding(
            "n",
            "remark('note')",
            "Note",
            id="practice.note",
            show=False,
            tooltip="Write a note of one line on this question",
        ),
        Binding(
            "d",
            "remark('doubt')",
            "Doubt",
            id="practice.doubt",
            show=False,
            tooltip="Report that the program's answer is wrong",
        ),
        # The one that teaches first: where there is no room for both, the other is left out.
        Binding(
            "f5",
            "show_me",
            "Show me",
            id="practice.show_me",
            tooltip="If you don't know, see the solution, for no points",
        ),
        Binding("f4", "skip", "Skip", id="practice.skip", tooltip="Move on without answering"),
        Binding(
            "c",
            "switch_confidence",
            "Confidence",
            id="practice.confidence",
            show=False,
            tooltip="Ask me before each result how sure I am, or stop asking",
        ),
        *(
            Binding(key, f"rate({point})", percent(point), show=False)
            for key, point in sureness.KEYS.items()
        ),
        Binding("escape", "leave", "Home", id="practice.leave", tooltip="Your session is saved"),
        Binding(
            "ctrl+e",
            "edit",
            "Edit",
            id="practice.edit",
            show=False,
            priority=True,
            tooltip="Edit this question, or your own copy of it",
        ),
        Binding("up,k", "scroll(-1)", "Scroll up", id="practice.up", show=False),
        Binding("down,j", "scroll(1)", "Scroll down", id="practice.down", show=False),
        Binding("pageup", "page(-1)", "Page up", id="practice.page_up", show=False),
        Binding("pagedown,space", "page(1)", "Page down", id="practice.page_down", show=False),
    ]

    # What gets and loses the keys tells itself how it looks then; the rest needs no painting.
    focused: Reactive[Widget | None] = Reactive(None, repaint=False)
    phase: reactive[Phase] = reactive(Phase.STARTING, init=False, repaint=False, bindings=True)
    steps_shown: reactive[int] = reactive(0, init=False, repaint=False, bindings=True)

    class EditWanted(Message):
        """The learner wants to change a question."""

        def __init__(self, question: str) -> None:
            super().__init__()
            self.question = question

    class SheetWanted(Message):
        """A topic is to be shown on one page."""

        def __init__(self, topic: str) -> None:
            super().__init__()
            self.topic = topic

    class RemarkWanted(Message):
        """The learner wants to say something about the question of a variant."""

        def __init__(self, kind: RemarkKind, variant: Variant, then: Callable[[], None]) -> None:
            super().__init__()
            self.kind = kind
            self.variant = variant
            self.then = then
            """Shows what was said."""

    def __init__(
        self,
        practice: Practice,
        settings: SettingsFile,
        remarks: Callable[[str], Mapping[RemarkKind, str]] = lambda _: {},
    ) -> None:
        super().__init__()
        self._remarks = remarks
        self.practice = practice
        self._settings = settings
        self._unrated: Response.Given | None = None
        """A response whose verdict waits for how sure the learner is of it."""
        self._response: Response | None = None
        self._explanation: Explanation | None = None
        """Of this question, unless it isn't put together yet."""
        self._outcome: VerdictLines | None = None
        """The verdict on the screen."""
        self._warns_of_hint = False
        """Whether it is told what a hint costs, before the first of the session."""
        self._was_warned = False
        self._keeping: Timer | None = None
        """Runs when something was written that is to be kept."""
        self._pressed: events.Key | None = None
        """The latest key; what it is bound to is done later."""
        self._early: list[events.Key] = []
        """What was typed before the response had the focus."""

    def compose(self) -> ComposeResult:
        """Lay out the first frame: the head and the stem; the rest follows it."""
        with Vertical(id="column"):
            yield QuestionHead()
            with Passage(id="reading"):
                yield SheetView(id="stem")

    def on_mount(self) -> None:
        """Show the stem at once."""
        self._show_question()
        self.call_after_refresh(self._furnish)

    async def _furnish(self) -> None:
        """Add what the first frame did without."""
        await self._reading.mount_all(
            SheetView(id=name) for name in ("hints", "outcome", "working")
        )
        self._show_hints()
        await self.mount(KeyLine())
        await self._take_responses()

    # What is shown

    @property
    def _asked(self) -> Asked:
        return self.practice.current

    @property
    def _reading(self) -> Passage:
        return self.query_one(Passage)

    def _sheet(self, name: str) -> SheetView:
        return self.query_one(f"#{name}", SheetView)

    def _show_question(self) -> None:
        question = self._asked.variant.question
        head = self.query_one(QuestionHead)
        head.topic = self.practice.tracks.title(question.topic)
        head.level = question.level
        head.follow_up, head.title = self._asked.follow_up, ""
        head.position, head.count = self.practice.position, self.practice.count
        asked = self._asked.variant.asked()
        self._sheet("stem").show(lambda width: typeset.laid_out(asked, width))

    async def _take_responses(self) -> None:
        """Let the widget for this type of response take it."""
        response = self._response
        if response is None or not response.ask(self._asked.variant):
            response = await self._put_in_place(response_to(self._asked.variant))
        response.turn, response.about = self.practice.turn, self._sheet("stem")
        response.take_time(self.practice.clock.seconds, aloud=self._settings.now.aloud)
        self._restore(response)
        self._fit()
        self.phase = Phase.ANSWERING
        self._let_type(response)
        await self._once_painted(lambda: self._prepare(self._sheet("stem").size.width))

    async def _once_painted(self, do: Callable[[], object]) -> None:
        """Do something when all that has changed is on the screen."""
        await asyncio.sleep(0)  # till the widgets have told the screen that they have changed
        self.call_after_refresh(do)

    def _let_type(self, response: Response) -> None:
        """Give the response the focus, and what was typed before it was there."""
        if self.message_queue_size:
            # Keys may wait here, and those that go straight to the response mustn't overtake them.
            self.call_later(self._let_type, response)
            return
        if response is self._response and self.phase is Phase.ANSWERING:
            response.take_focus()
            for key in self._early:
                response.hand_on(key)
        self._early.clear()

    async def _put_in_place(self, response: Response) -> Response:
        """Put a widget in the place of the one that took the last response."""
        if self._response is not None:
            await self._response.remove()
        self._response = response
        if response.IN_READING:
            place = "#outcome" if response.VERDICT_ABOVE else "#hints"
            await self._reading.mount(response, after=place)
        else:
            await self.query_one("#column").mount(response)
            self.call_after_refresh(self._fit)  # when it is known how high it is
        return response

    @work(thread=True, group="prepare")
    def _prepare(self, width: int) -> None:
        """Put the solution together while a question is read; draw and set the next one."""
        with suppress(QuizappError):  # which is told when the solution is asked for
            ready = Explanation(self._asked.variant)
            ready.as_written(width)
            self._explanation = ready
        variant = self.practice.prepare()
        if variant is not None:
            typeset.marked_up(variant.stem, width)
            typeset.laid_out(variant.explained(), width)

    def _restore(self, response: Response) -> None:
        """Show again what was written, and a first try that was too imprecise to count."""
        asked = self._asked
        last = asked.attempts[-1].response if asked.attempts else ""
        if asked.is_open and asked.awaits and asked.grade is not None:
            echo = "" if response.IN_READING else asked.variant.read(last).echo
            self._sheet("outcome").show(VerdictLines(echo, asked.grade).lines)
            response.restore(last)
            response.reopen(keep=True)
        if asked.typed not in ("", last):
            response.restore(asked.typed)

    def _fit(self) -> None:
        """Keep the response in sight: the text above it scrolls in what is left."""
        response = self._response
        apart = response is not None and response.display and not response.IN_READING
        below = response.outer_size.height if response is not None and apart else 0
        # Not what the column has: the line of keys may not have taken its own yet.
        room = self.size.height - KeyLine.ROWS - self.query_one("#column").gutter.height
        head = self.query_one(QuestionHead).outer_size.height
        self._reading.styles.max_height = max(room - head - below, 1)

    async def on_key(self, event: events.Key) -> None:
        """Lose nothing that was typed before the field was there; leave no verdict unseen."""
        self._pressed = event
        if event.key == "enter":
            # Not by its binding: before that is run, another Enter could be meant for the same.
            event.stop()
            if self.phase is Phase.GRADED and self._sheet("outcome").came_before(event):
                await self.action_next()
        elif self.phase in (Phase.STARTING, Phase.ANSWERING) and self.focused is None:
            self._early.append(event)
        elif self._response is not None:
            self._response.hand_on(event)

    def on_resize(self, _event: events.Resize) -> None:
        """Share the new height between text and response."""
        self.call_after_refresh(self._fit)

    def _show_hints(self) -> None:
        """Show the hints that were asked for."""
        shown = self._asked.hints_shown
        if not shown:
            warns = self._warns_of_hint
            self._sheet("hints").show(_hint_costs if warns else None)
            return
        hints = self._asked.variant.hints

        def lines(width: int) -> typeset.Lines:
            found: typeset.Lines = []
            for place, hint in enumerate(hints[:shown], start=1):
                count = f"Hint {place} of {len(hints)}"
                found += [Content.styled(count, "bold")]
                found += typeset.indented(typeset.marked_up(hint, width - 2), "  ")
            return found

        self._sheet("hints").show(lines)

    def watch_steps_shown(self, shown: int) -> None:
        """Show as many steps of the working as were asked for."""
        if not shown:
            self._sheet("working").show(None)
            return
        explanation = self._explained
        self._sheet("working").show(lambda width: explanation.lines(width, shown))
        outcome = self._outcome
        if outcome is not None and outcome.hides and explanation.is_whole(shown):
            self._outcome = outcome._replace(reveals=True)
            self._sheet("outcome").lay_out(self._outcome.lines)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Return whether an action is there, or None where it is only exhausted."""
        waits = self.phase in (Phase.STARTING, Phase.RATING)
        if waits and action in _ANSWERING | _GRADED | {"another"}:
            return False
        if action in _GRADED and self.phase is not Phase.GRADED:
            return False
        if action in _ANSWERING and self.phase is not Phase.ANSWERING:
            return False
        if action in _ANSWERING | {"another"} and self._response and self._response.compares:
            return False
        match action:
            case "hint":
                hints = len(self._asked.variant.question.hints)
                return (True if self._asked.hints_shown < hints else None) if hints else False
            case "another":
                return self._asked.variant.question.generated
            case "working" | "step":
                is_folded = action == "working" and self._response and self._response.folded
                return True if is_folded else self._can_explain(action)
            case "retry":
                return self._can_retry()
            case "rate":
                return self.phase is Phase.RATING and parameters[0] in self._ratings
            case "withdraw":
                return self._can_withdraw()
        return True

    def _can_explain(self, action: str) -> bool | None:
        if action == "step":
            if not self._asked.variant.has_more_steps:
                return False
            done = self.steps_shown > 0 and self.steps_shown >= self._explained.steps
        elif not self._asked.variant.question.has_explanation:
            return False
        else:
            return self.steps_shown != WHOLE
        return None if done else True

    def _can_withdraw(self) -> bool:
        """Whether there is an answer that may have been mistyped: a correct one wasn't."""
        attempts = self._asked.attempts
        given = bool(attempts) and self.practice.last_answer is not None
        return given and attempts[-1].verdict is not Verdict.CORRECT

    def _can_retry(self) -> bool:
        verdict = self._asked.attempts[-1].verdict if self._asked.attempts else Verdict.CORRECT
        over = verdict in (Verdict.CORRECT, Verdict.SHOWN)
        return bool(self._response and self._response.RETRY) and not over

    # What the learner does

    @on(Response.Edited)
    def _edited(self, message: Response.Edited) -> None:
        """Keep what is written, soon: not at each key, and not only when typing pauses."""
        message.stop()
        if self._keeping is None:
            self._keeping = self.set_timer(_KEPT_AFTER, self.keep_typed)

    def keep_typed(self) -> None:
        """Keep what is written now."""
        if self._keeping is not None:
            self._keeping.stop()
            self._keeping = None
        if self._response is not None and self.phase is Phase.ANSWERING:
            self.practice.type(self._response.written)

    def leave_off(self) -> None:
        """Keep what is written and stop the time, as the program ends."""
        self._note_seen()
        self.keep_typed()
        self.practice.pause()

    @on(Response.Given)
    def _given(self, message: Response.Given) -> None:
        message.stop()
        response = self._response
        if response is None or message.turn != self.practice.turn:
            return
        if self._asked.repeats(message.reading):
            self._say_repeated(message.reading)
            response.reopen(keep=True)
            return
        # Who has seen what the answer is judged by is not guessing any more.
        guesses = not response.compares and not self._asked.attempts
        if self._settings.now.confidence and guesses:
            self._unrated = message
            self._ask_rating(message.reading)
        else:
            self._grade(message, response)

    @property
    def _ratings(self) -> tuple[float, ...]:
        return learning.confidence.on_offer(self._asked.variant.chance)

    def _ask_rating(self, reading: Reading) -> None:
        """Ask how sure the learner is, before anything is told."""
        self.practice.type(reading.raw)
        self.set_focus(None)
        self.phase = Phase.RATING
        self._show_note(shown=False)
        offered = self._ratings
        self._sheet("outcome").show(lambda width: sureness.question(offered, width))
        self._show_outcome()

    def _show_note(self, *, shown: bool) -> None:
        """Show what the response says of how to answer, or hide it: the answer is given."""
        if self._response is not None:
            for note in self._response.query("#note"):
                note.visible = shown

    def action_rate(self, confidence: float) -> None:
        """Take how sure the learner is, and give the verdict."""
        message, response = self._unrated, self._response
        self._unrated = None
        if message is None or response is None or message.turn != self.practice.turn:
            return
        self.phase = Phase.ANSWERING
        self._show_note(shown=True)
        self._grade(message, response, confidence)
        if self.phase is Phase.ANSWERING:
            response.take_focus()

    def on_open_response_aloud_switched(self, message: OpenResponse.AloudSwitched) -> None:
        """Remember whether open answers are spoken."""
        refused = self._settings.change(aloud=message.aloud)
        if refused:
            self.notify(refused, markup=False)

    def action_switch_confidence(self) -> None:
        """Ask how sure the learner is from now on, or no longer."""
        asks = not self._settings.now.confidence
        refused = self._settings.change(confidence=asks)
        says = "I'll ask how sure you are." if asks else "I won't ask how sure you are."
        self.notify(refused or says, markup=False)

    def _grade(
        self, message: Response.Given, response: Response, confidence: float | None = None
    ) -> None:
        first = not self._asked.attempts
        grade = self.practice.respond(message.reading, confidence=confidence)
        counts = self._asked.grade is grade
        shown = "" if response.IN_READING else message.reading.echo
        told = grade._replace(feedback="") if response.TELLS_WHY else grade
        self._outcome = VerdictLines(
            shown,
            told,
            counts,
            reveals=not response.RETRY,
            beside=self._beside if counts else (),
            takeaway=self._asked.variant.takeaway,
            remarks=self._said,
        )
        self._sheet("outcome").show(self._outcome.lines)
        if grade.verdict is Verdict.IMPRECISE and first:
            self._reopen(response, keep=True)
        else:
            self._end(response, grade)
        self.refresh_bindings()
        self._show_outcome()

    @property
    def _said(self) -> tuple[str, ...]:
        """What the learner said about the question."""
        return remark_words(self._remarks(self._asked.variant.question.name))

    def show_remarks(self) -> None:
        """Show what the learner has just said about the question."""
        if self._outcome is not None and self.is_attached:
            self._outcome = self._outcome._replace(remarks=self._said)
            self._sheet("outcome").lay_out(self._outcome.lines)
            self.call_after_refresh(self._fit)

    @property
    def _beside(self) -> tuple[str, ...]:
        """How long the answer took, beside the usual, and how sure the learner was of it."""
        usual = self._asked.variant.question.seconds
        took = f"{clock_face(self._asked.seconds)}, usually {clock_face(usual)}"
        return took, *(sureness_words(one.confidence) for one in self._asked.attempts[-1:])

    def _end(self, response: Response, grade: Grade) -> None:
        """Take no more responses to this variant; its title can't give anything away now."""
        response.close(grade)
        self.query_one(QuestionHead).title = safe(self._asked.variant.question.title)
        self.set_focus(None)
        if self._warns_of_hint:
            self._warns_of_hint = False
            self._show_hints()
        self.phase = Phase.GRADED

    @on(Response.TypedAhead)
    def _typed_ahead(self, message: Response.TypedAhead) -> None:
        """Let keys work that were pressed after a response; a text had nobody to read it."""
        message.stop()
        if not message.key.is_printable:
            message.press(self.app)

    def _reopen(self, response: Response, *, keep: bool) -> None:
        """Take another response to the same variant."""
        response.turn = self.practice.turn
        response.reopen(keep=keep)

    def _say_repeated(self, reading: Reading) -> None:
        says = f"You already tried {safe(reading.raw.strip())}. I won't grade it twice."

        def lines(width: int) -> typeset.Lines:
            return typeset.flowed([(says, "$text-warning")], width, "= ")

        self._sheet("outcome").show(lines)
        self._show_outcome()

    def _show_outcome(self) -> None:
        """Bring the verdict in sight, and below it what comes after it."""
        self._fit()
        if self._response is not None and self._response.VERDICT_ABOVE:
            self._reading.begin_with(self._sheet("outcome"))
        else:
            self._reading.end()

    async def action_next(self) -> None:
        """Ask the next question, or end."""
        if self.practice.next() is None:
            self.phase = Phase.STARTING  # no Enter that waits leaves it again
            self.dismiss(True)
            return
        await self._ask()

    async def action_another(self) -> None:
        """Ask the same question with other numbers."""
        if not self._is_seen:
            return
        try:
            self.practice.another()
        except QuizappError as error:
            notices.refuse(self.app, error)
            return
        await self._ask()

    async def action_skip(self) -> None:
        """Leave the question unanswered and ask the next one."""
        if self._is_seen:
            self.practice.skip()
            await self.action_next()

    @property
    def _is_seen(self) -> bool:
        """Whether the latest key was pressed with this question on the screen."""
        return self._pressed is None or self._sheet("stem").came_before(self._pressed)

    async def _ask(self) -> None:
        self.phase = Phase.STARTING
        self._warns_of_hint = False
        self.steps_shown = 0
        self._show_hints()
        self._sheet("outcome").show(None)
        self._show_question()
        self._reading.begin_with(self._sheet("stem"))
        await self._take_responses()

    def action_show_me(self) -> None:
        """Show the solution instead of taking a response."""
        response = self._response
        if response is None or response.closed:
            return
        asked = self._asked
        # An answer that is only too imprecise keeps its points.
        grade = self.practice.show() if asked.grade is None else asked.grade
        self._outcome = VerdictLines("", grade, remarks=self._said)
        self._sheet("outcome").show(self._outcome.lines)
        self._end(response, grade)
        self.action_working()
        # Enter goes on once that line was seen.
        self._reading.begin_with(self._sheet("outcome"))

    async def action_withdraw(self) -> None:
        """Take the last response back, and let it be changed."""
        written = self._asked.attempts[-1].response
        self.practice.withdraw()
        self.phase = Phase.STARTING
        self._outcome = None
        self.steps_shown = 0
        self._sheet("outcome").show(None)
        await self._take_responses()
        if self._response is not None:
            self._response.restore(written)

    def action_remark(self, kind: RemarkKind) -> None:
        """Say something about the question."""
        self.post_message(self.RemarkWanted(kind, self._asked.variant, self.show_remarks))

    def action_sheet(self) -> None:
        """Look at the topic on one page; what was answered stays as it is."""
        self.post_message(self.SheetWanted(self._asked.variant.question.topic))

    async def action_hint(self) -> None:
        """Show one more hint; before the first of a session, what it costs."""
        self._warns_of_hint = not (self._was_warned or self._asked.hints_shown)
        self._was_warned = True
        if not self._warns_of_hint:
            self.practice.hint()
        self._show_hints()
        self.refresh_bindings()
        hints = self._sheet("hints")
        await self._once_painted(lambda: self._reading.scroll_to_widget(hints))

    def action_working(self) -> None:
        """Show the working as on a whiteboard, and what was folded."""
        if self._response is not None and self._response.folded:
            self._response.folded = False
            self.refresh_bindings()
            if not self._asked.variant.question.has_explanation:
                return
        self._explain(WHOLE)

    def action_step(self) -> None:
        """Show one more of all the steps of the working."""
        self._explain(max(self.steps_shown, 0) + 1)

    def _explain(self, shown: int) -> None:
        self.steps_shown = shown
        self._fit()
        if self._explained.is_whole(shown):
            self._reading.begin_with(self._sheet("working"))
        else:
            self._reading.end()
        self.call_after_refresh(self._note_seen)

    @property
    def _explained(self) -> Explanation:
        """The explanation of this question, put together now unless that is done."""
        found, variant = self._explanation, self._asked.variant
        if found is None or found.variant is not variant:
            found = self._explanation = Explanation(variant)
        return found

    def _note_seen(self) -> None:
        """Note that the working is on the screen: not before, as writing takes time."""
        if self.steps_shown:
            self.practice.see_working()

    def action_retry(self) -> None:
        """Take another response to the same variant; the first one counts."""
        response = self._response
        if response is None:
            return
        self.steps_shown = 0
        self._sheet("outcome").show(None)
        self.phase = Phase.ANSWERING
        self._reopen(response, keep=False)
        self._fit()

    def action_edit(self) -> None:
        """Open the question among the learner's own, to change it."""
        self.post_message(self.EditWanted(self._asked.variant.question.name))

    def action_leave(self) -> None:
        """Go home; the session can be continued from there."""
        self._note_seen()
        self.keep_typed()
        self.dismiss(False)

    def action_scroll(self, lines: int) -> None:
        """Scroll the text by lines."""
        self._reading.scroll_relative(y=lines, animate=False)

    def action_page(self, pages: int) -> None:
        """Scroll the text by pages."""
        height = max(self._reading.size.height - 1, 1)
        self._reading.scroll_relative(y=pages * height, animate=False)


def _hint_costs(width: int) -> typeset.Lines:
    says = "After a hint, your answer counts less when I choose what to repeat. F2 again shows it."
    return typeset.flowed([(says, typeset.FAINT)], width)
