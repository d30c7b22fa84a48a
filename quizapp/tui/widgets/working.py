"""The explanation of an answer, all at once or step by step."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.content import Content

from quizapp.text.blocks import WorkedStep
from quizapp.text.phrases import counted
from quizapp.tui import typeset

if TYPE_CHECKING:
    from quizapp.questions.base import Variant
    from quizapp.text.blocks import Block


@dataclass(frozen=True)
class Explanation:
    """What explains the answer of one variant; some of it may be computed steps."""

    blocks: tuple[Block, ...]

    @classmethod
    def of(cls, variant: Variant) -> Explanation:
        """Explain a variant; this is when its steps are computed."""
        return cls(variant.explained())

    @property
    def steps(self) -> int:
        """How many steps can be shown one by one."""
        return len(self._ends)

    @property
    def _ends(self) -> list[int]:
        """Where in the blocks each step ends."""
        places = enumerate(self.blocks, start=1)
        return [place for place, block in places if isinstance(block, WorkedStep)]

    def lines(self, width: int, shown: int) -> typeset.Lines:
        """Return what goes before the steps and the first steps; all that follows with the last."""
        left = self.steps - shown
        if left <= 0:
            return typeset.laid_out(self.blocks, width)
        lines = typeset.laid_out(self.blocks[: self._ends[shown - 1]], width)
        return [
            *lines,
            typeset.BLANK,
            Content.styled(f"… {counted(left, 'more step')}", typeset.FAINT),
        ]
