r"""The marked-up text of stems, hints, feedback, solutions and model answers.

A small strict subset; everything else is plain text:

- paragraphs, parted by blank lines; a single newline is a space;
- ``**strong**``, ``*emphasis*`` and code in backticks, never within words or sums;
- ``$...$``: TeX in a sentence, unless it reads as money, and ``$$...$$``: TeX on lines of its own;
- list items after ``- `` or ``1. ``;
- preformatted lines: fenced by three backticks, where a language may be named, or indented by four
  spaces;
- tables: lines that start with ``|``, the first being the head where ``| :- | -: |`` follows it;
- ``\$``, ``\*`` and an escaped backtick are the plain characters.

Only visible characters ever reach a terminal, and every text is read in linear time.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from typing import Final, Literal, NamedTuple, TypeAlias

from quizapp.text.columns import split_columns
from quizapp.text.visible import visible
from quizapp.text.wrapping import Piece, text_of, wrapped

Style: TypeAlias = Literal["plain", "strong", "emphasis", "code", "math"]

MINIMUM_WIDTH: Final = 20
"""The narrowest that text is wrapped to."""

INDENT: Final = "   "
"""Before formulas and preformatted lines in plain text."""


class Span(NamedTuple):
    """A stretch of text in one style; a formula is already set in one line."""

    text: str
    style: Style = "plain"


class Paragraph(NamedTuple):
    """Text to be wrapped."""

    spans: tuple[Span, ...]


class Item(NamedTuple):
    """An entry of a list, with its bullet or number."""

    marker: str
    spans: tuple[Span, ...]


class Preformatted(NamedTuple):
    """Lines kept as they are."""

    lines: tuple[str, ...]
    language: str = ""
    """In which they are code, as the author names it."""


class TextTable(NamedTuple):
    """Cells in rows, as many in each."""

    rows: tuple[tuple[tuple[Span, ...], ...], ...]
    to_the_right: tuple[bool, ...]
    """Whether the cells of a column stand to the right."""
    headed: bool
    """Whether the first row says what is in the columns."""


class FormulaBlock(NamedTuple):
    """A formula on lines of its own, as TeX for `tex.set_formula`."""

    tex: str


ProseBlock: TypeAlias = Paragraph | Item | Preformatted | TextTable | FormulaBlock


@lru_cache(maxsize=128)
def parse(text: str) -> tuple[ProseBlock, ...]:
    """Read a marked-up text; every text has a reading."""
    return tuple(_Blocks(visible(text.replace("\r\n", "\n")).split("\n")).read())


@lru_cache(maxsize=128)
def unmarked(text: str) -> str:
    """Return a text that shows as it is, with nothing marked up."""
    return re.sub(r"([$*`])", r"\\\1", text)


def plain(text: str, width: int = 76, *, flat: bool = False, quotes: bool = True) -> str:
    """Return the whole text set as plain lines; flat, to be read aloud.

    A flat formula takes one line, and a flat table says what each row has in which column. No line
    is wider than asked, at least `MINIMUM_WIDTH`, unless it is a formula or preformatted. Code in a
    line keeps its quotes, as nothing else tells it from words, unless the words alone are wanted.
    """
    width = max(width, MINIMUM_WIDTH)
    lines: list[str] = []
    before: ProseBlock | None = None
    for block in parse(text):
        if flat and isinstance(block, FormulaBlock):
            block = Paragraph((Span(_inline(block.tex), "math"),))
        if before is not None and not (isinstance(block, Item) and isinstance(before, Item)):
            lines.append("")
        lines.extend(_plain_lines(_quoted(block) if quotes else block, width, flat=flat))
        before = block
    return "\n".join(lines)


def ends_in_paragraph(text: str) -> bool:
    """Whether a sentence can follow on the last line of a text."""
    blocks = parse(text)
    return not blocks or isinstance(blocks[-1], Paragraph)


def first_line(text: str, width: int) -> str:
    """Return the beginning of a text as one line, ended with … where it was cut."""
    for block in parse(text):
        line = " ".join(_one_line(block).split())
        if line:
            return _cut(line, width)
    return ""


# Characters


# Blocks

_ITEM: Final = re.compile(r" {0,3}(?:- +|(\d{1,3})\. +)(?=\S)")
_FENCE: Final = re.compile(r" {0,3}```([\w-]*)")


class _Blocks:
    """Reads lines into blocks, each line once."""

    def __init__(self, lines: list[str]) -> None:
        self.lines = lines
        self.blocks: list[ProseBlock] = []
        self.marker = ""
        self.open: list[str] = []
        self.last_fence = max(
            (index for index, line in enumerate(lines) if line.strip() == "```"), default=-1
        )
        self.formula_ends = _formula_ends(lines)

    def read(self) -> list[ProseBlock]:
        place = 0
        while place < len(self.lines):
            place = self.block(place)
        self.close()
        return self.blocks

    def block(self, place: int) -> int:
        """Read the line at a place, and return the place after what it began."""
        line = self.lines[place]
        text = line.strip()
        if not text:
            self.close()
            return place + 1
        if text.startswith("$$") and self.formula_ends[place] >= 0:
            return self.formula(place, self.formula_ends[place])
        if place < self.last_fence and (fence := _FENCE.fullmatch(line.rstrip())):
            return self.fenced(place, fence[1].lower())
        if text.startswith("|"):
            return self.table(place)
        if line.startswith("    ") and not self.open:
            return self.indented(place)
        item = _ITEM.match(line)
        if item is not None and (not self.open or self.marker or item[1] in (None, "1")):
            self.close()
            self.marker = f"{item[1]}." if item[1] else "•"
            text = line[item.end() :].strip()
        self.open.append(text)
        return place + 1

    def close(self) -> None:
        """End the paragraph or item that is open."""
        if self.open:
            spans = _spans(" ".join(self.open))
            self.blocks.append(Item(self.marker, spans) if self.marker else Paragraph(spans))
        self.open, self.marker = [], ""

    def formula(self, start: int, end: int) -> int:
        self.close()
        source = "\n".join(self.lines[start : end + 1]).strip()
        self.blocks.append(FormulaBlock(source[2:-2].strip()))
        return end + 1

    def fenced(self, start: int, language: str) -> int:
        self.close()
        end = next(
            index
            for index in range(start + 1, len(self.lines))
            if self.lines[index].strip() == "```"
        )
        self.blocks.append(Preformatted(tuple(self.lines[start + 1 : end]), language))
        return end + 1

    def indented(self, start: int) -> int:
        self.close()
        end = self._end(start, lambda line: line.startswith("    "))
        self.blocks.append(Preformatted(tuple(line[4:] for line in self.lines[start:end])))
        return end

    def table(self, start: int) -> int:
        # Here and not above: few texts have a table.
        from quizapp.text import tables

        self.close()
        end = self._end(start, lambda line: line.lstrip().startswith("|"))
        self.blocks.append(tables.read([line.strip() for line in self.lines[start:end]], _spans))
        return end

    def _end(self, start: int, belongs: Callable[[str], bool]) -> int:
        """Return the place of the first line from a place on that doesn't belong to it."""
        end = start
        while end < len(self.lines) and belongs(self.lines[end]):
            end += 1
        return end


