"""The explanation of an answer, all at once or step by step."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Final

from textual.content import Content

from quizapp.text.blocks import WorkedStep
from quizapp.text.phrases import counted
from quizapp.tui import typeset

if TYPE_CHECKING:
    from quizapp.questions.base import Variant
    from quizapp.text.blocks import Block


WHOLE: Final = -1
"""In the place of a number of steps: the explanation as on a whiteboard, all at once."""


class Explanation:
    """What explains the answer of one variant; some of it may be computed steps.

    Parameters
    ----------
    variant
        Its steps are computed when they are first asked for.
    """

    def __init__(self, variant: Variant) -> None:
        self.variant = variant
        self._as_written: dict[int, typeset.Lines] = {}
        """Width → all as on a whiteboard."""

    @cached_property
    def all_blocks(self) -> tuple[Block, ...]:
        """It with every step."""
        return self.variant.explained_at_length()

    @cached_property
    def steps(self) -> int:
        """How many steps can be shown one by one."""
        return len(self._ends)

    @property
    def _ends(self) -> list[int]:
        """Where in the blocks each step ends."""
        places = enumerate(self.all_blocks, start=1)
        return [place for place, block in places if isinstance(block, WorkedStep)]

    def is_whole(self, shown: int) -> bool:
        """Whether a number of steps leaves nothing out."""
        return shown == WHOLE or shown >= self.steps

    def as_written(self, width: int) -> typeset.Lines:
        """Return all of it as on a whiteboard, put together once; any thread may do so."""
        if width not in self._as_written:
            self._as_written[width] = typeset.laid_out(self.variant.explained(), width)
        return self._as_written[width]

    def lines(self, width: int, shown: int) -> typeset.Lines:
        """Return what goes before the steps and the first steps; all that follows with the last."""
        if shown == WHOLE:
            return self.as_written(width)
        if self.is_whole(shown):
            return typeset.laid_out(self.all_blocks, width)
        lines = typeset.laid_out(self.all_blocks[: self._ends[shown - 1]], width)
        left = counted(self.steps - shown, "more step")
        return [*lines, typeset.BLANK, Content.styled(f"… {left}", typeset.FAINT)]
