"""One variant, and responses to it, outside a session."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from string import ascii_lowercase
from textwrap import wrap
from typing import Any, Final

from quizapp.bank.collection import Banks
from quizapp.errors import QuizappError, UnreadableError, UsageError
from quizapp.questions.base import Variant
from quizapp.questions.choice import ChoiceVariant
from quizapp.questions.numeric import NumericVariant
from quizapp.questions.open import OpenVariant
from quizapp.questions.order import OrderVariant
from quizapp.questions.template import around_working
from quizapp.reports.calculation import steps
from quizapp.text.prose import plain, safe
from quizapp.working.numerals import result_text
from quizapp.working.text import working_lines

VERDICTS: Final = {
    "correct": "✓ Correct",
    "wrong_unit": "½ Right number, wrong unit",
    "imprecise": "≈ Right, but not precise enough",
    "partial": "◐ Partly right",
    "incorrect": "✗ Not right",
    "unreadable": "? Not readable; nothing is lost",
}
"""Each verdict in a sign and words."""

POINT_SIGNS: Final = {"covered": "✓", "unsure": "?", "not found": "·"}
HOW_FOUND: Final = (
    "I match phrases. A tick is right about nine times in ten; what I don't find may be there."
)
"""What finds the points of an open answer, and how well."""

LONGEST_SEED: Final = 18
_WIDTH: Final = 76
_MOST_DRAWN: Final = 1_000
"""Variants that a batch keeps, since many learners answer the same."""


def find(banks: Banks, name: str) -> Variant:
    """Return the variant that ``id@seed`` names; seed 0 unless said.

    Raises
    ------
    UsageError
        When there is no such question, or the seed is no number.
    """
    identity, mark, seed = name.partition("@")
    if mark and not (seed.isdecimal() and len(seed) <= LONGEST_SEED):
        raise UsageError(f"'{seed[:40]}' is no seed; write {identity[:120]}@17, for example")
    return banks.find(identity).variant(int(seed) if mark else 0)


def shown(variant: Variant) -> dict[str, Any]:
    """Return a variant for programs."""
    question = variant.question
    structure: dict[str, Any] = {
        "question": question.name,
        "seed": variant.seed,
        "type": question.type,
        "topic": question.topic,
        "level": question.level,
        "parameters": variant.parameters,
        "stem": variant.stem,
        "hints": variant.hints,
        "solution": variant.solution,
    }
    match variant:
        case NumericVariant():
            structure |= {
                "key": variant.key,
                "key_text": variant.key_text,
                "unit": variant.question.unit,
                "tolerance": {
                    "relative": variant.question.tolerance.relative,
                    "absolute": variant.question.tolerance.absolute,
                },
                "working": steps(variant.working),
                "slips": [
                    {"ids": mistake.ids, "value": mistake.value, "says": mistake.says}
                    for mistake in variant.diagnosis.mistakes
                ],
            }
        case ChoiceVariant():
            structure |= {
                "key": variant.key,
                "options": [
                    {"text": option.text, "correct": option.correct, "why": option.why}
                    for option in variant.options
                ],
            }
        case OrderVariant():
            structure |= {"key": variant.key, "lines": variant.lines}
        case OpenVariant():
            structure |= {
                "key": variant.key_text,
                "rubric": [
                    {"id": point.id, "text": point.text, "weight": point.weight}
                    for point in variant.points
                ],
            }
    return structure


def shown_lines(variant: Variant, width: int = 76) -> list[str]:
    """Return a variant for people; its texts are no wider than asked."""
    question = variant.question
    head = f"{question.name}@{variant.seed} · {question.topic} · level {question.level}"
    lines = [head, "", *plain(variant.stem, width).splitlines()]
    match variant:
        case NumericVariant():
            lines += ["", *explained(variant, width=width), *_slip_lines(variant)]
        case ChoiceVariant():
            lines += ["", *choice_lines(variant, marked=True)]
        case OrderVariant():
            lines += ["", *order_lines(variant), "", f"Answer: {variant.key_text}"]
        case OpenVariant():
            lines += ["", *plain(variant.key_text, width).splitlines(), "", "Rubric:"]
            points = [plain(f"- {point.text}", width) for point in variant.points]
            lines += [line for point in points for line in point.splitlines()]
    return lines


def explained(variant: NumericVariant, *, flat: bool = False, width: int = 76) -> list[str]:
    """Return the working with the author's words around it; flat formulas take one line each."""
    around = around_working(variant.solution)
    parts = [plain(text, width, flat=flat).splitlines() for text in around]
    parts.insert(1, working_lines(variant.working, flat=flat))
    return [line for part in parts if part for line in ("", *part)][1:]


def _slip_lines(variant: NumericVariant) -> list[str]:
    """Return the slips under the values that they give, where there are any."""
    mistakes = [(result_text(one.value), " + ".join(one.ids)) for one in variant.diagnosis.mistakes]
    wide = min(24, max((len(value) for value, _ in mistakes), default=0))
    lines = [f"  {value:>{wide}}  {slips}" for value, slips in mistakes]
    return ["", "Slips:", *lines] if lines else []


