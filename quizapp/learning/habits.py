"""Mistakes that are made again and again, and where to unlearn them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Container, Iterator

    from quizapp.learning.answered import Answered
    from quizapp.learning.syllabus import Syllabus

OFTEN: Final = 2
"""From how many times on a slip is a habit."""
_CHANCES: Final = 2
"""On so many days a chance for it has to go by without it."""


class Habits:
    """The slips that were made, and which of them are habits.

    A slip that was made twice is a habit until two chances for it, on two days, went by without
    it: answers to questions in which it is possible.
    """

    def __init__(self, syllabus: Syllabus) -> None:
        self._syllabus = syllabus
        self._times: dict[str, int] = {}
        self._without: dict[str, tuple[int, int]] = {}
        """Habit → days with a chance and without it, in a row, and the last such day."""
        self._seen_in: dict[str, set[str]] = {}
        """Slip → questions in which it was made."""

    def add(self, answer: Answered) -> None:
        """Take an answer on."""
        if self._without:
            self._let_by(answer)
        for slip in answer.slips:
            self._times[slip] = self._times.get(slip, 0) + 1
            self._seen_in.setdefault(slip, set()).add(answer.question)
            if self._times[slip] >= OFTEN:
                self._without[slip] = (0, answer.day)

    def __iter__(self) -> Iterator[str]:
        """Yield the habits, the one that was made most often first."""
        yield from sorted(self._without, key=lambda slip: (-self._times[slip], slip))

    def worst(self, questions: Container[str]) -> Iterator[tuple[str, int]]:
        """Yield the slips that were made most, habits or not, each with how often.

        Those that were unlearned are left out, and those made in none of some questions.
        """
        for slip, count in sorted(self._times.items(), key=lambda one: (-one[1], one[0])):
            if count and any(question in questions for question in self._seen_in[slip]):
                yield slip, count

    def possible(self, slip: str, question: str) -> bool:
        """Whether a slip can be made in a question, as far as is known."""
        return question in self._seen_in.get(slip, ()) or slip in self._syllabus.slips(question)

    def _let_by(self, answer: Answered) -> None:
        """Count a chance that went by without the habits that it was one for."""
        for slip, (days, last) in list(self._without.items()):
            if slip in answer.slips or answer.day <= last:
                continue
            if not self.possible(slip, answer.question):
                continue
            if days + 1 < _CHANCES:
                self._without[slip] = (days + 1, answer.day)
            else:
                del self._without[slip]
                self._times[slip] = 0
