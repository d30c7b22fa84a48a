"""What a screen is for, and every key that works on it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, ClassVar, Final

from textual.actions import parse
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.dom import DOMNode
from textual.screen import ModalScreen, Screen

from quizapp.tui import typeset
from quizapp.tui.widgets.keys import described
from quizapp.tui.widgets.sheet import SheetView

_ABOUT: Final[Mapping[str, str]] = {
    "HomeScreen": "Pick a topic: each builds on the one before. A session is ten questions, from "
    "easy to hard. You can leave it at any time: it is saved, and you can continue it here for "
    "two weeks. Where there are several subjects, each is a list of topics of its own.",
    "PracticeScreen": "Read, answer, press Enter. Type numbers the way you'd write them: "
    "`0.357`, `35.7%`, `-ln(0.7)`, `1/8`, `0.36 nats`; lists as `0.7, 0.2, 0.1`. The line under "
    "the field shows how I read your answer. If I can't read it, it doesn't count. If a wrong "
    "answer matches a common mistake, I'll tell you which. Press `w` for the worked solution "
    "with your numbers.",
    "ProgressScreen": "Your results so far. In practice, your first answer to a question counts "
    "(your second, if the first wasn't precise enough); in a mock interview, what you submitted "
    "counts. Topics with fewer than three answers show no percentage. Use the arrow keys to "
    "move. Enter starts the selected topic, or opens the selected scorecard.",
    "AuthorScreen": "Write questions in YAML. The preview shows the question under your cursor "
    "as a learner sees it, with its answer, solution and common mistakes. Errors appear below "
    "the text; until you fix them, the preview shows the last version without errors. Unsaved "
    "work survives a crash, and the previous save is kept next to the file with a `~`.",
    "BrowseScreen": "Every question. Type to filter: a question must match every word you type, "
    "in its id, topic, type, bank, title or first line; `level:2-4`, `topic:entropy`, "
    "`type:choice`, `bank:article` and `id:dog` search one field. The arrow keys move through "
    "the list while you type. The last column is your score on that question.",
    "InterviewsScreen": "Start an interview, or continue one you haven't finished. The clock "
    "starts when you press Enter and keeps running while you're away; you can pause only some. "
    "To give a friend the same questions, share the code, such as `phone-screen@17`.",
    "RoomScreen": "A timed interview. In the row of questions: ▸ you are here, ● answered, ○ not "
    "answered, … typed but not readable yet, ⚑ flagged. You can go back and change any answer "
    "until you submit. If I can't read one, I'll say so right away, and it doesn't count; the "
    "right answers come at the end. Saying how sure you are is optional and never part of the "
    "score. When time runs out, whatever is in the field counts if I can read it.",
    "PointsScreen": "The interview is over. Next to your answer are a model answer and the "
    "points it makes. Tick the ones you made too; only you can judge that, so be strict. Your "
    "answer itself isn't changed.",
    "ScorecardScreen": "Your result by section and topic, and the time each question took "
    "against the plan. A `+` marks a follow-up. Lucky guesses and confident mistakes are worth a "
    "second look.",
    "ReviewScreen": "Every question again, with your answer, the result, the likely mistake, and "
    "the worked solution.",
    "SummaryScreen": "Your session at a glance. The mistakes listed are the ones that explain "
    "your wrong answers: watch for them next time.",
}


class HelpScreen(ModalScreen[None]):
    """Explains a screen and its keys.

    Parameters
    ----------
    explained
        The screen.
    """

    CSS_PATH = "../practice.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,enter,q,question_mark,f1", "dismiss", "Back", id="help.back"),
    ]

    def __init__(self, explained: Screen[Any]) -> None:
        super().__init__()
        self._about = _ABOUT.get(type(explained).__name__, "")
        self._now, self._later = _keys(explained)

    def compose(self) -> ComposeResult:
        """Explain."""
        with VerticalScroll(classes="sheet"):
            yield SheetView(self._lines)

    def _lines(self, width: int) -> typeset.Lines:
        lines = [*typeset.marked_up(self._about, width), typeset.BLANK] if self._about else []
        wide = max(map(len, [*self._now.values(), *self._later.values()]), default=0)
        for says, keys in self._now.items():
            lines += typeset.flowed([(says, "")], width, f"{keys:<{wide}}  ")
        if self._later:
            lines += [typeset.BLANK, Content.styled("Not available right now", typeset.FAINT)]
        for says, keys in self._later.items():
            lines += typeset.flowed([(says, typeset.FAINT)], width, f"{keys:<{wide}}  ")
        return [*lines, typeset.BLANK, Content.styled("Press Esc to go back.", typeset.FAINT)]


def _keys(screen: Screen[Any]) -> tuple[dict[str, str], dict[str, str]]:
    """Return what can be done → its keys, in the order of the bindings: now, and at other times."""
    focused = [screen.focused] if screen.focused else []
    ruled_out: frozenset[str] = getattr(screen, "ruled_out", frozenset())
    now: dict[str, list[str]] = {}
    later: dict[str, list[str]] = {}
    for owner in (*focused, screen, screen.app):
        for binding in owner.BINDINGS:
            if not isinstance(binding, Binding) or not binding.id or binding.action in ruled_out:
                continue
            says = described(screen, binding) + (
                f": {_small(binding.tooltip)}" if binding.tooltip else ""
            )
            found = now if _works(owner, binding.action) else later
            for key in binding.key.split(","):
                shown = screen.app.get_key_display(replace(binding, key=key))
                found.setdefault(says, []).append(shown)
    return _joined(now), _joined({says: keys for says, keys in later.items() if says not in now})


def _small(tooltip: str) -> str:
    """Return what stands after a colon."""
    return f"{tooltip[:1].lower()}{tooltip[1:]}"


def _works(owner: DOMNode, action: str) -> bool:
    """Return whether a key does something now, or would if there were more left to do."""
    _, name, parameters = parse(action)
    return owner.check_action(name, parameters) is not False


def _joined(found: Mapping[str, list[str]]) -> dict[str, str]:
    return {says: " ".join(dict.fromkeys(keys)) for says, keys in found.items()}
