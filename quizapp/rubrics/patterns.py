"""Patterns of words, as the author of a rubric writes them, and where an answer fits them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise
from typing import Any, Final, NamedTuple

from quizapp.rubrics.points import Wording
from quizapp.rubrics.words import Phrases, Sentence, Token, alike, phrase_tokens

WITHIN_ALL: Final = 25
WITHIN_SEQUENCE: Final = 14
"""Tokens that a match may take, unless the pattern says."""
MOST_FITS: Final = 40
"""Fits of one pattern that are looked at in one stretch of an answer."""

Span = tuple[int, int]
"""The first token of something and the one after its last."""


class Fit(NamedTuple):
    """A place in a stretch of an answer where a pattern fits."""

    start: int
    end: int
    used: frozenset[int]
    """The tokens that the pattern's own words stand for."""


class Word(NamedTuple):
    """One word of a pattern: itself, or with an asterisk whatever begins with it."""

    word: str
    prefix: bool

    def fits(self, token: Token) -> bool:
        """Whether a token of an answer is this word."""
        if self.prefix:
            return token.word.startswith(self.word) or token.stem.startswith(self.word)
        return alike(token.stem, self.word)


@dataclass(frozen=True, eq=False)
class Element:
    """One thing that a pattern looks for: any of some phrases."""

    phrases: tuple[tuple[Word, ...], ...]

    def spans(self, tokens: Sequence[Token]) -> list[Span]:
        """Return where it stands among tokens, in order."""
        found: list[Span] = []
        for phrase in self.phrases:
            length = len(phrase)
            for start in range(len(tokens) - length + 1):
                if all(word.fits(tokens[start + at]) for at, word in enumerate(phrase)):
                    found.append((start, start + length))
        return sorted(set(found))


class Stretch:
    """A part of an answer in which a pattern may fit."""

    def __init__(self, sentences: Iterable[Sentence]) -> None:
        self.tokens: list[Token] = []
        self.clauses: set[int] = set()
        """Before which tokens a new clause begins; each sentence is a new one."""
        for sentence in sentences:
            begun = len(self.tokens)
            self.clauses |= {begun, *(begun + place for place in sentence.clauses)}
            self.tokens += sentence.tokens
        self._spans: dict[Element, list[Span]] = {}

    def spans(self, element: Element) -> list[Span]:
        """Return where an element stands, looked for once."""
        if element not in self._spans:
            self._spans[element] = element.spans(self.tokens)
        return self._spans[element]


class Said:
    """An answer, in the stretches that patterns look at."""

    def __init__(self, sentences: Sequence[Sentence]) -> None:
        self._sentences = sentences
        self._stretches: dict[str, list[Stretch]] = {}

    def stretches(self, scope: str) -> list[Stretch]:
        """Return its sentences, its pairs of sentences, or all of it."""
        if scope not in self._stretches:
            self._stretches[scope] = list(map(Stretch, self._parts(scope)))
        return self._stretches[scope]

    def _parts(self, scope: str) -> Iterable[Sequence[Sentence]]:
        if scope == "answer":
            return [self._sentences]
        if scope == "pair" and len(self._sentences) > 1:
            return pairwise(self._sentences)
        return [[sentence] for sentence in self._sentences]


