"""What was found of a rubric in an answer."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Status(StrEnum):
    """What the words of an answer say of a point."""

    COVERED = "covered"
    UNSURE = "unsure"
    NOT_FOUND = "not found"


@dataclass(frozen=True)
class Finding:
    """What was found of one point or misconception."""

    id: str
    status: Status
    quote: str = ""
    """The words of the answer that decided it; empty where none did."""
    nearest: str = ""
    """Where none did, the sentence of the answer that comes nearest to it, if one does."""


@dataclass(frozen=True)
class Findings:
    """What was found of a whole rubric."""

    points: tuple[Finding, ...]
    misconceptions: tuple[Finding, ...]
    """Those that the answer states, and no others."""

    @property
    def covered(self) -> tuple[str, ...]:
        """Ids of the points to tick."""
        return tuple(finding.id for finding in self.points if finding.status is Status.COVERED)

    @property
    def unsure(self) -> tuple[str, ...]:
        """Ids of the points to ask about."""
        return tuple(finding.id for finding in self.points if finding.status is Status.UNSURE)
