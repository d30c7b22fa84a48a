"""What mock interviews are made of; light enough for the first paint."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Final, Literal

from quizapp import interview
from quizapp.bank import reading, sources
from quizapp.bank.cache import Kept
from quizapp.bank.collection import Banks, Place
from quizapp.bank.sources import Source
from quizapp.bank.tracks import Tracks
from quizapp.errors import Problem, UsageError
from quizapp.text.suggestions import nearest

KIND: Final = "blueprint"


@dataclass(frozen=True, kw_only=True)
class Section:
    """One part of an interview: questions named, or a number of questions to choose.

    With both, that many of those named are chosen.
    """

    title: str
    bank: str = ""
    topic: str = ""
    topics: tuple[str, ...] = ()
    type: str = ""
    levels: tuple[int, int] = (1, 5)
    count: int = 0
    questions: tuple[str, ...] = ()
    pitch: str = ""
    """An open question with a limit, asked first."""
    seconds: float | None = None
    """Planned for each question; None shares out the time that is left."""
    follow_ups: bool = False
    """Whether the interviewer asks on after an answer."""

    @property
    def asks(self) -> int:
        """How many questions it asks, without follow-ups."""
        return (self.count or len(self.questions)) + bool(self.pitch)


@dataclass(frozen=True, kw_only=True)
class Blueprint:
    """What a mock interview is made of."""

    name: str
    title: str
    minutes: float
    sections: tuple[Section, ...]
    about: str = ""
    pause: bool = False
    path: Path
    revision: str
    """A short hash of the file."""
    places: Mapping[tuple[int, str], Place] = field(default_factory=dict, repr=False)
    """Where the value of each section's field stands; the section itself under no name."""

    def problem(
        self,
        section: int,
        name: str,
        message: str,
        severity: Literal["error", "warning"] = "error",
    ) -> Problem:
        """Return a problem at the place of a section's field, or of the section."""
        found = self.places.get((section, name)) or self.places.get((section, ""))
        return Problem(self.path, *(found or (1, 1)), message, severity)


@dataclass(frozen=True)
class Blueprints:
    """All blueprints that could be read, and what was wrong with the others."""

    blueprints: tuple[Blueprint, ...] = ()
    problems: tuple[Problem, ...] = ()

    @cached_property
    def _named(self) -> dict[str, Blueprint]:
        return {blueprint.name: blueprint for blueprint in self.blueprints}

    def find(self, name: str) -> Blueprint:
        """Return the blueprint with a name.

        Raises
        ------
        UsageError
            With the nearest name, or with all there are.
        """
        if name in self._named:
            return self._named[name]

        known = ", ".join(self._named) or "none"
        hint = nearest(name[:60], self._named) or f"; choose from: {known}"
        raise UsageError(f"no interview called '{reading.yaml_errors.shown(name)}'{hint}")


def read(source: Source) -> Blueprint:
    """Return the blueprint in a file.

    Raises
    ------
    BankError
        With all problems of the file, in its order.
    """
    return interview.blueprint_reader.read(source)


def read_text(text: str, path: Path) -> Blueprint:
    """Return the blueprint in a text, which messages name by a path.

    Raises
    ------
    BankError
        With all problems of the text, in its order.
    """
    return interview.blueprint_reader.read_text(text, path)


def load(places: Iterable[Source], folder: Path | None = None) -> Blueprints:
    """Return the blueprints in files and folders of banks; a bad one never stops the good ones.

    Parameters
    ----------
    places
        Files and folders.
    folder
        Where what was read is kept; all are read where none is given.
    """
    if folder is not None:
        return Blueprints(*Kept(folder).load(KIND, places, read))
    return Blueprints(*sources.load(sources.files_of(KIND, *places), KIND, read))


def offered(
    blueprints: Iterable[Blueprint], banks: Banks, tracks: Tracks
) -> tuple[list[Blueprint], list[Blueprint]]:
    """Return the followed track's interviews and those of other tracks, the shortest first."""
    own: list[Blueprint] = []
    others: list[Blueprint] = []
    for one in sorted(blueprints, key=lambda one: one.minutes):
        (own if _is_of_track(one, banks, tracks) else others).append(one)
    return own, others


def _is_of_track(blueprint: Blueprint, banks: Banks, tracks: Tracks) -> bool:
    """Whether an interview asks about the followed track, or about topics that no track has."""
    topics = {topic for section in blueprint.sections for topic in _topics(section, banks)}
    return not topics or any(map(tracks.covers, topics))


def _topics(section: Section, banks: Banks) -> Iterator[str]:
    """Yield the topics that a section names, by itself, by its questions or by its bank."""
    yield from filter(None, (section.topic, *section.topics))
    for name in filter(None, (section.pitch, *section.questions)):
        with suppress(UsageError):
            yield banks.find(name).topic
    if not section.topic and not section.topics:
        yield from (question.topic for question in banks.by_bank.get(section.bank, ()))