def _formula_ends(lines: Sequence[str]) -> list[int]:
    """Return for each line that opens a formula the line that closes it, else -1."""
    ends = [-1] * len(lines)
    closing = -1  # the nearest line below that ends in $$, in the same paragraph
    for index in range(len(lines) - 1, -1, -1):
        text = lines[index].strip()
        if text.startswith("$$"):
            alone = len(text) > 4 and text.find("$$", 2) == len(text) - 2
            ends[index] = index if alone else closing
            if text != "$$":
                closing = -1
        if not text:
            closing = -1
        elif text.endswith("$$") and (text == "$$" or not text.startswith("$$")):
            closing = index
    return ends


# Spans


_MARK: Final = re.compile(
    r"""
      \\(?P<escaped>[$*`])
    | (?<!`)`(?P<code>[^`]*[^`\s][^`]*)`
    | (?<!\$)\$\$(?P<display>[^$]*[^$\s][^$]*)\$\$(?!\$)
    | (?<!\$)\$(?![\s$])(?P<math>(?>(?:[^$\\]|\\.)+))(?<!\s)\$(?!\d)
    | (?P<stars>(?<![\s*])\*{1,3}(?!\*)|(?<!\*)\*{1,3}(?![\s*]))
    """,
    re.VERBOSE | re.DOTALL,
)
_STRESS: Final[Mapping[str, Style]] = {"*": "emphasis", "**": "strong", "***": "strong"}


