"""The clock beside an answer that is spoken."""

from __future__ import annotations

from collections.abc import Callable

from textual.content import Content
from textual.reactive import reactive
from textual.timer import Timer
from textual.widget import Widget

from quizapp.text.phrases import clock_face
from quizapp.tui import typeset

_TICK = 0.5
"""Seconds between two looks at the clock."""


class SpeakingClock(Widget, can_focus=True):
    """Counts the seconds of an answer up, beside those it usually takes.

    Parameters
    ----------
    usual
        Seconds that the answer usually takes.
    """

    DEFAULT_CSS = """
    SpeakingClock {
        height: 3;
        padding: 1 0;
    }
    """

    seconds: reactive[float | None] = reactive(None)
    """Since it was started; None before."""

    def __init__(self, usual: float) -> None:
        super().__init__()
        self._usual = usual
        self._clock: Callable[[], float] = lambda: 0.0
        self._began = 0.0
        self._ticking: Timer | None = None

    def start(self, clock: Callable[[], float]) -> None:
        """Count from now on, by a clock that never goes back."""
        self._clock, self._began = clock, clock()
        self.seconds = 0.0
        self._ticking = self.set_interval(_TICK, self.tick)

    @property
    def so_far(self) -> float:
        """Seconds since it was started."""
        return 0.0 if self._ticking is None else self._clock() - self._began

    def tick(self) -> None:
        """Show how much time it is now."""
        self.seconds = self.so_far

    def stop(self) -> float:
        """Count no more; return the seconds, none of them where it was never started."""
        if self._ticking is not None:
            self.tick()
            self._ticking.stop()
            self._ticking = None
        spoken, self.seconds = self.seconds or 0.0, None
        return spoken

    def render(self) -> Content:
        """Return the time in words, coloured once it is more than usual."""
        usual = (f"  usually {clock_face(self._usual)}", typeset.FAINT)
        if self.seconds is None:
            return Content.assemble(("○ 0:00", typeset.FAINT), usual)
        late = self.seconds > self._usual
        colour = "bold $text-warning" if late else "bold $text-accent"
        return Content.assemble((f"● {clock_face(self.seconds)}", colour), usual)
