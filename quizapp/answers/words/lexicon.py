"""What a text of a pattern stands for: its alternatives, with the synonyms of names put in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from itertools import islice
from typing import Final

from quizapp.answers.words.speech import SPEECH

MOST_PHRASES: Final = 2_000
"""Phrases that one text, or one name, can stand for."""
MOST_IN_ALL: Final = 10_000
"""Phrases that all names of a lexicon can stand for together."""


class Lexicon:
    """The names of a bank's lexicon, each resolved once.

    Parameters
    ----------
    written
        Name → texts, which may use other names as ``@NAME``.

    Attributes
    ----------
    cycle : tuple of str
        Names that lead to themselves, each to the next; what needs them finds nothing.
    """

    def __init__(self, written: Mapping[str, Iterable[str]]) -> None:
        self.cycle: tuple[str, ...] = ()
        self._resolved: dict[str, tuple[str, ...]] = {}
        self._sizes: dict[str, tuple[int, int]] = {}
        self._left = MOST_IN_ALL
        texts = {name: tuple(parts) for name, parts in written.items()}
        uses = {
            name: {one for part in parts for one in self.names(part)}
            for name, parts in texts.items()
        }
        order = TopologicalSorter(uses)
        try:
            order.prepare()
        except CycleError as error:
            self.cycle = tuple(reversed(error.args[1]))
        while ready := order.get_ready():
            for name in ready:
                self._resolve(name, texts.get(name, ()))
            order.done(*ready)

    def _resolve(self, name: str, texts: Iterable[str]) -> None:
        written = (phrase for text in texts for phrase in self._alternatives(text))
        # One more than there may be, so that it can be seen.
        phrases = tuple(islice(written, min(MOST_PHRASES, max(self._left, 0)) + 1))
        self._resolved[name] = phrases
        self._sizes[name] = len(phrases), sum(map(len, phrases))
        if name not in SPEECH:  # what all banks share is on nobody's account
            self._left -= len(phrases)

    @property
    def is_too_large(self) -> bool:
        """Whether its names stand for more phrases together than they can."""
        return self._left < 0

    def phrases(self, text: str) -> tuple[str, ...]:
        """Return the phrases that a text stands for; one more than can be where there are more."""
        return tuple(islice(self._alternatives(text), MOST_PHRASES + 1))

    def size(self, text: str) -> tuple[int, int]:
        """Return how many phrases a text stands for, and how many characters they have.

        Unlike asking for the phrases, this takes no longer where they are many.
        """
        parts = _parts(text)
        if "@" not in text:
            return len(parts), sum(map(len, parts))
        sizes = [
            self._sizes.get(part[1:], (0, 0)) if part.startswith("@") else (1, len(part))
            for part in parts
        ]
        return sum(count for count, _ in sizes), sum(length for _, length in sizes)

    @staticmethod
    def names(text: str) -> list[str]:
        """Return the names that a text uses."""
        return [part[1:] for part in _parts(text) if part.startswith("@")]

    def _alternatives(self, text: str) -> Iterator[str]:
        for part in _parts(text):
            if part.startswith("@"):
                yield from self._resolved.get(part[1:], ())
            else:
                yield part


def _parts(text: str) -> list[str]:
    # A doubled bar is the sign of the divergence, as in D(p||q).
    return [part.strip() for part in ([text] if "||" in text else text.split("|"))]
