"""Sessions that are over, to be looked at again."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from quizapp.bank.tracks import NO_TRACKS, Tracks
from quizapp.errors import QuizappError, UsageError
from quizapp.practice.asked import Asked, Summary
from quizapp.practice.variants import check_shown, graded_again
from quizapp.questions.base import Question, Variant
from quizapp.record import Attempt


def summary_of(
    attempts: Iterable[Attempt], find: Callable[[str], Question], tracks: Tracks = NO_TRACKS
) -> Summary:
    """Return what a session came to, from its attempts in order.

    Questions that are gone are left out, and those that were skipped, of which nothing is recorded.

    Parameters
    ----------
    find
        Returns the question of a full name; raises where there is none.

    Raises
    ------
    UsageError
        When all of its questions are gone.
    """
    asked: list[Asked] = []
    before: tuple[str, int] | None = None
    for attempt in attempts:
        variant = _variant_of(attempt, find)
        if variant is None:
            continue
        if (attempt.question, attempt.seed) != before:
            asked.append(Asked(variant, 0.0))
            before = attempt.question, attempt.seed
        asked[-1].add(attempt, graded_again(variant, attempt))
    if not asked:
        raise UsageError(
            "none of this session's questions are in the banks that are loaded; add their bank "
            "with --bank"
        )
    return Summary(tuple(asked), tracks)


def _variant_of(attempt: Attempt, find: Callable[[str], Question]) -> Variant | None:
    """Return what was asked; None when it is gone, or refuses the numbers it was asked with."""
    try:
        variant = find(attempt.question).with_parameters(attempt.parameters, attempt.seed)
        check_shown(variant)
    except (QuizappError, LookupError, TypeError, ValueError):
        return None
    return variant
