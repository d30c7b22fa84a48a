"""What a rubric is made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple


class Wording(NamedTuple):
    """What the patterns of a bank are written in."""

    canonical: Mapping[str, tuple[str, ...]] = {}
    """Token → the phrases that are read as it."""
    lexicon: Mapping[str, tuple[str, ...]] = {}
    """Name → synonyms, which patterns use as ``@NAME``."""


@dataclass(frozen=True)
class Point:
    """One thing a good answer says."""

    id: str
    text: str
    weight: float = 1.0
    match: tuple[Any, ...] = ()
    """Patterns, any of which covers the point: phrases, or mappings as written in the bank."""
    refute: tuple[Any, ...] = ()
    """Patterns of the reversed claim."""
    examples: tuple[str, ...] = ()
    wrong: tuple[str, ...] = ()
    bonus: bool = False
    """Whether it adds to a score and is missed by nobody: the question doesn't ask for it."""
    asks: str = ""
    """How an interviewer asks for it when it is missing."""

    @property
    def asked(self) -> str:
        """How it is asked for: as its author says, or as a question about its text."""
        return self.asks or f"What can you say about this? “{self.text}”"

    @property
    def shown(self) -> str:
        """The text, and that it is a bonus where it is one."""
        return f"{self.text} (bonus)" if self.bonus else self.text


@dataclass(frozen=True)
class Misconception:
    """A wrong claim worth correcting, and the points it takes away."""

    id: str
    text: str
    match: tuple[Any, ...] = ()
    blocks: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()
    """Answers that state it."""
    wrong: tuple[str, ...] = ()
    """Answers that don't."""
