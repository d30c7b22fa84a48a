"""Where a command finds banks, blueprints and the history."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, TypeAlias

from quizapp import bank, interview, practice, system
from quizapp.cli.output import complain
from quizapp.errors import UsageError
from quizapp.system import folders

if TYPE_CHECKING:
    from quizapp.bank.collection import Banks
    from quizapp.bank.sources import Source
    from quizapp.bank.tracks import Tracks
    from quizapp.interview.blueprints import Blueprints
    from quizapp.practice.selection import Selection
    from quizapp.system.settings import SettingsFile

Options: TypeAlias = Any
"""The options of a command line, as attributes."""


def data_folder(options: Options) -> Path:
    """Return where the history and the user's own banks are."""
    folder: Path = options.data or folders.data_folder()
    return folder


def own_banks(options: Options) -> Path:
    """Return the folder of the user's own banks, to write there.

    Raises
    ------
    UsageError
        When the user has no home.
    """
    folder = data_folder(options)
    if folder == folders.NOWHERE:
        raise UsageError(folders.NO_HOME)
    return folders.user_banks(folder)


def sources(options: Options) -> list[Source]:
    """Return where banks and blueprints are: those of --bank, shipped, and the user's own.

    Of two with one name the first is used, so a file that the command line names is never hidden
    by an older copy of it.
    """
    own = folders.user_banks(data_folder(options))
    return [*options.banks, bank.sources.shipped(), *([own] if own.is_dir() else [])]


def loader(options: Options) -> Callable[[], Banks]:
    """Return what loads all banks; whether those of --bank are there is known at once."""
    for path in options.banks:
        check_there(path)

    def load() -> Banks:
        banks = bank.cache.load_banks(sources(options), prepared(options))
        return banks.preferring(options.banks)

    return load


def kept(options: Options) -> Banks | None:
    """Return all banks, unless one of them must be read first."""
    banks = bank.cache.kept_banks(sources(options), prepared(options))
    return banks and banks.preferring(options.banks)


def prepared(options: Options) -> Path:
    """Return the folder for what was read."""
    return data_folder(options) / "prepared"


def check_there(path: Path) -> None:
    """Refuse a path that leads nowhere."""
    if not path.exists():
        is_address = str(path).startswith(("http:", "https:"))
        todo = "download the file first, and give its path" if is_address else "check the path"
        raise UsageError(f"no bank found at {path}; {todo}")


def opened(name: str) -> IO[bytes]:
    """Return a file to read, or standard input for ``-``; its lines decode themselves."""
    if name != "-":
        return Path(name).open("rb")
    return io.BytesIO() if sys.stdin is None else sys.stdin.buffer


def loaded(options: Options) -> Banks:
    """Return the banks, reporting on stderr which files were not loaded and why."""
    banks = loader(options)()
    for problem in banks.problems:
        if problem.severity == "error":
            complain(str(problem))
    return banks


def selection_of(options: Options, tracks: Tracks) -> Selection:
    """Return which questions are meant; where a track is named and no topic, only its own."""
    named = options.track and not options.topic
    return practice.selection.Selection(
        topic=options.topic,
        type=options.type,
        levels=options.level,
        topics=tuple(tracks.chosen.by_name) if named else (),
    )


def tracks_of(options: Options) -> Tracks:
    """Return the tracks, reporting on stderr which files were not loaded and why.

    Raises
    ------
    UsageError
        When the options name one that isn't there.
    """
    tracks = followed(
        options, system.settings.SettingsFile(data_folder(options) / system.settings.FILE)
    )
    for problem in tracks.problems:
        complain(str(problem))
    return tracks


def followed(options: Options, settings: SettingsFile) -> Tracks:
    """Return the tracks, with the one followed that the options name, or else the settings.

    Raises
    ------
    UsageError
        When the options name one that isn't there.
    """
    folders = (
        path.parent / bank.sources.FOLDERS["track"] for path in options.banks if path.is_file()
    )
    beside = [
        file for folder in folders if folder.is_dir() for file in bank.sources.yaml_files(folder)
    ]
    there = [*sources(options), *beside]
    tracks = bank.cache.load_tracks(there, prepared(options))
    if options.track:
        return tracks.following(options.track)
    chosen = settings.now.track
    with suppress(UsageError):  # its file may have gone since it was chosen
        return tracks.following(chosen) if chosen else tracks
    return tracks


def blueprints_of(options: Options) -> Blueprints:
    """Return the mock interviews."""
    return interview.blueprints.load(sources(options), prepared(options))
