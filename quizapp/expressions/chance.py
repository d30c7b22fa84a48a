"""Chance from a hash: the same for the same name, on every machine, for ever."""

from __future__ import annotations

from struct import Struct
from typing import Final

from quizapp.expressions import effort
from quizapp.system.hashing import blake2b


class Chance:
    """Whole numbers drawn evenly from the hash of a name."""

    def __init__(self, *parts: object) -> None:
        self._name = "\x1f".join(map(str, parts))
        self._block = 0
        self._words: list[int] = []
        """What is left of the last block, its end first."""

    def below(self, count: int) -> int:
        """Return a number from 0 up to before `count`."""
        usable = (1 << 64) // count * count
        while True:
            if not self._words:
                self._read_block()
            word = self._words.pop()
            if word < usable:
                return word % count

    def _read_block(self) -> None:
        name = f"{self._name}\x1f{self._block}".encode()
        self._words.extend(_WORDS.unpack(blake2b(name, digest_size=_WORDS.size).digest())[::-1])
        self._block += 1
        effort.spend(_STEPS_A_BLOCK)

    def shuffled(self, count: int) -> list[int]:
        """Return the numbers from 0 up to before `count` in a random order."""
        order = list(range(count))
        for last in range(count - 1, 0, -1):
            other = self.below(last + 1)
            order[last], order[other] = order[other], order[last]
        return order


_WORDS: Final = Struct(">8Q")
_STEPS_A_BLOCK: Final = 4
