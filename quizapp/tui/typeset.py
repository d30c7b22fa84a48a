"""Marked-up texts and formulas as styled lines for a width; never Textual's own markup."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING, Final, TypeAlias, assert_never

from textual.content import Content

from quizapp.text.blocks import (
    Aside,
    Bars,
    Blank,
    Heading,
    Labelled,
    Lettered,
    Plot,
    RubricPoint,
    Text,
    WorkedStep,
    is_close,
)
from quizapp.text.visible import safe
from quizapp.text.wrapping import Piece, wrapped

if TYPE_CHECKING:
    from quizapp.text import prose
    from quizapp.text.blocks import Bars, Block, Lettered, Plot, WorkedStep
    from quizapp.text.prose import Span

from quizapp.text.phrases import RIGHT, WRONG

Lines: TypeAlias = list[Content]

FAINT: Final = "$foreground 60%"
FAINTER: Final = "$foreground 35%"
ACCENT: Final = "$text-accent"

STYLES: Final = {
    "plain": "",
    "strong": "bold",
    "emphasis": "italic",
    "code": ACCENT,
    "math": ACCENT,
}
"""Style of a span → style on the screen."""

NARROWEST: Final = 12
INDENT: Final = "   "
BLANK: Final = Content("")


def page(lines: Iterable[Content]) -> Content:
    """Return lines as one content."""
    return Content("\n").join(lines)


def indented(lines: Iterable[Content], by: str = INDENT) -> Lines:
    """Return lines moved to the right."""
    return [Content(by) + line if line else line for line in lines]


def marked_up(text: str, width: int, style: str = "") -> Lines:
    """Return a marked-up text as lines, its block formulas set in two dimensions."""
    return list(_marked_up(text, width, style))


@lru_cache(maxsize=256)
def _marked_up(text: str, width: int, style: str) -> tuple[Content, ...]:
    # Here and not above: the first frame of home has no marked-up text.
    from quizapp.text.prose import Item, parse

    lines: Lines = []
    before: prose.ProseBlock | None = None
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
        return [Content.styled(line, ACCENT) for line in piled.lines]
    return flowed([(formulas.inline(source), ACCENT)], width)


def flowed(pieces: Iterable[tuple[str, str]], width: int, marker: str = "") -> Lines:
    """Wrap styled pieces of text at their spaces, every line beginning under the first one."""
    return _hung((Piece(text, style) for text, style in pieces), width, marker)


def laid_out(blocks: Iterable[Block], width: int) -> Lines:
    """Return the parts of a question as lines, a blank one between them."""
    found: Lines = []
    before: Block | None = None
    for block in blocks:
        part = _part(block, width)
        if not part:
            continue
        if before is not None and not is_close(before, block):
            found.append(BLANK)
        found += part
        before = block
    return found


def _part(block: Block, width: int) -> Lines:
    match block:
        case Text(text):
            return marked_up(text, width)
        case Heading(text):
            return [Content.styled(text, ACCENT)]
        case Lettered():
            return _lettered(block, width)
        case RubricPoint(text, made):
            return _hanging(Content.styled(f"[{RIGHT}] " if made else "[ ] ", FAINT), text, width)
        case Labelled(label, text):
            head = Content.styled(f"{label}  ", "bold")
            lines = flowed([(safe(text), "bold $text-success")], width - head.cell_length)
            return _after(head, lines)
        case Aside(text):
            return flowed([(safe(text), FAINT)], width)
        case Blank():
            return []
        case Plot() | Bars():
            return _figure(block, width)
        case WorkedStep():
            return list(_step(block, width))
        case _:
            assert_never(block)


_SERIES: Final = ("$text-accent", "$text-warning", "$text-success", "$text-secondary")


def _figure(figure: Plot | Bars, width: int) -> Lines:
    # Here and not above: few questions have one.
    from quizapp.text import figures

    return indented(
        Content.assemble(
            *(
                (safe(text), FAINT if series is None else _SERIES[series % len(_SERIES)])
                for text, series in line
            )
        )
        for line in figures.drawn(figure, width - len(INDENT))
    )


def _lettered(block: Lettered, width: int) -> Lines:
    """Return an entry under its letter, with a sign and its reason where it is judged."""
    letter = (f"{block.letter}  ", "bold")
    if block.correct is None:
        return _hanging(Content.assemble(letter), block.text, width)
    sign, colour = (f"{RIGHT} ", "$text-success") if block.correct else (f"{WRONG} ", "$text-error")
    head = Content.assemble((sign, f"bold {colour}"), letter)
    why = marked_up(block.why, width - head.cell_length, FAINT)
    return [*_hanging(head, block.text, width), *indented(why, " " * head.cell_length)]


def _hanging(head: Content, text: str, width: int) -> Lines:
    """Return a marked-up text after a mark, its further lines under its own beginning."""
    return _after(head, marked_up(text, width - head.cell_length))


def _after(head: Content, lines: Lines) -> Lines:
    first, *others = lines or [BLANK]
    return [head + first, *indented(others, " " * head.cell_length)]


@lru_cache(maxsize=256)
def _step(step: WorkedStep, width: int) -> tuple[Content, ...]:
    """Return one step: formula, numbers put in, and its lines aligned on their relation."""
    number = f"{step.number}  " if step.number else ""
    lines = [Content.assemble((number, FAINT), (step.title, "bold"))]
    by = " " * len(number) or "  "
    room = width - len(by)
    if step.formula:
        lines += indented([*formula(step.formula, room), BLANK], by)
    for mark, numbers in step.given:
        lines += indented(flowed([(numbers, FAINT)], room, mark), by)
    if step.given:
        lines.append(BLANK)
    wide = max((len(relation) for relation, _ in step.lines), default=0)
    for place, (relation, text) in enumerate(step.lines, start=1):
        style = "bold" if place == len(step.lines) else ""
        lines += indented(flowed([(text, style)], room, f"{relation:>{wide}} "), by)
    return tuple(lines)


def _prose(block: prose.ProseBlock, width: int) -> Lines:
    from quizapp.text.prose import FormulaBlock, Item, Paragraph, Preformatted, TextTable

    match block:
        case Paragraph(spans):
            return _hung(_styled(spans), width, "")
        case Item(marker, spans):
            return _hung(_styled(spans), width, f"{marker} ")
        case Preformatted(lines, language):
            kept = _coloured(lines, language) if language in _LANGUAGES else None
            kept = kept or [Content.styled(line or " ", ACCENT) for line in lines]
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


def _table(table: prose.TextTable, width: int) -> Lines:
    """Return a table in columns; where there is no room for that, each row in words."""
    from quizapp.text import tables

    fitting = tables.aligned(table, width - len(INDENT))
    if fitting is None:
        return [line for row in tables.in_words(table) for line in _hung(_styled(row), width, "")]
    lines = indented(
        Content.assemble(*((one.text, STYLES[one.style]) for one in row)) for row in fitting
    )
    if table.headed:
        lines[0] = lines[0].stylize("bold")
        lines[1] = lines[1].stylize(FAINTER)
    return lines


def _hung(pieces: Iterable[Piece], width: int, marker: str) -> Lines:
    """Wrap pieces, the first line after a marker and the others under its end."""
    room = max(width - len(marker), NARROWEST)
    hanging = " " * len(marker)
    return [
        Content.assemble((hanging if place else marker, FAINT), *line)
        for place, line in enumerate(wrapped(pieces, room) or [[]])
    ]


def _styled(spans: Iterable[Span]) -> Iterable[Piece]:
    from quizapp.text.prose import pieces

    return (piece._replace(style=STYLES[piece.style]) for piece in pieces(spans))
