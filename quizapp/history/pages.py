"""The rows of a database file, read from its pages without SQLite.

SQLite finds a row by way of the schema and of the pages above it, and where one of those is damaged
it gives up all that lies below. Here each page that holds rows is read for itself. Names are those
of the description of the file format, https://www.sqlite.org/fileformat2.html.
"""

from __future__ import annotations

import os
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Final, TypeAlias

SqlValue: TypeAlias = int | float | str | bytes | None
Row: TypeAlias = tuple[SqlValue, ...]
"""The values of a record, after its rowid."""

_HEADER: Final = 100
_SIZES: Final = [1 << power for power in range(9, 17)]
_USUAL_SIZE: Final = 4096
_LEAF_OF_TABLE: Final = b"\x0d"
_BYTES_OF_INTEGER: Final = (0, 1, 2, 3, 4, 6, 8)
_LOG_HEADER: Final = 32
_FRAME_HEADER: Final = 24
_LOG_MAGIC: Final = {0x377F0682: "<", 0x377F0683: ">"}
"""The first word of a write-ahead log → the order of bytes in its checksums."""
_WORD: Final = 1 << 32
_UNREADABLE: Final = (ValueError, IndexError, struct.error)
"""What damage within a cell raises here."""


class Pages:
    """The pages of a database file as of its last commit.

    Parameters
    ----------
    file
        The file, open for reading; it is left open.
    log
        Its write-ahead log, which may be missing.
    """

    def __init__(self, file: BinaryIO, log: Path) -> None:
        self._file = file
        file.seek(0)
        header = file.read(_HEADER).ljust(_HEADER, b"\0")
        size = int.from_bytes(header[16:18], "big")
        self._size = {1: 65536}.get(size, size if size in _SIZES else _USUAL_SIZE)
        self._usable = self._size - (header[20] if self._size - header[20] >= 480 else 0)
        self._logged = _committed(log, self._size)
        count = -(-file.seek(0, os.SEEK_END) // self._size)
        self._count = max([count, *self._logged])

    def rows(self, page: int) -> Iterator[Row]:
        """Yield what can be read of the rows on a page, each after its rowid."""
        content = self._page(page)
        start = _HEADER if page == 1 else 0
        if content[start : start + 1] != _LEAF_OF_TABLE:
            return
        cells = int.from_bytes(content[start + 3 : start + 5], "big")
        first = start + 8
        for place in range(first, min(first + 2 * cells, len(content) - 1), 2):
            try:
                yield self._cell(content, int.from_bytes(content[place : place + 2], "big"))
            except _UNREADABLE:
                continue

    def __iter__(self) -> Iterator[int]:
        """Yield the numbers of the pages that are in use."""
        free = set(self._free())
        return (page for page in range(1, self._count + 1) if page not in free)

    def _page(self, number: int) -> bytes:
        if number in self._logged:
            return self._logged[number]
        self._file.seek((number - 1) * self._size)
        return self._file.read(self._size)

    def _free(self) -> Iterator[int]:
        """Yield the pages that are kept for later use, with what is out of date on them."""
        trunk = int.from_bytes(self._page(1)[32:36], "big")
        seen: set[int] = set()
        while 0 < trunk <= self._count and trunk not in seen:
            seen.add(trunk)
            content = self._page(trunk)
            count = int.from_bytes(content[4:8], "big")
            if count > self._size // 4 - 2:
                return
            yield trunk
            for place in range(8, 8 + 4 * count, 4):
                yield int.from_bytes(content[place : place + 4], "big")
            trunk = int.from_bytes(content[:4], "big")

    def _cell(self, content: bytes, at: int) -> Row:
        size, at = _varint(content, at)
        rowid, at = _varint(content, at)
        payload = self._payload(content, at, size)
        return (rowid - (rowid >> 63 << 64), *_record(payload))

    def _payload(self, content: bytes, at: int, size: int) -> bytes:
        """Return a payload, of which a part may lie on other pages."""
        most = self._usable - 35
        if size <= most:
            return content[at : at + size]
        if size > self._count * self._size:
            raise ValueError("longer than the file")
        least = (self._usable - 12) * 32 // 255 - 23
        local = least + (size - least) % (self._usable - 4)
        if local > most:
            local = least
        parts = [content[at : at + local]]
        page = int.from_bytes(content[at + local : at + local + 4], "big")
        left = size - local
        while left > 0:
            if not 0 < page <= self._count:
                raise ValueError("goes on outside of the file")
            overflow = self._page(page)
            parts.append(overflow[4 : 4 + min(left, self._usable - 4)])
            left -= self._usable - 4
            page = int.from_bytes(overflow[:4], "big")
        return b"".join(parts)


def _varint(content: bytes, at: int) -> tuple[int, int]:
    """Return a number of one to nine bytes, and where it ends."""
    byte = content[at]
    if byte < 0x80:
        return byte, at + 1
    number = 0
    for place in range(at, at + 8):
        byte = content[place]
        number = number << 7 | byte & 0x7F
        if byte < 0x80:
            return number, place + 1
    return number << 8 | content[at + 8], at + 9


def _record(payload: bytes) -> Iterator[SqlValue]:
    """Yield the values of a record, which ends where its payload does."""
    start, at = _varint(payload, 0)
    kinds = []
    while at < start:
        kind, at = _varint(payload, at)
        kinds.append(kind)
    for kind in kinds:
        if kind <= 6:
            end = at + _BYTES_OF_INTEGER[kind]
            yield int.from_bytes(payload[at:end], "big", signed=True) if kind else None
        elif kind == 7:
            end = at + 8
            yield struct.unpack(">d", payload[at:end])[0]
        elif kind <= 9:
            end = at
            yield kind - 8
        elif kind >= 12:
            end = at + (kind - 12) // 2
            yield payload[at:end].decode("utf-8") if kind % 2 else payload[at:end]
        else:
            raise ValueError("of no type")
        at = end
    if at != len(payload):
        raise ValueError("shorter or longer than its payload")


def _committed(log: Path, size: int) -> dict[int, bytes]:
    """Return the pages in a write-ahead log that were committed, each as it was last."""
    try:
        content = log.read_bytes()
    except OSError:
        return {}
    order = _LOG_MAGIC.get(int.from_bytes(content[:4], "big"))
    if order is None or len(content) < _LOG_HEADER:
        return {}
    salt = content[16:24]
    sums = _checksum(order, content[:24], (0, 0))
    committed: dict[int, bytes] = {}
    since: dict[int, bytes] = {}
    for at in range(_LOG_HEADER, len(content) - _FRAME_HEADER - size + 1, _FRAME_HEADER + size):
        header = content[at : at + _FRAME_HEADER]
        page = content[at + _FRAME_HEADER : at + _FRAME_HEADER + size]
        sums = _checksum(order, page, _checksum(order, header[:8], sums))
        if header[8:16] != salt or struct.unpack(">II", header[16:]) != sums:
            break
        number, pages_at_commit = struct.unpack(">II", header[:8])
        since[number] = page
        if pages_at_commit:
            committed.update(since)
            since.clear()
    return committed


def _checksum(order: str, content: bytes, sums: tuple[int, int]) -> tuple[int, int]:
    one, two = sums
    words = struct.unpack(f"{order}{len(content) // 4}I", content)
    for first, second in zip(words[::2], words[1::2], strict=True):
        one = (one + first + two) % _WORD
        two = (two + second + one) % _WORD
    return one, two
