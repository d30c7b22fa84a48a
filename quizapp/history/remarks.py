"""Stars, notes and doubts, as the learner adds them and takes them back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from quizapp.record import Remark, RemarkKind

if TYPE_CHECKING:
    from quizapp.history.history import History
    from quizapp.questions.base import Variant


class Remarks:
    """What the learner says about questions, kept in a history.

    Parameters
    ----------
    opened
        Returns the history.
    renamed
        Returns the full names that questions had, each with the one that it has now.
    """

    def __init__(
        self, opened: Callable[[], History], renamed: Callable[[], Mapping[str, str]]
    ) -> None:
        self._opened = opened
        self._renamed = renamed

    def of(self, question: str) -> Mapping[RemarkKind, str]:
        """Return what stands of a question, by its full name: kind → text.

        Raises
        ------
        HistoryError
            When the history can't be read.
        """
        return {
            remark.kind: remark.text
            for remark in self._opened().remarks(self._renamed())
            if remark.question == question and remark.text is not None
        }

    def add(self, kind: RemarkKind, variant: Variant, text: str | None) -> None:
        """Add a remark about the question of a variant; None takes back the one that stands.

        Raises
        ------
        HistoryError
            When it can't be saved.
        """
        history = self._opened()
        history.remark(
            Remark(
                kind=kind,
                question=variant.question.name,
                seed=variant.seed if kind == "doubt" else None,
                text=None if text is None else " ".join(text.split()),
                at=history.clock.now(),
            )
        )

    def switch_star(self, variant: Variant) -> bool:
        """Star the question of a variant, or take its star back; return whether it has one now.

        Raises
        ------
        HistoryError
            When that can't be saved.
        """
        starred = "star" in self.of(variant.question.name)
        self.add("star", variant, None if starred else "")
        return not starred
