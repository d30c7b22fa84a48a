"""Chance from a hash: the same for the same name, on every machine, for ever."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import blake2b


class Chance:
    """Whole numbers drawn evenly from the hash of a name."""

    def __init__(self, *parts: object) -> None:
        self._words = _words("\x1f".join(str(part) for part in parts))

    def below(self, count: int) -> int:
        """Return a number from 0 up to before `count`."""
        usable = (1 << 64) // count * count
        return next(word for word in self._words if word < usable) % count

    def shuffled(self, count: int) -> list[int]:
        """Return the numbers from 0 up to before `count` in a random order."""
        order = list(range(count))
        for last in range(count - 1, 0, -1):
            other = self.below(last + 1)
            order[last], order[other] = order[other], order[last]
        return order


def _words(name: str) -> Iterator[int]:
    block = 0
    while True:
        digest = blake2b(f"{name}\x1f{block}".encode(), digest_size=64).digest()
        for start in range(0, 64, 8):
            yield int.from_bytes(digest[start : start + 8], "big")
        block += 1
