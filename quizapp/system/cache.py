"""Keep what can be worked out again, and take back nothing but what was kept.

A file begins with its key and a checksum over all that follows. So what is damaged, was written by
other means or was kept under another key counts as not there. Where nothing can be kept, nothing
is lost but time.
"""

from __future__ import annotations

import marshal
import zlib
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from quizapp.errors import FileError
from quizapp.system import files

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

_LARGEST: Final = 500_000_000
"""Bytes of a file; what has more takes longer to read than to work out again."""
_SEAL: Final = 4
_FORMAT: Final = 4
"""The version of `marshal` that every Python from 3.4 on reads."""


def kept(path: Path | Traversable, key: str) -> Any:  # noqa: ANN401 - any plain value
    """Return what is kept in a file under a key; None where nothing is."""
    try:
        data = memoryview(files.read(path, _LARGEST))
    except FileError:
        return None
    head = _head(key, data[len(key.encode()) + _SEAL :])
    if data[: len(head)] != head:
        return None
    try:
        return from_bytes(data[len(head) :])
    except (EOFError, ValueError, TypeError):  # another Python's
        return None


def sealed(key: str, value: object) -> bytes:
    """Return what a file holds that keeps a value of `marshal` under a key."""
    data = as_bytes(value)
    return _head(key, data) + data


def keep(path: Path, key: str, value: object) -> bool:
    """Keep a value in a file under a key, in a folder that is there; return whether it worked."""
    try:
        files.put(path, sealed(key, value), lasting=False)
    except OSError:
        return False
    return True


def as_bytes(value: Any) -> bytes:  # noqa: ANN401 - any plain value
    """Return a value of `marshal` as bytes that each Python reads."""
    return marshal.dumps(value, _FORMAT)


def from_bytes(data: bytes | memoryview) -> Any:  # noqa: ANN401 - any plain value
    """Return the value of `marshal` that became bytes."""
    return marshal.loads(data)


def _head(key: str, data: bytes | memoryview) -> bytes:
    return key.encode() + zlib.crc32(data).to_bytes(_SEAL, "big")
