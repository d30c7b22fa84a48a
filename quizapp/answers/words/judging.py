"""Say which points of a rubric an answer seems to make; the learner has the last word."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Final

from quizapp.answers.words.patterns import Fit, Pattern, Vocabulary
from quizapp.answers.words.points import Misconception, Point, Wording
from quizapp.answers.words.said import Said
from quizapp.answers.words.steps import SpentError, Steps
from quizapp.answers.words.tokens import Sentence, sentences, stem

REACH: Final = 8
"""Tokens after a negation that it reaches, within its clause."""
LONG: Final = 25
"""Tokens of a sentence above which only what is near to a match is looked at."""
BEFORE: Final = 12
AFTER: Final = 8
"""Tokens before and after a match that are near to it in a long sentence."""
MOST_STEPS: Final = 50_000
"""Steps that the search in one answer may take; what was not found till then isn't found."""
_STEPS_OF_A_FIT: Final = 20
"""Steps that looking around a match counts for."""


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
        search = _Search(answer, sentences(answer, self._vocabulary.phrases))
        stated: list[Finding] = []
        blocked: set[str] = set()
        for identity, patterns, blocks in self._misconceptions:
            quote, clean = search.best(patterns)
            if clean:
                stated.append(Finding(identity, Status.COVERED, quote))
                blocked |= blocks
        points = tuple(
            search.finding(identity, match, refute, blocked=identity in blocked)
            for identity, match, refute in self._points
        )
        return Findings(points, tuple(stated))


class _Search:
    """One answer, in which the points of a rubric are looked for."""

    def __init__(self, answer: str, in_sentences: Sequence[Sentence]) -> None:
        self._answer = answer
        self._steps = Steps(MOST_STEPS)
        self._said = Said(in_sentences, self._steps)
        self._remarks = _Remarks(self._said)

    def finding(
        self, identity: str, match: Sequence[Pattern], refute: Sequence[Pattern], *, blocked: bool
    ) -> Finding:
        """Return what is said of a point: that it is made, perhaps, or nothing."""
        quote, clean = self.best(match)
        if not quote:
            return Finding(identity, Status.NOT_FOUND)
        if not clean or blocked or self.best(refute)[1]:
            return Finding(identity, Status.UNSURE, quote)
        return Finding(identity, Status.COVERED, quote)

    def best(self, patterns: Sequence[Pattern]) -> tuple[str, bool]:
        """Return the first words that fit and are said without a but, and whether there are some.

        Where there are none, the first that fit with a but; where nothing fits, no words.
        """
        doubtful: Fit | None = None
        try:
            for fit, clean in self._fitting(patterns):
                if clean:
                    return self._quote(fit), True
                doubtful = doubtful or fit
        except SpentError:
            pass  # the learner has the last word on what was not looked at
        return (self._quote(doubtful) if doubtful else ""), False

    def _fitting(self, patterns: Sequence[Pattern]) -> Iterator[tuple[Fit, bool]]:
        """Yield what fits any of some patterns, and whether each is said without a but."""
        for pattern in patterns:
            for fit in pattern.fits(self._said):
                self._steps.take(_STEPS_OF_A_FIT + len(fit.used))
                around = _Around(self._remarks, fit)
                if pattern.negative and not around.is_negated:
                    continue
                negated = around.is_negated and not pattern.negative
                yield fit, not (negated or around.is_denied or around.is_doubted)

    def _quote(self, fit: Fit) -> str:
        tokens = self._said.tokens
        return " ".join(self._answer[tokens[fit.start].start : tokens[fit.end - 1].end].split())


class _Remarks:
    """Where an answer says what takes something back, wherever that stands."""

    def __init__(self, said: Said) -> None:
        stems = [token.stem for token in said.tokens]
        self.clauses = said.clauses
        self.negations = _Places(_NEGATIONS, stems)
        self.no_negations = _Places(_NO_NEGATIONS, stems)
        self.denials = _Places(_DENIALS, stems)
        self.denied = _Places(_DENIED, stems)
        self.doubts = _Places(_DOUBTS, stems)


class _Places:
    """Where one of some phrases begins, and where the shortest that begins there ends."""

    def __init__(self, phrases: frozenset[tuple[str, ...]], stems: Sequence[str]) -> None:
        first = {phrase[0] for phrase in phrases}
        lengths = sorted({len(phrase) for phrase in phrases})
        self._ends: dict[int, int] = {}
        for place, word in enumerate(stems):
            if word in first:
                ends = (place + length for length in lengths)
                end = next((end for end in ends if tuple(stems[place:end]) in phrases), None)
                if end is not None:
                    self._ends[place] = end
        self._begins = list(self._ends)

    def within(self, begin: int, until: int, end: int) -> Iterator[int]:
        """Yield where they begin from one place until another, if they end by a third."""
        for at in range(bisect_left(self._begins, begin), bisect_left(self._begins, until)):
            if self._ends[self._begins[at]] <= end:
                yield self._begins[at]

    def any_within(self, begin: int, until: int, end: int) -> bool:
        """Whether one begins from one place until another, and ends by a third."""
        return any(True for _ in self.within(begin, until, end))


class _Around:
    """What stands around a fit and changes what it says."""

    def __init__(self, remarks: _Remarks, fit: Fit) -> None:
        self._remarks = remarks
        self._fit = fit
        begin, self._end = fit.stretch
        self._from, self._until = begin, self._end
        if self._end - begin > LONG:
            self._from = max(begin, fit.start - BEFORE)
            self._until = min(self._end, fit.end + AFTER)

    @property
    def is_denied(self) -> bool:
        """Whether it is said to be false, before it or after."""
        before, after = self._fit.end, min(self._until, self._fit.end + AFTER)
        return self._remarks.denials.any_within(
            self._from, min(before, self._until), self._end
        ) or self._remarks.denied.any_within(before, after, self._end)

    @property
    def is_doubted(self) -> bool:
        """Whether the speaker is unsure of it."""
        return self._remarks.doubts.any_within(self._from, self._until, self._end)

    @cached_property
    def is_negated(self) -> bool:
        """Whether a negation that the pattern does not ask for reaches one of its words."""
        return any(
            place not in self._fit.used and not self._is_no_negation(place) and self._reaches(place)
            for place in self._remarks.negations.within(self._from, self._until, self._end)
        )

    def _is_no_negation(self, place: int) -> bool:
        begin = max(place - 1, self._fit.stretch.begin)
        return self._remarks.no_negations.any_within(begin, place + 1, self._end)

    def _reaches(self, place: int) -> bool:
        clauses = self._remarks.clauses
        following = bisect_right(clauses, place)
        ends = clauses[following] if following < len(clauses) else self._end
        return any(
            used in self._fit.used for used in range(place + 1, min(ends, place + REACH + 1))
        )
