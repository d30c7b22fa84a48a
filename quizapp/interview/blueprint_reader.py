"""Read blueprints of mock interviews, as strictly as banks."""

from __future__ import annotations

from pathlib import Path

from quizapp.bank import schema
from quizapp.bank.collection import Place
from quizapp.bank.reader import content, read_fields
from quizapp.bank.reading.contradictions import entries
from quizapp.bank.reading.nodes import Sequence, YamlNode
from quizapp.bank.sources import Source
from quizapp.interview.blueprints import Blueprint, Section
from quizapp.system.hashing import blake2b


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
        for name, entry in entries(section).items():
            value = entry.value
            found[count, name] = (value.line, value.column)
            if isinstance(value, Sequence):
                for place, item in enumerate(value.items):
                    found[count, f"{name}.{place}"] = (item.line, item.column)
    return found
