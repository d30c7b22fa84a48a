"""Which files there are, what they say that they are, and how each is loaded once."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Final, Protocol, TypeAlias, TypeVar

from quizapp.bank.collection import MAXIMUM_SIZE, Source, identity, is_folder, shipped, yaml_files
from quizapp.errors import BankError, FileError, Problem
from quizapp.system import files

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
