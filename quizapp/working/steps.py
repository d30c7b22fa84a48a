"""A worked solution step by step, in two lengths."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Final

from quizapp.text.blocks import ANSWER, Block, Labelled, WorkedStep
from quizapp.working.calculation import CalculationLine, relation

ROUNDED: Final = "≈ "
"""What a number begins with that is shown rounded."""
_SHORT: Final = 6
"""Lines of a solution that is short as it is."""
_LINES: Final = 3
"""Lines of a calculation that stands alone: numbers put in, what is left of them, result."""
_WIDEST: Final = 60
"""Characters of a calculation that goes into one line with its result."""


@dataclass(frozen=True)
class LabelledLine(CalculationLine):
    """A whole calculation of its own under a label: of an entry, or of a row of a batch."""

    start: str = ""
    """What its result follows from; empty when there is nothing to calculate."""
    brief: str = ""
    """The same without what is multiplied by 0 or 1."""

    @property
    def shortened(self) -> LabelledLine:
        """The line without what is multiplied by 0 or 1."""
        text = self.text.removeprefix(self.start)
        return replace(
            self, text=self.brief if text.endswith(f"= {self.brief}") else f"{self.brief}{text}"
        )


@dataclass(frozen=True)
class Step:
    """One quantity worked out with the numbers of the question."""

    title: str
    formula: str
    """TeX; empty for the last arithmetic."""
    given: tuple[tuple[str, str], ...]
    """Symbols and the numbers put in for them, after ``≈`` where they are shown rounded."""
    lines: tuple[CalculationLine, ...]
    seen: bool = False
    """Whether one sees what it comes to, and only writes it where it is used."""

    @property
    def put_in(self) -> Iterator[tuple[str, str]]:
        """Yield what each line of the numbers put in begins with, such as ``p = ``, and says."""
        for symbol, numbers in self.given:
            sign = "≈" if numbers.startswith(ROUNDED) else "="
            yield f"{symbol} {sign} ", numbers.removeprefix(ROUNDED)

    @property
    def length(self) -> int:
        """How many lines it takes, a formula being one."""
        return bool(self.formula) + len(self.given) + len(self.lines)


@dataclass(frozen=True)
class Working:
    """The derivation that ends in the key."""

    steps: tuple[Step, ...]
    result: str
    """The key as shown, with its unit."""

    @property
    def length(self) -> int:
        """How many lines it takes."""
        return sum(step.length for step in self.steps)

    @cached_property
    def short(self) -> tuple[Step, ...]:
        """The steps as one writes them on a whiteboard."""
        return self.steps if self.length <= _SHORT else tuple(_shortened(self.steps))

    @property
    def is_short(self) -> bool:
        """Whether there is no more to say than what is written on a whiteboard."""
        return self.short == self.steps

    @property
    def blocks(self) -> tuple[Block, ...]:
        """The steps as on a whiteboard, and what they come to."""
        return (*_blocks(self.short), Labelled(ANSWER, self.result))

    @property
    def all_blocks(self) -> tuple[Block, ...]:
        """Every step, and what they come to."""
        return (*_blocks(self.steps), Labelled(ANSWER, self.result))

    def facts(self) -> list[dict[str, Any]]:
        """Return the steps for programs."""
        return [
            {
                "title": step.title,
                "formula": step.formula,
                "given": dict(step.given),
                "lines": [f"{line.relation} {line.text}" for line in step.lines],
            }
            for step in self.steps
        ]


def _blocks(steps: tuple[Step, ...]) -> Iterator[Block]:
    several = len(steps) > 1
    for place, step in enumerate(steps, start=1):
        yield WorkedStep(
            number=str(place) if several else "",
            title=step.title[:1].upper() + step.title[1:],
            formula=step.formula,
            given=tuple(step.put_in),
            lines=tuple((line.relation, line.text) for line in step.lines),
        )


def _shortened(steps: tuple[Step, ...]) -> Iterator[Step]:
    """Yield steps with each formula once, the numbers where they are used, and few lines."""
    said: set[str] = set()
    seen: dict[str, str] = {}
    for step in steps:
        lines = _whiteboard(step.lines, _LINES if len(steps) == 1 else _LINES - 1)
        if step.seen and step is not steps[-1]:
            seen |= _found(lines)
            continue
        formula = "" if step.formula in said else step.formula
        said.add(formula)
        given = ((symbol, seen.get(text, text)) for symbol, text in step.given)
        derived = tuple((symbol, text) for symbol, text in given if _is_derived(text))
        yield Step(step.title, formula, derived, lines if len(steps) == 1 else _joined(lines))


def _found(lines: Sequence[CalculationLine]) -> dict[str, str]:
    """Return what a list is given as later, with how it came about; rows are seen as they are."""
    first, *_, last = lines
    if isinstance(first, LabelledLine):
        return {}
    sign = ROUNDED if last.relation in ROUNDED else ""
    return {f"{sign}{last.text}": f"{first.text} {last.relation} {last.text}"}


def _is_derived(numbers: str) -> bool:
    """Whether numbers were calculated on the way."""
    return any(sign in numbers.removeprefix(ROUNDED) for sign in (" = ", " ≈ "))


def _whiteboard(lines: Sequence[CalculationLine], most: int) -> tuple[CalculationLine, ...]:
    """Return the first line without what is multiplied by 0 or 1, the last ones, and no others."""
    first, *others = lines
    if isinstance(first, LabelledLine):
        return tuple(line.shortened if isinstance(line, LabelledLine) else line for line in lines)
    if first.value is None and len(others) > 1:
        # It is written by the names of results before it.
        return (first, *_whiteboard(others, most))
    if len(others) > 1 and others[0].seen:
        first, *others = replace(others[0], relation=first.relation), *others[1:]
    kept = others[1 - most :]
    if len(kept) < len(others):
        kept = [replace(kept[0], relation=relation(first.value, kept[0].value)), *kept[1:]]
    return (first, *kept)


def _joined(lines: tuple[CalculationLine, ...]) -> tuple[CalculationLine, ...]:
    """Return lines with the result beside what it follows from, where there is room."""
    if len(lines) < _LINES - 1 or isinstance(lines[0], LabelledLine):
        return lines
    *before, first, last = lines
    text = f"{first.text} {last.relation} {last.text}"
    if len(text) > _WIDEST:
        return lines
    return (*before, replace(first, text=text))
