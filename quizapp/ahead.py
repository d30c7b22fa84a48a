"""The variants that the next session begins with, drawn in idle moments of this one.

A fair draw needs the engine, which takes longer to load than a screen to paint. What a session of
a known seed asks can be drawn before, so the seed of the next one is chosen now, and what each
question would be asked with is kept: whichever of them comes first is there at once. Nothing is
drawn otherwise than without it, and where nothing was kept, nothing is lost but time.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, Final, TypeAlias

from quizapp.bank.collection import Banks
from quizapp.errors import QuizappError
from quizapp.practice.session import drawn, variant_seed
from quizapp.questions.base import Question, Variant
from quizapp.questions.numeric import NumericQuestion, NumericVariant
from quizapp.system import cache

FILE: Final = "ahead.json"
"""Where it is kept in the data folder."""


_SAVED_AFTER: Final = 25
"""Draws that may be lost when the program is killed."""


_Drawn: TypeAlias = tuple[int, int, dict[str, Any], str, Sequence[int]]
"""One variant as far as it takes to ask it: seed, attempt, parameters, stem and shape."""


class Ahead:
    """What was drawn for a session that is yet to begin.

    Parameters
    ----------
    path
        Where it is kept.
    chance
        Returns a seed nobody chose.
    """

    def __init__(self, path: Path, chance: Callable[[], int]) -> None:
        self._path = path
        self._chance = chance
        self._fingerprint: str | None = None
        self._seed = 0
        self._asked: dict[str, _Drawn] = {}
        """Of the session that began last, by full name."""
        self._next: dict[str, _Drawn] = {}
        self._left: list[Question] = []
        """What is to be drawn yet for the next session."""
        self._unsaved = False

    def seed(self, banks: Banks) -> int:
        """Return the seed of a session that begins now, if nobody chose one."""
        self._open(banks)
        seed, self._asked = self._seed, self._next
        self._seed, self._next = self._chance(), {}
        self._left = _first(banks)
        self._unsaved = True
        return seed

    def variant(self, question: Question, seed: int) -> Variant:
        """Return what a session asks: as it was drawn before, or drawn now."""
        kept = self._asked.get(question.name)
        if kept is None or kept[0] != seed or not isinstance(question, NumericQuestion):
            return drawn(question, seed)
        _, attempt, parameters, stem, shape = kept
        filled = {question.stem: stem}
        return NumericVariant(question, seed, parameters, attempt, filled, tuple(shape))

    def draw(self, banks: Banks) -> bool:
        """Draw one more variant for the next session; return whether there may be others."""
        self._open(banks)
        if len(self._next) % _SAVED_AFTER == 0 or not self._left:
            self.save()
        if not self._left:
            return False
        question = self._left.pop(0)
        seed = variant_seed(self._seed, question)
        with suppress(QuizappError):  # it is left out, as the session will leave it out
            variant = drawn(question, seed)
            assert isinstance(variant, NumericVariant)
            self._next[question.name] = (
                seed,
                variant.attempt,
                dict(variant.parameters),
                variant.stem,
                variant.shape,
            )
            self._unsaved = True
        return True

    def save(self) -> None:
        """Keep what was drawn, where it can be kept."""
        if self._unsaved and self._fingerprint:
            value = {"seed": self._seed, "variants": self._next}
            self._unsaved = not cache.keep(self._path, self._fingerprint, value)

    def _open(self, banks: Banks) -> None:
        """Take up what was kept for these banks, or begin anew."""
        if self._fingerprint == banks.fingerprint:
            return
        self._fingerprint = banks.fingerprint
        found = cache.kept(self._path, banks.fingerprint) if banks.fingerprint else None
        self._seed = self._chance() if found is None else found["seed"]
        self._next = {} if found is None else found["variants"]
        self._asked = {}
        self._left = [question for question in _first(banks) if question.name not in self._next]
        self._unsaved = found is None


def _first(banks: Banks) -> list[Question]:
    """Return what is worth drawing ahead, with that first which sessions begin with."""
    numeric = (one for one in banks.questions if isinstance(one, NumericQuestion))
    return sorted(numeric, key=lambda question: question.level)
