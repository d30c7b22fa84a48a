"""What an answer says about its own words: what is denied, left to others, doubted or asked."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import cache, cached_property
from typing import Final

from quizapp.answers.words.patterns import Fit
from quizapp.answers.words.said import Said, Span
from quizapp.answers.words.tokens import stem

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
_ERRORS: Final = ("wrong", "incorrect", "false", "mistaken")
_VERDICTS: Final = (
    *_ERRORS,
    *(f"{no} {right}" for no in ("not", "never") for right in ("true", "correct", "right")),
    *(f"{no} the case" for no in ("not", "never")),
    *(f"a {error}" for error in ("myth", "mistake", "fallacy", "misconception")),
    "untrue",
    "nonsense",
)
"""What is said of what is false."""
_PEOPLE: Final = (
    *("some", "many", "they", "people", "others", "someone", "everyone"),
    *("no one", "colleague", "friend", "boss", "candidate", "student", "beginner", "blog"),
)
_DENIALS: Final = _stems(
    *(f"{verdict} that" for verdict in _VERDICTS),
    *(f"{verdict} to {say}" for verdict in _VERDICTS for say in ("say", "think", "believe")),
    *(f"not {say} that" for say in ("say", "think", "believe", "agree")),
    "myth that",
    "i disagree",
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
        for how in ("wrongly", "mistakenly", "falsely", "incorrectly", "tend to")
        for say in ("say", "said", "claim", "think", "thought", "believe", "assume", "state")
    ),
    *(f"{who} {may} think" for who in ("one", "you") for may in ("might", "may", "could", "would")),
    *(f"{where} {hear}" for where in ("often", "sometimes") for hear in ("hear", "read")),
    *(f"{hear} somewhere" for hear in ("heard", "read")),
    "heard that",
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
_JOINTS: Final = frozenset({"and", "or"})
"""What joins two parts of a sentence that are no clauses of their own."""
_DENIED: Final = _stems(
    *(f"{that} is {verdict}" for that in ("that", "this", "which") for verdict in _VERDICTS),
    *(f"it is {verdict}" for verdict in _VERDICTS if verdict not in _ERRORS),
    *(f"{who} would be wrong" for who in ("that", "they")),
)
"""What denies what was said just before; "it is wrong" is more often said of a prediction."""
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
_UNSURE: Final = (
    *(f"not {how}sure" for how in ("", "so ", "entirely ", "totally ", "completely ", "100% ")),
    "unsure",
)
_DOUBTS: Final = _stems(
    *_UNSURE,
    "maybe",
    "perhaps",
    "possibly",
    "i guess",
    "do not know",
    "no idea",
    "heard of",
    "cannot explain",
    "i forgot",
    "look that up",
    "look it up",
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
_NO_DOUBTS: Final = _stems(
    *(f"{who} {sure}" for who in ("is", "are", "was", "be", "how", "model") for sure in _UNSURE)
)
"""What is said of a model or a state, and not of what the speaker says."""


class Reservations:
    """Where an answer says what takes something back, wherever that stands."""

    def __init__(self, said: Said) -> None:
        stems = [token.stem for token in said.tokens]
        self.size = len(stems)
        self.clauses = said.clauses
        joints = (place for place, one in enumerate(stems) if one in _JOINTS)
        self._parts = sorted({*said.clauses, *joints})
        self.negations = Places(_NEGATIONS, stems)
        self.no_negations = Places(_NO_NEGATIONS, stems)
        self.denials = Places(_DENIALS, stems)
        self.attributions = Places(_ATTRIBUTIONS, stems)
        self.turns = Places(_TURNS, stems)
        self.denied = Places(_DENIED, stems)
        self.all_denied = Places(_ALL_DENIED, stems)
        self.doubts = Places(_DOUBTS, stems)
        self.no_doubts = Places(_NO_DOUBTS, stems)
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


@cache
def _lengths(phrases: frozenset[tuple[str, ...]]) -> dict[str, list[int]]:
    """Return how long the phrases are that begin with a word, the shortest first."""
    found: dict[str, set[int]] = {}
    for phrase in phrases:
        found.setdefault(phrase[0], set()).add(len(phrase))
    return {word: sorted(lengths) for word, lengths in found.items()}


class Places:
    """Where one of some phrases begins, and where the shortest that begins there ends."""

    def __init__(self, phrases: frozenset[tuple[str, ...]], stems: Sequence[str]) -> None:
        lengths = _lengths(phrases)
        self._ends: dict[int, int] = {}
        for place, word in enumerate(stems):
            for length in lengths.get(word, ()):
                if tuple(stems[place : place + length]) in phrases:
                    self._ends[place] = place + length
                    break
        self._begins = list(self._ends)

    def within(self, begin: int, until: int, end: int) -> Iterator[int]:
        """Yield where they begin from one place until another, if they end by a third."""
        for at in range(bisect_left(self._begins, begin), bisect_left(self._begins, until)):
            if self._ends[self._begins[at]] <= end:
                yield self._begins[at]

    def any_within(self, begin: int, until: int, end: int) -> bool:
        """Whether one begins from one place until another, and ends by a third."""
        return any(True for _ in self.within(begin, until, end))


class Around:
    """What stands around a fit and changes what it says."""

    def __init__(self, reservations: Reservations, fit: Fit) -> None:
        self._reservations = reservations
        self._fit = fit
        begin, self._end = fit.stretch
        self._from, self._until = begin, self._end
        if self._end - begin > LONG:
            self._from = max(begin, fit.start - BEFORE)
            self._until = min(self._end, fit.end + AFTER)

    @property
    def is_denied(self) -> bool:
        """Whether it is said to be false or left to others, before it or after."""
        reservations, end, fit = self._reservations, self._end, self._fit
        for begin, until in ((fit.stretch.begin, fit.end), reservations.lead(fit.stretch.begin)):
            until = min(until, fit.end)
            if reservations.denials.any_within(begin, until, end):
                return True
            for place in reservations.attributions.within(begin, until, end):
                if not reservations.turns.any_within(place, fit.start, end):
                    return True
        if reservations.denied.any_within(fit.end, min(end, fit.end + AFTER), end):
            return True
        # Or in a sentence of its own that follows: "But that is wrong."
        first = end + reservations.turns.any_within(end, end + 1, end + 1)
        if reservations.denied.any_within(first, first + 1, end + AFTER):
            return True
        return reservations.all_denied.any_within(fit.end, reservations.size, reservations.size)

    @property
    def is_doubted(self) -> bool:
        """Whether the speaker is unsure of it, or asks."""
        reservations, used = self._reservations, self._fit.used
        doubts = reservations.doubts.within(self._from, self._until, self._end)
        return any(
            place not in used and not reservations.no_doubts.any_within(place - 1, place, self._end)
            for place in doubts
        ) or all(
            any(begin <= place < end for begin, end in reservations.questions) for place in used
        )

    @cached_property
    def is_negated(self) -> bool:
        """Whether a negation that the pattern does not ask for reaches one of its words."""
        return any(
            place not in self._fit.used and not self._is_no_negation(place) and self._reaches(place)
            for place in self._reservations.negations.within(self._from, self._until, self._end)
        )

    def _is_no_negation(self, place: int) -> bool:
        begin = max(place - 1, self._fit.stretch.begin)
        return self._reservations.no_negations.any_within(begin, place + 1, self._end)

    def _reaches(self, place: int) -> bool:
        clauses = self._reservations.clauses
        following = bisect_right(clauses, place)
        ends = clauses[following] if following < len(clauses) else self._end
        return any(
            used in self._fit.used for used in range(place + 1, min(ends, place + REACH + 1))
        )
