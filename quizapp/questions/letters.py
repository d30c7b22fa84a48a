"""Options and lines under letters, in an order that the seed decides, and no two alike."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from string import ascii_lowercase
from typing import Any, Final, Protocol, TypeVar

from quizapp.errors import QuizappError, UnreadableError, UsageError
from quizapp.expressions.chance import Chance
from quizapp.expressions.effort import Effort
from quizapp.questions.base import MOST_STEPS, FieldRemark, Question
from quizapp.text import prose

_DECIMALS: Final = re.compile(r"\d+\.\d+")


class _Offering(Protocol):
    @property
    def id(self) -> str:
        """What it is called within its bank."""

    @property
    def entries(self) -> tuple[str, ...]:
        """The texts under letters, filled in."""


_Item = TypeVar("_Item")
_Offered = TypeVar("_Offered", bound=_Offering)


def first_distinct(
    question: Question,
    seed: int,
    made: Callable[[Mapping[str, Any], int], _Offered],
) -> _Offered:
    """Return the first variant of a seed whose texts under letters all read differently.

    Parameters
    ----------
    question
        What is asked.
    seed
        What its parameters are drawn from.
    made
        Returns the variant for some parameters, drawn after so many other draws.

    Raises
    ------
    UsageError
        When there is none.
    """
    vary = any("{{" in text for text in question.entries)
    with Effort(MOST_STEPS):
        for attempt, drawn in question.draws(seed):
            variant = made(drawn, attempt)
            if not (vary and _has_doubles(variant)):
                return variant
    way = "draw from wider ranges, or reject those draws" if question.generated else "change one"
    raise UsageError(
        f"{question.name}@{seed}: no usable draw: two options or lines always read alike; {way}"
    )


def _has_doubles(variant: _Offering) -> bool:
    """Whether two texts under letters read alike, so that nobody could tell which is meant."""
    try:
        return bool(doubles(variant.entries))
    except QuizappError:
        return False  # what can't be filled in is told where it is asked for


def doubles(texts: Iterable[str]) -> set[str]:
    """Return the texts that read like an earlier one."""
    read: set[str] = set()
    found: set[str] = set()
    for text in texts:
        words = as_read(text)
        if words in read:
            found.add(text)
        read.add(words)
    return found


def alike(variants: Iterable[_Offering], field: str) -> Iterator[FieldRemark]:
    """Yield the texts under letters that read alike as they are shown."""
    for variant in variants:
        for double in sorted(doubles(variant.entries)):
            yield field, f"two {field} read alike: '{double}' in {variant.id}; change one"


@lru_cache(maxsize=1024)
def as_read(text: str) -> str:
    """Return a text as it is compared, without markup: 0.50 says what 0.5 says."""
    shown = prose.plain(text, quotes=False)
    shortest = _DECIMALS.sub(lambda match: match[0].rstrip("0").rstrip("."), shown)
    return " ".join(shortest.split())


def shuffled(question: Question, items: Sequence[_Item], seed: int) -> tuple[_Item, ...]:
    """Return items in the order of a seed, the same everywhere."""
    order = Chance(question.bank, question.id, seed, "order").shuffled(len(items))
    return tuple(items[place] for place in order)


def read(raw: str, count: int, *, several: bool = True, usage: str = "") -> tuple[str, ...]:
    """Return the letters typed, in the order typed; what can't be read is told the usage.

    Raises
    ------
    UnreadableError
        When something else was typed, or a letter twice, or one that isn't offered.
    """
    offered = ascii_lowercase[:count]
    if not usage and several:
        usage = f"Type letters from a to {offered[-1]}, such as {', '.join(offered[:2])}."
    usage = usage or f"Type a letter from a to {offered[-1]}."
    typed = raw.strip().lower().strip("()[].")
    marks = typed.replace(",", " ").replace(";", " ").replace("→", " ").replace(">", " ").split()
    if len(marks) == 1:
        marks = list(marks[0])
    found = tuple(mark.strip("().") for mark in marks if mark not in ("and", "&"))
    if not found or any(len(mark) != 1 or mark not in offered for mark in found):
        raise UnreadableError(usage)
    if len(set(found)) < len(found):
        raise UnreadableError(f"You typed a letter twice. {usage}")
    return found
