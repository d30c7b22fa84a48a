"""Say which points of a rubric an answer seems to make; the learner has the last word."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any, Final, NamedTuple

from quizapp.answers.words.opposites import is_turned, opposed, orders
from quizapp.answers.words.patterns import Fit, Pattern, Vocabulary
from quizapp.answers.words.points import Misconception, Point, Wording
from quizapp.answers.words.said import Said, Span
from quizapp.answers.words.steps import SpentError, Steps
from quizapp.answers.words.tokens import Sentence, phrase_tokens, sentences, stem

REACH: Final = 8
"""Tokens after a negation that it reaches, within its clause."""
LONG: Final = 25
"""Tokens of a sentence above which only what is near to a match is looked at."""
BEFORE: Final = 12
AFTER: Final = 8
"""Tokens before and after a match that are near to it in a long sentence."""
LEAST_SHARED: Final = 2
"""Words that a sentence shares with a point to which it is near."""
SUBJECT: Final = 4
"""Tokens between a verb and what it says of its subject."""
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
_VERDICTS: Final = (
    "not true",
    "untrue",
    "false",
    "wrong",
    "incorrect",
    "not correct",
    "not right",
    "not the case",
    "a myth",
    "nonsense",
)
"""What is said of what is false."""
_PEOPLE: Final = ("some", "some people", "many", "many people", "most people", "people", "they")
_DENIALS: Final = _stems(
    *(f"{verdict} that" for verdict in _VERDICTS),
    *(f"{verdict} to {say}" for verdict in _VERDICTS for say in ("say", "think", "believe")),
    "myth that",
)
"""What denies the rest of its sentence."""
_ATTRIBUTIONS: Final = _stems(
    *(
        f"{who} {how}{say}"
        for who in _PEOPLE
        for how in ("", "often ", "still ", "also ", "would ", "will ", "may ", "might ")
        for say in ("say", "said", "claim", "think", "thought", "believe", "argue", "told me")
    ),
    *(
        f"{how} {say}"
        for how in ("wrongly", "mistakenly", "falsely", "incorrectly")
        for say in ("say", "said", "claim", "think", "thought", "believe", "assume", "state")
    ),
    *(f"{who} {may} think" for who in ("one", "you") for may in ("might", "may", "could", "would")),
    "used to think",
    "used to believe",
    "used to say",
    "i thought",
    "i once believe",
    "misconception",
    "common mistake",
    "allegedly",
    "supposedly",
)
"""What leaves the rest of its sentence to others, or to an earlier time."""
_TURNS: Final = _stems("but", "however", "in fact", "in reality", "actually")
"""After which the speaker speaks again."""
_PLAIN: Final = frozenset(
    map(
        stem,
        [
            "a",
            "an",
            "the",
            "this",
            "that",
            "these",
            "those",
            "it",
            "its",
            "they",
            "them",
            "their",
            "there",
            "i",
            "you",
            "we",
            "my",
            "your",
            "our",
            "one",
            "is",
            "are",
            "was",
            "were",
            "be",
            "been",
            "being",
            "has",
            "have",
            "had",
            "do",
            "does",
            "did",
            "will",
            "would",
            "can",
            "could",
            "may",
            "might",
            "must",
            "of",
            "to",
            "in",
            "on",
            "at",
            "by",
            "for",
            "from",
            "with",
            "as",
            "and",
            "or",
            "but",
            "if",
            "then",
            "so",
            "than",
            "not",
            "no",
            "also",
            "just",
            "only",
            "what",
            "which",
            "who",
            "how",
            "when",
            "where",
            "why",
            "all",
            "each",
            "every",
            "more",
            "most",
            "very",
            "it's",
            "about",
            "into",
        ],
    )
)
"""Words that tell nothing of what is spoken about."""
_BEING: Final = frozenset(
    map(
        stem,
        [
            "is",
            "are",
            "be",
            "equals",
            "equal",
            "becomes",
            "become",
            "gives",
            "give",
            "means",
            "call",
            "called",
            "=",
            "get",
        ],
    )
)
"""After which a thing is said of another."""
_JOINTS: Final = frozenset({"and", "or"})
"""What joins two parts of a sentence that are no clauses of their own."""
_DENIED: Final = _stems(
    *(f"{that} is {verdict}" for that in ("that", "this", "it", "which") for verdict in _VERDICTS),
    "that would be wrong",
)
"""What denies what was said just before."""
_ALL_DENIED: Final = _stems(
    *(
        f"{everything} {be} {verdict}"
        for everything in ("all of that", "all of this", "all that", "all this", "everything")
        for be in ("is", "was")
        for verdict in _VERDICTS
    ),
    *(
        f"none of {that} {be} {verdict}"
        for that in ("that", "this", "it")
        for be in ("is", "was")
        for verdict in ("true", "right", "correct")
    ),
)
"""What denies all that was said before."""
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
            _Sought(
                point.id,
                tuple(map(read, point.match)),
                tuple(map(read, point.refute)),
                words := self._words_of(point),
                self._alone(point),
                opposed(words),
                orders(self._stems(text) for text in point.examples),
            )
            for point in points
        ]
        self._misconceptions = [
            (one.id, tuple(map(read, one.match)), frozenset(one.blocks)) for one in misconceptions
        ]

    def swallowed(self, match: Iterable[Any], texts: Iterable[str]) -> list[str]:
        """Return words of patterns that texts have, and no answer can be found by."""
        return self._vocabulary.swallowed(map(self._vocabulary.pattern, match), texts)

    def _stems(self, text: str) -> list[str]:
        return [token.stem for token in phrase_tokens(text, self._vocabulary.phrases)]

    def _alone(self, point: Point) -> frozenset[str]:
        told = ({*self._stems(text)} - _PLAIN for text in point.examples)
        return frozenset(one for words in told if len(words) == 1 for one in words)

    def _words_of(self, point: Point) -> frozenset[str]:
        """Return the words that a point and its examples are told in."""
        return frozenset(
            one
            for text in (point.text, *point.examples)
            for one in self._stems(text)
            if one not in _PLAIN
        )

    def judge(self, answer: str) -> Findings:
        """Return what the words of an answer say of each point.

        An answer that states a misconception may be wrong where its words are right, so that
        none of its points is covered: all that was found is asked about.
        """
        search = _Search(answer, sentences(answer, self._vocabulary.phrases))
        matched = {point.id: search.matches(point.match) for point in self._points}
        stated: list[Finding] = []
        blocked: set[str] = set()
        for identity, patterns, blocks in self._misconceptions:
            claims = search.matches(patterns).clean
            defended = [fit for one in blocks if one in matched for fit in matched[one].clean]
            accused = next(
                (
                    fit
                    for fit in claims
                    if not (search.is_bound(fit, defended) or _is_fitted(fit, defended))
                ),
                None,
            )
            if claims:
                blocked |= blocks
            if accused:
                stated.append(Finding(identity, Status.COVERED, search.quote(accused)))
        points = tuple(
            search.finding(point, matched[point.id], asked=bool(stated) or point.id in blocked)
            for point in self._points
        )
        return Findings(points, tuple(stated))


class _Sought(NamedTuple):
    """A point as it is looked for."""

    id: str
    match: tuple[Pattern, ...]
    refute: tuple[Pattern, ...]
    words: frozenset[str]
    alone: frozenset[str]
    """Words that are enough, as an example says no more."""
    opposed: frozenset[str]
    """Words that turn round what the point and its examples say."""
    orders: frozenset[tuple[str, str]]
    """Words that its examples have in one order alone."""


class _Matches(NamedTuple):
    """Where some patterns fit an answer, in the order of the patterns."""

    clean: tuple[Fit, ...]
    """What is said without a but."""
    doubtful: tuple[Fit, ...]


def _is_fitted(fit: Fit, others: Iterable[Fit]) -> bool:
    """Whether another fit has the same words as one, but for one of them."""
    least = max(3, len(fit.used) - 1)
    return any(len(one.used & fit.used) >= least for one in others)


class _Search:
    """One answer, in which the points of a rubric are looked for."""

    def __init__(self, answer: str, in_sentences: Sequence[Sentence]) -> None:
        self._answer = answer
        self._steps = Steps(MOST_STEPS)
        self._said = Said(in_sentences, self._steps)
        self._remarks = _Remarks(self._said)

    def finding(self, point: _Sought, matches: _Matches, *, asked: bool) -> Finding:
        """Return what is said of a point: that it is made, perhaps, or nothing."""
        clean, doubtful = matches
        if not (clean or doubtful):
            return Finding(point.id, Status.NOT_FOUND, nearest=self._nearest(point.words))
        quote = self.quote((*clean, *doubtful)[0])
        claims = not asked and any(
            not (self._is_bare(fit, point) or self._is_reversed(fit, point)) for fit in clean
        )
        if claims and all(self.is_bound(fit, clean) for fit in self.matches(point.refute).clean):
            return Finding(point.id, Status.COVERED, quote)
        return Finding(point.id, Status.UNSURE, quote)

    def _is_reversed(self, fit: Fit, point: _Sought) -> bool:
        """Whether a word between those that fit turns them round, or their order does."""
        stems = [self._said.tokens[place].stem for place in range(fit.start, fit.end)]
        near = range(*self._remarks.part(fit, SUBJECT))
        around = (self._said.tokens[place].stem for place in near if place not in fit.used)
        return not point.opposed.isdisjoint(around) or is_turned(stems, point.orders)

    def _is_bare(self, fit: Fit, point: _Sought) -> bool:
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
            stems = {token.stem for token in self._said.tokens[begin:end]} - _PLAIN
            shared = len(stems & words)
            if shared >= LEAST_SHARED and shared / len(stems) ** 0.5 > nearness:
                best, nearness = self._text(begin, end), shared / len(stems) ** 0.5
        return best

    def matches(self, patterns: Sequence[Pattern]) -> _Matches:
        """Return where some patterns fit."""
        clean: list[Fit] = []
        doubtful: list[Fit] = []
        try:
            for fit, is_clean in self._fitting(patterns):
                (clean if is_clean else doubtful).append(fit)
        except SpentError:
            pass  # the learner has the last word on what was not looked at
        return _Matches(tuple(clean), tuple(doubtful))

    def is_bound(self, fit: Fit, others: Iterable[Fit]) -> bool:
        """Whether another fit explains the words of one better.

        It shares some of them, and is shorter by not going on over the next part of the sentence.
        """
        parts = self._remarks.parts
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
                around = _Around(self._remarks, fit)
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


class _Remarks:
    """Where an answer says what takes something back, wherever that stands."""

    def __init__(self, said: Said) -> None:
        stems = [token.stem for token in said.tokens]
        self.size = len(stems)
        self.clauses = said.clauses
        joints = (place for place, one in enumerate(stems) if one in _JOINTS)
        self._parts = sorted({*said.clauses, *joints})
        self.negations = _Places(_NEGATIONS, stems)
        self.no_negations = _Places(_NO_NEGATIONS, stems)
        self.denials = _Places(_DENIALS, stems)
        self.attributions = _Places(_ATTRIBUTIONS, stems)
        self.turns = _Places(_TURNS, stems)
        self.denied = _Places(_DENIED, stems)
        self.all_denied = _Places(_ALL_DENIED, stems)
        self.doubts = _Places(_DOUBTS, stems)
        self.questions = said.questions
        self._begins = [begin for begin, _ in said.whole]
        self._leads = said.leads

    def lead(self, place: int) -> Span:
        """Return the sentence before a semicolon or list that a token belongs to."""
        return self._leads[bisect_right(self._begins, place) - 1]

    def part(self, fit: Fit, most: int) -> Span:
        """Return a fit with what is near to it in the same part of the sentence."""
        begin = bisect_right(self._parts, fit.start) - 1
        end = bisect_left(self._parts, fit.end)
        return (
            max(fit.start - most, fit.stretch.begin, self._parts[begin] if begin >= 0 else 0),
            min(
                fit.end + most,
                fit.stretch.end,
                self._parts[end] if end < len(self._parts) else self.size,
            ),
        )

    def parts(self, begin: int, end: int) -> int:
        """Return over how many beginnings of parts of a sentence some words go."""
        return bisect_left(self._parts, end) - bisect_right(self._parts, begin)


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
        """Whether it is said to be false or left to others, before it or after."""
        remarks, end, fit = self._remarks, self._end, self._fit
        for begin, until in ((fit.stretch.begin, fit.end), remarks.lead(fit.stretch.begin)):
            until = min(until, fit.end)
            if remarks.denials.any_within(begin, until, end):
                return True
            for place in remarks.attributions.within(begin, until, end):
                if not remarks.turns.any_within(place, fit.start, end):
                    return True
        if remarks.denied.any_within(fit.end, min(end, fit.end + AFTER), end):
            return True
        # Or in a sentence of its own that follows: "That is wrong."
        if end - fit.end < AFTER and remarks.denied.any_within(end, end + 1, end + AFTER):
            return True
        return remarks.all_denied.any_within(fit.end, remarks.size, remarks.size)

    @property
    def is_doubted(self) -> bool:
        """Whether the speaker is unsure of it, or asks."""
        used = self._fit.used
        return self._remarks.doubts.any_within(self._from, self._until, self._end) or all(
            any(begin <= place < end for begin, end in self._remarks.questions) for place in used
        )

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
