"""Banks that were read and found right once, kept so that they are there at once.

Reading strictly takes a millisecond a question. What was read is kept as plain JSON under a hash of
the files and of the program; anything that differs is read anew. Where it can't be kept, nothing
is lost but time.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import fields, is_dataclass, replace
from hashlib import blake2b
from pathlib import Path
from typing import Any, Final

from quizapp.answers.words.points import Wording
from quizapp.bank.collection import MAXIMUM_SIZE, Bank, Banks, Source, yaml_files
from quizapp.errors import FileError
from quizapp.questions.types import TYPES
from quizapp.system import cache, files

_MARK: Final = "\0"
"""The name of a class stands under it; no bank can have such a key."""
_UNKEPT: Final = frozenset({"places", "wording"})
"""Fields that only a check needs, or that are kept elsewhere."""
_PROGRAM: Final = Path(__file__).parents[1]


def load(sources: Iterable[Source], folder: Path) -> Banks:
    """Return the banks in files and folders, as kept in a folder or read anew.

    Banks with problems are read anew each time, so that the problems are told each time.
    """
    sources = list(sources)
    fingerprint = _fingerprint(sources)
    file = folder / f"{fingerprint}.json"
    if (there := cache.kept(file, fingerprint)) is not None:
        return Banks(tuple(_decoded(there, _classes())), (), fingerprint)
    # Here and not above: where banks are kept, no YAML is read.
    from quizapp.bank import reader

    banks = replace(reader.load(sources), fingerprint=fingerprint)
    if not banks.problems:
        with suppress(OSError):
            files.make_private(folder)
            if cache.keep(file, fingerprint, _encoded(banks.banks)):
                _forget_others(file)
    return banks


def _classes() -> dict[str, type]:
    """Return what a bank is made of, by name."""
    made = (part for question in TYPES.values() for part in (question, *question.made_of))
    return {one.__name__: one for one in (Bank, *made)}


def _fingerprint(sources: Iterable[Source]) -> str:
    """Return a hash of all that decides what reading gives."""
    seen = blake2b(digest_size=16)
    for line in _program(_PROGRAM):
        seen.update(line.encode())
    for source in sources:
        for file in yaml_files(source):
            seen.update(f"{file} ".encode())
            with suppress(FileError):
                seen.update(files.read(file, MAXIMUM_SIZE))
    return seen.hexdigest()


def _program(place: Path) -> Iterator[str]:
    """Yield a line for each file of the program, or for the archive that it is in."""
    if not place.is_dir():
        archive = next(one for one in place.parents if one.exists())
        yield _state(str(archive), archive.stat())
        return
    with os.scandir(place) as entries:
        for entry in sorted(entries, key=lambda one: one.name):
            if entry.name.endswith(".py"):
                yield _state(entry.path, entry.stat())
            elif entry.is_dir() and entry.name != "__pycache__":
                yield from _program(Path(entry.path))


def _state(path: str, status: os.stat_result) -> str:
    return f"{path} {status.st_size} {status.st_mtime_ns} "


def _forget_others(kept: Path) -> None:
    """Remove what was kept of banks that were here before."""
    for other in kept.parent.glob("*.json"):
        if other != kept:
            other.unlink(missing_ok=True)


def _encoded(value: Any) -> Any:  # noqa: ANN401 - any value of a bank
    if is_dataclass(value) and not isinstance(value, type):
        named = ((one.name, getattr(value, one.name)) for one in fields(value))
        plain = {name: _encoded(part) for name, part in named if name not in _UNKEPT}
        return {_MARK: type(value).__name__, **plain}
    if isinstance(value, Mapping):
        return {name: _encoded(part) for name, part in value.items()}
    if isinstance(value, tuple | list):
        return [_encoded(part) for part in value]
    return str(value) if isinstance(value, Path) else value


def _decoded(value: Any, classes: Mapping[str, Any]) -> Any:  # noqa: ANN401 - any value of a bank
    """Return what was encoded; objects are filled as they were, not constructed anew."""
    if isinstance(value, list):
        return tuple([one if type(one) is str else _decoded(one, classes) for one in value])
    if not isinstance(value, dict):
        return value
    for name, part in value.items():
        if type(part) is not str:
            value[name] = _decoded(part, classes)
    if _MARK not in value:
        return value
    kind = classes[value.pop(_MARK)]
    if kind is Bank:
        value.update(path=Path(value["path"]), places={})
        wording = Wording(value["canonical"], value["lexicon"])
        value["questions"] = tuple([one.worded(wording) for one in value["questions"]])
    made = kind.__new__(kind)
    made.__dict__.update(value)
    return made
