"""Files that were read once, kept so that they are there at once.

Reading strictly takes a third of a millisecond a question. What a file comes to, be it a bank or
what is wrong with it, is kept under a hash of its content and of the program; what has changed is
read anew, that file alone. What is shipped is kept in the package when that is built. The hash of
a file is kept as well, with what the system knows of the file when nothing has changed it.
"""

from __future__ import annotations

import functools
import os
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from quizapp import bank
from quizapp.bank import packing
from quizapp.bank.sources import (
    Known,
    Look,
    Source,
    files_of,
    identity,
    load,
    look_into,
    shared,
    shipped,
)
from quizapp.bank.tracks import Track, Tracks
from quizapp.errors import BankError, Problem
from quizapp.system import cache, files, garbage
from quizapp.system.folders import package
from quizapp.system.hashing import blake2b

if TYPE_CHECKING:
    from quizapp.bank.collection import Bank, Banks

_PROGRAM: Final = Path(__file__).parents[1]
SHIPPED: Final = {kind: f"_prepared_{kind}" for kind in ("bank", "blueprint", "track")}
"""Kind of file → the file in the package that holds what is shipped, as it was read when that was
built."""
_READ_APART: Final = 500_000
"""Bytes to be read above which a process of its own reads them: those of a thousand questions,
which take little longer than to start it."""
_STATES: Final = "states"
"""The file with the states in which files were looked into."""
_SEEDS: Final = range(4)
"""Of the variants that shipped questions can be asked with at once."""
_MOST: Final = 200
"""Files of others than are loaded now that are kept too."""


def load_banks(sources: Iterable[Source], folder: Path) -> Banks:
    """Return the banks in files and folders, as kept in a folder or read anew."""
    sources = list(sources)

    def using(file: Source) -> Bank:
        return bank.reader.read(file, others=shared(file, sources))

    return bank.collection.Banks.of(*Kept(folder).load("bank", sources, read_bank, using))


def kept_banks(sources: Iterable[Source], folder: Path) -> Banks | None:
    """Return the banks in files and folders, unless one of them must be read anew."""
    try:
        found = Kept(folder, reads=False).load("bank", sources, read_bank, read_bank)
    except LookupError:
        return None
    return bank.collection.Banks.of(*found)


def load_tracks(sources: Iterable[Source], folder: Path) -> Tracks:
    """Return the tracks in files and folders, as kept in a folder or read anew."""
    return Tracks.of(*Kept(folder).load("track", sources, read_track))


def read_bank(file: Source) -> Bank:
    """Return the bank in a file."""
    return bank.reader.read(file)


def read_track(file: Source) -> Track:
    """Return the track in a file."""
    return bank.track_reader.read(file)


class Kept:
    """What is kept of files that were read.

    Parameters
    ----------
    folder
        Where it is, beside what is in the package.
    reads
        Whether what isn't kept is read.
    """

    def __init__(self, folder: Path, *, reads: bool = True) -> None:
        self._folder = folder
        self._reads = reads
        self._shipped = _Shipped()
        self._used = {_STATES}
        """Names of the files that were looked up or kept."""

    def load(
        self,
        kind: str,
        places: Iterable[Source],
        read: Callable[[Source], Any],
        using: Callable[[Source], Any] | None = None,
    ) -> tuple[tuple[Any, ...], tuple[Problem, ...]]:
        """Return what is in files and folders, and the problems of those that are left out.

        Parameters
        ----------
        kind
            What they are, such as ``bank``.
        places
            Files and folders.
        read
            A function of a module, which reads one or raises BankError.
        using
            Reads one that uses other files in these places.

        Raises
        ------
        LookupError
            When one would have to be read.
        """
        places = list(places)
        known = Known(self._folder / _STATES, program)
        look = known.__getitem__
        there = {file: _key(kind, file, look) for file in files_of(kind, *places, look=look)}
        users = [file for file in there if using and look(file).uses]
        for file in users:  # where the content of others counts too
            others = shared(file, places, look)
            there[file] += "".join(_key(kind, one, look) for one in others)
        kept = {file: self._plain(kind, file, key) for file, key in there.items()}
        missing = [file for file, plain in kept.items() if plain is None and there[file]]
        if missing and not self._reads:
            raise LookupError(missing[0])
        alone = [file for file in missing if file not in users]
        if self._were_read_apart(alone, kind, read):
            kept |= {file: self._plain(kind, file, there[file]) for file in alone}

        def found(file: Source) -> Any:  # noqa: ANN401 - what is read
            path, plain = Path(str(file)), kept[file]
            if plain is None:
                if not there[file]:
                    return read(file)  # which says why it can't be read
                reads = using if using and file in users else read
                plain = self._read(file, there[file], reads)
            outcome = packing.unpacked(plain, path)
            if isinstance(outcome, list):
                raise BankError(tuple(outcome))
            return outcome

        with garbage.paused():
            loaded = load(there, kind, found)
        if missing:
            self._forget()
        known.keep()
        return loaded

    def keep(self, kind: str, file: Source, read: Callable[[Source], Any]) -> None:
        """Read a file and keep what it comes to, where it can be read."""
        if key := _key(kind, file):
            self._read(file, key, read)

    def _read(self, file: Source, key: str, read: Callable[[Source], Any]) -> object:
        """Return what a file comes to, which is kept."""
        plain = packed(file, read)
        self._used.add(_name(file))
        with suppress(OSError):
            files.make_private(self._folder)
            cache.keep(self._folder / _name(file), f"{key}{program()}", plain)
        return plain

    def _plain(self, kind: str, file: Source, key: str) -> object:
        """Return what is kept of a file; None where nothing is."""
        if not key:
            return None
        if (there := self._shipped[kind].get(key)) is not None:
            return cache.from_bytes(there)
        name = _name(file)
        self._used.add(name)
        return cache.kept(self._folder / name, f"{key}{program()}")

    def _were_read_apart(
        self, missing: Iterable[Source], kind: str, read: Callable[[Source], Any]
    ) -> bool:
        """Let another process read and keep files that take long, so that nothing waits here."""
        with suppress(OSError):
            on_disk = [file for file in missing if isinstance(file, Path)]
            if sum(file.stat().st_size for file in on_disk) > _READ_APART and sys.executable:
                run = f"import sys; sys.path[:] = {sys.path!r}; from {__name__} import main; main()"
                told = (str(self._folder), kind, read.__module__, read.__name__, *map(str, on_disk))
                subprocess.run(
                    [sys.executable, "-c", run, *told],
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL,
                    check=False,
                )
                return True
        return False

    def _forget(self) -> None:
        """Remove what was kept longest ago of other files than these."""
        with suppress(OSError):
            others = [path for path in self._folder.iterdir() if path.name not in self._used]
            others.sort(key=lambda path: path.stat().st_mtime, reverse=True)
            for path in others[_MOST:]:
                path.unlink(missing_ok=True)


