"""Which files there are, what they say that they are, and how each is loaded once."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol, TypeAlias, TypeVar, Union

from quizapp.errors import BankError, FileError, Problem
from quizapp.system import files
from quizapp.system.folders import package

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

Source: TypeAlias = Union[Path, "Traversable"]
"""A file or a folder, on disk or inside the installed package."""

MAXIMUM_SIZE: Final = 4_000_000
"""Bytes that a file may have."""
FOLDERS: Final = {"blueprint": "blueprints", "track": "tracks"}
"""Kind of file → the folder among the banks that is for it."""
_HEAD: Final = re.compile(
    rb"^(?:\xef\xbb\xbf)?(?:(questions|quantities)|(blueprint|sections)|(track|topics)):",
    re.MULTILINE,
)
_USES: Final = b"uses:"
_QUANTITIES: Final = b"quantities:"
_BOM: Final = b"\xef\xbb\xbf"
_KINDS: Final = (None, "bank", "blueprint", "track")


class _Named(Protocol):
    """What a file is read as."""

    @property
    def name(self) -> str: ...
    @property
    def path(self) -> Path: ...


_Read = TypeVar("_Read", bound=_Named)
_Reads: TypeAlias = Callable[[Source], bytes | None]
"""Returns what is in a file."""


def shipped() -> Traversable:
    """Return the folder of the shipped banks: inside the package, or beside it in a checkout."""
    inside = package() / "_question_bank"
    if not isinstance(inside, Path) or inside.is_dir():
        return inside
    return inside.parents[1] / "question_bank"


def yaml_files(source: Source) -> list[Source]:
    """Return the file itself, or the YAML files directly in a folder, sorted by name.

    A folder that can't be listed is returned itself, and is told of where it is read.
    """
    try:
        if not is_folder(source):
            return [source]
        found = [
            file
            for file in source.iterdir()
            if file.name.endswith((".yaml", ".yml")) and file.is_file()
        ]
    except OSError:
        return [source]
    return sorted(found, key=lambda file: file.name)


def is_folder(source: Source) -> bool:
    """Whether a source is a folder, as far as can be seen."""
    # Unlike Path.is_dir, this takes folders that may not be looked into.
    return os.path.isdir(source) if isinstance(source, Path) else source.is_dir()


def identity(source: Source) -> str:
    """Return what is the same for one file, whichever way leads to it."""
    # Unlike Path.resolve, this takes links that lead in a circle.
    return os.path.realpath(source) if isinstance(source, Path) else str(source)


def load(
    files: Iterable[Source], kind: str, read: Callable[[Source], _Read]
) -> tuple[tuple[_Read, ...], tuple[Problem, ...]]:
    """Return what is in files, and the problems of those that are left out.

    Parameters
    ----------
    files
        Of two with one name the first counts.
    kind
        What they are, such as ``bank``.
    read
        Returns what a file holds, or raises BankError.
    """
    found: dict[str, _Read] = {}
    problems: list[Problem] = []
    for file in files:
        try:
            one = read(file)
        except BankError as error:
            problems.extend(error.problems)
            continue
        first = found.setdefault(one.name, one)
        if first is not one:
            problems.append(Problem(one.path, 1, 1, hidden_by(kind, one.name, first.path)))
    return tuple(found.values()), tuple(problems)


def hidden_by(kind: str, name: str, path: Path) -> str:
    """Return why a file isn't loaded that has the name of another of its kind."""
    return (
        f"not loaded: '{name}' is also the name of a {kind} in {path}, which is used instead; "
        f"remove one of them, or rename one with '{kind}: NAME'"
    )


def content(file: Source) -> bytes | None:
    """Return what is in a file; None where it can't be read."""
    try:
        return files.read(file, MAXIMUM_SIZE)
    except FileError:
        return None


class Contents(dict[Source, bytes | None]):
    """What is in files, each of which is read once."""

    def __missing__(self, file: Source) -> bytes | None:
        self[file] = found = content(file)
        return found


def files_of(kind: str, *sources: Source, read: _Reads = content) -> list[Source]:
    """Return the files of a kind, each once: the sources, or those in them and in its folder."""
    found: dict[str, Source] = {}
    for source in sources:
        inside = source / FOLDERS[kind] if kind in FOLDERS else None
        if source == shipped():  # where each lies in the folder of its kind
            there = [] if inside else yaml_files(source)
        else:
            there = [file for file in yaml_files(source) if kind_of(file, read) == kind]
        for file in (*there, *(yaml_files(inside) if inside and is_folder(inside) else ())):
            found.setdefault(identity(file), file)
    return list(found.values())


def kind_of(file: Source, read: _Reads = content) -> str:
    """Return what a file says that it is: ``blueprint``, ``track``, or else ``bank``."""
    found = _HEAD.search(read(file) or b"")
    return "bank" if found is None else str(_KINDS[found.lastindex or 1])


def uses_others(file: Source, read: _Reads = content) -> bool:
    """Whether a file says that its bank uses the quantities of other banks."""
    return _says(read(file), _USES)


def shared(file: Source, places: Iterable[Source], read: _Reads = content) -> list[Source]:
    """Return the files whose quantities a bank may use: those beside it, and in some places."""
    beside = [file.parent] if isinstance(file, Path) else []
    there = files_of("bank", *places, *beside, read=read)
    return [one for one in there if _says(read(one), _USES, _QUANTITIES)]


def _says(text: bytes | None, *fields: bytes) -> bool:
    """Whether a line of a file begins with one of some fields."""
    text = (text or b"").removeprefix(_BOM)
    # Not by a pattern, which takes ten times as long over a large file; most have no such word.
    said = [field for field in fields if field in text]
    return any(text.startswith(field) or b"\n" + field in text for field in said)


def banks_beside(paths: Iterable[Path]) -> list[Path]:
    """Return the folders of banks that blueprints and tracks are for: theirs, or the one above."""
    folders = (file.absolute().parent for file in paths if kind_of(file) in FOLDERS)
    return [path.parent if path.name in FOLDERS.values() else path for path in folders]
