"""The worked solution, all at once or step by step."""

from __future__ import annotations

import re
from dataclasses import dataclass
from string import ascii_lowercase
from typing import TYPE_CHECKING, Final

from textual.content import Content

from quizapp.questions.order import OrderVariant
from quizapp.tui import typeset

if TYPE_CHECKING:
    from quizapp.questions.base import Variant
    from quizapp.working.derivation import Step, Working

_PLACE: Final = re.compile(r"\{\{\s*working\s*\}\}")
"""Where the author's solution has the computed steps."""


@dataclass(frozen=True)
class Explanation:
    """The author's words around the computed steps of one variant."""

    before: str
    working: Working | None
    after: str
    answer: str = ""
    """The right answer where there are no steps that end in it."""

    @classmethod
    def of(cls, variant: Variant) -> Explanation:
        """Work a variant out; this is when its steps are computed."""
        working: Working | None = getattr(variant, "working", None)
        before, *others = _PLACE.split(variant.solution)
        after = "".join(others)
        if not others and working is not None:
            before, after = "", before
        answer = ""
        if isinstance(variant, OrderVariant):
            answer = "**In order**\n\n" + "\n".join(
                f"- **{letter}** {variant.lines[ascii_lowercase.index(letter)]}"
                for letter in variant.key
            )
        return cls(before.strip(), working, after.strip(), answer)

    @property
    def steps(self) -> int:
        """How many steps can be shown one by one."""
        return len(self.working.steps) if self.working else 0

    def __bool__(self) -> bool:
        return bool(self.before or self.working or self.after or self.answer)

    def lines(self, width: int, shown: int) -> typeset.Lines:
        """Return the first steps, and once all are shown the result and the author's last words."""
        parts: list[typeset.Lines] = []
        if self.answer:
            parts.append(typeset.marked_up(self.answer, width))
        if self.before:
            parts.append(typeset.marked_up(self.before, width))
        if self.working:
            count = self.steps
            for place, step in enumerate(self.working.steps[:shown]):
                parts.append(_step_lines(step, place + 1, count, width))
            if shown >= count:
                result = (self.working.result, "bold $text-success")
                answer = [Content.assemble(("Answer  ", "bold"), result)]
                if self.working.by_hand:
                    answer += typeset.flowed(
                        [(f"By hand: {self.working.by_hand}", typeset.FAINT)], width
                    )
                parts.append(answer)
            else:
                left = count - shown
                parts.append([Content.styled(f"… {left} more", typeset.FAINT)])
        if self.after and shown >= self.steps:
            parts.append(typeset.marked_up(self.after, width))
        return [line for part in parts for line in (typeset.BLANK, *part)][1:]


def _step_lines(step: Step, place: int, count: int, width: int) -> typeset.Lines:
    """Return one step: formula, numbers put in, and its lines aligned on their relation."""
    number = f"{place}  " if count > 1 else ""
    title = step.title[:1].upper() + step.title[1:]
    lines = [Content.assemble((number, typeset.FAINT), (title, "bold"))]
    by = " " * len(number) or "  "
    room = width - len(by)
    if step.formula:
        lines += typeset.indented([*typeset.formula(step.formula, room), typeset.BLANK], by)
    for mark, numbers in step.put_in:
        given = typeset.flowed([(numbers, typeset.FAINT)], room, mark)
        lines += typeset.indented(given, by)
    if step.given:
        lines.append(typeset.BLANK)
    wide = max(len(line.relation) for line in step.lines)
    for line in step.lines:
        style = "bold" if line is step.lines[-1] else ""
        marker = f"{line.relation:>{wide}} "
        lines += typeset.indented(typeset.flowed([(line.text, style)], room, marker), by)
    return lines
