"""The list of questions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from quizapp.bank.tracks import NO_TRACKS, Tracks
from quizapp.questions.base import Question
from quizapp.questions.kinds import read_levels
from quizapp.questions.template import unfilled
from quizapp.text.phrases import counted, score_of
from quizapp.text.prose import first_line, safe

if TYPE_CHECKING:
    from quizapp.progress import QuestionProgress

_PLACES: Final = ("id", "topic", "type", "bank")
"""What a word may name, beside the level, to look there only."""


@dataclass(frozen=True)
class SearchedQuestion:
    """A question with what words are looked up in, which is put together with the first look."""

    question: Question
    topic: str
    """The topic as shown."""

    @cached_property
    def text(self) -> str:
        """The name, topic, type, title and first line."""
        return _searched(self.question, self.topic)


def entries(questions: Iterable[Question], tracks: Tracks = NO_TRACKS) -> list[SearchedQuestion]:
    """Return questions along the followed track, ready to be looked up."""
    along = sorted(questions, key=lambda question: tracks.chosen.place(question.topic))
    return [SearchedQuestion(question, tracks.title(question.topic)) for question in along]


def matching(known: Iterable[SearchedQuestion], words: str) -> list[SearchedQuestion]:
    """Return the entries that all of some words match, whatever their case.

    A word may be anywhere in the name, topic, type, title or first line; ``level:2``,
    ``level:2-4``, ``topic:``, ``type:``, ``bank:`` and ``id:`` look in one place.
    """
    wanted = words.casefold().split()
    return [entry for entry in known if all(_matches(entry, word) for word in wanted)]


def right(standing: QuestionProgress | None) -> str:
    """Return how much of a question's counted answers was right, such as ``3 of 4``."""
    if standing is None or not standing.answered:
        return ""
    return score_of((standing.accuracy or 0.0) * standing.answered, standing.answered)


def _searched(question: Question, topic: str) -> str:
    beginning = next((line for line in question.stem.split("\n") if line.strip()), "")
    parts = (question.name, question.topic, topic, question.type)
    return "\n".join((*parts, question.title, unfilled(beginning))).casefold()


def _matches(entry: SearchedQuestion, word: str) -> bool:
    place, colon, value = word.partition(":")
    if colon and place == "level":
        levels = read_levels(value)
        return levels[0] <= entry.question.level <= levels[1] if levels else not value
    if colon and place in _PLACES:
        return value in str(getattr(entry.question, place)).casefold()
    return word in entry.text


def structures(
    questions: Sequence[Question], known: Mapping[str, QuestionProgress] | None = None
) -> list[dict[str, Any]]:
    """Return questions for programs, with attempts and accuracy where they are known."""
    known = known or {}
    return [
        {
            "id": question.id,
            "bank": question.bank,
            "type": question.type,
            "topic": question.topic,
            "level": question.level,
            "title": question.title or first_line(unfilled(question.stem), 70),
            "generated": question.generated,
            **_standing(known.get(question.name)),
        }
        for question in questions
    ]


def _standing(one: QuestionProgress | None) -> dict[str, Any]:
    return {"attempts": one.attempts, "accuracy": one.accuracy} if one else {}


def lines(
    questions: Sequence[Question], known: Mapping[str, QuestionProgress] | None = None
) -> list[str]:
    """Return questions for people, a line each under its topic, with how they went if known.

    They go in the order given; those of a topic stand together.
    """
    went = {question.name: right((known or {}).get(question.name)) for question in questions}
    room = max(map(len, went.values()))
    names = [question.name for question in questions]
    wide = min(44, max(map(len, names)))
    topic = ""
    found: list[str] = []
    for question in questions:
        if question.topic != topic:
            topic = question.topic
            found += ["", topic] if found else [topic]
        again = "~" if question.generated else " "
        title = _cut(safe(question.title), 60) or first_line(unfilled(question.stem), 60)
        found.append(
            f"  {question.name:<{wide}}  {question.level}  {question.type:<7} "
            + (f"{went[question.name]:>{room}} " if room else "")
            + f"{again} {title}"
        )
    count = len(questions)
    return [
        *found,
        "",
        f"{counted(count, 'question')}; ~ means new numbers each time",
    ]


def _cut(text: str, width: int) -> str:
    return text if len(text) <= width else f"{text[: width - 1].rstrip()}…"
