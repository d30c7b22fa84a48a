"""The questions there are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from quizapp.questions.base import Question
from quizapp.questions.template import unfilled
from quizapp.selection import CHAIN
from quizapp.working.prose import first_line, safe


def structures(questions: Sequence[Question]) -> list[dict[str, Any]]:
    """Return questions for programs."""
    return [
        {
            "id": question.id,
            "bank": question.bank,
            "type": question.type,
            "topic": question.topic,
            "level": question.level,
            "title": question.title or first_line(unfilled(question.stem), 70),
            "generated": question.generated,
        }
        for question in questions
    ]


def _along_the_chain(question: Question) -> tuple[int, str]:
    """Return a place for a topic: the chain's own first, then the others by name."""
    topics = list(CHAIN)
    place = topics.index(question.topic) if question.topic in CHAIN else len(topics)
    return place, question.topic


def lines(questions: Sequence[Question]) -> list[str]:
    """Return questions for people, a line each under its topic."""
    names = [question.name for question in questions]
    wide = min(44, max(map(len, names)))
    topic = ""
    found: list[str] = []
    for question in sorted(questions, key=_along_the_chain):
        if question.topic != topic:
            topic = question.topic
            found += ["", topic] if found else [topic]
        again = "~" if question.generated else " "
        title = _cut(safe(question.title), 60) or first_line(unfilled(question.stem), 60)
        found.append(
            f"  {question.name:<{wide}}  {question.level}  {question.type:<7} {again} {title}"
        )
    count = len(questions)
    return [*found, "", f"{count} question{'s' if count != 1 else ''}; ~ is generated afresh"]


def _cut(text: str, width: int) -> str:
    return text if len(text) <= width else f"{text[: width - 1].rstrip()}…"
