"""The list of mock interviews."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from quizapp.text.commands import command
from quizapp.text.phrases import OTHER_SUBJECTS
from quizapp.text.prose import plain
from quizapp.text.visible import safe

if TYPE_CHECKING:
    from quizapp.interview.blueprints import Blueprint


def structures(blueprints: Sequence[Blueprint]) -> list[dict[str, Any]]:
    """Return interviews for programs."""
    return [
        {
            "blueprint": blueprint.name,
            "title": blueprint.title,
            "about": blueprint.about,
            "minutes": blueprint.minutes,
            "questions": questions(blueprint),
            "pause": blueprint.pause,
        }
        for blueprint in blueprints
    ]


def lines(own: Sequence[Blueprint], others: Sequence[Blueprint] = ()) -> list[str]:
    """Return interviews for people: name, title, length and what each is about."""
    listed = [*own, *others]
    wide = max((len(blueprint.name) for blueprint in listed), default=0)
    found = [*_lines(own, wide)]
    if own and others:
        found += ["", f"{OTHER_SUBJECTS}:"]
    found += _lines(others, wide)
    start = f"Start one with: {command('mock', 'NAME')}" if listed else "No interviews to start."
    return [*found, "", start]


def _lines(blueprints: Iterable[Blueprint], wide: int) -> Iterator[str]:
    for blueprint in blueprints:
        size = f"{blueprint.minutes:g} min, {questions(blueprint)} questions"
        yield f"{blueprint.name:<{wide}}  {safe(blueprint.title)}: {size}"
        for line in plain(blueprint.about, 76 - wide).splitlines():
            yield f"{'':<{wide}}  {line}"


def questions(blueprint: Blueprint) -> int:
    """Return how many questions an interview asks, without follow-ups."""
    return sum(section.asks for section in blueprint.sections)
