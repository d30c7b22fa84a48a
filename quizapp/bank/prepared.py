"""Banks that were read and found right once, kept so that they are there at once.

Reading strictly takes a millisecond a question. What was read is kept as plain JSON under a hash of
the files and of the program; anything that differs is read anew. Where it can't be kept, nothing
is lost but time.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import fields, is_dataclass, replace
from hashlib import blake2b
from pathlib import Path
from typing import Any, Final

from quizapp import files
from quizapp.bank.collection import TYPES, Bank, Banks, Source, yaml_files
from quizapp.questions.choice import Option
from quizapp.questions.numeric import AuthorSlip, Tolerance
from quizapp.questions.open import OpenQuestion
from quizapp.rubrics.points import Misconception, Point, Wording

_MARK: Final = "\0"
"""The name of a class stands under it; no bank can have such a key."""
_KINDS: Final[list[type]] = [Bank, Option, Tolerance, AuthorSlip, Point, Misconception]
_CLASSES: Final[Mapping[str, Any]] = {kind.__name__: kind for kind in (*_KINDS, *TYPES.values())}
_UNKEPT: Final = frozenset({"places", "wording"})
"""Fields that only a check needs, or that are kept elsewhere."""
_PROGRAM: Final = Path(__file__).parents[1]
_READERS: Final = ("bank", "questions", "working", "expressions", "quantities", "engine")
"""Parts of the program that decide what a bank is read as, and what is drawn from it."""


def load(sources: Iterable[Source], folder: Path) -> Banks:
    """Return the banks in files and folders, as kept in a folder or read anew.

    Banks with problems are read anew each time, so that the problems are told each time.
    """
    sources = list(sources)
    fingerprint = _fingerprint(sources)
    kept = folder / f"{fingerprint}.json"
    with suppress(OSError, ValueError, KeyError, TypeError):
        return Banks(tuple(_decoded(json.loads(kept.read_bytes()))), (), fingerprint)
    # Here and not above: where banks are kept, no YAML is read.
    from quizapp.bank import reader

    banks = replace(reader.load(sources), fingerprint=fingerprint)
    if not banks.problems:
        with suppress(OSError):
            _keep(kept, banks)
    return banks


def _fingerprint(sources: Iterable[Source]) -> str:
    """Return a hash of all that decides what reading gives."""
    seen = blake2b(digest_size=16)
    for part in _READERS:
        with os.scandir(_PROGRAM / part) as modules:
            for module in sorted(modules, key=lambda one: one.name):
                status = module.stat()
                seen.update(f"{module.name} {status.st_size} {status.st_mtime_ns} ".encode())
    for source in sources:
        for file in yaml_files(source):
            seen.update(f"{file} ".encode())
            with suppress(OSError), file.open("rb") as opened:
                seen.update(opened.read())
    return seen.hexdigest()


def _keep(path: Path, banks: Banks) -> None:
    """Write what was read, in the place of what was kept before."""
    files.make_private(path.parent)
    unfinished = path.with_suffix(f".{os.getpid()}")
    unfinished.write_text(json.dumps(_encoded(banks.banks)), "utf-8")
    unfinished.replace(path)
    for other in path.parent.glob("*.json"):
        if other != path:
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


def _decoded(value: Any) -> Any:  # noqa: ANN401 - any value of a bank
    """Return what was encoded; objects are filled as they were, not constructed anew."""
    if isinstance(value, list):
        return tuple([one if type(one) is str else _decoded(one) for one in value])
    if not isinstance(value, dict):
        return value
    for name, part in value.items():
        if type(part) is not str:
            value[name] = _decoded(part)
    if _MARK not in value:
        return value
    kind = _CLASSES[value.pop(_MARK)]
    if kind is Bank:
        value.update(path=Path(value["path"]), places={})
        wording = Wording(value["canonical"], value["lexicon"])
        for question in value["questions"]:
            if isinstance(question, OpenQuestion):
                question.__dict__["wording"] = wording
    made = kind.__new__(kind)
    made.__dict__.update(value)
    return made
