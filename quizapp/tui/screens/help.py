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
    "HomeScreen": "Pick what to work on. The topics go from surprisal to multi-label losses; "
    "each builds on the one before. A session has ten questions, from easy to hard. You can leave "
    "it at any time: it is saved, and you can continue it here for two weeks.",
    "PracticeScreen": "Read, answer, press Enter. Numbers can be typed as you would write them: "
    "`0.357`, `35.7%`, `-ln(0.7)`, `1/8`, `0.36 nats`; lists as `0.7, 0.2, 0.1`. The line under "
    "the field says how it is read. What can't be read costs nothing. A wrong answer is looked "
    "up among the mistakes people make, and `w` shows the working with these very numbers.",
    "ProgressScreen": "What all your answers come to. Of each question in a session the first "
    "answer counts, or the second when the first was imprecise; a mock interview counts what was "
    "submitted. Nothing is said of fewer than three answers. The arrows mark a line and scroll; "
    "Enter practises the topic that is marked, or opens the scorecard of the interview.",
    "AuthorScreen": "Write questions as YAML, and see beside the text what a learner will see of "
    "the one at the cursor: its stem, key, working and the slips with their numbers. Mistakes are "
    "told under the text, and the last good preview stays meanwhile. Unsaved work outlives a "
    "crash, and the text before the last save stays beside the file, with a `~`.",
    "BrowseScreen": "All questions. Type to narrow them: every word must occur in the id, topic, "
    "type, bank, title or first line; `level:2-4`, `topic:entropy`, `type:choice`, `bank:article` "
    "and `id:dog` look in one place only. The arrows move in the table while you type. The last "
    "column says how much of your counted answers was right.",
    "InterviewsScreen": "Choose an interview to start, or continue an unfinished one. Its clock "
    "starts with Enter and keeps running while you're away; you can pause only some. The same "
    "code, such as `phone-screen@17`, gives the same questions to somebody else.",
    "RoomScreen": "An interview under its clock. In the row of questions ▸ is the one shown, ● is "
    "answered, ○ is empty, … is typed but no answer yet, and ⚑ is flagged. Until the end you can "
    "go back and change everything. What can't be read is pointed out at once and costs nothing; "
    "what is right comes only after the end. How sure you are is yours to say or not, and never "
    "part of the score. When the time is up, what stands in the field counts if it can be read.",
    "PointsScreen": "The interview is over. Beside your answer stand a good one and the points "
    "that it makes: tick those that you made too. Only you can judge that, so be strict. What you "
    "confirm is added to the answer, which stays as it was.",
    "ScorecardScreen": "What the interview came to, by section and by topic, and each question's "
    "time against its plan. A `+` after a number means that the interviewer asked on. What you "
    "guessed and had right, and what you were sure of and had not, are worth a second look.",
    "ReviewScreen": "Each question once more: what you answered, the verdict, the mistake where "
    "one explains it, and the working with your numbers.",
    "SummaryScreen": "What the session came to. The slips are the mistakes that explain your "
    "wrong answers: they are what to look out for next time.",
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
            lines += [typeset.BLANK, Content.styled("At other times", typeset.FAINT)]
        for says, keys in self._later.items():
            lines += typeset.flowed([(says, typeset.FAINT)], width, f"{keys:<{wide}}  ")
        return [*lines, typeset.BLANK, Content.styled("Esc goes back", typeset.FAINT)]


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
            says = described(screen, binding) + (f": {binding.tooltip}" if binding.tooltip else "")
            found = now if _works(owner, binding.action) else later
            for key in binding.key.split(","):
                shown = screen.app.get_key_display(replace(binding, key=key))
                found.setdefault(says, []).append(shown)
    return _joined(now), _joined({says: keys for says, keys in later.items() if says not in now})


def _works(owner: DOMNode, action: str) -> bool:
    """Return whether a key does something now, or would if there were more left to do."""
    _, name, parameters = parse(action)
    return owner.check_action(name, parameters) is not False


def _joined(found: Mapping[str, list[str]]) -> dict[str, str]:
    return {says: " ".join(dict.fromkeys(keys)) for says, keys in found.items()}
