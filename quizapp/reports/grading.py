"""One variant, and responses to it, outside a session."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any, Final

from quizapp.bank.collection import Banks
from quizapp.errors import QuizappError, UnreadableError
from quizapp.questions.base import Variant
from quizapp.questions.names import LONGEST_SEED, read_name
from quizapp.text.blocks import in_sight
from quizapp.text.lines import lines
from quizapp.text.phrases import RIGHT, VERDICTS, counted
from quizapp.text.prose import plain
from quizapp.text.visible import safe
from quizapp.text.wrapping import wrapped_text
from quizapp.working.numerals import result_text

POINT_SIGNS: Final = {"covered": RIGHT, "unsure": "?", "not found": "·"}
TOO_CLOSE: Final = "Mistakes too close to the right answer to detect"
_POINT_WORDS: Final = {"covered": "covered", "unsure": "unsure", "not found": "not mentioned"}
HOW_FOUND: Final = (
    "I look for key phrases and can be wrong; you may have made a point that I missed."
)
"""What finds the points of an open answer, and how well."""

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
    identity, seed = read_name(name)
    return banks.find(identity).variant(seed or 0)


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
    return structure | variant.facts()


def shown_lines(variant: Variant, width: int = 76, *, at_length: bool = False) -> list[str]:
    """Return a variant for people; its texts are no wider than asked."""
    question = variant.question
    head = f"{variant.name} · {question.topic} · level {question.level}"
    offered = () if question.marks_offered else variant.offered()
    blocks = (*variant.asked(), *in_sight(offered), *variant.solved(at_length=at_length))
    return [head, "", *lines(blocks, width), *_slip_lines(variant)]


def _slip_lines(variant: Variant) -> list[str]:
    """Return the slips with the values that they give; last, those that pass for the key."""
    wide = min(
        24, max((len(result_text(mistake.value)) for mistake in variant.mistakes), default=0)
    )
    near = set(map(id, variant.unfair))
    told = [mistake for mistake in variant.mistakes if id(mistake) not in near]
    hidden = [mistake for mistake in variant.mistakes if id(mistake) in near]
    found = []
    for title, mistakes in (("Common mistakes:", told), (f"{TOO_CLOSE}:", hidden)):
        slips = [
            f"  {result_text(mistake.value):>{wide}}  {' + '.join(mistake.ids)}"
            for mistake in mistakes
        ]
        found += ["", title, *slips] if slips else []
    return found


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
        "key": variant.key,
        "unit": variant.question.unit,
    }
    try:
        reading = variant.unattended(variant.read(raw))
    except UnreadableError as error:
        return outcome | {"feedback": str(error)}
    found = variant.found(reading)
    if found is not None:
        outcome["points"] = [
            {"id": finding.id, "status": str(finding.status), "quote": finding.quote}
            for finding in found.points
        ]
        covered, points = len(found.covered), len(found.points)
        least = "" if covered == points else "at least "
        made = f"You made {least}{covered} of {counted(points, 'point')}."
        count = made if covered else f"I found none of {counted(points, 'point')}."
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


def graded_lines(outcome: dict[str, Any]) -> list[str]:
    """Return an outcome for people."""
    found = [VERDICTS[outcome["verdict"]], *plain(outcome["feedback"]).splitlines()]
    if outcome["your_line"]:
        found.append(f"  yours: {outcome['your_line']}")
    if outcome["right_line"]:
        found.append(f"  right: {outcome['right_line']}")
    if "points" in outcome:
        points = (line for point in outcome["points"] for line in _point_lines(point))
        found += ["", *points, "", *plain(HOW_FOUND).splitlines()]
    return found


def _point_lines(point: Mapping[str, str]) -> list[str]:
    quote = f": {safe(point['quote'])}" if point["quote"] else ""
    sign, words = POINT_SIGNS[point["status"]], _POINT_WORDS[point["status"]]
    first, *others = wrapped_text(f"{sign} {point['id']}, {words}{quote}", _WIDTH - 4)
    return [f"  {first}", *(f"    {other}" for other in others)]


def graded_batch(banks: Banks, requests: Iterable[str | bytes]) -> Iterator[dict[str, Any]]:
    """Yield an outcome for each line that holds a response, in order."""
    drawn = lru_cache(_MOST_DRAWN)(lambda name: find(banks, name))
    for place, line in enumerate(requests, start=1):
        if line.strip():
            yield _graded_line(drawn, place, line)


def _graded_line(drawn: Callable[[str], Variant], place: int, line: str | bytes) -> dict[str, Any]:
    try:
        request = json.loads(line)
        name, raw = request["question"], request["response"]
        seed = request.get("seed")
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        error = 'each line must be a JSON object with "question" and "response"'
        return {"line": place, "error": error}
    if not isinstance(name, str) or not isinstance(raw, str):
        return {"line": place, "error": '"question" and "response" must be strings'}
    if seed is not None and not (type(seed) is int and 0 <= seed < 10**LONGEST_SEED):
        message = f"a seed is a whole number with at most {LONGEST_SEED} digits"
        return {"line": place, "question": name, "error": message}
    try:
        return graded_variant(drawn(name if seed is None else f"{name}@{seed}"), raw)
    except QuizappError as error:
        return {"line": place, "question": name, "error": str(error)}
