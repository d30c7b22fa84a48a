"""The list of questions."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from quizapp import questions
from quizapp.bank.tracks import NO_TRACKS, Tracks
from quizapp.questions.base import Question
from quizapp.text.braces import unfilled
from quizapp.text.phrases import counted, score_of
from quizapp.text.prose import first_line
from quizapp.text.visible import safe

if TYPE_CHECKING:
    from quizapp.progress import QuestionProgress
    from quizapp.record import Remark

_NO_MARKS: Final[Mapping[str, Collection[str]]] = {}
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
    by_topic: dict[str, list[Question]] = {}
    for question in questions:
        by_topic.setdefault(question.topic, []).append(question)
    return [
        SearchedQuestion(question, title)
        for topic in sorted(by_topic, key=tracks.chosen.place)
        for title in (tracks.title(topic),)
        for question in by_topic[topic]
    ]


Marks = Mapping[str, Collection[str]]
"""What a word with ``is:`` may name → full names of the questions of which it is true."""


def marks(
    questions: Iterable[Question],
    known: Mapping[str, QuestionProgress],
    remarks: Iterable[Remark],
) -> Marks:
    """Return what is true of which questions, by how they went and what the learner said."""
    said = [(remark.kind, remark.question) for remark in remarks]
    went = {name: one.accuracy for name, one in known.items() if one.answered}
    return {
        "starred": {question for kind, question in said if kind == "star"},
        "noted": {question for kind, question in said if kind == "note"},
        "missed": {name for name, accuracy in went.items() if (accuracy or 0.0) < 1},
        "new": {question.name for question in questions} - went.keys(),
    }


def matching(
    known: Iterable[SearchedQuestion], words: str, true_of: Marks = _NO_MARKS
) -> list[SearchedQuestion]:
    """Return the entries that all of some words match, whatever their case.

    A word may be anywhere in the name, topic, type, title or first line; ``level:2``,
    ``level:2-4``, ``topic:``, ``type:``, ``bank:`` and ``id:`` look in one place, and ``is:`` among
    the marks.
    """
    for word in words.casefold().split():
        known = filter(_matches(word, true_of), known)
    return list(known)


def right(standing: QuestionProgress | None) -> str:
    """Return how much of a question's counted answers was right, such as ``3 of 4``."""
    if standing is None or not standing.answered:
        return ""
    return score_of((standing.accuracy or 0.0) * standing.answered, standing.answered)


def called(question: Question) -> str:
    """Return the title of a question, or the first line of what it asks."""
    return question.title or first_line(unfilled(question.stem), 70)


def _searched(question: Question, topic: str) -> str:
    beginning = next((line for line in question.stem.split("\n") if line.strip()), "")
    parts = (question.name, question.topic, topic, question.type)
    return "\n".join((*parts, question.title, unfilled(beginning))).casefold()


def _matches(word: str, true_of: Marks) -> Callable[[SearchedQuestion], bool]:
    """Return what tells whether an entry matches a word."""
    place, _, value = word.partition(":")
    if ":" not in word or place not in ("is", "level", *_PLACES):
        return lambda entry: word in entry.text
    if place == "is" and value:
        meant = set().union(*(names for mark, names in true_of.items() if mark.startswith(value)))
        return lambda entry: entry.question.name in meant
    if place == "level" and (levels := questions.kinds.read_levels(value)):
        low, high = levels
        return lambda entry: low <= entry.question.level <= high
    if place in _PLACES:
        return lambda entry: value in str(getattr(entry.question, place)).casefold()
    return lambda _: not value


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
            "title": called(question),
            "generated": question.generated,
            **_standing(known.get(question.name)),
        }
        for question in questions
    ]


def _standing(question: QuestionProgress | None) -> dict[str, Any]:
    return {"attempts": question.attempts, "accuracy": question.accuracy} if question else {}


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
