"""Say which points of a rubric an answer seems to make; the learner has the last word."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from quizapp.rubrics.patterns import Fit, Pattern, Said, Stretch, Vocabulary
from quizapp.rubrics.points import Misconception, Point, Wording
from quizapp.rubrics.words import Token, sentences, stem

REACH: Final = 8
"""Tokens after a negation that it reaches, within its clause."""
LONG: Final = 25
"""Tokens of a sentence above which only what is near to a match is looked at."""
BEFORE: Final = 12
AFTER: Final = 8
"""Tokens before and after a match that are near to it in a long sentence."""


def _stems(*phrases: str) -> frozenset[tuple[str, ...]]:
    return frozenset(tuple(map(stem, phrase.split())) for phrase in phrases)


_NEGATIONS: Final = _stems(
    "not", "no", "never", "cannot", "neither", "nor", "hardly", "without", "none", "nothing", "fail"
)
_NO_NEGATIONS: Final = _stems(
    "not only",
    "not just",
    "not merely",
    "not simply",
    "no matter",
    "or not",
    "or no",
    "why not",
    "not sure",
    "not certain",
    "nothing but",
)
"""What holds the word of a negation and is none."""
_DENIALS: Final = _stems(
    "not true that",
    "not the case that",
    "not correct that",
    "not right that",
    "false that",
    "wrong that",
    "incorrect that",
    "myth that",
    "wrong to say",
)
"""What denies the rest of its sentence."""
_DENIED: Final = _stems(
    *(
        f"{that} is {verdict}"
        for that in ("that", "this", "it", "which")
        for verdict in (
            "not true",
            "untrue",
            "false",
            "wrong",
            "incorrect",
            "not correct",
            "not the case",
            "a myth",
        )
    )
)
"""What denies what was said just before."""
_DOUBTS: Final = _stems(
    "not sure",
    "not so sure",
    "not entirely sure",
    "not totally sure",
    "not completely sure",
    "not 100% sure",
    "unsure",
    "maybe",
    "perhaps",
    "possibly",
    "i guess",
    "do not know",
    "do not remember",
    "do not recall",
    "cannot remember",
    "cannot recall",
    "could be wrong",
    "might be wrong",
    "may be wrong",
    "something like that",
    "correct me",
    "if i remember",
)


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


@dataclass(frozen=True)
class Findings:
    """What was found of a whole rubric."""

    points: tuple[Finding, ...]
    misconceptions: tuple[Finding, ...]
    """Those that the answer states, and no others."""

    @property
    def covered(self) -> tuple[str, ...]:
        """Ids of the points to tick."""
        return tuple(one.id for one in self.points if one.status is Status.COVERED)

    @property
    def unsure(self) -> tuple[str, ...]:
        """Ids of the points to ask about."""
        return tuple(one.id for one in self.points if one.status is Status.UNSURE)


class Judge:
    """Looks for the points of one rubric.

    Parameters
    ----------
    points, misconceptions
        What is looked for.
    wording
        What their patterns are written in.
    """

    def __init__(
        self, points: Sequence[Point], misconceptions: Sequence[Misconception], wording: Wording
    ) -> None:
        self._vocabulary = Vocabulary(wording)
        read = self._vocabulary.pattern
        self._points = [
            (point.id, tuple(map(read, point.match)), tuple(map(read, point.refute)))
            for point in points
        ]
        self._misconceptions = [
            (one.id, tuple(map(read, one.match)), frozenset(one.blocks)) for one in misconceptions
        ]

    def judge(self, answer: str) -> Findings:
        """Return what the words of an answer say of each point."""
        said = Said(sentences(answer, self._vocabulary.phrases))
        stated: list[Finding] = []
        blocked: set[str] = set()
        for identity, patterns, blocks in self._misconceptions:
            quote = next((quote for clean, quote in _fitting(patterns, said, answer) if clean), "")
            if quote:
                stated.append(Finding(identity, Status.COVERED, quote))
                blocked |= blocks
        points = tuple(
            self._finding(identity, match, refute, said, answer, blocked=identity in blocked)
            for identity, match, refute in self._points
        )
        return Findings(points, tuple(stated))

    def _finding(
        self,
        identity: str,
        match: Sequence[Pattern],
        refute: Sequence[Pattern],
        said: Said,
        answer: str,
        *,
        blocked: bool,
    ) -> Finding:
        doubtful = ""
        for clean, quote in _fitting(match, said, answer):
            if clean:
                reversed_ = blocked or any(ok for ok, _ in _fitting(refute, said, answer))
                status = Status.UNSURE if reversed_ else Status.COVERED
                return Finding(identity, status, quote)
            doubtful = doubtful or quote
        return Finding(identity, Status.UNSURE if doubtful else Status.NOT_FOUND, doubtful)


def _fitting(patterns: Sequence[Pattern], said: Said, answer: str) -> Iterator[tuple[bool, str]]:
    """Yield the quotes that fit any of some patterns, and whether each is said without a but."""
    for pattern in patterns:
        for stretch in said.stretches(pattern.scope):
            for fit in pattern.fits(stretch):
                around = _Around(stretch, fit)
                if pattern.negative and not around.is_negated:
                    continue
                negated = around.is_negated and not pattern.negative
                clean = not (negated or around.is_denied or around.is_doubted)
                yield clean, _quote(stretch.tokens, fit, answer)


def _quote(tokens: Sequence[Token], fit: Fit, answer: str) -> str:
    return " ".join(answer[tokens[fit.start].start : tokens[fit.end - 1].end].split())


class _Around:
    """What stands around a fit and changes what it says."""

    def __init__(self, stretch: Stretch, fit: Fit) -> None:
        self._words = [token.stem for token in stretch.tokens]
        self._clauses = stretch.clauses
        self._fit = fit
        length = len(self._words)
        self._near = range(length)
        if length > LONG:
            self._near = range(max(0, fit.start - BEFORE), min(length, fit.end + AFTER))

    @property
    def is_denied(self) -> bool:
        """Whether it is said to be false, before it or after."""
        end = self._fit.end
        return any(
            self._stands(_DENIALS, place) if place < end else self._stands(_DENIED, place)
            for place in self._near
            if place < end + AFTER
        )

    @property
    def is_doubted(self) -> bool:
        """Whether the speaker is unsure of it."""
        return any(self._stands(_DOUBTS, place) for place in self._near)

    @property
    def is_negated(self) -> bool:
        """Whether a negation that the pattern does not ask for reaches one of its words."""
        return any(
            place not in self._fit.used and self._negates(place) and self._reaches(place)
            for place in self._near
        )

    def _negates(self, place: int) -> bool:
        return self._stands(_NEGATIONS, place) and not any(
            self._stands(_NO_NEGATIONS, start) for start in (place - 1, place) if start >= 0
        )

    def _reaches(self, place: int) -> bool:
        ends = min((one for one in self._clauses if one > place), default=len(self._words))
        return any(place < used <= place + REACH and used < ends for used in self._fit.used)

    def _stands(self, phrases: frozenset[tuple[str, ...]], place: int) -> bool:
        """Whether one of some phrases begins at a place."""
        return any(tuple(self._words[place : place + length]) in phrases for length in _LENGTHS)


_LENGTHS: Final = range(1, 6)
"""Words that the phrases above have."""
