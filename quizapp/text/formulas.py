r"""Formulas for a terminal: TeX set in one line of text, or in two dimensions.

A formula that can't be set is shown as its TeX source: never half of it, never something else.
"""

from __future__ import annotations

import re
from functools import lru_cache

from quizapp.text.columns import columns, split_columns
from quizapp.text.typesetting.nodes import CannotSetError
from quizapp.text.typesetting.one_line import line_of
from quizapp.text.typesetting.tex import MAXIMUM_LENGTH, MAXIMUM_NESTING, read
from quizapp.text.typesetting.two_dimensions import Formula, broken, pile
from quizapp.text.wrapping import wrapped_text

__all__ = [
    "MAXIMUM_LENGTH",
    "MAXIMUM_NESTING",
    "Formula",
    "columns",
    "inline",
    "set_formula",
    "source",
    "split_columns",
]


def set_formula(tex: str, width: int = 60) -> Formula:
    """Set a formula in two dimensions, broken before operators where it is wider than asked."""
    return _set_formula(tex[: MAXIMUM_LENGTH + 1], width)


def inline(tex: str) -> str:
    r"""Set a formula in one line, to stand in a sentence.

    Examples
    --------
    >>> inline(r"-\sum_k p_k \log \frac{p_k}{q_k}")
    '−∑ₖ pₖ log(pₖ/qₖ)'
    """
    return _inline(tex[: MAXIMUM_LENGTH + 1])


@lru_cache(maxsize=512)
def _set_formula(tex: str, width: int) -> Formula:
    try:
        nodes = read(tex)
        formula = pile(nodes)
        return formula if formula.width <= width else broken(nodes, width)
    except CannotSetError:
        lines = wrapped_text(source(tex), max(width, 20)) or [""]
        return Formula(tuple(lines), True, max(map(columns, lines)))


@lru_cache(maxsize=2048)
def _inline(tex: str) -> str:
    try:
        return line_of(read(tex))
    except CannotSetError:
        return source(tex)


def source(tex: str) -> str:
    """Return a formula as its TeX, cut where it is too long, in one line."""
    cut = tex[:MAXIMUM_LENGTH] + ("…" if len(tex) > MAXIMUM_LENGTH else "")
    return "".join(
        char if char.isprintable() else "\N{REPLACEMENT CHARACTER}"
        for char in " ".join(re.split(r"[ \t\r\n]+", cut.strip()))
    )