@dataclass(frozen=True, kw_only=True)
class Pattern:
    """Elements in one stretch of an answer, close to each other."""

    elements: tuple[Element, ...]
    ordered: bool
    within: int
    scope: str = "sentence"
    without: tuple[Element, ...] = ()
    """What may not stand in the same stretch."""
    negative: bool = False
    """Whether it has to be negated, as in "does not vanish"."""

    def fits(self, stretch: Stretch) -> Iterator[Fit]:
        """Yield where it fits in a stretch, the tightest fit from each beginning."""
        spans = []
        for element in self.elements:
            found = stretch.spans(element)
            if not found:
                return
            spans.append(found)
        if any(map(stretch.spans, self.without)):
            return
        find = self._in_order if self.ordered else self._in_any_order
        yield from islice(find(spans), MOST_FITS)

    def _in_order(self, spans: list[list[Span]]) -> Iterator[Fit]:
        for first in spans[0]:
            chain = [first]
            for following in spans[1:]:
                after = next((one for one in following if one[0] >= chain[-1][1]), None)
                if after is None:
                    break
                chain.append(after)
            if len(chain) == len(spans) and chain[-1][1] - first[0] <= self.within:
                yield _fit(chain)

    def _in_any_order(self, spans: list[list[Span]]) -> Iterator[Fit]:
        for start in sorted({one[0] for each in spans for one in each}):
            window = [
                [one for one in each if start <= one[0] and one[1] <= start + self.within]
                for each in spans
            ]
            chosen = _disjoint(window) if all(window) else None
            if chosen is not None and min(one[0] for one in chosen) == start:
                yield _fit(chosen)


class Vocabulary:
    """Reads the patterns of a bank, in its wording."""

    def __init__(self, wording: Wording) -> None:
        self._lexicon = wording.lexicon
        self._elements: dict[str, Element] = {}
        self.phrases = Phrases(wording.canonical)
        """The phrases that are one token."""

    def pattern(self, written: Any) -> Pattern:  # noqa: ANN401 - as a bank holds it
        """Return a pattern as an author wrote it: a phrase, or a mapping with seq or all."""
        if isinstance(written, str):
            element = self.element(written)
            longest = max((len(phrase) for phrase in element.phrases), default=1)
            return Pattern(elements=(element,), ordered=True, within=longest)
        ordered = "seq" in written
        return Pattern(
            elements=tuple(map(self.element, written["seq" if ordered else "all"])),
            ordered=ordered,
            within=written.get("within") or (WITHIN_SEQUENCE if ordered else WITHIN_ALL),
            scope=written.get("scope") or "sentence",
            without=tuple(map(self.element, written.get("not") or ())),
            negative=written.get("polarity") == "negative",
        )

    def element(self, written: str) -> Element:
        """Return what one text of a pattern looks for; the same for the same text."""
        if written not in self._elements:
            phrases = (self._words(phrase) for phrase in self._alternatives(written))
            found = tuple(dict.fromkeys(phrase for phrase in phrases if phrase))
            self._elements[written] = Element(found)
        return self._elements[written]

    def _alternatives(self, written: str, depth: int = 0) -> Iterator[str]:
        for part in written.split("|") if "||" not in written else [written]:
            name = part.strip()
            if name.startswith("@") and depth < 3:
                for other in self._lexicon.get(name[1:], ()):
                    yield from self._alternatives(other, depth + 1)
            else:
                yield name

    def _words(self, phrase: str) -> tuple[Word, ...]:
        words: list[Word] = []
        plain: list[str] = []
        for part in phrase.split():
            if len(part) > 1 and part.endswith("*"):
                words += self._plain(plain)
                plain = []
                words.append(Word(stem_of_prefix(part[:-1]), True))
            else:
                plain.append(part)
        return (*words, *self._plain(plain))

    def _plain(self, parts: Iterable[str]) -> list[Word]:
        return [Word(token.stem, False) for token in phrase_tokens(" ".join(parts), self.phrases)]


def stem_of_prefix(prefix: str) -> str:
    """Return a prefix as the words that it is to begin are spelled."""
    return prefix.lower().removesuffix("iz") + "is" if prefix.endswith("iz") else prefix.lower()


def _fit(spans: Iterable[Span]) -> Fit:
    places = list(spans)
    used = frozenset(place for start, end in places for place in range(start, end))
    return Fit(min(used), max(used) + 1, used)


def _disjoint(window: Sequence[Sequence[Span]], taken: tuple[Span, ...] = ()) -> list[Span] | None:
    """Return a span for each element so that no two overlap, if there are some."""
    if not window:
        return list(taken)
    for span in islice(window[0], 6):
        if all(span[1] <= other[0] or other[1] <= span[0] for other in taken):
            found = _disjoint(window[1:], (*taken, span))
            if found is not None:
                return found
    return None
