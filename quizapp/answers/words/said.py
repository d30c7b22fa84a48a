"""An answer in tokens, and where each word and each phrase stands in it, looked for once."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

from quizapp.answers.words.steps import Steps
from quizapp.answers.words.tokens import Nearby, Sentence, Token, alike

Span = tuple[int, int]
"""The first token of something and the one after its last."""


class Stretch(NamedTuple):
    """A part of an answer in which a pattern may fit, as a span of its tokens."""

    begin: int
    end: int


class Word(NamedTuple):
    """One word of a pattern: itself, or with an asterisk whatever begins with it."""

    word: str
    prefix: bool


@dataclass(frozen=True, eq=False)
class Element:
    """One thing that a pattern looks for: any of some phrases."""

    phrases: tuple[tuple[Word, ...], ...]


class Spans:
    """Where something stands, in order."""

    def __init__(self, spans: Sequence[Span]) -> None:
        self._spans = spans
        self._starts = [start for start, _ in spans]

    def __len__(self) -> int:
        return len(self._spans)

    def __iter__(self) -> Iterator[Span]:
        return iter(self._spans)

    def inside(self, stretch: Stretch) -> Spans:
        """Return those that are wholly in a stretch."""
        return Spans(self.between(*stretch))

    def between(self, begin: int, end: int, most: int | None = None) -> list[Span]:
        """Return those from one place to another, only the first of them if `most` is given."""
        found: list[Span] = []
        for place in range(bisect_left(self._starts, begin), bisect_left(self._starts, end)):
            if self._spans[place][1] <= end:
                found.append(self._spans[place])
                if len(found) == most:
                    break
        return found

    def first_from(self, begin: int) -> Span | None:
        """Return the first that begins at a place or after it."""
        place = bisect_left(self._starts, begin)
        return self._spans[place] if place < len(self._spans) else None


class Said:
    """An answer as its sentences, in one row of tokens.

    Parameters
    ----------
    sentences
        The sentences of the answer.
    steps
        What may be spent on it.
    """

    def __init__(self, sentences: Sequence[Sentence], steps: Steps) -> None:
        self.steps = steps
        self.tokens: list[Token] = []
        self.clauses: list[int] = []
        """Before which tokens a new clause begins; each sentence is a new one."""
        self.whole: list[Stretch] = []
        """The sentences, with what belongs to each after a semicolon or in a list."""
        self.questions: list[Stretch] = []
        """Those of them that ask."""
        self.leads: list[Span] = []
        """The first sentence in each of them."""
        self._begins: list[int] = []
        for sentence in sentences:
            begin = len(self.tokens)
            self._begins.append(begin)
            self.clauses += sorted({begin, *(begin + place for place in sentence.clauses)})
            self.tokens += sentence.tokens
            if not sentence.goes_on:
                self._close(asks=sentence.asks)
        self._close(asks=False)
        self._spans: dict[Element, Spans] = {}
        self._places: dict[Word, list[int]] = {}
        self._place_sets: dict[Word, frozenset[int]] = {}

    @property
    def sentences(self) -> Iterator[Span]:
        """Where each sentence begins and ends."""
        yield from pairwise([*self._begins, len(self.tokens)])

    def around(self, begin: int, end: int) -> Span:
        """Return the whole sentences that some words stand in."""
        last = bisect_left(self._begins, end)
        return (
            self._begins[bisect_right(self._begins, begin) - 1],
            self._begins[last] if last < len(self._begins) else len(self.tokens),
        )

    def _close(self, *, asks: bool) -> None:
        begin, end = self.whole[-1].end if self.whole else 0, len(self.tokens)
        if begin < end:
            self.whole.append(Stretch(begin, end))
            following = bisect_right(self._begins, begin)
            self.leads.append(
                (begin, self._begins[following] if following < len(self._begins) else end)
            )
            if asks:
                self.questions.append(self.whole[-1])

    def stretches(self, scope: str, spans: Spans) -> Iterator[Stretch]:
        """Yield the sentences, the pairs of sentences or all of it, where any of some spans is."""
        if scope == "answer":
            yield Stretch(0, len(self.tokens))
            return
        pairs = scope == "pair" and len(self._begins) > 1
        ends = [*self._begins[1:], len(self.tokens)]
        seen = -1
        for start, _ in spans:
            self.steps.take()
            sentence = bisect_right(self._begins, start) - 1
            if not pairs:
                first, last = sentence, sentence
            else:
                first, last = max(sentence - 1, 0), min(sentence, len(self._begins) - 2)
            for place in range(max(first, seen + 1), last + 1):
                yield Stretch(self._begins[place], ends[place + 1 if pairs else place])
            seen = max(seen, last)

    def spans(self, element: Element) -> Spans:
        """Return where an element stands."""
        found = self._spans.get(element)
        if found is None:
            spans = {span for phrase in element.phrases for span in self._phrase(phrase)}
            found = self._spans[element] = Spans(sorted(spans))
        return found

    def _phrase(self, phrase: Sequence[Word]) -> Iterator[Span]:
        """Yield where a phrase stands, looking around the rarest of its words."""
        places = []
        for word in phrase:
            found = self._word(word)
            if not found:
                return
            places.append(found)
        length = len(phrase)
        self.steps.take(length)
        rarest = min(range(length), key=lambda at: len(places[at]))
        others = [(at, self._set(word)) for at, word in enumerate(phrase) if at != rarest]
        for place in places[rarest]:
            self.steps.take(length)
            start = place - rarest
            if all(start + at in found for at, found in others):
                yield start, start + length

    def _word(self, word: Word) -> list[int]:
        """Return where a word stands, in order."""
        found = self._places.get(word)
        if found is None:
            table, texts = self._alike(word)
            self.steps.take(1 + sum(len(table[text]) for text in texts))
            found = sorted({place for text in texts for place in table[text]})
            self._places[word] = found
        return found

    def _set(self, word: Word) -> frozenset[int]:
        if word not in self._place_sets:
            self._place_sets[word] = frozenset(self._places[word])
        return self._place_sets[word]

    def _alike(self, word: Word) -> tuple[dict[str, list[int]], list[str]]:
        """Return the texts of the answer that a word fits, and the table that has their places."""
        if word.prefix:
            texts, begun = self._texts, bisect_left(self._texts, word.word)
            ended = begun
            while ended < len(texts) and texts[ended].startswith(word.word):
                ended += 1
            return self._by_text, texts[begun:ended]
        candidates = self._nearby.candidates(word.word)
        self.steps.take(len(candidates))
        return self._by_stem, [candidate for candidate in candidates if alike(candidate, word.word)]

    @cached_property
    def _by_stem(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for place, token in enumerate(self.tokens):
            found.setdefault(token.stem, []).append(place)
        return found

    @cached_property
    def _by_text(self) -> dict[str, list[int]]:
        """Where each word stands, inflected or not."""
        found: dict[str, list[int]] = {}
        for place, token in enumerate(self.tokens):
            for text in {token.word, token.stem}:
                found.setdefault(text, []).append(place)
        return found

    @cached_property
    def _texts(self) -> list[str]:
        return sorted(self._by_text)

    @cached_property
    def _nearby(self) -> Nearby:
        return Nearby(self._by_stem)
