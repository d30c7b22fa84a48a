"""Blocks as HTML: text that flows, and formulas as MathML."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from itertools import groupby
from typing import Final, assert_never

from quizapp.text.blocks import (
    BY_HAND,
    Aside,
    Bars,
    Blank,
    Block,
    ByHand,
    Heading,
    Labelled,
    Lettered,
    Plot,
    RubricPoint,
    Text,
    WorkedStep,
)
from quizapp.text.lines import MARKS, SIGNS, lines
from quizapp.text.prose import (
    FormulaBlock,
    Item,
    Paragraph,
    Preformatted,
    ProseBlock,
    Span,
    TextTable,
    parse,
)
from quizapp.text.typesetting.mathml import mathml
from quizapp.text.visible import safe

_STYLES: Final = {
    "plain": "{}",
    "strong": "<b>{}</b>",
    "emphasis": "<i>{}</i>",
    "code": "<code>{}</code>",
    "math": '<span class="math">{}</span>',
}


def html(blocks: Iterable[Block]) -> str:
    """Return blocks as HTML."""
    return "\n".join(filter(None, map(_block, blocks)))


def _block(block: Block) -> str:
    match block:
        case Text(text):
            return prose(text)
        case Heading(text):
            return f"<h4>{escape(safe(text))}</h4>"
        case Lettered(letter, text, correct, why):
            return _listed(f"{SIGNS[correct]}{letter}", text, why)
        case RubricPoint(text, made):
            return _listed(MARKS[made].strip(), text)
        case Labelled(label, text):
            return f"<p><b>{escape(label)}</b>: {escape(safe(text))}</p>"
        case Aside(text):
            return f'<p class="about">{escape(safe(text))}</p>'
        case ByHand(steps):
            return _numbers((f"{BY_HAND}{steps[0]}", *steps[1:]), "about")
        case Blank():
            return ""
        case Plot() | Bars():
            return preformatted(lines([block]))
        case WorkedStep():
            return _step(block)
        case _:
            assert_never(block)


def prose(text: str) -> str:
    """Return a marked-up text as HTML."""
    parts = groupby(parse(text), key=lambda one: isinstance(one, Item))
    return "\n".join(
        f"<ul>\n{''.join(map(_part, some))}</ul>" if listed else "\n".join(map(_part, some))
        for listed, some in parts
    )


def preformatted(shown: Iterable[str]) -> str:
    """Return lines that keep their places."""
    return f"<pre>{escape(chr(10).join(shown))}</pre>"


def _part(part: ProseBlock) -> str:
    match part:
        case Paragraph(spans):
            return f"<p>{_spans(spans)}</p>"
        case Item(_, spans):
            return f"<li>{_spans(spans)}</li>\n"
        case Preformatted(shown):
            return preformatted(shown)
        case TextTable():
            return _table(part)
        case FormulaBlock(tex):
            return mathml(tex)


def _spans(spans: Iterable[Span]) -> str:
    return "".join(_STYLES[span.style].format(escape(span.text)) for span in spans)


def _table(table: TextTable) -> str:
    def row(cells: tuple[tuple[Span, ...], ...], tag: str) -> str:
        sides = ((' class="right"' if right else "") for right in table.to_the_right)
        shown = zip(cells, sides, strict=True)
        return f"<tr>{''.join(f'<{tag}{side}>{_spans(cell)}</{tag}>' for cell, side in shown)}</tr>"

    rows = [row(one, "th" if table.headed and not place else "td")
            for place, one in enumerate(table.rows)]  # fmt: skip
    return f'<table class="given">\n{chr(10).join(rows)}\n</table>'


def _listed(mark: str, text: str, why: str = "") -> str:
    """Return a marked-up text beside its letter or its sign."""
    reason = f'<div class="about">{prose(why)}</div>' if why else ""
    return f'<div class="option"><b>{escape(mark)}</b><div>{prose(text)}{reason}</div></div>'


def _step(step: WorkedStep) -> str:
    title = f"{step.number}. {step.title}" if step.number else step.title
    formula = [mathml(step.formula)] if step.formula else []
    said = [f"{mark}{text}" for mark, text in step.given]
    said += [f"{relation} {text}" for relation, text in step.lines]
    return "\n".join([f"<h4>{escape(safe(title))}</h4>", *formula, _numbers(said, "numbers")])


def _numbers(shown: Iterable[str], name: str) -> str:
    """Return lines of numbers, each on its own."""
    rows = "".join(f"<div>{escape(safe(line))}</div>" for line in shown)
    return f'<div class="{name}">{rows}</div>' if rows else ""
