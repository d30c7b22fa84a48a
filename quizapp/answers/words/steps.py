"""A bound on what judging one answer may cost, whatever its rubric asks to be looked for."""

from __future__ import annotations


class SpentError(Exception):
    """There are no steps left; what was found till then is all that is found."""


class Steps:
    """Counts the steps of a search, and ends it after too many.

    Parameters
    ----------
    most
        Steps that may be taken.
    """

    def __init__(self, most: int) -> None:
        self.left = most

    def take(self, count: int = 1) -> None:
        """Take some steps.

        Raises
        ------
        SpentError
            When they are more than are left; then none are left.
        """
        self.left -= count
        if self.left < 0:
            raise SpentError
