"""The list of mock interviews."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from quizapp.text.commands import command
from quizapp.text.prose import plain, safe

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


def lines(blueprints: Sequence[Blueprint]) -> list[str]:
    """Return interviews for people: name, title, length and what each is about."""
    wide = max((len(blueprint.name) for blueprint in blueprints), default=0)
    found: list[str] = []
    for blueprint in blueprints:
        size = f"{blueprint.minutes:g} min, {questions(blueprint)} questions"
        found.append(f"{blueprint.name:<{wide}}  {safe(blueprint.title)}: {size}")
        found += [
            f"{'':<{wide}}  {line}" for line in plain(blueprint.about, 76 - wide).splitlines()
        ]
    start = (
        f"Start one with: {command('mock', 'NAME')}" if blueprints else "No interviews to start."
    )
    return [*found, "", start]


def questions(blueprint: Blueprint) -> int:
    """Return how many questions an interview asks, without follow-ups."""
    return sum(section.asks for section in blueprint.sections)
