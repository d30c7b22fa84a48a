"""Read blueprints of mock interviews, as strictly as banks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import blake2b
from pathlib import Path
from typing import Final, Literal

from quizapp.bank import schema, sources
from quizapp.bank.collection import Place, Source
from quizapp.bank.reader import content, read_fields
from quizapp.bank.reading.contradictions import entries
from quizapp.bank.reading.nodes import Sequence, YamlNode
from quizapp.bank.reading.yaml_errors import shown
from quizapp.errors import Problem, UsageError
from quizapp.text.suggestions import nearest

KIND: Final = "blueprint"


@dataclass(frozen=True, kw_only=True)
class Section:
    """One part of an interview: questions named, or a number of questions to choose."""

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
        raise UsageError(f"no interview called '{shown(name)}'{hint}")


def read(source: Source, path: Path | None = None) -> Blueprint:
    """Return the blueprint in a file, which messages name by a path if one is given.

    Raises
    ------
    BankError
        With all problems of the file, in its order.
    """
    path = path or Path(str(source))
    text, data = content(source, path)
    return _blueprint(text, path, data)


def read_text(text: str, path: Path) -> Blueprint:
    """Return the blueprint in a text, which messages name by a path.

    Raises
    ------
    BankError
        With all problems of the text, in its order.
    """
    return _blueprint(text, path, text.encode("utf-8", "surrogatepass"))


def load(places: Iterable[Source]) -> Blueprints:
    """Return the blueprints in files and folders of banks; a bad one never stops the good ones."""
    return Blueprints(*sources.load(sources.files_of(KIND, *places), KIND, read))


def _blueprint(text: str, path: Path, data: bytes) -> Blueprint:
    fields, _, root = read_fields(text, path, schema.BLUEPRINT)
    return Blueprint(
        name=fields.get("blueprint", path.stem),
        title=fields["title"],
        minutes=fields["minutes"],
        sections=tuple(Section(**section) for section in fields["sections"]),
        about=fields.get("about", ""),
        pause=fields.get("pause", False),
        path=path,
        revision=blake2b(data, digest_size=6).hexdigest(),
        places=_places(root),
    )


def _places(root: YamlNode) -> dict[tuple[int, str], Place]:
    found: dict[tuple[int, str], Place] = {}
    sections = entries(root)["sections"].value
    for count, section in enumerate(sections.items if isinstance(sections, Sequence) else ()):
        found[count, ""] = (section.line, section.column)
        for name, (_, value) in entries(section).items():
            found[count, name] = (value.line, value.column)
            if isinstance(value, Sequence):
                for place, item in enumerate(value.items):
                    found[count, f"{name}.{place}"] = (item.line, item.column)
    return found
