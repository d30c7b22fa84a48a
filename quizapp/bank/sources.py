"""Which files there are, what they say that they are, and how each is loaded once."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from time import time_ns
from typing import TYPE_CHECKING, Any, Final, NamedTuple, Protocol, TypeAlias, TypeVar, Union

from quizapp.errors import BankError, FileError, Problem
from quizapp.system import cache, files
from quizapp.system.folders import package
from quizapp.system.hashing import blake2b

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

Source: TypeAlias = Union[Path, "Traversable"]
"""A file or a folder, on disk or inside the installed package."""

MAXIMUM_SIZE: Final = 4_000_000
"""Bytes that a file may have."""
FOLDERS: Final = {"blueprint": "blueprints", "track": "tracks"}
"""Kind of file → the folder among the banks that is for it."""
_HEAD: Final = (
    rb"(?m)^(?:\xef\xbb\xbf)?(?:(questions|quantities)|(blueprint|sections)|(track|topics)):"
)
"""A pattern, compiled when a file is first looked into."""
_USES: Final = b"uses:"
_QUANTITIES: Final = b"quantities:"
_BOM: Final = b"\xef\xbb\xbf"
_KINDS: Final = ("bank", "bank", "blueprint", "track")
_SETTLES: Final = 2_000_000_000
"""Nanoseconds in which a file can change twice at what the system calls the same time."""
_MOST: Final = 1_000
"""Files that nothing was asked of now whose states are kept too."""


class _Named(Protocol):
    """What a file is read as."""

    @property
    def name(self) -> str: ...
    @property
    def path(self) -> Path: ...


_Read = TypeVar("_Read", bound=_Named)


class Look(NamedTuple):
    """What a look into a file tells, before it is read strictly."""

    digest: str = ""
    """A hash of its content; nothing where it can't be read."""
    kind: str = "bank"
    """What it says that it is: a bank unless a blueprint or a track."""
    uses: bool = False
    """Whether its bank uses the quantities of others."""
    shares: bool = False
    """Whether it has quantities that others may use."""


_Looks: TypeAlias = Callable[[Source], Look]
"""Returns what a look into a file tells."""


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


def look_into(file: Source) -> Look:
    """Return what a file says of itself."""
    if (data := content(file)) is None:
        return Look()
    found = re.search(_HEAD, data)
    return Look(
        blake2b(data, digest_size=16).hexdigest(),
        _KINDS[(found and found.lastindex) or 0],
        _has(data, _USES),
        _has(data, _USES, _QUANTITIES),
    )


class Known(dict[Source, Look]):
    """What files say, each looked into once, and not at all where it is as it was.

    It is as it was where its size, its place on the disk and the times of its last changes are.
    One of these times can't be set back by hand, so a file that has got its old time again is
    looked into; where the system keeps no such time, as Windows, only if its size has changed. A
    file that had just changed is looked into again: it may have changed once more in that moment.

    Parameters
    ----------
    path
        Where that is kept; only where the folder above its folder is there, so that a first start
        leaves nothing behind.
    program
        Returns what tells the program from others; called where there is something to be kept.
    """

    def __init__(self, path: Path, program: Callable[[], str]) -> None:
        self._path, self._program = path, program
        kept = cache.kept(path, program()) if os.path.exists(path) else None
        self._before: dict[str, _Entry] = kept or {}
        self._now: dict[str, _Entry] = {}

    def __missing__(self, file: Source) -> Look:
        name, state = str(file), _state(file)  # of another place it would have another state
        before = self._before.get(name)
        found = Look(*before[1]) if before and before[0] == state else look_into(file)
        if state and found.digest:
            self._now[name] = (state, tuple(found))
        self[file] = found
        return found

    def keep(self) -> None:
        """Keep what the files say, where that has changed."""
        folder = self._path.parent
        if os.path.isdir(folder.parent) and not self._now.items() <= self._before.items():
            others = [one for one in self._before.items() if one[0] not in self._now]
            with suppress(OSError):
                files.make_private(folder)
                cache.keep(self._path, self._program(), dict(others[-_MOST:]) | self._now)


_State: TypeAlias = tuple[int, int, int, int]
_Entry: TypeAlias = tuple[_State, tuple[Any, ...]]
"""The state of a file, and what it says."""


def _state(file: Source) -> _State | None:
    """Return what the system knows of a file; None where that doesn't tell whether it changes."""
    now = time_ns()
    try:
        found = os.stat(file) if isinstance(file, Path) else None
    except OSError:
        found = None
    if found is None or now - max(found.st_mtime_ns, found.st_ctime_ns) < _SETTLES:
        return None
    return found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino


def files_of(kind: str, *sources: Source, look: _Looks = look_into) -> list[Source]:
    """Return the files of a kind, each once: the sources, or those in them and in its folder."""
    found: dict[str, Source] = {}
    for source in sources:
        inside = source / FOLDERS[kind] if kind in FOLDERS else None
        if source == shipped():  # where each lies in the folder of its kind
            there = [] if inside else yaml_files(source)
        else:
            there = [file for file in yaml_files(source) if look(file).kind == kind]
        for file in (*there, *(yaml_files(inside) if inside and is_folder(inside) else ())):
            found.setdefault(identity(file), file)
    return list(found.values())


def shared(file: Source, places: Iterable[Source], look: _Looks = look_into) -> list[Source]:
    """Return the files whose quantities a bank may use: those beside it, and in some places."""
    beside = [file.parent] if isinstance(file, Path) else []
    return [one for one in files_of("bank", *places, *beside, look=look) if look(one).shares]


def _has(text: bytes, *fields: bytes) -> bool:
    """Whether a line of a file begins with one of some fields."""
    text = text.removeprefix(_BOM)
    # Not by a pattern, which takes ten times as long over a large file; most have no such word.
    said = [field for field in fields if field in text]
    return any(text.startswith(field) or b"\n" + field in text for field in said)


def banks_beside(paths: Iterable[Path]) -> list[Path]:
    """Return the folders of banks that blueprints and tracks are for: theirs, or the one above."""
    folders = (file.absolute().parent for file in paths if look_into(file).kind in FOLDERS)
    return [path.parent if path.name in FOLDERS.values() else path for path in folders]