class _Shipped(dict[str, dict[str, bytes]]):
    """Kind → key → what was kept of a file when the package was built."""

    def __missing__(self, kind: str) -> dict[str, bytes]:
        built_from, there = cache.kept(package() / SHIPPED[kind], kind) or ("", {})
        # An installed package is whole; a checkout may have changed since.
        is_current = not built_from or built_from == program()
        self[kind] = found = dict[str, bytes](there if is_current else {})
        return found


def main() -> None:
    """Read the files that the command line names, and keep what they come to."""
    folder, kind, module, name, *named = sys.argv[1:]
    kept = Kept(Path(folder))
    garbage.pause()
    for path in named:
        kept.keep(kind, Path(path), getattr(import_module(module), name))


def ship(readers: Mapping[str, Callable[[Source], Any]], built_from: str, folder: Path) -> None:
    """Write what the package keeps of all that is shipped.

    Parameters
    ----------
    readers
        Kind of file → what reads one.
    built_from
        The program that may use it; empty for the one that it is packed with.
    folder
        Where that is.
    """
    for kind, read in readers.items():
        there = {
            _key(kind, file): cache.as_bytes(packed(file, read, ready=True))
            for file in files_of(kind, shipped())
        }
        (folder / SHIPPED[kind]).write_bytes(cache.sealed(kind, (built_from, there)))


def packed(file: Source, read: Callable[[Source], Any], *, ready: bool = False) -> object:
    """Return what a file comes to, as it is kept; questions ready to be asked if wanted."""
    try:
        outcome = read(file)
    except BankError as error:
        outcome = list(error.problems)  # what is read is never a list
    if isinstance(outcome, bank.collection.Bank):
        outcome = outcome.without_places()
        if ready:
            questions = tuple(question.made_ready(_SEEDS) for question in outcome.questions)
            outcome = replace(outcome, questions=questions)
    return packing.packed(outcome, Path(str(file)))


def _key(kind: str, file: Source, look: Callable[[Source], Look] = look_into) -> str:
    """Return what decides what a file comes to, beside the program; nothing if it isn't read."""
    digest = look(file).digest
    return f"{kind} {file.name} {digest} " if digest else ""


def _name(file: Source) -> str:
    """Return under which name a file is kept."""
    return blake2b(identity(file).encode(errors="surrogateescape"), digest_size=16).hexdigest()


@functools.cache
def program() -> str:
    """Return a hash of the program as it is on the disk."""
    seen = blake2b(digest_size=16)
    for line in _states(_PROGRAM):
        seen.update(line.encode(errors="surrogateescape"))
    return seen.hexdigest()


def _states(place: Path) -> Iterator[str]:
    """Yield a line for each file of the program, or for the archive that it is in."""
    if not place.is_dir():
        archive = next(path for path in place.parents if path.exists())
        yield _state(str(archive), archive.stat())
        return
    with os.scandir(place) as entries:
        for entry in sorted(entries, key=lambda one: one.name):
            if entry.name.endswith(".py"):
                yield _state(entry.path, entry.stat())
            elif entry.is_dir() and entry.name != "__pycache__":
                yield from _states(Path(entry.path))


def _state(path: str, status: os.stat_result) -> str:
    return f"{path} {status.st_size} {status.st_mtime_ns} "
