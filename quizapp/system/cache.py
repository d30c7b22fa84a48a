"""Keep what can be worked out again, and take back nothing but what was kept.

A file begins with a checksum over its key and the rest of it. So what is damaged, was written by
other means or was kept under another key counts as not there. Where nothing can be kept, nothing
is lost but time.
"""

from __future__ import annotations

import json
from hashlib import blake2b
from pathlib import Path
from typing import Any, Final

from quizapp.errors import FileError
from quizapp.system import files

_LARGEST: Final = 500_000_000
"""Bytes of a file; what has more takes longer to read than to work out again."""
_SEAL: Final = 32


def kept(path: Path, key: str) -> Any:  # noqa: ANN401 - any JSON
    """Return what is kept in a file under a key; None where nothing is."""
    try:
        data = files.read(path, _LARGEST)
    except FileError:
        return None
    return json.loads(data[_SEAL:]) if data[:_SEAL] == _seal(key, data[_SEAL:]) else None


def keep(path: Path, key: str, value: object) -> bool:
    """Keep JSON in a file under a key, in a folder that is there; return whether that worked."""
    text = json.dumps(value).encode()
    try:
        files.put(path, _seal(key, text) + text, lasting=False)
    except OSError:
        return False
    return True


def _seal(key: str, data: bytes) -> bytes:
    return blake2b(key.encode() + b"\0" + data, digest_size=_SEAL // 2).hexdigest().encode()
