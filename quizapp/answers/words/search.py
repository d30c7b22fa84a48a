"""One answer, in which the points of a rubric are looked for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from quizapp.answers.words.findings import Finding, Status
from quizapp.answers.words.opposites import is_reverse, is_turned
from quizapp.answers.words.patterns import Fit, Pattern
from quizapp.answers.words.reservations import AFTER, BEFORE, Around, Reservations
from quizapp.answers.words.said import Said, Span
from quizapp.answers.words.steps import SpentError, Steps
from quizapp.answers.words.tokens import Sentence, stem

LEAST_SHARED: Final = 2
"""Words that a sentence shares with a point to which it is near."""
SUBJECT: Final = 4
"""Tokens between a verb and what it says of its subject."""
MOST_STEPS: Final = 50_000
"""Steps that the search in one answer may take; what was not found till then isn't found."""
_STEPS_OF_A_FIT: Final = 20
"""Steps that looking around a match counts for."""


def _stemmed(words: str) -> frozenset[str]:
    return frozenset(map(stem, words.split()))


PLAIN: Final = _stemmed(
    "a an the this that these those it its they them their there i you we my your our one is "
    "are was were be been being has have had do does did will would can could may might must "
    "of to in on at by for from with as and or but if then so than not no also just only what "
    "which who how when where why all each every very it's about into"
)
"""Words that tell nothing of what is spoken about."""
_BEING: Final = _stemmed("is are be equals equal becomes become gives give means call called = get")
"""After which a thing is said of another."""


class Sought(NamedTuple):
    """A point as it is looked for."""

    id: str
    match: tuple[Pattern, ...]
    refute: tuple[Pattern, ...]
    words: frozenset[str]
    alone: frozenset[str]
    """Words that are enough, as an example says no more."""
    opposed: frozenset[str]
    """Words that turn round what the point and its examples say."""
    told: tuple[frozenset[str], ...]
    """The words of its text, and of each example."""
    orders: frozenset[tuple[str, str]]
    """Words that its examples have in one order alone."""


class Matches(NamedTuple):
    """Where some patterns fit an answer, in the order of the patterns."""

    clean: tuple[Fit, ...]
    """What is said without a but."""
    doubtful: tuple[Fit, ...]


def is_fitted(fit: Fit, others: Iterable[Fit]) -> bool:
    """Whether another fit has the same words as one, but for one of them."""
    least = max(3, len(fit.used) - 1)
    return any(len(one.used & fit.used) >= least for one in others)


class Search:
    """One answer, in which the points of a rubric are looked for."""

    def __init__(self, answer: str, in_sentences: Sequence[Sentence]) -> None:
        self._answer = answer
        self._steps = Steps(MOST_STEPS)
        self._said = Said(in_sentences, self._steps)
        self._reservations = Reservations(self._said)
        self._reverses: dict[tuple[Span, str], bool] = {}

    def finding(self, point: Sought, matches: Matches, *, asked: bool) -> Finding:
        """Return what is said of a point: that it is made, perhaps, or nothing."""
        clean, doubtful = matches
        if not (clean or doubtful):
            return Finding(point.id, Status.NOT_FOUND, nearest=self._nearest(point.words))
        claims = not asked and any(
            not (self._is_bare(fit, point) or self._is_reversed(fit, point)) for fit in clean
        )
        status = Status.COVERED if claims else Status.UNSURE
        return Finding(point.id, status, self.quote((*clean, *doubtful)[0]))

    def is_turned(self, point: Sought, clean: Sequence[Fit], refuted: Iterable[Fit]) -> bool:
        """Whether the reverse of a point is said, or what is said of it has been turned round."""
        return any(not self.is_bound(fit, clean) for fit in refuted) or (
            bool(clean) and all(self._is_reversed(fit, point) for fit in clean)
        )

    def _is_reversed(self, fit: Fit, point: Sought) -> bool:
        """Whether a word near to those that fit turns them round, or their order does."""
        stems = [self._said.tokens[place].stem for place in range(fit.start, fit.end)]
        near = range(*self._reservations.part(fit, SUBJECT))
        around = (self._said.tokens[place].stem for place in near if place not in fit.used)
        return (
            not point.opposed.isdisjoint(around)
            or is_turned(stems, point.orders)
            or self._says_reverse(self._said.around(fit.start, fit.end), point)
        )

    def _says_reverse(self, sentence: Span, point: Sought) -> bool:
        """Whether a sentence is one of a point's examples turned round; looked at once for all."""
        if (sentence, point.id) not in self._reverses:
            said = {token.stem for token in self._said.tokens[slice(*sentence)]}
            self._reverses[sentence, point.id] = is_reverse(said, point.told)
        return self._reverses[sentence, point.id]

    def _is_bare(self, fit: Fit, point: Sought) -> bool:
        """Whether one word is there, and nothing is said of it.

        What makes it a claim is a verb of being before it, as in "that is the likelihood", or a
        word near to it of those that the point and its examples are told in.
        """
        tokens, (begin, end) = self._said.tokens, fit.stretch
        if len(fit.used) > 1 or not point.words or tokens[fit.start].stem in point.alone:
            return False
        before = range(max(begin, fit.start - SUBJECT), fit.start)
        near = range(max(begin, fit.start - BEFORE), min(end, fit.end + AFTER))
        return not (
            any(tokens[place].stem in _BEING for place in before)
            or any(
                place != fit.start and tokens[place].stem in point.words
                for place in near
                if place not in fit.used
            )
        )

    def _nearest(self, words: frozenset[str]) -> str:
        """Return the sentence that has most of the words a point is told in, for its length."""
        best, nearness = "", 0.0
        for begin, end in self._said.sentences:
            stems = {token.stem for token in self._said.tokens[begin:end]} - PLAIN
            shared = len(stems & words)
            if shared >= LEAST_SHARED and shared / len(stems) ** 0.5 > nearness:
                best, nearness = self._text(begin, end), shared / len(stems) ** 0.5
        return best

    def matches(self, patterns: Sequence[Pattern]) -> Matches:
        """Return where some patterns fit."""
        clean: list[Fit] = []
        doubtful: list[Fit] = []
        try:
            for fit, is_clean in self._fitting(patterns):
                (clean if is_clean else doubtful).append(fit)
        except SpentError:
            pass  # the learner has the last word on what was not looked at
        return Matches(tuple(clean), tuple(doubtful))

    def is_bound(self, fit: Fit, others: Iterable[Fit]) -> bool:
        """Whether another fit explains the words of one better.

        It shares some of them, and is shorter by not going on over the next part of the sentence.
        """
        parts = self._reservations.parts
        return any(
            other.used & fit.used
            and other.end - other.start < fit.end - fit.start
            and parts(other.start, other.end) < parts(fit.start, fit.end)
            for other in others
        )

    def _fitting(self, patterns: Sequence[Pattern]) -> Iterator[tuple[Fit, bool]]:
        """Yield what fits any of some patterns, and whether each is said without a but."""
        for pattern in patterns:
            for fit in pattern.fits(self._said):
                self._steps.take(_STEPS_OF_A_FIT + len(fit.used))
                around = Around(self._reservations, fit)
                if pattern.negative and not around.is_negated:
                    continue
                negated = around.is_negated and not pattern.negative
                yield fit, not (negated or around.is_denied or around.is_doubted)

    def quote(self, fit: Fit) -> str:
        """Return the words of the answer that fit."""
        return self._text(fit.start, fit.end)

    def _text(self, begin: int, end: int) -> str:
        tokens = self._said.tokens
        return " ".join(self._answer[tokens[begin].start : tokens[end - 1].end].split())
