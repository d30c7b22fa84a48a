"""One question of an interview looked at again: the response, the verdict, the right answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from quizapp.answers.words import aloud
from quizapp.bank.tracks import NO_TRACKS, Tracks
from quizapp.interview.results import Result
from quizapp.text.blocks import Block, in_sight
from quizapp.text.phrases import VERDICTS
from quizapp.text.prose import first_line, plain
from quizapp.text.visible import safe

_UNANSWERED: Final = "– Not answered"
_AWAITS: Final = "… Check your answer to score this"
_UNBROKEN: Final = 10_000
"""Columns of a paragraph: what shows it breaks it."""


@dataclass(frozen=True, kw_only=True)
class Review:
    """One question looked at again, as blocks and as texts, none of which is marked up."""

    heading: str
    about: str
    stem: tuple[Block, ...]
    response: tuple[str, ...]
    """As typed."""
    verdict: str
    feedback: tuple[str, ...]
    answer: tuple[Block, ...]
    """The key with its working, or the options, or the model answer."""


def title_of(result: Result) -> str:
    """Return what a question is called."""
    question = result.planned.variant.question
    return question.title or first_line(result.planned.variant.stem, 60)


def verdict_of(result: Result) -> str:
    """Return a verdict in a sign and words."""
    if result.grade is None:
        return _UNANSWERED
    return _AWAITS if result.awaits else VERDICTS[result.grade.verdict]


def structure_of(number: int, result: Result) -> dict[str, Any]:
    """Return one question of an interview for programs."""
    variant, answer, grade = result.planned.variant, result.answer, result.grade
    return {
        "number": number,
        "question": variant.question.name,
        "seed": variant.seed,
        "section": result.planned.section,
        "topic": variant.question.topic,
        "follow_up": result.planned.follows is not None,
        "parameters": variant.parameters,
        "stem": variant.stem,
        "response": answer.response,
        "typed": answer.typed,
        "verdict": "unanswered" if grade is None else "awaits" if result.awaits else grade.verdict,
        "score": result.score,
        "slips": grade.slips if grade else (),
        "feedback": grade.feedback if grade else "",
        "confidence": answer.confidence,
        "flagged": answer.flagged,
        "changes": answer.changes,
        "seconds": answer.seconds,
        "planned_seconds": result.planned.seconds,
        "points": answer.points,
        "key": variant.key_text,
        "working": variant.working.facts() if variant.working else [],
    }


def review(number: int, result: Result, tracks: Tracks = NO_TRACKS) -> Review:
    """Return one question of an interview looked at again."""
    variant, answer, grade = result.planned.variant, result.answer, result.grade
    feedback = plain(grade.feedback, _UNBROKEN).splitlines() if grade and not result.awaits else []
    if grade and grade.your_line:
        feedback.append(f"yours: {grade.your_line}")
    if grade and grade.right_line:
        feedback.append(f"right: {grade.right_line}")
    if answer.typed.strip():
        feedback.append(f"In the field when time ran out: {safe(answer.typed)}")
    question = variant.question
    follows = ", follow-up" if result.planned.follows is not None else ""
    return Review(
        heading=f"{number}. {safe(title_of(result))}",
        about=(f"{tracks.title(question.topic)}, level {question.level}{follows}; {variant.name}"),
        stem=_stem(result),
        response=tuple(safe(line) for line in aloud.for_people(answer.response or "").splitlines()),
        verdict=verdict_of(result),
        feedback=tuple(feedback),
        answer=tuple(variant.solved(answer.points or ())),
    )


def _stem(result: Result) -> tuple[Block, ...]:
    variant = result.planned.variant
    offered = () if variant.question.marks_offered else variant.offered()
    return (*variant.asked(), *in_sight(offered))
