"""Figures as lines of characters, and in words to be read aloud."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Final, TypeAlias

from quizapp.text.blocks import Bars, Plot, Series
from quizapp.text.columns import columns

Coloured: TypeAlias = list[tuple[str, int | None]]
"""A line: stretches of text, each with the number of the series that it belongs to, or of none."""

_WIDEST: Final = 48
"""Columns of what is drawn."""
_HIGH: Final = 8
"""Lines of what is drawn."""
_EIGHTHS: Final = " ▏▎▍▌▋▊▉█"
_DOTS: Final = ((0x01, 0x02, 0x04, 0x40), (0x08, 0x10, 0x20, 0x80))
_BRAILLE: Final = 0x2800
_SAID: Final = 5
"""Points of a line that are said in words."""


def short(number: float) -> str:
    """Return a number with three digits, as it stands at an axis."""
    number += 0.0  # nobody reads a minus before 0
    text = f"{number:,.0f}" if abs(number) >= 1000 else f"{number:.3g}"
    return text.replace("-", "−")


def drawn(figure: Plot | Bars, width: int) -> list[Coloured]:
    """Return a figure as lines, none wider than asked if there is any room."""
    lines: list[Coloured] = [[(figure.title, None)]] if figure.title else []
    body = _bars(figure, width) if isinstance(figure, Bars) else _plot(figure, width)
    return [*lines, *body]


def in_words(figure: Plot | Bars) -> list[str]:
    """Return what a figure shows, each series as a sentence."""
    title = [f"Figure: {figure.title}."] if figure.title else ["Figure."]
    if isinstance(figure, Bars):
        return [*title, *(f"{label}: {short(value)}." for label, value in figure.bars)]
    axes = f"{figure.across or 'x'} to the right, {figure.up or 'y'} upwards."
    return [*title, axes[0].upper() + axes[1:], *map(_said, figure.curves)]


def _said(curve: Series) -> str:
    label, points, _ = curve
    last = len(points) - 1
    places = range(len(points)) if last < _SAID else [last * n // (_SAID - 1) for n in range(_SAID)]
    said = [f"{short(points[place][1])} at {short(points[place][0])}" for place in places]
    return f"{label}: {', '.join(said)}."


def _bars(figure: Bars, width: int) -> list[Coloured]:
    wide = max(columns(label) for label, _ in figure.bars)
    said = [short(value) for _, value in figure.bars]
    room = min(max(width - wide - max(map(len, said)) - 4, 8), _WIDEST)
    most = max((abs(value) for _, value in figure.bars), default=0.0) or 1.0
    found: list[Coloured] = []
    for (label, value), text in zip(figure.bars, said, strict=True):
        filled = round(abs(value) / most * room * 8)
        bar = "█" * (filled // 8) + _EIGHTHS[filled % 8].strip()
        name = " " * (wide - columns(label)) + label
        found.append([(f"{name}  ", None), (bar, 0), (f" {text}" if bar else text, None)])
    return found


def _plot(figure: Plot, width: int) -> list[Coloured]:
    every = [point for _, points, _ in figure.curves for point in points]
    (left, right), (low, high) = (_range(axis) for axis in zip(*every, strict=True))
    ends = [short(0.0 if abs(end) < (high - low) / 500 else end) for end in (low, high)]
    gutter = max(map(len, ends))
    wide = max(min(width - gutter - 2, _WIDEST), 8)
    cells: dict[tuple[int, int], tuple[int, int]] = {}
    marks: dict[tuple[int, int], tuple[str, int]] = {}

    def place(point: tuple[float, float]) -> tuple[float, float]:
        x = (point[0] - left) / (right - left) * (2 * wide - 1)
        return x, (high - point[1]) / (high - low) * (4 * _HIGH - 1)

    for series, (_, points, joined) in enumerate(figure.curves):
        spots = [place(point) for point in points]
        if joined:
            for column, row in _dots(spots):
                cell = (row // 4, column // 2)
                dots = cells.get(cell, (0, series))[0]
                cells[cell] = (dots | _DOTS[column % 2][row % 4], series)
        else:
            for x, y in spots:
                marks[round(y) // 4, round(x) // 2] = ("●", series)
        if joined and sum(curve[2] for curve in figure.curves) > 1:
            x, y = spots[len(spots) * (series + 1) // (len(figure.curves) + 2)]
            marks.setdefault((round(y) // 4, round(x) // 2), (str(series + 1), series))
    lines: list[Coloured] = [[(figure.up, None)]] if figure.up else []
    for row in range(_HIGH):
        number = ends[1] if row == 0 else ends[0] if row == _HIGH - 1 else ""
        line: Coloured = [(f"{number:>{gutter}} │", None)]
        for column in range(wide):
            dots, series = cells.get((row, column), (0, 0))
            line.append(marks.get((row, column), (chr(_BRAILLE + dots) if dots else " ", series)))
        lines.append(_joined(line))
    lines.append([(f"{'':>{gutter}} └{'─' * wide}", None)])
    scale = f"{short(left)}{short(right):>{wide - len(short(left))}}"
    lines.append([(f"{'':>{gutter}}  {scale}", None)])
    if figure.across:
        lines.append([(f"{'':>{gutter}}  {figure.across:^{wide}}".rstrip(), None)])
    return [*lines, *_legend(figure)]


def _legend(figure: Plot) -> Iterable[Coloured]:
    several = sum(joined for *_, joined in figure.curves) > 1
    for series, (label, points, joined) in enumerate(figure.curves):
        mark = (str(series + 1) if several else "─") if joined else "●"
        where = "" if joined or len(points) > 1 else f": {short(points[0][1])} at "
        where += short(points[0][0]) if where else ""
        yield [(f"{mark} ", series), (f"{label}{where}", None)]


def _dots(spots: Sequence[tuple[float, float]]) -> Iterable[tuple[int, int]]:
    """Yield the dots of the straight lines from spot to spot."""
    for (x, y), (to_x, to_y) in pairwise(spots):
        steps = max(round(abs(to_x - x)), round(abs(to_y - y)), 1)
        for step in range(steps + 1):
            part = step / steps
            yield round(x + part * (to_x - x)), round(y + part * (to_y - y))


def _range(values: Iterable[float]) -> tuple[float, float]:
    """Return the ends of an axis, which are not the same."""
    there = list(values)
    low, high = min(there), max(there)
    return (low, high) if high > low else (low - 0.5, high + 0.5)


def _joined(line: Coloured) -> Coloured:
    """Return a line with neighbours of one series in one stretch, and nothing after the last."""
    found: Coloured = []
    for text, series in line:
        if found and (found[-1][1] == series or not text.strip()):
            found[-1] = (found[-1][0] + text, found[-1][1])
        else:
            found.append((text, series))
    return [*found[:-1], (found[-1][0].rstrip(), found[-1][1])]
