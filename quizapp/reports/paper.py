"""Questions as a paper to print: the questions first, and the answer key at the end."""

from __future__ import annotations

from collections.abc import Sequence

from quizapp.practice.selection import topic_title
from quizapp.questions.base import Variant
from quizapp.questions.choice import ChoiceVariant
from quizapp.questions.numeric import NumericVariant
from quizapp.questions.open import OpenVariant
from quizapp.questions.order import OrderVariant
from quizapp.reports.grading import choice_lines, explained, order_lines
from quizapp.reports.markdown import escaped, fenced
from quizapp.text.prose import plain, safe


def write(variants: Sequence[Variant]) -> str:
    """Return variants as a Markdown document."""
    parts = ["# Questions"]
    for number, variant in enumerate(variants, start=1):
        question = variant.question
        about = f"{topic_title(question.topic)}, level {question.level}"
        parts += [f"## {number}. {_title(variant)}", escaped(about), fenced(_asked(variant))]
    parts.append("# Answer key")
    for number, variant in enumerate(variants, start=1):
        name = f"{variant.question.name}@{variant.seed}"
        parts += [f"## {number}. {_title(variant)}", f"`{name}`", fenced(_answer(variant))]
    return "\n\n".join(parts) + "\n"


def _title(variant: Variant) -> str:
    return escaped(safe(variant.question.title or topic_title(variant.question.topic)))


def _asked(variant: Variant) -> list[str]:
    lines = plain(variant.stem).splitlines()
    match variant:
        case NumericVariant() if variant.question.unit != "none":
            return [*lines, "", f"Answer: ____________ {variant.question.unit}"]
        case NumericVariant():
            return [*lines, "", "Answer: ____________"]
        case ChoiceVariant():
            return [*lines, "", *choice_lines(variant)]
        case OrderVariant():
            return [*lines, "", *order_lines(variant)]
        case _:
            return lines


def _answer(variant: Variant) -> list[str]:
    match variant:
        case NumericVariant():
            return explained(variant)
        case ChoiceVariant():
            return choice_lines(variant, marked=True)
        case OpenVariant():
            points = [f"- {safe(point.text)}" for point in variant.points]
            return [*plain(variant.key_text).splitlines(), "", *points]
        case _:
            return plain(f"{variant.key_text}\n\n{variant.solution}").splitlines()
