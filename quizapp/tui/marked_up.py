"""Marked-up texts as styled lines: paragraphs, lists, code, tables and formulas."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from textual.content import Content

from quizapp.text import tables
from quizapp.text.prose import (
    FormulaBlock,
    Item,
    Paragraph,
    Preformatted,
    ProseBlock,
    Span,
    TextTable,
    parse,
    pieces,
)
from quizapp.text.wrapping import Piece
from quizapp.tui.typeset import (
    BLANK,
    FAINTER,
    INDENT,
    MATH,
    NARROWEST,
    Lines,
    flowed,
    hung,
    indented,
)

_STYLES: Final = {
    "plain": "",
    "strong": "bold",
    "emphasis": "italic",
    "code": MATH,
    "math": MATH,
}
"""Style of a span → style on the screen."""


@lru_cache(maxsize=256)
def marked_up(text: str, width: int, style: str) -> tuple[Content, ...]:
    """Return a marked-up text as lines, its block formulas set in two dimensions."""
    lines: Lines = []
    before: ProseBlock | None = None
    for block in parse(text):
        if before is not None and not (isinstance(block, Item) and isinstance(before, Item)):
            lines.append(BLANK)
        lines.extend(_prose(block, width))
        before = block
    return tuple(line.stylize_before(style) if style else line for line in lines)


def formula(source: str, width: int) -> Lines:
    """Return a formula in two dimensions, or wrapped in one where it is too wide for that."""
    from quizapp.text import formulas

    piled = formulas.set_formula(source, width)
    if piled.width <= width:
        return [Content.styled(line, MATH) for line in piled.lines]
    return flowed([(formulas.inline(source), MATH)], width)


def _prose(block: ProseBlock, width: int) -> Lines:
    match block:
        case Paragraph(spans):
            return hung(_styled(spans), width, "")
        case Item(marker, spans):
            return hung(_styled(spans), width, f"{marker} ")
        case Preformatted(lines, language):
            kept = _coloured(lines, language) if language in _LANGUAGES else None
            kept = kept or [Content(line or " ") for line in lines]
            room = max(width - len(INDENT), NARROWEST)
            return indented(part for line in kept for part in line.fold(room))
        case TextTable():
            return _table(block, width)
        case FormulaBlock(source):
            return indented(formula(source, width - len(INDENT)))


_LANGUAGES: Final = frozenset(
    ("python", "py", "sql", "r", "bash", "sh", "json", "yaml", "javascript", "java", "cpp", "c")
)
"""In which code is coloured: what interviews are about, read by rules that soon end."""
_MOST_COLOURED: Final = 4_000
"""Characters of code that are coloured; more would keep a key waiting."""


def _coloured(lines: tuple[str, ...], language: str) -> Lines | None:
    """Return lines of code in colours; None where that would take too long."""
    code = "\n".join(lines)
    if len(code) > _MOST_COLOURED:
        return None
    # Here and not above: it takes long to load, and few texts have code.
    from textual.highlight import highlight

    coloured = highlight(code, language=language)
    if coloured.plain.rstrip("\n") != code.rstrip("\n"):
        return None
    found = coloured.split("\n", allow_blank=True)
    return [line or Content(" ") for line in found][: len(lines)]


def _table(table: TextTable, width: int) -> Lines:
    """Return a table in columns; where there is no room for that, each row in words."""
    fitting = tables.aligned(table, width - len(INDENT))
    if fitting is None:
        return [line for row in tables.in_words(table) for line in hung(_styled(row), width, "")]
    lines = indented(
        Content.assemble(*((one.text, _STYLES[one.style]) for one in row)) for row in fitting
    )
    if table.headed:
        lines[0] = lines[0].stylize("bold")
        lines[1] = lines[1].stylize(FAINTER)
    return lines


def _styled(spans: Iterable[Span]) -> Iterable[Piece]:
    return (piece._replace(style=_STYLES[piece.style]) for piece in pieces(spans))