def choice_lines(variant: ChoiceVariant, *, marked: bool = False) -> list[str]:
    """Return the options under their letters; marked ones say which are correct and why."""
    lines = []
    for letter, option in zip(ascii_lowercase, variant.options, strict=False):
        sign = ("✓ " if option.correct else "✗ ") if marked else ""
        text = f"{option.text} — {option.why}" if marked and option.why else option.text
        lines += _hanging(f"{sign}{letter}) ", text)
    return lines


def order_lines(variant: OrderVariant) -> list[str]:
    """Return the lines to order under their letters."""
    pairs = zip(ascii_lowercase, variant.lines, strict=False)
    return [line for letter, text in pairs for line in _hanging(f"{letter}) ", text)]


def _hanging(mark: str, text: str) -> list[str]:
    """Return a text after a mark, its further lines under its own beginning."""
    first, *others = plain(text, 70).splitlines() or [""]
    blank = " " * len(mark)
    return [f"{mark}{first}".rstrip(), *(f"{blank}{other}".rstrip() for other in others)]


def graded(banks: Banks, name: str, raw: str) -> dict[str, Any]:
    """Return what a response is worth, with stable names; unreadable is a verdict here.

    Raises
    ------
    UsageError
        When there is no such question.
    """
    return graded_variant(find(banks, name), raw)


def graded_variant(variant: Variant, raw: str) -> dict[str, Any]:
    """Return what a response to a variant is worth."""
    outcome: dict[str, Any] = {
        "question": variant.question.name,
        "seed": variant.seed,
        "response": raw,
        "value": None,
        "verdict": "unreadable",
        "score": None,
        "slips": [],
        "feedback": "",
        "your_line": "",
        "right_line": "",
        "key": _key(variant),
        "unit": getattr(variant.question, "unit", "none"),
    }
    try:
        reading = variant.read(raw)
    except UnreadableError as error:
        return outcome | {"feedback": str(error)}
    if isinstance(variant, OpenVariant):
        # Nobody is there to confirm, so what was found stands.
        found = variant.found(reading)
        reading = variant.judged(reading, found.covered)
        outcome["points"] = [
            {"id": one.id, "status": str(one.status), "quote": one.quote} for one in found.points
        ]
        count = f"I found {len(found.covered)} of {len(found.points)} points."
        outcome["feedback"] = " ".join([count, *variant.corrections(found)])
    grade = variant.grade(reading)
    return outcome | {
        "value": grade.value,
        "verdict": str(grade.verdict),
        "score": grade.score,
        "slips": list(grade.slips),
        "feedback": outcome["feedback"] or grade.feedback,
        "your_line": grade.your_line,
        "right_line": grade.right_line,
    }


def _key(variant: Variant) -> Any:  # noqa: ANN401 - a number, letters, or a text
    match variant:
        case NumericVariant() | ChoiceVariant() | OrderVariant():
            return variant.key
        case _:
            return variant.key_text


def graded_lines(outcome: dict[str, Any]) -> list[str]:
    """Return an outcome for people."""
    lines = [VERDICTS[outcome["verdict"]], *plain(outcome["feedback"]).splitlines()]
    if outcome["your_line"]:
        lines.append(f"  yours: {outcome['your_line']}")
    if outcome["right_line"]:
        lines.append(f"  right: {outcome['right_line']}")
    if "points" in outcome:
        points = (line for point in outcome["points"] for line in _point_lines(point))
        lines += ["", *points, "", *plain(HOW_FOUND).splitlines()]
    return lines


def _point_lines(point: Mapping[str, str]) -> list[str]:
    quote = f": {safe(point['quote'])}" if point["quote"] else ""
    line = f"{POINT_SIGNS[point['status']]} {point['id']}, {point['status']}{quote}"
    return wrap(line, _WIDTH, initial_indent="  ", subsequent_indent="    ")


def graded_batch(banks: Banks, lines: Iterable[str | bytes]) -> Iterator[dict[str, Any]]:
    """Yield an outcome for each line that holds a response, in order."""
    drawn = lru_cache(_MOST_DRAWN)(lambda name: find(banks, name))
    for place, line in enumerate(lines, start=1):
        if line.strip():
            yield _graded_line(drawn, place, line)


def _graded_line(drawn: Callable[[str], Variant], place: int, line: str | bytes) -> dict[str, Any]:
    try:
        request = json.loads(line)
        name, raw = request["question"], request["response"]
        seed = request.get("seed")
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return {"line": place, "error": "not an object with question and response"}
    if not isinstance(name, str) or not isinstance(raw, str):
        return {"line": place, "error": "question and response are texts"}
    if seed is not None and not (type(seed) is int and 0 <= seed < 10**LONGEST_SEED):
        message = f"a seed is a whole number of {LONGEST_SEED} digits at most"
        return {"line": place, "question": name, "error": message}
    try:
        return graded_variant(drawn(name if seed is None else f"{name}@{seed}"), raw)
    except QuizappError as error:
        return {"line": place, "question": name, "error": str(error)}