def _spans(text: str) -> tuple[Span, ...]:
    """Part a text into plain text, code and formulas, and stress what stands between stars."""
    parts: list[str] = []
    styles: list[Style] = []
    stars: list[tuple[int, bool, bool]] = []
    place = 0
    for mark in _MARK.finditer(text):
        start, end = mark.span()
        parts.append(text[place:start])
        styles.append("plain")
        style: Style = "plain"
        shown = mark[0]
        match mark.lastgroup:
            case "escaped":
                shown = mark["escaped"]
            case "code":
                shown, style = mark["code"].strip(), "code"
            case "display":
                shown, style = _inline(mark["display"]), "math"
            case "math":
                shown, style = _inline(mark["math"]), "math"
            case _:
                before, after = text[start - 1 : start], text[end : end + 1]
                opens = bool(after.strip()) and not before.isalnum()
                closes = bool(before.strip()) and not after.isalnum()
                stars.append((len(parts), opens, closes))
        parts.append(shown)
        styles.append(style)
        place = end
    parts.append(text[place:])
    styles.append("plain")
    _stress(parts, styles, stars)
    return tuple(
        Span(shown, style)
        for style, run in groupby(zip(parts, styles, strict=True), itemgetter(1))
        if (shown := "".join(part for part, _ in run))
    )


def _inline(source: str) -> str:
    # Here and not above: most texts have no formula, the first that is painted often among them.
    from quizapp.text.formulas import inline

    return inline(source)


def _stress(parts: list[str], styles: list[Style], stars: Sequence[tuple[int, bool, bool]]) -> None:
    """Style what stands between matching runs of stars, and drop those; other runs are text."""
    opened: dict[str, int] = {}
    pairs: list[tuple[int, int]] = []
    for index, opens, closes in stars:
        mark = parts[index]
        start = opened.get(mark, -1)
        if closes and start >= 0:
            pairs.append((start, index))
            opened = {mark: place for mark, place in opened.items() if place < start}
        elif opens:
            opened[mark] = index
    for start, end in sorted(pairs):  # the outer pair first; pairs are nested three deep at most
        stress = _STRESS[parts[start]]
        for index in range(start, end):
            if styles[index] == "plain" or (styles[index] == "emphasis" and stress == "strong"):
                styles[index] = stress
    for start, end in pairs:
        parts[start] = parts[end] = ""


# Plain text


def _plain_lines(block: ProseBlock, width: int, *, flat: bool) -> Iterable[str]:
    match block:
        case Paragraph(spans):
            return _wrapped(spans, width)
        case Item(marker, spans):
            hanging = " " * (len(marker) + 1)
            first, *others = _wrapped(spans, width - len(hanging)) or [""]
            return [f"{marker} {first}".rstrip(), *(hanging + line for line in others)]
        case Preformatted(lines):
            return [(INDENT + line).rstrip() for line in lines]
        case TextTable():
            from quizapp.text import tables

            fitting = None if flat else tables.aligned(block, width - len(INDENT))
            if fitting is None:
                return [line for row in tables.in_words(block) for line in _wrapped(row, width)]
            return [(INDENT + "".join(span.text for span in row)).rstrip() for row in fitting]
        case FormulaBlock(source):
            from quizapp.text.formulas import set_formula

            lines = set_formula(source, width - len(INDENT)).lines
            return [(INDENT + line).rstrip() for line in lines]


def _quoted(block: ProseBlock) -> ProseBlock:
    """Return a block with the code in its lines in quotes."""

    def in_quotes(spans: Iterable[Span]) -> tuple[Span, ...]:
        return tuple(
            one._replace(text=f"`{one.text}`") if one.style == "code" else one for one in spans
        )

    match block:
        case Paragraph(spans):
            return Paragraph(in_quotes(spans))
        case Item(marker, spans):
            return Item(marker, in_quotes(spans))
        case TextTable(rows):
            return block._replace(rows=tuple(tuple(map(in_quotes, row)) for row in rows))
        case _:
            return block


def _wrapped(spans: Iterable[Span], width: int) -> list[str]:
    return [text_of(line) for line in wrapped(pieces(spans), width)]


def pieces(spans: Iterable[Span]) -> list[Piece]:
    """Return spans as pieces to be wrapped, each in its own style; formulas stay whole."""
    return [Piece(span.text, span.style, span.style == "math") for span in spans]


def _one_line(block: ProseBlock) -> str:
    match block:
        case Paragraph(spans) | Item(_, spans):
            return "".join(span.text for span in spans)
        case Preformatted(lines):
            return " ".join(lines)
        case TextTable(rows):
            cells = (cell for row in rows for cell in row)
            return " ".join("".join(span.text for span in cell) for cell in cells)
        case FormulaBlock(source):
            return _inline(source)


_MOST_IN_A_COLUMN: Final = 8
"""Characters that combine into one; what has more was not written to be read."""


def _cut(line: str, width: int) -> str:
    beginning = line[: _MOST_IN_A_COLUMN * (width + 1)]
    cells = split_columns(beginning)
    if len(cells) <= width and beginning == line:
        return line
    end = max(min(width, len(cells)) - 1, 0)
    if not cells[end]:
        end -= 1
    return "".join(cells[:end]).rstrip() + "…"
