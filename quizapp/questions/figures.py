"""What an author draws: the declaration of a figure, and what it comes to for a variant."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from typing import TYPE_CHECKING, Final

import numpy as np

from quizapp.errors import ExpressionError, QuizappError
from quizapp.expressions import effort
from quizapp.questions.template import written
from quizapp.text.blocks import Bars, Block, Heading, Plot, Series, Text

if TYPE_CHECKING:
    from quizapp.questions.figure import Curve, Figure
    from quizapp.questions.parameters import Scope

_SAMPLES: Final = 49
"""Points at which a line is computed."""
_MOST_POINTS: Final = 1_000
_MOST_STEPS: Final = 50_000
"""Steps of calculating that one figure may take."""


def shown(figure: Figure | None, place: str, scope: Scope) -> tuple[Block, ...]:
    """Return what a figure shows, if there is one and it stands at a place.

    Raises
    ------
    ExpressionError
        When something that it shows has no value.
    """
    return blocks(figure, scope) if figure is not None and figure.shown == place else ()


def blocks(figure: Figure, scope: Scope) -> tuple[Block, ...]:
    """Return what a figure shows.

    Raises
    ------
    ExpressionError
        When something that it shows has no value.
    """
    with effort.Effort(_MOST_STEPS):
        return _blocks(figure, scope)


def _blocks(figure: Figure, scope: Scope) -> tuple[Block, ...]:
    title = scope.fill(figure.title)
    curves = [*_lines(figure, scope), *_points(figure, scope)]
    found: list[Block] = []
    if curves:
        found.append(Plot(title, figure.x, figure.y, tuple(curves)))
    if figure.bars:
        bars = tuple((scope.fill(bar.label), _number(scope, bar.of)) for bar in figure.bars)
        found.append(Bars("" if curves else title, bars))
    if figure.matrix:
        found += [Heading(title)] if title and not found else []
        found.append(Text(_matrix(figure, scope)))
    return tuple(found)


def _lines(figure: Figure, scope: Scope) -> Iterator[Series]:
    if not figure.lines:
        return
    low, high = _number(scope, figure.low), _number(scope, figure.high)
    if not low < high:
        raise ExpressionError("a figure's 'low' must be below its 'high'")
    for curve in figure.lines:
        points = tuple(_along(curve, scope, low, high))
        if not points:
            raise ExpressionError(f"the line '{curve.label}' has no value from low to high")
        yield scope.fill(curve.label), points, True


def _along(curve: Curve, scope: Scope, low: float, high: float) -> Iterator[tuple[float, float]]:
    for x in map(float, np.linspace(low, high, _SAMPLES)):
        with suppress(QuizappError):  # it is not defined there
            y = scope.value(curve.of, x=x)
            if _is_finite(y):
                yield x, float(y)
        effort.spend(1)  # which nothing suppresses


def _points(figure: Figure, scope: Scope) -> Iterator[Series]:
    for one in figure.points:
        across, up = _numbers(scope, one.x), _numbers(scope, one.y)
        if len(across) != len(up):
            raise ExpressionError("the x and the y of points must be as many numbers")
        yield scope.fill(one.label), tuple(zip(across, up, strict=True)), False


def _matrix(figure: Figure, scope: Scope) -> str:
    """Return rows and columns with their names as a table."""
    values = np.asarray(scope.value(figure.matrix))
    if values.shape != (len(figure.rows), len(figure.columns)):
        raise ExpressionError("a figure's matrix needs a name for each row and each column")
    fill = scope.fill
    lines = [["", *map(fill, figure.columns)], [":-", *["-:"] * len(figure.columns)]]
    for name, row in zip(figure.rows, values, strict=True):
        lines.append([fill(name), *map(written, row)])
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def _number(scope: Scope, text: str) -> float:
    numbers = _numbers(scope, text)
    if len(numbers) != 1:
        raise ExpressionError(f"'{text[:40]}' in a figure must be one number")
    return numbers[0]


def _numbers(scope: Scope, text: str) -> list[float]:
    value = scope.value(text)
    entries = list(value) if np.ndim(value) == 1 and not isinstance(value, tuple) else [value]
    if not entries or len(entries) > _MOST_POINTS or not all(map(_is_finite, entries)):
        raise ExpressionError(f"'{text[:40]}' in a figure must be a finite number, or several")
    return [float(entry) for entry in entries]


def _is_finite(value: object) -> bool:
    return isinstance(value, int | float | np.number | np.bool_) and bool(np.isfinite(value))
